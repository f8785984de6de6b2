//! What slates mean for those who supply items, and for those who would benefit from a premium offer. Counted only where a scenario asks for it.

use super::day::Stage;
use super::feedback::Answered;
use super::flight::Flight;
use super::marks::Marks;
use super::panel::describe_panel;
use super::touch::{Room, Taste};
use crate::behavior::purchase;
use crate::ledger::{ItemFacts, Ledger, Rare, Supply, Traffic, fixed};
use crate::math::dot;
use crate::world::Person;

/// Says in the ledger what the items are.
pub(super) fn describe<const K: usize>(flight: &Flight<K>, ledger: &mut Ledger) {
    let (catalog, offering) = (&flight.world.catalog, &flight.world.offering);
    for item in 0..catalog.items {
        let facts = ItemFacts {
            provider: offering.provider[item],
            premium: catalog.premium[item],
            sensitive: offering.sensitive[item],
            on_brand: offering.on_brand[item],
        };
        ledger.describe(item, facts);
    }
    describe_panel(flight, ledger);
}

/// Counts a slate for the customer, for groups of providers, and what a premium offer would have been worth to the person.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn note_shown<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    marks: &mut Marks<K>,
    day: usize,
    taste: &Taste<K>,
    mix: &[f32; K],
    length: usize,
    room: &Room<K>,
    ledger: &mut Ledger,
) {
    let flight = stage.flight;
    if length > 0 {
        marks.slates += 1;
        for lane in 0..K {
            marks.shown[lane] += mix[lane];
        }
        if !marks.reached {
            marks.reached = true;
            ledger.note(stage.variant, day, person.cell, Rare::Reached, 1);
        }
    }
    if flight.shape.providers > 1 {
        let epoch = day / flight.shape.checkpoint_days;
        let offering = &flight.world.offering;
        for (&item, &weight) in room.slate[..length].iter().zip(&flight.constants.position) {
            let columns = ledger.supply_mut(stage.variant, epoch, offering.provider[item as usize] as usize);
            columns[Supply::ExposureSum as usize] += fixed(weight);
        }
        for (provider, unit) in offering.provider_unit.iter().enumerate() {
            ledger.supply_mut(stage.variant, epoch, provider)[Supply::RelevanceSum as usize] += fixed(dot(&taste.unit, unit));
        }
    }
    if flight.constants.benefits {
        let benefit = fixed(premium_benefit(stage, person, taste));
        ledger.note(stage.variant, day, person.cell, Rare::OfferBenefitSum, benefit);
        if length > 0 && flight.world.catalog.premium[room.slate[0] as usize] {
            ledger.note(stage.variant, day, person.cell, Rare::OfferBenefitTopSum, benefit);
        }
    }
}

/// Counts a choice out of a slate for the provider of the item.
#[inline(always)]
pub(super) fn note_choice<const K: usize>(stage: &Stage<'_, K>, day: usize, chosen: Option<u32>, ledger: &mut Ledger) {
    let flight = stage.flight;
    if let Some(item) = chosen
        && flight.shape.providers > 1
    {
        let provider = flight.world.offering.provider[item as usize] as usize;
        ledger.supply_mut(stage.variant, day / flight.shape.checkpoint_days, provider)[Supply::Clicks as usize] += 1;
    }
}

/// Counts a personalized message and what it costs.
#[inline(always)]
pub(super) fn note_output<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, is_personal: bool, day: usize, ledger: &mut Ledger) {
    if is_personal {
        ledger.note(stage.variant, day, person.cell, Rare::Outputs, 1);
        ledger.note(stage.variant, day, person.cell, Rare::OutputCostSum, stage.plan.output_cost);
    }
}

/// Counts a touch for its channel.
#[inline(always)]
pub(super) fn note_traffic<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    channel: usize,
    clicked: bool,
    answered: &Answered,
    ledger: &mut Ledger,
) {
    let columns = ledger.traffic_mut(stage.variant, person.cell, channel);
    columns[Traffic::Touches as usize] += 1;
    columns[Traffic::Clicks as usize] += i64::from(clicked);
    columns[Traffic::Unsubscribes as usize] += i64::from(answered.unsubscribed);
    columns[Traffic::Complaints as usize] += i64::from(answered.complained);
}

/// Chance that the person would buy the premium offer that suits them best: how much they would truly benefit, whatever the policy shows.
fn premium_benefit<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, taste: &Taste<K>) -> f32 {
    let catalog = &stage.flight.world.catalog;
    let p = &stage.flight.scenario.behavior.purchase;
    let mut best = f32::NEG_INFINITY;
    for item in catalog.premium_items() {
        let affinity = dot(&taste.unit, &catalog.unit[item]);
        best = best.max(purchase::leaning(p, affinity, person.price_sensitivity, catalog.log_price[item]));
    }
    purchase::chance(best)
}
