//! Breadth within a person, distance between people, drift against the twin: three numbers side by side, never one score.

use super::axes::{LABEL, Panel, better_direction, span, tick_label, ticks, unit_of};
use super::dots::{dot_interval, reach};
use super::page::{MARGIN, VOLUME, begin, finish, interval_words, missing, style, variant_name};
use crate::experiment::{Score, format_value, score_rows};
use crate::ledger::Scope;
use crate::report::palette::{DOTTED, Palette};
use crate::report::picture::{Align, Picture, shortened, wrapped};
use crate::scenario::Metric;
use crate::simulate::Run;

/// How wide it is drawn where nobody asks for a width.
pub(super) const WIDTH: f64 = 1_200.0;
const NAMES: f64 = 190.0;
const ROW: f64 = 46.0;
const METRICS: [Metric; 3] = [Metric::Within, Metric::Across, Metric::DriftNet];

/// Draws the three numbers.
pub(super) fn draw(run: &Run, width: f64, palette: Palette) -> Picture {
    let rows = score_rows(run, &METRICS, Scope::All, 1);
    let subtitle = "Three numbers, each against the same people without a recommender (dotted line). They are never averaged into one.";
    let (mut picture, y) = begin(width, palette, "Do people see less, and is it the recommender's doing?", subtitle);
    let width_of_panel = (width - 2.0 * MARGIN - NAMES) / METRICS.len() as f64 - 36.0;
    let most = METRICS.iter().map(|metric| wrapped(metric.label(), 15.0, width_of_panel).len()).max().unwrap_or(1).max(1);
    let top = y + 84.0 + 19.0 * (most - 1) as f64;
    let bottom = top + ROW * run.variants.len() as f64;
    for variant in 0..run.variants.len() {
        let name = shortened(&variant_name(run, variant), 14.0, NAMES);
        picture.text((MARGIN, row_middle(top, variant)), name, 14.0, palette.text, Align::Left);
    }
    let width = (width - 2.0 * MARGIN - NAMES) / METRICS.len() as f64;
    let mut undefined = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let left = MARGIN + NAMES + width * place as f64 + 24.0;
        let metric = row.metric;
        let estimates = || row.scores.iter().filter_map(|score| score.level.as_ref().ok());
        let extent = span(estimates().flat_map(reach), metric == Metric::DriftNet);
        let panel = Panel { left, top, right: left + width - 36.0, bottom, x: extent, y: (0.0, 1.0) };
        heading(&mut picture, metric, &panel, extent.0 > 0.0, y);
        let marks = ticks(extent, ((panel.right - panel.left) / 55.0).clamp(1.0, 4.0) as usize);
        panel.x_ticks(&mut picture, &marks, tick_label(metric, &marks));
        if let Some(Ok(twin)) = row.scores.first().map(|score| &score.level) {
            let x = panel.x_of(twin.mean);
            picture.line(&[(x, top), (x, bottom)], palette.axis, 1.6, DOTTED);
        }
        for (variant, Score { level, .. }) in row.scores.iter().enumerate() {
            let y = row_middle(top, variant) - 5.0;
            match level {
                Ok(estimate) => {
                    let own = style(&picture, run, variant);
                    dot_interval(&mut picture, &panel, y, estimate, &own, false);
                    let x = panel.x_of(estimate.mean).clamp(panel.left + 28.0, panel.right - 28.0);
                    picture.label((x, y + 17.0), &format_value(metric, estimate.mean), 12.0, palette.weak_text);
                }
                Err(_) => picture.text((panel.left + 6.0, y), "n/a", 12.0, palette.weak_text, Align::Left),
            }
        }
        undefined.extend(row.scores.iter().enumerate().map(|(variant, score)| (variant, score.level.clone())));
    }
    let marks = format!("Points: mean of worlds at the last day; {}. Each number has its own scale. {VOLUME}", interval_words(run));
    let notes = missing(run, undefined);
    finish(picture, run, Scope::All, &marks, &notes, bottom + 30.0)
}

fn heading(picture: &mut Picture, metric: Metric, panel: &Panel, cut: bool, y: f64) {
    let palette = picture.palette;
    let mut line = y + 8.0;
    for words in wrapped(metric.label(), 15.0, panel.right - panel.left) {
        picture.text((panel.left, line), words, 15.0, palette.text, Align::Left);
        line += 19.0;
    }
    let cut = if cut { ", axis cut" } else { "" };
    for words in wrapped(&format!("{}{cut}", unit_of(metric)), LABEL, panel.right - panel.left) {
        picture.text((panel.left, line), words, LABEL, palette.weak_text, Align::Left);
        line += 17.0;
    }
    better_direction(picture, (panel.left, line + 2.0), metric.better(), false);
}

fn row_middle(top: f64, row: usize) -> f64 {
    top + ROW * (row as f64 + 0.5)
}
