//! The pool of candidates that guards re-rank: what the engine proposes, best first.

use super::super::rank::key;

/// An item that the engine proposes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The item.
    pub item: u32,
    /// Its score, the larger the better.
    pub score: f32,
}

/// The candidates of one touch, best first; the room is kept between touches.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    /// Candidates, best first.
    pub candidates: Vec<Candidate>,
    keys: Vec<(i64, u32)>,
}

impl Pool {
    /// Takes the `size` items with the best scores, equal ones by smallest tie breaker. Scores of minus infinity are left out.
    pub fn take_best(&mut self, scores: &[f32], tie: &[u32], size: usize) {
        self.keys.clear();
        self.candidates.clear();
        for (item, (&score, &tie)) in scores.iter().zip(tie).enumerate() {
            if score > f32::NEG_INFINITY {
                self.keys.push((key(score, tie), item as u32));
            }
        }
        let descending = |a: &(i64, u32), b: &(i64, u32)| b.cmp(a);
        if self.keys.len() > size && size > 0 {
            self.keys.select_nth_unstable_by(size - 1, descending);
        }
        self.keys.truncate(size);
        self.keys.sort_unstable_by(descending);
        self.candidates.extend(self.keys.iter().map(|&(_, item)| Candidate { item, score: scores[item as usize] }));
    }

    /// Takes the first `size` items of a ranked list. A place is worth 1 at the top and falls evenly to 0 behind the last.
    pub fn take_first(&mut self, list: impl Iterator<Item = u32>, size: usize) {
        self.candidates.clear();
        for (place, item) in list.take(size).enumerate() {
            self.candidates.push(Candidate { item, score: 1.0 - place as f32 / size as f32 });
        }
    }

    /// Makes sure that the best item of a kind is among the candidates, in the last place if it was not: otherwise no guard could choose it.
    pub fn include_best(&mut self, scores: &[f32], tie: &[u32], is_kind: impl Fn(u32) -> bool) {
        if self.candidates.is_empty() || self.candidates.iter().any(|candidate| is_kind(candidate.item)) {
            return;
        }
        let mut best: Option<(i64, u32)> = None;
        for (item, (&score, &tie)) in scores.iter().zip(tie).enumerate() {
            let own = key(score, tie);
            if score > f32::NEG_INFINITY && is_kind(item as u32) && best.is_none_or(|(other, _)| own > other) {
                best = Some((own, item as u32));
            }
        }
        if let (Some((_, item)), Some(last)) = (best, self.candidates.last_mut()) {
            *last = Candidate { item, score: scores[item as usize] };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::ranking;
    use proptest::prelude::*;

    proptest! {
        /// The same candidates as a plain scan and sort, ties included (scores are drawn from few values on purpose).
        #[test]
        fn the_pool_is_the_top_of_a_naive_ranking(picks in proptest::collection::vec(0u8..12, 1..300), size in 1usize..80) {
            let scores: Vec<f32> = picks.iter().map(|&pick| if pick == 0 { f32::NEG_INFINITY } else { f32::from(pick) * 0.5 - 2.0 }).collect();
            let tie: Vec<u32> = (0..picks.len() as u32).map(|item| item.wrapping_mul(0x9e37_79b9) | 1).collect();
            let shown = picks.iter().filter(|&&pick| pick > 0).count();
            let naive: Vec<u32> = ranking(&scores, &tie).into_iter().take(size.min(shown)).collect();
            let mut pool = Pool::default();
            pool.take_best(&scores, &tie, size);
            let found: Vec<u32> = pool.candidates.iter().map(|candidate| candidate.item).collect();
            prop_assert_eq!(found, naive);
        }
    }

    #[test]
    fn a_list_gives_falling_scores_and_the_best_of_a_kind_is_let_in() {
        let mut pool = Pool::default();
        pool.take_first([7, 3, 9, 1].into_iter(), 4);
        assert_eq!(pool.candidates[0], Candidate { item: 7, score: 1.0 });
        assert_eq!(pool.candidates[3], Candidate { item: 1, score: 0.25 });
        let scores = [0.1, 0.9, 0.8, 0.7, 0.2];
        let tie = [1, 2, 3, 4, 5];
        pool.take_best(&scores, &tie, 3);
        pool.include_best(&scores, &tie, |item| item == 0 || item == 4);
        assert_eq!(pool.candidates.iter().map(|candidate| candidate.item).collect::<Vec<_>>(), [1, 2, 4]);
        pool.include_best(&scores, &tie, |item| item == 1);
        assert_eq!(pool.candidates.len(), 3);
    }
}
