//! How much memory a run may need: an estimate from the sizes of a scenario, made before anything is drawn.

use super::flight::shape;
use super::life::Life;
use crate::scenario::{Scenario, result_bytes};
use crate::world::Person;

/// Customer's state for this many topics is what is measured; more topics take more in proportion.
const LANES: usize = 16;
/// Bytes that the lists of a life may take beside its fixed part: what was consumed, what was shown.
const LISTS: f64 = 1_024.0;

/// What a run may need, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// What grows with the number of customers, for one of them; 0 where customers are forgotten block by block.
    pub per_customer: f64,
    /// The customers' states together.
    pub states: f64,
    /// Results of all worlds, and the counts that threads gather.
    pub results: f64,
}

impl Memory {
    /// Estimates what a run with so many threads may need: results of all worlds + one of them for each thread, and, where somebody looks at the
    /// crowd while it is simulated, customers x (variants + 1) x the state of a life.
    pub fn of(scenario: &Scenario, threads: usize) -> Self {
        let lives = scenario.variants.len() as f64 + 1.0;
        let wider = (scenario.catalog.topics as f64 / LANES as f64).ceil().max(1.0);
        let life = size_of::<Life<LANES>>() as f64 * wider + LISTS;
        let person = size_of::<Person<LANES>>() as f64 * wider;
        let per_customer = if keeps_customers(scenario) { person + lives * life } else { 0.0 };
        let results = result_bytes(scenario) * (1.0 + threads as f64 / (scenario.experiment.worlds as f64).max(1.0));
        Self { per_customer, states: per_customer * scenario.population.customers as f64, results }
    }

    /// All of it.
    pub fn total(&self) -> f64 {
        self.states + self.results
    }

    /// The most customers that fit into so many bytes, as a round number; nothing where fewer customers would not help.
    pub fn fitting(&self, bytes: f64) -> Option<u64> {
        let room = (bytes - self.results) / self.per_customer;
        if !room.is_finite() || room < 100.0 {
            return None;
        }
        let step = 10_f64.powf((room.log10().floor() - 1.0).max(0.0));
        Some(((room / step).floor() * step) as u64)
    }
}

/// Whether customers' states stay in memory between epochs. Policies that events bring may add to it.
fn keeps_customers(scenario: &Scenario) -> bool {
    let shape = shape(scenario);
    let watches = |policy: &crate::scenario::policy::Policy| policy.guards.exposure.on || policy.guards.offers.on || policy.rights.requests;
    shape.oversight || shape.crowd.contains(&true) || scenario.variants.iter().any(|variant| watches(&variant.policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_crowd_that_is_looked_at_takes_memory_for_each_customer() {
        let mut scenario = Scenario::default();
        scenario.population.customers = 1_000_000;
        let streamed = Memory::of(&scenario, 2);
        assert_eq!(streamed.states, 0.0);
        assert_eq!(streamed.fitting(1e9), None, "fewer people would not help");
        scenario.catalog.popularity_feedback = true;
        let kept = Memory::of(&scenario, 2);
        assert!(kept.states > 1e9, "{}", kept.states);
        let fitting = kept.fitting(1e9).expect("some fit");
        scenario.population.customers = fitting;
        let fits = Memory::of(&scenario, 2).total();
        assert!(fits <= 1e9 && fits > 0.85e9, "{fits}");
        assert_eq!(kept.fitting(0.0), None);
    }
}
