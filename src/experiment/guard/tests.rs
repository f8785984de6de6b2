//! Verdicts on hand-filled runs.

use super::*;
use crate::experiment::testing::{guarded_run, synthetic};
use crate::experiment::{Decision, WaiverState, decision, overview_sentence, scorecard, scorecard_on};
use crate::scenario::experiment::Waiver;

fn guardrail(metric: &str, limit: f64) -> Guardrail {
    Guardrail { metric: metric.into(), limit, ..Guardrail::default() }
}

fn only(run: &Run) -> GuardOutcome {
    let mut outcomes = guard_outcomes(run);
    assert_eq!(outcomes.len(), 1, "{outcomes:?}");
    outcomes.remove(0)
}

#[test]
fn a_limit_far_off_is_within_and_one_passed_is_crossed() {
    let outcome = only(&guarded_run(20, &[guardrail("over_line_share", 0.5)]));
    assert_eq!((outcome.verdict, outcome.worlds_needed), (Verdict::Within, None), "{}", outcome.reason);
    let outcome = only(&guarded_run(20, &[guardrail("over_line_share", 0.01)]));
    assert_eq!(outcome.verdict, Verdict::Crossed, "{}", outcome.reason);
    assert!(outcome.reason.contains("wholly above the limit of +1.00 points; 20 of 20 worlds"), "{}", outcome.reason);
    let at_least = Guardrail { bound: Bound::AtLeast, ..guardrail("purchases", 0.0) };
    assert_eq!(only(&guarded_run(20, &[at_least])).verdict, Verdict::Within);
}

#[test]
fn an_interval_touching_the_limit_says_how_many_worlds_would_do() {
    let mean = only(&guarded_run(4, &[guardrail("over_line_share", 0.5)])).compared.expect("a difference").mean;
    let outcome = only(&guarded_run(4, &[guardrail("over_line_share", mean * 1.02)]));
    assert_eq!(outcome.verdict, Verdict::CannotTell, "{}", outcome.reason);
    let needed = outcome.worlds_needed.expect("a number of worlds");
    assert!(needed > 4 && outcome.reason.contains(&format!("about {needed} worlds")), "{}", outcome.reason);
    let past = only(&guarded_run(4, &[guardrail("over_line_share", mean * 0.98)]));
    assert_eq!(past.verdict, Verdict::CannotTell);
    assert!(past.worlds_needed.is_some(), "past the limit: worlds that would show it crossed");
    assert_eq!(only(&guarded_run(4, &[guardrail("over_line_share", mean)])).worlds_needed, None);
}

#[test]
fn ratio_and_level_compare_what_they_say() {
    let ratio = Guardrail { compare: Compare::Ratio, ..guardrail("purchases", 2.0) };
    let outcome = only(&guarded_run(20, &[ratio]));
    let mean = outcome.compared.as_ref().expect("a ratio").mean;
    assert!((1.0..1.3).contains(&mean), "{mean}");
    assert!(outcome.verdict == Verdict::Within && outcome.reason.contains("divided by baseline is 1.0"), "{}", outcome.reason);
    let level = Guardrail { compare: Compare::Level, bound: Bound::AtLeast, ..guardrail("trust", 0.9) };
    assert_eq!(only(&guarded_run(20, &[level])).verdict, Verdict::Crossed);
    // A baseline that is zero in every world has no ratio.
    let mut run = guarded_run(3, &[Guardrail { compare: Compare::Ratio, ..guardrail("slate_clicks", 2.0) }]);
    run.baseline = 0;
    let outcome = guard_outcomes(&run).remove(0);
    assert_eq!(outcome.verdict, Verdict::CannotTell);
    assert!(outcome.reason.contains("the baseline's value is zero"), "{}", outcome.reason);
}

#[test]
fn one_world_cannot_show_luck() {
    let outcome = only(&guarded_run(1, &[guardrail("over_line_share", 0.5)]));
    assert_eq!(outcome.verdict, Verdict::CannotTell);
    assert!(outcome.reason.contains("one world cannot show luck"), "{}", outcome.reason);
    assert!(only(&guarded_run(0, &[guardrail("trust", 0.5)])).reason.contains("no world is finished"));
}

#[test]
fn part_of_the_worlds_decide_and_are_named() {
    let mut run = guarded_run(8, &[guardrail("over_line_share", 0.5)]);
    run.planned = 20;
    let outcome = only(&run);
    assert_eq!(outcome.verdict, Verdict::Within);
    assert!(outcome.reason.contains("8 of 20 worlds"), "{}", outcome.reason);
}

