//! Questions that must be answered first. Each says what is safe and has one way out that changes nothing.

use std::path::PathBuf;

use egui::{Id, Modal, TextEdit, Ui};

use super::Commands;
use super::widgets::{command_button, labelled_button, weak};
use crate::app::command::Command;
use crate::app::files::Purpose;
use crate::app::keep::KeepStep;
use crate::app::plot::heading_ui;
use crate::app::review::ReviewStep;
use crate::app::state::{Dialog, Flight, Place, State};
use crate::app::tokens::SECTION;
use crate::experiment::format_number;

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
                if state.document.is_dirty() {
                    ui.label(format!("\"{}\" has changes that are in no file.", state.document.scenario().name));
                }
                if state.review.has_unkept_words() {
                    ui.label("The review has words that are in no file and in no dossier.");
                }
                ui.add_space(SECTION);
                ui.horizontal(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Keep editing", true, commands);
                    if state.document.is_dirty() {
                        command_button(ui, &Command::Save, commands);
                    }
                    if state.review.has_unkept_words() {
                        command_button(ui, &Command::Review(ReviewStep::KeepWords), commands);
                    }
                    ui.add_space(40.0);
                    command_button(ui, &Command::Discard, commands);
                });
            }
            Dialog::Cancel => {
                heading_ui(ui, "Stop the run?");
                let kept = finished_worlds(&state.flight);
                ui.label(format!("{kept} finished worlds stay and are marked partial; verdicts will say so."));
                ui.add_space(SECTION);
                ui.horizontal(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Go on running", true, commands);
                    command_button(ui, &Command::Cancel, commands);
                });
            }
            Dialog::CloseFlying => {
                heading_ui(ui, "Close while a run is under way?");
                let kept = finished_worlds(&state.flight);
                let place = if state.document.file().is_some() { "in the folder runs beside the file" } else { "in the data folder" };
                ui.label(match kept {
                    0 => "No world is finished yet, so there is nothing to keep.".to_owned(),
                    1 => format!("1 world is finished. It can be kept as a run, marked partial, {place}."),
                    _ => format!("{kept} worlds are finished. They can be kept as a run, marked partial, {place}."),
                });
                ui.add_space(SECTION);
                ui.horizontal_wrapped(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Go on running", true, commands);
                    keep_button(ui, KeepStep::KeepAndClose, kept > 0, commands);
                    keep_button(ui, KeepStep::CloseAnyway, true, commands);
                });
            }
            Dialog::ChangedOnDisk { path, words } => {
                heading_ui(ui, "The file was changed by somebody else");
                ui.label(format!("{} is not as it was when you opened it. Nothing was saved yet.", path.display()));
                weak(ui, if words.is_empty() { "It holds the same settings as your document." } else { "What your document would change in it:" });
                egui::ScrollArea::vertical().max_height(140.0).show(ui, |ui| {
                    for line in words {
                        ui.add(egui::Label::new(egui::RichText::new(line).text_style(egui::TextStyle::Small)).wrap());
                    }
                });
                ui.add_space(SECTION);
                ui.horizontal_wrapped(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Keep editing", true, commands);
                    command_button(ui, &Command::SaveAs, commands);
                    ui.add_space(20.0);
                    keep_button(ui, KeepStep::SaveOver, true, commands);
                    keep_button(ui, KeepStep::Reload, true, commands);
                });
            }
            Dialog::Memory { needs, people } => {
                heading_ui(ui, "This run may need more memory than you allow");
                let allowed = state.settings.memory_gb;
                ui.label(format!("It needs about {} GB, you allow {allowed} GB. Nothing was started.", format_number(needs / 1e9)));
                let why =
                    "Estimated as results of all worlds, and, where the crowd is looked at while it is simulated, customers x variants x state.";
                weak(ui, why);
                ui.add_space(SECTION);
                ui.horizontal_wrapped(|ui| {
                    labelled_button(ui, &Command::CloseDialog, "Cancel", true, commands);
                    if let Some(people) = people {
                        keep_button(ui, KeepStep::FewerPeople(*people), true, commands);
                    }
                    labelled_button(ui, &Command::Go(Place::Settings), "Raise the limit...", true, commands);
                    keep_button(ui, KeepStep::RunAnyway, true, commands);
                });
            }
        }
    });
    if response.backdrop_response.clicked() {
        commands.push(Command::CloseDialog);
    }
}

fn finished_worlds(flight: &Flight) -> usize {
    let done = |world: &&Vec<crate::simulate::WorldState>| !world.is_empty() && world.iter().all(|state| *state == crate::simulate::WorldState::Done);
    match flight {
        Flight::Flying { progress, .. } => progress.worlds.iter().filter(done).count(),
        Flight::Idle | Flight::Landed { .. } => 0,
    }
}

fn keep_button(ui: &mut Ui, step: KeepStep, enabled: bool, commands: &mut Commands) {
    let label = step.label();
    labelled_button(ui, &Command::Keep(step), &label, enabled, commands);
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
