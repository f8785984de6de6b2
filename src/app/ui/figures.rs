//! Cards with figures of the report, and the choice of the variant that they show in detail.

use egui::Ui;

use super::Commands;
use super::widgets::{make_room, weak};
use crate::app::command::Command;
use crate::app::looks::LookStep;
use crate::app::plot::{card_ui, figure_ui};
use crate::app::state::State;
use crate::app::view::shown;

/// The figure that stands in a place, in a card of its own.
pub fn slot_ui(ui: &mut Ui, state: &State, slot: &'static str, commands: &mut Commands) {
    card_ui(ui, |ui| bare_slot_ui(ui, state, slot, commands));
}

/// The same inside a card.
pub fn bare_slot_ui(ui: &mut Ui, state: &State, slot: &'static str, commands: &mut Commands) {
    let figure = state.results.as_ref().and_then(|results| results.sheets.figures.get(slot));
    match figure {
        Some((_, _, figure)) => figure_ui(ui, state, slot, &*figure.0, commands),
        None => {
            weak(ui, "This plot is being prepared.");
        }
    }
}

/// Which variant is shown in detail.
pub fn variant_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(results) = &state.results else { return };
    let tags = shown(&results.run);
    let shown = if state.looks.variant < tags.len() { state.looks.variant } else { 0 };
    ui.horizontal_wrapped(|ui| {
        weak(ui, "Variant in detail:");
        for (place, tag) in tags.iter().enumerate() {
            make_room(ui, 120.0);
            let command = Command::Look(LookStep::Variant(place));
            let button = ui.selectable_label(place == shown, tag.short()).on_hover_text(command.tooltip());
            if button.clicked() {
                commands.push(command);
            }
        }
    });
}
