//! Metrics explained.

use super::texts::{edge_lines, metric_text, source_line};
use super::{Card, Kind, Section};
use crate::experiment::range_words;
use crate::scenario::published::{COST_PER_OUTPUT, Published, behind};
use crate::scenario::{Family, Metric};

pub(super) fn card(metric: Metric) -> Card {
    let card = Card::new(Kind::Metric, metric.id(), metric.label(), metric.hover());
    let card = match metric_text(metric.id()) {
        Some(text) => card
            .lines("Formula", text.formula.clone())
            .lines("Quantities", text.quantities.clone())
            .fact("Unit", &*text.unit)
            .fact("Better", metric.better().words())
            .fact("Range", &*text.range)
            .lines("Edge cases", edge_lines(&text.undefined, &text.edges))
            .lines("Source", text.sources.iter().map(|text| source_line(text)).collect())
            .lines("Published", published(metric))
            .fact("Cannot tell", &*text.cannot)
            .lines("Example", Some(text.example.clone()).filter(|example| !example.is_empty()).into_iter().collect()),
        None => card.fact("Unit", metric.unit().words()).fact("Better", metric.better().words()),
    };
    card.fact("Kept for", kept_for(metric))
}

/// Ranges of what industry publishes, for metrics that sum such rates up.
fn published(metric: Metric) -> Vec<String> {
    let mut lines: Vec<String> = behind(metric).into_iter().map(|(rate, range)| format!("{rate}: {}", range_words(&range))).collect();
    if metric == Metric::OutputCost {
        let Published { low, high, source, words } = COST_PER_OUTPUT;
        lines.push(format!("{words}: {low} to {high} in money ({source})"));
    }
    lines
}

fn kept_for(metric: Metric) -> String {
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
    kept.join(", ")
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
