//! The scorecard as JSON: keys in a fixed order, undefined numbers as `null` with a reason beside them.

use serde_json::{Map, Value, json};

use super::document::headed;
use super::{channels, fairness, organisation, self_checks};
use crate::experiment::{
    AppliedWaiver, Decision, Estimated, GuardOutcome, ScoreRow, Scorecard, SelfCheck, Verdict, WaiverState, scope_name, score_rows, segment_warnings,
};
use crate::ledger::Scope;
use crate::scenario::{Better, Family, Metric, Unit};
use crate::simulate::{Completion, Run};

/// Version of this document's shape.
const SCHEMA: &str = "creepline.run/1";

/// The whole scorecard.
pub fn scorecard(run: &Run, card: &Scorecard, check: Option<&SelfCheck>) -> Value {
    let body = json!({
        "worlds": run.worlds.len(),
        "planned": run.planned,
        "completion": match run.completion {
            Completion::Running => "running",
            Completion::Whole => "whole",
            Completion::Partial => "partial",
        },
        "people": run.scenario.population.customers,
        "days": run.scenario.experiment.days,
        "customer_days": run.customer_days,
        "cpu_seconds": run.cpu_seconds,
        "wall_seconds": run.wall_seconds,
        "confidence": run.scenario.experiment.confidence,
        "variants": card.variants,
        "baseline": card.variants.get(card.baseline),
        "metrics": rows(run, &card.rows),
        "channels": channels::values(run),
        "organisation": organisation::value(run),
        "fairness": fairness::value(run),
        "by_segment": by_segment(run),
        "by_group": by_group(run),
        "guardrails": card.guards.iter().map(|outcome| guard(run, outcome)).collect::<Vec<_>>(),
        "decisions": decisions(card),
        "warnings": card.idle_waivers,
        "what_the_mean_hides": segment_warnings(run),
        "self_checks": check.map(|check| self_checks::value(run, check)),
        "distrust": card.distrust,
    });
    headed(SCHEMA, &run.scenario, body)
}

fn rows(run: &Run, rows: &[ScoreRow]) -> Vec<Value> {
    rows.iter()
        .map(|row| {
            let metric = row.metric;
            let variants: Map<String, Value> = run
                .variants
                .iter()
                .zip(&row.scores)
                .map(|(name, score)| {
                    let mut fields = Map::new();
                    put(&mut fields, "level", &score.level);
                    put(&mut fields, "difference", &score.difference);
                    (name.clone(), Value::Object(fields))
                })
                .collect();
            json!({
                "metric": metric.id(),
                "label": metric.label(),
                "family": match metric.family() {
                    Family::Goal => "goal",
                    Family::Harm => "harm",
                    Family::Reach => "reach",
                    Family::Price => "price",
                    Family::Duty => "duty",
                    Family::Brand => "brand",
                },
                "unit": unit(metric.unit()),
                "better": match metric.better() {
                    Better::Less => "less",
                    Better::More => "more",
                    Better::Neither => "neither",
                },
                "variants": variants,
            })
        })
        .collect()
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "share",
        Unit::PerCustomer => "per_customer",
        Unit::Money => "money_per_customer",
        Unit::Number => "number",
        Unit::Nats => "nats",
        Unit::Bits => "bits",
        Unit::Topics => "topics",
        Unit::Times => "times",
        Unit::Size => "size",
        Unit::Days => "days",
        Unit::Count => "count",
    }
}

/// An estimate under its name, or `null` and the reason beside it.
pub fn put(fields: &mut Map<String, Value>, name: &str, estimated: &Estimated) {
    match estimated {
        Ok(found) => {
            fields.insert(name.into(), estimate(estimated));
            if found.interval.is_none() {
                fields.insert(format!("{name}_reason"), json!("one world has no interval"));
            }
        }
        Err(undefined) => {
            fields.insert(name.into(), Value::Null);
            fields.insert(format!("{name}_reason"), json!(undefined.reason));
        }
    }
}

/// An estimate, or `null`.
pub fn estimate(estimated: &Estimated) -> Value {
    let Ok(estimate) = estimated else { return Value::Null };
    let ends = estimate.interval;
    json!({
        "mean": estimate.mean,
        "low": ends.map(|(low, _)| low),
        "high": ends.map(|(_, high)| high),
        "worlds": estimate.worlds,
        "agree": estimate.agree,
        "deterministic": estimate.deterministic,
    })
}

