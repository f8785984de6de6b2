//! The screens of an area as tabs, the way back, and where one stands.

use egui::{Align, Button, Layout, Ui, vec2};

use super::Commands;
use super::widgets::{command_button, labelled_button, weak};
use crate::app::command::Command;
use crate::app::lessons::LessonStep;
use crate::app::navigation::{NavigationStep, Subject};
use crate::app::settings::Keymap;
use crate::app::state::State;
use crate::app::tokens::TARGET;
use crate::app::view;
use crate::ledger::Scope;

/// Room for the way back and the trail.
const TRAIL: f32 = 64.0;

/// The tabs of the area in view.
pub fn tabs_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    ui.horizontal(|ui| {
        let width = ui.available_width() - TRAIL;
        ui.allocate_ui_with_layout(vec2(width, TARGET), Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.x = 3.0;
            for place in state.place.area().places() {
                let command = Command::Go(place);
                let keys = Keymap::words(ui.ctx(), &command).map(|keys| format!(" ({keys})")).unwrap_or_default();
                let button = Button::selectable(state.place == place, place.title()).min_size(vec2(0.0, TARGET + 2.0));
                if ui.add(button).on_hover_text(format!("{}{keys}", place.tooltip())).clicked() {
                    commands.push(command);
                }
            }
            // Who came here from a lesson goes on there.
            if state.lessons.open.is_some() && state.place.is_result() {
                ui.add_space(12.0);
                command_button(ui, &Command::Lesson(LessonStep::Return), commands);
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (back, forward) = (Command::Navigation(NavigationStep::Back), Command::Navigation(NavigationStep::Forward));
            labelled_button(ui, &forward, ">", !state.navigation.forward.is_empty(), commands).accessible_name("Forward");
            labelled_button(ui, &back, "<", !state.navigation.back.is_empty(), commands).accessible_name("Back");
        });
    });
    let trail = trail(state);
    if trail.len() > 2 {
        weak(ui, trail.join("  >  "));
    }
}

/// Where one stands: area, screen, whose values, what is explained.
pub fn trail(state: &State) -> Vec<String> {
    let mut trail = vec![state.place.area().title().to_owned(), state.place.title().to_owned()];
    if state.place.is_result() {
        if state.selection.scope != Scope::All {
            let scenario = state.scenario_shown();
            trail.push(view::people(scenario, state.selection.scope));
        }
        match &state.navigation.subject {
            Some(Subject::Metric(metric)) => trail.push(metric.label().into()),
            Some(Subject::Plot { text, .. }) => trail.push(text.title.clone()),
            Some(Subject::Word(_)) | None => {}
        }
    }
    trail
}
