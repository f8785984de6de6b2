//! Metrics explained.

use super::{Card, Kind, Section};
use crate::experiment::range_words;
use crate::scenario::published::{COST_PER_OUTPUT, Published, behind};
use crate::scenario::{Family, Metric};

pub(super) fn card(metric: Metric) -> Card {
    let mut kept = vec!["the whole run"];
    if metric.is_daily() {
        kept.push("each day");
    }
    if metric.by_segment() {
        kept.push("each segment");
    }
    if metric.by_group() {
        kept.push("each group");
    }
    let card = Card::new(Kind::Metric, metric.id(), metric.label(), metric.hover())
        .fact("unit", metric.unit().words())
        .fact("", metric.better().words())
        .fact("", format!("kept for {}", kept.join(", ")));
    let card = behind(metric).into_iter().fold(card, |card, (rate, range)| card.fact("", format!("published, {rate}: {}", range_words(&range))));
    let card = if metric == Metric::OutputCost {
        let Published { low, high, source, words } = COST_PER_OUTPUT;
        card.fact("", format!("{words}: {low} to {high} in money ({source})"))
    } else {
        card
    };
    if metric.needs_slates() { card.fact("", "undefined for the twin without recommender: nothing is shown there") } else { card }
}

pub(super) fn sections() -> Vec<Section> {
    let of = |family: Family| {
        let metrics = Metric::ALL.iter().filter(move |metric| metric.family() == family);
        let entries: Vec<(String, String)> =
            metrics.map(|metric| (metric.id().to_owned(), format!("{} ({})", metric.label(), metric.better().words()))).collect();
        Section { title: format!("Metrics: {}", super::lower(family.title())), entries }
    };
    Family::ALL.into_iter().map(of).filter(|section| !section.entries.is_empty()).collect()
}
