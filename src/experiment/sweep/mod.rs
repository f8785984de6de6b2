//! A sweep: a scenario flown at many values of some of its fields, in worlds with the same seeds, so that a difference is the fields' doing. What
//! came out is kept point by point: for each variant its guardrails, what follows, and estimates of the metrics asked for.

mod axis;
mod contour;
mod design;
mod map;
mod point;
mod written;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use axis::{Axis, Reach, Setting};
pub use contour::{Field, contour_lines, crossings};
pub use design::{Design, PlannedPoint};
pub use map::{Cell, CellState, Contours, Crossing, MapAxis, MapError, Quantity, Question, SweepMap, sweep_map};
pub(super) use map::{decides, number};
pub(super) use point::see;
pub use point::{GuardReading, MetricReading, PointOutcome, SweepPoint, VariantReading};

use axis::Written;
use design::{coarse_first, grid, sampled};

use super::many::{Left, Problem, Stop, checked, fly_each};
use super::unit_cube::{MOST_SOBOL_DIMENSIONS, MOST_SOBOL_POINTS};
use crate::scenario::{Finding, Metric, Scenario, hash, set};
use crate::simulate::{RunError, customer_days, line_up};

/// Version of the shape of a points file.
pub const POINTS_SCHEMA: &str = "creepline.sweep/1";

/// Why there is no such sweep.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// What was asked for cannot be read.
    #[error("error: {message}\n  help: {help}")]
    Odd {
        /// What was found.
        message: String,
        /// How to mend it.
        help: String,
    },
    /// The scenario has no such field, or it does not take such a value.
    #[error("{0}")]
    Field(Finding),
    /// More points than anybody allowed.
    #[error("error: that makes {points} points, allowed are {most}")]
    TooMany {
        /// Points asked for; the largest number that can be told where there are more.
        points: u64,
        /// Points allowed.
        most: usize,
    },
}

impl From<Finding> for PlanError {
    fn from(finding: Finding) -> Self {
        Self::Field(finding)
    }
}

/// Which points are to be flown, and what is to be seen of them.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPlan {
    /// The scenario from which points differ.
    pub scenario: Arc<Scenario>,
    /// What varies.
    pub axes: Vec<Axis>,
    /// How points are chosen.
    pub design: Design,
    /// Metrics of which estimates are kept.
    pub metrics: Vec<Metric>,
    /// The points; in a grid the last axis is the fastest.
    pub points: Vec<PlannedPoint>,
    /// The order in which they are flown: a coarse picture first.
    pub order: Vec<usize>,
}

impl SweepPlan {
    /// Plans a sweep of a valid scenario. `fields` are of the form `PATH=VALUES`; `most` is the number of points above which nothing is planned.
    ///
    /// # Errors
    /// Fields that do not exist, values that do not fit, more points than allowed.
    pub fn new(scenario: &Arc<Scenario>, fields: &[String], design: Design, metrics: &[Metric], most: usize) -> Result<Self, PlanError> {
        let axes = read_axes(scenario, fields, design, most)?;
        let odd = |message: String, help: String| PlanError::Odd { message, help };
        let points = match design {
            Design::Grid => grid(&axes),
            Design::LatinHypercube(points) | Design::Sobol(points) => {
                if points == 0 {
                    return Err(odd("a sampled design needs a number of points".into(), "say how many, such as `-n 64`".into()));
                }
                if points > most {
                    return Err(PlanError::TooMany { points: points as u64, most });
                }
                let help = format!("it has {MOST_SOBOL_POINTS} points in {MOST_SOBOL_DIMENSIONS} dimensions; a Latin hypercube has no such bound");
                sampled(&axes, design, scenario.experiment.seed).ok_or_else(|| odd("the Sobol' sequence is too short for that".into(), help))?
            }
        };
        let order = if design == Design::Grid { coarse_first(&axes, &points) } else { (0..points.len()).collect() };
        Ok(Self { scenario: Arc::clone(scenario), axes, design, metrics: metrics.to_vec(), points, order })
    }

    /// The scenario of a point.
    ///
    /// # Errors
    /// Every problem that makes it no valid scenario.
    pub fn scenario_at(&self, point: usize) -> Result<Arc<Scenario>, Vec<Problem>> {
        let settings = self.points.get(point).map(|point| point.settings.as_slice()).unwrap_or_default();
        with_settings(&self.scenario, &self.axes, settings)
    }

    /// Customer-days of the whole sweep, if the fields that vary do not change how many a point has.
    pub fn customer_days(&self) -> u64 {
        (customer_days(&self.scenario) * self.scenario.experiment.worlds).saturating_mul(self.points.len() as u64)
    }

