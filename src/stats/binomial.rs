//! Exact tests of a count of successes.

use super::distributions::{binomial_cdf, binomial_probability, binomial_sf};
use super::{Measured, Undefined};

/// A probability on the other side counts as "at most as likely" up to this relative difference, so that rounding does not split equal ones.
const EQUALLY_LIKELY: f64 = 1.0 + 1e-7;

/// Exact two-sided binomial test: the probability of all counts that are at most as likely as the one seen.
///
/// `sum P(j)` over all `j` with `P(j) <= P(successes)`. Range above 0 to 1. Source: Clopper and Pearson 1934; the two-sided form as in R and scipy.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a share outside 0 to 1.
pub fn exact_binomial_test(successes: u64, trials: u64, share: f64) -> Measured {
    if trials == 0 {
        return Err(Undefined::new("nobody is counted"));
    }
    if successes > trials {
        return Err(Undefined::new("more successes than trials"));
    }
    if !(0.0..=1.0).contains(&share) {
        return Err(Undefined::new("a share lies between 0 and 1"));
    }
    let seen = binomial_probability(successes, trials, share)?;
    let expected = trials as f64 * share;
    if share == 0.0 || share == 1.0 {
        return Ok(seen);
    }
    if successes as f64 == expected {
        return Ok(1.0);
    }
    let rare = |count: u64| Ok::<bool, Undefined>(binomial_probability(count, trials, share)? <= seen * EQUALLY_LIKELY);
    let at_least = |count: u64| if count == 0 { Ok(1.0) } else { binomial_sf(count - 1, trials, share) };
    // Away from its mean the probability falls: halving finds the first count on the other side that is rare enough.
    let (mut near, mut far);
    let both = if (successes as f64) < expected {
        (near, far) = (libm::floor(expected) as u64, trials.saturating_add(1));
        while far - near > 1 {
            let middle = near.midpoint(far);
            if rare(middle)? { far = middle } else { near = middle }
        }
        binomial_cdf(successes, trials, share)? + if far > trials { 0.0 } else { at_least(far)? }
    } else if rare(0)? {
        (near, far) = (libm::ceil(expected) as u64, 0);
        while near - far > 1 {
            let middle = near.midpoint(far);
            if rare(middle)? { far = middle } else { near = middle }
        }
        at_least(successes)? + binomial_cdf(far, trials, share)?
    } else {
        at_least(successes)?
    };
    Ok(both.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs() {
        assert!(exact_binomial_test(0, 0, 0.5).is_err());
        assert!(exact_binomial_test(3, 2, 0.5).is_err());
        assert!(exact_binomial_test(1, 2, f64::NAN).is_err());
        assert!(exact_binomial_test(1, 2, 1.5).is_err());
        assert_eq!(exact_binomial_test(0, 2, 0.0), Ok(1.0));
        assert_eq!(exact_binomial_test(1, 2, 0.0), Ok(0.0));
        assert_eq!(exact_binomial_test(2, 2, 1.0), Ok(1.0));
    }

    #[test]
    fn small_counts_by_hand() {
        // Ten tosses, one head: 2 * (1 + 10) / 1024.
        assert!((exact_binomial_test(1, 10, 0.5).expect("a test") - 22.0 / 1024.0).abs() < 1e-15);
        // Forty of forty: both ends.
        assert!((exact_binomial_test(40, 40, 0.5).expect("a test") - 2.0 * 0.5f64.powi(40)).abs() < 1e-25);
        assert_eq!(exact_binomial_test(5, 10, 0.5), Ok(1.0));
    }

    #[test]
    fn a_large_count_is_close_to_the_normal_law() {
        // Half a billion: z = 100_000 / 2 over sqrt(1e9) / 2, with half a step of correction.
        let found = exact_binomial_test(500_100_000, 1_000_100_000, 0.5).expect("a test");
        assert!((found - 0.001_566_4).abs() < 1e-6, "{found}");
    }

    proptest! {
        #[test]
        fn both_labels_tell_the_same(trials in 1u64..400, part in 0.0..=1.0f64, share in 0.01..0.99f64) {
            let successes = (trials as f64 * part) as u64;
            let one = exact_binomial_test(successes, trials, share).expect("a test");
            let other = exact_binomial_test(trials - successes, trials, 1.0 - share).expect("a test");
            prop_assert!((0.0..=1.0).contains(&one));
            prop_assert!((one - other).abs() < 1e-9);
        }

        #[test]
        fn agrees_with_the_plain_sum(trials in 1u64..60, part in 0.0..=1.0f64, share in 0.05..0.95f64) {
            let successes = (trials as f64 * part) as u64;
            let chance = |count| binomial_probability(count, trials, share).expect("a chance");
            let seen = chance(successes);
            let plain: f64 = (0..=trials).map(chance).filter(|&other| other <= seen * EQUALLY_LIKELY).sum();
            let found = exact_binomial_test(successes, trials, share).expect("a test");
            prop_assert!((found - plain.min(1.0)).abs() < 1e-12, "{found} {plain}");
        }
    }
}
