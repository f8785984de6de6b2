//! `creepline compare`: a kept run again, variants against a baseline, and what a real A/B test would have said beside the truth.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Map, Value, json};

use super::args::{CompareArgs, TableFormat};
use super::document::{csv_table, headed, pretty};
use super::ending::{Ending, Failure};
use super::json::{put, scorecard};
use super::markdown::escaped;
use super::progress::{Flown, fly};
use super::run::today;
use super::{human, output, overrides, source};
use crate::experiment::{
    Answer, Calibration, Chance, Estimated, Scorecard, TestRecord, ab_test, calibration, guard_outcomes, scorecard_on, unit, variant_letter,
};
use crate::measure::Undefined;
use crate::report::ab_test::{TestRow, calibration_rows, part_rows, plan_sentence, signed, test_rows};
use crate::scenario::{Scenario, nearest};
use crate::simulate::Run;
use crate::store;

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.compare/1";

/// Width of a table that goes to a file or a pipe.
const WIDTH: u16 = 140;

/// Everything that is compared.
struct Compared {
    run: Arc<Run>,
    card: Scorecard,
    records: Result<Vec<TestRecord>, Undefined>,
    calibrations: Option<Result<Vec<Calibration>, Undefined>>,
}

/// Opens a kept run, or flies a scenario, and compares its variants.
///
/// # Errors
/// No such run, scenario or variant; an engine that stops; a result that cannot be written.
pub fn compare(args: &CompareArgs) -> Result<Ending, Failure> {
    let run = rebased(run(args)?, args.baseline.as_deref())?;
    let against = match &args.against {
        Some(name) => Some(variant(&run, name)?),
        None => None,
    };
    let mut records = ab_test(&run, &guard_outcomes(&run));
    if let (Ok(records), Some(against)) = (&mut records, against) {
        records.retain(|record| record.variant == against);
    }
    let calibrations = args.nothing.map(|tests| calibration(&run, tests as usize));
    let compared = Compared { card: scorecard_on(&run, Some(today())), records, calibrations, run };
    let text = match args.format {
        TableFormat::Human => human(&compared).into_bytes(),
        TableFormat::Md => markdown(&compared).into_bytes(),
        TableFormat::Csv => long(&compared)?,
        TableFormat::Json => document(&compared)?,
    };
    output::result(&text, args.delivery.output.as_deref())?;
    Ok(Ending::Done)
}

fn run(args: &CompareArgs) -> Result<Arc<Run>, Failure> {
    if args.run.is_dir() {
        return open(&args.run);
    }
    let source = source::read(&args.run)?;
    if !args.delivery.quiet {
        source.loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, source.loaded.scenario)?);
    let Flown { run, .. } = fly(scenario, args.threads.count(), args.delivery.quiet, None)?;
    Ok(run)
}

/// Opens a kept run.
///
/// # Errors
/// Where there is none, or it cannot be read.
pub fn open(folder: &Path) -> Result<Arc<Run>, Failure> {
    store::open(folder).map(Arc::new).map_err(|error| Failure::new(Ending::Failed, format!("error: {error}")))
}

/// The same run against another baseline. Nothing is flown again: all variants have lived already.
fn rebased(run: Arc<Run>, baseline: Option<&str>) -> Result<Arc<Run>, Failure> {
    let Some(name) = baseline else { return Ok(run) };
    let index = variant(&run, name)?;
    if index == run.baseline {
        return Ok(run);
    }
    let mut scenario = Scenario::clone(&run.scenario);
    scenario.experiment.baseline = name.to_owned();
    // What a test with one crowd for all would have been with another baseline was not flown.
    let worlds = run.worlds.iter().map(|world| {
        let mut world = crate::ledger::Ledger::clone(world);
        world.shared_test = crate::ledger::Outcomes::new(crate::ledger::OutcomeSize::none(), world.shape.variants);
        Arc::new(world)
    });
    let worlds = worlds.collect();
    Ok(Arc::new(Run { scenario: Arc::new(scenario), baseline: index, worlds, ..Run::clone(&run) }))
}

