//! How well a few values tell their spread.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Interval of the standard deviation of normal values from that of a sample: `s sqrt((n - 1) / q)` with `q` the upper and the lower
/// `(1 - confidence) / 2` quantile of chi-square with `n - 1` degrees of freedom. `None` for fewer than two values, a deviation that is negative or
/// not finite, or a confidence outside 0 to 1.
pub fn deviation_interval(deviation: f64, count: usize, confidence: f64) -> Option<(f64, f64)> {
    if count < 2 || !(deviation.is_finite() && deviation >= 0.0) || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let freedom = (count - 1) as f64;
    let distribution = ChiSquared::new(freedom).ok()?;
    let tail = (1.0 - confidence) / 2.0;
    let end = |chance: f64| deviation * (freedom / distribution.inverse_cdf(chance)).sqrt();
    let (low, high) = (end(1.0 - tail), end(tail));
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_agree_with_printed_tables() {
        // Chi-square with four degrees of freedom: 0.7107 and 9.4877 leave 5% on each side.
        let (low, high) = deviation_interval(1.0, 5, 0.9).expect("an interval");
        assert!((low - (4.0_f64 / 9.4877).sqrt()).abs() < 1e-4 && (high - (4.0_f64 / 0.7107).sqrt()).abs() < 2e-4, "{low} {high}");
        assert_eq!(deviation_interval(0.0, 5, 0.9), Some((0.0, 0.0)));
    }

    #[test]
    fn what_has_no_spread_has_no_interval() {
        for (deviation, count, confidence) in [(1.0, 1, 0.9), (1.0, 0, 0.9), (f64::NAN, 5, 0.9), (-1.0, 5, 0.9), (1.0, 5, 1.0), (1.0, 5, f64::NAN)] {
            assert_eq!(deviation_interval(deviation, count, confidence), None);
        }
    }
}
