//! `creepline search`: a better policy that stays within every limit.

use std::sync::Arc;

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Value, json};

use super::args::{SearchArgs, TableFormat};
use super::ending::{Ending, Failure};
use super::markdown::escaped;
use super::sensitivity::estimate;
use super::sweep::{document, refused, table};
use super::{output, overrides, progress, sensitivity, source, trade};
use crate::experiment::{
    Aim, Decision, Estimated, Recommendation, Search, SearchEnd, SearchPlan, Stop, Trial, format_difference_estimate, format_number,
    search as search_for, usual_metrics,
};
use crate::report::sweeps::{open_guards, setting_words};
use crate::scenario::{Metric, Scenario, hash};
use crate::simulate::{RunError, line_up};

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.search/1";

/// Searches and prints what is recommended.
///
/// # Errors
/// An unusable scenario, wrong options, an engine that stops, a result that cannot be written.
pub fn search(args: &SearchArgs) -> Result<Ending, Failure> {
    let loaded = source::read(&args.file)?.loaded;
    if !args.quiet {
        loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, loaded.scenario)?);
    let plan = Arc::new(plan(args, &scenario)?);
    let stop = Arc::new(Stop::new());
    let asked = Arc::clone(&stop);
    progress::on_interrupt(args.quiet, move || asked.ask());
    let bar = progress::bar(args.quiet);
    bar.set_length(1_000);
    let each = |trial: &Trial, spent: f64| {
        bar.set_position((1_000.0 * spent).min(1_000.0) as u64);
        let what = if trial.round > 6 { "fresh worlds".to_string() } else { format!("round {}", trial.round + 1) };
        bar.set_message(format!("{what}: {} worlds of {} people", trial.worlds, trial.people));
    };
    let found = search_for(&plan, args.threads.map_or(0, usize::from), &stop, each);
    bar.finish_and_clear();
    let found = found.map_err(|error| match error {
        RunError::Cancelled => Failure::new(Ending::Interrupted, "interrupted: nothing was kept"),
        RunError::Engine(_) => Failure::new(Ending::Failed, format!("error: {error}")),
    })?;
    let text = match args.format {
        TableFormat::Human => human(&found).into_bytes(),
        TableFormat::Md => markdown(&found).into_bytes(),
        TableFormat::Csv => table(long_head(&found), long_rows(&found))?,
        TableFormat::Json => document(&json_of(&found, harm(args, &scenario)?))?,
    };
    output::result(&text, args.output.as_deref())?;
    Ok(match found.end {
        SearchEnd::Found(_) => Ending::Done,
        SearchEnd::NoneFound { .. } => Ending::CannotTell,
    })
}

fn plan(args: &SearchArgs, scenario: &Arc<Scenario>) -> Result<SearchPlan, Failure> {
    let threads = args.threads.map_or(0, usize::from);
    let (name, more) = match (&args.raise, &args.lower) {
        (Some(metric), _) => (metric, true),
        (None, Some(metric)) => (metric, false),
        (None, None) => {
            return Err(Failure::new(Ending::Usage, "error: say what to raise or to lower\n  help: `--raise METRIC` or `--lower METRIC`"));
        }
    };
    let metric = sensitivity::metrics(std::slice::from_ref(name), scenario)?.first().copied();
    let Some(metric) = metric else { return Err(Failure::new(Ending::Usage, "error: say what to raise or to lower")) };
    let mut metrics = usual_metrics(scenario);
    if !args.metrics.is_empty() {
        metrics.extend(sensitivity::metrics(&args.metrics, scenario)?);
    }
    metrics.extend(harm(args, scenario)?.map(|harm| harm.metric));
    let mut kept: Vec<Metric> = Vec::new();
    for metric in metrics {
        if !kept.contains(&metric) {
            kept.push(metric);
        }
    }
    let variant = match &args.variant {
        Some(name) => name.clone(),
        None => only_variant(args, scenario)?,
    };
    SearchPlan::new(scenario, &args.set, &variant, Aim { metric, more }, &kept, args.budget).map_err(|error| refused(&error, scenario, threads))
}

/// What a gain costs: as asked for, or the metric of the first guardrail that has a better direction.
fn harm(args: &SearchArgs, scenario: &Scenario) -> Result<Option<Aim>, Failure> {
    match &args.harm {
        Some(id) => trade::aim(id, scenario).map(Some),
        None => Ok(scenario.experiment.guardrails.iter().find_map(|rule| Aim::of(Metric::from_id(&rule.metric)?).ok())),
    }
}

