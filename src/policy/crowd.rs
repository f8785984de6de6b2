//! What is known of the crowd: popularity as customers see it, and the engine with what it has learned. Brought up to date at epoch ends only.

use super::engines::Ranker;
use super::rules::{Gathering, Lesson, Setting};
use crate::behavior::requests::Queue;
use crate::ledger::Learning;
use crate::scenario::Scenario;
use crate::scenario::policy::{Engine, Policy};
use crate::world::Catalog;

/// The crowd as one variant has it.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// Remembered choices by item, all segments.
    counts: Vec<f32>,
    /// Popularity that customers see: ln(1 + n) standardized.
    pub visible: Vec<f32>,
    /// The pull of popularity in own search, padded with a value that is never chosen.
    pub search_bias: Vec<f32>,
    /// The engine of the variant.
    pub ranker: Ranker,
    /// Requests about data that wait.
    pub queue: Queue,
}

impl Crowd {
    /// The crowd before the first day.
    pub fn new<const K: usize>(scenario: &Scenario, variant: usize, catalog: &Catalog<K>) -> Self {
        let counts = catalog.popularity.clone();
        let visible = Catalog::<K>::standardized(&counts);
        let policy = policy(scenario, variant);
        let ranker = Ranker::new(&Setting { scenario, policy: &policy, catalog, counts: &counts, visible: &visible });
        let mut crowd = Self { counts, visible, search_bias: Vec::new(), ranker, queue: Queue::default() };
        crowd.pull(scenario, catalog);
        crowd
    }

    /// Whether a variant's crowd is looked at: by a policy that retrains, or by customers who see popularity.
    pub fn is_watched(scenario: &Scenario, variant: usize) -> bool {
        scenario.catalog.popularity_feedback || Ranker::learns(&policy(scenario, variant))
    }

    /// How many numbers the engine of a variant gathers and learns beside sales.
    pub fn learning(scenario: &Scenario, variant: usize) -> Learning {
        Ranker::learning(scenario, &policy(scenario, variant))
    }

    /// Learns from the numbers gathered by the end of an epoch and writes what there is to know.
    pub fn train<const K: usize>(&self, scenario: &Scenario, variant: usize, catalog: &Catalog<K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
        let policy = policy(scenario, variant);
        let setting = Setting { scenario, policy: &policy, catalog, counts: &self.counts, visible: &self.visible };
        self.ranker.train(&setting, gathering, taught);
    }

    /// Takes in an epoch: `sold` gives the choices of each segment by item, `taught` what was learned by its end, `days` its length.
    pub fn learn<const K: usize>(&mut self, scenario: &Scenario, variant: usize, catalog: &Catalog<K>, sold: &[&[u32]], taught: &[i64], days: usize) {
        let kept = libm::pow(1.0 - scenario.catalog.popularity_decay, days as f64) as f32;
        for count in &mut self.counts {
            *count *= kept;
        }
        for sold in sold {
            for (count, &new) in self.counts.iter_mut().zip(*sold) {
                *count += new as f32;
            }
        }
        if scenario.catalog.popularity_feedback {
            self.visible = Catalog::<K>::standardized(&self.counts);
            self.pull(scenario, catalog);
        }
        let policy = policy(scenario, variant);
        let setting = Setting { scenario, policy: &policy, catalog, counts: &self.counts, visible: &self.visible };
        self.ranker.learn(&setting, &Lesson { sold, kept, taught });
    }

    fn pull<const K: usize>(&mut self, scenario: &Scenario, catalog: &Catalog<K>) {
        let pull = scenario.behavior.choice.search_popularity as f32;
        self.search_bias = self.visible.iter().map(|seen| pull * seen).collect();
        self.search_bias.resize(catalog.padded, -1e30);
    }
}

/// The policy of a variant in ledger order: the twin first.
fn policy(scenario: &Scenario, variant: usize) -> std::borrow::Cow<'_, Policy> {
    let own = variant.checked_sub(1).and_then(|index| scenario.variants.get(index));
    match own {
        Some(variant) => std::borrow::Cow::Borrowed(&variant.policy),
        None => std::borrow::Cow::Owned(Policy { engine: Engine::None, ..Policy::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::policy::{Policy, Variant};
    use crate::world::Keyed;

    #[test]
    fn counts_follow_sales_and_nobody_looks_at_the_twins_crowd() {
        let scenario = Scenario {
            variants: vec![Variant { policy: Policy { engine: Engine::Popularity, ..Policy::default() }, ..Variant::default() }],
            ..Scenario::default()
        };
        let catalog = Catalog::<16>::draw(&scenario.catalog, Keyed::new(3));
        assert!(!Crowd::is_watched(&scenario, 0) && Crowd::is_watched(&scenario, 1));
        let mut crowd = Crowd::new(&scenario, 1, &catalog);
        let mut sold = vec![0; catalog.items];
        sold[17] = 1_000_000;
        crowd.learn(&scenario, 1, &catalog, &[&sold], &[], 7);
        assert!(crowd.counts[17] > 1e6 && crowd.visible[17] < 10.0, "customers see popularity only where the scenario says so");
    }
}
