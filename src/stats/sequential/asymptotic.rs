//! Confidence sequences of means that need large numbers but no known variance.

use crate::stats::arms::{Scale, difference};
use crate::stats::{Measured, Summary, Undefined};

/// The squared tuning number `rho^2` that makes an asymptotic confidence sequence tightest when `target_count` values have been seen:
/// `(-2 ln alpha + ln(1 - 2 ln alpha)) / target_count`, alpha = 1 - confidence.
///
/// Range above 0. Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021, eq. 161.
///
/// # Errors
/// Undefined for a confidence outside 0 to 1 or a target that is not above 0.
pub fn mixture_variance(confidence: f64, target_count: f64) -> Measured {
    let log_alpha = super::log_alpha(confidence)?;
    if !(target_count > 0.0 && target_count.is_finite()) {
        return Err(Undefined::new("the number of values to be tightest at must be above 0"));
    }
    Ok((-2.0 * log_alpha + libm::log1p(-2.0 * log_alpha)) / target_count)
}

/// An effect with an interval that may be looked at after every value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnytimeEstimate {
    /// Effect of b against a.
    pub effect: f64,
    /// Holds the true effect at all looks together with the asked confidence.
    pub interval: (f64, f64),
    /// Valid at every look: the chance that it ever falls to alpha without an effect is at most alpha. Range 0 to 1.
    pub p_value: f64,
    /// Standard error of the effect.
    pub standard_error: f64,
    /// Tuning number `rho` of the sequence.
    pub mixture_deviation: f64,
}

/// Anytime-valid difference of two means from the two arms' summaries: an asymptotic confidence sequence, and a p value for looking at any time.
///
/// With N = n_a + n_b and the usual standard error: half width `se sqrt(2 (N rho^2 + 1) / (N rho^2) ln(sqrt(N rho^2 + 1) / alpha))`,
/// p = min(1, 1 / e-value), `ln e-value = rho^2 N (effect / se)^2 / (2 (N rho^2 + 1)) - ln(N rho^2 + 1) / 2`, all in logarithms, so that a huge
/// effect does not overflow. `target_count` is the number of values in both arms at which the sequence is tightest (5,000 is usual). With
/// [`Scale::Relative`] the effect is the lift `mean_b / mean_a - 1` with its delta-method standard error. Source: Waudby-Smith et al. 2021, eq. 9
/// and 155; as in GrowthBook.
///
/// # Errors
/// Undefined for an arm without two values, when neither arm varies, for a relative effect of a zero mean, or for a confidence outside 0 to 1.
pub fn anytime_valid_difference(a: Summary, b: Summary, scale: Scale, confidence: f64, target_count: f64) -> Result<AnytimeEstimate, Undefined> {
    let rho2 = mixture_variance(confidence, target_count)?;
    let estimate = difference(a, b, scale)?;
    let growth = (a.count + b.count) as f64 * rho2;
    let log_growth = libm::log1p(growth) / 2.0;
    let half = estimate.standard_error * (2.0 * (growth + 1.0) / growth * (log_growth - super::log_alpha(confidence)?)).sqrt();
    let distance = estimate.effect / estimate.standard_error;
    let log_evidence = growth / (growth + 1.0) * distance * distance / 2.0 - log_growth;
    Ok(AnytimeEstimate {
        effect: estimate.effect,
        interval: super::around(estimate.effect, half)?,
        p_value: libm::exp(-log_evidence).min(1.0),
        standard_error: estimate.standard_error,
        mixture_deviation: rho2.sqrt(),
    })
}

/// One step of a confidence sequence of a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunningMean {
    /// Mean of the values so far.
    pub mean: f64,
    /// Interval of the true mean.
    pub interval: (f64, f64),
    /// All values so far are equal: the interval is a point and must not be read as certainty.
    pub deterministic: bool,
}

