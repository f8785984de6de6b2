//! One customer lived again, touch by touch, bit for bit as in the run. Crowd counts of each epoch come from the run's ledger.

use std::ops::Range;

use super::again::Again;
use super::check::Trace;
use super::day::live;
use super::life::Life;
use super::record::{DayRecord, Recorder, Silent, TouchRecord};
use super::run::Run;
use super::touch::Room;
use crate::ledger::Ledger;
use crate::world::{Person, lanes};

/// What somebody is like, whatever the policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traits {
    /// Multiplier of felt creepiness.
    pub sensitivity: f32,
    /// Privacy concern.
    pub concern: f32,
    /// Own visits a week at the start.
    pub visits_per_week: f32,
    /// First day (from 0) on which the person is there.
    pub first_day: usize,
}

impl Traits {
    fn of<const K: usize>(person: &Person<K>) -> Self {
        Self { sensitivity: person.sensitivity, concern: person.concern, visits_per_week: 7.0 * person.visit, first_day: person.first_day as usize }
    }
}

/// One customer's life under one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// Number of the customer.
    pub customer: u64,
    /// Index of the variant.
    pub variant: usize,
    /// Segment, by index.
    pub segment: usize,
    /// Cell, by index.
    pub cell: usize,
    /// The personal line.
    pub tolerance: f32,
    /// Trust at the start.
    pub trust: f32,
    /// Innate interests by topic, as logits.
    pub innate: Vec<f32>,
    /// Interests by topic at the end of the run, as logits.
    pub interests: Vec<f32>,
    /// What she is like beside.
    pub traits: Traits,
    /// Every touch, in order.
    pub touches: Vec<TouchRecord>,
    /// The end of each day.
    pub days: Vec<DayRecord>,
    /// What this one life (and its twin's) added to the ledger of the run.
    pub ledger: Ledger,
}

/// Why a customer cannot be replayed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// No such world.
    #[error("the run has {worlds} finished worlds, numbered from 0; there is no world {asked}")]
    NoWorld {
        /// Finished worlds.
        worlds: usize,
        /// World asked for.
        asked: usize,
    },
    /// No such variant.
    #[error("the run has {variants} variants, numbered from 0 (the twin); there is no variant {asked}")]
    NoVariant {
        /// Variants.
        variants: usize,
        /// Variant asked for.
        asked: usize,
    },
    /// No such customer.
    #[error("each world has {customers} customers, numbered from 0; there is no customer {asked}")]
    NoCustomer {
        /// Customers.
        customers: u64,
        /// Customer asked for.
        asked: u64,
    },
}

struct Notes {
    touches: Vec<TouchRecord>,
    days: Vec<DayRecord>,
}

impl Recorder for Notes {
    const ON: bool = true;
    const TOUCHES: bool = true;
    fn touch(&mut self, record: TouchRecord) {
        self.touches.push(record);
    }
    fn day(&mut self, record: DayRecord) {
        self.days.push(record);
    }
}

/// Lives one customer's life under one variant again.
///
/// # Errors
/// If the run holds no such world, variant or customer.
pub fn replay(run: &Run, world: usize, variant: usize, customer: u64) -> Result<Replay, ReplayError> {
    let mut lives = replays(run, world, variant, customer..customer.saturating_add(1))?;
    lives.pop().ok_or(ReplayError::NoCustomer { customers: run.scenario.population.customers, asked: customer })
}

/// Lives the lives of several customers under one variant again.
///
/// # Errors
/// If the run holds no such world, variant or customers.
pub fn replays(run: &Run, world: usize, variant: usize, customers: Range<u64>) -> Result<Vec<Replay>, ReplayError> {
    let mut lives = Vec::new();
    each_replay(run, world, variant, &customers.collect::<Vec<u64>>(), |life| lives.push(life))?;
    Ok(lives)
}

