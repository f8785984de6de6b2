//! Review: words, decision, page, folder, seal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::{App, wake};
use crate::app::command::Command;
use crate::app::errand::Errand;
use crate::app::files::Purpose;
use crate::app::review::{Built, Entry, Preview, ReviewStep};
use crate::app::state::{Place, Severity};
use crate::report::dossier::{DecisionRecord, Evidence, Fragility, Kind, PlanState, build, chosen_stories, seal, write};
use crate::scenario::{Scenario, differences};
use crate::simulate::Completion;

/// Seconds without a new word after which the page is drawn anew.
const REST: f64 = 0.6;

impl App {
    pub(super) fn review_step(&mut self, ctx: &Context, step: ReviewStep) {
        if self.state.review.sealed.is_some() && step.writes() {
            self.refuse_sealed();
            return;
        }
        let now = ctx.input(|input| input.time);
        match step {
            ReviewStep::Look(section) => self.state.review.section = section,
            ReviewStep::Note(step) => self.note_step(ctx, step),
            ReviewStep::Write(Entry::PlotNote(place), text) => self.write_note(ctx, place, &text),
            ReviewStep::Write(entry, text) => {
                self.state.review.write(&entry, &text);
                self.touch(now);
                if matches!(entry, Entry::Reason(..)) {
                    self.withdraw_approval();
                }
            }
            ReviewStep::Decide(outcome) => {
                if outcome.is_some_and(crate::report::dossier::Outcome::approves)
                    && let Some(reason) = self.why_no_approval()
                {
                    self.note(Severity::Problem, reason);
                    return;
                }
                let review = &mut self.state.review;
                review.record.outcome = outcome;
                if outcome.is_some() && review.record.date.trim().is_empty() {
                    review.record.date = jiff::Zoned::now().date().to_string();
                }
                self.touch(now);
            }
            ReviewStep::Pin(pinned) => {
                let title = pinned.title.clone();
                self.state.review.record.pinned.push(*pinned);
                self.touch(now);
                self.note(Severity::Note, format!("Pinned to the dossier: {title}"));
            }
            ReviewStep::Unpin(place) => {
                let pinned = &mut self.state.review.record.pinned;
                if place < pinned.len() {
                    pinned.remove(place);
                    self.touch(now);
                }
            }
            ReviewStep::KeepWords => {
                let purpose = Purpose::Export { name: "decision.ron".into(), ending: "ron" };
                self.choose(ctx, purpose, |path| Command::Review(ReviewStep::WriteWords(path)));
            }
            ReviewStep::WriteWords(path) => match self.record().to_text() {
                Ok(text) => {
                    self.words_written = Some(self.state.review.revision);
                    self.write_export(ctx, path, Arc::new(text.into_bytes()));
                }
                Err(problem) => self.note(Severity::Problem, format!("The words could not be written: {problem}.")),
            },
            ReviewStep::AskWords => self.choose(ctx, Purpose::Open, |path| Command::Review(ReviewStep::ReadWords(path))),
            ReviewStep::ReadWords(path) => {
                self.state.review.reading =
                    Some(Errand::start(wake(ctx), move |_| DecisionRecord::read(&path).map_err(|error| format!("{}: {error}", path.display()))));
            }
            ReviewStep::AskFolder => {
                self.choose(ctx, Purpose::Folder, |path| Command::Review(ReviewStep::TakeFolder(path)));
            }
            ReviewStep::TakeFolder(path) => self.take_folder(&path),
            ReviewStep::TypeFolder(typed) => self.state.review.folder = typed,
            ReviewStep::SetReplace(replace) => self.state.review.replace = replace,
            ReviewStep::Build(folder) => self.build_dossier(ctx, folder),
            ReviewStep::Seal => self.seal_dossier(ctx),
            ReviewStep::NewRevision => {
                let review = &mut self.state.review;
                review.sealed = None;
                review.built = None;
                review.record.outcome = None;
                review.record.date.clear();
                self.touch(now);
                self.note(Severity::Note, "A new revision: scenario and words can be changed again. The sealed dossier stays as it is.");
            }
        }
    }

    pub(super) fn touch(&mut self, now: f64) {
        self.state.review.revision += 1;
        self.state.review.touched = now;
    }

    /// Says that a sealed revision is not changed. Whether it is sealed.
    pub(super) fn refuse_sealed(&mut self) -> bool {
        let sealed = self.state.review.sealed.is_some();
        if sealed {
            self.note(
                Severity::Problem,
                "Not changed: this revision is sealed. \"Start a new revision\" on the dossier screen makes changes possible again.",
            );
        }
        sealed
    }

    /// Why the change cannot be approved.
    fn why_no_approval(&self) -> Option<String> {
        match self.state.review.without_reason() {
            None => Some("Not approved: the page is not there yet, so nobody has seen what would be approved.".into()),
            Some(open) if open.is_empty() => None,
            Some(open) => Some(format!(
                "Not approved: {} of the guardrails are not within their limit and have no written reason. Write it in section 5.",
                open.len()
            )),
        }
    }

