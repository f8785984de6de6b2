//! Pieces that figures share: who is drawn and how, panels side by side, axes, keys, lines with bands, labels at their ends.

use crate::experiment::{Estimated, format_count, scope_name, variant_letter};
use crate::ledger::Scope;
use crate::report::charts::axes::{Panel, apart};
use crate::report::charts::page::variant_name;
use crate::report::palette::{DOTTED, Dash, Marker, Palette, Rgb, SOLID, VariantStyle, variant_style};
use crate::report::picture::{Align, Picture, shortened, text_width, wrapped};
use crate::simulate::Run;

/// Size of axis labels and keys.
pub(super) const TEXT: f64 = 12.0;
/// Size of the least text.
pub(super) const LEAST: f64 = 11.0;
/// Room between panels side by side.
pub(super) const GAP: f64 = 18.0;

/// A variant that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    /// Index among the variants of the run.
    pub variant: usize,
    /// Index of the baseline.
    pub baseline: usize,
    /// Letter and name.
    pub label: String,
}

impl Who {
    /// One variant of a run.
    pub fn of(run: &Run, variant: usize) -> Self {
        Self { variant, baseline: run.baseline, label: variant_name(run, variant) }
    }

    /// How it is drawn.
    pub fn look(&self, palette: &Palette) -> VariantStyle {
        variant_style(palette, self.variant, self.baseline)
    }

    /// The letter beside its colour; the twin goes by its name, as "0 0%" would read as one number.
    pub fn letter(&self) -> String {
        if self.variant == 0 && self.baseline != 0 { "none".into() } else { variant_letter(self.variant, self.baseline) }
    }
}

/// Every variant that is not hidden, in order of show: those under test, the baseline, the twin.
pub(super) fn everyone(run: &Run) -> Vec<Who> {
    let mut all: Vec<Who> = (0..run.variants.len()).filter(|variant| !run.hidden.contains(variant)).map(|variant| Who::of(run, variant)).collect();
    all.sort_by_key(|who| (who.variant == 0, who.variant == run.baseline, who.variant));
    all
}

/// "20 of 20 worlds with 5,000 people each, all customers".
pub(super) fn whose(run: &Run, scope: Scope) -> String {
    format!("{}, {}", worlds(run), scope_name(&run.scenario, scope))
}

/// "20 of 20 worlds with 5,000 people each".
pub(super) fn worlds(run: &Run) -> String {
    format!("{} of {} worlds with {} people each", run.worlds.len(), run.planned, format_count(run.scenario.population.customers))
}

/// How a segment is drawn, so that segments are told apart without colour: colour is kept for variants.
pub(super) fn segment_look(palette: &Palette, segment: usize) -> VariantStyle {
    const STYLES: [(Dash, Marker); 6] = [
        (SOLID, Marker::Circle),
        (Dash(&[12.0, 4.0]), Marker::Triangle),
        (Dash(&[9.0, 3.0, 2.0, 3.0]), Marker::Square),
        (DOTTED, Marker::Diamond),
        (Dash(&[5.0, 3.0]), Marker::Cross),
        (Dash(&[3.0, 8.0]), Marker::Ring),
    ];
    let (dash, marker) = STYLES.get(segment % STYLES.len()).copied().unwrap_or((SOLID, Marker::Circle));
    VariantStyle { letter: segment_letter(segment), color: palette.text, dash, marker }
}

/// The letter of a segment: a, b, c ...
pub(super) fn segment_letter(segment: usize) -> String {
    char::from_u32('a' as u32 + segment as u32 % 26).map_or_else(String::new, String::from)
}

/// Panels of one size in rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    columns: usize,
    /// Width of each panel.
    pub width: f64,
}

impl Rows {
    /// As many panels side by side as fit with at least `least` points each.
    pub fn new(width: f64, count: usize, least: f64) -> Self {
        let fit = ((width + GAP) / (least + GAP)).floor().max(1.0) as usize;
        let columns = fit.min(count).max(1);
        Self { columns, width: ((width - GAP * (columns as f64 - 1.0)) / columns as f64).floor() }
    }

    /// Left edge and row of a panel.
    pub fn place(&self, index: usize) -> (f64, usize) {
        ((index % self.columns) as f64 * (self.width + GAP), index / self.columns)
    }
}

