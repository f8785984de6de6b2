//! Topic `survival`.

use creepline::stats::{LogRank, SurvivalWeights, Undefined, kaplan_meier, log_rank};
use serde_json::{Value, json};

use crate::answer::{list, measured, numbers, out};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    match function {
        "kaplan_meier" => Some(kaplan(inputs)),
        "logrank" => Some(two_groups(inputs)),
        "logrank_k_groups" => Some(groups(inputs)),
        _ => None,
    }
}

fn flags(value: &Value) -> Vec<bool> {
    numbers(value).into_iter().map(|flag| flag != 0.0).collect()
}

fn kaplan(inputs: &Value) -> Value {
    let Ok(found) = kaplan_meier(&numbers(&inputs["durations"]), &flags(&inputs["events"]), 0.95) else { return Value::Null };
    let column = |part: fn(&creepline::stats::SurvivalStep) -> f64| Value::from(found.steps.iter().map(|step| out(part(step))).collect::<Vec<_>>());
    let last = found.steps.last().map_or(0.0, |step| step.time);
    json!({
        "timeline": column(|step| step.time),
        "at_risk": column(|step| step.at_risk as f64),
        "observed": column(|step| step.events as f64),
        "censored": column(|step| step.censored as f64),
        "survival": column(|step| step.survival),
        "ci_lower": column(|step| step.interval.0),
        "ci_upper": column(|step| step.interval.1),
        "nelson_aalen": column(|step| step.cumulative_hazard),
        "median": measured(found.median()),
        "rmst_at_max": measured(found.restricted_mean(last)),
    })
}

fn test(found: Result<LogRank, Undefined>) -> Value {
    found.map_or(Value::Null, |found| json!({ "chi2": out(found.chi_square), "df": found.degrees_of_freedom, "p": out(found.p) }))
}

fn two_groups(inputs: &Value) -> Value {
    let (durations_a, durations_b) = (numbers(&inputs["durations_a"]), numbers(&inputs["durations_b"]));
    let (events_a, events_b) = (flags(&inputs["events_a"]), flags(&inputs["events_b"]));
    let weighted = |weights| test(log_rank(&[(&durations_a, &events_a), (&durations_b, &events_b)], weights));
    json!({
        "logrank": weighted(SurvivalWeights::LogRank),
        "wilcoxon": weighted(SurvivalWeights::Wilcoxon),
        "peto": weighted(SurvivalWeights::Peto),
        "fleming_harrington_0_1": weighted(SurvivalWeights::FlemingHarrington { p: 0.0, q: 1.0 }),
    })
}

fn groups(inputs: &Value) -> Value {
    let (durations, events) = (numbers(&inputs["durations"]), flags(&inputs["events"]));
    let names: Vec<String> = list(&inputs["groups"]).iter().map(Value::to_string).collect();
    let mut different = names.clone();
    different.sort();
    different.dedup();
    let members: Vec<(Vec<f64>, Vec<bool>)> = different
        .iter()
        .map(|name| names.iter().zip(durations.iter().zip(&events)).filter(|(own, _)| *own == name).map(|(_, (time, event))| (*time, *event)).unzip())
        .collect();
    let groups: Vec<(&[f64], &[bool])> = members.iter().map(|(durations, events)| (&durations[..], &events[..])).collect();
    test(log_rank(&groups, SurvivalWeights::LogRank))
}
