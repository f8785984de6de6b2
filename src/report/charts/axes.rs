//! Scales, ticks and frames.

use crate::experiment::format_number;
use crate::report::palette::SOLID;
use crate::report::picture::{Align, Picture};
use crate::scenario::{Better, Metric, Unit};

/// Size of axis labels in points.
pub(in crate::report) const LABEL: f64 = 13.0;

/// A rectangle of the picture with a scale on each axis.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Panel {
    pub(in crate::report) left: f64,
    pub(in crate::report) top: f64,
    pub(in crate::report) right: f64,
    pub(in crate::report) bottom: f64,
    pub(in crate::report) x: (f64, f64),
    pub(in crate::report) y: (f64, f64),
}

impl Panel {
    /// Horizontal place of a value, kept inside the panel.
    pub(in crate::report) fn x_of(&self, value: f64) -> f64 {
        scale(value, self.x, (self.left, self.right))
    }

    /// Vertical place of a value, kept inside the panel.
    pub(in crate::report) fn y_of(&self, value: f64) -> f64 {
        scale(value, self.y, (self.bottom, self.top))
    }

    /// Faint vertical lines with labels under them.
    pub(in crate::report) fn x_ticks(&self, picture: &mut Picture, ticks: &[f64], label: impl Fn(f64) -> String) {
        let palette = picture.palette;
        for &tick in ticks {
            let x = self.x_of(tick);
            picture.line(&[(x, self.top), (x, self.bottom)], palette.grid, 0.8, SOLID);
            picture.text((x, self.bottom + 13.0), label(tick), LABEL, palette.weak_text, Align::Center);
        }
        picture.line(&[(self.left, self.bottom), (self.right, self.bottom)], palette.axis, 1.0, SOLID);
    }

    /// Faint horizontal lines with labels left of them.
    pub(in crate::report) fn y_ticks(&self, picture: &mut Picture, ticks: &[f64], label: impl Fn(f64) -> String) {
        let palette = picture.palette;
        for &tick in ticks {
            let y = self.y_of(tick);
            picture.line(&[(self.left, y), (self.right, y)], palette.grid, 0.8, SOLID);
            picture.text((self.left - 8.0, y), label(tick), LABEL, palette.weak_text, Align::Right);
        }
    }
}

fn scale(value: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let width = from.1 - from.0;
    let share = if width > 0.0 { ((value - from.0) / width).clamp(0.0, 1.0) } else { 0.5 };
    to.0 + share * (to.1 - to.0)
}

/// Round numbers inside a span, about as many as asked for.
pub(in crate::report) fn ticks((low, high): (f64, f64), about: usize) -> Vec<f64> {
    let width = high - low;
    if !(width.is_finite() && width > 0.0) {
        return vec![low];
    }
    let rough = width / about.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    // The round step nearest to the rough one, as a proportion.
    let step = match rough / power {
        part if part < 1.42 => power,
        part if part < 3.17 => 2.0 * power,
        part if part < 7.08 => 5.0 * power,
        _ => 10.0 * power,
    };
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|place| place as f64 * step).collect()
}

/// Labels for the ticks of a metric: percent for shares, all to the same place.
pub(in crate::report) fn tick_label(metric: Metric, ticks: &[f64]) -> impl Fn(f64) -> String + use<> {
    let factor = if metric.unit() == Unit::Share { 100.0 } else { 1.0 };
    let step = match ticks {
        [first, second, ..] => (second - first).abs() * factor,
        _ => 1.0,
    };
    let decimals = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    let percent = if metric.unit() == Unit::Share { "%" } else { "" };
    move |value| {
        let value = value * factor;
        if value.abs() >= 10_000.0 {
            return format_number(value);
        }
        let text = format!("{value:.decimals$}{percent}");
        if value.abs() < step * 1e-6 { text.trim_start_matches('-').to_owned() } else { text }
    }
}

/// Labels for the ticks of a difference: signed, shares in points.
pub(in crate::report) fn difference_label(metric: Metric, ticks: &[f64]) -> impl Fn(f64) -> String + use<> {
    let level = tick_label(metric, ticks);
    move |value| {
        let text = level(value).replace('%', "");
        if value > 0.0 && text.chars().any(|c| matches!(c, '1'..='9')) { format!("+{text}") } else { text }
    }
}

