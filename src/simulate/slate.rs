//! What a policy puts in front of a customer: the engine ranks a pool, guards re-rank it, the first of it are shown.

use super::day::Stage;
use super::flight::MAX_SLATE;
use super::guarded::fill_guarded;
use super::keep_away::{SPARE, keep_away};
use super::life::Life;
use super::touch::Room;
use crate::ledger::Ledger;
use crate::policy::{MAX_POOL, Request, TopicScan};
use crate::world::Person;

/// Fills the slate and gives its length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn fill_slate<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    room: &mut Room<K>,
    ledger: &mut Ledger,
) -> usize {
    room.personal = 1.0;
    room.returned = false;
    if stage.plan.guards.reranks {
        return fill_guarded(stage, person, life, day, touch, wanted, room, ledger);
    }
    // Those who disliked something may find similar items kept away, which takes spare ones.
    let picky = stage.plan.terms.keeps_away.is_some() && life.ties.dislikes > 0;
    let asked = if picky { (SPARE * wanted).min(MAX_POOL) } else { wanted };
    let ranked = rank_pool(stage, person, life, day, touch, asked, picky, room);
    room.work.scored = false;
    if picky {
        return keep_away(stage, person, life, day, ranked, wanted, room, ledger);
    }
    ranked.min(wanted)
}

/// Lets the engine propose candidates to guards, best first. A place without score is worth 1 at the top and falls evenly to 0.
pub(super) fn propose<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, touch: u32, room: &mut Room<K>) {
    let (plan, ranker) = (stage.plan, &stage.crowd.ranker);
    let count = rank_pool(stage, person, life, day, touch, plan.pool, false, room);
    let scored = ranker.scores() && (!room.plain || ranker.plain().is_none());
    let scores = &room.work.scores.values;
    let size = plan.pool as f32;
    let worth = |(place, item): (usize, u32)| if scored { scores[item as usize] } else { 1.0 - place as f32 / size };
    room.pool.take(room.slate[..count].iter().copied().enumerate().map(|candidate| (candidate.1, worth(candidate))));
    if scored && plan.guards.offers.is_some() {
        let catalog = &stage.flight.world.catalog;
        room.pool.include_best(scores, &catalog.tie, |item| catalog.premium[item as usize]);
    }
}

/// Lets the engine rank a pool of items.
#[cfg_attr(not(debug_assertions), inline(always))]
fn rank_pool<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    asked: usize,
    picky: bool,
    room: &mut Room<K>,
) -> usize {
    let (plan, ranker) = (stage.plan, &stage.crowd.ranker);
    let request = request(stage, person, life, day, touch);
    if room.plain
        && let Some(list) = ranker.plain()
    {
        return request.first_of(list, &mut room.slate[..asked]);
    }
    if !ranker.keeps() || plan.pool > 0 || picky {
        let length = ranker.rank(&request, &mut room.work, &mut room.slate[..asked]);
        ranker.vary(&request, &mut room.slate[..length]);
        return length;
    }
    if life.ranked_length == 0 {
        let length = ranker.rank(&request, &mut room.work, &mut room.slate[..plan.longest_slate]);
        life.ranked_length = length;
        life.ranked.copy_from_slice(&room.slate[..MAX_SLATE]);
    } else {
        if cfg!(debug_assertions) {
            let fresh = ranker.rank(&request, &mut room.work, &mut room.slate[..plan.longest_slate]);
            debug_assert_eq!(room.slate[..fresh], life.ranked[..life.ranked_length], "a kept ranking is that of a new scan");
        }
        room.slate[..MAX_SLATE].copy_from_slice(&life.ranked);
    }
    let length = life.ranked_length.min(asked);
    ranker.vary(&self::request(stage, person, life, day, touch), &mut room.slate[..length]);
    length
}

/// The scan over topics that a new ranking would begin with; `None` where no ranking is needed or it begins otherwise.
#[inline(always)]
pub(super) fn topic_scan<'a, const K: usize>(
    stage: &Stage<'a, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
) -> Option<TopicScan<'a, K>> {
    if !life.personalization || life.ranked_length > 0 {
        return None;
    }
    stage.crowd.ranker.topic_scan(&request(stage, person, life, day, touch))
}

/// What the engine sees of a customer at a touch.
#[inline(always)]
pub(super) fn request<'a, const K: usize>(stage: &Stage<'a, K>, person: &'a Person<K>, life: &'a Life<K>, day: usize, touch: u32) -> Request<'a, K> {
    let world = &stage.flight.world;
    Request {
        plan: stage.plan,
        crowd: stage.crowd,
        catalog: &world.catalog,
        offering: &world.offering,
        keyed: world.keyed,
        person,
        knowledge: &life.knowledge,
        recent: &life.recent,
        history: &life.history,
        interests: &life.interests,
        satiation: &life.satiation,
        gone: stage.gone(),
        day: day as u32,
        touch,
    }
}
