//! Annex B: what the metrics of this dossier mean, in the words of every screen.

use super::super::build::Case;
use super::super::model::{Block, paragraph, table};
use super::super::verdict_figure::main_metrics;
use crate::report::explain::{Kind, explain};
use crate::scenario::Metric;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let mut metrics = main_metrics(case.run);
    let shown = [Metric::Across, Metric::PremiumRate, Metric::ParityRatio];
    metrics.extend(shown.into_iter().filter(|metric| !metrics.contains(metric)).collect::<Vec<_>>());
    metrics.extend(case.card.rows.iter().filter(|row| row.is_shown() && !metrics.contains(&row.metric)).map(|row| row.metric).collect::<Vec<_>>());
    let rows = metrics.into_iter().filter_map(|metric| {
        let card = explain(metric.id()).into_iter().find(|card| card.kind == Kind::Metric)?;
        Some(vec![card.title, card.id, card.text, metric.unit().words().to_owned(), metric.better().words().to_owned()])
    });
    vec![
        paragraph("Every metric that this dossier names, with the word that files and command line use for it."),
        table("What the metrics mean", &["Metric", "Word", "What it means", "Unit", "Direction"], rows.collect()),
    ]
}
