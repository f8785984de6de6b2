//! What follows a touch: trust, reactance, exposure, and the ways customers answer back.

use super::day::{DayCounts, Stage};
use super::life::Life;
use super::marks::back_off;
use super::touch::{Shown, Taste};
use crate::behavior::hazards::{self, Pressure};
use crate::behavior::response::novelty;
use crate::behavior::{drift, fatigue};
use crate::ledger::Count;
use crate::world::{Person, Purpose};

/// How a customer answered back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answered {
    pub thumb_down: bool,
    pub complained: bool,
    pub unsubscribed: bool,
    pub opted_out: bool,
}

/// Consequences of a slate that was seen.
#[inline(always)]
pub(super) fn aftermath<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    channel: usize,
    push: bool,
    shown: &Shown<K>,
    taste: &Taste<K>,
    counts: &mut DayCounts,
) -> Answered {
    let flight = stage.flight;
    let behavior = &flight.scenario.behavior;
    let on = &behavior.mechanisms;
    let mut answered = Answered::default();
    if on.hazards {
        answered = answer_back(stage, person, life, day, touch, channel, push, shown, counts);
    }
    if on.trust {
        let useful = shown.felt.creepiness <= person.tolerance;
        life.trust.learn(&behavior.trust, person.trust_pace, shown.matched, useful, shown.mood.overshoot);
    }
    if on.perception {
        life.reactance += shown.mood.overshoot;
        life.felt = life.felt.max(shown.felt.creepiness);
    }
    if on.fatigue {
        life.exposures[channel] += fatigue::added(&behavior.fatigue, life.last_top[channel] == shown.top);
    }
    life.last_top[channel] = shown.top;
    if shown.attributes.explicitness > 0.0 {
        life.lifetime += 1.0;
    }
    if let Some(guard) = &stage.plan.guards.back_off {
        let over_line = shown.felt.creepiness > person.tolerance;
        back_off(guard, stage, person, &mut life.marks, day, touch, over_line, answered.thumb_down);
    }
    if on.drift {
        drift::expose(&behavior.drift, flight.world.catalog.topics, &mut life.interests, &taste.shares, &shown.mix);
    }
    answered
}

#[inline(always)]
fn answer_back<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    channel: usize,
    push: bool,
    shown: &Shown<K>,
    counts: &mut DayCounts,
) -> Answered {
    let flight = stage.flight;
    let behavior = &flight.scenario.behavior;
    let p = &behavior.hazards;
    let draws = flight.world.keyed.uniforms(person.id, day as u32, Purpose::Feedback, touch);
    let pressure = Pressure {
        overshoot: shown.mood.overshoot,
        per_week: life.touches_this_week(channel) as f32,
        matched: shown.matched,
        fresh_reference: shown.attributes.explicitness * novelty(&behavior.response, shown.mood.lifetime),
        trust: shown.mood.trust,
    };
    let mut answered = Answered { thumb_down: draws[0] < hazards::thumbs_down(p, &pressure), ..Answered::default() };
    if answered.thumb_down {
        counts[Count::ThumbsDown as usize] += 1;
        if shown.length > 0 {
            life.knowledge.take_back(behavior.learning.thumb_down_effect as f32, &flight.world.catalog.mix[shown.top as usize]);
            life.ranked_length = 0;
        }
    }
    if push {
        let unsubscribes = hazards::unsubscribes(p, &pressure);
        answered.complained = draws[2] < hazards::complains(p, unsubscribes, pressure.overshoot);
        counts[Count::Complaints as usize] += i64::from(answered.complained);
        if flight.constants.can_unsubscribe[channel] && draws[1] < unsubscribes {
            answered.unsubscribed = true;
            counts[Count::Unsubscribes as usize] += i64::from(life.subscribed == u32::MAX);
            life.subscribed &= !(1 << channel);
        }
    }
    // Opt-out stock = share that finds the way x share that ever wanted out (C33, C14).
    if shown.says_creepy && life.personalization && life.knowledge.signals != 0 && person.exit < stage.plan.exit {
        answered.opted_out = true;
        counts[Count::OptOuts as usize] += 1;
        life.personalization = false;
        life.refresh_knowledge(stage.plan, person, day);
    }
    answered
}
