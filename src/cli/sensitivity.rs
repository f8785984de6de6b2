//! `creepline sensitivity`: which assumptions of the customer model move which outcome.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::args::{SensitivityArgs, TableFormat};
use super::document::{csv_table, headed, pretty};
use super::ending::{Ending, Failure};
use super::markdown::escaped;
use super::{output, overrides, progress, source};
use crate::experiment::{Estimated, Move, Moved, Parameter, Sensitivity, sensitivity as table_of, usual_metrics, usual_size};
use crate::report::assumptions::{AssumptionRow, assumption_rows, base_words, basis, flip_sentences, target_words};
use crate::scenario::{Metric, Scenario, nearest};
use crate::simulate::RunError;

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.sensitivity/1";

/// Flies a scenario at both ends of every assumption and prints what moves.
///
/// # Errors
/// An unusable scenario, wrong options, an engine that stops, a result that cannot be written.
pub fn sensitivity(args: &SensitivityArgs) -> Result<Ending, Failure> {
    let loaded = source::read(&args.file)?.loaded;
    if !args.delivery.quiet {
        loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides.or_sized(usual_size(&loaded.scenario)), loaded.scenario)?);
    let metrics = metrics(&args.metrics, &scenario)?;
    let bar = Mutex::new(progress::bar(args.delivery.quiet));
    let tell = |done: usize, runs: usize| {
        if let Ok(bar) = bar.lock() {
            bar.set_length(runs.max(1) as u64);
            bar.set_position(done as u64);
            bar.set_message(format!("{done} of {runs} runs"));
        }
        true
    };
    let table = table_of(&scenario, &metrics, args.threads.count(), tell).map_err(|error| failed(&error))?;
    if let Ok(bar) = bar.lock() {
        bar.finish_and_clear();
    }
    let text = match args.format {
        TableFormat::Human => super::human::printable(&human(&table, args.top)).into_bytes(),
        TableFormat::Md => markdown(&table, args.top).into_bytes(),
        TableFormat::Csv => long(&table)?,
        TableFormat::Json => document(&table)?,
    };
    output::result(&text, args.delivery.output.as_deref())?;
    Ok(Ending::Done)
}

fn failed(error: &RunError) -> Failure {
    Failure::new(Ending::Failed, format!("error: {error}"))
}

/// The metrics asked for, or the usual ones.
///
/// # Errors
/// A metric that does not exist.
pub fn metrics(asked: &[String], scenario: &Scenario) -> Result<Vec<Metric>, Failure> {
    if asked.is_empty() {
        return Ok(usual_metrics(scenario));
    }
    let of = |name: &String| {
        Metric::from_id(name).ok_or_else(|| {
            let ids = Metric::ALL.iter().map(|metric| metric.id());
            let hint = nearest(name, ids).map_or_else(|| "`creepline explain` lists them".into(), |id| format!("did you mean `{id}`?"));
            Failure::new(Ending::Usage, format!("error: there is no metric called `{name}`\n  help: {hint}"))
        })
    };
    asked.iter().map(of).collect()
}

/// The assumptions worth printing: the strongest, and all that change what follows.
fn worth(rows: &[AssumptionRow], top: usize) -> impl Iterator<Item = &AssumptionRow> {
    rows.iter().enumerate().filter(move |(place, row)| *place < top || !row.flip.is_empty()).map(|(_, row)| row)
}

fn human(table: &Sensitivity, top: usize) -> String {
    let mut text = format!("{}\n", basis(table).join("\n"));
    for moved in &table.targets {
        let rows = assumption_rows(table, moved);
        text.push_str(&format!("\n{}\n  here {}\n", target_words(table, &moved.target), base_words(moved)));
        for row in worth(&rows, top) {
            let doubt = if row.clear { "" } else { ", may be luck" };
            text.push_str(&format!("  {} ({}, {})\n", row.path, row.range, row.evidence));
            text.push_str(&format!("      low {}, high {}: moves {}{doubt}\n", row.low, row.high, row.swing));
            if !row.flip.is_empty() {
                text.push_str(&format!("      {}\n", row.flip));
            }
        }
        let clear = rows.iter().filter(|row| row.clear).count();
        text.push_str(&format!("  {clear} of {} assumptions move it beyond doubt\n", rows.len()));
    }
    text.push_str(&closing(table, "\n"));
    text
}

/// What follows, and what was left out.
fn closing(table: &Sensitivity, bullet: &str) -> String {
    let mut text = String::new();
    for sentence in flip_sentences(table) {
        text.push_str(&format!("{bullet}{sentence}\n"));
    }
    if !table.unused.is_empty() {
        text.push_str(&format!("\nNot flown, because this scenario does not use them: {} settings.\n", table.unused.len()));
        for (reason, paths) in by_reason(&table.unused) {
            text.push_str(&format!("  {reason}: {}\n", paths.join(", ")));
        }
    }
    text
}

