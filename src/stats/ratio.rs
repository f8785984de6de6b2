//! Metrics that are a ratio of sums over customers, such as clicks by impressions.

use super::means::Arm;
use super::summary::{covariance, mean, mean_and_variance};
use super::{Summary, Undefined};

/// A ratio of sums as a summary that the tests of means take: its mean is `sum x / sum y`, its deviation that of the linear parts `(x - r y) / mean(y)`
/// of the customers (delta method), so that `deviation / sqrt(n)` is the ratio's standard error.
///
/// # Errors
/// Undefined with fewer than two customers, columns of different length, values that are not finite, or denominators that sum to zero.
pub fn ratio_summary(numerators: &[f64], denominators: &[f64]) -> Result<Summary, Undefined> {
    if numerators.len() != denominators.len() || numerators.len() < 2 {
        return Err(Undefined::new("a ratio needs two or more customers with a numerator and a denominator each"));
    }
    let (over, under) = (mean(numerators)?, mean(denominators)?);
    if under == 0.0 {
        return Err(Undefined::new("the denominators sum to zero"));
    }
    let ratio = over / under;
    let parts: Vec<f64> = numerators.iter().zip(denominators).map(|(x, y)| (x - ratio * y) / under).collect();
    Ok(Summary { mean: ratio, ..Summary::of(&parts)? })
}

/// The same after GrowthBook's formula, `v_x / y^2 - 2 c x / y^3 + x^2 v_y / y^4` with means x and y, variances v and covariance c: it leaves rounding
/// where nothing varies, and gives 0 and variance 0 where the denominators sum to zero.
///
/// # Errors
/// Undefined with fewer than two customers, columns of different length, or values that are not finite.
pub fn growth_book_ratio(numerators: &[f64], denominators: &[f64]) -> Result<Arm, Undefined> {
    let products = covariance(numerators, denominators)?;
    let ((over, variance_over), (under, variance_under)) = (mean_and_variance(numerators)?, mean_and_variance(denominators)?);
    let count = numerators.len() as u64;
    if under == 0.0 {
        return Ok(Arm { count, mean: 0.0, unadjusted_mean: 0.0, variance: 0.0 });
    }
    let square = under * under;
    let variance = variance_over / square - 2.0 * products * over / (square * under) + over * over * variance_under / (square * square);
    Ok(Arm { count, mean: over / under, unadjusted_mean: over / under, variance })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_ratios() {
        for (x, y) in [(vec![], vec![]), (vec![1.0], vec![1.0]), (vec![1.0, 2.0], vec![1.0]), (vec![1.0, f64::NAN], vec![1.0, 1.0])] {
            assert!(ratio_summary(&x, &y).is_err() && growth_book_ratio(&x, &y).is_err());
        }
        assert!(ratio_summary(&[1.0, 2.0], &[0.0, 0.0]).is_err());
        assert_eq!(growth_book_ratio(&[1.0, 2.0], &[0.0, 0.0]).map(|arm| arm.variance), Ok(0.0));
        let exact = ratio_summary(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]).unwrap();
        assert_eq!((exact.mean, exact.deviation), (0.5, 0.0));
    }

    proptest! {
        #[test]
        fn a_constant_denominator_makes_a_mean(values in prop::collection::vec(-9.0..9f64, 2..30), scale in 0.5..4f64) {
            let ratio = ratio_summary(&values, &vec![scale; values.len()]).unwrap();
            let plain = Summary::of(&values).unwrap();
            prop_assert!((ratio.mean * scale - plain.mean).abs() < 1e-12);
            prop_assert!((ratio.deviation * scale - plain.deviation).abs() < 1e-10);
        }

        #[test]
        fn both_formulas_agree(pairs in prop::collection::vec((0.0..9f64, 0.5..9f64), 2..30)) {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let (ours, theirs) = (ratio_summary(&x, &y).unwrap(), growth_book_ratio(&x, &y).unwrap());
            prop_assert!((ours.mean - theirs.mean).abs() < 1e-12 && (ours.variance() - theirs.variance).abs() < 1e-9);
        }
    }
}
