//! Which option is right: what runs say, and nothing else.

use std::sync::Arc;

use super::file::{Lesson, Quantity, Reading, Scoped, Truth};
use super::flight::Flights;
use super::reveal::{Scale, less, level, place_of};
use super::words::scale_interval;
use crate::experiment::{Estimate, Estimated, Stop, criteria};
use crate::ledger::Scope;
use crate::measure::Undefined;
use crate::simulate::Run;

/// What the engine says to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// The option that its numbers make true; `None` where the worlds do not tell.
    pub right: Option<usize>,
    /// The numbers, one for each option or one for all.
    pub values: Vec<String>,
}

/// Answers a question.
///
/// # Errors
/// Where something cannot be flown or read.
pub fn settle(lesson: &Lesson, truth: &Truth, flights: &mut Flights, threads: usize, stop: &Stop) -> Result<Settled, String> {
    match truth {
        Truth::Highest(readings) | Truth::Lowest(readings) => {
            let mut found = Vec::with_capacity(readings.len());
            for reading in readings {
                found.push(read(lesson, reading, flights, threads, stop)?);
            }
            let sign = if matches!(truth, Truth::Highest(_)) { 1.0 } else { -1.0 };
            let values = readings.iter().zip(&found).map(|(reading, value)| scale_interval(scale(reading), value)).collect();
            Ok(Settled { right: leader(&found, sign), values })
        }
        Truth::Sign(reading) => {
            let value = read(lesson, reading, flights, threads, stop)?;
            let right = match value.as_ref().ok().and_then(|value| value.interval) {
                Some((_, high)) if high < 0.0 => Some(0),
                Some((low, _)) if low > 0.0 => Some(2),
                Some(_) => Some(1),
                None => None,
            };
            Ok(Settled { right, values: vec![scale_interval(scale(reading), &value)] })
        }
    }
}

/// How a reading is printed.
pub(super) fn scale(reading: &Reading) -> Scale {
    match reading.of {
        Quantity::Metric(metric) if reading.against.is_some() => Scale::Difference(metric),
        Quantity::Metric(metric) => Scale::Level(metric),
        Quantity::Criterion(criterion) => Scale::Criterion(criterion),
    }
}

/// The number of a reading.
pub(super) fn read(lesson: &Lesson, reading: &Reading, flights: &mut Flights, threads: usize, stop: &Stop) -> Result<Estimated, String> {
    let scenario = lesson.scenario(&reading.set).map_err(|finding| finding.message)?;
    let runs = flights.fly(std::slice::from_ref(&scenario), threads, stop)?;
    let run = runs.first().ok_or("there is no run")?;
    let own = of(run, reading, &reading.variant)?;
    let Some(against) = &reading.against else { return Ok(own) };
    let other = of(run, reading, against)?;
    Ok(Estimate::of(less(&own, &other), run.scenario.experiment.confidence))
}

fn of(run: &Arc<Run>, reading: &Reading, variant: &str) -> Result<Estimated, String> {
    let variant = place_of(run, variant)?;
    Ok(match reading.of {
        Quantity::Metric(metric) => level(run, variant, metric, scope(run, &reading.who)?),
        Quantity::Criterion(criterion) => {
            let found = criteria(run).attributes.into_iter().next();
            let cell = found.as_ref().and_then(|found| found.row(criterion)?.cells.get(variant));
            cell.map_or_else(|| Err(Undefined::new("the scenario has no groups")), |cell| cell.value.clone())
        }
    })
}

fn scope(run: &Run, who: &Scoped) -> Result<Scope, String> {
    let population = &run.scenario.population;
    match who {
        Scoped::All => Ok(Scope::All),
        Scoped::Segment(name) => {
            let place = population.segments.iter().position(|segment| segment.name == *name);
            place.map(Scope::Segment).ok_or_else(|| format!("there is no segment `{name}`"))
        }
        Scoped::Group(name) => {
            let level = population.attributes.first().and_then(|attribute| attribute.levels.iter().position(|level| level.name == *name));
            level.map(|level| Scope::Group { attribute: 0, level }).ok_or_else(|| format!("there is no group `{name}`"))
        }
    }
}

/// The number that lies ahead of every other one beyond luck, world by world.
fn leader(found: &[Estimated], sign: f64) -> Option<usize> {
    let mean = |place: usize| found.get(place)?.as_ref().ok().map(|value| sign * value.mean);
    let best = (0..found.len()).filter(|&place| mean(place).is_some()).reduce(|best, other| if mean(other) > mean(best) { other } else { best })?;
    let leads = |other: usize| {
        let lead = Estimate::of(less(found.get(best)?, found.get(other)?), 0.95).ok()?;
        let (low, high) = lead.interval?;
        Some(if sign > 0.0 { low > 0.0 } else { high < 0.0 })
    };
    (0..found.len()).filter(|&other| other != best && mean(other).is_some()).all(|other| leads(other) == Some(true)).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(values: [f64; 4]) -> Estimated {
        Estimate::of(values.map(Ok).to_vec(), 0.95)
    }

    #[test]
    fn only_a_clear_lead_decides() {
        let (low, high) = (number([1.0, 1.1, 0.9, 1.0]), number([2.0, 2.1, 1.9, 2.0]));
        assert_eq!(leader(&[low.clone(), high.clone()], 1.0), Some(1));
        assert_eq!(leader(&[low.clone(), high.clone()], -1.0), Some(0));
        assert_eq!(leader(&[high.clone(), number([2.1, 2.0, 2.0, 1.9])], 1.0), None, "the worlds do not tell");
        assert_eq!(leader(&[Err(Undefined::new("nobody")), low, high], 1.0), Some(2));
        assert_eq!(leader(&[], 1.0), None);
    }
}