fn by_segment(run: &Run) -> Vec<Value> {
    let metrics: Vec<Metric> = Metric::ALL.iter().copied().filter(|metric| metric.by_segment()).collect();
    let segments = run.scenario.population.segments.iter().enumerate();
    segments
        .map(|(index, segment)| {
            json!({
                "segment": segment.name,
                "share": segment.share,
                "metrics": rows(run, &score_rows(run, &metrics, Scope::Segment(index), 1)),
            })
        })
        .collect()
}

fn by_group(run: &Run) -> Vec<Value> {
    let metrics: Vec<Metric> = Metric::ALL.iter().copied().filter(|metric| metric.by_group()).collect();
    let mut groups = Vec::new();
    for (attribute, description) in run.scenario.population.attributes.iter().enumerate() {
        for (level, group) in description.levels.iter().enumerate() {
            groups.push(json!({
                "attribute": description.name,
                "group": group.name,
                "share": group.share,
                "metrics": rows(run, &score_rows(run, &metrics, Scope::Group { attribute, level }, 1)),
            }));
        }
    }
    groups
}

/// One outcome of a guardrail.
pub fn guard(run: &Run, outcome: &GuardOutcome) -> Map<String, Value> {
    let mut fields = Map::new();
    let rule = run.scenario.experiment.guardrails.get(outcome.guard);
    fields.insert("guardrail".into(), json!(outcome.guard));
    fields.insert("metric".into(), json!(outcome.name));
    fields.insert("variant".into(), json!(run.variants.get(outcome.variant)));
    fields.insert("rule_scope".into(), json!(rule.map(|rule| rule.scope.name())));
    fields.insert("scope".into(), json!(scope_name(&run.scenario, outcome.scope)));
    fields.insert("people".into(), json!(outcome.people));
    fields.insert("compare".into(), json!(rule.map(|rule| rule.compare.name())));
    fields.insert("bound".into(), json!(rule.map(|rule| rule.bound.name())));
    fields.insert("limit".into(), json!(outcome.limit));
    fields.insert("from_day".into(), json!(rule.map(|rule| rule.from_day)));
    fields.insert("confidence".into(), json!(outcome.confidence));
    put(&mut fields, "compared", &outcome.compared);
    fields.insert("verdict".into(), json!(verdict(outcome.verdict)));
    // Without a verdict, what the interval says is none either.
    let by_interval = if outcome.verdict == Verdict::Blank { outcome.verdict } else { outcome.by_interval };
    fields.insert("by_interval".into(), json!(verdict(by_interval)));
    fields.insert("waiver".into(), json!(outcome.waiver.as_ref().map(waiver)));
    fields.insert("reason".into(), json!(outcome.reason));
    fields.insert("worlds_needed".into(), json!(outcome.worlds_needed));
    fields
}

/// The word of a verdict; none where there is no verdict.
pub fn verdict(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Within => Some("within"),
        Verdict::Crossed => Some("crossed"),
        Verdict::CannotTell => Some("cannot_tell"),
        Verdict::Waived => Some("waived"),
        Verdict::Blank => None,
    }
}

fn waiver(waiver: &AppliedWaiver) -> Value {
    let state = match waiver.state {
        WaiverState::Holds => "holds",
        WaiverState::Expired => "expired",
        WaiverState::Undated => "not_counted",
    };
    json!({ "name": waiver.name, "reason": waiver.reason, "expires": waiver.expires, "state": state })
}

/// The word of what follows from the guardrails.
pub fn decision_word(decision: &Decision) -> &'static str {
    match decision {
        Decision::Ship => "ship",
        Decision::DoNotShip => "do_not_ship",
        Decision::CannotTell => "cannot_tell",
        Decision::Waived => "waived",
        Decision::NoGuardrail => "no_guardrail",
        Decision::Blank => "blank",
    }
}

fn decisions(card: &Scorecard) -> Vec<Value> {
    let judged = card.variants.iter().zip(&card.decisions).filter_map(|(name, decision)| Some((name, decision.as_ref()?)));
    judged.map(|(name, decision)| json!({ "variant": name, "decision": decision_word(decision), "words": decision.words() })).collect()
}
