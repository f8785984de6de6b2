//! Distributions over people, pooled over worlds.

use super::estimate::{Estimated, level};
use crate::ledger::{BINS, Histogram, Ledger, Scope};
use crate::measure::{Measured, Undefined, range, series};
use crate::scenario::Metric;
use crate::simulate::Run;
use crate::stats::histogram_quantiles;

/// How far people are from their own line.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// Lower edge of each bin of the margin (felt creepiness minus personal line), and the upper edge of the last: one more than bins.
    pub edges: Vec<f64>,
    /// Share of active people by bin, on that day, mean over worlds. Empty when nobody is active.
    pub shares: Vec<f64>,
    /// Share above their line, with interval over worlds.
    pub over: Estimated,
    /// Active people, over all worlds.
    pub people: u64,
}

/// Margin to the own line on a day (from 1) for one variant; one segment, or all when `None`.
pub fn own_line(run: &Run, variant: usize, segment: Option<usize>, day: usize) -> OwnLine {
    let (low, high) = Histogram::Margin.range();
    let edges = (0..=BINS).map(|edge| low + (high - low) * edge as f64 / BINS as f64).collect();
    let scope = segment.map_or(Scope::All, Scope::Segment);
    let mut over = Vec::with_capacity(run.worlds.len());
    let mut shares = vec![0.0; BINS];
    let (mut people, mut peopled_worlds) = (0u64, 0u32);
    for ledger in &run.worlds {
        let by_day = series(ledger, variant, Metric::OverLine, scope);
        let on_the_day = day.checked_sub(1).and_then(|day| by_day.into_iter().nth(day));
        over.push(on_the_day.unwrap_or_else(|| Err(Undefined::new(format!("the run has no day {day}")))));
        let Some(bins) = day.checked_sub(1).and_then(|day| bins(ledger, variant, Histogram::Margin, day, segment)) else { continue };
        let active: u64 = bins.iter().sum();
        if active > 0 {
            people += active;
            peopled_worlds += 1;
            for (share, &bin) in shares.iter_mut().zip(&bins) {
                *share += bin as f64 / active as f64;
            }
        }
    }
    if peopled_worlds == 0 {
        shares.clear();
    }
    for share in &mut shares {
        *share /= f64::from(peopled_worlds);
    }
    OwnLine { edges, shares, over: level(over, range(Metric::OverLine), run.scenario.experiment.confidence), people }
}

/// Share of people at or below each margin to the own line.
#[derive(Clone, Debug)]
pub struct CumulativeMargin {
    /// Edges of the bins: felt creepiness minus personal line, -1 to 1.
    pub edges: Vec<f64>,
    /// By edge: share of active people below it, with interval over worlds.
    pub below: Vec<Estimated>,
    /// Active people, over all worlds.
    pub people: u64,
}

/// Cumulative margin to the own line on a day (from 1) for one variant; one segment, or all when `None`. At margin 0 it is one minus the share over
/// the line.
pub fn cumulative_margin(run: &Run, variant: usize, segment: Option<usize>, day: usize) -> CumulativeMargin {
    let (low, high) = Histogram::Margin.range();
    let edges: Vec<f64> = (0..=BINS).map(|edge| low + (high - low) * edge as f64 / BINS as f64).collect();
    let mut people = 0;
    let mut by_edge: Vec<Vec<Measured>> = vec![Vec::with_capacity(run.worlds.len()); edges.len()];
    for ledger in &run.worlds {
        let counts = day.checked_sub(1).and_then(|day| bins(ledger, variant, Histogram::Margin, day, segment));
        let active: u64 = counts.iter().flatten().sum();
        people += active;
        let mut so_far = 0;
        for (edge, values) in by_edge.iter_mut().enumerate() {
            so_far += edge.checked_sub(1).and_then(|bin| counts.as_ref()?.get(bin).copied()).unwrap_or(0);
            values.push(if active > 0 { Ok(so_far as f64 / active as f64) } else { Err(Undefined::new("nobody is active on that day")) });
        }
    }
    let below = by_edge.into_iter().map(|values| level(values, (0.0, 1.0), run.scenario.experiment.confidence)).collect();
    CumulativeMargin { edges, below, people }
}

