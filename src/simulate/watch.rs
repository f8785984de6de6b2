//! Watching a run from outside: how far it is, and asking it to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::engine::customer_days;
use crate::scenario::Scenario;

/// Shortest time between two calls of the wake-up function.
const WAKE_EVERY: Duration = Duration::from_millis(33);

/// State of one world of one variant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WorldState {
    /// Not begun.
    Waiting,
    /// Under way, with the share done (0 to 1).
    Running(f32),
    /// Finished.
    Done,
    /// Stopped by an error or by cancel.
    Stopped,
}

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Customer-days done.
    pub done: u64,
    /// Customer-days in all.
    pub total: u64,
    /// Time since the start.
    pub elapsed: Duration,
    /// Time left at the mean rate so far, once there is one.
    pub left: Option<Duration>,
    /// States by world, then variant (twin first). All variants of a customer are flown together, so a world's variants advance together.
    pub worlds: Vec<Vec<WorldState>>,
}

/// Shared between a run and whoever watches it.
pub struct Watch {
    cancelled: AtomicBool,
    ended: AtomicBool,
    done: Vec<AtomicU64>,
    world_total: u64,
    variants: usize,
    started: Instant,
    woken: AtomicU64,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Watch {
    /// For a run of a scenario. `wake` is called, from any thread, whenever there is something new to show, at most some 30 times a second.
    pub fn of(scenario: &Scenario, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::new(scenario.experiment.worlds as usize, customer_days(scenario), scenario.variants.len() + 1, wake)
    }

    /// For a run of so many worlds, each of so many customer-days over all variants.
    pub(super) fn new(worlds: usize, world_total: u64, variants: usize, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            cancelled: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            done: (0..worlds).map(|_| AtomicU64::new(0)).collect(),
            world_total: world_total.max(1),
            variants,
            started: Instant::now(),
            woken: AtomicU64::new(0),
            wake: Box::new(wake),
        }
    }

    /// Asks the run to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the run has been asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Counts finished customer-days of a world.
    pub(super) fn add(&self, world: usize, customer_days: u64) {
        if let Some(done) = self.done.get(world) {
            done.fetch_add(customer_days, Ordering::Relaxed);
        }
        let now = self.started.elapsed().as_millis() as u64;
        let last = self.woken.load(Ordering::Relaxed);
        let due = now.saturating_sub(last) >= WAKE_EVERY.as_millis() as u64;
        if due && self.woken.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            (self.wake)();
        }
    }

    /// Says that nothing more will come.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Calls the wake-up function now.
    pub(super) fn wake(&self) {
        (self.wake)();
    }

    /// How far the run is.
    pub fn progress(&self) -> Progress {
        let ended = self.ended.load(Ordering::Relaxed);
        let by_world: Vec<u64> = self.done.iter().map(|done| done.load(Ordering::Relaxed)).collect();
        let done: u64 = by_world.iter().sum();
        let total = self.world_total * self.done.len() as u64;
        let elapsed = self.started.elapsed();
        let left = (done > 0 && !ended).then(|| elapsed.mul_f64((total - done.min(total)) as f64 / done as f64));
        let state = |done: u64| match done {
            done if done >= self.world_total => WorldState::Done,
            _ if ended => WorldState::Stopped,
            0 => WorldState::Waiting,
            done => WorldState::Running(done as f32 / self.world_total as f32),
        };
        Progress { done, total, elapsed, left, worlds: by_world.iter().map(|&done| vec![state(done); self.variants]).collect() }
    }
}
