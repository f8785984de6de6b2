//! The scorecard as Markdown, to paste into a document.

use super::human::{cell, columns, guard_line, heading};
use super::{organisation, self_checks};
use crate::experiment::{Scorecard, SelfCheck, variant_sentence};
use crate::simulate::Run;

/// The whole scorecard.
pub fn scorecard(run: &Run, card: &Scorecard, check: Option<&SelfCheck>) -> String {
    let mut text = format!("# {}\n\n", escaped(&run.scenario.name));
    for line in heading(run) {
        text.push_str(&format!("{}\n", escaped(&line)));
    }
    text.push('\n');
    let columns: Vec<String> = columns(card).iter().map(|name| escaped(name)).collect();
    text.push_str(&format!("| Metric | {} |\n|---|{}\n", columns.join(" | "), "---|".repeat(columns.len())));
    for row in card.rows.iter().filter(|row| row.is_shown()) {
        let metric = row.metric;
        let cells: Vec<String> =
            row.scores.iter().enumerate().map(|(variant, score)| escaped(&cell(metric, score, variant == card.baseline).join("; "))).collect();
        text.push_str(&format!("| {} ({}) | {} |\n", escaped(metric.label()), metric.better().words(), cells.join(" | ")));
    }
    let lines = organisation::lines(run);
    if !lines.is_empty() {
        text.push_str("\n## Organisation\n\n");
        for line in lines.iter().chain(&organisation::log_lines(run)) {
            text.push_str(&format!("- {}\n", escaped(line.trim_start())));
        }
    }
    if !card.guards.is_empty() {
        text.push_str("\n## Guardrails\n\n");
        for outcome in &card.guards {
            text.push_str(&format!("- {}\n", escaped(&guard_line(run, card, outcome))));
        }
    }
    if let Some(check) = check {
        text.push_str("\n## Self-checks\n\n");
        self_checks::lines(check).iter().for_each(|line| text.push_str(&format!("- {}\n", escaped(line))));
    }
    text.push_str("\n## In words\n\n");
    for variant in 0..card.variants.len() {
        if let Some(sentence) = variant_sentence(run, card, variant) {
            text.push_str(&format!("- {}\n", escaped(&sentence)));
        }
    }
    text
}

/// Text without the signs that Markdown takes for its own.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(if letter.is_control() { ' ' } else { letter });
        // Nobody is called by name because a scenario holds an at sign.
        if letter == '@' {
            out.push('\u{200b}');
        }
    }
    out
}
