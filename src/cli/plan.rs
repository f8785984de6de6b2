//! `creepline plan`: how many worlds the guardrails need, and how long they take.

use std::sync::Arc;

use serde_json::{Value, json};

use super::args::{PlanArgs, TableFormat};
use super::document::{csv_table, headed, pretty};
use super::ending::{Ending, Failure};
use super::human::printable;
use super::markdown::escaped;
use super::progress::{Flown, fly};
use super::{output, overrides, source};
use crate::experiment::{PLAN_WORLDS, Plan, ab_test, plan as planned, scope_name};
use crate::report::ab_test::need_rows;
use crate::report::plan::{answer, basis, cells, heads, minutes_row};
use crate::simulate::Run;

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.plan/1";

/// Flies a short pilot and plans the run.
///
/// # Errors
/// An unusable scenario, no guardrail, an engine that stops, a result that cannot be written.
pub fn plan(args: &PlanArgs) -> Result<Ending, Failure> {
    let loaded = source::read(&args.file)?.loaded;
    if !args.delivery.quiet {
        loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let mut scenario = overrides::apply(&args.overrides, loaded.scenario)?;
    if scenario.experiment.guardrails.is_empty() {
        let message = "error: nothing to plan for: the scenario sets no guardrail\n  help: set limits under experiment.guardrails";
        return Err(Failure::new(Ending::Invalid, message));
    }
    let worlds = usize::try_from(scenario.experiment.worlds).unwrap_or(usize::MAX);
    scenario.experiment.worlds = args.pilot;
    let Flown { run, interrupted, .. } = fly(Arc::new(scenario), args.threads.map_or(0, usize::from), args.delivery.quiet, None)?;
    let plan = planned(&run, worlds);
    let bytes = match args.format {
        TableFormat::Human => printable(&human(&run, &plan)).into_bytes(),
        TableFormat::Md => markdown(&run, &plan).into_bytes(),
        TableFormat::Csv => long(&run, &plan)?,
        TableFormat::Json => document(&run, &plan)?,
    };
    output::result(&bytes, args.delivery.output.as_deref())?;
    Ok(if interrupted { Ending::Interrupted } else { Ending::Done })
}

fn human(run: &Run, plan: &Plan) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED).set_header(heads());
    plan.lines.iter().for_each(|line| {
        table.add_row(cells(run, line));
    });
    table.add_row(minutes_row(run, plan));
    let mut text = format!(
        "{}: half-width of each guardrail's interval, by number of worlds\n\n{table}\n\n{}\n{}\n",
        run.scenario.name,
        basis(plan),
        answer(run, plan)
    );
    text.push_str("\nWhat a real test would need, by its length: people in all arms, and the smallest effect that the planned people would find\n");
    match ab_test(run, &[]) {
        Err(undefined) => text.push_str(&format!("  {undefined}\n")),
        Ok(records) => {
            for record in &records {
                let mut table = comfy_table::Table::new();
                let name = run.variants.get(record.variant).cloned().unwrap_or_default();
                table.load_style(comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED).set_header([
                    "days".to_owned(),
                    format!("people, {name}"),
                    "smallest effect".into(),
                ]);
                need_rows(record).into_iter().for_each(|row| {
                    table.add_row(row);
                });
                text.push_str(&format!("{table}\n"));
            }
        }
    }
    text
}

fn markdown(run: &Run, plan: &Plan) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>().join(" | "));
    let mut text = format!("# Plan: {}\n\n{}{}\n", escaped(&run.scenario.name), row(&heads()), format_args!("|{}", "---|".repeat(heads().len())));
    plan.lines.iter().for_each(|line| text.push_str(&row(&cells(run, line))));
    text.push_str(&row(&minutes_row(run, plan)));
    text.push_str(&format!("\n{}\n\n{}\n", escaped(&basis(plan)), escaped(&answer(run, plan))));
    for record in ab_test(run, &[]).unwrap_or_default() {
        let name = escaped(run.variants.get(record.variant).map_or("", String::as_str));
        text.push_str(&format!("\n| Days | People that a real test of {name} needs | Smallest effect found |\n|---|---|---|\n"));
        need_rows(&record).iter().for_each(|cells| text.push_str(&row(cells)));
    }
    text
}

