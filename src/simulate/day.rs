//! One customer under one variant, day after day.

use std::ops::Range;

use super::check::{Trace, check};
use super::conditions::{Conditions, Today};
use super::duties;
use super::flight::Flight;
use super::happen;
use super::life::Life;
use super::mornings::morning;
use super::notes::note_record;
use super::poll::poll;
use super::record::{DayRecord, Recorder};
use super::rights;
use super::touch::{Room, push_touch, visit};
use super::ways_out::{evening, left_out};
use crate::behavior::{annoyance, drift, hazards, satiation};
use crate::ledger::{Count, Histogram, Ledger, fixed};
use crate::math::snap;
use crate::policy::{Crowd, Plan};
use crate::world::{Person, Purpose, normal};

/// Where a life is lived: world, variant, policy, crowd.
pub struct Stage<'a, const K: usize> {
    /// Everything common to the world.
    pub flight: &'a Flight<K>,
    /// Index of the variant.
    pub variant: usize,
    /// Its policy.
    pub plan: &'a Plan<K>,
    /// Its crowd in this epoch.
    pub crowd: &'a Crowd,
    /// What is in force in the world.
    pub conditions: &'a Conditions<K>,
    /// What is in force today.
    pub today: Today,
}

impl<'a, const K: usize> Stage<'a, K> {
    /// A day like any other under a variant's own policy.
    pub fn new(flight: &'a Flight<K>, conditions: &'a Conditions<K>, variant: usize) -> Self {
        let (plan, crowd) = (&flight.plans[variant], &conditions.crowds[variant]);
        Self { flight, variant, plan, crowd, conditions, today: Today::ordinary(variant) }
    }

    /// The same on a day (from 0) of somebody's segment.
    #[inline(always)]
    fn on(&self, day: usize, segment: usize) -> Self {
        if !self.flight.unusual {
            return Self { ..*self };
        }
        let today = self.conditions.today(self.variant, day, segment);
        Self { plan: self.conditions.plan(self.flight, today.version), crowd: self.conditions.crowd(today.version), today, ..*self }
    }

    /// By item, whether it is withdrawn today; empty where nothing is.
    #[inline(always)]
    pub fn gone(&self) -> &'a [bool] {
        if self.flight.unusual { self.conditions.gone(self.today.version) } else { &[] }
    }
}

/// Columns of one day, added up before they go to the ledger.
pub type DayCounts = [i64; Count::COUNT];

/// Lives through some days (from 0) and leaves counts in the ledger. `trace` carries the twin's course from the first variant to the others.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn live<const K: usize, R: Recorder>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    days: Range<usize>,
    room: &mut Room<K>,
    trace: &mut Trace<K>,
    ledger: &mut Ledger,
    recorder: &mut R,
) {
    let flight = stage.flight;
    let every = flight.shape.checkpoint_days;
    // The crowd may have changed since these days' forerunners.
    life.ranked_length = 0;
    for day in days {
        let stage = &stage.on(day, person.segment);
        let mut counts: DayCounts = [0; Count::COUNT];
        let here = day as u32 >= person.first_day;
        if here && !life.left {
            wake_up(stage, person, life, day);
            if flight.unusual {
                happen::morning(stage, person, life, day, ledger);
            }
            if day as u32 == person.first_day {
                rights::arrive(stage, person, day, ledger);
                note_record(stage, person, life, day, ledger);
            }
            if stage.plan.asking.asks(person.first_day, day as u32) {
                rights::ask(stage, person, life, day, ledger);
            }
            if stage.plan.terms.fills_mornings() {
                morning(stage, person, life, day, ledger);
            }
            if flight.consent_days > 0 {
                duties::run_out(stage, person, life, day, ledger);
            }
            contacts(stage, person, life, day, room, &mut counts, ledger, recorder);
        }
        if here && flight.late.is_some() {
            duties::purge(stage, person, life, day, ledger);
        }
        let leaves = counts[Count::Churned as usize] > 0;
        ledger.test.add(stage.variant, person.id, day, counts[flight.shape.test.column as usize], leaves);
        close_day(stage, person, life, day, here, &counts, ledger);
        if R::ON {
            let seen = |column: Count| counts[column as usize] as u32;
            recorder.day(DayRecord {
                day,
                felt: life.felt,
                trust: life.trust.trust(),
                reactance: life.reactance,
                left: life.left,
                here,
                personal: life.personalization,
                choices: seen(Count::Choices),
                purchases: seen(Count::Purchases),
            });
        }
        if (day + 1) % every == 0 || day + 1 == flight.shape.days {
            check(stage, person, life, day / every, trace, ledger);
            if here && flight.scenario.behavior.survey.on {
                poll(stage, person, life, day / every, ledger);
            }
        }
    }
}

