//! The chi-square distribution, from the incomplete gamma function.

use super::gamma::gamma_powers;
use super::{LARGEST, TERMS, continued_fraction, finite_positive, number, unsettled};
use crate::stats::{Measured, Undefined};

/// Chance that a chi-square number is at most `x`: `P(df / 2, x / 2)` of the incomplete gamma function. 0 below zero.
///
/// # Errors
/// Undefined at NaN, or unless the degrees of freedom are above zero and finite.
pub fn chi_square_cdf(x: f64, degrees_of_freedom: f64) -> Measured {
    Ok(tails(x, degrees_of_freedom)?.0)
}

/// Chance that a chi-square number is above `x`: `Q(df / 2, x / 2)` of the incomplete gamma function. 1 below zero.
///
/// # Errors
/// Undefined at NaN, or unless the degrees of freedom are above zero and finite.
pub fn chi_square_sf(x: f64, degrees_of_freedom: f64) -> Measured {
    Ok(tails(x, degrees_of_freedom)?.1)
}

fn tails(x: f64, degrees_of_freedom: f64) -> Result<(f64, f64), Undefined> {
    let a = 0.5 * finite_positive(degrees_of_freedom, "the number of degrees of freedom")?;
    let x = 0.5 * number(x, "x")?;
    if x <= 0.0 {
        return Ok((0.0, 1.0));
    }
    if x == f64::INFINITY {
        return Ok((1.0, 0.0));
    }
    if a > LARGEST {
        return Err(unsettled());
    }
    if x < a + 1.0 {
        let lower = (gamma_powers(a, x) * series(a, x)?).min(1.0);
        Ok((lower, 1.0 - lower))
    } else {
        let upper = (gamma_powers(a, x) / fraction(a, x)?).min(1.0);
        Ok((1.0 - upper, upper))
    }
}

/// `1/a + x/(a (a + 1)) + x^2/(a (a + 1) (a + 2)) + ...`: nothing cancels.
fn series(a: f64, x: f64) -> Measured {
    let (mut term, mut sum) = (1.0 / a, 1.0 / a);
    for n in 1..TERMS {
        let ratio = x / (a + f64::from(n));
        term *= ratio;
        sum += term;
        // The rest is below a geometric series.
        if term * ratio <= sum * (1.0 - ratio) * 0.25 * f64::EPSILON {
            return Ok(sum);
        }
    }
    Err(unsettled())
}

/// `x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))`.
fn fraction(a: f64, x: f64) -> Measured {
    let mut b = x + 1.0 - a;
    continued_fraction(b, |n| {
        b += 2.0;
        (-n * (n - a), b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends() {
        assert_eq!((chi_square_cdf(-1.0, 3.0), chi_square_sf(-1.0, 3.0)), (Ok(0.0), Ok(1.0)));
        assert_eq!((chi_square_cdf(f64::INFINITY, 3.0), chi_square_sf(f64::INFINITY, 3.0)), (Ok(1.0), Ok(0.0)));
        for (x, freedom) in [(f64::NAN, 1.0), (1.0, 0.0), (1.0, -2.0), (1.0, f64::NAN), (1.0, f64::INFINITY), (1e300, 1e300)] {
            assert!(chi_square_cdf(x, freedom).is_err() && chi_square_sf(x, freedom).is_err(), "{x} {freedom}");
        }
    }

    proptest! {
        #[test]
        fn two_degrees_are_exponential(x in 1e-6..1400.0f64) {
            prop_assert!((chi_square_sf(x, 2.0).unwrap() / (-0.5 * x).exp() - 1.0).abs() < 1e-12);
            prop_assert!((chi_square_cdf(x, 2.0).unwrap() / -(-0.5 * x).exp_m1() - 1.0).abs() < 1e-13);
        }

        #[test]
        fn tails_sum_to_one_and_fall(x in 0.0..200f64, more in 0.0..50f64, freedom in 0.1..150f64) {
            let (cdf, sf) = (chi_square_cdf(x, freedom).unwrap(), chi_square_sf(x, freedom).unwrap());
            prop_assert!((cdf + sf - 1.0).abs() < 1e-14);
            prop_assert!(chi_square_sf(x + more, freedom).unwrap() <= sf * (1.0 + 1e-12));
        }
    }
}
