//! How many worlds a question needs: from a short pilot, the half-width of each guardrail's interval against the number of worlds, its distance from
//! the limit, and the time that so many worlds take on this machine.

use super::estimate::Estimated;
use super::guard::every_outcome;
use super::verdict::{GuardOutcome, Verdict};
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined};
use crate::scenario::Metric;
use crate::scenario::experiment::{Bound, GuardScope, Guardrail};
use crate::simulate::{Run, customer_days};
use crate::stats::{deviation_interval, students_t_quantile, values_needed};

/// Numbers of worlds that are looked at.
pub const PLAN_WORLDS: [usize; 11] = [5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200];
/// Confidence with which the pilot tells the spread.
pub const SPREAD_CONFIDENCE: f64 = 0.8;
/// Fewest worlds that show any luck.
const FEWEST: usize = 2;

/// Half-width of an interval for a number of worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanPoint {
    /// Worlds.
    pub worlds: usize,
    /// Half-width in the unit of what is compared, if the spread is that of the pilot.
    pub half_width: f64,
    /// Half-width for the low and for the high end of the spread's interval: a short pilot tells a spread badly.
    pub range: (f64, f64),
}

/// One decision: a guardrail, a variant, and whose value.
#[derive(Clone, Debug)]
pub struct PlanLine {
    /// Index of the guardrail.
    pub guard: usize,
    /// Its metric; meaningless where the scenario names one that does not exist.
    pub metric: Metric,
    /// Name of the metric as the scenario writes it.
    pub name: String,
    /// Index of the variant.
    pub variant: usize,
    /// Whose value.
    pub scope: Scope,
    /// What the pilot says.
    pub compared: Estimated,
    /// The limit.
    pub limit: f64,
    /// How far the pilot's mean is from the limit, in the unit of what is compared.
    pub distance: Measured,
    /// By number of worlds, in the order of [`PLAN_WORLDS`]; empty where the distance is undefined.
    pub points: Vec<PlanPoint>,
    /// Worlds at which it can be told, if mean and spread stay as they are; nothing where 10,000 would not do or it cannot be said.
    pub worlds: Option<usize>,
    /// The same for the low and for the high end of the spread's interval.
    pub range: (Option<usize>, Option<usize>),
    /// Whether the planned worlds are enough.
    pub told_by_plan: bool,
}

/// A guardrail for a variant, with all whom it looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedGuard {
    /// Index of the guardrail.
    pub guard: usize,
    /// Index of the variant.
    pub variant: usize,
    /// Worlds at which it can be told: for the worst segment or group, when one is told past the limit or all are told within it.
    pub worlds: Option<usize>,
}

/// What a pilot says about the run to be planned.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Worlds of the pilot.
    pub pilot: usize,
    /// Worlds that the scenario plans.
    pub planned: usize,
    /// Decisions that are corrected together.
    pub decisions: usize,
    /// Confidence of each one's interval.
    pub confidence: f64,
    /// Customer-days for each second of the pilot; nothing where it took no time that can be measured.
    pub rate: Option<f64>,
    /// Minutes for the worlds of [`PLAN_WORLDS`] on this machine.
    pub minutes: Vec<Option<f64>>,
    /// Every decision.
    pub lines: Vec<PlanLine>,
    /// Every guardrail and variant.
    pub guards: Vec<PlannedGuard>,
    /// Worlds at which all can be told; nothing where one of them cannot be.
    pub worlds: Option<usize>,
}

impl Plan {
    /// Minutes that so many worlds take on this machine.
    pub fn minutes_for(&self, run: &Run, worlds: usize) -> Option<f64> {
        self.rate.map(|rate| customer_days(&run.scenario) as f64 * worlds as f64 / rate / 60.0)
    }
}

/// Plans a run of `planned` worlds from a pilot of a few: the first worlds of the same scenario.
pub fn plan(pilot: &Run, planned: usize) -> Plan {
    let outcomes = every_outcome(pilot, None);
    let lines: Vec<PlanLine> = outcomes.iter().map(|outcome| line(outcome, pilot, planned)).collect();
    let guardrails = &pilot.scenario.experiment.guardrails;
    let mut guards: Vec<PlannedGuard> = Vec::new();
    for line in &lines {
        if !guards.iter().any(|known| (known.guard, known.variant) == (line.guard, line.variant)) {
            let own: Vec<&PlanLine> = lines.iter().filter(|other| (other.guard, other.variant) == (line.guard, line.variant)).collect();
            let worlds = guardrails.get(line.guard).and_then(|guardrail| told(&own, guardrail));
            guards.push(PlannedGuard { guard: line.guard, variant: line.variant, worlds });
        }
    }
    let worlds = guards.iter().map(|guard| guard.worlds).collect::<Option<Vec<usize>>>().and_then(|worlds| worlds.into_iter().max());
    let rate = (pilot.wall_seconds > 0.0 && pilot.customer_days > 0).then(|| pilot.customer_days as f64 / pilot.wall_seconds);
    let mut plan = Plan {
        pilot: pilot.worlds.len(),
        planned,
        decisions: outcomes.len(),
        confidence: outcomes.first().map_or(pilot.scenario.experiment.confidence, |outcome| outcome.confidence),
        rate,
        minutes: Vec::new(),
        lines,
        guards,
        worlds,
    };
    plan.minutes = PLAN_WORLDS.iter().map(|&worlds| plan.minutes_for(pilot, worlds)).collect();
    plan
}

