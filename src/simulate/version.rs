//! Versions of a variant: its policy as events have changed it, made ready, with the crowd as this policy has learned from it.

use std::sync::Arc;

use super::flight::Flight;
use super::search::MAX_FOUND;
use crate::policy::guards::Control;
use crate::policy::{Audience, Crowd, Plan};
use crate::scenario::catalog::Consent;
use crate::scenario::events::{Event, EventKind};
use crate::scenario::organisation::{Action, ActionKind, GuardName};
use crate::scenario::policy::{Engine, Policy};
use crate::scenario::{Scenario, TWIN};
use crate::world::Purpose;

/// Items that stay whatever is withdrawn: enough for own search, the longest slate and the last choices that a slate leaves out.
const ALWAYS_STAY: usize = MAX_FOUND + super::flight::MAX_SLATE + super::life::REMEMBERED;

/// What a version is made of. Two versions of a variant with the same makeup are the same version.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Makeup {
    /// How touches are personalized.
    pub policy: Policy,
    /// By signal: how consent is obtained.
    consents: Vec<Consent>,
    /// Signals that give nothing, one bit each.
    out: u32,
    /// Events that have withdrawn items, by index.
    withdrawing: Vec<usize>,
}

impl Makeup {
    /// A variant as the scenario has it.
    pub fn of(scenario: &Scenario, variant: usize) -> Self {
        Self {
            policy: policy_of(scenario, variant),
            consents: scenario.signals.iter().map(|signal| signal.consent).collect(),
            out: 0,
            withdrawing: Vec::new(),
        }
    }

    /// What is left to compare where the variant's own policy still stands.
    pub fn is_own(&self, scenario: &Scenario, variant: usize) -> bool {
        *self == Self::of(scenario, variant)
    }

    /// Lets an event change it. A new policy is expected before anything that changes a policy.
    pub fn change(&mut self, scenario: &Scenario, index: usize, event: &Event) {
        let of_event = |name: &String| event.signals.is_empty() || event.signals.contains(name);
        match event.kind {
            EventKind::NewPolicy => self.policy = policy_called(scenario, &event.policy),
            EventKind::ContactRule => {
                let times = (1.0 + event.size).max(0.0);
                for contact in self.policy.contacts.iter_mut().filter(|contact| event.channel.is_empty() || contact.channel == event.channel) {
                    contact.per_week = (contact.per_week * times).min(70.0);
                    contact.cap_per_week = lower_cap(contact.cap_per_week, event.cap_per_week);
                }
            }
            EventKind::RuleChange => {
                for (consent, _) in self.consents.iter_mut().zip(&scenario.signals).filter(|(_, signal)| of_event(&signal.name)) {
                    *consent = event.consent;
                }
            }
            EventKind::Outage => {
                for (place, _) in scenario.signals.iter().enumerate().filter(|(_, signal)| of_event(&signal.name)) {
                    self.out |= 1 << place;
                }
            }
            EventKind::CatalogChange if event.size > 0.0 => self.withdrawing.push(index),
            _ => {}
        }
    }
}

impl Makeup {
    /// Lets a response change it, after the events. What a response says is said once: a second one of the same kind adds to it.
    pub fn respond(&mut self, scenario: &Scenario, action: &Action) {
        let policy = &mut self.policy;
        let kept = 1.0 - action.size;
        match action.kind {
            ActionKind::FewerContacts => {
                for contact in policy.contacts.iter_mut().filter(|contact| action.channel.is_empty() || contact.channel == action.channel) {
                    contact.per_week *= kept;
                    contact.cap_per_week = lower_cap(contact.cap_per_week, action.cap_per_week);
                }
            }
            ActionKind::LessPersonal => {
                for part in [&mut policy.depth, &mut policy.explicitness, &mut policy.specificity] {
                    *part *= kept;
                }
            }
            ActionKind::DropSignals => policy.signals.retain(|name| !action.signals.is_empty() && !action.signals.contains(name)),
            ActionKind::Explain => policy.explanation = policy.explanation.max(action.size),
            ActionKind::Guard => switch_on(policy, action),
            // What events had done to the policy is undone with it.
            ActionKind::RollBack => *policy = policy_called(scenario, &action.policy),
            // It happens to people and changes no policy.
            ActionKind::Notify => {}
        }
    }
}

