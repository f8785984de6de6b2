//! Score test and interval of a difference of two shares.

use std::f64::consts::PI;

use super::two::null;
use super::{Counts, ShareTest, pooled_share_test, share_difference};
use crate::stats::means::statistic_of;
use crate::stats::summary::level;
use crate::stats::{Alternative, Measured, Undefined, distributions::root_between, normal_quantile};

/// How the shares are estimated that are likeliest at a given difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstrainedEstimate {
    /// The root of the cubic equation of Miettinen and Nurminen (1985). Swapping the groups turns the result.
    MiettinenNurminen,
    /// As statsmodels 0.15 solves it, with the count of one group where the equation has its number of trials: close for small differences, but
    /// swapping the groups does not turn the result, and shares may leave their range. Named for comparison.
    Statsmodels,
}

/// Score statistic of a difference of shares: `(p_b - p_a - d) / sqrt(v)`, with v from the shares that are likeliest if the difference is d. With
/// `small_sample` v is times N / (N - 1) (Miettinen and Nurminen), else not (Mee 1984).
///
/// # Errors
/// Undefined without trials, with more successes than trials, for a difference not between -1 and 1, or where v and the difference less d are zero.
pub fn score_z(control: Counts, treatment: Counts, difference: f64, estimate: ConstrainedEstimate, small_sample: bool) -> Measured {
    let distance = share_difference(control, treatment)? - null(difference)?;
    let all = control.trials as f64 + treatment.trials as f64;
    let factor = if small_sample { all / (all - 1.0) } else { 1.0 };
    if difference == 0.0 {
        return Ok(pooled_share_test(control, treatment, Alternative::TwoSided)?.z? / libm::sqrt(factor));
    }
    let share_a = constrained(control, treatment, difference, estimate);
    let share_b = share_a + difference;
    let variance = share_a * (1.0 - share_a) / control.trials as f64 + share_b * (1.0 - share_b) / treatment.trials as f64;
    statistic_of(distance, libm::sqrt(variance.max(0.0) * factor))
}

/// Test of a difference of shares by [`score_z`].
///
/// # Errors
/// Undefined where the shares or the difference are; the statistic alone is where nothing is left to vary.
pub fn score_test(
    control: Counts,
    treatment: Counts,
    null_difference: f64,
    estimate: ConstrainedEstimate,
    small_sample: bool,
    alternative: Alternative,
) -> Result<ShareTest, Undefined> {
    share_difference(control, treatment)?;
    null(null_difference)?;
    Ok(ShareTest::of(score_z(control, treatment, null_difference, estimate, small_sample), alternative))
}

/// The control's share that is likeliest if the treatment's is larger by that difference.
fn constrained(control: Counts, treatment: Counts, difference: f64, estimate: ConstrainedEstimate) -> f64 {
    let (successes, trials) = (control.successes as f64, control.trials as f64);
    let (all, all_successes) = (trials + treatment.trials as f64, successes + treatment.successes as f64);
    let linear = match estimate {
        ConstrainedEstimate::MiettinenNurminen => trials,
        ConstrainedEstimate::Statsmodels => successes,
    };
    // The equation l3 p^3 + l2 p^2 + l1 p + l0 = 0 with l3 the number of all trials, over l3.
    let l2 = ((treatment.trials as f64 + 2.0 * trials) * difference - all - all_successes) / all;
    let l1 = ((linear * difference - all - 2.0 * successes) * difference + all_successes) / all;
    let l0 = successes * difference * (1.0 - difference) / all;
    let third = l2 / 3.0;
    let q = third * third * third - l1 * l2 / 6.0 + 0.5 * l0;
    let p = libm::sqrt((third * third - l1 / 3.0).max(0.0)).copysign(q);
    let cosine = if p == 0.0 { 0.0 } else { (q / (p * p * p)).clamp(-1.0, 1.0) };
    let root = 2.0 * p * libm::cos((PI + libm::acos(cosine)) / 3.0) - third;
    match estimate {
        ConstrainedEstimate::MiettinenNurminen => root.clamp((-difference).max(0.0), (1.0 - difference).min(1.0)),
        ConstrainedEstimate::Statsmodels => root,
    }
}

