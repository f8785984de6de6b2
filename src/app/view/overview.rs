//! The overview: scorecard rows with a scale each, guardrails with their verdicts.

use std::cmp::Reverse;

use super::format::{agree_text, interval_text};
use super::plain::{Heading, PlotText, Span, Table, Tag, heading, hidden, people, sentence_case, shown, tags};
use crate::app::state::Contrast;
use crate::experiment::{
    Decision, Estimate, Estimated, GuardOutcome, ScoreRow, Scorecard, Verdict, format_difference, format_number, format_value, overview_sentence,
    scope_name, score_rows, scorecard_on, segment_warnings,
};
use crate::ledger::Scope;
use crate::measure::Undefined;
use crate::scenario::experiment::{Bound, Compare, GuardScope};
use crate::scenario::{Better, Date, Family, Metric};
use crate::simulate::Run;

/// One number of a cell.
#[derive(Clone, Debug)]
pub struct CellNumber {
    /// The estimate.
    pub estimated: Estimated,
    /// "+5.6 points".
    pub value: String,
    /// "+4.1 to +7.2 points".
    pub interval: String,
    /// "18 of 20 worlds agree".
    pub agree: String,
}

/// One variant's cell of a row.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The variant.
    pub variant: usize,
    /// Its own level.
    pub level: CellNumber,
    /// Its difference from the baseline.
    pub difference: CellNumber,
    /// The same as a share of the baseline, world by world.
    pub relative: CellNumber,
    /// What the guardrail on this metric says: that of these customers, else the worst of all, with whose it is.
    pub verdict: Option<(Verdict, String)>,
}

/// A limit drawn in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitLine {
    /// Where.
    pub at: f64,
    /// Which side is safe.
    pub bound: Bound,
    /// Whose value it is set on.
    pub scope: GuardScope,
}

impl LimitLine {
    /// Whose value it is set on, where that is not everybody's.
    pub fn scope_words(&self) -> &'static str {
        match self.scope {
            GuardScope::All => "",
            GuardScope::EachSegment => " for each segment",
            GuardScope::WorstSegment => " for the worst segment",
            GuardScope::EachGroup => " for each group",
            GuardScope::WorstGroup => " for the worst group",
        }
    }
}

/// One metric.
#[derive(Clone, Debug)]
pub struct OverviewRow {
    /// The metric.
    pub metric: Metric,
    /// Range of the difference, common to the row.
    pub difference_range: (f64, f64),
    /// Range of the relative difference, common to the row.
    pub relative_range: (f64, f64),
    /// Range of the level, common to the row.
    pub level_range: (f64, f64),
    /// Limit on the difference.
    pub difference_limit: Option<LimitLine>,
    /// Limit on the ratio, as a relative difference.
    pub relative_limit: Option<LimitLine>,
    /// Limit on the level.
    pub level_limit: Option<LimitLine>,
    /// How sure it is that a variant under test moves this in the worse direction: the worst verdict, then the difference in half-widths of its interval.
    pub harm: (u8, f64),
    /// Cells in the order of [`OverviewView::tags`].
    pub cells: Vec<Cell>,
}

/// One guardrail for one variant and one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct GuardRow {
    /// The variant.
    pub tag: Tag,
    /// The metric.
    pub metric: Metric,
    /// Whose value it is, for filters.
    pub scope: Scope,
    /// Metric and limit: "People over their own line: at most +5 points".
    pub rule: String,
    /// Whose value.
    pub people: String,
    /// What it says.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// The overview.
#[derive(Clone, Debug)]
pub struct OverviewView {
    /// What these results are.
    pub heading: Heading,
    /// What came out, in a sentence.
    pub sentence: String,
    /// Variants in order of show.
    pub tags: Vec<Tag>,
    /// What follows for each variant under test.
    pub decisions: Vec<(Tag, Decision)>,
    /// Rows by family.
    pub families: Vec<(Family, Vec<OverviewRow>)>,
    /// Guardrails, the worst first.
    pub guards: Vec<GuardRow>,
    /// The segment or group that fares worst: the sentence shown beside the average.
    pub worst: Option<String>,
    /// Segments that the mean hides, in sentences.
    pub hidden: Vec<String>,
    /// Which variants are left out of plots, and what their guardrails say nonetheless.
    pub aside: Option<String>,
    /// The words of the scorecard as differences.
    pub difference_text: PlotText,
    /// The words of the scorecard as relative differences.
    pub relative_text: PlotText,
    /// The words of the scorecard as levels.
    pub level_text: PlotText,
    /// The scorecard itself, for all customers.
    pub card: Scorecard,
}

