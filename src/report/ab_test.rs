//! The A/B test beside the truth as rows of words, for tables on paper, in a terminal and on screen.

use crate::experiment::{Calibration, Chance, Estimated, Need, Part, Says, TestRecord, format_number, percent, unit};
use crate::measure::{Measured, Undefined};
use crate::scenario::test_plan::{Counted, TestMethod};
use crate::simulate::Run;

/// One row: what it is, what it means, and a cell for each variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRow {
    /// What it is.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// By variant.
    pub cells: Vec<String>,
}

/// The plan of the test in a sentence.
pub fn plan_sentence(run: &Run) -> String {
    let test = &run.scenario.experiment.test;
    let Some(size) = run.worlds.first().map(|world| world.shape.test).filter(|size| size.people > 0) else {
        return "No test is run.".into();
    };
    let before = if size.before == 0 { String::new() } else { format!(", after {} days without any policy", size.before) };
    let counted = match test.counted {
        Counted::Assigned => "everybody assigned counts",
        Counted::Remaining => "only those count who have not left",
    };
    let crowd = if test.shared_crowd { "; all variants learn from one crowd" } else { "" };
    format!(
        "Test of {} days{before}: {} people a world, {} of them get another variant than the baseline; {}, {}; {counted}{crowd}.",
        size.test_days,
        crate::experiment::format_count(size.people as u64),
        percent(test.allocation),
        unit(size.column),
        method_words(test.method),
    )
}

/// What a method is, in a few words.
pub fn method_words(method: TestMethod) -> &'static str {
    match method {
        TestMethod::FixedHorizon => "one look on the last day (Welch's t)",
        TestMethod::Adjusted => "one look, adjusted for the time before (CUPED)",
        TestMethod::AlwaysValid => "looks that hold together (confidence sequence)",
        TestMethod::MixtureSprt => "looks by a sequential test (mixture SPRT)",
        TestMethod::GroupSequential => "looks with spending bounds (Lan-DeMets)",
        TestMethod::Bayesian => "one look by chance to be better (flat prior)",
        TestMethod::Peeking => "looks as if each were the only one (peeking)",
    }
}

/// The rows of the comparison, one cell for each record.
pub fn test_rows(records: &[TestRecord]) -> Vec<TestRow> {
    let row = |label: &str, meaning, cell: &dyn Fn(&TestRecord) -> String| TestRow {
        label: label.into(),
        meaning,
        cells: records.iter().map(cell).collect(),
    };
    vec![
        row("the test of these worlds says", "What the planned test says in each world, with the scenario's own salt.", &worlds_say),
        row("effect over the days of the test", "Everybody under both variants, over the days that the test looks at.", &|record| {
            signed(&record.truth.test)
        }),
        row("truth to the horizon", "Everybody under both variants, from the start of the test to the horizon.", &|record| {
            signed(&record.truth.horizon)
        }),
        row("in truth the variant is", "What follows from the truth and the guardrails.", &|record| {
            format!("{}: {}", record.standing.words(), record.why)
        }),
        row("chance to ship", "Share of tests that say better, over many assignments of the same people.", &|record| share(&record.says_better)),
        row("chance to say worse", "Share of tests that say worse.", &|record| share(&record.says_worse)),
        row("ships a harmful policy", "Chance to ship, where the variant is harmful in truth.", &|record| chance(&record.ships_harm)),
        row("kills a good policy", "Chance not to ship, where the variant is good in truth.", &|record| chance(&record.kills_good)),
        row("power", "Share of tests that give the answer that is true to the horizon.", &|record| chance(&record.power)),
        row("interval holds the truth", "Share of tests whose interval holds the truth to the horizon.", &|record| share(&record.covers_horizon)),
        row("interval holds its own days", "Share of tests whose interval holds the effect over the days of the test.", &|record| {
            share(&record.covers_test)
        }),
        row("wrong sign", "Among tests with an answer, those that mistake the sign of the truth (type S).", &|record| chance(&record.sign_error)),
        row("exaggeration", "Mean size of estimates with an answer over the size of the truth (type M); 1 is right.", &|record| {
            measured(&record.exaggeration, |value| format!("{} times", format_number(value)))
        }),
        row("regret", "Mean loss by doing what the test says instead of what is better to the horizon.", &|record| {
            measured(&record.regret, format_number)
        }),
        row(
            "shortest test that would tell",
            "From this length on at least four of five tests give the true answer.",
            &|record| match &record.shortest {
                Ok(days) => format!("{days} days"),
                Err(undefined) => undefined.to_string(),
            },
        ),
        row("people for the planned length", "People in all arms that would find the effect of the test's days four times out of five.", &|record| {
            people(record)
        }),
    ]
}

