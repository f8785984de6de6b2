//! Lays out the days of a variant: which events and responses are in force, what they make of prices, visits and the policy, and what happens to
//! people in the morning.

use std::collections::BTreeMap;

use super::{Conditions, Happening, Today};
use crate::scenario::events::{Event, EventKind, Wave};
use crate::scenario::organisation::ActionKind;
use crate::scenario::{Scenario, TWIN};
use crate::simulate::flight::Flight;
use crate::simulate::organisation::Response;
use crate::simulate::version::{Makeup, Version};

/// An event with its scope and days resolved.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// First day, from 0.
    first: usize,
    /// One past the last day; for what happens at once and stays, the end of the run.
    end: usize,
    variants: Vec<bool>,
    segments: Vec<bool>,
}

impl Span {
    pub fn new(scenario: &Scenario, event: &Event) -> Self {
        let first = event.day.saturating_sub(1) as usize;
        let end = if event.kind.lasts() && event.days > 0 { first + event.days as usize } else { usize::MAX };
        let named = |names: &[String], name: &str| names.is_empty() || names.iter().any(|own| own == name);
        let variants = [TWIN].into_iter().chain(scenario.variants.iter().map(|variant| variant.name.as_str()));
        Self {
            first,
            end,
            variants: variants.map(|name| named(&event.variants, name)).collect(),
            segments: scenario.population.segments.iter().map(|segment| named(&event.segments, &segment.name)).collect(),
        }
    }

    fn concerns(&self, variant: usize, segment: usize) -> bool {
        self.variants.get(variant) == Some(&true) && self.segments.get(segment) == Some(&true)
    }

    fn covers(&self, day: usize) -> bool {
        (self.first..self.end).contains(&day)
    }
}

impl<const K: usize> Conditions<K> {
    /// Fills the table for a variant from a day (from 0) on.
    pub(super) fn lay_out(&mut self, flight: &Flight<K>, variant: usize, from: usize) {
        let scenario = flight.scenario.clone();
        let events = &scenario.events;
        // What is in force on the same day acts in the order of beginning.
        let mut order: Vec<usize> = (0..events.len()).collect();
        order.sort_by_key(|&index| events[index].day);
        let responses: Vec<Response> = self.office.iter().flat_map(|office| office.responses().iter().cloned()).collect();
        let mut known: BTreeMap<(Vec<usize>, Vec<usize>), u16> = BTreeMap::new();
        for segment in 0..self.segments {
            let own: Vec<usize> = order.iter().copied().filter(|&index| self.spans[index].concerns(variant, segment)).collect();
            for day in from..self.days {
                let active: Vec<usize> = own.iter().copied().filter(|&index| self.spans[index].covers(day)).collect();
                let answers: Vec<usize> = (0..responses.len()).filter(|&index| responses[index].covers(variant, segment, day)).collect();
                let mut today = Today::ordinary(variant);
                if !active.is_empty() || !answers.is_empty() {
                    self.surround(flight, events, &active, day, &mut today);
                    let pieces = (changing(events, &active), answers);
                    today.version = match known.get(&pieces) {
                        Some(&version) => version,
                        None => {
                            let version = self.version(flight, variant, &pieces.0, pieces.1.iter().map(|&index| &responses[index]));
                            known.insert(pieces.clone(), version);
                            version
                        }
                    };
                    let first = self.happenings.len() as u32;
                    for &index in &active {
                        let happening = self.happening(events, &own, index, day);
                        self.happenings.extend(happening);
                    }
                    for response in pieces.1.iter().map(|&index| &responses[index]).filter(|response| response.first == day) {
                        let happening = self.told(&scenario, &own, response, day);
                        self.happenings.extend(happening);
                    }
                    today.happenings = (first, self.happenings.len() as u32);
                }
                self.table[(variant * self.days + day) * self.segments + segment] = today;
            }
        }
    }

    /// What events in force make of a day around the policy: visits, quality, prices.
    fn surround(&mut self, flight: &Flight<K>, events: &[Event], active: &[usize], day: usize, today: &mut Today) {
        for index in of_kind(events, active, &[EventKind::Season]) {
            today.visits *= visits(&events[index], day - self.spans[index].first);
        }
        for index in of_kind(events, active, &[EventKind::CatalogChange]) {
            today.quality += events[index].quality as f32;
        }
        let moving = of_kind(events, active, &[EventKind::PriceChange]);
        if !moving.is_empty() {
            today.prices = *self.shifts.entry(moving).or_insert_with_key(|moving| {
                self.prices.push(shift(flight.world.catalog.topics, moving.iter().map(|&index| &events[index])));
                (self.prices.len() - 1) as u16
            });
        }
    }