impl OverviewView {
    /// Prepares the overview of a run for some customers. Waivers that hold `today` count.
    pub fn new(run: &Run, scope: Scope, today: Date) -> Self {
        let card = scorecard_on(run, Some(today));
        let heading = heading(run, scope);
        // Verdicts are told of every variant; the plot alone leaves hidden ones out.
        let all = tags(&card.variants, card.baseline);
        let tags = shown(run);
        let rows: Vec<ScoreRow> = match scope {
            Scope::All => card.rows.clone(),
            _ => score_rows(run, Metric::ALL, scope, 1),
        };
        let rows: Vec<OverviewRow> = rows.iter().filter(|row| row.is_shown()).map(|row| overview_row(run, &card, row, &tags)).collect();
        let mut guards: Vec<GuardRow> = card.guards.iter().filter_map(|outcome| guard_row(run, outcome, &all)).collect();
        guards.sort_by_key(|guard| Reverse(guard.verdict.severity()));
        let decisions = all.iter().filter_map(|tag| Some((tag.clone(), card.decisions.get(tag.variant)?.clone()?))).collect();
        let worst = worst_guard(run, &card, &all).or_else(|| worst_segment(run, &all));
        let difference_text = plot_text(&heading, &rows, &tags, Contrast::Difference);
        let relative_text = plot_text(&heading, &rows, &tags, Contrast::Relative);
        let level_text = plot_text(&heading, &rows, &tags, Contrast::Level);
        let of_family = |family: Family| -> Vec<OverviewRow> { rows.iter().filter(|row| row.metric.family() == family).cloned().collect() };
        let families = Family::ALL.map(|family| (family, of_family(family))).into_iter().filter(|(_, rows)| !rows.is_empty()).collect();
        let aside = aside(run, &guards);
        Self {
            sentence: overview_sentence(run, &card),
            heading,
            tags,
            decisions,
            families,
            guards,
            worst,
            hidden: segment_warnings(run),
            aside,
            difference_text,
            relative_text,
            level_text,
            card,
        }
    }
}

impl OverviewView {
    /// Rows in groups with a heading each: goals, what a guardrail is set on, the rest by family; or all in one, most harm first.
    pub fn groups(&self, by_harm: bool) -> Vec<(String, Vec<&OverviewRow>)> {
        let rows = || self.families.iter().flat_map(|(family, rows)| rows.iter().map(move |row| (*family, row)));
        if by_harm {
            let mut all: Vec<&OverviewRow> = rows().map(|(_, row)| row).collect();
            all.sort_by(|a, b| b.harm.0.cmp(&a.harm.0).then(b.harm.1.total_cmp(&a.harm.1)));
            return vec![("Most harm first".into(), all)];
        }
        let guarded = |row: &OverviewRow| row.difference_limit.is_some() || row.relative_limit.is_some() || row.level_limit.is_some();
        let mut groups: Vec<(String, Vec<&OverviewRow>)> = vec![
            ("Goals".into(), rows().filter(|(family, row)| *family == Family::Goal && !guarded(row)).map(|(_, row)| row).collect()),
            ("Guardrails".into(), rows().filter(|(_, row)| guarded(row)).map(|(_, row)| row).collect()),
        ];
        for family in Family::ALL.into_iter().filter(|family| *family != Family::Goal) {
            let watched = rows().filter(|(own, row)| *own == family && !guarded(row)).map(|(_, row)| row).collect();
            groups.push((format!("Watch: {}", family.title().to_lowercase()), watched));
        }
        groups.retain(|(_, rows)| !rows.is_empty());
        groups
    }
}

impl OverviewRow {
    /// Range and limit under a contrast.
    pub fn scale(&self, contrast: Contrast) -> ((f64, f64), Option<LimitLine>) {
        match contrast {
            Contrast::Difference => (self.difference_range, self.difference_limit),
            Contrast::Relative => (self.relative_range, self.relative_limit),
            Contrast::Level => (self.level_range, self.level_limit),
        }
    }
}

impl Cell {
    /// The number under a contrast.
    pub fn number(&self, contrast: Contrast) -> &CellNumber {
        match contrast {
            Contrast::Difference => &self.difference,
            Contrast::Relative => &self.relative,
            Contrast::Level => &self.level,
        }
    }
}

/// A share, so that relative differences are worded in percent.
const SHARE: Metric = Metric::OverLine;

