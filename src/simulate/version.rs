//! Versions of a variant: its policy as events have changed it, made ready, with the crowd as this policy has learned from it.

use std::sync::Arc;

use super::flight::Flight;
use super::search::MAX_FOUND;
use crate::policy::{Crowd, Plan};
use crate::scenario::catalog::Consent;
use crate::scenario::events::{Event, EventKind};
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
    /// Its engine learns from what the variant's own engine gathers.
    pub gathers: bool,
}

impl<const K: usize> Version<K> {
    /// Makes a version ready; its crowd has taken in nothing yet.
    pub fn new(flight: &Flight<K>, variant: usize, makeup: Makeup) -> Self {
        let mut scenario = with_policy(&flight.scenario, variant, makeup.policy.clone());
        for (signal, &consent) in scenario.signals.iter_mut().zip(&makeup.consents) {
            signal.consent = consent;
        }
        let mut plan = if variant == 0 { Plan::none() } else { Plan::new(&scenario, &makeup.policy, &flight.world) };
        plan.out = makeup.out;
        let gone = withdrawn(flight, &makeup.withdrawing);
        let crowd = Crowd::new(&scenario, variant, &flight.world.catalog);
        // The ledger keeps what the variant's own engine gathers. Another engine that gathers starts out ignorant and stays so.
        let own = policy_of(&flight.scenario, variant);
        let gathers = own.engine == makeup.policy.engine && Crowd::learning(&scenario, variant) == flight.shape.learning[variant];
        if !gathers {
            (plan.watches, plan.notes_slates) = (None, false);
        }
        Self { variant, makeup, scenario: Arc::new(scenario), plan, crowd, gone, gathers, learned: 0 }
    }
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