/// Settings that are not used, by reason, in file order.
fn by_reason(unused: &[Parameter]) -> Vec<(&'static str, Vec<&str>)> {
    let mut found: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for parameter in unused {
        let reason = parameter.unused.unwrap_or_default();
        match found.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, paths)) => paths.push(&parameter.path),
            None => found.push((reason, vec![&parameter.path])),
        }
    }
    found
}

fn markdown(table: &Sensitivity, top: usize) -> String {
    let mut text = format!("# Which assumptions matter: {}\n\n{}\n", escaped(&table.scenario.name), escaped(&basis(table).join(" ")));
    for moved in &table.targets {
        text.push_str(&format!("\n## {}\n\nHere {}.\n\n", escaped(&target_words(table, &moved.target)), escaped(&base_words(moved))));
        text.push_str("| assumption | range | rests on | low | high | moves | changes what follows |\n|---|---|---|---|---|---|---|\n");
        for row in worth(&assumption_rows(table, moved), top) {
            let doubt = if row.clear { "" } else { ", may be luck" };
            let cells = [&row.path, &row.range, row.evidence, &row.low, &row.high, &format!("{}{doubt}", row.swing), &row.flip].map(escaped);
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    text.push_str(&format!("\n{}", closing(table, "- ")));
    text
}

fn long(table: &Sensitivity) -> Result<Vec<u8>, Failure> {
    csv_table(|writer| {
        let head = [
            "metric",
            "variant",
            "of",
            "setting",
            "from",
            "to",
            "here",
            "evidence",
            "base",
            "low",
            "high",
            "swing",
            "swing_low",
            "swing_high",
            "worlds",
            "changes",
            "reason",
        ];
        writer.write_record(head)?;
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let mean = |estimated: &Estimated| number(estimated.as_ref().ok().map(|estimate| estimate.mean));
        for moved in &table.targets {
            let target = &moved.target;
            for (one, row) in moved.moves.iter().zip(assumption_rows(table, moved)) {
                let Some(parameter) = table.flown.get(one.parameter) else { continue };
                let interval = one.swing.as_ref().ok().and_then(|swing| swing.interval);
                writer.write_record([
                    target.metric.id(),
                    table.variants.get(target.variant).map_or("", String::as_str),
                    if target.level { "level" } else { "difference" },
                    &parameter.path,
                    &parameter.low.to_string(),
                    &parameter.high.to_string(),
                    &parameter.value.to_string(),
                    row.evidence,
                    &mean(&moved.base),
                    &mean(&one.low),
                    &mean(&one.high),
                    &mean(&one.swing),
                    &number(interval.map(|(low, _)| low)),
                    &number(interval.map(|(_, high)| high)),
                    &one.swing.as_ref().map_or(0, |swing| swing.worlds).to_string(),
                    &row.flip,
                    one.swing.as_ref().err().map_or("", |undefined| undefined.reason.as_str()),
                ])?;
            }
        }
        Ok(())
    })
}

fn document(table: &Sensitivity) -> Result<Vec<u8>, Failure> {
    let scenario = &table.scenario;
    let body = json!({
        "worlds": scenario.experiment.worlds,
        "people": scenario.population.customers,
        "days": scenario.experiment.days,
        "runs": table.runs,
        "customer_days": table.customer_days,
        "confidence": scenario.experiment.confidence,
        "outcomes": table.targets.iter().map(|moved| outcome(table, moved)).collect::<Vec<_>>(),
        "unused": table.unused.iter().map(|parameter| json!({ "setting": parameter.path, "reason": parameter.unused })).collect::<Vec<_>>(),
    });
    pretty(&headed(SCHEMA, scenario, body))
}

fn outcome(table: &Sensitivity, moved: &Moved) -> Value {
    let rows: Vec<Value> = moved.moves.iter().zip(assumption_rows(table, moved)).map(|(one, row)| assumption(table, one, &row)).collect();
    json!({
        "metric": moved.target.metric.id(),
        "variant": table.variants.get(moved.target.variant),
        "of": if moved.target.level { "level" } else { "difference" },
        "here": estimate(&moved.base),
        "assumptions": rows,
    })
}

fn assumption(table: &Sensitivity, one: &Move, row: &AssumptionRow) -> Value {
    let parameter = table.flown.get(one.parameter);
    json!({
        "setting": row.path,
        "from": parameter.map(|parameter| parameter.low),
        "to": parameter.map(|parameter| parameter.high),
        "here": parameter.map(|parameter| parameter.value),
        "evidence": row.evidence,
        "low": estimate(&one.low),
        "high": estimate(&one.high),
        "swing": estimate(&one.swing),
        "beyond_doubt": row.clear,
        "changes": row.flip,
    })
}

/// Numbers, or `null` with the reason.
pub fn estimate(estimated: &Estimated) -> Value {
    match estimated {
        Ok(estimate) => {
            let (low, high) = estimate.interval.unzip();
            json!({ "mean": estimate.mean, "low": low, "high": high, "worlds": estimate.worlds })
        }
        Err(undefined) => json!({ "mean": null, "reason": undefined.reason }),
    }
}