fn people(record: &TestRecord) -> String {
    let days = record.worlds.first().and_then(|world| world.looks.last()?.as_ref().ok()).map(|answer| answer.days);
    match record.needs.iter().find(|need| Some(need.days) == days) {
        Some(Need { people: Ok(people), .. }) => crate::experiment::format_count(*people),
        Some(Need { people: Err(undefined), .. }) => undefined.to_string(),
        None => "n/a: the test has no estimate".into(),
    }
}

/// What a test of each length needs: days, people, smallest effect that the planned people would find.
pub fn need_rows(record: &TestRecord) -> Vec<[String; 3]> {
    let row = |need: &Need| {
        let people = need.people.as_ref().map_or_else(ToString::to_string, |people| crate::experiment::format_count(*people));
        [need.days.to_string(), people, measured(&need.detectable, format_number)]
    };
    record.needs.iter().map(row).collect()
}

/// The rows of what moves the estimate away from the truth: mean size with interval, and share of the squared error.
pub fn part_rows(records: &[TestRecord]) -> Vec<TestRow> {
    let parts: &[Part] = records.first().map_or(&[], |record| &record.parts);
    let cell = |record: &TestRecord, place: usize| {
        record.parts.get(place).map_or_else(String::new, |part| format!("{}; {} of the error", signed(&part.bias), measured(&part.share, percent)))
    };
    let row = |(place, part): (usize, &Part)| TestRow {
        label: part.name.into(),
        meaning: part.meaning,
        cells: records.iter().map(|record| cell(record, place)).collect(),
    };
    parts.iter().enumerate().map(row).collect()
}

/// The rows of tests of nothing against nothing: method, false answers, what is expected, what follows.
pub fn calibration_rows(calibrations: &[Calibration]) -> Vec<[String; 4]> {
    calibrations
        .iter()
        .map(|one| {
            [
                method_words(one.method).to_owned(),
                chance(&one.false_answers),
                format!("{} to {}", percent(one.expected.0), percent(one.expected.1)),
                match &one.rate {
                    Ok(rate) => rate.words().to_owned(),
                    Err(undefined) => undefined.to_string(),
                },
            ]
        })
        .collect()
}

fn worlds_say(record: &TestRecord) -> String {
    let says = |wanted: Says| record.worlds.iter().filter(|world| world.answer.as_ref().is_ok_and(|answer| answer.says == wanted)).count();
    let counts = [Says::Better, Says::Worse, Says::Open].map(|wanted| (wanted, says(wanted)));
    let said: Vec<String> = counts.iter().filter(|(_, count)| *count > 0).map(|(says, count)| format!("{} in {count}", says.words())).collect();
    let none = record.worlds.iter().find_map(|world| world.answer.as_ref().err());
    match none {
        Some(undefined) if said.is_empty() => undefined.to_string(),
        _ => format!("{} of {} worlds", said.join(", "), record.worlds.len()),
    }
}

/// An effect with its sign and interval.
pub fn signed(estimated: &Estimated) -> String {
    let plus = |value: f64| if value > 0.0 { format!("+{}", format_number(value)) } else { format_number(value) };
    match estimated {
        Ok(estimate) => match estimate.interval {
            Some((low, high)) => format!("{} ({} to {})", plus(estimate.mean), plus(low), plus(high)),
            None => format!("{} (one world)", plus(estimate.mean)),
        },
        Err(undefined) => undefined.to_string(),
    }
}

/// A share with how far this many tests can tell it.
pub fn share(chance: &Chance) -> String {
    match (chance.share(), chance.interval()) {
        (Ok(share), Some((low, high))) => format!("{} ({} to {})", percent(share), percent(low), percent(high)),
        (Ok(share), None) => percent(share),
        (Err(undefined), _) => undefined.to_string(),
    }
}

fn chance(found: &Result<Chance, Undefined>) -> String {
    found.as_ref().map_or_else(ToString::to_string, share)
}

fn measured(value: &Measured, words: impl Fn(f64) -> String) -> String {
    value.as_ref().map_or_else(ToString::to_string, |&value| words(value))
}
