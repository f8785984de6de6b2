//! What a policy puts in front of a customer.

use super::day::Stage;
use super::flight::MAX_SLATE;
use super::guarded::fill_guarded;
use super::life::{Life, NO_ITEM};
use super::touch::Room;
use crate::policy::best;
use crate::scenario::policy::Engine;
use crate::world::{Person, Purpose};

/// Words after which a random slate stays shorter.
const MOST_WORDS: u32 = 64;

/// Most candidates that are drawn at random for guards.
const MAX_DRAWN: usize = MOST_WORDS as usize;

/// Fills the slate and gives its length.
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
    let plan = stage.plan;
    room.personal = 1.0;
    if plan.guards.reranks {
        return fill_guarded(stage, person, life, day, touch, wanted, room);
    }
    match plan.engine {
        Engine::None => 0,
        Engine::Random => random(stage, person, life, day, touch, wanted, room),
        Engine::SegmentPopular => from_list(stage, life, person.segment, day, wanted, room),
        Engine::Editorial | Engine::Popularity => from_list(stage, life, 0, day, wanted, room),
        Engine::Content if !life.personalization => from_list(stage, life, 0, day, wanted, room),
        Engine::Content => {
            if life.ranked_length == 0 {
                life.ranked_length = rank(stage, person, life, day, room);
                life.ranked = room.slate;
            } else if cfg!(debug_assertions) {
                let fresh = rank(stage, person, life, day, room);
                debug_assert_eq!(room.slate[..fresh], life.ranked[..life.ranked_length], "a kept ranking is that of a new scan");
            }
            room.scored = false;
            room.slate = life.ranked;
            life.ranked_length.min(wanted)
        }
    }
}

/// Lets the engine propose candidates to guards, best first, at most `size`.
pub(super) fn propose<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
    size: usize,
    room: &mut Room<K>,
) {
    let plan = stage.plan;
    let catalog = &stage.flight.world.catalog;
    let list = match plan.engine {
        Engine::None => return,
        Engine::Random => {
            let mut drawn = [0; MAX_DRAWN];
            let count = draw_items(stage, person, life, day, touch, size, &mut drawn);
            // All alike: the order is that of the draws.
            room.pool.take_first(drawn[..count].iter().copied(), size);
            room.pool.candidates.iter_mut().for_each(|candidate| candidate.score = 0.0);
            return;
        }
        Engine::Content if life.personalization => {
            score(stage, person, life, day, room);
            room.pool.take_best(&room.scores.values, &catalog.tie, size);
            if plan.guards.offers.is_some() {
                room.pool.include_best(&room.scores.values, &catalog.tie, |item| catalog.premium[item as usize]);
            }
            return;
        }
        Engine::SegmentPopular => person.segment,
        Engine::Editorial | Engine::Popularity | Engine::Content => 0,
    };
    if let Some(list) = stage.crowd.lists.get(list) {
        room.pool.take_first(list.iter().copied().filter(|&item| may_show(stage, life, item, day)), size);
    }
}

/// Whether an item is there and was not chosen lately.
#[inline(always)]
fn may_show<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, item: u32, day: usize) -> bool {
    !(stage.plan.skip_recent && life.recent.contains(&item)) && stage.flight.world.offering.is_there(item as usize, day)
}

/// Scans all items for the best of this customer; they end up in the slate.
#[inline(always)]
fn rank<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, room: &mut Room<K>) -> usize {
    score(stage, person, life, day, room);
    room.scores.note_largest();
    best(&room.scores, &stage.flight.world.catalog.tie, &mut room.slate[..stage.plan.longest_slate.min(MAX_SLATE)])
}

/// Scores all items for this customer; what is not to be shown gets minus infinity.
#[inline(always)]
fn score<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, room: &mut Room<K>) {
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
    for item in stage.flight.world.offering.not_yet(day) {
        room.scores.values[item] = f32::NEG_INFINITY;
    }
}

/// The first of a ranked list that the customer has not chosen lately.
#[inline(always)]
fn from_list<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, list: usize, day: usize, wanted: usize, room: &mut Room<K>) -> usize {
    let Some(list) = stage.crowd.lists.get(list) else { return 0 };
    let mut length = 0;
    for &item in list {
        if length == wanted {
            break;
        }
        if may_show(stage, life, item, day) {
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
    draw_items(stage, person, life, day, touch, wanted, &mut room.slate)
}

/// Different items at random, as many as wanted or as there is room for, unless they are too hard to find.
#[inline(always)]
fn draw_items<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    out: &mut [u32],
) -> usize {
    let items = stage.flight.world.catalog.items as u64;
    let wanted = wanted.min(out.len());
    let mut length = 0;
    for index in 0..MOST_WORDS / 4 {
        let words = stage.flight.world.keyed.words(person.id, day as u32, Purpose::RandomSlate, touch << 8 | index);
        for word in words {
            if length == wanted {
                return length;
            }
            let item = (u64::from(word) * items >> 32) as u32;
            if may_show(stage, life, item, day) && !out[..length].contains(&item) {
                out[length] = item;
                length += 1;
            }
        }
    }
    length
}