    /// An approval does not outlive the reason that it rests on.
    fn withdraw_approval(&mut self) {
        let approved = self.state.review.record.outcome.is_some_and(crate::report::dossier::Outcome::approves);
        if approved && self.why_no_approval().is_some() {
            self.state.review.record.outcome = None;
            self.note(Severity::Note, "The approval was taken back: a guardrail has lost its written reason.");
        }
    }

    /// The folder that a person chose: a new one inside it, where it holds something already.
    pub(super) fn take_folder(&mut self, path: &Path) {
        let holds = path.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        let path = if holds { path.join(folder_name(&self.state.document.scenario().name)) } else { path.to_path_buf() };
        self.state.review.folder = path.display().to_string();
    }

    fn evidence(&self) -> Evidence {
        let check = self.state.check.shown.as_ref().map(|(_, check)| check.as_ref().clone());
        let mut fragility = Vec::new();
        let revision = self.state.document.revision();
        if let Some((_, view)) = self.state.assumptions.shown.as_ref().filter(|(of, _)| *of == revision) {
            let sentences = view.basis.iter().chain(&view.flips).cloned().collect();
            fragility.push(Fragility { heading: "Which single assumption changes the verdict".into(), sentences, table: None });
            for target in &view.targets {
                let (heading, sentences) = (target.name.clone(), vec![target.text.sentence.clone()]);
                fragility.push(Fragility { heading, sentences, table: Some(target.text.table.clone()) });
            }
        }
        Evidence { today: Some(jiff::Zoned::now().date()), check, fragility, ..Evidence::default() }
    }

    /// The words with what the window knows of the plan.
    fn record(&self) -> DecisionRecord {
        let mut record = self.state.review.record.clone();
        if let (Some(first), Some(results)) = (&self.state.review.first_seen, &self.state.results) {
            let changes = plan_changes(first, &results.run.scenario);
            record.plan = if changes.is_empty() { PlanState::Unchanged } else { PlanState::Changed(changes) };
        }
        record
    }

    /// Takes in what was made in the background, and has the page drawn where it is looked at.
    pub(super) fn follow_review(&mut self, ctx: &Context) {
        if let Some(results) = &self.state.results
            && self.state.review.first_seen.is_none()
        {
            self.state.review.first_seen = Some(Arc::clone(&results.run.scenario));
        }
        self.take_words(ctx);
        self.take_preview();
        self.take_built();
        self.take_seal();
        if self.state.place == Place::Review {
            self.draw_preview(ctx);
        }
    }

    fn take_words(&mut self, ctx: &Context) {
        let Some(answer) = self.state.review.reading.as_ref().and_then(Errand::finished) else { return };
        self.state.review.reading = None;
        match answer {
            Ok(record) if !self.refuse_sealed() => {
                self.state.review.record = record;
                self.state.review.notes.forget();
                self.touch(ctx.input(|input| input.time));
                self.state.review.kept = self.state.review.revision;
                self.withdraw_approval();
                self.note(Severity::Note, "The words of the file are here.");
            }
            Ok(_) => {}
            Err(problem) => self.note(Severity::Problem, format!("Not read, nothing was changed: {problem}.")),
        }
    }

