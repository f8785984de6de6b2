//! The effect in a population from the effects in its strata.

use crate::stats::Undefined;
use crate::stats::distributions::normal_quantile;

/// One stratum: counts, means and sample variances of both arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// Values of a.
    pub count_a: u64,
    /// Mean of a.
    pub mean_a: f64,
    /// Sample variance of a.
    pub variance_a: f64,
    /// Values of b.
    pub count_b: u64,
    /// Mean of b.
    pub mean_b: f64,
    /// Sample variance of b.
    pub variance_b: f64,
}

/// A post-stratified effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostStratifiedEffect {
    /// Effect of b against a, strata weighted by their share of all values.
    pub effect: f64,
    /// Its standard error; strata weights taken as fixed.
    pub standard_error: f64,
    /// Normal interval.
    pub interval: (f64, f64),
    /// Difference of the plain means, strata ignored.
    pub crude_effect: f64,
    /// Simpson's paradox: all strata agree on the sign of the effect, and the crude effect has the other one. Read the strata, not the total.
    pub simpson_reversal: bool,
}

/// Post-stratified effect of b against a: `sum w_h (mean_b - mean_a)`, `variance = sum w_h^2 (var_a / n_a + var_b / n_b)`,
/// `w_h = (n_a + n_b) / N`, which removes an unequal mix of strata between the arms. A stratum with nobody in it is left out. All strata without
/// variance: the interval is a point and must not be read as certainty. Source: Holt and Smith 1979; Miratrix, Sekhon and Yu 2013.
///
/// # Errors
/// Undefined without values, for a stratum that has values in one arm only, for means or variances that are not finite or a variance below 0, or a
/// confidence outside 0 to 1.
pub fn post_stratified_effect(strata: &[Stratum], confidence: f64) -> Result<PostStratifiedEffect, Undefined> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Undefined::new("a confidence lies between 0 and 1"));
    }
    let used: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.count_a > 0 || stratum.count_b > 0).collect();
    for stratum in &used {
        checked(stratum)?;
    }
    if used.is_empty() {
        return Err(Undefined::new("nobody is counted"));
    }
    let total: f64 = used.iter().map(|stratum| stratum.count_a as f64 + stratum.count_b as f64).sum();
    let (mut effect, mut variance) = (0.0, 0.0);
    for stratum in &used {
        let (n_a, n_b) = (stratum.count_a as f64, stratum.count_b as f64);
        let weight = (n_a + n_b) / total;
        effect += weight * (stratum.mean_b - stratum.mean_a);
        variance += weight * weight * (stratum.variance_a / n_a + stratum.variance_b / n_b);
    }
    let mean = |parts: &dyn Fn(&Stratum) -> (u64, f64)| {
        let count: f64 = used.iter().map(|stratum| parts(stratum).0 as f64).sum();
        used.iter().map(|stratum| parts(stratum).0 as f64 / count * parts(stratum).1).sum::<f64>()
    };
    let crude_effect = mean(&|stratum| (stratum.count_b, stratum.mean_b)) - mean(&|stratum| (stratum.count_a, stratum.mean_a));
    let standard_error = variance.sqrt();
    let half = -normal_quantile((1.0 - confidence) / 2.0)? * standard_error;
    if !(effect.is_finite() && half.is_finite() && crude_effect.is_finite()) {
        return Err(Undefined::new("the effect is not a finite number"));
    }
    let all = |sign: f64| used.iter().all(|stratum| (stratum.mean_b - stratum.mean_a) * sign > 0.0);
    let simpson_reversal = (all(1.0) && crude_effect < 0.0) || (all(-1.0) && crude_effect > 0.0);
    Ok(PostStratifiedEffect { effect, standard_error, interval: (effect - half, effect + half), crude_effect, simpson_reversal })
}

fn checked(stratum: &Stratum) -> Result<(), Undefined> {
    if stratum.count_a == 0 || stratum.count_b == 0 {
        return Err(Undefined::new("a stratum has nobody in one arm"));
    }
    let numbers = [stratum.mean_a, stratum.variance_a, stratum.mean_b, stratum.variance_b];
    if numbers.iter().any(|number| !number.is_finite()) || stratum.variance_a < 0.0 || stratum.variance_b < 0.0 {
        return Err(Undefined::new("a mean or variance of a stratum is not a finite number"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stratum(a: (u64, f64), b: (u64, f64)) -> Stratum {
        Stratum { count_a: a.0, mean_a: a.1, variance_a: 1.0, count_b: b.0, mean_b: b.1, variance_b: 1.0 }
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        let good = stratum((10, 1.0), (10, 2.0));
        assert!(post_stratified_effect(&[], 0.95).is_err());
        assert!(post_stratified_effect(&[good], 1.0).is_err());
        assert!(post_stratified_effect(&[good, stratum((0, 0.0), (5, 1.0))], 0.95).is_err());
        assert!(post_stratified_effect(&[stratum((3, f64::NAN), (5, 1.0))], 0.95).is_err());
        assert!(post_stratified_effect(&[Stratum { variance_a: -1.0, ..good }], 0.95).is_err());
        assert!(post_stratified_effect(&[stratum((0, 0.0), (0, 0.0))], 0.95).is_err());
        let empty = stratum((0, f64::NAN), (0, f64::NAN));
        assert_eq!(post_stratified_effect(&[good, empty], 0.95), post_stratified_effect(&[good], 0.95));
    }

    #[test]
    fn a_reversal_is_named() {
        // b is better in both strata, but has most of its values where both are bad.
        let found = post_stratified_effect(&[stratum((90, 10.0), (10, 11.0)), stratum((10, 1.0), (90, 2.0))], 0.95).expect("strata");
        assert!(found.simpson_reversal && (found.effect - 1.0).abs() < 1e-12 && found.crude_effect < 0.0);
    }

    proptest! {
        #[test]
        fn arms_turn(n in prop::collection::vec((1u64..500, -5.0..5.0f64, 1u64..500, -5.0..5.0f64), 1..6)) {
            let one: Vec<Stratum> = n.iter().map(|&(a, x, b, y)| stratum((a, x), (b, y))).collect();
            let other: Vec<Stratum> = n.iter().map(|&(a, x, b, y)| stratum((b, y), (a, x))).collect();
            let (one, other) = (post_stratified_effect(&one, 0.9).expect("strata"), post_stratified_effect(&other, 0.9).expect("strata"));
            prop_assert!((one.effect + other.effect).abs() < 1e-12 && (one.standard_error - other.standard_error).abs() < 1e-12);
            prop_assert_eq!(one.simpson_reversal, other.simpson_reversal);
        }
    }
}
