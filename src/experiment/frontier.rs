//! Benefit against harm: each policy as a cross of two intervals, what the guardrails forbid, and the steps of those that no other one beats in both.

use super::estimate::{Estimate, Estimated, paired};
use super::scorecard::score_rows;
use super::sweep::{PointOutcome, Sweep, VariantReading};
use super::verdict::{Decision, decision};
use crate::experiment::guard::guard_outcomes;
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined};
use crate::scenario::experiment::{Bound, Compare, GuardScope, Guardrail};
use crate::scenario::{Better, Metric, Scenario};
use crate::simulate::Run;

/// One side of the trade: a metric, and which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aim {
    /// The metric.
    pub metric: Metric,
    /// Whether more of it is better.
    pub more: bool,
}

impl Aim {
    /// The metric in its own better direction.
    ///
    /// # Errors
    /// Undefined for a metric that has none: say which way is wanted.
    pub fn of(metric: Metric) -> Result<Self, Undefined> {
        match metric.better() {
            Better::More => Ok(Self { metric, more: true }),
            Better::Less => Ok(Self { metric, more: false }),
            Better::Neither => Err(Undefined::new(format!("{} has no better direction of its own", metric.id()))),
        }
    }

    /// A value turned so that more is better.
    pub fn good(self, value: f64) -> f64 {
        if self.more { value } else { -value }
    }
}

/// A policy in the picture: variant minus baseline on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct TradePoint {
    /// Name of the variant.
    pub variant: String,
    /// Place of its point in a sweep; `None` where it is a variant of a run.
    pub point: Option<usize>,
    /// Difference in what is to be gained.
    pub benefit: Estimated,
    /// Difference in what it costs.
    pub harm: Estimated,
    /// What follows from its guardrails.
    pub decision: Option<Decision>,
    /// Whether its guardrails allow it.
    pub permit: Permit,
    /// Index of an allowed one that is at least as good in both and better in one, by the means; the best of them in benefit.
    pub beaten_by: Option<usize>,
    /// Whether that one is better in both beyond doubt: the paired intervals of both differences leave zero out.
    pub beaten_clearly: bool,
}

/// What the guardrails say of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Every guardrail is within its limit; also the baseline itself.
    Allowed,
    /// None is crossed, one cannot be told.
    Undecided,
    /// One is crossed.
    Forbidden,
    /// There is no guardrail.
    Unguarded,
}

/// A side of a limit that a guardrail on one of the two metrics forbids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forbidden {
    /// Index of the guardrail.
    pub guardrail: usize,
    /// Whether the limit lies on the axis of benefit; on that of harm otherwise.
    pub on_benefit: bool,
    /// The limit, as a difference from the baseline.
    pub limit: f64,
    /// Whether what lies above is forbidden.
    pub above: bool,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// What is to be gained.
    pub benefit: Aim,
    /// What it costs.
    pub harm: Aim,
    /// Every policy; the baseline lies at zero and zero and is not among them.
    pub points: Vec<TradePoint>,
    /// Allowed policies (unguarded ones where there is no guardrail) that no other allowed one beats, from little harm to much.
    pub front: Vec<usize>,
    /// The front as steps: corners (benefit, harm) of the line along it.
    pub steps: Vec<(f64, f64)>,
    /// What guardrails on these two metrics forbid, where they look at all customers and at the difference.
    pub forbidden: Vec<Forbidden>,
}

/// The variants of a run.
pub fn frontier_of_run(run: &Run, benefit: Aim, harm: Aim) -> Frontier {
    let outcomes = guard_outcomes(run);
    let rows = score_rows(run, &[benefit.metric, harm.metric], Scope::All, 1);
    let missing = || Err(Undefined::new("the run has no such variant"));
    let difference =
        |row: usize, variant: usize| rows.get(row).and_then(|row| row.scores.get(variant)).map_or_else(missing, |score| score.difference.clone());
    let points =
        run.variants.iter().enumerate().filter(|(variant, _)| *variant != 0 && *variant != run.baseline).map(|(variant, name)| {
            trade_point(name.clone(), None, difference(0, variant), difference(1, variant), Some(decision(&outcomes, variant)))
        });
    frontier(&run.scenario, benefit, harm, points.collect())
}

/// The points of a sweep, of these variants. Points that failed have no place in the picture.
pub fn frontier_of_sweep(sweep: &Sweep, variants: &[String], benefit: Aim, harm: Aim) -> Frontier {
    let mut points = Vec::new();
    for point in sweep.points.iter().flatten() {
        let PointOutcome::Variants(readings) = &point.outcome else { continue };
        let chosen = readings.iter().filter(|reading| reading.decision.is_some() && variants.contains(&reading.name));
        points.extend(chosen.map(|reading| trade_of(reading, Some(point.point), benefit, harm)));
    }
    frontier(&sweep.plan.scenario, benefit, harm, points)
}

