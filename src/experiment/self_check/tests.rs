//! Self-checks on small flown runs, whole and tampered with.

use std::sync::Mutex;

use super::*;
use crate::experiment::{Decision, Verdict, overview_sentence, scorecard, variant_sentence};
use crate::ledger::{Count, Ledger};
use crate::scenario::Scenario;
use crate::scenario::experiment::{GuardScope, Guardrail};
use crate::simulate::{RunOptions, Watch, fly};

fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.variants.push(scenario.variants[0].clone());
    scenario.variants[1].name = "more".into();
    scenario.variants[1].policy.contacts[0].per_week = 7.0;
    scenario.population.customers = 130;
    scenario.experiment.days = 14;
    scenario.experiment.worlds = 2;
    scenario.experiment.guardrails = vec![
        Guardrail { limit: 0.9, ..Guardrail::default() },
        Guardrail { limit: 0.9, scope: GuardScope::WorstSegment, smallest_group: 1, ..Guardrail::default() },
    ];
    scenario
}

fn flown(scenario: Scenario) -> Run {
    let scenario = Arc::new(scenario);
    let run = fly(&scenario, &RunOptions::default(), &Watch::of(&scenario, || {}), |_| {}).expect("flown");
    Run::clone(&run)
}

fn states(check: &SelfCheck) -> Vec<CheckState> {
    check.checks.iter().map(|check| check.state).collect()
}

fn tampered(mut run: Run) -> Run {
    let mut ledger = Ledger::clone(&run.worlds[0]);
    ledger.day_mut(2, 5, 0)[Count::Purchases as usize] += 1;
    run.worlds[0] = Arc::new(ledger);
    run
}

#[test]
fn a_run_as_it_should_be_passes_and_keeps_its_verdicts() {
    let run = Arc::new(flown(scenario()));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = heard.clone();
    let check = self_check(&run, 2, move |share| {
        hears.lock().expect("heard").push(share);
        true
    })
    .expect("checked");
    assert_eq!(states(&check), [CheckState::Passed; 4], "{:?}", check.checks);
    assert!(check.checks[0].detail.contains("first world, flown again, left the same counts"), "{:?}", check.checks[0]);
    assert!(check.checks[1].detail.contains("identical counts"), "{:?}", check.checks[1]);
    assert_eq!(check.allocation.len(), 1 + run.scenario.population.attributes.len() + 1);
    let arms = check.allocation.last().expect("the arms of the test");
    assert_eq!((arms.what.as_str(), arms.rows.len(), arms.rows.iter().map(|row| row.people).sum::<u64>()), ("arms of the A/B test", 2, 130));
    assert_eq!(heard.lock().expect("heard").last(), Some(&1.0));
    assert_eq!(check.customer_days, 130 * 14 * 3 + 128 * 14 * 4);
    assert!(Arc::ptr_eq(&check.applied_to(&run), &run));
    assert_eq!(scorecard(&run).decisions[2], Some(Decision::Ship));
}

#[test]
fn a_count_that_the_engine_did_not_leave_blanks_every_verdict() {
    let run = Arc::new(tampered(flown(scenario())));
    assert_eq!(scorecard(&run).decisions[2], Some(Decision::Ship), "nobody has looked yet");
    let check = self_check(&run, 0, |_| true).expect("checked");
    assert_eq!(states(&check)[0], CheckState::Failed, "{:?}", check.checks);
    let run = check.applied_to(&run);
    let card = scorecard(&run);
    assert_eq!(card.decisions, [None, None, Some(Decision::Blank)]);
    assert_eq!(card.guards.len(), 2);
    assert!(card.guards.iter().all(|outcome| outcome.verdict == Verdict::Blank && outcome.reason.starts_with("a self-check failed")));
    let said = overview_sentence(&run, &card);
    assert!(said.starts_with("A self-check failed, so no verdict is given") && said.contains("determinism failed"), "{said}");
    assert_eq!(variant_sentence(&run, &card, 2).as_deref(), Some("No verdict on more: a self-check failed."));
    // Without a guardrail there is no verdict either.
    let mut bare = Run::clone(&run);
    let mut scenario = Scenario::clone(&bare.scenario);
    scenario.experiment.guardrails.clear();
    bare.scenario = Arc::new(scenario);
    assert_eq!(scorecard(&bare).decisions[2], Some(Decision::Blank));
}

#[test]
fn shares_that_the_scenario_does_not_give_fail() {
    let mut run = flown(scenario());
    let mut other = Scenario::clone(&run.scenario);
    let segments = &mut other.population.segments;
    let last = segments.len() - 1;
    let moved = segments[0].share - 0.01;
    segments[0].share -= moved;
    segments[last].share += moved;
    run.scenario = Arc::new(other);
    let (result, rows) = allocation::check(&run);
    assert_eq!(result.state, CheckState::Failed, "{}", result.detail);
    assert!(result.detail.starts_with("shares of segments are not those of the scenario"), "{}", result.detail);
    assert!(!rows[0].passed && rows[1..].iter().all(|row| row.passed));
}

#[test]
fn a_range_is_flown_twice_where_a_world_would_cost_too_much() {
    let mut run = flown(scenario());
    // As if the run had been of so many customers: what is flown is a part of them.
    let mut large = Scenario::clone(&run.scenario);
    large.population.customers = 60_000;
    run.scenario = Arc::new(large);
    run.customer_days = crate::simulate::customer_days(&run.scenario) * 2;
    let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    let meter = Meter::new(again::cost(&run), |_| true);
    let result = again::determinism(&run, &pool, &meter).expect("flown");
    assert_eq!(result.state, CheckState::Passed);
    assert!(result.detail.contains("the first 600 customers, flown twice"), "{}", result.detail);
    assert_eq!(meter.flown(), 2 * 600 * 14 * 3);
}

#[test]
fn it_can_be_ended_and_an_empty_run_is_not_checked() {
    let run = flown(scenario());
    assert_eq!(self_check(&run, 1, |_| false).err(), Some(RunError::Cancelled));
    let empty = Run { worlds: Vec::new(), customer_days: 0, ..run };
    let check = self_check(&empty, 1, |_| true).expect("checked");
    assert_eq!(states(&check), [CheckState::NotDone; 4]);
    assert_eq!(check.failed(), Vec::<String>::new());
}

#[test]
fn the_baseline_is_doubled_with_all_that_names_it() {
    let mut scenario = scenario();
    scenario.events.push(crate::scenario::events::Event { variants: vec!["baseline".into()], day: 3, ..Default::default() });
    scenario.variants.push(crate::scenario::policy::Variant { name: "baseline 2".into(), ..Default::default() });
    let run = flown(scenario);
    let check = self_check(&run, 0, |_| true).expect("checked");
    assert_eq!(states(&check), [CheckState::Passed; 4], "{:?}", check.checks);
}
