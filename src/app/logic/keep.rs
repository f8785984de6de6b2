//! Keeping work safe: history, autosave, work left behind, earlier versions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Context, ViewportCommand};

use super::documents::seconds_now;
use super::{App, wake};
use crate::app::command::Command;
use crate::app::document::{Document, Origin};
use crate::app::files::Purpose;
use crate::app::journal::{Answer, Envelope, Found, Keeper, Moment, Version, journal_folder, unsaved_folder};
use crate::app::keep::{Autosave, Earlier, KeepStep, Left};
use crate::app::settings::{settle, touch};
use crate::app::state::{Dialog, Next, Place, Severity};
use crate::app::view::{self, HistoryView, change_in_words, clock_words};
use crate::scenario::{self, Case, Loaded, Scenario, differences};

/// How long the document rests before it is written down, in seconds.
const REST: f64 = 2.0;
/// Differences named one by one.
const MOST_DIFFERENCES: usize = 40;

/// Longest difference in words, in letters.
const LONGEST: usize = 140;

/// What is written down of the document, and when.
#[derive(Default)]
pub(super) struct Rhythm {
    /// Revision seen last, and when it was new.
    seen: Option<(u64, f64)>,
    /// When the first change came that is not written down.
    since: Option<f64>,
    /// Revision written last.
    written: Option<u64>,
}

impl App {
    /// Carries out a step.
    pub(super) fn keep_step(&mut self, ctx: &Context, step: KeepStep) {
        match step {
            KeepStep::ToggleHistory => {
                self.state.keep.history = !self.state.keep.history;
                self.list_versions();
            }
            KeepStep::Travel(steps) => self.state.document.travel(steps),
            KeepStep::Try => self.state.document.begin_trial(),
            KeepStep::EndTrial(keep) => {
                let before = self.state.document.end_trial();
                if let Some(before) = before.filter(|_| !keep) {
                    self.change(ctx, "what was tried", |scenario| *scenario = before);
                }
            }
            KeepStep::TakeVersion(place) => {
                let version = self.state.keep.earlier.get(place).map(|earlier| Scenario::clone(&earlier.version.scenario));
                if let Some(version) = version {
                    self.change(ctx, "an earlier version", |scenario| *scenario = version);
                }
            }
            KeepStep::Restore(place) => self.leave_document(ctx, Next::Restore(place)),
            KeepStep::Discard(place) => {
                if place < self.state.keep.left.len() {
                    let left = self.state.keep.left.remove(place);
                    self.forget(left.found);
                }
            }
            KeepStep::Compare(place) => {
                if let Some(left) = self.state.keep.left.get_mut(place) {
                    left.differences = if left.differences.is_some() { None } else { Some(compared(left)) };
                }
            }
            KeepStep::SaveOver => {
                if let Some(Dialog::ChangedOnDisk { path, .. }) = self.state.dialog.take() {
                    self.write_document(ctx, &path);
                }
            }
            KeepStep::Reload => {
                if let Some(Dialog::ChangedOnDisk { path, .. }) = self.state.dialog.take() {
                    self.go_on(ctx, Next::Path(path));
                }
            }
            KeepStep::Pin(path) => {
                if let Some(file) = self.state.recent.iter_mut().find(|file| file.path == path) {
                    file.pinned = !file.pinned;
                }
                settle(&mut self.state.recent);
            }
            KeepStep::Forget(path) => self.state.recent.retain(|file| file.path != path),
            KeepStep::Locate(path) => self.choose(ctx, Purpose::Open, |now| Command::Keep(KeepStep::Located(path, now))),
            KeepStep::Located(before, now) => {
                self.state.recent.retain(|file| file.path != now);
                if let Some(file) = self.state.recent.iter_mut().find(|file| file.path == before) {
                    file.path.clone_from(&now);
                }
                self.state.missing.remove(&before);
                self.leave_document(ctx, Next::Path(now));
            }
            KeepStep::Drop(paths) => self.take_dropped(ctx, &paths),
            KeepStep::KeepAndClose => self.keep_and_close(ctx),
            KeepStep::CloseAnyway => {
                self.state.dialog = None;
                self.cancel_run();
                self.closing_run = None;
                self.go_on_closing(ctx);
            }
            KeepStep::RunAnyway => {
                self.state.dialog = None;
                self.start_run(ctx);
            }
            KeepStep::FewerPeople(people) => {
                self.state.dialog = None;
                self.change(ctx, "customers", |scenario| scenario.population.customers = people);
                self.run(ctx);
            }
        }
    }

    /// Begins at the start screen, flying nothing, where there are files to go on with.
    pub fn begin_at_start(&mut self) {
        if !self.state.recent.is_empty() {
            self.run_at_start = false;
            self.state.place = Place::Start;
            self.see_what_is_missing();
        }
    }

    pub(super) fn see_what_is_missing(&mut self) {
        self.state.missing = self.state.recent.iter().map(|file| &file.path).filter(|path| !path.exists()).cloned().collect();
    }