/// A relative difference in words: "+12.3%".
pub fn relative_words(share: f64) -> String {
    let words = format_value(SHARE, share);
    if share > 0.0 && words.chars().any(|c| matches!(c, '1'..='9')) { format!("+{words}") } else { words }
}

/// Variant minus baseline as a share of the baseline, world by world.
fn relative(run: &Run, row: &ScoreRow, variant: usize) -> Estimated {
    let own = row.scores.get(variant).ok_or_else(|| Undefined::new("the run has no such variant"))?.level.clone()?;
    let base = row.scores.get(run.baseline).ok_or_else(|| Undefined::new("the run has no baseline"))?.level.clone()?;
    if variant == run.baseline {
        return Err(Undefined::new("this is the baseline"));
    }
    let share = |(own, base): (&Option<f64>, &Option<f64>)| match (own, base) {
        (Some(own), Some(base)) if *base != 0.0 => Ok((own - base) / base.abs()),
        (_, Some(0.0)) => Err(Undefined::new("the baseline is zero")),
        _ => Err(Undefined::new("undefined in this world")),
    };
    Estimate::of(own.values.iter().zip(&base.values).map(share).collect(), run.scenario.experiment.confidence)
}

fn relative_number(estimated: Estimated) -> CellNumber {
    let (value, interval, agree) = match &estimated {
        Ok(estimate) => {
            let interval = match estimate.interval {
                Some(_) if estimate.deterministic => "deterministic".into(),
                Some((low, high)) => format!("{} to {}", relative_words(low), relative_words(high)),
                None => "no interval: one world".into(),
            };
            (relative_words(estimate.mean), interval, agree_text(estimate))
        }
        Err(undefined) => (undefined.to_string(), String::new(), String::new()),
    };
    CellNumber { estimated, value, interval, agree }
}

/// How sure it is that a cell has moved in the worse direction.
fn harm(metric: Metric, cells: &[Cell], baseline: usize) -> (u8, f64) {
    let judged = || cells.iter().filter(|cell| cell.variant != 0 && cell.variant != baseline);
    let verdict = judged().filter_map(|cell| cell.verdict.as_ref()).map(|(verdict, _)| verdict.severity()).filter(|severity| *severity >= 2).max();
    let sign = match metric.better() {
        Better::Less => 1.0,
        Better::More => -1.0,
        Better::Neither => return (verdict.unwrap_or(0), f64::NEG_INFINITY),
    };
    let size = |cell: &Cell| {
        let estimate = cell.difference.estimated.as_ref().ok()?;
        let half = estimate.interval.map_or(0.0, |(low, high)| (high - low) / 2.0);
        Some(if half > 0.0 { sign * estimate.mean / half } else { sign * estimate.mean })
    };
    (verdict.unwrap_or(0), judged().filter_map(size).fold(f64::NEG_INFINITY, f64::max))
}

fn number(metric: Metric, estimated: &Estimated, difference: bool) -> CellNumber {
    let (value, interval, agree) = match estimated {
        Ok(estimate) => {
            let value = if difference { format_difference(metric, estimate.mean) } else { format_value(metric, estimate.mean) };
            let interval = match estimate.interval {
                Some(_) if estimate.deterministic => "deterministic".into(),
                Some(interval) => interval_text(metric, interval, difference),
                None => "no interval: one world".into(),
            };
            (value, interval, if difference { agree_text(estimate) } else { String::new() })
        }
        Err(undefined) => (undefined.to_string(), String::new(), String::new()),
    };
    CellNumber { estimated: estimated.clone(), value, interval, agree }
}

