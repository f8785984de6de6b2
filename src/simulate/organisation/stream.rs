//! One thing that a monitor watches in one variant: its readings so far and its chart.

use super::chart::Chart;
use super::plan::MonitorPlan;
use super::readings::{Reading, distance, gap, mix, rate};
use crate::ledger::{CellMap, Ledger, Scope};
use crate::scenario::organisation::Watched;

/// One thing that is watched.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    /// The variant.
    pub variant: usize,
    /// Segments.
    pub segments: Vec<usize>,
    /// They are watched together with others or on their own.
    pub alone: bool,
    cells: Vec<usize>,
    chart: Chart,
    /// First day (from 0) of the next reading.
    next: usize,
    /// Readings so far.
    taken: usize,
    /// Drift: what slates were about in the epochs of the baseline.
    mixes: Vec<Vec<i64>>,
}

/// What a look at the readings found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// The reading that alarmed, or the last one.
    pub value: f64,
    /// The statistic after it.
    pub statistic: f64,
    /// Last day (from 1) of the first reading that alarmed.
    pub alarm: Option<usize>,
}

impl Stream {
    pub fn new(map: &CellMap, variant: usize, segments: Vec<usize>, alone: bool, first: usize) -> Self {
        let inside = |cell: usize| segments.iter().any(|&segment| map.contains(Scope::Segment(segment), cell));
        let cells = (0..map.cells()).filter(|&cell| inside(cell)).collect();
        Self { variant, segments, alone, cells, chart: Chart::default(), next: first, taken: 0, mixes: Vec::new() }
    }

    /// Takes in all readings that are complete by a day; `None` where none of them is judged yet.
    pub fn look(&mut self, plan: &MonitorPlan, ledger: &Ledger, end: usize) -> Option<Look> {
        let mut found: Option<Look> = None;
        while self.next + plan.reading_days <= end {
            let days = self.next..self.next + plan.reading_days;
            self.next = days.end;
            let reading = match plan.watched {
                Watched::Rate => rate(ledger, self.variant, &self.cells, days.clone(), plan.columns),
                Watched::ParityGap => gap(ledger, self.variant, &self.cells, plan.attribute, days.clone(), plan.columns),
                Watched::Drift => self.drift(plan, ledger, days.start),
            };
            let Some(reading) = reading else { continue };
            if self.taken < plan.baseline {
                self.taken += 1;
                self.chart.learn(reading.judged);
                continue;
            }
            let statistic = self.chart.judge(&plan.rule, reading.judged, reading.least);
            let alarm = (statistic > plan.rule.limit).then_some(days.end);
            if found.is_none_or(|found| found.alarm.is_none()) {
                found = Some(Look { value: reading.value, statistic, alarm });
            }
        }
        found
    }

    /// What slates of an epoch are about, against the epochs of the baseline. Those are held against each other as soon as all are there.
    fn drift(&mut self, plan: &MonitorPlan, ledger: &Ledger, day: usize) -> Option<Reading> {
        let own = mix(ledger, self.variant, &self.segments, day / ledger.shape.checkpoint_days);
        if own.iter().sum::<i64>() <= 0 {
            return None;
        }
        if self.mixes.len() < plan.baseline {
            self.mixes.push(own);
            if self.mixes.len() == plan.baseline {
                for place in 0..plan.baseline {
                    let reading = distance(&self.mixes[place], &pooled(&self.mixes, Some(place)))?;
                    self.chart.learn(reading.judged);
                }
                self.taken = plan.baseline;
            }
            return None;
        }
        distance(&own, &pooled(&self.mixes, None))
    }
}

/// Sum of the mixes, without one of them.
fn pooled(mixes: &[Vec<i64>], without: Option<usize>) -> Vec<i64> {
    let mut sum = vec![0; mixes.first().map_or(0, Vec::len)];
    for (_, mix) in mixes.iter().enumerate().filter(|&(place, _)| Some(place) != without) {
        for (total, mass) in sum.iter_mut().zip(mix) {
            *total += mass;
        }
    }
    sum
}
