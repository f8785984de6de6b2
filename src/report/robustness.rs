//! Robustness in words and rows, as it is printed and shown.

use crate::experiment::{
    Decision, GuardRobustness, Influence, MetricRobustness, ParameterInfluence, Quantity, Robustness, Share, VariantRobustness, format_difference,
    format_difference_estimate, format_difference_interval, format_number, variant_letter,
};
use crate::scenario::Metric;
use crate::scenario::experiment::Compare;

/// What it rests on, in lines.
pub fn robustness_basis(found: &Robustness) -> Vec<String> {
    let (plan, experiment) = (&found.plan, &found.plan.scenario.experiment);
    let failed = found.draws.iter().filter(|draw| draw.seen.is_err()).count();
    let mut lines = vec![
        format!(
            "{}: {} assumptions drawn together from their plausible ranges, {} times; {} runs of {} worlds of {} people, {} days, seed {}.",
            plan.scenario.name,
            plan.parameters.len(),
            plan.draws,
            plan.runs(),
            experiment.worlds,
            plan.scenario.population.customers,
            experiment.days,
            experiment.seed
        ),
        format!(
            "Synthetic people: a model, not a forecast. Engine {}, {} customer-days. Every value of a range counts as equally plausible.",
            env!("CARGO_PKG_VERSION"),
            plan.customer_days()
        ),
    ];
    if failed > 0 {
        lines.push(format!("{failed} of {} draws make no valid scenario and are left out.", plan.draws));
    }
    lines
}

/// "A: 5 a week".
pub fn variant_words(found: &Robustness, variant: &str) -> String {
    let place = found.variants.iter().position(|name| name == variant).unwrap_or(0);
    format!("{}: {variant}", variant_letter(place, found.baseline))
}

/// "83 % of 64 (72 to 90 %)".
pub fn share_words(share: &Share) -> String {
    match (share.value(), &share.interval) {
        (Ok(value), Ok((low, high))) => format!("{:.0} % of {} ({:.0} to {:.0} %)", 100.0 * value, share.of, 100.0 * low, 100.0 * high),
        (Ok(value), Err(_)) => format!("{:.0} % of {}", 100.0 * value, share.of),
        (Err(undefined), _) => undefined.to_string(),
    }
}

/// How a variant stands in plausible settings, in a sentence.
pub fn held_sentence(held: &VariantRobustness) -> String {
    let here = held.here.as_ref().map_or("nothing to judge", Decision::words);
    match held.here {
        Some(Decision::NoGuardrail) | None => format!("Here: {here}."),
        Some(_) => format!(
            "Here: {here}; that holds in {} plausible settings. Within every limit in {}, crosses a limit in {}, cannot tell in {}{}.",
            share_words(&held.holds),
            share_words(&held.ships),
            share_words(&held.crosses),
            share_words(&held.cannot_tell),
            waived_words(&held.waived)
        ),
    }
}

/// How a guardrail stands in plausible settings.
pub fn guard_sentence(guard: &GuardRobustness) -> String {
    format!(
        "guardrail {}: within in {}, crossed in {}, cannot tell in {}{}",
        guard.metric,
        share_words(&guard.within),
        share_words(&guard.crossed),
        share_words(&guard.cannot_tell),
        waived_words(&guard.waived)
    )
}

/// Only where something is waived.
fn waived_words(waived: &Share) -> String {
    if waived.count == 0 { String::new() } else { format!(", waived in {}", share_words(waived)) }
}

/// A metric in all plausible settings: "+0.276 here; +0.12 to +0.41 in the middle 80 %; same sign in 97 % ...".
pub fn metric_sentence(row: &MetricRobustness) -> String {
    let middle = match &row.quantiles {
        Ok([low, middle, high]) => {
            format!("median {}, middle 80 % {}", format_difference(row.metric, *middle), format_difference_interval(row.metric, (*low, *high)))
        }
        Err(undefined) => undefined.to_string(),
    };
    let here = format_difference_estimate(row.metric, &row.here);
    format!("{}: here {here}; {middle}; same sign in {}", row.metric.label(), share_words(&row.same_sign))
}

