//! The truth that a test is held against: everybody under every variant, to the horizon.

use super::super::estimate::{Estimate, Estimated};
use crate::ledger::{Count, Ledger};
use crate::measure::{Measured, Undefined};
use crate::simulate::Run;

/// Amounts are given for so many people and a day, so that they are numbers to read.
pub(super) const PEOPLE: f64 = 1_000.0;

/// What a column is per 1,000 people and day in one world, by day from the start of the test, everybody counted.
pub fn by_day(ledger: &Ledger, variant: usize) -> Vec<f64> {
    let size = ledger.shape.test;
    let people: u64 = ledger.customers.iter().sum();
    let day = |day: usize| {
        let sum: i64 = (0..ledger.shape.cells.cells()).map(|cell| ledger.count(variant, day, cell, size.column)).sum();
        PEOPLE * sum as f64 * size.column.worth() / people.max(1) as f64
    };
    (size.before..ledger.shape.days).map(day).collect()
}

/// Mean of a variant's days less that of the baseline's, over a range of days from the start of the test.
pub fn effect(variant: &[f64], baseline: &[f64], days: std::ops::Range<usize>) -> f64 {
    let mean = |course: &[f64]| course[days.clone()].iter().sum::<f64>() / days.len().max(1) as f64;
    mean(variant) - mean(baseline)
}

/// The truth of one variant.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Effect to the horizon per 1,000 people and day, over worlds.
    pub horizon: Estimated,
    /// The same over the days of the test only.
    pub test: Estimated,
    /// By length in days, to the horizon: the effect from the start of the test so far, which a test of that length without luck would show.
    pub lengths: Vec<(usize, Estimated)>,
    /// The same over each week from the start of the test (the last one may be shorter).
    pub weeks: Vec<Estimated>,
    /// Baseline's level to the horizon, per 1,000 people and day.
    pub baseline: Estimated,
    /// Effect to the horizon by world.
    pub by_world: Vec<f64>,
}

/// The truth of a variant against the baseline. Worlds are the unit.
///
/// # Errors
/// Undefined where the run has no test.
pub fn truth(run: &Run, variant: usize) -> Result<Truth, Undefined> {
    let Some(size) = run.worlds.first().map(|world| world.shape.test).filter(|size| size.people > 0) else {
        return Err(Undefined::new("the run has no test: it is switched off, or there is nothing to compare with the baseline"));
    };
    let courses: Vec<[Vec<f64>; 2]> = run.worlds.iter().map(|world| [by_day(world, variant), by_day(world, run.baseline)]).collect();
    let confidence = run.scenario.experiment.confidence;
    let over = |days: std::ops::Range<usize>| -> Vec<f64> { courses.iter().map(|[own, base]| effect(own, base, days.clone())).collect() };
    let estimate = |values: Vec<f64>| Estimate::of(values.into_iter().map(|value| -> Measured { Ok(value) }).collect(), confidence);
    let by_world = over(0..size.days);
    Ok(Truth {
        horizon: estimate(by_world.clone()),
        test: estimate(over(0..size.test_days)),
        lengths: (0..size.looks()).map(|look| (size.look_day(look), estimate(over(0..size.look_day(look))))).collect(),
        weeks: (0..size.days).step_by(7).map(|first| estimate(over(first..(first + 7).min(size.days)))).collect(),
        baseline: estimate(courses.iter().map(|[_, base]| base.iter().sum::<f64>() / size.days.max(1) as f64).collect()),
        by_world,
    })
}

/// Words for what is looked at.
pub fn unit(column: Count) -> &'static str {
    match column {
        Count::SlateClicks => "clicks per 1,000 people a day",
        Count::Purchases => "purchases per 1,000 people a day",
        Count::RevenueCents => "money spent per 1,000 people a day",
        Count::Visits => "visits per 1,000 people a day",
        Count::Choices => "choices per 1,000 people a day",
        _ => "complaints per 1,000 people a day",
    }
}