#[test]
fn equal_worlds_decide_by_their_value() {
    // No variant changes anything: the difference is exactly zero in every world, which a limit of zero allows.
    let mut run = guarded_run(5, &[guardrail("churn_cum", 0.0)]);
    for world in &mut run.worlds {
        let mut ledger = crate::ledger::Ledger::clone(world);
        for day in 0..ledger.shape.days {
            for cell in 0..ledger.customers.len() {
                for variant in 0..ledger.shape.variants {
                    ledger.day_mut(variant, day, cell)[crate::ledger::Count::Churned as usize] = 0;
                }
            }
        }
        *world = std::sync::Arc::new(ledger);
    }
    let outcome = only(&run);
    assert!(outcome.verdict == Verdict::Within && outcome.reason.contains("exactly 0"), "{}", outcome.reason);
}

#[test]
fn small_groups_are_not_judged() {
    let guard = Guardrail { smallest_group: 300, scope: GuardScope::EachGroup, ..guardrail("over_line_share", 0.9) };
    let outcomes = guard_outcomes(&guarded_run(4, &[guard]));
    let verdicts: Vec<Verdict> = outcomes.iter().map(|outcome| outcome.verdict).collect();
    assert_eq!(verdicts, [Verdict::Within, Verdict::Within, Verdict::CannotTell]);
    assert!(outcomes[2].reason.contains("only 200 people"), "{}", outcomes[2].reason);
}

#[test]
fn the_worst_segment_decides_at_the_confidence_of_all_searched() {
    let worst = Guardrail { scope: GuardScope::WorstSegment, ..guardrail("over_line_share", 0.05) };
    let each = Guardrail { scope: GuardScope::EachSegment, ..worst.clone() };
    let outcome = only(&guarded_run(20, std::slice::from_ref(&worst)));
    assert_eq!((outcome.scope, outcome.verdict), (Scope::Segment(0), Verdict::Crossed), "{}", outcome.reason);
    assert!(outcome.reason.contains("worst of 3 searched"), "{}", outcome.reason);
    assert!((outcome.confidence - (1.0 - 0.05 / 3.0)).abs() < 1e-12);
    let all = guard_outcomes(&guarded_run(20, &[each, worst]));
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|outcome| (outcome.confidence - (1.0 - 0.05 / 6.0)).abs() < 1e-12));
}

#[test]
fn the_worst_is_within_only_when_none_is_undecided() {
    let guard = Guardrail { smallest_group: 300, scope: GuardScope::WorstGroup, ..guardrail("over_line_share", 0.9) };
    let outcome = only(&guarded_run(4, &[guard]));
    assert_eq!((outcome.verdict, outcome.scope), (Verdict::CannotTell, Scope::Group { attribute: 0, level: 2 }));
}

#[test]
fn what_refers_to_nothing_is_undecided_with_a_reason() {
    let outcome = only(&guarded_run(4, &[guardrail("happiness", 0.1)]));
    assert_eq!((outcome.verdict, outcome.name.as_str()), (Verdict::CannotTell, "happiness"));
    assert!(outcome.reason.contains("there is no metric \"happiness\""), "{}", outcome.reason);
    let by_group = Guardrail { scope: GuardScope::EachGroup, ..guardrail("within", 0.1) };
    assert!(guard_outcomes(&guarded_run(4, &[by_group])).iter().all(|outcome| outcome.verdict == Verdict::CannotTell));
    let late = Guardrail { from_day: 3_650, ..guardrail("trust", 0.1) };
    assert!(only(&guarded_run(4, &[late])).reason.contains("the run ends on day 28"));
    let no_limit = guardrail("trust", f64::NAN);
    assert_eq!(only(&guarded_run(4, &[no_limit])).verdict, Verdict::CannotTell);
    let mut run = guarded_run(4, &[guardrail("trust", 0.1)]);
    run.baseline = 99;
    assert!(guard_outcomes(&run).iter().all(|outcome| outcome.verdict == Verdict::CannotTell));
    let _ = scorecard(&run);
}

#[test]
fn decisions_follow_from_the_outcomes() {
    let guards = [guardrail("over_line_share", 0.01), guardrail("trust", 0.5)];
    let card = scorecard(&synthetic(20, 28, 1_000, &["baseline", "weekly-5", "weekly-9"], &guards));
    assert_eq!(card.decisions, [None, None, Some(Decision::DoNotShip), Some(Decision::DoNotShip)]);
    assert_eq!(decision(&[], 2), Decision::NoGuardrail);
    let card = scorecard(&guarded_run(20, &[guardrail("over_line_share", 0.9)]));
    assert_eq!(card.decisions, [None, None, Some(Decision::Ship)]);
    let card = scorecard(&guarded_run(1, &[guardrail("over_line_share", 0.9)]));
    assert_eq!(card.decisions, [None, None, Some(Decision::CannotTell)]);
}

fn waiver(expires: &str) -> Waiver {
    Waiver { name: "Ethics board".into(), reason: "mended in spring".into(), expires: expires.into(), ..Waiver::default() }
}

fn on(day: &str) -> Option<Date> {
    crate::scenario::date(day)
}

