//! The bar on top: menus, what is open, what is compared, and the one primary button.

use egui::containers::menu::MenuButton;
use egui::{Align, Label, Layout, RichText, TextStyle, Ui, UiBuilder};

use super::Commands;
use super::widgets::{menu_item, primary_button};
use crate::app::command::Command;
use crate::app::keep::KeepStep;
use crate::app::navigation::NavigationStep;
use crate::app::settings::{Keymap, SettingsStep};
use crate::app::state::{Flight, Place, State, ThemeChoice};
use crate::app::tokens::Palette;
use crate::app::view;

/// The bar on top.
pub fn top_bar_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    ui.horizontal(|ui| {
        menus_ui(ui, state, commands);
        ui.separator();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            match &state.flight {
                Flight::Flying { .. } => primary_button(ui, &Command::ToggleDrawer, "Running...", true, commands),
                Flight::Idle | Flight::Landed { .. } => {
                    let keys = Keymap::words(ui.ctx(), &Command::Run).unwrap_or_default();
                    primary_button(ui, &Command::Run, format!("Run  {keys}").trim_end(), true, commands)
                }
            };
            theme_ui(ui, commands);
            ui.separator();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| facts_ui(ui, state));
        });
    });
}

fn menus_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    MenuButton::new("File").ui(ui, |ui| {
        for command in [Command::New, Command::Open, Command::Save, Command::SaveAs, Command::Navigation(NavigationStep::Export)] {
            menu_item(ui, command, true, commands);
        }
        ui.separator();
        menu_item(ui, Command::Quit, true, commands);
    });
    MenuButton::new("Edit").ui(ui, |ui| {
        menu_item(ui, Command::Undo, state.can_undo(), commands);
        menu_item(ui, Command::Redo, state.can_redo(), commands);
        menu_item(ui, Command::Keep(KeepStep::ToggleHistory), true, commands);
        menu_item(ui, Command::Keep(KeepStep::Try), !state.document.is_trial(), commands);
        ui.separator();
        menu_item(ui, Command::DuplicateVariant, state.place == Place::Variants, commands);
        menu_item(ui, Command::MakeBaseline, state.place == Place::Variants, commands);
    });
    MenuButton::new("View").ui(ui, |ui| {
        for place in Place::ALL {
            menu_item(ui, Command::Go(*place), true, commands);
        }
        ui.separator();
        for step in [
            NavigationStep::Find,
            NavigationStep::FindHere,
            NavigationStep::ToggleRail,
            NavigationStep::ToggleInspector,
            NavigationStep::ToggleFullscreen,
        ] {
            menu_item(ui, Command::Navigation(step), true, commands);
        }
        menu_item(ui, Command::ToggleDrawer, !matches!(state.flight, Flight::Idle), commands);
        for command in [Command::ZoomIn, Command::ZoomOut, Command::ZoomReset] {
            menu_item(ui, command, true, commands);
        }
        menu_item(ui, Command::Settings(SettingsStep::ResetLayout), true, commands);
        for theme in ThemeChoice::ALL {
            menu_item(ui, Command::SetTheme(theme), true, commands);
        }
    });
}

fn theme_ui(ui: &mut Ui, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let (label, other) = match (palette.dark, palette.high) {
        (true, false) => ("Light", ThemeChoice::Light),
        (true, true) => ("Light", ThemeChoice::HighContrastLight),
        (false, false) => ("Dark", ThemeChoice::Dark),
        (false, true) => ("Dark", ThemeChoice::HighContrastDark),
    };
    if ui.button(label).on_hover_text(format!("Change to {}.", other.title().to_lowercase())).clicked() {
        commands.push(Command::SetTheme(other));
    }
}

/// Document, people, baseline, worlds and seed. What does not fit is cut with dots, and whole in the tooltip.
fn facts_ui(ui: &mut Ui, state: &State) {
    let palette = Palette::current(ui);
    let scenario = state.document.scenario();
    let mark = if state.derived.dirty { "* " } else { "" };
    let name = format!("{mark}{}", scenario.name);
    let experiment = &scenario.experiment;
    let worlds = if experiment.worlds == 1 { "world" } else { "worlds" };
    let facts =
        format!("{}, baseline \"{}\", {} {worlds}, seed {}", view::summary(scenario), experiment.baseline, experiment.worlds, experiment.seed);
    let whole = format!("{} ({}): {facts}", scenario.name, state.document.title());
    ui.scope_builder(UiBuilder::new(), |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(RichText::new(name).color(palette.strong)).truncate()).on_hover_text(&whole);
            ui.add(Label::new(RichText::new(facts).text_style(TextStyle::Small).color(palette.weak)).truncate()).on_hover_text(&whole);
        });
    });
}
