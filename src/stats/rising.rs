//! Roots of functions that only rise.

use super::Undefined;

/// Where a rising function crosses zero between `low` (at most zero there) and `high` (at least zero there): halving until the two ends are
/// neighbours.
pub(super) fn rising_root(function: impl Fn(f64) -> Result<f64, Undefined>, low: f64, high: f64) -> Result<f64, Undefined> {
    let (mut low, mut high) = (low, high);
    for _ in 0..2_000 {
        let middle = low.midpoint(high);
        if middle <= low || middle >= high {
            break;
        }
        let value = function(middle)?;
        if value.is_nan() {
            return Err(Undefined::new("the equation has no number at one place"));
        }
        if value < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(low.midpoint(high))
}

/// Where a rising function that is negative at 0 crosses zero, looking upwards from `start > 0` by doubling.
pub(super) fn rising_root_above(function: impl Fn(f64) -> Result<f64, Undefined>, start: f64) -> Result<f64, Undefined> {
    let mut high = start;
    while high.is_finite() {
        if function(high)? >= 0.0 {
            return rising_root(function, 0.0, high);
        }
        high *= 2.0;
    }
    Err(Undefined::new("the bound is larger than any number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        let square = |x: f64| Ok(x * x - 2.0);
        assert!((rising_root(square, 0.0, 2.0).expect("a root") - 2f64.sqrt()).abs() < 1e-15);
        assert!((rising_root_above(square, 1e-3).expect("a root") - 2f64.sqrt()).abs() < 1e-15);
        assert!(rising_root_above(|_| Ok(-1.0), 1.0).is_err());
    }
}
