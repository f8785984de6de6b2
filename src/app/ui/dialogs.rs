//! Questions that must be answered first. Each says what is safe and has one way out that changes nothing.

use std::path::PathBuf;

use egui::{Id, Modal, TextEdit, Ui};

use super::Commands;
use super::widgets::{command_button, labelled_button, weak};
use crate::app::command::Command;
use crate::app::files::Purpose;
use crate::app::plot::heading_ui;
use crate::app::state::{Dialog, Flight, State};
use crate::app::tokens::SECTION;

/// The open dialog, if there is one.
pub fn dialogs_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(dialog) = &state.dialog else { return };
    let frame = egui::Frame::popup(ui.style()).inner_margin(16);
    let response = Modal::new(Id::unique("dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        match dialog {
            Dialog::OpenFile { path } => path_ui(ui, state, &Purpose::Open, path, false, Command::OpenPath, commands),
            Dialog::SaveFile { path, replaces } => path_ui(ui, state, &Purpose::Save(String::new()), path, *replaces, Command::SavePath, commands),
            Dialog::Choose { purpose, path, replaces } => path_ui(ui, state, purpose, path, *replaces, Command::ChoosePath, commands),
            Dialog::Unsaved(_) => {
                heading_ui(ui, "There are unsaved changes");
                ui.label(format!("\"{}\" has changes that are in no file.", state.document.scenario().name));
                ui.add_space(SECTION);
                ui.horizontal(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Keep editing", true, commands);
                    command_button(ui, &Command::Save, commands);
                    ui.add_space(40.0);
                    command_button(ui, &Command::Discard, commands);
                });
            }
            Dialog::Cancel => {
                heading_ui(ui, "Stop the run?");
                let kept = match &state.flight {
                    Flight::Flying { progress, .. } => progress
                        .worlds
                        .iter()
                        .filter(|world| !world.is_empty() && world.iter().all(|state| *state == crate::simulate::WorldState::Done))
                        .count(),
                    Flight::Idle | Flight::Landed { .. } => 0,
                };
                ui.label(format!("{kept} finished worlds stay and are marked partial; verdicts will say so."));
                ui.add_space(SECTION);
                ui.horizontal(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Go on running", true, commands);
                    command_button(ui, &Command::Cancel, commands);
                });
            }
        }
    });
    if response.backdrop_response.clicked() {
        commands.push(Command::CloseDialog);
    }
}

/// A path to open or to write to; `replaces` says that a file with that name is there already, `take` what is done with it.
fn path_ui(
    ui: &mut Ui,
    state: &State,
    purpose: &Purpose,
    path: &str,
    replaces: bool,
    take: impl FnOnce(PathBuf) -> Command,
    commands: &mut Commands,
) {
    heading_ui(ui, purpose.title());
    if state.no_file_dialog {
        ui.label("This system offers no file dialog. Type the path here.");
    } else {
        weak(ui, "Choose in the dialog of your system. If none opened, type the path here.");
    }
    let mut typed = path.to_owned();
    let hint = match purpose {
        Purpose::Folder => "path of a folder".to_owned(),
        Purpose::Export { ending, .. } => format!("path of a .{ending} file"),
        Purpose::Open | Purpose::Save(_) => "path of a .ron file".to_owned(),
    };
    let field = ui.add(TextEdit::singleline(&mut typed).hint_text(hint).desired_width(f32::INFINITY)).accessible_name(purpose.field());
    if field.changed() {
        commands.push(Command::TypePath(typed.clone()));
    }
    if ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    let command = take(PathBuf::from(typed.trim()));
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let ready = !typed.trim().is_empty();
    if enter && ready {
        commands.push(command.clone());
    }
    if replaces {
        let palette = crate::app::tokens::Palette::current(ui);
        ui.colored_label(palette.warning, "There is a file with this name. Writing replaces it.");
    }
    ui.add_space(SECTION);
    ui.horizontal(|ui| {
        labelled_button(ui, &Command::CloseDialog, "Cancel", true, commands);
        labelled_button(ui, &command, purpose.button(), ready, commands);
    });
}
