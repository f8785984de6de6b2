//! A sweep as a picture: one or two settings, a number in each cell, and where a guardrail is crossed.

use std::cmp::Reverse;

use super::axis::{Axis, Setting};
use super::contour::{Field, Line, contour_lines, crossings};
use super::point::{GuardReading, PointOutcome, SweepPoint, VariantReading};
use super::{Design, Sweep};
use crate::experiment::estimate::{Estimate, Estimated};
use crate::experiment::many::Problem;
use crate::experiment::verdict::{Decision, Verdict};
use crate::measure::Undefined;
use crate::scenario::experiment::Bound;
use crate::scenario::{Metric, get};

/// The number in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The variant's own value of a metric.
    Level(Metric),
    /// Variant minus baseline of a metric.
    Difference(Metric),
    /// What a guardrail compares, by its index in the scenario.
    Guardrail(usize),
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Axis to the right, by its index.
    pub x: usize,
    /// Axis upward; `None` for a picture of one setting.
    pub y: Option<usize>,
    /// For each axis the place at which it is held if it is neither; 0 where the list is shorter.
    pub held: Vec<usize>,
    /// Name of the variant.
    pub variant: String,
    /// The number in each cell.
    pub quantity: Quantity,
    /// The guardrail whose limit is drawn, by its index in the scenario.
    pub guardrail: Option<usize>,
}

/// Why there is no such picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// The sweep has no such axis, or one is asked for twice.
    #[error("the sweep has no such two settings")]
    NoSuchAxis,
}

/// An axis of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct MapAxis {
    /// Path of the field.
    pub path: String,
    /// Its unit; empty for pure numbers and words.
    pub unit: String,
    /// Values of a grid, in order; empty for sampled ranges.
    pub values: Vec<Setting>,
    /// Where each of them stands: the number itself, or its place where it is none.
    pub positions: Vec<f64>,
    /// Whether there is something between two values.
    pub numeric: bool,
    /// Where the scenario itself stands; `None` where its value is not among those of the axis.
    pub here: Option<f64>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Place of the point in the design.
    pub point: usize,
    /// Position on the axis to the right.
    pub x: f64,
    /// Position on the axis upward; 0 where there is none.
    pub y: f64,
    /// What is known of it.
    pub state: CellState,
}

/// What is known of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellState {
    /// Not flown yet.
    NotRun,
    /// It cannot be flown.
    Failed(Vec<Problem>),
    /// It was flown.
    Known {
        /// The number, or why there is none.
        estimate: Estimated,
        /// What the guardrail says that is asked for.
        verdict: Option<Verdict>,
        /// What follows for the variant.
        decision: Option<Decision>,
    },
}

/// Where the guardrail's mean and the two ends of its interval meet the limit, over two numeric settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contours {
    /// The mean meets the limit.
    pub limit: Vec<Line>,
    /// The low end of the interval meets it.
    pub low_end: Vec<Line>,
    /// The high end meets it.
    pub high_end: Vec<Line>,
}

/// The same along one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crossing {
    /// Index of the row; 0 for a picture of one setting.
    pub row: usize,
    /// Positions where the mean meets the limit.
    pub limit: Vec<f64>,
    /// Where the low end of the interval meets it.
    pub low_end: Vec<f64>,
    /// Where the high end meets it.
    pub high_end: Vec<f64>,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepMap {
    /// What it shows.
    pub question: Question,
    /// To the right.
    pub x: MapAxis,
    /// Upward; `None` for a picture of one setting.
    pub y: Option<MapAxis>,
    /// Other axes, held at one value: path and value.
    pub held: Vec<(String, Setting)>,
    /// Cells; in a grid row by row, every one.
    pub cells: Vec<Cell>,
    /// Limit of the guardrail, where every cell has the same.
    pub limit: Option<f64>,
    /// Which side of it is safe.
    pub bound: Option<Bound>,
    /// For two numeric settings of a grid.
    pub contours: Option<Contours>,
    /// For each row of a grid whose axis to the right is numeric.
    pub crossings: Vec<Crossing>,
}

impl SweepMap {
    /// Cells that are not flown yet.
    pub fn not_run(&self) -> usize {
        self.cells.iter().filter(|cell| cell.state == CellState::NotRun).count()
    }
}

