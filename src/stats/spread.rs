//! How far rates lie apart: parity gap and ratio.

use super::{Measured, Undefined, quotient};

/// Highest rate minus lowest: demographic parity difference when the rates are selection rates. 0 is equal. Source: B5.1.
///
/// # Errors
/// Undefined with fewer than two rates: one group cannot be compared with itself.
pub fn largest_gap(rates: &[f64]) -> Measured {
    let (low, high) = ends(rates)?;
    Ok(high - low)
}

/// Lowest rate divided by highest: demographic parity ratio (impact ratio). 1 is equal. Source: B5.1.
///
/// # Errors
/// Undefined with fewer than two rates, when every rate is zero, or when a rate is below zero.
pub fn smallest_ratio(rates: &[f64]) -> Measured {
    let (low, high) = ends(rates)?;
    if low < 0.0 {
        return Err(Undefined::new("a ratio needs values of at least zero"));
    }
    quotient(low, high, "every group's value is zero")
}

fn ends(rates: &[f64]) -> Result<(f64, f64), Undefined> {
    if rates.len() < 2 {
        return Err(Undefined::new("fewer than two groups have a value"));
    }
    Ok(rates.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &rate| (low.min(rate), high.max(rate))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden_vectors() {
        let rates = [0.75, 0.5, 0.5];
        assert_eq!(largest_gap(&rates), Ok(0.25));
        assert!((smallest_ratio(&rates).expect("rates") - 0.666_667).abs() < 1e-6);
        assert!((smallest_ratio(&[21.0 / 50.0, 48.0 / 80.0]).expect("rates") - 0.70).abs() < 1e-12);
        assert_eq!(largest_gap(&[0.0, 0.0]), Ok(0.0));
        assert!(smallest_ratio(&[0.0, 0.0]).is_err());
        assert_eq!(smallest_ratio(&[0.0, 0.4]), Ok(0.0));
        assert!(smallest_ratio(&[-0.1, 0.4]).is_err());
        assert!(largest_gap(&[0.5]).is_err());
        assert!(smallest_ratio(&[]).is_err());
    }
}
