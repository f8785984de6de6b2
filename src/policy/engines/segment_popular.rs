//! What sells most in the customer's segment.

use crate::policy::rules::{Lesson, Request, Rules, Setting, Workspace};
use crate::scenario::policy::Policy;
use crate::world::ranking;

/// Weight of the whole crowd in a segment's counts (m = 20, B4.5).
const SMOOTHING: f32 = 20.0;

/// One list for each segment.
#[derive(Clone, Debug)]
pub struct SegmentPopular {
    /// Remembered choices by segment and item.
    counts: Vec<Vec<f32>>,
    lists: Vec<Vec<u32>>,
}

impl SegmentPopular {
    /// (n_si + m n_i / N) / (N_s + m), by segment (B4.5).
    fn lists<const K: usize>(counts: &[Vec<f32>], setting: &Setting<'_, K>) -> Vec<Vec<u32>> {
        let all = setting.counts.iter().map(|&count| f64::from(count)).sum::<f64>().max(1e-9) as f32;
        counts
            .iter()
            .map(|own| {
                let scores: Vec<f32> = own.iter().zip(setting.counts).map(|(&own, &count)| own + SMOOTHING * count / all).collect();
                ranking(&scores, &setting.catalog.tie)
            })
            .collect()
    }
}

impl Rules for SegmentPopular {
    fn learns(_: &Policy) -> bool {
        true
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let counts = vec![vec![0.0; setting.catalog.items]; setting.scenario.population.segments.len()];
        Self { lists: Self::lists(&counts, setting), counts }
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
        for (own, sold) in self.counts.iter_mut().zip(lesson.sold) {
            for (count, &new) in own.iter_mut().zip(*sold) {
                *count = *count * lesson.kept + new as f32;
            }
        }
        self.lists = Self::lists(&self.counts, setting);
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, _: &mut Workspace, out: &mut [u32]) -> usize {
        let Some(list) = self.lists.get(request.person.segment) else { return 0 };
        request.first_of(list, out)
    }
}
