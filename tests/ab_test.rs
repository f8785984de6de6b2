//! The A/B test inside each world: what the engine keeps of it, and how it fares against the truth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use creepline::experiment::ab_test;
use creepline::ledger::Ledger;
use creepline::scenario::Scenario;
use creepline::scenario::policy::{Contact, Engine, Policy, Variant};
use creepline::scenario::test_plan::{Counted, TestMethod};
use creepline::simulate::{Assignment, Run, RunOptions, Watch, fly};

fn variant(name: &str, engine: Engine, per_week: f64) -> Variant {
    let contacts = vec![
        Contact { channel: "email".into(), per_week, cap_per_week: 7, ..Contact::default() },
        Contact { channel: "site".into(), per_week: 0.0, cap_per_week: 0, ..Contact::default() },
    ];
    Variant { name: name.into(), policy: Policy { engine, contacts, ..Policy::default() }, ..Variant::default() }
}

/// A test of two weeks after ten days of warm-up, looked at every five days; horizon 45 days.
fn scenario(engine: Engine) -> Scenario {
    let mut scenario = Scenario { variants: vec![variant("baseline", engine, 1.0), variant("more", engine, 5.0)], ..Scenario::default() };
    scenario.population.customers = 200;
    scenario.catalog.items = 120;
    scenario.experiment.days = 45;
    scenario.experiment.warmup = 10;
    scenario.experiment.worlds = 2;
    let test = &mut scenario.experiment.test;
    (test.on, test.look_days, test.people) = (true, 5, 150);
    scenario
}

fn run(scenario: &Scenario, threads: usize) -> Arc<Run> {
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads, shuffle: None }, &watch, |_| {}).expect("flown")
}

/// What everybody in the test did between looks, added up, before the test first.
fn sums(ledger: &Ledger, variant: usize) -> Vec<i64> {
    let size = ledger.shape.test;
    let mut sums = vec![0; size.looks() + 1];
    for person in 0..size.people {
        sums[0] += i64::from(ledger.test.before(variant, person));
        for (sum, &part) in sums[1..].iter_mut().zip(ledger.test.between_looks(variant, person)) {
            *sum += i64::from(part);
        }
    }
    sums
}

#[test]
fn outcomes_of_everybody_add_up_to_the_counts_of_the_run() {
    let mut scenario = scenario(Engine::Content);
    scenario.experiment.test.people = 5_000;
    let run = run(&scenario, 2);
    for ledger in &run.worlds {
        let size = ledger.shape.test;
        assert_eq!((size.people, size.before, size.days, size.test_days, size.looks()), (200, 10, 35, 14, 3 + 5));
        for variant in 1..3 {
            let counted = |days: std::ops::Range<usize>| -> i64 {
                days.map(|day| (0..ledger.customers.len()).map(|cell| ledger.count(variant, day, cell, size.column)).sum::<i64>()).sum()
            };
            let mut expected = vec![counted(0..10)];
            let mut start = 0;
            for look in 0..size.looks() {
                expected.push(counted(10 + start..10 + size.look_day(look)));
                start = size.look_day(look);
            }
            assert_eq!(sums(ledger, variant), expected);
            let left = (0..size.people).filter(|&person| ledger.test.left_on(variant, person).is_some()).count();
            let churned: i64 = (0..45)
                .flat_map(|day| (0..ledger.customers.len()).map(move |cell| (day, cell)))
                .map(|(day, cell)| ledger.count(variant, day, cell, creepline::ledger::Count::Churned))
                .sum();
            assert_eq!(left as i64, churned);
        }
        assert!(sums(ledger, 2)[1..].iter().sum::<i64>() > 0);
    }
}