    /// What tells this sweep from others.
    pub fn header(&self) -> SweepHeader {
        let experiment = &self.scenario.experiment;
        let (variants, baseline) = line_up(&self.scenario);
        SweepHeader {
            schema: POINTS_SCHEMA.into(),
            engine: env!("CARGO_PKG_VERSION").into(),
            scenario: self.scenario.name.clone(),
            scenario_hash: hash(&self.scenario),
            seed: experiment.seed,
            worlds: experiment.worlds,
            people: self.scenario.population.customers,
            days: experiment.days,
            confidence: experiment.confidence,
            baseline: variants.get(baseline).cloned().unwrap_or_default(),
            variants,
            design: self.design,
            points: self.points.len(),
            axes: self.axes.clone(),
            metrics: self.metrics.iter().map(|metric| metric.id().into()).collect(),
        }
    }

    /// Names of the variants that the sweep is about: those that its axes name, or else all that are compared.
    pub fn concerned(&self) -> Vec<String> {
        let (names, baseline) = line_up(&self.scenario);
        let compared = names.iter().enumerate().filter(|(place, _)| *place != 0 && *place != baseline).map(|(_, name)| name);
        let named: Vec<&str> = self.axes.iter().filter_map(Axis::variant).collect();
        let is_named = |name: &str| {
            named
                .iter()
                .any(|key| *key == name || key.parse::<usize>().ok().and_then(|place| names.get(place + 1)).is_some_and(|found| found == name))
        };
        let all_named = named.len() == self.axes.len();
        let chosen: Vec<String> = compared.clone().filter(|name| all_named && is_named(name)).cloned().collect();
        if chosen.is_empty() { compared.cloned().collect() } else { chosen }
    }
}

/// What tells a sweep from others: the first line of a points file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepHeader {
    /// Version of the file's shape.
    pub schema: String,
    /// Version of the engine.
    pub engine: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Hash of the scenario from which points differ.
    pub scenario_hash: String,
    /// Its seed.
    pub seed: u64,
    /// Its worlds.
    pub worlds: u64,
    /// Its people in each world.
    pub people: u64,
    /// Its days.
    pub days: u64,
    /// Confidence of intervals.
    pub confidence: f64,
    /// Names of its variants, twin first.
    pub variants: Vec<String>,
    /// Name of its baseline.
    pub baseline: String,
    /// How points are chosen.
    pub design: Design,
    /// How many there are.
    pub points: usize,
    /// What varies.
    pub axes: Vec<Axis>,
    /// Ids of the metrics of which estimates are kept.
    pub metrics: Vec<String>,
}

impl SweepHeader {
    /// The first thing in which another sweep differs, in words; `None` where its points belong to this one.
    pub fn mismatch(&self, other: &Self) -> Option<String> {
        let differ = |what: &str, there: String, here: String| (there != here).then(|| format!("{what}: {there} there, {here} here"));
        let axes = |header: &Self| header.axes.iter().map(axis_words).collect::<Vec<_>>().join("; ");
        differ("shape of the file", other.schema.clone(), self.schema.clone())
            .or_else(|| differ("engine", other.engine.clone(), self.engine.clone()))
            .or_else(|| differ("scenario", format!("\"{}\"", other.scenario), format!("\"{}\"", self.scenario)))
            .or_else(|| differ("worlds", other.worlds.to_string(), self.worlds.to_string()))
            .or_else(|| differ("people", other.people.to_string(), self.people.to_string()))
            .or_else(|| differ("days", other.days.to_string(), self.days.to_string()))
            .or_else(|| differ("seed", other.seed.to_string(), self.seed.to_string()))
            .or_else(|| differ("scenario, by its hash", short(&other.scenario_hash), short(&self.scenario_hash)))
            .or_else(|| differ("design", other.design.words(), self.design.words()))
            .or_else(|| differ("what varies", axes(other), axes(self)))
            .or_else(|| differ("metrics", other.metrics.join(", "), self.metrics.join(", ")))
            .or_else(|| (self != other).then(|| "the first lines differ".into()))
    }
}

fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// "catalog.items: 1 to 9, 5 values".
fn axis_words(axis: &Axis) -> String {
    match &axis.reach {
        Reach::Between { low, high } => format!("{} between {low} and {high}", axis.path),
        Reach::Values(values) => format!("{} = {}", axis.path, values.iter().map(|value| value.text.as_str()).collect::<Vec<_>>().join(", ")),
    }
}

