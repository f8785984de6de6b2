//! A confidence sequence of a share.

use super::log_alpha;
use crate::stats::Undefined;
use crate::stats::distributions::ln_beta;
use crate::stats::rising::rising_root;

/// Confidence sequence of the mean of values between 0 and 1 from their sum alone: valid at every look, whatever the number of trials.
///
/// The means p that the beta-binomial mixture does not exclude:
/// `ln B((1 - p) m + n - k, p m + k) - ln B((1 - p) m, p m) - k ln p - (n - k) ln(1 - p) < ln(1 / alpha)`, with n = `trials`, k = `successes` (or
/// the sum of the values) and `m = max(best_at / (-2 ln alpha + ln(1 - 2 ln alpha)) - 1, 0.001)`: tightest at `best_at` trials. Range inside 0 to
/// 1. Source: Howard et al. 2021, sub-Bernoulli mixture; as `bernoulli_confidence_interval` of confseq 0.0.11.
///
/// # Errors
/// Undefined without trials, for successes below 0 or above the trials, a confidence outside 0 to 1, or a `best_at` that is not above 0.
pub fn bernoulli_confidence_sequence(successes: f64, trials: f64, confidence: f64, best_at: f64) -> Result<(f64, f64), Undefined> {
    let log_alpha = log_alpha(confidence)?;
    if !(trials > 0.0 && trials.is_finite()) {
        return Err(Undefined::new("nobody is counted"));
    }
    if !(0.0..=trials).contains(&successes) {
        return Err(Undefined::new("successes lie between none and all trials"));
    }
    if !(best_at > 0.0 && best_at.is_finite()) {
        return Err(Undefined::new("the number of trials to be tightest at must be above 0"));
    }
    let weight = (best_at / (-2.0 * log_alpha + libm::log1p(-2.0 * log_alpha)) - 1.0).max(1e-3);
    let low = end(successes, trials, weight, log_alpha)?;
    // The upper end is one less the lower end of the misses.
    Ok((low, 1.0 - end(trials - successes, trials, weight, log_alpha)?))
}

/// The lower end: the smallest mean that is not excluded.
fn end(successes: f64, trials: f64, weight: f64, log_alpha: f64) -> Result<f64, Undefined> {
    if successes == 0.0 {
        return Ok(0.0);
    }
    let misses = trials - successes;
    // Rising from minus infinity at 0 to above zero at the observed share: the mixture with its sign turned.
    let kept = |p: f64| {
        let (hits, rest) = (p * weight, (1.0 - p) * weight);
        if hits == 0.0 {
            return Ok(f64::NEG_INFINITY);
        }
        if rest == 0.0 {
            return Ok(f64::INFINITY);
        }
        let missed = if misses == 0.0 { 0.0 } else { misses * libm::log1p(-p) };
        Ok(-log_alpha - (ln_beta(rest + misses, hits + successes)? - ln_beta(rest, hits)? - successes * libm::log(p) - missed))
    };
    rising_root(kept, 0.0, successes / trials)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(bernoulli_confidence_sequence(0.0, 0.0, 0.95, 100.0).is_err());
        assert!(bernoulli_confidence_sequence(3.0, 2.0, 0.95, 100.0).is_err());
        assert!(bernoulli_confidence_sequence(f64::NAN, 2.0, 0.95, 100.0).is_err());
        assert!(bernoulli_confidence_sequence(1.0, 2.0, 0.0, 100.0).is_err());
        assert!(bernoulli_confidence_sequence(1.0, 2.0, 0.95, 0.0).is_err());
    }

    #[test]
    fn none_and_all() {
        let (low, high) = bernoulli_confidence_sequence(0.0, 10.0, 0.95, 100.0).expect("a sequence");
        assert!(low == 0.0 && high > 0.5 && high < 1.0, "{low} {high}");
        let (low, high) = bernoulli_confidence_sequence(10.0, 10.0, 0.95, 100.0).expect("a sequence");
        assert!(high == 1.0 && low < 0.5 && low > 0.0, "{low} {high}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn holds_the_share_and_turns_with_the_labels(trials in 1u32..5_000, part in 0.0..=1.0f64, confidence in 0.5..0.999f64) {
            let (trials, successes) = (f64::from(trials), (f64::from(trials) * part).floor());
            let (low, high) = bernoulli_confidence_sequence(successes, trials, confidence, 100.0).expect("a sequence");
            let share = successes / trials;
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            let turned = bernoulli_confidence_sequence(trials - successes, trials, confidence, 100.0).expect("a sequence");
            prop_assert!((turned.0 - (1.0 - high)).abs() < 1e-12 && (turned.1 - (1.0 - low)).abs() < 1e-12);
            let wider = bernoulli_confidence_sequence(successes, trials, 0.999_9, 100.0).expect("a sequence");
            prop_assert!(wider.0 <= low + 1e-12 && high <= wider.1 + 1e-12);
        }
    }
}
