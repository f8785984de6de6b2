//! The scorecard: one row per metric, one column per variant, dots with intervals on a scale common to the row.

use egui::{RichText, Sense, TextStyle, Ui, vec2};

use super::Commands;
use super::overview::judged_ui;
use super::widgets::{block_ui, metric_ui, weak};
use crate::app::plot::{ScaleLimit, interval_in, swatch_ui};
use crate::app::state::Contrast;
use crate::app::tokens::{Palette, title_style};
use crate::app::view::{Cell, Heading, OverviewRow, OverviewView, Span, Tag, axis_unit};
use crate::experiment::{format_difference, format_value};

/// Width of the metric's name.
const NAME: f32 = 180.0;
/// Least width of a variant's column.
const LEAST: f32 = 150.0;
/// Height of the strip with dot and interval.
const STRIP: f32 = 20.0;

/// The scorecard.
pub fn scorecard_ui(ui: &mut Ui, view: &OverviewView, contrast: Contrast, commands: &mut Commands) {
    let difference = contrast == Contrast::Difference;
    let tags: Vec<&Tag> = view.tags.iter().filter(|tag| !(difference && tag.is_baseline())).collect();
    let gap = 14.0;
    let column = ((ui.available_width() - NAME) / tags.len().max(1) as f32 - gap).max(LEAST).floor();
    egui::ScrollArea::horizontal().id_salt("scorecard scroll").show(ui, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = vec2(gap, 2.0);
            ui.horizontal_top(|ui| {
                cell_block_ui(ui, NAME, |_| {});
                for tag in &tags {
                    cell_block_ui(ui, column, |ui| {
                        swatch_ui(ui, tag);
                    });
                }
            });
            for (family, rows) in &view.families {
                let palette = Palette::current(ui);
                ui.add_space(6.0);
                ui.label(RichText::new(family.title()).text_style(title_style()).color(palette.strong));
                for row in rows {
                    row_ui(ui, row, &tags, column, difference, &view.heading, commands);
                }
            }
        });
    });
}

/// A cell of the table.
fn cell_block_ui(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    block_ui(ui, width, |ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 1.0);
        add(ui);
    });
}

fn row_ui(ui: &mut Ui, row: &OverviewRow, tags: &[&Tag], column: f32, difference: bool, heading: &Heading, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let metric = row.metric;
    let (range, limit) = if difference { (row.difference_range, row.difference_limit) } else { (row.level_range, row.level_limit) };
    let line = ui.painter().add(egui::Shape::Noop);
    let top = ui.cursor().min;
    let width = NAME + tags.len() as f32 * (column + 14.0);
    ui.add_space(5.0);
    ui.horizontal_top(|ui| {
        cell_block_ui(ui, NAME, |ui| {
            metric_ui(ui, metric, commands);
            weak(ui, format!("{}, {}", axis_unit(metric, difference), metric.better().words())).on_hover_text(metric.hover());
            if let Some(limit) = limit {
                let at = if difference { format_difference(metric, limit.at) } else { format_value(metric, limit.at) };
                ui.label(
                    RichText::new(format!("limit {at}{}, forbidden side hatched", limit.scope_words()))
                        .text_style(TextStyle::Small)
                        .color(palette.worse),
                );
            }
        });
        for tag in tags {
            cell_block_ui(ui, column, |ui| {
                if let Some(cell) = row.cells.iter().find(|cell| cell.variant == tag.variant) {
                    cell_ui(ui, cell, tag, range, limit.map(|limit| ScaleLimit { at: limit.at, bound: limit.bound }), difference, heading);
                }
            });
        }
    });
    ui.add_space(3.0);
    let start = egui::pos2(top.x, top.y);
    ui.painter().set(line, egui::Shape::line_segment([start, start + vec2(width, 0.0)], egui::Stroke::new(1.0, palette.grid)));
}

fn cell_ui(ui: &mut Ui, cell: &Cell, tag: &Tag, range: (f64, f64), limit: Option<ScaleLimit>, difference: bool, heading: &Heading) {
    let palette = Palette::current(ui);
    ui.spacing_mut().interact_size.y = 0.0;
    let number = if difference { &cell.difference } else { &cell.level };
    let (strip, _) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP), Sense::hover());
    let span = Span::of(&number.estimated);
    let look = palette.look(tag.variant, tag.baseline);
    interval_in(ui.painter(), strip, range, true, limit, span.as_ref().map(|span| (span, look, true)), palette);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let strong = if span.is_some() { palette.strong } else { palette.weak };
        ui.label(RichText::new(&number.value).color(strong));
        if !number.interval.is_empty() {
            weak(ui, &number.interval);
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if let Some((verdict, whose)) = &cell.verdict {
            judged_ui(ui, *verdict, heading);
            if !whose.is_empty() && !heading.running {
                weak(ui, whose);
            }
        }
    });
    if difference && !number.agree.is_empty() {
        weak(ui, &number.agree);
    }
}
