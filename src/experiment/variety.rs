//! Where variety lives, and who gets seen: topic entropy split into within and between people, and the Lorenz curve of exposure.

use super::estimate::{Estimated, level};
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined, checkpoint_series};
use crate::scenario::Metric;
use crate::simulate::Run;
use crate::stats::gini;

/// Topic entropy of what one variant's customers choose, checkpoint by checkpoint, in nats.
#[derive(Clone, Debug)]
pub struct Variety {
    /// Day (from 1) of each checkpoint.
    pub days: Vec<usize>,
    /// Mean entropy of one person's choices, weighted by volume.
    pub within: Vec<Estimated>,
    /// Entropy of all choices together less that: how different people are.
    pub between: Vec<Estimated>,
    /// Entropy of all choices together.
    pub total: Vec<Estimated>,
}

/// Where the variety of a variant lives, for everybody or one segment.
pub fn variety(run: &Run, variant: usize, scope: Scope) -> Variety {
    let shown = run.checkpoints_shown();
    let days: Vec<usize> =
        run.worlds.first().map_or_else(Vec::new, |ledger| shown.clone().map(|checkpoint| ledger.shape.checkpoint_day(checkpoint)).collect());
    let empty = || vec![Vec::with_capacity(run.worlds.len()); days.len()];
    let mut parts: [Vec<Vec<Measured>>; 3] = [empty(), empty(), empty()];
    for ledger in &run.worlds {
        let within = checkpoint_series(ledger, variant, Metric::Within, scope);
        let between = checkpoint_series(ledger, variant, Metric::Across, scope);
        for (checkpoint, (within, between)) in within.into_iter().zip(between).skip(shown.start).enumerate() {
            // Within is told as a number of topics; its logarithm is the entropy.
            let within = within.map(f64::ln);
            let total = within.clone().and_then(|within| between.clone().map(|between| within + between));
            for (part, value) in parts.iter_mut().zip([within, between, total]) {
                if let Some(worlds) = part.get_mut(checkpoint) {
                    worlds.push(value);
                }
            }
        }
    }
    let confidence = run.scenario.experiment.confidence;
    let estimates = |part: Vec<Vec<Measured>>| part.into_iter().map(|values| level(values, (0.0, f64::INFINITY), confidence)).collect();
    let [within, between, total] = parts.map(estimates);
    Variety { days, within, between, total }
}

/// Steps of a Lorenz curve.
const STEPS: usize = 50;

/// How exposure by one variant is spread over the items of the catalog.
#[derive(Clone, Debug)]
pub struct Lorenz {
    /// Share of items, the least shown first; share of all slots that they get, mean over worlds. Empty where nothing was shown.
    pub points: Vec<(f64, f64)>,
    /// The same, widest curves of any world: lower and upper share of slots.
    pub band: Vec<(f64, f64)>,
    /// Gini of slots.
    pub gini: Estimated,
    /// Share of slots of the least shown four fifths of items: the long tail.
    pub tail: Estimated,
    /// Items of the catalog.
    pub items: usize,
}

/// Exposure of items under a variant over the whole run, items without any included.
pub fn lorenz(run: &Run, variant: usize) -> Lorenz {
    let confidence = run.scenario.experiment.confidence;
    let curves: Vec<Result<Vec<f64>, Undefined>> = run.worlds.iter().map(|ledger| curve(ledger.exposure(variant))).collect();
    let ginis = run.worlds.iter().map(|ledger| {
        let exposure = ledger.exposure(variant);
        if shown(exposure) { gini(exposure) } else { Err(nothing()) }
    });
    let tails = curves.iter().map(|curve| curve.clone().map(|shares| shares.get(STEPS * 4 / 5).copied().unwrap_or(1.0)));
    let defined: Vec<&Vec<f64>> = curves.iter().flatten().collect();
    let at = |step: usize| defined.iter().filter_map(move |curve| curve.get(step).copied());
    let steps = if defined.is_empty() { 0 } else { STEPS + 1 };
    Lorenz {
        points: (0..steps).map(|step| (step as f64 / STEPS as f64, at(step).sum::<f64>() / defined.len() as f64)).collect(),
        band: (0..steps).map(|step| (at(step).fold(1.0, f64::min), at(step).fold(0.0, f64::max))).collect(),
        gini: level(ginis.collect(), (0.0, 1.0), confidence),
        tail: level(tails.collect(), (0.0, 1.0), confidence),
        items: run.worlds.first().map_or(0, |ledger| ledger.shape.items),
    }
}

fn shown(slots: &[u64]) -> bool {
    slots.iter().any(|&slots| slots > 0)
}

fn nothing() -> Undefined {
    Undefined::new("no recommender: nothing was shown")
}

/// Share of slots of the least shown items, at equal steps of the share of items.
fn curve(slots: &[u64]) -> Result<Vec<f64>, Undefined> {
    if !shown(slots) {
        return Err(nothing());
    }
    let mut sorted = slots.to_vec();
    sorted.sort_unstable();
    let all = sorted.iter().sum::<u64>() as f64;
    let sums: Vec<f64> = std::iter::once(0.0)
        .chain(sorted.iter().scan(0, |sum, &slots| {
            *sum += slots;
            Some(*sum as f64 / all)
        }))
        .collect();
    let at = |share: f64| {
        let place = share * sorted.len() as f64;
        let below = sums.get(place.floor() as usize).copied().unwrap_or(1.0);
        let above = sums.get(place.ceil() as usize).copied().unwrap_or(1.0);
        below + (above - below) * place.fract()
    };
    Ok((0..=STEPS).map(|step| at(step as f64 / STEPS as f64)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::score_row;
    use crate::experiment::testing::synthetic_run;

    #[test]
    fn parts_add_up_to_the_whole() {
        let run = synthetic_run(3);
        let found = variety(&run, 2, Scope::All);
        assert_eq!(found.days, [7, 14, 21, 28]);
        let mean = |estimated: &Estimated| estimated.as_ref().expect("a value").mean;
        for ((within, between), total) in found.within.iter().zip(&found.between).zip(&found.total) {
            assert!((mean(within) + mean(between) - mean(total)).abs() < 1e-9);
        }
        let level = |metric| mean(&score_row(&run, metric, Scope::All, 1).scores[2].level);
        assert!((mean(&found.between[3]) - level(Metric::Across)).abs() < 1e-9);
        assert!(variety(&run, 9, Scope::All).within.iter().all(Result::is_err));
    }

    #[test]
    fn the_curve_is_that_of_the_gini() {
        assert_eq!(curve(&[5, 5, 5, 5]).expect("shown"), (0..=STEPS).map(|step| step as f64 / STEPS as f64).collect::<Vec<_>>());
        let one = curve(&[0, 0, 0, 8]).expect("shown");
        assert_eq!((one[0], one[37], one[STEPS]), (0.0, 0.0, 1.0));
        assert!(curve(&[0, 0]).is_err());
        let run = synthetic_run(3);
        let found = lorenz(&run, 1);
        let expected = score_row(&run, Metric::SlotGini, Scope::All, 1).scores[1].level.clone();
        assert_eq!(found.gini, expected);
        // Twice the area between curve and diagonal, by trapezoids.
        let below: f64 = found.points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0).sum();
        assert!((1.0 - 2.0 * below - expected.expect("a number").mean).abs() < 0.02);
        assert!(lorenz(&run, 0).points.is_empty() && lorenz(&run, 0).gini.is_err());
    }
}