/// Lives the lives of several customers under one variant again, and hands out each as soon as it is lived: only one is held at a time.
///
/// # Errors
/// If the run holds no such world, variant or customers.
pub fn each_replay(run: &Run, world: usize, variant: usize, customers: &[u64], visit: impl FnMut(Replay)) -> Result<(), ReplayError> {
    let ledger = asked(run, world, &[variant], customers)?;
    match lanes(&run.scenario) {
        16 => relive_each::<16>(run, ledger, variant, customers, visit),
        _ => relive_each::<32>(run, ledger, variant, customers, visit),
    }
    Ok(())
}

fn relive_each<const K: usize>(run: &Run, flown: &Ledger, variant: usize, customers: &[u64], visit: impl FnMut(Replay)) {
    let again = Again::<K>::new(&run.scenario, flown);
    customers.iter().map(|&customer| relive(&again, flown, variant, customer)).for_each(visit);
}

/// Lives several customers' lives under several variants again: for each customer one life for each variant, in the order asked for.
///
/// # Errors
/// If the run holds no such world, variant or customer.
pub fn replays_of(run: &Run, world: usize, variants: &[usize], customers: &[u64]) -> Result<Vec<Vec<Replay>>, ReplayError> {
    let ledger = asked(run, world, variants, customers)?;
    Ok(match lanes(&run.scenario) {
        16 => relive_all::<16>(run, ledger, variants, customers),
        _ => relive_all::<32>(run, ledger, variants, customers),
    })
}

/// What a world left, if there are such variants and customers, too.
pub(super) fn asked<'a>(run: &'a Run, world: usize, variants: &[usize], customers: &[u64]) -> Result<&'a Ledger, ReplayError> {
    let Some(ledger) = run.worlds.get(world) else { return Err(ReplayError::NoWorld { worlds: run.worlds.len(), asked: world }) };
    if let Some(&asked) = variants.iter().find(|&&variant| variant >= run.variants.len()) {
        return Err(ReplayError::NoVariant { variants: run.variants.len(), asked });
    }
    let all = run.scenario.population.customers;
    match customers.iter().find(|&&customer| customer >= all) {
        Some(&asked) => Err(ReplayError::NoCustomer { customers: all, asked }),
        None => Ok(ledger),
    }
}

fn relive_all<const K: usize>(run: &Run, flown: &Ledger, variants: &[usize], customers: &[u64]) -> Vec<Vec<Replay>> {
    let again = Again::<K>::new(&run.scenario, flown);
    customers.iter().map(|&customer| variants.iter().map(|&variant| relive(&again, flown, variant, customer)).collect()).collect()
}

fn relive<const K: usize>(again: &Again<K>, flown: &Ledger, variant: usize, customer: u64) -> Replay {
    let flight = &again.flight;
    let person = flight.world.population.person(customer);
    let mut room = Room::new(flight.world.catalog.padded);
    let mut trace = Trace::default();
    let mut ledger = Ledger::new(flight.shape.clone(), flown.seed);
    ledger.forget_gathered();
    ledger.customers[person.cell] += 1;
    let mut notes = Notes { touches: Vec::new(), days: Vec::new() };
    let mut lives: Vec<Life<K>> = flight.lives(&person, &mut room).collect();
    for (epoch, span) in again.epochs() {
        trace.restart(epoch);
        if variant != 0 {
            live(&again.stage(epoch, 0), &person, &mut lives[0], span.clone(), &mut room, &mut trace, &mut ledger, &mut Silent);
        }
        live(&again.stage(epoch, variant), &person, &mut lives[variant], span, &mut room, &mut trace, &mut ledger, &mut notes);
    }
    ledger.panel.settle();
    let topics = |logits: &[f32; K]| logits.iter().copied().take(flight.world.catalog.topics).collect::<Vec<f32>>();
    Replay {
        customer,
        variant,
        segment: person.segment,
        cell: person.cell,
        tolerance: person.tolerance,
        trust: person.trust,
        innate: topics(&person.innate),
        interests: lives.get(variant).map_or_else(Vec::new, |life| topics(&life.interests)),
        traits: Traits::of(&person),
        touches: notes.touches,
        days: notes.days,
        ledger,
    }
}
