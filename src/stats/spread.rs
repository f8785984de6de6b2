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

/// Effect size between two groups after Cohen: difference of means over the pooled standard deviation, `(m_a - m_b) / s`, with
/// `s^2 = ((n_a - 1) s_a^2 + (n_b - 1) s_b^2) / (n_a + n_b - 2)`. Each group is its count, sum and sum of squares. 0 where nothing varies and
/// means are equal. Source: B5.2.
///
/// # Errors
/// Undefined with fewer than two values in a group, or where nothing varies but the means differ.
pub fn effect_size(a: [f64; 3], b: [f64; 3]) -> Measured {
    let [count_a, sum_a, squares_a] = a;
    let [count_b, sum_b, squares_b] = b;
    if count_a < 2.0 || count_b < 2.0 {
        return Err(Undefined::new("fewer than two values in a group"));
    }
    let difference = sum_a / count_a - sum_b / count_b;
    let scatter = (squares_a - sum_a * sum_a / count_a).max(0.0) + (squares_b - sum_b * sum_b / count_b).max(0.0);
    let pooled = (scatter / (count_a + count_b - 2.0)).sqrt();
    if difference.abs() < 1e-12 {
        return Ok(0.0);
    }
    // What is left of rounding in sums of squares is no spread.
    let spread = if pooled > 1e-5 * (sum_a / count_a).abs() { pooled } else { 0.0 };
    quotient(difference, spread, "nothing varies within the groups")
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
    fn effect_sizes() {
        let group = |values: &[f64]| [values.len() as f64, values.iter().sum(), values.iter().map(|value| value * value).sum()];
        // Means 2 and 4, variances 1 and 1 (n - 1): d = -2.
        assert!((effect_size(group(&[1.0, 2.0, 3.0]), group(&[3.0, 4.0, 5.0])).expect("spread") + 2.0).abs() < 1e-12);
        assert_eq!(effect_size(group(&[1.0, 1.0]), group(&[1.0, 1.0, 1.0])), Ok(0.0));
        assert!(effect_size(group(&[1.0, 1.0]), group(&[1.1, 1.1])).is_err());
        assert!(effect_size(group(&[1.0]), group(&[1.1, 1.1])).is_err());
    }

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
