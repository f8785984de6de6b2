//! `creepline robustness`: in how many plausible settings of the customer model a verdict holds, and which setting decides.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::{Value, json};

use super::args::{MethodWord, RobustnessArgs, SamplingWord, TableFormat};
use super::document::{csv_rows, headed, pretty};
use super::ending::{Ending, Failure};
use super::markdown::escaped;
use super::sensitivity::estimate;
use super::sweep::long_time;
use super::{output, overrides, progress, sensitivity, source};
use crate::experiment::{
    Decides, Influence, ParameterInfluence, Quantity, Robustness, RobustnessPlan, Sampling, Share, Stop, VariantRobustness, measured_rate,
    robustness as fly, usual_metrics, usual_size,
};
use crate::report::robustness::{
    InfluenceRow, guard_sentence, held_sentence, influence_rows, influence_title, metric_sentence, robustness_basis, variant_words,
};
use crate::simulate::RunError;

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.robustness/1";

/// Draws plausible settings, flies them and prints what holds.
///
/// # Errors
/// An unusable scenario, wrong options, an engine that stops, a result that cannot be written.
pub fn robustness(args: &RobustnessArgs) -> Result<Ending, Failure> {
    let loaded = source::read(&args.file)?.loaded;
    if !args.delivery.quiet {
        loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides.or_sized(usual_size(&loaded.scenario)), loaded.scenario)?);
    let metrics = if args.metrics.is_empty() { usual_metrics(&scenario) } else { sensitivity::metrics(&args.metrics, &scenario)? };
    let sampling = match args.design {
        SamplingWord::Lhs => Sampling::LatinHypercube,
        SamplingWord::Sobol => Sampling::Sobol,
    };
    let decides = match args.method {
        MethodWord::Shares => Decides::Nothing,
        MethodWord::Morris => Decides::ElementaryEffects { trajectories: args.trajectories },
        MethodWord::Sobol => Decides::VarianceShares { trajectories: args.trajectories, screened: args.screened, rows: args.rows },
    };
    let plan = RobustnessPlan::new(&scenario, &metrics, args.samples, sampling, decides);
    let plan = Arc::new(plan.map_err(|error| Failure::new(Ending::Usage, format!("error: {error}")))?);
    let threads = args.threads.count();
    if !args.delivery.quiet {
        let time =
            measured_rate(&scenario, threads).map_or_else(|_| String::new(), |rate| format!(", {}", long_time(plan.customer_days() as f64 / rate)));
        output::say(&format!("{} runs{time}", plan.runs()));
    }
    let found = flown(&plan, threads, args.delivery.quiet)?;
    let text = match args.format {
        TableFormat::Human => human(&found, args.top).into_bytes(),
        TableFormat::Md => markdown(&found, args.top).into_bytes(),
        TableFormat::Csv => csv_rows(LONG_HEAD.map(String::from).to_vec(), long_rows(&found))?,
        TableFormat::Json => pretty(&json_of(&found))?,
    };
    output::result(&text, args.delivery.output.as_deref())?;
    Ok(Ending::Done)
}

fn flown(plan: &Arc<RobustnessPlan>, threads: usize, quiet: bool) -> Result<Robustness, Failure> {
    let stop = Arc::new(Stop::new());
    let asked = Arc::clone(&stop);
    progress::on_interrupt(quiet, move || asked.ask());
    let (bar, begun) = (Mutex::new(progress::bar(quiet)), Instant::now());
    let tell = |done: usize, runs: usize| {
        if let Ok(bar) = bar.lock() {
            bar.set_length(runs.max(1) as u64);
            bar.set_position(done as u64);
            let left = begun.elapsed().mul_f64(runs.saturating_sub(done) as f64 / done.max(1) as f64);
            bar.set_message(format!("{done} of {runs} runs, {} left", progress::duration(left)));
        }
    };
    let found = fly(plan, threads, &stop, tell);
    if let Ok(bar) = bar.lock() {
        bar.finish_and_clear();
    }
    found.map_err(|error| match error {
        RunError::Cancelled => Failure::new(Ending::Interrupted, "interrupted: nothing was kept"),
        RunError::Engine(_) => Failure::new(Ending::Failed, format!("error: {error}")),
    })
}

/// What holds for a variant, a line each.
fn held_lines(held: &VariantRobustness) -> Vec<String> {
    let mut lines = vec![held_sentence(held)];
    lines.extend(held.guardrails.iter().map(guard_sentence));
    lines.extend(held.metrics.iter().map(metric_sentence));
    lines
}

