//! Guardrails applied: which scopes they cover, how the confidence is corrected, and which scope a "worst" guardrail reports.
//!
//! Every interval is taken at `1 - (1 - confidence) / m`, with `m` the guardrail x variant x scope decisions of the run, those of scopes that
//! were only searched for the worst included (Bonferroni). Selecting the worst scope afterwards is covered by that correction.
//!
//! Why not Holm's step-down procedure: it controls wrong rejections, but these verdicts have a direction ("within" and "crossed" are opposite claims
//! about one number). For directions under any dependence it holds only if each decision is split into two one-sided hypotheses, which makes the
//! k-th step `m / (m - k / 2)` times as lenient as here: at most twice, and at twelve decisions intervals 7% narrower for the very last one. In
//! return the confidence of a row would hang on how the others came out, and the printed intervals would no longer hold together, so that neither
//! the worst segment may be picked from them nor two rows be read side by side. All intervals here hold together at the stated confidence, whatever the
//! dependence.

use super::estimate::{Estimate, Estimated, level, paired};
use super::scorecard::measure_all;
use super::verdict::{GuardOutcome, Verdict};
use super::waiver;
use super::wording::Wording;
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined, people, range};
use crate::scenario::experiment::{Bound, Compare, GuardScope, Guardrail};
use crate::scenario::{Date, Metric, Scenario};
use crate::simulate::Run;
use crate::stats::{quotient, values_needed};

/// As [`guard_outcomes_on`] with no day given: no waiver counts, so that an outcome is what the numbers alone say.
pub fn guard_outcomes(run: &Run) -> Vec<GuardOutcome> {
    guard_outcomes_on(run, None)
}

/// Every guardrail for every variant but twin and baseline, and every scope it covers. Guardrails on the worst segment or group give one
/// outcome for each variant, that of the scope that decides. Waivers that hold `today` count; without a date none does.
pub fn guard_outcomes_on(run: &Run, today: Option<Date>) -> Vec<GuardOutcome> {
    let guardrails = &run.scenario.experiment.guardrails;
    let all = every_outcome(run, today);
    let mut outcomes = Vec::new();
    for (guard, guardrail) in guardrails.iter().enumerate() {
        for variant in judged_variants(run) {
            let of_variant = all.iter().filter(|outcome| outcome.guard == guard && outcome.variant == variant).cloned();
            match guardrail.scope {
                GuardScope::WorstSegment | GuardScope::WorstGroup => outcomes.extend(worst(of_variant.collect(), guardrail.bound)),
                GuardScope::All | GuardScope::EachSegment | GuardScope::EachGroup => outcomes.extend(of_variant),
            }
        }
    }
    if let Some(failed) = run.distrust.first() {
        for outcome in &mut outcomes {
            outcome.verdict = Verdict::Blank;
            outcome.worlds_needed = None;
            outcome.reason = format!("a self-check failed, so no number is to be trusted: {failed}");
        }
    }
    outcomes
}

/// As [`guard_outcomes_on`], with every scope that was searched for the worst, and whether or not a self-check failed: by guardrail, scope and variant.
pub(super) fn every_outcome(run: &Run, today: Option<Date>) -> Vec<GuardOutcome> {
    let guardrails = &run.scenario.experiment.guardrails;
    let variants = judged_variants(run);
    let scopes: Vec<Vec<Scope>> = guardrails.iter().map(|guardrail| scopes_of(&run.scenario, guardrail)).collect();
    let family = Family::of(&run.scenario, variants.len());
    let mut outcomes = Vec::new();
    for (guard, (guardrail, scopes)) in guardrails.iter().zip(&scopes).enumerate() {
        // Each world is read once for all variants.
        outcomes.extend(scopes.iter().flat_map(|&scope| judge(run, guard, guardrail, scope, &variants, family)));
    }
    outcomes.iter_mut().for_each(|outcome| waiver::apply(&run.scenario, outcome, today));
    outcomes
}

fn judged_variants(run: &Run) -> Vec<usize> {
    (0..run.variants.len()).filter(|&variant| variant != 0 && variant != run.baseline).collect()
}

/// The decisions of a run that are corrected together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Family {
    /// How many: guardrails x judged variants x scopes, those that are searched for the worst included.
    pub decisions: usize,
    /// Confidence of each one's interval, 0 to 1.
    pub confidence: f64,
}

impl Family {
    /// The decisions that a scenario asks for, where so many variants are judged.
    pub fn of(scenario: &Scenario, judged: usize) -> Self {
        let scopes: usize = scenario.experiment.guardrails.iter().map(|guardrail| scopes_of(scenario, guardrail).len()).sum();
        let decisions = judged * scopes;
        Self { decisions, confidence: 1.0 - (1.0 - scenario.experiment.confidence) / decisions.max(1) as f64 }
    }
}

fn scopes_of(scenario: &Scenario, guardrail: &Guardrail) -> Vec<Scope> {
    let population = &scenario.population;
    match guardrail.scope {
        GuardScope::All => vec![Scope::All],
        GuardScope::EachSegment | GuardScope::WorstSegment => (0..population.segments.len()).map(Scope::Segment).collect(),
        GuardScope::EachGroup | GuardScope::WorstGroup => {
            let groups: Vec<Scope> = population
                .attributes
                .iter()
                .enumerate()
                .filter(|(_, described)| guardrail.attribute.is_empty() || guardrail.attribute == described.name)
                .flat_map(|(attribute, described)| (0..described.levels.len()).map(move |level| Scope::Group { attribute, level }))
                .collect();
            // A guardrail on groups that are not there must show up as undecided, not vanish.
            if groups.is_empty() { vec![Scope::Group { attribute: population.attributes.len(), level: 0 }] } else { groups }
        }
    }
}

