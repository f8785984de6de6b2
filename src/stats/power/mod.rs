//! Planning: how likely a test finds an effect, how many values it needs for that, and which effect it finds with those it has.

mod means;
mod metric;
mod shares;
mod statsmodels;

pub use means::{NullDistribution, Planned, detectable_effect, power_of_pairs, power_of_two_groups, values_for_effect};
pub use metric::MetricPlan;
pub use shares::{PlannedShares, SharePower, ShareSizeFormula, cohen_h, power_of_shares, values_for_shares};
pub use statsmodels::statsmodels_detectable_effect;

use super::{Alternative, Measured, Undefined, noncentral_t_cdf, noncentral_t_sf, normal_cdf, normal_quantile, normal_sf, student_t_quantile};
use super::{distributions::root_between, summary::level};

/// Chance that a test rejects. Without an effect its statistic follows Student's t with those degrees of freedom (infinitely many: the normal
/// distribution), with one it is shifted by `shift`. A two-sided test counts rejections in both directions.
fn rejection(shift: f64, degrees_of_freedom: f64, alternative: Alternative, confidence: f64) -> Measured {
    let error = 1.0 - level(confidence)?;
    let normal = degrees_of_freedom.is_infinite();
    let critical = |tail: f64| -> Measured { Ok(-if normal { normal_quantile(tail)? } else { student_t_quantile(tail, degrees_of_freedom)? }) };
    let above = |x: f64| if normal { normal_sf(x - shift) } else { noncentral_t_sf(x, degrees_of_freedom, shift) };
    let below = |x: f64| if normal { normal_cdf(x - shift) } else { noncentral_t_cdf(x, degrees_of_freedom, shift) };
    match alternative {
        Alternative::Greater => above(critical(error)?),
        Alternative::Less => below(-critical(error)?),
        Alternative::TwoSided => Ok((above(critical(0.5 * error)?)? + below(-critical(0.5 * error)?)?).min(1.0)),
    }
}

/// A wanted power, if it can be asked for: above the error of the test, below 1.
fn wanted_power(power: f64, confidence: f64) -> Measured {
    if power > 1.0 - level(confidence)? && power < 1.0 { Ok(power) } else { Err(Undefined::new("a power lies between the test's error and 1")) }
}

/// The number above `least` at which a rising power is reached, between logarithms.
fn smallest(least: f64, wanted: f64, power: impl Fn(f64) -> Measured) -> Measured {
    if power(least)? >= wanted {
        return Err(Undefined::new("the least that can be asked for is more than enough"));
    }
    let mut high = 2.0 * least;
    while power(high)? < wanted {
        high *= 2.0;
        if high > 1e15 {
            return Err(Undefined::new("more than can be had would be needed"));
        }
    }
    let bracket = (libm::log(0.5 * high), libm::log(high));
    let count = libm::exp(root_between(bracket, |log| power(libm::exp(log)).map_or(f64::NAN, |found| found - wanted)));
    if count.is_finite() { Ok(count) } else { Err(Undefined::new("the plan cannot be computed with")) }
}
