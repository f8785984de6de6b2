//! Lines over a setting or over days, with the class's line.

use super::{BET, Drawn, Field, Look, bet_color, color};
use crate::experiment::format_number;
use crate::lesson::{Axes, Chart, Scale, Series};
use crate::report::charts::axes::{apart, difference_label, span, tick_label, ticks};
use crate::report::palette::{Dash, SOLID, variant_style};
use crate::report::picture::{Align, Picture, shortened, text_width};
use crate::scenario::Metric;

/// Draws the result over its axes.
pub(super) fn draw(picture: &mut Picture, chart: &Chart, look: &Look) {
    let parts = look.split && !chart.parts.is_empty();
    let shown: Vec<&Series> = if parts { chart.parts.iter().collect() } else { chart.series.iter().collect() };
    let labels: Vec<String> =
        if shown.len() > 1 || look.bet.is_some() { shown.iter().map(|series| label(series, chart)).collect() } else { Vec::new() };
    let y = look.bet.as_ref().map_or_else(|| reach(chart, look, &shown), |bet| reach_with(bet, chart, look, &shown));
    let mut ends = labels.clone();
    if look.bet.is_some() {
        ends.push("our bet".into());
    }
    let widest = ends.iter().map(|label| text_width(label, look.letters)).fold(0.0, f64::max);
    let field = axes(picture, (&chart.axes, y), look, Some(widest));
    for (place, series) in shown.iter().enumerate() {
        line(picture, &field, chart, series, look, place);
    }
    if let Some(bet) = &look.bet {
        self::bet(picture, &field, &chart.axes.xs, bet, look);
    }
    if look.progress >= 1.0 {
        end_labels(picture, &field, (&shown, &labels), look);
        if let (Some(top), false) = (chart.top, parts) {
            top_label(picture, &field, chart, top, look);
        }
    }
}

/// A place of the level axis, with no more digits than it needs.
fn tidy(value: f64) -> String {
    format!("{}", (1_000.0 * value).round() / 1_000.0)
}

fn label(series: &Series, chart: &Chart) -> String {
    if chart.series.len() == 1 && chart.parts.is_empty() { "result".into() } else { series.name.clone() }
}

/// Ends of the upright axis: all that is drawn.
fn reach(chart: &Chart, look: &Look, shown: &[&Series]) -> (f64, f64) {
    let mut values: Vec<f64> = Vec::new();
    for point in shown.iter().flat_map(|series| &series.points).flatten() {
        values.push(point.mean);
        if look.worlds {
            values.extend(point.values.iter().flatten());
        } else if let Some((low, high)) = point.interval {
            values.extend([low, high]);
        }
    }
    let from_zero = matches!(chart.axes.scale, Scale::Level(Metric::OverLine | Metric::OptOut | Metric::Churn | Metric::Unsubscribed));
    span(values, from_zero)
}

/// The axis of the bet, or further where the result asks for more.
fn reach_with(bet: &Drawn, chart: &Chart, look: &Look, shown: &[&Series]) -> (f64, f64) {
    let (low, high) = reach(chart, look, shown);
    let means = shown.iter().flat_map(|series| &series.points).flatten().map(|point| point.mean);
    let outside = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), mean| (least.min(mean), most.max(mean)));
    (if outside.0 < bet.axis.0 { low } else { bet.axis.0 }, if outside.1 > bet.axis.1 { high } else { bet.axis.1 })
}

