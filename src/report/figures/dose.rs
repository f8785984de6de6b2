//! The dose curve: response and trust against depth of personalization, two plots with a common x axis.

use super::parts::{Axes, LEAST, end_room, line_with_band, reason, worlds};
use crate::experiment::{Estimated, Sweep, format_count, format_estimate, format_number, score_rows};
use crate::ledger::Scope;
use crate::measure::Undefined;
use crate::report::charts::axes::{Panel, span, tick_label, ticks};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Marker, Palette, SOLID, VariantStyle};
use crate::report::picture::{Align, Picture};
use crate::scenario::policy::Policy;
use crate::scenario::{Metric, Scenario};
use crate::simulate::Run;

/// What is drawn against depth: response above, trust below.
const METRICS: [Metric; 2] = [Metric::SlateClicks, Metric::TrustMean];
/// Depths that a curve needs at least.
pub const LEAST_DEPTHS: usize = 3;

/// One depth.
#[derive(Clone, Debug)]
struct Dose {
    depth: f64,
    /// By metric.
    levels: [Estimated; 2],
}

/// Response and trust against depth.
#[derive(Clone, Debug)]
pub struct DoseCurve {
    text: PlotText,
    doses: Vec<Dose>,
    /// The depth of the variant looked at.
    own: Option<f64>,
    /// The best depth of the mean, and the lowest and highest best depth of any world.
    best: Option<(f64, f64, f64)>,
    sketch: bool,
    /// Why there is no curve.
    missing: Option<String>,
}

impl DoseCurve {
    /// The curve of a run whose variants differ in depth; without three such variants it says what it takes.
    pub fn of_run(run: &Run) -> Self {
        let ladder = ladder(&run.scenario);
        let missing = (ladder.len() < LEAST_DEPTHS).then(|| {
            format!(
                "A dose curve needs {LEAST_DEPTHS} or more variants that differ in depth alone; this run has {}. A sweep over the depth of one variant on the What-if map flies \
                 them: five depths from 0 to 1, every metric with its interval.",
                ladder.len().max(1)
            )
        });
        Self::in_run(run, if missing.is_some() { &[] } else { &ladder }, None, false, missing)
    }

    /// The curve of a small run in which every variant is the same policy at another depth; `own` is the depth of the variant looked at.
    pub fn sketch(run: &Run, own: f64) -> Self {
        let all: Vec<usize> = (1..run.variants.len()).collect();
        Self::in_run(run, &all, Some(own), true, None)
    }

    /// The curve of a sweep over the depth of one variant alone; `None` for any other sweep, or with too few points flown.
    pub fn of_sweep(sweep: &Sweep) -> Option<Self> {
        let [axis] = sweep.plan.axes.as_slice() else { return None };
        let place: usize = axis.path.strip_prefix("variants[")?.strip_suffix("].policy.depth")?.parse().ok()?;
        let scenario = &sweep.plan.scenario;
        let name = &scenario.variants.get(place)?.name;
        let none = || Err(Undefined::new("the map does not keep this metric"));
        let doses: Vec<Dose> = sweep
            .points
            .iter()
            .flatten()
            .filter_map(|point| {
                let reading = point.variant(name)?;
                let level = |metric: Metric| reading.metric(metric).map_or_else(none, |reading| reading.level.clone());
                Some(Dose { depth: point.settings.first()?.number?, levels: METRICS.map(level) })
            })
            .collect();
        let experiment = &scenario.experiment;
        let whose = format!(
            "Variant {name} on the What-if map, {} worlds with {} people each",
            experiment.worlds,
            format_count(scenario.population.customers)
        );
        let confidence = format!("{}%", format_number(100.0 * experiment.confidence).trim_end_matches(".0"));
        let own = scenario.variants.get(place).map(|variant| variant.policy.depth);
        (doses.len() >= LEAST_DEPTHS).then(|| Self::new(doses, (&confidence, &whose), own, false, None))
    }

