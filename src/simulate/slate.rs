//! What a policy puts in front of a customer.

use super::day::Stage;
use super::flight::MAX_SLATE;
use super::life::{Life, NO_ITEM};
use super::touch::Room;
use crate::policy::best;
use crate::scenario::policy::Engine;
use crate::world::{Person, Purpose};

/// Words after which a random slate stays shorter.
const MOST_WORDS: u32 = 64;

/// Fills the slate and gives its length; what is withdrawn is taken out.
#[inline(always)]
pub(super) fn fill_slate<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    room: &mut Room<K>,
) -> usize {
    let length = fill(stage, person, life, day, touch, wanted, room);
    if !stage.flight.unusual || stage.conditions.gone(stage.today.version).is_empty() {
        return length;
    }
    let mut left = 0;
    for place in 0..length {
        let item = room.slate[place];
        if !stage.is_gone(item) {
            room.slate[left] = item;
            left += 1;
        }
    }
    left
}

#[inline(always)]
fn fill<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    room: &mut Room<K>,
) -> usize {
    let plan = stage.plan;
    match plan.engine {
        Engine::None => 0,
        Engine::Random => random(stage, person, life, day, touch, wanted, room),
        Engine::SegmentPopular => from_list(stage, life, person.segment, wanted, room),
        Engine::Editorial | Engine::Popularity => from_list(stage, life, 0, wanted, room),
        Engine::Content if !life.personalization => from_list(stage, life, 0, wanted, room),
        Engine::Content => {
            if life.ranked_length == 0 {
                life.ranked_length = rank(stage, person, life, room);
                life.ranked = room.slate;
            } else if cfg!(debug_assertions) {
                let fresh = rank(stage, person, life, room);
                debug_assert_eq!(room.slate[..fresh], life.ranked[..life.ranked_length], "a kept ranking is that of a new scan");
            }
            room.scored = false;
            room.slate = life.ranked;
            life.ranked_length.min(wanted)
        }
    }
}

/// Scans all items for the best of this customer; they end up in the slate.
#[inline(always)]
fn rank<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, room: &mut Room<K>) -> usize {
    let plan = stage.plan;
    let catalog = &stage.flight.world.catalog;
    if !room.scored {
        let weights = life.knowledge.weights(plan, person.segment);
        room.scores.fill(&catalog.tiles, &weights[..catalog.topics], &stage.crowd.score_bias);
    }
    if plan.skip_recent {
        for &item in &life.recent {
            if item != NO_ITEM {
                room.scores.values[item as usize] = f32::NEG_INFINITY;
            }
        }
    }
    room.scores.note_largest();
    best(&room.scores, &catalog.tie, &mut room.slate[..plan.longest_slate.min(MAX_SLATE)])
}

/// The first of a ranked list that the customer has not chosen lately.
#[inline(always)]
fn from_list<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, list: usize, wanted: usize, room: &mut Room<K>) -> usize {
    let Some(list) = stage.crowd.lists.get(list) else { return 0 };
    let mut length = 0;
    for &item in list {
        if length == wanted {
            break;
        }
        if !(stage.plan.skip_recent && life.recent.contains(&item)) {
            room.slate[length] = item;
            length += 1;
        }
    }
    length
}

#[inline(always)]
fn random<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    room: &mut Room<K>,
) -> usize {
    let items = stage.flight.world.catalog.items as u64;
    let mut length = 0;
    for index in 0..MOST_WORDS / 4 {
        let words = stage.flight.world.keyed.words(person.id, day as u32, Purpose::RandomSlate, touch << 8 | index);
        for word in words {
            if length == wanted {
                return length;
            }
            let item = (u64::from(word) * items >> 32) as u32;
            let skipped = stage.plan.skip_recent && life.recent.contains(&item);
            if !skipped && !room.slate[..length].contains(&item) {
                room.slate[length] = item;
                length += 1;
            }
        }
    }
    length
}
