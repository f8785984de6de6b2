//! A day on which something happens, as one customer lives it: what she learns in the morning, whether she stays away, where her spending goes.

use super::conditions::Happening;
use super::day::Stage;
use super::duties::renew;
use super::life::Life;
use crate::behavior::breach::{EVERY, NONE, Offence};
use crate::ledger::{Ledger, Rare};
use crate::scenario::events::Event;
use crate::world::{Person, Purpose};

/// The morning: another version of the policy, alarm fading, what happens, and what the day is like after it.
pub(super) fn morning<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, ledger: &mut Ledger) {
    let behavior = &stage.flight.scenario.behavior;
    if life.version != stage.today.version {
        life.version = stage.today.version;
        life.refresh_knowledge(stage.plan, person, day);
    }
    if life.shock.of != NONE {
        life.shock.night(&behavior.breach, stage.flight.constants.trust_kept, &mut life.trust);
    }
    for &happening in stage.conditions.happenings(&stage.today) {
        happen(stage, person, life, day, happening, ledger);
    }
    if life.shock.of != NONE {
        let loyal = is_loyal(stage, person);
        life.shock.morning(&behavior.breach, life.trust.trust(), loyal);
    }
}

/// Loyal people come by at least so often on their own (C57 speaks of high patronage).
pub(super) fn is_loyal<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>) -> bool {
    person.visit * 7.0 >= stage.flight.scenario.behavior.breach.loyal_visits as f32
}

fn happen<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, happening: Happening, ledger: &mut Ledger) {
    let behavior = &stage.flight.scenario.behavior;
    let p = &behavior.breach;
    let believes = behavior.mechanisms.trust;
    let (shock, trust) = (&mut life.shock, &mut life.trust);
    let knows = shock.of != NONE && believes;
    match happening {
        Happening::Breach(of) => {
            let event = &stage.flight.scenario.events[of as usize];
            if event.notified || hears(stage, person, of) {
                learn_of(stage, person, life, day, of, event.late, ledger);
            }
        }
        Happening::Notice { of, late } => {
            let event = &stage.flight.scenario.events[of as usize];
            // Who heard of it at once need not be told; a later breach has taken its place for the others.
            if !event.notified && !hears(stage, person, of) && life.told & (1 << of) == 0 {
                learn_of(stage, person, life, day, of, late || event.late, ledger);
            }
        }
        Happening::Apology if knows => shock.apology(p, trust),
        Happening::Denial if knows => shock.denial(p, trust),
        Happening::Promise if knows => shock.promise(),
        Happening::Proof if knows => shock.proof(p, trust),
        Happening::Acts(index) if believes => {
            let event = &stage.flight.scenario.events[index as usize];
            let acts = person.trust_pace * event.acts as f32;
            if acts < 0.0 {
                shock.violation(p, index, -acts * behavior.trust.bad_weight as f32, event.deception, trust);
            } else {
                trust.alpha += acts * behavior.trust.good_weight as f32;
            }
        }
        Happening::Ask(index) if behavior.mechanisms.consent => {
            ask(stage, person, life, day, &stage.flight.scenario.events[index as usize], ledger);
            life.refresh_knowledge(stage.plan, person, day);
        }
        _ => {}
    }
}

/// Asks for consent to the signals of an event again, as the rule now in force wants it. The person's draws stay the same, so an answer changes
/// only as the request and her trust have changed.
fn ask<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, event: &Event, ledger: &mut Ledger) {
    let scenario = &stage.flight.scenario;
    let mut concerned = 0;
    for (index, signal) in scenario.signals.iter().enumerate() {
        concerned |= u32::from(event.signals.is_empty() || event.signals.contains(&signal.name)) << index;
    }
    let asking = &stage.plan.asking;
    let answers = asking.ask(&scenario.behavior.consent, person, life.trust.trust());
    if asking.asked & !concerned == 0 {
        renew(stage, person, life, day, ledger);
    }
    life.consent = life.consent & !concerned | asking.allowed(answers) & concerned;
    let mut count = |column, signals: u32| {
        let signals = signals & asking.asked & concerned;
        if signals != 0 {
            ledger.note(stage.variant, day, person.cell, column, i64::from(signals.count_ones()));
        }
    };
    count(Rare::ConsentAsked, u32::MAX);
    count(Rare::ConsentAccepted, answers.accepted);
    count(Rare::ConsentAnswered, answers.given);
}

/// Whether a person learns of a breach by herself.
fn hears<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, of: u32) -> bool {
    let aware = stage.flight.scenario.behavior.breach.aware as f32;
    stage.flight.world.keyed.uniforms(person.id, of, Purpose::Event, 0)[0] < aware
}

fn learn_of<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, of: u32, late: bool, ledger: &mut Ledger) {
    let scenario = &stage.flight.scenario;
    let event = &scenario.events[of as usize];
    let channel = scenario.channels.iter().position(|channel| channel.name == event.channel).map_or(EVERY, |channel| channel as u8);
    life.told |= 1 << of;
    life.shock.breach(&scenario.behavior.breach, of, &offence(event, late), channel, &mut life.trust, scenario.behavior.mechanisms.trust);
    ledger.note(stage.variant, day, person.cell, Rare::LearnedOfBreach, 1);
}

/// A breach as the company answers for it.
fn offence(event: &Event, late: bool) -> Offence {
    Offence {
        severity: event.severity as f32,
        misuse: event.misuse,
        deception: event.deception,
        late,
        transparency: event.transparency as f32,
        control: event.control as f32,
    }
}

/// The channel of today's own visit, if there is one. A visit that alarm has cost may go to a channel that was not breached.
pub(super) fn visited<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, draws: &[f32; 4]) -> Option<usize> {
    let channels = &stage.flight.constants.pull_channels;
    let place = draws[2] * channels.len() as f32;
    let &channel = channels.get((place as usize).min(channels.len().wrapping_sub(1)))?;
    let usual = person.visit * life.ties.habit * stage.today.visits;
    let left = usual * life.shock.presence_in(channel);
    if draws[0] < left {
        return Some(channel);
    }
    let moved = stage.flight.scenario.behavior.breach.moved as f32 * (usual - left);
    if draws[0] >= left + moved {
        return None;
    }
    let mut others = channels.iter().copied().filter(|&other| life.shock.presence_in(other) == 1.0);
    let count = others.clone().count();
    others.nth((place.fract() * count as f32) as usize)
}

/// Whether an answer in a channel that alarm has cost goes its own way instead: the person takes what she was shown through a channel that was
/// not breached.
#[inline(always)]
pub(super) fn answer_moves<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, channel: usize, chance: f32, draw: f32) -> bool {
    let presence = life.shock.presence_in(channel);
    if presence == 1.0 || life.shock.channel == EVERY || stage.flight.scenario.channels.len() < 2 {
        return false;
    }
    let moved = stage.flight.scenario.behavior.breach.moved as f32 * (1.0 - presence);
    (chance * presence..chance * (presence + moved)).contains(&draw)
}

/// Counts money spent in channels that no breach of the scenario names.
pub(super) fn note_spending<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    day: usize,
    channel: usize,
    moved: bool,
    cents: i64,
    ledger: &mut Ledger,
) {
    let breached = stage.flight.breached;
    if breached != 0 && cents != 0 && (moved || breached & (1 << channel) == 0) {
        ledger.note(stage.variant, day, person.cell, Rare::UnbreachedCents, cents);
    }
}
