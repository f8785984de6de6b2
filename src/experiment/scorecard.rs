//! The table of all metrics, variants and contrasts.

use super::estimate::{Estimated, difference, level};
use super::guard::{every_outcome, guard_outcomes_on};
use super::verdict::{Decision, GuardOutcome, decision};
use super::waiver;
use crate::ledger::Scope;
use crate::measure::{Measured, View, range};
use crate::scenario::{Date, Metric};
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

impl ScoreRow {
    /// Whether tables and screens show it: a metric of a mechanism that the scenario does not use is left out.
    pub fn is_shown(&self) -> bool {
        !self.metric.is_optional() || self.scores.iter().any(|score| score.level.is_ok())
    }
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
    /// Self-checks that failed, each in a sentence: where there is one, all verdicts are blank.
    pub distrust: Vec<String>,
    /// Waivers that cover nothing, each in a sentence.
    pub idle_waivers: Vec<String>,
}

/// The whole comparison at a glance, with no day given: no waiver counts.
pub fn scorecard(run: &Run) -> Scorecard {
    scorecard_on(run, None)
}

/// The whole comparison at a glance. Waivers that hold `today` count. Where a self-check of the run failed, every verdict is blank.
pub fn scorecard_on(run: &Run, today: Option<Date>) -> Scorecard {
    let guards = guard_outcomes_on(run, today);
    let judged = |variant: usize| variant != 0 && variant != run.baseline;
    let decide = |variant: usize| if run.distrust.is_empty() { decision(&guards, variant) } else { Decision::Blank };
    let waived = run.scenario.experiment.guardrails.iter().any(|guardrail| !guardrail.waivers.is_empty());
    Scorecard {
        worlds: run.worlds.len(),
        planned: run.planned,
        variants: run.variants.clone(),
        baseline: run.baseline,
        rows: score_rows(run, Metric::ALL, Scope::All, 1),
        decisions: (0..run.variants.len()).map(|variant| judged(variant).then(|| decide(variant))).collect(),
        distrust: run.distrust.clone(),
        idle_waivers: if waived { waiver::idle(&run.scenario, &every_outcome(run, today)) } else { Vec::new() },
        guards,
    }
}

/// One metric of one scope, counted from a day (from 1) to the horizon.
pub fn score_row(run: &Run, metric: Metric, scope: Scope, from_day: usize) -> ScoreRow {
    let row = score_rows(run, &[metric], scope, from_day).pop();
    row.unwrap_or(ScoreRow { metric, scope, scores: Vec::new() })
}

/// Several metrics of one scope; each world is read once for each variant.
pub fn score_rows(run: &Run, metrics: &[Metric], scope: Scope, from_day: usize) -> Vec<ScoreRow> {
    let confidence = run.scenario.experiment.confidence;
    let (first, last) = run.days_shown();
    let measured = measure_between(run, metrics, scope, from_day.max(first), last);
    let row = |(&metric, values): (&Metric, Vec<Vec<Measured>>)| {
        let score = |(variant, own): (usize, &Vec<Measured>)| Score {
            level: level(own.clone(), range(metric), confidence),
            difference: difference(variant, run.baseline, &values, confidence),
        };
        ScoreRow { metric, scope, scores: values.iter().enumerate().map(score).collect() }
    };
    metrics.iter().zip(measured).map(row).collect()
}

/// By metric, then variant, then world: to the horizon.
pub(super) fn measure_all(run: &Run, metrics: &[Metric], scope: Scope, from_day: usize) -> Vec<Vec<Vec<Measured>>> {
    measure_between(run, metrics, scope, from_day, usize::MAX)
}

/// By metric, then variant, then world: from a day to a day.
fn measure_between(run: &Run, metrics: &[Metric], scope: Scope, from_day: usize, to_day: usize) -> Vec<Vec<Vec<Measured>>> {
    let mut measured = vec![vec![Vec::with_capacity(run.worlds.len()); run.variants.len()]; metrics.len()];
    for variant in 0..run.variants.len() {
        for ledger in &run.worlds {
            let view = View::up_to(ledger, variant, scope, to_day);
            for (&metric, by_variant) in metrics.iter().zip(&mut measured) {
                let value = view.as_ref().map_err(Clone::clone).and_then(|view| view.value(metric, from_day));
                if let Some(worlds) = by_variant.get_mut(variant) {
                    worlds.push(value);
                }
            }
        }
    }
    measured
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::{synthetic, synthetic_run};
    use crate::experiment::{checkpoint_course, course, long_rows};

    #[test]
    fn one_row_for_every_metric() {
        let card = scorecard(&synthetic_run(4));
        assert_eq!(card.rows.iter().map(|row| row.metric).collect::<Vec<_>>(), Metric::ALL);
        let purchases = card.rows.iter().find(|row| row.metric == Metric::Purchases).expect("purchases");
        assert!(purchases.scores[1].difference.is_err(), "the baseline has no difference from itself");
        let difference = purchases.scores[2].difference.as_ref().expect("a difference");
        assert!(difference.mean > 0.0 && difference.agree == 4);
        let spread = |estimated: &Estimated| estimated.as_ref().expect("an estimate").spread.expect("worlds");
        assert!(spread(&purchases.scores[2].difference) < spread(&purchases.scores[2].level), "twins share their luck");
    }

    #[test]
    fn courses_end_where_the_scorecard_is() {
        let run = synthetic_run(3);
        for metric in [Metric::Purchases, Metric::Churn] {
            let course = course(&run, metric, Scope::All);
            assert_eq!((course.days.len(), course.lines.len()), (28, 3));
            let row = score_row(&run, metric, Scope::All, 1);
            for (line, score) in course.lines.iter().zip(&row.scores) {
                assert_eq!(line.level.last(), Some(&score.level));
                assert_eq!(line.difference.last(), Some(&score.difference));
            }
        }
        let breadth = checkpoint_course(&run, Metric::Within, Scope::Segment(1));
        assert_eq!(breadth.days, [7, 14, 21, 28]);
        assert!(breadth.lines.iter().all(|line| line.level.iter().all(Result::is_ok)));
        assert!(course(&run, Metric::Within, Scope::All).lines.iter().all(|line| line.level.iter().all(Result::is_err)));
    }

    #[test]
    fn an_empty_run_is_undefined_everywhere() {
        let run = synthetic(0, 7, 100, &["baseline"], &[]);
        assert!(scorecard(&run).rows.iter().all(|row| row.scores.iter().all(|score| score.level.is_err() && score.difference.is_err())));
        assert!(course(&run, Metric::TrustMean, Scope::All).days.is_empty());
        assert_eq!(long_rows(&run).count(), 0);
    }
}
