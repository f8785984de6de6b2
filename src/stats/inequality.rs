//! How unequally an amount is spread.

use super::{Measured, Undefined, check};

/// Gini coefficient of whole amounts over all units, those with zero included: `2 sum_j j x_(j) / (n sum x) - (n + 1) / n` over ascending `x_(j)`.
/// Sums are exact; [`gini_of_amounts`] is the same for numbers with fractions.
///
/// Range 0 (all alike) to `(n - 1) / n` (one has all); no small-sample correction. Source: B5.3.
///
/// # Errors
/// Undefined without units or when the sum is zero.
pub fn gini(amounts: &[u64]) -> Measured {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    // Integer sums are exact: the order of ties cannot matter.
    let total: u128 = sorted.iter().map(|&amount| u128::from(amount)).sum();
    if total == 0 {
        return Err(Undefined::new("there is nothing to share out"));
    }
    let ranked: u128 = sorted.iter().zip(1u128..).map(|(&amount, rank)| rank * u128::from(amount)).sum();
    let units = sorted.len() as f64;
    Ok(2.0 * ranked as f64 / (units * total as f64) - (units + 1.0) / units)
}

/// Gini coefficient of amounts: half the mean absolute difference over the mean. Range 0 to `(n - 1) / n`.
///
/// # Errors
/// Undefined without units, when an amount is negative or not finite, or when the sum is zero.
pub fn gini_of_amounts(amounts: &[f64]) -> Measured {
    let total = check::amounts(amounts)?;
    if check::constant(amounts) {
        return Ok(0.0);
    }
    let units = amounts.len() as f64;
    // Ranks are taken from the middle, so that sums of both signs cancel early.
    let ranked: f64 = check::ascending(amounts).iter().enumerate().map(|(place, amount)| (2.0 * place as f64 + 1.0 - units) * (amount / total)).sum();
    Ok((ranked / units).clamp(0.0, (units - 1.0) / units))
}

/// Gini coefficient with the correction for few units, `n / (n - 1)` times [`gini_of_amounts`]. Range 0 to 1.
///
/// # Errors
/// As [`gini_of_amounts`], and with one unit.
pub fn gini_unbiased(amounts: &[f64]) -> Measured {
    let gini = gini_of_amounts(amounts)?;
    let units = amounts.len() as f64;
    if amounts.len() < 2 {
        return Err(Undefined::new("one unit cannot be unequal"));
    }
    Ok((gini * units / (units - 1.0)).min(1.0))
}

/// How the entropy of order 0 and 1 is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntropyForm {
    /// As published: order 0 is `mean ln(m / x)`, order 1 is `mean (x / m) ln(x / m)`, with `m` the mean.
    #[default]
    Published,
    /// As in the library aif360 0.6.1: order 0 is divided by the mean once more, and order 1 takes the logarithm of a power, which is infinite for
    /// large amounts. For comparison with its numbers only.
    Aif360,
}

/// Generalized entropy index of an order: `mean((x / m)^order - 1) / (order (order - 1))`; order 1 is [`theil`], order 0 the mean logarithmic
/// deviation, order 2 half the squared coefficient of variation. Range 0 to infinity.
///
/// # Errors
/// Undefined without units, when an amount is negative or not finite, when the sum is zero, when the order is not finite, and for orders of at most
/// 0 when an amount is zero.
pub fn generalized_entropy(amounts: &[f64], order: f64, form: EntropyForm) -> Measured {
    let mean = check::amounts(amounts)? / amounts.len() as f64;
    if !order.is_finite() {
        return Err(Undefined::new("the order is not a finite number"));
    }
    if order <= 0.0 && amounts.contains(&0.0) {
        return Err(Undefined::new("an amount of zero makes the index infinite"));
    }
    let average = |part: &dyn Fn(f64) -> f64| amounts.iter().map(|&amount| part(amount)).sum::<f64>() / amounts.len() as f64;
    let log_share = |share: f64| if share > 0.0 { share * share.ln() } else { 0.0 };
    let found = match (order, form) {
        (0.0, EntropyForm::Published) => average(&|x| -(x / mean).ln()),
        (0.0, EntropyForm::Aif360) => average(&|x| -(x / mean).ln() / mean),
        (1.0, EntropyForm::Published) => average(&|x| log_share(x / mean)),
        (1.0, EntropyForm::Aif360) => return overflowing(average(&|x| (x / mean).powf(x).ln() / mean)),
        _ => average(&|x| (x / mean).powf(order) - 1.0) / (order * (order - 1.0)),
    };
    if found.is_finite() { Ok(found.max(0.0)) } else { Err(Undefined::new("the index is larger than numbers")) }
}

/// An infinite number is what the library gives; one that does not exist is undefined.
fn overflowing(value: f64) -> Measured {
    if value.is_nan() { Err(Undefined::new("the power leaves the range of numbers")) } else { Ok(value) }
}

/// Theil's index T, `mean (x / m) ln(x / m)` with `0 ln 0 = 0`. Range 0 to ln n.
///
/// # Errors
/// Undefined without units, when an amount is negative or not finite, or when the sum is zero.
pub fn theil(amounts: &[f64]) -> Measured {
    generalized_entropy(amounts, 1.0, EntropyForm::Published)
}

/// Coefficient of variation, `standard deviation / mean` (with n): `sqrt(2 GE(2))`. Range 0 to `sqrt(n - 1)`.
///
/// # Errors
/// As [`theil`].
pub fn coefficient_of_variation(amounts: &[f64]) -> Measured {
    Ok((2.0 * generalized_entropy(amounts, 2.0, EntropyForm::Published)?).sqrt())
}

