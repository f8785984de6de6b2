//! What tests of means need to know of a group, and words that tests share.

use super::{Measured, Undefined};

/// Count, mean and sample standard deviation (divisor n - 1) of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of values.
    pub count: u64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Sample standard deviation.
    pub deviation: f64,
}

impl Summary {
    /// Summary of values, in two passes, so that a large common part does not eat the digits.
    ///
    /// # Errors
    /// Undefined with fewer than two values, or when one is not finite.
    pub fn of(values: &[f64]) -> Result<Self, Undefined> {
        let (mean, variance) = mean_and_variance(values)?;
        Ok(Self { count: values.len() as u64, mean, deviation: libm::sqrt(variance) })
    }

    /// Summary from the count, the sum and the sum of squares: `variance = (sum x^2 - (sum x)^2 / n) / (n - 1)`, 0 where rounding makes it negative.
    ///
    /// # Errors
    /// Undefined with fewer than two values, or when a sum is not finite.
    pub fn from_sums(count: u64, sum: f64, sum_of_squares: f64) -> Result<Self, Undefined> {
        if count < 2 || !sum.is_finite() || !sum_of_squares.is_finite() {
            return Err(Undefined::new("a group needs two or more finite values"));
        }
        let n = count as f64;
        let variance = (sum_of_squares - sum * sum / n) / (n - 1.0);
        Ok(Self { count, mean: sum / n, deviation: libm::sqrt(variance.max(0.0)) })
    }

    /// Square of the standard deviation.
    pub fn variance(&self) -> f64 {
        self.deviation * self.deviation
    }

    /// Squared standard error of the mean.
    pub(super) fn error_square(&self) -> f64 {
        self.variance() / self.count as f64
    }

    /// The summary, if a test can be made of it.
    pub(super) fn checked(&self) -> Result<&Self, Undefined> {
        if self.count < 2 {
            return Err(Undefined::new("a group has fewer than two values"));
        }
        if !(self.mean.is_finite() && self.deviation.is_finite() && self.deviation >= 0.0) {
            return Err(Undefined::new("a mean or a standard deviation is not a finite number"));
        }
        Ok(self)
    }
}

/// Mean and sample variance in two passes.
pub(super) fn mean_and_variance(values: &[f64]) -> Result<(f64, f64), Undefined> {
    let mean = mean(values)?;
    if values.len() < 2 {
        return Err(Undefined::new("fewer than two values"));
    }
    if values.iter().all(|&value| value == values[0]) {
        return Ok((values[0], 0.0));
    }
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Ok((mean, squares / (values.len() - 1) as f64))
}

/// Mean, with what the first sum lost put back.
pub(super) fn mean(values: &[f64]) -> Measured {
    if values.is_empty() {
        return Err(Undefined::new("there is no value"));
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a finite number"));
    }
    let count = values.len() as f64;
    let first = values.iter().sum::<f64>() / count;
    let mean = first + values.iter().map(|value| value - first).sum::<f64>() / count;
    if mean.is_finite() { Ok(mean) } else { Err(Undefined::new("the values are too large to be added")) }
}

/// Sample covariance (divisor n - 1) of two columns of one length.
pub(super) fn covariance(x: &[f64], y: &[f64]) -> Measured {
    if x.len() != y.len() || x.len() < 2 {
        return Err(Undefined::new("a covariance needs two or more pairs"));
    }
    let (mean_x, mean_y) = (mean(x)?, mean(y)?);
    let products: f64 = x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    Ok(products / (x.len() - 1) as f64)
}

/// What a test looks for: the treatment's parameter against the control's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// They differ.
    TwoSided,
    /// The treatment's is smaller.
    Less,
    /// The treatment's is larger.
    Greater,
}

/// A confidence level, if it is one: above 0, below 1.
pub(super) fn level(confidence: f64) -> Measured {
    if confidence > 0.0 && confidence < 1.0 { Ok(confidence) } else { Err(Undefined::new("a confidence lies between 0 and 1")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_groups() {
        assert!(Summary::of(&[]).is_err() && Summary::of(&[1.0]).is_err() && Summary::of(&[1.0, f64::NAN]).is_err());
        assert!(Summary::from_sums(1, 1.0, 1.0).is_err() && Summary::from_sums(5, f64::INFINITY, 1.0).is_err());
        assert!(Summary::of(&[f64::MAX, f64::MAX, -1.0]).is_err(), "sums that overflow");
        assert_eq!(Summary::of(&[0.1; 7]).map(|group| group.deviation), Ok(0.0));
        assert!(Summary { count: 3, mean: f64::NAN, deviation: 1.0 }.checked().is_err());
        assert!(Summary { count: 3, mean: 0.0, deviation: -1.0 }.checked().is_err());
        for confidence in [0.0, 1.0, -0.5, 1.5, f64::NAN] {
            assert!(level(confidence).is_err());
        }
    }

    proptest! {
        #[test]
        fn values_and_their_sums_agree(values in prop::collection::vec(-100.0..100f64, 2..50)) {
            let direct = Summary::of(&values).unwrap();
            let sums = Summary::from_sums(values.len() as u64, values.iter().sum(), values.iter().map(|x| x * x).sum()).unwrap();
            prop_assert!((direct.mean - sums.mean).abs() < 1e-10);
            prop_assert!((direct.variance() - sums.variance()).abs() < 1e-8);
        }
    }
}
