//! Whether a score means the same in every group.

use crate::stats::{Undefined, check};

/// How well scores of a group keep what they promise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// `sum over bins of (n_b / n) |mean score - share of positives|` over bins of equal width, the last one closed. Range 0 to 1. Empty bins count
    /// nothing.
    pub expected_error: f64,
    /// Mean squared distance of score and outcome (Brier), 0 to 1.
    pub brier: f64,
}

/// Calibration of scores from 0 to 1 against what came true, in `bins` bins (10 is usual). Groups are compared by the gap of these numbers.
///
/// # Errors
/// Undefined without people, with columns of different length, scores outside 0 to 1, or without bins.
pub fn calibration(scores: &[f64], truth: &[bool], bins: usize) -> Result<Calibration, Undefined> {
    check::finite(scores, 1)?;
    if scores.len() != truth.len() {
        return Err(Undefined::new("the columns have different lengths"));
    }
    if scores.iter().any(|score| !(0.0..=1.0).contains(score)) {
        return Err(Undefined::new("a score lies between 0 and 1"));
    }
    if bins == 0 {
        return Err(Undefined::new("there is no bin"));
    }
    let mut apart = vec![0.0; bins];
    let mut squares = 0.0;
    for (&score, &truth) in scores.iter().zip(truth) {
        let outcome = if truth { 1.0 } else { 0.0 };
        apart[bin(score, bins)] += score - outcome;
        squares += (score - outcome) * (score - outcome);
    }
    let count = scores.len() as f64;
    Ok(Calibration { expected_error: apart.iter().map(|sum: &f64| sum.abs()).sum::<f64>() / count, brier: squares / count })
}

/// The bin `[b / B, (b + 1) / B)` of a score; a product may be rounded over an edge, so edges are compared as they are written.
fn bin(score: f64, bins: usize) -> usize {
    let edge = |place: usize| place as f64 / bins as f64;
    let mut place = ((score * bins as f64) as usize).min(bins - 1);
    while place > 0 && score < edge(place) {
        place -= 1;
    }
    while place + 1 < bins && score >= edge(place + 1) {
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden_vector() {
        let found = calibration(&[0.1, 0.4, 0.35, 0.8, 0.9, 0.65], &[false, false, true, true, true, false], 5).expect("scores");
        assert!((found.expected_error - 0.35).abs() < 1e-12 && (found.brier - 0.1775).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn edges() {
        assert!(calibration(&[], &[], 10).is_err() && calibration(&[0.5], &[], 10).is_err() && calibration(&[0.5], &[true], 0).is_err());
        assert!(calibration(&[1.5], &[true], 10).is_err() && calibration(&[f64::NAN], &[true], 10).is_err());
        assert_eq!(calibration(&[1.0, 0.0], &[true, false], 10), Ok(Calibration { expected_error: 0.0, brier: 0.0 }));
        for bins in 1..40 {
            for place in 0..bins {
                assert_eq!(bin(place as f64 / bins as f64, bins), place);
            }
        }
        assert_eq!(bin(1.0, 10), 9);
    }
}
