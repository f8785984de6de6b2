//! Power of tests of two shares.

use super::{NullDistribution, Planned, values_for_effect, wanted_power};
use crate::stats::summary::level;
use crate::stats::{Alternative, Measured, Undefined, normal_cdf, normal_quantile, normal_sf};

/// Formulas in common use for the number of customers that a test of two shares needs; they differ by some percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareSizeFormula {
    /// Variance of the pooled share without an effect, of each share with one (Fleiss): fits the usual test, the default.
    PooledNull,
    /// Each share's own variance throughout.
    Unpooled,
    /// Twice the control's variance without an effect (Evan Miller's calculator): the direction of the effect matters.
    ControlNull,
    /// On the scale of arcsines ([`cohen_h`]), where the variance does not depend on the share.
    Arcsine,
}

/// Cohen's h: `2 asin sqrt(p_b) - 2 asin sqrt(p_a)`. Range -pi to pi.
///
/// # Errors
/// Undefined for shares outside 0 to 1.
pub fn cohen_h(control: f64, treatment: f64) -> Measured {
    Ok(2.0 * libm::asin(libm::sqrt(share(treatment)?)) - 2.0 * libm::asin(libm::sqrt(share(control)?)))
}

/// How many customers each of two equal groups needs for a two-sided test to tell two shares apart. Not rounded up.
///
/// # Errors
/// Undefined for shares outside 0 to 1 or equal ones, or a power that is not above the test's error and below 1.
pub fn values_for_shares(control: f64, treatment: f64, power: f64, confidence: f64, formula: ShareSizeFormula) -> Measured {
    let (a, b) = (share(control)?, share(treatment)?);
    wanted_power(power, confidence)?;
    if a == b {
        return Err(Undefined::new("no number of customers tells equal shares apart"));
    }
    if formula == ShareSizeFormula::Arcsine {
        let test = Planned { alternative: Alternative::TwoSided, distribution: NullDistribution::Normal, confidence };
        return values_for_effect(cohen_h(a, b)?, power, 1.0, &test);
    }
    let (z_error, z_power) = (-normal_quantile(0.5 * (1.0 - confidence))?, normal_quantile(power)?);
    let apart = a * (1.0 - a) + b * (1.0 - b);
    let middle = 0.5 * (a + b);
    let null = match formula {
        ShareSizeFormula::ControlNull => 2.0 * a * (1.0 - a),
        ShareSizeFormula::Unpooled => apart,
        ShareSizeFormula::PooledNull | ShareSizeFormula::Arcsine => 2.0 * middle * (1.0 - middle),
    };
    let reach = z_error * libm::sqrt(null) + z_power * libm::sqrt(apart);
    Ok(reach * reach / ((b - a) * (b - a)))
}

/// A planned test of two shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedShares {
    /// Control's share.
    pub control: f64,
    /// Treatment's share.
    pub treatment: f64,
    /// Customers in the treatment.
    pub treatment_count: f64,
    /// Customers in the control for each one in the treatment.
    pub control_per_treatment: f64,
}

/// Power of a test of two shares, and the standard deviations that it follows from, each times the root of the treatment's count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharePower {
    /// Chance to reject.
    pub power: f64,
    /// Standard deviation of the difference without an effect, from the pooled share.
    pub deviation_without_effect: f64,
    /// Standard deviation of the difference with the effect.
    pub deviation_with_effect: f64,
}

