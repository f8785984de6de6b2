//! Waivers applied to outcomes, on a day that the caller names: nothing here asks what day it is.

use super::names::scope_name;
use super::verdict::{GuardOutcome, Verdict};
use crate::ledger::Scope;
use crate::scenario::experiment::Waiver;
use crate::scenario::{Date, Scenario, date, is_named};

/// Whether a waiver counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    /// It holds: the last day has not passed.
    Holds,
    /// Its last day has passed, or is no date.
    Expired,
    /// Nobody said what day it is, so it is not counted.
    Undated,
}

/// A waiver that covers an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedWaiver {
    /// Its place in the guardrail's list.
    pub place: usize,
    /// Who answers for it.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Its last day, as the scenario writes it.
    pub expires: String,
    /// Whether it counts.
    pub state: WaiverState,
}

impl AppliedWaiver {
    /// What it is, in words without a full stop.
    pub fn words(&self) -> String {
        let Self { name, reason, expires, .. } = self;
        match self.state {
            WaiverState::Holds => format!("waived until {expires} by {name}: {reason}"),
            WaiverState::Expired => format!("the waiver by {name} expired on {expires} and counts no more (its reason was: {reason})"),
            WaiverState::Undated => format!("the waiver by {name} until {expires} is not counted here, because no date is given ({reason})"),
        }
    }
}

/// Lets a waiver count for an outcome that is not within its limit.
pub(super) fn apply(scenario: &Scenario, outcome: &mut GuardOutcome, today: Option<Date>) {
    if outcome.by_interval == Verdict::Within {
        return;
    }
    let Some(guardrail) = scenario.experiment.guardrails.get(outcome.guard) else { return };
    let variant = outcome.variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map_or("", |variant| variant.name.as_str());
    let covering = guardrail.waivers.iter().enumerate().filter(|(_, waiver)| covers(scenario, waiver, variant, outcome.scope));
    // One that holds goes before one that does not, the longest before others.
    let best = covering.max_by_key(|(place, waiver)| (state(waiver, today) == WaiverState::Holds, date(&waiver.expires), usize::MAX - place));
    let Some((place, waiver)) = best else { return };
    let applied = AppliedWaiver {
        place,
        name: waiver.name.clone(),
        reason: waiver.reason.clone(),
        expires: waiver.expires.clone(),
        state: state(waiver, today),
    };
    if applied.state == WaiverState::Holds {
        outcome.verdict = Verdict::Waived;
    }
    outcome.reason.push_str(&format!("; {}", applied.words()));
    outcome.waiver = Some(applied);
}

/// Whether a waiver is granted to a variant and a scope.
fn covers(scenario: &Scenario, waiver: &Waiver, variant: &str, scope: Scope) -> bool {
    (waiver.variant.is_empty() || waiver.variant == variant) && (waiver.whom.is_empty() || is_named(&waiver.whom, &scope_name(scenario, scope)))
}

fn state(waiver: &Waiver, today: Option<Date>) -> WaiverState {
    match (today, date(&waiver.expires)) {
        (None, _) => WaiverState::Undated,
        (Some(today), Some(last)) if today <= last => WaiverState::Holds,
        (Some(_), _) => WaiverState::Expired,
    }
}

/// Waivers that cover no outcome, in sentences: what they were granted for is within its limit, or is not there. `outcomes` are those of every
/// scope, not only of the worst.
pub(super) fn idle(scenario: &Scenario, outcomes: &[GuardOutcome]) -> Vec<String> {
    let mut found = Vec::new();
    for (guard, guardrail) in scenario.experiment.guardrails.iter().enumerate() {
        for (place, waiver) in guardrail.waivers.iter().enumerate() {
            let name_of =
                |variant: usize| variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map_or("", |found| found.name.as_str());
            let covered = |outcome: &&GuardOutcome| outcome.guard == guard && covers(scenario, waiver, name_of(outcome.variant), outcome.scope);
            let mut any = outcomes.iter().filter(covered).peekable();
            let why = if any.peek().is_none() {
                "it matches no variant and nobody that the guardrail looks at"
            } else if any.all(|outcome| outcome.by_interval == Verdict::Within) {
                "all that it covers is within the limit"
            } else {
                continue;
            };
            let what = format!("waiver {} of guardrail {} ({})", place + 1, guard + 1, guardrail.metric);
            found.push(format!("{what}, by {} until {}: {why}; it can be taken out", waiver.name, waiver.expires));
        }
    }
    found
}
