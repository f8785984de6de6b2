//! Every metric's difference from the baseline: point, intervals, zero, limit and verdict, one column for each variant.

use super::axes::{Panel, better_direction, span, unit_of};
use super::dots::{dot_interval, reach};
use super::page::{MARGIN, begin, finish, interval_words, style, variant_name, verdict_sign};
use crate::experiment::{
    GuardOutcome, Score, ScoreRow, Scorecard, Verdict, format_difference, format_value, overview_sentence, scope_name, scorecard_on,
};
use crate::ledger::Scope;
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture, shortened, wrapped};
use crate::scenario::experiment::{Bound, Compare, GuardScope};
use crate::scenario::{Date, Family, Metric};
use crate::simulate::Run;

const NAMES: f64 = 330.0;
const BASELINE: f64 = 90.0;
const CELL: f64 = 330.0;
const ROW: f64 = 38.0;

/// Draws the scorecard, with the verdicts of a day.
pub(super) fn draw(run: &Run, today: Option<Date>, palette: Palette) -> Picture {
    let card = scorecard_on(run, today);
    let judged: Vec<usize> = (0..run.variants.len()).filter(|&variant| card.decisions.get(variant).is_some_and(Option::is_some)).collect();
    // A single variant gets a wider cell: the sentence on top needs the room anyway.
    let cells = if judged.len() < 2 { 1.5 * CELL } else { CELL * judged.len() as f64 };
    let width = 2.0 * MARGIN + NAMES + BASELINE + cells;
    let baseline = run.variants.get(run.baseline).map_or("?", String::as_str);
    let title = format!("What changes against \"{baseline}\", and is a limit crossed?");
    let (mut picture, y) = begin(width, palette, &title, &overview_sentence(run, &card));
    let cell = (width - 2.0 * MARGIN - NAMES - BASELINE) / judged.len().max(1) as f64;
    let mut y = heads(&mut picture, run, &card, &judged, cell, y);
    for family in Family::ALL {
        let rows: Vec<&ScoreRow> = card.rows.iter().filter(|row| row.metric.family() == family && row.is_shown()).collect();
        if rows.is_empty() {
            continue;
        }
        picture.text((MARGIN, y + 14.0), family.title(), 16.0, palette.text, Align::Left);
        y += 28.0;
        for row in rows {
            picture.line(&[(MARGIN, y), (width - MARGIN, y)], palette.grid, 0.8, SOLID);
            draw_row(&mut picture, run, &card, row, &judged, cell, y);
            y += ROW;
        }
        y += 8.0;
    }
    y = guard_list(&mut picture, run, &card, y);
    let marks = format!(
        "Points: mean difference from the baseline, paired by world; {}. Each row has its own scale, shared by its variants. \"{} of {}\" counts the worlds \
         whose difference has the same sign. Verdicts use intervals corrected for all guardrail decisions.",
        interval_words(run),
        run.worlds.len(),
        run.worlds.len(),
    );
    finish(picture, run, Scope::All, &marks, &[], y)
}

fn heads(picture: &mut Picture, run: &Run, card: &Scorecard, judged: &[usize], cell: f64, y: f64) -> f64 {
    let palette = picture.palette;
    picture.text((MARGIN + NAMES + BASELINE - 14.0, y + 10.0), "baseline", 13.0, palette.weak_text, Align::Right);
    for (place, &variant) in judged.iter().enumerate() {
        let left = MARGIN + NAMES + BASELINE + cell * place as f64;
        let own = style(picture, run, variant);
        picture.marker((left + 8.0, y + 10.0), own.marker, 5.5, own.color, false);
        picture.text((left + 20.0, y + 10.0), shortened(&variant_name(run, variant), 15.0, cell - 40.0), 15.0, palette.text, Align::Left);
        if let Some(Some(decision)) = card.decisions.get(variant) {
            if let Some(verdict) = decision.verdict() {
                verdict_sign(picture, (left + 8.0, y + 31.0), verdict);
            }
            picture.text((left + 20.0, y + 31.0), decision.words(), 14.0, palette.text, Align::Left);
        }
    }
    y + 50.0
}

