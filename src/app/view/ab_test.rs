//! The A/B test beside the truth: by variant the effect so far by length of the test, what the tests of the worlds said, and the chance of the right
//! answer; then everything as tables.

use super::plain::{Heading, PlotText, Span, Table, Tag, heading, shown};
use crate::experiment::{Calibration, Chance, Merit, Says, TestRecord, ab_test, format_number, guard_outcomes, percent, unit};
use crate::ledger::Scope;
use crate::report::ab_test::{TestRow, calibration_rows, need_rows, part_rows, plan_sentence, share, signed, test_rows};
use crate::simulate::Run;

/// What one world's test said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Day of the test on which it stopped.
    pub day: f64,
    /// Its estimate.
    pub effect: f64,
    /// What it says.
    pub says: Says,
}

/// One variant.
#[derive(Clone, Debug)]
pub struct TestPanel {
    /// The variant.
    pub tag: Tag,
    /// What it is in truth.
    pub standing: Merit,
    /// What the test does with it, in a sentence.
    pub headline: String,
    /// By length of the test: the effect so far on everybody.
    pub course: Vec<(f64, Span)>,
    /// What the tests of the worlds said.
    pub stops: Vec<Stop>,
    /// Days of the test.
    pub test_days: f64,
    /// By length: share of tests with the true answer, and with the opposite one.
    pub chances: Vec<(f64, Chance, Chance)>,
    /// Words of the course.
    pub course_text: PlotText,
    /// Words of the chances.
    pub chance_text: PlotText,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct TestView {
    /// What these results are.
    pub heading: Heading,
    /// The plan in a sentence.
    pub plan: String,
    /// Unit of effects.
    pub unit: &'static str,
    /// By variant, or why there is nothing.
    pub panels: Result<Vec<TestPanel>, String>,
    /// All numbers of the comparison.
    pub rows: Table,
    /// What moves the estimate.
    pub parts: Table,
}

impl TestView {
    /// Prepares the screen.
    pub fn new(run: &Run) -> Self {
        let heading = heading(run, Scope::All);
        let unit = run.worlds.first().map_or("", |world| unit(world.shape.test.column));
        let plan = plan_sentence(run);
        let records = match ab_test(run, &guard_outcomes(run)) {
            Ok(records) => records,
            Err(undefined) => {
                return Self { heading, plan, unit, panels: Err(undefined.to_string()), rows: Table::default(), parts: Table::default() };
            }
        };
        let tags = shown(run);
        let tag = |record: &TestRecord| tags.iter().find(|tag| tag.variant == record.variant).cloned();
        let names: Vec<String> = records.iter().filter_map(|record| Some(tag(record)?.label())).collect();
        let test_days = run.worlds.first().map_or(0, |world| world.shape.test.test_days);
        let panels = records.iter().filter_map(|record| Some(panel(record, tag(record)?, test_days, unit, &heading))).collect();
        Self { rows: table(&names, &test_rows(&records)), parts: table(&names, &part_rows(&records)), panels: Ok(panels), heading, plan, unit }
    }
}

fn table(names: &[String], rows: &[TestRow]) -> Table {
    let columns = std::iter::once("What, and what it means".to_owned()).chain(names.iter().cloned()).collect();
    let row = |row: &TestRow| std::iter::once(format!("{}: {}", row.label, row.meaning)).chain(row.cells.iter().cloned()).collect();
    Table { columns, rows: rows.iter().map(row).collect() }
}

fn panel(record: &TestRecord, tag: Tag, test_days: usize, unit: &str, heading: &Heading) -> TestPanel {
    let course: Vec<(f64, Span)> = record.truth.lengths.iter().filter_map(|(days, effect)| Some((*days as f64, Span::of(effect)?))).collect();
    let answers = record.worlds.iter().filter_map(|world| world.answer.as_ref().ok());
    let stops = answers.map(|answer| Stop { day: answer.days as f64, effect: answer.effect, says: answer.says }).collect();
    let chances = record.lengths.iter().map(|one| (one.days as f64, one.right, one.wrong)).collect();
    let horizon = signed(&record.truth.horizon);
    let course_text = PlotText {
        title: format!("{}: would a test of {test_days} days have told?", tag.label()),
        sentence: format!(
            "{}: effect on everybody over the {test_days} days of the test {}, to the horizon {horizon} {unit}. {}.",
            tag.label(),
            signed(&record.truth.test),
            headline(record, test_days)
        ),
        caption: format!(
            "Line: effect so far on everybody under both variants, by length of the test; bands: 50% and {} interval of the mean of {}. Marks: the \
             estimate of the test in each world, where it stopped; filled: it has an answer.",
            heading.confidence, heading.worlds
        ),
        table: course_table(record),
    };
    let chance_text = PlotText {
        title: "How long must a test be?".into(),
        sentence: {
            let planned = record.lengths.iter().find(|one| one.days == test_days).map_or_else(String::new, |one| share(&one.right));
            let longer = match &record.shortest {
                Ok(days) => format!("from {days} days on, at least four of five tests do"),
                Err(undefined) => format!("shortest test that would tell: {undefined}"),
            };
            format!("{planned} of tests of {test_days} days give the answer that is true to the horizon; {longer}.")
        },
        caption: "Share of tests with one look that say what is true to the horizon (filled), and that say the opposite (hollow), by length.".into(),
        table: chance_table(record),
    };
    TestPanel {
        headline: headline(record, test_days),
        standing: record.standing,
        tag,
        course,
        stops,
        test_days: test_days as f64,
        chances,
        course_text,
        chance_text,
    }
}

fn headline(record: &TestRecord, test_days: usize) -> String {
    let ships = record.says_better.share().map_or_else(|undefined| undefined.to_string(), percent);
    match record.standing {
        Merit::Harmful => format!("A test of {test_days} days ships this in {ships} of tests; in truth it is harmful: {}", record.why),
        Merit::Good => {
            let kills = record.kills_good.as_ref().map_or_else(ToString::to_string, |chance| chance.share().map_or_else(|_| String::new(), percent));
            format!("A test of {test_days} days kills this in {kills} of tests; in truth it is good: {}", record.why)
        }
        Merit::Open => format!("A test of {test_days} days ships this in {ships} of tests; what it is in truth cannot be told: {}", record.why),
    }
}

fn course_table(record: &TestRecord) -> Table {
    let rows = record.truth.lengths.iter().map(|(days, effect)| vec![days.to_string(), signed(effect)]);
    let weeks = record.truth.weeks.iter().enumerate().map(|(week, effect)| vec![format!("week {} alone", week + 1), signed(effect)]);
    let worlds = record.worlds.iter().enumerate().map(|(world, test)| {
        let said = match &test.answer {
            Ok(answer) => {
                format!("{} on day {}: {}; truth {}", answer.says.words(), answer.days, format_number(answer.effect), format_number(test.truth))
            }
            Err(undefined) => undefined.to_string(),
        };
        vec![format!("test of world {}", world + 1), said]
    });
    Table { columns: vec!["Days".into(), "Effect".into()], rows: rows.chain(weeks).chain(worlds).collect() }
}

fn chance_table(record: &TestRecord) -> Table {
    let chances = record.lengths.iter().map(|one| [share(&one.right), share(&one.wrong)]);
    let rows = chances.zip(need_rows(record)).map(|(chances, [days, people, least])| [vec![days], chances.to_vec(), vec![people, least]].concat());
    Table {
        columns: ["Days", "True answer", "Opposite answer", "People needed", "Smallest effect found"].map(String::from).to_vec(),
        rows: rows.collect(),
    }
}

/// Tests of nothing against nothing, as a table.
pub fn nothing_table(calibrations: &[Calibration]) -> Table {
    Table {
        columns: ["Method", "False answers", "Expected, 99% of times", "Which is"].map(String::from).to_vec(),
        rows: calibration_rows(calibrations).into_iter().map(|row| row.to_vec()).collect(),
    }
}