/// The influences worth printing for a variant: on its guardrails, or on all numbers where there is none.
fn printed<'a>(found: &'a Robustness, variant: &str) -> Vec<&'a Influence> {
    let own: Vec<&Influence> = found.influences.iter().filter(|influence| influence.target.variant == variant).collect();
    let guards: Vec<&Influence> = own.iter().filter(|influence| matches!(influence.target.quantity, Quantity::Guardrail(_))).copied().collect();
    if guards.is_empty() { own } else { guards }
}

fn row_words(row: &InfluenceRow) -> String {
    let crosses = if row.can_cross { "; enough to meet the limit" } else { "" };
    let shares = if row.shares.is_empty() { String::new() } else { format!("; of the variance {}", row.shares) };
    format!("{} ({}, {}): moves it by {}, {}{crosses}{shares}", row.path, row.range, row.evidence, row.moves, row.direction)
}

fn human(found: &Robustness, top: usize) -> String {
    let mut text = format!("{}\n", robustness_basis(found).join("\n"));
    for held in &found.held {
        text.push_str(&format!("\n{}\n", variant_words(found, &held.variant)));
        for line in held_lines(held) {
            text.push_str(&format!("  {line}\n"));
        }
        for influence in printed(found, &held.variant) {
            text.push_str(&format!("  what decides {}:\n", influence_title(found, influence)));
            let rows = influence_rows(found, influence);
            for row in rows.iter().take(top) {
                text.push_str(&format!("    {}\n", row_words(row)));
            }
            if rows.is_empty() {
                text.push_str("    nothing moves it\n");
            }
        }
    }
    if found.held.is_empty() {
        text.push_str("\nNo variant is compared with the baseline: there is no verdict that could hold.\n");
    }
    super::human::printable(&text)
}

fn markdown(found: &Robustness, top: usize) -> String {
    let mut text = format!("# Does it hold? {}\n\n{}\n", escaped(&found.plan.scenario.name), escaped(&robustness_basis(found).join(" ")));
    for held in &found.held {
        text.push_str(&format!("\n## {}\n\n", escaped(&variant_words(found, &held.variant))));
        for line in held_lines(held) {
            text.push_str(&format!("- {}\n", escaped(&line)));
        }
        for influence in printed(found, &held.variant) {
            text.push_str(&format!("\n### What decides {}\n\n", escaped(&influence_title(found, influence))));
            text.push_str(
                "| assumption | range | rests on | moves it by | which way | meets the limit | of the variance |\n|---|---|---|---|---|---|---|\n",
            );
            for row in influence_rows(found, influence).iter().take(top) {
                let crosses = if row.can_cross { "may" } else { "" };
                let cells = [&row.path, &row.range, row.evidence, &row.moves, row.direction, crosses, &row.shares].map(escaped);
                text.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
        }
    }
    text
}

const LONG_HEAD: [&str; 13] =
    ["variant", "of", "name", "setting", "count", "draws", "value", "low", "high", "mean_effect", "deviation", "first_order", "total"];

/// A row for each share and for each setting and number.
fn long_rows(found: &Robustness) -> Vec<Vec<String>> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut rows = Vec::new();
    for held in &found.held {
        let mut share = |name: &str, of: &str, share: &Share| {
            let (low, high) = share.interval.clone().ok().unzip();
            let mut row = vec![held.variant.clone(), of.into(), name.into(), String::new(), share.count.to_string(), share.of.to_string()];
            row.extend([number(share.value().ok()), number(low), number(high)]);
            row.extend(["", "", "", ""].map(String::from));
            rows.push(row);
        };
        let verdicts = [
            ("holds", &held.holds),
            ("within", &held.ships),
            ("crosses", &held.crosses),
            ("cannot tell", &held.cannot_tell),
            ("waived", &held.waived),
        ];
        for (name, of) in verdicts {
            share(name, "verdict", of);
        }
        for guard in &held.guardrails {
            let verdicts = [("within", &guard.within), ("crosses", &guard.crossed), ("cannot tell", &guard.cannot_tell), ("waived", &guard.waived)];
            for (name, of) in verdicts {
                share(name, &format!("guardrail {}", guard.metric), of);
            }
        }
        held.metrics.iter().for_each(|row| share("same sign", row.metric.id(), &row.same_sign));
    }
    for influence in &found.influences {
        for setting in &influence.settings {
            let path = found.plan.parameters.get(setting.parameter).map_or("", |parameter| parameter.path.as_str());
            let effects = setting.effects.as_ref().ok();
            let (low, high) = setting.interval.unzip();
            let shares = setting.shares.as_ref().and_then(|shares| shares.as_ref().ok());
            let mut row = vec![influence.target.variant.clone(), "effect".into(), quantity_name(found, influence), path.into()];
            row.extend([effects.map_or(0, |effects| effects.count).to_string(), String::new()]);
            row.extend([
                number(effects.map(|effects| effects.mean_absolute)),
                number(low),
                number(high),
                number(effects.map(|effects| effects.mean)),
                number(effects.and_then(|effects| effects.deviation)),
                number(shares.map(|shares| shares.shares.first)),
                number(shares.map(|shares| shares.shares.total)),
            ]);
            rows.push(row);
        }
    }
    rows
}