fn variant(run: &Run, name: &str) -> Result<usize, Failure> {
    run.variants.iter().position(|variant| variant == name).ok_or_else(|| {
        let names = run.variants.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let hint = nearest(name, run.variants.iter().map(String::as_str)).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure::new(Ending::Usage, format!("error: the run has no variant called `{name}`{hint}\n  help: its variants are {names}"))
    })
}

fn names(compared: &Compared, records: &[TestRecord]) -> Vec<String> {
    let name = |record: &TestRecord| compared.run.variants.get(record.variant).cloned().unwrap_or_default();
    let letter = |record: &TestRecord| variant_letter(record.variant, compared.run.baseline);
    records.iter().map(|record| format!("{}: {}", letter(record), name(record))).collect()
}

fn human(compared: &Compared) -> String {
    let run = &compared.run;
    let mut text = human::scorecard(run, &compared.card, None);
    text.push_str("\nEstimate against truth\n");
    match &compared.records {
        Err(undefined) => text.push_str(&format!("  {undefined}\n")),
        Ok(records) => {
            text.push_str(&format!("  {}\n  In {}.\n\n", plan_sentence(run), unit(run.worlds[0].shape.test.column)));
            text.push_str(&format!("{}\n", table(&names(compared, records), &test_rows(records))));
            text.push_str("\nEffect by week, everybody under both variants\n");
            text.push_str(&format!("{}\n", table(&names(compared, records), &weeks(records))));
            text.push_str("\nWhat moves the estimate away from the truth (they add up to its error)\n");
            text.push_str(&format!("{}\n", table(&names(compared, records), &part_rows(records))));
        }
    }
    match &compared.calibrations {
        None => {}
        Some(Err(undefined)) => text.push_str(&format!("\nTests of nothing against nothing: {undefined}\n")),
        Some(Ok(calibrations)) => {
            text.push_str("\nTests of nothing against nothing: how often each method finds an effect where there is none\n");
            let mut table = plain();
            table.set_header(["method", "false answers", "expected (99%)", "which is"]);
            calibration_rows(calibrations).into_iter().for_each(|row| {
                table.add_row(row);
            });
            text.push_str(&format!("{table}\n"));
        }
    }
    human::printable(&text)
}

fn weeks(records: &[TestRecord]) -> Vec<TestRow> {
    let count = records.iter().map(|record| record.truth.weeks.len()).max().unwrap_or(0);
    let cell = |record: &TestRecord, week: usize| record.truth.weeks.get(week).map_or_else(String::new, signed);
    (0..count)
        .map(|week| TestRow { label: format!("week {}", week + 1), meaning: "", cells: records.iter().map(|record| cell(record, week)).collect() })
        .collect()
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table
}

fn table(names: &[String], rows: &[TestRow]) -> Table {
    let mut table = plain();
    table.set_header(std::iter::once(String::new()).chain(names.iter().cloned()));
    for row in rows {
        table.add_row(std::iter::once(row.label.clone()).chain(row.cells.iter().cloned()));
    }
    table
}

