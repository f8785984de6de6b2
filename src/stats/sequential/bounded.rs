//! Confidence sequences of the mean of values between 0 and 1, without any other assumption on their distribution.

use super::mixture::{MixtureBoundary, mixture_boundary};
use super::{finite, log_alpha};
use crate::stats::Undefined;

/// How the sequence is built.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoundedSequence {
    /// Hoeffding with a conjugate normal mixture: only the range is used.
    HoeffdingConjugate {
        /// Number of values at which it is tightest.
        best_at: f64,
    },
    /// Empirical Bernstein with a conjugate gamma-exponential mixture: adapts to a small variance.
    EmpiricalBernsteinConjugate {
        /// Number of values at which it is tightest, if the variance is a quarter (the largest possible).
        best_at: f64,
        /// How the two sides share the error.
        share: ErrorShare,
    },
    /// Hoeffding with predictable plug-in bets.
    HoeffdingPredictable,
    /// Empirical Bernstein with predictable plug-in bets; the usual choice.
    EmpiricalBernsteinPredictable,
}

/// How the two sides of an empirical Bernstein sequence share the error alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorShare {
    /// Half of alpha a side; together alpha.
    Half,
    /// A quarter of alpha a side, as confseq 0.0.11 spends it: wider than needed.
    Quarter,
}

/// Confidence sequence of a mean of values between 0 and 1: one interval after each value, valid at all of them together, no running
/// intersection.
///
/// Sources: Howard, Ramdas, McAuliffe and Sekhon 2021 (conjugate mixtures), Waudby-Smith and Ramdas 2024 (predictable plug-in); as in confseq
/// 0.0.11. Range inside 0 to 1.
///
/// # Errors
/// Undefined without values, when one lies outside 0 to 1, for a `best_at` that is not above 0, or a confidence outside 0 to 1.
pub fn bounded_confidence_sequence(values: &[f64], sequence: BoundedSequence, confidence: f64) -> Result<Vec<(f64, f64)>, Undefined> {
    let log_alpha = log_alpha(confidence)?;
    finite(values)?;
    if values.iter().any(|value| !(0.0..=1.0).contains(value)) {
        return Err(Undefined::new("a value lies outside 0 to 1"));
    }
    let turned: Vec<f64> = values.iter().map(|value| 1.0 - value).collect();
    let sides = |lower: &dyn Fn(&[f64]) -> Result<Vec<f64>, Undefined>| {
        let (low, high) = (lower(values)?, lower(&turned)?);
        Ok(low.into_iter().zip(high).map(|(low, high)| (low.max(0.0), 1.0 - high.max(0.0))).collect())
    };
    let half = log_alpha - std::f64::consts::LN_2;
    match sequence {
        BoundedSequence::HoeffdingConjugate { best_at } => {
            sides(&|side| means(side).map(|(t, mean)| Ok(mean - hoeffding_boundary(t, confidence, best_at)? / t)).collect())
        }
        BoundedSequence::EmpiricalBernsteinConjugate { best_at, share } => {
            let spent = if share == ErrorShare::Half { 2.0 } else { 4.0 };
            sides(&|side| empirical_bernstein_conjugate(side, 1.0 - (1.0 - confidence) / spent, best_at / 4.0))
        }
        BoundedSequence::HoeffdingPredictable => sides(&|side| Ok(hoeffding_predictable(side, half))),
        BoundedSequence::EmpiricalBernsteinPredictable => sides(&|side| Ok(empirical_bernstein_predictable(side, half))),
    }
}

/// Number of values so far and their mean.
fn means(values: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    let mut sum = 0.0;
    values.iter().enumerate().map(move |(index, value)| {
        sum += value;
        ((index + 1) as f64, sum / (index + 1) as f64)
    })
}

fn hoeffding_boundary(t: f64, confidence: f64, best_at: f64) -> Result<f64, Undefined> {
    mixture_boundary(MixtureBoundary::NormalTwoSided, t / 4.0, confidence, best_at / 4.0)
}

/// Lower ends at a one-sided confidence.
fn empirical_bernstein_conjugate(values: &[f64], confidence: f64, best_at: f64) -> Result<Vec<f64>, Undefined> {
    let (mut before, mut variance) = (0.5, 0.0);
    means(values)
        .zip(values)
        .map(|((t, mean), value)| {
            variance += (value - before) * (value - before);
            before = mean;
            Ok(mean - mixture_boundary(MixtureBoundary::GammaExponential { scale: 1.0 }, variance, confidence, best_at)? / t)
        })
        .collect()
}

