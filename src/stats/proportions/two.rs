//! Two independent shares: their difference.

use super::{Counts, wilson};
use crate::stats::means::statistic_of;
use crate::stats::summary::level;
use crate::stats::{Alternative, Measured, Undefined, normal_cdf, normal_quantile, normal_sf};

/// How the standard error of a difference of shares is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareMethod {
    /// Each group's own share: zero, and then misleading, where both groups have all or nothing.
    Wald,
    /// One success and one failure added to each group (Agresti and Caffo 2000): defined, and nearly right, with few and extreme counts.
    AgrestiCaffo,
}

/// A statistic that is normal without an effect, and its chance.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareTest {
    /// Difference less the tested one, over its standard error; infinite over zero.
    pub z: Measured,
    /// Chance of a statistic as far in the alternative's direction.
    pub p_value: Measured,
}

impl ShareTest {
    pub(super) fn of(z: Measured, alternative: Alternative) -> Self {
        let p_value = z.clone().and_then(|z| match alternative {
            Alternative::TwoSided => Ok((2.0 * normal_sf(z.abs())?).min(1.0)),
            Alternative::Less => normal_cdf(z),
            Alternative::Greater => normal_sf(z),
        });
        Self { z, p_value }
    }
}

/// Treatment's share minus control's.
///
/// # Errors
/// Undefined without trials, or with more successes than trials.
pub fn share_difference(control: Counts, treatment: Counts) -> Measured {
    let (share_a, share_b) = (control.share()?, treatment.share()?);
    // Rounded once, where whole numbers can say it.
    let (na, nb) = (u128::from(control.trials), u128::from(treatment.trials));
    let (left, right) = (u128::from(treatment.successes) * na, u128::from(control.successes) * nb);
    let exact = if left >= right { (left - right) as f64 } else { -((right - left) as f64) };
    Ok(if share_a == share_b { 0.0 } else { exact / (na as f64 * nb as f64) })
}

/// Test of a difference of shares against `null_difference` with the variance of each group apart.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or a difference that is not between -1 and 1.
pub fn share_test(
    control: Counts,
    treatment: Counts,
    method: ShareMethod,
    null_difference: f64,
    alternative: Alternative,
) -> Result<ShareTest, Undefined> {
    null(null_difference)?;
    let (difference, error) = estimate(control, treatment, method)?;
    Ok(ShareTest::of(statistic_of(difference - null_difference, error), alternative))
}

pub(super) fn null(difference: f64) -> Measured {
    if (-1.0..=1.0).contains(&difference) { Ok(difference) } else { Err(Undefined::new("a difference of shares lies between -1 and 1")) }
}

/// Test that two shares are equal, with the variance that they have if they are: `z = (p_b - p_a) / sqrt(p (1 - p) (1 / n_a + 1 / n_b))`, p of both groups
/// together. Its square is Pearson's chi-square; it is the score test of no difference.
///
/// # Errors
/// Undefined without trials, or with more successes than trials.
pub fn pooled_share_test(control: Counts, treatment: Counts, alternative: Alternative) -> Result<ShareTest, Undefined> {
    let difference = share_difference(control, treatment)?;
    let trials = control.trials as f64 + treatment.trials as f64;
    let share = (control.successes as f64 + treatment.successes as f64) / trials;
    let rest = ((control.trials - control.successes) as f64 + (treatment.trials - treatment.successes) as f64) / trials;
    let variance = share * rest * (1.0 / control.trials as f64 + 1.0 / treatment.trials as f64);
    Ok(ShareTest::of(statistic_of(difference, libm::sqrt(variance)), alternative))
}

/// Two-sided interval of a difference of shares: estimate plus and minus z standard errors, not cut at -1 and 1.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn share_interval(control: Counts, treatment: Counts, method: ShareMethod, confidence: f64) -> Result<(f64, f64), Undefined> {
    let (difference, error) = estimate(control, treatment, method)?;
    let half = -normal_quantile(0.5 * (1.0 - level(confidence)?))? * error;
    Ok((difference - half, difference + half))
}