    fn in_run(run: &Run, variants: &[usize], own: Option<f64>, sketch: bool, missing: Option<String>) -> Self {
        let rows = score_rows(run, &METRICS, Scope::All, 1);
        let level = |place: usize, variant: usize| -> Estimated {
            let none = || Err(Undefined::new("the run has no such variant"));
            rows.get(place).and_then(|row| row.scores.get(variant)).map_or_else(none, |score| score.level.clone())
        };
        let depth = |variant: usize| variant.checked_sub(1).and_then(|index| run.scenario.variants.get(index)).map(|variant| variant.policy.depth);
        let doses =
            variants.iter().filter_map(|&variant| Some(Dose { depth: depth(variant)?, levels: [level(0, variant), level(1, variant)] })).collect();
        Self::new(doses, (&confidence(run), &worlds(run)), own, sketch, missing)
    }

    fn new(mut doses: Vec<Dose>, (confidence, whose): (&str, &str), own: Option<f64>, sketch: bool, missing: Option<String>) -> Self {
        doses.sort_by(|a, b| a.depth.total_cmp(&b.depth));
        let best = best(&doses);
        let columns = ["Depth", "Clicks on recommendations per customer", "Trust, 0 to 1"].map(String::from).to_vec();
        let row = |dose: &Dose| {
            let cells = METRICS.iter().zip(&dose.levels).map(|(&metric, level)| format_estimate(metric, level));
            std::iter::once(format_number(dose.depth)).chain(cells).collect::<Vec<String>>()
        };
        let mut rows: Vec<Vec<String>> = doses.iter().map(row).collect();
        if rows.is_empty() {
            rows.push(vec!["n/a".into(); 3]);
        }
        let kind = if sketch { "SKETCH, few people and worlds, no verdict. " } else { "" };
        let text = PlotText {
            title: if sketch { "SKETCH: how deep is best?".into() } else { "How deep is best?".into() },
            sentence: missing.clone().unwrap_or_else(|| sentence(&doses, best, own)),
            caption: format!(
                "{kind}Against depth of personalization; lines: mean of worlds; bands: {confidence} interval of the mean. Hatched: past the depth with most response; under the axis, from the \
                 lowest to the highest best depth of any world. {whose}.",
            ),
            table: Table { columns, rows },
        };
        Self { text, doses, own, best, sketch, missing }
    }

    /// Whether there is a curve.
    pub fn is_there(&self) -> bool {
        self.missing.is_none() && !self.doses.is_empty()
    }
}

/// The largest set of variants (by index in a run) that differ in depth alone, one for each depth.
fn ladder(scenario: &Scenario) -> Vec<usize> {
    let without_depth = |policy: &Policy| Policy { depth: 0.0, ..policy.clone() };
    let mut best: Vec<usize> = Vec::new();
    for first in &scenario.variants {
        let kind = without_depth(&first.policy);
        let mut depths: Vec<f64> = Vec::new();
        let mut found = Vec::new();
        for (index, variant) in scenario.variants.iter().enumerate() {
            if without_depth(&variant.policy) == kind && !depths.contains(&variant.policy.depth) {
                depths.push(variant.policy.depth);
                found.push(index + 1);
            }
        }
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}

/// The depth with the highest mean response, and the lowest and highest such depth of any world.
fn best(doses: &[Dose]) -> Option<(f64, f64, f64)> {
    let highest = |value: &dyn Fn(&Dose) -> Option<f64>| -> Option<f64> {
        doses.iter().filter_map(|dose| Some((dose.depth, value(dose)?))).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(depth, _)| depth)
    };
    let response = |dose: &Dose| dose.levels.first().and_then(|level| level.as_ref().ok()).cloned();
    let mean = highest(&|dose| Some(response(dose)?.mean))?;
    let worlds = doses.iter().filter_map(|dose| Some(response(dose)?.values.len())).max().unwrap_or(0);
    let by_world = (0..worlds).filter_map(|world| highest(&|dose| response(dose)?.values.get(world).copied().flatten()));
    let (low, high) = by_world.fold((mean, mean), |(low, high), depth| (low.min(depth), high.max(depth)));
    Some((mean, low, high))
}