fn quantity_name(found: &Robustness, influence: &Influence) -> String {
    match influence.target.quantity {
        Quantity::Level(metric) | Quantity::Difference(metric) => metric.id().into(),
        Quantity::Guardrail(guardrail) => {
            let name = found.plan.scenario.experiment.guardrails.get(guardrail).map_or("", |rule| rule.metric.as_str());
            format!("guardrail {name}")
        }
    }
}

fn json_of(found: &Robustness) -> Value {
    let (plan, scenario) = (&found.plan, &found.plan.scenario);
    let body = json!({
        "worlds": scenario.experiment.worlds,
        "people": scenario.population.customers,
        "days": scenario.experiment.days,
        "draws": plan.draws,
        "failed": found.draws.iter().filter(|draw| draw.seen.is_err()).count(),
        "runs": plan.runs(),
        "customer_days": plan.customer_days(),
        "variants": found.held.iter().map(held_value).collect::<Vec<_>>(),
        "influences": found.influences.iter().map(|influence| influence_value(found, influence)).collect::<Vec<_>>(),
        "settings": plan.parameters.iter().map(|parameter| json!({
            "setting": parameter.path, "from": parameter.low, "to": parameter.high, "here": parameter.value, "evidence": parameter.evidence.word(),
        })).collect::<Vec<_>>(),
        "unused": plan.unused.iter().map(|parameter| json!({ "setting": parameter.path, "reason": parameter.unused })).collect::<Vec<_>>(),
        "values": found.draws.iter().map(|draw| &draw.values).collect::<Vec<_>>(),
    });
    headed(SCHEMA, scenario, body)
}

fn share_value(share: &Share) -> Value {
    let (low, high) = share.interval.clone().ok().unzip();
    json!({ "count": share.count, "of": share.of, "share": share.value().ok(), "low": low, "high": high })
}

fn held_value(held: &VariantRobustness) -> Value {
    let guard = |guard: &crate::experiment::GuardRobustness| {
        json!({
            "guardrail": guard.guardrail,
            "metric": guard.metric,
            "within": share_value(&guard.within),
            "crossed": share_value(&guard.crossed),
            "cannot_tell": share_value(&guard.cannot_tell),
            "waived": share_value(&guard.waived),
        })
    };
    let metric = |row: &crate::experiment::MetricRobustness| {
        json!({
            "metric": row.metric.id(),
            "here": estimate(&row.here),
            "means": row.means,
            "quantiles_10_50_90": row.quantiles.as_ref().ok(),
            "same_sign": share_value(&row.same_sign),
        })
    };
    json!({
        "variant": held.variant,
        "here": held.here,
        "holds": share_value(&held.holds),
        "within": share_value(&held.ships),
        "crosses": share_value(&held.crosses),
        "cannot_tell": share_value(&held.cannot_tell),
        "waived": share_value(&held.waived),
        "guardrails": held.guardrails.iter().map(guard).collect::<Vec<_>>(),
        "metrics": held.metrics.iter().map(metric).collect::<Vec<_>>(),
    })
}

fn influence_value(found: &Robustness, influence: &Influence) -> Value {
    let setting = |setting: &ParameterInfluence| {
        let effects = setting.effects.as_ref().ok();
        let (low, high) = setting.interval.unzip();
        let shares = setting.shares.as_ref().and_then(|shares| shares.as_ref().ok());
        json!({
            "setting": found.plan.parameters.get(setting.parameter).map(|parameter| &parameter.path),
            "mean_absolute_effect": effects.map(|effects| effects.mean_absolute),
            "low": low,
            "high": high,
            "mean_effect": effects.map(|effects| effects.mean),
            "deviation": effects.and_then(|effects| effects.deviation),
            "effects": effects.map(|effects| effects.count),
            "reason": setting.effects.as_ref().err().map(|undefined| &undefined.reason),
            "first_order": shares.map(|shares| shares.shares.first),
            "first_order_interval": shares.map(|shares| shares.first),
            "total": shares.map(|shares| shares.shares.total),
            "total_interval": shares.map(|shares| shares.total),
        })
    };
    json!({
        "variant": influence.target.variant,
        "of": quantity_name(found, influence),
        "here": influence.target.here.as_ref().ok(),
        "room": influence.target.room,
        "settings": influence.settings.iter().map(setting).collect::<Vec<_>>(),
    })
}