/// A variant seen at a point.
pub(super) fn trade_of(reading: &VariantReading, point: Option<usize>, benefit: Aim, harm: Aim) -> TradePoint {
    let difference = |metric: Metric| {
        reading.metric(metric).map_or_else(|| Err(Undefined::new("this sweep did not keep that metric")), |found| found.difference.clone())
    };
    trade_point(reading.name.clone(), point, difference(benefit.metric), difference(harm.metric), reading.decision.clone())
}

fn trade_point(variant: String, point: Option<usize>, benefit: Estimated, harm: Estimated, decision: Option<Decision>) -> TradePoint {
    let permit = match decision {
        Some(Decision::Ship) => Permit::Allowed,
        Some(Decision::DoNotShip) => Permit::Forbidden,
        // A waiver is no pass, and what cannot be trusted is not known.
        Some(Decision::CannotTell | Decision::Waived | Decision::Blank) => Permit::Undecided,
        Some(Decision::NoGuardrail) | None => Permit::Unguarded,
    };
    TradePoint { variant, point, benefit, harm, decision, permit, beaten_by: None, beaten_clearly: false }
}

/// Which of the policies no allowed one beats.
pub(super) fn frontier(scenario: &Scenario, benefit: Aim, harm: Aim, mut points: Vec<TradePoint>) -> Frontier {
    let goods: Vec<Option<(f64, f64)>> =
        points.iter().map(|point| Some((benefit.good(point.benefit.as_ref().ok()?.mean), harm.good(point.harm.as_ref().ok()?.mean)))).collect();
    let eligible = |point: &TradePoint| matches!(point.permit, Permit::Allowed | Permit::Unguarded);
    let free: Vec<bool> = points.iter().map(eligible).collect();
    let beats = |one: (f64, f64), other: (f64, f64)| one.0 >= other.0 && one.1 >= other.1 && one != other;
    let found: Vec<Option<usize>> = goods
        .iter()
        .map(|own| {
            let own = (*own)?;
            let better = (0..goods.len()).filter(|&other| free.get(other) == Some(&true));
            let better = better.filter_map(|other| Some((other, (*goods.get(other)?)?))).filter(|(_, good)| beats(*good, own));
            better.max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(&a.0))).map(|(other, _)| other)
        })
        .collect();
    let confidence = scenario.experiment.confidence;
    let clear: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(own, other)| {
            let (Some(own), Some(other)) = (points.get(own), other.and_then(|other| points.get(other))) else { return false };
            is_better(&other.benefit, &own.benefit, benefit, confidence) && is_better(&other.harm, &own.harm, harm, confidence)
        })
        .collect();
    for ((point, beaten_by), clearly) in points.iter_mut().zip(found).zip(clear) {
        (point.beaten_by, point.beaten_clearly) = (beaten_by, clearly);
    }
    let mut front: Vec<usize> = (0..points.len())
        .filter(|&place| {
            goods.get(place).is_some_and(Option::is_some) && points.get(place).is_some_and(|point| eligible(point) && point.beaten_by.is_none())
        })
        .collect();
    let good = |place: usize| goods.get(place).copied().flatten().unwrap_or((0.0, 0.0));
    // From little harm to much; equals keep their place.
    front.sort_by(|&a, &b| good(b).1.total_cmp(&good(a).1).then(good(a).0.total_cmp(&good(b).0)));
    let steps = steps(&front.iter().map(|&place| good(place)).collect::<Vec<_>>(), benefit, harm);
    Frontier { forbidden: forbidden(&scenario.experiment.guardrails, benefit, harm), benefit, harm, points, front, steps }
}

/// Whether one is better than another beyond doubt, world by world: worlds are the same ones at every point.
fn is_better(one: &Estimated, other: &Estimated, aim: Aim, confidence: f64) -> bool {
    let (Ok(one), Ok(other)) = (one, other) else { return false };
    let measured = |estimate: &Estimate| -> Vec<Measured> {
        estimate.values.iter().map(|value| value.ok_or_else(|| Undefined::new("undefined in this world"))).collect()
    };
    let by_world = paired(&measured(one), &measured(other), |one, other| Ok(aim.good(one) - aim.good(other)));
    Estimate::of(by_world, confidence).ok().and_then(|estimate| estimate.interval).is_some_and(|(low, _)| low > 0.0)
}

/// The corners of the line along the front: with each more harm the benefit rises.
fn steps(front: &[(f64, f64)], benefit: Aim, harm: Aim) -> Vec<(f64, f64)> {
    let shown = |good: (f64, f64)| (benefit.good(good.0), harm.good(good.1));
    let mut corners = Vec::new();
    for (place, point) in front.iter().enumerate() {
        if let Some(before) = place.checked_sub(1).and_then(|before| front.get(before)) {
            corners.push(shown((before.0, point.1)));
        }
        corners.push(shown(*point));
    }
    corners
}

