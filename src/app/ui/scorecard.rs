//! The scorecard: one row per metric, one column per variant, dots with intervals on a scale common to the row.

use egui::accesskit::Role;
use egui::{RichText, Sense, TextStyle, Ui, WidgetInfo, vec2};

use super::Commands;
use super::overview::judged_ui;
use super::widgets::{block_ui, metric_ui, weak};
use crate::app::command::Command;
use crate::app::looks::{LookStep, PinnedRow};
use crate::app::plot::{ScaleLimit, interval_in, swatch_ui};
use crate::app::state::{Contrast, State};
use crate::app::tokens::{Palette, title_style};
use crate::app::view::{Cell, Heading, OverviewRow, OverviewView, Span, Tag, axis_unit, relative_words};
use crate::experiment::{format_difference, format_value};
use crate::scenario::Metric;

/// Width of the metric's name.
const NAME: f32 = 180.0;
/// Least width of a variant's column.
const LEAST: f32 = 150.0;
/// Height of the strip with dot and interval.
const STRIP: f32 = 20.0;

/// Space between columns.
const GAP: f32 = 14.0;

/// The least width that shows so many variants without scrolling.
pub fn least_width(variants: usize) -> f32 {
    NAME + variants as f32 * (LEAST + GAP)
}

/// The scorecard.
pub fn scorecard_ui(ui: &mut Ui, state: &State, view: &OverviewView, commands: &mut Commands) {
    let contrast = state.selection.contrast;
    let difference = contrast != Contrast::Level;
    let tags: Vec<&Tag> = view.tags.iter().filter(|tag| !(difference && tag.is_baseline())).collect();
    let column = ((ui.available_width() - NAME) / tags.len().max(1) as f32 - GAP).max(LEAST).floor();
    egui::ScrollArea::horizontal().id_salt("scorecard scroll").show(ui, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, 2.0);
            ui.horizontal_top(|ui| {
                cell_block_ui(ui, NAME, |_| {});
                for tag in &tags {
                    cell_block_ui(ui, column, |ui| {
                        swatch_ui(ui, tag);
                    });
                }
            });
            let shown = Shown { contrast, pinned: state.looks.pinned, heading: &view.heading };
            for (title, rows) in view.groups(state.looks.by_harm) {
                let palette = Palette::current(ui);
                ui.add_space(6.0);
                ui.label(RichText::new(title).text_style(title_style()).color(palette.strong));
                for row in rows {
                    row_ui(ui, row, &tags, column, &shown, commands);
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

/// What the cells show.
struct Shown<'a> {
    contrast: Contrast,
    pinned: Option<PinnedRow>,
    heading: &'a Heading,
}

fn row_ui(ui: &mut Ui, row: &OverviewRow, tags: &[&Tag], column: f32, shown: &Shown<'_>, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let metric = row.metric;
    let (range, limit) = row.scale(shown.contrast);
    let line = ui.painter().add(egui::Shape::Noop);
    let top = ui.cursor().min;
    let width = NAME + tags.len() as f32 * (column + GAP);
    ui.add_space(5.0);
    ui.horizontal_top(|ui| {
        cell_block_ui(ui, NAME, |ui| {
            metric_ui(ui, metric, commands);
            let unit = match shown.contrast {
                Contrast::Difference => axis_unit(metric, true),
                Contrast::Relative => "share of the baseline",
                Contrast::Level => axis_unit(metric, false),
            };
            weak(ui, format!("{unit}, {}", metric.better().words())).on_hover_text(metric.hover());
            if let Some(limit) = limit {
                let at = match shown.contrast {
                    Contrast::Difference => format_difference(metric, limit.at),
                    Contrast::Relative => relative_words(limit.at),
                    Contrast::Level => format_value(metric, limit.at),
                };
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
                    let limit = limit.map(|limit| ScaleLimit { at: limit.at, bound: limit.bound });
                    cell_ui(ui, metric, cell, tag, (range, limit), shown, commands);
                }
            });
        }
    });
    ui.add_space(3.0);
    let start = egui::pos2(top.x, top.y);
    ui.painter().set(line, egui::Shape::line_segment([start, start + vec2(width, 0.0)], egui::Stroke::new(1.0, palette.grid)));
}

fn cell_ui(
    ui: &mut Ui,
    metric: Metric,
    cell: &Cell,
    tag: &Tag,
    (range, limit): ((f64, f64), Option<ScaleLimit>),
    shown: &Shown<'_>,
    commands: &mut Commands,
) {
    let palette = Palette::current(ui);
    ui.spacing_mut().interact_size.y = 0.0;
    let number = cell.number(shown.contrast);
    let pin = PinnedRow { metric, variant: tag.variant };
    let pinned = shown.pinned == Some(pin);
    let (strip, response) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP), Sense::click());
    let command = Command::Look(LookStep::Pin((!pinned).then_some(pin)));
    let name = format!("Worlds of {} under {}", metric.label(), tag.label());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, pinned, &name));
    if pinned || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(strip, 2.0, palette.selection);
    }
    if response.on_hover_text("Click to see every world of this number as a dot.").clicked() {
        commands.push(command);
    }
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
            judged_ui(ui, *verdict, shown.heading);
            if !whose.is_empty() && !shown.heading.running {
                weak(ui, whose);
            }
        }
    });
    if !number.agree.is_empty() {
        weak(ui, &number.agree);
    }
}