/// Switches a guard on; one that is on stays as it is.
fn switch_on(policy: &mut Policy, action: &Action) {
    let guards = &mut policy.guards;
    match action.guard {
        GuardName::FrequencyCap => {
            for contact in &mut policy.contacts {
                contact.cap_per_week = lower_cap(contact.cap_per_week, action.cap_per_week);
            }
        }
        GuardName::BackOff => guards.back_off.on = true,
        GuardName::Diversity => guards.diversity.on = true,
        GuardName::Calibrated => guards.calibrated.on = true,
        GuardName::Exposure => guards.exposure.on = true,
        GuardName::Offers => guards.offers.on = true,
        GuardName::Repetition => guards.repetition.on = true,
        GuardName::Sensitive => guards.sensitive.on = true,
        GuardName::Wanted => guards.wanted.on = true,
        GuardName::Minimal => guards.minimal.on = true,
        GuardName::Brand => guards.brand.on = true,
    }
}

/// The tighter of two frequency caps, of which 0 sets none.
pub(super) fn lower_cap(a: u64, b: u64) -> u64 {
    if a == 0 || b == 0 { a.max(b) } else { a.min(b) }
}

/// The policy of a variant in ledger order, the twin first.
fn policy_of(scenario: &Scenario, variant: usize) -> Policy {
    variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map_or_else(no_policy, |variant| variant.policy.clone())
}

/// The policy of the variant with that name.
pub(super) fn policy_called(scenario: &Scenario, name: &str) -> Policy {
    scenario.variants.iter().find(|variant| variant.name == name && name != TWIN).map_or_else(no_policy, |variant| variant.policy.clone())
}

fn no_policy() -> Policy {
    Policy { engine: Engine::None, signals: Vec::new(), contacts: Vec::new(), ..Policy::default() }
}

/// The scenario in which a variant has another policy from the start.
pub(super) fn with_policy(scenario: &Scenario, variant: usize, policy: Policy) -> Scenario {
    let mut changed = scenario.clone();
    if let Some(own) = variant.checked_sub(1).and_then(|index| changed.variants.get_mut(index)) {
        own.policy = policy;
    }
    changed
}

/// A version of a variant.
#[derive(Clone, Debug)]
pub(super) struct Version<const K: usize> {
    /// The variant.
    pub variant: usize,
    /// What it is made of.
    pub makeup: Makeup,
    /// The scenario with the version's policy in its place.
    pub scenario: Arc<Scenario>,
    /// The policy made ready.
    pub plan: Plan<K>,
    /// The crowd.
    pub crowd: Crowd,
    /// By item: withdrawn; empty where nothing is.
    pub gone: Vec<bool>,
    /// Epochs that the crowd has taken in.
    pub learned: usize,
    /// First epoch from which its guards learn: what was before they were switched on tells them nothing.
    pub guarded: usize,
    /// Its engine learns from what the variant's own engine gathers.
    pub gathers: bool,
}

