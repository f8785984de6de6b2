//! The table of assumptions as the screen shows it: one outcome at a time, a bar for each assumption from its low to its high end.

use super::format::axis_unit;
use super::plain::{PlotText, Table};
use crate::experiment::{Estimated, Moved, Sensitivity};
use crate::report::assumptions::{AssumptionRow, assumption_rows, base_words, basis, flip_sentences, target_words};
use crate::scenario::Metric;
use crate::scenario::experiment::{Bound, Compare, GuardScope};

/// Assumptions drawn for an outcome; the table holds all.
const DRAWN: usize = 14;

/// One assumption.
#[derive(Clone, Debug)]
pub struct AssumptionBar {
    /// Path below `behavior`, and what the number rests on.
    pub name: String,
    /// The outcome at the low end.
    pub low: Option<f64>,
    /// At the high end.
    pub high: Option<f64>,
    /// What it moves, and whether it changes what follows.
    pub label: String,
    /// Whether it moves the outcome beyond doubt.
    pub clear: bool,
}

/// One outcome.
#[derive(Clone, Debug)]
pub struct TargetPanel {
    /// The outcome in words.
    pub name: String,
    /// The metric.
    pub metric: Metric,
    /// Whether levels or differences are shown.
    pub level: bool,
    /// As the scenario has it.
    pub base: Option<f64>,
    /// The limit of a guardrail on this outcome for all customers, and which side is safe.
    pub limit: Option<(f64, Bound)>,
    /// Bars, the strongest assumption first.
    pub bars: Vec<AssumptionBar>,
    /// Title of the axis.
    pub axis: String,
    /// The words.
    pub text: PlotText,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct AssumptionsView {
    /// What was flown.
    pub basis: Vec<String>,
    /// Which assumptions change what follows.
    pub flips: Vec<String>,
    /// Outcomes.
    pub targets: Vec<TargetPanel>,
    /// Settings that the scenario does not use.
    pub unused: Table,
}

impl AssumptionsView {
    /// Prepares the screen.
    pub fn new(table: &Sensitivity) -> Self {
        let unused = table.unused.iter().map(|one| vec![one.path.clone(), one.unused.unwrap_or_default().into()]).collect();
        Self {
            basis: basis(table),
            flips: flip_sentences(table),
            targets: table.targets.iter().map(|moved| panel(table, moved)).collect(),
            unused: Table { columns: ["Setting", "Why it is not used"].map(String::from).to_vec(), rows: unused },
        }
    }
}

fn panel(table: &Sensitivity, moved: &Moved) -> TargetPanel {
    let target = &moved.target;
    let rows = assumption_rows(table, moved);
    let mean = |estimated: &Estimated| estimated.as_ref().ok().map(|estimate| estimate.mean);
    let bars = moved
        .moves
        .iter()
        .zip(&rows)
        .take(DRAWN)
        .map(|(one, row)| AssumptionBar { name: short(row), low: mean(&one.low), high: mean(&one.high), label: label(row), clear: row.clear })
        .collect();
    let name = target_words(table, target);
    let axis = axis_unit(target.metric, !target.level);
    TargetPanel {
        text: text(&name, moved, &rows),
        axis: format!("{axis}, {}", target.metric.better().words()),
        metric: target.metric,
        level: target.level,
        base: mean(&moved.base),
        limit: limit(table, target.metric, target.level),
        bars,
        name,
    }
}

/// "trust.bad_weight (assumed)".
fn short(row: &AssumptionRow) -> String {
    format!("{} ({})", row.path.trim_start_matches("behavior."), row.evidence)
}

fn label(row: &AssumptionRow) -> String {
    let doubt = if row.clear { "" } else { ", may be luck" };
    if row.flip.is_empty() { format!("{}{doubt}", row.swing) } else { format!("changes the verdict: {}", row.flip) }
}

fn limit(table: &Sensitivity, metric: Metric, level: bool) -> Option<(f64, Bound)> {
    let compare = if level { Compare::Level } else { Compare::Difference };
    let mut guardrails = table.scenario.experiment.guardrails.iter();
    let own = guardrails.find(|guardrail| guardrail.metric == metric.id() && guardrail.compare == compare && guardrail.scope == GuardScope::All)?;
    Some((own.limit, own.bound))
}

fn text(name: &str, moved: &Moved, rows: &[AssumptionRow]) -> PlotText {
    let clear: Vec<&AssumptionRow> = rows.iter().filter(|row| row.clear).collect();
    let sentence = match clear.first() {
        Some(first) => format!(
            "{name}: here {}. {} of {} assumptions move it beyond doubt; {} the most, from {} to {}.",
            base_words(moved),
            clear.len(),
            rows.len(),
            first.path,
            first.low,
            first.high
        ),
        None => format!("{name}: here {}. No assumption moves it beyond doubt.", base_words(moved)),
    };
    let columns =
        ["Assumption", "Range", "Rests on", "At the low end", "At the high end", "Moves", "Changes what follows"].map(String::from).to_vec();
    let cells = |row: &AssumptionRow| {
        let moves = if row.clear { row.swing.clone() } else { format!("{}, may be luck", row.swing) };
        vec![row.path.clone(), row.range.clone(), row.evidence.into(), row.low.clone(), row.high.clone(), moves, row.flip.clone()]
    };
    PlotText {
        title: format!("{name}: which assumption moves it?"),
        caption: format!(
            "Each bar: the outcome from the low (ring) to the high end (dot) of one assumption's plausible range, everything else as it is. Upright \
             line: the scenario as it is. Pale: the interval of the difference holds zero. The {} strongest of {}; the table holds all. Assumptions \
             that matter only together are not found this way.",
            rows.len().min(DRAWN),
            rows.len()
        ),
        table: Table { columns, rows: rows.iter().map(cells).collect() },
        sentence,
    }
}
