//! The table twin of a plot: real rows and cells in the access tree.

use egui::accesskit::Role;
use egui::{Label, RichText, ScrollArea, TextStyle, Ui, UiBuilder, vec2};

use crate::app::tokens::Palette;
use crate::app::view::Table;

/// Width, in points, beyond which text wraps where there is no room for more, and beyond which it wraps always.
const WIDEST: [f32; 2] = [230.0, 560.0];
/// Space between columns.
const BETWEEN: f32 = 14.0;

/// A table. It scrolls sideways inside itself where the window is narrow.
pub fn table_ui(ui: &mut Ui, name: &str, title: &str, table: &Table) {
    let widths = widths(ui, table);
    let whole = UiBuilder::new().id_salt(("table", name)).accessibility_role(Role::Table).accessibility_label(title.to_owned());
    ui.scope_builder(whole, |ui| {
        ScrollArea::horizontal().id_salt(("table scroll", name)).show(ui, |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing = vec2(BETWEEN, 2.0);
                row_ui(ui, &table.columns, &widths, Role::ColumnHeader, false);
                for (index, row) in table.rows.iter().enumerate() {
                    row_ui(ui, row, &widths, Role::Cell, index % 2 == 0);
                }
            });
        });
    });
}

fn row_ui(ui: &mut Ui, cells: &[String], widths: &[f32], role: Role, striped: bool) {
    let palette = Palette::current(ui);
    let row = UiBuilder::new().accessibility_role(Role::Row).accessibility_label(cells.join(", "));
    let behind = ui.painter().add(egui::Shape::Noop);
    let rect = ui
        .scope_builder(row, |ui| {
            ui.horizontal_top(|ui| {
                for (cell, width) in cells.iter().zip(widths) {
                    let color = if role == Role::ColumnHeader { palette.weak } else { palette.text };
                    ui.allocate_ui_with_layout(vec2(*width, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                        ui.set_width(*width);
                        let label = ui.add(Label::new(RichText::new(cell).text_style(TextStyle::Small).color(color)).wrap());
                        ui.ctx().accesskit_node_builder(label.id, |node| node.set_role(role));
                    });
                }
            });
        })
        .response
        .rect;
    if striped {
        ui.painter().set(behind, egui::Shape::rect_filled(rect.expand2(vec2(4.0, 1.0)), 2.0, palette.stripe));
    }
}

fn widths(ui: &Ui, table: &Table) -> Vec<f32> {
    let font = TextStyle::Small.resolve(ui.style());
    let width = |text: &String| ui.painter().layout_no_wrap(text.clone(), font.clone(), egui::Color32::PLACEHOLDER).size().x;
    let natural: Vec<f32> = (0..table.columns.len())
        .map(|column| {
            let cells = std::iter::once(&table.columns).chain(&table.rows).filter_map(|row| row.get(column));
            cells.map(width).fold(20.0, f32::max).ceil()
        })
        .collect();
    let room = ui.available_width() - BETWEEN * natural.len() as f32;
    let cut = |widest: f32| natural.iter().map(|width| width.min(widest)).sum::<f32>();
    // Inside something that scrolls sideways there is no end to the room.
    let mut widest = WIDEST[0];
    while room.is_finite() && widest < WIDEST[1] && cut(widest + 10.0) <= room {
        widest += 10.0;
    }
    natural.into_iter().map(|width| width.min(widest)).collect()
}
