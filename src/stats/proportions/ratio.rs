//! Ratios of two independent shares.

use super::Counts;
use crate::stats::summary::level;
use crate::stats::{Measured, Undefined, normal_quantile};

/// Whether counts are moved away from zero before logarithms are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContinuityAdjustment {
    /// As they are: undefined where a count is zero.
    None,
    /// Half a success more in each group (and, for odds, half a failure): defined everywhere.
    Half,
}

/// Treatment's share over control's.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or when the control has no success.
pub fn risk_ratio(control: Counts, treatment: Counts) -> Measured {
    let (share_a, share_b) = (control.share()?, treatment.share()?);
    if share_a == 0.0 { Err(Undefined::new("the control has no success")) } else { Ok(share_b / share_a) }
}

/// Two-sided interval of the risk ratio, symmetric on the scale of logarithms: variance `1/x_a - 1/n_a + 1/x_b - 1/n_b` (Katz 1978).
///
/// # Errors
/// Undefined without trials, with more successes than trials, for a confidence outside 0 to 1, or, without adjustment, without a success in a group.
pub fn risk_ratio_interval(control: Counts, treatment: Counts, adjustment: ContinuityAdjustment, confidence: f64) -> Result<(f64, f64), Undefined> {
    let half = half(adjustment);
    let [(xa, na), (xb, nb)] = moved(control, treatment, half, half)?;
    let variance = (1.0 / xa - 1.0 / na) + (1.0 / xb - 1.0 / nb);
    around(libm::log(xb / nb) - libm::log(xa / na), variance, confidence)
}

/// Two-sided interval of the odds ratio, symmetric on the scale of logarithms: variance `1/x + 1/(n - x)` summed over groups (Woolf 1955).
///
/// # Errors
/// Undefined without trials, with more successes than trials, for a confidence outside 0 to 1, or, without adjustment, where a group has no success or no failure.
pub fn odds_ratio_interval(control: Counts, treatment: Counts, adjustment: ContinuityAdjustment, confidence: f64) -> Result<(f64, f64), Undefined> {
    let half = half(adjustment);
    let [(xa, na), (xb, nb)] = moved(control, treatment, half, 2.0 * half)?;
    let (rest_a, rest_b) = (na - xa, nb - xb);
    if rest_a == 0.0 || rest_b == 0.0 {
        return Err(Undefined::new("a group has no failure"));
    }
    let variance = 1.0 / xa + 1.0 / rest_a + 1.0 / xb + 1.0 / rest_b;
    around(libm::log(xb / rest_b) - libm::log(xa / rest_a), variance, confidence)
}

fn half(adjustment: ContinuityAdjustment) -> f64 {
    match adjustment {
        ContinuityAdjustment::None => 0.0,
        ContinuityAdjustment::Half => 0.5,
    }
}

/// Successes and trials of both groups after something is added.
fn moved(control: Counts, treatment: Counts, successes: f64, trials: f64) -> Result<[(f64, f64); 2], Undefined> {
    let mut moved = [(0.0, 0.0); 2];
    for (group, counts) in moved.iter_mut().zip([control, treatment]) {
        counts.share()?;
        *group = (counts.successes as f64 + successes, counts.trials as f64 + trials);
        if group.0 == 0.0 {
            return Err(Undefined::new("a group has no success"));
        }
    }
    Ok(moved)
}

fn around(log: f64, variance: f64, confidence: f64) -> Result<(f64, f64), Undefined> {
    let half = -normal_quantile(0.5 * (1.0 - level(confidence)?))? * libm::sqrt(variance.max(0.0));
    Ok((libm::exp(log - half), libm::exp(log + half)))
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
        let (none, half) = (ContinuityAdjustment::None, ContinuityAdjustment::Half);
        let good = counts(3, 10);
        for interval in [risk_ratio_interval, odds_ratio_interval] {
            assert!(interval(good, counts(0, 9), none, 0.95).is_err() && interval(good, counts(0, 9), half, 0.95).is_ok());
            assert!(interval(good, counts(0, 0), half, 0.95).is_err() && interval(counts(4, 3), good, half, 0.95).is_err());
            assert!(interval(good, good, half, 1.0).is_err());
        }
        assert!(odds_ratio_interval(good, counts(9, 9), none, 0.95).is_err());
        assert!(risk_ratio(counts(0, 9), good).is_err() && risk_ratio(good, counts(0, 9)) == Ok(0.0));
    }

    proptest! {
        #[test]
        fn swapping_the_groups_inverts_the_ratio(xa in 1u64..50, more_a in 1u64..50, xb in 1u64..50, more_b in 1u64..50) {
            let (a, b) = (counts(xa, xa + more_a), counts(xb, xb + more_b));
            for interval in [risk_ratio_interval, odds_ratio_interval] {
                for adjustment in [ContinuityAdjustment::None, ContinuityAdjustment::Half] {
                    let (one, other) = (interval(a, b, adjustment, 0.9).unwrap(), interval(b, a, adjustment, 0.9).unwrap());
                    prop_assert!((one.0 * other.1 - 1.0).abs() < 1e-10 && (one.1 * other.0 - 1.0).abs() < 1e-10);
                }
            }
            let (low, high) = risk_ratio_interval(a, b, ContinuityAdjustment::None, 0.9).unwrap();
            let ratio = risk_ratio(a, b).unwrap();
            prop_assert!(low <= ratio && ratio <= high);
        }
    }
}
