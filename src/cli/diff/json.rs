//! What differs, for programs: keys in a fixed order, undefined numbers as `null` with a reason beside them.

use serde_json::{Map, Value, json};

use super::Report;
use super::place::Place;
use crate::cli::document::pretty;
use crate::cli::ending::Failure;
use crate::cli::json::{decision_word, put, verdict};
use crate::experiment::{Between, Decision, GuardStanding, RowBetween, VariantBetween};
use crate::scenario::hash;

/// Version of the document's shape.
const SCHEMA: &str = "creepline.diff/1";

/// The whole of it.
///
/// # Errors
/// Where the document cannot be written.
pub fn document(report: &Report) -> Result<Vec<u8>, Failure> {
    let mut document = Map::new();
    document.insert("schema".into(), json!(SCHEMA));
    document.insert("engine".into(), json!(env!("CARGO_PKG_VERSION")));
    document.insert("same".into(), json!(report.is_same()));
    document.insert("a".into(), place(&report.a));
    document.insert("b".into(), place(&report.b));
    document.insert("settings".into(), settings(report));
    match &report.results {
        Ok(found) => {
            document.insert("results".into(), results(found));
        }
        Err(reason) => {
            document.insert("results".into(), Value::Null);
            document.insert("results_reason".into(), json!(reason));
        }
    }
    pretty(&Value::Object(document))
}

fn place(place: &Place) -> Value {
    let (scenario, kept) = (&place.scenario, place.run.as_ref());
    json!({
        "what": place.what,
        "named": place.named,
        "scenario": scenario.name,
        "scenario_hash": hash(scenario),
        "engine": kept.map(|kept| &kept.engine),
        "seed": scenario.experiment.seed,
        "worlds": kept.map_or(scenario.experiment.worlds, |kept| kept.run.worlds.len() as u64),
        "planned": scenario.experiment.worlds,
        "people": scenario.population.customers,
        "days": scenario.experiment.days,
        "baseline": scenario.experiment.baseline,
        "distrust": kept.map(|kept| &kept.run.distrust),
    })
}

fn settings(report: &Report) -> Value {
    let settings = &report.settings;
    let renamed = settings.renames.iter().map(|rename| json!({ "what": rename.what.word(), "before": rename.before, "after": rename.after }));
    let changed = settings.changed.iter().map(|one| {
        let difference = &one.difference;
        json!({
            "part": one.part.word(),
            "kind": one.kind(),
            "path": difference.path,
            "label": difference.label,
            "before": difference.before,
            "after": difference.after,
            "unit": one.unit,
            "against_the_baseline": one.detail,
            "words": one.words(),
        })
    });
    json!({
        "same": settings.is_same(),
        "order_only": settings.order_only,
        "renamed": renamed.collect::<Vec<_>>(),
        "differences": changed.collect::<Vec<_>>(),
    })
}

fn results(found: &Between) -> Value {
    json!({
        "same": found.is_same(),
        "first": found.first,
        "paired": found.paired,
        "pairing": found.pairing,
        "confidence": found.confidence,
        "only_in_a": found.alone[0],
        "only_in_b": found.alone[1],
        "variants": found.variants.iter().map(of_variant).collect::<Vec<_>>(),
    })
}

fn of_variant(variant: &VariantBetween) -> Value {
    let word = |decision: &Option<Decision>| decision.as_ref().map(decision_word);
    let rows = |segments: bool| variant.rows.iter().filter(move |row| row.segment.is_some() == segments).map(row).collect::<Vec<_>>();
    let guards = variant.guards.iter().map(|guard| {
        json!({ "metric": guard.name, "changed": guard.is_changed(), "a": standing(&guard.standings[0]), "b": standing(&guard.standings[1]) })
    });
    json!({
        "variant": variant.names[1],
        "variant_in_a": variant.names[0],
        "decision": {
            "a": word(&variant.decisions[0]),
            "b": word(&variant.decisions[1]),
            "changed": variant.decisions[0] != variant.decisions[1],
        },
        "guardrails": guards.collect::<Vec<_>>(),
        "metrics": rows(false),
        "by_segment": rows(true),
    })
}

fn standing(standing: &Option<GuardStanding>) -> Value {
    let Some(standing) = standing else { return Value::Null };
    json!({
        "guardrail": standing.guard,
        "whom": standing.whom,
        "limit": standing.limit,
        "verdict": verdict(standing.verdict),
        "reason": standing.reason,
    })
}

fn row(row: &RowBetween) -> Value {
    let mut fields = Map::new();
    fields.insert("metric".into(), json!(row.metric.id()));
    if let Some(segment) = &row.segment {
        fields.insert("segment".into(), json!(segment));
    }
    fields.insert("unit".into(), json!(row.metric.unit().words()));
    put(&mut fields, "a", &row.levels[0]);
    put(&mut fields, "b", &row.levels[1]);
    put(&mut fields, "difference", &row.difference);
    fields.insert("b_is".into(), json!(row.turn().words()));
    Value::Object(fields)
}