fn overview_row(run: &Run, card: &Scorecard, row: &ScoreRow, tags: &[Tag]) -> OverviewRow {
    let limit = |compare: Compare| {
        run.scenario.experiment.guardrails.iter().find(|guard| guard.metric == row.metric.id() && guard.compare == compare).map(|guard| LimitLine {
            at: guard.limit,
            bound: guard.bound,
            scope: guard.scope,
        })
    };
    let (difference_limit, level_limit) = (limit(Compare::Difference), limit(Compare::Level));
    let cells: Vec<Cell> = tags
        .iter()
        .filter_map(|tag| {
            let score = row.scores.get(tag.variant)?;
            let outcomes = || card.guards.iter().filter(|outcome| outcome.metric == row.metric && outcome.variant == tag.variant);
            let own = outcomes().find(|outcome| outcome.scope == row.scope);
            let worst = outcomes().min_by_key(|outcome| Reverse(outcome.verdict.severity()));
            let verdict = match (own, worst) {
                (Some(own), _) => Some((own.verdict, String::new())),
                (None, Some(worst)) => Some((worst.verdict, people(&run.scenario, worst.scope))),
                (None, None) => None,
            };
            Some(Cell {
                variant: tag.variant,
                level: number(row.metric, &score.level, false),
                difference: number(row.metric, &score.difference, true),
                relative: relative_number(relative(run, row, tag.variant)),
                verdict,
            })
        })
        .collect();
    // The twin is a reference far off: it must not squeeze what is compared. Where it lies outside, an arrow says so.
    let difference_range = range(
        cells.iter().filter(|cell| cell.variant != 0).filter_map(|cell| Span::of(&cell.difference.estimated)).map(|span| span.reach()),
        std::iter::once(0.0).chain(difference_limit.map(|limit| limit.at)),
    );
    let level_range = range(
        cells.iter().filter_map(|cell| Span::of(&cell.level.estimated)).map(|span| span.reach()),
        std::iter::once(0.0).chain(level_limit.map(|limit| limit.at)),
    );
    let relative_limit = limit(Compare::Ratio).map(|ratio| LimitLine { at: ratio.at - 1.0, ..ratio });
    let relative_range = range(
        cells.iter().filter(|cell| cell.variant != 0).filter_map(|cell| Span::of(&cell.relative.estimated)).map(|span| span.reach()),
        std::iter::once(0.0).chain(relative_limit.map(|limit| limit.at)),
    );
    let harm = harm(row.metric, &cells, run.baseline);
    OverviewRow { metric: row.metric, difference_range, relative_range, level_range, difference_limit, relative_limit, level_limit, harm, cells }
}

/// A range that holds everything drawn in a row with some air around it.
fn range(spans: impl Iterator<Item = (f64, f64)>, marks: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (from, to) in spans.chain(marks.map(|mark| (mark, mark))) {
        low = low.min(from);
        high = high.max(to);
    }
    if !(low.is_finite() && high.is_finite()) {
        return (-1.0, 1.0);
    }
    let air = if high > low { (high - low) * 0.12 } else { high.abs().max(1.0) * 0.12 };
    (low - air, high + air)
}

/// Hidden variants, with how many of their guardrails are not within their limit.
fn aside(run: &Run, guards: &[GuardRow]) -> Option<String> {
    let hidden = hidden(run);
    if hidden.is_empty() {
        return None;
    }
    let names: Vec<String> = hidden.iter().map(Tag::label).collect();
    let count = |verdict: Verdict| guards.iter().filter(|guard| run.hidden.contains(&guard.tag.variant) && guard.verdict == verdict).count();
    let crossed = match (count(Verdict::Crossed), count(Verdict::CannotTell)) {
        (0, 0) => "no guardrail of these is crossed".to_owned(),
        (0, open) => format!("of {open} of these guardrails nothing can be told yet"),
        (crossed, open) => {
            let crossed =
                if crossed == 1 { "1 of these guardrails is crossed".to_owned() } else { format!("{crossed} of these guardrails are crossed") };
            if open == 0 { crossed } else { format!("{crossed}, of {open} nothing can be told yet") }
        }
    };
    Some(format!("Hidden in plots: {}; {crossed}. Sentence, verdicts and guardrails here are of every variant.", names.join(", ")))
}

fn guard_row(run: &Run, outcome: &GuardOutcome, tags: &[Tag]) -> Option<GuardRow> {
    let tag = tags.iter().find(|tag| tag.variant == outcome.variant)?.clone();
    let guard = run.scenario.experiment.guardrails.get(outcome.guard)?;
    Some(GuardRow {
        tag,
        metric: outcome.metric,
        scope: outcome.scope,
        rule: rule(outcome.metric, guard.compare, guard.bound, guard.limit),
        people: people(&run.scenario, outcome.scope),
        verdict: outcome.verdict,
        reason: sentence_case(&outcome.reason),
    })
}

/// A guardrail in words.
pub(super) fn rule(metric: Metric, compare: Compare, bound: Bound, limit: f64) -> String {
    let side = match bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let number = match compare {
        Compare::Difference => format!("{} against baseline", format_difference(metric, limit)),
        Compare::Ratio => format!("{} times the baseline", format_number(limit)),
        Compare::Level => format_value(metric, limit),
    };
    format!("{}: {side} {number}", metric.label())
}

