//! Whole searches, flown.

use super::*;
use crate::scenario::experiment::Guardrail;
use crate::scenario::policy::Variant;

/// A scenario in which more explicit messages creep more; the limit decides how explicit they may be.
fn small(limit: f64) -> Arc<Scenario> {
    let mut scenario = Scenario::default();
    scenario.population.customers = 120;
    (scenario.experiment.worlds, scenario.experiment.days) = (4, 10);
    scenario.variants.push(Variant { name: "new".into(), ..scenario.variants[0].clone() });
    scenario.variants[1].policy.explicitness = 0.0;
    scenario.variants[0].policy.explicitness = 0.0;
    scenario.experiment.guardrails.push(Guardrail { metric: "creepiness".into(), limit, ..Guardrail::default() });
    Arc::new(scenario)
}

fn plan(limit: f64, budget: f64) -> Result<Arc<SearchPlan>, PlanError> {
    let aim = Aim { metric: Metric::SaysCreepy, more: true };
    SearchPlan::new(&small(limit), &["variants[new].policy.explicitness=0..1".into()], "new", aim, &[Metric::Creepiness], budget).map(Arc::new)
}

#[test]
fn it_goes_as_far_as_the_limit_and_no_further() {
    // What is raised here is itself a harm, so that the search is drawn to the limit.
    let plan = plan(0.05, 24.0).expect("a plan");
    let mut heard = 0;
    let found = search(&plan, 2, &Stop::new(), |_, spent| {
        heard += 1;
        assert!(spent <= 1.0, "{spent}");
    })
    .expect("flown");
    assert_eq!(heard, found.trials.len() + found.fresh.len());
    assert!(found.spent <= plan.budget, "{}", found.spent);
    let SearchEnd::Found(best) = &found.end else { panic!("something is within the limit: {:?}", found.end) };
    assert_eq!(best.trial.decision(), Some(&Decision::Ship));
    let explicitness = best.trial.settings[0].number.expect("a number");
    let crossed = found.trials.iter().filter(|trial| trial.full && trial.decision() == Some(&Decision::DoNotShip));
    assert!(crossed.clone().all(|trial| trial.settings[0].number.expect("a number") > explicitness), "what crosses lies beyond");
    assert!(best.gain.is_ok() && explicitness > 0.0, "{explicitness}");
    let front = found.frontier(Aim { metric: Metric::Creepiness, more: false });
    assert_eq!(front.points.len(), found.trials.iter().filter(|trial| trial.full).count());
    let again = search(&plan, 1, &Stop::new(), |_, _| ()).expect("flown");
    let settings = |search: &Search| search.trials.iter().map(|trial| (trial.settings.clone(), trial.round, trial.worlds)).collect::<Vec<_>>();
    assert_eq!((settings(&again), again.spent), (settings(&found), found.spent), "the same for any number of threads");
}

#[test]
fn where_nothing_is_within_nothing_is_recommended() {
    let found = search(&plan(-0.5, 9.0).expect("a plan"), 2, &Stop::new(), |_, _| ()).expect("flown");
    let SearchEnd::NoneFound { nearest: Some(nearest) } = &found.end else { panic!("nobody gets that far below: {:?}", found.end) };
    assert_ne!(nearest.decision(), Some(&Decision::Ship));
    assert!(found.spent <= 9.0, "{}", found.spent);
    assert!(nearest.seen.as_ref().is_ok_and(|seen| !seen.guardrails[0].reason.is_empty()), "and says why");
}

#[test]
fn odd_searches_are_refused_and_stopped_ones_end() {
    assert!(plan(0.05, 8.0).expect_err("too small").to_string().contains("at least 9"));
    let aim = Aim { metric: Metric::Purchases, more: true };
    let fields = ["variants[new].policy.explicitness=0..1".to_string()];
    let refused =
        |scenario: &Arc<Scenario>, variant: &str| SearchPlan::new(scenario, &fields, variant, aim, &[], 20.0).expect_err("refused").to_string();
    assert!(refused(&small(0.1), "baseline").contains("no variant that is compared"));
    let mut open = (*small(0.1)).clone();
    open.experiment.guardrails.clear();
    assert!(refused(&Arc::new(open), "new").contains("no guardrail"));
    let stop = Stop::new();
    let ended = search(&plan(0.05, 20.0).expect("a plan"), 1, &stop, |_, _| stop.ask());
    assert_eq!(ended.err(), Some(RunError::Cancelled));
}
