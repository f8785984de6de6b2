//! How many values would be enough.

use super::students_t_quantile;

/// The most values that are worth planning for.
const MOST_VALUES: usize = 10_000;

/// The smallest number of values whose t interval would be narrower, to each side, than `distance`, if their standard deviation stays as it is:
/// the smallest `n >= 2` with `t(n - 1) * deviation / sqrt(n) < distance`. `None` when the distance is zero or 10,000 values would not do.
pub fn values_needed(distance: f64, deviation: f64, confidence: f64) -> Option<usize> {
    let enough = |count: usize| students_t_quantile(count - 1, confidence).is_some_and(|t| t * deviation / (count as f64).sqrt() < distance);
    if !(distance > 0.0 && deviation.is_finite() && enough(MOST_VALUES)) {
        return None;
    }
    // The half width falls with every value added, so halving finds the first that is enough.
    let (mut short, mut long) = (1, MOST_VALUES);
    while long - short > 1 {
        let middle = short.midpoint(long);
        if enough(middle) {
            long = middle;
        } else {
            short = middle;
        }
    }
    Some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_count_that_is_enough() {
        // t(5) = 2.5706 over sqrt(6) = 1.0494; t(6) = 2.4469 over sqrt(7) = 0.9249.
        assert_eq!(values_needed(1.0, 1.0, 0.95), Some(7));
        assert_eq!(values_needed(1.05, 1.0, 0.95), Some(6));
        assert_eq!(values_needed(1e9, 1.0, 0.95), Some(2));
        assert_eq!(values_needed(0.0, 1.0, 0.95), None);
        assert_eq!(values_needed(1e-9, 1.0, 0.95), None);
        assert_eq!(values_needed(f64::NAN, 1.0, 0.95), None);
    }
}
