//! The rail: the areas of the app.

use egui::{Button, Ui, vec2};

use super::Commands;
use crate::app::command::Command;
use crate::app::state::{Area, State};
use crate::app::tokens::TARGET;

/// The rail.
pub fn rail_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 4.0;
    for area in Area::ALL {
        let button = Button::selectable(state.place.area() == area, area.title()).min_size(vec2(ui.available_width(), TARGET + 8.0));
        let screens: Vec<&str> = area.places().map(crate::app::state::Place::title).collect();
        if ui.add(button).on_hover_text(screens.join(", ")).clicked() {
            commands.push(Command::GoArea(area));
        }
    }
}
