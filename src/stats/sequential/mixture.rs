//! Boundaries that a sum of centred values crosses, at any time, with probability at most alpha: mixtures of supermartingales over intrinsic time.

use crate::stats::distributions::{chi_square_cdf, chi_square_sf, deviance, normal_log_sf, stirling_error};
use crate::stats::rising::rising_root_above;
use crate::stats::{Measured, Undefined};

/// Which supermartingale is mixed. The range parameter `scale` is called c in the source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MixtureBoundary {
    /// Normal mixture, for sums of sub-Gaussian values; one side.
    NormalOneSided,
    /// Normal mixture, both sides; a closed form.
    NormalTwoSided,
    /// Gamma-exponential mixture, for sub-exponential (also empirical Bernstein) sums; one side.
    GammaExponential {
        /// Scale of the values.
        scale: f64,
    },
    /// Gamma-Poisson mixture, for sub-Poisson sums; one side.
    GammaPoisson {
        /// Scale of the values.
        scale: f64,
    },
}

/// What a boundary is tuned for: tightest at one intrinsic time, at one error rate.
#[derive(Clone, Copy)]
struct Tuning {
    /// `rho`: the intrinsic time divided by `-2 ln alpha + ln(1 - 2 ln alpha)`.
    rho: f64,
}

impl Tuning {
    fn two_sided(best_at: f64, log_alpha: f64) -> Result<Self, Undefined> {
        if !(best_at > 0.0 && best_at.is_finite()) {
            return Err(Undefined::new("the intrinsic time to be tightest at must be above 0"));
        }
        Ok(Self { rho: best_at / (-2.0 * log_alpha + libm::log1p(-2.0 * log_alpha)) })
    }

    /// One side spends all of alpha: as two sides with twice alpha.
    fn one_sided(best_at: f64, log_alpha: f64) -> Result<Self, Undefined> {
        let doubled = log_alpha + std::f64::consts::LN_2;
        if doubled >= 0.0 {
            return Err(Undefined::new("a one-sided boundary needs a confidence above one half"));
        }
        Self::two_sided(best_at, doubled)
    }
}

/// The boundary at intrinsic time `time`: a sum of centred values is above it at any time with probability at most alpha = 1 - confidence.
///
/// The value s at which the mixture's logarithm, as a function of (s, time), reaches `ln(1 / alpha)`; `best_at` is the intrinsic time at which the
/// boundary is tightest. Range above 0. Source: Howard, Ramdas, McAuliffe and Sekhon 2021, propositions 5, 6, 9 and 10; as in confseq 0.0.11.
///
/// # Errors
/// Undefined for a negative time, a `best_at` or scale that is not above 0, a confidence outside 0 to 1 or, one-sided, at most one half.
pub fn mixture_boundary(kind: MixtureBoundary, time: f64, confidence: f64, best_at: f64) -> Measured {
    let log_alpha = super::log_alpha(confidence)?;
    checked(time)?;
    if kind == MixtureBoundary::NormalTwoSided {
        let rho = Tuning::two_sided(best_at, log_alpha)?.rho;
        return Ok(((time + rho) * (libm::log1p(time / rho) - 2.0 * log_alpha)).sqrt());
    }
    let rho = Tuning::one_sided(best_at, log_alpha)?.rho;
    let start = time.max(rho);
    match kind {
        MixtureBoundary::GammaExponential { scale } => {
            let square = squared(scale)?;
            rising_root_above(|s| Ok(gamma_exponential(s / scale, time / square, rho / square)? + log_alpha), start)
        }
        MixtureBoundary::GammaPoisson { scale } => {
            let square = squared(scale)?;
            rising_root_above(|s| Ok(gamma_poisson(s / scale, time / square, rho / square)? + log_alpha), start)
        }
        MixtureBoundary::NormalOneSided | MixtureBoundary::NormalTwoSided => {
            rising_root_above(|s| Ok(normal_one_sided(s, time, rho)? + log_alpha), start)
        }
    }
}

