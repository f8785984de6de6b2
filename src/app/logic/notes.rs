//! Notes at plots: begun, kept, changed, taken out, shown again; and undo, which takes back changes of notes and of the document in their order.

use egui::Context;

use super::App;
use crate::app::clock::ClockStep;
use crate::app::command::Command;
use crate::app::notes::{NoteStep, section_of};
use crate::app::review::{Entry, ReviewStep};
use crate::app::settings::place_of;
use crate::app::state::{Severity, State};
use crate::report::dossier::PlotNote;

impl App {
    pub(super) fn note_step(&mut self, ctx: &Context, step: NoteStep) {
        match step {
            NoteStep::Begin { plot, title } => {
                self.keep_note(ctx);
                let Some(note) = new_note(&self.state, plot, title) else {
                    self.note(Severity::Note, "Notes are written at plots of Build and Results: there they get into the dossier.");
                    return;
                };
                self.state.review.notes.open(None, note);
            }
            NoteStep::Edit(place) => {
                self.keep_note(ctx);
                if let Some(note) = self.state.review.record.plot_notes.get(place).cloned() {
                    // It is written where its plot is.
                    if let Some(screen) = place_of(&note.screen) {
                        self.carry_out(ctx, Command::Go(screen));
                    }
                    self.state.review.notes.open(Some(place), note);
                }
            }
            NoteStep::Type(text) => self.change_draft(|note| note.text = text),
            NoteStep::Day(day) => self.change_draft(|note| note.day = day),
            NoteStep::Variant(variant) => self.change_draft(|note| note.variant = variant),
            NoteStep::Keep => self.keep_note(ctx),
            NoteStep::Cancel => self.state.review.notes.draft = None,
            NoteStep::Remove(place) => {
                if place < self.state.review.record.plot_notes.len() {
                    // What is being written stands for a place that may move.
                    self.keep_note(ctx);
                    self.remember_notes(ctx, "");
                    self.state.review.record.plot_notes.remove(place);
                }
            }
            NoteStep::Go(place) => {
                let Some(note) = self.state.review.record.plot_notes.get(place).cloned() else { return };
                if let Some(screen) = place_of(&note.screen) {
                    self.carry_out(ctx, Command::Go(screen));
                }
                if let Some(day) = note.day {
                    self.clock_step(ctx, ClockStep::Day(day as usize));
                }
            }
        }
    }

    fn change_draft(&mut self, change: impl FnOnce(&mut PlotNote)) {
        if let Some(draft) = &mut self.state.review.notes.draft {
            change(&mut draft.note);
        }
    }

    /// Keeps what is being written; one without words is dropped.
    fn keep_note(&mut self, ctx: &Context) {
        let Some(draft) = self.state.review.notes.draft.take() else { return };
        let list = &self.state.review.record.plot_notes;
        let same = draft.of.is_some_and(|place| list.get(place) == Some(&draft.note));
        if draft.note.text.trim().is_empty() || same {
            return;
        }
        self.remember_notes(ctx, "");
        let list = &mut self.state.review.record.plot_notes;
        match draft.of.and_then(|place| list.get_mut(place)) {
            Some(note) => *note = draft.note,
            None => list.push(draft.note),
        }
    }

    /// Words of a note that are changed in the list of the review.
    pub(super) fn write_note(&mut self, ctx: &Context, place: usize, text: &str) {
        self.remember_notes(ctx, &format!("words {place}"));
        self.state.review.write(&Entry::PlotNote(place), text);
    }

    /// Remembers how the list stands before it is changed.
    fn remember_notes(&mut self, ctx: &Context, what: &str) {
        let now = ctx.input(|input| input.time);
        let moment = self.state.document.moment();
        let review = &mut self.state.review;
        review.notes.remember(&review.record.plot_notes, what, moment, now);
        self.touch(now);
    }

    pub(super) fn undo(&mut self, ctx: &Context) {
        if !self.state.review.notes.can_undo(self.state.document.moment()) {
            self.state.document.undo();
            return;
        }
        let review = &mut self.state.review;
        review.notes.undo(&mut review.record.plot_notes);
        self.touch(ctx.input(|input| input.time));
    }

    pub(super) fn redo(&mut self, ctx: &Context) {
        if !self.state.review.notes.can_redo(self.state.document.moment()) {
            self.state.document.redo();
            return;
        }
        let review = &mut self.state.review;
        review.notes.redo(&mut review.record.plot_notes);
        self.touch(ctx.input(|input| input.time));
    }
}

/// A note without words at a plot of the screen in view: the clock's day where the screen follows it, the selected variant.
fn new_note(state: &State, plot: &str, title: String) -> Option<PlotNote> {
    let section = section_of(state.place)?;
    let scenario = state.scenario_shown();
    let days = scenario.experiment.days as usize;
    let day = (state.place.follows_clock() && state.results.is_some()).then(|| state.clock.day_of(days) as u32);
    let selected = state.document.scenario().variants.get(state.selection.variant);
    let variant = selected.filter(|own| scenario.variants.iter().any(|other| other.name == own.name)).map(|variant| variant.name.clone());
    Some(PlotNote { screen: state.place.title().into(), plot: plot.into(), title, section, day, variant, text: String::new() })
}

/// The note command for a plot.
pub(super) fn begin(plot: &'static str, title: String) -> Command {
    Command::Review(ReviewStep::Note(NoteStep::Begin { plot, title }))
}
