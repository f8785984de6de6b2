//! `creepline validate`: the report card against published findings.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::args::{CardFormat, ValidateArgs};
use super::document::{csv_table, pretty};
use super::ending::{Ending, Failure};
use super::markdown::escaped;
use super::{output, progress};
use crate::calibrate::{Bundled, CardError, Entry, FINDINGS, Judged, ReportCard, Study, Verdict, load_study, report_card};
use crate::report::findings::{by_subject, card_basis, card_failures, card_page, card_rows};

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.validate/1";

/// Flies findings and prints what came out.
///
/// # Errors
/// An unusable finding, an engine that stops, a result that cannot be written.
pub fn validate(args: &ValidateArgs) -> Result<Ending, Failure> {
    let studies = studies(&args.findings)?;
    let bar = Mutex::new(progress::bar(args.quiet));
    let tell = |done: usize, flights: usize| {
        if let Ok(bar) = bar.lock() {
            bar.set_length(flights.max(1) as u64);
            bar.set_position(done as u64);
            bar.set_message(format!("{done} of {flights} conditions"));
        }
        true
    };
    let card = report_card(studies, args.threads.count(), tell).map_err(failed)?;
    if let Ok(bar) = bar.lock() {
        bar.finish_and_clear();
    }
    let text = match args.format {
        CardFormat::Human => super::human::printable(&human(&card)).into_bytes(),
        CardFormat::Json => document(&card)?,
        CardFormat::Csv => table(&card)?,
        CardFormat::Md => markdown(&card).into_bytes(),
        CardFormat::Html => card_page(&card).into_bytes(),
    };
    output::result(&text, args.output.as_deref())?;
    Ok(if card.count(Verdict::Inside) == card.comparisons() { Ending::Done } else { Ending::Crossed })
}

fn failed(error: CardError) -> Failure {
    match error {
        CardError::Study(problem) => Failure::new(Ending::Invalid, problem.to_string()),
        CardError::Run(error) => Failure::new(Ending::Failed, format!("error: {error}")),
    }
}

/// Files and ids, in the order asked for; every bundled finding where nothing is asked for.
fn studies(asked: &[PathBuf]) -> Result<Vec<Study>, Failure> {
    if asked.is_empty() {
        return FINDINGS.iter().map(|bundled| bundled.load().map_err(Failure::from)).collect();
    }
    let mut studies = Vec::new();
    let mut problems: Vec<Failure> = Vec::new();
    for path in asked {
        match study(path) {
            Ok(study) => studies.push(study),
            Err(failure) => problems.push(failure),
        }
    }
    // Every problem at once; what a file says weighs more than that another could not be read.
    let Some(worst) = problems.iter().map(|failure| failure.ending).max_by_key(|ending| *ending == Ending::Invalid) else { return Ok(studies) };
    Err(Failure::new(worst, problems.into_iter().map(|failure| failure.message).collect::<Vec<_>>().join("\n\n")))
}

fn study(path: &Path) -> Result<Study, Failure> {
    let word = path.display().to_string();
    if !path.exists() {
        if let Some(bundled) = Bundled::find(&word) {
            return Ok(bundled.load()?);
        }
        if path.extension().is_none() && path.components().count() == 1 {
            let list = || format!("bundled: {}", FINDINGS.iter().map(|bundled| bundled.id).collect::<Vec<_>>().join(", "));
            let hint = Bundled::nearest(&word).map_or_else(list, |id| format!("did you mean `{id}`?"));
            return Err(Failure::new(
                Ending::Failed,
                format!("error[V001]: there is no file and no bundled finding called `{word}`\n  help: {hint}"),
            ));
        }
    }
    Ok(load_study(path)?)
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Inside => "[ok]",
        Verdict::Outside => "[XX]",
        Verdict::SignWrong => "[!!]",
        Verdict::CannotTell => "[??]",
        Verdict::Undefined => "[--]",
    }
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({reason})") }
}

fn human(card: &ReportCard) -> String {
    let mut text = format!("{}\n", card_basis(card));
    for (subject, entries) in by_subject(card) {
        text.push_str(&format!("\n== {subject} ==\n"));
        for entry in entries {
            let study = &entry.study;
            text.push_str(&format!("\n{}  {}\n      {} ({})\n", study.id, study.title, study.citation, study.evidence.words()));
            for row in card_rows(entry) {
                text.push_str(&format!("  {} {}\n", mark(row.verdict), row.label));
                text.push_str(&format!("       expected {} ({})\n", row.expected, row.origin));
                text.push_str(&format!("       found {}: {}{}\n", row.found, row.verdict.words(), because(&row.reason)));
            }
        }
    }
    let failures = card_failures(card);
    if !failures.is_empty() {
        text.push_str("\nWhat does not come out:\n");
    }
    for (entry, row) in failures {
        text.push_str(&format!("  {} {:<4} {}: {}, expected {}\n", mark(row.verdict), entry.study.id, row.label, row.found, row.expected));
    }
    text.push_str(&format!("\n{}\n", card.sentence()));
    text
}

