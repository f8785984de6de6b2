//! What differs, for people.

use std::io::IsTerminal;

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use super::Report;
use super::settings::{Part, one_line};
use crate::cli::human::printable;
use crate::experiment::{
    Between, Decision, GuardBetween, GuardStanding, RowBetween, Turn, VariantBetween, format_difference_estimate, format_estimate, format_number,
    percent_of_confidence,
};

/// Width of a table that goes to a file or a pipe.
const WIDTH: u16 = 140;
/// Segments that are named for one variant.
const MOST_SEGMENTS: usize = 8;

/// Settings, then results.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for place in [&report.a, &report.b] {
        text.push_str(&format!("{}  {}\n", place.letter, one_line(&place.heading())));
    }
    if report.is_same() {
        text.push_str("\nno difference\n");
        return printable(&text);
    }
    text.push_str("\nSettings\n");
    settings_lines(report).iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    text.push_str("\nResults\n");
    match &report.results {
        Err(reason) => text.push_str(&format!("  {reason}\n")),
        Ok(found) => results(found, &mut text),
    }
    printable(&text)
}

/// Every setting that differs, under the heading of what it is about.
fn settings_lines(report: &Report) -> Vec<String> {
    let settings = &report.settings;
    if settings.is_same() {
        return vec!["no difference".into()];
    }
    if settings.order_only {
        return vec!["only the order in lists differs, which changes no number".into()];
    }
    let mut lines = Vec::new();
    for part in Part::ALL {
        let renamed = settings.renamed(part);
        if renamed.is_empty() && settings.of(part).next().is_none() {
            continue;
        }
        lines.push(part.title().to_owned());
        lines.extend(renamed.iter().map(|words| format!("  {words}")));
        for one in settings.of(part) {
            lines.push(format!("  {}", one.words()));
            lines.push(format!("      {}", one.difference.path));
        }
    }
    lines
}

fn results(found: &Between, text: &mut String) {
    found.first.iter().for_each(|sentence| text.push_str(&format!("  {}\n", one_line(sentence))));
    text.push_str(&format!("  {}\n", found.pairing));
    alone(found).iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    text.push_str("  Synthetic people: a model, not a forecast.\n");
    for variant in &found.variants {
        let changed: Vec<&RowBetween> = changed_rows(variant).collect();
        text.push_str(&format!("\n{}\n", one_line(&name(variant))));
        if let Some(line) = decision(variant) {
            text.push_str(&format!("  {line}\n"));
        }
        for guard in variant.guards.iter().filter(|guard| guard.is_changed()) {
            text.push_str(&format!("  {}\n", guard_words(guard)));
        }
        let hurt = worse_segments(variant);
        hurt.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
        if !changed.is_empty() {
            text.push_str(&format!("{}\n", table(found, &changed)));
        }
        text.push_str(&format!("  {}\n", same_words(variant, changed.len())));
    }
}

/// Variants that only one of them has.
pub fn alone(found: &Between) -> Vec<String> {
    let lines = ["A", "B"].iter().zip(&found.alone).filter(|(_, names)| !names.is_empty());
    lines.map(|(letter, names)| one_line(&format!("Only in {letter}: {}.", names.join(", ")))).collect()
}

/// The variant by its name, or by both.
pub fn name(variant: &VariantBetween) -> String {
    let [before, after] = &variant.names;
    match (before == after, after.as_str()) {
        (true, crate::scenario::TWIN) => "none (no recommender)".into(),
        (true, name) => name.to_owned(),
        (false, _) => format!("{after} (called {before} in A)"),
    }
}

/// Metrics of all customers that differ.
pub fn changed_rows(variant: &VariantBetween) -> impl Iterator<Item = &RowBetween> {
    variant.rows.iter().filter(|row| row.segment.is_none() && row.is_shown() && row.turn() != Turn::Same)
}

