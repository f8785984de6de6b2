//! What follows a touch: trust, reactance, exposure, and the ways customers answer back.

use super::day::{DayCounts, Stage};
use super::life::Life;
use super::marks::back_off;
use super::rights;
use super::touch::{Shown, Taste};
use super::ways_out::{at_ad, switches_off, takes_fewer};
use crate::behavior::hazards::{self, Pressure, Reason};
use crate::behavior::response::novelty;
use crate::behavior::{annoyance, drift, fatigue, habit};
use crate::ledger::{Count, Ledger, Rare};
use crate::scenario::catalog::Format;
use crate::world::{Person, Purpose};

/// How fast the remembered match of touches follows the last one (assumed; it is only asked about).
const MATCH_PACE: f32 = 0.1;

/// How a customer answered back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answered {
    pub thumb_down: bool,
    pub complained: bool,
    pub unsubscribed: bool,
    pub opted_down: bool,
    pub hidden: bool,
    pub opted_out: bool,
}

/// Consequences of a slate that was seen.
#[cfg_attr(not(debug_assertions), inline(always))]
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
    ledger: &mut Ledger,
) -> Answered {
    let flight = stage.flight;
    let behavior = &flight.scenario.behavior;
    let on = &behavior.mechanisms;
    let mut answered = Answered::default();
    if on.hazards {
        answered = answer_back(stage, person, life, day, touch, channel, push, shown, counts, ledger);
    }
    if answered.thumb_down || answered.hidden {
        dislike(stage, life, shown, taste);
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
    if on.attention && push {
        life.ties.attention[channel] = habit::attend(&behavior.habit, life.ties.attention[channel], shown.matched);
    }
    let annoying = annoyance::of_touch(shown.attributes.obtrusiveness, shown.matched);
    life.ties.annoyance = annoyance::builds(&behavior.annoyance, life.ties.annoyance, annoying);
    life.ties.matched += MATCH_PACE * (shown.matched - life.ties.matched);
    if let Some(guard) = &stage.plan.guards.back_off {
        let over_line = shown.felt.creepiness > person.tolerance;
        back_off(guard, stage, person, &mut life.marks, day, touch, over_line, answered.thumb_down);
    }
    if on.drift {
        drift::expose(&behavior.drift, flight.world.catalog.topics, &mut life.interests, &taste.shares, &shown.mix);
    }
    answered
}

#[cfg_attr(not(debug_assertions), inline(always))]
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
    ledger: &mut Ledger,
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
    counts[Count::ThumbsDown as usize] += i64::from(answered.thumb_down);
    let format = flight.constants.format[channel];
    if push && format == Format::Display {
        answered.hidden = at_ad(stage, person, life, day, channel, shown, draws[1], ledger);
        return answered;
    }
    if push && format != Format::Notification {
        let unsubscribes = hazards::unsubscribes(p, &pressure);
        answered.complained = draws[2] < hazards::complains(p, unsubscribes, pressure.overshoot);
        counts[Count::Complaints as usize] += i64::from(answered.complained);
        if flight.constants.can_unsubscribe[channel] && draws[1] < unsubscribes {
            answered.opted_down = takes_fewer(stage, person, life, day, channel, ledger);
            answered.unsubscribed = !answered.opted_down;
            note_reason(stage, person, day, &pressure, answered.unsubscribed, ledger);
        }
        if answered.unsubscribed {
            counts[Count::Unsubscribes as usize] += i64::from(life.subscribed == u32::MAX);
            life.subscribed &= !(1 << channel);
        }
    }
    // Opt-out stock = share that finds the way x share that ever wanted out (C33, C14).
    let wants_out = shown.says_creepy && person.exit < stage.plan.exit * life.shock.protective;
    let drifts_out = !push && format == Format::Page && switches_off(stage, shown, draws[1]);
    if (wants_out || drifts_out) && life.personalization && life.knowledge.informed {
        if stage.plan.withdraws_each {
            rights::withdraw(stage, person, life, day, ledger);
        } else {
            answered.opted_out = true;
            counts[Count::OptOuts as usize] += 1;
            life.personalization = false;
            life.refresh_knowledge(stage.plan, person, day);
        }
    }
    answered
}

/// What a disliked item leaves: the policy unlearns or keeps similar ones away, the person's interests may recoil.
fn dislike<const K: usize>(stage: &Stage<'_, K>, life: &mut Life<K>, shown: &Shown<K>, taste: &Taste<K>) {
    if shown.length == 0 {
        return;
    }
    let behavior = &stage.flight.scenario.behavior;
    let catalog = &stage.flight.world.catalog;
    let mix = &catalog.mix[shown.top as usize];
    life.knowledge.take_back(stage.plan.terms.takes_back, mix);
    life.ranked_length = 0;
    life.ties.dislike(shown.top);
    if behavior.mechanisms.drift {
        drift::recoil(&behavior.drift, catalog.topics, &mut life.interests, &taste.shares, mix);
    }
}

/// Notes why somebody unsubscribed: the largest reason.
fn note_reason<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, day: usize, pressure: &Pressure, went: bool, ledger: &mut Ledger) {
    let reason = match hazards::main_reason(&stage.flight.scenario.behavior.hazards, pressure) {
        Reason::TooMany => Rare::LeftForTooMany,
        Reason::Irrelevant => Rare::LeftForIrrelevant,
        Reason::Creepy => Rare::LeftForCreepy,
    };
    ledger.note(stage.variant, day, person.cell, reason, i64::from(went));
}
