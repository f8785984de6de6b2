//! Scoring all items and taking the best: chunked, vectorized, and exactly what a plain scan and sort would give.

use crate::math::largest_lane;
use crate::world::CHUNK;

/// Groups of a chunk: group `g` holds the items `g`, `g + 8`, `g + 16` ... of the chunk, so that eight groups are compared at once.
const GROUPS: usize = 8;

/// Most largest scores that a floor is found among.
const SLOTS: usize = 64;

/// Most items above the floor that are ranked by counting; ties may bring more, which are then sorted.
const CANDIDATES: usize = 64;

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
        Self { values: vec![f32::NEG_INFINITY; padded], groups: vec![[f32::NEG_INFINITY; GROUPS]; chunks], chunks: vec![f32::NEG_INFINITY; chunks] }
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

    /// Fills two sets of scores in one pass over the tiles, with the same bits as one after the other.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn fill_pair(tiles: &[f32], first: (&mut Self, &[f32], &[f32]), second: (&mut Self, &[f32], &[f32])) {
        const HALF: usize = CHUNK / 2;
        let (one, one_weights, one_bias) = first;
        let (two, two_weights, two_bias) = second;
        let topics = one_weights.len();
        for (chunk, tiles) in tiles.chunks_exact(topics * CHUNK).enumerate() {
            for half in 0..2 {
                let start = chunk * CHUNK + half * HALF;
                let (mut a, mut b) = ([0.0f32; HALF], [0.0f32; HALF]);
                a.copy_from_slice(&one_bias[start..start + HALF]);
                b.copy_from_slice(&two_bias[start..start + HALF]);
                for (column, (&x, &y)) in tiles.chunks_exact(CHUNK).zip(one_weights.iter().zip(two_weights)) {
                    let column = &column[half * HALF..(half + 1) * HALF];
                    for lane in 0..HALF {
                        a[lane] += x * column[lane];
                        b[lane] += y * column[lane];
                    }
                }
                one.values[start..start + HALF].copy_from_slice(&a);
                two.values[start..start + HALF].copy_from_slice(&b);
            }
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

    /// The largest score, as [`Scores::note_largest`] found it.
    pub fn largest(&self) -> f32 {
        self.chunks.iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }

    /// A score that at least `wanted` items reach, as near below the `wanted`-th best as the largest scores of groups or chunks tell.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn floor(&self, wanted: usize) -> f32 {
        let mut slots = [f32::NEG_INFINITY; SLOTS];
        let used = if self.chunks.len() * GROUPS <= SLOTS {
            for (slots, groups) in slots.chunks_exact_mut(GROUPS).zip(&self.groups) {
                slots.copy_from_slice(groups);
            }
            self.chunks.len() * GROUPS
        } else if wanted > self.chunks.len() / 2 {
            // Too few chunks to tell: groups share slots.
            for (group, &top) in self.groups.as_flattened().iter().enumerate() {
                let slot = &mut slots[group % SLOTS];
                *slot = if top > *slot { top } else { *slot };
            }
            SLOTS
        } else {
            for (chunk, &top) in self.chunks.iter().enumerate() {
                let slot = &mut slots[chunk % SLOTS];
                *slot = if top > *slot { top } else { *slot };
            }
            self.chunks.len().min(SLOTS)
        };
        if used < wanted {
            return f32::MIN;
        }
        // How many slots lie above each: every slot is held against all at once.
        let rows = used.next_multiple_of(GROUPS);
        let mut above = [0u32; SLOTS];
        for &other in &slots[..used] {
            for (above, slots) in above[..rows].chunks_exact_mut(GROUPS).zip(slots.chunks_exact(GROUPS)) {
                for lane in 0..GROUPS {
                    above[lane] += u32::from(other > slots[lane]);
                }
            }
        }
        let mut floor = f32::INFINITY;
        for (&slot, &above) in slots[..used].iter().zip(&above) {
            if (above as usize) < wanted && slot < floor {
                floor = slot;
            }
        }
        // Minus infinity means "not to be shown".
        if floor > f32::MIN { floor } else { f32::MIN }
    }
}

/// One bit for each of eight values that reaches `floor`.
#[inline(always)]
fn reaching_bits(values: &[f32], floor: f32) -> u32 {
    let mut bits = 0;
    for lane in 0..GROUPS {
        bits |= u32::from(values[lane] >= floor) << lane;
    }
    bits
}