/// A sweep with what is known of each point.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// What was to be flown.
    pub plan: Arc<SweepPlan>,
    /// By place in the design; `None` where it was not flown.
    pub points: Vec<Option<SweepPoint>>,
}

impl Sweep {
    /// A sweep of which these points are known.
    pub fn new(plan: Arc<SweepPlan>, known: Vec<SweepPoint>) -> Self {
        let mut points = vec![None; plan.points.len()];
        for point in known {
            if let Some(place) = points.get_mut(point.point) {
                *place = Some(point);
            }
        }
        Self { plan, points }
    }

    /// Points that are known, failed ones included.
    pub fn done(&self) -> usize {
        self.points.iter().flatten().count()
    }

    /// Points that could not be flown.
    pub fn failed(&self) -> usize {
        self.points.iter().flatten().filter(|point| matches!(point.outcome, PointOutcome::Failed(_))).count()
    }

    /// Whether nothing is left to fly.
    pub fn is_whole(&self) -> bool {
        self.done() == self.points.len()
    }
}

/// Flies what is not yet known of a sweep. `each` hears of every point as it is done. `threads` 0 takes all cores and changes no number. Where it is
/// stopped, what was done is kept.
///
/// # Errors
/// [`RunError::Engine`] where threads cannot be had.
pub fn fly_sweep(sweep: &mut Sweep, threads: usize, stop: &Stop, mut each: impl FnMut(&SweepPoint) + Send) -> Result<(), RunError> {
    let plan = Arc::clone(&sweep.plan);
    let known = &mut sweep.points;
    let order: Vec<usize> = plan.order.iter().copied().filter(|&place| known.get(place).is_some_and(Option::is_none)).collect();
    let keep = |place: usize, left: Left<Vec<VariantReading>>| {
        let settings = plan.points.get(place).map(|point| point.settings.clone()).unwrap_or_default();
        let outcome = left.map_or_else(PointOutcome::Failed, PointOutcome::Variants);
        let point = SweepPoint { point: place, settings, outcome };
        each(&point);
        if let Some(known) = known.get_mut(place) {
            *known = Some(point);
        }
    };
    match fly_each(&order, |place| plan.scenario_at(place), |run| see(run, &plan.metrics), threads, stop, keep) {
        Err(RunError::Cancelled) | Ok(()) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Worlds and people of a scenario, cut to what is usual for a sweep where nobody says how many.
pub fn usual_sweep_size(scenario: &Scenario) -> (u64, u64) {
    (scenario.experiment.worlds.min(5), scenario.population.customers.min(2_000))
}

/// The scenario with these values on its axes.
pub(super) fn with_settings(scenario: &Scenario, axes: &[Axis], settings: &[Setting]) -> Left<Arc<Scenario>> {
    let mut changed = scenario.clone();
    for (axis, setting) in axes.iter().zip(settings) {
        set(&mut changed, &axis.path, &setting.text).map_err(|finding| vec![Problem::from(&finding)])?;
    }
    checked(changed)
}

/// Reads what varies. Nothing is counted out before it is known to be few enough.
pub(super) fn read_axes(scenario: &Scenario, fields: &[String], design: Design, most: usize) -> Result<Vec<Axis>, PlanError> {
    let odd = |message: &str, help: &str| PlanError::Odd { message: message.into(), help: help.into() };
    if fields.is_empty() {
        return Err(odd("nothing varies", "name a field and its values: `--set PATH=1..9`"));
    }
    // Each path is looked up in the scenario as the fields before it leave it, so that one may add what the next one changes.
    let mut base = scenario.clone();
    let mut written: Vec<(Written, Scenario)> = Vec::new();
    for text in fields {
        let one = Written::read(text, &base)?;
        if written.iter().any(|(other, _)| other.path() == one.path()) {
            return Err(odd(&format!("`{}` is set twice", one.path()), "name all its values in one list: `PATH=1,2,5`"));
        }
        let here = base.clone();
        if one.count() <= most as f64
            && let Some(first) = one.expand(&here, false)?.values().first()
        {
            set(&mut base, one.path(), &first.text)?;
        }
        written.push((one, here));
    }
    let sampled = design != Design::Grid;
    let counts = written.iter().map(|(one, _)| if sampled && one.span().is_some() { 1.0 } else { one.count() });
    // A grid multiplies its values; a sampled design only must not have to list too many.
    let points: f64 = if sampled { counts.fold(1.0, f64::max) } else { counts.product() };
    if points > most as f64 {
        return Err(PlanError::TooMany { points: points as u64, most });
    }
    written.iter().map(|(one, here)| one.expand(here, sampled)).collect()
}

#[cfg(test)]
mod tests;
