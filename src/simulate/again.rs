//! A flown world made ready so that single people can be lived again: what was in force in each epoch, with crowd counts from the run's ledger.

use std::ops::Range;
use std::sync::Arc;

use super::conditions::Conditions;
use super::day::Stage;
use super::flight::Flight;
use super::reference::BaseRates;
use crate::ledger::Ledger;
use crate::scenario::Scenario;

/// A flown world, to be lived again one person at a time.
pub(super) struct Again<const K: usize> {
    /// Everything common to the world.
    pub flight: Flight<K>,
    /// What was in force, by epoch; one for all where nobody looks at merged counts on the way.
    conditions: Vec<Conditions<K>>,
}

impl<const K: usize> Again<K> {
    /// Makes a flown world ready.
    pub fn new(scenario: &Arc<Scenario>, flown: &Ledger) -> Self {
        let rates = BaseRates::solve::<K>(scenario);
        let flight = Flight::<K>::new(scenario, flown.seed, &rates);
        let mut now = Conditions::new(&flight);
        let mut conditions = Vec::new();
        if flight.has_epochs() {
            for (epoch, span) in epochs(&flight) {
                conditions.push(now.clone());
                now.teach(&flight, flown, epoch, span.len());
            }
        } else {
            conditions.push(now);
        }
        Self { flight, conditions }
    }

    /// Epochs in order, with their days (from 0).
    pub fn epochs(&self) -> impl Iterator<Item = (usize, Range<usize>)> + use<K> {
        epochs(&self.flight)
    }

    /// Where a variant is lived in an epoch.
    pub fn stage(&self, epoch: usize, variant: usize) -> Stage<'_, K> {
        Stage::new(&self.flight, &self.conditions[epoch.min(self.conditions.len() - 1)], variant)
    }
}

fn epochs<const K: usize>(flight: &Flight<K>) -> impl Iterator<Item = (usize, Range<usize>)> + use<K> {
    let (days, every) = (flight.shape.days, flight.shape.checkpoint_days);
    (0..days).step_by(every).enumerate().map(move |(epoch, first)| (epoch, first..(first + every).min(days)))
}