fn draw_row(picture: &mut Picture, run: &Run, card: &Scorecard, row: &ScoreRow, judged: &[usize], cell: f64, top: f64) {
    let palette = picture.palette;
    let metric = row.metric;
    let middle = top + ROW / 2.0;
    for (line, words) in wrapped(metric.label(), 14.0, NAMES - 10.0).into_iter().take(1).enumerate() {
        picture.text((MARGIN, middle - 8.0 + 16.0 * line as f64), words, 14.0, palette.text, Align::Left);
    }
    picture.text((MARGIN, middle + 9.0), unit_of(metric), 12.0, palette.weak_text, Align::Left);
    better_direction(picture, (MARGIN + 170.0, middle + 9.0), metric.better(), false);
    let base = row.scores.get(run.baseline).map(|score| &score.level);
    let level = base.and_then(|level| level.as_ref().ok()).map_or_else(|| "n/a".to_owned(), |level| format_value(metric, level.mean));
    picture.text((MARGIN + NAMES + BASELINE - 14.0, middle), level, 13.0, palette.weak_text, Align::Right);
    let differences = || judged.iter().filter_map(|&variant| row.scores.get(variant)?.difference.as_ref().ok());
    let limits = limits(run, metric);
    // Zero stands in the middle of every row, so that one look down the column tells more from less.
    let (low, high) = span(differences().flat_map(reach).chain([0.0]).chain(limits.iter().map(|limit| limit.0)), true);
    let extent = (-high.max(-low), high.max(-low));
    for (place, &variant) in judged.iter().enumerate() {
        let left = MARGIN + NAMES + BASELINE + cell * place as f64;
        let panel = Panel { left, top: top + 5.0, right: left + cell - 150.0, bottom: top + ROW - 5.0, x: extent, y: (0.0, 1.0) };
        for &(limit, bound) in &limits {
            let x = panel.x_of(limit);
            let (from, to) = if bound == Bound::AtMost { (x, panel.right) } else { (panel.left, x) };
            picture.hatch((from, panel.top), (to, panel.bottom), palette.axis);
            picture.line(&[(x, panel.top), (x, panel.bottom)], palette.worse, 1.6, SOLID);
        }
        let zero = panel.x_of(0.0);
        picture.line(&[(zero, panel.top), (zero, panel.bottom)], palette.axis, 1.0, SOLID);
        let Some(Score { difference, .. }) = row.scores.get(variant) else { continue };
        let words = left + cell - 142.0;
        match difference {
            Ok(estimate) => {
                let own = style(picture, run, variant);
                dot_interval(picture, &panel, middle, estimate, &own, false);
                picture.text((words, middle - 8.0), format_difference(metric, estimate.mean), 13.0, palette.text, Align::Left);
                let agree = if estimate.deterministic { "deterministic".to_owned() } else { format!("{} of {}", estimate.agree, estimate.worlds) };
                picture.text((words, middle + 9.0), agree, 12.0, palette.weak_text, Align::Left);
            }
            Err(undefined) => {
                let reason = shortened(&undefined.to_string(), 12.0, cell - 20.0);
                picture.text((left, middle), reason, 12.0, palette.weak_text, Align::Left);
            }
        }
        if let Some(worst) = worst_verdict(&card.guards, metric, variant) {
            verdict_sign(picture, (left + cell - 26.0, middle), worst);
        }
    }
}

/// Each guardrail in words, so that scopes other than everybody are seen too.
fn guard_list(picture: &mut Picture, run: &Run, card: &Scorecard, top: f64) -> f64 {
    let palette = picture.palette;
    if card.guards.is_empty() {
        return top;
    }
    let mut y = top + 14.0;
    picture.text((MARGIN, y), "Guardrails", 16.0, palette.text, Align::Left);
    y += 24.0;
    for outcome in &card.guards {
        verdict_sign(picture, (MARGIN + 7.0, y), outcome.verdict);
        let what = format!("{} among {}", guard_name(outcome), scope_name(&run.scenario, outcome.scope));
        let text = format!("{}: {}. {}: {}", variant_name(run, outcome.variant), outcome.verdict.words(), what, outcome.reason);
        for line in wrapped(&text, 13.0, picture.width - 2.0 * MARGIN - 24.0) {
            picture.text((MARGIN + 22.0, y), line, 13.0, palette.text, Align::Left);
            y += 18.0;
        }
        y += 4.0;
    }
    y
}

fn guard_name(outcome: &GuardOutcome) -> &str {
    if outcome.metric.id() == outcome.name { outcome.metric.label() } else { &outcome.name }
}

/// Limits on the difference over all customers, the only ones on the scale of the row.
fn limits(run: &Run, metric: Metric) -> Vec<(f64, Bound)> {
    let guardrails = run.scenario.experiment.guardrails.iter();
    let on_the_row = guardrails.filter(|guardrail| {
        guardrail.metric == metric.id()
            && guardrail.compare == Compare::Difference
            && guardrail.scope == GuardScope::All
            && guardrail.limit.is_finite()
    });
    on_the_row.map(|guardrail| (guardrail.limit, guardrail.bound)).collect()
}

fn worst_verdict(outcomes: &[GuardOutcome], metric: Metric, variant: usize) -> Option<Verdict> {
    let of_row = outcomes.iter().filter(|outcome| outcome.variant == variant && outcome.name == metric.id());
    of_row.map(|outcome| outcome.verdict).max_by_key(|verdict| verdict.severity())
}
