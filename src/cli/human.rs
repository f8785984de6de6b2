//! The scorecard for people: metrics by family, variants side by side, then guardrails with their reasons, then a sentence for each variant.

use std::io::IsTerminal;

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use super::{channels, fairness, organisation, self_checks};
use crate::experiment::{
    GuardOutcome, Score, ScoreRow, Scorecard, SelfCheck, Verdict, format_difference, format_difference_estimate, format_difference_interval,
    format_value, overview_sentence, scope_name, segment_warnings, variant_letter,
};
use crate::scenario::{Family, Metric, hash};
use crate::simulate::Run;

/// Width of the names of metrics where the table goes to a file or a pipe.
const NAME_WIDTH: u16 = 34;
/// Width of each variant there.
const VARIANT_WIDTH: u16 = 28;

/// The whole scorecard as text.
pub fn scorecard(run: &Run, card: &Scorecard, check: Option<&SelfCheck>) -> String {
    let mut text = format!("{}\n\n", heading(run).join("\n"));
    text.push_str(&format!("{}\n", table(card)));
    text.push_str("\nUnder each level: difference from the baseline, its interval, and in how many worlds it has that sign.\n");
    text.push_str(&channels::text(run, card));
    text.push_str(&channels::intersections(run));
    text.push_str(&fairness::text(run));
    text.push_str(&organisation(run));
    if !card.guards.is_empty() {
        text.push_str("\nGuardrails\n");
        for outcome in &card.guards {
            text.push_str(&format!("  {}\n", guard_line(run, card, outcome)));
        }
    }
    text.push_str(&idle(card));
    let hidden = segment_warnings(run);
    if !hidden.is_empty() {
        text.push_str("\nWhat the mean hides\n");
        hidden.iter().for_each(|warning| text.push_str(&format!("  {warning}\n")));
    }
    if let Some(check) = check {
        text.push_str("\nSelf-checks\n");
        self_checks::lines(check).iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    text.push_str(&format!("\n{}\n", overview_sentence(run, card)));
    printable(&text)
}

/// Waivers that cover nothing.
pub fn idle(card: &Scorecard) -> String {
    card.idle_waivers.iter().map(|waiver| format!("  warning: {waiver}\n")).collect()
}

/// Text without signs that a terminal obeys: whoever writes a scenario writes words, not orders to a screen.
pub fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && letter != '\n' { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

fn organisation(run: &Run) -> String {
    let indented = |lines: Vec<String>| lines.iter().map(|line| format!("  {line}\n")).collect::<String>();
    let section = organisation::lines(run);
    if section.is_empty() {
        return String::new();
    }
    let log = indented(organisation::log_lines(run));
    let log = if log.is_empty() { log } else { format!("\nAlarms and responses, first world\n{log}") };
    format!("\nOrganisation\n{}{log}", indented(section))
}

/// What was flown, in two lines.
pub fn heading(run: &Run) -> Vec<String> {
    let scenario = &run.scenario;
    let short: String = hash(scenario).chars().take(12).collect();
    vec![
        format!(
            "{}: {} of {} worlds, {} people, {} days, seed {}, baseline \"{}\"",
            scenario.name,
            run.worlds.len(),
            run.planned,
            scenario.population.customers,
            scenario.experiment.days,
            scenario.experiment.seed,
            scenario.experiment.baseline
        ),
        format!(
            "Synthetic people: a model, not a forecast. Scenario {short}, engine {}, {} customer-days.",
            env!("CARGO_PKG_VERSION"),
            run.customer_days
        ),
    ]
}

/// Names of the columns: letter and name of each variant.
pub fn columns(card: &Scorecard) -> Vec<String> {
    card.variants
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let what = if index == 0 { "none (no recommender)" } else { name };
            format!("{}: {what}", variant_letter(index, card.baseline))
        })
        .collect()
}

/// One cell: the level, and below it the difference and the agreement of worlds.
pub fn cell(metric: Metric, score: &Score, is_baseline: bool) -> Vec<String> {
    let level = match &score.level {
        Ok(estimate) => format_value(metric, estimate.mean),
        Err(undefined) => return vec![undefined.to_string()],
    };
    if is_baseline {
        return vec![level];
    }
    let mut lines = vec![level, format_difference_estimate(metric, &score.difference)];
    if let Ok(estimate) = &score.difference
        && estimate.worlds > 1
        && !estimate.deterministic
    {
        lines.push(format!("{} of {} worlds agree", estimate.agree, estimate.worlds));
    }
    lines
}

/// One cell of the table: the interval below the difference, its unit said once.
fn stacked(metric: Metric, score: &Score, is_baseline: bool) -> String {
    let (Ok(_), Ok(difference)) = (&score.level, &score.difference) else { return cell(metric, score, is_baseline).join("\n") };
    let mut lines = cell(metric, score, is_baseline);
    if let (Some(line), Some(interval), false) = (lines.get_mut(1), difference.interval, difference.deterministic) {
        let interval = format_difference_interval(metric, interval);
        *line = format!("{}\n{}", format_difference(metric, difference.mean), interval.trim_end_matches(" points"));
    }
    lines.join("\n")
}

/// What a guardrail says of one variant.
pub fn guard_line(run: &Run, card: &Scorecard, outcome: &GuardOutcome) -> String {
    let mark = match outcome.verdict {
        Verdict::Within => "[ok]",
        Verdict::Crossed => "[XX]",
        Verdict::CannotTell => "[??]",
        Verdict::Waived => "[ww]",
        Verdict::Blank => "[--]",
    };
    let variant = card.variants.get(outcome.variant).map_or("", String::as_str);
    format!("{mark} {}: {variant}, {}, {}: {}", outcome.verdict.words(), outcome.name, scope_name(&run.scenario, outcome.scope), outcome.reason)
}

fn table(card: &Scorecard) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    // A file or a pipe has no width to fit into; it gets one that is still read without scrolling.
    if !std::io::stdout().is_terminal() {
        table.set_width(NAME_WIDTH.saturating_add(VARIANT_WIDTH.saturating_mul(u16::try_from(card.variants.len()).unwrap_or(u16::MAX))));
    }
    table.set_header(std::iter::once("".to_string()).chain(columns(card)));
    for family in Family::ALL {
        let rows: Vec<&ScoreRow> = card.rows.iter().filter(|row| row.metric.family() == family && row.is_shown()).collect();
        if rows.is_empty() {
            continue;
        }
        table.add_row([family.title().to_uppercase()]);
        for row in rows {
            let metric = row.metric;
            let name = format!("{}\n  {}", metric.label(), metric.better().words());
            let cells = row.scores.iter().enumerate().map(|(variant, score)| stacked(metric, score, variant == card.baseline));
            table.add_row(std::iter::once(name).chain(cells));
        }
    }
    table
}
