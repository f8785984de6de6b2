//! Histograms of how far people are from their own line, side by side over one axis.

use super::Look;
use crate::experiment::format_number;
use crate::lesson::{BinPanel, Bins};
use crate::report::palette::SOLID;
use crate::report::picture::{Align, Picture, wrapped};

/// Draws all histograms.
pub(super) fn draw(picture: &mut Picture, bins: &Bins, look: &Look) {
    let size = look.letters;
    let (first, last) = reach(bins);
    let highest = bins.panels.iter().flat_map(|panel| &panel.shares).copied().fold(0.0, f64::max).max(1e-9);
    let gap = 1.4 * size;
    let count = bins.panels.len().max(1) as f64;
    let width = (picture.width - gap * (count - 1.0)) / count;
    for (place, panel) in bins.panels.iter().enumerate() {
        one(picture, bins, panel, (place as f64 * (width + gap), width), (first, last, highest), look);
    }
    let palette = picture.palette;
    let title = "below their line  <  felt creepiness less their own line  >  over their line";
    for (place, line) in wrapped(title, size, picture.width).into_iter().enumerate().take(1) {
        picture.text((0.5 * picture.width, picture.height - 0.7 * size + place as f64), line, size, palette.text, Align::Center);
    }
}

fn one(picture: &mut Picture, bins: &Bins, panel: &BinPanel, (left, width): (f64, f64), (first, last, highest): (usize, usize, f64), look: &Look) {
    let palette = picture.palette;
    let size = look.letters;
    picture.text((left, 0.65 * size), panel.name.clone(), 1.1 * size, palette.text, Align::Left);
    let over = match &panel.over {
        Ok(over) => match over.interval {
            Some((low, high)) if high > low => {
                let ends = (format_number(100.0 * low), format_number(100.0 * high));
                format!("{}% over ({} to {})", format_number(100.0 * over.mean), ends.0, ends.1)
            }
            _ => format!("{}% over", format_number(100.0 * over.mean)),
        },
        Err(why) => why.to_string(),
    };
    if look.progress >= 1.0 {
        picture.text((left, 2.0 * size), over, size, palette.worse, Align::Left);
    }
    let (top, bottom) = (3.0 * size, picture.height - 1.8 * size);
    let step = width / (last - first).max(1) as f64;
    for (place, share) in panel.shares.iter().enumerate().take(last).skip(first) {
        let x = left + (place - first) as f64 * step;
        let y = bottom - (bottom - top) * look.progress * share / highest;
        let past = bins.edges.get(place).is_some_and(|edge| *edge >= -1e-9);
        if *share > 0.0 {
            picture.rectangle((x + 0.5, y), (x + step - 0.5, bottom), if past { palette.worse } else { palette.better }, 0.75);
        }
    }
    let zero = bins.edges.iter().position(|edge| *edge >= -1e-9).unwrap_or(last).clamp(first, last);
    let x = left + (zero - first) as f64 * step;
    picture.hatch((x, top), (left + width, bottom), palette.axis);
    picture.line(&[(x, top), (x, bottom)], palette.text, 2.0, SOLID);
    picture.line(&[(left, bottom), (left + width, bottom)], palette.axis, 1.2, SOLID);
}

/// The bins that are worth showing: those with somebody in them, and some room around the line.
fn reach(bins: &Bins) -> (usize, usize) {
    let count = bins.edges.len().saturating_sub(1);
    let zero = bins.edges.iter().position(|edge| *edge >= -1e-9).unwrap_or(0);
    let peopled = |place: usize| bins.panels.iter().any(|panel| panel.shares.get(place).is_some_and(|share| *share > 0.002));
    let first = (0..count).find(|&place| peopled(place)).unwrap_or(0).min(zero.saturating_sub(2));
    let last = (0..count).rev().find(|&place| peopled(place)).map_or(count, |place| place + 1).max(zero + 3).min(count);
    (first, last)
}
