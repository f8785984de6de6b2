//! Who gets the premium offer, against who would truly benefit from it: kept of each customer's first slate on the last day of each epoch, so that
//! it costs little and that a checkpoint counts people, each once.

use super::day::Stage;
use super::life::Life;
use super::slate::request;
use super::supply::premium_benefit;
use super::touch::{Room, Taste};
use crate::behavior::purchase;
use crate::ledger::{Ledger, Offer};
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

/// - benefits: on that day the person would buy the premium offer that suits her best, were it put before her. Its utility, with a draw that is the
///   same under every variant, is then above that of buying nothing;
/// - score: the chance of that as it follows from the policy's own estimate of the match, at the list price and the segment's usual price
///   sensitivity. So a score of 0.2 promises that one in five would benefit. None for engines that estimate nothing about single customers, and for
///   customers who get nothing personal.
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
    let scenario = &flight.scenario;
    let draw = uniform(flight.world.keyed.words(person.id, day as u32, Purpose::Benefit, 0)[0]);
    let matched = if room.plain { None } else { stage.crowd.ranker.premium_match(&request(stage, person, life, day, touch)) };
    let usual = scenario.population.segments[person.segment].price_sensitivity as f32;
    let chance =
        |(item, matched): (usize, f32)| purchase::chance(purchase::leaning(&scenario.behavior.purchase, matched, usual, catalog.log_price[item]));
    let offer = Offer {
        score: matched.map(chance),
        benefits: draw < premium_benefit(stage, person, taste),
        offered: length > 0 && catalog.premium[room.slate[0] as usize],
    };
    ledger.offer(stage.variant, day / flight.shape.checkpoint_days, person.cell, offer);
}
