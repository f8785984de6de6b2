//! Documents: opening, saving, changing, and never losing unsaved work without a question.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};
use sha2::{Digest, Sha256};

use super::App;
use crate::app::command::{Command, Edit};
use crate::app::document::{Document, Origin};
use crate::app::files::Purpose;
use crate::app::state::{Area, Derived, Dialog, Flight, Next, Place, Severity, State};
use crate::app::{settings, view};
use crate::scenario::policy::Variant;
use crate::scenario::{self, Case, Scenario};

/// Differences named one by one.
const MOST_DIFFERENCES: usize = 12;

/// The document.
impl App {
    /// Goes on to another document, but asks first when changes would be lost.
    pub(super) fn leave_document(&mut self, ctx: &Context, next: Next) {
        if self.state.document.is_dirty() || self.state.review.has_unkept_words() {
            self.state.dialog = Some(Dialog::Unsaved(next));
        } else {
            self.go_on(ctx, next);
        }
    }

    pub(super) fn go_on(&mut self, ctx: &Context, next: Next) {
        self.state.dialog = None;
        match next {
            Next::New => {
                self.replace(Document::new(Scenario::default(), Origin::New, String::new()));
                self.state.place = Place::Scenario;
            }
            Next::Case(name) => self.open_case(ctx, &name),
            Next::Lesson(place) => self.open_lesson_scenario(ctx, place),
            Next::Open => {
                self.state.dialog = Some(Dialog::OpenFile { path: String::new() });
                self.ask_system(ctx, Purpose::Open, None);
            }
            Next::Path(path) => {
                self.open_path(&path);
                if self.state.data_folder.is_some() {
                    self.look_for_left_of(ctx, &path);
                }
            }
            Next::Run(folder) => self.open_run(ctx, folder),
            Next::Restore(place) => self.restore(ctx, place),
            Next::Quit => {
                self.end_journal();
                self.leaving = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Puts another document in place. Runs and results belong to the old one and go with it; so does what was written down of it.
    pub(super) fn replace(&mut self, document: Document) {
        if let Flight::Flying { job, .. } = &self.state.flight {
            job.cancel();
        }
        self.end_journal();
        self.remember_place();
        let old = std::mem::replace(&mut self.state, State::new(document));
        self.state.settings = old.settings;
        self.state.settings_panel = old.settings_panel;
        self.state.data_folder = old.data_folder;
        self.state.recent = old.recent;
        self.state.missing = old.missing;
        self.state.no_file_dialog = old.no_file_dialog;
        self.state.selection.tables = old.selection.tables;
        self.state.lessons = old.lessons;
        self.state.keep.history = old.keep.history;
        self.state.keep.left = old.keep.left;
        self.list_versions();
    }

    /// Notes which screen of the document was in view.
    pub(super) fn remember_place(&mut self) {
        let (Some(path), place) = (self.state.document.file(), self.state.place) else { return };
        if let Some(file) = self.state.recent.iter_mut().find(|file| file.path == path) {
            file.place = place.title().into();
        }
    }

    /// Notes what the document's file holds now.
    pub(super) fn stamp_document(&mut self) {
        let stamp = self.state.document.file().and_then(stamp);
        self.state.document.stamped(stamp);
    }

    pub(super) fn open_case(&mut self, ctx: &Context, name: &str) {
        let Some(case) = Case::find(name) else {
            self.note(Severity::Problem, format!("There is no bundled case \"{name}\". Nothing was changed."));
            return;
        };
        match case.load() {
            Ok(loaded) => {
                self.replace(Document::new(loaded.scenario, Origin::Case(case.id.into()), loaded.header));
                self.derive();
                self.run(ctx);
            }
            Err(error) => self.note(Severity::Problem, format!("The case {name} could not be read: {error}")),
        }
    }

    pub(super) fn open_path(&mut self, path: &Path) {
        let whole = whole(path);
        let path = whole.as_path();
        self.state.dialog = None;
        self.asked = None;
        match scenario::load(path) {
            Ok(loaded) => {
                self.replace(Document::new(loaded.scenario, Origin::File(path.into()), loaded.header));
                self.stamp_document();
                self.add_recent(path);
                // Results are not there yet, so a screen that shows them would be empty.
                let last = self.state.recent.iter().find(|file| file.path == *path).and_then(|file| settings::place_of(&file.place));
                self.state.place = last.filter(|place| place.area() == Area::Build).unwrap_or(Place::Scenario);
                if loaded.inner_comments > 0 {
                    let lines = loaded.inner_comments;
                    self.note(Severity::Note, format!("The file has {lines} comments below its top; saving from here cannot keep those."));
                }
            }
            Err(error) => self.note(Severity::Problem, format!("Could not open {}. Nothing was changed.\n{error}", path.display())),
        }
    }

    /// Saves, but asks first where the file was changed by somebody else since it was read.
    pub(super) fn save(&mut self, ctx: &Context, path: PathBuf) {
        let path = whole(&Purpose::Save(String::new()).complete(path));
        let own = self.state.document.file() == Some(path.as_path());
        if own
            && let (Some(then), Some(now)) = (self.state.document.stamp(), stamp(&path))
            && then != now
        {
            let words = match scenario::load(&path) {
                Ok(loaded) => {
                    let found = scenario::differences(&loaded.scenario, self.state.document.scenario());
                    found.iter().take(MOST_DIFFERENCES).map(ToString::to_string).collect()
                }
                Err(_) => vec!["What is there now cannot be read as a scenario.".into()],
            };
            self.state.dialog = Some(Dialog::ChangedOnDisk { path, words });
            return;
        }
        self.write_document(ctx, &path);
    }

    pub(super) fn write_document(&mut self, ctx: &Context, path: &Path) {
        match scenario::save(path, self.state.document.scenario(), self.state.document.header()) {
            Ok(()) => {
                let saved = self.state.document.scenario().clone();
                self.state.document.saved_as(path.into(), saved);
                self.stamp_document();
                self.state.dialog = None;
                self.asked = None;
                self.state.derived.revision = None;
                self.end_journal();
                self.keep_saved(ctx, path);
                self.note(Severity::Note, format!("Saved to {}.", path.display()));
                self.add_recent(path);
                if let Some(next) = self.after_save.take() {
                    self.go_on(ctx, next);
                }
            }
            Err(error) => {
                self.after_save = None;
                let reason = error.findings.first().map(|finding| format!("{} ({})", finding.message, finding.code)).unwrap_or_default();
                let text = format!("Not saved. Your work is in memory. {}: {reason}", path.display());
                self.note_with(Severity::Problem, text, vec![Command::SaveAs]);
            }
        }
    }

    pub(super) fn add_recent(&mut self, path: &Path) {
        settings::touch(&mut self.state.recent, path, seconds_now());
    }

    pub(super) fn edit(&mut self, ctx: &Context, edit: Edit) {
        if self.refuse_sealed() {
            return;
        }
        let (time, held) = ctx.input(|input| (input.time, input.pointer.any_down()));
        let mut scenario = *edit.scenario;
        scenario::follow_renames(self.state.document.scenario(), &mut scenario);
        self.state.document.edit(scenario, &edit.field, time, held);
    }

    pub(super) fn change(&mut self, ctx: &Context, what: &str, change: impl FnOnce(&mut Scenario)) {
        if self.refuse_sealed() {
            return;
        }
        let mut scenario = self.state.document.scenario().clone();
        change(&mut scenario);
        let time = ctx.input(|input| input.time);
        self.state.document.edit(scenario, what, time, false);
    }

    pub(super) fn duplicate_variant(&mut self, ctx: &Context) {
        let index = self.state.selection.variant;
        let names: Vec<String> = self.state.document.scenario().variants.iter().map(|variant| variant.name.clone()).collect();
        self.change(ctx, &format!("duplicate variant {}", names.len()), |scenario| {
            let mut copy = scenario.variants.get(index).cloned().unwrap_or_default();
            copy.name = free_name(&copy, &names);
            let place = (index + 1).min(scenario.variants.len());
            scenario.variants.insert(place, copy);
        });
        self.state.selection.variant = (index + 1).min(names.len());
    }

    pub(super) fn remove_variant(&mut self, ctx: &Context) {
        let index = self.state.selection.variant;
        if self.state.document.scenario().variants.len() < 2 {
            self.note(Severity::Note, "The last variant stays: a scenario needs one.");
            return;
        }
        self.change(ctx, &format!("remove variant {index}"), |scenario| {
            if index < scenario.variants.len() {
                let removed = scenario.variants.remove(index);
                if removed.name == scenario.experiment.baseline {
                    scenario.experiment.baseline = scenario.variants.first().map(|variant| variant.name.clone()).unwrap_or_default();
                }
            }
        });
        self.state.selection.variant = index.min(self.state.document.scenario().variants.len().saturating_sub(1));
    }

    pub(super) fn make_baseline(&mut self, ctx: &Context) {
        let index = self.state.selection.variant;
        if let Some(name) = self.state.document.scenario().variants.get(index).map(|variant| variant.name.clone()) {
            self.change(ctx, "baseline", |scenario| scenario.experiment.baseline = name);
        }
    }

    /// Renews the facts about the document when it has changed.
    pub(super) fn derive(&mut self) {
        let revision = self.state.document.revision();
        let stale = self.state.results.as_ref().is_some_and(|results| *results.run.scenario != *self.state.document.scenario());
        self.state.derived.stale = stale;
        if self.state.derived.revision == Some(revision) {
            return;
        }
        let scenario = self.state.document.scenario();
        self.state.derived = Derived {
            revision: Some(revision),
            findings: scenario::validate(scenario),
            changed_assumptions: view::changed_assumptions(scenario),
            dirty: self.state.document.is_dirty(),
            stale,
            differences: view::policy_differences(scenario),
            flags: view::data_flags(scenario),
            people: Some(view::PeopleView::new(scenario)),
        };
        let last = scenario.variants.len().saturating_sub(1);
        self.state.selection.variant = self.state.selection.variant.min(last);
    }
}

/// The path from the root on, so that it means the same in the next sitting.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// What a file holds, by a hash; nothing where it cannot be read.
fn stamp(path: &Path) -> Option<String> {
    let size = std::fs::metadata(path).ok()?.len();
    (size <= scenario::LARGEST_BYTES).then(|| std::fs::read(path).ok()).flatten().map(|bytes| scenario::hex(&Sha256::digest(bytes)))
}

/// Seconds since 1970.
pub(super) fn seconds_now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}

/// A name for a copy that no other variant has.
fn free_name(copy: &Variant, names: &[String]) -> String {
    let first = format!("{} copy", copy.name);
    std::iter::once(first.clone()).chain((2..).map(|number| format!("{first} {number}"))).find(|name| !names.contains(name)).unwrap_or(first)
}