/// Axes with ticks and titles; `room` is what the labels at the right need.
pub(super) fn axes(picture: &mut Picture, (axes, reach): (&Axes, (f64, f64)), look: &Look, room: Option<f64>) -> Field {
    let palette = picture.palette;
    let size = look.letters;
    let marks = ticks(reach, if look.height < 240.0 { 3 } else { 5 });
    let words: Vec<String> = match axes.scale {
        Scale::Level(metric) => marks.iter().map(|&tick| tick_label(metric, &marks)(tick)).collect(),
        Scale::Difference(metric) => marks.iter().map(|&tick| difference_label(metric, &marks)(tick)).collect(),
        Scale::Criterion(_) => marks.iter().map(|&tick| format_number(100.0 * tick)).collect(),
    };
    let left = 14.0 + words.iter().map(|word| text_width(word, size)).fold(0.0, f64::max);
    let right = picture.width - room.map_or(14.0, |room| room + 16.0);
    let (top, bottom) = (1.9 * size, picture.height - 3.0 * size);
    let x = (axes.xs.first().copied().unwrap_or(0.0), axes.xs.last().copied().unwrap_or(1.0));
    let field = Field { area: (left, top, right, bottom), x, y: reach };
    let cut = if reach.0 > 0.0 { " (axis does not start at 0)" } else { "" };
    let better = match axes.scale {
        Scale::Level(metric) | Scale::Difference(metric) => format!(", {}", metric.better().words()),
        Scale::Criterion(_) => String::new(),
    };
    // What does not fit on the line of the title goes, the last part first.
    let title = [format!("{}{cut}{better}", axes.what), format!("{}{cut}", axes.what), format!("{}, cut", axes.what)]
        .into_iter()
        .find(|title| text_width(title, size) <= picture.width);
    picture.text((0.0, 0.6 * size), title.unwrap_or_else(|| shortened(&axes.what, size, picture.width)), size, palette.text, Align::Left);
    for (&tick, word) in marks.iter().zip(&words) {
        let height = field.y_of(tick);
        picture.line(&[(left, height), (right, height)], palette.grid, 0.8, SOLID);
        picture.text((left - 7.0, height), word, size, palette.text, Align::Right);
    }
    let below = bottom + 0.95 * size;
    let steps: Vec<f64> = if axes.by_day || axes.xs.len() > 8 { ticks(x, 6) } else { axes.xs.clone() };
    let mut last_end = f64::NEG_INFINITY;
    for step in steps {
        let word = tidy(step);
        let (at, half) = (field.x_of(step), 0.5 * text_width(&word, size));
        picture.line(&[(at, bottom), (at, bottom + 4.0)], palette.axis, 1.0, SOLID);
        if at - half > last_end + 4.0 {
            picture.text((at, below), word, size, palette.text, Align::Center);
            last_end = at + half;
        }
    }
    picture.line(&[(left, bottom), (right, bottom)], palette.axis, 1.2, SOLID);
    let foot = bottom + 2.2 * size;
    match &axes.ends {
        Some((low, high)) => {
            let title = format!("{low}  <  {}  >  {high}", axes.along);
            picture.text((0.5 * (left + right), foot), title, size, palette.text, Align::Center);
        }
        None => picture.text((0.5 * (left + right), foot), axes.along.clone(), size, palette.text, Align::Center),
    }
    field
}

/// One line as far as it is there, with its band or its dots.
fn line(picture: &mut Picture, field: &Field, chart: &Chart, series: &Series, look: &Look, place: usize) {
    let palette = picture.palette;
    let color = color(&palette, series.look);
    let end = field.x.0 + look.progress * (field.x.1 - field.x.0);
    let there = |x: f64| x <= end + 1e-9;
    let places = || chart.axes.xs.iter().copied().zip(&series.points).filter(|(x, _)| there(*x));
    if look.worlds {
        for (x, point) in places() {
            for value in point.iter().flat_map(|point| point.values.iter().flatten()) {
                picture.marks.push(crate::report::picture::Mark::Circle {
                    center: (field.x_of(x), field.y_of(*value)),
                    radius: 2.4,
                    color,
                    filled: false,
                });
            }
        }
    } else {
        let edges: Vec<(f64, f64, f64)> = places().filter_map(|(x, point)| point.as_ref().ok()?.interval.map(|(low, high)| (x, low, high))).collect();
        let above = edges.iter().map(|(x, _, high)| (field.x_of(*x), field.y_of(*high)));
        let below = edges.iter().rev().map(|(x, low, _)| (field.x_of(*x), field.y_of(*low)));
        picture.area(above.chain(below).collect(), color, 0.18);
    }
    let mut points: Vec<(f64, f64)> =
        places().filter_map(|(x, point)| point.as_ref().ok().map(|point| (field.x_of(x), field.y_of(point.mean)))).collect();
    if look.progress < 1.0
        && let Some(next) = between(field, chart, series, end)
    {
        points.push(next);
    }
    let dash = if chart.series.len() > 1 || look.split { [SOLID, Dash(&[14.0, 5.0]), Dash(&[3.0, 4.0])][place.min(2)] } else { SOLID };
    picture.line(&points, color, 3.0, dash);
    if !chart.axes.by_day {
        let marker = variant_style(&palette, series.look.max(1) + 1, 1).marker;
        for point in points.iter().take(places().count()) {
            picture.marker(*point, marker, 4.0, color, false);
        }
    }
}