/// Policies that learn from nobody cannot notice whether others are assigned to another variant.
#[test]
fn without_a_crowd_a_shared_test_is_the_lives_of_those_assigned() {
    let mut scenario = scenario(Engine::Content);
    scenario.experiment.test.shared_crowd = true;
    let run = run(&scenario, 2);
    let assignment = Assignment::new(&scenario, 0);
    for ledger in &run.worlds {
        for person in 0..ledger.shape.test.people {
            for variant in 1..3 {
                let shared = ledger.shared_test.between_looks(variant, person);
                if assignment.variant(person as u64) == variant {
                    assert_eq!(shared, ledger.test.between_looks(variant, person));
                    assert_eq!(ledger.shared_test.before(variant, person), ledger.test.before(variant, person));
                    assert_eq!(ledger.shared_test.left_on(variant, person), ledger.test.left_on(variant, person));
                } else {
                    assert!(shared.iter().all(|&amount| amount == 0), "nobody lives under a variant that she is not assigned to");
                }
            }
        }
    }
}

/// Policies that learn from the crowd do notice, the same way for any number of threads; the lives of the run itself do not change.
#[test]
fn with_a_crowd_a_shared_test_differs_and_leaves_the_run_alone() {
    for engine in [Engine::Collaborative, Engine::Thompson] {
        let mut scenario = scenario(engine);
        let alone = run(&scenario, 2);
        scenario.experiment.test.shared_crowd = true;
        let [shared, again] = [run(&scenario, 1), run(&scenario, 3)];
        let assignment = Assignment::new(&scenario, 0);
        for ((alone, shared), again) in alone.worlds.iter().zip(&shared.worlds).zip(&again.worlds) {
            assert!(shared == again, "{engine:?}");
            assert!(alone.test == shared.test && !alone.shared_test.is_kept(), "{engine:?}");
            assert_eq!(sums(alone, 1), sums(shared, 1));
            let own = |ledger: &Ledger, person| {
                let variant = assignment.variant(person as u64);
                (ledger.test.between_looks(variant, person).to_vec(), ledger.shared_test.between_looks(variant, person).to_vec())
            };
            assert!((0..150).map(|person| own(shared, person)).any(|(alone, shared)| alone != shared), "{engine:?} noticed nothing");
        }
    }
}

#[test]
fn a_test_that_is_off_or_has_nothing_to_compare_keeps_nothing() {
    let mut off = scenario(Engine::Content);
    off.experiment.test.on = false;
    let mut single = scenario(Engine::Content);
    single.variants.pop();
    let mut late = scenario(Engine::Content);
    late.experiment.warmup = 45;
    for scenario in [off, single, late] {
        assert!(run(&scenario, 2).worlds.iter().all(|ledger| !ledger.test.is_kept()));
    }
}

/// With one assignment a world, the mean error of the tests is the sum of the means of its parts; each part is there where its cause is.
#[test]
fn the_parts_of_the_error_add_up_and_have_their_causes() {
    let mut scenario = scenario(Engine::Collaborative);
    scenario.population.customers = 400;
    scenario.experiment.worlds = 3;
    // People leave soon.
    scenario.behavior.hazards.churn_month = 0.3;
    let test = &mut scenario.experiment.test;
    (test.people, test.look_days, test.confidence) = (400, 2, 0.6);
    let bias = |scenario: &Scenario, part: &str| {
        let run = run(scenario, 2);
        let records = ab_test(&run, &[]).expect("a test");
        let record = &records[0];
        let bias = |name: &str| record.parts.iter().find(|part| part.name == name).expect("a part").bias.as_ref().expect("told").mean;
        if scenario.experiment.test.shared_crowd {
            let error: f64 = record.worlds.iter().map(|world| world.answer.as_ref().expect("an estimate").effect - world.truth).sum::<f64>() / 3.0;
            let sum: f64 = record.parts.iter().map(|part| part.bias.as_ref().expect("told").mean).sum();
            assert!((error - sum).abs() < 1e-9 * (1.0 + error.abs()), "{error} {sum}");
        }
        bias(part)
    };
    for part in ["peeking", "attrition", "interference"] {
        assert_eq!(bias(&scenario, part), 0.0, "{part} without a cause");
    }
    scenario.experiment.test.shared_crowd = true;
    assert_ne!(bias(&scenario, "interference"), 0.0);
    scenario.experiment.test.counted = Counted::Remaining;
    assert_ne!(bias(&scenario, "attrition"), 0.0);
    scenario.experiment.test.method = TestMethod::Peeking;
    assert_ne!(bias(&scenario, "peeking"), 0.0);
}
