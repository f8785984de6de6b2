//! What a point gives: for each variant the outcomes of its guardrails, what follows from them, and estimates of the metrics asked for.

use serde::{Deserialize, Serialize};

use super::axis::Setting;
use super::written;
use crate::experiment::estimate::Estimated;
use crate::experiment::guard::guard_outcomes;
use crate::experiment::many::Problem;
use crate::experiment::names::scope_name;
use crate::experiment::scorecard::score_rows;
use crate::experiment::verdict::{Decision, GuardOutcome, Verdict, decision};
use crate::ledger::Scope;
use crate::scenario::experiment::{Bound, Compare};
use crate::scenario::{Metric, Scenario};
use crate::simulate::Run;

/// A point with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// Its place in the design, from 0.
    pub point: usize,
    /// The value of each axis.
    pub settings: Vec<Setting>,
    /// What came out.
    #[serde(flatten)]
    pub outcome: PointOutcome,
}

impl SweepPoint {
    /// What was seen of a variant; `None` where the point failed or has no such variant.
    pub fn variant(&self, name: &str) -> Option<&VariantReading> {
        match &self.outcome {
            PointOutcome::Variants(variants) => variants.iter().find(|variant| variant.name == name),
            PointOutcome::Failed(_) => None,
        }
    }
}

/// What came out of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointOutcome {
    /// It was flown: every variant, the twin first.
    Variants(Vec<VariantReading>),
    /// It could not be flown, and why.
    Failed(Vec<Problem>),
}

/// One variant at one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VariantReading {
    /// Its name.
    pub name: String,
    /// What follows from its guardrails; `None` for twin and baseline.
    pub decision: Option<Decision>,
    /// Every guardrail and scope it covers; none for twin and baseline.
    pub guardrails: Vec<GuardReading>,
    /// The metrics asked for, over all customers.
    pub metrics: Vec<MetricReading>,
}

impl VariantReading {
    /// The metric of that name.
    pub fn metric(&self, metric: Metric) -> Option<&MetricReading> {
        self.metrics.iter().find(|reading| reading.metric == metric)
    }
}

/// A metric of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricReading {
    /// The metric.
    #[serde(with = "written::metric")]
    pub metric: Metric,
    /// Its own level.
    #[serde(with = "written::estimated")]
    pub level: Estimated,
    /// Variant minus baseline, paired by world.
    #[serde(with = "written::estimated")]
    pub difference: Estimated,
}

/// A guardrail of a variant, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuardReading {
    /// Index of the guardrail in the scenario.
    pub guardrail: usize,
    /// Name of the metric as the scenario writes it.
    pub metric: String,
    /// Whose value: "all customers", a segment, or "attribute: level"; for the worst one, the one that decides.
    pub scope: String,
    /// What the limit is set on.
    pub compare: Compare,
    /// Which side of the limit is safe.
    pub bound: Bound,
    /// The limit.
    pub limit: f64,
    /// The compared number with the interval that decides.
    #[serde(with = "written::estimated")]
    pub compared: Estimated,
    /// Confidence of that interval.
    pub confidence: f64,
    /// What it says.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: String,
    /// Worlds that would settle it, where that can be said.
    pub worlds_needed: Option<usize>,
}

impl GuardReading {
    /// How far the mean lies on the safe side of the limit; negative past it. `None` where there is no number.
    pub fn room(&self) -> Option<f64> {
        let mean = self.compared.as_ref().ok()?.mean;
        Some(match self.bound {
            Bound::AtMost => self.limit - mean,
            Bound::AtLeast => mean - self.limit,
        })
    }

    fn of(scenario: &Scenario, outcome: &GuardOutcome) -> Self {
        let rule = scenario.experiment.guardrails.get(outcome.guard).cloned().unwrap_or_default();
        Self {
            guardrail: outcome.guard,
            metric: outcome.name.clone(),
            scope: scope_name(scenario, outcome.scope),
            compare: rule.compare,
            bound: rule.bound,
            limit: outcome.limit,
            compared: outcome.compared.clone(),
            confidence: outcome.confidence,
            verdict: outcome.verdict,
            reason: outcome.reason.clone(),
            worlds_needed: outcome.worlds_needed,
        }
    }
}

/// What a run says, variant by variant.
pub(in crate::experiment) fn see(run: &Run, metrics: &[Metric]) -> Vec<VariantReading> {
    let outcomes = guard_outcomes(run);
    let rows = score_rows(run, metrics, Scope::All, 1);
    let reading = |(variant, name): (usize, &String)| {
        let judged = variant != 0 && variant != run.baseline;
        let guardrails =
            outcomes.iter().filter(|outcome| outcome.variant == variant).map(|outcome| GuardReading::of(&run.scenario, outcome)).collect();
        let metrics = rows.iter().filter_map(|row| {
            let score = row.scores.get(variant)?;
            Some(MetricReading { metric: row.metric, level: score.level.clone(), difference: score.difference.clone() })
        });
        VariantReading { name: name.clone(), decision: judged.then(|| decision(&outcomes, variant)), guardrails, metrics: metrics.collect() }
    };
    run.variants.iter().enumerate().map(reading).collect()
}
