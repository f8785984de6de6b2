//! Guardrails and main metrics as intervals against zero and limits: one row each, words beside them.

use super::figures::{UPRIGHT, columns, figure};
use super::model::Block;
use crate::experiment::{
    Estimate, GuardOutcome, ScoreRow, Scorecard, Verdict, format_difference, format_difference_estimate, format_difference_interval, format_estimate,
    format_number, format_value, scope_name, usual_metrics,
};
use crate::ledger::Scope;
use crate::report::charts::axes::{Panel, better_direction, span, unit_of};
use crate::report::charts::dots::{dot_interval, reach};
use crate::report::charts::page::{MARGIN, begin, finish, interval_words, style, variant_name, verdict_sign};
use crate::report::figure::{PlotText, Table};
use crate::report::palette::{LIGHT, SOLID};
use crate::report::picture::{Align, Picture, shortened, wrapped};
use crate::scenario::Metric;
use crate::scenario::experiment::{Bound, Compare, Guardrail};
use crate::simulate::Run;

/// Where the plot of a row begins and ends.
const PLOT: (f64, f64) = (250.0, 470.0);

/// What is looked at, with its unit's words: "People over their own line, variant minus baseline".
pub(super) fn guard_words(outcome: &GuardOutcome, guardrail: Option<&Guardrail>) -> String {
    let name = if outcome.metric.id() == outcome.name { outcome.metric.label() } else { &outcome.name };
    match guardrail.map(|guardrail| guardrail.compare) {
        Some(Compare::Level) => format!("{name}, own level"),
        Some(Compare::Ratio) => format!("{name}, times the baseline"),
        _ => format!("{name}, difference"),
    }
}

/// A number of an outcome as people read it.
pub(super) fn guard_value(outcome: &GuardOutcome, compare: Compare, value: f64) -> String {
    match compare {
        Compare::Difference => format_difference(outcome.metric, value),
        Compare::Ratio => format_number(value),
        Compare::Level => format_value(outcome.metric, value),
    }
}

/// Outcomes, the worst first; in the scenario's order among equals.
pub(super) fn worst_first(card: &Scorecard) -> Vec<&GuardOutcome> {
    let mut outcomes: Vec<&GuardOutcome> = card.guards.iter().collect();
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.verdict.severity()));
    outcomes
}

/// Every guardrail with its interval and its limit; nothing where the scenario sets none.
pub(super) fn guard_figure(run: &Run, card: &Scorecard) -> Option<Block> {
    if card.guards.is_empty() {
        return None;
    }
    let (mut picture, mut y) =
        begin(UPRIGHT, LIGHT, "Is a limit crossed, and how sure is that?", "Guardrails, the worst verdict first. Each row has its own scale.");
    let mut rows = Vec::new();
    for outcome in worst_first(card) {
        let guardrail = run.scenario.experiment.guardrails.get(outcome.guard);
        let compare = guardrail.map_or(Compare::Difference, |guardrail| guardrail.compare);
        let bound = guardrail.map_or(Bound::AtMost, |guardrail| guardrail.bound);
        y = guard_row(&mut picture, run, outcome, (compare, bound), y);
        let found = match &outcome.compared {
            Ok(estimate) => with_interval(outcome, compare, estimate),
            Err(undefined) => undefined.to_string(),
        };
        let side = if bound == Bound::AtMost { "at most" } else { "at least" };
        rows.push(vec![
            outcome.verdict.words().to_owned(),
            variant_name(run, outcome.variant),
            guard_words(outcome, guardrail),
            scope_name(&run.scenario, outcome.scope),
            found,
            format!("{side} {}", guard_value(outcome, compare, outcome.limit)),
        ]);
    }
    let marks =
        "Points: mean over worlds. Lines: the interval that decides, corrected for all guardrail decisions of the run, and inside it the 50% \
                 interval. Hatched: the side that is not allowed. A verdict needs the whole interval on one side."
            .to_owned();
    let picture = finish(picture, run, Scope::All, &marks, &[], y + 6.0);
    let count = |verdict: Verdict| card.guards.iter().filter(|outcome| outcome.verdict == verdict).count();
    let verdicts = [Verdict::Blank, Verdict::Crossed, Verdict::CannotTell, Verdict::Waived, Verdict::Within];
    let counted = verdicts.into_iter().filter(|&verdict| count(verdict) > 0).map(|verdict| format!("{} {}", count(verdict), verdict.words()));
    let text = PlotText {
        title: picture.title.clone(),
        sentence: format!("{} guardrail decisions: {}.", card.guards.len(), counted.collect::<Vec<_>>().join(", ")),
        caption: marks,
        table: Table { columns: columns(&["Verdict", "Variant", "What is limited", "Whom", "Found (deciding interval)", "Limit"]), rows },
    };
    Some(figure("guardrails", text, picture, None))
}

