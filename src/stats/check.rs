//! What numbers must be before anything is made of them.

use super::Undefined;

/// At least `least` numbers, all finite.
pub(super) fn finite(values: &[f64], least: usize) -> Result<(), Undefined> {
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a finite number"));
    }
    if values.len() < least {
        return Err(match least {
            0 | 1 => Undefined::new("there is no value"),
            _ => Undefined::new(format!("fewer than {least} values")),
        });
    }
    Ok(())
}

/// Two columns of the same length, at least `least` pairs, all finite.
pub(super) fn pairs(x: &[f64], y: &[f64], least: usize) -> Result<(), Undefined> {
    if x.len() != y.len() {
        return Err(Undefined::new("the columns have different lengths"));
    }
    finite(x, least)?;
    finite(y, least)
}

/// Weights or amounts: finite, none below zero, a sum above zero. Returns the sum.
pub(super) fn amounts(values: &[f64]) -> Result<f64, Undefined> {
    finite(values, 1)?;
    if values.iter().any(|&value| value < 0.0) {
        return Err(Undefined::new("an amount is below zero"));
    }
    let total: f64 = values.iter().sum();
    if total > 0.0 && total.is_finite() { Ok(total) } else { Err(Undefined::new("the amounts sum to zero")) }
}

/// A confidence strictly between 0 and 1.
pub(super) fn confidence(confidence: f64) -> Result<(), Undefined> {
    if confidence > 0.0 && confidence < 1.0 { Ok(()) } else { Err(Undefined::new("a confidence lies between 0 and 1")) }
}

/// Whether all numbers are the same.
pub(super) fn constant(values: &[f64]) -> bool {
    values.windows(2).all(|two| two[0] == two[1])
}

/// Arithmetic mean of at least one number.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The numbers in ascending order.
pub(super) fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused() {
        assert!(finite(&[], 1).is_err() && finite(&[1.0], 2).is_err() && finite(&[f64::NAN], 1).is_err() && finite(&[], 0).is_ok());
        assert!(pairs(&[1.0], &[], 1).is_err() && pairs(&[1.0], &[f64::INFINITY], 1).is_err());
        assert!(amounts(&[0.0, 0.0]).is_err() && amounts(&[-1.0, 2.0]).is_err() && amounts(&[f64::MAX, f64::MAX]).is_err());
        assert_eq!(amounts(&[1.0, 2.0]), Ok(3.0));
        assert!([0.0, 1.0, -0.1, f64::NAN].iter().all(|&level| confidence(level).is_err()) && confidence(0.95).is_ok());
    }
}