#[test]
fn a_waiver_excuses_until_its_last_day_and_never_passes() {
    let crossed = Guardrail { waivers: vec![waiver("2027-03-31")], ..guardrail("over_line_share", 0.01) };
    let run = guarded_run(20, &[crossed]);
    let at = |day| guard_outcomes_on(&run, day).remove(0);
    let holds = at(on("2027-03-31"));
    assert_eq!((holds.by_interval, holds.verdict), (Verdict::Crossed, Verdict::Waived));
    assert!(holds.reason.ends_with("; waived until 2027-03-31 by Ethics board: mended in spring"), "{}", holds.reason);
    assert_eq!(holds.waiver.as_ref().map(|waiver| waiver.state), Some(WaiverState::Holds));
    let expired = at(on("2027-04-01"));
    assert_eq!(expired.verdict, Verdict::Crossed);
    assert!(expired.reason.contains("the waiver by Ethics board expired on 2027-03-31 and counts no more"), "{}", expired.reason);
    let undated = at(None);
    assert_eq!((undated.verdict, undated.waiver.map(|waiver| waiver.state)), (Verdict::Crossed, Some(WaiverState::Undated)));
    let card = scorecard_on(&run, on("2027-01-01"));
    assert_eq!(card.decisions[2], Some(Decision::Waived));
    let said = overview_sentence(&run, &card);
    assert!(said.contains(": crosses limit, waived until 2027-03-31 by Ethics board: mended in spring."), "{said}");
    assert!(!said.contains("within"), "{said}");
}

#[test]
fn the_waiver_that_holds_longest_is_named() {
    let waivers = vec![waiver("2027-01-01"), waiver("2027-06-30"), waiver("2027-03-31")];
    let run = guarded_run(20, &[Guardrail { waivers, ..guardrail("over_line_share", 0.01) }]);
    let place = |day| guard_outcomes_on(&run, on(day)).remove(0).waiver.map(|waiver| (waiver.place, waiver.state));
    assert_eq!(place("2026-12-01"), Some((1, WaiverState::Holds)));
    assert_eq!(place("2027-12-01"), Some((1, WaiverState::Expired)));
}

#[test]
fn a_waiver_for_one_segment_excuses_no_other() {
    let all = Guardrail { scope: GuardScope::EachSegment, ..guardrail("over_line_share", 0.01) };
    let worst = Guardrail { scope: GuardScope::WorstSegment, ..all.clone() };
    let run = guarded_run(20, &[all, worst]);
    let first = guard_outcomes(&run).into_iter().next_back().expect("the worst");
    let named = |run: &Run, whom: &str| {
        let mut scenario = Scenario::clone(&run.scenario);
        for guard in &mut scenario.experiment.guardrails {
            guard.waivers = vec![Waiver { whom: whom.into(), ..waiver("2027-03-31") }];
        }
        Run { scenario: std::sync::Arc::new(scenario), ..run.clone() }
    };
    let name = crate::experiment::scope_name(&run.scenario, first.scope);
    let waived = named(&run, &name);
    let outcomes = guard_outcomes_on(&waived, on("2027-01-01"));
    let of_scope = |scope| outcomes.iter().find(|outcome| outcome.guard == 0 && outcome.scope == scope).expect("an outcome");
    assert_eq!(of_scope(first.scope).verdict, Verdict::Waived);
    let decides = outcomes.last().expect("the worst");
    assert!(decides.scope != first.scope && decides.verdict == Verdict::Crossed, "the next one decides: {decides:?}");
    let nobody = named(&run, "nobody");
    let card = scorecard_on(&nobody, on("2027-01-01"));
    assert_eq!(card.idle_waivers.len(), 2);
    assert!(card.idle_waivers[0].contains("it matches no variant and nobody that the guardrail looks at"), "{:?}", card.idle_waivers);
    let within = guarded_run(20, &[Guardrail { waivers: vec![waiver("2027-03-31")], ..guardrail("over_line_share", 0.9) }]);
    let card = scorecard_on(&within, on("2027-01-01"));
    assert!(card.idle_waivers[0].contains("all that it covers is within the limit; it can be taken out"), "{:?}", card.idle_waivers);
    assert_eq!(card.decisions[2], Some(Decision::Ship), "a waiver that is not needed changes nothing");
}

#[test]
fn groups_of_one_attribute_alone() {
    let mut run = guarded_run(4, &[Guardrail { scope: GuardScope::EachGroup, ..guardrail("over_line_share", 0.9) }]);
    let mut scenario = Scenario::clone(&run.scenario);
    let attribute = scenario.population.attributes[0].name.clone();
    scenario.experiment.guardrails[0].attribute = attribute;
    let levels = scenario.population.attributes[0].levels.len();
    run.scenario = std::sync::Arc::new(scenario.clone());
    assert_eq!(guard_outcomes(&run).len(), levels);
    scenario.experiment.guardrails[0].attribute = "no such".into();
    run.scenario = std::sync::Arc::new(scenario);
    assert!(guard_outcomes(&run).iter().all(|outcome| outcome.verdict == Verdict::CannotTell), "it does not vanish");
}
