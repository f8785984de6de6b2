//! The organisation beside the scorecard: what was found, how soon, what was done about it, what it averted and cost.

use serde_json::{Value, json};

use super::json::estimate;
use crate::experiment::{Estimated, Watched, format_number, format_value, organisation};
use crate::scenario::Metric;
use crate::simulate::{LogRow, Run, organisation_log};

/// Lines of the log that are shown of the first world.
const LINES: usize = 24;

/// The section as lines, empty where nobody watches anything.
pub fn lines(run: &Run) -> Vec<String> {
    let mut lines = Vec::new();
    for watched in organisation(run) {
        lines.push(found(run, &watched));
        lines.extend(averted(run, &watched));
    }
    lines
}

/// Alarms and answers of the first world, in order.
pub fn log_lines(run: &Run) -> Vec<String> {
    let log = organisation_log(run).into_iter().next().unwrap_or_default();
    let rows: Vec<LogRow> = log.iter().map(|entry| entry.row(&run.scenario)).filter(|row| row.alarm || !row.action.is_empty()).collect();
    let mut lines: Vec<String> = rows.iter().take(LINES).map(|row| line(run, row)).collect();
    if rows.len() > LINES {
        lines.push(format!("and {} more", rows.len() - LINES));
    }
    lines
}

fn line(run: &Run, row: &LogRow) -> String {
    let variant = run.variants.get(row.variant).map_or("", String::as_str);
    let whose = if row.segments.is_empty() { String::new() } else { format!(" ({})", row.segments) };
    let number = |value: Option<f64>| value.map_or_else(|| "n/a".into(), format_number);
    let cost = if row.cost > 0.0 { format!("; cost {}", format_number(row.cost)) } else { String::new() };
    if row.alarm {
        let held = row.statistic.or(row.value);
        let word = if row.is_false { "false alarm" } else { "alarm" };
        let read = if row.statistic.is_some() { format!(", reading {}", number(row.value)) } else { String::new() };
        return format!("day {}, {variant}, {}{whose}: {word}, {} past {}{read}{cost}", row.day, row.name, number(held), number(row.limit));
    }
    format!("day {}, {variant}, {}{whose}: {}{cost}", row.day, row.name, row.action)
}

fn found(run: &Run, watched: &Watched) -> String {
    let name = run.variants.get(watched.variant).map_or("", String::as_str);
    let mean = |estimated: &Estimated| match estimated {
        Ok(estimate) => format_number(estimate.mean),
        Err(undefined) => undefined.to_string(),
    };
    let delay = match &watched.delay {
        Ok(delay) => format!("found after {} days in {} of {} worlds", format_number(delay.mean), delay.worlds, run.worlds.len()),
        Err(undefined) => format!("delay {undefined}"),
    };
    let (alarms, quiet) = (mean(&watched.alarms), mean(&watched.false_alarms));
    format!("{name}: {alarms} alarms a world, {quiet} of them false; {delay}; cost {} per customer", mean(&watched.cost))
}

fn averted(run: &Run, watched: &Watched) -> Vec<String> {
    let against = match &watched.against {
        Ok(against) => run.variants.get(*against).map_or("", String::as_str),
        Err(undefined) => return vec![format!("  harm averted: {undefined}")],
    };
    let one = |metric: Metric, difference: &Estimated, share: Option<f64>| {
        let difference = difference.as_ref().ok()?;
        let share = share.map_or_else(String::new, |share| format!(" ({} of the harm)", format_value(Metric::OverLine, share)));
        Some(format!("{} {}{share}", metric.label().to_lowercase(), format_value(metric, difference.mean)))
    };
    let parts: Vec<String> =
        watched.averted.iter().filter_map(|part| one(part.metric, &part.difference, part.share.as_ref().ok().copied())).collect();
    vec![format!("  harm averted against \"{against}\": {}", parts.join(", "))]
}

/// The section for JSON; `null` where nobody watches anything. The log has alarms and answers of each world; a kept run has all of it.
pub fn value(run: &Run) -> Value {
    let watched = organisation(run);
    if watched.is_empty() {
        return Value::Null;
    }
    let variants: Vec<Value> = watched.iter().map(|watched| variant(run, watched)).collect();
    let log: Vec<Vec<Value>> = organisation_log(run)
        .iter()
        .map(|world| {
            let rows = world.iter().map(|entry| entry.row(&run.scenario)).filter(|row| row.alarm || !row.action.is_empty());
            rows.map(|row| log_row(run, &row)).collect()
        })
        .collect();
    json!({ "variants": variants, "log": log })
}

fn variant(run: &Run, watched: &Watched) -> Value {
    let averted: Vec<Value> = watched
        .averted
        .iter()
        .map(|part| {
            json!({
                "metric": part.metric.id(),
                "difference": estimate(&part.difference),
                "share": part.share.as_ref().ok(),
                "share_reason": part.share.as_ref().err().map(|undefined| &undefined.reason),
            })
        })
        .collect();
    json!({
        "variant": run.variants.get(watched.variant),
        "alarms": estimate(&watched.alarms),
        "false_alarms": estimate(&watched.false_alarms),
        "detection_delay": estimate(&watched.delay),
        "response_cost": estimate(&watched.cost),
        "against": watched.against.as_ref().ok().and_then(|&against| run.variants.get(against)),
        "against_reason": watched.against.as_ref().err().map(|undefined| &undefined.reason),
        "averted": averted,
    })
}

fn log_row(run: &Run, row: &LogRow) -> Value {
    json!({
        "day": row.day,
        "variant": run.variants.get(row.variant),
        "name": row.name,
        "segments": row.segments,
        "value": row.value,
        "statistic": row.statistic,
        "limit": row.limit,
        "alarm": row.alarm,
        "false": row.is_false,
        "action": row.action,
        "cost": row.cost,
    })
}