fn with_interval(outcome: &GuardOutcome, compare: Compare, estimate: &Estimate) -> String {
    let mean = guard_value(outcome, compare, estimate.mean);
    match (estimate.interval, compare) {
        _ if estimate.deterministic => format!("{mean} (deterministic)"),
        (Some(interval), Compare::Difference) => format!("{mean} ({})", format_difference_interval(outcome.metric, interval)),
        (Some((low, high)), _) => format!("{mean} ({} to {})", guard_value(outcome, compare, low), guard_value(outcome, compare, high)),
        (None, _) => format!("{mean} (one world)"),
    }
}

fn guard_row(picture: &mut Picture, run: &Run, outcome: &GuardOutcome, (compare, bound): (Compare, Bound), top: f64) -> f64 {
    let palette = picture.palette;
    let guardrail = run.scenario.experiment.guardrails.get(outcome.guard);
    let whom = format!("{} among {}", guard_words(outcome, guardrail), scope_name(&run.scenario, outcome.scope));
    let mut names = vec![(shortened(&variant_name(run, outcome.variant), 13.0, PLOT.0 - MARGIN - 12.0), 13.0, palette.text)];
    names.extend(wrapped(&whom, 12.0, PLOT.0 - MARGIN - 12.0).into_iter().take(3).map(|line| (line, 12.0, palette.weak_text)));
    let height = 14.0 + 16.0 * names.len().max(2) as f64;
    picture.line(&[(MARGIN, top), (picture.width - MARGIN, top)], palette.grid, 0.8, SOLID);
    for (place, (line, size, color)) in names.into_iter().enumerate() {
        picture.text((MARGIN, top + 15.0 + 16.0 * place as f64), line, size, color, Align::Left);
    }
    let middle = top + 22.0;
    let panel_of = |extent| Panel { left: PLOT.0, top: top + 6.0, right: PLOT.1, bottom: top + height - 6.0, x: extent, y: (0.0, 1.0) };
    let words = PLOT.1 + 14.0;
    verdict_sign(picture, (words + 6.0, top + 15.0), outcome.verdict);
    picture.text((words + 20.0, top + 15.0), outcome.verdict.words(), 13.0, palette.text, Align::Left);
    let room = picture.width - MARGIN - words - 20.0;
    match &outcome.compared {
        Ok(estimate) => {
            let panel = panel_of(span(reach(estimate).into_iter().chain([outcome.limit]), false));
            let limit = panel.x_of(outcome.limit);
            let (from, to) = if bound == Bound::AtMost { (limit, panel.right) } else { (panel.left, limit) };
            picture.hatch((from, panel.top), (to, panel.bottom), palette.axis);
            picture.line(&[(limit, panel.top), (limit, panel.bottom)], palette.worse, 1.8, SOLID);
            let own = style(picture, run, outcome.variant);
            dot_interval(picture, &panel, middle, estimate, &own, false);
            let value = format!("{}, limit {}", guard_value(outcome, compare, estimate.mean), guard_value(outcome, compare, outcome.limit));
            for (place, line) in wrapped(&value, 12.0, room).into_iter().take(2).enumerate() {
                picture.text((words + 20.0, top + 33.0 + 15.0 * place as f64), line, 12.0, palette.weak_text, Align::Left);
            }
        }
        Err(undefined) => {
            for (place, line) in wrapped(&undefined.to_string(), 12.0, PLOT.1 - PLOT.0).into_iter().take(2).enumerate() {
                picture.text((PLOT.0, top + 15.0 + 16.0 * place as f64), line, 12.0, palette.weak_text, Align::Left);
            }
        }
    }
    top + height
}

/// The main metrics of every variant against the baseline; all shown metrics stand in the long table.
pub(super) fn changes_figure(run: &Run, card: &Scorecard) -> Option<Block> {
    let judged: Vec<usize> = (1..run.variants.len()).filter(|&variant| variant != run.baseline).collect();
    if judged.is_empty() {
        return None;
    }
    let main = main_metrics(run);
    let rows: Vec<&ScoreRow> = main.iter().filter_map(|metric| card.rows.iter().find(|row| row.metric == *metric)).collect();
    let baseline = run.variants.get(run.baseline).map_or("?", String::as_str);
    let title = format!("What changes against \"{baseline}\"?");
    let subtitle = "Variant minus baseline, paired by world. Zero stands in the middle of every row; each row has its own scale.";
    let (mut picture, mut y) = begin(UPRIGHT, LIGHT, &title, subtitle);
    y = crate::report::charts::page::key(&mut picture, run, &judged, y) + 4.0;
    for row in &rows {
        y = change_row(&mut picture, run, row, &judged, y);
    }
    let marks = format!("Points: mean difference; {}.", interval_words(run));
    let picture = finish(picture, run, Scope::All, &marks, &[], y + 6.0);
    let clauses = judged.iter().map(|&variant| {
        let of = [Metric::Purchases, Metric::OverLine, Metric::TrustMean].into_iter().filter_map(|metric| {
            let row = card.rows.iter().find(|row| row.metric == metric)?;
            Some(crate::experiment::difference_clause(metric, &row.scores.get(variant)?.difference))
        });
        format!("With {}: {}", variant_name(run, variant), of.collect::<Vec<_>>().join("; "))
    });
    let shown: Vec<&ScoreRow> = card.rows.iter().filter(|row| row.is_shown()).collect();
    let text = PlotText {
        title,
        sentence: format!("{}.", clauses.collect::<Vec<_>>().join(". ")),
        caption: marks,
        table: changes_table(run, &rows, &judged),
    };
    Some(figure("changes", text, picture, Some(changes_table(run, &shown, &judged))))
}

