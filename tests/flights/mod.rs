//! What the tests of flown scenarios share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(dead_code, reason = "each test file uses a part")]

use std::sync::Arc;

use creepline::ledger::{Count, Ledger, Rare, Scope};
use creepline::measure::value;
use creepline::scenario::policy::{Policy, Variant};
use creepline::scenario::{Metric, Scenario, Severity, validate};
use creepline::simulate::{Run, RunOptions, Watch, fly};

/// A small world of four weeks in which the first policy is the baseline.
pub fn small(policies: Vec<(&str, Policy)>) -> Scenario {
    let variant = |(name, policy): (&str, Policy)| Variant { name: name.into(), policy, ..Variant::default() };
    let mut scenario = Scenario { variants: policies.into_iter().map(variant).collect(), ..Scenario::default() };
    scenario.experiment.baseline = scenario.variants[0].name.clone();
    scenario.population.customers = 400;
    scenario.catalog.items = 80;
    scenario.experiment.days = 28;
    scenario.experiment.worlds = 1;
    scenario
}

/// Flies a scenario that must be valid.
pub fn run(scenario: &Scenario) -> Arc<Run> {
    let errors: Vec<String> = validate(scenario).iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect();
    assert_eq!(errors, Vec::<String>::new());
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads: 1, ..RunOptions::default() }, &watch, |_| {}).expect("flies")
}

/// A metric of the first world.
pub fn metric(run: &Run, variant: usize, metric: Metric) -> f64 {
    value(&run.worlds[0], variant, metric, Scope::All, 1).unwrap_or_else(|undefined| panic!("{}: {undefined}", metric.id()))
}

fn total(ledger: &Ledger, column: impl Fn(usize, usize) -> i64) -> i64 {
    (0..ledger.shape.days).map(|day| (0..ledger.shape.cells.cells()).map(|cell| column(day, cell)).sum::<i64>()).sum()
}

/// A column over all days and cells.
pub fn count(ledger: &Ledger, variant: usize, column: Count) -> i64 {
    total(ledger, |day, cell| ledger.count(variant, day, cell, column))
}

/// A column of what happens seldom over all days and cells.
pub fn rare(ledger: &Ledger, variant: usize, column: Rare) -> i64 {
    total(ledger, |day, cell| ledger.rare(variant, day, cell, column))
}
