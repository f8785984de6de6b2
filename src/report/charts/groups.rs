//! One metric by group: sizes first, then rates, one panel for each variant on the same scale.

use super::axes::{LABEL, Panel, better_direction, span, tick_label, ticks, unit_of};
use super::dots::{dot_interval, reach};
use super::page::{MARGIN, begin, finish, interval_words, missing, style, variant_name};
use crate::experiment::{
    AttributeView, Estimate, Estimated, SMALL_GROUP, fairness, format_count, format_difference_estimate, format_estimate, format_value,
};
use crate::ledger::Scope;
use crate::report::palette::{DOTTED, Palette};
use crate::report::picture::{Align, Picture, shortened, text_width, wrapped};
use crate::scenario::Metric;
use crate::simulate::Run;

/// How wide it is drawn where nobody asks for a width.
pub(super) const WIDTH: f64 = 1_200.0;
const NAMES: f64 = 250.0;
const ROW: f64 = 42.0;

/// Draws every attribute below the other.
pub(super) fn draw(run: &Run, metric: Metric, width: f64, palette: Palette) -> Picture {
    let views = fairness(run, metric);
    let title = format!("{}: do groups fare alike?", metric.label());
    let (mut picture, mut y) = begin(width, palette, &title, metric.hover());
    better_direction(&mut picture, (MARGIN, y + 2.0), metric.better(), false);
    y += 20.0;
    // A variant without any number keeps no empty panel; the note below says why.
    let shown: Vec<usize> = (0..run.variants.len())
        .filter(|&variant| views.iter().any(|view| view.groups.iter().any(|group| rate(&group.rates, variant).is_some())))
        .collect();
    let extent = span(views.iter().flat_map(|view| &view.groups).flat_map(|group| &group.rates).flatten().flat_map(reach), false);
    for view in &views {
        y = attribute(&mut picture, run, metric, view, &shown, extent, y);
    }
    let marks = format!(
        "Points: mean of worlds; {}. Dotted line: all customers. Gap: highest group minus lowest within each world, which is above zero by chance \
         alone even when groups are treated alike. Hollow: fewer than {SMALL_GROUP} people in a world, not to be judged.",
        interval_words(run)
    );
    let marks = match metric {
        Metric::PremiumRate => format!("{marks} Shaded: 80% to 100% of the highest group, a common warning level, not a law everywhere."),
        _ => marks,
    };
    let notes = missing(run, views.iter().flat_map(|view| view.overall.iter().cloned().enumerate()));
    finish(picture, run, Scope::All, &marks, &notes, y)
}

fn attribute(picture: &mut Picture, run: &Run, metric: Metric, view: &AttributeView, shown: &[usize], extent: (f64, f64), top: f64) -> f64 {
    let palette = picture.palette;
    picture.text((MARGIN, top + 8.0), shortened(&view.name, 16.0, NAMES), 16.0, palette.text, Align::Left);
    picture.text((MARGIN, top + 27.0), "group, people a world, share", 12.0, palette.weak_text, Align::Left);
    let first = top + 46.0;
    let bottom = first + ROW * view.groups.len() as f64;
    for (row, group) in view.groups.iter().enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        let size = format!("n {}, {:.0}%", format_count(group.people.round() as u64), 100.0 * group.share);
        let name = shortened(&group.name, 14.0, NAMES - 14.0);
        picture.text((MARGIN, y - 8.0), name, 14.0, palette.text, Align::Left);
        picture.text((MARGIN, y + 9.0), size, 12.0, palette.weak_text, Align::Left);
    }
    let width = (picture.width - 2.0 * MARGIN - NAMES) / shown.len().max(1) as f64;
    let mut lowest = bottom;
    for (place, &variant) in shown.iter().enumerate() {
        let left = MARGIN + NAMES + width * place as f64;
        let panel = Panel { left, top: first, right: left + width - 30.0, bottom, x: extent, y: (0.0, 1.0) };
        let cut = if extent.0 > 0.0 { ", axis cut" } else { "" };
        picture.text((left, top + 8.0), shortened(&variant_name(run, variant), 14.0, width - 30.0), 14.0, palette.text, Align::Left);
        picture.text((left, top + 27.0), format!("{}{cut}", unit_of(metric)), 12.0, palette.weak_text, Align::Left);
        let marks = ticks(extent, ((width / 70.0) as usize).clamp(2, 6));
        panel.x_ticks(picture, &marks, tick_label(metric, &marks));
        if metric == Metric::PremiumRate {
            let highest = view.groups.iter().filter_map(|group| rate(&group.rates, variant)).map(|rate| rate.mean).fold(0.0, f64::max);
            picture.rectangle((panel.x_of(0.8 * highest), first), (panel.x_of(highest), bottom), palette.grid, 0.55);
        }
        if let Some(all) = rate(&view.overall, variant) {
            let x = panel.x_of(all.mean);
            picture.line(&[(x, first), (x, bottom)], palette.axis, 1.6, DOTTED);
        }
        let own = style(picture, run, variant);
        for (row, group) in view.groups.iter().enumerate() {
            let y = first + ROW * (row as f64 + 0.5) - 5.0;
            match group.rates.get(variant) {
                Some(Ok(estimate)) => {
                    dot_interval(picture, &panel, y, estimate, &own, group.small);
                    let label = format_value(metric, estimate.mean);
                    let half = text_width(&label, 12.0) / 2.0;
                    let x = panel.x_of(estimate.mean).clamp(panel.left + half, panel.right - half);
                    picture.label((x, y + 16.0), &label, 12.0, palette.weak_text);
                }
                Some(Err(undefined)) => {
                    let words = shortened(&undefined.to_string(), 12.0, panel.right - panel.left);
                    picture.text((panel.left + 4.0, y), words, 12.0, palette.weak_text, Align::Left);
                }
                None => {}
            }
        }
        let words = |name: &str, estimated: Option<&Estimated>| estimated.map(|estimated| format!("{name} {}", spread(metric, name, estimated)));
        let mut line = bottom + 36.0;
        for text in [words("gap", view.gap.get(variant)), words("ratio", view.ratio.get(variant))].into_iter().flatten() {
            for text in wrapped(&text, LABEL, width - 30.0) {
                picture.text((left, line), text, LABEL, palette.text, Align::Left);
                line += 17.0;
            }
        }
        lowest = lowest.max(line);
    }
    lowest + 14.0
}

/// A gap in the metric's own unit, a ratio as a pure number.
fn spread(metric: Metric, name: &str, estimated: &Estimated) -> String {
    if name == "ratio" { format_estimate(Metric::ParityRatio, estimated) } else { format_difference_estimate(metric, estimated) }
}

fn rate(rates: &[Estimated], variant: usize) -> Option<&Estimate> {
    rates.get(variant)?.as_ref().ok()
}
