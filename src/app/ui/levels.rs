//! The level of one metric under each variant: dots with intervals on one axis.

use egui::Ui;

use crate::app::plot::{Axis, Row, row_plot_ui};
use crate::app::tokens::Palette;
use crate::app::view::{Span, Tag, axis_unit, tick_text};
use crate::scenario::Metric;

/// A row for each variant: who it is, what to draw (nothing where undefined), the number in words.
pub fn levels_ui<'a>(ui: &mut Ui, metric: Metric, rows: impl Iterator<Item = (&'a Tag, Option<Span>, &'a str)> + Clone) {
    let palette = Palette::current(ui);
    let reach = rows.clone().filter_map(|(_, span, _)| span).map(|span| span.reach());
    let (low, high) = reach.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
    let air = ((high - low) * 0.15).max(high.abs() * 0.02).max(1e-4);
    // Dots need no zero; what lies near it, as drift, whose zero is the twin, keeps it.
    let from = if low - air < 0.0 || low < 0.3 * high { low.min(0.0) } else { low - air };
    let cut = if from > 0.0 { ", axis cut" } else { "" };
    let title = format!("{}, {}{cut}", axis_unit(metric, false), metric.better().words());
    let axis = Axis::new(title, (from, high + air), 4, |value, step| tick_text(metric, value, step, false));
    let row = |(tag, span, label): (&Tag, Option<Span>, &str)| Row {
        name: tag.short(),
        label: label.to_owned(),
        span,
        look: palette.look(tag.variant, tag.baseline),
        hollow: false,
        mark: None,
        band: None,
        lit: false,
        gap: tag.is_twin(),
    };
    row_plot_ui(ui, &rows.map(row).collect::<Vec<_>>(), &axis, true);
}