/// Metrics of the guardrails, then those of goal, trust, breadth and leaving.
pub(super) fn main_metrics(run: &Run) -> Vec<Metric> {
    let mut found = usual_metrics(&run.scenario);
    for metric in [Metric::Revenue, Metric::Creepiness, Metric::OptOut, Metric::Complaints, Metric::Within, Metric::DriftNet] {
        if !found.contains(&metric) {
            found.push(metric);
        }
    }
    found
}

fn changes_table(run: &Run, rows: &[&ScoreRow], judged: &[usize]) -> Table {
    let mut cells = Vec::new();
    for row in rows {
        let base = row.scores.get(run.baseline).map_or_else(String::new, |score| format_estimate(row.metric, &score.level));
        for &variant in judged {
            let Some(score) = row.scores.get(variant) else { continue };
            let agree = match &score.difference {
                Ok(estimate) if estimate.deterministic => "same in every world".into(),
                Ok(estimate) => format!("{} of {}", estimate.agree, estimate.worlds),
                Err(_) => "n/a".into(),
            };
            cells.push(vec![
                row.metric.label().to_owned(),
                variant_name(run, variant),
                base.clone(),
                format_difference_estimate(row.metric, &score.difference),
                agree,
                row.metric.better().words().to_owned(),
            ]);
        }
    }
    Table { columns: columns(&["Metric", "Variant", "Baseline", "Difference", "Worlds with this sign", "Direction"]), rows: cells }
}

fn change_row(picture: &mut Picture, run: &Run, row: &ScoreRow, judged: &[usize], top: f64) -> f64 {
    let palette = picture.palette;
    let height = (22.0 * judged.len() as f64).max(40.0) + 8.0;
    picture.line(&[(MARGIN, top), (picture.width - MARGIN, top)], palette.grid, 0.8, SOLID);
    picture.text((MARGIN, top + 15.0), shortened(row.metric.label(), 13.0, PLOT.0 - MARGIN - 8.0), 13.0, palette.text, Align::Left);
    better_direction(picture, (MARGIN, top + 32.0), row.metric.better(), false);
    let unit = shortened(unit_of(row.metric), 12.0, 92.0);
    picture.text((PLOT.0 - 12.0, top + 32.0), unit, 12.0, palette.weak_text, Align::Right);
    let differences = || judged.iter().filter_map(|&variant| row.scores.get(variant)?.difference.as_ref().ok());
    let (low, high) = span(differences().flat_map(reach).chain([0.0]), true);
    let extent = high.max(-low);
    let panel = Panel { left: PLOT.0, top: top + 4.0, right: PLOT.1, bottom: top + height - 4.0, x: (-extent, extent), y: (0.0, 1.0) };
    let zero = panel.x_of(0.0);
    picture.line(&[(zero, panel.top), (zero, panel.bottom)], palette.axis, 1.0, SOLID);
    let words = PLOT.1 + 14.0;
    for (place, &variant) in judged.iter().enumerate() {
        let y = top + (height - 22.0 * judged.len() as f64) / 2.0 + 22.0 * (place as f64 + 0.5);
        let Some(score) = row.scores.get(variant) else { continue };
        let own = style(picture, run, variant);
        match &score.difference {
            Ok(estimate) => {
                dot_interval(picture, &panel, y, estimate, &own, false);
                let agree = if estimate.deterministic { "every world".to_owned() } else { format!("{} of {}", estimate.agree, estimate.worlds) };
                let value = format!("{} {} ({agree})", own.letter, format_difference(row.metric, estimate.mean));
                picture.text((words, y), shortened(&value, 12.0, picture.width - MARGIN - words), 12.0, palette.text, Align::Left);
            }
            Err(undefined) => {
                let reason = format!("{} {undefined}", own.letter);
                picture.text((words, y), shortened(&reason, 12.0, picture.width - MARGIN - words), 12.0, palette.weak_text, Align::Left);
            }
        }
    }
    top + height
}
