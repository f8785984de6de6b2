//! What customers decide about their data: consent when they come and when they are asked again, consent taken back signal by signal.

use super::day::Stage;
use super::duties::renew;
use super::life::Life;
use crate::behavior::creepiness::{Attributes, violation};
use crate::ledger::{Ledger, Rare};
use crate::scenario::catalog::Format;
use crate::world::Person;

/// On her first day, notes what a customer is offered, so that its measures are defined where it exists and there alone.
pub(super) fn arrive<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, day: usize, ledger: &mut Ledger) {
    let plan = stage.plan;
    let sends = |format| plan.push.iter().any(|push| stage.flight.constants.format[push.channel] == format);
    for (column, offered) in [
        (Rare::WithdrawalOffered, plan.withdraws_each),
        (Rare::RecordingAsked, plan.recording != 0),
        (Rare::TopicsOffered, plan.terms.states_topics > 0.0),
        (Rare::NotificationsOffered, sends(Format::Notification)),
        (Rare::AdsSent, sends(Format::Display)),
        (Rare::AdsBorne, plan.terms.ads.is_some()),
    ] {
        ledger.note(stage.variant, day, person.cell, column, i64::from(offered));
    }
}

/// Asks for consent: on the first day, whose answers the life began with, or again.
pub(super) fn ask<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, ledger: &mut Ledger) {
    let asking = &stage.plan.asking;
    let again = day as u32 > person.first_day;
    let trust = if again { life.trust.trust() } else { person.trust };
    let answers = asking.ask(&stage.flight.scenario.behavior.consent, person, trust);
    let mut note = |column, signals: u32| ledger.note(stage.variant, day, person.cell, column, i64::from(signals.count_ones()));
    note(Rare::ConsentAsked, asking.asked);
    note(Rare::ConsentAccepted, answers.accepted);
    note(Rare::ConsentAnswered, answers.given);
    if again {
        renew(stage, person, life, day, ledger);
        life.consent = asking.allowed(answers);
        life.refresh_knowledge(stage.plan, person, day);
    }
}

/// Takes back consent to the signal in use that violates most.
pub(super) fn withdraw<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, ledger: &mut Ledger) {
    let perception = &stage.flight.scenario.behavior.perception;
    let mut worst: Option<(usize, f32)> = None;
    for (index, signal) in stage.plan.signal_facts.iter().enumerate() {
        if life.knowledge.signals & 1 << index != 0 {
            let [sensitivity, depth, covertness] = signal.exposure;
            let own = violation(perception, &Attributes { sensitivity, depth, covertness, ..Attributes::default() });
            if worst.is_none_or(|(_, most)| own > most) {
                worst = Some((index, own));
            }
        }
    }
    if let Some((index, _)) = worst {
        life.consent &= !(1 << index);
        life.refresh_knowledge(stage.plan, person, day);
        ledger.note(stage.variant, day, person.cell, Rare::ConsentWithdrawn, 1);
    }
}

/// Whether what this person does here may be recorded.
#[inline(always)]
pub(super) fn is_recorded<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>) -> bool {
    stage.plan.recording == 0 || life.consent & stage.plan.recording != 0
}