/// What the axes of a panel say.
pub(super) struct Axes<'a> {
    /// Ends of the x axis.
    pub x: (f64, f64),
    /// Ends of the y axis.
    pub y: (f64, f64),
    /// Title of the x axis.
    pub x_title: &'a str,
    /// Title of the y axis, above it.
    pub y_title: &'a str,
    /// Ticks of the x axis.
    pub x_marks: Vec<(f64, String)>,
    /// Ticks of the y axis.
    pub y_marks: Vec<(f64, String)>,
    /// Height of the panel.
    pub height: f64,
    /// Room right of it.
    pub right: f64,
}

impl Axes<'_> {
    /// Draws axes with the upper left corner at a point; gives back the panel and the height below everything.
    pub fn draw(&self, picture: &mut Picture, (left, top): (f64, f64), width: f64) -> (Panel, f64) {
        let palette = picture.palette;
        let mut y = top + 8.0;
        for line in wrapped(self.y_title, TEXT, width) {
            picture.text((left, y), line, TEXT, palette.weak_text, Align::Left);
            y += 15.0;
        }
        let label = self.y_marks.iter().map(|(_, text)| text_width(text, TEXT)).fold(0.0, f64::max);
        let panel_left = left + if label > 0.0 { label + 7.0 } else { 0.0 };
        let panel = Panel {
            left: panel_left,
            top: y + 3.0,
            right: (left + width - self.right).max(panel_left + 30.0),
            bottom: y + 3.0 + self.height,
            x: self.x,
            y: self.y,
        };
        for (value, text) in &self.y_marks {
            let at = panel.y_of(*value);
            picture.line(&[(panel.left, at), (panel.right, at)], palette.grid, 0.8, SOLID);
            picture.text((panel.left - 6.0, at), text.as_str(), TEXT, palette.weak_text, Align::Right);
        }
        let mut free = f64::NEG_INFINITY;
        for (value, text) in &self.x_marks {
            let (at, half) = (panel.x_of(*value), text_width(text, TEXT) / 2.0);
            picture.line(&[(at, panel.top), (at, panel.bottom)], palette.grid, 0.8, SOLID);
            let middle = at.min(left + width - half).max(left + half);
            if middle - half >= free {
                picture.text((middle, panel.bottom + 11.0), text.as_str(), TEXT, palette.weak_text, Align::Center);
                free = middle + half + 6.0;
            }
        }
        picture.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], palette.axis, 1.0, SOLID);
        let mut bottom = panel.bottom + 27.0;
        for line in wrapped(self.x_title, TEXT, width) {
            let half = text_width(&line, TEXT) / 2.0;
            let middle = f64::midpoint(panel.left, panel.right).min(left + width - half).max(left + half);
            picture.text((middle, bottom), line, TEXT, palette.weak_text, Align::Center);
            bottom += 15.0;
        }
        (panel, bottom - 5.0)
    }
}

/// Ticks of an axis of days: first, last and some between.
pub(super) fn day_marks(days: usize, width: f64) -> Vec<(f64, String)> {
    let last = days.max(1);
    let step = [7, 14, 30, 60, 90, 180, 365].into_iter().find(|step| (last / step) as f64 * 34.0 <= width).unwrap_or(last);
    let between = (1..=last / step).map(|place| place * step).filter(|day| *day > 3 && last - day.min(&last) > step / 2);
    std::iter::once(1).chain(between).chain((last > 1).then_some(last)).map(|day| (day as f64, day.to_string())).collect()
}

/// Ticks of a share in percent from 0 to a top.
pub(super) fn share_marks(top: f64, about: usize) -> Vec<(f64, String)> {
    let values = crate::report::charts::axes::ticks((0.0, top), about);
    let fine = values.get(1).is_some_and(|step| *step < 0.01);
    values.into_iter().map(|value| (value, if fine { format!("{:.1}%", 100.0 * value) } else { format!("{:.0}%", 100.0 * value) })).collect()
}

/// A short line with a point: the sign of a variant or segment.
pub(super) fn sign(picture: &mut Picture, (x, y): (f64, f64), look: &VariantStyle) -> f64 {
    picture.line(&[(x, y), (x + 28.0, y)], look.color, 2.0, look.dash);
    picture.marker((x + 14.0, y), look.marker, 4.2, look.color, false);
    x + 34.0
}

