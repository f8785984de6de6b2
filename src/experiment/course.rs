//! A metric over time.

use super::estimate::Estimated;
use crate::ledger::Scope;
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
/// levels (trust, people over their line) are that day's. Undefined for metrics that are not daily.
pub fn course(_run: &Run, _metric: Metric, _scope: Scope) -> Course {
    unimplemented!()
}

/// A metric of checkpoints (breadth, distance, drift), checkpoint by checkpoint.
pub fn checkpoint_course(_run: &Run, _metric: Metric, _scope: Scope) -> Course {
    unimplemented!()
}
