//! Student's t.

use super::beta::incomplete_beta;
use super::gamma::{beta_powers, ln_beta};
use super::{normal, normal_quantile, number, positive, probability, root_of_increasing};
use crate::stats::{Measured, Undefined};

/// With more degrees of freedom the distribution is the normal one to all digits.
pub(super) const NORMAL_FROM: f64 = 1e17;
/// Beyond so many roots of the degrees of freedom the tail is its first term to all digits.
const FIRST_TERM_FROM: f64 = 1e9;
/// Logarithms of t beyond which a double cannot go, or hardly.
const MOST_LOG: f64 = 700.0;

/// Chance that Student's t is at most `x`. The degrees of freedom may be fractional (Welch); infinitely many are the normal distribution.
///
/// # Errors
/// Undefined at NaN, or unless the degrees of freedom are above zero.
pub fn student_t_cdf(x: f64, degrees_of_freedom: f64) -> Measured {
    student_t_sf(-x, degrees_of_freedom)
}

/// Chance that Student's t is above `x`, relatively accurate in the upper tail.
///
/// # Errors
/// Undefined at NaN, or unless the degrees of freedom are above zero.
pub fn student_t_sf(x: f64, degrees_of_freedom: f64) -> Measured {
    let (x, freedom) = (number(x, "x")?, positive(degrees_of_freedom, "the number of degrees of freedom")?);
    if freedom > NORMAL_FROM {
        return Ok(normal::lower(-x));
    }
    let beyond = two_tails(x.abs(), freedom)?.0;
    Ok(if x > 0.0 { 0.5 * beyond } else { 1.0 - 0.5 * beyond })
}

/// The number that Student's t is below with chance `p`; minus and plus infinity at 0 and 1. For an upper tail ask for minus the quantile of its
/// small probability.
///
/// # Errors
/// Undefined for a probability outside 0 to 1, unless the degrees of freedom are above zero, or where the quantile is too large for a double.
pub fn student_t_quantile(p: f64, degrees_of_freedom: f64) -> Measured {
    let (p, freedom) = (probability(p)?, positive(degrees_of_freedom, "the number of degrees of freedom")?);
    if p == 0.0 || p == 1.0 || freedom > NORMAL_FROM {
        return normal_quantile(p);
    }
    if p == 0.5 {
        return Ok(0.0);
    }
    let sign = if p < 0.5 { -1.0 } else { 1.0 };
    let tail = if p < 0.5 { p } else { 1.0 - p };
    let central = tail > 0.25;
    let wanted = if central { (p - 0.5).abs() } else { tail };
    // Newton between logarithms: of t, and of the tail, or of what lies between zero and t where that is the smaller part.
    let start = libm::log(-normal_quantile(tail)?);
    let log = root_of_increasing((-MOST_LOG, MOST_LOG), start, |log| {
        let t = libm::exp(log);
        let Ok((beyond, within)) = two_tails(t, freedom) else { return (f64::NAN, f64::NAN) };
        let (part, direction) = if central { (0.5 * within, 1.0) } else { (0.5 * beyond, -1.0) };
        if part > 0.0 { (direction * libm::log(part / wanted), slope(t, freedom) / part) } else { (-direction, 0.0) }
    });
    if log > MOST_LOG - 1e-9 { Err(Undefined::new("the quantile is too large for a number")) } else { Ok(sign * libm::exp(log)) }
}

/// The two shares of `t^2 / (df + t^2)`: what is left, and itself.
fn split(t: f64, freedom: f64) -> (f64, f64) {
    let ratio = t / libm::sqrt(freedom);
    let square = ratio * ratio;
    if square < 1.0 { (1.0 / (1.0 + square), square / (1.0 + square)) } else { (1.0 / square / (1.0 + 1.0 / square), 1.0 / (1.0 + 1.0 / square)) }
}

/// Chance that |T| is above t, and that it is not.
fn two_tails(t: f64, freedom: f64) -> Result<(f64, f64), Undefined> {
    let ratio = t / libm::sqrt(freedom);
    if ratio > FIRST_TERM_FROM {
        let beyond = libm::exp(-freedom * libm::log(ratio) - ln_beta(0.5 * freedom, 0.5)?) * 2.0 / freedom;
        return Ok((beyond, 1.0 - beyond));
    }
    let (x, y) = split(t, freedom);
    incomplete_beta(0.5 * freedom, 0.5, x, y)
}

/// Density times t: how fast a tail falls with the logarithm of t.
fn slope(t: f64, freedom: f64) -> f64 {
    let (x, y) = split(t, freedom);
    if x > 0.0 && y > 0.0 { beta_powers(0.5 * freedom, 0.5, x, y) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::PI;

    #[test]
    fn the_ends() {
        assert_eq!((student_t_cdf(f64::INFINITY, 3.0), student_t_sf(f64::INFINITY, 3.0)), (Ok(1.0), Ok(0.0)));
        assert_eq!((student_t_cdf(f64::NEG_INFINITY, 3.0), student_t_cdf(0.0, 3.0)), (Ok(0.0), Ok(0.5)));
        assert_eq!((student_t_quantile(0.0, 3.0), student_t_quantile(1.0, 3.0)), (Ok(f64::NEG_INFINITY), Ok(f64::INFINITY)));
        for (x, freedom) in [(f64::NAN, 3.0), (1.0, 0.0), (1.0, -1.0), (1.0, f64::NAN)] {
            assert!(student_t_cdf(x, freedom).is_err() && student_t_sf(x, freedom).is_err() && student_t_quantile(0.3 * x, freedom).is_err());
        }
        assert_eq!(student_t_sf(1.5, f64::INFINITY), Ok(normal::lower(-1.5)));
        assert_eq!(student_t_quantile(1e-300, 0.1).map_err(|_| ()), Err(()), "too large");
    }

    proptest! {
        /// With one degree of freedom (Cauchy) the tail is `atan(1 / x) / pi`.
        #[test]
        fn one_degree_is_cauchy(exponent in -5.0..200f64) {
            let x = 10f64.powf(exponent);
            prop_assert!((student_t_sf(x, 1.0).unwrap() / ((1.0 / x).atan() / PI) - 1.0).abs() < 1e-12);
        }

        #[test]
        fn many_degrees_approach_the_normal_distribution(x in -6.0..6.0f64) {
            let (t, z) = (student_t_sf(x, 1e13).unwrap(), normal::lower(-x));
            prop_assert!((t / z - 1.0).abs() < 1e-9);
        }

        #[test]
        fn the_quantile_is_the_inverse(exponent in -30.0..-0.31f64, log_freedom in -1.0..10f64) {
            let (p, freedom) = (10f64.powf(exponent), 10f64.powf(log_freedom));
            if let Ok(t) = student_t_quantile(p, freedom) {
                prop_assert!((student_t_cdf(t, freedom).unwrap() / p - 1.0).abs() < 1e-10);
            }
        }
    }
}
