//! Is the treatment not worse than the control by more than a margin, or not different by more than it? Higher is better; where lower is better,
//! swap the groups.

use super::means::{statistic_of, student_p_values};
use super::proportions::{Counts, ShareMethod, ShareTest, share_test};
use super::summary::level;
use super::{Alternative, Measured, Summary, Undefined, student_t_quantile, welch_t_test};

/// One one-sided t test.
#[derive(Clone, Debug, PartialEq)]
pub struct OneSidedTest {
    /// Distance of the effect from the tested value, over its standard error; infinite over zero.
    pub statistic: Measured,
    /// Degrees of freedom of its t distribution.
    pub degrees_of_freedom: f64,
    /// Chance of a statistic as far in the direction that the test looks for.
    pub p_value: Measured,
}

/// Whether a treatment's mean is not worse than the control's by more than a margin.
#[derive(Clone, Debug, PartialEq)]
pub struct NonInferiorityTest {
    /// Test of `m_b - m_a <= -margin` against `>`: a small p speaks for non-inferiority.
    pub test: OneSidedTest,
    /// One-sided lower bound of the effect at the confidence: above `-margin` exactly when p is below one minus it.
    pub lower_bound: f64,
}

/// Non-inferiority of means by Welch's test; the confidence is that of one side (0.95 for a p of 0.05).
///
/// # Errors
/// Undefined for a margin that is negative or not finite, or where [`welch_t_test`] is.
pub fn non_inferiority(control: &Summary, treatment: &Summary, margin: f64, confidence: f64) -> Result<NonInferiorityTest, Undefined> {
    let effect = Effect::of(control, treatment, margin, confidence)?;
    let (test, lower_bound) = (effect.above(-margin), effect.value - effect.reach(confidence)?);
    Ok(NonInferiorityTest { test, lower_bound })
}

/// Whether two means differ by less than a margin: two one-sided tests (Schuirmann 1987).
#[derive(Clone, Debug, PartialEq)]
pub struct EquivalenceTest {
    /// Test that the effect is above `-margin`.
    pub above_lower: OneSidedTest,
    /// Test that the effect is below `margin`.
    pub below_upper: OneSidedTest,
    /// The larger of both p values: small speaks for equivalence.
    pub p_value: Measured,
    /// Interval of the effect that covers it with `2 confidence - 1`: inside the margins exactly when p is below one minus the confidence.
    pub interval: (f64, f64),
}

/// Equivalence of means by two of Welch's tests; the confidence is that of each side.
///
/// # Errors
/// Undefined for a margin that is negative or not finite, or where [`welch_t_test`] is.
pub fn equivalence(control: &Summary, treatment: &Summary, margin: f64, confidence: f64) -> Result<EquivalenceTest, Undefined> {
    let effect = Effect::of(control, treatment, margin, confidence)?;
    let (above_lower, below_upper) = (effect.above(-margin), effect.below(margin));
    let p_value = larger(&above_lower.p_value, &below_upper.p_value);
    let reach = effect.reach(confidence)?;
    Ok(EquivalenceTest { above_lower, below_upper, p_value, interval: (effect.value - reach, effect.value + reach) })
}

/// Whether a treatment's share of successes is not worse than the control's by more than a margin. For the score test see
/// [`super::score_test`] at minus the margin.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a margin not between 0 and 1.
pub fn non_inferiority_of_shares(control: Counts, treatment: Counts, method: ShareMethod, margin: f64) -> Result<ShareTest, Undefined> {
    share_test(control, treatment, method, -share_margin(margin)?, Alternative::Greater)
}

/// Whether two shares differ by less than a margin: the larger p value of two one-sided tests.
///
/// # Errors
/// Undefined without trials, with more successes than trials, for a margin not between 0 and 1, or where a p value is.
pub fn equivalence_of_shares(control: Counts, treatment: Counts, method: ShareMethod, margin: f64) -> Measured {
    let above_lower = non_inferiority_of_shares(control, treatment, method, margin)?;
    let below_upper = share_test(control, treatment, method, share_margin(margin)?, Alternative::Less)?;
    larger(&above_lower.p_value, &below_upper.p_value)
}

