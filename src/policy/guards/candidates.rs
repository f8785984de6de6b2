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
}

impl Pool {
    /// Takes items with their scores, best first.
    pub fn take(&mut self, ranked: impl Iterator<Item = (u32, f32)>) {
        self.candidates.clear();
        self.candidates.extend(ranked.map(|(item, score)| Candidate { item, score }));
    }

    /// Makes sure that the best item of a kind is among the candidates, in the last place if it was not: otherwise no guard could choose it.
    /// Scores of minus infinity are left out; equal ones go by smallest tie breaker.
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

    #[test]
    fn the_best_of_a_kind_is_let_in_once() {
        let scores = [0.1, 0.9, 0.8, 0.7, 0.2];
        let tie = [1, 2, 3, 4, 5];
        let mut pool = Pool::default();
        pool.take([(1, 0.9), (2, 0.8), (3, 0.7)].into_iter());
        pool.include_best(&scores, &tie, |item| item == 0 || item == 4);
        assert_eq!(pool.candidates.iter().map(|candidate| candidate.item).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(pool.candidates[2].score, 0.2);
        pool.include_best(&scores, &tie, |item| item == 1);
        pool.include_best(&scores, &tie, |_| false);
        assert_eq!(pool.candidates.len(), 3);
    }
}
