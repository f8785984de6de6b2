//! Offer parity: which slates open with a premium offer, decided by the best premium score raised or lowered for the customer's group (group
//! thresholds of B4.5), the offset moved by integral control.

use std::cmp::Ordering;

use super::candidates::Candidate;
use crate::ledger::{CellMap, Count, Ledger, Rare};
use crate::scenario::guards::{OfferAim, OfferParity};
use crate::scenario::population::Attribute;

/// How far an offset can go: twice the range of a score.
const FARTHEST: f64 = 2.0;

/// The guard made ready.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferPlan {
    /// What is to be equal.
    pub aim: OfferAim,
    tolerance: f64,
    gain: f64,
    levels: usize,
    level_of_cell: Vec<u8>,
}

impl OfferPlan {
    /// Ready; `None` if it is off or the population has no such attribute.
    pub fn new(guard: &OfferParity, attributes: &[Attribute], cells: &CellMap) -> Option<Self> {
        let attribute = attributes.iter().position(|attribute| guard.attribute.is_empty() || attribute.name == guard.attribute)?;
        guard.on.then(|| Self {
            aim: guard.aim,
            tolerance: guard.tolerance,
            gain: guard.gain,
            levels: attributes[attribute].levels.len(),
            level_of_cell: (0..cells.cells()).map(|cell| cells.level(cell, attribute) as u8).collect(),
        })
    }

    /// Offsets before the first day.
    pub fn start(&self) -> Vec<f32> {
        vec![0.0; self.levels]
    }

    /// The offset of a customer's group.
    #[inline(always)]
    pub fn offset(&self, offsets: &[f32], cell: usize) -> f32 {
        self.level_of_cell.get(cell).and_then(|&level| offsets.get(level as usize)).copied().unwrap_or(0.0)
    }

    /// Moves the offsets by the rates of some days (from 0): towards the rate of all, if two groups are further apart than the tolerance.
    pub fn learn(&self, offsets: &mut [f32], ledger: &Ledger, variant: usize, days: std::ops::Range<usize>) {
        let mut chosen = vec![0.0; self.levels];
        let mut asked = vec![0.0; self.levels];
        for (cell, &level) in self.level_of_cell.iter().enumerate() {
            for day in days.clone() {
                let (of, all) = match self.aim {
                    OfferAim::Selection => (ledger.count(variant, day, cell, Count::PremiumTop), ledger.count(variant, day, cell, Count::Slates)),
                    OfferAim::Benefit => {
                        (ledger.rare(variant, day, cell, Rare::OfferBenefitTopSum), ledger.rare(variant, day, cell, Rare::OfferBenefitSum))
                    }
                };
                chosen[level as usize] += of as f64;
                asked[level as usize] += all as f64;
            }
        }
        step(offsets, &chosen, &asked, self.gain, self.tolerance);
    }
}

/// offset += gain (rate of all - rate of the group), unless all rates are within the tolerance. Groups that nobody asked about stay.
fn step(offsets: &mut [f32], chosen: &[f64], asked: &[f64], gain: f64, tolerance: f64) {
    let all: f64 = asked.iter().sum();
    if all <= 0.0 {
        return;
    }
    let overall = chosen.iter().sum::<f64>() / all;
    let rates: Vec<Option<f64>> = chosen.iter().zip(asked).map(|(of, all)| (*all > 0.0).then(|| of / all)).collect();
    let (low, high) = rates.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &rate| (low.min(rate), high.max(rate)));
    if high - low <= tolerance {
        return;
    }
    for (offset, rate) in offsets.iter_mut().zip(rates) {
        if let Some(rate) = rate {
            *offset = (f64::from(*offset) + gain * (overall - rate)).clamp(-FARTHEST, FARTHEST) as f32;
        }
    }
}

/// Brings the item that is to open the slate to the front: the best premium offer if its score with the offset beats the best other item, which
/// leads otherwise. The rest keeps its order. At offset 0 the best item of all leads, as without the guard.
pub fn lead(candidates: &mut [Candidate], is_premium: impl Fn(u32) -> bool, offset: f32) {
    let best = |wanted: bool| {
        let of_kind = candidates.iter().enumerate().filter(|(_, candidate)| is_premium(candidate.item) == wanted);
        // The first of equals.
        of_kind.rev().max_by(|a, b| a.1.score.partial_cmp(&b.1.score).unwrap_or(Ordering::Equal)).map(|(place, candidate)| (place, candidate.score))
    };
    let place = match (best(true), best(false)) {
        (Some((premium, score)), Some((other, limit))) => {
            let beaten = if offset == 0.0 { score > limit || (score == limit && premium < other) } else { score + offset > limit };
            if beaten { premium } else { other }
        }
        _ => return,
    };
    candidates[..=place].rotate_right(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(scores: &[f32]) -> Vec<Candidate> {
        scores.iter().zip(0..).map(|(&score, item)| Candidate { item, score }).collect()
    }

    #[test]
    fn the_offset_decides_whether_a_premium_offer_leads() {
        let led = |offset: f32| {
            let mut candidates = pool(&[0.9, 0.85, 0.8, 0.8]);
            lead(&mut candidates, |item| item >= 2, offset);
            candidates.iter().map(|candidate| candidate.item).collect::<Vec<_>>()
        };
        assert_eq!(led(0.0), [0, 1, 2, 3]);
        assert_eq!(led(0.09), [0, 1, 2, 3]);
        assert_eq!(led(0.11), [2, 0, 1, 3], "the first of equals");
        let mut premium_first = pool(&[0.9, 0.8]);
        lead(&mut premium_first, |item| item == 0, -0.2);
        assert_eq!(premium_first[0].item, 1);
        let mut none = pool(&[0.9, 0.8]);
        lead(&mut none, |_| false, 2.0);
        assert_eq!(none[0].item, 0);
        lead(&mut [], |_| true, 1.0);
    }

    #[test]
    fn control_moves_groups_towards_the_rate_of_all_and_rests_within_the_tolerance() {
        let mut offsets = [0.0f32; 3];
        // Rates .3 and .1, .2 in all; nobody of the third group was asked.
        step(&mut offsets, &[30.0, 10.0, 0.0], &[100.0, 100.0, 0.0], 0.5, 0.02);
        assert!((offsets[0] + 0.05).abs() < 1e-6 && (offsets[1] - 0.05).abs() < 1e-6 && offsets[2] == 0.0);
        let before = offsets;
        step(&mut offsets, &[21.0, 20.0, 0.0], &[100.0, 100.0, 0.0], 0.5, 0.02);
        step(&mut offsets, &[0.0; 3], &[0.0; 3], 0.5, 0.02);
        assert_eq!(offsets, before);
    }
}
