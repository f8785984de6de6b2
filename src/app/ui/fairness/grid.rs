//! Intersections: two divisions of customers crossed.

use egui::{Align2, ComboBox, Rect, Sense, Stroke, StrokeKind, TextStyle, Ui, pos2, vec2};

use super::super::Commands;
use super::super::widgets::weak;
use crate::app::command::Command;
use crate::app::plot::{hatch, heading_ui, plot_ui};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::view::{CriteriaView, GridCell, GridFace, GridPanel};

/// Height of a cell.
const CELL: f32 = 40.0;
/// Width of the names of rows.
const NAMES: f32 = 130.0;
/// Widest cell.
const WIDEST: f32 = 190.0;

/// The chosen grid of the chosen variant, for the rate of the chosen criterion.
pub fn grids_ui(ui: &mut Ui, state: &State, view: &CriteriaView, commands: &mut Commands) {
    let index = state.selection.grid.min(view.grids.len().saturating_sub(1));
    let Some(grid) = view.grids.get(index) else {
        heading_ui(ui, "Where do groups meet?");
        weak(ui, "n/a: an intersection needs two divisions of customers.");
        return;
    };
    let mut shown = 0;
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Intersection");
        ComboBox::from_id_salt("grid")
            .selected_text(&grid.name)
            .width(200.0)
            .show_ui(ui, |ui| {
                for (place, grid) in view.grids.iter().enumerate() {
                    if ui.selectable_label(place == index, &grid.name).clicked() {
                        commands.push(Command::SetGrid(place));
                    }
                }
            })
            .response
            .labelled_by(label.id);
        shown = super::variant_ui(ui, state, view, "grid", commands);
    });
    if let Some(face) = grid.face(shown, state.selection.criterion) {
        plot_ui(ui, state, "intersections", &face.text, commands, |ui| cells_ui(ui, grid, face));
        let worst = face.text.sentence.split_once(". ").map_or("", |(_, worst)| worst);
        ui.label(worst);
    }
}

fn cells_ui(ui: &mut Ui, grid: &GridPanel, face: &GridFace) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let width = ((ui.available_width() - NAMES) / grid.columns.len().max(1) as f32).min(WIDEST);
    let head = font.size + 8.0;
    let size = vec2(NAMES + width * grid.columns.len() as f32, head + CELL * grid.rows.len() as f32);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(rect.expand(1.0));
    for (column, name) in grid.columns.iter().enumerate() {
        let at = pos2(rect.left() + NAMES + (column as f32 + 0.5) * width, rect.top());
        painter.text(at, Align2::CENTER_TOP, name, font.clone(), palette.weak);
    }
    for (row, (name, cells)) in grid.rows.iter().zip(&face.cells).enumerate() {
        let top = rect.top() + head + row as f32 * CELL;
        painter.text(pos2(rect.left() + NAMES - 8.0, top + CELL / 2.0), Align2::RIGHT_CENTER, name, font.clone(), palette.text);
        for (column, cell) in cells.iter().enumerate() {
            let place = Rect::from_min_size(pos2(rect.left() + NAMES + column as f32 * width, top), vec2(width, CELL));
            cell_in(ui, place.shrink(1.0), cell);
        }
    }
}

fn cell_in(ui: &Ui, place: Rect, cell: &GridCell) {
    let palette = Palette::current(ui);
    let painter = ui.painter_at(place);
    let (body, small) = (TextStyle::Body.resolve(ui.style()), TextStyle::Small.resolve(ui.style()));
    painter.rect_filled(place, 2.0, palette.stripe);
    if cell.small {
        hatch(&painter, place, palette.hatch);
    }
    if cell.worst {
        painter.rect_stroke(place, 2.0, Stroke::new(2.0, palette.strong), StrokeKind::Inside);
    }
    // Long reasons wrap; short values are read from afar.
    let font = if cell.value.len() > 12 { small.clone() } else { body };
    let value = painter.layout(cell.value.clone(), font, palette.strong, place.width() - 10.0);
    let size = painter.layout_no_wrap(cell.size.clone(), small, palette.weak);
    let height = value.size().y + size.size().y;
    let top = place.center().y - height / 2.0;
    let backing = Rect::from_center_size(place.center(), vec2(value.size().x.max(size.size().x) + 6.0, height));
    painter.rect_filled(backing, 2.0, palette.stripe);
    let left = |width: f32| place.center().x - width / 2.0;
    let second = pos2(left(size.size().x), top + value.size().y);
    painter.galley(pos2(left(value.size().x), top), value, palette.strong);
    painter.galley(second, size, palette.weak);
}