/// Newcombe's hybrid score interval (1998, method 10) of a difference of shares: from each group's Wilson interval, without correction for
/// continuity. Never beyond -1 and 1; the usual choice.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn newcombe_interval(control: Counts, treatment: Counts, confidence: f64) -> Result<(f64, f64), Undefined> {
    let (share_a, share_b) = (control.share()?, treatment.share()?);
    let difference = share_difference(control, treatment)?;
    let (low_a, high_a) = wilson(control.successes, control.trials, confidence)?;
    let (low_b, high_b) = wilson(treatment.successes, treatment.trials, confidence)?;
    Ok((difference - libm::hypot(share_b - low_b, high_a - share_a), difference + libm::hypot(high_b - share_b, share_a - low_a)))
}

/// The difference and its standard error.
fn estimate(control: Counts, treatment: Counts, method: ShareMethod) -> Result<(f64, f64), Undefined> {
    control.share()?;
    treatment.share()?;
    let more = |counts: Counts| match method {
        ShareMethod::Wald => counts,
        ShareMethod::AgrestiCaffo => Counts { successes: counts.successes.saturating_add(1), trials: counts.trials.saturating_add(2) },
    };
    let (a, b) = (more(control), more(treatment));
    let variance = |counts: Counts| Ok::<f64, Undefined>(counts.share()? * counts.rest() / counts.trials as f64);
    Ok((share_difference(a, b)?, libm::sqrt(variance(a)? + variance(b)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(successes: u64, trials: u64) -> Counts {
        Counts { successes, trials }
    }

    #[test]
    fn degenerate_counts() {
        let good = counts(3, 10);
        for bad in [counts(0, 0), counts(3, 2)] {
            assert!(share_difference(good, bad).is_err() && pooled_share_test(bad, good, Alternative::TwoSided).is_err());
            assert!(share_test(good, bad, ShareMethod::AgrestiCaffo, 0.0, Alternative::Less).is_err());
            assert!(newcombe_interval(bad, good, 0.95).is_err() && share_interval(bad, good, ShareMethod::Wald, 0.95).is_err());
        }
        assert!(share_test(good, good, ShareMethod::Wald, f64::NAN, Alternative::Less).is_err());
        assert!(share_interval(good, good, ShareMethod::Wald, 0.0).is_err() && newcombe_interval(good, good, 1.0).is_err());
        // All or nothing in both groups: nothing varies.
        assert!(pooled_share_test(counts(0, 5), counts(0, 9), Alternative::TwoSided).unwrap().p_value.is_err());
        assert_eq!(share_test(counts(0, 5), counts(9, 9), ShareMethod::Wald, 0.0, Alternative::Greater).unwrap().z, Ok(f64::INFINITY));
        // The largest counts there are.
        assert_eq!(share_difference(counts(u64::MAX, u64::MAX), counts(0, u64::MAX)), Ok(-1.0));
    }

    proptest! {
        #[test]
        fn swapping_the_groups_turns_the_difference(xa in 0u64..50, more_a in 1u64..50, xb in 0u64..50, more_b in 1u64..50) {
            let (a, b) = (counts(xa, xa + more_a), counts(xb, xb + more_b));
            prop_assert_eq!(share_difference(a, b).unwrap(), -share_difference(b, a).unwrap());
            for method in [ShareMethod::Wald, ShareMethod::AgrestiCaffo] {
                let (one, other) = (share_interval(a, b, method, 0.9).unwrap(), share_interval(b, a, method, 0.9).unwrap());
                prop_assert!((one.0 + other.1).abs() < 1e-12 && (one.1 + other.0).abs() < 1e-12);
            }
            let (one, other) = (newcombe_interval(a, b, 0.9).unwrap(), newcombe_interval(b, a, 0.9).unwrap());
            prop_assert!((one.0 + other.1).abs() < 1e-12 && -1.0 - 1e-12 <= one.0 && one.1 <= 1.0 + 1e-12);
            let wider = newcombe_interval(a, b, 0.99).unwrap();
            prop_assert!(wider.0 <= one.0 && one.1 <= wider.1);
        }
    }
}