/// Makes the picture.
///
/// # Errors
/// [`MapError::NoSuchAxis`].
pub fn sweep_map(sweep: &Sweep, question: &Question) -> Result<SweepMap, MapError> {
    let axes = &sweep.plan.axes;
    let axis = |index: usize| axes.get(index).ok_or(MapError::NoSuchAxis);
    let (x_axis, y_axis) = (axis(question.x)?, question.y.map(axis).transpose()?);
    if question.y == Some(question.x) {
        return Err(MapError::NoSuchAxis);
    }
    let is_grid = sweep.plan.design == Design::Grid;
    let held_at = |index: usize| question.held.get(index).copied().unwrap_or(0);
    let is_shown = |index: usize| index == question.x || Some(index) == question.y;
    let held = axes.iter().enumerate().filter(|(index, _)| is_grid && !is_shown(*index)).filter_map(|(index, axis)| {
        let value = axis.values().get(held_at(index))?;
        Some((axis.path.clone(), value.clone()))
    });
    let (x, y) = (map_axis(sweep, x_axis), y_axis.map(|axis| map_axis(sweep, axis)));
    let mut chosen: Vec<usize> = (0..sweep.plan.points.len())
        .filter(|&point| {
            let Some(point) = sweep.plan.points.get(point) else { return false };
            point.places.iter().enumerate().all(|(index, &place)| is_shown(index) || place == held_at(index))
        })
        .collect();
    if is_grid {
        let place = |point: usize, index: usize| sweep.plan.points.get(point).and_then(|point| point.places.get(index)).copied().unwrap_or(0);
        chosen.sort_by_key(|&point| (question.y.map(|y| place(point, y)), place(point, question.x)));
    }
    let cells: Vec<Cell> = chosen.iter().map(|&point| cell(sweep, question, point, x_axis, y_axis)).collect();
    let guards: Vec<Option<&GuardReading>> = chosen.iter().map(|&point| guard_at(sweep, question, point)).collect();
    let mut limits: Vec<f64> = guards.iter().flatten().map(|guard| guard.limit).collect();
    limits.dedup();
    let ends =
        [Ends::Mean, Ends::Low, Ends::High].map(|end| guards.iter().map(|guard| guard.and_then(|guard| end.beyond(guard))).collect::<Vec<_>>());
    let [limit, low_end, high_end] = &ends;
    let contours = y.as_ref().filter(|y| is_grid && x.numeric && y.numeric && question.guardrail.is_some()).map(|y| {
        let lines = |values: &[Option<f64>]| contour_lines(&Field { x: &x.positions, y: &y.positions, values }, 0.0);
        Contours { limit: lines(limit), low_end: lines(low_end), high_end: lines(high_end) }
    });
    let rows = if is_grid && x.numeric && question.guardrail.is_some() { y.as_ref().map_or(1, |y| y.positions.len()) } else { 0 };
    let row = |row: usize| {
        let width = x.positions.len();
        let of = |values: &[Option<f64>]| crossings(&x.positions, values.get(row * width..(row + 1) * width).unwrap_or_default(), 0.0);
        Crossing { row, limit: of(limit), low_end: of(low_end), high_end: of(high_end) }
    };
    Ok(SweepMap {
        held: held.collect(),
        limit: if limits.len() == 1 { limits.first().copied() } else { None },
        bound: guards.iter().flatten().next().map(|guard| guard.bound),
        crossings: (0..rows).map(row).collect(),
        question: question.clone(),
        x,
        y,
        cells,
        contours,
    })
}

/// A number of a guardrail's estimate.
#[derive(Clone, Copy)]
enum Ends {
    Mean,
    Low,
    High,
}

impl Ends {
    /// How far it lies above the limit.
    fn beyond(self, guard: &GuardReading) -> Option<f64> {
        let estimate: &Estimate = guard.compared.as_ref().ok()?;
        let value = match self {
            Self::Mean => estimate.mean,
            Self::Low => estimate.interval?.0,
            Self::High => estimate.interval?.1,
        };
        Some(value - guard.limit)
    }
}

fn map_axis(sweep: &Sweep, axis: &Axis) -> MapAxis {
    let (values, numeric) = (axis.values().to_vec(), axis.is_numeric());
    let positions = values.iter().enumerate().map(|(place, value)| if numeric { value.number.unwrap_or(0.0) } else { place as f64 }).collect();
    // The field was found when the sweep was planned.
    let text = get(&sweep.plan.scenario, &axis.path).unwrap_or_default();
    let here = if numeric { text.parse().ok() } else { values.iter().position(|value| value.text == text).map(|place| place as f64) };
    MapAxis { path: axis.path.clone(), unit: axis.unit.clone(), values, positions, numeric, here }
}

