//! The report card of published findings as rows, and as a page that stands on its own: no request to anywhere, readable without scripts.

use super::html::{escaped, page};
use super::strip::Strip;
use crate::behavior::register::{GROUPS, Group};
use crate::calibrate::{Comparison, Entry, Expect, Judged, ReportCard, Verdict};
use crate::experiment::format_number;

/// One comparison in words.
#[derive(Clone, Debug, PartialEq)]
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
    /// What is drawn beside it; none where nothing came out.
    pub strip: Option<Strip>,
}

impl CardRow {
    fn picture(&self) -> String {
        self.strip.and_then(|strip| strip.svg()).unwrap_or_default()
    }
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
        strip: judged.mean.map(|mean| Strip { band: comparison.expect.band(), mean, interval: judged.interval }),
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

/// The whole page: what does not come out first, then everything by subject.
pub fn card_page(card: &ReportCard) -> String {
    let mut body = format!(
        "<h1>Published findings, flown</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n<p>It is a report card, not a wall: what does not come out \
         stays on it. A band is no source; beside each stands whether it is a published figure with room around it, a published direction, or a \
         design choice. Intervals are over simulated worlds. In the small pictures the grey field is what is expected, the dot what came out.</p>\n",
        escaped(&card.sentence()),
        escaped(&card_basis(card))
    );
    body.push_str(&failures(card));
    let subjects = by_subject(card);
    body.push_str(&summary(&subjects));
    for (subject, entries) in &subjects {
        body.push_str(&format!("<h2>{}</h2>\n", escaped(subject)));
        for entry in entries {
            body.push_str(&section(entry));
        }
    }
    page("Published findings, flown", &body)
}

/// Comparisons that do not come out, the worst verdicts first.
pub fn card_failures(card: &ReportCard) -> Vec<(&Entry, CardRow)> {
    let of = |verdict: Verdict| {
        let rows = card.entries.iter().flat_map(|entry| card_rows(entry).into_iter().map(move |row| (entry, row)));
        rows.filter(move |(_, row)| row.verdict == verdict)
    };
    Verdict::WORST_FIRST.into_iter().flat_map(of).collect()
}

/// Findings by the subject of the first mechanism that they test, subjects in the order in which mechanisms act.
pub fn by_subject(card: &ReportCard) -> Vec<(&'static str, Vec<&Entry>)> {
    let tests = |group: &Group, entry: &Entry| group.mechanisms.iter().any(|mechanism| mechanism.findings.contains(&entry.study.id.as_str()));
    let subject = |entry: &Entry| GROUPS.iter().find(|group| tests(group, entry)).map_or(OTHERS, |group| group.title);
    let titles = GROUPS.iter().map(|group| group.title).chain([OTHERS]);
    let of = |title| (title, card.entries.iter().filter(|entry| subject(entry) == title).collect::<Vec<_>>());
    titles.map(of).filter(|(_, entries)| !entries.is_empty()).collect()
}

/// Heading of findings that test no single mechanism.
const OTHERS: &str = "Other findings";

fn failures(card: &ReportCard) -> String {
    let rows = card_failures(card);
    if rows.is_empty() {
        return "<h2>What does not come out</h2>\n<p>Everything comes out.</p>\n".into();
    }
    let mut out = String::from(
        "<h2>What does not come out</h2>\n<table>\n<thead><tr><th scope=\"col\">Finding</th><th scope=\"col\">Compared</th>\
         <th scope=\"col\">Expected</th><th scope=\"col\">Simulated</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n",
    );
    for (entry, row) in rows {
        out.push_str(&format!(
            "<tr><td><a href=\"#{}\">{}</a></td><td>{}</td><td>{}</td><td>{}{}</td><td class=\"verdict {}\">{}</td></tr>\n",
            anchor(entry),
            escaped(&entry.study.id),
            escaped(&row.label),
            escaped(&row.expected),
            escaped(&row.found),
            row.picture(),
            class(row.verdict),
            row.verdict.words()
        ));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

fn summary(subjects: &[(&str, Vec<&Entry>)]) -> String {
    let mut out = String::from("<h2>At a glance</h2>\n<table>\n<thead><tr><th scope=\"col\">Finding</th><th scope=\"col\">What was found</th>");
    for verdict in Verdict::ALL {
        out.push_str(&format!("<th scope=\"col\" class=\"number\">{}</th>", verdict.words()));
    }
    out.push_str("</tr></thead>\n");
    for (subject, entries) in subjects {
        let columns = 2 + Verdict::ALL.len();
        out.push_str(&format!("<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"{columns}\">{}</th></tr>\n", escaped(subject)));
        for entry in entries {
            let id = escaped(&entry.study.id);
            out.push_str(&format!("<tr><td><a href=\"#{}\">{id}</a></td><td>{}</td>", anchor(entry), escaped(&entry.study.title)));
            for verdict in Verdict::ALL {
                let count = entry.judged.iter().filter(|judged| judged.verdict == verdict).count();
                let (class, count) = if count == 0 { ("", String::new()) } else { (class(verdict), count.to_string()) };
                out.push_str(&format!("<td class=\"number {class}\">{count}</td>"));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n");
    }
    out.push_str("</table>\n");
    out
}

fn section(entry: &Entry) -> String {
    let study = &entry.study;
    let mut out = format!(
        "<section id=\"{}\">\n<h3>{}: {}</h3>\n<p class=\"source\">{} ({})</p>\n<p>{}</p>\n",
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
    let days = if study.days == 1 { "day" } else { "days" };
    out.push_str(&format!("<p class=\"note\">{} people, {} worlds, {} {days}.</p>\n", study.people, study.worlds, study.days));
    out.push_str("<table>\n<thead><tr><th scope=\"col\">Compared</th><th scope=\"col\">Expected</th><th scope=\"col\">Simulated</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
    for row in card_rows(entry) {
        let reason = if row.reason.is_empty() { String::new() } else { format!("<br><small>{}</small>", escaped(&row.reason)) };
        out.push_str(&format!(
            "<tr><td>{}{}</td><td>{}<br><small>{}</small></td><td>{}{}</td><td class=\"verdict {}\">{}{reason}</td></tr>\n",
            escaped(&row.label),
            amount(&row),
            escaped(&row.expected),
            escaped(&row.origin),
            escaped(&row.found),
            row.picture(),
            class(row.verdict),
            row.verdict.words()
        ));
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
    out
}

/// Longest amount that stands open beside its label.
const SHORT: usize = 200;

/// What is looked at: under the label where it is short, folded up where it is long.
fn amount(row: &CardRow) -> String {
    let words = escaped(&row.amount);
    if row.amount.len() <= SHORT {
        format!("<br><small>{words}</small>")
    } else {
        format!("<details><summary>what is looked at</summary><small>{words}</small></details>")
    }
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
