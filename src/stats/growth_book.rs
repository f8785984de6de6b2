//! How GrowthBook's statistics engine (gbstats 0.8.0) answers where the library says undefined: an answer without information, and why. A named
//! convention to compare numbers with, next to [`growth_book_t_test`](super::growth_book_t_test); ask the other functions for decisions.

use super::{
    AnytimeEstimate, Arm, BetterIs, Difference, EffectPosterior, GrowthBookRefusal, NormalPrior, Undefined, anytime_valid_estimate,
    estimate_posterior, mixture_variance,
};

/// [`anytime_valid_estimate`] of two arms in GrowthBook's convention: where it refuses (a zero control's mean, also for absolute effects, or an arm
/// that does not vary), effect 0, interval 0 to 0 and a p value of 1 with the reason.
///
/// # Errors
/// Undefined for a confidence or target that is none, or numbers that are not finite.
pub fn growth_book_sequential(
    control: &Arm,
    treatment: &Arm,
    difference: Difference,
    confidence: f64,
    target_count: f64,
) -> Result<(AnytimeEstimate, Option<GrowthBookRefusal>), Undefined> {
    finite(control, treatment)?;
    let refusal = if zero_baseline(control) { Some(GrowthBookRefusal::ZeroBaseline) } else { zero_variance(control, treatment) };
    if refusal.is_none() {
        let (effect, error) = estimate(control, treatment, difference);
        let count = (control.count + treatment.count) as f64;
        return Ok((anytime_valid_estimate(effect, error, count, confidence, target_count)?, None));
    }
    let mixture_deviation = mixture_variance(confidence, target_count)?.sqrt();
    Ok((AnytimeEstimate { effect: 0.0, interval: (0.0, 0.0), p_value: 1.0, standard_error: 0.0, mixture_deviation }, refusal))
}

/// [`estimate_posterior`] of two arms in GrowthBook's convention: where it refuses (a zero control's mean for relative effects, an empty arm, or an
/// arm that does not vary), effect, deviation, interval and losses 0 and a chance of one half with the reason.
///
/// # Errors
/// Undefined for a confidence or prior that is none, or numbers that are not finite.
pub fn growth_book_posterior(
    control: &Arm,
    treatment: &Arm,
    difference: Difference,
    prior: NormalPrior,
    better: BetterIs,
    confidence: f64,
) -> Result<(EffectPosterior, Option<GrowthBookRefusal>), Undefined> {
    finite(control, treatment)?;
    let refusal = if difference == Difference::Relative && zero_baseline(control) {
        Some(GrowthBookRefusal::ZeroBaseline)
    } else if control.count == 0 || treatment.count == 0 {
        Some(GrowthBookRefusal::NoUnits)
    } else {
        zero_variance(control, treatment)
    };
    if refusal.is_none() {
        let (effect, error) = estimate(control, treatment, difference);
        let prior = prior.on(difference, control.unadjusted_mean);
        return Ok((estimate_posterior(effect, error, prior?, better, confidence)?, None));
    }
    let nothing = EffectPosterior { mean: 0.0, deviation: 0.0, interval: (0.0, 0.0), chance_to_win: 0.5, loss_choose_a: 0.0, loss_choose_b: 0.0 };
    Ok((nothing, refusal))
}

fn finite(a: &Arm, b: &Arm) -> Result<(), Undefined> {
    let numbers = [a.mean, a.unadjusted_mean, a.variance, b.mean, b.unadjusted_mean, b.variance];
    if numbers.iter().all(|number| number.is_finite()) { Ok(()) } else { Err(Undefined::new("a number of a group is not finite")) }
}

fn zero_baseline(control: &Arm) -> bool {
    control.mean == 0.0 || control.unadjusted_mean == 0.0
}

fn zero_variance(a: &Arm, b: &Arm) -> Option<GrowthBookRefusal> {
    (a.variance <= 0.0 || b.variance <= 0.0).then_some(GrowthBookRefusal::ZeroVariance)
}

/// Effect and standard error; the variance is known to be above 0, and the control's mean not 0 where it divides.
fn estimate(a: &Arm, b: &Arm, difference: Difference) -> (f64, f64) {
    let (square_a, square_b) = (a.variance / a.count as f64, b.variance / b.count as f64);
    let base = a.unadjusted_mean;
    match difference {
        Difference::Absolute => (b.mean - a.mean, (square_a + square_b).sqrt()),
        Difference::Relative => {
            let ratio = b.unadjusted_mean / base;
            ((b.mean - a.mean) / base, (square_b + square_a * ratio * ratio).sqrt() / base.abs())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_named() {
        let (good, empty, still) = (Arm::of_proportion(100, 50.0), Arm::of_proportion(0, 0.0), Arm::of_sums(10, 10.0, 10.0));
        let sequential = |a, b| growth_book_sequential(a, b, Difference::Absolute, 0.95, 5_000.0).expect("an answer").1;
        assert_eq!(sequential(&empty, &good), Some(GrowthBookRefusal::ZeroBaseline));
        assert_eq!(sequential(&good, &empty), Some(GrowthBookRefusal::ZeroVariance));
        assert_eq!(sequential(&still, &good), Some(GrowthBookRefusal::ZeroVariance));
        assert_eq!(sequential(&good, &good), None);
        let posterior = |a, b, difference| growth_book_posterior(a, b, difference, NormalPrior::Flat, BetterIs::Higher, 0.95).expect("an answer").1;
        assert_eq!(posterior(&empty, &good, Difference::Absolute), Some(GrowthBookRefusal::NoUnits));
        assert_eq!(posterior(&empty, &good, Difference::Relative), Some(GrowthBookRefusal::ZeroBaseline));
        assert_eq!(posterior(&still, &good, Difference::Relative), Some(GrowthBookRefusal::ZeroVariance));
    }

    #[test]
    fn numbers_that_are_none_are_undefined() {
        let (good, none) = (Arm::of_proportion(100, 50.0), Arm::of_sums(3, f64::NAN, 1.0));
        assert!(growth_book_sequential(&none, &good, Difference::Absolute, 0.95, 5_000.0).is_err());
        assert!(growth_book_posterior(&good, &none, Difference::Absolute, NormalPrior::Flat, BetterIs::Higher, 0.95).is_err());
        assert!(growth_book_sequential(&good, &good, Difference::Absolute, 1.0, 5_000.0).is_err());
    }
}
