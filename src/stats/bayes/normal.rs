//! A normal effect and a normal prior on the effect.

use crate::stats::arms::{Scale, difference};
use crate::stats::distributions::{normal_cdf, normal_quantile};
use crate::stats::{Summary, Undefined};

/// What is believed of the effect before the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NormalPrior {
    /// Nothing: all effects alike.
    Flat,
    /// A normal distribution of the effect.
    Normal {
        /// Mean of the effect.
        mean: f64,
        /// Variance of the effect, above 0.
        variance: f64,
        /// Whether mean and variance speak of the absolute effect or of the lift; converted with the control's mean where the analysis differs.
        scale: Scale,
    },
}

/// Which direction of the effect is the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetterIs {
    /// Larger means are better.
    Higher,
    /// Smaller means are better.
    Lower,
}

/// What is believed of the effect of b against a after the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectPosterior {
    /// Mean of the effect.
    pub mean: f64,
    /// Standard deviation of the effect.
    pub deviation: f64,
    /// Credible interval with equal tails.
    pub interval: (f64, f64),
    /// Probability that b is better than a. Range 0 to 1.
    pub chance_to_win: f64,
    /// Expected loss, in units of the effect, if a is chosen and b happens to be better.
    pub loss_choose_a: f64,
    /// Expected loss if b is chosen and a happens to be better.
    pub loss_choose_b: f64,
}

/// Posterior of the effect of b against a from the two arms' summaries, large arms assumed.
///
/// The measured effect with its standard error (delta method for [`Scale::Relative`]) meets the prior: precisions add, means are weighted by
/// precision. With z = mean / deviation: chance to win `Phi(z)`, losses `deviation (phi(z) + z Phi(z))` and `deviation (phi(z) - z Phi(-z))`;
/// turned for [`BetterIs::Lower`]. Source: Stucchi's Bayesian A/B testing at VWO; as in GrowthBook.
///
/// # Errors
/// Undefined for an arm without two values, when neither arm varies, for a relative effect of a zero mean, a prior variance that is not above 0, or
/// a confidence outside 0 to 1.
pub fn effect_posterior(
    a: Summary,
    b: Summary,
    scale: Scale,
    prior: NormalPrior,
    better: BetterIs,
    confidence: f64,
) -> Result<EffectPosterior, Undefined> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Undefined::new("a confidence lies between 0 and 1"));
    }
    let data = difference(a, b, scale)?;
    let (mean, deviation) = match on_scale(prior, scale, a.mean)? {
        None => (data.effect, data.standard_error),
        Some((prior_mean, prior_variance)) => {
            // The weight of the data: one precision over both, written so that neither overflows.
            let variance = data.standard_error * data.standard_error;
            let weight = prior_variance / (prior_variance + variance);
            (prior_mean + weight * (data.effect - prior_mean), data.standard_error * weight.sqrt())
        }
    };
    if !(mean.is_finite() && deviation > 0.0 && deviation.is_finite()) {
        return Err(Undefined::new("the effect is not a finite number"));
    }
    described(mean, deviation, better, confidence)
}

/// Mean and variance of the prior on the scale of the analysis; `None` when it is flat.
fn on_scale(prior: NormalPrior, scale: Scale, control: f64) -> Result<Option<(f64, f64)>, Undefined> {
    let NormalPrior::Normal { mean, variance, scale: given } = prior else {
        return Ok(None);
    };
    let factor = match (given, scale) {
        (Scale::Absolute, Scale::Relative) => 1.0 / control.abs(),
        (Scale::Relative, Scale::Absolute) => control.abs(),
        _ => 1.0,
    };
    let (mean, variance) = (mean * factor, variance * factor * factor);
    if !(mean.is_finite() && variance > 0.0 && variance.is_finite()) {
        return Err(Undefined::new("the prior needs a finite mean and a variance above 0"));
    }
    Ok(Some((mean, variance)))
}