fn judge(run: &Run, guard: usize, guardrail: &Guardrail, scope: Scope, variants: &[usize], family: Family) -> Vec<GuardOutcome> {
    let smallest = run.worlds.iter().map(|ledger| people(ledger, scope)).min().unwrap_or(0);
    let metric = Metric::from_id(&guardrail.metric);
    let from_day = usize::try_from(guardrail.from_day).unwrap_or(usize::MAX);
    let measured = metric.and_then(|metric| Some((metric, measure_all(run, &[metric], scope, from_day).pop()?)));
    variants
        .iter()
        .map(|&variant| {
            let compared = match &measured {
                Some((metric, values)) => compare(guardrail.compare, *metric, values.get(variant), values.get(run.baseline), family.confidence),
                None => Err(Undefined::new(format!("there is no metric \"{}\"", guardrail.metric))),
            };
            let enough_people = smallest >= guardrail.smallest_group;
            let verdict = if enough_people { verdict(&compared, guardrail) } else { Verdict::CannotTell };
            let worlds_needed = match (&compared, verdict) {
                (Ok(estimate), Verdict::CannotTell) if enough_people => {
                    estimate.spread.and_then(|spread| values_needed((estimate.mean - guardrail.limit).abs(), spread, family.confidence))
                }
                _ => None,
            };
            let metric = metric.unwrap_or(Metric::OverLine);
            let wording = Wording { run, guardrail, metric, family, people: smallest };
            GuardOutcome {
                guard,
                metric,
                name: guardrail.metric.clone(),
                variant,
                scope,
                people: smallest,
                reason: wording.reason(&compared, verdict, worlds_needed),
                compared,
                confidence: family.confidence,
                limit: guardrail.limit,
                by_interval: verdict,
                verdict,
                waiver: None,
                worlds_needed,
            }
        })
        .collect()
}

fn compare(compare: Compare, metric: Metric, variant: Option<&Vec<Measured>>, baseline: Option<&Vec<Measured>>, confidence: f64) -> Estimated {
    let no_such = |what: &str| Undefined::new(format!("the run has no such {what}"));
    let own = variant.ok_or_else(|| no_such("variant"))?;
    let by_world = match compare {
        Compare::Level => return level(own.clone(), range(metric), confidence),
        Compare::Difference => paired(own, baseline.ok_or_else(|| no_such("baseline"))?, |own, base| Ok(own - base)),
        Compare::Ratio => paired(own, baseline.ok_or_else(|| no_such("baseline"))?, |own, base| quotient(own, base, "the baseline's value is zero")),
    };
    Estimate::of(by_world, confidence)
}

fn verdict(compared: &Estimated, guardrail: &Guardrail) -> Verdict {
    let Ok(estimate) = compared else { return Verdict::CannotTell };
    let Some((low, high)) = estimate.interval else { return Verdict::CannotTell };
    let limit = guardrail.limit;
    // A limit that is itself no number compares false with everything and leaves "cannot tell".
    match guardrail.bound {
        Bound::AtMost if high < limit || (estimate.deterministic && high <= limit) => Verdict::Within,
        Bound::AtMost if low > limit => Verdict::Crossed,
        Bound::AtLeast if low > limit || (estimate.deterministic && low >= limit) => Verdict::Within,
        Bound::AtLeast if high < limit => Verdict::Crossed,
        _ => Verdict::CannotTell,
    }
}

/// The outcome that decides for the worst scope: any crossed one before any undecided one before any waived one before those within, because the
/// worst is within only when all are, and a waiver for one excuses no other; among equals the one with the worst mean. Scopes without anybody cannot be harmed and are left out, unless all are empty.
fn worst(outcomes: Vec<GuardOutcome>, bound: Bound) -> Option<GuardOutcome> {
    let searched = outcomes.len();
    let empty = outcomes.iter().filter(|outcome| outcome.people == 0).count();
    let badness = |outcome: &GuardOutcome| match (&outcome.compared, bound) {
        (Ok(estimate), Bound::AtMost) => estimate.mean,
        (Ok(estimate), Bound::AtLeast) => -estimate.mean,
        (Err(_), _) => f64::NEG_INFINITY,
    };
    let mut candidates = outcomes.into_iter().filter(|outcome| outcome.people > 0 || empty == searched);
    let first = candidates.next()?;
    let mut worst = candidates.fold(first, |worst, next| {
        let order = next.verdict.severity().cmp(&worst.verdict.severity()).then(badness(&next).total_cmp(&badness(&worst)));
        // A tie keeps the first in the scenario's order.
        if order.is_gt() { next } else { worst }
    });
    worst.reason.push_str(&format!("; decides as the worst of {searched} searched"));
    if empty > 0 && empty < searched {
        worst.reason.push_str(&format!(", {empty} of them empty"));
    }
    Some(worst)
}

#[cfg(test)]
mod tests;
