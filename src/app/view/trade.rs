//! Benefit against harm: every variant of the run, and every point of the map, as a cross of two intervals; what guardrails forbid; the front.

use super::format::axis_unit;
use super::map_words::{clipped, last_word};
use super::plain::{Heading, PlotText, Span, Table, Tag, confidence_text, heading, shown};
use crate::experiment::{
    Aim, Forbidden, Frontier, Permit, Sweep, TradePoint, format_difference, format_difference_estimate, frontier_of_run, frontier_of_sweep,
};
use crate::ledger::Scope;
use crate::report::sweeps::setting_words;
use crate::scenario::{Better, Metric};
use crate::simulate::Run;

/// Rows of the table twin.
const TABLE_ROWS: usize = 400;

/// The part of a run, prepared where it takes no frame.
#[derive(Clone, Debug)]
pub struct RunTrade {
    /// What these results are.
    pub heading: Heading,
    /// Variants of the run.
    pub tags: Vec<Tag>,
    /// Benefit against harm.
    pub frontier: Frontier,
    /// Name of the scenario and its seed.
    pub basis: String,
}

impl RunTrade {
    /// Prepares it.
    pub fn new(run: &Run, benefit: Aim, harm: Aim) -> Self {
        Self {
            heading: heading(run, Scope::All),
            tags: shown(run),
            frontier: frontier_of_run(run, benefit, harm),
            basis: format!("{}, seed {}, engine {}", clipped(&run.scenario.name), run.scenario.experiment.seed, env!("CARGO_PKG_VERSION")),
        }
    }
}

/// One policy.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeMark {
    /// The variant of the run; `None` for a point of the map.
    pub tag: Option<Tag>,
    /// Place of its point in the map; `None` for a variant of the run.
    pub point: Option<usize>,
    /// Its name in words.
    pub name: String,
    /// What it costs.
    pub harm: Span,
    /// What is gained.
    pub benefit: Span,
    /// How it stands to the guardrails.
    pub permit: Permit,
    /// Whether no allowed one beats it.
    pub on_front: bool,
}

/// The picture.
#[derive(Clone, Debug)]
pub struct TradeView {
    /// What is to be gained.
    pub benefit: Aim,
    /// What it costs.
    pub harm: Aim,
    /// Variants of the run first, then points of the map.
    pub marks: Vec<TradeMark>,
    /// The front of the run as steps: harm, benefit.
    pub run_steps: Vec<(f64, f64)>,
    /// The front of the map's points as steps.
    pub map_steps: Vec<(f64, f64)>,
    /// What guardrails forbid.
    pub forbidden: Vec<Forbidden>,
    /// The words.
    pub text: PlotText,
}

/// Metrics that have a better direction, as aims.
pub fn aims() -> Vec<Aim> {
    Metric::ALL
        .iter()
        .filter(|metric| metric.better() != Better::Neither && !metric.is_optional())
        .filter_map(|metric| Aim::of(*metric).ok())
        .collect()
}

/// The words at an axis.
pub fn aim_axis(aim: Aim) -> String {
    format!("{}, against the baseline, {}", axis_unit(aim.metric, true), aim.metric.better().words())
}

