//! What arrives by drag and drop: scenario files, and folders of kept runs, which are opened off the window's thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::{App, wake};
use crate::app::command::Command;
use crate::app::document::{Document, Origin};
use crate::app::errand::Errand;
use crate::app::keep::KeepStep;
use crate::app::state::{Flight, Landing, Next, Place, Severity};
use crate::simulate::{Completion, Progress, Run, WorldState};
use crate::store;

/// What is accepted, said where something else was dropped.
const ACCEPTED: &str = "Drop one scenario file (.ron), or the folder of one kept run.";

/// A kept run that is being opened.
pub(super) type Opening = (PathBuf, Errand<Run>);

/// What a dropped path is, so far as its name and the file system tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Scenario,
    Run,
    Folder,
    Other,
}

fn kind(path: &Path) -> Kind {
    let is_manifest = path.file_name().is_some_and(|name| name == "manifest.ron");
    if path.is_dir() {
        return if path.join("manifest.ron").is_file() { Kind::Run } else { Kind::Folder };
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron")) && !is_manifest { Kind::Scenario } else { Kind::Other }
}

impl App {
    /// Takes files that were dropped on the window in this frame.
    pub(super) fn take_drops(&mut self, ctx: &Context) {
        let paths: Vec<PathBuf> = ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !paths.is_empty() {
            self.carry_out(ctx, Command::Keep(KeepStep::Drop(paths)));
        }
        self.follow_opening(ctx);
    }

    pub(super) fn take_dropped(&mut self, ctx: &Context, paths: &[PathBuf]) {
        if self.state.dialog.is_some() {
            self.note(Severity::Note, "Answer the open question first, then drop the file again. Nothing was changed.");
            return;
        }
        let [path] = paths else {
            self.note(Severity::Note, format!("{} things were dropped at once. {ACCEPTED} Nothing was changed.", paths.len()));
            return;
        };
        match kind(path) {
            Kind::Scenario => self.leave_document(ctx, Next::Path(path.clone())),
            Kind::Run => self.leave_document(ctx, Next::Run(path.clone())),
            Kind::Folder => self.note(Severity::Note, format!("{} holds no kept run. {ACCEPTED} Nothing was changed.", path.display())),
            Kind::Other => self.note(Severity::Note, format!("{} cannot be opened here. {ACCEPTED} Nothing was changed.", path.display())),
        }
    }

    /// Begins to open a kept run.
    pub(super) fn open_run(&mut self, ctx: &Context, folder: PathBuf) {
        let from = folder.clone();
        let errand = Errand::start(wake(ctx), move |_| store::open(&from).map_err(|error| error.to_string()));
        self.note(Severity::Note, format!("Opening the kept run in {}...", folder.display()));
        self.opening = Some((folder, errand));
    }

    fn follow_opening(&mut self, ctx: &Context) {
        let Some((folder, errand)) = &self.opening else { return };
        let Some(answer) = errand.finished() else { return };
        let folder = folder.clone();
        self.opening = None;
        match answer {
            Ok(_) if self.state.document.is_dirty() => {
                self.note(Severity::Note, "The kept run was not shown, as the scenario was changed meanwhile. Save it, then open the run again.");
            }
            Ok(run) => self.show_kept(ctx, &folder, Arc::new(run)),
            Err(reason) => self.note(Severity::Problem, format!("Could not open the run. Nothing was changed.\n{reason}")),
        }
    }

    /// Shows the results of a kept run without flying it again.
    fn show_kept(&mut self, ctx: &Context, folder: &Path, run: Arc<Run>) {
        self.replace(Document::new(run.scenario.as_ref().clone(), Origin::Run(folder.into()), String::new()));
        self.derive();
        let worlds = run.worlds.len();
        let landing = if run.completion == Completion::Whole { Landing::Whole } else { Landing::Partial(worlds) };
        let variants = run.variants.clone();
        let cells = (0..run.planned).map(|world| vec![if world < worlds { WorldState::Done } else { WorldState::Stopped }; variants.len()]).collect();
        let elapsed = std::time::Duration::try_from_secs_f64(run.wall_seconds).unwrap_or_default();
        let progress = Progress { done: worlds as u64, total: run.planned as u64, elapsed, left: None, worlds: cells };
        self.state.flight = Flight::Landed { landing, progress, variants };
        self.state.place = Place::Overview;
        self.show(run);
        self.note(Severity::Note, format!("Results of the kept run in {}, not flown again.", folder.display()));
        self.check_run(ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_dropped_is_told_by_name_and_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["shop.ron", "SHOP.RON", "picture.png", "manifest.ron"] {
            std::fs::write(path(name), "").unwrap();
        }
        assert_eq!(kind(&path("shop.ron")), Kind::Scenario);
        assert_eq!(kind(&path("SHOP.RON")), Kind::Scenario);
        assert_eq!(kind(&path("picture.png")), Kind::Other);
        assert_eq!(kind(&path("manifest.ron")), Kind::Other);
        assert_eq!(kind(folder.path()), Kind::Run);
        std::fs::remove_file(path("manifest.ron")).unwrap();
        assert_eq!(kind(folder.path()), Kind::Folder);
    }
}
