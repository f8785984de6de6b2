//! What is in force for each variant, day and segment: season, prices, the version of the policy, and what happens to people that morning.
//! Prepared once for each world, and from there on again when the organisation responds to an alarm; where nothing changes anything nothing is
//! prepared and nothing is looked up.

use std::collections::{BTreeMap, BTreeSet};

use super::flight::Flight;
use super::organisation::{Entry, Office, Response};
use super::queues::pass_epoch;
use super::version::{Makeup, Version};
use crate::ledger::Ledger;
use crate::policy::guards::GuardPlan;
use crate::policy::{Crowd, Plan};
use crate::scenario::events::{Event, EventKind, Wave};
use crate::scenario::organisation::ActionKind;
use crate::scenario::{Scenario, TWIN};

/// Conditions of one variant, day and segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Today {
    /// Version of the policy: the number of the variant stands for its own.
    pub version: u16,
    /// Multiplies the chance of an own visit.
    pub visits: f32,
    /// Added to the quality of every item.
    pub quality: f32,
    /// Which shift of log prices is in force; 0 for none.
    prices: u16,
    /// First and one past the last of what happens this morning.
    happenings: (u32, u32),
}

impl Today {
    /// A day like any other.
    pub fn ordinary(variant: usize) -> Self {
        Self { version: variant as u16, visits: 1.0, quality: 0.0, prices: 0, happenings: (0, 0) }
    }
}

/// What happens to people in the morning. Numbers are those of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A breach, of which some learn.
    Breach(u32),
    /// People are told of a breach by a notice.
    Notice {
        /// The breach.
        of: u32,
        /// Told late.
        late: bool,
    },
    /// An apology.
    Apology,
    /// A denial.
    Denial,
    /// A promise.
    Promise,
    /// A proof of guilt.
    Proof,
    /// Plain good or bad acts.
    Acts(u32),
    /// Everybody is asked for consent again, as the event says.
    Ask(u32),
}

/// An event with its scope and days resolved.
#[derive(Clone, Debug)]
struct Span {
    /// First day, from 0.
    first: usize,
    /// One past the last day; for what happens at once and stays, the end of the run.
    end: usize,
    variants: Vec<bool>,
    segments: Vec<bool>,
}

