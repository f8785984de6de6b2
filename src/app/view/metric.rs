//! One metric under every variant, for the inspector.

use super::plain::{Tag, heading, sentence_case, tags};
use crate::experiment::{format_difference_estimate, format_estimate, score_row};
use crate::ledger::Scope;
use crate::scenario::Metric;
use crate::simulate::Run;

/// One variant.
#[derive(Clone, Debug)]
pub struct MetricRow {
    /// The variant.
    pub tag: Tag,
    /// The value with its interval, or why there is none.
    pub level: String,
    /// The difference from the baseline with its interval; not for the baseline itself.
    pub difference: Option<String>,
}

/// One metric under every variant.
#[derive(Clone, Debug)]
pub struct MetricSheet {
    /// The metric.
    pub metric: Metric,
    /// Whose values.
    pub people: String,
    /// From how many worlds, with which interval.
    pub worlds: String,
    /// Rows by variant.
    pub rows: Vec<MetricRow>,
}

impl MetricSheet {
    /// Prepares the values of a metric.
    pub fn new(run: &Run, metric: Metric, scope: Scope) -> Self {
        let heading = heading(run, scope);
        let scores = score_row(run, metric, scope, 1);
        let rows = tags(&run.variants, run.baseline)
            .into_iter()
            .filter_map(|tag| {
                let score = scores.scores.get(tag.variant)?;
                let difference = (!tag.is_baseline()).then(|| {
                    let agree = score.difference.as_ref().map(super::format::agree_text).unwrap_or_default();
                    let words = format_difference_estimate(metric, &score.difference);
                    if agree.is_empty() { format!("difference {words}") } else { format!("difference {words}, {agree}") }
                });
                Some(MetricRow { level: format_estimate(metric, &score.level), difference, tag })
            })
            .collect();
        Self {
            metric,
            people: sentence_case(&heading.people),
            worlds: format!("Mean of {} with {} interval of the mean.", heading.worlds, heading.confidence),
            rows,
        }
    }
}
