//! How GrowthBook's statistics engine (gbstats 0.8.0) answers where the library says undefined: an answer without information and a message.
//! A named convention to compare numbers with; ask the other functions for decisions.

use super::arms::Scale;
use super::{
    AnytimeEstimate, BetterIs, EffectPosterior, NormalPrior, Summary, Undefined, anytime_valid_difference, effect_posterior, mixture_variance,
};

/// Why GrowthBook does not test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowthBookRefusal {
    /// The control's mean is 0 (frequentist: also for absolute effects).
    ZeroBaseline,
    /// A variance is 0 or, by rounding, below.
    ZeroVariance,
    /// An arm is empty (Bayesian only).
    NoUnits,
}

/// An arm as GrowthBook reads it: without values the mean is 0, with fewer than two the variance is; a share (`is_share`) has the variance
/// `p (1 - p)` and needs no sum of squares.
///
/// # Errors
/// Undefined when a sum is not finite, or a share lies outside 0 to 1.
pub fn growth_book_summary(count: u64, sum: f64, sum_of_squares: f64, is_share: bool) -> Result<Summary, Undefined> {
    if !(sum.is_finite() && sum_of_squares.is_finite()) {
        return Err(Undefined::new("a sum is not a finite number"));
    }
    let mean = if count == 0 { 0.0 } else { sum / count as f64 };
    if is_share {
        return share_summary(count, mean);
    }
    if count < 2 {
        return Ok(Summary { count, mean, deviation: 0.0 });
    }
    Summary::from_sums(count, sum, sum_of_squares)
}

fn share_summary(count: u64, share: f64) -> Result<Summary, Undefined> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Undefined::new("a share lies between 0 and 1"));
    }
    Ok(Summary { count, mean: share, deviation: (share * (1.0 - share)).sqrt() })
}

/// [`anytime_valid_difference`] in GrowthBook's convention: where it refuses, effect 0, interval 0 to 0 and a p value of 1 with the reason.
///
/// # Errors
/// Undefined for a confidence or target that is none, or numbers that are not finite.
pub fn growth_book_sequential(
    a: Summary,
    b: Summary,
    scale: Scale,
    confidence: f64,
    target_count: f64,
) -> Result<(AnytimeEstimate, Option<GrowthBookRefusal>), Undefined> {
    let refusal = if a.mean == 0.0 { Some(GrowthBookRefusal::ZeroBaseline) } else { zero_variance(&a, &b) };
    if refusal.is_none() {
        return Ok((anytime_valid_difference(a, b, scale, confidence, target_count)?, None));
    }
    let mixture_deviation = mixture_variance(confidence, target_count)?.sqrt();
    Ok((AnytimeEstimate { effect: 0.0, interval: (0.0, 0.0), p_value: 1.0, standard_error: 0.0, mixture_deviation }, refusal))
}

/// [`effect_posterior`] in GrowthBook's convention: where it refuses, effect, deviation, interval and losses 0 and a chance of one half with the
/// reason.
///
/// # Errors
/// Undefined for a confidence or prior that is none, or numbers that are not finite.
pub fn growth_book_posterior(
    a: Summary,
    b: Summary,
    scale: Scale,
    prior: NormalPrior,
    better: BetterIs,
    confidence: f64,
) -> Result<(EffectPosterior, Option<GrowthBookRefusal>), Undefined> {
    let refusal = if scale == Scale::Relative && a.mean == 0.0 {
        Some(GrowthBookRefusal::ZeroBaseline)
    } else if a.count == 0 || b.count == 0 {
        Some(GrowthBookRefusal::NoUnits)
    } else {
        zero_variance(&a, &b)
    };
    if refusal.is_none() {
        return Ok((effect_posterior(a, b, scale, prior, better, confidence)?, None));
    }
    let nothing = EffectPosterior { mean: 0.0, deviation: 0.0, interval: (0.0, 0.0), chance_to_win: 0.5, loss_choose_a: 0.0, loss_choose_b: 0.0 };
    Ok((nothing, refusal))
}

fn zero_variance(a: &Summary, b: &Summary) -> Option<GrowthBookRefusal> {
    (a.deviation == 0.0 || b.deviation == 0.0).then_some(GrowthBookRefusal::ZeroVariance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_named() {
        let (good, empty) = (growth_book_summary(100, 50.0, 50.0, true).expect("a share"), growth_book_summary(0, 0.0, 0.0, true).expect("nobody"));
        let still = growth_book_summary(10, 10.0, 10.0, false).expect("an arm");
        let sequential = |a, b| growth_book_sequential(a, b, Scale::Absolute, 0.95, 5_000.0).expect("an answer").1;
        assert_eq!(sequential(empty, good), Some(GrowthBookRefusal::ZeroBaseline));
        assert_eq!(sequential(good, empty), Some(GrowthBookRefusal::ZeroVariance));
        assert_eq!(sequential(still, good), Some(GrowthBookRefusal::ZeroVariance));
        assert_eq!(sequential(good, good), None);
        let posterior = |a, b, scale| growth_book_posterior(a, b, scale, NormalPrior::Flat, BetterIs::Higher, 0.95).expect("an answer").1;
        assert_eq!(posterior(empty, good, Scale::Absolute), Some(GrowthBookRefusal::NoUnits));
        assert_eq!(posterior(empty, good, Scale::Relative), Some(GrowthBookRefusal::ZeroBaseline));
        assert_eq!(posterior(still, good, Scale::Relative), Some(GrowthBookRefusal::ZeroVariance));
    }

    #[test]
    fn numbers_that_are_none_are_undefined() {
        assert!(growth_book_summary(3, f64::NAN, 1.0, false).is_err());
        assert!(growth_book_summary(3, 4.0, 4.0, true).is_err());
        let good = growth_book_summary(100, 50.0, 50.0, true).expect("a share");
        assert!(growth_book_sequential(good, good, Scale::Absolute, 1.0, 5_000.0).is_err());
    }
}