    fn draw_preview(&mut self, ctx: &Context) {
        let Some(results) = &self.state.results else { return };
        let (version, revision) = (results.version, self.state.review.revision);
        let review = &self.state.review;
        let known = review.preview.as_ref();
        let failed = review.problem.as_ref().is_some_and(|(of, at, _)| (*of, *at) == (version, revision));
        if review.drawing.is_some() || failed || known.is_some_and(|preview| preview.version == version && preview.revision == revision) {
            return;
        }
        let rested = ctx.input(|input| input.time) - review.touched;
        if known.is_some() && rested < REST {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(REST - rested));
            return;
        }
        let (run, record, evidence) = (Arc::clone(&results.whole), self.record(), self.evidence());
        let told = self.state.review.stories.clone().filter(|(of, _)| *of == version);
        self.state.review.drawn_of = (version, revision);
        self.state.review.drawing = Some(Errand::start(wake(ctx), move |_| {
            // Lives are lived again once for each run, not with each word.
            let stories = told.map_or_else(|| chosen_stories(&run, 0), |(_, stories)| stories);
            let dossier = build(&run, &record, &evidence.with_stories(stories.clone())).map_err(|error| error.to_string())?;
            Ok(Preview { version, revision, dossier: Arc::new(dossier), stories })
        }));
    }

    fn take_preview(&mut self) {
        let Some(answer) = self.state.review.drawing.as_ref().and_then(Errand::finished) else { return };
        let review = &mut self.state.review;
        review.drawing = None;
        match answer {
            Ok(preview) => {
                review.stories = Some((preview.version, preview.stories.clone()));
                review.preview = Some(preview);
                review.problem = None;
            }
            Err(problem) => {
                // The same words would fail again: the next change asks anew.
                let (version, revision) = review.drawn_of;
                review.problem = Some((version, revision, problem));
                review.preview = None;
            }
        }
    }

    fn build_dossier(&mut self, ctx: &Context, folder: PathBuf) {
        if self.state.review.building.is_some() {
            return;
        }
        let Some(results) = &self.state.results else {
            self.note(Severity::Problem, "Not built: there are no results yet. Run the scenario first.");
            return;
        };
        if self.state.derived.stale {
            self.note(Severity::Problem, "Not built: the results belong to an earlier version of the scenario. Run it again.");
            return;
        }
        if results.whole.completion == Completion::Running {
            self.note(Severity::Problem, "Not built: the run is under way. Wait for it, or stop it and keep its worlds.");
            return;
        }
        let (run, record, evidence, replace) = (Arc::clone(&results.whole), self.record(), self.evidence(), self.state.review.replace);
        let told = self.state.review.stories.clone();
        let (revision, version) = (self.state.review.revision, results.version);
        self.state.review.building = Some(Errand::start(wake(ctx), move |_| {
            let stories = match told {
                Some((of, stories)) if of == version => stories,
                _ => chosen_stories(&run, 0),
            };
            let evidence = evidence.with_stories(stories);
            let written = write(&run, &record, &evidence, &Kind::ALL, &folder, replace).map_err(|error| error.to_string())?;
            Ok(Built { revision, version, written })
        }));
    }

    fn take_built(&mut self) {
        let Some(answer) = self.state.review.building.as_ref().and_then(Errand::finished) else { return };
        self.state.review.building = None;
        match answer {
            Ok(built) => {
                self.note(Severity::Note, format!("The dossier is written: {} files in {}.", built.written.files, built.written.folder.display()));
                self.state.review.built = Some(built);
            }
            Err(problem) => self.note(Severity::Problem, format!("The dossier was not written: {problem}. Your words are safe here.")),
        }
    }

    /// Whether the dossier that was written is of these words and these results.
    fn seal_dossier(&mut self, ctx: &Context) {
        if self.state.document.is_trial() {
            self.note(Severity::Problem, "Not sealed: this is tried without saving. Keep the changes first, or drop them.");
            return;
        }
        let review = &self.state.review;
        let version = self.state.results.as_ref().map(|results| results.version);
        let current = review.built.as_ref().filter(|built| built.revision == review.revision && Some(built.version) == version);
        let Some(built) = current else {
            self.note(Severity::Problem, "Not sealed: words or results have changed since the dossier was built. Build it again.");
            return;
        };
        if review.record.outcome.is_some_and(crate::report::dossier::Outcome::approves)
            && let Some(reason) = self.why_no_approval()
        {
            self.note(Severity::Problem, reason);
            return;
        }
        let folder = built.written.folder.clone();
        self.state.review.sealing = Some(Errand::start(wake(ctx), move |_| seal(&folder).map_err(|error| error.to_string())));
    }

    fn take_seal(&mut self) {
        let Some(answer) = self.state.review.sealing.as_ref().and_then(Errand::finished) else { return };
        self.state.review.sealing = None;
        match answer {
            Ok(seal) => {
                self.note(Severity::Note, format!("Sealed: {}, by {} on {}.", seal.outcome.words(), seal.name, seal.date));
                self.state.review.sealed = Some(seal);
            }
            Err(problem) => self.note(Severity::Problem, format!("Not sealed: {problem}")),
        }
    }
}

/// What of the plan differs: limits, worlds, days, people, metrics.
fn plan_changes(first: &Scenario, now: &Scenario) -> Vec<String> {
    let mut changes: Vec<String> = differences(&first.experiment, &now.experiment).iter().map(ToString::to_string).collect();
    if first.population.customers != now.population.customers {
        changes.push(format!("people in each world {} -> {}", first.population.customers, now.population.customers));
    }
    changes
}

/// A name for the folder of a dossier.
fn folder_name(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().take(60).map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    format!("{}-dossier", if plain.is_empty() { "scenario" } else { plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_changed_says_what() {
        let first = Scenario::default();
        let mut now = first.clone();
        assert!(plan_changes(&first, &now).is_empty());
        now.name = "another".into();
        now.behavior.trust.memory_days = 90.0;
        assert!(plan_changes(&first, &now).is_empty(), "only the plan counts");
        now.experiment.worlds = 40;
        now.population.customers = 100;
        let changes = plan_changes(&first, &now);
        assert_eq!(changes.len(), 2, "{changes:?}");
        assert!(changes[0].contains("worlds 20 -> 40") && changes[1].ends_with("5000 -> 100"), "{changes:?}");
    }

    #[test]
    fn folders_have_plain_names() {
        assert_eq!(folder_name("Shop / <b>"), "shop----b-dossier");
        assert_eq!(folder_name("///"), "scenario-dossier");
    }
}
