//! What groups pay against the list price.

use super::groups::pooled;
use crate::experiment::estimate::{self, Estimated};
use crate::ledger::FIXED_ONE;
use crate::measure::{GroupRate, GroupSums, Measured, Undefined};
use crate::stats::quotient;

const NOT_FOLLOWED: &str = "no purchase decision was followed: prices differ for no customer";

/// Prices of one group under one variant, over purchase decisions of the whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPrices {
    /// Mean price as a multiple of the list price; the values of its worlds are the strip.
    pub mean: Estimated,
    /// Standard deviation of that multiple between decisions of the group, all worlds together.
    pub deviation: Measured,
    /// Share of decisions below the list price.
    pub less: Estimated,
    /// Share of decisions above it.
    pub more: Estimated,
}

/// Prices by group, `worlds[world][group]`.
pub(super) fn prices(worlds: &[Vec<GroupSums>], confidence: f64) -> Vec<GroupPrices> {
    pooled(worlds).iter().enumerate().map(|(group, together)| of_group(worlds, group, together, confidence)).collect()
}

fn of_group(worlds: &[Vec<GroupSums>], group: usize, together: &GroupSums, confidence: f64) -> GroupPrices {
    let by_world = |value: &dyn Fn(&GroupSums) -> Measured, highest: f64| {
        estimate::level(worlds.iter().filter_map(|groups| groups.get(group)).map(value).collect(), (0.0, highest), confidence)
    };
    let share = |side: usize| move |sums: &GroupSums| quotient(sums.apart[side] as f64, sums.decisions as f64, NOT_FOLLOWED);
    GroupPrices {
        mean: by_world(&|sums| sums.rate(GroupRate::Price), f64::INFINITY),
        deviation: deviation(together),
        less: by_world(&share(0), 1.0),
        more: by_world(&share(1), 1.0),
    }
}

fn deviation(sums: &GroupSums) -> Measured {
    if sums.decisions == 0 {
        return Err(Undefined::new(NOT_FOLLOWED));
    }
    let count = sums.decisions as f64;
    let [mean, square] = sums.prices.map(|sum| sum as f64 / FIXED_ONE / count);
    // Rounding may take the difference a hair below zero where nothing varies.
    Ok((square - mean * mean).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_that_of_single_decisions() {
        // Half of them at 0.9, half at 1.3.
        let sum = |values: f64| (values * FIXED_ONE) as i64;
        let sums = GroupSums { people: 5, decisions: 4, prices: [sum(4.4), sum(2.0 * 0.81 + 2.0 * 1.69)], apart: [2, 2], ..GroupSums::default() };
        let found = prices(&[vec![sums.clone()], vec![sums]], 0.95);
        assert!((found[0].deviation.clone().expect("decisions") - 0.2).abs() < 1e-5);
        assert_eq!(found[0].less.as_ref().expect("decisions").mean, 0.5);
        let none = prices(&[vec![GroupSums { people: 5, ..GroupSums::default() }]], 0.95);
        assert!(none[0].mean.is_err() && none[0].deviation.is_err() && none[0].more.is_err());
    }
}
