//! Dots with intervals, in panels beside each other; worlds as dots where luck is the subject.

use super::{Look, color};
use crate::lesson::{Line, Panel, Rows, Scale, scale_value};
use crate::report::charts::axes::span;
use crate::report::palette::{SOLID, variant_style};
use crate::report::picture::{Align, Mark, Picture, shortened, text_width, wrapped};

/// Narrowest panel in letters.
const NARROWEST: f64 = 10.0;

/// Height of a row, in letters.
const TALLEST: f64 = 2.3;
/// Least height of a row whose worlds are stacked, in letters.
const STACKED: f64 = 6.5;
/// Smallest letters, in points.
const SMALLEST: f64 = 11.0;

/// Draws all panels.
pub(super) fn draw(picture: &mut Picture, rows: &Rows, look: &Look) {
    let size = look.letters;
    let gap = 2.0 * size;
    let fit = ((picture.width + gap) / (NARROWEST * size + gap)).floor().max(1.0) as usize;
    let columns = fit.min(rows.panels.len()).max(1);
    let width = (picture.width - gap * (columns as f64 - 1.0)) / columns as f64;
    let down = rows.panels.len().div_ceil(columns).max(1);
    let height = picture.height / down as f64;
    let head = rows.panels.iter().map(|panel| wrapped(&panel.title, size, width).len()).max().unwrap_or(1) as f64 * 1.25 * size;
    let shared = shared_reach(&rows.panels, rows.worlds || look.worlds);
    for (place, panel) in rows.panels.iter().enumerate() {
        let corner = ((place % columns) as f64 * (width + gap), (place / columns) as f64 * height);
        let ends = shared.unwrap_or_else(|| reach(panel, rows.worlds || look.worlds));
        panel_of(picture, panel, ((corner, (width, height - 0.5 * size), head), ends), rows.worlds, look);
    }
}

/// Where a panel stands: corner, size, height of its head.
type Place = ((f64, f64), (f64, f64), f64);

fn panel_of(picture: &mut Picture, panel: &Panel, (place, ends): (Place, (f64, f64)), worlds: bool, look: &Look) {
    let ((left, top), (width, height), head) = place;
    let palette = picture.palette;
    let size = look.letters;
    let mut y = top + 0.65 * size;
    for line in wrapped(&panel.title, size, width) {
        picture.text((left, y), line, size, palette.text, Align::Left);
        y += 1.25 * size;
    }
    let dots = worlds || look.worlds;
    let x_of = |value: f64| left + 6.0 + (width - 12.0) * ((value - ends.0) / (ends.1 - ends.0).max(1e-12)).clamp(0.0, 1.0);
    let below = panel.mark.as_ref().map_or(panel.better, |(_, words)| words.as_str());
    let foot = top + height - if below.is_empty() { 0.2 } else { 1.4 } * size;
    let first = top + head + 0.7 * size;
    if let Some((mark, words)) = &panel.mark {
        let x = x_of(*mark);
        if dots {
            picture.line(&[(x, first + 1.4 * size), (x, foot)], palette.axis, 1.6, crate::report::palette::DOTTED);
        } else {
            // Beside the numbers the mark keeps away from their words.
            let rows = panel.lines.len();
            let room = (foot - first) / rows.max(1) as f64;
            for row in 0..rows {
                let y = first + row as f64 * room + 1.75 * size.min(room.min(3.2 * size) / TALLEST).max(SMALLEST);
                picture.line(&[(x, y - 0.5 * size), (x, y + 0.5 * size)], palette.axis, 2.0, SOLID);
            }
        }
        let half = 0.5 * text_width(words, size);
        picture.text(
            (x.clamp(left + half, (left + width - half).max(left + half)), foot + 0.75 * size),
            words.clone(),
            size,
            palette.text,
            Align::Center,
        );
    } else if !panel.better.is_empty() {
        picture.text((left, foot + 0.75 * size), shortened(panel.better, size, width), size, palette.weak_text, Align::Left);
    }
    let room = (foot - first) / panel.lines.len().max(1) as f64;
    let shown = (look.progress * panel.lines.len() as f64).ceil() as usize;
    for (place, line) in panel.lines.iter().enumerate() {
        if !dots && place >= shown {
            continue;
        }
        let y = first + place as f64 * room;
        one(picture, panel, line, (left, y, width, room.min(if dots { 400.0 } else { 3.2 * size })), &x_of, dots, look);
    }
}

