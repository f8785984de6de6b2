//! The screens of an area, as tabs.

use egui::{Button, Ui, vec2};

use super::Commands;
use crate::app::command::Command;
use crate::app::settings::Keymap;
use crate::app::state::State;
use crate::app::tokens::TARGET;

/// The tabs of the area in view; nothing where there is one screen alone.
pub fn tabs_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for place in state.place.area().places() {
            let command = Command::Go(place);
            let keys = Keymap::words(ui.ctx(), &command).map(|keys| format!(" ({keys})")).unwrap_or_default();
            let button = Button::selectable(state.place == place, place.title()).min_size(vec2(0.0, TARGET + 2.0));
            if ui.add(button).on_hover_text(format!("{}{keys}", place.tooltip())).clicked() {
                commands.push(command);
            }
        }
    });
}