/// Logarithm of the two-sided normal mixture at a sum `sum` and intrinsic time `time`: `ln(rho / (time + rho)) / 2 + sum^2 / (2 (time + rho))`.
///
/// Its exponential is an e-value. Source: as [`mixture_boundary`].
///
/// # Errors
/// Undefined for a sum that is not finite, a negative time, a `best_at` that is not above 0, or a confidence outside 0 to 1.
pub fn normal_log_mixture(sum: f64, time: f64, confidence: f64, best_at: f64) -> Measured {
    let rho = Tuning::two_sided(best_at, super::log_alpha(confidence)?)?.rho;
    checked(time)?;
    if !sum.is_finite() {
        return Err(Undefined::new("the sum is not a finite number"));
    }
    let score = sum / (time + rho).sqrt();
    Ok(score * score / 2.0 - libm::log1p(time / rho) / 2.0)
}

/// Polynomial stitched boundary for sub-gamma sums: a closed form that grows like the law of the iterated logarithm.
///
/// `sqrt(k1^2 v l + (k2 c l)^2) + k2 c l` with v = max(time, `first_time`), `l = s ln(ln(eta v / first_time)) + ln(zeta(s) / ln(eta)^s) + ln(1 / alpha)`,
/// `k1 = (eta^(1/4) + eta^(-1/4)) / sqrt(2)`, `k2 = (sqrt(eta) + 1) / 2`, and the usual s = 1.4, eta = 2. Source: Howard et al. 2021, theorem 1.
///
/// # Errors
/// Undefined for a negative time or scale, a first time that is not above 0, or a confidence outside 0 to 1.
pub fn stitched_boundary(time: f64, confidence: f64, first_time: f64, scale: f64) -> Measured {
    const POWER: f64 = 1.4;
    const RATIO: f64 = 2.0;
    let log_alpha = super::log_alpha(confidence)?;
    checked(time)?;
    if !(first_time > 0.0 && first_time.is_finite() && scale >= 0.0 && scale.is_finite()) {
        return Err(Undefined::new("the first time must be above 0 and the scale not below"));
    }
    let v = time.max(first_time);
    let log_ratio = libm::log(RATIO);
    let spent = POWER * libm::log(log_ratio + libm::log(v / first_time)) + libm::log(zeta(POWER)) - POWER * libm::log(log_ratio) - log_alpha;
    let root = RATIO.sqrt().sqrt();
    let first = (root + 1.0 / root) * std::f64::consts::FRAC_1_SQRT_2;
    let second = (RATIO.sqrt() + 1.0) / 2.0 * scale * spent;
    Ok((first * first * v * spent + second * second).sqrt() + second)
}

fn checked(time: f64) -> Result<(), Undefined> {
    if time >= 0.0 && time.is_finite() { Ok(()) } else { Err(Undefined::new("intrinsic time is a number that is not below 0")) }
}

fn squared(scale: f64) -> Measured {
    if scale > 0.0 && scale.is_finite() { Ok(scale * scale) } else { Err(Undefined::new("the scale must be above 0")) }
}

fn normal_one_sided(s: f64, time: f64, rho: f64) -> Measured {
    let width = (time + rho).sqrt();
    let score = s / width;
    Ok(0.5 * libm::log(4.0 * rho / (time + rho)) + score * score / 2.0 + normal_log_sf(-score)?)
}

/// Logarithm of `gamma(a) a^-a e^a`, from which the leading constants of both gamma mixtures follow.
fn gamma_remainder(a: f64) -> f64 {
    0.5 * libm::log(std::f64::consts::TAU / a) + stirling_error(a)
}

/// `s`, time and rho are measured in units of the scale.
fn gamma_exponential(s: f64, time: f64, rho: f64) -> Measured {
    let shape = time + rho;
    let part = |a: f64, y: f64| Ok(gamma_remainder(a) + deviance(a, y) + libm::log(chi_square_cdf(2.0 * y, 2.0 * a)?));
    Ok::<f64, Undefined>(part(shape, shape + s)? - part(rho, rho)?)
}

/// `s`, time and rho are measured in units of the scale.
fn gamma_poisson(s: f64, time: f64, rho: f64) -> Measured {
    let shape = time + rho;
    let part = |z: f64, a: f64| Ok(gamma_remainder(z) + deviance(z, a) + libm::log(chi_square_sf(2.0 * a, 2.0 * z)?));
    Ok::<f64, Undefined>(part(shape + s, shape)? - part(rho, rho)?)
}

