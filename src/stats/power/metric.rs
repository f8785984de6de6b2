//! Planning from a metric as it is: its mean and spread, and a split of customers between control and treatment.

use super::{NullDistribution, rejection, smallest, wanted_power};
use crate::stats::means::welch_freedom;
use crate::stats::{Alternative, Measured, Undefined};

/// A test of a metric that is planned from its present mean and spread. Degrees of freedom are Welch's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetricPlan {
    /// Mean of the metric.
    pub mean: f64,
    /// Its standard deviation, taken as that of both groups.
    pub deviation: f64,
    /// Customers in the treatment for each one in the control.
    pub ratio: f64,
    /// What the test looks for.
    pub alternative: Alternative,
    /// Distribution of its statistic without an effect.
    pub distribution: NullDistribution,
    /// One minus its error, between 0 and 1.
    pub confidence: f64,
}

impl MetricPlan {
    /// Chance to find an absolute effect with so many customers in both groups together.
    ///
    /// # Errors
    /// Undefined for numbers that are not finite, a deviation, ratio or count not above zero, too few customers for a test, or a confidence outside 0 to 1.
    pub fn power(&self, effect: f64, total: f64) -> Measured {
        let good = [self.deviation, self.ratio, total].iter().all(|&number| number > 0.0 && number.is_finite());
        if !(good && effect.is_finite()) {
            return Err(Undefined::new("a plan needs a spread, a ratio and a count above zero, and a finite effect"));
        }
        let (control, treatment) = (total / (1.0 + self.ratio), total * self.ratio / (1.0 + self.ratio));
        let variance = self.deviation * self.deviation;
        let (square_a, square_b) = (variance / control, variance / treatment);
        let freedom = match self.distribution {
            NullDistribution::Normal => f64::INFINITY,
            NullDistribution::Student if control > 1.0 && treatment > 1.0 => {
                welch_freedom((square_a, control), (square_b, treatment)).ok_or_else(|| Undefined::new("too few customers"))?
            }
            NullDistribution::Student => return Err(Undefined::new("too few customers")),
        };
        rejection(effect / libm::sqrt(square_a + square_b), freedom, self.alternative, self.confidence)
    }

    /// The smallest absolute effect that is found with that power by so many customers: negative for [`Alternative::Less`].
    ///
    /// # Errors
    /// Undefined where the power is not above the test's error and below 1, or where [`Self::power`] is.
    pub fn detectable_effect(&self, power: f64, total: f64) -> Measured {
        let wanted = wanted_power(power, self.confidence)?;
        let sign = if self.alternative == Alternative::Less { -1.0 } else { 1.0 };
        let scale = self.deviation / libm::sqrt(total);
        Ok(sign * smallest(1e-9 * scale, wanted, |effect| self.power(sign * effect, total))?)
    }

    /// [`Self::detectable_effect`] over the mean.
    ///
    /// # Errors
    /// Undefined where that one is, or where the mean is zero.
    pub fn detectable_lift(&self, power: f64, total: f64) -> Measured {
        if self.mean == 0.0 || !self.mean.is_finite() {
            return Err(Undefined::new("the mean is zero or not finite"));
        }
        Ok(self.detectable_effect(power, total)? / self.mean)
    }

    /// How many customers, in both groups together, find a relative effect with that power; rounded up.
    ///
    /// # Errors
    /// Undefined where the effect is zero or against the alternative, where the power is not above the test's error and below 1, where the fewest
    /// customers are more than enough, or where [`Self::power`] is.
    pub fn customers_for_lift(&self, lift: f64, power: f64) -> Measured {
        let wanted = wanted_power(power, self.confidence)?;
        let effect = lift * self.mean;
        let hopeless = match self.alternative {
            Alternative::TwoSided => effect == 0.0,
            Alternative::Less => effect >= 0.0,
            Alternative::Greater => effect <= 0.0,
        };
        if hopeless {
            return Err(Undefined::new("no number of customers finds an effect that is zero or against the alternative"));
        }
        // Fewer leave a group without spread.
        let least = 2.1 * (1.0 + self.ratio) * (1.0 / self.ratio).max(1.0);
        Ok(libm::ceil(smallest(least, wanted, |total| self.power(effect, total))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAN: MetricPlan = MetricPlan {
        mean: 10.0,
        deviation: 5.0,
        ratio: 1.0,
        alternative: Alternative::TwoSided,
        distribution: NullDistribution::Student,
        confidence: 0.95,
    };

    #[test]
    fn degenerate_plans() {
        for plan in [
            MetricPlan { deviation: 0.0, ..PLAN },
            MetricPlan { ratio: 0.0, ..PLAN },
            MetricPlan { deviation: f64::NAN, ..PLAN },
            MetricPlan { confidence: 1.0, ..PLAN },
        ] {
            assert!(plan.power(1.0, 100.0).is_err() && plan.detectable_effect(0.8, 100.0).is_err() && plan.customers_for_lift(0.1, 0.8).is_err());
        }
        assert!(PLAN.power(f64::NAN, 100.0).is_err() && PLAN.power(1.0, 1.5).is_err() && PLAN.detectable_effect(0.01, 100.0).is_err());
        assert!(PLAN.customers_for_lift(0.0, 0.8).is_err() && PLAN.customers_for_lift(1e4, 0.8).is_err());
        let less = MetricPlan { alternative: Alternative::Less, ..PLAN };
        assert!(less.customers_for_lift(0.1, 0.8).is_err() && less.detectable_effect(0.8, 100.0).is_ok_and(|effect| effect < 0.0));
        assert!(MetricPlan { mean: 0.0, ..PLAN }.detectable_lift(0.8, 100.0).is_err());
    }

    proptest! {
        // Each case computes hundreds of noncentral distributions.
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn customers_found_are_enough_and_one_less_is_not(lift in 0.01..0.3f64, ratio in 0.3..3f64) {
            let plan = MetricPlan { ratio, ..PLAN };
            let total = plan.customers_for_lift(lift, 0.8).unwrap();
            prop_assert!(plan.power(10.0 * lift, total).unwrap() >= 0.8 - 1e-9);
            prop_assert!(plan.power(10.0 * lift, total - 1.0).unwrap() < 0.8 + 1e-9);
            prop_assert!(plan.detectable_lift(0.8, total).unwrap() <= lift * (1.0 + 1e-9));
        }
    }
}