impl<const K: usize> Version<K> {
    /// Makes a version ready whose guards learn from an epoch on; its crowd has taken in nothing yet.
    pub fn new(flight: &Flight<K>, variant: usize, makeup: Makeup, guarded: usize) -> Self {
        let mut scenario = with_policy(&flight.scenario, variant, makeup.policy.clone());
        for (signal, &consent) in scenario.signals.iter_mut().zip(&makeup.consents) {
            signal.consent = consent;
        }
        if let Some(late) = flight.late.as_ref().and_then(|late| late.get(variant)) {
            late.hold(&mut scenario);
        }
        let mut plan = if variant == 0 { Plan::none() } else { Plan::new(&scenario, &makeup.policy, &flight.world) };
        plan.out = makeup.out;
        plan.audience = audience(flight, variant, &makeup.policy);
        let gone = withdrawn(flight, &makeup.withdrawing);
        let mut crowd = Crowd::new(&scenario, variant, &flight.world.catalog);
        crowd.control = Control::new(&plan.guards);
        // The ledger keeps what the variant's own engine gathers. Another engine that gathers starts out ignorant and stays so.
        let own = policy_of(&flight.scenario, variant);
        let gathers = own.engine == makeup.policy.engine && Crowd::learning(&scenario, variant) == flight.shape.learning[variant];
        if !gathers {
            (plan.watches, plan.notes_slates) = (None, false);
        }
        Self { variant, makeup, scenario: Arc::new(scenario), plan, crowd, gone, gathers, learned: 0, guarded }
    }
}

/// Who receives messages: fitted for the variant's own policy, or for the one that another policy comes from.
fn audience<const K: usize>(flight: &Flight<K>, variant: usize, policy: &Policy) -> Option<Audience> {
    let own = std::iter::once(variant).chain(1..flight.plans.len());
    let same = own.filter(|&index| index > 0).find(|&index| policy_of(&flight.scenario, index).audience == policy.audience);
    same.and_then(|index| flight.plans[index].audience.clone())
}

