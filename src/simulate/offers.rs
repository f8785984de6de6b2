//! Who gets the premium offer, against who would truly benefit from it: kept of each customer's first slate on the last day of each epoch, so that
//! it costs little and that a checkpoint counts people, each once.

use super::day::Stage;
use super::life::Life;
use super::slate::request;
use super::touch::{Room, Taste};
use crate::behavior::purchase;
use crate::ledger::{Ledger, Offer};
use crate::math::{dot, logistic};
use crate::policy::highest_worth;
use crate::world::{Person, Purpose, uniform};

/// Keeps a slate, if it is the customer's first one on the last day of an epoch.
#[inline(always)]
pub(super) fn note_offer<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    taste: &Taste<K>,
    length: usize,
    room: &Room<K>,
    ledger: &mut Ledger,
) {
    let shape = &stage.flight.shape;
    let is_checkpoint = (day + 1).is_multiple_of(shape.checkpoint_days) || day + 1 == shape.days;
    if is_checkpoint && life.marks.offered_on != Some(day as u32) {
        life.marks.offered_on = Some(day as u32);
        keep(stage, person, life, day, touch, taste, length, room, ledger);
    }
}

/// - benefits: on that day the person would take the premium offer that suits her best over an ordinary one, with match 1/2 at the median price. A
///   choice between two, P = logistic(advantage), with a draw that is the same under every variant;
/// - score: the same chance by the policy's own estimate of matches, at list prices and the segment's usual price sensitivity. So a score of 0.2
///   promises that one in five would benefit. None for engines that estimate nothing about single customers, and for customers who get nothing
///   personal.
#[inline(never)]
fn keep<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
    taste: &Taste<K>,
    length: usize,
    room: &Room<K>,
    ledger: &mut Ledger,
) {
    let flight = stage.flight;
    let catalog = &flight.world.catalog;
    let p = &flight.scenario.behavior.purchase;
    let true_worth = |item: usize, matched: f32| purchase::advantage(p, matched, person.price_sensitivity, catalog.log_price[item]);
    let Some(advantage) = highest_worth(catalog, true_worth, |item| dot(&taste.unit, &catalog.unit[item])) else { return };
    let usual = flight.scenario.population.segments[person.segment].price_sensitivity as f32;
    let seen_worth = |item: usize, matched: f32| purchase::advantage(p, matched, usual, catalog.log_price[item]);
    let ranker = &stage.crowd.ranker;
    let seen = if room.plain { None } else { ranker.premium_worth(&request(stage, person, life, day, touch), seen_worth) };
    let draw = uniform(flight.world.keyed.words(person.id, day as u32, Purpose::Benefit, 0)[0]);
    let offer =
        Offer { score: seen.map(logistic), benefits: draw < logistic(advantage), offered: length > 0 && catalog.premium[room.slate[0] as usize] };
    ledger.offer(stage.variant, day / flight.shape.checkpoint_days, person.cell, offer);
}
