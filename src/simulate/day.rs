//! One customer under one variant, day after day.

use std::ops::Range;

use super::check::{Trace, check};
use super::flight::Flight;
use super::life::Life;
use super::record::{DayRecord, Recorder};
use super::touch::{Room, push_touch, visit};
use crate::behavior::{drift, hazards, satiation};
use crate::ledger::{Count, Histogram, Ledger, fixed};
use crate::policy::{Crowd, Plan};
use crate::world::{Person, Purpose};

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
}

/// Columns of one day, added up before they go to the ledger.
pub type DayCounts = [i64; Count::COUNT];

/// Lives through some days (from 0) and leaves counts in the ledger. `trace` carries the twin's course from the first variant to the others.
#[inline(always)]
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
        let mut counts: DayCounts = [0; Count::COUNT];
        if !life.left {
            wake_up(stage, person, life, day);
            contacts(stage, person, life, day, room, &mut counts, ledger, recorder);
        }
        close_day(stage, person, life, day, &counts, ledger);
        if R::ON {
            recorder.day(DayRecord { day, felt: life.felt, trust: life.trust.trust(), reactance: life.reactance, left: life.left });
        }
        if (day + 1) % every == 0 || day + 1 == flight.shape.days {
            check(stage, person, life, day / every, trace, ledger);
        }
    }
}

/// What a night does: fading, forgetting, data falling out of retention.
#[inline(always)]
fn wake_up<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize) {
    let behavior = &stage.flight.scenario.behavior;
    let constants = &stage.flight.constants;
    let on = &behavior.mechanisms;
    if on.drift {
        drift::anchor(&behavior.drift, &mut life.interests, &person.innate);
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
#[inline(always)]
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
            let u = draws[push.channel];
            let mut messages = 0;
            for &end in &push.at_most {
                messages += u32::from(u >= end);
            }
            for _ in 0..messages {
                if life.subscribed & (1 << push.channel) == 0 || life.touches_this_week(push.channel) >= push.cap {
                    break;
                }
                push_touch(stage, person, life, day, touch, push.channel, room, counts, ledger, recorder);
                touch += 1;
            }
        }
    }
    let today = keyed.uniforms(person.id, day as u32, Purpose::Day, 0);
    if today[0] < person.visit {
        let channels = &flight.constants.pull_channels;
        let place = ((today[2] * channels.len() as f32) as usize).min(channels.len().wrapping_sub(1));
        if let Some(&channel) = channels.get(place) {
            visit(stage, person, life, day, touch, channel, room, counts, ledger, recorder);
        }
    }
    if behavior.mechanisms.hazards {
        let per_week: u32 = stage.plan.push.iter().map(|push| life.touches_this_week(push.channel)).sum();
        let chance = hazards::leaves(&behavior.hazards, life.reactance, life.trust.trust(), per_week as f32);
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

/// The state at the end of a day.
#[inline(always)]
fn close_day<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, counts: &DayCounts, ledger: &mut Ledger) {
    let trust = life.trust.trust();
    let row = ledger.day_mut(stage.variant, day, person.cell);
    for (sum, count) in row.iter_mut().zip(counts) {
        *sum += count;
    }
    row[Count::TrustSum as usize] += fixed(trust);
    row[Count::LowTrust as usize] += i64::from(trust < 0.3);
    if !life.left {
        row[Count::Active as usize] += 1;
        row[Count::OverLine as usize] += i64::from(life.felt > person.tolerance);
    }
    ledger.tally(stage.variant, Histogram::Trust, day, person.segment, trust);
    if !life.left {
        ledger.tally(stage.variant, Histogram::Margin, day, person.segment, 0.5 * (life.felt - person.tolerance) + 0.5);
        ledger.tally(stage.variant, Histogram::Felt, day, person.segment, life.felt);
    }
}
