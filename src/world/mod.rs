//! A scenario drawn: customers, catalog, random streams. Nothing here depends on a policy.

mod catalog;
mod keyed;
mod offering;
mod person;
mod tastes;

use std::sync::Arc;

pub use catalog::{CHUNK, Catalog, normal, ranking, tile};
pub use keyed::{Keyed, KeyedRng, Purpose, uniform};
pub use offering::Offering;
pub use person::{Person, Population};
pub use tastes::Tastes;

use crate::ledger::CellMap;
use crate::scenario::Scenario;

/// Topic lanes that a scenario needs: 16, or 32 for more than 16 topics.
pub fn lanes(scenario: &Scenario) -> usize {
    if scenario.catalog.topics <= 16 { 16 } else { 32 }
}

/// The cells of a scenario.
pub fn cells(scenario: &Scenario) -> CellMap {
    CellMap {
        segments: scenario.population.segments.len(),
        levels: scenario.population.attributes.iter().map(|attribute| attribute.levels.len()).collect(),
    }
}

/// One drawn world.
#[derive(Clone, Debug)]
pub struct World<const K: usize> {
    /// Seed of the world.
    pub seed: u64,
    /// Its random draws.
    pub keyed: Keyed,
    /// Its items.
    pub catalog: Catalog<K>,
    /// What its items are beside taste, quality and price.
    pub offering: Offering<K>,
    /// Its customers, drawn when asked for.
    pub population: Population<K>,
}

impl<const K: usize> World<K> {
    /// Draws a world.
    pub fn draw(scenario: &Arc<Scenario>, seed: u64) -> Self {
        let keyed = Keyed::new(seed);
        // Items that all worlds share are those of the first world.
        let shared = scenario.catalog.same_in_all_worlds.then(|| Keyed::new(Keyed::world_seed(scenario.experiment.seed, 0)));
        let of_items = shared.unwrap_or(keyed);
        let catalog = Catalog::draw(&scenario.catalog, of_items);
        let offering = Offering::draw(scenario, of_items, &catalog);
        Self { seed, keyed, catalog, offering, population: Population::new(scenario, keyed, cells(scenario)) }
    }
}
