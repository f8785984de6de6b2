//! The report card: every study flown and judged.

use super::evaluate::Desk;
use super::flights::Plan;
use super::judge::{Band, Judged, Verdict, equal, in_band, often, rising, sign, some};
use super::study::{Comparison, Expect, Study};
use crate::measure::Measured;
use crate::scenario::Finding;
use crate::simulate::RunError;

/// The report card.
#[derive(Clone, Debug)]
pub struct ReportCard {
    /// By study, in the order asked for.
    pub entries: Vec<Entry>,
    /// Distinct scenarios flown.
    pub flights: usize,
    /// Customer-days simulated.
    pub customer_days: u64,
}

/// One study and what came out.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The study.
    pub study: Study,
    /// What came out, by comparison.
    pub judged: Vec<Judged>,
}

/// Why there is no report card.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// A study does not fit its base scenario.
    #[error("{0}")]
    Study(Finding),
    /// The engine stopped.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl Entry {
    /// Comparisons with what came out.
    pub fn rows(&self) -> impl Iterator<Item = (&Comparison, &Judged)> {
        self.study.comparisons.iter().zip(&self.judged)
    }
}

impl ReportCard {
    /// Comparisons with a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.entries.iter().flat_map(|entry| &entry.judged).filter(|judged| judged.verdict == verdict).count()
    }

    /// Comparisons.
    pub fn comparisons(&self) -> usize {
        self.entries.iter().map(|entry| entry.judged.len()).sum()
    }

    /// Comparisons that no default was chosen with a look at, and how many of them are inside.
    pub fn unused(&self) -> (usize, usize) {
        let mut found = (0, 0);
        for (_, judged) in self.entries.iter().flat_map(Entry::rows).filter(|(comparison, _)| !comparison.used) {
            found.0 += 1;
            found.1 += usize::from(judged.verdict == Verdict::Inside);
        }
        found
    }

    /// "41 of 50 inside, 0 sign wrong, ...".
    pub fn sentence(&self) -> String {
        let (unused, inside) = self.unused();
        let rest: Vec<String> = Verdict::ALL.iter().skip(1).map(|&verdict| format!("{} {}", self.count(verdict), verdict.words())).collect();
        format!(
            "{} of {} inside, {}; of the {unused} that no default was chosen with, {inside} inside",
            self.count(Verdict::Inside),
            self.comparisons(),
            rest.join(", ")
        )
    }
}

/// Flies and judges studies on one pool of threads (0 takes all cores). The card is the same for any number of threads. `progress` hears how many
/// flights of how many are done, from any thread; where it answers `false` the work ends.
///
/// # Errors
/// Where a study does not fit its base, or the engine stops.
pub fn report_card(studies: Vec<Study>, threads: usize, progress: impl Fn(usize, usize) -> bool + Sync) -> Result<ReportCard, CardError> {
    let plan = Plan::new(&studies).map_err(CardError::Study)?;
    let (flights, customer_days) = (plan.flights(), plan.customer_days());
    let answers = plan.fly(threads, |done| progress(done, flights))?;
    let entries = studies
        .into_iter()
        .enumerate()
        .map(|(index, study)| {
            let judge = |comparison: &Comparison| {
                let outcome = comparison.outcome.as_ref().or(study.outcome.as_ref());
                let desk = Desk { answers: &answers, index, study: &study, outcome };
                judge(&comparison.expect, |amount| desk.amount(amount))
            };
            Entry { judged: study.comparisons.iter().map(judge).collect(), study }
        })
        .collect();
    Ok(ReportCard { entries, flights, customer_days })
}

fn judge(expect: &Expect, amount: impl Fn(&super::amount::Amount) -> Vec<Measured>) -> Judged {
    match expect {
        Expect::Band { of, low, high } => in_band(amount(of), Band { low: *low, high: *high }, of.neutral()),
        Expect::Sign { of, side } => sign(amount(of), *side, of.neutral()),
        Expect::Equal { of, target, within } => equal(amount(of), *target, *within),
        Expect::Rising(of) => rising(&of.iter().map(amount).collect::<Vec<_>>()),
        Expect::AnyOf { of, low, high } => {
            let neutral = of.first().map_or(0.0, super::amount::Amount::neutral);
            some(of.iter().map(amount).collect(), Band { low: *low, high: *high }, neutral)
        }
        Expect::Often { of, low, high, share } => often(&amount(of), Band { low: *low, high: *high }, *share),
    }
}