fn line(outcome: &GuardOutcome, pilot: &Run, planned: usize) -> PlanLine {
    let smallest = pilot.scenario.experiment.guardrails.get(outcome.guard).map_or(0, |guardrail| guardrail.smallest_group);
    let spread = spread(outcome, smallest);
    let distance = spread
        .as_ref()
        .map(|(mean, ..)| (mean - outcome.limit).abs())
        .map_err(Clone::clone)
        .and_then(|distance| if distance.is_finite() { Ok(distance) } else { Err(Undefined::new("the limit is no finite number")) });
    let (points, worlds, range) = match (&distance, &spread) {
        (Ok(distance), Ok((_, deviation, ends))) => {
            let needed = |deviation: f64| worlds_for(*distance, deviation, outcome.confidence);
            (points(*deviation, *ends, outcome.confidence), needed(*deviation), (needed(ends.0), needed(ends.1)))
        }
        _ => (Vec::new(), None, (None, None)),
    };
    PlanLine {
        guard: outcome.guard,
        metric: outcome.metric,
        name: outcome.name.clone(),
        variant: outcome.variant,
        scope: outcome.scope,
        compared: outcome.compared.clone(),
        limit: outcome.limit,
        distance,
        points,
        worlds,
        range,
        told_by_plan: worlds.is_some_and(|worlds| worlds <= planned),
    }
}

/// Mean, deviation, and the interval of the deviation.
fn spread(outcome: &GuardOutcome, smallest: u64) -> Result<(f64, f64, (f64, f64)), Undefined> {
    if outcome.people < smallest {
        return Err(Undefined::new(format!("{} people are too few to be judged, however many worlds are flown", outcome.people)));
    }
    let estimate = outcome.compared.as_ref().map_err(Clone::clone)?;
    let deviation = estimate.spread.ok_or_else(|| Undefined::new("one world cannot show luck"))?;
    let ends = deviation_interval(deviation, estimate.worlds, SPREAD_CONFIDENCE).ok_or_else(|| Undefined::new("the spread cannot be told"))?;
    Ok((estimate.mean, deviation, ends))
}

/// Where nothing varies, the value itself decides, on its limit or off it.
fn worlds_for(distance: f64, deviation: f64, confidence: f64) -> Option<usize> {
    if deviation == 0.0 { Some(FEWEST) } else { values_needed(distance, deviation, confidence) }
}

fn points(deviation: f64, ends: (f64, f64), confidence: f64) -> Vec<PlanPoint> {
    let point = |&worlds: &usize| {
        let factor = students_t_quantile(worlds - 1, confidence)? / (worlds as f64).sqrt();
        Some(PlanPoint { worlds, half_width: factor * deviation, range: (factor * ends.0, factor * ends.1) })
    };
    PLAN_WORLDS.iter().filter_map(point).collect()
}

/// Worlds at which a guardrail can be told for a variant.
fn told(lines: &[&PlanLine], guardrail: &Guardrail) -> Option<usize> {
    let all = || lines.iter().map(|line| line.worlds).collect::<Option<Vec<usize>>>().and_then(|worlds| worlds.into_iter().max());
    match guardrail.scope {
        GuardScope::All | GuardScope::EachSegment | GuardScope::EachGroup => all(),
        GuardScope::WorstSegment | GuardScope::WorstGroup => {
            let past = lines.iter().filter(|line| side(line, guardrail.bound) == Verdict::Crossed);
            past.filter_map(|line| line.worlds).min().or_else(all)
        }
    }
}