/// Quantiles of trust on a day, over people of all worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fan {
    /// 10 %, 25 %, 50 %, 75 % and 90 % quantile.
    pub quantiles: [f64; 5],
}

/// Quantiles of trust day by day for one variant; one segment, or all when `None`. Those who left keep their last trust and count. Empty when
/// nobody is there.
pub fn trust_fan(run: &Run, variant: usize, segment: Option<usize>) -> Vec<Fan> {
    let days = run.worlds.first().map_or(0, |ledger| ledger.shape.days);
    (0..days)
        .map_while(|day| {
            let mut pooled = [0u64; BINS];
            for ledger in &run.worlds {
                for (sum, bin) in pooled.iter_mut().zip(bins(ledger, variant, Histogram::Trust, day, segment)?) {
                    *sum += bin;
                }
            }
            histogram_quantiles(&pooled, Histogram::Trust.range(), [0.1, 0.25, 0.5, 0.75, 0.9]).ok()
        })
        .map(|quantiles| Fan { quantiles })
        .collect()
}

/// Bins of one day (from 0), of one segment or summed over all; `None` where the ledger has no such variant, day or segment.
fn bins(ledger: &Ledger, variant: usize, kind: Histogram, day: usize, segment: Option<usize>) -> Option<[u64; BINS]> {
    let segments = ledger.shape.cells.segments;
    if variant >= ledger.shape.variants || day >= ledger.shape.days || segment.is_some_and(|segment| segment >= segments) {
        return None;
    }
    let mut sums = [0u64; BINS];
    for segment in segment.map_or(0..segments, |segment| segment..segment + 1) {
        for (sum, &bin) in sums.iter_mut().zip(ledger.histogram(variant, kind, day, segment)) {
            *sum += u64::from(bin);
        }
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::synthetic_run;

    #[test]
    fn the_histogram_adds_up_and_agrees_with_the_share_over() {
        let run = synthetic_run(4);
        let line = own_line(&run, 1, None, 20);
        assert_eq!((line.edges.len(), line.shares.len()), (BINS + 1, BINS));
        assert!((line.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let right: f64 = line.edges.iter().zip(&line.shares).filter(|(edge, _)| **edge >= 0.0).map(|(_, share)| share).sum();
        assert!((right - line.over.expect("a share").mean).abs() < 1e-9);
        let segment = own_line(&run, 1, Some(0), 20);
        assert!(segment.people < line.people);
    }

    #[test]
    fn nothing_to_show_is_empty_and_not_a_panic() {
        let run = synthetic_run(2);
        for line in [own_line(&run, 1, None, 0), own_line(&run, 1, None, 999), own_line(&run, 9, None, 1), own_line(&run, 1, Some(9), 1)] {
            assert!(line.shares.is_empty() && line.over.is_err() && line.people == 0);
        }
        assert!(trust_fan(&run, 9, None).is_empty() && trust_fan(&run, 1, Some(9)).is_empty());
    }

    #[test]
    fn the_cumulative_margin_at_zero_is_what_is_not_over() {
        let run = synthetic_run(4);
        let found = cumulative_margin(&run, 1, None, 20);
        assert_eq!((found.edges.len(), found.below.len()), (BINS + 1, BINS + 1));
        let mean = |place: usize| found.below[place].as_ref().expect("a share").mean;
        let over = own_line(&run, 1, None, 20).over.expect("a share").mean;
        assert!((mean(BINS / 2) - (1.0 - over)).abs() < 1e-9);
        assert!(mean(0) == 0.0 && (mean(BINS) - 1.0).abs() < 1e-12 && (1..=BINS).all(|place| mean(place) >= mean(place - 1)));
        assert!(cumulative_margin(&run, 1, None, 999).below.iter().all(Result::is_err));
    }

    #[test]
    fn quantiles_of_trust_are_ordered() {
        let run = synthetic_run(2);
        let fan = trust_fan(&run, 1, None);
        assert_eq!(fan.len(), 28);
        assert!(fan.iter().all(|day| day.quantiles.is_sorted()));
    }
}