/// Where the guarded metric is furthest past, or nearest to, its limit.
fn worst_guard(run: &Run, card: &Scorecard, tags: &[Tag]) -> Option<String> {
    let excess = |outcome: &GuardOutcome| {
        let guard = run.scenario.experiment.guardrails.get(outcome.guard)?;
        let mean = outcome.compared.as_ref().ok()?.mean;
        Some(match guard.bound {
            Bound::AtMost => mean - outcome.limit,
            Bound::AtLeast => outcome.limit - mean,
        })
    };
    let split = card.guards.iter().filter(|outcome| outcome.scope != Scope::All);
    let worst = split.filter_map(|outcome| Some((outcome, excess(outcome)?))).max_by(|a, b| a.1.total_cmp(&b.1))?.0;
    let tag = tags.iter().find(|tag| tag.variant == worst.variant)?;
    Some(format!(
        "Worst off: {} under {} on {}, {}.",
        scope_name(&run.scenario, worst.scope),
        tag.label(),
        worst.metric.label().to_lowercase(),
        worst.verdict.words()
    ))
}

/// Without a guardrail on segments or groups: the segment where most more people go over their own line.
fn worst_segment(run: &Run, tags: &[Tag]) -> Option<String> {
    let judged = || tags.iter().filter(|tag| !tag.is_twin() && !tag.is_baseline());
    let mut worst: Option<(usize, &Tag, f64)> = None;
    for segment in 0..run.scenario.population.segments.len() {
        let rows = score_rows(run, &[Metric::OverLine], Scope::Segment(segment), 1);
        for tag in judged() {
            let Some(Ok(estimate)) = rows.first().and_then(|row| row.scores.get(tag.variant)).map(|score| &score.difference) else { continue };
            if worst.is_none_or(|(_, _, most)| estimate.mean > most) {
                worst = Some((segment, tag, estimate.mean));
            }
        }
    }
    let (segment, tag, difference) = worst?;
    Some(format!(
        "Worst off: {} under {}, {} people over their own line against the baseline.",
        scope_name(&run.scenario, Scope::Segment(segment)),
        tag.label(),
        format_difference(Metric::OverLine, difference)
    ))
}

fn plot_text(heading: &Heading, rows: &[OverviewRow], tags: &[Tag], contrast: Contrast) -> PlotText {
    let difference = contrast != Contrast::Level;
    let shown: Vec<&Tag> = tags.iter().filter(|tag| !(difference && tag.is_baseline())).collect();
    let mut columns = vec!["Metric".to_owned(), "Unit".to_owned(), "Better".to_owned()];
    for tag in &shown {
        columns.extend([tag.label(), format!("{} {} interval", tag.letter, heading.confidence)]);
        if difference {
            columns.push(format!("{} worlds", tag.letter));
        }
    }
    let table_row = |row: &OverviewRow| {
        let mut cells = vec![row.metric.label().to_owned(), row.metric.unit().words().to_owned(), row.metric.better().words().to_owned()];
        for tag in &shown {
            let Some(cell) = row.cells.iter().find(|cell| cell.variant == tag.variant) else { continue };
            let number = cell.number(contrast);
            cells.extend([number.value.clone(), number.interval.clone()]);
            if difference {
                cells.push(number.agree.clone());
            }
        }
        cells
    };
    let table = Table { columns, rows: rows.iter().map(table_row).collect() };
    let what = match contrast {
        Contrast::Difference => "difference from the baseline, paired by world",
        Contrast::Relative => "difference from the baseline as a share of it, world by world",
        Contrast::Level => "each variant's own level",
    };
    let sentence = rows
        .iter()
        .filter(|row| row.metric.family() != Family::Reach)
        .filter_map(|row| {
            let parts: Vec<String> = shown
                .iter()
                .filter_map(|tag| {
                    let cell = row.cells.iter().find(|cell| cell.variant == tag.variant)?;
                    Some(format!("{} {}", tag.letter, cell.number(contrast).value))
                })
                .collect();
            (!parts.is_empty()).then(|| format!("{}: {}", row.metric.label(), parts.join(", ")))
        })
        .collect::<Vec<_>>()
        .join("; ");
    PlotText {
        title: match contrast {
            Contrast::Difference => "What changes against the baseline?".into(),
            Contrast::Relative => "What changes, as a share of the baseline?".into(),
            Contrast::Level => "Where does each variant stand?".into(),
        },
        sentence: format!("Scorecard, {what}. {sentence}."),
        caption: format!(
            "Dot: mean of worlds; thick line 50%, thin line {} interval of the mean; {what}. {}, {}. One scale per row.",
            heading.confidence, heading.worlds, heading.people
        ),
        table,
    }
}
