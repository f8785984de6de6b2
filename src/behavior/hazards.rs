//! Complaints, unsubscribing, thumbs down, opting out, leaving (C20, C33, C53, C54; bases partly assumed).

use crate::math::{exp, ln};
use crate::scenario::behavior::Hazards;
use crate::scenario::policy::Exit;

/// What drives a hazard at a touch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pressure {
    /// r: overshoot over the personal line.
    pub overshoot: f32,
    /// f: messages in the last seven days.
    pub per_week: f32,
    /// Q: match of the slate.
    pub matched: f32,
    /// X times Nov: fresh personal data in the message.
    pub fresh_reference: f32,
    /// T: trust.
    pub trust: f32,
}

/// ln(f / f0); less than half a message a week counts as half a one.
#[inline(always)]
fn log_frequency(p: &Hazards, per_week: f32) -> f32 {
    ln(per_week.max(0.5) / p.reference_per_week as f32)
}

/// The parts of the exponent of unsubscribing that are reasons to go: overshoot, frequency, poor match.
#[inline(always)]
pub fn unsubscribe_parts(p: &Hazards, on: &Pressure) -> [f32; 3] {
    [
        p.unsubscribe_overshoot as f32 * on.overshoot,
        p.unsubscribe_frequency as f32 * log_frequency(p, on.per_week),
        p.unsubscribe_mismatch as f32 * (0.5 - on.matched),
    ]
}

/// Why somebody unsubscribes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Too many messages.
    TooMany,
    /// They do not fit.
    Irrelevant,
    /// They creep.
    Creepy,
}

/// The largest part of the exponent of unsubscribing.
pub fn main_reason(p: &Hazards, on: &Pressure) -> Reason {
    let [creepy, too_many, irrelevant] = unsubscribe_parts(p, on);
    if too_many >= irrelevant && too_many >= creepy {
        Reason::TooMany
    } else if irrelevant >= creepy {
        Reason::Irrelevant
    } else {
        Reason::Creepy
    }
}

/// Chance of unsubscribing at a message.
#[inline(always)]
pub fn unsubscribes(p: &Hazards, on: &Pressure) -> f32 {
    let [creepy, too_many, irrelevant] = unsubscribe_parts(p, on);
    let exponent =
        creepy + too_many + irrelevant - p.unsubscribe_self_reference as f32 * on.fresh_reference - p.unsubscribe_trust as f32 * (on.trust - 0.5);
    (p.unsubscribe as f32 * exp(exponent)).min(1.0)
}

/// Chance of a complaint at a message, given the chance of unsubscribing.
#[inline(always)]
pub fn complains(p: &Hazards, unsubscribes: f32, overshoot: f32) -> f32 {
    (p.complaint_ratio as f32 * unsubscribes * exp(p.complaint_overshoot as f32 * overshoot)).min(1.0)
}

/// Chance of a thumb-down at a slate.
#[inline(always)]
pub fn thumbs_down(p: &Hazards, on: &Pressure) -> f32 {
    (p.thumb_down as f32 * exp(p.thumb_down_overshoot as f32 * on.overshoot + p.thumb_down_mismatch as f32 * (0.5 - on.matched))).min(1.0)
}

/// Chance of leaving on a day; `annoyed` is what annoyance adds to the exponent.
#[inline(always)]
pub fn leaves(p: &Hazards, reactance: f32, trust: f32, per_week: f32, annoyed: f32) -> f32 {
    let exponent =
        p.churn_reactance as f32 * reactance + p.churn_distrust as f32 * (0.5 - trust) + p.churn_frequency as f32 * log_frequency(p, per_week);
    (p.churn_month as f32 / 30.0 * exp(exponent + annoyed)).min(1.0)
}

/// Share of those who want out that find the way.
pub fn exit_found(p: &Hazards, exit: Exit) -> f32 {
    (match exit {
        Exit::BuriedLink => p.exit_buried,
        Exit::SettingsPage => p.exit_settings,
        Exit::OneTap => p.exit_one_tap,
        Exit::ForcedPrompt => p.exit_prompt,
    }) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> Pressure {
        Pressure { overshoot: 0.0, per_week: 2.0, matched: 0.5, fresh_reference: 0.0, trust: 0.5 }
    }

    /// C20: personal data in the subject line (X = 0.3, fresh) lower unsubscribing to 0.75 to 0.92.
    #[test]
    fn a_fresh_name_keeps_people_subscribed() {
        let p = Hazards::default();
        let ratio = unsubscribes(&p, &Pressure { fresh_reference: 0.3, ..reference() }) / unsubscribes(&p, &reference());
        assert!((0.75..=0.92).contains(&ratio), "{ratio}");
    }

    /// C54: 0.10 to 0.40 % unsubscribe and at most 0.05 % complain per message at the reference touch.
    #[test]
    fn reference_rates_lie_in_the_published_ranges() {
        let p = Hazards::default();
        let unsubscribe = unsubscribes(&p, &reference());
        assert!((0.001..=0.004).contains(&unsubscribe));
        assert!(complains(&p, unsubscribe, 0.0) <= 0.0005);
    }

    #[test]
    fn hazards_grow_with_overshoot_frequency_and_distrust_and_stay_chances() {
        let p = Hazards::default();
        let base = unsubscribes(&p, &reference());
        assert!(unsubscribes(&p, &Pressure { overshoot: 0.3, ..reference() }) > base);
        assert!(unsubscribes(&p, &Pressure { per_week: 7.0, ..reference() }) > base);
        assert!(unsubscribes(&p, &Pressure { trust: 0.2, ..reference() }) > base);
        assert!(leaves(&p, 1.0, 0.5, 2.0, 0.0) > leaves(&p, 0.0, 0.5, 2.0, 0.0));
        assert!(leaves(&p, 0.0, 0.2, 2.0, 0.0) > leaves(&p, 0.0, 0.5, 2.0, 0.0));
        assert_eq!(unsubscribes(&p, &Pressure { overshoot: 30.0, ..reference() }), 1.0);
        assert!(thumbs_down(&p, &Pressure { matched: 0.0, ..reference() }) > thumbs_down(&p, &reference()));
    }

    /// C33: a buried link keeps the stock of those who are out between 0.1 and 0.5 % where 75 % want out.
    #[test]
    fn an_easier_exit_is_found_by_more() {
        let p = Hazards::default();
        let shares = [Exit::BuriedLink, Exit::SettingsPage, Exit::OneTap, Exit::ForcedPrompt].map(|exit| exit_found(&p, exit));
        assert!(shares.windows(2).all(|pair| pair[0] < pair[1]), "{shares:?}");
        assert!((0.001..=0.005).contains(&(0.75 * shares[0])));
    }
}
