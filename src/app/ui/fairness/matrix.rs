//! The criterion matrix: a click on a row lights the rates that it is made of.

use egui::{Button, Rect, RichText, Sense, Stroke, TextStyle, Ui, pos2, vec2};

use super::super::Commands;
use super::super::widgets::{block_ui, weak};
use crate::app::command::Command;
use crate::app::plot::{swatch_ui, words_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};
use crate::app::view::{CriteriaView, MatrixCell, MatrixPanel};
use crate::experiment::Mark;

/// Width of the names of criteria.
const NAMES: f32 = 168.0;
/// Least width of a variant.
const LEAST: f32 = 150.0;

/// The matrix.
pub fn matrix_ui(ui: &mut Ui, state: &State, view: &CriteriaView, panel: &MatrixPanel, commands: &mut Commands) {
    let mut chosen = Vec::new();
    words_ui(ui, state, "criteria", &panel.text, commands, |ui| {
        weak(ui, &view.population);
        let palette = Palette::current(ui);
        ui.label(RichText::new(&panel.conflict).color(palette.strong));
        // The twin shows nothing, so it is only in the table.
        let shown: Vec<usize> = (0..view.tags.len()).filter(|&place| !view.tags[place].is_twin()).collect();
        let width = ((ui.available_width() - NAMES) / shown.len().max(1) as f32 - 12.0).max(LEAST.min(ui.available_width() / 3.0)).min(280.0);
        egui::ScrollArea::horizontal().id_salt("criteria").show(ui, |ui| {
            row_ui(ui, |ui| {
                block_ui(ui, NAMES, |ui| weak(ui, "Criterion; select one to see its rates"));
                for &place in &shown {
                    block_ui(ui, width, |ui| swatch_ui(ui, &view.tags[place]));
                }
            });
            for row in &panel.rows {
                row_ui(ui, |ui| {
                    block_ui(ui, NAMES, |ui| {
                        let command = Command::SetCriterion(row.criterion);
                        let selected = state.selection.criterion == row.criterion;
                        let button = Button::new(row.criterion.label()).selected(selected).min_size(vec2(NAMES - 8.0, TARGET));
                        let button = ui.add(button).on_hover_text(command.tooltip()).accessible_name(format!("Criterion: {}", row.criterion.label()));
                        if button.clicked() {
                            chosen.push(command);
                        }
                        weak(ui, format!("usual mark: {}", row.usual));
                    });
                    for cell in shown.iter().filter_map(|&place| row.cells.get(place)) {
                        block_ui(ui, width, |ui| cell_ui(ui, cell));
                    }
                });
            }
        });
    });
    commands.extend(chosen);
}

fn row_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(add);
    ui.add_space(4.0);
}

fn cell_ui(ui: &mut Ui, cell: &MatrixCell) {
    let palette = Palette::current(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        mark_ui(ui, cell.mark);
        ui.label(RichText::new(&cell.value).color(palette.strong));
    });
    let parts = [&cell.deciding, &cell.chance].into_iter().filter(|part| !part.is_empty()).cloned();
    let parts: Vec<String> =
        parts.chain(matches!(cell.mark, Mark::Inside | Mark::Beyond | Mark::TooSmall).then(|| cell.mark.words().to_owned())).collect();
    if !parts.is_empty() {
        ui.label(RichText::new(parts.join("; ")).text_style(TextStyle::Small).color(palette.weak));
    }
}

/// The side of the usual mark by shape: a dot left of an upright line, or right of it; a ring where nobody should say.
fn mark_ui(ui: &mut Ui, mark: Mark) {
    let palette = Palette::current(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 14.0), Sense::hover());
    let (painter, centre) = (ui.painter(), rect.center());
    let line = |at: f32| painter.line_segment([pos2(at, rect.top()), pos2(at, rect.bottom())], Stroke::new(1.5, palette.axis));
    match mark {
        Mark::Inside => {
            line(centre.x + 3.0);
            painter.circle_filled(centre - vec2(4.0, 0.0), 3.2, palette.text);
        }
        Mark::Beyond => {
            line(centre.x - 3.0);
            let square = Rect::from_center_size(centre + vec2(4.0, 0.0), vec2(6.4, 6.4));
            painter.rect_filled(square, 0.0, palette.strong);
        }
        Mark::TooSmall => {
            line(centre.x);
            painter.circle_stroke(centre, 3.2, Stroke::new(1.4, palette.weak));
        }
        Mark::NoMark => {
            painter.circle_filled(centre, 3.2, palette.text);
        }
        Mark::Undefined => {}
    }
    response.on_hover_text(mark.words());
}