    /// Looks for work that was left behind: of files opened lately, and of what was never saved.
    pub(super) fn look_for_left(&mut self, ctx: &Context) {
        let mut folders: Vec<PathBuf> = self.state.data_folder.iter().map(|data| unsaved_folder(data)).collect();
        folders.extend(self.state.recent.iter().map(|file| journal_folder(&file.path)));
        folders.extend(self.state.document.file().map(journal_folder));
        folders.dedup();
        self.keeper(ctx).find(folders);
    }

    /// Looks for work of one file that was left behind.
    pub(super) fn look_for_left_of(&mut self, ctx: &Context, file: &Path) {
        self.keeper(ctx).find(vec![journal_folder(file)]);
    }

    fn forget(&mut self, found: Found) {
        if let Some(keeper) = &mut self.keeper {
            keeper.forget(found);
        }
    }

    fn keeper(&mut self, ctx: &Context) -> &mut Keeper {
        let inline = self.inline;
        self.keeper.get_or_insert_with(|| if inline { Keeper::here() } else { Keeper::threaded(wake(ctx)) })
    }

    /// Opens work that was left behind: its file first, so that one undo leads there.
    pub(super) fn restore(&mut self, ctx: &Context, place: usize) {
        if place >= self.state.keep.left.len() {
            return;
        }
        let left = self.state.keep.left.remove(place);
        let Ok((scenario, header)) = left.content.clone() else {
            self.state.keep.left.insert(place, left);
            return;
        };
        let others = std::mem::take(&mut self.state.keep.left);
        let (origin, loaded) = before(&left);
        let (first, header) = loaded.map_or_else(|| (Scenario::default(), header), |loaded| (loaded.scenario, loaded.header));
        let document = Document::new(first, origin, header);
        self.replace(document);
        self.stamp_document();
        self.state.keep.left = others;
        self.change(ctx, "restored work", |now| *now = Scenario::clone(&scenario));
        self.state.place = Place::Scenario;
        if let Some(file) = &left.file {
            touch(&mut self.state.recent, file, seconds_now());
        }
        // The new journal is written before the old one goes.
        self.derive();
        self.write_down(ctx);
        self.forget(left.found);
        self.note(Severity::Note, format!("The work from {} is back. It is in no file yet: save it.", left.when));
    }

    /// Writes unsaved work down when it rests, and at the latest after the interval of the settings.
    pub(super) fn follow_work(&mut self, ctx: &Context) {
        self.take_answers();
        let revision = self.state.document.revision();
        if self.state.keep.history && self.state.keep.rows.as_ref().is_none_or(|(of, _)| *of != revision) {
            let earlier = self.state.keep.rows.take();
            let view = HistoryView::new(&self.state.document, earlier.as_ref().map(|(_, view)| view.as_ref()));
            self.state.keep.rows = Some((revision, Arc::new(view)));
        }
        if !self.state.derived.dirty {
            if self.rhythm.written.take().is_some() {
                self.end_journal();
            }
            self.rhythm = Rhythm::default();
            return;
        }
        let now = ctx.input(|input| input.time);
        if self.rhythm.seen.is_none_or(|(seen, _)| seen != revision) {
            self.rhythm.seen = Some((revision, now));
            self.rhythm.since.get_or_insert(now);
        }
        if self.rhythm.written == Some(revision) {
            return;
        }
        let rested = self.rhythm.seen.map_or(now, |(_, at)| at) + REST;
        let latest = self.rhythm.since.unwrap_or(now) + f64::from(self.state.settings.autosave_seconds);
        let due = rested.min(latest);
        if now + 1e-3 >= due {
            self.write_down(ctx);
        } else {
            ctx.request_repaint_after(Duration::from_secs_f64(due - now));
        }
    }

    /// Keeps a small picture of the overview with the file, once there is one of the document as it stands.
    pub(super) fn follow_thumb(&mut self) {
        let state = &mut self.state;
        let Some(results) = &state.results else { return };
        if self.thumb_of == Some(results.version) || state.flight.is_flying() || state.derived.stale {
            return;
        }
        let (Some(view), Some(path)) = (results.sheets.overview.get(), state.document.file()) else { return };
        if let Some(file) = state.recent.iter_mut().find(|file| file.path == path) {
            file.thumb = view::thumb(view, results.run.worlds.len()).or(file.thumb.take());
            self.thumb_of = Some(results.version);
        }
    }

    /// Writes the document down now.
    fn write_down(&mut self, ctx: &Context) {
        let mut folders: Vec<PathBuf> = self.state.document.file().map(journal_folder).into_iter().collect();
        folders.extend(self.state.data_folder.iter().map(|data| unsaved_folder(data)));
        let revision = self.state.document.revision();
        (self.rhythm.written, self.rhythm.since) = (Some(revision), None);
        if self.state.data_folder.is_none() {
            return;
        }
        let document = self.state.document.clone();
        let case = if let Origin::Case(name) = document.origin() { Some(name.clone()) } else { None };
        let envelope = Envelope { written: seconds_now(), file: document.file().map(Path::to_path_buf), case };
        self.keeper(ctx).write(folders, document.scenario(), document.header(), envelope);
        self.take_answers();
    }

