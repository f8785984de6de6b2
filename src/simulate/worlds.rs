//! One world: blocks of customers in parallel, epochs one after another where somebody looks at the crowd.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Mutex;

use pulp::{Simd, WithSimd};
use rayon::prelude::*;

use super::check::Trace;
use super::conditions::Conditions;
use super::day::{Stage, live};
use super::flight::Flight;
use super::life::Life;
use super::organisation::note;
use super::record::Silent;
use super::supply::describe;
use super::touch::Room;
use super::watch::Watch;
use crate::ledger::Ledger;
use crate::math::at_best_level;
use crate::policy::{Crowd, Gathering};
use crate::world::Person;

/// Customers of a block: few enough for the caches and for a quick answer to cancel, many enough to make handing out blocks cheap.
pub const BLOCK: u64 = 64;

/// The run was asked to stop.
pub struct Cancelled;

/// Ledgers and rooms that threads borrow for a block. Counts are integers, so it does not matter who adds what.
pub(super) struct Pool<'a, const K: usize> {
    flight: &'a Flight<K>,
    free: Mutex<Vec<(Ledger, Room<K>)>>,
}

impl<'a, const K: usize> Pool<'a, K> {
    pub(super) fn new(flight: &'a Flight<K>) -> Self {
        Self { flight, free: Mutex::new(Vec::new()) }
    }

    fn borrow<T>(&self, work: impl FnOnce(&mut Ledger, &mut Room<K>) -> T) -> T {
        let free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        let (mut ledger, mut room) =
            free.unwrap_or_else(|| (Ledger::new(self.flight.shape.clone(), self.flight.world.seed), Room::new(self.flight.world.catalog.padded)));
        let result = work(&mut ledger, &mut room);
        self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((ledger, room));
        result
    }

    fn drain_into(&self, sum: &mut Ledger) {
        for (ledger, _) in self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).drain(..) {
            sum.merge(&ledger);
        }
    }
}

/// Flies a range of customers through one world and gives what they left. Where nobody looks at the crowd, ledgers of several ranges merge to
/// exactly the ledger of the whole; the range of a scenario with a crowd must be everybody.
pub(super) fn fly_world<const K: usize>(
    flight: &Flight<K>,
    customers: Range<u64>,
    world: usize,
    watch: &Watch,
    order: impl Fn(&mut Vec<Range<u64>>),
) -> Result<Ledger, Cancelled> {
    let mut blocks: Vec<Range<u64>> = customers.clone().step_by(BLOCK as usize).map(|start| start..(start + BLOCK).min(customers.end)).collect();
    order(&mut blocks);
    let mut ledger = Ledger::new(flight.shape.clone(), flight.world.seed);
    describe(flight, &mut ledger);
    let pool = Pool::new(flight);
    let lives = if flight.shared.is_some() { 1 } else { flight.plans.len() };
    let mut conditions = Conditions::new(flight);
    let days = flight.shape.days;
    if flight.has_epochs() {
        let every = flight.shape.checkpoint_days;
        let mut cohorts: Vec<Cohort<K>> = blocks.iter().map(|block| Cohort::new(block.clone())).collect();
        for (epoch, first) in (0..days).step_by(every).enumerate() {
            let span = first..(first + every).min(days);
            let fly = |cohort: &mut Cohort<K>| {
                if watch.is_cancelled() {
                    return Err(Cancelled);
                }
                pool.borrow(|ledger, room| at_best_level(Epoch { flight, conditions: &conditions, cohort, days: span.clone(), room, ledger }));
                watch.add(world, cohort.size() * (span.len() * lives) as u64);
                Ok(())
            };
            cohorts.par_iter_mut().try_for_each(fly)?;
            pool.drain_into(&mut ledger);
            train(flight, &conditions.crowds, &mut ledger, epoch, span.end);
            conditions.teach(flight, &ledger, epoch, span.len());
        }
        note(&flight.scenario, conditions.log(), &mut ledger);
    } else {
        blocks.into_par_iter().try_for_each(|block| {
            if watch.is_cancelled() {
                return Err(Cancelled);
            }
            let size = block.end - block.start;
            pool.borrow(|ledger, room| at_best_level(Stream { flight, conditions: &conditions, ids: block, room, ledger }));
            watch.add(world, size * (days * lives) as u64);
            Ok(())
        })?;
        pool.drain_into(&mut ledger);
    }
    ledger.forget_gathered();
    ledger.panel.settle();
    Ok(ledger)
}