fn one(
    picture: &mut Picture,
    panel: &Panel,
    line: &Line,
    (left, top, width, room): (f64, f64, f64, f64),
    x_of: &impl Fn(f64) -> f64,
    dots: bool,
    look: &Look,
) {
    let palette = picture.palette;
    // Where rows are tight, letters are smaller, but never too small to read.
    let stacked = dots && room >= STACKED * look.letters;
    let mut size = if stacked { look.letters } else { look.letters.min(room / TALLEST).max(SMALLEST) };
    let color = color(&palette, line.look);
    let value = match &line.value {
        Ok(value) => value,
        Err(why) => {
            for (place, words) in wrapped(&format!("{}: {why}", line.name), size, width).into_iter().enumerate() {
                picture.text((left, top + 0.6 * size + place as f64 * 1.2 * size), words, size, palette.text, Align::Left);
            }
            return;
        }
    };
    let number = scale_value(panel.scale, value.mean);
    while size > SMALLEST && text_width(&line.name, size) + text_width(&number, size) + 10.0 > width {
        size -= 0.5;
    }
    let name_room = width - text_width(&number, size) - 10.0;
    // Where a panel is about one difference, its title has named it.
    if !(stacked && panel.lines.len() == 1) {
        picture.text((left, top + 0.6 * size), shortened(&line.name, size, name_room), size, color, Align::Left);
    }
    if !stacked {
        let y = top + 1.75 * size;
        picture.text((left + width, top + 0.6 * size), number, size, palette.text, Align::Right);
        picture.line(&[(left, y), (left + width, y)], palette.grid, 1.0, SOLID);
        if dots {
            // There is no room for a stack: the worlds lie on the line.
            for world in value.values.iter().flatten() {
                picture.marks.push(Mark::Circle { center: (x_of(*world), y), radius: 3.0, color, filled: false });
            }
        } else if let Some((low, high)) = value.interval {
            picture.line(&[(x_of(low), y), (x_of(high), y)], color, 3.0, SOLID);
        }
        picture.marker((x_of(value.mean), y), variant_style(&palette, line.look + 1, 1).marker, 5.5, color, false);
        return;
    }
    // Worlds one after another, each standing on those that are in its place already.
    let floor = top + room - 2.6 * size;
    let radius = if value.values.len() > 30 { 3.0 } else { 5.0 };
    let count = (look.progress * value.values.len() as f64).ceil() as usize;
    let column_of = |value: f64| (x_of(value) / (2.0 * radius)).round() as i64;
    let columns: Vec<i64> = value.values.iter().flatten().map(|value| column_of(*value)).collect();
    let tallest = columns.iter().map(|column| columns.iter().filter(|other| *other == column).count()).max().unwrap_or(1);
    // A tall stack stays under the words.
    let rise = (2.0 * radius).min((floor - top - 1.6 * size - 2.0 * radius).max(radius) / tallest as f64);
    let mut stacks: Vec<(i64, u32)> = Vec::new();
    for world in value.values.iter().take(count).flatten() {
        let column = column_of(*world);
        let place = stacks.iter().position(|(other, _)| *other == column).unwrap_or_else(|| {
            stacks.push((column, 0));
            stacks.len() - 1
        });
        let Some((_, high)) = stacks.get_mut(place) else { continue };
        let y = floor - radius - f64::from(*high) * rise;
        *high += 1;
        picture.marks.push(Mark::Circle { center: (column as f64 * 2.0 * radius, y), radius: radius - 0.5, color, filled: true });
    }
    picture.line(&[(left, floor), (left + width, floor)], palette.axis, 1.0, SOLID);
    if look.progress < 1.0 {
        return;
    }
    let y = floor + 1.0 * size;
    if let Some((low, high)) = value.interval {
        picture.line(&[(x_of(low), y), (x_of(high), y)], color, 3.0, SOLID);
    }
    picture.marker((x_of(value.mean), y), variant_style(&palette, line.look + 1, 1).marker, 6.0, color, false);
    let above = value.values.iter().flatten().filter(|value| **value > 0.0).count();
    let words = match value.values.iter().flatten().count() {
        1 => format!("one world: {number}"),
        worlds => format!("mean {number}; {above} of {worlds} worlds above 0"),
    };
    picture.text((left + width, top + 0.6 * size), words, size, palette.text, Align::Right);
}

/// One scale for panels that show the same kind of number, so that they can be compared.
fn shared_reach(panels: &[Panel], dots: bool) -> Option<(f64, f64)> {
    let (first, others) = panels.split_first()?;
    let gap = |scale: Scale| matches!(scale, Scale::Criterion(criterion) if !criterion.is_ratio());
    if others.is_empty() || !others.iter().all(|panel| panel.scale == first.scale || gap(panel.scale) && gap(first.scale)) {
        return None;
    }
    let each = panels.iter().map(|panel| reach(panel, dots));
    Some(each.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (least, most)| (low.min(least), high.max(most))))
}

fn reach(panel: &Panel, dots: bool) -> (f64, f64) {
    let mut values: Vec<f64> = panel.mark.iter().map(|(mark, _)| *mark).collect();
    for value in panel.lines.iter().filter_map(|line| line.value.as_ref().ok()) {
        values.push(value.mean);
        if let Some((low, high)) = value.interval {
            values.extend([low, high]);
        }
        if dots {
            values.extend(value.values.iter().flatten());
        }
    }
    span(values, false)
}
