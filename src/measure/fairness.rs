//! Access to premium offers: selection rate, and its parity over groups.

use super::view::{Columns, NOTHING_SHOWN, View, cells_of};
use super::{Measured, Undefined};
use crate::ledger::{Count, Scope};
use crate::scenario::Metric;
use crate::stats::{largest_gap, quotient, smallest_ratio};

const NO_SLATE: &str = "no slate was shown in these days";

/// Share of slates with a premium offer in first place. Range 0 to 1. Undefined without a slate.
pub(super) fn premium_rate(sum: &Columns, anything_shown: bool) -> Measured {
    if !anything_shown {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    quotient(sum.get(Count::PremiumTop) as f64, sum.get(Count::Slates) as f64, NO_SLATE)
}

/// Parity of the premium rate over the groups of each attribute, the worst attribute's: largest gap or smallest ratio. Groups without a slate
/// are left out; an attribute needs two others. Undefined when no attribute can be judged, for the reason of the first.
pub(super) fn parity(view: &View, metric: Metric, first_day: usize) -> Measured {
    let levels = &view.ledger.shape.cells.levels;
    let mut worst: Option<f64> = None;
    let mut reason: Option<Undefined> = None;
    for (attribute, &count) in levels.iter().enumerate() {
        let rates: Vec<f64> = (0..count).filter_map(|level| group_rate(view, attribute, level, first_day)).collect();
        let found = match (metric, rates.is_empty()) {
            (_, true) if view.anything_shown() => Err(Undefined::new(NO_SLATE)),
            (_, true) => Err(Undefined::new(NOTHING_SHOWN)),
            (Metric::ParityRatio, _) => smallest_ratio(&rates),
            _ => largest_gap(&rates),
        };
        match (found, metric) {
            (Ok(ratio), Metric::ParityRatio) => worst = Some(worst.map_or(ratio, |worst| worst.min(ratio))),
            (Ok(gap), _) => worst = Some(worst.map_or(gap, |worst| worst.max(gap))),
            (Err(undefined), _) => reason = reason.or(Some(undefined)),
        }
    }
    match (worst, reason) {
        (Some(worst), _) => Ok(worst),
        (None, Some(reason)) => Err(reason),
        (None, None) => Err(Undefined::new("the scenario declares no attribute")),
    }
}

fn group_rate(view: &View, attribute: usize, level: usize, first_day: usize) -> Option<f64> {
    let ledger = view.ledger;
    let cells = cells_of(ledger, Scope::Group { attribute, level });
    let sum = |column| -> i64 {
        (first_day..view.day_count()).map(|day| cells.iter().map(|&cell| ledger.count(view.variant, day, cell, column)).sum::<i64>()).sum()
    };
    let slates = sum(Count::Slates);
    (slates > 0).then(|| sum(Count::PremiumTop) as f64 / slates as f64)
}