fn described(mean: f64, deviation: f64, better: BetterIs, confidence: f64) -> Result<EffectPosterior, Undefined> {
    let z = mean / deviation;
    let half = -normal_quantile((1.0 - confidence) / 2.0)? * deviation;
    let density = libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
    // The smaller loss is a difference of nearly equal numbers: rounding must not turn it negative.
    let up = (deviation * (density + z * normal_cdf(z)?)).max(0.0);
    let down = (deviation * (density - z * normal_cdf(-z)?)).max(0.0);
    let (chance, loss_choose_a, loss_choose_b) = match better {
        BetterIs::Higher => (normal_cdf(z)?, up, down),
        BetterIs::Lower => (normal_cdf(-z)?, down, up),
    };
    Ok(EffectPosterior { mean, deviation, interval: (mean - half, mean + half), chance_to_win: chance, loss_choose_a, loss_choose_b })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arm(mean: f64) -> Summary {
        Summary { count: 400, mean, deviation: 2.0 }
    }

    fn run(a: Summary, b: Summary, scale: Scale, prior: NormalPrior) -> Result<EffectPosterior, Undefined> {
        effect_posterior(a, b, scale, prior, BetterIs::Higher, 0.95)
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(run(arm(0.0), arm(1.0), Scale::Relative, NormalPrior::Flat).is_err());
        let still = Summary { count: 5, mean: 1.0, deviation: 0.0 };
        assert!(run(still, still, Scale::Absolute, NormalPrior::Flat).is_err());
        let one = Summary { count: 1, mean: 1.0, deviation: 1.0 };
        assert!(run(one, arm(1.0), Scale::Absolute, NormalPrior::Flat).is_err());
        for variance in [0.0, -1.0, f64::NAN] {
            assert!(run(arm(1.0), arm(1.0), Scale::Absolute, NormalPrior::Normal { mean: 0.0, variance, scale: Scale::Absolute }).is_err());
        }
        assert!(effect_posterior(arm(1.0), arm(1.0), Scale::Absolute, NormalPrior::Flat, BetterIs::Higher, 1.0).is_err());
        assert!(run(arm(f64::NAN), arm(1.0), Scale::Absolute, NormalPrior::Flat).is_err());
    }

    #[test]
    fn a_strong_prior_holds_the_effect() {
        let prior = NormalPrior::Normal { mean: 0.0, variance: 1e-12, scale: Scale::Absolute };
        let found = run(arm(1.0), arm(2.0), Scale::Absolute, prior).expect("arms");
        assert!(found.mean.abs() < 1e-9 && found.deviation < 1e-5);
    }

    #[test]
    fn a_certain_win_loses_nothing_but_not_below_zero() {
        let found = run(arm(1.0), arm(50.0), Scale::Absolute, NormalPrior::Flat).expect("arms");
        assert!(found.chance_to_win == 1.0 && found.loss_choose_b >= 0.0 && (found.loss_choose_a - 49.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn losses_differ_by_the_effect_and_turn_with_the_direction(low in 0.5..3.0f64, high in 0.5..3.0f64, variance in 1e-4..10.0f64) {
            let prior = NormalPrior::Normal { mean: 0.1, variance, scale: Scale::Relative };
            let found = run(arm(low), arm(high), Scale::Absolute, prior).expect("arms");
            prop_assert!((found.loss_choose_a - found.loss_choose_b - found.mean).abs() < 1e-12);
            prop_assert!(found.interval.0 < found.mean && found.mean < found.interval.1);
            let turned = effect_posterior(arm(low), arm(high), Scale::Absolute, prior, BetterIs::Lower, 0.95).expect("arms");
            prop_assert!((turned.chance_to_win + found.chance_to_win - 1.0).abs() < 1e-12);
            prop_assert_eq!((turned.loss_choose_a, turned.loss_choose_b), (found.loss_choose_b, found.loss_choose_a));
        }
    }
}
