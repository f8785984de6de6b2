//! What a morning brings beside the night's forgetting: the habit under ads, requests about data, stated topics, data deleted as asked for.

use super::day::Stage;
use super::life::Life;
use super::ties::NEVER;
use crate::behavior::{habit, requests};
use crate::ledger::{Ledger, Rare, fixed};
use crate::math::softmax;
use crate::policy::RequestDesk;
use crate::world::{Person, Purpose};

/// A morning under a policy with ads, requests or statements.
pub(super) fn morning<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, ledger: &mut Ledger) {
    let behavior = &stage.flight.scenario.behavior;
    let terms = &stage.plan.terms;
    let [access, deletion, statement, ad_free] = stage.flight.world.keyed.uniforms(person.id, day as u32, Purpose::Morning, 0);
    let mut note = |column, amount| ledger.note(stage.variant, day, person.cell, column, amount);
    if let Some((settles, buys_out)) = terms.ads {
        if !life.ties.ad_free && ad_free < buys_out {
            life.ties.ad_free = true;
            note(Rare::AdFree, 1);
        }
        let target = if life.ties.ad_free { 1.0 } else { settles };
        life.ties.habit = habit::follow(life.ties.habit, target, stage.flight.constants.habit_kept);
    }
    if statement < terms.states_topics {
        let worth = behavior.requests.statement_worth as f32;
        life.knowledge.stated = softmax(&life.interests, stage.flight.world.catalog.topics).map(|share| worth * share);
        life.refresh_knowledge(stage.plan, person, day);
        note(Rare::TopicsStated, 1);
    }
    if let Some(desk) = &terms.requests {
        if day as u32 >= life.ties.deleted_on {
            delete(stage, person, life, day);
            note(Rare::Deleted, 1);
        }
        let urge = requests::urge(&behavior.requests, person.concern, life.reactance, 0.0);
        let [asks_for_copy, asks_for_deletion] = requests::chances(&behavior.requests, urge);
        let wait = stage.crowd.queue.wait_days(desk.served_a_day, desk.handling_days);
        if access < asks_for_copy {
            note_request(desk, wait, &mut note);
        }
        if life.ties.deleted_on == NEVER && deletion < asks_for_deletion {
            life.ties.deleted_on = day as u32 + libm::ceil(wait).max(1.0) as u32;
            note_request(desk, wait, &mut note);
        }
    }
}

fn note_request(desk: &RequestDesk, wait: f64, note: &mut impl FnMut(Rare, i64)) {
    note(Rare::Requests, 1);
    note(Rare::WaitDaysSum, fixed(wait as f32));
    note(Rare::LateRequests, i64::from(wait as f32 > desk.deadline_days));
}

/// Deletes what the policy knows of a customer. What was collected once does not come back; what she does from now on may be learned anew.
fn delete<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize) {
    life.ties.deleted_on = NEVER;
    life.knowledge.forget();
    for (index, signal) in stage.plan.signal_facts.iter().enumerate() {
        if signal.snapshot {
            life.consent &= !(1 << index);
        }
    }
    life.refresh_knowledge(stage.plan, person, day);
}
