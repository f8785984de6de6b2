//! Items close to what is known of the customer's tastes.

use crate::math::{dot, logistic};
use crate::policy::rank::{Scores, best};
use crate::policy::rules::{Lesson, Request, Rules, Setting, TopicScan, Uses, Workspace, highest_worth};
use crate::scenario::policy::Policy;
use crate::world::ranking;

/// depth times the cosine of estimated taste and item, plus the rest times what is popular.
#[derive(Clone, Debug)]
pub struct Content {
    /// The crowd's part in the scores, padded with minus infinity.
    bias: Vec<f32>,
    /// Items by popularity, for those who switched personalization off.
    popular: Vec<u32>,
}

impl Content {
    /// Scores all items for a customer.
    #[inline(always)]
    pub(super) fn score<const K: usize>(&self, request: &Request<'_, K>, scores: &mut Scores) {
        let weights = request.knowledge.weights(request.plan, request.person.segment);
        scores.fill(&request.catalog.tiles, &weights[..request.catalog.topics], &self.bias);
    }
}

impl Rules for Content {
    const KEEPS: bool = true;
    const SCORES: bool = true;

    fn uses(_: &Policy) -> Uses {
        Uses::Signals
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let depth = setting.policy.depth as f32;
        // A standardized log count squashed to 0..1, to stand beside a cosine.
        let mut bias: Vec<f32> = setting.visible.iter().map(|&seen| (1.0 - depth) * logistic(seen)).collect();
        bias.resize(setting.catalog.padded, f32::NEG_INFINITY);
        Self { bias, popular: ranking(setting.visible, &setting.catalog.tie) }
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, _: &Lesson<'_>) {
        *self = Self::new(setting);
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        if !work.scored {
            self.score(request, &mut work.scores);
        }
        request.hide_skipped(&mut work.scores);
        work.scores.note_largest();
        best(&work.scores, &request.catalog.tie, out)
    }

    /// Its personal part: the cosine of estimated taste and item. At depth 0 it has none.
    fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        if request.plan.depth <= 0.0 {
            return None;
        }
        let taste = request.knowledge.taste(request.plan, request.person.segment);
        highest_worth(request.catalog, worth, |item| dot(&taste, &request.catalog.unit[item]))
    }

    fn plain(&self) -> Option<&[u32]> {
        Some(&self.popular)
    }

    #[inline(always)]
    fn topic_scan<const K: usize>(&self, request: &Request<'_, K>) -> Option<TopicScan<'_, K>> {
        Some((request.knowledge.weights(request.plan, request.person.segment), &self.bias))
    }
}