/// Lower ends; bets `min(1, sqrt(8 ln(1 / alpha) / (t ln(1 + t))))`.
fn hoeffding_predictable(values: &[f64], log_alpha: f64) -> Vec<f64> {
    let (mut weighted, mut bets, mut spent) = (0.0, 0.0, -log_alpha);
    values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let t = (index + 1) as f64;
            let bet = (-8.0 * log_alpha / (t * libm::log1p(t))).sqrt().min(1.0);
            weighted += bet * value;
            bets += bet;
            spent += bet * bet / 8.0;
            (weighted - spent) / bets
        })
        .collect()
}

/// Lower ends; bets `min(1/2, sqrt(2 ln(1 / alpha) / (t ln(1 + t) variance)))` with the variance of the values before, started from a quarter.
fn empirical_bernstein_predictable(values: &[f64], log_alpha: f64) -> Vec<f64> {
    let (mut weighted, mut bets, mut spent) = (0.0, 0.0, -log_alpha);
    let (mut squares, mut variance, mut before, mut sum) = (0.25, 0.25, 0.0, 0.0);
    values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let t = (index + 1) as f64;
            let bet = (-2.0 * log_alpha / (t * libm::log1p(t) * variance)).sqrt().min(0.5);
            weighted += bet * value;
            bets += bet;
            spent += (value - before) * (value - before) * (-libm::log1p(-bet) - bet);
            sum += value;
            before = sum / t;
            let regularized = ((0.5 + sum) / (t + 1.0)).min(1.0);
            squares += (value - regularized) * (value - regularized);
            variance = squares / (t + 1.0);
            (weighted - spent) / bets
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEQUENCES: [BoundedSequence; 5] = [
        BoundedSequence::HoeffdingConjugate { best_at: 20.0 },
        BoundedSequence::EmpiricalBernsteinConjugate { best_at: 20.0, share: ErrorShare::Half },
        BoundedSequence::EmpiricalBernsteinConjugate { best_at: 20.0, share: ErrorShare::Quarter },
        BoundedSequence::HoeffdingPredictable,
        BoundedSequence::EmpiricalBernsteinPredictable,
    ];

    #[test]
    fn degenerate_inputs_are_undefined() {
        for sequence in SEQUENCES {
            assert!(bounded_confidence_sequence(&[], sequence, 0.95).is_err());
            assert!(bounded_confidence_sequence(&[0.5, 1.5], sequence, 0.95).is_err());
            assert!(bounded_confidence_sequence(&[0.5, f64::NAN], sequence, 0.95).is_err());
            assert!(bounded_confidence_sequence(&[0.5], sequence, 1.0).is_err());
        }
        assert!(bounded_confidence_sequence(&[0.5], BoundedSequence::HoeffdingConjugate { best_at: 0.0 }, 0.95).is_err());
    }

    #[test]
    fn half_the_error_a_side_is_narrower_than_a_quarter() {
        let values = [0.4, 0.6, 0.5, 0.45, 0.55].repeat(20);
        let run = |share| bounded_confidence_sequence(&values, BoundedSequence::EmpiricalBernsteinConjugate { best_at: 20.0, share }, 0.95);
        let (half, quarter) = (run(ErrorShare::Half).expect("values"), run(ErrorShare::Quarter).expect("values"));
        let (half, quarter) = (half.last().expect("a value"), quarter.last().expect("a value"));
        assert!(half.0 > quarter.0 && half.1 < quarter.1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn intervals_stay_in_range_and_turn_with_the_values(values in prop::collection::vec(0.0..=1.0f64, 1..40)) {
            let turned: Vec<f64> = values.iter().map(|value| 1.0 - value).collect();
            for sequence in SEQUENCES {
                let found = bounded_confidence_sequence(&values, sequence, 0.9).expect("values");
                let other = bounded_confidence_sequence(&turned, sequence, 0.9).expect("values");
                for (one, two) in found.iter().zip(&other) {
                    prop_assert!(0.0 <= one.0 && one.0 <= one.1 && one.1 <= 1.0, "{sequence:?} {one:?}");
                    prop_assert!((one.0 - (1.0 - two.1)).abs() < 1e-9);
                }
            }
        }
    }
}
