//! A metric over time.

use super::estimate::{Estimated, difference, level};
use crate::ledger::{Ledger, Scope};
use crate::measure::{Measured, checkpoint_series, range, series};
use crate::scenario::Metric;
use crate::simulate::Run;

/// One variant's course.
#[derive(Clone, Debug)]
pub struct CourseLine {
    /// Level at each point.
    pub level: Vec<Estimated>,
    /// Variant minus baseline at each point, paired by world; undefined for the baseline.
    pub difference: Vec<Estimated>,
}

/// A metric over time for all variants.
#[derive(Clone, Debug)]
pub struct Course {
    /// The metric.
    pub metric: Metric,
    /// Whose value.
    pub scope: Scope,
    /// Day (from 1) of each point.
    pub days: Vec<usize>,
    /// By variant, twin first.
    pub lines: Vec<CourseLine>,
}

/// A daily metric, day by day. Flows that are rare by day (clicks, purchases, complaints, opt-outs, leaving) are cumulative up to that day;
/// means over touches (felt creepiness, touches called creepy) are over the seven days that end with it; levels (trust, people over their
/// line) are that day's. Undefined for metrics that are not daily.
pub fn course(run: &Run, metric: Metric, scope: Scope) -> Course {
    let days = run.worlds.first().map_or(0, |ledger| ledger.shape.days);
    assemble(run, metric, scope, (1..=days).collect(), |ledger, variant| series(ledger, variant, metric, scope))
}

/// A metric of checkpoints (breadth, distance, drift, trust against the twin), checkpoint by checkpoint. Undefined for other metrics.
pub fn checkpoint_course(run: &Run, metric: Metric, scope: Scope) -> Course {
    let days = run.worlds.first().map_or_else(Vec::new, |ledger| {
        let shape = &ledger.shape;
        (0..shape.checkpoints()).map(|checkpoint| shape.checkpoint_day(checkpoint)).collect()
    });
    assemble(run, metric, scope, days, |ledger, variant| checkpoint_series(ledger, variant, metric, scope))
}

fn assemble(run: &Run, metric: Metric, scope: Scope, days: Vec<usize>, read: impl Fn(&Ledger, usize) -> Vec<Measured>) -> Course {
    let confidence = run.scenario.experiment.confidence;
    let (first, last) = run.days_shown();
    let shown: Vec<bool> = days.iter().map(|day| (first..=last).contains(day)).collect();
    let days: Vec<usize> = days.into_iter().zip(&shown).filter(|(_, shown)| **shown).map(|(day, _)| day).collect();
    // By variant, then point, then world.
    let values: Vec<Vec<Vec<Measured>>> = (0..run.variants.len())
        .map(|variant| {
            let mut points = vec![Vec::with_capacity(run.worlds.len()); days.len()];
            for ledger in &run.worlds {
                let read = read(ledger, variant).into_iter().zip(&shown).filter(|(_, shown)| **shown).map(|(measured, _)| measured);
                for (point, measured) in points.iter_mut().zip(read) {
                    point.push(measured);
                }
            }
            points
        })
        .collect();
    let points_of = |point: usize| -> Vec<Vec<Measured>> { values.iter().filter_map(|points| points.get(point).cloned()).collect() };
    let mut lines = vec![CourseLine { level: Vec::new(), difference: Vec::new() }; values.len()];
    for point in 0..days.len() {
        let values = points_of(point);
        for (variant, line) in lines.iter_mut().enumerate() {
            line.level.push(level(values.get(variant).cloned().unwrap_or_default(), range(metric), confidence));
            line.difference.push(difference(variant, run.baseline, &values, confidence));
        }
    }
    Course { metric, scope, days, lines }
}
