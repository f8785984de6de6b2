//! Do the segments have one effect, or several?

use crate::stats::distributions::{chi_square_sf, normal_quantile};
use crate::stats::{Measured, Undefined};

/// How the variance of the true effects between segments is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetweenVariance {
    /// Moments, at least 0. DerSimonian and Laird 1986.
    DerSimonianLaird,
    /// The variance at which Cochran's Q meets its degrees of freedom, at least 0; the better one with few segments. Paule and Mandel 1982.
    PauleMandel,
    /// Moments, negative values kept, as statsmodels 0.15.0: only to compare numbers. I squared is then kept negative, too.
    DerSimonianLairdUntruncated,
    /// Paule and Mandel with the stopping rule of statsmodels 0.15.0 (Q within 1e-5 of its degrees of freedom): only to compare numbers.
    PauleMandelLoose,
}

/// An effect over all segments.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledEffect {
    /// Effect.
    pub effect: f64,
    /// Its standard error; undefined only where a negative variance between segments is kept and outweighs the others.
    pub standard_error: Measured,
    /// Normal interval; undefined with the standard error.
    pub interval: Result<(f64, f64), Undefined>,
}

/// How much the segments differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q: squared distances from the common effect, weighted.
    pub q: f64,
    /// p value that all segments have the same effect: chi-square with one degree of freedom less than segments.
    pub q_p_value: f64,
    /// I squared: the share of the variation that is not chance, `1 - (k - 1) / Q`. Range 0 to below 1, 0 where Q is smaller than k - 1.
    pub i_squared: Measured,
    /// `Q / (k - 1)`.
    pub h_squared: f64,
    /// Variance of the true effects between segments.
    pub between_variance: f64,
    /// Common effect, segments weighted by 1 / variance.
    pub fixed: PooledEffect,
    /// Mean of the segments' effects, weighted by 1 / (variance + between variance).
    pub random: Result<PooledEffect, Undefined>,
    /// Segments differ in sign: the mean effect hides that somebody is harmed (or helped).
    pub opposite_signs: bool,
}

/// Heterogeneity of an effect over segments, from each segment's effect and the variance of that effect (standard error squared).
///
/// Sources: Cochran 1954; Higgins and Thompson 2002; [`BetweenVariance`].
///
/// # Errors
/// Undefined with fewer than two segments, lists of different length, effects that are not finite, variances that are not above 0, or a confidence
/// outside 0 to 1.
pub fn segment_heterogeneity(effects: &[f64], variances: &[f64], method: BetweenVariance, confidence: f64) -> Result<Heterogeneity, Undefined> {
    checked(effects, variances, confidence)?;
    let z = -normal_quantile((1.0 - confidence) / 2.0)?;
    let freedom = (effects.len() - 1) as f64;
    let fixed = pooled(effects, variances, 0.0, z)?;
    let q = weighted_squares(effects, variances, 0.0)?.0;
    let between = match method {
        BetweenVariance::DerSimonianLaird => moments(variances, q, freedom).max(0.0),
        BetweenVariance::DerSimonianLairdUntruncated => moments(variances, q, freedom),
        BetweenVariance::PauleMandel => paule_mandel(effects, variances, freedom, 0.0)?,
        BetweenVariance::PauleMandelLoose => paule_mandel(effects, variances, freedom, 1e-5)?,
    };
    let untruncated = matches!(method, BetweenVariance::DerSimonianLairdUntruncated | BetweenVariance::PauleMandelLoose);
    let i_squared = match (q > 0.0, untruncated) {
        (true, true) => Ok(1.0 - freedom / q),
        (true, false) => Ok((1.0 - freedom / q).max(0.0)),
        (false, true) => Err(Undefined::new("the segments do not differ at all")),
        (false, false) => Ok(0.0),
    };
    Ok(Heterogeneity {
        q,
        q_p_value: chi_square_sf(q, freedom)?,
        i_squared,
        h_squared: q / freedom,
        between_variance: between,
        fixed,
        random: pooled(effects, variances, between, z),
        opposite_signs: effects.iter().any(|&effect| effect > 0.0) && effects.iter().any(|&effect| effect < 0.0),
    })
}

fn checked(effects: &[f64], variances: &[f64], confidence: f64) -> Result<(), Undefined> {
    if effects.len() != variances.len() {
        return Err(Undefined::new("each segment needs an effect and its variance"));
    }
    if effects.len() < 2 {
        return Err(Undefined::new("there are fewer than two segments"));
    }
    if effects.iter().any(|effect| !effect.is_finite()) || !variances.iter().all(|variance| *variance > 0.0 && variance.is_finite()) {
        return Err(Undefined::new("a segment's effect is not finite or its variance not above 0"));
    }
    if confidence > 0.0 && confidence < 1.0 { Ok(()) } else { Err(Undefined::new("a confidence lies between 0 and 1")) }
}

fn pooled(effects: &[f64], variances: &[f64], between: f64, z: f64) -> Result<PooledEffect, Undefined> {
    let weights: Vec<f64> = variances.iter().map(|variance| 1.0 / (variance + between)).collect();
    let total: f64 = weights.iter().sum();
    let effect = weights.iter().zip(effects).map(|(weight, effect)| weight / total * effect).sum::<f64>();
    if !effect.is_finite() {
        return Err(Undefined::new("the segments' weights do not add up to a number"));
    }
    let standard_error = if total > 0.0 { Ok((1.0 / total).sqrt()) } else { Err(Undefined::new("the segments' weights add up to less than 0")) };
    let interval = standard_error.clone().map(|error| (effect - z * error, effect + z * error));
    Ok(PooledEffect { effect, standard_error, interval })
}

