//! What a gate makes of the guardrails: which outcomes let a change through, which only warn, which stop it.

use super::scorecard::Scorecard;
use super::verdict::{GuardOutcome, Verdict};
use super::waiver::WaiverState;
use crate::scenario::experiment::{Guardrail, Undecided};
use crate::simulate::Run;

/// What an outcome does to the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Within its limit.
    Passes,
    /// Crossed or undecided under a waiver that holds.
    Waived,
    /// Undecided, and the scenario says that this only warns.
    Warns,
    /// Undecided, and that stops the gate.
    Undecided,
    /// Past its limit.
    Crossed,
    /// No verdict, because a self-check failed.
    Blank,
}

impl Effect {
    /// Whether it stops the gate.
    pub fn stops(self) -> bool {
        matches!(self, Self::Undecided | Self::Crossed | Self::Blank)
    }

    /// The word in documents for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Waived => "waived",
            Self::Warns => "warns",
            Self::Undecided => "cannot_tell",
            Self::Crossed => "crossed",
            Self::Blank => "blank",
        }
    }
}

/// What all outcomes together make of the gate, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A self-check failed: no number is to be trusted.
    Distrusted,
    /// A guardrail is crossed.
    Crossed,
    /// A guardrail cannot be told, and the scenario does not say that this only warns.
    CannotTell,
    /// There is no guardrail, or no variant to judge.
    NothingToJudge,
    /// Every guardrail is within its limit, waived, or only warns.
    Open,
}

/// A gate on a run.
#[derive(Clone, Debug)]
pub struct Gate {
    /// What each outcome of the scorecard does, in its order.
    pub effects: Vec<Effect>,
    /// What follows.
    pub opening: Opening,
    /// Worlds that would do for all that stop it undecided, if means and spreads stay as they are; nothing where that cannot be said for one of them.
    pub worlds_needed: Option<usize>,
}

/// The gate on a scorecard.
pub fn gate(run: &Run, card: &Scorecard) -> Gate {
    let guardrails = &run.scenario.experiment.guardrails;
    let effects: Vec<Effect> = card.guards.iter().map(|outcome| effect(outcome, guardrails.get(outcome.guard))).collect();
    let any = |wanted: Effect| effects.contains(&wanted);
    let opening = if !card.distrust.is_empty() {
        Opening::Distrusted
    } else if any(Effect::Crossed) {
        Opening::Crossed
    } else if any(Effect::Undecided) {
        Opening::CannotTell
    } else if effects.is_empty() {
        Opening::NothingToJudge
    } else {
        Opening::Open
    };
    let undecided = card.guards.iter().zip(&effects).filter(|(_, effect)| **effect == Effect::Undecided).map(|(outcome, _)| outcome.worlds_needed);
    let worlds_needed = undecided.collect::<Option<Vec<usize>>>().and_then(|worlds| worlds.into_iter().max());
    Gate { effects, opening, worlds_needed }
}

fn effect(outcome: &GuardOutcome, guardrail: Option<&Guardrail>) -> Effect {
    let expired = outcome.waiver.as_ref().is_some_and(|waiver| waiver.state == WaiverState::Expired);
    match outcome.verdict {
        Verdict::Within => Effect::Passes,
        Verdict::Waived => Effect::Waived,
        Verdict::Crossed => Effect::Crossed,
        Verdict::Blank => Effect::Blank,
        // What somebody had to excuse until a day that has passed does not slip through as a warning.
        Verdict::CannotTell if !expired && guardrail.is_some_and(|guardrail| guardrail.undecided == Undecided::Warn) => Effect::Warns,
        Verdict::CannotTell => Effect::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::scorecard_on;
    use crate::experiment::testing::guarded_run;
    use crate::scenario::date;
    use crate::scenario::experiment::Waiver;

    fn opening(worlds: usize, guardrails: &[Guardrail], today: &str) -> Gate {
        let run = guarded_run(worlds, guardrails);
        gate(&run, &scorecard_on(&run, date(today)))
    }

    fn limit(limit: f64) -> Guardrail {
        Guardrail { limit, ..Guardrail::default() }
    }

    #[test]
    fn the_worst_effect_decides() {
        assert_eq!(opening(20, &[], "").opening, Opening::NothingToJudge);
        assert_eq!(opening(20, &[limit(0.9)], "").opening, Opening::Open);
        assert_eq!(opening(20, &[limit(0.9), limit(0.01)], "").opening, Opening::Crossed);
        let undecided = opening(1, &[limit(0.9)], "");
        assert_eq!((undecided.opening, undecided.worlds_needed), (Opening::CannotTell, None));
        let mut run = guarded_run(20, &[limit(0.01)]);
        run.distrust.push("determinism failed".into());
        assert_eq!(gate(&run, &scorecard_on(&run, None)).opening, Opening::Distrusted);
    }

    #[test]
    fn worlds_that_would_do_are_told_where_they_can_be() {
        let run = guarded_run(4, &[limit(0.9)]);
        let mean = scorecard_on(&run, None).guards[0].compared.as_ref().expect("a difference").mean;
        let near = opening(4, &[limit(mean * 1.02), limit(0.9)], "");
        assert_eq!(near.opening, Opening::CannotTell);
        assert!(near.worlds_needed.is_some_and(|worlds| worlds > 4));
        assert_eq!(opening(4, &[limit(mean * 1.02), limit(mean)], "").worlds_needed, None, "one of them cannot be settled");
    }

    #[test]
    fn warnings_open_but_not_where_a_waiver_has_expired() {
        let warn = Guardrail { undecided: Undecided::Warn, ..limit(0.9) };
        let gate = opening(1, std::slice::from_ref(&warn), "2027-01-01");
        assert_eq!((gate.opening, gate.effects[0]), (Opening::Open, Effect::Warns));
        let waiver = Waiver { name: "Board".into(), reason: "why".into(), expires: "2026-12-31".into(), ..Waiver::default() };
        let expired = Guardrail { waivers: vec![waiver.clone()], ..warn };
        assert_eq!(opening(1, &[expired], "2027-01-01").opening, Opening::CannotTell);
        let waived = Guardrail { waivers: vec![waiver], ..limit(0.01) };
        assert_eq!(opening(20, std::slice::from_ref(&waived), "2026-12-31").effects, [Effect::Waived]);
        assert_eq!(opening(20, &[waived], "2027-01-01").opening, Opening::Crossed);
    }
}
