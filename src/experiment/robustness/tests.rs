//! Robustness of a small scenario, flown.

use super::*;
use crate::experiment::sweep::Quantity;
use crate::experiment::verdict::Decision;
use crate::scenario::experiment::Guardrail;
use crate::scenario::policy::Variant;

/// Few mechanisms are enough to see that settings move what they should.
fn small() -> Arc<Scenario> {
    let mut scenario = Scenario::default();
    scenario.population.customers = 60;
    (scenario.experiment.worlds, scenario.experiment.days) = (2, 10);
    scenario.variants.push(Variant { name: "open".into(), ..scenario.variants[0].clone() });
    scenario.variants[1].policy.explicitness = 1.0;
    let switches = &mut scenario.behavior.mechanisms;
    (switches.drift, switches.satiation, switches.purchase, switches.hazards) = (false, false, false, false);
    scenario.experiment.guardrails.push(Guardrail { metric: "creepiness".into(), limit: 0.05, ..Guardrail::default() });
    Arc::new(scenario)
}

fn plan(draws: usize, sampling: Sampling, decides: Decides) -> Result<Arc<RobustnessPlan>, RobustnessError> {
    RobustnessPlan::new(&small(), &[Metric::TrustMean], draws, sampling, decides).map(Arc::new)
}

fn flown(plan: &Arc<RobustnessPlan>, threads: usize) -> Robustness {
    robustness(plan, threads, &Stop::new(), |done, runs| assert!(done <= runs)).expect("flown")
}

#[test]
fn shares_of_plausible_settings_in_which_the_verdict_holds() {
    for sampling in [Sampling::LatinHypercube, Sampling::Sobol] {
        let plan = plan(6, sampling, Decides::Nothing).expect("a plan");
        let found = flown(&plan, 2);
        assert_eq!((found.draws.len(), plan.runs(), found.held.len()), (6, 7, 1));
        let held = &found.held[0];
        assert_eq!(held.variant, "open");
        let parts = held.ships.count + held.crosses.count + held.cannot_tell.count + held.waived.count;
        assert_eq!((parts, held.ships.of), (6, 6));
        let here = match held.here.as_ref().expect("judged") {
            Decision::Ship => &held.ships,
            Decision::DoNotShip => &held.crosses,
            Decision::Waived => &held.waived,
            Decision::CannotTell | Decision::NoGuardrail | Decision::Blank => &held.cannot_tell,
        };
        assert_eq!(&held.holds, here);
        let (low, high) = held.holds.interval.clone().expect("an interval");
        let value = held.holds.value().expect("a share");
        assert!(low <= value && value <= high && high - low > 0.3, "six settings tell little: {low} {high}");
        assert_eq!(held.guardrails[0].within.of, 6);
        assert!(held.metrics[0].quantiles.clone().is_ok_and(|[low, middle, high]| low <= middle && middle <= high));
        for draw in &found.draws {
            let inside = |(parameter, value): (&Parameter, &f64)| (parameter.low..=parameter.high).contains(value);
            assert!(plan.parameters.iter().zip(&draw.values).all(inside));
        }
        assert_eq!(flown(&plan, 1).draws, found.draws, "the same for any number of threads");
    }
}

#[test]
fn what_decides_is_named() {
    let decides = Decides::VarianceShares { trajectories: 3, screened: 2, rows: 8 };
    let plan = plan(1, Sampling::LatinHypercube, decides).expect("a plan");
    let found = flown(&plan, 2);
    assert_eq!(plan.runs(), 2 + 3 * (plan.parameters.len() + 1) + 8 * 4);
    assert_eq!(found.influences.len(), 2, "a guardrail and a metric of the only variant");
    let deciding = found.deciding("open").expect("known");
    assert_eq!(deciding.target.quantity, Quantity::Guardrail(0));
    let path = |setting: &ParameterInfluence| plan.parameters[setting.parameter].path.as_str();
    let night = deciding.settings.iter().find(|setting| path(setting) == "behavior.perception.setting_night").expect("a setting");
    assert_eq!(night.effects.as_ref().expect("flown").mean_absolute, 0.0, "no variant writes at night");
    let strength = |setting: &ParameterInfluence| setting.effects.as_ref().map_or(-1.0, |effects| effects.mean_absolute);
    assert!(deciding.settings.windows(2).all(|pair| strength(&pair[0]) >= strength(&pair[1])), "the strongest first");
    assert!(path(&deciding.settings[0]).starts_with("behavior.perception."), "{}", path(&deciding.settings[0]));
    let shared: Vec<&ParameterInfluence> = deciding.settings.iter().filter(|setting| setting.shares.is_some()).collect();
    assert_eq!(shared.len(), 2);
    assert!(
        shared.iter().all(|setting| setting.shares.as_ref().is_some_and(|shares| shares.as_ref().is_ok_and(|shares| shares.shares.total >= 0.0)))
    );
    assert_eq!(flown(&plan, 1).influences, found.influences, "the same for any number of threads");
}

#[test]
fn too_little_and_too_much_are_refused_and_it_can_be_stopped() {
    for (draws, decides) in [
        (0, Decides::Nothing),
        (4, Decides::ElementaryEffects { trajectories: 1 }),
        (4, Decides::VarianceShares { trajectories: 2, screened: 0, rows: 8 }),
        (4, Decides::VarianceShares { trajectories: 2, screened: 2, rows: 1 }),
    ] {
        assert!(matches!(plan(draws, Sampling::LatinHypercube, decides), Err(RobustnessError::TooLittle(_))), "{draws} {decides:?}");
    }
    assert_eq!(plan(1 << 17, Sampling::Sobol, Decides::Nothing).err(), Some(RobustnessError::TooLong));
    let stop = Stop::new();
    let ended = robustness(&plan(5, Sampling::LatinHypercube, Decides::Nothing).expect("a plan"), 1, &stop, |_, _| stop.ask());
    assert_eq!(ended.err(), Some(RunError::Cancelled));
}