/// Chance that a test of two shares with the pooled share's variance finds their difference.
///
/// # Errors
/// Undefined for shares outside 0 to 1, counts or ratios not above zero, a confidence outside 0 to 1, or where no outcome varies.
pub fn power_of_shares(plan: &PlannedShares, alternative: Alternative, confidence: f64) -> Result<SharePower, Undefined> {
    let (a, b, ratio) = (share(plan.control)?, share(plan.treatment)?, plan.control_per_treatment);
    if ![plan.treatment_count, ratio].iter().all(|&number| number > 0.0 && number.is_finite()) {
        return Err(Undefined::new("a count or ratio is above zero and finite"));
    }
    let pooled = (b + a * ratio) / (1.0 + ratio);
    let deviation_without_effect = libm::sqrt(pooled * (1.0 - pooled) * (1.0 + 1.0 / ratio));
    let deviation_with_effect = libm::sqrt(b * (1.0 - b) + a * (1.0 - a) / ratio);
    if deviation_with_effect == 0.0 {
        return Err(Undefined::new("no outcome varies"));
    }
    let shift = (b - a) * libm::sqrt(plan.treatment_count) / deviation_with_effect;
    let error = 1.0 - level(confidence)?;
    let critical = |tail: f64| -> Measured { Ok(-normal_quantile(tail)? * deviation_without_effect / deviation_with_effect) };
    let power = match alternative {
        Alternative::TwoSided => (normal_sf(critical(0.5 * error)? - shift)? + normal_cdf(-critical(0.5 * error)? - shift)?).min(1.0),
        Alternative::Greater => normal_sf(critical(error)? - shift)?,
        Alternative::Less => normal_cdf(-critical(error)? - shift)?,
    };
    Ok(SharePower { power, deviation_without_effect, deviation_with_effect })
}

fn share(share: f64) -> Measured {
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err(Undefined::new("a share lies between 0 and 1")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FORMULAS: [ShareSizeFormula; 4] =
        [ShareSizeFormula::PooledNull, ShareSizeFormula::Unpooled, ShareSizeFormula::ControlNull, ShareSizeFormula::Arcsine];

    #[test]
    fn degenerate_plans() {
        for formula in FORMULAS {
            for (a, b, power, confidence) in
                [(0.1, 0.1, 0.8, 0.95), (-0.1, 0.2, 0.8, 0.95), (0.1, f64::NAN, 0.8, 0.95), (0.1, 0.2, 1.0, 0.95), (0.1, 0.2, 0.8, 1.0)]
            {
                assert!(values_for_shares(a, b, power, confidence, formula).is_err(), "{a} {b} {power} {confidence}");
            }
        }
        assert!(cohen_h(1.1, 0.0).is_err());
        let plan = PlannedShares { control: 0.1, treatment: 0.2, treatment_count: 100.0, control_per_treatment: 1.0 };
        assert!(power_of_shares(&PlannedShares { control: 0.0, treatment: 1.0, ..plan }, Alternative::TwoSided, 0.95).is_err());
        assert!(power_of_shares(&PlannedShares { treatment_count: 0.0, ..plan }, Alternative::TwoSided, 0.95).is_err());
        assert!(power_of_shares(&plan, Alternative::TwoSided, 0.0).is_err());
        // Fleiss, Levin and Paik 2003, table A.4 without its correction for continuity: 199 in each group for 0.1 and 0.2 at a power of 0.8.
        assert!((values_for_shares(0.1, 0.2, 0.8, 0.95, ShareSizeFormula::PooledNull).unwrap() - 199.0).abs() < 1.0);
    }

    proptest! {
        #[test]
        fn the_size_has_the_power(a in 0.2..0.8f64, effect in 0.01..0.05f64, power in 0.3..0.98f64) {
            let count = values_for_shares(a, a + effect, power, 0.95, ShareSizeFormula::PooledNull).unwrap();
            let plan = PlannedShares { control: a, treatment: a + effect, treatment_count: count, control_per_treatment: 1.0 };
            // The formula leaves out rejections in the wrong direction, the power counts them.
            let found = power_of_shares(&plan, Alternative::TwoSided, 0.95).unwrap().power;
            prop_assert!(found >= power - 1e-9 && found < power + 1e-3, "{} {}", found, power);
            for formula in FORMULAS {
                prop_assert!((values_for_shares(a, a + effect, power, 0.95, formula).unwrap() / count - 1.0).abs() < 0.3);
            }
        }
    }
}