/// The settings that matter for a number, as rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfluenceRow {
    /// Path of the setting.
    pub path: String,
    /// "0.16 to 0.25, here 0.18".
    pub range: String,
    /// What its default rests on.
    pub evidence: &'static str,
    /// Mean of absolute effects with its interval.
    pub moves: String,
    /// Which way it goes, if always the same.
    pub direction: &'static str,
    /// Shares of the variance; empty where they were not asked for.
    pub shares: String,
    /// Whether going through its range may take the mean past the limit, from one side to the other.
    pub can_cross: bool,
}

/// The settings that move a number, the strongest first; those that do not move it are left out.
pub fn influence_rows(found: &Robustness, influence: &Influence) -> Vec<InfluenceRow> {
    influence.settings.iter().filter_map(|setting| influence_row(found, influence, setting)).collect()
}

fn influence_row(found: &Robustness, influence: &Influence, setting: &ParameterInfluence) -> Option<InfluenceRow> {
    let parameter = found.plan.parameters.get(setting.parameter)?;
    let effects = setting.effects.as_ref().ok().filter(|effects| effects.mean_absolute > 0.0)?;
    let interval =
        setting.interval.map_or_else(String::new, |(low, high)| format!(" ({} to {})", size(found, influence, low), size(found, influence, high)));
    let percent = |value: f64| format!("{:.0} %", 100.0 * value);
    let shares = setting.shares.as_ref().map_or_else(String::new, |shares| match shares {
        Ok(shares) => {
            let between =
                |interval: Option<(f64, f64)>| interval.map_or_else(String::new, |(low, high)| format!(" ({} to {})", percent(low), percent(high)));
            format!(
                "alone {}{}, with others {}{}",
                percent(shares.shares.first),
                between(shares.first),
                percent(shares.shares.total),
                between(shares.total)
            )
        }
        Err(undefined) => undefined.to_string(),
    });
    let unit = if parameter.unit.is_empty() { String::new() } else { format!(" {}", parameter.unit) };
    let one_way = (effects.mean.abs() - effects.mean_absolute).abs() <= 1e-9 * effects.mean_absolute;
    Some(InfluenceRow {
        path: parameter.path.clone(),
        range: format!("{} to {}{unit}, here {}", format_number(parameter.low), format_number(parameter.high), format_number(parameter.value)),
        evidence: parameter.evidence.word(),
        moves: format!("{}{interval}", size(found, influence, effects.mean_absolute)),
        direction: match (one_way, effects.mean > 0.0) {
            (true, true) => "up",
            (true, false) => "down",
            (false, _) => "either way",
        },
        shares,
        can_cross: influence.target.room.is_some_and(|room| effects.mean_absolute >= room.abs()),
    })
}

/// How much a number moves, without a sign.
fn size(found: &Robustness, influence: &Influence, value: f64) -> String {
    let plain = |metric: Metric| format_difference(metric, value).trim_start_matches('+').to_string();
    match influence.target.quantity {
        Quantity::Level(metric) | Quantity::Difference(metric) => plain(metric),
        Quantity::Guardrail(guardrail) => {
            let rule = found.plan.scenario.experiment.guardrails.get(guardrail);
            match rule.and_then(|rule| Some((Metric::from_id(&rule.metric)?, rule.compare))) {
                Some((metric, Compare::Difference | Compare::Level)) => plain(metric),
                Some((_, Compare::Ratio)) | None => format_number(value),
            }
        }
    }
}

/// "over_line_share, a guardrail with 1.20 points of room" or the name of a metric.
pub fn influence_title(found: &Robustness, influence: &Influence) -> String {
    match influence.target.quantity {
        Quantity::Level(metric) | Quantity::Difference(metric) => metric.label().into(),
        Quantity::Guardrail(guardrail) => {
            let name = found.plan.scenario.experiment.guardrails.get(guardrail).map_or("", |rule| rule.metric.as_str());
            let room = influence.target.room.map_or_else(
                || "without a number here".into(),
                |room| format!("here {} {} the limit", size(found, influence, room.abs()), if room < 0.0 { "past" } else { "from" }),
            );
            format!("guardrail {name}, {room}")
        }
    }
}
