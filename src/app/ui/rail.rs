//! The rail: areas and their screens.

use egui::{Button, Ui, vec2};

use super::Commands;
use super::widgets::weak;
use crate::app::command::Command;
use crate::app::state::{Place, State};
use crate::app::tokens::{SECTION, TARGET};

/// The rail.
pub fn rail_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let areas: [(&str, &[Place]); 4] = [
        ("", &[Place::Start]),
        ("Build", &[Place::Scenario, Place::Variants, Place::Plan]),
        ("Results", &[Place::Overview, Place::Time, Place::Creepiness, Place::Bubbles, Place::Fairness, Place::Test]),
        ("Model", &[Place::Model, Place::Card, Place::Assumptions]),
    ];
    ui.spacing_mut().item_spacing.y = 3.0;
    for (area, places) in areas {
        if !area.is_empty() {
            ui.add_space(SECTION);
            weak(ui, area);
        }
        for &place in places {
            let command = Command::Go(place);
            let keys = command.shortcut().map(|keys| format!(" ({})", ui.ctx().format_shortcut(&keys))).unwrap_or_default();
            let button = Button::selectable(state.place == place, place.title()).min_size(vec2(ui.available_width(), TARGET + 2.0));
            if ui.add(button).on_hover_text(format!("{}{keys}", place.tooltip())).clicked() {
                commands.push(command);
            }
        }
    }
}