/// On which side of the limit the pilot's mean lies.
fn side(line: &PlanLine, bound: Bound) -> Verdict {
    match (&line.compared, bound) {
        (Ok(estimate), Bound::AtMost) if estimate.mean > line.limit => Verdict::Crossed,
        (Ok(estimate), Bound::AtLeast) if estimate.mean < line.limit => Verdict::Crossed,
        (Ok(_), _) => Verdict::Within,
        (Err(_), _) => Verdict::CannotTell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::guarded_run;

    fn limit(limit: f64) -> Guardrail {
        Guardrail { limit, ..Guardrail::default() }
    }

    #[test]
    fn half_widths_are_those_of_the_interval_that_decides() {
        let run = guarded_run(5, &[limit(0.5), Guardrail { scope: GuardScope::EachSegment, ..limit(0.5) }]);
        let plan = plan(&run, 20);
        assert_eq!((plan.pilot, plan.planned, plan.decisions, plan.lines.len(), plan.guards.len()), (5, 20, 4, 4, 2));
        for line in &plan.lines {
            let estimate = line.compared.as_ref().expect("a difference");
            let (low, high) = estimate.interval.expect("five worlds");
            assert!((line.points[0].half_width - (high - low) / 2.0).abs() < 1e-12, "at five worlds it is the pilot's own");
            assert!(line.points.windows(2).all(|pair| pair[0].half_width > pair[1].half_width));
            assert!(line.points.iter().all(|point| point.range.0 < point.half_width && point.half_width < point.range.1));
            assert!((line.distance.as_ref().expect("a distance") - (0.5 - estimate.mean)).abs() < 1e-12);
            assert!(line.told_by_plan && line.range.0 <= line.worlds && line.worlds <= line.range.1);
        }
        assert_eq!(plan.worlds, plan.guards.iter().filter_map(|guard| guard.worlds).max());
        // 1,000 people, 28 days, 3 variants in 5 worlds took a second.
        assert_eq!(plan.rate, Some(420_000.0));
        assert!((plan.minutes[4].expect("minutes") - 4.0 / 60.0).abs() < 1e-12, "20 worlds are four times the pilot");
    }

    #[test]
    fn the_number_of_worlds_is_where_the_half_width_meets_the_distance() {
        let mean = plan(&guarded_run(5, &[limit(0.5)]), 5).lines[0].compared.as_ref().expect("a difference").mean;
        let near = plan(&guarded_run(5, &[limit(mean * 1.03)]), 5);
        let line = &near.lines[0];
        let (needed, distance) = (line.worlds.expect("a number"), *line.distance.as_ref().expect("a distance"));
        for point in &line.points {
            assert_eq!(point.half_width < distance, point.worlds >= needed, "{needed}: {point:?}");
        }
        assert!(!line.told_by_plan && needed > 5);
        let on_it = plan(&guarded_run(5, &[limit(mean)]), 200);
        assert_eq!((on_it.lines[0].worlds, on_it.worlds), (None, None), "a mean on its limit is never told");
    }

    #[test]
    fn one_segment_past_the_limit_tells_the_worst() {
        let worst = Guardrail { scope: GuardScope::WorstSegment, ..limit(0.01) };
        let each = Guardrail { scope: GuardScope::EachSegment, ..limit(0.01) };
        let crossed = plan(&guarded_run(5, &[worst.clone(), each]), 20);
        let of = |guard: usize| crossed.guards.iter().find(|found| found.guard == guard).expect("a guardrail").worlds;
        assert!(of(0) <= of(1), "{:?}", crossed.guards);
        let within = plan(&guarded_run(5, &[Guardrail { limit: 0.9, ..worst }]), 20);
        assert_eq!(within.guards[0].worlds, within.lines.iter().map(|line| line.worlds).max().expect("lines"));
    }

    #[test]
    fn what_cannot_be_planned_says_why() {
        let one = plan(&guarded_run(1, &[limit(0.5)]), 20);
        assert_eq!(one.lines[0].distance, Err(Undefined::new("one world cannot show luck")));
        assert_eq!((one.worlds, one.lines[0].points.len()), (None, 0));
        let small = plan(&guarded_run(5, &[Guardrail { smallest_group: 100_000, ..limit(0.5) }]), 20);
        assert!(small.lines[0].distance.as_ref().is_err_and(|undefined| undefined.reason.contains("too few to be judged")));
        let unknown = plan(&guarded_run(5, &[Guardrail { metric: "happiness".into(), ..limit(0.5) }]), 20);
        assert!(unknown.lines[0].distance.is_err());
        let endless = plan(&guarded_run(5, &[limit(f64::NAN)]), 20);
        assert_eq!(endless.lines[0].worlds, None);
        let none = plan(&guarded_run(5, &[]), 20);
        assert_eq!((none.worlds, none.lines.len()), (None, 0));
        let empty = plan(&Run { wall_seconds: 0.0, ..guarded_run(0, &[limit(0.5)]) }, 20);
        assert_eq!((empty.rate, empty.minutes[0]), (None, None));
    }
}
