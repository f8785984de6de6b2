//! Many scenarios flown one after another on shared threads, in a given order, each result handed out as soon as it is there. What sweeps, searches
//! and robustness rest on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::{Deserialize, Serialize};

use crate::scenario::{Finding, Scenario, Severity, validate};
use crate::simulate::{Completion, Run, RunError, RunOptions, Watch, customer_days, fly, fly_here};

/// Most people and days of the small run that tells how fast this machine is.
const PROBE: (u64, u64) = (256, 30);

/// Asks many runs to stop; shared between those who fly and those who watch. Runs under way end within a block of customers.
#[derive(Debug, Default)]
pub struct Stop {
    asked: AtomicBool,
    flying: Mutex<Vec<Weak<Watch>>>,
}

impl Stop {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks to stop.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::SeqCst);
        for watch in self.flying.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade) {
            watch.cancel();
        }
    }

    /// Whether somebody has asked.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Passes the request on to a run that begins.
    fn follow(&self, watch: &Arc<Watch>) {
        let mut flying = self.flying.lock().unwrap_or_else(PoisonError::into_inner);
        flying.retain(|watch| watch.strong_count() > 0);
        flying.push(Arc::downgrade(watch));
        drop(flying);
        if self.is_asked() {
            watch.cancel();
        }
    }
}

/// Why one of many scenarios was not flown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code of the finding; empty where the engine stopped.
    pub code: String,
    /// Path of the field; empty where the whole scenario is meant.
    pub path: String,
    /// What was found and what is allowed.
    pub message: String,
}

impl Problem {
    /// A problem of the engine.
    fn engine(message: String) -> Self {
        Self { code: String::new(), path: String::new(), message }
    }
}

impl From<&Finding> for Problem {
    fn from(finding: &Finding) -> Self {
        Self { code: finding.code.into(), path: finding.path.clone(), message: finding.message.clone() }
    }
}

/// What a scenario left, or why it was not flown.
pub type Left<T> = Result<T, Vec<Problem>>;

/// The scenario, or every error in it.
///
/// # Errors
/// Every error that validation finds.
pub fn checked(scenario: Scenario) -> Result<Arc<Scenario>, Vec<Problem>> {
    let errors: Vec<Problem> = validate(&scenario).iter().filter(|finding| finding.severity == Severity::Error).map(Problem::from).collect();
    if errors.is_empty() { Ok(Arc::new(scenario)) } else { Err(errors) }
}

/// Flies the scenarios of `order`, the next one whenever a thread is free. `make` gives the scenario of a place, `see` takes from its run what is
/// wanted, `each` hears place and result, one after another, in the order in which they are done. Results do not depend on `threads` (0 takes all
/// cores); the order in which `each` hears of them may.
///
/// # Errors
/// [`RunError::Cancelled`] where it was stopped before all were done, [`RunError::Engine`] where threads cannot be had.
pub fn fly_each<T: Send>(
    order: &[usize],
    make: impl Fn(usize) -> Left<Arc<Scenario>> + Sync,
    see: impl Fn(&Run) -> T + Sync,
    threads: usize,
    stop: &Stop,
    each: impl FnMut(usize, Left<T>) + Send,
) -> Result<(), RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| RunError::Engine(error.to_string()))?;
    let (next, each) = (AtomicUsize::new(0), Mutex::new(each));
    let tell = |place, left| (each.lock().unwrap_or_else(PoisonError::into_inner))(place, left);
    // Each thread of the pool takes one scenario after another; where none is left it helps with the blocks of the others.
    pool.broadcast(|_| {
        while !stop.is_asked() {
            let Some(&place) = order.get(next.fetch_add(1, Ordering::SeqCst)) else { break };
            match make(place).map(|scenario| fly_one(&scenario, stop)) {
                Err(problems) => tell(place, Err(problems)),
                Ok(Ok(run)) => tell(place, Ok(see(&run))),
                Ok(Err(RunError::Cancelled)) => break,
                Ok(Err(RunError::Engine(message))) => tell(place, Err(vec![Problem::engine(message)])),
            }
        }
    });
    if stop.is_asked() { Err(RunError::Cancelled) } else { Ok(()) }
}

/// Flies all worlds of one scenario on the threads it is called in. What is stopped half way is dropped.
fn fly_one(scenario: &Arc<Scenario>, stop: &Stop) -> Result<Arc<Run>, RunError> {
    let watch = Arc::new(Watch::of(scenario, || {}));
    stop.follow(&watch);
    let run = fly_here(scenario, &RunOptions::default(), &watch, |_| {})?;
    if run.completion == Completion::Whole { Ok(run) } else { Err(RunError::Cancelled) }
}

/// Customer-days that this machine flies in a second with so many threads, from a small run of the scenario. A measured time: it serves to say how
/// long something will take, and no result depends on it.
///
/// # Errors
/// Where the engine stops.
pub fn measured_rate(scenario: &Scenario, threads: usize) -> Result<f64, RunError> {
    let mut small = scenario.clone();
    let experiment = &mut small.experiment;
    (experiment.worlds, experiment.days) = (1, experiment.days.min(PROBE.1));
    experiment.panel = 0;
    small.population.customers = small.population.customers.min(PROBE.0);
    let days = customer_days(&small) as f64;
    let small = Arc::new(small);
    let run = fly(&small, &RunOptions { threads, ..RunOptions::default() }, &Watch::of(&small, || {}), |_| {})?;
    Ok(days / run.wall_seconds.max(1e-6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(worlds: u64) -> Scenario {
        let mut scenario = Scenario::default();
        scenario.population.customers = 40;
        (scenario.experiment.worlds, scenario.experiment.days) = (worlds, 5);
        scenario
    }

    #[test]
    fn every_place_is_heard_of_once_and_the_odd_one_says_why() {
        let make = |place: usize| checked(small(if place == 2 { 0 } else { 1 + place as u64 }));
        for threads in [1, 2, 5] {
            let mut heard = Vec::new();
            let order = [3, 0, 2, 1];
            fly_each(&order, make, |run| run.worlds.len(), threads, &Stop::new(), |place, left| heard.push((place, left))).expect("flown");
            if threads == 1 {
                assert_eq!(heard.iter().map(|(place, _)| *place).collect::<Vec<_>>(), order);
            }
            heard.sort_by_key(|(place, _)| *place);
            assert_eq!([heard[0].1.clone(), heard[1].1.clone(), heard[3].1.clone()], [Ok(1), Ok(2), Ok(4)]);
            let problems = heard[2].1.clone().expect_err("no world");
            assert_eq!((problems[0].code.as_str(), problems[0].path.as_str()), ("S012", "experiment.worlds"));
        }
    }

    #[test]
    fn stopping_keeps_what_was_done() {
        let stop = Stop::new();
        let mut heard = 0;
        let ended = fly_each(
            &[0, 1, 2, 3],
            |_| checked(small(1)),
            |_| (),
            1,
            &stop,
            |_, _| {
                heard += 1;
                if heard == 2 {
                    stop.ask();
                }
            },
        );
        assert_eq!((ended, heard), (Err(RunError::Cancelled), 2));
        let late = fly_each(&[0], |_| checked(small(1)), |_| (), 1, &stop, |_, _| ());
        assert_eq!(late, Err(RunError::Cancelled));
    }

    #[test]
    fn a_machine_has_a_rate() {
        assert!(measured_rate(&small(3), 1).expect("flown") > 0.0);
    }
}
