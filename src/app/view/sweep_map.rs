//! The What-if map as the screen shows it: cells with their numbers and verdicts, contours, the scale, the words, and one point opened up.

use super::map_words::{AxisView, Wording, clipped, guard_words};
use super::plain::{PlotText, Span, Table, confidence_text};
use super::settings::setting_choices;
use crate::experiment::{
    Cell, CellState, Crossing, GuardReading, PointOutcome, Quantity, Question, Sweep, SweepMap, VariantReading, Verdict, sweep_map,
};
use crate::report::sweeps::limit_sentences;
use crate::scenario::Metric;
use crate::scenario::experiment::{Bound, Compare, Guardrail};
use crate::simulate::line_up;

/// Rows of the table twin; the command line writes them all.
const TABLE_ROWS: usize = 400;

/// What is wished for.
#[derive(Clone, Debug, Default)]
pub struct MapWish {
    /// The variant, by name.
    pub variant: Option<String>,
    /// The number in the cells.
    pub quantity: Option<Quantity>,
    /// The guardrail whose limit is drawn.
    pub guardrail: usize,
    /// The point opened up.
    pub point: Option<usize>,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub enum CellLook {
    /// Not flown.
    NotRun,
    /// It cannot be flown.
    Failed,
    /// The number is undefined there.
    Undefined,
    /// The number.
    Known {
        /// Mean with its intervals.
        span: Span,
        /// Where it lies between the smallest and the largest number shown, 0 to 1.
        share: f64,
    },
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct MapCell {
    /// Place of the point in the design.
    pub point: usize,
    /// Column, from the left.
    pub column: usize,
    /// Row, from below.
    pub row: usize,
    /// What it shows.
    pub look: CellLook,
    /// What the guardrail says whose limit is drawn.
    pub verdict: Option<Verdict>,
    /// The number alone.
    pub label: String,
    /// Settings, number and verdict: what the pointer and a screen reader are told.
    pub words: String,
}

/// A line of places: column and row, both with fractions.
pub type Places = Vec<(f64, f64)>;

/// A point opened up.
#[derive(Clone, Debug, PartialEq)]
pub struct PointView {
    /// Its place in the design.
    pub point: usize,
    /// Its settings.
    pub title: String,
    /// Number, guardrails and what follows, with the shape of their verdict.
    pub lines: Vec<(Option<Verdict>, String)>,
    /// Path and value of each setting.
    pub settings: Vec<(String, String)>,
    /// Words on the button that takes them over.
    pub make: &'static str,
}

/// The picture.
#[derive(Clone, Debug)]
pub struct MapView {
    /// What it rests on.
    pub basis: String,
    /// Names of the variants that can be looked at.
    pub variants: Vec<String>,
    /// The variant shown, and its place among the variants of a run, the twin being 0; then the place of the baseline.
    pub variant: (String, usize, usize),
    /// Guardrails in words.
    pub guardrails: Vec<String>,
    /// Metrics that were kept.
    pub metrics: Vec<Metric>,
    /// The number shown.
    pub quantity: Quantity,
    /// The guardrail whose limit is drawn.
    pub guardrail: Option<usize>,
    /// Words for the number.
    pub wording: Wording,
    /// To the right.
    pub x: AxisView,
    /// Upward; `None` for one setting.
    pub y: Option<AxisView>,
    /// Every cell, row by row from below.
    pub cells: Vec<MapCell>,
    /// Smallest and largest number shown.
    pub scale: Option<(f64, f64)>,
    /// Limit and its safe side, where the limit drawn is on the number shown.
    pub limit: Option<(f64, Bound)>,
    /// Where the mean meets the limit.
    pub limit_lines: Vec<Places>,
    /// Where an end of its interval does.
    pub end_lines: Vec<Places>,
    /// Where the limit is met, a sentence for each guardrail; for one setting.
    pub crossings: Vec<String>,
    /// The words.
    pub text: PlotText,
    /// The point opened up.
    pub point: Option<PointView>,
}

/// Names of the variants of a sweep that can be looked at: those it is about, then the others.
pub fn map_variants(sweep: &Sweep) -> Vec<String> {
    let (names, _) = line_up(&sweep.plan.scenario);
    let mut found = sweep.plan.concerned();
    for name in names.into_iter().skip(1) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

impl MapView {
    /// Prepares the picture of a sweep of one or two settings; `None` where it has none.
    pub fn new(sweep: &Sweep, wish: &MapWish) -> Option<Self> {
        let scenario = &sweep.plan.scenario;
        let guards = &scenario.experiment.guardrails;
        let variants = map_variants(sweep);
        let variant = wish.variant.as_ref().filter(|name| variants.contains(name)).or_else(|| variants.first())?.clone();
        let guardrail = (!guards.is_empty()).then(|| wish.guardrail.min(guards.len() - 1));
        let known = |quantity: &Quantity| match quantity {
            Quantity::Guardrail(place) => *place < guards.len(),
            Quantity::Level(metric) | Quantity::Difference(metric) => sweep.plan.metrics.contains(metric),
        };
        let usual = guardrail.map_or(Quantity::Difference(Metric::OverLine), Quantity::Guardrail);
        let quantity = wish.quantity.filter(known).unwrap_or(usual);
        let two = sweep.plan.axes.len() > 1;
        let question = Question { x: 0, y: two.then_some(1), held: Vec::new(), variant: variant.clone(), quantity, guardrail };
        let map = sweep_map(sweep, &question).ok()?;
        let choices = setting_choices(scenario);
        let wording = Wording::of(scenario, quantity);
        let (mut x, mut y) = (AxisView::of(&map.x, &choices), map.y.as_ref().map(|axis| AxisView::of(axis, &choices)));
        if let Some(y) = y.as_mut().filter(|y| y.short == x.short) {
            // Two channels' "per week" need their whole names.
            (x.short, y.short) = (x.title.clone(), y.title.clone());
        }
        let scale = scale(&map);
        let cells: Vec<MapCell> = map.cells.iter().enumerate().map(|(place, cell)| map_cell(cell, place, &x, y.as_ref(), &wording, scale)).collect();
        let (limit_lines, end_lines) = lines(&map, &x, y.as_ref());
        let (names, baseline) = line_up(scenario);
        let place = names.iter().position(|name| *name == variant).unwrap_or(0);
        let same = guardrail.and_then(|place| guards.get(place)).filter(|guard| is_limit_of(guard, quantity, guardrail));
        let crossings = if two { Vec::new() } else { limit_sentences(sweep, &variant) };
        let mut view = Self {
            basis: basis(sweep),
            variants,
            variant: (variant, place, baseline),
            guardrails: guards.iter().map(guard_words).collect(),
            metrics: sweep.plan.metrics.clone(),
            quantity,
            guardrail,
            wording,
            x,
            y,
            cells,
            scale,
            limit: same.map(|guard| (guard.limit, guard.bound)),
            limit_lines,
            end_lines,
            crossings,
            text: PlotText::default(),
            point: None,
        };
        view.text = text(sweep, &view);
        view.point = wish.point.and_then(|point| point_view(sweep, &view, point));
        Some(view)
    }

    /// Columns and rows.
    pub fn size(&self) -> (usize, usize) {
        (self.x.labels.len(), self.y.as_ref().map_or(1, |axis| axis.labels.len()))
    }
}

/// Whether the limit of a guardrail lies on the number shown.
fn is_limit_of(guard: &Guardrail, quantity: Quantity, guardrail: Option<usize>) -> bool {
    match quantity {
        Quantity::Guardrail(place) => Some(place) == guardrail,
        Quantity::Difference(metric) => guard.compare == Compare::Difference && guard.metric == metric.id(),
        Quantity::Level(metric) => guard.compare == Compare::Level && guard.metric == metric.id(),
    }
}

fn scale(map: &SweepMap) -> Option<(f64, f64)> {
    let means = map.cells.iter().filter_map(|cell| match &cell.state {
        CellState::Known { estimate: Ok(estimate), .. } => Some(estimate.mean),
        _ => None,
    });
    means.fold(None, |range: Option<(f64, f64)>, mean| Some(range.map_or((mean, mean), |(low, high)| (low.min(mean), high.max(mean)))))
}

fn map_cell(cell: &Cell, place: usize, x: &AxisView, y: Option<&AxisView>, wording: &Wording, scale: Option<(f64, f64)>) -> MapCell {
    let columns = x.labels.len().max(1);
    let (column, row) = (place % columns, place / columns);
    let label = |axis: &AxisView, place: usize| axis.labels.get(place).cloned().unwrap_or_default();
    let settings = match y {
        Some(y) => format!("{} {}, {} {}", x.short, label(x, column), y.short, label(y, row)),
        None => format!("{} {}", x.short, label(x, column)),
    };
    let (look, verdict, number, words) = match &cell.state {
        CellState::NotRun => (CellLook::NotRun, None, String::new(), "not run".to_owned()),
        CellState::Failed(problems) => {
            let reasons: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
            (CellLook::Failed, None, String::new(), format!("cannot be flown: {}", reasons.join("; ")))
        }
        CellState::Known { estimate, verdict, .. } => {
            let words = match verdict {
                Some(verdict) => format!("{}, {}", wording.estimated(estimate), verdict.words()),
                None => wording.estimated(estimate),
            };
            match (Span::of(estimate), scale) {
                (Some(span), Some((low, high))) => {
                    let share = if high > low { (span.mean - low) / (high - low) } else { 0.5 };
                    (CellLook::Known { span, share }, *verdict, wording.value(span.mean), words)
                }
                _ => (CellLook::Undefined, *verdict, "n/a".into(), words),
            }
        }
    };
    MapCell { point: cell.point, column, row, look, verdict, label: number, words: format!("{settings}: {words}") }
}

/// The lines of a limit in places: contours over two numeric settings, crossings row by row where only the one to the right is numeric.
fn lines(map: &SweepMap, x: &AxisView, y: Option<&AxisView>) -> (Vec<Places>, Vec<Places>) {
    if let (Some(contours), Some(y)) = (&map.contours, y) {
        let line = |line: &Vec<(f64, f64)>| line.iter().filter_map(|(across, up)| Some((x.place(*across)?, y.place(*up)?))).collect::<Places>();
        let of = |lines: &[Vec<(f64, f64)>]| lines.iter().map(line).collect::<Vec<_>>();
        return (of(&contours.limit), [of(&contours.low_end), of(&contours.high_end)].concat());
    }
    let upright = |crossing: &Crossing, places: &[f64]| -> Vec<Places> {
        let row = crossing.row as f64;
        places.iter().filter_map(|place| x.place(*place)).map(|place| vec![(place, row - 0.5), (place, row + 0.5)]).collect()
    };
    let limit = map.crossings.iter().flat_map(|crossing| upright(crossing, &crossing.limit)).collect();
    let ends = map.crossings.iter().flat_map(|crossing| [upright(crossing, &crossing.low_end), upright(crossing, &crossing.high_end)].concat());
    (limit, ends.collect())
}

fn basis(sweep: &Sweep) -> String {
    let (scenario, experiment) = (&sweep.plan.scenario, &sweep.plan.scenario.experiment);
    format!(
        "{}: {} of {} points, each {} worlds of {} people, {} days, seed {}, baseline \"{}\", all customers. Synthetic people, engine {}.",
        clipped(&scenario.name),
        sweep.done(),
        sweep.points.len(),
        experiment.worlds,
        scenario.population.customers,
        experiment.days,
        experiment.seed,
        clipped(&experiment.baseline),
        env!("CARGO_PKG_VERSION")
    )
}

fn text(sweep: &Sweep, view: &MapView) -> PlotText {
    let variant = clipped(&view.variant.0);
    let over = match &view.y {
        Some(y) => format!("{} and {}", view.x.title, y.title),
        None => view.x.title.clone(),
    };
    let count = |wanted: Verdict| view.cells.iter().filter(|cell| cell.verdict == Some(wanted)).count();
    let known: Vec<(&MapCell, f64)> = view
        .cells
        .iter()
        .filter_map(|cell| match &cell.look {
            CellLook::Known { span, .. } => Some((cell, span.mean)),
            _ => None,
        })
        .collect();
    let mut sentence = format!("{} of {variant} over {over}: {} of {} points are flown", view.wording.name, sweep.done(), sweep.points.len());
    if sweep.failed() > 0 {
        sentence += &format!(", {} cannot be", sweep.failed());
    }
    let ends = (known.iter().min_by(|a, b| a.1.total_cmp(&b.1)), known.iter().max_by(|a, b| a.1.total_cmp(&b.1)));
    if let (Some((low, _)), Some((high, _))) = ends {
        sentence += &format!(". Least at {}; most at {}", low.words, high.words);
    }
    if view.guardrail.is_some() && !known.is_empty() {
        let (within, crossed, open) = (count(Verdict::Within), count(Verdict::Crossed), count(Verdict::CannotTell));
        sentence += &format!(". Guardrail: within its limit at {within}, crossed at {crossed}, cannot tell at {open}");
    }
    sentence.push('.');
    PlotText {
        title: format!("{variant}: {}", if view.y.is_some() { "where does it hold?" } else { "what does this setting do?" }),
        caption: format!("{} {}", caption(view, &confidence_text(&sweep.plan.scenario)), view.basis),
        table: table(sweep, view),
        sentence,
    }
}

fn caption(view: &MapView, confidence: &str) -> String {
    let guard = view.guardrail.and_then(|place| view.guardrails.get(place));
    let limit = |thick: &str, thin: &str| {
        guard.map_or_else(String::new, |guard| {
            format!(" {thick}: the mean meets the limit ({guard}); {thin}: an end of the interval that decides does.")
        })
    };
    if view.y.is_none() {
        return format!(
            "Line: {}, mean of worlds; bands: 50% and {} interval of the mean. {} Upright line: the scenario as it is. Ring on the axis: not run; cross: \
             cannot be flown.",
            view.wording.name,
            if matches!(view.quantity, Quantity::Guardrail(_)) { "the deciding" } else { confidence },
            if view.limit.is_some() { "Hatched: past the limit." } else { "" },
        );
    }
    let ring = match (view.x.here, view.y.as_ref().and_then(|axis| axis.here)) {
        (Some(_), Some(_)) => "Ring: the scenario as it is.",
        _ => "The scenario as it is lies outside this map.",
    };
    format!(
        "Colour and number: {}, mean of worlds.{} Marks: tick within, octagon crossed, broken ring cannot tell. Hollow: not run; cross: cannot be flown; \
         n/a: no number there. {ring}",
        view.wording.name,
        limit("Thick line", "dotted lines")
    )
}

fn table(sweep: &Sweep, view: &MapView) -> Table {
    let guard = view.guardrail.and_then(|place| view.guardrails.get(place));
    let mut columns = vec![view.x.title.clone()];
    columns.extend(view.y.as_ref().map(|axis| axis.title.clone()));
    columns.push(view.wording.name.clone());
    columns.extend(guard.map(|guard| format!("Guardrail {guard}")));
    columns.push("What follows".into());
    let label = |axis: &AxisView, place: usize| axis.labels.get(place).cloned().unwrap_or_default();
    let row = |cell: &MapCell| {
        let mut row = vec![label(&view.x, cell.column)];
        row.extend(view.y.as_ref().map(|axis| label(axis, cell.row)));
        let reading = sweep.points.get(cell.point).and_then(Option::as_ref).map(|point| (point, point.variant(&view.variant.0)));
        let number = match &cell.look {
            CellLook::NotRun => "not run".to_owned(),
            _ => cell.words.split_once(": ").map_or_else(String::new, |(_, words)| words.to_owned()),
        };
        row.push(number);
        if guard.is_some() {
            row.push(cell.verdict.map_or_else(String::new, |verdict| verdict.words().to_owned()));
        }
        let follows = reading.and_then(|(_, reading)| reading?.decision.as_ref()).map_or_else(String::new, |decision| decision.words().to_owned());
        row.push(follows);
        row
    };
    let mut rows: Vec<Vec<String>> = view.cells.iter().take(TABLE_ROWS).map(row).collect();
    if view.cells.len() > TABLE_ROWS {
        let left = view.cells.len() - TABLE_ROWS;
        let mut last = vec![format!("{left} more: creepline sweep writes them all")];
        last.resize(columns.len(), String::new());
        rows.push(last);
    }
    Table { columns, rows }
}

/// A point opened up.
fn point_view(sweep: &Sweep, view: &MapView, point: usize) -> Option<PointView> {
    let cell = view.cells.iter().find(|cell| cell.point == point)?;
    let planned = sweep.plan.points.get(point)?;
    let settings: Vec<(String, String)> =
        sweep.plan.axes.iter().zip(&planned.settings).map(|(axis, setting)| (axis.path.clone(), setting.text.clone())).collect();
    let mut lines = vec![(None, cell.words.clone())];
    match sweep.points.get(point).and_then(Option::as_ref).map(|point| &point.outcome) {
        None => lines.push((None, "Fly the rest of the map to see it.".into())),
        Some(PointOutcome::Failed(problems)) => {
            lines.extend(problems.iter().map(|problem| (None, format!("{}: {}", problem.path, problem.message))));
        }
        Some(PointOutcome::Variants(readings)) => {
            if let Some(reading) = readings.iter().find(|reading| reading.name == view.variant.0) {
                lines.extend(reading_lines(sweep, reading));
            }
        }
    }
    let of_variant = settings.iter().filter(|(path, _)| path.starts_with("variants[")).count();
    let make = match of_variant {
        0 => "Set these values",
        count if count == settings.len() => "Make variant",
        _ => "Make variant and set the rest",
    };
    let values = |(axis, setting): (&AxisView, usize)| format!("{} {}", axis.short, axis.labels.get(setting).cloned().unwrap_or_default());
    let title = [Some(values((&view.x, cell.column))), view.y.as_ref().map(|axis| values((axis, cell.row)))];
    Some(PointView { point, title: title.into_iter().flatten().collect::<Vec<_>>().join(", "), lines, settings, make })
}

fn reading_lines(sweep: &Sweep, reading: &VariantReading) -> Vec<(Option<Verdict>, String)> {
    let guard = |guard: &GuardReading| {
        let rule = sweep.plan.scenario.experiment.guardrails.get(guard.guardrail).map_or_else(|| guard.metric.clone(), guard_words);
        (Some(guard.verdict), format!("{}: {rule}, {}: {}.", guard.verdict.words(), guard.scope, guard.reason))
    };
    let mut lines: Vec<(Option<Verdict>, String)> = reading.guardrails.iter().map(guard).collect();
    if let Some(decision) = &reading.decision {
        lines.push((decision.verdict(), format!("What follows: {}.", decision.words())));
    }
    lines
}