/// Riemann's zeta for `s > 1`: twenty terms and Euler-Maclaurin for the rest, exact to a few units of the last digit.
fn zeta(s: f64) -> f64 {
    const TERMS: u32 = 20;
    /// Bernoulli's numbers over factorials, B2 / 2! on.
    const CORRECTIONS: [f64; 4] = [1.0 / 12.0, -1.0 / 720.0, 1.0 / 30_240.0, -1.0 / 1_209_600.0];
    let n = f64::from(TERMS);
    let head: f64 = (1..TERMS).map(|k| libm::pow(f64::from(k), -s)).sum();
    let mut rest = n / (s - 1.0) + 0.5;
    let mut factor = s / n;
    let mut rank = s;
    for correction in CORRECTIONS {
        rest += correction * factor;
        factor *= (rank + 1.0) * (rank + 2.0) / (n * n);
        rank += 2.0;
    }
    head + libm::pow(n, -s) * rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [MixtureBoundary; 4] = [
        MixtureBoundary::NormalOneSided,
        MixtureBoundary::NormalTwoSided,
        MixtureBoundary::GammaExponential { scale: 1.0 },
        MixtureBoundary::GammaPoisson { scale: 1.0 },
    ];

    #[test]
    fn zeta_of_two_and_four() {
        let square = std::f64::consts::PI.powi(2);
        assert!((zeta(2.0) - square / 6.0).abs() < 5e-15);
        assert!((zeta(4.0) - square * square / 90.0).abs() < 5e-15);
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        for kind in KINDS {
            assert!(mixture_boundary(kind, -1.0, 0.95, 10.0).is_err());
            assert!(mixture_boundary(kind, f64::NAN, 0.95, 10.0).is_err());
            assert!(mixture_boundary(kind, 1.0, 1.0, 10.0).is_err());
            assert!(mixture_boundary(kind, 1.0, 0.95, 0.0).is_err());
        }
        assert!(mixture_boundary(MixtureBoundary::NormalOneSided, 1.0, 0.4, 10.0).is_err());
        assert!(mixture_boundary(MixtureBoundary::GammaPoisson { scale: 0.0 }, 1.0, 0.95, 10.0).is_err());
        assert!(stitched_boundary(1.0, 0.95, 0.0, 0.0).is_err());
        assert!(normal_log_mixture(f64::INFINITY, 1.0, 0.95, 10.0).is_err());
    }

    #[test]
    fn time_zero_still_has_a_boundary() {
        for kind in KINDS {
            let bound = mixture_boundary(kind, 0.0, 0.95, 10.0).expect("a bound");
            assert!(bound > 0.0 && bound.is_finite(), "{kind:?}: {bound}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn boundaries_grow_with_time_and_confidence(time in 0.01..1e4f64, confidence in 0.6..0.99f64, best in 1.0..1e3f64) {
            for kind in KINDS {
                let here = mixture_boundary(kind, time, confidence, best).expect("a bound");
                prop_assert!(mixture_boundary(kind, time * 1.1, confidence, best).expect("a bound") > here);
            }
            let stitched = stitched_boundary(time, confidence, best, 0.0).expect("a bound");
            prop_assert!(stitched_boundary(time, confidence + 0.005, best, 0.0).expect("a bound") > stitched);
        }

        #[test]
        fn the_two_sided_boundary_is_where_the_mixture_reaches_its_limit(time in 0.01..1e6f64, confidence in 0.6..0.99f64) {
            let bound = mixture_boundary(MixtureBoundary::NormalTwoSided, time, confidence, 100.0).expect("a bound");
            let log = normal_log_mixture(bound, time, confidence, 100.0).expect("a mixture");
            prop_assert!((log + (1.0 - confidence).ln()).abs() < 1e-9);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn a_small_scale_leads_to_the_normal_mixture(time in 1.0..1e3f64) {
            // As the scale goes to 0 the gamma mixtures become the normal one.
            let normal = mixture_boundary(MixtureBoundary::NormalOneSided, time, 0.95, 50.0).expect("a bound");
            for kind in [MixtureBoundary::GammaExponential { scale: 0.01 }, MixtureBoundary::GammaPoisson { scale: 0.01 }] {
                let found = mixture_boundary(kind, time, 0.95, 50.0).expect("a bound");
                prop_assert!((found / normal - 1.0).abs() < 1e-2, "{kind:?} {found} {normal}");
            }
        }
    }
}
