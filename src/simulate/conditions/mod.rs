//! What is in force for each variant, day and segment: season, prices, the version of the policy, and what happens to people that morning.
//! Prepared once for each world, and from there on again when the organisation responds to an alarm; where nothing changes anything nothing is
//! prepared and nothing is looked up.

mod layout;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use layout::Span;

use super::flight::Flight;
use super::organisation::{Entry, Office};
use super::queues::pass_epoch;
use super::version::Version;
use super::worlds::added_up;
use crate::ledger::Ledger;
use crate::policy::guards::GuardPlan;
use crate::policy::{Crowd, Plan};
use crate::scenario::Scenario;

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
        let sellers = if flight.shared.is_some() { 0..flight.shape.variants } else { variant..variant + 1 };
        let sold = |segment| added_up(sellers.clone().map(|seller| ledger.crowd(seller, epoch, segment)));
        let sold: Vec<Cow<'_, [u32]>> = (0..flight.shape.cells.segments).map(sold).collect();
        let sold: Vec<&[u32]> = sold.iter().map(AsRef::as_ref).collect();
        let taught = if gathers { ledger.taught(variant, epoch) } else { &[] };
        crowd.learn(scenario, variant, &flight.world.catalog, &sold, taught, days);
    }
    if guarded && guards.learns() {
        let first = epoch * flight.shape.checkpoint_days;
        crowd.control.learn(guards, ledger, variant, epoch, first..first + days);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::events::{Event, EventKind};
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
