//! After a thumb-down: similar items that the system keeps away, and what it does to people when one returns (C55).

use super::day::Stage;
use super::life::Life;
use super::touch::Room;
use crate::ledger::{Ledger, Rare};
use crate::math::dot;
use crate::policy::NO_ITEM;
use crate::world::{Person, Purpose};

/// Items that are ranked for each that is shown, where some may be kept away.
pub(super) const SPARE: usize = 2;

/// Takes out of the first `pooled` items of the slate those that are kept away, moves the others up, and gives how many of them are shown at most
/// `wanted`. Whether a similar item is kept away is drawn once for each person and item. Where one is shown, control is lost, and the touch
/// remembers it.
#[inline(never)]
pub(super) fn keep_away<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    pooled: usize,
    wanted: usize,
    room: &mut Room<K>,
    ledger: &mut Ledger,
) -> usize {
    let Some(share) = stage.plan.terms.keeps_away else { return pooled.min(wanted) };
    let world = &stage.flight.world;
    let (mut length, mut kept_away, mut returned) = (0, 0, 0);
    for place in 0..pooled {
        let item = room.slate[place];
        let alike = is_disliked(stage, life, item);
        // Only what would have been shown counts as due.
        if alike && world.keyed.uniforms(person.id, item, Purpose::KeptAway, 0)[0] < share {
            kept_away += i64::from(place < wanted);
            continue;
        }
        if length < wanted {
            returned += i64::from(alike && place < wanted);
            room.returned |= alike;
            room.slate[length] = item;
            length += 1;
        }
    }
    if room.returned {
        life.ties.control_lost = (life.ties.control_lost + stage.flight.scenario.behavior.controls.control_lost as f32).min(1.0);
    }
    ledger.note(stage.variant, day, person.cell, Rare::SimilarKeptAway, kept_away);
    ledger.note(stage.variant, day, person.cell, Rare::SimilarReturned, returned);
    length
}

/// Whether an item is like one that got a thumb-down.
fn is_disliked<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, item: u32) -> bool {
    let catalog = &stage.flight.world.catalog;
    let similar = stage.flight.scenario.behavior.controls.similar as f32;
    let own = &catalog.unit[item as usize];
    life.ties.disliked.iter().any(|&disliked| disliked != NO_ITEM && dot(own, &catalog.unit[disliked as usize]) >= similar)
}