impl TradeView {
    /// Puts run and map together.
    pub fn new(run: Option<&RunTrade>, sweep: Option<&Sweep>, benefit: Aim, harm: Aim) -> Self {
        let mut marks = Vec::new();
        let mut missing = Vec::new();
        if let Some(run) = run {
            for (place, point) in run.frontier.points.iter().enumerate() {
                let tag = run.tags.iter().find(|tag| tag.name == point.variant && !tag.is_twin()).cloned();
                let name = tag.as_ref().map_or_else(|| clipped(&point.variant), |tag| clipped(&tag.label()));
                add(&mut marks, &mut missing, point, tag, name, run.frontier.front.contains(&place));
            }
        }
        let of_map = sweep.map(|sweep| (sweep, frontier_of_sweep(sweep, &sweep.plan.concerned(), benefit, harm)));
        if let Some((sweep, frontier)) = &of_map {
            let several = sweep.plan.concerned().len() > 1;
            for (place, point) in frontier.points.iter().enumerate() {
                let name = point_name(sweep, point, several);
                add(&mut marks, &mut missing, point, None, name, frontier.front.contains(&place));
            }
        }
        let turned = |steps: &[(f64, f64)]| steps.iter().map(|(benefit, harm)| (*harm, *benefit)).collect::<Vec<_>>();
        let map_frontier = of_map.as_ref().map(|(_, frontier)| frontier);
        let forbidden = run.map(|run| &run.frontier).or(map_frontier).map(|frontier| frontier.forbidden.clone()).unwrap_or_default();
        let mut view = Self {
            benefit,
            harm,
            marks,
            run_steps: run.map(|run| turned(&run.frontier.steps)).unwrap_or_default(),
            map_steps: map_frontier.map(|frontier| turned(&frontier.steps)).unwrap_or_default(),
            forbidden,
            text: PlotText::default(),
        };
        view.text = text(run, sweep, &view, &missing);
        view.text.table = table(run, of_map.as_ref(), &view);
        view
    }

    /// Smallest and largest value of an axis with everything drawn: intervals of variants, means of points, limits and zero.
    pub fn range(&self, on_benefit: bool) -> (f64, f64) {
        let side = |mark: &TradeMark| if on_benefit { mark.benefit } else { mark.harm };
        let reach = |mark: &TradeMark| if mark.tag.is_some() { side(mark).reach() } else { (side(mark).mean, side(mark).mean) };
        let limits = self.forbidden.iter().filter(|one| one.on_benefit == on_benefit).map(|one| (one.limit, one.limit));
        let (low, high) =
            self.marks.iter().map(reach).chain(limits).fold((0.0_f64, 0.0_f64), |(low, high), (from, to)| (low.min(from), high.max(to)));
        let air = if high > low { 0.1 * (high - low) } else { 1.0 };
        (low - air, high + air)
    }
}

fn add(marks: &mut Vec<TradeMark>, missing: &mut Vec<String>, point: &TradePoint, tag: Option<Tag>, name: String, on_front: bool) {
    match (Span::of(&point.harm), Span::of(&point.benefit)) {
        (Some(harm), Some(benefit)) => {
            marks.push(TradeMark { tag, point: point.point, name, harm, benefit, permit: point.permit, on_front });
        }
        _ => {
            let reason = point.harm.as_ref().err().or(point.benefit.as_ref().err()).map_or_else(String::new, ToString::to_string);
            missing.push(format!("{name}: n/a ({reason})"));
        }
    }
}

fn point_name(sweep: &Sweep, point: &TradePoint, several: bool) -> String {
    let planned = point.point.and_then(|place| sweep.plan.points.get(place));
    let settings = planned.map(|planned| planned.settings.as_slice()).unwrap_or_default();
    let one =
        |(axis, setting): (&crate::experiment::Axis, &crate::experiment::Setting)| format!("{} {}", last_word(&axis.path), setting_words(setting));
    let settings = sweep.plan.axes.iter().zip(settings).map(one).collect::<Vec<_>>().join(", ");
    if several { format!("{}: {settings}", clipped(&point.variant)) } else { settings }
}

fn permit_words(permit: Permit) -> &'static str {
    match permit {
        Permit::Allowed => "within every limit",
        Permit::Undecided => "cannot tell yet",
        Permit::Forbidden => "crosses a limit",
        Permit::Unguarded => "no guardrail set",
    }
}

