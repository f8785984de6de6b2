//! The start screen: bundled cases with their stories, recent files, new and open.

use egui::{Label, RichText, TextStyle, Ui};

use super::Commands;
use super::widgets::{command_button, grid_ui, labelled_button, screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, SECTION};
use crate::scenario::{CASES, Case};

/// The start screen.
pub fn start_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    screen_heading(ui, "Fly a change before a customer meets it");
    ui.label("Pick a case. You will see a verdict in under a minute.");
    ui.add_space(SECTION);
    grid_ui(ui, CASES, 300.0, |ui, case| case_ui(ui, case, commands));
    ui.add_space(SECTION);
    ui.horizontal(|ui| {
        command_button(ui, &Command::New, commands);
        command_button(ui, &Command::Open, commands);
        weak(ui, "Your own scenario is one .ron file. Nothing ever leaves this machine.");
    });
    ui.add_space(SECTION);
    heading_ui(ui, "Recent files");
    if state.recent.is_empty() {
        weak(ui, "Files that you open or save are listed here.");
    }
    for path in state.recent.iter().map(|file| &file.path) {
        let there = !state.missing.contains(path);
        ui.horizontal(|ui| {
            let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
            labelled_button(ui, &Command::OpenPath(path.clone()), &name, there, commands);
            let place = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
            let words = if there { place } else { format!("{place} (no longer there)") };
            ui.label(RichText::new(words).text_style(TextStyle::Small).color(palette.weak));
        });
    }
}

fn case_ui(ui: &mut Ui, case: &Case, commands: &mut Commands) {
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        heading_ui(ui, case.title);
        ui.add(Label::new(RichText::new(case.question).color(palette.strong)).wrap());
        ui.add(Label::new(RichText::new(story(case)).text_style(TextStyle::Small).color(palette.weak)).wrap());
        let command = Command::OpenCase(case.id.into());
        labelled_button(ui, &command, "Open and run", true, commands).accessible_name(format!("Open and run case {}", case.title));
    });
}

/// The story paragraph of a case: the comment on top of its file.
fn story(case: &Case) -> String {
    let lines = case.text.lines().take_while(|line| line.starts_with("//")).map(|line| line.trim_start_matches('/').trim());
    lines.collect::<Vec<_>>().join(" ")
}
