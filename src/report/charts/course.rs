//! One metric over time: levels with bands, and differences from the baseline with theirs.

use super::axes::{LABEL, Panel, apart, axis_title, begins_at_zero, better_direction, difference_label, span, tick_label, ticks, unit_of};
use super::page::{MARGIN, VOLUME, begin, confidence, finish, key, missing, style, subtitle};
use crate::experiment::{Course, Estimated, checkpoint_course, course, format_difference, format_value};
use crate::ledger::Scope;
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture, text_width};
use crate::scenario::experiment::{Bound, Compare, GuardScope};
use crate::scenario::{Metric, TWIN, Unit};
use crate::simulate::Run;

/// How wide it is drawn where nobody asks for a width.
pub(super) const WIDTH: f64 = 1_080.0;

/// Draws the course.
pub(super) fn draw(run: &Run, metric: Metric, scope: Scope, width: f64, palette: Palette) -> Picture {
    let course = if metric.is_daily() { course(run, metric, scope) } else { checkpoint_course(run, metric, scope) };
    let days = course.days.last().copied().unwrap_or(0);
    let title = format!("{}: how does it develop over {days} days?", metric.label());
    let (mut picture, y) = begin(width, palette, &title, &subtitle(run, scope, metric.hover()));
    let variants: Vec<usize> = (0..course.lines.len()).collect();
    let shown: Vec<usize> = variants.iter().copied().filter(|&variant| level(&course, variant).iter().any(Result::is_ok)).collect();
    let mut y = key(&mut picture, run, &shown, y) + 4.0;

    let levels: Vec<(usize, &[Estimated])> = shown.iter().map(|&variant| (variant, level(&course, variant))).collect();
    let limits_of = |compare| limits(run, metric, scope, compare).into_iter().map(|(limit, _)| limit);
    let extent = span(ends(&levels).chain(limits_of(Compare::Level)), begins_at_zero(metric));
    let words = axis_title(metric, metric.label(), extent);
    y = plot(&mut picture, run, &course, &levels, Plot { top: y, height: 300.0, extent, title: words, compare: Compare::Level, days: false });

    let compared: Vec<(usize, &[Estimated])> =
        shown.iter().filter(|&&variant| variant != run.baseline).map(|&variant| (variant, difference(&course, variant))).collect();
    let compared: Vec<_> = compared.into_iter().filter(|(_, points)| points.iter().any(Result::is_ok)).collect();
    if compared.is_empty() {
        picture.text((MARGIN, y + 12.0), "No variant can be compared with the baseline.", LABEL, palette.text, Align::Left);
        y += 30.0;
    } else {
        let extent = span(ends(&compared).chain([0.0]).chain(limits_of(Compare::Difference)), true);
        let unit = if metric.unit() == Unit::Share { "points" } else { unit_of(metric) };
        let title = format!("Difference from the baseline, paired by world ({unit})");
        y = plot(&mut picture, run, &course, &compared, Plot { top: y, height: 210.0, extent, title, compare: Compare::Difference, days: true });
    }
    let kind = match metric.unit() {
        _ if !metric.is_daily() => "Values at checkpoints.",
        Unit::PerCustomer | Unit::Money => "Cumulative up to the day.",
        _ if matches!(metric, Metric::OptOut | Metric::Unsubscribed | Metric::Churn) => "Cumulative up to the day.",
        _ if matches!(metric, Metric::Creepiness | Metric::SaysCreepy) => "Mean over the touches of the seven days up to the day.",
        _ => "Value of the day.",
    };
    let bands = if run.worlds.len() < 2 {
        "One world has no band.".to_owned()
    } else {
        format!("Lines: mean of worlds. Bands: interval of the mean over worlds, {} (light) and 50% (dark), Student t.", confidence(run))
    };
    let volume = if matches!(metric, Metric::Within | Metric::Across) { format!(" {VOLUME}") } else { String::new() };
    let gone = variants.iter().filter(|variant| !shown.contains(variant));
    let notes = missing(run, gone.filter_map(|&variant| Some((variant, level(&course, variant).first()?.clone()))));
    finish(picture, run, scope, &format!("{kind} {bands}{volume}"), &notes, y)
}