    /// The notice that a response gives on its first day: of the last breach before it.
    fn told(&self, scenario: &Scenario, own: &[usize], response: &Response, day: usize) -> Option<Happening> {
        let protocol = scenario.organisation.protocols.get(response.protocol)?;
        let action = protocol.actions.iter().find(|action| action.kind == ActionKind::Notify)?;
        let mut earlier = own.iter().copied().filter(|&index| scenario.events[index].kind == EventKind::Breach && self.spans[index].first <= day);
        let of = earlier.next_back()?;
        Some(Happening::Notice { of: of as u32, late: (day - self.spans[of].first) as u64 > action.late_after_days })
    }

    /// What an event that is in force does to people in the morning.
    fn happening(&self, events: &[Event], own: &[usize], index: usize, day: usize) -> Option<Happening> {
        let event = &events[index];
        if event.kind == EventKind::TrustShock {
            return Some(Happening::Acts(index as u32));
        }
        if self.spans[index].first != day {
            return None;
        }
        match event.kind {
            EventKind::Breach => Some(Happening::Breach(index as u32)),
            EventKind::Notice => {
                let earlier = own.iter().copied().take_while(|&other| other != index);
                let of = earlier.filter(|&other| events[other].kind == EventKind::Breach).last();
                of.map(|of| Happening::Notice { of: of as u32, late: event.late })
            }
            EventKind::Apology => Some(Happening::Apology),
            EventKind::Denial => Some(Happening::Denial),
            EventKind::Promise => Some(Happening::Promise),
            EventKind::ProvenGuilty => Some(Happening::Proof),
            EventKind::RuleChange => Some(Happening::Ask(index as u32)),
            _ => None,
        }
    }

    /// The number of the version that events, and responses after them, make of a variant.
    fn version<'a>(&mut self, flight: &Flight<K>, variant: usize, events: &[usize], responses: impl Iterator<Item = &'a Response>) -> u16 {
        let scenario = &flight.scenario;
        let mut makeup = Makeup::of(scenario, variant);
        for &index in events {
            // The twin has no policy to change.
            if variant > 0 || scenario.events[index].kind == EventKind::CatalogChange {
                makeup.change(scenario, index, &scenario.events[index]);
            }
        }
        for protocol in responses.filter_map(|response| scenario.organisation.protocols.get(response.protocol)) {
            protocol.actions.iter().for_each(|action| makeup.respond(scenario, action));
        }
        if makeup.is_own(scenario, variant) {
            return variant as u16;
        }
        let known = self.versions.iter().position(|version| version.variant == variant && version.makeup == makeup);
        let place = known.unwrap_or_else(|| {
            self.versions.push(Version::new(flight, variant, makeup, self.epochs.len()));
            self.versions.len() - 1
        });
        (flight.plans.len() + place) as u16
    }
}

/// Events of some kinds among those in force, in their order.
fn of_kind(events: &[Event], active: &[usize], kinds: &[EventKind]) -> Vec<usize> {
    active.iter().copied().filter(|&index| kinds.contains(&events[index].kind)).collect()
}

/// Events in force that change a policy. A new policy comes before what changes a policy, however late it is.
fn changing(events: &[Event], active: &[usize]) -> Vec<usize> {
    let mut pieces = of_kind(events, active, &[EventKind::NewPolicy]);
    pieces.extend(of_kind(events, active, &[EventKind::ContactRule, EventKind::RuleChange, EventKind::Outage, EventKind::CatalogChange]));
    pieces
}

/// What a season makes of visits on a day of it, from 0.
fn visits(season: &Event, day: usize) -> f32 {
    let turn = |period: usize| libm::sin(std::f64::consts::TAU * (day % period) as f64 / period as f64);
    let size = season.size
        * match season.wave {
            Wave::Steady => 1.0,
            Wave::Weekly => turn(7),
            Wave::Yearly => turn(365),
        };
    (1.0 + size).max(0.0) as f32
}

/// Sum of the price shifts of some events, by topic.
fn shift<'a, const K: usize>(topics: usize, events: impl Iterator<Item = &'a Event>) -> [f32; K] {
    let mut sum = [0.0f64; K];
    for event in events {
        for (topic, sum) in sum.iter_mut().enumerate().take(topics) {
            if event.topic == 0 || event.topic == topic as u64 + 1 {
                *sum += event.size;
            }
        }
    }
    sum.map(|shift| shift.clamp(-3.0, 3.0) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_return_to_where_they_began() {
        let weekly = Event { wave: Wave::Weekly, size: 0.5, kind: EventKind::Season, ..Event::default() };
        assert_eq!((visits(&weekly, 0), visits(&weekly, 7)), (1.0, 1.0));
        assert!(visits(&weekly, 2) > 1.4 && visits(&weekly, 5) < 0.6);
        let week: f32 = (0..7).map(|day| visits(&weekly, day)).sum();
        assert!((week - 7.0).abs() < 1e-5);
        assert_eq!(visits(&Event { size: -3.0, kind: EventKind::Season, ..Event::default() }, 0), 0.0);
    }
}