/// Two-sided score interval of a difference of shares: the differences that [`score_z`] does not reject.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn score_interval(
    control: Counts,
    treatment: Counts,
    estimate: ConstrainedEstimate,
    small_sample: bool,
    confidence: f64,
) -> Result<(f64, f64), Undefined> {
    let z = -normal_quantile(0.5 * (1.0 - level(confidence)?))?;
    let middle = share_difference(control, treatment)?;
    // The statistic falls as the tested difference grows; where nothing is left to vary it is taken as zero, and nothing is rejected.
    let excess = |difference: f64, wanted: f64| score_z(control, treatment, difference, estimate, small_sample).map_or(wanted, |z| wanted - z);
    let low = if excess(-1.0, z) >= 0.0 { -1.0 } else { root_between((-1.0, middle), |d| excess(d, z)) };
    let high = if excess(1.0, -z) <= 0.0 { 1.0 } else { root_between((middle, 1.0), |d| excess(d, -z)) };
    Ok((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RIGHT: ConstrainedEstimate = ConstrainedEstimate::MiettinenNurminen;

    fn counts(successes: u64, trials: u64) -> Counts {
        Counts { successes, trials }
    }

    /// Newcombe 1998, table II, method 5 (Mee), contrasts (a) 56/70 - 48/80, (b) 9/10 - 3/10 and (e) 5/56 - 0/29. For
    /// 10/10 - 0/10 the equation has a closed solution: `20 (1 - d) / (1 + d) = z^2`.
    #[test]
    fn printed_intervals() {
        for (b, a, low, high) in [
            (counts(56, 70), counts(48, 80), 0.0533, 0.3377),
            (counts(9, 10), counts(3, 10), 0.1821, 0.8370),
            (counts(5, 56), counts(0, 29), -0.0313, 0.1926),
            (counts(10, 10), counts(0, 10), 0.677_7, 1.0),
        ] {
            let found = score_interval(a, b, RIGHT, false, 0.95).unwrap();
            assert!((found.0 - low).abs() < 2e-4 && (found.1 - high).abs() < 2e-4, "{found:?} against {low} {high}");
        }
    }

    #[test]
    fn degenerate_counts() {
        let good = counts(3, 10);
        for bad in [counts(0, 0), counts(3, 2)] {
            assert!(score_z(good, bad, 0.1, RIGHT, true).is_err() && score_interval(bad, good, RIGHT, true, 0.95).is_err());
        }
        assert!(score_z(good, good, 1.5, RIGHT, true).is_err() && score_interval(good, good, RIGHT, true, 1.0).is_err());
        assert!(score_z(counts(0, 5), counts(0, 7), 0.0, RIGHT, true).is_err(), "nothing varies");
        let (low, high) = score_interval(counts(0, 5), counts(0, 7), RIGHT, false, 0.95).unwrap();
        assert!(-0.5 < low && low < 0.0 && 0.0 < high && high < 0.5, "{low} {high}");
        assert_eq!(score_interval(counts(0, 1), counts(1, 1), RIGHT, false, 0.95).unwrap().1, 1.0);
    }

    proptest! {
        #[test]
        fn swapping_the_groups_turns_the_interval(xa in 0u64..50, more_a in 1u64..50, xb in 0u64..50, more_b in 1u64..50) {
            let (a, b) = (counts(xa, xa + more_a), counts(xb, xb + more_b));
            let (one, other) = (score_interval(a, b, RIGHT, false, 0.9).unwrap(), score_interval(b, a, RIGHT, false, 0.9).unwrap());
            prop_assert!((one.0 + other.1).abs() < 1e-8 && (one.1 + other.0).abs() < 1e-8, "{:?} {:?}", one, other);
            let middle = share_difference(a, b).unwrap();
            prop_assert!(one.0 <= middle && middle <= one.1);
        }

        /// The estimate is a zero of the likelihood's slope.
        #[test]
        fn the_constrained_share_is_the_likeliest(xa in 1u64..50, more_a in 1u64..50, xb in 1u64..50, more_b in 1u64..50, difference in -0.9..0.9f64) {
            let (a, b) = (counts(xa, xa + more_a), counts(xb, xb + more_b));
            let p = constrained(a, b, difference, RIGHT);
            let likelihood = |p: f64| {
                let q = p + difference;
                xa as f64 * p.ln() + more_a as f64 * (1.0 - p).ln() + xb as f64 * q.ln() + more_b as f64 * (1.0 - q).ln()
            };
            let here = likelihood(p);
            for step in [-1e-3, 1e-3] {
                let there = likelihood(p + step);
                prop_assert!(there.is_nan() || there <= here);
            }
        }
    }
}
