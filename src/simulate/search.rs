//! Own search: a few items come to mind, close to one's interests and popular ones more often. Items are drawn one after another without
//! replacement with weight exp(localness a + pull n), which has the distribution of the Gumbel top-k draw over all items (B4.2).

use crate::math::{exp, sum};
use crate::policy::{Crowd, Scores};
use crate::scenario::behavior::Choice;
use crate::world::{CHUNK, Catalog};

/// Most items that search brings to mind.
pub const MAX_FOUND: usize = 32;

/// Groups of items inside a chunk, so that a draw walks few sums.
const GROUP: usize = 8;

/// Draws after which search gives up finding another item.
const MOST_DRAWS: u32 = 128;

/// Room for one search.
#[derive(Clone, Debug)]
pub struct Search {
    /// Log weights of the items.
    pub scores: Scores,
    ends: Vec<f32>,
    found: [u32; MAX_FOUND],
}

/// Weights of the topics in own search.
#[inline(always)]
pub fn weights<const K: usize>(p: &Choice, unit: &[f32; K]) -> [f32; K] {
    let localness = p.search_localness as f32;
    unit.map(|share| localness * share)
}

impl Search {
    /// Room for a padded number of items.
    pub fn new(padded: usize) -> Self {
        Self { scores: Scores::new(padded), ends: vec![0.0; padded / CHUNK], found: [0; MAX_FOUND] }
    }

    /// What comes to mind. `unit` are the interests at length 1; `draws` gives the four uniform numbers of an index, and is asked from index 0 on.
    #[inline(always)]
    pub fn recall<const K: usize>(
        &mut self,
        p: &Choice,
        catalog: &Catalog<K>,
        crowd: &Crowd,
        unit: &[f32; K],
        draws: impl Fn(u32) -> [f32; 4],
    ) -> &[u32] {
        self.scores.fill(&catalog.tiles, &weights(p, unit)[..catalog.topics], &crowd.search_bias);
        self.recall_scored(p, catalog.items, draws)
    }

    /// The same where [`Search::scores`] have been filled with [`weights`] already.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn recall_scored(&mut self, p: &Choice, items: usize, draws: impl Fn(u32) -> [f32; 4]) -> &[u32] {
        let mut total = 0.0;
        for (end, values) in self.ends.iter_mut().zip(self.scores.values.chunks_exact_mut(CHUNK)) {
            for value in values.iter_mut() {
                *value = exp(*value);
            }
            total += sum(values);
            *end = total;
        }
        let wanted = (p.search_items as usize).min(MAX_FOUND).min(items);
        let mut count = 0;
        'draw: for index in 0..MOST_DRAWS / 4 {
            for u in draws(index) {
                let item = self.at(u * total) as u32;
                if (item as usize) < items && !self.found[..count].contains(&item) {
                    self.found[count] = item;
                    count += 1;
                    if count == wanted {
                        break 'draw;
                    }
                }
            }
        }
        &self.found[..count]
    }

    /// The item at a place along the running sum of weights.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn at(&self, place: f32) -> usize {
        let mut chunk = 0;
        for &end in &self.ends {
            chunk += usize::from(end <= place);
        }
        let chunk = chunk.min(self.ends.len() - 1);
        let mut left = place - if chunk == 0 { 0.0 } else { self.ends[chunk - 1] };
        let start = chunk * CHUNK;
        let mut item = start;
        for group in self.scores.values[start..start + CHUNK].chunks_exact(GROUP) {
            let weight = sum(group);
            if left < weight {
                break;
            }
            left -= weight;
            item += GROUP;
        }
        let group = item.min(start + CHUNK - GROUP);
        for (lane, &weight) in self.scores.values[group..group + GROUP].iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return group + lane;
            }
        }
        group + GROUP - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::world::{Keyed, Purpose};

    /// First draws follow the weights: chi-square over 40 items stays below its 99.9 % point (72.1 at 39 degrees of freedom).
    #[test]
    fn what_comes_to_mind_first_follows_the_weights() {
        let mut scenario = Scenario::default();
        scenario.catalog.items = 40;
        let keyed = Keyed::new(9);
        let catalog = Catalog::<16>::draw(&scenario.catalog, keyed);
        let crowd = Crowd::new(&scenario, 0, &catalog);
        let p = &scenario.behavior.choice;
        let mut unit = [0.0f32; 16];
        unit[1] = 0.8;
        unit[4] = 0.6;
        let weights: Vec<f64> = (0..40)
            .map(|item| {
                let affinity: f64 = unit.iter().zip(&catalog.unit[item]).map(|(a, b)| f64::from(a * b)).sum();
                (p.search_localness * affinity + p.search_popularity * f64::from(crowd.visible[item])).exp()
            })
            .collect();
        let total: f64 = weights.iter().sum();
        let mut search = Search::new(catalog.padded);
        let (n, mut counts) = (20_000u64, [0u32; 40]);
        for customer in 0..n {
            let found = search.recall(p, &catalog, &crowd, &unit, |index| keyed.uniforms(customer, 0, Purpose::Search, index));
            assert_eq!(found.len(), 6);
            let mut sorted = found.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), 6, "no item comes to mind twice");
            counts[found[0] as usize] += 1;
        }
        let chi: f64 = weights
            .iter()
            .zip(counts)
            .map(|(weight, count)| {
                let expected = weight / total * n as f64;
                (f64::from(count) - expected).powi(2) / expected
            })
            .sum();
        assert!(chi < 72.1, "{chi}");
    }
}