fn text(run: Option<&RunTrade>, sweep: Option<&Sweep>, view: &TradeView, missing: &[String]) -> PlotText {
    let (benefit, harm) = (view.benefit.metric, view.harm.metric);
    let at = |mark: &TradeMark| format!("{} {}", format_difference(benefit, mark.benefit.mean), format_difference(harm, mark.harm.mean));
    let variants: Vec<String> = view
        .marks
        .iter()
        .filter(|mark| mark.tag.is_some())
        .map(|mark| format!("{} {} ({})", mark.name, at(mark), permit_words(mark.permit)))
        .collect();
    let points = view.marks.iter().filter(|mark| mark.point.is_some()).count();
    let front: Vec<&str> = view.marks.iter().filter(|mark| mark.on_front).map(|mark| mark.name.as_str()).take(8).collect();
    let mut sentence = format!("{} against {}, as differences from the baseline", benefit.label(), harm.label());
    if !variants.is_empty() {
        sentence += &format!(": {}", variants.join("; "));
    }
    if points > 0 {
        sentence += &format!("; {points} points of the map");
    }
    sentence += &match front.as_slice() {
        [] => ". No policy is within every limit, so there is no front".to_owned(),
        front => format!(". Not beaten by any allowed one: {}", front.join("; ")),
    };
    let confidence = sweep.map(|sweep| confidence_text(&sweep.plan.scenario)).or_else(|| run.map(|run| run.heading.confidence.clone()));
    let caption = format!(
        "Cross: {} intervals of both differences, mean of worlds. Filled: within every limit; hollow: cannot tell; crossed out: crosses a limit. Steps: \
         those that no allowed one beats, by their means. Hatched: forbidden by a guardrail on all customers; guardrails on segments and groups have no \
         place in this picture and count in the marks. Arrows lead from the baseline.{}{}{}",
        confidence.unwrap_or_default(),
        run.map_or_else(String::new, |run| format!(" Variants: {}, all customers; {}.", run.heading.worlds, run.basis)),
        sweep.map_or_else(String::new, |sweep| {
            let scenario = &sweep.plan.scenario;
            format!(" Points of the map, pale: {} worlds of {} people.", scenario.experiment.worlds, scenario.population.customers)
        }),
        if missing.is_empty() { String::new() } else { format!(" Left out: {}.", missing.iter().take(4).cloned().collect::<Vec<_>>().join("; ")) }
    );
    PlotText {
        title: format!("What does {} cost in {}?", benefit.label().to_lowercase(), harm.label().to_lowercase()),
        sentence: format!("{sentence}."),
        caption,
        table: Table::default(),
    }
}

fn table(run: Option<&RunTrade>, of_map: Option<&(&Sweep, Frontier)>, view: &TradeView) -> Table {
    let columns = ["Policy".to_owned(), view.benefit.metric.label().into(), view.harm.metric.label().into(), "Guardrails".into(), "Front".into()];
    let row = |name: String, point: &TradePoint, on_front: bool| {
        let front = match (on_front, point.beaten_by, point.beaten_clearly) {
            (true, ..) => "on it",
            (false, Some(_), true) => "beaten clearly",
            (false, Some(_), false) => "beaten by the means",
            (false, None, _) => "",
        };
        vec![
            name,
            format_difference_estimate(view.benefit.metric, &point.benefit),
            format_difference_estimate(view.harm.metric, &point.harm),
            permit_words(point.permit).to_owned(),
            front.to_owned(),
        ]
    };
    let mut rows = Vec::new();
    if let Some(run) = run {
        rows.extend(
            run.frontier.points.iter().enumerate().map(|(place, point)| row(clipped(&point.variant), point, run.frontier.front.contains(&place))),
        );
    }
    if let Some((sweep, frontier)) = of_map {
        let several = sweep.plan.concerned().len() > 1;
        rows.extend(
            frontier.points.iter().enumerate().map(|(place, point)| row(point_name(sweep, point, several), point, frontier.front.contains(&place))),
        );
    }
    rows.truncate(TABLE_ROWS);
    Table { columns: columns.into(), rows }
}
