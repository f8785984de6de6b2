//! Intervals of one share.

use super::Counts;
use crate::stats::summary::level;
use crate::stats::{Undefined, beta_quantile, normal_quantile};

/// Wilson's score interval of a share of `trials`; for a single world, where worlds cannot be the unit.
///
/// `(p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)`. Range inside 0 to 1, never empty at 0 of n or n of n. Source: Wilson 1927,
/// B5.4.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64), Undefined> {
    let (share, n, z) = parts(successes, trials, confidence)?;
    let rest = Counts { successes, trials }.rest();
    let center = share + z * z / (2.0 * n);
    let half = z * libm::sqrt(share * rest / n + z * z / (4.0 * n * n));
    let scale = 1.0 + z * z / n;
    // At an end of the range the bound is that end; elsewhere rounding must not leave it.
    let low = if successes == 0 { 0.0 } else { ((center - half) / scale).max(0.0) };
    let high = if successes == trials { 1.0 } else { ((center + half) / scale).min(1.0) };
    Ok((low, high))
}

/// Normal approximation `p +- z sqrt(p (1 - p) / n)`, cut at 0 and 1. A point at 0 of n and n of n, and too narrow near there: named for comparison,
/// [`wilson`] is the better one.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn normal_share(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64), Undefined> {
    let (share, n, z) = parts(successes, trials, confidence)?;
    let half = z * libm::sqrt(share * Counts { successes, trials }.rest() / n);
    Ok(((share - half).max(0.0), (share + half).min(1.0)))
}

/// Interval of Agresti and Coull (1998): the normal approximation after `z^2 / 2` successes and as many failures are added; cut at 0 and 1.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn agresti_coull(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64), Undefined> {
    let (_, n, z) = parts(successes, trials, confidence)?;
    let more = n + z * z;
    let share = (successes as f64 + 0.5 * z * z) / more;
    let half = z * libm::sqrt(share * (1.0 - share) / more);
    Ok(((share - half).max(0.0), (share + half).min(1.0)))
}

/// Exact interval of Clopper and Pearson (1934), from quantiles of the beta distribution: covers at least as often as it says, mostly more often.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn clopper_pearson(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64), Undefined> {
    parts(successes, trials, confidence)?;
    let (x, rest) = (successes as f64, (trials - successes) as f64);
    let low = if successes == 0 { 0.0 } else { beta_quantile(0.5 * (1.0 - confidence), x, rest + 1.0)? };
    let high = if successes == trials { 1.0 } else { beta_quantile(0.5 * (1.0 + confidence), x + 1.0, rest)? };
    Ok((low, high))
}

/// Jeffreys' interval: quantiles of the beta distribution with half a success and half a failure added. Not widened at 0 of n and n of n.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn jeffreys(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64), Undefined> {
    parts(successes, trials, confidence)?;
    let (a, b) = (successes as f64 + 0.5, (trials - successes) as f64 + 0.5);
    Ok((beta_quantile(0.5 * (1.0 - confidence), a, b)?, beta_quantile(0.5 * (1.0 + confidence), a, b)?))
}

/// Share, number of trials, and the normal quantile of the confidence.
fn parts(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64, f64), Undefined> {
    let share = Counts { successes, trials }.share()?;
    Ok((share, trials as f64, -normal_quantile(0.5 * (1.0 - level(confidence)?))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn golden_vectors() {
        let (low, high) = wilson(21, 50, 0.95).expect("trials");
        assert!((low - 0.293_75).abs() < 1e-5 && (high - 0.557_67).abs() < 1e-5, "{low} {high}");
        let (low, high) = wilson(0, 10, 0.95).expect("trials");
        assert!(low.abs() < 1e-12 && (high - 0.277_53).abs() < 1e-5, "{low} {high}");
        // The rule of three: an exact upper bound of about 3 / n without a success, 1 - 0.025^(1 / n) in full.
        let (low, high) = clopper_pearson(0, 1_000_000_000, 0.95).expect("trials");
        assert!(low == 0.0 && (high / 3.688_879_447_3e-9 - 1.0).abs() < 1e-9, "{high}");
    }

    #[test]
    fn degenerate_counts() {
        for interval in [wilson, normal_share, agresti_coull, clopper_pearson, jeffreys] {
            for (successes, trials, confidence) in [(0, 0, 0.95), (3, 2, 0.95), (1, 2, 1.0), (1, 2, 0.0), (1, 2, f64::NAN)] {
                assert!(interval(successes, trials, confidence).is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn intervals_hold_the_share_mirror_and_widen(trials in 1u64..10_000, part in 0.0..=1.0f64, confidence in 0.5..0.99f64) {
            let successes = (trials as f64 * part) as u64;
            let share = successes as f64 / trials as f64;
            for interval in [wilson, normal_share, agresti_coull, clopper_pearson] {
                let (low, high) = interval(successes, trials, confidence).expect("trials");
                prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
            }
            for interval in [wilson, normal_share, agresti_coull, clopper_pearson, jeffreys] {
                let (low, high) = interval(successes, trials, confidence).expect("trials");
                let (left, right) = interval(trials - successes, trials, confidence).expect("trials");
                prop_assert!((low - (1.0 - right)).abs() < 1e-9 && (high - (1.0 - left)).abs() < 1e-9);
                let (lower, higher) = interval(successes, trials, 0.995).expect("trials");
                prop_assert!(lower <= low + 1e-12 && high <= higher + 1e-12);
            }
        }
    }
}
