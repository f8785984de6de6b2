//! The beta distribution and Fisher's F, from the incomplete beta function.

use super::gamma::beta_powers;
use super::{LARGEST, continued_fraction, finite_positive, number, probability, root_of_increasing, unsettled};
use crate::stats::{Measured, Undefined};

/// Logarithms of odds beyond which a double is zero.
const MOST_LOGIT: f64 = 744.0;

/// Chance that a beta number is at most `x`: the incomplete beta function `I_x(a, b)`. 0 below zero, 1 above one.
///
/// # Errors
/// Undefined at NaN, or unless `a` and `b` are above zero and finite.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> Measured {
    Ok(beta_distribution(x, a, b)?.0)
}

/// Chance that a beta number is above `x`: `1 - I_x(a, b)`.
///
/// # Errors
/// Undefined at NaN, or unless `a` and `b` are above zero and finite.
pub fn beta_sf(x: f64, a: f64, b: f64) -> Measured {
    Ok(beta_distribution(x, a, b)?.1)
}

fn beta_distribution(x: f64, a: f64, b: f64) -> Result<(f64, f64), Undefined> {
    parameters(a, b)?;
    let x = number(x, "x")?.clamp(0.0, 1.0);
    incomplete_beta(a, b, x, 1.0 - x)
}

fn parameters(a: f64, b: f64) -> Result<(), Undefined> {
    finite_positive(a, "a parameter of the beta distribution")?;
    finite_positive(b, "a parameter of the beta distribution")?;
    Ok(())
}

/// The number that a beta one is below with chance `p`; 0 and 1 at 0 and 1. For an upper tail of small probability swap the parameters and take it
/// from one.
///
/// # Errors
/// Undefined for a probability outside 0 to 1, or unless `a` and `b` are above zero and finite.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> Measured {
    let p = probability(p)?;
    parameters(a, b)?;
    if p == 0.0 || p == 1.0 {
        return Ok(p);
    }
    let upper = p > 0.5;
    let (wanted, sign) = if upper { (libm::log1p(-p), -1.0) } else { (libm::log(p), 1.0) };
    // Newton on the logarithm of the smaller tail, over the logarithm of the odds.
    let logit = root_of_increasing((-MOST_LOGIT, MOST_LOGIT), libm::log(a / b), |logit| {
        let (x, y) = shares(logit);
        match incomplete_beta(a, b, x, y) {
            Ok((lower, above)) => {
                let tail = if upper { above } else { lower };
                if tail > 0.0 { (sign * (libm::log(tail) - wanted), beta_powers(a, b, x, y) / tail) } else { (-sign, 0.0) }
            }
            Err(_) => (f64::NAN, f64::NAN),
        }
    });
    let (x, y) = shares(logit);
    incomplete_beta(a, b, x, y)?;
    Ok(x)
}

/// A share and the rest of it, from the logarithm of its odds.
fn shares(logit: f64) -> (f64, f64) {
    (1.0 / (1.0 + libm::exp(-logit)), 1.0 / (1.0 + libm::exp(logit)))
}

/// Chance that Fisher's F with those degrees of freedom is above `x`. 1 below zero.
///
/// # Errors
/// Undefined at NaN, or unless both degrees of freedom are above zero and finite.
pub fn f_sf(x: f64, numerator_freedom: f64, denominator_freedom: f64) -> Measured {
    let (d1, d2) = (
        finite_positive(numerator_freedom, "a number of degrees of freedom")?,
        finite_positive(denominator_freedom, "a number of degrees of freedom")?,
    );
    let x = number(x, "x")?;
    if x <= 0.0 {
        return Ok(1.0);
    }
    if x == f64::INFINITY {
        return Ok(0.0);
    }
    let odds = d1 / d2 * x;
    Ok(incomplete_beta(0.5 * d2, 0.5 * d1, 1.0 / (1.0 + odds), odds / (1.0 + odds))?.0)
}

