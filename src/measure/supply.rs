//! Exposure of groups of providers, position-weighted, over the whole run (F16, B5.2).

use super::view::{NOTHING_SHOWN, View};
use super::{Measured, Undefined};
use crate::ledger::Supply;
use crate::scenario::Metric;
use crate::stats::{exposure_parity, treatment_ratio};

/// Smallest mean exposure of an item over the groups of providers divided by the largest; for the treatment ratio, exposure for each unit of mean
/// relevance. Range 0 to 1, 1 ideal. Groups without items are left out.
pub(super) fn over_run(view: &View, metric: Metric) -> Measured {
    let ledger = view.ledger;
    if ledger.shape.providers < 2 {
        return Err(Undefined::new("the catalog tells no providers apart"));
    }
    let mut items = vec![0.0; ledger.shape.providers];
    for facts in (0..ledger.shape.items).filter_map(|item| ledger.facts(item)) {
        if let Some(count) = items.get_mut(facts.provider as usize) {
            *count += 1.0;
        }
    }
    let sum =
        |provider, column| (0..ledger.shape.checkpoints()).map(|epoch| ledger.supply(view.variant, epoch, provider, column)).sum::<i64>() as f64;
    let groups: Vec<(f64, f64)> = (0..items.len())
        .filter(|&provider| items[provider] > 0.0)
        .map(|provider| (sum(provider, Supply::ExposureSum) / items[provider], sum(provider, Supply::RelevanceSum)))
        .collect();
    if groups.iter().all(|(exposure, _)| *exposure == 0.0) {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    let exposures: Vec<f64> = groups.iter().map(|(exposure, _)| *exposure).collect();
    match metric {
        Metric::ExposureParity => exposure_parity(&exposures),
        _ => {
            let relevance: Vec<f64> = groups.iter().map(|(_, relevance)| *relevance).collect();
            treatment_ratio(&exposures, &relevance)
        }
    }
}
