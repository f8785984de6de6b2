//! The gamma function and what accurate leading terms need.

use std::f64::consts::PI;

use super::{finite_positive, number};
use crate::stats::{Measured, Undefined};

/// `ln sqrt(2 pi)`.
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;
/// From here on Stirling's series is exact to the last digit.
const STIRLING_FROM: f64 = 16.0;

/// Logarithm of the gamma function: `ln |Gamma(x)|`.
///
/// # Errors
/// Undefined at NaN, and at zero and the negative whole numbers, where the gamma function has poles.
pub fn ln_gamma(x: f64) -> Measured {
    not_a_pole(x)?;
    Ok(libm::lgamma(x))
}

/// Derivative of [`ln_gamma`].
///
/// # Errors
/// Undefined where [`ln_gamma`] is.
pub fn digamma(x: f64) -> Measured {
    not_a_pole(x)?;
    Ok(statrs::function::gamma::digamma(x))
}

fn not_a_pole(x: f64) -> Result<(), Undefined> {
    if x == f64::NEG_INFINITY || (number(x, "x")? <= 0.0 && libm::floor(x) == x) {
        Err(Undefined::new("the gamma function has a pole there"))
    } else {
        Ok(())
    }
}

/// Logarithm of the beta function: `ln Gamma(a) + ln Gamma(b) - ln Gamma(a + b)`, without the cancellation of large terms.
///
/// # Errors
/// Undefined unless `a` and `b` are above zero and finite.
pub fn ln_beta(a: f64, b: f64) -> Measured {
    let (a, b) = (finite_positive(a, "a")?, finite_positive(b, "b")?);
    let (small, large) = (a.min(b), a.max(b));
    if large < STIRLING_FROM {
        return Ok(libm::lgamma(small) + (libm::lgamma(large) - libm::lgamma(small + large)));
    }
    let tail = stirling_error(large) - stirling_error(small + large);
    if small < STIRLING_FROM {
        // Gamma(large) / Gamma(small + large) after Stirling.
        let ratio = small - (large - 0.5) * libm::log1p(small / large) - small * libm::log(small + large);
        return Ok(libm::lgamma(small) + ratio + tail);
    }
    let share = small / (small + large);
    let powers = (small - 0.5) * libm::log(share) - large * libm::log1p(small / large);
    Ok(LN_ROOT_TWO_PI - 0.5 * libm::log(large) + powers + stirling_error(small) + tail)
}

/// What Stirling's formula lacks: `ln Gamma(n + 1) - (n + 1/2) ln n + n - ln sqrt(2 pi)`, n above zero (Loader 2000).
pub fn stirling_error(n: f64) -> f64 {
    if n < STIRLING_FROM {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - LN_ROOT_TWO_PI;
    }
    let s = 1.0 / (n * n);
    let series = 1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * 691.0 / 360_360.0))));
    series / n
}

/// Deviance `x ln(x / mean) + mean - x` of a Poisson count, without cancellation where both are near each other (Loader 2000). Both above zero.
pub fn deviance(x: f64, mean: f64) -> f64 {
    let distance = x - mean;
    if distance.abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) + mean - x;
    }
    let v = distance / (x + mean);
    let mut sum = distance * v;
    let mut term = 2.0 * x * v;
    // v is below a tenth: each term is a hundredth of the one before.
    for odd in [3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 17.0, 19.0] {
        term *= v * v;
        sum += term / odd;
    }
    sum
}

/// `x^a e^-x / Gamma(a)`, for a and x above zero.
pub fn gamma_powers(a: f64, x: f64) -> f64 {
    libm::sqrt(a / (2.0 * PI)) * libm::exp(-stirling_error(a) - deviance(a, x))
}

/// `x^a y^b / B(a, b)` with `y = 1 - x`, for arguments above zero.
pub fn beta_powers(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    libm::sqrt(a / n * b / (2.0 * PI)) * libm::exp(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_values() {
        assert!((ln_gamma(0.5).unwrap() - 0.5 * PI.ln()).abs() < 1e-15);
        assert!((ln_gamma(-0.5).unwrap() - (2.0 * PI.sqrt()).ln()).abs() < 1e-15);
        assert!((digamma(1.0).unwrap() + 0.577_215_664_901_532_9).abs() < 1e-14);
        assert!(ln_beta(1.0, 1.0).unwrap().abs() < 1e-15);
        // B(a, 1) = 1 / a
        for a in [1e-8, 0.3, 15.9, 16.0, 1e3, 1e9] {
            assert!((ln_beta(a, 1.0).unwrap() + a.ln()).abs() < 1e-14 * (1.0 + a.ln().abs()), "{a}");
        }
    }

    #[test]
    fn what_is_no_argument_is_undefined() {
        for x in [0.0, -1.0, -7.0, f64::NAN, f64::NEG_INFINITY] {
            assert!(ln_gamma(x).is_err() && digamma(x).is_err(), "{x}");
        }
        for (a, b) in [(0.0, 1.0), (1.0, -1.0), (f64::NAN, 1.0), (1.0, f64::NAN), (f64::INFINITY, 1.0)] {
            assert!(ln_beta(a, b).is_err(), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn beta_is_symmetric_and_recursive(a in 0.01..60f64, b in 0.01..60f64) {
            let here = ln_beta(a, b).unwrap();
            prop_assert_eq!(here, ln_beta(b, a).unwrap());
            // B(a + 1, b) = B(a, b) a / (a + b)
            prop_assert!((ln_beta(a + 1.0, b).unwrap() - here - (a / (a + b)).ln()).abs() < 1e-12);
        }

        #[test]
        fn the_deviance_is_one_curve(x in 0.1..1e3f64, ratio in 0.7..1.4f64) {
            let mean = x * ratio;
            prop_assert!((deviance(x, mean) - (x * (x / mean).ln() + mean - x)).abs() < 1e-12 * x.max(1.0));
        }
    }
}
