//! Closing the window: with a run under way, with unsaved changes.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::{App, wake};
use crate::app::errand::Errand;
use crate::app::state::{Dialog, Flight, Next, Severity};
use crate::scenario::folder_of;
use crate::store;

/// A run that is being kept before the window closes.
pub(super) enum Closing {
    /// It was asked to stop.
    Landing,
    /// Its worlds are being written.
    Keeping(Errand<PathBuf>),
}

impl App {
    /// Closing with a run under way or with unsaved changes asks first.
    pub(super) fn guard_closing(&mut self, ctx: &Context) {
        self.follow_closing(ctx);
        if self.leaving || !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        if self.closing_run.is_some() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.state.flight.is_flying() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.state.dialog = Some(Dialog::CloseFlying);
        } else if self.state.document.is_dirty() || self.state.review.has_unkept_words() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.state.dialog = Some(Dialog::Unsaved(Next::Quit));
        }
    }

    pub(super) fn cancel_run(&mut self) {
        if let Flight::Flying { job, stopping, .. } = &mut self.state.flight {
            job.cancel();
            *stopping = true;
        }
    }

    /// Stops the run, keeps its finished worlds as a kept run, and closes.
    pub(super) fn keep_and_close(&mut self, ctx: &Context) {
        self.state.dialog = None;
        self.cancel_run();
        self.closing_run = Some(Closing::Landing);
        self.follow_closing(ctx);
    }

    fn follow_closing(&mut self, ctx: &Context) {
        match &self.closing_run {
            None => {}
            Some(Closing::Landing) if self.state.flight.is_flying() => {}
            Some(Closing::Landing) => match (&self.state.results, self.runs_folder()) {
                (None, _) => {
                    self.closing_run = None;
                    self.go_on_closing(ctx);
                }
                (Some(results), Some(folder)) => {
                    let run = Arc::clone(&results.run);
                    let keep = move |_: &crate::app::errand::Mileage| match store::save(&run, &folder) {
                        Ok(saved) => Ok(saved.folder),
                        Err(error) => Err(error.to_string()),
                    };
                    self.closing_run = Some(Closing::Keeping(Errand::start(wake(ctx), keep)));
                }
                (Some(_), None) => {
                    self.closing_run = None;
                    self.note(Severity::Problem, "The worlds were not kept: save the scenario first, so that there is a place beside it.");
                }
            },
            Some(Closing::Keeping(errand)) => {
                let Some(answer) = errand.finished() else { return };
                self.closing_run = None;
                match answer {
                    Ok(folder) => {
                        self.note(Severity::Note, format!("The finished worlds are kept in {}.", folder.display()));
                        self.go_on_closing(ctx);
                    }
                    Err(reason) => self.note(Severity::Problem, format!("The worlds were not kept, so the window stays open.\n{reason}")),
                }
            }
        }
    }

    /// Where runs of the document are kept: beside its file, else in the data folder.
    fn runs_folder(&self) -> Option<PathBuf> {
        let beside = self.state.document.file().map(|file| folder_of(file).join("runs"));
        beside.or_else(|| self.state.data_folder.as_ref().map(|data| data.join("runs")))
    }
}