fn forbidden(guardrails: &[Guardrail], benefit: Aim, harm: Aim) -> Vec<Forbidden> {
    let mut found = Vec::new();
    for (guardrail, rule) in guardrails.iter().enumerate() {
        if rule.compare != Compare::Difference || rule.scope != GuardScope::All || rule.from_day > 1 {
            continue;
        }
        for (aim, on_benefit) in [(benefit, true), (harm, false)] {
            if Metric::from_id(&rule.metric) == Some(aim.metric) {
                found.push(Forbidden { guardrail, on_benefit, limit: rule.limit, above: rule.bound == Bound::AtMost });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::experiment::testing::guarded_run;

    const GAIN: Aim = Aim { metric: Metric::Purchases, more: true };
    const HARM: Aim = Aim { metric: Metric::OverLine, more: false };

    fn at(benefit: f64, harm: f64, decision: Decision) -> TradePoint {
        let around = |middle: f64| Estimate::of(vec![Ok(middle - 0.01), Ok(middle + 0.01), Ok(middle)], 0.95);
        trade_point("v".into(), None, around(benefit), around(harm), Some(decision))
    }

    fn of(points: Vec<TradePoint>) -> Frontier {
        frontier(&Scenario::default(), GAIN, HARM, points)
    }

    #[test]
    fn the_front_holds_what_no_allowed_one_beats() {
        let found = of(vec![
            at(1.0, 0.1, Decision::Ship),
            at(2.0, 0.3, Decision::Ship),
            at(1.5, 0.4, Decision::Ship),
            at(9.0, 0.2, Decision::DoNotShip),
            at(8.0, 0.2, Decision::CannotTell),
            at(0.5, 0.2, Decision::DoNotShip),
        ]);
        assert_eq!(found.front, [0, 1]);
        let beaten: Vec<Option<usize>> = found.points.iter().map(|point| point.beaten_by).collect();
        assert_eq!(beaten, [None, None, Some(1), None, None, Some(0)], "the forbidden and the undecided beat nobody");
        assert!(found.points[2].beaten_clearly);
        let corners: Vec<(f64, f64)> = found.steps.iter().map(|(gain, harm)| ((gain * 100.0).round(), (harm * 100.0).round())).collect();
        assert_eq!(corners, [(100.0, 10.0), (100.0, 30.0), (200.0, 30.0)]);
        assert_eq!(found.points[3].permit, Permit::Forbidden);
    }

    #[test]
    fn equals_stay_and_what_has_no_number_is_left_out() {
        let mut gone = at(9.0, 0.0, Decision::Ship);
        gone.harm = Err(Undefined::new("nobody"));
        let found = of(vec![at(1.0, 0.1, Decision::NoGuardrail), at(1.0, 0.1, Decision::NoGuardrail), gone]);
        assert_eq!(found.front, [0, 1]);
        assert_eq!(of(vec![]).front, Vec::<usize>::new());
    }

    #[test]
    fn variants_of_a_run_and_the_side_that_is_forbidden() {
        let guards = [
            Guardrail { limit: 0.01, ..Guardrail::default() },
            Guardrail { metric: "purchases".into(), bound: Bound::AtLeast, limit: -0.1, ..Guardrail::default() },
            Guardrail { scope: GuardScope::WorstSegment, ..Guardrail::default() },
        ];
        let found = frontier_of_run(&guarded_run(4, &guards), GAIN, HARM);
        assert_eq!((found.points.len(), found.points[0].variant.as_str()), (1, "weekly-5"));
        assert_eq!(
            found.forbidden,
            [
                Forbidden { guardrail: 0, on_benefit: false, limit: 0.01, above: true },
                Forbidden { guardrail: 1, on_benefit: true, limit: -0.1, above: false }
            ]
        );
        assert_eq!(Aim::of(Metric::OverLine).expect("less is better"), HARM);
    }

    proptest! {
        #[test]
        fn nobody_on_the_front_beats_another(places in prop::collection::vec((0u8..6, 0u8..6), 0..20)) {
            let found = of(places.iter().map(|&(gain, harm)| at(f64::from(gain), f64::from(harm), Decision::Ship)).collect());
            for pair in found.front.windows(2) {
                let [one, other] = [places[pair[0]], places[pair[1]]];
                prop_assert!(one == other || one.0 < other.0 && one.1 < other.1, "with more harm comes more benefit");
            }
            for (place, point) in found.points.iter().enumerate() {
                prop_assert_eq!(point.beaten_by.is_none(), found.front.contains(&place));
            }
        }
    }
}