/// A span that holds all values, begins at zero where it must or nearly does, and leaves a little room.
pub(in crate::report) fn span(values: impl IntoIterator<Item = f64>, from_zero: bool) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|value| value.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return (0.0, 1.0);
    }
    if low >= 0.0 && (from_zero || low < 0.4 * high) {
        low = 0.0;
    }
    if high <= 0.0 && from_zero {
        high = 0.0;
    }
    let room = if high > low { 0.06 * (high - low) } else { 0.05 * high.abs().max(0.1) };
    (if low == 0.0 { 0.0 } else { low - room }, if high == 0.0 && low < 0.0 { 0.0 } else { high + room })
}

/// Whether an axis of the metric must begin at zero: shares, counts and money.
pub(in crate::report) fn begins_at_zero(metric: Metric) -> bool {
    matches!(metric.unit(), Unit::Share | Unit::PerCustomer | Unit::Money)
}

/// Unit, better direction and whether the axis is cut, in words.
pub(in crate::report) fn axis_title(metric: Metric, name: &str, (low, _): (f64, f64)) -> String {
    let cut = if low > 0.0 { ", axis cut" } else { "" };
    format!("{name} ({}{cut})", unit_of(metric))
}

/// Unit of the metric in words, where "share of people" would be wrong.
pub(in crate::report) fn unit_of(metric: Metric) -> &'static str {
    match metric {
        Metric::SaysCreepy => "share of touches",
        Metric::PremiumRate => "share of slates",
        _ => metric.unit().words(),
    }
}

/// The words of the better direction, and a small arrow that points to it.
pub(in crate::report) fn better_direction(picture: &mut Picture, (x, y): (f64, f64), better: Better, upright: bool) {
    let palette = picture.palette;
    let turn = match better {
        Better::More => 1.0,
        Better::Less => -1.0,
        Better::Neither => {
            picture.text((x - 2.0, y), better.words(), 12.0, palette.weak_text, Align::Left);
            return;
        }
    };
    picture.text((x + 14.0, y), better.words(), 12.0, palette.weak_text, Align::Left);
    let point = |along: f64, across: f64| if upright { (x + 4.0 + across, y - turn * along) } else { (x + 4.0 + turn * along, y + across) };
    picture.area(vec![point(6.0, 0.0), point(-1.0, 4.5), point(-1.0, -4.5)], palette.weak_text, 1.0);
    picture.line(&[point(-1.0, 0.0), point(-6.0, 0.0)], palette.weak_text, 1.5, SOLID);
}

/// Heights moved apart so that neighbours are at least a gap away from each other, staying as near as they can.
pub(in crate::report) fn apart(heights: &[f64], gap: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    let height = |place: usize| heights.get(place).copied().unwrap_or(top);
    order.sort_by(|&a, &b| height(a).total_cmp(&height(b)));
    let mut moved = heights.to_vec();
    let mut last = f64::NEG_INFINITY;
    for &place in &order {
        last = height(place).max(last + gap);
        if let Some(moved) = moved.get_mut(place) {
            *moved = last;
        }
    }
    let mut limit = bottom;
    for &place in order.iter().rev() {
        if let Some(moved) = moved.get_mut(place) {
            *moved = moved.min(limit);
            limit = *moved - gap;
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks((0.0, 1.0), 5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(ticks((-0.3, 4.1), 4), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(ticks((2.0, 2.0), 4), [2.0]);
        let label = tick_label(Metric::OverLine, &[0.0, 0.05]);
        assert_eq!((label(0.05), label(-0.0)), ("5%".into(), "0%".into()));
    }

    #[test]
    fn spans_begin_at_zero_where_they_must() {
        assert_eq!(span([0.5, 1.0], true).0, 0.0);
        assert!(span([0.9, 1.0], false).0 > 0.8);
        assert_eq!(span([0.1, 1.0], false).0, 0.0);
        assert_eq!(span([], false), (0.0, 1.0));
        let (low, high) = span([-1.0, 1.0], true);
        assert!(low < -1.0 && high > 1.0);
        let (low, high) = span([0.5], false);
        assert!(low < 0.5 && high > 0.5);
    }

    #[test]
    fn labels_are_moved_apart() {
        let moved = apart(&[10.0, 11.0, 50.0, 99.0, 100.0], 12.0, (0.0, 100.0));
        let mut sorted = moved.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 12.0 - 1e-9) && sorted[4] <= 100.0, "{moved:?}");
        assert_eq!(moved[2], 50.0);
    }
}
