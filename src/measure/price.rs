//! What people pay against the list price, what it leaves them, and whether they are shown dearer things (B5.2). All of it exists only where
//! prices differ or are followed.

use super::groups::{Group, largest_ratio, over_attributes};
use super::view::View;
use super::{Measured, Undefined};
use crate::ledger::{FIXED_ONE, Rare};
use crate::scenario::Metric;
use crate::stats::{effect_size, quotient};

const NOT_FOLLOWED: &str = "no purchase decision was followed: prices differ for no customer";
const NO_SLATE: &str = "no slate was followed";

/// A price metric from a day (from 0) on.
///
/// - mean price: mean over purchase decisions of the price as a multiple of the list price, so that baskets are the same;
/// - paying less: share of decisions below the list price;
/// - surplus: money per customer, over all decisions;
/// - group ratios: highest group's value divided by the lowest, worst attribute: mean price; share paying more (the risk ratio of F7); price of
///   what is shown;
/// - shown price: geometric mean over slates of the list price of what is shown, against that of the catalog;
/// - price order: mean Kendall's tau-b between the order shown and dear before cheap, -1 to 1.
pub(super) fn over_days(view: &View, metric: Metric, first: usize, people: u64) -> Measured {
    let decisions = view.rare(Rare::Decisions, first) as f64;
    let per_decision = |amount: i64| quotient(amount as f64, decisions, NOT_FOLLOWED);
    match metric {
        Metric::PriceLevel => per_decision(view.rare(Rare::PriceSum, first)).map(|sum| sum / FIXED_ONE),
        Metric::PayingLess => per_decision(view.rare(Rare::BelowList, first)),
        Metric::Surplus | Metric::PriceGroups | Metric::DearGroups | Metric::PriceEffect if decisions == 0.0 => Err(Undefined::new(NOT_FOLLOWED)),
        Metric::Surplus => Ok(view.rare(Rare::SurplusSum, first) as f64 / FIXED_ONE / people as f64),
        Metric::PriceGroups => largest_ratio(view, first, |group| per(group.rare(Rare::PriceSum), group.rare(Rare::Decisions))),
        Metric::DearGroups => largest_ratio(view, first, |group| per(group.rare(Rare::AboveList), group.rare(Rare::Decisions))),
        Metric::PriceEffect => price_effect(view, first),
        Metric::PriceOrder => {
            quotient(view.rare(Rare::PriceOrderSum, first) as f64 / FIXED_ONE, view.rare(Rare::PriceOrders, first) as f64, NO_SLATE)
        }
        Metric::ShownPriceGroups if view.rare(Rare::PriceOrders, first) == 0 => Err(Undefined::new(NO_SLATE)),
        Metric::ShownPriceGroups => {
            largest_ratio(view, first, |group| shown(group.rare(Rare::ShownPriceSum), group.count(crate::ledger::Count::Slates)))
        }
        _ if view.rare(Rare::PriceOrders, first) == 0 => Err(Undefined::new(NO_SLATE)),
        _ => shown(view.rare(Rare::ShownPriceSum, first) as f64, view.slates(first)).ok_or_else(|| Undefined::new(NO_SLATE)),
    }
}

/// Largest effect size of the price multiplier between two groups of an attribute, worst attribute (F8).
fn price_effect(view: &View, first: usize) -> Measured {
    let moments = |group: &Group| [group.rare(Rare::Decisions), group.rare(Rare::PriceSum) / FIXED_ONE, group.rare(Rare::PriceSquareSum) / FIXED_ONE];
    over_attributes(view, first, |groups| {
        let groups: Vec<[f64; 3]> = groups.iter().map(moments).collect();
        let mut largest: Option<f64> = None;
        for (place, &one) in groups.iter().enumerate() {
            for &other in groups.iter().skip(place + 1).filter(|other| one[0] > 0.0 && other[0] > 0.0) {
                let size = effect_size(one, other)?.abs();
                largest = Some(largest.map_or(size, |largest| largest.max(size)));
            }
        }
        largest.ok_or_else(|| Undefined::new("fewer than two groups have a value"))
    })
}

fn per(amount: f64, count: f64) -> Option<f64> {
    (count > 0.0).then(|| amount / count)
}

fn shown(sum: f64, slates: f64) -> Option<f64> {
    per(sum / FIXED_ONE, slates).map(f64::exp)
}