/// A sign with words beside it, as a heading of a panel; gives back the height below it.
pub(super) fn heading(picture: &mut Picture, (left, top): (f64, f64), width: f64, look: &VariantStyle, words: &str) -> f64 {
    let palette = picture.palette;
    let text = sign(picture, (left, top + 9.0), look);
    let words = shortened(words, 13.0, width - (text - left));
    picture.text((text, top + 9.0), words, 13.0, palette.text, Align::Left);
    top + 20.0
}

/// A key with words for each line, one below the other; gives back the height below it.
pub(super) fn key(picture: &mut Picture, (left, top): (f64, f64), width: f64, rows: &[(VariantStyle, String)]) -> f64 {
    let palette = picture.palette;
    let mut y = top;
    for (look, words) in rows {
        let text = sign(picture, (left, y + 9.0), look);
        for line in wrapped(words, TEXT, width - (text - left)) {
            picture.text((text, y + 9.0), line, TEXT, palette.text, Align::Left);
            y += 17.0;
        }
    }
    y + 4.0
}

/// A key in one row, or as many as it takes.
pub(super) fn row_key(picture: &mut Picture, (left, top): (f64, f64), width: f64, parts: &[(VariantStyle, String)]) -> f64 {
    let palette = picture.palette;
    let (mut x, mut y) = (left, top + 9.0);
    for (look, words) in parts {
        let words = shortened(words, TEXT, width - 36.0);
        let need = 34.0 + text_width(&words, TEXT) + 18.0;
        if x > left && x + need - 18.0 > left + width {
            x = left;
            y += 18.0;
        }
        let text = sign(picture, (x, y), look);
        picture.text((text, y), words, TEXT, palette.text, Align::Left);
        x += need;
    }
    y + 14.0
}

/// Points of estimates that are defined, with their interval.
pub(super) fn points(days: &[usize], estimates: &[Estimated]) -> Vec<(f64, f64, Option<(f64, f64)>)> {
    let of = |(day, estimated): (&usize, &Estimated)| estimated.as_ref().ok().map(|estimate| (*day as f64, estimate.mean, estimate.interval));
    days.iter().zip(estimates).filter_map(of).collect()
}

/// A line with its band; in steps where what is drawn jumps.
pub(super) fn line_with_band(picture: &mut Picture, panel: &Panel, points: &[(f64, f64, Option<(f64, f64)>)], look: &VariantStyle, steps: bool) {
    let path = |value: &dyn Fn(f64, Option<(f64, f64)>) -> f64| -> Vec<(f64, f64)> {
        let mut path: Vec<(f64, f64)> = Vec::new();
        for &(x, mean, interval) in points {
            let at = (panel.x_of(x), panel.y_of(value(mean, interval)));
            if let (true, Some(&(_, before))) = (steps, path.last()) {
                path.push((at.0, before));
            }
            path.push(at);
        }
        path
    };
    if points.iter().any(|point| point.2.is_some()) {
        let upper = path(&|mean, interval| interval.map_or(mean, |(_, high)| high));
        let lower = path(&|mean, interval| interval.map_or(mean, |(low, _)| low));
        picture.area(upper.into_iter().chain(lower.into_iter().rev()).collect(), look.color, 0.16);
    }
    let line = path(&|mean, _| mean);
    if let [single] = line.as_slice() {
        picture.marker(*single, look.marker, 4.0, look.color, false);
    }
    picture.line(&line, look.color, 2.0, look.dash);
}

/// Words at the right ends of lines, kept from running into each other.
pub(super) fn end_labels(picture: &mut Picture, panel: &Panel, ends: &[(f64, VariantStyle, String)]) {
    let wanted: Vec<f64> = ends.iter().map(|(value, ..)| panel.y_of(*value)).collect();
    for ((_, look, words), (&own, y)) in ends.iter().zip(wanted.iter().zip(apart(&wanted, 15.0, (panel.top, panel.bottom)))) {
        picture.line(&[(panel.right + 1.0, own), (panel.right + 8.0, y)], look.color, 0.8, SOLID);
        picture.marker((panel.right + 14.0, y), look.marker, 4.0, look.color, false);
        picture.text((panel.right + 22.0, y), words.as_str(), TEXT, picture.palette.text, Align::Left);
    }
}

