//! Asking for a path: with the dialog of the system, and with a field to type it into.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

use egui::Context;

use super::{App, wake};
use crate::app::command::Command;
use crate::app::files::{Purpose, SOONEST_ANSWER};
use crate::app::state::Dialog;

/// What becomes of a path.
type Then = Box<dyn FnOnce(PathBuf) -> Command>;

/// A question under way.
pub(super) struct Asked {
    answer: Receiver<Option<PathBuf>>,
    since: Instant,
    then: Option<Then>,
}

impl App {
    /// Asks for a path; with it the command is carried out that `then` makes of it. Where the person changes their mind nothing happens.
    pub(super) fn choose(&mut self, ctx: &Context, purpose: Purpose, then: impl FnOnce(PathBuf) -> Command + 'static) {
        self.state.dialog = Some(Dialog::Choose { purpose: purpose.clone(), path: String::new(), replaces: false });
        if let Purpose::Export { name, .. } | Purpose::Save(name) = &purpose {
            self.type_path(name.clone());
        }
        self.ask_system(ctx, purpose, Some(Box::new(then)));
    }

    /// Takes the path that [`App::choose`] asked for.
    pub(super) fn take_path(&mut self, ctx: &Context, path: PathBuf) {
        let Some(Dialog::Choose { purpose, .. }) = self.state.dialog.take() else { return };
        let then = self.asked.take().and_then(|asked| asked.then);
        if let Some(then) = then {
            self.carry_out(ctx, then(purpose.complete(path)));
        }
    }

    pub(super) fn ask_where_to_save(&mut self, ctx: &Context) {
        let suggestion = self
            .state
            .document
            .file()
            .map_or_else(|| format!("{}.ron", file_name(&self.state.document.scenario().name)), |path| path.display().to_string());
        self.state.dialog = Some(Dialog::SaveFile { path: String::new(), replaces: false });
        self.type_path(suggestion.clone());
        let name = Path::new(&suggestion).file_name().map_or_else(|| suggestion.clone(), |name| name.to_string_lossy().into_owned());
        self.ask_system(ctx, Purpose::Save(name), None);
    }

    pub(super) fn type_path(&mut self, typed: String) {
        let own = self.state.document.file().map(Path::to_path_buf);
        match &mut self.state.dialog {
            Some(Dialog::OpenFile { path }) => *path = typed,
            Some(Dialog::SaveFile { path, replaces }) => {
                let file = Purpose::Save(String::new()).complete(PathBuf::from(typed.trim()));
                *replaces = file.exists() && own != Some(file);
                *path = typed;
            }
            Some(Dialog::Choose { purpose, path, replaces }) => {
                *replaces = purpose.replaces(&purpose.complete(PathBuf::from(typed.trim())));
                *path = typed;
            }
            _ => {}
        }
    }

    pub(super) fn ask_system(&mut self, ctx: &Context, purpose: Purpose, then: Option<Then>) {
        let (sender, answer) = channel();
        self.asked = Some(Asked { answer, since: Instant::now(), then });
        self.chooser.choose(purpose, sender, wake(ctx));
    }

    /// Takes the answer of the system's dialog. No answer at once means that there is no dialog; none later, that the person changed their mind.
    pub(super) fn take_chosen_file(&mut self, ctx: &Context) {
        let Some(asked) = &self.asked else { return };
        match asked.answer.try_recv() {
            Ok(Some(path)) => match &self.state.dialog {
                Some(Dialog::OpenFile { .. }) => self.carry_out(ctx, Command::OpenPath(path)),
                Some(Dialog::SaveFile { .. }) => self.carry_out(ctx, Command::SavePath(path)),
                Some(Dialog::Choose { .. }) => self.carry_out(ctx, Command::ChoosePath(path)),
                _ => self.asked = None,
            },
            Ok(None) if asked.since.elapsed() < SOONEST_ANSWER => self.state.no_file_dialog = true,
            Ok(None) => {
                if matches!(self.state.dialog, Some(Dialog::OpenFile { .. } | Dialog::SaveFile { .. } | Dialog::Choose { .. })) {
                    self.state.dialog = None;
                }
                self.asked = None;
            }
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
        }
    }
}

/// A scenario's name as a file name.
pub(super) fn file_name(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let trimmed = plain.trim_matches('_');
    if trimmed.is_empty() { "scenario".into() } else { trimmed.into() }
}