fn share_margin(margin: f64) -> Measured {
    if (0.0..=1.0).contains(&margin) { Ok(margin) } else { Err(Undefined::new("a margin of shares lies between 0 and 1")) }
}

fn larger(one: &Measured, other: &Measured) -> Measured {
    Ok(one.clone()?.max(other.clone()?))
}

/// An effect that is tested against margins.
struct Effect {
    value: f64,
    error: f64,
    freedom: f64,
}

impl Effect {
    fn of(control: &Summary, treatment: &Summary, margin: f64, confidence: f64) -> Result<Self, Undefined> {
        if !(margin >= 0.0 && margin.is_finite()) {
            return Err(Undefined::new("a margin is zero or above, and finite"));
        }
        let test = welch_t_test(control, treatment, confidence)?;
        Ok(Self { value: test.effect, error: test.standard_error, freedom: test.degrees_of_freedom })
    }

    fn reach(&self, confidence: f64) -> Measured {
        Ok(-student_t_quantile(1.0 - level(confidence)?, self.freedom)? * self.error)
    }

    fn above(&self, value: f64) -> OneSidedTest {
        let statistic = statistic_of(self.value - value, self.error);
        let [_, _, p_value] = student_p_values(&statistic, self.freedom);
        OneSidedTest { statistic, degrees_of_freedom: self.freedom, p_value }
    }

    fn below(&self, value: f64) -> OneSidedTest {
        let statistic = statistic_of(self.value - value, self.error);
        let [_, p_value, _] = student_p_values(&statistic, self.freedom);
        OneSidedTest { statistic, degrees_of_freedom: self.freedom, p_value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs() {
        let good = Summary { count: 10, mean: 1.0, deviation: 0.5 };
        for margin in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(non_inferiority(&good, &good, margin, 0.95).is_err() && equivalence(&good, &good, margin, 0.95).is_err());
        }
        assert!(non_inferiority(&Summary { count: 1, ..good }, &good, 0.1, 0.95).is_err() && equivalence(&good, &good, 0.1, 1.0).is_err());
        let flat = Summary { deviation: 0.0, ..good };
        assert!(non_inferiority(&flat, &flat, 0.0, 0.95).unwrap().test.p_value.is_err(), "nothing varies and nothing differs");
        let (a, b) = (Counts { successes: 3, trials: 10 }, Counts { successes: 4, trials: 10 });
        assert!(non_inferiority_of_shares(a, b, ShareMethod::Wald, -0.1).is_err() && equivalence_of_shares(a, b, ShareMethod::Wald, 1.1).is_err());
        assert!(equivalence_of_shares(a, Counts { successes: 0, trials: 0 }, ShareMethod::AgrestiCaffo, 0.1).is_err());
    }

    proptest! {
        #[test]
        fn bounds_and_tests_agree(ma in -2.0..2f64, mb in -2.0..2f64, s in 0.1..3f64, n in 2u64..200, margin in 0.0..2f64) {
            let (a, b) = (Summary { count: n, mean: ma, deviation: s }, Summary { count: n + 3, mean: mb, deviation: 2.0 * s });
            let inferior = non_inferiority(&a, &b, margin, 0.9).unwrap();
            let p = inferior.test.p_value.unwrap();
            prop_assert_eq!(inferior.lower_bound > -margin, p < 0.1);
            let same = equivalence(&a, &b, margin, 0.9).unwrap();
            prop_assert_eq!(-margin < same.interval.0 && same.interval.1 < margin, same.p_value.clone().unwrap() < 0.1);
            // Equivalence claims more than non-inferiority; a wider margin makes both easier.
            prop_assert!(same.p_value.unwrap() >= p);
            prop_assert!(non_inferiority(&a, &b, margin + 0.1, 0.9).unwrap().test.p_value.unwrap() <= p);
        }
    }
}
