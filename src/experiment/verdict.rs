//! Guardrails decided by their intervals: within, crossed, cannot tell. "Not significantly worse" is never a pass.

use serde::{Deserialize, Serialize};

use super::estimate::Estimated;
use crate::ledger::Scope;
use crate::scenario::Metric;

/// What an interval says about a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interval lies wholly on the safe side.
    Within,
    /// The interval lies wholly past the limit.
    Crossed,
    /// Anything else: touching, undefined, group too small, too few worlds.
    CannotTell,
}

impl Verdict {
    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Within => "within limit",
            Self::Crossed => "crosses limit",
            Self::CannotTell => "cannot tell yet",
        }
    }
}

/// What follows for a variant from all its guardrails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Every guardrail is within its limit.
    Ship,
    /// At least one guardrail is crossed.
    DoNotShip,
    /// None is crossed, at least one cannot be told.
    CannotTell,
    /// The scenario sets no guardrail.
    NoGuardrail,
}

impl Decision {
    /// The words on screen and in tables.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Ship => "within every limit",
            Self::DoNotShip => "crosses a limit",
            Self::CannotTell => "cannot tell yet",
            Self::NoGuardrail => "no guardrail set",
        }
    }
}

/// One guardrail applied to one variant and one scope.
#[derive(Clone, Debug)]
pub struct GuardOutcome {
    /// Index of the guardrail in the scenario.
    pub guard: usize,
    /// The metric; meaningless where the scenario names one that does not exist (then [`GuardOutcome::name`] differs from its id).
    pub metric: Metric,
    /// Name of the metric as the scenario writes it.
    pub name: String,
    /// Index of the variant.
    pub variant: usize,
    /// Whose value.
    pub scope: Scope,
    /// Smallest number of customers of the scope in a world.
    pub people: u64,
    /// The compared number with the interval that decides, corrected over the family of all guardrail decisions of the run.
    pub compared: Estimated,
    /// Confidence of that interval.
    pub confidence: f64,
    /// The limit.
    pub limit: f64,
    /// What it says.
    pub verdict: Verdict,
    /// Why, with numbers, in one sentence.
    pub reason: String,
    /// For "cannot tell yet": worlds that would do if mean and spread stay as they are, where that can be said.
    pub worlds_needed: Option<usize>,
}

/// What follows for a variant.
pub fn decision(outcomes: &[GuardOutcome], variant: usize) -> Decision {
    let mut found = Decision::NoGuardrail;
    for outcome in outcomes.iter().filter(|outcome| outcome.variant == variant) {
        match outcome.verdict {
            Verdict::Crossed => return Decision::DoNotShip,
            Verdict::CannotTell => found = Decision::CannotTell,
            Verdict::Within if found == Decision::NoGuardrail => found = Decision::Ship,
            Verdict::Within => {}
        }
    }
    found
}
