//! Parts of a run flown again.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{CheckKind, CheckResult};
use crate::scenario::{Scenario, TWIN};
use crate::simulate::{Run, RunError, RunOptions, Watch, customer_days, fly_here};

/// A world is flown again as a whole where it is at most this share of the run ...
const SHARE: f64 = 0.1;
/// ... or at most so many customer-days: less than a second on one core.
const FEW: u64 = 500_000;
/// Share of the run that a range of customers may cost.
const SMALL_SHARE: f64 = 0.005;
/// Fewest and most customers of a range.
const RANGE: (u64, u64) = (128, 1_000);
/// Seed of the order of blocks in the second flight; any other does as well.
const ORDER: u64 = 1;

/// Tells how far the checks are, and ends them.
pub struct Meter {
    total: u64,
    before: AtomicU64,
    progress: Box<dyn Fn(f64) -> bool + Send + Sync>,
}

impl Meter {
    /// For so many customer-days.
    pub fn new(total: u64, progress: impl Fn(f64) -> bool + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { total: total.max(1), before: AtomicU64::new(0), progress: Box::new(progress) })
    }

    /// Customer-days flown so far.
    pub fn flown(&self) -> u64 {
        self.before.load(Ordering::Relaxed)
    }

    fn goes_on(&self, more: u64) -> bool {
        (self.progress)(((self.flown() + more) as f64 / self.total as f64).min(1.0))
    }

    /// Flies a scenario on the threads of a pool.
    fn fly(self: &Arc<Self>, scenario: Scenario, pool: &ThreadPool, options: &RunOptions) -> Result<Arc<Run>, RunError> {
        if !self.goes_on(0) {
            return Err(RunError::Cancelled);
        }
        let scenario = Arc::new(scenario);
        let slot: Arc<OnceLock<Weak<Watch>>> = Arc::default();
        let (seen, meter) = (slot.clone(), self.clone());
        let watch = Arc::new(Watch::of(&scenario, move || {
            if let Some(watch) = seen.get().and_then(Weak::upgrade)
                && !meter.goes_on(watch.progress().done)
            {
                watch.cancel();
            }
        }));
        // The slot is empty until here, so it takes the watch.
        let _ = slot.set(Arc::downgrade(&watch));
        let run = pool.install(|| fly_here(&scenario, options, &watch, |_| {}))?;
        self.before.fetch_add(run.customer_days, Ordering::Relaxed);
        if self.goes_on(0) { Ok(run) } else { Err(RunError::Cancelled) }
    }
}

/// Customer-days that the checks of a run fly.
pub fn cost(run: &Run) -> u64 {
    let again = if flies_whole_world(run) { customer_days(&run.scenario) } else { 2 * customer_days(&range_of(run)) };
    again + customer_days(&doubled(run).0)
}

fn flies_whole_world(run: &Run) -> bool {
    let world = customer_days(&run.scenario);
    world <= FEW || world as f64 <= SHARE * run.customer_days as f64
}

/// The first world flown again and compared with that of the run, bit for bit. Where that would cost too much beside a run of few worlds, a range of
/// customers is flown twice, the second time on one thread and with its blocks in another order.
pub fn determinism(run: &Run, pool: &ThreadPool, meter: &Arc<Meter>) -> Result<CheckResult, RunError> {
    let kind = CheckKind::Determinism;
    if flies_whole_world(run) {
        let again = meter.fly(one_world(&run.scenario), pool, &RunOptions::default())?;
        let same = again.worlds.first() == run.worlds.first();
        let found = if same { "left the same counts to the last bit" } else { "left other counts" };
        return Ok(CheckResult::new(kind, same, format!("the first world, flown again, {found}")));
    }
    let scenario = range_of(run);
    let customers = scenario.population.customers;
    let alone = ThreadPoolBuilder::new().num_threads(1).build().map_err(|error| RunError::Engine(error.to_string()))?;
    let first = meter.fly(scenario.clone(), pool, &RunOptions::default())?;
    let second = meter.fly(scenario, &alone, &RunOptions { shuffle: Some(ORDER), ..RunOptions::default() })?;
    let same = first.worlds == second.worlds;
    let found = if same { "left the same counts to the last bit" } else { "left other counts the second time" };
    let what = format!("the first {customers} customers, flown twice in two orders and on other threads,");
    Ok(CheckResult::new(kind, same, format!("{what} {found} (a whole world would be more than a tenth of so short a run)")))
}

/// A part of the customers in a world with one variant more, which has the baseline's policy: it must leave what the baseline leaves.
pub fn twin_identity(run: &Run, pool: &ThreadPool, meter: &Arc<Meter>) -> Result<CheckResult, RunError> {
    let (scenario, original) = doubled(run);
    let (customers, copy) = (scenario.population.customers, scenario.variants.len());
    let name = scenario.variants.get(original - 1).map_or_else(String::new, |variant| variant.name.clone());
    let flown = meter.fly(scenario, pool, &RunOptions::default())?;
    let differs = flown.worlds.iter().find_map(|ledger| ledger.difference_between(original, copy));
    let found = match differs {
        None => "identical counts".to_owned(),
        Some(table) => format!("other counts ({table})"),
    };
    let detail = format!("\"{name}\" and a second variant with its policy left {found} for {customers} customers");
    Ok(CheckResult::new(CheckKind::TwinIdentity, differs.is_none(), detail))
}

fn one_world(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.experiment.worlds = 1;
    scenario
}

/// One world of the first customers only.
fn range_of(run: &Run) -> Scenario {
    let mut scenario = one_world(&run.scenario);
    let affordable = SMALL_SHARE * run.customer_days as f64 / (customer_days(&scenario) as f64 / scenario.population.customers.max(1) as f64);
    let (fewest, most) = RANGE;
    scenario.population.customers = (affordable as u64).clamp(fewest, most).min(scenario.population.customers);
    scenario
}

/// A small world with the baseline doubled (the first variant where the baseline is the twin), and the index of what was doubled. What names the
/// original by name (events, monitors, protocols, audits, late purges) names the copy, too.
fn doubled(run: &Run) -> (Scenario, usize) {
    let mut scenario = range_of(run);
    let original = run.baseline.max(1);
    let Some(mut copy) = scenario.variants.get(original - 1).cloned() else { return (scenario, original) };
    let name = copy.name.clone();
    copy.name = (2..)
        .map(|number| format!("{name} {number}"))
        .find(|name| name != TWIN && scenario.variants.iter().all(|other| other.name != *name))
        .unwrap_or_default();
    let organisation = &mut scenario.organisation;
    let lists = scenario.events.iter_mut().map(|event| &mut event.variants);
    let lists = lists.chain(organisation.monitors.iter_mut().map(|monitor| &mut monitor.variants));
    let lists = lists.chain(organisation.protocols.iter_mut().map(|protocol| &mut protocol.variants));
    let lists = lists.chain(organisation.audits.iter_mut().map(|audit| &mut audit.variants));
    for names in lists.chain([&mut organisation.purges.variants]) {
        if names.contains(&name) {
            names.push(copy.name.clone());
        }
    }
    scenario.variants.push(copy);
    (scenario, original)
}
