//! Scoring all items and taking the best: chunked, vectorized, and exactly what a plain scan and sort would give.

use crate::math::largest;
use crate::world::CHUNK;

/// Room for the scores of all items and the best score of each chunk.
#[derive(Clone, Debug)]
pub struct Scores {
    /// One score for each item; padding holds minus infinity.
    pub values: Vec<f32>,
    /// Largest (or total) score of each chunk.
    pub chunks: Vec<f32>,
}

impl Scores {
    /// Room for a padded number of items.
    pub fn new(padded: usize) -> Self {
        Self { values: vec![f32::NEG_INFINITY; padded], chunks: vec![f32::NEG_INFINITY; padded / CHUNK] }
    }

    /// score(i) = bias(i) + sum over topics of weight(k) column(k, i), topics added in order. `columns` is by topic, `bias` as long as the padded items.
    #[inline(always)]
    pub fn fill(&mut self, columns: &[f32], weights: &[f32], bias: &[f32]) {
        let padded = self.values.len();
        for (chunk, values) in self.values.chunks_exact_mut(CHUNK).enumerate() {
            let start = chunk * CHUNK;
            let mut sums = [0.0f32; CHUNK];
            sums.copy_from_slice(&bias[start..start + CHUNK]);
            for (topic, &weight) in weights.iter().enumerate() {
                let column = &columns[topic * padded + start..topic * padded + start + CHUNK];
                for lane in 0..CHUNK {
                    sums[lane] += weight * column[lane];
                }
            }
            values.copy_from_slice(&sums);
        }
    }

    /// Notes the largest score of each chunk, for [`best`].
    #[inline(always)]
    pub fn note_largest(&mut self) {
        for (best, values) in self.chunks.iter_mut().zip(self.values.chunks_exact(CHUNK)) {
            *best = largest(values);
        }
    }
}

/// The best items by score, equal scores by smallest tie breaker, written to `out`; gives how many there were. Scores of minus infinity are left
/// out. What is taken is set to minus infinity.
#[inline(always)]
pub fn best(scores: &mut Scores, tie: &[u32], out: &mut [u32]) -> usize {
    let mut taken = 0;
    while taken < out.len() {
        let top = largest(&scores.chunks);
        if top == f32::NEG_INFINITY {
            break;
        }
        let (mut winner, mut winner_tie, mut home) = (0, u32::MAX, 0);
        for (chunk, &best) in scores.chunks.iter().enumerate() {
            if best == top {
                let start = chunk * CHUNK;
                for (lane, &value) in scores.values[start..start + CHUNK].iter().enumerate() {
                    if value == top && tie[start + lane] <= winner_tie {
                        (winner, winner_tie, home) = (start + lane, tie[start + lane], chunk);
                    }
                }
            }
        }
        out[taken] = winner as u32;
        taken += 1;
        scores.values[winner] = f32::NEG_INFINITY;
        scores.chunks[home] = largest(&scores.values[home * CHUNK..(home + 1) * CHUNK]);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::ranking;
    use proptest::prelude::*;

    proptest! {
        /// The same slates as a plain scan and sort, ties included (scores are drawn from few values on purpose).
        #[test]
        fn the_best_are_those_of_a_naive_scan(picks in proptest::collection::vec(0u8..12, 1..200), length in 1usize..20) {
            let items = picks.len();
            let padded = items.next_multiple_of(CHUNK);
            let mut scores = Scores::new(padded);
            for (item, &pick) in picks.iter().enumerate() {
                scores.values[item] = f32::from(pick) * 0.5;
            }
            scores.note_largest();
            let tie: Vec<u32> = (0..items as u32).map(|item| item.wrapping_mul(0x9e37_79b9) | 1).collect();
            let naive: Vec<u32> = ranking(&scores.values[..items], &tie).into_iter().take(length).collect();
            let mut out = vec![0; length];
            let found = best(&mut scores, &tie, &mut out);
            prop_assert_eq!(&out[..found], &naive[..]);
        }

        /// The vectorized scores have the same bits as a scalar loop in the same order.
        #[test]
        fn scores_have_the_bits_of_a_scalar_loop(weights in proptest::collection::vec(-2.0f32..2.0, 1..16), seed in 0u32..1000) {
            let padded = 64;
            let noise = |i: usize| ((i as u32).wrapping_mul(2_654_435_761).wrapping_add(seed) >> 8) as f32 / 16_777_216.0;
            let columns: Vec<f32> = (0..weights.len() * padded).map(noise).collect();
            let bias: Vec<f32> = (0..padded).map(|i| noise(i + 7)).collect();
            let mut scores = Scores::new(padded);
            scores.fill(&columns, &weights, &bias);
            for item in 0..padded {
                let mut sum = bias[item];
                for (topic, weight) in weights.iter().enumerate() {
                    sum += weight * columns[topic * padded + item];
                }
                prop_assert_eq!(sum.to_bits(), scores.values[item].to_bits());
            }
        }
    }
}
