//! Scoring all items and taking the best: chunked, vectorized, and exactly what a plain scan and sort would give.

use crate::math::{largest, largest_lane};
use crate::world::CHUNK;

/// Groups of a chunk: group `g` holds the items `g`, `g + 8`, `g + 16` ... of the chunk, so that eight groups are compared at once.
const GROUPS: usize = 8;

/// Room for the scores of all items, the best score of each group and of each chunk.
#[derive(Clone, Debug)]
pub struct Scores {
    /// One score for each item; padding holds minus infinity.
    pub values: Vec<f32>,
    groups: Vec<[f32; GROUPS]>,
    chunks: Vec<f32>,
}

impl Scores {
    /// Room for a padded number of items.
    pub fn new(padded: usize) -> Self {
        let chunks = padded / CHUNK;
        Self {
            values: vec![f32::NEG_INFINITY; padded],
            groups: vec![[f32::NEG_INFINITY; GROUPS]; chunks],
            chunks: vec![f32::NEG_INFINITY; chunks.next_multiple_of(GROUPS)],
        }
    }

    /// score(i) = bias(i) + sum over topics of weight(k) tile(k, i), topics added in order. `tiles` as in the catalog, `bias` as long as the
    /// padded items.
    #[inline(always)]
    pub fn fill(&mut self, tiles: &[f32], weights: &[f32], bias: &[f32]) {
        let chunks = self.values.chunks_exact_mut(CHUNK).zip(bias.chunks_exact(CHUNK)).zip(tiles.chunks_exact(weights.len() * CHUNK));
        for ((values, bias), tiles) in chunks {
            let mut sums = [0.0f32; CHUNK];
            sums.copy_from_slice(bias);
            for (&weight, column) in weights.iter().zip(tiles.chunks_exact(CHUNK)) {
                for lane in 0..CHUNK {
                    sums[lane] += weight * column[lane];
                }
            }
            values.copy_from_slice(&sums);
        }
    }

    /// Notes the largest score of each group and chunk, for [`best`].
    #[inline(always)]
    pub fn note_largest(&mut self) {
        for ((best, groups), values) in self.chunks.iter_mut().zip(&mut self.groups).zip(self.values.chunks_exact(CHUNK)) {
            let mut tops = [f32::NEG_INFINITY; GROUPS];
            for row in values.chunks_exact(GROUPS) {
                for group in 0..GROUPS {
                    tops[group] = if row[group] > tops[group] { row[group] } else { tops[group] };
                }
            }
            *groups = tops;
            *best = largest_lane(tops);
        }
    }

    /// Takes an item out and brings the largest scores up to date.
    #[inline(always)]
    fn take(&mut self, item: usize) {
        self.values[item] = f32::NEG_INFINITY;
        let (chunk, group) = (item / CHUNK, item % GROUPS);
        let mut rows = [f32::NEG_INFINITY; CHUNK / GROUPS];
        for (row, values) in rows.iter_mut().zip(self.values[chunk * CHUNK..(chunk + 1) * CHUNK].chunks_exact(GROUPS)) {
            *row = values[group];
        }
        self.groups[chunk][group] = largest_lane(rows);
        self.chunks[chunk] = largest_lane(self.groups[chunk]);
    }
}

/// One bit for each of eight values that equals `wanted`.
#[inline(always)]
fn equal_bits(values: &[f32; GROUPS], wanted: f32) -> u32 {
    let mut bits = 0;
    for lane in 0..GROUPS {
        bits |= u32::from(values[lane] == wanted) << lane;
    }
    bits
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
        let (mut winner, mut winner_tie) = (0, u32::MAX);
        for (chunk, groups) in scores.groups.iter().enumerate() {
            if scores.chunks[chunk] != top {
                continue;
            }
            let mut bits = equal_bits(groups, top);
            while bits != 0 {
                let first = chunk * CHUNK + bits.trailing_zeros() as usize;
                for item in (first..(chunk + 1) * CHUNK).step_by(GROUPS) {
                    if scores.values[item] == top && tie[item] <= winner_tie {
                        (winner, winner_tie) = (item, tie[item]);
                    }
                }
                bits &= bits - 1;
            }
        }
        out[taken] = winner as u32;
        taken += 1;
        scores.take(winner);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{ranking, tile};
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
            let padded = 2 * CHUNK;
            let noise = |i: usize| ((i as u32).wrapping_mul(2_654_435_761).wrapping_add(seed) >> 8) as f32 / 16_777_216.0;
            let tiles: Vec<f32> = (0..weights.len() * padded).map(noise).collect();
            let bias: Vec<f32> = (0..padded).map(|i| noise(i + 7)).collect();
            let mut scores = Scores::new(padded);
            scores.fill(&tiles, &weights, &bias);
            for item in 0..padded {
                let mut sum = bias[item];
                for (topic, weight) in weights.iter().enumerate() {
                    sum += weight * tiles[tile(weights.len(), topic, item)];
                }
                prop_assert_eq!(sum.to_bits(), scores.values[item].to_bits());
            }
        }
    }
}