/// The variant that the fields name, or the only one that is compared.
fn only_variant(args: &SearchArgs, scenario: &Scenario) -> Result<String, Failure> {
    let (names, baseline) = line_up(scenario);
    let compared: Vec<&String> = names.iter().enumerate().filter(|(place, _)| *place != 0 && *place != baseline).map(|(_, name)| name).collect();
    let is_named = |name: &str| {
        args.set.iter().any(|field| field.starts_with(&format!("variants[{name}]")) || field.starts_with(&format!("variants[\"{name}\"]")))
    };
    let named: Vec<&&String> = compared.iter().filter(|name| is_named(name)).collect();
    match (named.as_slice(), compared.as_slice()) {
        ([one], _) => Ok((**one).clone()),
        ([], [one]) => Ok((*one).clone()),
        _ => {
            let list: Vec<&str> = compared.iter().map(|name| name.as_str()).collect();
            let message = format!("error: which variant is to be made better?\n  help: `--for NAME`; there are: {}", list.join(", "));
            Err(Failure::new(Ending::Usage, message))
        }
    }
}

fn aim_words(search: &Search) -> String {
    format!("{} {}", if search.plan.aim.more { "more" } else { "less" }, search.plan.aim.metric.label().to_lowercase())
}

fn basis(search: &Search) -> Vec<String> {
    let (plan, experiment) = (&search.plan, &search.plan.scenario.experiment);
    vec![
        format!(
            "{}: {} for \"{}\" against \"{}\", {} of {} runs spent ({} worlds of {} people, {} days, seed {})",
            plan.scenario.name,
            aim_words(search),
            plan.variant,
            experiment.baseline,
            format_number(search.spent),
            format_number(plan.budget),
            experiment.worlds,
            plan.scenario.population.customers,
            experiment.days,
            experiment.seed
        ),
        format!("Synthetic people: a model, not a forecast. Engine {}.", env!("CARGO_PKG_VERSION")),
    ]
}

/// "per_week = 3.4, explanation = 0.8".
fn settings_words(search: &Search, trial: &Trial) -> String {
    let one = |(axis, setting): (&crate::experiment::Axis, &crate::experiment::Setting)| format!("{} = {}", axis.path, setting_words(setting));
    search.plan.axes.iter().zip(&trial.settings).map(one).collect::<Vec<_>>().join(", ")
}

fn decision_words(trial: &Trial) -> String {
    match &trial.seen {
        Ok(reading) => reading.decision.as_ref().map_or("", Decision::words).into(),
        Err(problems) => format!("failed: {}", problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")),
    }
}

/// What is recommended, or why nothing is.
fn end_lines(search: &Search) -> Vec<String> {
    let metric = search.plan.aim.metric;
    match &search.end {
        SearchEnd::Found(found) => found_lines(search, found, metric),
        SearchEnd::NoneFound { nearest: None } => vec!["None found: no candidate could be flown.".into()],
        SearchEnd::NoneFound { nearest: Some(nearest) } => {
            let mut lines = vec!["None found: no candidate is within every limit beyond doubt.".to_string()];
            lines.push(format!("Nearest: {} ({})", settings_words(search, nearest), decision_words(nearest)));
            lines.push(format!("  {}: {}", metric.label(), format_difference_estimate(metric, &nearest.difference(metric))));
            lines.extend(nearest.seen.iter().flat_map(open_guards).map(|line| format!("  {line}")));
            lines.push("What would tell: more worlds where a reason says how many; a wider range, other fields or another limit otherwise.".into());
            lines
        }
    }
}

fn found_lines(search: &Search, found: &Recommendation, metric: Metric) -> Vec<String> {
    let against = if found.is_clear() { "better than what the scenario has" } else { "not clearly better than what the scenario has" };
    vec![
        format!("Found: {}", settings_words(search, &found.trial)),
        format!("  within every limit in {} fresh worlds", found.trial.worlds),
        format!("  {} against the baseline: {}", metric.label(), format_difference_estimate(metric, &found.trial.difference(metric))),
        format!("  {against}: {} (here {}, {})", gain_words(found, search), settings_words(search, &found.here), decision_words(&found.here)),
    ]
}

/// The gain as a change of the metric, in its own direction.
fn gain_words(found: &Recommendation, search: &Search) -> String {
    let aim = search.plan.aim;
    let turned: Estimated = found.gain.clone().map(|mut gain| {
        gain.mean = aim.good(gain.mean);
        gain.interval = gain.interval.map(|(low, high)| if aim.more { (low, high) } else { (-high, -low) });
        gain
    });
    format_difference_estimate(aim.metric, &turned)
}

/// Trials at full size, then those in fresh worlds.
fn shown(search: &Search) -> impl Iterator<Item = (&Trial, bool)> {
    search.trials.iter().filter(|trial| trial.full).map(|trial| (trial, false)).chain(search.fresh.iter().map(|trial| (trial, true)))
}

fn heads(search: &Search) -> Vec<String> {
    let axes = search.plan.axes.iter().map(|axis| axis.path.clone());
    axes.chain(["Worlds".into(), "Guardrails".into(), search.plan.aim.metric.label().into()]).collect()
}

fn cells(search: &Search, trial: &Trial, fresh: bool) -> Vec<String> {
    let metric = search.plan.aim.metric;
    let settings = trial.settings.iter().map(setting_words);
    let worlds = format!("{}{}", trial.worlds, if fresh { " fresh" } else { "" });
    settings.chain([worlds, decision_words(trial), format_difference_estimate(metric, &trial.difference(metric))]).collect()
}

fn human(search: &Search) -> String {
    let mut text = format!("{}\n\n{}\n", basis(search).join("\n"), end_lines(search).join("\n"));
    let mut shape = Table::new();
    shape.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        shape.set_width(150);
    }
    shape.set_header(heads(search));
    for (trial, fresh) in shown(search) {
        shape.add_row(cells(search, trial, fresh));
    }
    text.push_str(&format!("\nFlown at full size\n{shape}\n"));
    text
}

