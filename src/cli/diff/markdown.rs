//! What differs, to paste into a document.

use super::Report;
use super::human::{alone, cells, changed_rows, decision, guard_words, heads, name, same_words, worse_segments};
use super::settings::Part;
use crate::cli::markdown::escaped;
use crate::experiment::Between;

/// Settings, then results.
pub fn text(report: &Report) -> String {
    let mut text = String::from("# What differs\n\n");
    for place in [&report.a, &report.b] {
        text.push_str(&format!("- {}: {}\n", place.letter, escaped(&place.heading())));
    }
    if report.is_same() {
        text.push_str("\n**No difference.**\n");
        return text;
    }
    text.push_str("\n## Settings\n\n");
    let settings = &report.settings;
    if settings.is_same() {
        text.push_str("No difference.\n");
    } else if settings.order_only {
        text.push_str("Only the order in lists differs, which changes no number.\n");
    } else {
        table_of_settings(report, &mut text);
    }
    text.push_str("\n## Results\n\n");
    match &report.results {
        Err(reason) => text.push_str(&format!("{}\n", escaped(reason))),
        Ok(found) => results(found, &mut text),
    }
    text
}

fn table_of_settings(report: &Report, text: &mut String) {
    text.push_str("| About | What differs | Field |\n|---|---|---|\n");
    for part in Part::ALL {
        let title = part.title();
        for words in report.settings.renamed(part) {
            text.push_str(&format!("| {title} | {} | |\n", escaped(&words)));
        }
        for one in report.settings.of(part) {
            text.push_str(&format!("| {title} | {} | {} |\n", escaped(&one.words()), escaped(&one.difference.path)));
        }
    }
}

fn results(found: &Between, text: &mut String) {
    let sentences = found.first.iter().chain([&found.pairing]).cloned().chain(alone(found));
    sentences.for_each(|sentence| text.push_str(&format!("- {}\n", escaped(&sentence))));
    text.push_str("- Synthetic people: a model, not a forecast.\n");
    for variant in &found.variants {
        text.push_str(&format!("\n### {}\n\n", escaped(&name(variant))));
        let guards = variant.guards.iter().filter(|guard| guard.is_changed()).map(guard_words);
        let lines = decision(variant).into_iter().chain(guards).chain(worse_segments(variant));
        lines.for_each(|line| text.push_str(&format!("- {}\n", escaped(&line))));
        let rows: Vec<_> = changed_rows(variant).collect();
        if !rows.is_empty() {
            text.push_str(&format!("\n| {} |\n|---|---|---|---|---|\n", heads(found).join(" | ")));
            for row in &rows {
                text.push_str(&format!("| {} |\n", cells(row).map(|cell| escaped(&cell)).join(" | ")));
            }
        }
        text.push_str(&format!("\n{}.\n", same_words(variant, rows.len())));
    }
}