/// How many metrics do not differ.
pub fn same_words(variant: &VariantBetween, changed: usize) -> String {
    let all = variant.rows.iter().filter(|row| row.segment.is_none() && row.is_shown()).count();
    match (changed, all.saturating_sub(changed)) {
        (0, all) => format!("no difference in any of {all} metrics, in any world"),
        (_, 0) => "no metric is the same in every world".into(),
        (_, 1) => "one more metric is the same in every world".into(),
        (_, same) => format!("{same} more metrics are the same in every world"),
    }
}

/// What follows from all guardrails, in both.
pub fn decision(variant: &VariantBetween) -> Option<String> {
    let words = |decision: &Option<Decision>| decision.as_ref().map_or("not judged", Decision::words);
    let [before, after] = &variant.decisions;
    match (before, after) {
        (None, None) => None,
        (before, after) if before == after => Some(format!("Verdict in both: {}", words(after))),
        (before, after) => Some(format!("Verdict changes: {} -> {}", words(before), words(after))),
    }
}

/// One guardrail whose verdict is another one.
pub fn guard_words(guard: &GuardBetween) -> String {
    let said = |standing: &GuardStanding| standing.verdict.words().to_owned();
    let name = &guard.name;
    let line = match &guard.standings {
        [Some(before), Some(after)] => {
            let whom = if before.whom == after.whom { after.whom.clone() } else { format!("{} -> {}", before.whom, after.whom) };
            let limit = |standing: &GuardStanding| format_number(standing.limit);
            let limits = if before.limit == after.limit { limit(after) } else { format!("{} -> {}", limit(before), limit(after)) };
            format!("Guardrail {name}, {whom}, limit {limits}: {} -> {}: {}", said(before), said(after), after.reason)
        }
        [None, Some(after)] => format!("Guardrail {name}, {}, only in B: {}: {}", after.whom, said(after), after.reason),
        [Some(before), None] => format!("Guardrail {name}, {}, only in A: {}", before.whom, said(before)),
        [None, None] => String::new(),
    };
    // A reason with its numbers is longer than a value.
    line.replace(['\n', '\r', '\t'], " ")
}

/// Whom it hurts: segments in which a metric is clearly worse in B, where it is not for all together.
pub fn worse_segments(variant: &VariantBetween) -> Vec<String> {
    let whole = |row: &RowBetween| variant.rows.iter().find(|other| other.segment.is_none() && other.metric == row.metric).map(RowBetween::turn);
    let hurt: Vec<String> = variant
        .rows
        .iter()
        .filter(|row| row.segment.is_some() && row.turn() == Turn::Worse && whole(row) != Some(Turn::Worse))
        .map(|row| {
            let segment = row.segment.as_deref().unwrap_or_default();
            one_line(&format!("{segment}: {} {}", row.metric.label().to_lowercase(), format_difference_estimate(row.metric, &row.difference)))
        })
        .collect();
    let more = hurt.len().saturating_sub(MOST_SEGMENTS);
    let mut lines: Vec<String> = hurt.into_iter().take(MOST_SEGMENTS).map(|line| format!("Worse in B though not for all together: {line}")).collect();
    if more > 0 {
        lines.push(format!("and {more} more; json and csv hold every segment"));
    }
    lines
}

/// Heads of the table of metrics.
pub fn heads(found: &Between) -> [String; 5] {
    ["Metric".into(), "A".into(), "B".into(), format!("B minus A ({} interval)", percent_of_confidence(found.confidence)), "B is".into()]
}

/// One metric in both.
pub fn cells(row: &RowBetween) -> [String; 5] {
    let metric = row.metric;
    let [before, after] = &row.levels;
    [
        format!("{} ({}, {})", metric.label(), metric.unit().words(), metric.better().words()),
        format_estimate(metric, before),
        format_estimate(metric, after),
        format_difference_estimate(metric, &row.difference),
        row.turn().words().to_owned(),
    ]
}

fn table(found: &Between, rows: &[&RowBetween]) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table.set_header(heads(found));
    for row in rows {
        table.add_row(cells(row));
    }
    table
}
