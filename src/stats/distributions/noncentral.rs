//! The noncentral t distribution, for the power of t tests.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::gamma::stirling_error;
use super::normal::{log_upper, lower};
use super::number;
use super::student::NORMAL_FROM;
use crate::stats::quadrature::gauss_legendre;
use crate::stats::{Measured, Undefined};

/// Nodes for each stretch of the integral.
const NODES: usize = 96;
/// The integrand is left out where it is below its top by more than this many units of its logarithm.
const DEPTH: f64 = 48.0;
/// Beyond so many standard deviations a normal chance is 0 or 1 to all digits.
const REACH: f64 = 9.0;

/// Stretches of s - 1 that begin below this reach towards s = 0.
const NEAR_ZERO: f64 = -0.5;

static RULE: LazyLock<(Vec<f64>, Vec<f64>)> = LazyLock::new(|| gauss_legendre(NODES, -1.0, 1.0));

/// Chance that a noncentral t number, `(z + shift) / sqrt(chi^2(df) / df)`, is at most `x`, relatively accurate in the lower tail.
///
/// # Errors
/// Undefined at NaN, with an infinite shift, or with fewer than one degree of freedom.
pub fn noncentral_t_cdf(x: f64, degrees_of_freedom: f64, shift: f64) -> Measured {
    noncentral_t_sf(-x, degrees_of_freedom, -shift)
}

/// Chance that a noncentral t number is above `x`: the mean of `P(z > x s - shift)` over `s = sqrt(chi^2(df) / df)`, by Gauss and Legendre's rule
/// where the integrand, whose logarithm is concave, does not vanish. Relatively accurate in the upper tail.
///
/// # Errors
/// Undefined at NaN, with an infinite shift, or with fewer than one degree of freedom.
pub fn noncentral_t_sf(x: f64, degrees_of_freedom: f64, shift: f64) -> Measured {
    let (x, freedom, shift) = (number(x, "x")?, number(degrees_of_freedom, "the number of degrees of freedom")?, number(shift, "the shift")?);
    if freedom < 1.0 || shift.is_infinite() {
        return Err(Undefined::new("a noncentral t needs one degree of freedom or more and a finite shift"));
    }
    if x.is_infinite() {
        return Ok(if x > 0.0 { 0.0 } else { 1.0 });
    }
    if freedom > NORMAL_FROM {
        return Ok(lower(shift - x));
    }
    Ok(integral(x, freedom, shift).clamp(0.0, 1.0))
}

fn integral(x: f64, freedom: f64, shift: f64) -> f64 {
    // Logarithm of the integrand at s = 1 + e, without the constants.
    let log = |e: f64| {
        if e <= -1.0 {
            return f64::NEG_INFINITY;
        }
        let s = libm::log1p(e);
        freedom * (s - e - 0.5 * e * e) - s + log_upper(x * (1.0 + e) - shift)
    };
    let top = top(x, freedom, shift, &log);
    let peak = log(top);
    if peak == f64::NEG_INFINITY {
        return 0.0;
    }
    let ends = (edge(top, -1.0, peak, &log), edge(top, 1.0, peak, &log));
    // The chance turns from 1 to 0 within a few standard deviations of z around s = shift / x.
    let turn = shift / x - 1.0;
    let mut cuts = vec![ends.0, top, ends.1];
    cuts.extend([turn - REACH / x.abs(), turn, turn + REACH / x.abs()].into_iter().filter(|cut| *cut > ends.0 && *cut < ends.1));
    cuts.sort_by(f64::total_cmp);
    let sum: f64 = cuts.windows(2).map(|stretch| stretch_sum(stretch[0], stretch[1], |e| libm::exp(log(e) - peak))).sum();
    let k = 0.5 * freedom;
    2.0 * libm::sqrt(k / (2.0 * PI)) * libm::exp(peak - stirling_error(k)) * sum
}

