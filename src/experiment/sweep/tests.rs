//! Whole sweeps, flown.

use super::*;
use crate::scenario::experiment::Guardrail;
use crate::scenario::policy::Variant;

fn small() -> Arc<Scenario> {
    let mut scenario = Scenario::default();
    scenario.population.customers = 60;
    (scenario.experiment.worlds, scenario.experiment.days) = (2, 7);
    scenario.variants.push(Variant { name: "other".into(), ..Variant::default() });
    scenario.experiment.guardrails.push(Guardrail { limit: 0.5, ..Guardrail::default() });
    Arc::new(scenario)
}

fn plan(fields: &[&str], design: Design) -> Result<SweepPlan, PlanError> {
    let fields: Vec<String> = fields.iter().map(|field| (*field).to_string()).collect();
    SweepPlan::new(&small(), &fields, design, &[Metric::Purchases, Metric::TrustMean], 100)
}

fn flown(plan: &SweepPlan, threads: usize) -> Sweep {
    let mut sweep = Sweep::new(Arc::new(plan.clone()), vec![]);
    fly_sweep(&mut sweep, threads, &Stop::new(), |_| ()).expect("flown");
    sweep
}

const EXPLICIT: &str = "variants[other].policy.explicitness=0..1 in 3";

#[test]
fn a_grid_has_every_combination_and_pairs_worlds() {
    let plan = plan(&[EXPLICIT, "catalog.items=40,60"], Design::Grid).expect("a plan");
    assert_eq!((plan.points.len(), plan.order[0], plan.concerned()), (6, 0, vec!["other".to_string()]));
    let sweep = flown(&plan, 2);
    assert!(sweep.is_whole() && sweep.failed() == 0);
    let base = |point: usize| sweep.points[point].as_ref().expect("flown").variant("baseline").expect("a variant").metrics[1].level.clone();
    assert_eq!(base(0), base(2), "the baseline is untouched by what another variant does");
    assert_ne!(base(0), base(1), "another catalog gives another trust");
    let decision = sweep.points[3].as_ref().and_then(|point| point.variant("other")?.decision.clone());
    assert!(decision.is_some());
}

#[test]
fn the_same_for_any_number_of_threads_and_resumed() {
    let plan = plan(&[EXPLICIT, "experiment.confidence=0.9,0.95"], Design::Grid).expect("a plan");
    let whole = flown(&plan, 1);
    assert_eq!(whole.points, flown(&plan, 3).points);
    let known: Vec<SweepPoint> = whole.points.iter().flatten().take(4).cloned().collect();
    let mut resumed = Sweep::new(Arc::new(plan), known);
    let mut heard = Vec::new();
    fly_sweep(&mut resumed, 1, &Stop::new(), |point| heard.push(point.point)).expect("flown");
    heard.sort_unstable();
    assert_eq!((resumed.points, heard), (whole.points, vec![4, 5]));
}

#[test]
fn stopped_it_keeps_what_was_done() {
    let plan = plan(&[EXPLICIT], Design::Grid).expect("a plan");
    let mut sweep = Sweep::new(Arc::new(plan), vec![]);
    let stop = Stop::new();
    fly_sweep(&mut sweep, 1, &stop, |_| stop.ask()).expect("stopping is no error");
    assert_eq!((sweep.done(), sweep.is_whole()), (1, false));
}

#[test]
fn points_that_cannot_be_flown_are_kept_with_their_findings() {
    let sweep = flown(&plan(&["variants[other].policy.explicitness=0.5,7"], Design::Grid).expect("a plan"), 1);
    assert_eq!((sweep.done(), sweep.failed()), (2, 1));
    let Some(PointOutcome::Failed(problems)) = sweep.points[1].as_ref().map(|point| point.outcome.clone()) else { panic!("7 is out of range") };
    assert!(problems[0].path.contains("explicitness") && problems[0].message.contains("is 7"), "{problems:?}");
}

#[test]
fn fields_that_lead_nowhere_are_refused() {
    let refused = |fields: &[&str], design| plan(fields, design).expect_err("refused").to_string();
    assert!(refused(&[], Design::Grid).contains("nothing varies"));
    assert!(refused(&[EXPLICIT, EXPLICIT], Design::Grid).contains("is set twice"));
    assert!(refused(&["catalog.items=1..1000000000000"], Design::Grid).contains("1000000000000 points, allowed are 100"));
    assert!(refused(&["catalog.items=1..11", "catalog.topics=1..10"], Design::Grid).contains("110 points"));
    assert!(refused(&["variants[othr].policy.depth=0..1"], Design::Grid).contains("did you mean `other`?"));
    assert!(refused(&["catalog.items=1..1000000000 step 1"], Design::LatinHypercube(4)).contains("1000000000 points"));
    assert!(refused(&[EXPLICIT], Design::LatinHypercube(0)).contains("needs a number of points"));
    assert!(refused(&[EXPLICIT], Design::Sobol(101)).contains("101 points"));
}

#[test]
fn a_sampled_design_draws_from_the_ranges() {
    let plan = plan(&["variants[other].policy.explicitness=0..1", "catalog.items=40..60"], Design::Sobol(8)).expect("a plan");
    assert_eq!((plan.points.len(), plan.order.clone()), (8, (0..8).collect()));
    assert!(plan.points.iter().all(|point| point.places.is_empty() && point.settings.len() == 2));
    assert!(plan.points.iter().all(|point| plan.scenario_at(0).is_ok() && (40.0..=60.0).contains(&point.settings[1].number.expect("a number"))));
}

#[test]
fn another_sweep_is_told_apart_by_what_differs() {
    let header = plan(&[EXPLICIT], Design::Grid).expect("a plan").header();
    assert_eq!(header.mismatch(&header.clone()), None);
    let other = plan(&["variants[other].policy.explicitness=0..1 in 4"], Design::Grid).expect("a plan").header();
    assert!(header.mismatch(&other).is_some_and(|words| words.starts_with("what varies: ")));
    let newer = SweepHeader { engine: "99.0.0".into(), ..header.clone() };
    assert_eq!(header.mismatch(&newer), Some(format!("engine: 99.0.0 there, {} here", env!("CARGO_PKG_VERSION"))));
    let text = serde_json::to_string(&header).expect("text");
    assert_eq!(serde_json::from_str::<SweepHeader>(&text).expect("a header"), header, "{text}");
}
