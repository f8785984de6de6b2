//! Means of independent values with Student t intervals.

use super::{Undefined, student_t_quantile};

/// Mean and spread of independent values, from which intervals of the mean follow.
///
/// - mean: `sum x / n`;
/// - deviation: sample standard deviation, `sqrt(sum (x - mean)^2 / (n - 1))`, from two values on;
/// - interval: `mean +- t(n - 1) * deviation / sqrt(n)`, from two values on (Student 1908).
///
/// Source for worlds as the unit of replication: B5.4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Number of values.
    pub count: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Sample standard deviation; `None` with one value.
    pub deviation: Option<f64>,
    /// Two or more values, all exactly equal: an interval would be a point and must not be read as certainty about anything random.
    pub deterministic: bool,
}

impl Sample {
    /// Summary of the values.
    ///
    /// # Errors
    /// Undefined without values, or when one of them is not finite.
    pub fn of(values: &[f64]) -> Result<Self, Undefined> {
        let Some(&first) = values.first() else {
            return Err(Undefined::new("there is no value"));
        };
        if values.iter().any(|value| !value.is_finite()) {
            return Err(Undefined::new("a value is not a finite number"));
        }
        let count = values.len();
        if values.iter().all(|&value| value == first) {
            // The sum of equal values may be off by a rounding step; the value itself is not.
            let several = count > 1;
            return Ok(Self { count, mean: first, deviation: several.then_some(0.0), deterministic: several });
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Ok(Self { count, mean, deviation: Some((squares / (count - 1) as f64).sqrt()), deterministic: false })
    }

    /// Two-sided interval of the mean at a confidence between 0 and 1. `None` with one value. A point when all values are equal.
    pub fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let deviation = self.deviation?;
        if self.deterministic {
            return Some((self.mean, self.mean));
        }
        let half = students_t_quantile(self.count - 1, confidence)? * deviation / (self.count as f64).sqrt();
        Some((self.mean - half, self.mean + half))
    }
}

/// The number of standard errors that an interval with the given confidence reaches to each side: the `(1 + confidence) / 2` quantile of
/// Student's t. `None` without degrees of freedom, for a confidence outside 0 to 1, or so near 1 that the quantile is not finite.
pub fn students_t_quantile(degrees_of_freedom: usize, confidence: f64) -> Option<f64> {
    if degrees_of_freedom == 0 || !(0.0..1.0).contains(&confidence) {
        return None;
    }
    // The upper tail is asked for by its small probability: near 1 a probability has too few digits.
    let quantile = -student_t_quantile((1.0 - confidence) / 2.0, degrees_of_freedom as f64).ok()?;
    quantile.is_finite().then_some(quantile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_agree_with_printed_tables() {
        for (freedom, confidence, expected) in
            [(1, 0.95, 12.7062), (4, 0.95, 2.776_45), (19, 0.95, 2.093_02), (19, 0.5, 0.687_62), (19, 0.999, 3.883_41), (1_000, 0.95, 1.962_34)]
        {
            let found = students_t_quantile(freedom, confidence).expect("a quantile");
            assert!((found - expected).abs() < 1e-4 * expected, "{freedom} {confidence}: {found} against {expected}");
        }
        assert_eq!(students_t_quantile(0, 0.95), None);
        assert_eq!(students_t_quantile(5, 1.0), None);
    }

    #[test]
    fn extreme_confidences_stay_finite_and_grow() {
        let mut last = 0.0;
        for exponent in 1..=10 {
            let quantile = students_t_quantile(19, 1.0 - 10f64.powi(-exponent)).expect("a quantile");
            assert!(quantile > last, "{quantile} after {last}");
            last = quantile;
        }
    }

    #[test]
    fn small_samples() {
        assert!(Sample::of(&[]).is_err());
        assert!(Sample::of(&[1.0, f64::NAN]).is_err());
        let one = Sample::of(&[2.5]).expect("one value");
        assert_eq!((one.mean, one.deviation, one.deterministic, one.interval(0.95)), (2.5, None, false, None));
        let equal = Sample::of(&[0.1; 7]).expect("equal values");
        assert_eq!((equal.mean, equal.deterministic, equal.interval(0.95)), (0.1, true, Some((0.1, 0.1))));
    }

    #[test]
    fn interval_of_five_values() {
        // mean 3, deviation sqrt(2.5), half width 2.776445 * sqrt(2.5 / 5)
        let (low, high) = Sample::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).expect("values").interval(0.95).expect("an interval");
        assert!((low - 1.036_757).abs() < 1e-5 && (high - 4.963_243).abs() < 1e-5, "{low} {high}");
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_mean_and_widens_with_confidence(values in prop::collection::vec(-1e3..1e3f64, 2..40)) {
            let sample = Sample::of(&values).expect("finite values");
            let (inner, outer) = (sample.interval(0.5).expect("two values"), sample.interval(0.95).expect("two values"));
            prop_assert!(outer.0 <= inner.0 && inner.0 <= sample.mean && sample.mean <= inner.1 && inner.1 <= outer.1);
        }
    }
}