fn markdown(card: &ReportCard) -> String {
    let mut text = format!("# Published findings, flown\n\n{}\n\n{}\n", escaped(&card.sentence()), escaped(&card_basis(card)));
    for entry in &card.entries {
        let study = &entry.study;
        text.push_str(&format!("\n## {}: {}\n\n", escaped(&study.id), escaped(&study.title)));
        text.push_str(&format!("{} ({}). {}\n\n", escaped(&study.citation), study.evidence.words(), escaped(&study.published)));
        text.push_str("| compared | expected | from | simulated | verdict |\n|---|---|---|---|---|\n");
        for row in card_rows(entry) {
            let verdict = format!("{}{}", row.verdict.words(), because(&row.reason));
            let cells = [row.label, row.expected, row.origin, row.found, verdict].map(|cell| escaped(&cell));
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    text
}

fn table(card: &ReportCard) -> Result<Vec<u8>, Failure> {
    csv_table(|writer| {
        let head = [
            "id", "title", "citation", "evidence", "compared", "amount", "expected", "from", "used", "mean", "low", "high", "worlds", "verdict",
            "reason",
        ];
        writer.write_record(head)?;
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        for entry in &card.entries {
            let study = &entry.study;
            for ((comparison, judged), row) in entry.rows().zip(card_rows(entry)) {
                let evidence = comparison.evidence.unwrap_or(study.evidence).words();
                writer.write_record([
                    study.id.as_str(),
                    &study.title,
                    &study.citation,
                    evidence,
                    &comparison.label,
                    &row.amount,
                    &row.expected,
                    comparison.from.words(),
                    if comparison.used { "true" } else { "false" },
                    &number(judged.mean),
                    &number(judged.interval.map(|(low, _)| low)),
                    &number(judged.interval.map(|(_, high)| high)),
                    &judged.worlds.to_string(),
                    judged.verdict.words(),
                    &judged.reason,
                ])?;
            }
        }
        Ok(())
    })
}

fn document(card: &ReportCard) -> Result<Vec<u8>, Failure> {
    let counts: serde_json::Map<String, Value> =
        Verdict::ALL.iter().map(|&verdict| (verdict.words().replace(' ', "_"), json!(card.count(verdict)))).collect();
    let (unused, unused_inside) = card.unused();
    let document = json!({
        "schema": SCHEMA,
        "engine": env!("CARGO_PKG_VERSION"),
        "flights": card.flights,
        "customer_days": card.customer_days,
        "comparisons": card.comparisons(),
        "counts": counts,
        "not_used_for_defaults": { "comparisons": unused, "inside": unused_inside },
        "findings": card.entries.iter().map(finding).collect::<Vec<_>>(),
    });
    pretty(&document)
}

fn finding(entry: &Entry) -> Value {
    let study = &entry.study;
    let rows: Vec<Value> = entry
        .rows()
        .zip(card_rows(entry))
        .map(|((comparison, judged), row)| {
            json!({
                "label": comparison.label,
                "amount": row.amount,
                "expected": row.expected,
                "from": comparison.from.words(),
                "evidence": comparison.evidence.unwrap_or(study.evidence).words(),
                "centre": comparison.centre,
                "used_for_defaults": comparison.used,
                "found": found(judged),
                "verdict": judged.verdict.words().replace(' ', "_"),
                "reason": judged.reason,
            })
        })
        .collect();
    json!({
        "id": study.id,
        "title": study.title,
        "citation": study.citation,
        "evidence": study.evidence.words(),
        "published": study.published,
        "note": study.note,
        "people": study.people,
        "worlds": study.worlds,
        "days": study.days,
        "comparisons": rows,
    })
}

/// Numbers, or `null`; the reason stands beside them.
fn found(judged: &Judged) -> Value {
    let (low, high) = judged.interval.unzip();
    judged.mean.map_or(Value::Null, |mean| json!({ "mean": mean, "low": low, "high": high, "worlds": judged.worlds }))
}
