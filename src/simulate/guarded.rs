//! A slate that goes through guards: the engine proposes a pool, guards leave out and re-rank, places that are not the policy's come from the
//! editor's list.

use super::day::Stage;
use super::flight::MAX_SLATE;
use super::keep_away::{is_kept_away, look_back};
use super::life::Life;
use super::marks::own_draws;
use super::slate::{propose, request};
use super::touch::Room;
use crate::ledger::Ledger;
use crate::policy::guards::{History, RepetitionPlan, fill_quota, lead};
use crate::scenario::guards::Repeated;
use crate::world::{Offering, Person, Purpose};

/// Fills the slate and gives its length.
pub(super) fn fill_guarded<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    room: &mut Room<K>,
    ledger: &mut Ledger,
) -> usize {
    let guards = &stage.plan.guards;
    let own = own_draws(stage.flight.world.keyed, person.id);
    if let Some(plan) = &guards.repetition {
        life.marks.history.get_or_insert_default().forget(plan, day as u32);
    }
    let chance = personal_chance(stage, person, life, day, own[0]);
    room.pool.candidates.clear();
    if chance > 0.0 {
        propose(stage, person, life, day, touch, room);
    }
    room.work.scored = false;
    // What would have been shown without the thumbs-down counts as due.
    let due = room.pool.candidates.iter().take(wanted).filter(|candidate| is_kept_away(stage, person, life, candidate.item)).count();
    room.pool.candidates.retain(|candidate| !is_kept_away(stage, person, life, candidate.item));
    let limits = Limits {
        offering: &stage.flight.world.offering,
        sensitive: guards.sensitive.is_some_and(|opted_in| own[1] >= opted_in),
        repetition: guards.repetition.as_ref().zip(life.marks.history.as_deref()),
    };
    rerank(stage, person, life, wanted, &limits, room);
    let length = compose(stage, person, life, day, touch, wanted, chance, &limits, room);
    look_back(stage, person, life, day, length, due as i64, room, ledger);
    if let (Some(plan), Some(history)) = (&guards.repetition, &mut life.marks.history) {
        for &item in &room.slate[..length] {
            history.note(day as u32, thing(plan, &stage.flight.world.offering, item));
        }
    }
    length
}

/// Chance that a place is the policy's and not the editor's.
fn personal_chance<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, own: f32) -> f32 {
    let guards = &stage.plan.guards;
    if guards.back_off.is_some() && life.marks.is_eased(day) {
        return 0.0;
    }
    let ramp = guards.ramp.map_or(1.0, |ramp| ramp.chance(day, own));
    if guards.wanted { ramp * person.wanted } else { ramp }
}

/// What may not be shown, whoever proposes it.
struct Limits<'a, const K: usize> {
    offering: &'a Offering<K>,
    /// Sensitive items are left out for this customer.
    sensitive: bool,
    repetition: Option<(&'a RepetitionPlan, &'a History)>,
}

impl<const K: usize> Limits<'_, K> {
    /// Whether an item may be shown beside those that are in the slate already.
    fn allow(&self, item: u32, slate: &[u32]) -> bool {
        if self.sensitive && self.offering.sensitive[item as usize] {
            return false;
        }
        let Some((plan, history)) = self.repetition else { return true };
        let own = thing(plan, self.offering, item);
        let planned = slate.iter().filter(|&&other| thing(plan, self.offering, other) == own).count();
        history.allows(plan, own, planned as u32)
    }
}

fn thing<const K: usize>(plan: &RepetitionPlan, offering: &Offering<K>, item: u32) -> u32 {
    match plan.of {
        Repeated::Item => item,
        Repeated::Topic => u32::from(offering.main_topic[item as usize]),
    }
}

/// Leaves out what may not be shown and orders the rest.
fn rerank<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, wanted: usize, limits: &Limits<'_, K>, room: &mut Room<K>) {
    let guards = &stage.plan.guards;
    let catalog = &stage.flight.world.catalog;
    let candidates = &mut room.pool.candidates;
    candidates.retain(|candidate| limits.allow(candidate.item, &[]));
    let control = &stage.crowd.control;
    if guards.exposure.is_some() {
        for candidate in candidates.iter_mut() {
            let provider = limits.offering.provider[candidate.item as usize];
            candidate.score += control.provider_offsets.get(provider as usize).copied().unwrap_or(0.0);
        }
        // A stable sort: equal scores stay as the engine has them.
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
    if let Some(rule) = &guards.rule {
        let weights = life.knowledge.weights(stage.plan, person.segment);
        let total: f32 = weights.iter().sum();
        let tastes = weights.map(|weight| if total > 0.0 { weight / total } else { 0.0 });
        rule.arrange(candidates, wanted, catalog, &tastes, &stage.flight.constants.position);
    }
    if let Some(offers) = &guards.offers {
        lead(candidates, |item| catalog.premium[item as usize], offers.offset(&control.group_offsets, person.cell));
    }
}

/// Fills the places: the policy's from its candidates, the others and what is left from the editor's list.
fn compose<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    touch: u32,
    wanted: usize,
    chance: f32,
    limits: &Limits<'_, K>,
    room: &mut Room<K>,
) -> usize {
    let world = &stage.flight.world;
    let (slate, pool) = (&mut room.slate, &room.pool.candidates);
    let mut personal = [false; MAX_SLATE];
    let mut proposed = pool.iter().map(|candidate| candidate.item);
    let request = request(stage, person, life, day, touch);
    let listed = |item: &u32| !request.skips(*item) && !is_kept_away(stage, person, life, *item);
    let mut edited = world.catalog.editorial.iter().copied().filter(listed);
    let mut draws = [0.0; 4];
    let mut length = 0;
    for place in 0..wanted {
        if place % 4 == 0 && chance > 0.0 && chance < 1.0 {
            draws = world.keyed.uniforms(person.id, day as u32, Purpose::Guards, touch << 8 | (1 + place as u32 / 4));
        }
        let fits = |item: &u32, slate: &[u32]| !slate.contains(item) && limits.allow(*item, slate);
        let own = chance >= 1.0 || draws[place % 4] < chance;
        let filled = &slate[..length];
        let policy = if own { proposed.find(|item| fits(item, filled)) } else { None };
        let next = policy.or_else(|| edited.find(|item| fits(item, filled)));
        // A list that has run out leaves its places to the other one.
        let next = next.map(|item| (item, policy.is_some())).or_else(|| proposed.find(|item| fits(item, filled)).map(|item| (item, true)));
        let Some((item, is_personal)) = next else { break };
        slate[length] = item;
        personal[length] = is_personal;
        length += 1;
    }
    if let Some(quota) = stage.plan.guards.brand {
        // Only where every place is the policy's may its candidates stand in.
        let own = if chance >= 1.0 { pool.as_slice() } else { &[] };
        let spare = own.iter().map(|candidate| candidate.item).chain(world.catalog.editorial.iter().copied().filter(listed));
        let fits = |item: u32| world.offering.on_brand[item as usize];
        fill_quota(&mut slate[..length], quota, fits, spare, |item, slate| limits.allow(item, slate), |place| personal[place] = chance >= 1.0);
    }
    room.personal = if length == 0 { 0.0 } else { personal[..length].iter().filter(|&&own| own).count() as f32 / length as f32 };
    length
}