/// Asymptotic confidence sequence of the mean of one stream of values: one interval after each value, valid at all of them together.
///
/// After t values: `mean +- deviation sqrt(2 (t rho^2 + 1) / (t^2 rho^2) ln(sqrt(t rho^2 + 1) / alpha))`, with the running deviation over t (not
/// t - 1) and [`mixture_variance`] for `rho^2`. Source: Waudby-Smith et al. 2021, two-sided.
///
/// # Errors
/// Undefined without values, when a value is not finite, for a confidence outside 0 to 1, or a target that is not above 0.
pub fn asymptotic_confidence_sequence(values: &[f64], confidence: f64, target_count: f64) -> Result<Vec<RunningMean>, Undefined> {
    let rho2 = mixture_variance(confidence, target_count)?;
    let log_alpha = super::log_alpha(confidence)?;
    super::finite(values)?;
    let (mut mean, mut squares, mut steps) = (0.0, 0.0, Vec::with_capacity(values.len()));
    for (index, &value) in values.iter().enumerate() {
        // Welford's update: no large sums are subtracted.
        let t = (index + 1) as f64;
        let distance = value - mean;
        mean += distance / t;
        squares += distance * (value - mean);
        let growth = t * rho2;
        let deviation = (f64::max(squares, 0.0) / t).sqrt();
        let half = deviation * (2.0 * (growth + 1.0) / (t * growth) * (libm::log1p(growth) / 2.0 - log_alpha)).sqrt();
        steps.push(RunningMean { mean, interval: super::around(mean, half)?, deterministic: deviation == 0.0 });
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arm(count: u64, mean: f64, deviation: f64) -> Summary {
        Summary { count, mean, deviation }
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        let (a, b) = (arm(100, 1.0, 1.0), arm(100, 1.1, 1.0));
        for confidence in [0.0, 1.0, -1.0, f64::NAN] {
            assert!(anytime_valid_difference(a, b, Scale::Absolute, confidence, 5_000.0).is_err(), "{confidence}");
        }
        assert!(anytime_valid_difference(a, b, Scale::Absolute, 0.95, 0.0).is_err());
        assert!(anytime_valid_difference(arm(1, 1.0, 0.0), b, Scale::Absolute, 0.95, 5_000.0).is_err());
        assert!(anytime_valid_difference(arm(9, 1.0, 0.0), arm(9, 2.0, 0.0), Scale::Absolute, 0.95, 5_000.0).is_err());
        assert!(anytime_valid_difference(arm(9, 0.0, 1.0), b, Scale::Relative, 0.95, 5_000.0).is_err());
        assert!(asymptotic_confidence_sequence(&[], 0.95, 100.0).is_err());
        assert!(asymptotic_confidence_sequence(&[1.0, f64::INFINITY], 0.95, 100.0).is_err());
    }

    #[test]
    fn equal_values_are_named_deterministic() {
        let steps = asymptotic_confidence_sequence(&[0.1; 5], 0.95, 100.0).expect("values");
        assert!(steps.iter().all(|step| step.deterministic && step.interval.0 == step.interval.1));
    }

    #[test]
    fn a_huge_effect_has_a_tiny_p_value_and_no_overflow() {
        let found = anytime_valid_difference(arm(1_000, 0.0, 1e-3), arm(1_000, 1e6, 1e-3), Scale::Absolute, 0.95, 5_000.0).expect("arms");
        assert_eq!(found.p_value, 0.0);
        assert!(found.interval.0 > 999_999.0);
    }

    proptest! {
        #[test]
        fn the_interval_and_the_p_value_agree(effect in -1.0..1.0f64, count in 10u64..100_000, confidence in 0.5..0.999f64) {
            let found = anytime_valid_difference(arm(count, 0.0, 1.0), arm(count, effect, 1.2), Scale::Absolute, confidence, 5_000.0).expect("arms");
            let outside = found.interval.0 > 0.0 || found.interval.1 < 0.0;
            // Both sides are the same inequality, up to rounding at the edge.
            prop_assert!(outside == (found.p_value < 1.0 - confidence) || (found.p_value / (1.0 - confidence) - 1.0).abs() < 1e-9);
        }
    }
}
