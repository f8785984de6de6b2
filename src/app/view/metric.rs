//! One metric under every variant, for the inspector.

use super::plain::{PlotText, Span, Table, Tag, heading, sentence_case, shown};
use crate::experiment::{format_difference_estimate, format_estimate, score_row};
use crate::ledger::Scope;
use crate::scenario::Metric;
use crate::simulate::Run;

/// One variant.
#[derive(Clone, Debug)]
pub struct MetricRow {
    /// The variant.
    pub tag: Tag,
    /// What to draw of the value; nothing where it is undefined.
    pub span: Option<Span>,
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
    /// Words of a plot of the values.
    pub text: PlotText,
}

impl MetricSheet {
    /// Prepares the values of a metric.
    pub fn new(run: &Run, metric: Metric, scope: Scope) -> Self {
        let heading = heading(run, scope);
        let scores = score_row(run, metric, scope, 1);
        let rows: Vec<MetricRow> = shown(run)
            .into_iter()
            .filter_map(|tag| {
                let score = scores.scores.get(tag.variant)?;
                let difference = (!tag.is_baseline()).then(|| {
                    let agree = score.difference.as_ref().map(super::format::agree_text).unwrap_or_default();
                    let words = format_difference_estimate(metric, &score.difference);
                    if agree.is_empty() { format!("difference {words}") } else { format!("difference {words}, {agree}") }
                });
                Some(MetricRow { span: Span::of(&score.level), level: format_estimate(metric, &score.level), difference, tag })
            })
            .collect();
        let people = sentence_case(&heading.people);
        let parts: Vec<String> = rows.iter().map(|row| format!("{} {}", row.tag.letter, row.level)).collect();
        let text = PlotText {
            title: "What is it under each variant of this run?".into(),
            sentence: format!("{}: {}.", metric.label(), parts.join(", ")),
            caption: format!(
                "{people}. Dot: mean of {}; thick 50%, thin {} interval of the mean. {}.",
                heading.worlds,
                heading.confidence,
                sentence_case(metric.better().words())
            ),
            table: Table {
                columns: vec!["Variant".into(), metric.label().into(), "Against the baseline".into()],
                rows: rows.iter().map(|row| vec![row.tag.label(), row.level.clone(), row.difference.clone().unwrap_or_default()]).collect(),
            },
        };
        Self { metric, people, worlds: format!("Mean of {} with {} interval of the mean.", heading.worlds, heading.confidence), rows, text }
    }
}
