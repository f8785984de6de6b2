//! What a run says about itself before anybody believes it: is a part of it flown again the same to the last bit, do two variants with one policy
//! leave the same counts, did the customers come out as the scenario shares them out, which numbers do not exist. Where a check fails, no verdict is
//! given on the run.

mod again;
mod allocation;

use std::sync::Arc;
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};

pub use allocation::{Allocation, AllocationRow};

use super::scorecard::score_rows;
use crate::ledger::Scope;
use crate::scenario::Metric;
use crate::simulate::{Run, RunError};
use again::Meter;

/// One thing that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// A part of the run flown again leaves the same counts.
    Determinism,
    /// Two variants with the same policy leave the same counts.
    TwinIdentity,
    /// Customers came out in segments and groups as the scenario shares them out.
    Allocation,
    /// Every metric is a finite number, or undefined with a reason; those that are undefined are listed.
    UndefinedMetrics,
}

impl CheckKind {
    /// Every check, in the order of show.
    pub const ALL: [Self; 4] = [Self::Determinism, Self::TwinIdentity, Self::Allocation, Self::UndefinedMetrics];

    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Determinism => "determinism",
            Self::TwinIdentity => "twin identity",
            Self::Allocation => "allocation",
            Self::UndefinedMetrics => "undefined metrics",
        }
    }
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// As it should be.
    Passed,
    /// Not as it should be: no number of the run is to be trusted.
    Failed,
    /// Not done; the detail says why.
    NotDone,
}

impl CheckState {
    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotDone => "not done",
        }
    }
}

/// One check with what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// What was checked.
    pub kind: CheckKind,
    /// How it came out.
    pub state: CheckState,
    /// What was done and found, or why nothing was done; without a full stop.
    pub detail: String,
}

impl CheckResult {
    fn new(kind: CheckKind, passed: bool, detail: impl Into<String>) -> Self {
        Self { kind, state: if passed { CheckState::Passed } else { CheckState::Failed }, detail: detail.into() }
    }

    fn not_done(kind: CheckKind, why: impl Into<String>) -> Self {
        Self { kind, state: CheckState::NotDone, detail: why.into() }
    }

    /// "determinism failed: ...", without a full stop.
    pub fn words(&self) -> String {
        format!("{} {}: {}", self.kind.words(), self.state.words(), self.detail)
    }
}

/// A metric without a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndefinedMetric {
    /// The metric.
    pub metric: Metric,
    /// Index of the variant.
    pub variant: usize,
    /// Why.
    pub reason: String,
}

/// All checks of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfCheck {
    /// By check, in the order of [`CheckKind::ALL`].
    pub checks: Vec<CheckResult>,
    /// Expected and found shares of segments and of the groups of each attribute.
    pub allocation: Vec<Allocation>,
    /// Metrics without a value for all customers, of every variant but the twin; metrics of mechanisms that the scenario does not use are left out.
    pub undefined: Vec<UndefinedMetric>,
    /// Customer-days that were flown for the checks.
    pub customer_days: u64,
    /// Wall-clock seconds that they took.
    pub wall_seconds: f64,
}

impl SelfCheck {
    /// The checks that failed, each in a sentence without a full stop.
    pub fn failed(&self) -> Vec<String> {
        self.checks.iter().filter(|check| check.state == CheckState::Failed).map(CheckResult::words).collect()
    }

    /// The run as it is to be shown from now on: where a check failed, verdicts are blank.
    pub fn applied_to(&self, run: &Arc<Run>) -> Arc<Run> {
        let distrust = self.failed();
        if distrust == run.distrust { run.clone() } else { Arc::new(Run { distrust, ..Run::clone(run) }) }
    }

    /// What the checks cost as a share of the run's own customer-days.
    pub fn cost(&self, run: &Run) -> f64 {
        self.customer_days as f64 / run.customer_days.max(1) as f64
    }
}

/// Checks a run. `threads` 0 takes all cores and changes no result. `progress` hears the share that is done (0 to 1), from any thread; where it
/// answers `false` the work ends.
///
/// # Errors
/// [`RunError::Cancelled`] where it was ended, [`RunError::Engine`] where the engine stops.
pub fn self_check(run: &Run, threads: usize, progress: impl Fn(f64) -> bool + Send + Sync + 'static) -> Result<SelfCheck, RunError> {
    let clock = Instant::now();
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| RunError::Engine(error.to_string()))?;
    let meter = Meter::new(again::cost(run), progress);
    let (determinism, twins) = flown(run, &pool, &meter)?;
    let (allocated, allocation) = allocation::check(run);
    let (defined, undefined) = undefined(run);
    Ok(SelfCheck {
        checks: vec![determinism, twins, allocated, defined],
        allocation,
        undefined,
        customer_days: meter.flown(),
        wall_seconds: clock.elapsed().as_secs_f64(),
    })
}

fn flown(run: &Run, pool: &ThreadPool, meter: &Arc<Meter>) -> Result<(CheckResult, CheckResult), RunError> {
    if run.worlds.is_empty() {
        let not_done = |kind| CheckResult::not_done(kind, "no world is finished");
        return Ok((not_done(CheckKind::Determinism), not_done(CheckKind::TwinIdentity)));
    }
    Ok((again::determinism(run, pool, meter)?, again::twin_identity(run, pool, meter)?))
}

fn undefined(run: &Run) -> (CheckResult, Vec<UndefinedMetric>) {
    let kind = CheckKind::UndefinedMetrics;
    if run.worlds.is_empty() {
        return (CheckResult::not_done(kind, "no world is finished"), Vec::new());
    }
    let (mut found, mut metrics, mut broken) = (Vec::new(), 0, None);
    for row in score_rows(run, Metric::ALL, Scope::All, 1).iter().filter(|row| row.is_shown()) {
        metrics += 1;
        for (variant, score) in row.scores.iter().enumerate().skip(1) {
            match &score.level {
                Ok(estimate) if estimate.values.iter().flatten().all(|value| value.is_finite()) => {}
                Ok(_) => broken = Some(row.metric),
                Err(undefined) => found.push(UndefinedMetric { metric: row.metric, variant, reason: undefined.reason.clone() }),
            }
        }
    }
    if let Some(metric) = broken {
        return (CheckResult::new(kind, false, format!("{} is neither a finite number nor undefined with a reason", metric.id())), found);
    }
    let mut names: Vec<&str> = found.iter().map(|undefined| undefined.metric.id()).collect();
    names.dedup();
    let detail = match names.len() {
        0 => format!("all {metrics} metrics have a value for every variant"),
        count => format!("{count} of {metrics} metrics have no value for some variant, each with a reason: {}", names.join(", ")),
    };
    (CheckResult::new(kind, true, detail), found)
}

#[cfg(test)]
mod tests;
