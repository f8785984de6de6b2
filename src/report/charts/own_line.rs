//! How far people are from their own line: felt creepiness minus personal tolerance, one histogram for each variant on the same axes.

use super::axes::{LABEL, Panel, better_direction, tick_label, ticks};
use super::page::{MARGIN, begin, confidence, finish, missing, style, subtitle, variant_name};
use crate::experiment::{OwnLine, format_estimate, own_line};
use crate::ledger::Scope;
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture, shortened};
use crate::scenario::{Better, Metric};
use crate::simulate::Run;

/// How wide it is drawn where nobody asks for a width.
pub(super) const WIDTH: f64 = 1_080.0;
const HEIGHT: f64 = 120.0;
const NAMES: f64 = 200.0;

/// Draws the histograms.
pub(super) fn draw(run: &Run, day: usize, segment: Option<usize>, width: f64, palette: Palette) -> Picture {
    let scope = segment.map_or(Scope::All, Scope::Segment);
    let lines: Vec<OwnLine> = (0..run.variants.len()).map(|variant| own_line(run, variant, segment, day)).collect();
    let title = format!("How far are people from their own line on day {day}?");
    let (mut picture, y) = begin(width, palette, &title, &subtitle(run, scope, Metric::OverLine.hover()));
    let shown: Vec<usize> = (0..lines.len()).filter(|&variant| lines.get(variant).is_some_and(|line| !line.shares.is_empty())).collect();
    // Where nobody is, the axis need not go: the filled bins with a little room, always with the line itself in the middle of things.
    let filled = || shown.iter().filter_map(|&variant| lines.get(variant)).flat_map(filled_bins);
    let reach = filled().fold((-0.2f64, 0.2f64), |(low, high), (left, right, _)| (low.min(left), high.max(right)));
    let extent = (reach.0 - 0.02, reach.1 + 0.02);
    let tallest = filled().map(|(_, _, share)| share).fold(0.01f64, f64::max);
    let (left, right) = (MARGIN + NAMES + 50.0, width - MARGIN);
    picture.text((left - 44.0, y + 6.0), "share of people in each bin", LABEL, palette.text, Align::Left);
    better_direction(&mut picture, (right - 100.0, y + 6.0), Better::Less, false);
    let mut top = y + 24.0;
    for (row, &variant) in shown.iter().enumerate() {
        let Some(line) = lines.get(variant) else { continue };
        let panel = Panel { left, top, right, bottom: top + HEIGHT, x: extent, y: (0.0, tallest * 1.08) };
        histogram(&mut picture, run, variant, line, &panel, row + 1 == shown.len());
        top = panel.bottom + 18.0;
    }
    picture.text(((left + right) / 2.0, top + 16.0), "felt creepiness minus the person's own line", LABEL, palette.text, Align::Center);
    let marks = format!(
        "Bars: share of active people, mean of worlds. Hatched: over their own line; that share stands left with its {} interval of the mean over worlds.",
        confidence(run),
    );
    let notes = missing(run, lines.into_iter().map(|line| line.over).enumerate());
    finish(picture, run, scope, &marks, &notes, top + 30.0)
}

fn histogram(picture: &mut Picture, run: &Run, variant: usize, line: &OwnLine, panel: &Panel, last: bool) {
    let palette = picture.palette;
    let own = style(picture, run, variant);
    let x_marks = ticks(panel.x, 8);
    panel.x_ticks(picture, &x_marks, |tick| if last { format!("{:.1}", tick + 0.0) } else { String::new() });
    let marks = ticks(panel.y, 2);
    panel.y_ticks(picture, &marks, tick_label(Metric::OverLine, &marks));
    for (low, high, share) in filled_bins(line) {
        let from = (panel.x_of(low) + 0.5, panel.y_of(share));
        picture.rectangle(from, (panel.x_of(high) - 0.5, panel.bottom), own.color, 0.75);
    }
    let zero = panel.x_of(0.0);
    picture.hatch((zero, panel.top), (panel.right, panel.bottom), palette.axis);
    picture.line(&[(zero, panel.top), (zero, panel.bottom)], palette.worse, 1.8, SOLID);
    let x = MARGIN;
    picture.marker((x + 6.0, panel.top + 20.0), own.marker, 5.0, own.color, false);
    picture.text((x + 18.0, panel.top + 20.0), shortened(&variant_name(run, variant), 14.0, NAMES - 24.0), 14.0, palette.text, Align::Left);
    let over = format_estimate(Metric::OverLine, &line.over);
    let (value, interval) = over.split_once(' ').map_or((over.as_str(), ""), |(value, interval)| (value, interval));
    picture.text((x, panel.top + 44.0), format!("{value} over their line"), 14.0, palette.text, Align::Left);
    picture.text((x, panel.top + 63.0), interval, 12.0, palette.weak_text, Align::Left);
}

/// Edges and share of the bins that hold somebody.
fn filled_bins(line: &OwnLine) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
    let bins = line.edges.iter().zip(line.edges.iter().skip(1)).zip(&line.shares);
    bins.filter(|(_, share)| **share > 0.0).map(|((&low, &high), &share)| (low, high, share))
}