fn sentence(doses: &[Dose], best: Option<(f64, f64, f64)>, own: Option<f64>) -> String {
    let Some((mean, low, high)) = best else { return "n/a: no depth has a response.".into() };
    let worlds =
        if low < high { format!(" (between {} and {} in single worlds)", format_number(low), format_number(high)) } else { " in every world".into() };
    let trust = |depth: f64| {
        let dose = doses.iter().find(|dose| dose.depth == depth)?;
        Some(format_number(dose.levels.get(1)?.as_ref().ok()?.mean))
    };
    let ends = doses.first().zip(doses.last()).and_then(|(first, last)| Some((trust(first.depth)?, trust(last.depth)?)));
    let trust = ends.map_or_else(String::new, |(first, last)| format!(" Trust goes from {first} at the least depth to {last} at the most."));
    let own = own.map_or_else(String::new, |own| format!(" This variant stands at {}.", format_number(own)));
    format!("Response is highest at depth {}{worlds}.{trust}{own}", format_number(mean))
}

impl Figure for DoseCurve {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        if let Some(missing) = &self.missing {
            picture.height = reason(&mut picture, (0.0, 2.0), width, missing).max(48.0);
            return picture;
        }
        let mut top = 0.0;
        for (place, &metric) in METRICS.iter().enumerate() {
            top = self.panel(&mut picture, place, metric, top) + 4.0;
        }
        picture.height = top;
        picture
    }
}

impl DoseCurve {
    fn panel(&self, picture: &mut Picture, place: usize, metric: Metric, top: f64) -> f64 {
        let palette = picture.palette;
        let width = picture.width.min(620.0);
        let look = VariantStyle { letter: String::new(), color: palette.text, dash: SOLID, marker: Marker::Circle };
        let points: Vec<(f64, f64, Option<(f64, f64)>)> = self
            .doses
            .iter()
            .filter_map(|dose| dose.levels.get(place)?.as_ref().ok().map(|level| (dose.depth, level.mean, level.interval)))
            .collect();
        let ends =
            points.iter().flat_map(|(_, mean, interval)| [*mean, interval.map_or(*mean, |ends| ends.0), interval.map_or(*mean, |ends| ends.1)]);
        let y = span(ends, place == 0);
        let marks = ticks(y, 3);
        let label = tick_label(metric, &marks);
        let cut = if y.0 > 0.0 { ", axis cut" } else { "" };
        let title = if place == 0 {
            "clicks on recommendations per customer; more is better".to_owned()
        } else {
            format!("trust, 0 to 1{cut}; more is better")
        };
        let depths = (self.doses.first().map_or(0.0, |dose| dose.depth), self.doses.last().map_or(1.0, |dose| dose.depth));
        let axes = Axes {
            x: if depths.1 > depths.0 { depths } else { (0.0, 1.0) },
            y,
            x_title: if place == 0 { "" } else { "depth of personalization, 0 to 1" },
            y_title: &title,
            x_marks: ticks(depths, 5)
                .into_iter()
                .map(|tick| (tick, format_number(tick).trim_end_matches('0').trim_end_matches('.').to_owned()))
                .map(|(tick, text)| (tick, if text.is_empty() { "0".into() } else { text }))
                .collect(),
            y_marks: marks.iter().map(|&mark| (mark, label(mark))).collect(),
            height: 112.0,
            right: end_room([]).min(10.0),
        };
        let (panel, bottom) = axes.draw(picture, (0.0, top), width);
        if let Some((best, low, high)) = self.best {
            let x = panel.x_of(best);
            picture.hatch((x, panel.top), (panel.right, panel.bottom), palette.grid);
            picture.line(&[(x, panel.top), (x, panel.bottom)], palette.axis, 1.2, SOLID);
            picture.line(&[(panel.x_of(low), panel.bottom), (panel.x_of(high), panel.bottom)], palette.worse, 4.0, SOLID);
            if place == 0 {
                let (at, align) = if x > f64::midpoint(panel.left, panel.right) { (x - 5.0, Align::Right) } else { (x + 5.0, Align::Left) };
                picture.text((at, panel.bottom - 9.0), "most response", LEAST, palette.weak_text, align);
            }
        }
        line_with_band(picture, &panel, &points, &look, false);
        for (depth, mean, _) in &points {
            picture.marker((panel.x_of(*depth), panel.y_of(*mean)), Marker::Circle, 2.6, look.color, false);
        }
        if let Some(own) = self.own {
            own_mark(picture, &panel, own, &points);
        }
        if points.is_empty() {
            picture.text((panel.left + 4.0, panel.top + 12.0), "n/a: nothing was shown", 12.0, palette.weak_text, Align::Left);
        }
        if self.sketch && place == 0 {
            picture.text((panel.left + 5.0, panel.top + 9.0), "SKETCH", LEAST, palette.warning, Align::Left);
        }
        for (dose, (depth, ..)) in self.doses.iter().zip(&points) {
            let x = panel.x_of(*depth);
            let words: Vec<String> =
                METRICS.iter().zip(&dose.levels).map(|(&metric, level)| format!("{}: {}", metric.label(), format_estimate(metric, level))).collect();
            picture.spot((x - 16.0, panel.top), (x + 16.0, panel.bottom), format!("depth {}\n{}", format_number(*depth), words.join("\n")));
        }
        bottom
    }
}

