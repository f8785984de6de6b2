//! The survey at a checkpoint: every customer who has come answers, those who left included. Answers are counted and change nothing.

use super::day::Stage;
use super::life::Life;
use crate::behavior::hazards::{Pressure, Reason};
use crate::behavior::survey::{Judgement, judges, privacy_value, transparency_importance, would_unsubscribe};
use crate::behavior::threshold::overshoot;
use crate::ledger::{Check, Ledger, fixed};
use crate::world::Person;

/// Weekly numbers of notifications that people are asked about.
const WEEKLY: [(f32, Check); 3] = [(1.0, Check::StatedOffAtOne), (5.0, Check::StatedOffAtFive), (10.0, Check::StatedOffAtTen)];

/// Adds a person's answers to the ledger.
pub(super) fn poll<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, checkpoint: usize, ledger: &mut Ledger) {
    let behavior = &stage.flight.scenario.behavior;
    let p = &behavior.survey;
    let trust = life.trust.trust();
    let mut add = |column, amount| ledger.add_check(stage.variant, checkpoint, person.segment, column, amount);
    add(Check::Asked, 1);
    match judges(p, &behavior.perception, &stage.flight.constants.typical, person.sensitivity, trust, person.tolerance) {
        Judgement::VeryCreepy => add(Check::StatedVeryCreepy, 1),
        Judgement::SomewhatCreepy => add(Check::StatedSomewhatCreepy, 1),
        Judgement::Fine => {}
    }
    for (per_week, column) in WEEKLY {
        add(column, i64::from(per_week > person.tolerated_per_week));
    }
    let per_week: u32 = stage.plan.push.iter().map(|push| life.touches_this_week(push.channel)).sum();
    if per_week > 0 {
        let pressure = Pressure {
            overshoot: overshoot(&behavior.threshold, life.felt, person.tolerance),
            per_week: per_week as f32,
            matched: life.ties.matched,
            ..Pressure::default()
        };
        add(Check::AskedToStay, 1);
        match would_unsubscribe(p, &behavior.hazards, &pressure) {
            Some(Reason::TooMany) => add(Check::StatedTooMany, 1),
            Some(Reason::Irrelevant) => add(Check::StatedIrrelevant, 1),
            Some(Reason::Creepy) => add(Check::StatedTooCreepy, 1),
            None => {}
        }
    }
    add(Check::StatedPrivacyValueSum, fixed(privacy_value(p, person.concern, stage.plan.terms.default_on)));
    if stage.plan.asking.asked != 0 {
        let importance = transparency_importance(p, person.concern, person.candor);
        let consents = i64::from(life.consent & stage.plan.asking.asked != 0);
        add(Check::ConsentAskedOf, 1);
        add(Check::Consenting, consents);
        add(Check::ImportanceSum, fixed(importance));
        add(Check::ImportanceSquareSum, fixed(importance * importance));
        add(Check::ImportanceConsentSum, consents * fixed(importance));
    }
}
