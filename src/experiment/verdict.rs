//! Guardrails decided by their intervals: within, crossed, cannot tell. "Not significantly worse" is never a pass. Known exceptions are waived;
//! where a self-check failed there is no verdict at all.

use serde::{Deserialize, Serialize};

use super::estimate::Estimated;
use super::waiver::AppliedWaiver;
use crate::ledger::Scope;
use crate::scenario::Metric;

/// What an interval says about a limit, and what counts in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interval lies wholly on the safe side.
    Within,
    /// The interval lies wholly past the limit.
    Crossed,
    /// Anything else: touching, undefined, group too small, too few worlds.
    CannotTell,
    /// Crossed or undecided, under a waiver that still holds. Never a pass: it is shown with its reason, its name and its date.
    Waived,
    /// No verdict: a self-check of the run failed, so no number is to be trusted.
    Blank,
}

impl Verdict {
    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Within => "within limit",
            Self::Crossed => "crosses limit",
            Self::CannotTell => "cannot tell yet",
            Self::Waived => "waived",
            Self::Blank => "no verdict",
        }
    }

    /// How much it weighs against shipping: a crossed limit most, one within least. No verdict weighs more than any.
    pub fn severity(self) -> u8 {
        match self {
            Self::Within => 0,
            Self::Waived => 1,
            Self::CannotTell => 2,
            Self::Crossed => 3,
            Self::Blank => 4,
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
    /// Every guardrail is within its limit or waived, at least one is waived.
    Waived,
    /// The scenario sets no guardrail.
    NoGuardrail,
    /// A self-check of the run failed: nothing follows.
    Blank,
}

impl Decision {
    /// The words on screen and in tables.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Ship => "within every limit",
            Self::DoNotShip => "crosses a limit",
            Self::CannotTell => "cannot tell yet",
            Self::Waived => "within every limit, but for what is waived",
            Self::NoGuardrail => "no guardrail set",
            Self::Blank => "no verdict: a self-check failed",
        }
    }

    /// The verdict with the same mark; none where no guardrail is set.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Ship => Some(Verdict::Within),
            Self::DoNotShip => Some(Verdict::Crossed),
            Self::CannotTell => Some(Verdict::CannotTell),
            Self::Waived => Some(Verdict::Waived),
            Self::Blank => Some(Verdict::Blank),
            Self::NoGuardrail => None,
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
    /// What the interval alone says: within, crossed or cannot tell.
    pub by_interval: Verdict,
    /// What counts: what the interval says, unless it is waived, or blank because a self-check failed.
    pub verdict: Verdict,
    /// The waiver that covers it, where the interval does not say "within": the one that holds, or else the one that expired last.
    pub waiver: Option<AppliedWaiver>,
    /// Why, with numbers, in one sentence.
    pub reason: String,
    /// For "cannot tell yet": worlds that would do if mean and spread stay as they are, where that can be said.
    pub worlds_needed: Option<usize>,
}

/// What follows for a variant.
pub fn decision(outcomes: &[GuardOutcome], variant: usize) -> Decision {
    let of_variant = outcomes.iter().filter(|outcome| outcome.variant == variant);
    match of_variant.map(|outcome| outcome.verdict).max_by_key(|verdict| verdict.severity()) {
        None => Decision::NoGuardrail,
        Some(Verdict::Within) => Decision::Ship,
        Some(Verdict::Waived) => Decision::Waived,
        Some(Verdict::CannotTell) => Decision::CannotTell,
        Some(Verdict::Crossed) => Decision::DoNotShip,
        Some(Verdict::Blank) => Decision::Blank,
    }
}