/// Integral over one stretch of e. Towards s = 0 the integrand is a broken power of s, so there the nodes lie evenly in the fourth root of s.
fn stretch_sum(low: f64, high: f64, function: impl Fn(f64) -> f64) -> f64 {
    let rooted = low < NEAR_ZERO;
    let root = |e: f64| if rooted { libm::sqrt(libm::sqrt(1.0 + e)) } else { e };
    let (half, middle) = (0.5 * (root(high) - root(low)), 0.5 * (root(high) + root(low)));
    let nodes = RULE.0.iter().zip(&RULE.1).map(|(node, weight)| {
        let at = middle + half * node;
        let square = at * at;
        if rooted { weight * 4.0 * square * at * function(square * square - 1.0) } else { weight * function(at) }
    });
    half * nodes.sum::<f64>()
}

/// Where the integrand is largest, by the golden section.
fn top(x: f64, freedom: f64, shift: f64, log: &impl Fn(f64) -> f64) -> f64 {
    let golden = 0.618_033_988_749_894_9;
    // The density of s lies near 1; the normal chance pulls towards s = 0 or, for negative x, towards shift / x.
    let far = 1.0 + 12.0 / libm::sqrt(freedom) + if x < 0.0 { (shift / x).max(0.0) } else { 0.0 };
    let (mut low, mut high) = (-1.0, far);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (log(left), log(right));
    for _ in 0..120 {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = log(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = log(right);
        }
    }
    0.5 * (low + high)
}

/// Where, to one side of the top, the integrand has vanished.
fn edge(top: f64, direction: f64, peak: f64, log: &impl Fn(f64) -> f64) -> f64 {
    let gone = |e: f64| log(e) < peak - DEPTH;
    let mut far = 1e-12;
    while !gone(top + direction * far) && far < 1e12 {
        far *= 2.0;
    }
    let mut near = 0.0;
    for _ in 0..20 {
        let middle = 0.5 * (near + far);
        if gone(top + direction * middle) {
            far = middle;
        } else {
            near = middle;
        }
    }
    (top + direction * far).max(-1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::student_t_sf;
    use proptest::prelude::*;

    #[test]
    fn the_ends() {
        assert_eq!((noncentral_t_sf(f64::INFINITY, 3.0, 1.0), noncentral_t_cdf(f64::INFINITY, 3.0, 1.0)), (Ok(0.0), Ok(1.0)));
        for (x, freedom, shift) in [(f64::NAN, 3.0, 1.0), (1.0, 0.5, 1.0), (1.0, f64::NAN, 0.0), (1.0, 3.0, f64::NAN), (1.0, 3.0, f64::INFINITY)] {
            assert!(noncentral_t_sf(x, freedom, shift).is_err() && noncentral_t_cdf(x, freedom, shift).is_err());
        }
        assert_eq!(noncentral_t_sf(1.5, f64::INFINITY, 1.0), Ok(lower(-0.5)));
    }

    proptest! {
        #[test]
        fn without_shift_it_is_student(x in -30.0..30.0f64, log_freedom in 0.0..9f64) {
            let freedom = 10f64.powf(log_freedom);
            let (found, expected) = (noncentral_t_sf(x, freedom, 0.0).unwrap(), student_t_sf(x, freedom).unwrap());
            prop_assert!((found - expected).abs() <= 1e-11 * expected, "{} {}", found, expected);
        }

        /// P(T < 0) is P(z < -shift).
        #[test]
        fn at_zero_the_spread_does_not_matter(freedom in 1.0..1e6f64, shift in -8.0..8.0f64) {
            let (found, expected) = (noncentral_t_cdf(0.0, freedom, shift).unwrap(), lower(-shift));
            prop_assert!((found / expected - 1.0).abs() < 1e-11);
        }

        #[test]
        fn tails_sum_to_one_and_rise_with_the_shift(x in -50.0..50.0f64, freedom in 1.0..1e4f64, shift in -50.0..50.0f64) {
            let (cdf, sf) = (noncentral_t_cdf(x, freedom, shift).unwrap(), noncentral_t_sf(x, freedom, shift).unwrap());
            prop_assert!((cdf + sf - 1.0).abs() < 1e-11, "{} {}", cdf, sf);
            prop_assert!(noncentral_t_sf(x, freedom, shift + 0.1).unwrap() >= sf * (1.0 - 1e-10));
        }
    }
}
