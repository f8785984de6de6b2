//! A whole run: worlds in order, several at once where one cannot fill the threads.

use std::sync::Arc;
use std::time::Instant;

use cpu_time::ProcessTime;
use rayon::prelude::*;

use super::flight::{Flight, shape};
use super::reference::BaseRates;
use super::run::{Completion, Run};
use super::watch::Watch;
use super::worlds::{BLOCK, fly_world};
use crate::ledger::Ledger;
use crate::scenario::{Scenario, TWIN};
use crate::world::{Keyed, lanes};

/// How a run is carried out. Nothing here changes a result.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Threads; 0 takes all cores.
    pub threads: usize,
    /// Seed for shuffling the order in which blocks are handed out; for tests that show that the order does not matter.
    pub shuffle: Option<u64>,
}

/// Why a run gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// Cancelled before the first world was finished.
    #[error("cancelled before the first world was finished; nothing to keep")]
    Cancelled,
    /// A worker stopped with a message.
    #[error("the engine stopped: {0}")]
    Engine(String),
}

/// Customer-days of one world of a scenario: customers x days x variants, the twin counted, and once more where a test shares one crowd.
pub fn customer_days(scenario: &Scenario) -> u64 {
    let shared = u64::from(shape(scenario).shared_test);
    scenario.population.customers * scenario.experiment.days * (scenario.variants.len() as u64 + 1 + shared)
}

/// Names of the variants in ledger order, the twin first, and the index of the baseline among them.
pub fn line_up(scenario: &Scenario) -> (Vec<String>, usize) {
    let names = std::iter::once(TWIN.to_owned()).chain(scenario.variants.iter().map(|variant| variant.name.clone())).collect();
    let baseline = scenario.variants.iter().position(|variant| variant.name == scenario.experiment.baseline).map_or(0, |index| index + 1);
    (names, baseline)
}

/// Flies a valid scenario. `publish` gets the worlds so far, in order, whenever some are finished. A cancelled run keeps its finished worlds.
///
/// # Errors
/// [`RunError::Cancelled`] if nothing was finished; [`RunError::Engine`] if threads cannot be had.
pub fn fly(scenario: &Arc<Scenario>, options: &RunOptions, watch: &Watch, publish: impl Fn(&Arc<Run>) + Sync) -> Result<Arc<Run>, RunError> {
    pool(options)?.install(|| fly_any(scenario, None, options, watch, &publish))
}

/// Flies some worlds of a valid scenario, numbered from 0, and no other: each comes out as it does in a whole run. They are all that the run plans, in the
/// order given; `watch` counts as many worlds.
///
/// # Errors
/// [`RunError::Cancelled`] if nothing was finished; [`RunError::Engine`] if threads cannot be had.
pub fn fly_worlds(
    scenario: &Arc<Scenario>,
    worlds: &[u64],
    options: &RunOptions,
    watch: &Watch,
    publish: impl Fn(&Arc<Run>) + Sync,
) -> Result<Arc<Run>, RunError> {
    pool(options)?.install(|| fly_any(scenario, Some(worlds), options, watch, &publish))
}

/// Flies a valid scenario on the threads of the pool that it is called in, whatever [`RunOptions::threads`] says: many runs can share one pool.
///
/// # Errors
/// [`RunError::Cancelled`] if nothing was finished.
pub fn fly_here(scenario: &Arc<Scenario>, options: &RunOptions, watch: &Watch, publish: impl Fn(&Arc<Run>) + Sync) -> Result<Arc<Run>, RunError> {
    fly_any(scenario, None, options, watch, &publish)
}

fn pool(options: &RunOptions) -> Result<rayon::ThreadPool, RunError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .thread_name(|index| format!("creepline-{index}"))
        .build()
        .map_err(|error| RunError::Engine(error.to_string()))
}

/// Gets the worlds so far.
type Publish<'a> = &'a (dyn Fn(&Arc<Run>) + Sync);

/// No type of the caller reaches the engine from here on: it is compiled once, not again in every program that flies something.
fn fly_any(
    scenario: &Arc<Scenario>,
    worlds: Option<&[u64]>,
    options: &RunOptions,
    watch: &Watch,
    publish: Publish<'_>,
) -> Result<Arc<Run>, RunError> {
    let all: Vec<u64> = (0..scenario.experiment.worlds).collect();
    let worlds = worlds.unwrap_or(&all);
    let result = match lanes(scenario) {
        16 => fly_lanes::<16>(scenario, worlds, options, watch, publish),
        _ => fly_lanes::<32>(scenario, worlds, options, watch, publish),
    };
    watch.end();
    watch.wake();
    result
}

fn fly_lanes<const K: usize>(
    scenario: &Arc<Scenario>,
    worlds: &[u64],
    options: &RunOptions,
    watch: &Watch,
    publish: Publish<'_>,
) -> Result<Arc<Run>, RunError> {
    let (clock, cpu) = (Instant::now(), ProcessTime::now());
    let planned = worlds.len();
    let customers = scenario.population.customers;
    let rates = BaseRates::solve::<K>(scenario);
    let blocks = customers.div_ceil(BLOCK).max(1) as usize;
    let at_once = rayon::current_num_threads().div_ceil(blocks);
    let (variants, baseline) = line_up(scenario);
    let mut run = Run {
        part: None,
        hidden: Vec::new(),
        scenario: scenario.clone(),
        variants,
        baseline,
        planned,
        worlds: Vec::with_capacity(planned),
        completion: Completion::Running,
        customer_days: 0,
        cpu_seconds: 0.0,
        wall_seconds: 0.0,
        distrust: Vec::new(),
    };
    let places: Vec<(usize, u64)> = worlds.iter().copied().enumerate().collect();
    for wave in places.chunks(at_once) {
        let flown: Vec<Option<Ledger>> = wave
            .par_iter()
            .map(|&(place, world)| {
                let flight = Flight::<K>::new(scenario, Keyed::world_seed(scenario.experiment.seed, world), &rates);
                let order = |blocks: &mut Vec<_>| shuffle(blocks, options.shuffle);
                let mut ledger = fly_world(&flight, 0..customers, place, watch, order).ok()?;
                if flight.shape.shared_test {
                    let order = |blocks: &mut Vec<_>| shuffle(blocks, options.shuffle);
                    ledger.shared_test = fly_world(&flight.shared(), 0..customers, place, watch, order).ok()?.test;
                }
                Some(ledger)
            })
            .collect();
        // A gap ends the run: worlds are kept in order.
        let whole = flown.iter().all(Option::is_some);
        run.worlds.extend(flown.into_iter().map_while(|ledger| ledger.map(Arc::new)));
        run.customer_days = customer_days(scenario) * run.worlds.len() as u64;
        run.cpu_seconds = cpu.elapsed().as_secs_f64();
        run.wall_seconds = clock.elapsed().as_secs_f64();
        if !whole {
            break;
        }
        if run.worlds.len() < planned {
            publish(&Arc::new(run.clone()));
            watch.wake();
        }
    }
    run.completion = if run.worlds.len() == planned { Completion::Whole } else { Completion::Partial };
    if run.worlds.is_empty() { Err(RunError::Cancelled) } else { Ok(Arc::new(run)) }
}

fn shuffle<T>(blocks: &mut [T], seed: Option<u64>) {
    let Some(seed) = seed else { return };
    let keyed = Keyed::new(seed);
    for index in (1..blocks.len()).rev() {
        let word = keyed.words(index as u64, 0, crate::world::Purpose::World, 0)[0];
        blocks.swap(index, word as usize % (index + 1));
    }
}
