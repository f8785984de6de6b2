//! One voice, and what it costs: how far customers' slates are from each other, items off brand, cost of messages, margin.

use super::view::{Columns, NOTHING_SHOWN, View};
use super::{Measured, Undefined};
use crate::ledger::{Check, Count, FIXED_ONE, Rare};
use crate::scenario::Metric;
use crate::stats::{quotient, shannon_nats};

/// Jensen-Shannon divergence of customers' slates from all slates together, weighted by slates: entropy of the pooled topics less the weighted
/// mean of the customers' own, in nats (the exact identity of B5.3). Over the whole run; for one segment the pool is the segment's.
pub(super) fn divergence(view: &View) -> Measured {
    let ledger = view.ledger;
    let (Some(segments), Some(last)) = (ledger.shape.cells.segments_of(view.scope), ledger.shape.checkpoints().checked_sub(1)) else {
        return Err(Undefined::new("this metric is kept by segment, not by group"));
    };
    let sum = |column| segments.iter().map(|&segment| ledger.check(view.variant, last, segment, column)).sum::<i64>() as f64;
    let own = quotient(sum(Check::SlateEntropySum) / FIXED_ONE, sum(Check::Slates), NOTHING_SHOWN)?;
    let mut pooled = vec![0.0; ledger.shape.topics];
    for &segment in &segments {
        for (total, &part) in pooled.iter_mut().zip(ledger.slate_topics(view.variant, last, segment)) {
            *total += part as f64;
        }
    }
    // Rounding may leave a step below zero where all slates are alike.
    Ok((shannon_nats(&pooled)? - own).max(0.0))
}

/// Share of slots, over the whole run, given to items that do not fit the brand. Range 0 to 1.
pub(super) fn off_brand(view: &View) -> Measured {
    let (mut off, mut all) = (0u64, 0u64);
    for (item, &slots) in view.ledger.exposure(view.variant).iter().enumerate() {
        let Some(facts) = view.ledger.facts(item) else { return Err(Undefined::new("nothing is said of how items fit the brand")) };
        all += slots;
        off += if facts.on_brand { 0 } else { slots };
    }
    quotient(off as f64, all as f64, NOTHING_SHOWN)
}

/// Money per customer: cost of personalized messages; or revenue less returns, cost of goods kept, and cost of messages.
pub(super) fn money(view: &View, metric: Metric, sum: &Columns, first: usize, people: u64) -> f64 {
    let messages = view.rare(Rare::OutputCostSum, first) as f64 / FIXED_ONE;
    let amount = match metric {
        Metric::OutputCost => messages,
        _ => (sum.get(Count::RevenueCents) - sum.get(Count::ReturnedCents) - view.rare(Rare::GoodsCents, first)) as f64 / 100.0 - messages,
    };
    amount / people as f64
}