/// What a night does: fading, forgetting, data falling out of retention.
#[cfg_attr(not(debug_assertions), inline(always))]
fn wake_up<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize) {
    let behavior = &stage.flight.scenario.behavior;
    let constants = &stage.flight.constants;
    let on = &behavior.mechanisms;
    if on.drift {
        drift::anchor(&behavior.drift, &mut life.interests, &person.innate);
        if behavior.drift.reset > 0.0 {
            let draw = stage.flight.world.keyed.uniforms(person.id, day as u32, Purpose::Reset, 0)[0];
            drift::reset(&behavior.drift, draw, &mut life.interests, &person.innate);
        }
        if behavior.drift.noise > 0.0 {
            let mut draws = stage.flight.world.keyed.stream(person.id, day as u32, Purpose::TasteNoise);
            let normals = std::iter::repeat_with(|| snap(normal(&mut draws)));
            drift::jitter(&behavior.drift, stage.flight.world.catalog.topics, &mut life.interests, normals);
        }
    }
    if on.satiation {
        satiation::rest(&mut life.satiation, behavior.choice.satiation_memory as f32);
    }
    if on.trust {
        life.trust.forget(constants.trust_kept);
    }
    life.reactance *= constants.reactance_kept;
    life.felt *= constants.felt_kept;
    for channel in 0..life.week.len() {
        life.exposures[channel] *= constants.exposures_kept;
        life.week[channel] = (life.week[channel] << 8) & 0x00ff_ffff_ffff_ffff;
    }
    if stage.flight.world.offering.has_arrivals() {
        life.ranked_length = 0;
    }
    let kept = stage.plan.kept_per_day;
    if kept < 1.0 {
        for value in &mut life.knowledge.observed {
            *value *= kept;
        }
        life.knowledge.observed_mass *= kept;
        life.history.forget(day, stage.plan.history_days);
        life.ranked_length = 0;
    }
    if day as u32 >= life.knowledge.valid_until {
        life.refresh_knowledge(stage.plan, person, day);
    }
}

/// Messages, an own visit, and at the end of the day staying or leaving.
#[cfg_attr(not(debug_assertions), inline(always))]
fn contacts<const K: usize, R: Recorder>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    room: &mut Room<K>,
    counts: &mut DayCounts,
    ledger: &mut Ledger,
    recorder: &mut R,
) {
    let flight = stage.flight;
    let behavior = &flight.scenario.behavior;
    let keyed = flight.world.keyed;
    let mut touch = 0;
    if !stage.plan.push.is_empty() && day >= flight.constants.warmup && is_addressed(stage, person, life) {
        let draws = keyed.uniforms(person.id, day as u32, Purpose::Contacts, 0);
        for push in &stage.plan.push {
            let u = match draws.get(push.channel) {
                Some(&draw) => draw,
                None => keyed.uniforms(person.id, day as u32, Purpose::Contacts, 1)[push.channel % draws.len()],
            };
            let mut messages = 0;
            let at_most = if life.marks.is_eased(day) && !push.eased.is_empty() { &push.eased } else { &push.at_most };
            for &end in at_most {
                messages += u32::from(u >= end);
            }
            for number in 0..messages {
                if life.subscribed & (1 << push.channel) == 0 || life.touches_this_week(push.channel) >= push.cap {
                    break;
                }
                if left_out(stage, person, life, day, push.channel, number) {
                    continue;
                }
                push_touch(stage, person, life, day, touch, push.channel, room, counts, ledger, recorder);
                touch += 1;
            }
        }
    }
    let today = keyed.uniforms(person.id, day as u32, Purpose::Day, 0);
    let visited = if flight.unusual { happen::visited(stage, person, life, &today) } else { visited(stage, person, life, &today) };
    if let Some(channel) = visited {
        visit(stage, person, life, day, touch, channel, room, counts, ledger, recorder);
    }
    if stage.plan.notifies && behavior.mechanisms.hazards {
        evening(stage, person, life, day, counts, ledger);
    }
    if behavior.mechanisms.hazards && !life.left {
        let per_week: u32 = stage.plan.push.iter().map(|push| life.touches_this_week(push.channel)).sum();
        let chance = hazards::leaves(
            &behavior.hazards,
            life.reactance,
            life.trust.trust(),
            per_week as f32,
            annoyance::pressure(&behavior.annoyance, life.ties.annoyance),
        );
        if today[1] < chance {
            life.left = true;
            counts[Count::Churned as usize] += 1;
        }
    }
}

/// Whether the policy sends messages to a customer at all.
#[inline(always)]
fn is_addressed<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>) -> bool {
    let flight = stage.flight;
    stage
        .plan
        .audience
        .as_ref()
        .is_none_or(|audience| *life.addressed.get_or_insert_with(|| audience.reaches(&flight.scenario, &flight.world, person)))
}

/// The channel of an own visit on a day like any other.
#[inline(always)]
fn visited<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, draws: &[f32; 4]) -> Option<usize> {
    if draws[0] >= person.visit * life.ties.habit {
        return None;
    }
    let channels = &stage.flight.constants.pull_channels;
    channels.get(((draws[2] * channels.len() as f32) as usize).min(channels.len().wrapping_sub(1))).copied()
}

/// The state at the end of a day.
#[cfg_attr(not(debug_assertions), inline(always))]
fn close_day<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    here: bool,
    counts: &DayCounts,
    ledger: &mut Ledger,
) {
    let trust = life.trust.trust();
    let row = ledger.day_mut(stage.variant, day, person.cell);
    for (sum, count) in row.iter_mut().zip(counts) {
        *sum += count;
    }
    row[Count::TrustSum as usize] += fixed(trust);
    row[Count::LowTrust as usize] += i64::from(trust < 0.3);
    let active = here && !life.left;
    if active {
        row[Count::Active as usize] += 1;
        row[Count::OverLine as usize] += i64::from(life.felt > person.tolerance);
    }
    ledger.tally(stage.variant, Histogram::Trust, day, person.segment, trust);
    if active {
        ledger.tally(stage.variant, Histogram::Margin, day, person.segment, 0.5 * (life.felt - person.tolerance) + 0.5);
        ledger.tally(stage.variant, Histogram::Felt, day, person.segment, life.felt);
    }
}
