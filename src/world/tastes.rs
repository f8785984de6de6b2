//! Mean tastes of segments and groups, and the innate interests drawn around them.

use super::catalog::normal;
use super::keyed::{Keyed, Purpose};
use crate::math::{snap, softmax};
use crate::scenario::Scenario;

/// Mean tastes as logits.
#[derive(Clone, Debug)]
pub struct Tastes<const K: usize> {
    topics: usize,
    segments: Vec<[f32; K]>,
    levels: Vec<Vec<[f32; K]>>,
    segment_shares: Vec<f64>,
}

impl<const K: usize> Tastes<K> {
    /// Draws the mean tastes of a world.
    pub fn draw(scenario: &Scenario, keyed: Keyed) -> Self {
        let topics = scenario.catalog.topics as usize;
        let population = &scenario.population;
        let around_zero = |who: u64, spread: f64| {
            let mut draws = keyed.stream(who, 0, Purpose::Taste);
            let mut logits = [0.0; K];
            for logit in logits.iter_mut().take(topics) {
                *logit = snap(normal(&mut draws) * spread);
            }
            logits
        };
        let spread = scenario.catalog.segment_taste;
        Self {
            topics,
            segments: (0..population.segments.len()).map(|segment| around_zero(segment as u64, spread)).collect(),
            levels: population
                .attributes
                .iter()
                .enumerate()
                .map(|(attribute, settings)| {
                    let who = |level: usize| (attribute as u64 + 1) << 32 | level as u64;
                    settings.levels.iter().enumerate().map(|(level, set)| around_zero(who(level), set.taste_shift)).collect()
                })
                .collect(),
            segment_shares: population.segments.iter().map(|segment| segment.share).collect(),
        }
    }

    /// Number of topics.
    pub fn topics(&self) -> usize {
        self.topics
    }

    /// Innate interests of a customer: segment mean, group shifts, own spread.
    pub fn innate(&self, id: u64, segment: usize, levels: &[usize], spread: f64, keyed: Keyed) -> [f32; K] {
        let mut logits = self.segments[segment];
        for (shifts, &level) in self.levels.iter().zip(levels) {
            for (logit, shift) in logits.iter_mut().zip(&shifts[level]) {
                *logit += shift;
            }
        }
        let mut draws = keyed.stream(id, 0, Purpose::Interests);
        for logit in logits.iter_mut().take(self.topics) {
            *logit += snap(normal(&mut draws) * spread);
        }
        logits
    }

    /// What a policy may assume of a segment before it knows anything: the shares at the segment's mean taste.
    pub fn segment_prior(&self, segment: usize) -> [f32; K] {
        softmax(&self.segments[segment], self.topics)
    }

    /// The same for the whole crowd: segment priors weighted by share.
    pub fn crowd_prior(&self) -> [f32; K] {
        let mut prior = [0.0; K];
        for (segment, &share) in self.segment_shares.iter().enumerate() {
            for (sum, value) in prior.iter_mut().zip(self.segment_prior(segment)) {
                *sum += share as f32 * value;
            }
        }
        prior
    }

    /// Every topic alike.
    pub fn flat_prior(&self) -> [f32; K] {
        softmax(&[0.0; K], self.topics)
    }
}
