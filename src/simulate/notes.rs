//! What engines that learn beyond sales take down while customers live. A policy whose engine does not pays nothing for it.

use super::day::Stage;
use super::life::Life;
use super::slate::request;
use crate::behavior::choice;
use crate::ledger::Ledger;
use crate::policy::Outcome;
use crate::scenario::learner::Evidence;
use crate::world::{Person, Purpose};

/// Takes down what a customer did to an item, if the engine keeps such doings and a signal that watches choices is in use.
#[inline(always)]
pub(super) fn note_item<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    what: Evidence,
    item: u32,
    ledger: &mut Ledger,
) {
    if stage.plan.watches == Some(what) && life.knowledge.signals & stage.plan.learning_signals != 0 {
        take_down(stage, person, life, day, touch, item, ledger);
    }
}

/// Takes down what is on record of a customer from before the first day.
#[inline(always)]
pub(super) fn note_record<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, ledger: &mut Ledger) {
    if life.record.is_empty() {
        return;
    }
    for item in std::mem::take(&mut life.record) {
        if life.knowledge.signals & stage.plan.learning_signals != 0 {
            take_down(stage, person, life, day, 0, item, ledger);
        }
    }
}

#[inline(never)]
fn take_down<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, touch: u32, item: u32, ledger: &mut Ledger) {
    if stage.plan.history_days != u32::MAX {
        life.history.forget(day, stage.plan.history_days);
    }
    let (place, before) = life.history.add(item, day);
    life.ranked_length = 0;
    stage.crowd.ranker.note_consumption(&request(stage, person, life, day, touch), place, before, ledger.gathered_mut(stage.variant));
}

/// Takes down the item that a visit without a choice ended at: a draw among what was in sight, `weights` as [`choice::draw`] leaves them. A look
/// changes nothing for the customer.
#[inline(never)]
pub(super) fn note_look<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    weights: &[f32],
    item_at: impl Fn(usize) -> u32,
    ledger: &mut Ledger,
) {
    let u = stage.flight.world.keyed.uniforms(person.id, day as u32, Purpose::Look, touch)[0];
    if let Some(place) = choice::look(weights, u) {
        note_item(stage, person, life, day, touch, Evidence::Views, item_at(place), ledger);
    }
}

/// Takes down a slate and what came of it, if the engine learns from slates.
#[inline(always)]
pub(super) fn note_slate<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
    slate: &[u32],
    chosen: Option<usize>,
    ledger: &mut Ledger,
) {
    if stage.plan.notes_slates {
        let request = request(stage, person, life, day, touch);
        stage.crowd.ranker.note_slate(&request, &Outcome { slate, chosen }, ledger.gathered_mut(stage.variant));
    }
}
