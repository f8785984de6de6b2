//! Which item is chosen: utilities of a multinomial logit, and the draw (B4.3).

use crate::math::{exp, largest, ln};
use crate::scenario::behavior::Choice;

/// v(r) = 1 / log2(1 + r) for rank r from 1: how much a place in the slate is looked at.
pub fn position_weight(rank: usize) -> f32 {
    std::f32::consts::LN_2 / ln(1.0 + rank as f32)
}

/// What an item offers a person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Offer {
    /// a: cosine of interests and the item's mix, 0 to 1.
    pub affinity: f32,
    /// q: quality.
    pub quality: f32,
    /// Standardized log popularity.
    pub popularity: f32,
    /// Overlap of the item's mix with satiation.
    pub satiation: f32,
    /// Earlier consumptions of the item that are remembered.
    pub repeats: f32,
}

/// b_a a + b_q q + b_n n - omega <phi, S> - rep min(c, 3).
#[inline(always)]
pub fn utility(p: &Choice, offer: &Offer) -> f32 {
    p.affinity as f32 * offer.affinity + p.quality as f32 * offer.quality + p.popularity as f32 * offer.popularity
        - p.satiation as f32 * offer.satiation
        - p.repeat_loss as f32 * offer.repeats.min(3.0)
}

/// Utilities come in whole rows of this many.
pub const ROW: usize = 8;

/// Draws one of the first `count` utilities by a multinomial logit with the uniform number `u`; `outside` adds an option of utility 0, which
/// comes first and is returned as `None`. The weights are written over the utilities; what lies behind `count` up to a whole row is lost.
#[inline(always)]
pub fn draw(utilities: &mut [f32], count: usize, outside: bool, u: f32) -> Option<usize> {
    let rows = count.next_multiple_of(ROW).min(utilities.len());
    for utility in &mut utilities[count..rows] {
        *utility = f32::MIN;
    }
    let utilities = &mut utilities[..rows];
    let own_top = largest(utilities);
    let top = if outside && own_top < 0.0 { 0.0 } else { own_top };
    let none = if outside { exp(-top) } else { 0.0 };
    for row in utilities.chunks_exact_mut(ROW) {
        for utility in row {
            *utility = exp(*utility - top);
        }
    }
    let mut total = none;
    for &weight in &utilities[..count] {
        total += weight;
    }
    let mut left = u * total - none;
    if outside && left < 0.0 {
        return None;
    }
    for (index, &weight) in utilities[..count].iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return Some(index);
        }
    }
    count.checked_sub(1)
}

/// The place that a visit without a choice ended at: a draw by the same weights among what was in sight, as [`draw`] leaves them.
pub fn look(weights: &[f32], u: f32) -> Option<usize> {
    let total: f32 = weights.iter().sum();
    let mut left = u * total;
    for (place, &weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return Some(place);
        }
    }
    weights.len().checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_are_weighted_by_the_log_discount() {
        let expected = [1.0, 0.630_930, 0.5, 0.430_677, 0.386_853, 0.356_207];
        for (rank, weight) in expected.iter().enumerate() {
            assert!((position_weight(rank + 1) - weight).abs() < 1e-5);
        }
    }

    proptest! {
        #[test]
        fn shares_of_draws_follow_the_logit(a in -3.0f32..3.0, b in -3.0f32..3.0) {
            let n = 2_000;
            let mut counts = [0usize; 3];
            for step in 0..n {
                let mut utilities = [0.0; ROW];
                utilities[..2].copy_from_slice(&[a, b]);
                let u = (step as f32 + 0.5) / n as f32;
                counts[draw(&mut utilities, 2, true, u).map_or(0, |index| index + 1)] += 1;
            }
            let total = 1.0 + a.exp() + b.exp();
            for (count, weight) in counts.iter().zip([1.0, a.exp(), b.exp()]) {
                prop_assert!((*count as f32 / n as f32 - weight / total).abs() < 2e-3);
            }
        }
    }

    #[test]
    fn without_an_outside_option_something_is_always_taken() {
        let mut utilities = [-50.0, -60.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0];
        assert_eq!(draw(&mut utilities, 2, false, 0.5), Some(0));
        assert_eq!(draw(&mut [0.0; ROW], 0, true, 0.5), None);
        assert_eq!(draw(&mut [0.0; ROW], 0, false, 0.5), None);
    }
}