/// The end of a line that is not all there yet.
fn between(field: &Field, chart: &Chart, series: &Series, end: f64) -> Option<(f64, f64)> {
    let next = chart.axes.xs.iter().position(|&x| x > end)?;
    let value = |place: usize| Some((*chart.axes.xs.get(place)?, series.points.get(place)?.as_ref().ok()?.mean));
    let ((x0, y0), (x1, y1)) = (value(next.checked_sub(1)?)?, value(next)?);
    Some((field.x_of(end), field.y_of(y0 + (y1 - y0) * (end - x0) / (x1 - x0))))
}

/// The class's line.
pub(super) fn bet(picture: &mut Picture, field: &Field, xs: &[f64], bet: &Drawn, look: &Look) {
    let color = bet_color(&picture.palette);
    let points: Vec<(f64, f64)> =
        xs.iter().zip(&bet.line).filter(|(_, value)| value.is_finite()).map(|(x, value)| (field.x_of(*x), field.y_of(*value))).collect();
    picture.line(&points, color, 2.6, BET);
    if xs.len() <= 12 {
        for point in &points {
            picture.marks.push(crate::report::picture::Mark::Circle { center: *point, radius: 3.2, color, filled: false });
        }
    }
    if let (Some(last), true) = (points.last(), look.progress < 1.0) {
        picture.text((last.0 + 8.0, last.1), "our bet", look.letters, color, Align::Left);
    }
}

/// Names at the ends of lines, moved apart.
fn end_labels(picture: &mut Picture, field: &Field, (shown, labels): (&[&Series], &[String]), look: &Look) {
    let palette = picture.palette;
    let mut names: Vec<(f64, String, crate::report::palette::Rgb)> = Vec::new();
    for (series, label) in shown.iter().zip(labels) {
        if let Some(Ok(last)) = series.points.last() {
            names.push((field.y_of(last.mean), label.clone(), color(&palette, series.look)));
        }
    }
    if let Some(last) = look.bet.as_ref().and_then(|bet| bet.line.iter().rev().find(|value| value.is_finite())) {
        names.push((field.y_of(*last), "our bet".into(), bet_color(&palette)));
    }
    let heights: Vec<f64> = names.iter().map(|(height, ..)| *height).collect();
    for (height, (_, name, color)) in apart(&heights, 1.25 * look.letters, (field.area.1, field.area.3)).into_iter().zip(&names) {
        picture.text((field.area.2 + 8.0, height), name.clone(), look.letters, *color, Align::Left);
    }
}

fn top_label(picture: &mut Picture, field: &Field, chart: &Chart, top: usize, look: &Look) {
    let (Some(x), Some(Ok(point))) = (chart.axes.xs.get(top), chart.series.first().and_then(|series| series.points.get(top))) else { return };
    let palette = picture.palette;
    let above = point.interval.map_or(point.mean, |(_, high)| high);
    let at = (field.x_of(*x), (field.y_of(above) - 1.1 * look.letters).max(field.area.1));
    picture.label(at, &format!("highest at {}", tidy(*x)), look.letters, palette.text);
}
