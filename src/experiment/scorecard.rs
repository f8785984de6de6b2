//! The table of all metrics, variants and contrasts.

use super::estimate::Estimated;
use super::verdict::{Decision, GuardOutcome};
use crate::ledger::Scope;
use crate::scenario::Metric;
use crate::simulate::Run;

/// One variant's value of one metric.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its own level.
    pub level: Estimated,
    /// Variant minus baseline, paired by world. Undefined for the baseline itself.
    pub difference: Estimated,
}

/// One metric of one scope, for all variants.
#[derive(Clone, Debug)]
pub struct ScoreRow {
    /// The metric.
    pub metric: Metric,
    /// Whose value.
    pub scope: Scope,
    /// By variant, twin first.
    pub scores: Vec<Score>,
}

/// The whole comparison at a glance.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Finished worlds.
    pub worlds: usize,
    /// Planned worlds.
    pub planned: usize,
    /// Names of the variants, twin first.
    pub variants: Vec<String>,
    /// Index of the baseline.
    pub baseline: usize,
    /// Every metric for all customers, in vocabulary order.
    pub rows: Vec<ScoreRow>,
    /// Every guardrail for every variant but twin and baseline, and every scope it covers.
    pub guards: Vec<GuardOutcome>,
    /// By variant: what follows from the guardrails; `None` for twin and baseline.
    pub decisions: Vec<Option<Decision>>,
}

/// The whole comparison at a glance.
pub fn scorecard(_run: &Run) -> Scorecard {
    unimplemented!()
}

/// One metric of one scope, counted from a day (from 1) to the horizon.
pub fn score_row(_run: &Run, _metric: Metric, _scope: Scope, _from_day: usize) -> ScoreRow {
    unimplemented!()
}