/// Hoover index, `sum |x - m| / (2 sum x)`: the share that would have to be handed over for all to have the same. Range 0 to `(n - 1) / n`.
///
/// # Errors
/// As [`theil`].
pub fn hoover(amounts: &[f64]) -> Measured {
    let total = check::amounts(amounts)?;
    let fair = 1.0 / amounts.len() as f64;
    Ok(0.5 * amounts.iter().map(|amount| (amount / total - fair).abs()).sum::<f64>())
}

/// Atkinson index: the share of the mean that could be given up if all had the same, at an aversion to inequality. `1 - (mean x^(1-e))^(1/(1-e)) / m`,
/// for `e = 1` 1 less the geometric mean over the mean. Range 0 to 1.
///
/// # Errors
/// As [`theil`], and for an aversion that is not above 0.
pub fn atkinson(amounts: &[f64], aversion: f64) -> Measured {
    let mean = check::amounts(amounts)? / amounts.len() as f64;
    if !(aversion > 0.0 && aversion.is_finite()) {
        return Err(Undefined::new("the aversion to inequality lies above zero"));
    }
    if aversion >= 1.0 && amounts.contains(&0.0) {
        // Whoever has nothing weighs infinitely.
        return Ok(1.0);
    }
    let average = |part: &dyn Fn(f64) -> f64| amounts.iter().map(|amount| part(amount / mean)).sum::<f64>() / amounts.len() as f64;
    let equal = if aversion == 1.0 { average(&f64::ln).exp() } else { average(&|share| share.powf(1.0 - aversion)).powf(1.0 / (1.0 - aversion)) };
    if equal.is_finite() { Ok((1.0 - equal).clamp(0.0, 1.0)) } else { Err(Undefined::new("the index leaves the range of numbers")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn golden_vectors() {
        for (amounts, expected) in [(vec![1, 2, 3, 4], 0.25), (vec![0, 0, 0, 10], 0.75), (vec![5, 5, 5, 5], 0.0), (vec![1, 1, 2, 3, 5, 8], 0.4)] {
            let found = gini(&amounts).expect("a sum above zero");
            assert!((found - expected).abs() < 1e-12, "{amounts:?}: {found}");
        }
        assert!(gini(&[]).is_err());
        assert!(gini(&[0, 0]).is_err());
        let four = [1.0, 2.0, 3.0, 4.0];
        assert!((theil(&four).expect("amounts") - 0.106_440_135_3).abs() < 1e-9);
        assert!((generalized_entropy(&four, 2.0, EntropyForm::Published).expect("amounts") - 0.1).abs() < 1e-12);
        assert!((atkinson(&four, 0.5).expect("amounts") - 0.055_585_857_4).abs() < 1e-9);
    }

    #[test]
    fn edges() {
        let all: [fn(&[f64]) -> Measured; 6] = [gini_of_amounts, theil, coefficient_of_variation, hoover, |x| atkinson(x, 0.5), |x| atkinson(x, 1.0)];
        for index in all {
            assert!(index(&[]).is_err() && index(&[0.0, 0.0]).is_err() && index(&[-1.0, 2.0]).is_err() && index(&[f64::NAN]).is_err());
            assert!(index(&[4.0]).expect("one unit").abs() < 1e-15 && index(&[2.0; 5]).expect("equal").abs() < 1e-15);
        }
        assert!(gini_unbiased(&[4.0]).is_err());
        assert_eq!(gini_unbiased(&[0.0, 3.0]), Ok(1.0));
        assert!(
            generalized_entropy(&[0.0, 1.0], 0.0, EntropyForm::Published).is_err()
                && generalized_entropy(&[1.0], f64::NAN, EntropyForm::Published).is_err()
        );
        assert_eq!(atkinson(&[0.0, 1.0], 1.0), Ok(1.0));
        assert!(atkinson(&[1.0, 2.0], 0.0).is_err() && atkinson(&[1.0, 2.0], f64::NAN).is_err());
        assert_eq!(generalized_entropy(&[1e-9, 1.0, 1e9], 1.0, EntropyForm::Aif360), Ok(f64::INFINITY));
    }

    proptest! {
        #[test]
        fn stays_in_range_and_ignores_order(mut amounts in prop::collection::vec(0u64..1_000, 1..60)) {
            let found = gini(&amounts);
            amounts.reverse();
            prop_assert_eq!(&found, &gini(&amounts));
            if let Ok(found) = found {
                let units = amounts.len() as f64;
                prop_assert!(found > -1e-12 && found < (units - 1.0) / units + 1e-12);
            }
        }

        #[test]
        fn unit_and_order_do_not_matter(amounts in prop::collection::vec(0.01..100f64, 2..30), unit in 0.01..100f64) {
            let scaled: Vec<f64> = amounts.iter().rev().map(|amount| amount * unit).collect();
            let all: [fn(&[f64]) -> Measured; 6] = [gini_of_amounts, theil, coefficient_of_variation, hoover, |x| atkinson(x, 0.5), |x| atkinson(x, 1.0)];
            for index in all {
                prop_assert!((index(&amounts).expect("amounts") - index(&scaled).expect("amounts")).abs() < 1e-9);
            }
        }

        #[test]
        fn whole_amounts_and_others_agree(amounts in prop::collection::vec(0u64..1_000, 1..60)) {
            let others: Vec<f64> = amounts.iter().map(|&amount| amount as f64).collect();
            match (gini(&amounts), gini_of_amounts(&others)) {
                (Ok(one), Ok(other)) => prop_assert!((one - other).abs() < 1e-12),
                (one, other) => prop_assert!(one.is_err() && other.is_err()),
            }
        }
    }
}
