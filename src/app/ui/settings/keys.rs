//! The list of commands with their keys, which can be changed.

use egui::{Button, RichText, TextEdit, Ui, vec2};

use super::super::Commands;
use super::super::widgets::{command_button, grid_ui, labelled_button, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::settings::{Keymap, SettingsStep};
use crate::app::state::State;
use crate::app::tokens::{GAP, Palette, TARGET};

/// Narrowest column of the list.
const COLUMN: f32 = 330.0;
/// Width of the button with the keys.
const KEYS: f32 = 130.0;

/// The list.
pub fn keys_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    card_ui(ui, |ui| {
        heading_ui(ui, "Keys");
        weak(ui, "Click the keys of a command, then press the new ones. Esc keeps them, Delete takes them away.");
        conflict_ui(ui, state, commands);
        ui.horizontal_wrapped(|ui| {
            let mut search = state.settings_panel.search.clone();
            let field = ui.add(TextEdit::singleline(&mut search).hint_text("find a command").desired_width(220.0)).accessible_name("Find a command");
            if field.changed() {
                commands.push(Command::Settings(SettingsStep::Search(search)));
            }
            let reset = SettingsStep::ResetAllKeys;
            let label = reset.label();
            labelled_button(ui, &Command::Settings(reset), &label, state.settings.keymap.has_changes(), commands);
        });
        let search = state.settings_panel.search.to_lowercase();
        let found: Vec<Command> =
            Command::with_shortcut().into_iter().filter(|command| command.label().to_lowercase().contains(search.trim())).collect();
        if found.is_empty() {
            weak(ui, "No command has this in its name.");
        }
        let mut groups: Vec<&'static str> = Vec::new();
        for command in &found {
            if !groups.contains(&command.group()) {
                groups.push(command.group());
            }
        }
        for group in groups {
            ui.add_space(GAP);
            ui.label(RichText::new(group).color(Palette::current(ui).strong));
            let members: Vec<&Command> = found.iter().filter(|command| command.group() == group).collect();
            grid_ui(ui, &members, COLUMN, |ui, command| row_ui(ui, state, command, commands));
        }
    });
}

fn conflict_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some((id, keys, other)) = state.settings_panel.taken else { return };
    let name = |id: &str| Command::with_shortcut().into_iter().find(|command| command.id() == id).map(|command| command.label()).unwrap_or_default();
    let palette = Palette::current(ui);
    ui.horizontal_wrapped(|ui| {
        let keys = ui.ctx().format_shortcut(&keys);
        ui.label(RichText::new(format!("{keys} belongs to \"{}\". Give it to \"{}\" instead?", name(other), name(id))).color(palette.warning));
        command_button(ui, &Command::Settings(SettingsStep::TakeKeys), commands);
        command_button(ui, &Command::Settings(SettingsStep::StopWaiting), commands);
    });
}

fn row_ui(ui: &mut Ui, state: &State, command: &Command, commands: &mut Commands) {
    let id = command.id();
    let name = command.label();
    let waiting = state.settings_panel.waiting == Some(id);
    let changed = state.settings.keymap.is_changed(id);
    ui.horizontal(|ui| {
        let width = (ui.available_width() - KEYS - 64.0).max(80.0);
        super::name_ui(ui, width, |ui| ui.add(egui::Label::new(&name).truncate()).on_hover_text(command.tooltip()));
        let keys = Keymap::words(ui.ctx(), command).unwrap_or_else(|| "none".into());
        let words = if waiting { "press keys...".to_owned() } else { keys.clone() };
        let step = if waiting { SettingsStep::StopWaiting } else { SettingsStep::Wait(id) };
        let button = ui.add(Button::new(words).selected(waiting).min_size(vec2(KEYS, TARGET))).on_hover_text(step.tooltip());
        if button.accessible_name(format!("Keys of {name}: {keys}")).clicked() {
            commands.push(Command::Settings(step));
        }
        if changed {
            let reset = SettingsStep::ResetKeys(id);
            let button = ui.add(Button::new("Reset").min_size(vec2(0.0, TARGET))).on_hover_text(reset.tooltip());
            if button.accessible_name(format!("Reset keys of {name}")).clicked() {
                commands.push(Command::Settings(reset));
            }
        }
    });
}