fn markdown(search: &Search) -> String {
    let mut text = format!("# A search: {}\n\n", escaped(&search.plan.scenario.name));
    for line in basis(search).iter().chain(&end_lines(search)) {
        text.push_str(&format!("{}  \n", escaped(line.trim_start())));
    }
    let heads: Vec<String> = heads(search).iter().map(|head| escaped(head)).collect();
    text.push_str(&format!("\n## Flown at full size\n\n| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len())));
    for (trial, fresh) in shown(search) {
        let row: Vec<String> = cells(search, trial, fresh).iter().map(|cell| escaped(cell)).collect();
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

fn long_head(search: &Search) -> Vec<String> {
    let rest = ["round", "worlds", "people", "fresh", "decision", "metric", "mean", "low", "high", "reason"];
    search.plan.axes.iter().map(|axis| axis.path.clone()).chain(rest.map(String::from)).collect()
}

fn long_rows(search: &Search) -> Vec<Vec<String>> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let trials = search.trials.iter().map(|trial| (trial, false)).chain(search.fresh.iter().map(|trial| (trial, true)));
    let mut rows = Vec::new();
    for (trial, fresh) in trials {
        for metric in &search.plan.metrics {
            let difference = trial.difference(*metric);
            let found = difference.as_ref().ok();
            let (low, high) = found.and_then(|estimate| estimate.interval).unzip();
            let mut row: Vec<String> = trial.settings.iter().map(|setting| setting.text.clone()).collect();
            row.extend([
                trial.round.to_string(),
                trial.worlds.to_string(),
                trial.people.to_string(),
                fresh.to_string(),
                decision_words(trial),
                metric.id().into(),
                number(found.map(|estimate| estimate.mean)),
                number(low),
                number(high),
                difference.as_ref().err().map_or_else(String::new, |undefined| undefined.reason.clone()),
            ]);
            rows.push(row);
        }
    }
    rows
}

fn json_of(search: &Search, harm: Option<Aim>) -> Value {
    let (plan, scenario) = (&search.plan, &search.plan.scenario);
    let (recommended, nearest) = match &search.end {
        SearchEnd::Found(found) => {
            let value = json!({
                "trial": trial(&found.trial),
                "here": trial(&found.here),
                "gain": estimate(&found.gain),
                "clearly_better": found.is_clear(),
            });
            (value, Value::Null)
        }
        SearchEnd::NoneFound { nearest } => (Value::Null, nearest.as_ref().map_or(Value::Null, trial)),
    };
    json!({
        "schema": SCHEMA,
        "engine": env!("CARGO_PKG_VERSION"),
        "scenario": scenario.name,
        "scenario_hash": hash(scenario),
        "seed": scenario.experiment.seed,
        "worlds": scenario.experiment.worlds,
        "people": scenario.population.customers,
        "days": scenario.experiment.days,
        "variant": plan.variant,
        "metric": plan.aim.metric.id(),
        "wanted": if plan.aim.more { "more" } else { "less" },
        "axes": plan.axes,
        "budget": plan.budget,
        "spent": search.spent,
        "recommended": recommended,
        "nearest": nearest,
        "trade_off": harm.map(|harm| trade::value(&search.frontier(harm))),
        "trials": search.trials.iter().map(trial).collect::<Vec<_>>(),
        "fresh": search.fresh.iter().map(trial).collect::<Vec<_>>(),
    })
}

fn trial(trial: &Trial) -> Value {
    let mut value = json!({ "settings": trial.settings, "round": trial.round, "worlds": trial.worlds, "people": trial.people, "full": trial.full });
    if let Some(fields) = value.as_object_mut() {
        match &trial.seen {
            Ok(reading) => fields.insert("seen".into(), json!(reading)),
            Err(problems) => fields.insert("failed".into(), json!(problems)),
        };
    }
    value
}
