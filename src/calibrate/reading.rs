//! What is read off a finished run, world by world, so that the run itself can be forgotten.

use super::amount::{Outcome, Quantity, Who};
use super::people::{Personal, Table};
use crate::ledger::{Count, Ledger, Rare, Scope};
use crate::measure::{Measured, Undefined, View, people};
use crate::scenario::{Metric, Scenario, TWIN};
use crate::simulate::{Run, replays};
use crate::stats::quotient;

/// Something to read off a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// An outcome.
    Number(Outcome),
    /// An outcome over windows of so many days, window by window; the first one begins on a day (from 1), each next one a day later.
    Course(Outcome, usize, usize),
    /// Shares that items have of all choices under a variant.
    Shares(String),
    /// Quantities of the first so many people.
    People(Vec<Personal>, u64),
}

/// What was read, by world.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An outcome.
    Number(Vec<Measured>),
    /// An outcome over windows.
    Course(Vec<Vec<Measured>>),
    /// Shares of items.
    Shares(Vec<Result<Vec<f64>, Undefined>>),
    /// Quantities of people.
    People(Vec<Result<Table, Undefined>>),
}

/// Reads one thing off a run.
pub fn read(run: &Run, reading: &Reading) -> Answer {
    match reading {
        Reading::Number(outcome) => Answer::Number(run.worlds.iter().map(|ledger| measure(run, ledger, outcome, window(ledger, outcome))).collect()),
        Reading::Course(outcome, from, over) => Answer::Course(
            run.worlds
                .iter()
                .map(|ledger| {
                    let last = (ledger.shape.days + 1).saturating_sub(*over);
                    (*from..=last).map(|day| measure(run, ledger, outcome, (day, day + over - 1))).collect()
                })
                .collect(),
        ),
        Reading::Shares(variant) => Answer::Shares(run.worlds.iter().map(|ledger| shares(run, ledger, variant)).collect()),
        Reading::People(quantities, count) => Answer::People((0..run.worlds.len()).map(|world| table(run, world, quantities, *count)).collect()),
    }
}

fn shares(run: &Run, ledger: &Ledger, name: &str) -> Result<Vec<f64>, Undefined> {
    let sales = ledger.sales(variant(run, name)?);
    let all = sales.iter().sum::<u64>() as f64;
    sales.iter().map(|&sold| quotient(sold as f64, all, "nobody has chosen anything")).collect()
}

fn table(run: &Run, world: usize, quantities: &[Personal], count: u64) -> Result<Table, Undefined> {
    let customers = 0..count.min(run.scenario.population.customers);
    let lives = replays(run, world, 1, customers).map_err(|error| Undefined::new(error.to_string()))?;
    let row = |life| quantities.iter().map(|quantity| quantity.of(life, &run.scenario)).collect::<Option<Vec<f64>>>();
    Ok(lives.iter().filter_map(row).collect())
}

/// First and last day of an outcome, from 1.
fn window(ledger: &Ledger, outcome: &Outcome) -> (usize, usize) {
    (outcome.from_day, if outcome.to_day == 0 { ledger.shape.days } else { outcome.to_day })
}

fn measure(run: &Run, ledger: &Ledger, outcome: &Outcome, (from, to): (usize, usize)) -> Measured {
    let variant = variant(run, &outcome.variant)?;
    let scope = scope(&run.scenario, &outcome.scope)?;
    let sum = |name: &str| column(ledger, variant, scope, name, from, to);
    match &outcome.of {
        Quantity::Metric(id) => {
            let metric = Metric::from_id(id).ok_or_else(|| Undefined::new(format!("there is no metric `{id}`")))?;
            View::up_to(ledger, variant, scope, to)?.value(metric, from)
        }
        Quantity::PerCustomer(name) => quotient(sum(name)?, people(ledger, scope) as f64, "nobody is in this group"),
        Quantity::Rate(name, by) => {
            let reason = format!("no {by} in these days");
            quotient(sum(name)?, sum(by)?, &reason)
        }
    }
}

fn variant(run: &Run, name: &str) -> Result<usize, Undefined> {
    match name {
        "" => Ok(1),
        TWIN => Ok(0),
        _ => run.variants.iter().position(|other| other == name).ok_or_else(|| Undefined::new(format!("there is no variant `{name}`"))),
    }
}

fn scope(scenario: &Scenario, who: &Who) -> Result<Scope, Undefined> {
    let population = &scenario.population;
    let found = match who {
        Who::All => Some(Scope::All),
        Who::Segment(name) => population.segments.iter().position(|segment| segment.name == *name).map(Scope::Segment),
        Who::Group(name, level) => population.attributes.iter().position(|attribute| attribute.name == *name).and_then(|attribute| {
            let levels = &population.attributes.get(attribute)?.levels;
            levels.iter().position(|other| other.name == *level).map(|level| Scope::Group { attribute, level })
        }),
    };
    found.ok_or_else(|| Undefined::new("there is no such segment or group"))
}

/// A column summed over the cells of a scope and over days (from 1), in its own unit.
fn column(ledger: &Ledger, variant: usize, scope: Scope, name: &str, from: usize, to: usize) -> Measured {
    let cells: Vec<usize> = (0..ledger.shape.cells.cells()).filter(|&cell| ledger.shape.cells.contains(scope, cell)).collect();
    let days = from.saturating_sub(1)..to.min(ledger.shape.days);
    let sum = |of: &dyn Fn(usize, usize) -> i64| days.clone().map(|day| cells.iter().map(|&cell| of(day, cell)).sum::<i64>()).sum::<i64>() as f64;
    if let Some(&column) = Count::ALL.iter().find(|column| column.name() == name) {
        return Ok(sum(&|day, cell| ledger.count(variant, day, cell, column)) * column.worth());
    }
    match Rare::ALL.iter().find(|column| column.name() == name) {
        Some(&column) => Ok(sum(&|day, cell| ledger.rare(variant, day, cell, column)) * column.worth()),
        None => Err(Undefined::new(format!("the ledger has no column `{name}`"))),
    }
}
