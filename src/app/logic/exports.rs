//! Files written from the window: asked for where, then written aside on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::{App, wake};
use crate::app::command::Command;
use crate::app::errand::Errand;
use crate::app::files::Purpose;
use crate::app::navigation::PlotStep;
use crate::app::state::Severity;
use crate::scenario::write_aside;

impl App {
    /// Asks where a file of that ending goes, and writes it there.
    pub(super) fn save_export(&mut self, ctx: &Context, title: &str, ending: &'static str, bytes: Vec<u8>) {
        let name = format!("{}.{ending}", super::choosing::file_name(title));
        let bytes = Arc::new(bytes);
        self.choose(ctx, Purpose::Export { name, ending }, move |path| Command::Plot(PlotStep::Write { path, bytes }));
    }

    pub(super) fn write_export(&mut self, ctx: &Context, path: PathBuf, bytes: Arc<Vec<u8>>) {
        self.export = Some(Errand::start(wake(ctx), move |_| match write_aside(&path, &bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }));
    }

    pub(super) fn follow_export(&mut self) {
        let Some(answer) = self.export.as_ref().and_then(Errand::finished) else { return };
        self.export = None;
        let words = self.words_written.take();
        match answer {
            Ok(path) => {
                // Words are kept once their file is there, not when it is asked for.
                self.state.review.kept = words.unwrap_or(self.state.review.kept);
                self.note(Severity::Note, format!("Saved to {}.", path.display()));
            }
            Err(problem) => self.note(Severity::Problem, format!("Not saved. {problem}. What you see is still here.")),
        }
    }
}
