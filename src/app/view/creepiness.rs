//! Personal lines and trust: histograms of the margin, fans of trust, a table by segment.

use std::sync::Arc;

use super::format::share_text;
use super::plain::{Heading, PlotText, Table, Tag, heading, shown};
use crate::experiment::{Estimated, OwnLine, format_estimate, format_interval, format_number, own_line, score_rows};
use crate::ledger::Scope;
use crate::report::figures::CumulativeMargins;
use crate::scenario::Metric;
use crate::simulate::Run;

/// Margin to the own line for one variant.
#[derive(Clone, Debug)]
pub struct LinePanel {
    /// The variant.
    pub tag: Tag,
    /// Edges of the bins.
    pub edges: Vec<f64>,
    /// Share of people by bin.
    pub shares: Vec<f64>,
    /// "31 % over (29 to 33)", or why not.
    pub label: String,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct CreepinessView {
    /// What these results are.
    pub heading: Heading,
    /// Why nothing can be split like this, when it cannot.
    pub impossible: Option<String>,
    /// Day of the histograms.
    pub day: usize,
    /// Last day.
    pub days: usize,
    /// Histograms.
    pub lines: Vec<LinePanel>,
    /// Largest share in any bin: all histograms share their axes.
    pub tallest: f64,
    /// Where the histograms end on both sides of the line.
    pub reach: f64,
    /// The same as cumulative shares.
    pub cumulative: Arc<CumulativeMargins>,
    /// Words of the histograms.
    pub line_text: PlotText,
    /// Segments by variants.
    pub segments: Table,
}

impl CreepinessView {
    /// Prepares the screen for some customers and a day (the last when `None`).
    pub fn new(run: &Run, scope: Scope, day: Option<usize>) -> Self {
        let mut heading = heading(run, scope);
        let days = run.scenario.experiment.days as usize;
        let day = day.unwrap_or(days).clamp(1, days.max(1));
        let (segment, impossible) = match scope {
            Scope::All => (None, None),
            Scope::Segment(segment) => (Some(segment), None),
            Scope::Group { .. } => {
                heading.people = "all customers".into();
                (None, Some("Histograms are kept by segment, not by group: this screen shows all customers.".to_owned()))
            }
        };
        let tags = shown(run);
        let lines: Vec<LinePanel> = tags.iter().map(|tag| line_panel(tag, own_line(run, tag.variant, segment, day))).collect();
        let tallest = lines.iter().flat_map(|panel| panel.shares.iter().copied()).fold(0.0, f64::max);
        let reach = lines.iter().map(reach).fold(0.1, f64::max);
        let line_text = line_text(&heading, &lines, day);
        let segments = segments(run, &tags);
        let cumulative = Arc::new(CumulativeMargins::new(run, segment, day));
        Self { heading, impossible, day, days, lines, tallest, reach, cumulative, line_text, segments }
    }
}

/// Distance from the line, rounded up to a tenth, beyond which a histogram holds nobody.
fn reach(panel: &LinePanel) -> f64 {
    let filled = panel.edges.windows(2).zip(&panel.shares).filter(|(_, share)| **share > 0.001);
    let furthest = filled.flat_map(|(edges, _)| edges.iter().map(|edge| edge.abs())).fold(0.0, f64::max);
    ((furthest * 10.0).ceil() / 10.0).min(1.0)
}

fn line_panel(tag: &Tag, line: OwnLine) -> LinePanel {
    let label = over_label(&line.over);
    LinePanel { tag: tag.clone(), edges: line.edges, shares: line.shares, label }
}

fn over_label(over: &Estimated) -> String {
    match over {
        Ok(estimate) => match estimate.interval {
            Some((low, high)) if !estimate.deterministic => {
                format!("{} over ({})", share_text(estimate.mean), format_interval(Metric::OverLine, (low, high)))
            }
            _ => format!("{} over", share_text(estimate.mean)),
        },
        Err(undefined) => undefined.to_string(),
    }
}

fn line_text(heading: &Heading, lines: &[LinePanel], day: usize) -> PlotText {
    let parts: Vec<String> = lines.iter().map(|panel| format!("{} {}", panel.tag.letter, panel.label)).collect();
    let columns = vec!["Variant".into(), format!("Over their own line on day {day}"), "Most common margin".into()];
    let rows = lines.iter().map(|panel| vec![panel.tag.label(), panel.label.clone(), peak(panel)]).collect();
    PlotText {
        title: "Who is over their own line?".into(),
        sentence: format!("Felt creepiness minus the person's own line on day {day}: {}.", parts.join(", ")),
        caption: format!(
            "Share of people by felt creepiness minus their own line, day {day}, pooled over worlds; hatched: over their line, with {} interval. {}, {}. Same axes in every panel.",
            heading.confidence, heading.worlds, heading.people
        ),
        table: Table { columns, rows },
    }
}

fn peak(panel: &LinePanel) -> String {
    let tallest = panel.edges.windows(2).zip(&panel.shares).max_by(|a, b| a.1.total_cmp(b.1));
    tallest.map_or_else(
        || "n/a: nobody active".into(),
        |(edges, share)| format!("{} to {} ({})", format_number(edges[0]), format_number(edges[1]), share_text(*share)),
    )
}

fn segments(run: &Run, tags: &[Tag]) -> Table {
    let metrics = [Metric::OverLine, Metric::TrustMean, Metric::Churn];
    let mut columns = vec!["Segment".to_owned(), "Variant".to_owned()];
    columns.extend(metrics.iter().map(|metric| metric.label().to_owned()));
    let mut rows = Vec::new();
    for (index, segment) in run.scenario.population.segments.iter().enumerate() {
        let scores = score_rows(run, &metrics, Scope::Segment(index), 1);
        for tag in tags {
            let mut row = vec![segment.name.clone(), tag.label()];
            for score in &scores {
                row.push(score.scores.get(tag.variant).map_or_else(String::new, |score_of| format_estimate(score.metric, &score_of.level)));
            }
            rows.push(row);
        }
    }
    Table { columns, rows }
}