    /// Takes the own journal away: its work is in a file, or was given up.
    pub(super) fn end_journal(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            keeper.remove();
        }
        self.rhythm = Rhythm::default();
        self.state.keep.autosave = Autosave::Nothing;
    }

    /// Keeps what was just saved as a version.
    pub(super) fn keep_saved(&mut self, ctx: &Context, file: &Path) {
        let Some(data) = self.state.data_folder.clone() else { return };
        let document = self.state.document.clone();
        self.keeper(ctx).keep(&data, file, document.scenario(), document.header(), seconds_now());
        self.list_versions();
    }

    /// Asks for the versions of the document's file, where they are shown.
    pub(super) fn list_versions(&mut self) {
        let (Some(data), Some(file)) = (self.state.data_folder.clone(), self.state.document.file().map(Path::to_path_buf)) else { return };
        if self.state.keep.history
            && let Some(keeper) = &mut self.keeper
        {
            keeper.list(&data, &file);
            self.take_answers();
        }
    }

    fn take_answers(&mut self) {
        while let Some(answer) = self.keeper.as_mut().and_then(Keeper::answer) {
            match answer {
                Answer::Wrote(at) => self.state.keep.autosave = Autosave::Written(clock_words(at, seconds_now())),
                Answer::Failed(reason) => {
                    if !matches!(self.state.keep.autosave, Autosave::Failed(_)) {
                        self.note(Severity::Problem, format!("Unsaved work cannot be written down ({reason}). Save it yourself from time to time."));
                    }
                    self.state.keep.autosave = Autosave::Failed(reason);
                }
                Answer::Found(found) => self.take_found(found),
                Answer::Versions(file, versions) => {
                    if self.state.document.file() == Some(file.as_path()) {
                        let (now, document) = (seconds_now(), self.state.document.scenario());
                        let earlier = |version: Version| Earlier {
                            when: clock_words(version.saved, now),
                            words: if *version.scenario == *document { "as it is now".into() } else { change_in_words(document, &version.scenario) },
                            version,
                        };
                        self.state.keep.earlier = versions.into_iter().map(earlier).collect();
                    }
                }
            }
        }
    }

    fn take_found(&mut self, found: Vec<(Found, Result<Moment, String>)>) {
        let now = seconds_now();
        for (journal, content) in found {
            if journal.held {
                let own = journal.sitting.starts_with(&format!("{}-", std::process::id()));
                if !own {
                    self.note(Severity::Note, "Another window has unsaved changes of this file. Whoever saves last is asked.");
                }
                continue;
            }
            if self.state.keep.left.iter().any(|left| left.found == journal) {
                continue;
            }
            let left = match content {
                Ok((envelope, scenario, header)) => Left {
                    file: envelope.file,
                    case: envelope.case,
                    when: clock_words(envelope.written, now),
                    content: Ok((Arc::new(scenario), header)),
                    differences: None,
                    found: journal,
                },
                Err(reason) => {
                    Left { file: None, case: None, when: "an earlier time".into(), content: Err(reason), differences: None, found: journal }
                }
            };
            self.state.keep.left.push(left);
        }
    }

    /// Closes the window after a run was dealt with; unsaved changes are asked about as ever.
    pub(super) fn go_on_closing(&mut self, ctx: &Context) {
        if self.state.document.is_dirty() {
            self.state.dialog = Some(Dialog::Unsaved(Next::Quit));
        } else {
            self.leaving = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

/// What left work was a change of, as it is now: its file, its case, or nothing.
fn before(left: &Left) -> (Origin, Option<Loaded>) {
    match (&left.file, left.case.as_deref().and_then(Case::find)) {
        (Some(file), _) => (Origin::File(file.clone()), scenario::load(file).ok()),
        (None, Some(case)) => (Origin::Case(case.id.into()), case.load().ok()),
        (None, None) => (Origin::New, None),
    }
}

/// How left work differs from what it was a change of, in words.
fn compared(left: &Left) -> Vec<String> {
    let Ok((scenario, _)) = &left.content else { return Vec::new() };
    let (before, of) = match before(left) {
        (Origin::File(file), None) => return vec![format!("{} cannot be read now; the work itself is whole.", file.display())],
        (Origin::Case(_), Some(loaded)) => (loaded.scenario, Some("Compared with the bundled case:".to_owned())),
        (_, Some(loaded)) => (loaded.scenario, None),
        (_, None) => (Scenario::default(), Some("Compared with the default settings:".to_owned())),
    };
    let found = differences(&before, scenario.as_ref());
    let more = found.len().saturating_sub(MOST_DIFFERENCES);
    let mut words: Vec<String> = of.into_iter().collect();
    words.extend(found.iter().take(MOST_DIFFERENCES).map(|difference| view::cut(&difference.to_string(), LONGEST)));
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    if found.is_empty() {
        words.push("No difference.".into());
    }
    words
}