/// The dot of the variant looked at, on the line.
fn own_mark(picture: &mut Picture, panel: &Panel, own: f64, points: &[(f64, f64, Option<(f64, f64)>)]) {
    let palette = picture.palette;
    let value = points.windows(2).find_map(|pair| {
        let [(low, from, _), (high, to, _)] = pair else { return None };
        (own >= *low && own <= *high && high > low).then(|| from + (to - from) * (own - low) / (high - low))
    });
    if let Some(value) = value {
        picture.marker((panel.x_of(own), panel.y_of(value)), Marker::Diamond, 5.5, palette.worse, false);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::score_row;
    use crate::experiment::testing::{synthetic, synthetic_run};

    /// A run whose variants differ in depth.
    fn deep(worlds: usize) -> Run {
        let mut run = synthetic(worlds, 14, 400, &["baseline", "b", "c", "d"], &[]);
        let mut scenario = Scenario::clone(&run.scenario);
        for (variant, depth) in scenario.variants.iter_mut().zip([0.9, 0.0, 0.3, 0.6]) {
            variant.policy.depth = depth;
        }
        run.scenario = Arc::new(scenario);
        run
    }

    #[test]
    fn depths_are_in_order_and_the_best_is_found() {
        let run = deep(4);
        let figure = DoseCurve::of_run(&run);
        check("dose", &figure);
        assert!(figure.is_there());
        assert_eq!(figure.text.table.rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["0", "0.300", "0.600", "0.900"]);
        // The synthetic run responds more with each variant in turn: the last but the baseline is depth 0.6.
        let clicks = score_row(&run, Metric::SlateClicks, Scope::All, 1);
        assert_eq!(figure.text.table.rows[2][1], format_estimate(Metric::SlateClicks, &clicks.scores[4].level));
        assert_eq!(figure.best.map(|best| best.0), Some(0.6));
        check("sketch", &DoseCurve::sketch(&deep(1), 0.45));
        let sketch = DoseCurve::sketch(&deep(2), 0.45);
        // Beside the form of a variant in a small window there is little room.
        let narrow = sketch.draw(206.0, crate::report::palette::LIGHT);
        let right = |mark: &crate::report::picture::Mark| match mark {
            crate::report::picture::Mark::Line { points, .. } | crate::report::picture::Mark::Area { points, .. } => {
                points.iter().map(|point| point.0).fold(0.0, f64::max)
            }
            crate::report::picture::Mark::Circle { center, .. } => center.0,
            crate::report::picture::Mark::Text { at, .. } => at.0,
        };
        assert!(narrow.marks.iter().map(right).fold(0.0, f64::max) <= 206.5);
        assert!(sketch.text.title.starts_with("SKETCH") && sketch.text.sentence.contains("stands at 0.450"));
    }

    #[test]
    fn what_is_missing_is_said() {
        let figure = DoseCurve::of_run(&synthetic_run(3));
        assert!(!figure.is_there() && figure.text.sentence.contains("What-if map"), "{}", figure.text.sentence);
        check("missing", &figure);
    }
}
