//! Power of tests of two means, in standard deviations.

use super::{rejection, smallest, wanted_power};
use crate::stats::{Alternative, Measured, Undefined};

/// The distribution of a planned test's statistic without an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullDistribution {
    /// Student's t and the noncentral t: exact for normal values of one variance.
    Student,
    /// The normal distribution: as if the variance were known.
    Normal,
}

/// A planned test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// What it looks for.
    pub alternative: Alternative,
    /// Distribution of its statistic without an effect.
    pub distribution: NullDistribution,
    /// One minus its error, between 0 and 1.
    pub confidence: f64,
}

/// Chance that a test of two independent groups finds an effect of `effect_size` standard deviations, treatment minus control. Counts may be fractional.
///
/// # Errors
/// Undefined for an effect that is not finite, counts not above zero (for [`NullDistribution::Student`]: fewer than three values in all), or a confidence
/// outside 0 to 1.
pub fn power_of_two_groups(effect_size: f64, control_count: f64, treatment_count: f64, test: &Planned) -> Measured {
    counts(&[control_count, treatment_count])?;
    let shift = finite(effect_size)? * libm::sqrt(1.0 / (1.0 / control_count + 1.0 / treatment_count));
    rejection(shift, freedom(control_count + treatment_count - 2.0, test), test.alternative, test.confidence)
}

/// Chance that a test of pairs (or of one group) finds a mean difference of `effect_size` standard deviations of the differences.
///
/// # Errors
/// Undefined for an effect that is not finite, a count not above zero (for [`NullDistribution::Student`]: below two), or a confidence outside 0 to 1.
pub fn power_of_pairs(effect_size: f64, pairs: f64, test: &Planned) -> Measured {
    counts(&[pairs])?;
    rejection(finite(effect_size)? * libm::sqrt(pairs), freedom(pairs - 1.0, test), test.alternative, test.confidence)
}

/// How many values the first group needs, when the second has `ratio` times as many, to find an effect with that power. Not rounded up.
///
/// # Errors
/// Undefined where the effect is zero, or against the alternative; where the power is not above the test's error and below 1; where the ratio is not above
/// zero and finite; or where the fewest values are more than enough.
pub fn values_for_effect(effect_size: f64, power: f64, ratio: f64, test: &Planned) -> Measured {
    counts(&[ratio])?;
    let wanted = wanted_power(power, test.confidence)?;
    let towards = match test.alternative {
        Alternative::TwoSided => effect_size.abs(),
        Alternative::Less => -effect_size,
        Alternative::Greater => effect_size,
    };
    if !(towards > 0.0 && towards.is_finite()) {
        return Err(Undefined::new("no number of values finds an effect that is zero or against the alternative"));
    }
    let least = match test.distribution {
        NullDistribution::Student => 3.000_001 / (1.0 + ratio),
        NullDistribution::Normal => 1e-9,
    };
    smallest(least, wanted, |count| power_of_two_groups(effect_size, count, ratio * count, test))
}

/// The smallest effect, in standard deviations, that a test of two groups finds with that power: negative for [`Alternative::Less`].
///
/// # Errors
/// Undefined where the power is not above the test's error and below 1, or where [`power_of_two_groups`] is.
pub fn detectable_effect(control_count: f64, treatment_count: f64, power: f64, test: &Planned) -> Measured {
    let wanted = wanted_power(power, test.confidence)?;
    let sign = if test.alternative == Alternative::Less { -1.0 } else { 1.0 };
    let scale = libm::sqrt(1.0 / control_count + 1.0 / treatment_count);
    Ok(sign * smallest(1e-9 * scale, wanted, |effect| power_of_two_groups(sign * effect, control_count, treatment_count, test))?)
}

fn freedom(student: f64, test: &Planned) -> f64 {
    match test.distribution {
        NullDistribution::Student => student,
        NullDistribution::Normal => f64::INFINITY,
    }
}

fn counts(counts: &[f64]) -> Result<(), Undefined> {
    if counts.iter().all(|&count| count > 0.0 && count.is_finite()) {
        Ok(())
    } else {
        Err(Undefined::new("a count or ratio is above zero and finite"))
    }
}

fn finite(effect: f64) -> Measured {
    if effect.is_finite() { Ok(effect) } else { Err(Undefined::new("an effect is a finite number")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn test(alternative: Alternative, distribution: NullDistribution) -> Planned {
        Planned { alternative, distribution, confidence: 0.95 }
    }

    #[test]
    fn degenerate_plans() {
        let (two, less) = (test(Alternative::TwoSided, NullDistribution::Student), test(Alternative::Less, NullDistribution::Normal));
        assert!(power_of_two_groups(f64::NAN, 9.0, 9.0, &two).is_err() && power_of_two_groups(0.1, 0.0, 9.0, &two).is_err());
        assert!(power_of_two_groups(0.1, 1.0, 1.0, &two).is_err() && power_of_pairs(0.1, 1.0, &two).is_err());
        assert!(power_of_pairs(0.1, 9.0, &Planned { confidence: 1.0, ..two }).is_err());
        assert!(values_for_effect(0.0, 0.8, 1.0, &two).is_err() && values_for_effect(0.1, 0.8, 1.0, &less).is_err());
        assert!(values_for_effect(0.1, 1.0, 1.0, &two).is_err() && values_for_effect(0.1, 0.04, 1.0, &two).is_err());
        assert!(values_for_effect(0.1, 0.8, 0.0, &two).is_err() && values_for_effect(1e3, 0.8, 1.0, &two).is_err());
        assert!(values_for_effect(1e-9, 0.8, 1.0, &two).is_err(), "more than can be had");
        assert!(detectable_effect(0.0, 9.0, 0.8, &two).is_err() && detectable_effect(9.0, 9.0, 1.5, &two).is_err());
        // Cohen 1988, table 2.4.1: 64 in each group for d = 0.5 at a power of 0.80.
        assert!((values_for_effect(0.5, 0.8, 1.0, &two).unwrap() - 63.765_61).abs() < 1e-4);
    }

    proptest! {
        // Each case computes hundreds of noncentral distributions.
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn size_effect_and_power_are_inverse(effect in 0.05..1.0f64, power in 0.3..0.98f64, ratio in 0.3..3f64) {
            for distribution in [NullDistribution::Student, NullDistribution::Normal] {
                for alternative in [Alternative::TwoSided, Alternative::Greater, Alternative::Less] {
                    let test = test(alternative, distribution);
                    let effect = if alternative == Alternative::Less { -effect } else { effect };
                    if let Ok(count) = values_for_effect(effect, power, ratio, &test) {
                        prop_assert!((power_of_two_groups(effect, count, ratio * count, &test).unwrap() - power).abs() < 1e-9);
                        prop_assert!((detectable_effect(count, ratio * count, power, &test).unwrap() / effect - 1.0).abs() < 1e-8);
                    }
                }
            }
        }

        #[test]
        fn power_grows_with_effect_and_count(effect in 0.0..1.0f64, count in 3.0..500f64) {
            let test = test(Alternative::TwoSided, NullDistribution::Student);
            let here = power_of_two_groups(effect, count, count, &test).unwrap();
            prop_assert!(power_of_two_groups(effect + 0.05, count, count, &test).unwrap() >= here - 1e-10);
            prop_assert!(power_of_two_groups(effect, count + 5.0, count, &test).unwrap() >= here - 1e-10);
        }
    }
}