struct Plot {
    top: f64,
    height: f64,
    extent: (f64, f64),
    title: String,
    compare: Compare,
    days: bool,
}

fn plot(picture: &mut Picture, run: &Run, course: &Course, lines: &[(usize, &[Estimated])], plot: Plot) -> f64 {
    let palette = picture.palette;
    let metric = course.metric;
    let days = (course.days.first().copied().unwrap_or(0) as f64, course.days.last().copied().unwrap_or(1) as f64);
    let top = plot.top + 24.0;
    let panel = Panel {
        left: MARGIN + 62.0,
        top,
        right: picture.width - MARGIN - 130.0,
        bottom: top + plot.height,
        x: (days.0.min(1.0), days.1),
        y: plot.extent,
    };
    // Limits are named beside the title: inside the plot the words would lie on the lines.
    let mut x = MARGIN + text_width(&plot.title, LABEL) + 24.0;
    picture.text((MARGIN, plot.top + 6.0), plot.title, LABEL, palette.text, Align::Left);
    let limits = limits(run, metric, course.scope, plot.compare);
    for &(limit, bound) in &limits {
        let value = if plot.compare == Compare::Difference { format_difference(metric, limit) } else { format_value(metric, limit) };
        let words = format!("limit: {} {value}", if bound == Bound::AtMost { "at most" } else { "at least" });
        picture.line(&[(x, plot.top + 6.0), (x + 22.0, plot.top + 6.0)], palette.worse, 1.4, SOLID);
        picture.text((x + 28.0, plot.top + 6.0), words.as_str(), 12.0, palette.worse, Align::Left);
        x += 28.0 + text_width(&words, 12.0) + 20.0;
    }
    better_direction(picture, (picture.width - MARGIN - 130.0, plot.top + 6.0), metric.better(), true);
    let marks = ticks(panel.y, 5);
    match plot.compare {
        Compare::Difference => panel.y_ticks(picture, &marks, difference_label(metric, &marks)),
        Compare::Ratio | Compare::Level => panel.y_ticks(picture, &marks, tick_label(metric, &marks)),
    }
    let x_marks: Vec<f64> = ticks(panel.x, 9).into_iter().filter(|day| day.fract() == 0.0).collect();
    panel.x_ticks(picture, &x_marks, |day| format!("{day:.0}"));
    for &(limit, bound) in &limits {
        draw_limit(picture, &panel, limit, bound);
    }
    if plot.extent.0 < 0.0 && plot.extent.1 > 0.0 || plot.compare == Compare::Difference {
        let y = panel.y_of(0.0);
        picture.line(&[(panel.left, y), (panel.right, y)], palette.axis, 1.4, SOLID);
    }
    for &(variant, points) in lines {
        let color = style(picture, run, variant).color;
        for (interval, opacity) in [(Interval::Outer, 0.13), (Interval::Inner, 0.22)] {
            for band in runs(&course.days, points, |estimated| interval.of(estimated)) {
                let upper = band.iter().map(|&(day, (_, high))| (panel.x_of(day), panel.y_of(high)));
                let lower = band.iter().rev().map(|&(day, (low, _))| (panel.x_of(day), panel.y_of(low)));
                picture.area(upper.chain(lower).collect(), color, opacity);
            }
        }
    }
    for &(variant, points) in lines {
        let style = style(picture, run, variant);
        for stretch in runs(&course.days, points, |estimated| estimated.as_ref().ok().map(|estimate| estimate.mean)) {
            let stretch: Vec<(f64, f64)> = stretch.into_iter().map(|(day, mean)| (panel.x_of(day), panel.y_of(mean))).collect();
            if let [single] = stretch.as_slice() {
                picture.marker(*single, style.marker, 4.0, style.color, false);
            }
            picture.line(&stretch, style.color, 2.2, style.dash);
        }
    }
    end_labels(picture, run, &panel, metric, lines, plot.compare);
    let mut bottom = panel.bottom + 30.0;
    if plot.days {
        picture.text(((panel.left + panel.right) / 2.0, panel.bottom + 31.0), "day", LABEL, palette.text, Align::Center);
        bottom += 16.0;
    }
    bottom
}

