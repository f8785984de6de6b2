//! Self-checks of a run in words and in JSON.

use serde_json::{Value, json};

use crate::experiment::{CheckState, SelfCheck};
use crate::simulate::Run;

/// A line for each check, with its mark.
pub fn lines(check: &SelfCheck) -> Vec<String> {
    let mark = |state| match state {
        CheckState::Passed => "[ok]",
        CheckState::Failed => "[XX]",
        CheckState::NotDone => "[--]",
    };
    check.checks.iter().map(|check| format!("{} {}", mark(check.state), check.words())).collect()
}

/// What they cost, in words.
pub fn cost(run: &Run, check: &SelfCheck) -> String {
    format!("self-checks took {:.1} s, {:.1}% of the run's customer-days", check.wall_seconds, 100.0 * check.cost(run))
}

/// The checks with their numbers.
pub fn value(run: &Run, check: &SelfCheck) -> Value {
    let checks: Vec<Value> =
        check.checks.iter().map(|check| json!({ "check": check.kind.words(), "state": check.state.words(), "detail": check.detail })).collect();
    let allocation: Vec<Value> = check
        .allocation
        .iter()
        .map(|allocation| {
            let parts: Vec<Value> = allocation
                .rows
                .iter()
                .map(|row| json!({ "name": row.name, "expected": row.expected, "got": row.got, "people": row.people }))
                .collect();
            let chance = allocation.chance.as_ref();
            json!({ "of": allocation.what, "passed": allocation.passed, "p": chance.ok(), "p_reason": chance.err().map(|found| &found.reason), "parts": parts })
        })
        .collect();
    let undefined: Vec<Value> = check
        .undefined
        .iter()
        .map(|found| json!({ "metric": found.metric.id(), "variant": run.variants.get(found.variant), "reason": found.reason }))
        .collect();
    json!({ "checks": checks, "allocation": allocation, "undefined": undefined, "customer_days": check.customer_days })
}