fn markdown(compared: &Compared) -> String {
    let mut text = super::markdown::scorecard(&compared.run, &compared.card, None);
    text.push_str("\n## Estimate against truth\n\n");
    match &compared.records {
        Err(undefined) => text.push_str(&format!("{}\n", escaped(&undefined.to_string()))),
        Ok(records) => {
            let unit = unit(compared.run.worlds[0].shape.test.column);
            text.push_str(&format!("{} In {unit}.\n\n", escaped(&plan_sentence(&compared.run))));
            for (title, rows) in [("", test_rows(records)), ("By week", weeks(records)), ("What moves the estimate", part_rows(records))] {
                let names: Vec<String> = names(compared, records).iter().map(|name| escaped(name)).collect();
                text.push_str(&format!("| {title} | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len())));
                for row in rows {
                    let cells: Vec<String> = row.cells.iter().map(|cell| escaped(cell)).collect();
                    text.push_str(&format!("| {} | {} |\n", escaped(&row.label), cells.join(" | ")));
                }
                text.push('\n');
            }
        }
    }
    if let Some(Ok(calibrations)) = &compared.calibrations {
        text.push_str("## Tests of nothing against nothing\n\n| method | false answers | expected (99%) | which is |\n|---|---|---|---|\n");
        for row in calibration_rows(calibrations) {
            text.push_str(&format!("| {} |\n", row.map(|cell| escaped(&cell)).join(" | ")));
        }
    }
    text
}

/// A row for each world, variant and look of the test, beside the truth of that world.
fn long(compared: &Compared) -> Result<Vec<u8>, Failure> {
    let records = compared.records.as_ref().map_err(|undefined| Failure::new(Ending::Failed, format!("error: {undefined}")))?;
    csv_table(|writer| {
        writer.write_record(["variant", "world", "days", "effect", "low", "high", "says", "stops", "truth", "reason"])?;
        for record in records {
            let name = compared.run.variants.get(record.variant).map_or("", String::as_str);
            for (world, test) in record.worlds.iter().enumerate() {
                let rows = test.looks.iter().map(|look| (look, "")).chain([(&test.answer, "yes")]);
                for (answer, stops) in rows {
                    let row = cells(answer);
                    writer.write_record([
                        name,
                        &world.to_string(),
                        &row[0],
                        &row[1],
                        &row[2],
                        &row[3],
                        &row[4],
                        stops,
                        &test.truth.to_string(),
                        &row[5],
                    ])?;
                }
            }
        }
        Ok(())
    })
}

fn cells(answer: &Result<Answer, Undefined>) -> [String; 6] {
    match answer {
        Ok(answer) => {
            let (low, high) = answer.interval.map(|(low, high)| (low.to_string(), high.to_string())).unwrap_or_default();
            [answer.days.to_string(), answer.effect.to_string(), low, high, answer.says.words().into(), String::new()]
        }
        Err(undefined) => [String::new(), String::new(), String::new(), String::new(), String::new(), undefined.reason.clone()],
    }
}

fn document(compared: &Compared) -> Result<Vec<u8>, Failure> {
    let run = &compared.run;
    let mut document = Map::new();
    document.insert("worlds".into(), json!(run.worlds.len()));
    document.insert("baseline".into(), json!(run.variants.get(run.baseline)));
    document.insert("scorecard".into(), scorecard(run, &compared.card, None));
    match &compared.records {
        Ok(records) => {
            document.insert("test".into(), json!({ "plan": plan_sentence(run), "unit": unit(run.worlds[0].shape.test.column) }));
            document.insert("estimate_against_truth".into(), records.iter().map(|record| record_value(run, record)).collect());
        }
        Err(undefined) => {
            document.insert("estimate_against_truth".into(), Value::Null);
            document.insert("estimate_against_truth_reason".into(), json!(undefined.reason));
        }
    }
    match &compared.calibrations {
        None => {}
        Some(Ok(calibrations)) => {
            document.insert("nothing_against_nothing".into(), calibrations.iter().map(calibration_value).collect());
        }
        Some(Err(undefined)) => {
            document.insert("nothing_against_nothing".into(), Value::Null);
            document.insert("nothing_against_nothing_reason".into(), json!(undefined.reason));
        }
    }
    pretty(&headed(SCHEMA, &run.scenario, Value::Object(document)))
}

fn chance_value(chance: &Chance) -> Value {
    let (low, high) = chance.interval().unzip();
    match chance.share() {
        Ok(share) => json!({ "share": share, "low": low, "high": high, "count": chance.count, "of": chance.of }),
        Err(undefined) => json!({ "share": null, "reason": undefined.reason }),
    }
}

fn chance_or(chance: &Result<Chance, Undefined>) -> Value {
    chance.as_ref().map_or_else(|undefined| json!({ "share": null, "reason": undefined.reason }), chance_value)
}

fn record_value(run: &Run, record: &TestRecord) -> Value {
    let mut fields = Map::new();
    fields.insert("variant".into(), json!(run.variants.get(record.variant)));
    let mut estimates = |name: &str, estimated: &Estimated| put(&mut fields, name, estimated);
    estimates("truth_to_the_horizon", &record.truth.horizon);
    estimates("effect_over_the_test", &record.truth.test);
    estimates("baseline_level", &record.truth.baseline);
    let weeks: Vec<Value> = record.truth.weeks.iter().map(super::json::estimate).collect();
    fields.insert("effect_by_week".into(), json!(weeks));
    fields.insert("standing".into(), json!(record.standing.words()));
    fields.insert("why".into(), json!(record.why));
    fields.insert("tests".into(), json!(record.tests));
    for (name, chance) in [
        ("says_better", &record.says_better),
        ("says_worse", &record.says_worse),
        ("covers_horizon", &record.covers_horizon),
        ("covers_test", &record.covers_test),
    ] {
        fields.insert(name.into(), chance_value(chance));
    }
    for (name, chance) in
        [("power", &record.power), ("sign_error", &record.sign_error), ("ships_harmful", &record.ships_harm), ("kills_good", &record.kills_good)]
    {
        fields.insert(name.into(), chance_or(chance));
    }
    for (name, value) in [("exaggeration", &record.exaggeration), ("regret", &record.regret)] {
        match value {
            Ok(value) => fields.insert(name.into(), json!(value)),
            Err(undefined) => fields.insert(name.into(), Value::Null).or(fields.insert(format!("{name}_reason"), json!(undefined.reason))),
        };
    }
    match &record.shortest {
        Ok(days) => fields.insert("shortest_test_days".into(), json!(days)),
        Err(undefined) => {
            fields.insert("shortest_test_days".into(), Value::Null);
            fields.insert("shortest_test_days_reason".into(), json!(undefined.reason))
        }
    };
    let lengths = record.lengths.iter().zip(&record.needs).map(|(one, need)| {
        json!({
            "days": one.days,
            "right": chance_value(&one.right),
            "wrong": chance_value(&one.wrong),
            "people_needed": need.people.as_ref().ok(),
            "people_needed_reason": need.people.as_ref().err().map(|undefined| undefined.reason.as_str()),
            "smallest_effect_found": need.detectable.as_ref().ok(),
        })
    });
    fields.insert("by_length".into(), lengths.collect());
    let parts = record.parts.iter().map(|part| {
        let share = part.share.as_ref().ok();
        json!({ "part": part.name, "meaning": part.meaning, "bias": super::json::estimate(&part.bias), "share_of_squared_error": share })
    });
    fields.insert("parts_of_the_error".into(), parts.collect());
    let worlds = record.worlds.iter().map(|world| {
        json!({ "answer": answer_value(&world.answer), "truth": world.truth, "people": world.people, "looks": world.looks.iter().map(answer_value).collect::<Vec<_>>() })
    });
    fields.insert("worlds".into(), worlds.collect());
    Value::Object(fields)
}

fn answer_value(answer: &Result<Answer, Undefined>) -> Value {
    match answer {
        Ok(answer) => {
            let (low, high) = answer.interval.unzip();
            json!({ "days": answer.days, "effect": answer.effect, "low": low, "high": high, "baseline": answer.baseline, "says": answer.says.words() })
        }
        Err(undefined) => json!({ "effect": null, "reason": undefined.reason }),
    }
}

fn calibration_value(one: &Calibration) -> Value {
    json!({
        "method": one.method.name(),
        "false_answers": chance_or(&one.false_answers),
        "stated": one.stated,
        "expected_low": one.expected.0,
        "expected_high": one.expected.1,
        "rate": one.rate.as_ref().ok().map(|rate| rate.words()),
    })
}