/// A whole number that orders items as they are to be shown: by score, then by smallest tie breaker.
#[inline(always)]
pub(super) fn key(score: f32, tie: u32) -> i64 {
    let bits = score.to_bits() as i32;
    let ordered = bits ^ ((bits >> 31) & 0x7fff_ffff);
    i64::from(ordered) << 32 | i64::from(!tie)
}

/// The best items by score, equal scores by smallest tie breaker, written to `out`; gives how many there were. Scores of minus infinity are left
/// out. [`Scores::note_largest`] must have been called since the scores last changed; tie breakers must differ from one another.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn best(scores: &Scores, tie: &[u32], out: &mut [u32]) -> usize {
    let floor = scores.floor(out.len());
    let mut keys = [i64::MIN; CANDIDATES];
    let mut items = [0u32; CANDIDATES];
    let mut count = 0;
    for (chunk, values) in scores.values.chunks_exact(CHUNK).enumerate() {
        if scores.chunks[chunk] < floor {
            continue;
        }
        for (row, values) in values.chunks_exact(GROUPS).enumerate() {
            let mut bits = reaching_bits(values, floor);
            while bits != 0 {
                let lane = bits.trailing_zeros() as usize;
                let item = chunk * CHUNK + row * GROUPS + lane;
                if count == CANDIDATES {
                    return best_of_many(scores, tie, floor, out);
                }
                keys[count] = key(values[lane], tie[item]);
                items[count] = item as u32;
                count += 1;
                bits &= bits - 1;
            }
        }
    }
    let padded = count.next_multiple_of(GROUPS);
    let mut above = [0i64; CANDIDATES];
    for &other in &keys[..count] {
        for (above, keys) in above[..padded].chunks_exact_mut(GROUPS).zip(keys.chunks_exact(GROUPS)) {
            for lane in 0..GROUPS {
                above[lane] += i64::from(other > keys[lane]);
            }
        }
    }
    for (&item, &place) in items[..count].iter().zip(&above) {
        if let Some(slot) = out.get_mut(place as usize) {
            *slot = item;
        }
    }
    count.min(out.len())
}

/// The same where ties at the floor leave too many items to count.
#[cold]
fn best_of_many(scores: &Scores, tie: &[u32], floor: f32, out: &mut [u32]) -> usize {
    let mut order: Vec<(i64, u32)> = scores
        .values
        .iter()
        .zip(tie)
        .zip(0..)
        .filter(|((value, _), _)| **value >= floor)
        .map(|((&value, &tie), item)| (key(value, tie), item))
        .collect();
    order.sort_unstable_by(|a, b| b.cmp(a));
    for (slot, (_, item)) in out.iter_mut().zip(&order) {
        *slot = *item;
    }
    order.len().min(out.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{ranking, tile};
    use proptest::prelude::*;

    proptest! {
        /// The same slates as a plain scan and sort, ties included (scores are drawn from few values on purpose).
        #[test]
        fn the_best_are_those_of_a_naive_scan(picks in proptest::collection::vec(0u8..12, 1..700), length in 1usize..64) {
            let items = picks.len();
            let padded = items.next_multiple_of(CHUNK);
            let mut scores = Scores::new(padded);
            for (item, &pick) in picks.iter().enumerate() {
                scores.values[item] = f32::from(pick) * 0.5;
            }
            scores.note_largest();
            let tie: Vec<u32> = (0..items as u32).map(|item| item.wrapping_mul(0x9e37_79b9) | 1).collect();
            // Some items are not to be shown.
            let hidden = scores.values.iter().take(items).filter(|value| **value < 0.5).count();
            for value in scores.values.iter_mut().filter(|value| **value < 0.5) {
                *value = f32::NEG_INFINITY;
            }
            scores.note_largest();
            let naive: Vec<u32> = ranking(&scores.values[..items], &tie).into_iter().take(length.min(items - hidden)).collect();
            let mut out = vec![0; length];
            let found = best(&scores, &tie, &mut out);
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
            let (mut one, mut two) = (Scores::new(padded), Scores::new(padded));
            let other: Vec<f32> = weights.iter().map(|weight| weight - 1.0).collect();
            Scores::fill_pair(&tiles, (&mut one, &other, &bias), (&mut two, &weights, &bias));
            prop_assert_eq!(&two.values, &scores.values);
            one.fill(&tiles, &weights, &bias);
            prop_assert_eq!(&one.values, &scores.values);
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