/// `I_x(a, b)` and the rest of it to one, for `y = 1 - x`, which callers know better than a difference would. Parameters are above zero and finite.
pub(super) fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> Result<(f64, f64), Undefined> {
    if x <= 0.0 {
        return Ok((0.0, 1.0));
    }
    if y <= 0.0 {
        return Ok((1.0, 0.0));
    }
    if x * (b + 1.0) <= y * (a + 1.0) {
        let lower = (beta_powers(a, b, x, y) / fraction(a, b, x, y)?).min(1.0);
        Ok((lower, 1.0 - lower))
    } else {
        let upper = (beta_powers(a, b, x, y) / fraction(b, a, y, x)?).min(1.0);
        Ok((1.0 - upper, upper))
    }
}

/// The continued fraction of Didonato and Morris (1992, formula 9); `x^a y^b / B(a, b)` over it is `I_x(a, b)`.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> Measured {
    if a.min(b) > LARGEST || a.max(b) > LARGEST * LARGEST {
        return Err(unsettled());
    }
    let mean_side = a * y - b * x + 1.0;
    continued_fraction(a * mean_side / (a + 1.0), |m| {
        let odd = a + 2.0 * m - 1.0;
        let numerator = (a + m - 1.0) / odd * ((a + b + m - 1.0) / odd) * m * (b - m) * x * x;
        let denominator = m + m * (b - m) * x / odd + (a + m) / (odd + 2.0) * (mean_side + m * (1.0 + y));
        (numerator, denominator)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends() {
        assert_eq!((beta_cdf(-0.1, 2.0, 3.0), beta_sf(1.5, 2.0, 3.0)), (Ok(0.0), Ok(0.0)));
        assert_eq!((beta_quantile(0.0, 2.0, 3.0), beta_quantile(1.0, 2.0, 3.0)), (Ok(0.0), Ok(1.0)));
        assert_eq!((f_sf(-1.0, 2.0, 3.0), f_sf(f64::INFINITY, 2.0, 3.0)), (Ok(1.0), Ok(0.0)));
        for (a, b) in [(0.0, 1.0), (1.0, -1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY), (1e300, 1e300), (1e15, 1e15)] {
            assert!(beta_cdf(0.5, a, b).is_err() && beta_quantile(0.5, a, b).is_err() && f_sf(1.0, a, b).is_err(), "{a} {b}");
        }
        assert!(beta_sf(f64::NAN, 1.0, 1.0).is_err() && beta_quantile(1.5, 1.0, 1.0).is_err() && f_sf(f64::NAN, 1.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn one_parameter_of_one_is_a_power(x in 1e-6..1.0f64, a in 0.01..300f64) {
            prop_assert!((beta_cdf(x, a, 1.0).unwrap() - x.powf(a)).abs() <= 1e-12 * x.powf(a));
            prop_assert!((beta_sf(x, 1.0, a).unwrap() - (1.0 - x).powf(a)).abs() <= 1e-11 * (1.0 - x).powf(a).max(1e-290));
        }

        #[test]
        fn swapping_the_parameters_swaps_the_tails(x in 0.0..=1.0f64, a in 0.01..300f64, b in 0.01..300f64) {
            prop_assert!((beta_cdf(x, a, b).unwrap() + beta_sf(x, a, b).unwrap() - 1.0).abs() < 1e-14);
            let (one, other) = (beta_cdf(x, a, b).unwrap(), beta_sf(1.0 - x, b, a).unwrap());
            prop_assert!((one - other).abs() < 1e-11, "{} {}", one, other);
        }

        #[test]
        fn the_quantile_is_the_inverse(p in 1e-12..1.0f64, a in 0.05..5e3f64, b in 0.05..5e3f64) {
            let x = beta_quantile(p, a, b).unwrap();
            prop_assert!((0.0..=1.0).contains(&x));
            // Next to one a double cannot say where the quantile lies.
            if x < 1.0 - 1e-9 {
                prop_assert!((beta_cdf(x, a, b).unwrap() / p - 1.0).abs() < 1e-7);
            }
        }
    }
}