/// A row for each decision and number of worlds; decisions that cannot be planned have one row with the reason.
fn long(run: &Run, plan: &Plan) -> Result<Vec<u8>, Failure> {
    csv_table(|writer| {
        let head = [
            "guardrail",
            "metric",
            "variant",
            "whom",
            "limit",
            "distance",
            "worlds",
            "half_width",
            "low",
            "high",
            "minutes",
            "worlds_needed",
            "reason",
        ];
        writer.write_record(head)?;
        for line in &plan.lines {
            let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
            let first = [
                (line.guard + 1).to_string(),
                line.name.clone(),
                run.variants.get(line.variant).cloned().unwrap_or_default(),
                scope_name(&run.scenario, line.scope),
                line.limit.to_string(),
                number(line.distance.as_ref().ok().copied()),
            ];
            let reason = line.distance.as_ref().err().map_or_else(String::new, |undefined| undefined.reason.clone());
            let last = [line.worlds.map_or_else(String::new, |worlds| worlds.to_string()), reason];
            let mut row = |middle: [String; 5]| writer.write_record(first.iter().chain(&middle).chain(&last));
            if line.points.is_empty() {
                row(Default::default())?;
            }
            for point in &line.points {
                let minutes = plan.minutes_for(run, point.worlds);
                let shown = [Some(point.half_width), Some(point.range.0), Some(point.range.1), minutes].map(number);
                let [half, low, high, minutes] = shown;
                row([point.worlds.to_string(), half, low, high, minutes])?;
            }
        }
        Ok(())
    })
}

fn document(run: &Run, plan: &Plan) -> Result<Vec<u8>, Failure> {
    let lines: Vec<Value> = plan
        .lines
        .iter()
        .map(|line| {
            let points: Vec<Value> = line
                .points
                .iter()
                .map(|point| json!({ "worlds": point.worlds, "half_width": point.half_width, "low": point.range.0, "high": point.range.1 }))
                .collect();
            json!({
                "guardrail": line.guard,
                "metric": line.name,
                "variant": run.variants.get(line.variant),
                "scope": scope_name(&run.scenario, line.scope),
                "limit": line.limit,
                "distance": line.distance.as_ref().ok(),
                "distance_reason": line.distance.as_ref().err().map(|undefined| &undefined.reason),
                "half_widths": points,
                "worlds_needed": line.worlds,
                "worlds_needed_low": line.range.0,
                "worlds_needed_high": line.range.1,
                "told_by_plan": line.told_by_plan,
            })
        })
        .collect();
    let guards: Vec<Value> = plan
        .guards
        .iter()
        .map(|guard| json!({ "guardrail": guard.guard, "variant": run.variants.get(guard.variant), "worlds_needed": guard.worlds }))
        .collect();
    let minutes: Vec<Value> =
        PLAN_WORLDS.iter().zip(&plan.minutes).map(|(worlds, minutes)| json!({ "worlds": worlds, "minutes": minutes })).collect();
    let needs: Vec<Value> = ab_test(run, &[])
        .unwrap_or_default()
        .iter()
        .map(|record| {
            let lengths = record.needs.iter().map(|need| {
                json!({
                    "days": need.days,
                    "people": need.people.as_ref().ok(),
                    "people_reason": need.people.as_ref().err().map(|undefined| &undefined.reason),
                    "smallest_effect": need.detectable.as_ref().ok(),
                })
            });
            json!({ "variant": run.variants.get(record.variant), "lengths": lengths.collect::<Vec<_>>() })
        })
        .collect();
    let body = json!({
        "pilot_worlds": plan.pilot,
        "planned_worlds": plan.planned,
        "decisions": plan.decisions,
        "confidence": plan.confidence,
        "customer_days_per_second": plan.rate,
        "minutes": minutes,
        "lines": lines,
        "guardrails": guards,
        "worlds_needed": plan.worlds,
        "real_test": needs,
    });
    pretty(&headed(SCHEMA, &run.scenario, body))
}
