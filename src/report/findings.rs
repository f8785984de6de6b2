//! The report card of published findings as rows, and as a page that stands on its own: no request to anywhere, readable without scripts.

use super::html::{escaped, page};
use crate::calibrate::{Comparison, Entry, Expect, Judged, ReportCard, Verdict};
use crate::experiment::format_number;

/// One comparison in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// What is compared.
    pub label: String,
    /// What is looked at.
    pub amount: String,
    /// What is expected.
    pub expected: String,
    /// Where the expectation comes from.
    pub origin: String,
    /// What came out, with its interval.
    pub found: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// The comparisons of a study in words.
pub fn card_rows(entry: &Entry) -> Vec<CardRow> {
    entry.rows().map(|(comparison, judged)| row(entry, comparison, judged)).collect()
}

fn row(entry: &Entry, comparison: &Comparison, judged: &Judged) -> CardRow {
    let amounts: Vec<String> = comparison.expect.amounts().iter().map(|amount| amount.words()).collect();
    let outcome = comparison.outcome.as_ref().or(entry.study.outcome.as_ref());
    let measured = outcome.map_or_else(String::new, |outcome| format!("{}: ", outcome.words()));
    let mut origin = comparison.from.words().to_owned();
    if let Some(evidence) = comparison.evidence {
        origin.push_str(&format!(", {}", evidence.words()));
    }
    if comparison.used {
        origin.push_str(", used when defaults were chosen");
    }
    let centre = comparison.centre.map_or_else(String::new, |centre| format!(", centre {centre}"));
    CardRow {
        label: comparison.label.clone(),
        amount: format!("{measured}{}", amounts.join(separator(comparison))),
        expected: format!("{}{centre}", comparison.expect.words()),
        origin,
        found: found(judged),
        verdict: judged.verdict,
        reason: judged.reason.clone(),
    }
}

fn separator(comparison: &Comparison) -> &'static str {
    if matches!(comparison.expect, Expect::Rising(_)) { " < " } else { "; " }
}

/// "0.930 (0.921 to 0.941)", "n/a".
fn found(judged: &Judged) -> String {
    let Some(mean) = judged.mean else { return "n/a".into() };
    match judged.interval {
        Some((low, high)) => format!("{} ({} to {})", format_number(mean), format_number(low), format_number(high)),
        None => format!("{} (one world)", format_number(mean)),
    }
}

/// What the card rests on, in a sentence.
pub fn card_basis(card: &ReportCard) -> String {
    format!(
        "Synthetic people: a model, not a forecast. Engine {}, {} findings, {} conditions flown, {} customer-days.",
        env!("CARGO_PKG_VERSION"),
        card.entries.len(),
        card.flights,
        card.customer_days
    )
}

/// The whole page.
pub fn card_page(card: &ReportCard) -> String {
    let mut body = format!(
        "<h1>Published findings, flown</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n<p>It is a report card, not a wall: what does not come out \
         stays on it. A band is no source; beside each stands whether it is a published figure with room around it, a published direction, or a \
         design choice. Intervals are over simulated worlds.</p>\n",
        escaped(&card.sentence()),
        escaped(&card_basis(card))
    );
    body.push_str(&summary(card));
    for entry in &card.entries {
        body.push_str(&section(entry));
    }
    page("Published findings, flown", &body)
}

fn summary(card: &ReportCard) -> String {
    let mut out = String::from("<h2>At a glance</h2>\n<table>\n<thead><tr><th scope=\"col\">Finding</th><th scope=\"col\">What was found</th>");
    for verdict in Verdict::ALL {
        out.push_str(&format!("<th scope=\"col\" class=\"number\">{}</th>", verdict.words()));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for entry in &card.entries {
        let id = escaped(&entry.study.id);
        out.push_str(&format!("<tr><td><a href=\"#{}\">{id}</a></td><td>{}</td>", anchor(entry), escaped(&entry.study.title)));
        for verdict in Verdict::ALL {
            let count = entry.judged.iter().filter(|judged| judged.verdict == verdict).count();
            out.push_str(&format!("<td class=\"number\">{}</td>", if count == 0 { String::new() } else { count.to_string() }));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

fn section(entry: &Entry) -> String {
    let study = &entry.study;
    let mut out = format!(
        "<section id=\"{}\">\n<h2>{}: {}</h2>\n<p class=\"source\">{} ({})</p>\n<p>{}</p>\n",
        anchor(entry),
        escaped(&study.id),
        escaped(&study.title),
        escaped(&study.citation),
        study.evidence.words(),
        escaped(&study.published)
    );
    if !study.note.is_empty() {
        out.push_str(&format!("<p class=\"note\">How it is flown: {}</p>\n", escaped(&study.note)));
    }
    out.push_str(&format!("<p class=\"note\">{} people, {} worlds, {} days.</p>\n", study.people, study.worlds, study.days));
    out.push_str("<table>\n<thead><tr><th scope=\"col\">Compared</th><th scope=\"col\">Expected</th><th scope=\"col\">Simulated</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
    for row in card_rows(entry) {
        let reason = if row.reason.is_empty() { String::new() } else { format!("<br><small>{}</small>", escaped(&row.reason)) };
        out.push_str(&format!(
            "<tr><td>{}<br><small>{}</small></td><td>{}<br><small>{}</small></td><td>{}</td><td class=\"verdict {}\">{}{reason}</td></tr>\n",
            escaped(&row.label),
            escaped(&row.amount),
            escaped(&row.expected),
            escaped(&row.origin),
            escaped(&row.found),
            class(row.verdict),
            row.verdict.words()
        ));
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
    out
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Inside => "fine",
        Verdict::Outside | Verdict::SignWrong => "bad",
        Verdict::CannotTell | Verdict::Undefined => "open",
    }
}

/// A name for links within the page, whatever the id holds.
fn anchor(entry: &Entry) -> String {
    let letters = entry.study.id.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    std::iter::once('f').chain(['-']).chain(letters).collect()
}
