//! Distributions and the functions behind them, accurate relatively in both tails.
//!
//! Tails are computed directly, never as one minus the other one where that would lose digits. Elementary functions are those of `libm` (the same
//! bits on every machine); the gamma function is `libm`'s, digamma and the inverse of erfc are `statrs`'. The incomplete gamma and beta functions
//! are written here, because those of `statrs` lose digits with large parameters: their leading terms come in the deviance form of Loader (2000),
//! which does not cancel, their continued fractions in the form of Didonato and Morris (1992), which does not either.

mod beta;
mod chi_square;
mod continued;
mod counts;
mod gamma;
mod kolmogorov;
mod noncentral;
mod normal;
mod root;
mod student;

pub use beta::{beta_cdf, beta_quantile, beta_sf, f_sf};
pub use chi_square::{chi_square_cdf, chi_square_sf};
use continued::{TERMS, continued_fraction};
pub use counts::{binomial_cdf, binomial_probability, binomial_sf, hypergeometric_probability};
pub(super) use gamma::{deviance, stirling_error};
pub use gamma::{digamma, ln_beta, ln_gamma};
pub use kolmogorov::kolmogorov_sf;
pub use noncentral::{noncentral_t_cdf, noncentral_t_sf};
pub(super) use normal::lower as normal_chance;
pub use normal::{normal_cdf, normal_density, normal_log_sf, normal_quantile, normal_sf};
pub(super) use root::root_between;
use root::root_of_increasing;
pub use student::{student_t_cdf, student_t_quantile, student_t_sf};

use super::Undefined;

/// Not a number is no argument.
fn number(value: f64, name: &str) -> Result<f64, Undefined> {
    if value.is_nan() { Err(Undefined::new(format!("{name} is not a number"))) } else { Ok(value) }
}

/// A parameter that must be above zero; infinity is allowed where a limit exists.
fn positive(value: f64, name: &str) -> Result<f64, Undefined> {
    if value > 0.0 { Ok(value) } else { Err(Undefined::new(format!("{name} must be above zero"))) }
}

/// A parameter that must be above zero and finite.
fn finite_positive(value: f64, name: &str) -> Result<f64, Undefined> {
    if value.is_finite() { positive(value, name) } else { Err(Undefined::new(format!("{name} must be above zero and finite"))) }
}

/// A probability, 0 and 1 included.
fn probability(value: f64) -> Result<f64, Undefined> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(Undefined::new("a probability lies between 0 and 1")) }
}

/// Above, series and continued fractions near the mean would take too many terms.
const LARGEST: f64 = 1e14;

/// Where a series or a continued fraction does not settle.
fn unsettled() -> Undefined {
    Undefined::new("the parameters are too large to be computed with")
}