/// Cochran's Q at a between variance, and the size of its slope.
fn weighted_squares(effects: &[f64], variances: &[f64], between: f64) -> Result<(f64, f64), Undefined> {
    let mean = pooled(effects, variances, between, 0.0)?.effect;
    let (mut q, mut slope) = (0.0, 0.0);
    for (effect, variance) in effects.iter().zip(variances) {
        let (weight, distance) = (1.0 / (variance + between), effect - mean);
        q += weight * distance * distance;
        slope += weight * weight * distance * distance;
    }
    if q.is_finite() && slope.is_finite() { Ok((q, slope)) } else { Err(Undefined::new("the segments differ by more than any number")) }
}

fn moments(variances: &[f64], q: f64, freedom: f64) -> f64 {
    let total: f64 = variances.iter().map(|variance| 1.0 / variance).sum();
    let squares: f64 = variances.iter().map(|variance| 1.0 / (variance * variance)).sum();
    (q - freedom) / (total - squares / total)
}

/// Newton's steps from 0: Q falls and is convex, so they rise to the solution and never pass it.
fn paule_mandel(effects: &[f64], variances: &[f64], freedom: f64, enough: f64) -> Measured {
    /// statsmodels gives up after as many.
    const LOOSE_STEPS: usize = 50;
    const STEPS: usize = 2_000;
    let mut between = 0.0;
    for _ in 0..if enough > 0.0 { LOOSE_STEPS } else { STEPS } {
        let (q, slope) = weighted_squares(effects, variances, between)?;
        let missing = q - freedom;
        if missing < 0.0 {
            // At the first step: no variance between segments. Later only by rounding, at the solution.
            return Ok(if enough > 0.0 { 0.0 } else { between });
        }
        if missing <= enough {
            return Ok(between);
        }
        let next = between + missing / slope;
        if next == between {
            return Ok(between);
        }
        between = next;
    }
    if enough > 0.0 { Ok(between) } else { Err(Undefined::new("the variance between segments is not found")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const METHODS: [BetweenVariance; 4] = [
        BetweenVariance::DerSimonianLaird,
        BetweenVariance::PauleMandel,
        BetweenVariance::DerSimonianLairdUntruncated,
        BetweenVariance::PauleMandelLoose,
    ];

    #[test]
    fn degenerate_inputs_are_undefined() {
        for method in METHODS {
            assert!(segment_heterogeneity(&[], &[], method, 0.95).is_err());
            assert!(segment_heterogeneity(&[1.0], &[1.0], method, 0.95).is_err());
            assert!(segment_heterogeneity(&[1.0, 2.0], &[1.0], method, 0.95).is_err());
            assert!(segment_heterogeneity(&[1.0, f64::NAN], &[1.0, 1.0], method, 0.95).is_err());
            assert!(segment_heterogeneity(&[1.0, 2.0], &[1.0, 0.0], method, 0.95).is_err());
            assert!(segment_heterogeneity(&[1.0, 2.0], &[1.0, 1.0], method, 0.0).is_err());
        }
    }

    #[test]
    fn equal_segments_do_not_differ() {
        let found = segment_heterogeneity(&[0.25; 4], &[0.1, 0.2, 0.3, 0.4], BetweenVariance::PauleMandel, 0.95).expect("segments");
        assert_eq!((found.between_variance, found.i_squared, found.opposite_signs), (0.0, Ok(0.0), false));
        assert!((found.q_p_value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn two_opposite_segments_by_hand() {
        // Q = 80, so the variance between is (2^2 * 2) / 1 - 0.1 = 7.9 by both methods.
        for method in [BetweenVariance::DerSimonianLaird, BetweenVariance::PauleMandel] {
            let found = segment_heterogeneity(&[2.0, -2.0], &[0.1, 0.1], method, 0.95).expect("segments");
            assert!((found.between_variance - 7.9).abs() < 1e-12 && found.opposite_signs, "{method:?}: {}", found.between_variance);
        }
    }

    proptest! {
        #[test]
        fn paule_and_mandel_meet_their_equation(segments in prop::collection::vec((-3.0..3.0f64, 0.05..1.0f64), 2..10)) {
            let (effects, variances): (Vec<f64>, Vec<f64>) = segments.into_iter().unzip();
            let found = segment_heterogeneity(&effects, &variances, BetweenVariance::PauleMandel, 0.95).expect("segments");
            if found.between_variance > 0.0 {
                let q = weighted_squares(&effects, &variances, found.between_variance).expect("numbers").0;
                prop_assert!((q - (effects.len() - 1) as f64).abs() < 1e-9);
            } else {
                prop_assert!(found.q <= (effects.len() - 1) as f64 + 1e-9);
            }
            let error = |pooled: PooledEffect| pooled.standard_error.expect("an error");
            prop_assert!(error(found.random.expect("an effect")) >= error(found.fixed));
        }
    }
}
