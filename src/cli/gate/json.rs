//! The gate for programs.

use serde_json::{Value, json};

use super::{Report, Standing};
use crate::cli::document::{headed, pretty};
use crate::cli::ending::Failure;
use crate::cli::json::guard;
use crate::cli::self_checks;

/// Version of this document's shape.
const SCHEMA: &str = "creepline.gate/1";

/// The whole gate.
///
/// # Errors
/// Never for numbers that exist; kept for the writer's sake.
pub fn document(report: &Report<'_>) -> Result<Vec<u8>, Failure> {
    let run = report.run;
    let guardrails: Vec<Value> = report
        .outcomes()
        .map(|(outcome, effect)| {
            let mut fields = guard(run, outcome);
            let (line, column) = report.places.guardrail(outcome.guard).unzip();
            fields.insert("effect".into(), json!(effect.id()));
            fields.insert("place".into(), json!({ "file": report.places.file, "line": line, "column": column }));
            Value::Object(fields)
        })
        .collect();
    let body = json!({
        "worlds": run.worlds.len(),
        "planned": run.planned,
        "today": report.today.to_string(),
        "exit_code": report.ending as u8,
        "open": report.ending as u8 == 0,
        "message": report.message,
        "ended_early": report.early,
        "worlds_needed": report.gate.worlds_needed,
        "guardrails": guardrails,
        "warnings": report.card.idle_waivers,
        "reference": reference(&report.standing),
        "self_checks": report.check.map(|check| self_checks::value(run, check)),
        "distrust": report.card.distrust,
    });
    pretty(&headed(SCHEMA, &run.scenario, body))
}

fn reference(standing: &Standing) -> Value {
    match standing {
        Standing::None => json!({ "state": "none" }),
        Standing::Same(name) => json!({ "state": "same", "file": name }),
        Standing::Updated(name) => json!({ "state": "updated", "file": name }),
        Standing::NotCompared(why) => json!({ "state": "not_compared", "reason": why }),
        Standing::Stale(name, changes) => json!({ "state": "stale", "file": name, "changes": changes }),
    }
}