/// Letter and last value at the right end of each line, kept from running into each other.
fn end_labels(picture: &mut Picture, run: &Run, panel: &Panel, metric: Metric, lines: &[(usize, &[Estimated])], compare: Compare) {
    let last: Vec<(usize, f64)> =
        lines.iter().filter_map(|&(variant, points)| Some((variant, points.iter().rev().find_map(|point| point.as_ref().ok())?.mean))).collect();
    let wanted: Vec<f64> = last.iter().map(|&(_, mean)| panel.y_of(mean)).collect();
    for (&(variant, mean), (&own, y)) in last.iter().zip(wanted.iter().zip(apart(&wanted, 18.0, (panel.top, panel.bottom)))) {
        let style = style(picture, run, variant);
        let value = if compare == Compare::Difference { format_difference(metric, mean) } else { format_value(metric, mean) };
        // "0 0%" would read as one number: the twin goes by its name.
        let name = if style.letter == "0" { TWIN } else { style.letter.as_str() };
        picture.line(&[(panel.right + 2.0, own), (panel.right + 12.0, y)], style.color, 0.8, SOLID);
        picture.marker((panel.right + 20.0, y), style.marker, 4.5, style.color, false);
        picture.text((panel.right + 30.0, y), format!("{name} {value}"), LABEL, picture.palette.text, Align::Left);
    }
}

fn draw_limit(picture: &mut Picture, panel: &Panel, limit: f64, bound: Bound) {
    let palette = picture.palette;
    let y = panel.y_of(limit);
    let (top, bottom) = if bound == Bound::AtMost { (panel.top, y) } else { (y, panel.bottom) };
    picture.hatch((panel.left, top), (panel.right, bottom), palette.grid);
    picture.line(&[(panel.left, y), (panel.right, y)], palette.worse, 1.4, SOLID);
}

/// Limits of the guardrails that look at this metric, scope and comparison.
fn limits(run: &Run, metric: Metric, scope: Scope, compare: Compare) -> Vec<(f64, Bound)> {
    let covers = |covered: GuardScope| match scope {
        Scope::All => covered == GuardScope::All,
        Scope::Segment(_) => matches!(covered, GuardScope::EachSegment | GuardScope::WorstSegment),
        Scope::Group { .. } => matches!(covered, GuardScope::EachGroup | GuardScope::WorstGroup),
    };
    let guardrails = run.scenario.experiment.guardrails.iter();
    guardrails
        .filter(|guardrail| guardrail.metric == metric.id() && guardrail.compare == compare && covers(guardrail.scope) && guardrail.limit.is_finite())
        .map(|guardrail| (guardrail.limit, guardrail.bound))
        .collect()
}

#[derive(Clone, Copy)]
enum Interval {
    Outer,
    Inner,
}

impl Interval {
    fn of(self, estimated: &Estimated) -> Option<(f64, f64)> {
        let estimate = estimated.as_ref().ok()?;
        match self {
            Self::Outer => estimate.interval,
            Self::Inner => estimate.inner,
        }
    }
}

/// Unbroken stretches of points that have a value: what is undefined leaves a gap.
fn runs<T>(days: &[usize], points: &[Estimated], value: impl Fn(&Estimated) -> Option<T>) -> Vec<Vec<(f64, T)>> {
    let mut runs: Vec<Vec<(f64, T)>> = Vec::new();
    let mut open: Vec<(f64, T)> = Vec::new();
    for (&day, point) in days.iter().zip(points) {
        match value(point) {
            Some(value) => open.push((day as f64, value)),
            None if !open.is_empty() => runs.push(std::mem::take(&mut open)),
            None => {}
        }
    }
    if !open.is_empty() {
        runs.push(open);
    }
    runs
}

fn ends<'a>(lines: &'a [(usize, &'a [Estimated])]) -> impl Iterator<Item = f64> + 'a {
    let of = |estimate: &crate::experiment::Estimate| estimate.interval.map_or([estimate.mean; 2], |(low, high)| [low, high]);
    lines.iter().flat_map(|(_, points)| points.iter()).flatten().flat_map(of)
}

fn level(course: &Course, variant: usize) -> &[Estimated] {
    course.lines.get(variant).map_or(&[], |line| &line.level)
}

fn difference(course: &Course, variant: usize) -> &[Estimated] {
    course.lines.get(variant).map_or(&[], |line| &line.difference)
}
