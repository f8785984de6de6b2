//! Looking at an experiment while it runs: intervals and p values that hold at every look.

mod asymptotic;
mod bernoulli;
mod bounded;
mod mixture;
mod ratio;

pub use asymptotic::{AnytimeEstimate, RunningMean, anytime_valid_difference, asymptotic_confidence_sequence, mixture_variance};
pub use bernoulli::bernoulli_confidence_sequence;
pub use bounded::{BoundedSequence, ErrorShare, bounded_confidence_sequence};
pub use mixture::{MixtureBoundary, mixture_boundary, normal_log_mixture, stitched_boundary};
pub use ratio::{MixtureRatio, mixture_sequential_probability_ratio};

use super::{Measured, Undefined};

/// `ln(1 - confidence)`.
fn log_alpha(confidence: f64) -> Measured {
    if confidence > 0.0 && confidence < 1.0 { Ok(libm::log1p(-confidence)) } else { Err(Undefined::new("a confidence lies between 0 and 1")) }
}

/// There are values, and all are finite.
fn finite(values: &[f64]) -> Result<(), Undefined> {
    if values.is_empty() {
        return Err(Undefined::new("there is no value"));
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a finite number"));
    }
    Ok(())
}

/// `center +- half`, if both ends are numbers.
fn around(center: f64, half: f64) -> Result<(f64, f64), Undefined> {
    let interval = (center - half, center + half);
    if interval.0.is_finite() && interval.1.is_finite() { Ok(interval) } else { Err(Undefined::new("the interval is wider than any number")) }
}
