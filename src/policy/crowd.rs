//! What is known of the crowd: popularity as customers see it and as policies learn it. Brought up to date at epoch ends only.

use super::guards::Control;
use crate::scenario::Scenario;
use crate::scenario::policy::Engine;
use crate::world::{Catalog, ranking};

/// Weight of the whole crowd in a segment's counts (m = 20, B4.5).
const SEGMENT_SMOOTHING: f32 = 20.0;

/// The crowd as one variant has it.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// Remembered choices by item, all segments.
    counts: Vec<f32>,
    /// Remembered choices by segment and item; empty where the engine does not need them.
    by_segment: Vec<Vec<f32>>,
    /// Popularity that customers see: ln(1 + n) standardized.
    pub visible: Vec<f32>,
    /// The pull of popularity in own search, padded with a value that is never chosen.
    pub search_bias: Vec<f32>,
    /// The crowd's part in personal scores, padded with minus infinity.
    pub score_bias: Vec<f32>,
    /// Items by rank; one list for all, or one for each segment.
    pub lists: Vec<Vec<u32>>,
    /// What the variant's guards have learned from merged counts.
    pub control: Control,
}

impl Crowd {
    /// The crowd before the first day.
    pub fn new<const K: usize>(scenario: &Scenario, variant: usize, catalog: &Catalog<K>) -> Self {
        let engine = engine(scenario, variant);
        let segments = if engine == Engine::SegmentPopular { scenario.population.segments.len() } else { 0 };
        let mut crowd = Self {
            counts: catalog.popularity.clone(),
            by_segment: vec![vec![0.0; catalog.items]; segments],
            visible: Vec::new(),
            search_bias: Vec::new(),
            score_bias: Vec::new(),
            lists: Vec::new(),
            control: Control::default(),
        };
        crowd.show(scenario, catalog);
        crowd.rank(scenario, variant, catalog);
        crowd
    }

    /// Whether a variant's crowd is looked at: by a policy that retrains, or by customers who see popularity.
    pub fn is_watched(scenario: &Scenario, variant: usize) -> bool {
        scenario.catalog.popularity_feedback || matches!(engine(scenario, variant), Engine::Popularity | Engine::SegmentPopular)
    }

    /// Takes in an epoch: `sold` gives the choices of each segment by item, `days` the length of the epoch.
    pub fn learn<const K: usize>(&mut self, scenario: &Scenario, variant: usize, catalog: &Catalog<K>, sold: &[&[u32]], days: usize) {
        let kept = libm::pow(1.0 - scenario.catalog.popularity_decay, days as f64) as f32;
        for count in &mut self.counts {
            *count *= kept;
        }
        for (segment, sold) in sold.iter().enumerate() {
            for (count, &new) in self.counts.iter_mut().zip(*sold) {
                *count += new as f32;
            }
            if let Some(own) = self.by_segment.get_mut(segment) {
                for (count, &new) in own.iter_mut().zip(*sold) {
                    *count = *count * kept + new as f32;
                }
            }
        }
        if scenario.catalog.popularity_feedback {
            self.show(scenario, catalog);
        }
        self.rank(scenario, variant, catalog);
    }

    fn show<const K: usize>(&mut self, scenario: &Scenario, catalog: &Catalog<K>) {
        self.visible = Catalog::<K>::standardized(&self.counts);
        let pull = scenario.behavior.choice.search_popularity as f32;
        self.search_bias = self.visible.iter().map(|seen| pull * seen).collect();
        self.search_bias.resize(catalog.padded, -1e30);
    }

    fn rank<const K: usize>(&mut self, scenario: &Scenario, variant: usize, catalog: &Catalog<K>) {
        self.lists = match engine(scenario, variant) {
            Engine::None | Engine::Random => Vec::new(),
            Engine::Editorial => vec![catalog.editorial.clone()],
            Engine::Popularity => vec![ranking(&self.counts, &catalog.tie)],
            Engine::SegmentPopular => self.segment_lists(catalog),
            Engine::Content => {
                // A standardized log count squashed to 0..1, to stand beside a cosine.
                let depth = scenario.variants.get(variant.wrapping_sub(1)).map_or(0.0, |variant| variant.policy.depth) as f32;
                self.score_bias = self.visible.iter().map(|&seen| (1.0 - depth) * crate::math::logistic(seen)).collect();
                self.score_bias.resize(catalog.padded, f32::NEG_INFINITY);
                vec![ranking(&self.visible, &catalog.tie)]
            }
        };
    }

    /// (n_si + m n_i / N) / (N_s + m), by segment (B4.5).
    fn segment_lists<const K: usize>(&self, catalog: &Catalog<K>) -> Vec<Vec<u32>> {
        let all = self.counts.iter().map(|&count| f64::from(count)).sum::<f64>().max(1e-9) as f32;
        self.by_segment
            .iter()
            .map(|own| {
                let scores: Vec<f32> = own.iter().zip(&self.counts).map(|(&own, &count)| own + SEGMENT_SMOOTHING * count / all).collect();
                ranking(&scores, &catalog.tie)
            })
            .collect()
    }
}

/// The engine of a variant in ledger order: the twin first.
fn engine(scenario: &Scenario, variant: usize) -> Engine {
    variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map_or(Engine::None, |variant| variant.policy.engine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::policy::{Policy, Variant};
    use crate::world::Keyed;

    #[test]
    fn popularity_follows_sales_and_the_twin_keeps_no_list() {
        let scenario = Scenario {
            variants: vec![Variant { policy: Policy { engine: Engine::Popularity, ..Policy::default() }, ..Variant::default() }],
            ..Scenario::default()
        };
        let catalog = Catalog::<16>::draw(&scenario.catalog, Keyed::new(3));
        assert!(Crowd::new(&scenario, 0, &catalog).lists.is_empty());
        assert!(!Crowd::is_watched(&scenario, 0) && Crowd::is_watched(&scenario, 1));
        let mut crowd = Crowd::new(&scenario, 1, &catalog);
        let mut sold = vec![0; catalog.items];
        sold[17] = 1_000_000;
        crowd.learn(&scenario, 1, &catalog, &[&sold], 7);
        assert_eq!(crowd.lists[0][0], 17);
    }
}
