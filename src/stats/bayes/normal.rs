//! A normal effect and a normal prior on the effect.

use crate::stats::distributions::{normal_cdf, normal_density, normal_quantile};
use crate::stats::effect::Effect;
use crate::stats::summary::level;
use crate::stats::{Difference, Summary, Undefined};

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
        difference: Difference,
    },
}

impl NormalPrior {
    /// The same prior for the effect that is analysed: between absolute effects and lifts, mean and deviation are multiplied with (or divided by)
    /// the control's mean, without its sign.
    ///
    /// # Errors
    /// Undefined when the converted mean is not finite or the variance not above 0.
    pub fn on(self, analysed: Difference, control_mean: f64) -> Result<Self, Undefined> {
        let Self::Normal { mean, variance, difference } = self else {
            return Ok(self);
        };
        let factor = match (difference, analysed) {
            (Difference::Absolute, Difference::Relative) => 1.0 / control_mean.abs(),
            (Difference::Relative, Difference::Absolute) => control_mean.abs(),
            _ => 1.0,
        };
        let (mean, variance) = (mean * factor, variance * factor * factor);
        if !(mean.is_finite() && variance > 0.0 && variance.is_finite()) {
            return Err(Undefined::new("the prior needs a finite mean and a variance above 0"));
        }
        Ok(Self::Normal { mean, variance, difference: analysed })
    }
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

/// Posterior of the effect of b against a from the two arms' summaries, large arms assumed: [`estimate_posterior`] of the difference (or of the lift
/// with its delta-method error).
///
/// # Errors
/// Undefined for an arm without two values, when neither arm varies, for a relative effect of a zero mean, or where the posterior is.
pub fn effect_posterior(
    a: &Summary,
    b: &Summary,
    difference: Difference,
    prior: NormalPrior,
    better: BetterIs,
    confidence: f64,
) -> Result<EffectPosterior, Undefined> {
    let Effect { effect, standard_error } = Effect::between(a, b, difference)?;
    estimate_posterior(effect, standard_error, prior.on(difference, a.mean)?, better, confidence)
}

/// Posterior of any asymptotically normal effect: the estimate with its standard error meets a prior on the same scale.
///
/// Precisions add, means are weighted by precision. With z = mean / deviation: chance to win `Phi(z)`, losses `deviation (phi(z) + z Phi(z))` (choose
/// a) and `deviation (phi(z) - z Phi(-z))` (choose b); turned for [`BetterIs::Lower`]. Source: Stucchio 2015; as in GrowthBook.
///
/// # Errors
/// Undefined for an effect that is not finite, a standard error or a prior variance that is not above 0, or a confidence outside 0 to 1.
pub fn estimate_posterior(
    effect: f64,
    standard_error: f64,
    prior: NormalPrior,
    better: BetterIs,
    confidence: f64,
) -> Result<EffectPosterior, Undefined> {
    let data = Effect::checked(effect, standard_error)?;
    let (mean, deviation) = match prior {
        NormalPrior::Flat => (data.effect, data.standard_error),
        NormalPrior::Normal { mean, variance, .. } => {
            if !(mean.is_finite() && variance > 0.0 && variance.is_finite()) {
                return Err(Undefined::new("the prior needs a finite mean and a variance above 0"));
            }
            // The weight of the data.
            let weight = variance / (variance + data.standard_error * data.standard_error);
            (mean + weight * (data.effect - mean), data.standard_error * weight.sqrt())
        }
    };
    if !(mean.is_finite() && deviation > 0.0 && deviation.is_finite()) {
        return Err(Undefined::new("the effect is not a finite number"));
    }
    let z = mean / deviation;
    let half = -normal_quantile((1.0 - level(confidence)?) / 2.0)? * deviation;
    // The smaller loss is a difference of nearly equal numbers: rounding must not turn it negative.
    let up = (deviation * (normal_density(z) + z * normal_cdf(z)?)).max(0.0);
    let down = (deviation * (normal_density(z) - z * normal_cdf(-z)?)).max(0.0);
    let (chance_to_win, loss_choose_a, loss_choose_b) = match better {
        BetterIs::Higher => (normal_cdf(z)?, up, down),
        BetterIs::Lower => (normal_cdf(-z)?, down, up),
    };
    Ok(EffectPosterior { mean, deviation, interval: (mean - half, mean + half), chance_to_win, loss_choose_a, loss_choose_b })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arm(mean: f64) -> Summary {
        Summary { count: 400, mean, deviation: 2.0 }
    }

    fn run(a: Summary, b: Summary, difference: Difference, prior: NormalPrior) -> Result<EffectPosterior, Undefined> {
        effect_posterior(&a, &b, difference, prior, BetterIs::Higher, 0.95)
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(run(arm(0.0), arm(1.0), Difference::Relative, NormalPrior::Flat).is_err());
        let still = Summary { count: 5, mean: 1.0, deviation: 0.0 };
        assert!(run(still, still, Difference::Absolute, NormalPrior::Flat).is_err());
        let one = Summary { count: 1, mean: 1.0, deviation: 1.0 };
        assert!(run(one, arm(1.0), Difference::Absolute, NormalPrior::Flat).is_err());
        for variance in [0.0, -1.0, f64::NAN] {
            assert!(
                run(arm(1.0), arm(1.0), Difference::Absolute, NormalPrior::Normal { mean: 0.0, variance, difference: Difference::Absolute }).is_err()
            );
        }
        assert!(effect_posterior(&arm(1.0), &arm(1.0), Difference::Absolute, NormalPrior::Flat, BetterIs::Higher, 1.0).is_err());
        assert!(run(arm(f64::NAN), arm(1.0), Difference::Absolute, NormalPrior::Flat).is_err());
    }

    #[test]
    fn a_strong_prior_holds_the_effect() {
        let prior = NormalPrior::Normal { mean: 0.0, variance: 1e-12, difference: Difference::Absolute };
        let found = run(arm(1.0), arm(2.0), Difference::Absolute, prior).expect("arms");
        assert!(found.mean.abs() < 1e-9 && found.deviation < 1e-5);
    }

    #[test]
    fn a_certain_win_loses_nothing_but_not_below_zero() {
        let found = run(arm(1.0), arm(50.0), Difference::Absolute, NormalPrior::Flat).expect("arms");
        assert!(found.chance_to_win == 1.0 && found.loss_choose_b >= 0.0 && (found.loss_choose_a - 49.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn losses_differ_by_the_effect_and_turn_with_the_direction(low in 0.5..3.0f64, high in 0.5..3.0f64, variance in 1e-4..10.0f64) {
            let prior = NormalPrior::Normal { mean: 0.1, variance, difference: Difference::Relative };
            let found = run(arm(low), arm(high), Difference::Absolute, prior).expect("arms");
            prop_assert!((found.loss_choose_a - found.loss_choose_b - found.mean).abs() < 1e-12);
            prop_assert!(found.interval.0 < found.mean && found.mean < found.interval.1);
            let turned = effect_posterior(&arm(low), &arm(high), Difference::Absolute, prior, BetterIs::Lower, 0.95).expect("arms");
            prop_assert!((turned.chance_to_win + found.chance_to_win - 1.0).abs() < 1e-12);
            prop_assert_eq!((turned.loss_choose_a, turned.loss_choose_b), (found.loss_choose_b, found.loss_choose_a));
        }
    }
}
