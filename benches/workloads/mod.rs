//! The two workloads of the benchmarks, flown by the product's own engine.
#![expect(clippy::expect_used, reason = "a benchmark may stop at the first surprise")]

use std::sync::Arc;

use creepline::ledger::Count;
use creepline::scenario::{self, Scenario};
use creepline::simulate::{Run, RunOptions, Watch, fly};

/// Bare: 10,000 customers, so many items and days, one visit a day.
pub fn bare(items: u64, days: u64) -> Arc<Scenario> {
    let mut scenario = scenario::parse(include_str!("../bare.ron"), "benches/bare.ron").expect("the bare workload is valid").scenario;
    scenario.catalog.items = items;
    scenario.experiment.days = days;
    scenario.experiment.epoch_days = days;
    Arc::new(scenario)
}

/// Full: the default case with every mechanism on, one world.
pub fn full() -> Arc<Scenario> {
    let case = scenario::CASES.first().expect("there are bundled cases");
    let mut scenario = case.load().expect("bundled cases are valid").scenario;
    scenario.experiment.worlds = 1;
    Arc::new(scenario)
}

/// Flies a workload.
pub fn run(scenario: &Arc<Scenario>, threads: usize) -> Arc<Run> {
    let watch = Watch::of(scenario, || {});
    fly(scenario, &RunOptions { threads, ..RunOptions::default() }, &watch, |_| {}).expect("the workload flies")
}

/// Visits with a slate under the first variant: the user-steps of the bare workload. The twin's days are flown too but not counted.
pub fn user_steps(run: &Run) -> u64 {
    let mut steps = 0;
    for ledger in &run.worlds {
        for day in 0..ledger.shape.days {
            for cell in 0..ledger.shape.cells.cells() {
                steps += ledger.count(1, day, cell, Count::Touches) as u64;
            }
        }
    }
    steps
}