/// By item, whether one of the events has withdrawn it; empty where none has. Which items go is drawn for each event and world anew.
fn withdrawn<const K: usize>(flight: &Flight<K>, events: &[usize]) -> Vec<bool> {
    if events.is_empty() {
        return Vec::new();
    }
    let items = flight.world.catalog.items;
    let mut gone = vec![false; items];
    let mut left = items;
    for &index in events {
        let size = flight.scenario.events.get(index).map_or(0.0, |event| event.size.clamp(0.0, 1.0));
        let mut order: Vec<(u32, usize)> =
            (0..items).map(|item| (flight.world.keyed.words(item as u64, index as u32, Purpose::Event, 1)[0], item)).collect();
        order.sort_unstable();
        for &(_, item) in order.iter().take((size * items as f64) as usize) {
            if left > ALWAYS_STAY && !gone[item] {
                gone[item] = true;
                left -= 1;
            }
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::policy::{Contact, Variant};
    use crate::simulate::reference::BaseRates;

    fn event(kind: EventKind) -> Event {
        Event { kind, ..Event::default() }
    }

    #[test]
    fn events_change_what_a_policy_is_made_of() {
        let mut scenario = Scenario::default();
        scenario.variants.push(Variant { name: "other".into(), policy: Policy { depth: 0.1, ..Policy::default() }, ..Variant::default() });
        let change = |event: &Event| {
            let mut makeup = Makeup::of(&scenario, 1);
            makeup.change(&scenario, 0, event);
            makeup
        };
        assert!(change(&event(EventKind::Breach)).is_own(&scenario, 1));
        assert_eq!(change(&Event { policy: "other".into(), ..event(EventKind::NewPolicy) }).policy.depth, 0.1);
        assert_eq!(change(&Event { policy: "none".into(), ..event(EventKind::NewPolicy) }).policy.engine, Engine::None);
        let fewer = change(&Event { size: -0.5, cap_per_week: 2, ..event(EventKind::ContactRule) }).policy;
        assert_eq!((fewer.contacts[0].per_week, fewer.contacts[0].cap_per_week), (0.5 * Contact::default().per_week, 2));
        assert_eq!(change(&event(EventKind::Outage)).out, 0b1111);
        assert_eq!(change(&Event { signals: vec!["retargeting".into()], ..event(EventKind::Outage) }).out, 0b100);
        let ruled = change(&Event { signals: vec!["purchase history".into()], ..event(EventKind::RuleChange) });
        assert_eq!(ruled.consents[..2], [Consent::Implied, Consent::OptIn]);
        assert_eq!([lower_cap(0, 3), lower_cap(3, 0), lower_cap(2, 5), lower_cap(0, 0)], [3, 3, 2, 0]);
    }

    #[test]
    fn responses_change_what_a_policy_is_made_of() {
        let mut scenario = Scenario::default();
        scenario.variants.push(Variant { name: "other".into(), policy: Policy { depth: 0.1, ..Policy::default() }, ..Variant::default() });
        let respond = |action: &Action| {
            let mut makeup = Makeup::of(&scenario, 1);
            makeup.change(&scenario, 0, &Event { size: 1.0, ..event(EventKind::ContactRule) });
            makeup.respond(&scenario, action);
            makeup.policy
        };
        let action = |kind| Action { kind, ..Action::default() };
        let own = Policy::default();
        let week = own.contacts[0].per_week;
        assert_eq!(respond(&action(ActionKind::Notify)).contacts[0].per_week, 2.0 * week);
        let fewer = respond(&Action { size: 0.75, cap_per_week: 3, ..action(ActionKind::FewerContacts) });
        assert_eq!((fewer.contacts[0].per_week, fewer.contacts[0].cap_per_week), (0.5 * week, 3));
        let elsewhere = respond(&Action { channel: "site".into(), ..action(ActionKind::FewerContacts) });
        assert_eq!(elsewhere.contacts[0].per_week, 2.0 * week);
        let less = respond(&action(ActionKind::LessPersonal));
        assert_eq!([less.depth, less.explicitness, less.specificity], [own.depth, own.explicitness, own.specificity].map(|part| 0.5 * part));
        assert!(respond(&action(ActionKind::DropSignals)).signals.is_empty());
        assert_eq!(respond(&Action { signals: vec!["retargeting".into()], ..action(ActionKind::DropSignals) }).signals, own.signals);
        assert_eq!(respond(&Action { size: 0.8, ..action(ActionKind::Explain) }).explanation, 0.8);
        let back = respond(&Action { policy: "other".into(), ..action(ActionKind::RollBack) });
        assert_eq!((back.depth, back.contacts[0].per_week), (0.1, week), "what the event did is undone, too");
        assert_eq!(respond(&Action { policy: "none".into(), ..action(ActionKind::RollBack) }).engine, Engine::None);
        let cap = respond(&Action { guard: GuardName::FrequencyCap, cap_per_week: 2, ..action(ActionKind::Guard) });
        assert_eq!(cap.contacts[0].cap_per_week, 2);
        for &guard in GuardName::ALL.iter().filter(|&&guard| guard != GuardName::FrequencyCap) {
            let guarded = respond(&Action { guard, ..action(ActionKind::Guard) }).guards;
            let g = &guarded;
            let on = [
                g.back_off.on,
                g.diversity.on,
                g.calibrated.on,
                g.exposure.on,
                g.offers.on,
                g.repetition.on,
                g.sensitive.on,
                g.wanted.on,
                g.minimal.on,
                g.brand.on,
            ];
            assert_eq!(on.iter().filter(|&&on| on).count(), 1, "{guard:?}");
        }
    }

    #[test]
    fn a_share_of_the_items_is_withdrawn_and_enough_stay() {
        let withdraw = |size| Event { size, ..event(EventKind::CatalogChange) };
        let scenario = Arc::new(Scenario { events: vec![withdraw(0.3), withdraw(1.0), withdraw(0.3)], ..Scenario::default() });
        let flight = Flight::<16>::new(&scenario, 5, &BaseRates::solve::<16>(&scenario));
        let count = |events: &[usize]| withdrawn(&flight, events).iter().filter(|&&gone| gone).count();
        assert_eq!((count(&[]), count(&[0]), count(&[1])), (0, 300, 1_000 - ALWAYS_STAY));
        let both = count(&[0, 2]);
        assert!(both > 400 && both < 600, "two events withdraw different items: {both}");
    }
}
