//! The gate as SARIF 2.1.0: a result for everything that stops it, warns or is waived, at the line of its guardrail.

use serde_json::{Map, Value, json};

use super::{Report, Standing};
use crate::cli::document::pretty;
use crate::cli::ending::Failure;
use crate::experiment::{CheckState, Effect, scope_name};
use crate::scenario::Metric;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The whole log.
///
/// # Errors
/// Never for numbers that exist; kept for the writer's sake.
pub fn document(report: &Report<'_>) -> Result<Vec<u8>, Failure> {
    let results: Vec<Value> = guardrails(report).chain(checks(report)).chain(reference(report)).collect();
    pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Creepline", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules(report) } },
            // Whether the program did its work; what came out of it is in the results.
            "invocations": [{ "executionSuccessful": true, "exitCode": report.ending as u8, "exitCodeDescription": report.message }],
            "results": results,
        }],
    }))
}

/// One rule for each metric that a guardrail looks at, each self-check, and the reference.
fn rules(report: &Report<'_>) -> Vec<Value> {
    let rule = |id: String, name: &str, full: &str| json!({ "id": id, "name": name, "shortDescription": { "text": name }, "fullDescription": { "text": full } });
    let mut found: Vec<Value> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for guardrail in &report.run.scenario.experiment.guardrails {
        if !seen.contains(&guardrail.metric.as_str()) {
            seen.push(&guardrail.metric);
            let (label, meaning) = Metric::from_id(&guardrail.metric).map_or(("Unknown metric", ""), |metric| (metric.label(), metric.hover()));
            found.push(rule(rule_of(&guardrail.metric), label, if meaning.is_empty() { label } else { meaning }));
        }
    }
    for check in report.check.iter().flat_map(|check| &check.checks) {
        let words = check.kind.words();
        found.push(rule(check_rule(words), words, "A check of the run itself; where it fails, no number is to be trusted."));
    }
    found.push(rule("reference".into(), "Accepted reference", "What was flown must be what was accepted, or be accepted anew."));
    found
}

fn rule_of(metric: &str) -> String {
    format!("guardrail/{metric}")
}

fn check_rule(words: &str) -> String {
    format!("self-check/{}", words.replace(' ', "-"))
}

fn guardrails<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Value> + 'a {
    report.outcomes().filter_map(|(outcome, effect)| {
        let level = match effect {
            // What is within its limit is no finding; without a verdict, the failed check is the finding.
            Effect::Passes | Effect::Blank => return None,
            Effect::Crossed | Effect::Undecided | Effect::Waived => "error",
            Effect::Warns => "warning",
        };
        let whose = scope_name(&report.run.scenario, outcome.scope);
        let message = format!("{}, {whose}, {}: {}", report.variant(outcome), outcome.verdict.words(), outcome.reason);
        let mut result = result(report, &rule_of(&outcome.name), level, &message, report.places.guardrail(outcome.guard));
        let key = format!("{}/{}/{}/{whose}", outcome.guard, outcome.name, report.variant(outcome));
        result.insert("partialFingerprints".into(), json!({ "guardrail/v1": key }));
        if let (Effect::Waived, Some(waiver)) = (effect, &outcome.waiver) {
            result.insert("suppressions".into(), json!([{ "kind": "inSource", "status": "accepted", "justification": waiver.words() }]));
        }
        result.insert("properties".into(), json!({ "verdict": effect.id(), "worlds_needed": outcome.worlds_needed }));
        Some(Value::Object(result))
    })
}

fn checks<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Value> + 'a {
    let failed = report.check.into_iter().flat_map(|check| &check.checks).filter(|check| check.state == CheckState::Failed);
    failed.map(|check| Value::Object(result(report, &check_rule(check.kind.words()), "error", &check.detail, None)))
}

fn reference<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Value> + 'a {
    let stale = match &report.standing {
        Standing::Stale(name, changes) => Some(format!("{name} is stale: {}", changes.join("; "))),
        _ => None,
    };
    stale.map(|message| Value::Object(result(report, "reference", "error", &message, None))).into_iter()
}

fn result(report: &Report<'_>, rule: &str, level: &str, message: &str, place: Option<(usize, usize)>) -> Map<String, Value> {
    let mut physical = json!({ "artifactLocation": { "uri": report.places.address() } });
    if let (Some((line, column)), Some(fields)) = (place, physical.as_object_mut()) {
        fields.insert("region".into(), json!({ "startLine": line, "startColumn": column }));
    }
    let mut fields = Map::new();
    fields.insert("ruleId".into(), json!(rule));
    fields.insert("kind".into(), json!("fail"));
    fields.insert("level".into(), json!(level));
    fields.insert("message".into(), json!({ "text": message }));
    fields.insert("locations".into(), json!([{ "physicalLocation": physical }]));
    fields
}
