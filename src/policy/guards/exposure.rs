//! Exposure parity over groups of providers, amortised over the run (Biega; Singh and Joachims, F16): score + offset of the group, the offset
//! moved by integral control.

use crate::ledger::{Ledger, Supply};
use crate::scenario::guards::{ExposureParity, ExposureTarget};

/// How far an offset can go: twice the range of a score.
const FARTHEST: f32 = 2.0;

/// The guard made ready.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposurePlan {
    target: ExposureTarget,
    gain: f32,
    /// By group of providers: number of items.
    items: Vec<u32>,
}

impl ExposurePlan {
    /// Ready for a world whose groups of providers have so many items; `None` if it is off, or if providers are not told apart.
    pub fn new(guard: &ExposureParity, items: &[u32]) -> Option<Self> {
        (guard.on && items.len() > 1).then(|| Self { target: guard.target, gain: guard.gain as f32, items: items.to_vec() })
    }

    /// Offsets before the first day.
    pub fn start(&self) -> Vec<f32> {
        vec![0.0; self.items.len()]
    }

    /// Moves the offsets by what the ledger shows of an epoch (from 0) and of all up to it.
    pub fn learn(&self, offsets: &mut [f32], ledger: &Ledger, variant: usize, epoch: usize) {
        let sum =
            |provider: usize, column, from: usize| (from..=epoch).map(|epoch| ledger.supply(variant, epoch, provider, column)).sum::<i64>() as f64;
        let exposure = |from| (0..self.items.len()).map(|provider| sum(provider, Supply::ExposureSum, from)).collect::<Vec<f64>>();
        let relevance = |provider| if self.target == ExposureTarget::Relevance { sum(provider, Supply::RelevanceSum, 0).max(0.0) } else { 1.0 };
        let due: Vec<f64> = self.items.iter().enumerate().map(|(provider, &items)| f64::from(items) * relevance(provider)).collect();
        step(offsets, &exposure(epoch), &exposure(0), &due, f64::from(self.gain));
    }
}

/// offset += gain (aim - share of the epoch), kept within reach. The aim is the target share and as much more as is missing so far, so that
/// exposure evens out over the run and not only at its end. Nothing moves while there is no exposure or no target.
fn step(offsets: &mut [f32], of_epoch: &[f64], so_far: &[f64], due: &[f64], gain: f64) {
    let total = |parts: &[f64]| parts.iter().sum::<f64>();
    let (now, all, wanted) = (total(of_epoch), total(so_far), total(due));
    if now <= 0.0 || all <= 0.0 || wanted <= 0.0 {
        return;
    }
    for (group, offset) in offsets.iter_mut().enumerate() {
        let target = due[group] / wanted;
        let aim = (2.0 * target - so_far[group] / all).clamp(0.0, 1.0);
        *offset = (*offset + (gain * (aim - of_epoch[group] / now)) as f32).clamp(-FARTHEST, FARTHEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A toy market: the share of a group is logistic in the difference of offsets. Control finds the target from far away (F16).
    #[test]
    fn control_brings_a_skewed_market_to_its_target() {
        let mut offsets = [0.0f32; 2];
        let mut so_far = [0.0f64; 2];
        let mut share = 0.0;
        for _ in 0..26 {
            share = 1.0 / (1.0 + (-2.0 - 6.0 * f64::from(offsets[0] - offsets[1])).exp());
            so_far[0] += share;
            so_far[1] += 1.0 - share;
            step(&mut offsets, &[share, 1.0 - share], &so_far, &[30.0, 70.0], 0.3);
        }
        let amortised = so_far[0] / (so_far[0] + so_far[1]);
        assert!((amortised - 0.3).abs() < 0.02 && (share - 0.3).abs() < 0.05, "{amortised} {share}");
    }

    #[test]
    fn nothing_moves_without_exposure_and_nothing_runs_away() {
        let mut offsets = [0.5f32, -0.5];
        step(&mut offsets, &[0.0, 0.0], &[1.0, 1.0], &[1.0, 1.0], 1.0);
        step(&mut offsets, &[1.0, 0.0], &[1.0, 0.0], &[0.0, 0.0], 1.0);
        assert_eq!(offsets, [0.5, -0.5]);
        for _ in 0..100 {
            step(&mut offsets, &[1.0, 0.0], &[1.0, 0.0], &[1.0, 1.0], 10.0);
        }
        assert_eq!(offsets, [-FARTHEST, FARTHEST]);
    }
}
