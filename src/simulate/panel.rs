//! What is kept of customers in the panel. A scenario without a panel pays one comparison for each of these calls.

use super::day::Stage;
use super::flight::{Flight, MAX_SLATE};
use super::life::Life;
use super::touch::{Room, Taste};
use crate::behavior::choice::{self, Offer};
use crate::ledger::{Ledger, PanelChoice, PanelCount, fixed};
use crate::math::{dot, softmax};
use crate::world::{Person, ranking};

/// Says in the panel what the items are.
pub(super) fn describe_panel<const K: usize>(flight: &Flight<K>, ledger: &mut Ledger) {
    if ledger.panel.people() == 0 {
        return;
    }
    let catalog = &flight.world.catalog;
    for (rank, item) in (1..).zip(ranking(&catalog.popularity, &catalog.tie)) {
        let item = item as usize;
        ledger.panel.describe(item, catalog.mix[item].iter().map(|&part| fixed(part)), fixed(catalog.quality[item]), rank);
    }
}

/// Keeps a choice.
#[inline(always)]
pub(super) fn note_panel_choice<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    day: usize,
    touch: u32,
    item: u32,
    from_slate: bool,
    ledger: &mut Ledger,
) {
    if let Some(place) = ledger.panel.place(person.id) {
        ledger.panel.choose(stage.variant, place, PanelChoice { day, touch, item: item as usize, from_slate });
    }
}

/// Keeps what a slate showed and, on the last day of each epoch, how good its order was for the person.
#[inline(always)]
pub(super) fn note_panel_slate<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    day: usize,
    taste: &Taste<K>,
    length: usize,
    room: &Room<K>,
    ledger: &mut Ledger,
) {
    let Some(place) = ledger.panel.place(person.id) else { return };
    ledger.panel.show(stage.variant, place, &room.slate[..length]);
    if length == 0 || !(day + 1).is_multiple_of(stage.flight.shape.checkpoint_days) {
        return;
    }
    if let Some(order) = order(stage, day, taste, &room.affinity[..length]) {
        ledger.panel.add(stage.variant, place, PanelCount::OrderSum, fixed(order));
        ledger.panel.add(stage.variant, place, PanelCount::Orders, 1);
    }
}

/// nDCG of a slate by true affinity: sum of affinities by the weights of their places, against that of the best items there are (B5.2). `None`
/// where nothing suits the person at all.
#[inline(never)]
fn order<const K: usize>(stage: &Stage<'_, K>, day: usize, taste: &Taste<K>, shown: &[f32]) -> Option<f32> {
    let world = &stage.flight.world;
    let mut best = [0.0f32; MAX_SLATE];
    let best = &mut best[..shown.len()];
    for (item, unit) in world.catalog.unit.iter().enumerate() {
        if stage.gone().get(item) == Some(&true) || !world.offering.is_there(item, day) {
            continue;
        }
        let mut own = dot(&taste.unit, unit);
        for other in best.iter_mut() {
            if own > *other {
                std::mem::swap(&mut own, other);
            }
        }
    }
    let weighed = |affinities: &[f32]| affinities.iter().zip(&stage.flight.constants.position).map(|(own, weight)| own * weight).sum::<f32>();
    let ideal = weighed(best);
    (ideal > 0.0).then(|| weighed(shown) / ideal)
}

/// Keeps a checkpoint: interests and, at the last one, which items the person would truly like better than nothing.
#[inline(always)]
pub(super) fn note_check<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, checkpoint: usize, ledger: &mut Ledger) {
    let Some(place) = ledger.panel.place(person.id) else { return };
    ledger.panel.introduce(place, person.cell, person.innate.iter().map(|&logit| fixed(logit)));
    for (kept, &logit) in ledger.panel.interests_mut(stage.variant, place, checkpoint).iter_mut().zip(&life.interests) {
        *kept = fixed(logit);
    }
    if checkpoint + 1 == stage.flight.shape.checkpoints() {
        note_liked(stage, place, life, ledger);
    }
}

/// True utility above that of doing nothing on an own visit, place, satiation and chance left out (B5.1).
#[inline(never)]
fn note_liked<const K: usize>(stage: &Stage<'_, K>, place: usize, life: &Life<K>, ledger: &mut Ledger) {
    let behavior = &stage.flight.scenario.behavior;
    let catalog = &stage.flight.world.catalog;
    let Some(&channel) = stage.flight.constants.pull_channels.first().filter(|_| behavior.mechanisms.outside_option) else { return };
    let shares = softmax(&life.interests, catalog.topics);
    let scale = 1.0 / dot(&shares, &shares).sqrt();
    let unit = shares.map(|share| share * scale);
    for item in 0..catalog.items {
        let offer = Offer {
            affinity: dot(&unit, &catalog.unit[item]),
            quality: catalog.quality[item],
            popularity: stage.crowd.visible[item],
            ..Offer::default()
        };
        if stage.flight.constants.intercept[channel] + choice::utility(&behavior.choice, &offer) > 0.0 {
            ledger.panel.like(stage.variant, place, item);
        }
    }
}
