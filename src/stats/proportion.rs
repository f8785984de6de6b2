//! Shares of independent yes-or-no outcomes.

use statrs::distribution::{ContinuousCDF, Normal};

use super::Undefined;

/// Wilson score interval of a share: for counts inside a single world, where worlds cannot be the unit.
///
/// `(p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)`. Range inside 0 to 1, never empty at 0 of n or n of n. Source: Wilson 1927,
/// B5.4.
///
/// # Errors
/// Undefined without trials, with more successes than trials, or for a confidence outside 0 to 1.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Result<(f64, f64), Undefined> {
    if trials == 0 {
        return Err(Undefined::new("nobody is counted"));
    }
    if successes > trials {
        return Err(Undefined::new("more successes than trials"));
    }
    if !(0.0..1.0).contains(&confidence) {
        return Err(Undefined::new("a confidence lies between 0 and 1"));
    }
    let z = -Normal::standard().inverse_cdf((1.0 - confidence) / 2.0);
    let (n, p) = (trials as f64, successes as f64 / trials as f64);
    let center = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    Ok((((center - half) / scale).max(0.0), ((center + half) / scale).min(1.0)))
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
        assert!(wilson(0, 0, 0.95).is_err());
        assert!(wilson(3, 2, 0.95).is_err());
        assert!(wilson(1, 2, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn holds_the_share(trials in 1u64..10_000, part in 0.0..=1.0f64) {
            let successes = (trials as f64 * part) as u64;
            let (low, high) = wilson(successes, trials, 0.95).expect("trials");
            let share = successes as f64 / trials as f64;
            prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
        }
    }
}