impl Span {
    fn new(scenario: &Scenario, event: &Event) -> Self {
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

/// What is in force in one world.
#[derive(Clone, Debug)]
pub struct Conditions<const K: usize> {
    /// By variant: the crowd of its own policy.
    pub crowds: Vec<Crowd>,
    /// Versions beyond the variants' own policies.
    versions: Vec<Version<K>>,
    spans: Vec<Span>,
    /// By variant, day and segment; empty where nothing departs from the ordinary.
    table: Vec<Today>,
    happenings: Vec<Happening>,
    /// Shifts of log prices by topic.
    prices: Vec<[f32; K]>,
    /// By the price changes in force: their place among the shifts.
    shifts: BTreeMap<Vec<usize>, u16>,
    /// Whoever watches; `None` where nobody does.
    office: Option<Office>,
    log: Vec<Entry>,
    /// Lengths of the epochs that crowds have taken in.
    epochs: Vec<usize>,
    days: usize,
    segments: usize,
}

impl<const K: usize> Conditions<K> {
    /// The conditions of a world before the first day.
    pub fn new(flight: &Flight<K>) -> Self {
        let mut conditions = Self {
            crowds: flight.crowds(),
            versions: Vec::new(),
            spans: flight.scenario.events.iter().map(|event| Span::new(&flight.scenario, event)).collect(),
            table: Vec::new(),
            happenings: Vec::new(),
            prices: vec![[0.0; K]],
            shifts: BTreeMap::new(),
            office: Office::new(&flight.scenario, &flight.shape),
            log: Vec::new(),
            epochs: Vec::new(),
            days: flight.shape.days,
            segments: flight.shape.cells.segments,
        };
        if flight.unusual {
            conditions.table = (0..flight.shape.variants)
                .flat_map(|variant| std::iter::repeat_n(Today::ordinary(variant), conditions.days * conditions.segments))
                .collect();
            for variant in 0..flight.shape.variants {
                conditions.lay_out(flight, variant, 0);
            }
        }
        conditions
    }

    /// Conditions of a variant, day (from 0) and segment.
    #[inline(always)]
    pub fn today(&self, variant: usize, day: usize, segment: usize) -> Today {
        self.table[(variant * self.days + day) * self.segments + segment]
    }

    /// The policy of a version.
    #[inline(always)]
    pub fn plan<'a>(&'a self, flight: &'a Flight<K>, version: u16) -> &'a Plan<K> {
        let version = usize::from(version);
        match flight.plans.get(version) {
            Some(plan) => plan,
            None => &self.versions[version - flight.plans.len()].plan,
        }
    }

    /// The crowd of a version.
    #[inline(always)]
    pub fn crowd(&self, version: u16) -> &Crowd {
        let version = usize::from(version);
        match self.crowds.get(version) {
            Some(crowd) => crowd,
            None => &self.versions[version - self.crowds.len()].crowd,
        }
    }

    /// By item, whether it is withdrawn; empty where nothing is.
    #[inline(always)]
    pub fn gone(&self, version: u16) -> &[bool] {
        usize::from(version).checked_sub(self.crowds.len()).map_or(&[], |place| &self.versions[place].gone)
    }

    /// What happens this morning.
    #[inline(always)]
    pub fn happenings(&self, today: &Today) -> &[Happening] {
        &self.happenings[today.happenings.0 as usize..today.happenings.1 as usize]
    }

    /// Shift of log prices by topic; `None` where prices stand.
    #[inline(always)]
    pub fn prices(&self, today: &Today) -> Option<&[f32; K]> {
        if today.prices == 0 { None } else { self.prices.get(usize::from(today.prices)) }
    }

    /// What the organisation saw, found and did so far.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// Lets every watched crowd take in an epoch, and the organisation decide.
    pub fn teach(&mut self, flight: &Flight<K>, ledger: &Ledger, epoch: usize, days: usize) {
        for (variant, crowd) in self.crowds.iter_mut().enumerate() {
            learn(flight, &flight.plans[variant].guards, &flight.scenario, variant, crowd, ledger, epoch, days, true, true);
        }
        self.epochs.push(days);
        self.decide(flight, ledger, epoch);
        self.catch_up(flight, ledger);
        pass_epoch(flight, &mut self.crowds, ledger, epoch, days);
        for version in &mut self.versions {
            version.crowd.queue.clone_from(&self.crowds[version.variant].queue);
        }
    }

    /// Lets the organisation close an epoch; the days to come of variants for which it decided something are laid out again.
    fn decide(&mut self, flight: &Flight<K>, ledger: &Ledger, epoch: usize) {
        let Some(office) = &mut self.office else { return };
        let end = flight.shape.checkpoint_day(epoch);
        let known = office.responses().len();
        self.log.extend(office.close(ledger, epoch, end));
        let begun: BTreeSet<usize> = office.responses().iter().skip(known).map(|response| response.variant).collect();
        for variant in begun {
            self.lay_out(flight, variant, end);
        }
    }

    /// Lets the crowds of versions take in the epochs that they have missed.
    fn catch_up(&mut self, flight: &Flight<K>, ledger: &Ledger) {
        for version in &mut self.versions {
            while let Some(&days) = self.epochs.get(version.learned) {
                learn(
                    flight,
                    &version.plan.guards,
                    &version.scenario,
                    version.variant,
                    &mut version.crowd,
                    ledger,
                    version.learned,
                    days,
                    version.gathers,
                    version.learned >= version.guarded,
                );
                version.learned += 1;
            }
        }
    }

    /// Fills the table for a variant from a day (from 0) on.
    fn lay_out(&mut self, flight: &Flight<K>, variant: usize, from: usize) {
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
        let earlier = own.iter().copied().filter(|&index| scenario.events[index].kind == EventKind::Breach && self.spans[index].first <= day);
        let of = earlier.last()?;
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

/// Lets a crowd take in an epoch, if somebody looks at it.
fn learn<const K: usize>(
    flight: &Flight<K>,
    guards: &GuardPlan,
    scenario: &Scenario,
    variant: usize,
    crowd: &mut Crowd,
    ledger: &Ledger,
    epoch: usize,
    days: usize,
    gathers: bool,
    guarded: bool,
) {
    if flight.shape.crowd[variant] {
        let sold: Vec<&[u32]> = (0..flight.shape.cells.segments).map(|segment| ledger.crowd(variant, epoch, segment)).collect();
        let taught = if gathers { ledger.taught(variant, epoch) } else { &[] };
        crowd.learn(scenario, variant, &flight.world.catalog, &sold, taught, days);
    }
    if guarded && guards.learns() {
        let first = epoch * flight.shape.checkpoint_days;
        crowd.control.learn(guards, ledger, variant, epoch, first..first + days);
    }
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
    use std::sync::Arc;

    use super::*;
    use crate::simulate::reference::BaseRates;

    fn event(kind: EventKind, day: u64, days: u64) -> Event {
        Event { kind, day, days, ..Event::default() }
    }

    fn conditions(events: Vec<Event>) -> (Flight<16>, Conditions<16>) {
        let mut scenario = Scenario { events, ..Scenario::default() };
        scenario.experiment.days = 30;
        let scenario = Arc::new(scenario);
        let flight = Flight::new(&scenario, 3, &BaseRates::solve::<16>(&scenario));
        let conditions = Conditions::new(&flight);
        (flight, conditions)
    }

    #[test]
    fn without_events_nothing_is_prepared() {
        let (flight, conditions) = conditions(Vec::new());
        assert!(!flight.unusual && conditions.table.is_empty() && conditions.versions.is_empty());
    }

    #[test]
    fn events_act_on_their_days_variants_and_segments_only() {
        let season = Event { variants: vec!["baseline".into()], segments: vec!["relaxed".into()], ..event(EventKind::Season, 5, 3) };
        let (_, conditions) = conditions(vec![season]);
        for variant in 0..2 {
            for day in 0..30 {
                for segment in 0..3 {
                    let inside = variant == 1 && segment == 2 && (4..7).contains(&day);
                    assert_eq!(conditions.today(variant, day, segment).visits, if inside { 1.2 } else { 1.0 });
                }
            }
        }
    }

    #[test]
    fn waves_return_to_where_they_began() {
        let weekly = Event { wave: Wave::Weekly, size: 0.5, ..event(EventKind::Season, 1, 0) };
        assert_eq!((visits(&weekly, 0), visits(&weekly, 7)), (1.0, 1.0));
        assert!(visits(&weekly, 2) > 1.4 && visits(&weekly, 5) < 0.6);
        let week: f32 = (0..7).map(|day| visits(&weekly, day)).sum();
        assert!((week - 7.0).abs() < 1e-5);
        assert_eq!(visits(&Event { size: -3.0, ..event(EventKind::Season, 1, 0) }, 0), 0.0);
    }

    #[test]
    fn the_same_makeup_is_one_version_and_ends_with_its_events() {
        let (flight, conditions) = conditions(vec![
            event(EventKind::Outage, 3, 4),
            Event { segments: vec!["guarded".into()], ..event(EventKind::ContactRule, 5, 10) },
            event(EventKind::PriceChange, 2, 2),
            Event { topic: 3, ..event(EventKind::PriceChange, 3, 2) },
        ]);
        let version = |day: usize, segment| conditions.today(1, day - 1, segment).version;
        assert_eq!([version(2, 0), version(7, 1), version(15, 0)], [1; 3]);
        assert_eq!(version(3, 0), version(4, 2));
        assert_ne!(version(5, 0), version(5, 1), "the contact rule is for the guarded only");
        assert_ne!(version(5, 0), version(7, 0), "the outage is over");
        assert_eq!(conditions.versions.len(), 3);
        assert!((0..30).all(|day| conditions.today(0, day, 0).version == 0), "the twin has no policy to change");
        assert_eq!(conditions.plan(&flight, version(3, 0)).out, 0b1111);
        let price = |day: usize, topic: usize| conditions.prices(&conditions.today(0, day - 1, 0)).map(|shift| shift[topic]);
        assert_eq!(
            [price(1, 2), price(2, 2), price(3, 2), price(3, 0), price(4, 2), price(4, 0)],
            [None, Some(0.2), Some(0.4), Some(0.2), Some(0.2), Some(0.0)]
        );
    }

    #[test]
    fn a_notice_tells_of_the_last_breach_before_it() {
        let (_, conditions) = conditions(vec![
            event(EventKind::Notice, 9, 0),
            event(EventKind::Breach, 4, 0),
            event(EventKind::Breach, 6, 0),
            event(EventKind::Notice, 2, 0),
            event(EventKind::TrustShock, 20, 2),
        ]);
        let on = |day: usize| conditions.happenings(&conditions.today(1, day - 1, 0)).to_vec();
        assert_eq!(on(4), [Happening::Breach(1)]);
        assert_eq!(on(9), [Happening::Notice { of: 2, late: false }]);
        assert!(on(2).is_empty() && on(5).is_empty(), "nothing to tell, nothing new");
        assert_eq!([on(20), on(21), on(22)], [vec![Happening::Acts(4)], vec![Happening::Acts(4)], vec![]]);
    }
}
