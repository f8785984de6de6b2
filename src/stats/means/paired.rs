//! Pairs: the same customers under both policies, on common random numbers.

use super::ranks::tie_cubes;
use super::{statistic_of, student_p_values};
use crate::stats::association::ranks;
use crate::stats::summary::{covariance, level, mean_and_variance};
use crate::stats::{Measured, Undefined, normal_sf, student_t_quantile};

/// Mean of the differences within pairs, and what pairing is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedComparison {
    /// Mean of treatment minus control.
    pub effect: f64,
    /// Effect over its standard error; infinite where all differences are one number that is not zero, undefined where all are zero.
    pub statistic: Measured,
    /// Pairs less one.
    pub degrees_of_freedom: f64,
    /// Two-sided chance of a statistic as far from zero.
    pub p_value: Measured,
    /// Two-sided interval of the effect: a point where all differences are equal.
    pub interval: (f64, f64),
    /// Variance of the effect's estimate.
    pub paired_variance: f64,
    /// Variance that it would have if both groups had been drawn apart.
    pub unpaired_variance: f64,
    /// The unpaired variance over the paired one; infinite where pairing leaves none.
    pub variance_reduction: Measured,
    /// Correlation within pairs.
    pub correlation: Measured,
}

/// Paired t test: `t = mean(d) / sqrt(s_d^2 / n)` of the differences d, with n - 1 degrees of freedom.
///
/// # Errors
/// Undefined with fewer than two pairs, columns of different length, values that are not finite, or a confidence outside 0 to 1.
pub fn paired_comparison(control: &[f64], treatment: &[f64], confidence: f64) -> Result<PairedComparison, Undefined> {
    let differences = differences(control, treatment)?;
    let (effect, variance) = mean_and_variance(&differences)?;
    let ((_, variance_a), (_, variance_b)) = (mean_and_variance(control)?, mean_and_variance(treatment)?);
    let count = differences.len() as f64;
    let (paired_variance, unpaired_variance) = (variance / count, (variance_a + variance_b) / count);
    let standard_error = libm::sqrt(paired_variance);
    let statistic = statistic_of(effect, standard_error);
    let degrees_of_freedom = count - 1.0;
    let [p_value, ..] = student_p_values(&statistic, degrees_of_freedom);
    let half = -student_t_quantile(0.5 * (1.0 - level(confidence)?), degrees_of_freedom)? * standard_error;
    let spread = libm::sqrt(variance_a) * libm::sqrt(variance_b);
    let correlation =
        if spread > 0.0 { Ok((covariance(control, treatment)? / spread).clamp(-1.0, 1.0)) } else { Err(Undefined::new("a group does not vary")) };
    Ok(PairedComparison {
        effect,
        statistic,
        degrees_of_freedom,
        p_value,
        interval: (effect - half, effect + half),
        paired_variance,
        unpaired_variance,
        variance_reduction: statistic_of(unpaired_variance, paired_variance),
        correlation,
    })
}

/// Wilcoxon's signed rank test.
#[derive(Clone, Debug, PartialEq)]
pub struct WilcoxonTest {
    /// The smaller of the rank sums of positive and negative differences.
    pub statistic: f64,
    /// Two-sided chance of a statistic as small; undefined where no difference is left.
    pub p_value: Measured,
}

/// Wilcoxon's signed rank test: differences of zero are left out, normal approximation with correction for ties, none for continuity.
///
/// # Errors
/// Undefined without pairs, with columns of different length, or with values that are not finite.
pub fn wilcoxon_signed_rank(control: &[f64], treatment: &[f64]) -> Result<WilcoxonTest, Undefined> {
    let mut differences = differences(control, treatment)?;
    differences.retain(|&difference| difference != 0.0);
    let sizes: Vec<f64> = differences.iter().map(|difference| difference.abs()).collect();
    let places = ranks(&sizes);
    let sum_of =
        |sign: f64| -> f64 { differences.iter().zip(&places).filter(|(difference, _)| **difference * sign > 0.0).map(|(_, place)| place).sum() };
    let statistic = sum_of(1.0).min(sum_of(-1.0));
    let count = differences.len() as f64;
    let variance = count * (count + 1.0) * (2.0 * count + 1.0) / 24.0 - tie_cubes(&sizes) / 48.0;
    let p_value = if variance > 0.0 {
        Ok((2.0 * normal_sf((count * (count + 1.0) / 4.0 - statistic) / libm::sqrt(variance))?).min(1.0))
    } else {
        Err(Undefined::new("no pair differs"))
    };
    Ok(WilcoxonTest { statistic, p_value })
}

fn differences(control: &[f64], treatment: &[f64]) -> Result<Vec<f64>, Undefined> {
    if control.len() != treatment.len() {
        return Err(Undefined::new("pairs need columns of one length"));
    }
    let differences: Vec<f64> = control.iter().zip(treatment).map(|(a, b)| b - a).collect();
    if differences.is_empty() || differences.iter().any(|difference| !difference.is_finite()) {
        return Err(Undefined::new("there is no pair, or a value is not a finite number"));
    }
    Ok(differences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_pairs() {
        for (control, treatment) in [(vec![], vec![]), (vec![1.0], vec![2.0, 3.0]), (vec![1.0, f64::NAN], vec![1.0, 2.0]), (vec![1.0], vec![2.0])] {
            assert!(paired_comparison(&control, &treatment, 0.95).is_err());
        }
        assert!(paired_comparison(&[1.0, 2.0], &[2.0, 4.0], 1.0).is_err());
        assert!(wilcoxon_signed_rank(&[], &[]).is_err() && wilcoxon_signed_rank(&[1.0], &[1.0, 2.0]).is_err());
        let none = wilcoxon_signed_rank(&[1.0, 2.0], &[1.0, 2.0]).unwrap();
        assert!(none.statistic == 0.0 && none.p_value.is_err());
        let flat = paired_comparison(&[1.0, 1.0, 1.0], &[2.0, 2.0, 2.0], 0.95).unwrap();
        assert!(flat.variance_reduction.is_err() && flat.correlation.is_err() && flat.interval == (1.0, 1.0));
        assert_eq!(flat.statistic, Ok(f64::INFINITY));
    }

    proptest! {
        #[test]
        fn turning_the_pairs_turns_the_effect(pairs in prop::collection::vec((-9.0..9f64, -9.0..9f64), 2..40)) {
            let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let (one, other) = (paired_comparison(&a, &b, 0.95).unwrap(), paired_comparison(&b, &a, 0.95).unwrap());
            prop_assert!((one.effect + other.effect).abs() < 1e-12);
            prop_assert!((one.p_value.unwrap() - other.p_value.unwrap()).abs() < 1e-9);
            prop_assert_eq!(wilcoxon_signed_rank(&a, &b).unwrap(), wilcoxon_signed_rank(&b, &a).unwrap());
            // var(d) = var(a) + var(b) - 2 cov(a, b)
            let expected = one.unpaired_variance - 2.0 * covariance(&a, &b).unwrap() / a.len() as f64;
            prop_assert!((one.paired_variance - expected).abs() < 1e-10);
        }
    }
}
