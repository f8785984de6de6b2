//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

use super::{number, probability};
use crate::stats::Measured;

/// From here on the logarithm of the tail comes from Mills' ratio.
const MILLS_FROM: f64 = 10.0;
/// Terms of its continued fraction; at 10 they settle long before.
const MILLS_TERMS: u32 = 60;

/// Chance that a standard normal number is at most `x`, relatively accurate in the lower tail.
///
/// # Errors
/// Undefined at NaN.
pub fn normal_cdf(x: f64) -> Measured {
    Ok(lower(number(x, "x")?))
}

/// Chance that a standard normal number is above `x`, relatively accurate in the upper tail.
///
/// # Errors
/// Undefined at NaN.
pub fn normal_sf(x: f64) -> Measured {
    Ok(lower(-number(x, "x")?))
}

/// Natural logarithm of [`normal_sf`], also where that one is too small for a double.
///
/// # Errors
/// Undefined at NaN.
pub fn normal_log_sf(x: f64) -> Measured {
    Ok(log_upper(number(x, "x")?))
}

/// Density of the standard normal distribution: `exp(-x^2 / 2) / sqrt(2 pi)`; 0 at infinity, NaN at NaN.
pub fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * PI)
}

/// The number that a standard normal one is below with chance `p`; minus and plus infinity at 0 and 1. For an upper tail ask for minus the
/// quantile of its small probability.
///
/// # Errors
/// Undefined for a probability outside 0 to 1.
pub fn normal_quantile(p: f64) -> Measured {
    let p = probability(p)?;
    if p == 0.0 || p == 1.0 {
        return Ok(if p == 0.0 { f64::NEG_INFINITY } else { f64::INFINITY });
    }
    if p == 0.5 {
        return Ok(0.0);
    }
    let first = -SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p);
    // One step of Newton on the logarithm mends the last digits in the tail.
    let step = (log_upper(-first) - libm::log(p)) * lower(first) / normal_density(first);
    Ok(if p < 0.25 && step.is_finite() { first - step } else { first })
}

/// [`normal_cdf`] of a number that is known to be one.
pub fn lower(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

pub(super) fn log_upper(x: f64) -> f64 {
    if x == f64::INFINITY {
        f64::NEG_INFINITY
    } else if x > MILLS_FROM {
        let mills = (1..=MILLS_TERMS).rev().fold(x, |below, term| x + f64::from(term) / below);
        -0.5 * x * x - 0.5 * libm::log(2.0 * PI) - libm::log(mills)
    } else if x > -1.0 {
        libm::log(lower(-x))
    } else {
        libm::log1p(-lower(x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends() {
        assert_eq!(normal_cdf(f64::INFINITY), Ok(1.0));
        assert_eq!(normal_cdf(f64::NEG_INFINITY), Ok(0.0));
        assert_eq!(normal_log_sf(f64::INFINITY), Ok(f64::NEG_INFINITY));
        assert_eq!(normal_log_sf(f64::NEG_INFINITY), Ok(0.0));
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (Ok(f64::NEG_INFINITY), Ok(f64::INFINITY)));
        for p in [-0.1, 1.1, f64::NAN] {
            assert!(normal_quantile(p).is_err());
        }
        assert!(normal_cdf(f64::NAN).is_err() && normal_sf(f64::NAN).is_err() && normal_log_sf(f64::NAN).is_err());
        // The smallest double: -38.467405617144344 (mpmath).
        assert!((normal_quantile(5e-324).unwrap() + 38.467_405_617).abs() < 1e-8);
    }

    proptest! {
        #[test]
        fn tails_mirror_and_the_logarithm_agrees(x in -37.0..37.0f64) {
            prop_assert_eq!(normal_sf(x), normal_cdf(-x));
            let (sf, log) = (normal_sf(x).unwrap(), normal_log_sf(x).unwrap());
            prop_assert!((sf.ln() - log).abs() <= 1e-12 * log.abs().max(1.0));
        }

        #[test]
        fn the_quantile_is_the_inverse(exponent in -300.0..-0.31f64) {
            let p = 10f64.powf(exponent);
            let back = normal_cdf(normal_quantile(p).unwrap()).unwrap();
            prop_assert!((back / p - 1.0).abs() < 2e-12, "{} {}", p, back);
            prop_assert!((normal_quantile(1.0 - p).unwrap() + normal_quantile(p).unwrap()).abs() < 1e-9 || p < 1e-6);
        }
    }
}