/// Where a value stands on its axis.
fn position(axis: &Axis, setting: &Setting) -> f64 {
    match setting.number.filter(|_| axis.is_numeric()) {
        Some(number) => number,
        None => axis.values().iter().position(|value| value == setting).unwrap_or(0) as f64,
    }
}

fn known(sweep: &Sweep, point: usize) -> Option<&SweepPoint> {
    sweep.points.get(point).and_then(Option::as_ref)
}

fn cell(sweep: &Sweep, question: &Question, point: usize, x_axis: &Axis, y_axis: Option<&Axis>) -> Cell {
    let settings = sweep.plan.points.get(point).map(|point| point.settings.as_slice()).unwrap_or_default();
    let at = |index: usize, axis: &Axis| settings.get(index).map_or(0.0, |setting| position(axis, setting));
    let state = match known(sweep, point).map(|point| &point.outcome) {
        None => CellState::NotRun,
        Some(PointOutcome::Failed(problems)) => CellState::Failed(problems.clone()),
        Some(PointOutcome::Variants(_)) => {
            let reading = known(sweep, point).and_then(|point| point.variant(&question.variant));
            CellState::Known {
                estimate: reading.map_or_else(|| Err(Undefined::new("this point has no such variant")), |reading| number(reading, question.quantity)),
                verdict: guard_at(sweep, question, point).map(|guard| guard.verdict),
                decision: reading.and_then(|reading| reading.decision.clone()),
            }
        }
    };
    Cell { point, x: at(question.x, x_axis), y: question.y.zip(y_axis).map_or(0.0, |(index, axis)| at(index, axis)), state }
}

/// The number that a variant gives.
pub(in crate::experiment) fn number(reading: &VariantReading, quantity: Quantity) -> Estimated {
    let missing = || Undefined::new("this sweep did not keep that number");
    match quantity {
        Quantity::Level(metric) => reading.metric(metric).ok_or_else(missing)?.level.clone(),
        Quantity::Difference(metric) => reading.metric(metric).ok_or_else(missing)?.difference.clone(),
        Quantity::Guardrail(guardrail) => decides(reading, guardrail).ok_or_else(missing)?.compared.clone(),
    }
}

fn guard_at<'a>(sweep: &'a Sweep, question: &Question, point: usize) -> Option<&'a GuardReading> {
    decides(known(sweep, point)?.variant(&question.variant)?, question.guardrail?)
}