/// Room that end labels need.
pub(super) fn end_room(words: impl IntoIterator<Item = String>) -> f64 {
    words.into_iter().map(|words| text_width(&words, TEXT)).fold(0.0, f64::max) + 26.0
}

/// An upright whisker: an interval at a place of x.
pub(super) fn whisker(picture: &mut Picture, panel: &Panel, x: f64, interval: Option<(f64, f64)>, color: Rgb) {
    let Some((low, high)) = interval else { return };
    let (low, high) = (panel.y_of(low), panel.y_of(high));
    picture.line(&[(x, low), (x, high)], color, 1.4, SOLID);
    for y in [low, high] {
        picture.line(&[(x - 3.0, y), (x + 3.0, y)], color, 1.4, SOLID);
    }
}

/// A reason in words where nothing can be drawn, broken into lines.
pub(super) fn reason(picture: &mut Picture, (left, top): (f64, f64), width: f64, words: &str) -> f64 {
    let color = picture.palette.weak_text;
    let mut y = top + 8.0;
    for line in wrapped(words, TEXT, width) {
        picture.text((left, y), line, TEXT, color, Align::Left);
        y += 16.0;
    }
    y
}

#[cfg(test)]
pub(super) mod testing {
    use crate::report::figure::Figure;
    use crate::report::palette::{DARK, LIGHT};
    use crate::report::picture::{Align, Mark, text_width};

    /// The figure says what must be said, and its drawing is finite, inside the picture, readable, without texts that run into each other.
    pub fn check(name: &str, figure: &dyn Figure) {
        let text = figure.text();
        for (part, words) in [("title", &text.title), ("sentence", &text.sentence), ("caption", &text.caption)] {
            assert!(!words.is_empty() && !words.contains("NaN") && !words.contains("inf "), "{name}: {part} \"{words}\"");
        }
        assert!(!text.table.rows.is_empty(), "{name}: no table");
        assert!(text.table.rows.iter().all(|row| row.len() == text.table.columns.len()), "{name}: rows of the table");
        for width in [320.0, 700.0, 1_080.0] {
            for palette in [LIGHT, DARK] {
                let picture = figure.draw(width, palette);
                assert_eq!(picture.width, width, "{name}");
                assert!(picture.height > 40.0 && picture.height < 4_000.0, "{name} at {width}: height {}", picture.height);
                let inside = |&(x, y): &(f64, f64)| {
                    let fits = x >= -0.5 && x <= width + 0.5 && y >= -0.5 && y <= picture.height + 0.5;
                    assert!(x.is_finite() && y.is_finite() && fits, "{name} at {width}: ({x}, {y}) of {} high", picture.height);
                };
                let mut boxes: Vec<(f64, f64, f64, f64, &str)> = Vec::new();
                for mark in &picture.marks {
                    match mark {
                        Mark::Line { points, .. } | Mark::Area { points, .. } => points.iter().for_each(inside),
                        Mark::Circle { center, .. } => inside(center),
                        Mark::Text { at, text, size, align, .. } => {
                            assert!(*size >= 11.0 && !text.contains("NaN"), "{name}: \"{text}\" at size {size}");
                            let wide = text_width(text, *size);
                            let left = match align {
                                Align::Left => at.0,
                                Align::Center => at.0 - wide / 2.0,
                                Align::Right => at.0 - wide,
                            };
                            let found = (left, at.1 - 0.4 * size, left + wide, at.1 + 0.4 * size, text.as_str());
                            assert!(
                                found.0 >= -0.5 && found.2 <= width + 0.5 && found.1 >= 0.0 && found.3 <= picture.height,
                                "{name} at {width}: {found:?} of {}",
                                picture.height
                            );
                            boxes.push(found);
                        }
                    }
                }
                for (place, one) in boxes.iter().enumerate() {
                    for two in boxes.iter().skip(place + 1) {
                        let apart = one.2 <= two.0 || two.2 <= one.0 || one.3 <= two.1 || two.3 <= one.1;
                        assert!(apart, "{name} at {width}: \"{}\" runs into \"{}\"", one.4, two.4);
                    }
                }
                for spot in &picture.spots {
                    assert!(!spot.text.is_empty() && spot.area.0 <= spot.area.2 && spot.area.1 <= spot.area.3, "{name}: {spot:?}");
                }
            }
        }
    }
}
