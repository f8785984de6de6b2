//! `creepline search`: a better policy that stays within every limit.

use std::sync::Arc;

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Value, json};

use super::args::{SearchArgs, TableFormat};
use super::document::{csv_rows, headed, pretty};
use super::ending::{Ending, Failure};
use super::markdown::escaped;
use super::sensitivity::estimate;
use super::sweep::refused;
use super::{output, overrides, progress, sensitivity, source, trade};
use crate::experiment::{Aim, Search, SearchEnd, SearchPlan, Stop, Trial, search as search_for, usual_metrics};
use crate::report::searches::{search_basis, search_end, shown_trials, trial_cells, trial_heads, trial_words};
use crate::scenario::{Metric, Scenario};
use crate::simulate::{RunError, line_up};

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.search/1";

/// Searches and prints what is recommended.
///
/// # Errors
/// An unusable scenario, wrong options, an engine that stops, a result that cannot be written.
pub fn search(args: &SearchArgs) -> Result<Ending, Failure> {
    let loaded = source::read(&args.file)?.loaded;
    if !args.delivery.quiet {
        loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, loaded.scenario)?);
    if scenario.experiment.guardrails.is_empty() {
        let message = "error: nothing to evaluate: the scenario has no guardrail\n  help: set limits under experiment.guardrails; a search without them finds \
                       what harms most";
        return Err(Failure::new(Ending::Invalid, message));
    }
    let plan = Arc::new(plan(args, &scenario)?);
    let stop = Arc::new(Stop::new());
    let asked = Arc::clone(&stop);
    progress::on_interrupt(args.delivery.quiet, move || asked.ask());
    let bar = progress::bar(args.delivery.quiet);
    bar.set_length(1_000);
    let each = |trial: &Trial, spent: f64| {
        bar.set_position((1_000.0 * spent).min(1_000.0) as u64);
        let what = if trial.round > 6 { "fresh worlds".to_string() } else { format!("round {}", trial.round + 1) };
        bar.set_message(format!("{what}: {} worlds of {} people", trial.worlds, trial.people));
    };
    let found = search_for(&plan, args.threads.count(), &stop, each);
    bar.finish_and_clear();
    let found = found.map_err(|error| match error {
        RunError::Cancelled => Failure::new(Ending::Interrupted, "interrupted: nothing was kept"),
        RunError::Engine(_) => Failure::new(Ending::Failed, format!("error: {error}")),
    })?;
    let text = match args.format {
        TableFormat::Human => human(&found).into_bytes(),
        TableFormat::Md => markdown(&found).into_bytes(),
        TableFormat::Csv => csv_rows(long_head(&found), long_rows(&found))?,
        TableFormat::Json => pretty(&json_of(&found, harm(args, &scenario)?))?,
    };
    output::result(&text, args.delivery.output.as_deref())?;
    Ok(match found.end {
        SearchEnd::Found(_) => Ending::Done,
        SearchEnd::NoneFound { .. } => Ending::CannotTell,
    })
}

fn plan(args: &SearchArgs, scenario: &Arc<Scenario>) -> Result<SearchPlan, Failure> {
    let threads = args.threads.count();
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

fn human(search: &Search) -> String {
    let mut text = format!("{}\n\n{}\n", search_basis(search).join("\n"), search_end(search).join("\n"));
    let mut shape = Table::new();
    shape.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        shape.set_width(150);
    }
    shape.set_header(trial_heads(search));
    for (trial, fresh) in shown_trials(search) {
        shape.add_row(trial_cells(search, trial, fresh));
    }
    text.push_str(&format!("\nFlown at full size\n{shape}\n"));
    super::human::printable(&text)
}

fn markdown(search: &Search) -> String {
    let mut text = format!("# A search: {}\n\n", escaped(&search.plan.scenario.name));
    for line in search_basis(search).iter().chain(&search_end(search)) {
        text.push_str(&format!("{}  \n", escaped(line.trim_start())));
    }
    let heads: Vec<String> = trial_heads(search).iter().map(|head| escaped(head)).collect();
    text.push_str(&format!("\n## Flown at full size\n\n| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len())));
    for (trial, fresh) in shown_trials(search) {
        let row: Vec<String> = trial_cells(search, trial, fresh).iter().map(|cell| escaped(cell)).collect();
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
                trial_words(trial),
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
    let body = json!({
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
    });
    headed(SCHEMA, scenario, body)
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
