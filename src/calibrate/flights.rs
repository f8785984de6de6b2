//! Flies everything that studies ask for: each distinct scenario once, all on one pool of threads, and reads off what is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::amount::{Amount, Outcome};
use super::check::scenarios;
use super::reading::{Answer, Reading, read};
use super::study::Study;
use crate::scenario::{Finding, Scenario, hash};
use crate::simulate::{RunError, RunOptions, Watch, customer_days, fly_here};

/// A scenario to be flown, and what is asked of it.
struct Flight {
    hash: String,
    scenario: Arc<Scenario>,
    readings: Vec<Reading>,
}

/// What all studies together need to be flown.
pub struct Plan {
    flights: Vec<Flight>,
    /// By study, then by condition: index of the flight.
    of_condition: Vec<Vec<usize>>,
}

/// What was read off all flights.
pub struct Answers {
    plan: Plan,
    /// By flight, then by reading.
    answers: Vec<Vec<Answer>>,
}

impl Plan {
    /// Collects the distinct scenarios of all conditions and everything that is to be read off them.
    ///
    /// # Errors
    /// A study that does not fit its base: never for one that was read by this room.
    pub fn new(studies: &[Study]) -> Result<Self, Finding> {
        let mut plan = Self { flights: Vec::new(), of_condition: Vec::new() };
        for study in studies {
            let flown = scenarios(study)?.into_iter().map(|scenario| plan.add(scenario)).collect();
            plan.of_condition.push(flown);
        }
        for (index, study) in studies.iter().enumerate() {
            for comparison in &study.comparisons {
                let outcome = comparison.outcome.as_ref().or(study.outcome.as_ref());
                for amount in comparison.expect.amounts() {
                    plan.ask(index, study, amount, outcome);
                }
            }
        }
        Ok(plan)
    }

    fn add(&mut self, scenario: Arc<Scenario>) -> usize {
        let hash = hash(&scenario);
        if let Some(known) = self.flights.iter().position(|flight| flight.hash == hash) {
            return known;
        }
        self.flights.push(Flight { hash, scenario, readings: Vec::new() });
        self.flights.len() - 1
    }

    fn ask(&mut self, index: usize, study: &Study, amount: &Amount, outcome: Option<&Outcome>) {
        for (condition, reading) in readings(amount, outcome) {
            let flight = self.flight(index, study, &condition).and_then(|place| self.flights.get_mut(place));
            if let Some(flight) = flight
                && !flight.readings.contains(&reading)
            {
                flight.readings.push(reading);
            }
        }
        for part in amount.parts() {
            self.ask(index, study, part, outcome);
        }
    }

    fn flight(&self, index: usize, study: &Study, condition: &str) -> Option<usize> {
        let place = study.conditions.iter().position(|other| other.name == condition)?;
        self.of_condition.get(index)?.get(place).copied()
    }

    /// Distinct scenarios.
    pub fn flights(&self) -> usize {
        self.flights.len()
    }

    /// Customer-days of all flights.
    pub fn customer_days(&self) -> u64 {
        self.flights.iter().map(|flight| customer_days(&flight.scenario) * flight.scenario.experiment.worlds).sum()
    }

    /// Flies everything. `progress` hears how many flights are done, from any thread; where it answers `false` the work ends.
    ///
    /// # Errors
    /// Where the engine stops.
    pub fn fly(self, threads: usize, progress: impl Fn(usize) -> bool + Sync) -> Result<Answers, RunError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| RunError::Engine(error.to_string()))?;
        let done = AtomicUsize::new(0);
        let one = |flight: &Flight| {
            if !progress(done.load(Ordering::Relaxed)) {
                return Err(RunError::Cancelled);
            }
            let scenario = &flight.scenario;
            let watch = Watch::of(scenario, || {});
            let run = fly_here(scenario, &RunOptions::default(), &watch, |_| {})?;
            let answers: Vec<Answer> = flight.readings.par_iter().map(|reading| read(&run, reading)).collect();
            if progress(done.fetch_add(1, Ordering::Relaxed) + 1) { Ok(answers) } else { Err(RunError::Cancelled) }
        };
        let answers = pool.install(|| self.flights.par_iter().map(one).collect::<Result<Vec<_>, RunError>>())?;
        Ok(Answers { plan: self, answers })
    }
}

impl Answers {
    /// What was read off the flight of a condition.
    pub fn find(&self, index: usize, study: &Study, condition: &str, reading: &Reading) -> Option<&Answer> {
        let flight = self.plan.flight(index, study, condition)?;
        let place = self.plan.flights.get(flight)?.readings.iter().position(|other| other == reading)?;
        self.answers.get(flight)?.get(place)
    }
}

/// What an amount itself reads off the flights of conditions, parts left out.
fn readings(amount: &Amount, outcome: Option<&Outcome>) -> Vec<(String, Reading)> {
    let reading = match amount {
        Amount::Of(_) => outcome.map(|outcome| Reading::Number(outcome.clone())),
        Amount::In(_, outcome) => Some(Reading::Number(outcome.clone())),
        Amount::Closing(closing) => outcome.map(|outcome| Reading::Course(outcome.clone(), closing.from_day, closing.over_days)),
        Amount::Average { of, people, .. } => Some(Reading::People(vec![*of], *people)),
        Amount::Unpredictability { variant, .. } => Some(Reading::Shares(variant.clone())),
        Amount::Correlation { x, y, people, .. } => Some(Reading::People(vec![*x, *y], *people)),
        Amount::Coefficient { of, on, people, .. } => Some(Reading::People([&[*of], on.as_slice()].concat(), *people)),
        _ => None,
    };
    let conditions = amount.conditions().into_iter().map(String::from);
    reading.map_or_else(Vec::new, |reading| conditions.map(|condition| (condition, reading.clone())).collect())
}
