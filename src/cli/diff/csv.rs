//! What differs as one long table: settings, metrics, verdicts.

use super::Report;
use crate::cli::document::csv_rows;
use crate::cli::ending::Failure;
use crate::experiment::{Decision, Estimated, GuardStanding, VariantBetween};

const HEAD: [&str; 14] = ["part", "variant", "segment", "name", "path", "a", "b", "difference", "low", "high", "worlds", "unit", "says", "reason"];

/// A row for each setting that differs, each metric of each variant in both, and each verdict.
///
/// # Errors
/// Where the table cannot be written.
pub fn table(report: &Report) -> Result<Vec<u8>, Failure> {
    let mut rows: Vec<[String; 14]> = Vec::new();
    for rename in &report.settings.renames {
        let mut row = empty(rename.what.word());
        (row[3], row[5], row[6], row[12]) = ("name".into(), rename.before.clone(), rename.after.clone(), "renamed".into());
        rows.push(row);
    }
    for one in &report.settings.changed {
        let difference = &one.difference;
        let mut row = empty(one.part.word());
        (row[3], row[4]) = (difference.label.clone(), difference.path.clone());
        (row[5], row[6]) = (difference.before.clone().unwrap_or_default(), difference.after.clone().unwrap_or_default());
        (row[11], row[12]) = (one.unit.into(), one.kind().into());
        rows.push(row);
    }
    if let Ok(found) = &report.results {
        for sentence in found.first.iter().chain([&found.pairing]) {
            let mut row = empty("note");
            row[13].clone_from(sentence);
            rows.push(row);
        }
        found.variants.iter().for_each(|variant| of_variant(variant, &mut rows));
    }
    csv_rows(HEAD.map(String::from).to_vec(), rows.into_iter().map(Vec::from).collect())
}

fn empty(part: &str) -> [String; 14] {
    let mut row: [String; 14] = Default::default();
    row[0] = part.to_owned();
    row
}

fn of_variant(variant: &VariantBetween, rows: &mut Vec<[String; 14]>) {
    let mean = |estimated: &Estimated| estimated.as_ref().map_or_else(|_| String::new(), |estimate| estimate.mean.to_string());
    let why = |estimated: &Estimated| estimated.as_ref().err().map(|undefined| undefined.reason.clone());
    let name = &variant.names[1];
    for one in &variant.rows {
        let mut row = empty("metric");
        (row[1], row[2]) = (name.clone(), one.segment.clone().unwrap_or_default());
        (row[3], row[5], row[6], row[7]) = (one.metric.id().into(), mean(&one.levels[0]), mean(&one.levels[1]), mean(&one.difference));
        if let Ok(estimate) = &one.difference {
            let (low, high) = estimate.interval.map(|(low, high)| (low.to_string(), high.to_string())).unwrap_or_default();
            (row[8], row[9], row[10]) = (low, high, estimate.worlds.to_string());
        }
        (row[11], row[12]) = (one.metric.unit().words().into(), one.turn().words().into());
        row[13] = why(&one.difference).unwrap_or_default();
        rows.push(row);
    }
    for guard in &variant.guards {
        let said = |standing: &Option<GuardStanding>| standing.as_ref().map_or_else(String::new, |standing| standing.verdict.words().into());
        let mut row = empty("verdict");
        let last = guard.standings.iter().rev().flatten().next();
        (row[1], row[2], row[3]) = (name.clone(), last.map_or_else(String::new, |standing| standing.whom.clone()), guard.name.clone());
        (row[5], row[6]) = (said(&guard.standings[0]), said(&guard.standings[1]));
        row[12] = if guard.is_changed() { "changed" } else { "the same" }.into();
        row[13] = last.map_or_else(String::new, |standing| standing.reason.clone());
        rows.push(row);
    }
    let words = |decision: &Option<Decision>| decision.as_ref().map_or_else(String::new, |decision| decision.words().into());
    if variant.decisions.iter().any(Option::is_some) {
        let mut row = empty("decision");
        (row[1], row[5], row[6]) = (name.clone(), words(&variant.decisions[0]), words(&variant.decisions[1]));
        row[12] = if variant.decisions[0] == variant.decisions[1] { "the same" } else { "changed" }.into();
        rows.push(row);
    }
}
