//! One row of the scorecard world by world: a dot a world on the row's axis, the limit, and how many worlds lie past it.

use super::parts::{Axes, LEAST, TEXT, Who, whose};
use crate::experiment::{Estimate, Estimated, format_difference, format_difference_estimate, format_estimate, format_value, score_row};
use crate::ledger::Scope;
use crate::report::charts::axes::{difference_label, span, tick_label, ticks, unit_of};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture, text_width, wrapped};
use crate::scenario::experiment::{Bound, Compare};
use crate::scenario::{Metric, Unit};
use crate::simulate::Run;

/// Radius of a dot.
const DOT: f64 = 4.6;

/// Worlds of one row.
#[derive(Clone, Debug)]
pub struct WorldDots {
    text: PlotText,
    who: Who,
    metric: Metric,
    difference: bool,
    estimated: Estimated,
    limit: Option<(f64, Bound)>,
    title: String,
    frequency: String,
}

impl WorldDots {
    /// The worlds of a metric for a variant and some customers, as differences from the baseline or as levels.
    pub fn new(run: &Run, metric: Metric, variant: usize, scope: Scope, difference: bool) -> Self {
        let who = Who::of(run, variant);
        let row = score_row(run, metric, scope, 1);
        let none = || Err(crate::measure::Undefined::new("the run has no such variant"));
        let estimated = row.scores.get(variant).map_or_else(none, |score| if difference { score.difference.clone() } else { score.level.clone() });
        let wanted = if difference { Compare::Difference } else { Compare::Level };
        let guards = run.scenario.experiment.guardrails.iter();
        let limit = guards
            .filter(|guard| guard.metric == metric.id() && guard.compare == wanted && guard.limit.is_finite())
            .map(|guard| (guard.limit, guard.bound))
            .next();
        let value = |value: f64| if difference { format_difference(metric, value) } else { format_value(metric, value) };
        let frequency = estimated.as_ref().map_or_else(ToString::to_string, |estimate| frequency(estimate, limit, difference, &value));
        let what = if difference { "difference from the baseline" } else { "level" };
        let rows = match &estimated {
            Ok(estimate) => estimate
                .values
                .iter()
                .enumerate()
                .map(|(world, own)| {
                    let side = own.map_or_else(String::new, |own| {
                        limit.map_or_else(String::new, |limit| if past(own, limit) { "past the limit".into() } else { "within".into() })
                    });
                    vec![(world + 1).to_string(), own.map_or_else(|| "n/a".into(), &value), side]
                })
                .collect(),
            Err(undefined) => vec![vec!["n/a".into(), undefined.to_string(), String::new()]],
        };
        let whole = if difference { format_difference_estimate(metric, &estimated) } else { format_estimate(metric, &estimated) };
        let text = PlotText {
            title: format!("{} under {}: what do single worlds say?", metric.label(), who.label),
            sentence: format!("{frequency} Mean {whole}, {} worlds.", run.worlds.len()),
            caption: format!(
                "Each dot is one world: {what}, counted over the whole run. Below: mean with 50% (thick) and {} (thin) interval of the mean. The verdict rests on the corrected \
                 interval, not on this count. {}.",
                confidence(run),
                whose(run, scope)
            ),
            table: Table { columns: vec!["World".into(), what.into(), "Limit".into()], rows },
        };
        let unit = if difference && metric.unit() == Unit::Share { "points" } else { unit_of(metric) };
        let title = format!("{}, {what} ({unit}); {}", metric.label(), metric.better().words());
        Self { text, who, metric, difference, estimated, limit, title, frequency }
    }
}

fn past(value: f64, (limit, bound): (f64, Bound)) -> bool {
    match bound {
        Bound::AtMost => value > limit,
        Bound::AtLeast => value < limit,
    }
}

/// "17 of 20 worlds right of the limit (at most +5 points): past it."
fn frequency(estimate: &Estimate, limit: Option<(f64, Bound)>, difference: bool, value: &dyn Fn(f64) -> String) -> String {
    let own: Vec<f64> = estimate.values.iter().copied().flatten().collect();
    let plural = |count: usize| format!("{count} of {} {}", own.len(), if own.len() == 1 { "world" } else { "worlds" });
    match limit {
        Some(limit) => {
            let (side, words) = if limit.1 == Bound::AtMost { ("right", "at most") } else { ("left", "at least") };
            format!("{} {side} of the limit ({words} {}): past it.", plural(own.iter().filter(|own| past(**own, limit)).count()), value(limit.0))
        }
        None if difference => format!("{} right of zero: more than the baseline.", plural(own.iter().filter(|own| **own > 0.0).count())),
        None => {
            let (low, high) = own.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), own| (low.min(*own), high.max(*own)));
            format!("{} between {} and {}; no limit is set on this level.", plural(own.len()), value(low), value(high))
        }
    }
}

