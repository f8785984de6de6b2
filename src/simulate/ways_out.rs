//! Ways out of single channels: fewer messages instead of none, notifications switched off, ads hidden, a site's personalization switched off.

use super::day::{DayCounts, Stage};
use super::life::Life;
use super::touch::Shown;
use crate::behavior::exits;
use crate::ledger::{Count, Ledger, Rare};
use crate::scenario::catalog::Format;
use crate::world::{Person, Purpose};

/// Index of the draws of opting down among those of a channel.
const OPT_DOWN: u32 = 1 << 8;
/// Index of the draws of messages left out.
const LEFT_OUT: u32 = 1 << 16;

/// At the moment of unsubscribing, fewer messages are offered where the policy does so and the person has not taken them before. Gives whether
/// she stays for that.
pub(super) fn takes_fewer<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    channel: usize,
    ledger: &mut Ledger,
) -> bool {
    let bit = 1 << channel;
    if !stage.plan.terms.opt_down || life.ties.opted_down & bit != 0 {
        return false;
    }
    ledger.note(stage.variant, day, person.cell, Rare::OptDownOffered, 1);
    let draw = stage.flight.world.keyed.uniforms(person.id, day as u32, Purpose::WayOut, OPT_DOWN | channel as u32)[0];
    let takes = draw < stage.flight.scenario.behavior.exits.opt_down as f32;
    if takes {
        life.ties.opted_down |= bit;
        ledger.note(stage.variant, day, person.cell, Rare::OptedDown, 1);
    }
    takes
}

/// Whether a message is left out because fewer were asked for; `number` is its number in the day.
#[inline(always)]
pub(super) fn left_out<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, channel: usize, number: u32) -> bool {
    life.ties.opted_down & 1 << channel != 0 && {
        let index = LEFT_OUT | (channel as u32) << 8 | number & 0xff;
        let draw = stage.flight.world.keyed.uniforms(person.id, day as u32, Purpose::WayOut, index)[0];
        draw >= stage.flight.scenario.behavior.exits.opt_down_keeps as f32
    }
}

/// At the end of a day: notifications switched off, or the app given up, where they were too many.
pub(super) fn evening<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    counts: &mut DayCounts,
    ledger: &mut Ledger,
) {
    let flight = stage.flight;
    let p = &flight.scenario.behavior.exits;
    for push in &stage.plan.push {
        let bit = 1 << push.channel;
        if flight.constants.format[push.channel] != Format::Notification || life.subscribed & bit == 0 {
            continue;
        }
        let per_week = life.touches_this_week(push.channel) as f32;
        let draws = flight.world.keyed.uniforms(person.id, day as u32, Purpose::WayOut, push.channel as u32);
        if draws[0] < exits::disables(p, per_week, person.tolerated_per_week) {
            counts[Count::Unsubscribes as usize] += i64::from(life.subscribed == u32::MAX);
            life.subscribed &= !bit;
            ledger.note(stage.variant, day, person.cell, Rare::NotificationsOff, 1);
        }
        if !life.left && draws[1] < exits::quits(p, per_week, person.tolerated_per_week) {
            life.left = true;
            counts[Count::Churned as usize] += 1;
            ledger.note(stage.variant, day, person.cell, Rare::AppQuit, 1);
        }
    }
}

/// At an ad: hidden or not, and the buried way out of personal ads for those who would call it creepy (C33); in alarm more of them
/// look for it (C58). Gives whether it was hidden.
pub(super) fn at_ad<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    channel: usize,
    shown: &Shown<K>,
    hide: f32,
    ledger: &mut Ledger,
) -> bool {
    let behavior = &stage.flight.scenario.behavior;
    let bit = 1 << channel;
    if shown.says_creepy && life.ties.impersonal & bit == 0 && person.exit < behavior.hazards.exit_buried as f32 * life.shock.protective {
        life.ties.impersonal |= bit;
        ledger.note(stage.variant, day, person.cell, Rare::AdOptOuts, 1);
    }
    let hidden = hide < exits::hides(&behavior.exits, shown.mood.overshoot, shown.matched);
    ledger.note(stage.variant, day, person.cell, Rare::Hidden, i64::from(hidden));
    hidden
}

/// At a page with a slate: whether its personalization is switched off without another reason.
#[inline(always)]
pub(super) fn switches_off<const K: usize>(stage: &Stage<'_, K>, shown: &Shown<K>, draw: f32) -> bool {
    draw < exits::switches_off(&stage.flight.scenario.behavior.exits, shown.mood.overshoot)
}
