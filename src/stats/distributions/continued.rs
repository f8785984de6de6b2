//! Continued fractions.

use super::unsettled;
use crate::stats::Measured;

/// Most terms of a fraction or a series: enough for a thousand million degrees of freedom many times over; about the root of the larger parameter is
/// enough.
pub const TERMS: u32 = 20_000_000;

/// `first + n1 / (d1 + n2 / (d2 + ...))` by Lentz' method, until a step changes nothing any more. `term` gives numerator and denominator of step m, from 1.
///
/// # Errors
/// Undefined where it does not settle.
pub fn continued_fraction(first: f64, mut term: impl FnMut(f64) -> (f64, f64)) -> Measured {
    let nonzero = |value: f64| if value == 0.0 { f64::MIN_POSITIVE } else { value };
    let mut value = nonzero(first);
    let (mut c, mut d) = (value, 0.0);
    for m in 1..TERMS {
        let (numerator, denominator) = term(f64::from(m));
        d = 1.0 / nonzero(denominator + numerator * d);
        c = nonzero(denominator + numerator / c);
        value *= c * d;
        if (c * d - 1.0).abs() <= f64::EPSILON {
            return Ok(value);
        }
    }
    Err(unsettled())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        // The golden ratio, the tangent of one (Lambert), and a fraction that swings for ever: 1 - 1 / (1 - 1 / (1 - ...)).
        let golden = continued_fraction(1.0, |_| (1.0, 1.0)).unwrap();
        assert!((golden - 0.5 * (1.0 + 5f64.sqrt())).abs() < 1e-15);
        let tangent = 1.0 / continued_fraction(1.0, |m| (-1.0, 2.0 * m + 1.0)).unwrap();
        assert!((tangent - 1f64.tan()).abs() < 1e-15);
        assert!(continued_fraction(1.0, |_| (-1.0, 1.0)).is_err());
    }
}