/// Lets every engine that gathers learn from what it gathered in the `days` flown so far, unless nobody would see what it learned.
fn train<const K: usize>(flight: &Flight<K>, crowds: &[Crowd], ledger: &mut Ledger, epoch: usize, days: usize) {
    if days == flight.shape.days {
        return;
    }
    for (variant, crowd) in crowds.iter().enumerate() {
        if flight.shape.learning[variant].taught > 0 {
            let mut taught = vec![0; flight.shape.learning[variant].taught];
            let numbers = added_up(flight.companions(variant).into_iter().map(|companion| ledger.gathered(companion)));
            crowd.train(&flight.scenario, variant, &flight.world.catalog, &Gathering { numbers: &numbers, days }, &mut taught);
            ledger.taught_mut(variant, epoch).copy_from_slice(&taught);
        }
    }
}

/// Lists of the same length, added up; the only one as it is.
pub(super) fn added_up<'a, T: Copy + std::ops::AddAssign>(mut lists: impl Iterator<Item = &'a [T]>) -> Cow<'a, [T]> {
    let mut sum = Cow::Borrowed(lists.next().unwrap_or(&[]));
    for list in lists {
        sum.to_mut().iter_mut().zip(list).for_each(|(sum, part)| *sum += *part);
    }
    sum
}

/// Customers whose lives are kept between epochs.
struct Cohort<const K: usize> {
    ids: Range<u64>,
    people: Vec<Person<K>>,
    lives: Vec<Life<K>>,
}

impl<const K: usize> Cohort<K> {
    fn new(ids: Range<u64>) -> Self {
        Self { ids, people: Vec::new(), lives: Vec::new() }
    }

    fn size(&self) -> u64 {
        self.ids.end - self.ids.start
    }
}

/// One epoch of a cohort. The whole of it is compiled once for each SIMD level; operations have a fixed order, so every level gives the same bits.
struct Epoch<'a, const K: usize> {
    flight: &'a Flight<K>,
    conditions: &'a Conditions<K>,
    cohort: &'a mut Cohort<K>,
    days: Range<usize>,
    room: &'a mut Room<K>,
    ledger: &'a mut Ledger,
}

impl<const K: usize> WithSimd for Epoch<'_, K> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { flight, conditions, cohort, days, room, ledger } = self;
        if cohort.people.is_empty() {
            for id in cohort.ids.clone() {
                let person = flight.world.population.person(id);
                ledger.customers[person.cell] += 1;
                cohort.lives.extend(flight.lives(&person, room));
                cohort.people.push(person);
            }
        }
        let mut trace = Trace::default();
        for (person, lives) in cohort.people.iter().zip(cohort.lives.chunks_mut(flight.plans.len())) {
            fly_person(flight, conditions, person, lives, days.clone(), room, &mut trace, ledger);
        }
    }
}

/// A block from the first day to the last, then forgotten.
struct Stream<'a, const K: usize> {
    flight: &'a Flight<K>,
    conditions: &'a Conditions<K>,
    ids: Range<u64>,
    room: &'a mut Room<K>,
    ledger: &'a mut Ledger,
}

impl<const K: usize> WithSimd for Stream<'_, K> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { flight, conditions, ids, room, ledger } = self;
        let mut trace = Trace::default();
        let mut lives = Vec::with_capacity(flight.plans.len());
        for id in ids {
            let person = flight.world.population.person(id);
            ledger.customers[person.cell] += 1;
            lives.clear();
            lives.extend(flight.lives(&person, room));
            fly_person(flight, conditions, &person, &mut lives, 0..flight.shape.days, room, &mut trace, ledger);
        }
    }
}

/// One customer through some days of every variant, the twin first.
#[inline(always)]
fn fly_person<const K: usize>(
    flight: &Flight<K>,
    conditions: &Conditions<K>,
    person: &Person<K>,
    lives: &mut [Life<K>],
    days: Range<usize>,
    room: &mut Room<K>,
    trace: &mut Trace<K>,
    ledger: &mut Ledger,
) {
    trace.restart(days.start / flight.shape.checkpoint_days);
    for (variant, life) in lives.iter_mut().enumerate() {
        if flight.shared.as_ref().is_some_and(|assignment| assignment.variant(person.id) != variant) {
            continue;
        }
        let stage = Stage::new(flight, conditions, variant);
        live(&stage, person, life, days.clone(), room, trace, ledger, &mut Silent);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::Scenario;
    use crate::simulate::reference::BaseRates;

    /// Three ranges of customers, flown apart and merged in another order, leave exactly what one flight of all leaves.
    #[test]
    fn shards_merge_exactly() {
        let mut scenario = Scenario::default();
        scenario.population.customers = 200;
        scenario.experiment.days = 21;
        let scenario = Arc::new(scenario);
        let flight = Flight::<16>::new(&scenario, 7, &BaseRates::solve::<16>(&scenario));
        let watch = Watch::new(1, 1, 2, || {});
        let fly = |range| fly_world(&flight, range, 0, &watch, |_| {}).unwrap_or_else(|_| panic!("nobody cancelled"));
        let whole = fly(0..200);
        let mut merged = fly(130..200);
        merged.merge(&fly(0..64));
        merged.merge(&fly(64..130));
        assert!(merged == whole);
    }
}