impl Figure for WorldDots {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let estimate = match &self.estimated {
            Ok(estimate) => estimate,
            Err(undefined) => {
                picture.height = super::parts::reason(&mut picture, (0.0, 2.0), width, &undefined.to_string()).max(48.0);
                return picture;
            }
        };
        let values: Vec<(usize, f64)> = estimate.values.iter().enumerate().filter_map(|(world, value)| Some((world, (*value)?))).collect();
        let ends = estimate.interval.map_or([estimate.mean; 2], |(low, high)| [low, high]);
        let zero = self.difference.then_some(0.0);
        let marks = values.iter().map(|(_, value)| *value).chain(ends).chain(zero).chain(self.limit.map(|limit| limit.0));
        let x = span(marks, self.difference);
        let room = width - 20.0;
        let stacks = stacked(&values, x, room);
        let tallest = stacks.iter().map(|(.., place)| place + 1).max().unwrap_or(1);
        let foot = 24.0;
        let ticks = ticks(x, 6);
        let label: Box<dyn Fn(f64) -> String> =
            if self.difference { Box::new(difference_label(self.metric, &ticks)) } else { Box::new(tick_label(self.metric, &ticks)) };
        let axes = Axes {
            x,
            y: (0.0, 1.0),
            x_title: &self.title,
            y_title: "",
            x_marks: ticks.iter().map(|&tick| (tick, label(tick))).collect(),
            y_marks: Vec::new(),
            height: (tallest as f64 * 2.2 * DOT + foot + 22.0).max(80.0),
            right: 20.0,
        };
        let mut top = 8.0;
        for line in wrapped(&self.frequency, TEXT, width) {
            picture.text((0.0, top), line, TEXT, palette.text, Align::Left);
            top += 16.0;
        }
        let (panel, bottom) = axes.draw(&mut picture, (0.0, top - 8.0), width);
        if let Some((limit, bound)) = self.limit {
            let at = panel.x_of(limit);
            let (from, to) = if bound == Bound::AtMost { (at, panel.right) } else { (panel.left, at) };
            picture.hatch((from, panel.top), (to, panel.bottom), palette.grid);
            picture.line(&[(at, panel.top), (at, panel.bottom)], palette.worse, 1.6, SOLID);
            let value = if self.difference { format_difference(self.metric, limit) } else { format_value(self.metric, limit) };
            let words = format!("limit {value}, forbidden side hatched");
            let wide = text_width(&words, LEAST);
            let (place, align) = if at + wide + 6.0 < width { (at + 5.0, Align::Left) } else { ((at - 5.0).max(wide), Align::Right) };
            picture.text((place, panel.top + 7.0), words, LEAST, palette.worse, align);
        }
        if self.difference {
            let at = panel.x_of(0.0);
            picture.line(&[(at, panel.top + 14.0), (at, panel.bottom)], palette.axis, 1.2, SOLID);
        }
        let look = self.who.look(&palette);
        let base = panel.bottom - foot;
        let scale = (panel.right - panel.left) / room;
        for &(world, value, column, place) in &stacks {
            let at = (panel.left + column * scale, base - DOT - 2.2 * DOT * place as f64);
            picture.marker(at, look.marker, DOT - 0.4, look.color, false);
            let words = if self.difference { format_difference(self.metric, value) } else { format_value(self.metric, value) };
            picture.spot((at.0 - DOT, at.1 - DOT), (at.0 + DOT, at.1 + DOT), format!("world {}: {words}", world + 1));
        }
        for (interval, thick) in [(estimate.interval, 1.5), (estimate.inner, 4.5)] {
            if let Some((low, high)) = interval {
                picture.line(&[(panel.x_of(low), panel.bottom - 11.0), (panel.x_of(high), panel.bottom - 11.0)], palette.text, thick, SOLID);
            }
        }
        picture.marker((panel.x_of(estimate.mean), panel.bottom - 11.0), look.marker, 5.0, look.color, false);
        picture.height = bottom;
        picture
    }
}

/// Dots put into columns as wide as a dot: world, value, middle of its column in points from the left, place in the stack.
fn stacked(values: &[(usize, f64)], (low, high): (f64, f64), room: f64) -> Vec<(usize, f64, f64, usize)> {
    let wide = 2.2 * DOT;
    let columns = (room / wide).floor().max(1.0) as usize;
    let mut heights = vec![0usize; columns];
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut placed = Vec::with_capacity(sorted.len());
    for (world, value) in sorted {
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        let column = ((share * columns as f64) as usize).min(columns - 1);
        if let Some(height) = heights.get_mut(column) {
            placed.push((world, value, (column as f64 + 0.5) * room / columns as f64, *height));
            *height += 1;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::testing::guarded_run;
    use crate::scenario::experiment::Guardrail;

    #[test]
    fn worlds_past_the_limit_are_counted() {
        let limit = Guardrail { limit: 0.05, ..Guardrail::default() };
        let run = guarded_run(20, &[limit]);
        let metric = Metric::from_id(&run.scenario.experiment.guardrails[0].metric).expect("a metric");
        let figure = WorldDots::new(&run, metric, 2, Scope::All, true);
        check("worlds", &figure);
        let estimate = score_row(&run, metric, Scope::All, 1).scores[2].difference.clone().expect("a difference");
        let past = estimate.values.iter().flatten().filter(|value| **value > 0.05).count();
        assert!(figure.text.sentence.starts_with(&format!("{past} of 20 worlds right of the limit")), "{}", figure.text.sentence);
        assert_eq!(figure.text.table.rows.iter().filter(|row| row[2] == "past the limit").count(), past);
        let picture = figure.draw(700.0, crate::report::palette::LIGHT);
        assert_eq!(picture.spots.len(), 20);
        check("levels", &WorldDots::new(&run, Metric::TrustMean, 1, Scope::Segment(0), false));
        check("no limit", &WorldDots::new(&run, Metric::Purchases, 2, Scope::All, true));
        check("the baseline", &WorldDots::new(&run, Metric::Purchases, 1, Scope::All, true));
        check("one world", &WorldDots::new(&guarded_run(1, &[]), Metric::Purchases, 2, Scope::All, true));
    }
}