/// Of a guardrail on several scopes the one that fares worst: crossed before undecided before within, then the one with the least room.
pub(in crate::experiment) fn decides(reading: &VariantReading, guardrail: usize) -> Option<&GuardReading> {
    let order = |guard: &GuardReading| Reverse(guard.verdict.severity());
    let room = |guard: &GuardReading| guard.room().unwrap_or(f64::INFINITY);
    let of_it = reading.guardrails.iter().filter(|guard| guard.guardrail == guardrail);
    of_it.min_by(|a, b| order(a).cmp(&order(b)).then(room(a).total_cmp(&room(b))))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::SweepPlan;
    use super::*;
    use crate::scenario::Scenario;
    use crate::scenario::experiment::{Compare, Guardrail};

    /// A sweep whose guardrail reads `value` at each point, with an interval of 1 to each side.
    fn filled(fields: &[&str], value: impl Fn(&[Setting]) -> Option<f64>) -> Sweep {
        let mut scenario = Scenario::default();
        scenario.experiment.guardrails.push(Guardrail { limit: 3.0, ..Guardrail::default() });
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_string()).collect();
        let plan = Arc::new(SweepPlan::new(&Arc::new(scenario), &fields, Design::Grid, &[], 100).expect("a plan"));
        let point = |(place, planned): (usize, &super::super::PlannedPoint)| {
            let value = value(&planned.settings)?;
            let estimate = Estimate::of(vec![Ok(value - 1.0), Ok(value + 1.0)], 0.95).map(|mut estimate| {
                estimate.interval = Some((value - 1.0, value + 1.0));
                estimate
            });
            let guard = GuardReading {
                guardrail: 0,
                metric: "over_line_share".into(),
                scope: "all customers".into(),
                compare: Compare::Difference,
                bound: Bound::AtMost,
                limit: 3.0,
                compared: estimate,
                confidence: 0.95,
                verdict: Verdict::CannotTell,
                reason: String::new(),
                worlds_needed: None,
            };
            let variant = VariantReading { name: "v".into(), decision: Some(Decision::CannotTell), guardrails: vec![guard], metrics: vec![] };
            Some(SweepPoint { point: place, settings: planned.settings.clone(), outcome: PointOutcome::Variants(vec![variant]) })
        };
        let known = plan.points.iter().enumerate().filter_map(point).collect();
        Sweep::new(plan, known)
    }

    fn question(x: usize, y: Option<usize>) -> Question {
        Question { x, y, held: vec![], variant: "v".into(), quantity: Quantity::Guardrail(0), guardrail: Some(0) }
    }

    fn numbers(settings: &[Setting]) -> Vec<f64> {
        settings.iter().map(|setting| setting.number.unwrap_or(0.0)).collect()
    }

    #[test]
    fn two_settings_have_contours_of_the_limit_and_of_both_ends() {
        let sweep = filled(&["catalog.price=0..4", "catalog.items=10..20 step 10"], |settings| Some(numbers(settings)[0]));
        let map = sweep_map(&sweep, &question(0, Some(1))).expect("a map");
        assert_eq!((map.cells.len(), map.not_run(), map.limit), (10, 0, Some(3.0)));
        assert_eq!(
            map.cells.iter().map(|cell| (cell.x, cell.y)).take(6).collect::<Vec<_>>(),
            [(0.0, 10.0), (1.0, 10.0), (2.0, 10.0), (3.0, 10.0), (4.0, 10.0), (0.0, 20.0)]
        );
        let contours = map.contours.expect("two numeric settings");
        assert_eq!(contours.limit, [[(3.0, 10.0), (3.0, 20.0)]]);
        assert_eq!(contours.low_end, [[(4.0, 10.0), (4.0, 20.0)]]);
        assert_eq!(contours.high_end, [[(2.0, 10.0), (2.0, 20.0)]]);
        assert_eq!(map.crossings[1], Crossing { row: 1, limit: vec![3.0], low_end: vec![4.0], high_end: vec![2.0] });
        let turned = sweep_map(&sweep, &question(1, Some(0))).expect("a map");
        assert_eq!(turned.contours.expect("contours").limit, [[(10.0, 3.0), (20.0, 3.0)]]);
    }

    #[test]
    fn words_have_rows_and_no_contours() {
        let fields = ["catalog.price=0..4", "behavior.mechanisms.trust=off,on"];
        let sweep = filled(&fields, |settings| Some(numbers(settings)[0] + if settings[1].text == "true" { 1.0 } else { 0.0 }));
        let map = sweep_map(&sweep, &question(0, Some(1))).expect("a map");
        assert_eq!((map.contours, map.y.expect("an axis").here), (None, Some(1.0)), "trust is on in the scenario itself");
        assert_eq!([&map.crossings[0].limit, &map.crossings[1].limit], [&vec![3.0], &vec![2.0]]);
        let turned = sweep_map(&sweep, &question(1, Some(0))).expect("a map");
        assert!(turned.crossings.is_empty(), "there is nothing between off and on");
    }

    #[test]
    fn one_setting_others_held_and_gaps() {
        let fields = ["catalog.price=0..4", "catalog.items=10,20"];
        let sweep = filled(&fields, |settings| (settings[0].number != Some(2.0)).then(|| numbers(settings)[0] + numbers(settings)[1] / 10.0));
        let map = sweep_map(&sweep, &Question { held: vec![0, 1], ..question(0, None) }).expect("a map");
        assert_eq!((map.cells.len(), map.not_run()), (5, 1));
        assert_eq!(map.held[0].1.text, "20");
        assert_eq!(map.crossings[0].limit, [1.0], "20 / 10 + 1");
        let map = sweep_map(&sweep, &question(0, None)).expect("a map");
        assert!(map.crossings[0].limit.is_empty(), "the limit lies in the gap");
        assert_eq!(map.cells[2].state, CellState::NotRun);
        for odd in [question(2, None), question(0, Some(0)), question(0, Some(7))] {
            assert_eq!(sweep_map(&sweep, &odd), Err(MapError::NoSuchAxis));
        }
    }
}
