//! The decision: outcome, conditions, risk, names, pinned figures, the folder and the seal.

use std::path::PathBuf;

use egui::{Button, Checkbox, CollapsingHeader, Label, RichText, TextEdit, TextStyle, Ui, vec2};

use super::write::{Field, write_ui};
use super::{BETWEEN, open_place_ui};
use crate::app::command::Command;
use crate::app::notes::NoteStep;
use crate::app::plot::heading_ui;
use crate::app::review::{Entry, Review, ReviewStep};
use crate::app::state::{Place, State};
use crate::app::tokens::{Palette, TARGET};
use crate::app::ui::Commands;
use crate::app::ui::widgets::{command_button, labelled_button, screen_heading, weak};
use crate::report::dossier::{Outcome, mark};

/// The column.
pub fn decide_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let review = &state.review;
    screen_heading(ui, "Decision");
    outcome_ui(ui, review, state.document.is_trial(), commands);
    let field = |label, name, hint, rows, needed| Field { label, name, hint, rows, needed };
    let with_conditions = review.record.outcome == Some(Outcome::ApproveWithConditions);
    write_ui(ui, review, &Entry::Conditions, field("Conditions, one a line", "Conditions", "what must be met", 2, with_conditions), commands);
    write_ui(ui, review, &Entry::ResidualRisk, field("Residual risk", "Residual risk", "what remains in spite of all measures", 2, true), commands);
    write_ui(ui, review, &Entry::ReviewDate, field("Review date", "Review date", "for example 2027-06-01", 1, true), commands);
    write_ui(ui, review, &Entry::Name, field("Name", "Name of the reviewer", "who decides", 1, true), commands);
    write_ui(ui, review, &Entry::Role, field("Role", "Role of the reviewer", "in which role", 1, true), commands);
    write_ui(ui, review, &Entry::Date, field("Date", "Date of the decision", "for example 2027-01-31", 1, true), commands);
    write_ui(ui, review, &Entry::Notes, field("Notes", "Notes of the reviewer", "printed in section 1", 2, false), commands);
    ui.add_space(BETWEEN / 2.0);
    pinned_ui(ui, review, commands);
    ui.add_space(BETWEEN / 2.0);
    notes_ui(ui, review, commands);
    ui.add_space(BETWEEN / 2.0);
    build_ui(ui, state, commands);
}

fn outcome_ui(ui: &mut Ui, review: &Review, trial: bool, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let open = review.without_reason();
    let held = trial || open.as_ref().is_none_or(|open| !open.is_empty());
    for outcome in Outcome::ALL {
        let chosen = review.record.outcome == Some(outcome);
        let step = Command::Review(ReviewStep::Decide(if chosen { None } else { Some(outcome) }));
        let words = ReviewStep::Decide(Some(outcome)).label();
        let enabled = review.sealed.is_none() && !(outcome.approves() && held);
        let button = Button::new(&words).selected(chosen).min_size(vec2(ui.available_width(), TARGET));
        let response = ui.add_enabled(enabled, button).on_hover_text(ReviewStep::Decide(Some(outcome)).tooltip());
        let named = if chosen { format!("{words}: chosen") } else { words };
        if response.accessible_name(named).clicked() {
            commands.push(step);
        }
    }
    // One scope, whatever it says: fields below keep their names, and with them the focus, when it falls silent.
    ui.push_id("why approval waits", |ui| match open {
        _ if trial => {
            let words = "This is tried without saving: it cannot be approved. Keep the changes or drop them first.";
            ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(palette.error)).wrap());
        }
        None => {
            weak(ui, "The page is being prepared; approval waits for it.");
        }
        Some(open) if !open.is_empty() => {
            let words = format!("{} of the guardrails are not within their limit and have no written reason: approval waits for it.", open.len());
            ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(palette.error)).wrap());
        }
        Some(_) => {}
    });
    reasons_ui(ui, review, commands);
    ui.add_space(4.0);
}

/// A reason for each guardrail that is not met: where the decision is made, and not only deep in the page.
fn reasons_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    let Some(preview) = &review.preview else { return };
    let unmet: Vec<_> = preview.dossier.blanks().map(|(_, blank)| blank).filter(|blank| blank.guard.is_some()).collect();
    if unmet.is_empty() {
        return;
    }
    let open = review.without_reason().is_some_and(|open| !open.is_empty());
    let title = if open { "Write the reasons" } else { "Reasons for what is not met" };
    CollapsingHeader::new(title).id_salt("reasons").show(ui, |ui| {
        for blank in unmet {
            let name = format!("In the decision: {}", blank.asks);
            let field = Field { label: &blank.asks, name: &name, hint: "your words", rows: 2, needed: true };
            write_ui(ui, review, &Entry::of(blank), field, commands);
        }
    });
}

fn pinned_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    heading_ui(ui, "Pinned figures");
    if review.record.pinned.is_empty() {
        weak(ui, "None yet. A right click on any plot pins it here as it is seen.");
        open_place_ui(ui, Place::Overview, "To the results", commands);
    }
    for (place, pinned) in review.record.pinned.iter().enumerate() {
        ui.add(Label::new(format!("{}. {}", place + 1, pinned.title)).wrap());
        let name = format!("Note on pinned figure {}", place + 1);
        let field = Field { label: "", name: &name, hint: "what it shows you", rows: 2, needed: false };
        write_ui(ui, review, &Entry::PinNote(place), field, commands);
        let unpin = Command::Review(ReviewStep::Unpin(place));
        let button = ui.add_enabled(review.sealed.is_none(), Button::new(RichText::new("Unpin").text_style(TextStyle::Small)));
        let button = button.on_hover_text(unpin.tooltip()).accessible_name(format!("Unpin figure {}", place + 1));
        if button.clicked() {
            commands.push(unpin);
        }
    }
}

/// Notes at plots: their words can be changed here, too.
fn notes_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    heading_ui(ui, "Notes at plots");
    if review.record.plot_notes.is_empty() {
        weak(ui, "None yet. N writes one at the plot under the pointer or in focus; it is printed in the section of that plot.");
    }
    for (place, note) in review.record.plot_notes.iter().enumerate() {
        let about = note.about();
        let about = if about.is_empty() { String::new() } else { format!(", {about}") };
        ui.add(Label::new(format!("{}. {} ({}){about}", mark(place), note.title, note.screen)).wrap());
        let name = format!("Note {}", mark(place));
        let field = Field { label: "", name: &name, hint: "your words", rows: 2, needed: false };
        write_ui(ui, review, &Entry::PlotNote(place), field, commands);
        ui.horizontal_wrapped(|ui| {
            for (step, word, enabled) in
                [(NoteStep::Go(place), "Show the plot of", true), (NoteStep::Remove(place), "Delete", review.sealed.is_none())]
            {
                let button = ui.add_enabled(enabled, Button::new(RichText::new(step.label()).text_style(TextStyle::Small)));
                let button = button.on_hover_text(step.tooltip()).accessible_name(format!("{word} note {}", mark(place)));
                if button.clicked() {
                    commands.push(Command::Review(ReviewStep::Note(step)));
                }
            }
        });
    }
}

fn build_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let review = &state.review;
    let palette = Palette::current(ui);
    heading_ui(ui, "Dossier");
    let mut folder = review.folder.clone();
    let field = TextEdit::singleline(&mut folder).hint_text("folder to write").desired_width(f32::INFINITY);
    if ui.add(field).accessible_name("Folder of the dossier").changed() {
        commands.push(Command::Review(ReviewStep::TypeFolder(folder.clone())));
    }
    ui.horizontal_wrapped(|ui| {
        command_button(ui, &Command::Review(ReviewStep::AskFolder), commands);
        weak(ui, "or type the path");
    });
    ui.horizontal_wrapped(|ui| {
        labelled_button(ui, &Command::Review(ReviewStep::KeepWords), "Save words...", review.has_unkept_words(), commands);
        labelled_button(ui, &Command::Review(ReviewStep::AskWords), "Open words...", review.sealed.is_none(), commands);
    });
    let mut replace = review.replace;
    let words = ReviewStep::SetReplace(replace).label();
    if ui.add(Checkbox::new(&mut replace, words)).on_hover_text(ReviewStep::SetReplace(replace).tooltip()).changed() {
        commands.push(Command::Review(ReviewStep::SetReplace(replace)));
    }
    let ready = !folder.trim().is_empty() && review.building.is_none() && review.sealed.is_none();
    let build = Command::Review(ReviewStep::Build(PathBuf::from(folder.trim())));
    labelled_button(ui, &build, "Build dossier", ready, commands);
    if review.building.is_some() {
        weak(ui, "Being written... The window stays free.");
    }
    if state.derived.stale {
        let words = "The results belong to an earlier version of the scenario. Run it again before you build.";
        ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(palette.warning)).wrap());
    }
    let Some(built) = &review.built else { return };
    let version = state.results.as_ref().map(|results| results.version);
    let current = built.revision == review.revision && Some(built.version) == version;
    let short: String = built.written.evidence_hash.chars().take(16).collect();
    let age = if current { "of these words and results" } else { "of earlier words or results" };
    let words = format!("Built, {age}: {} files, evidence {short}, in {}", built.written.files, built.written.folder.display());
    ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(palette.text)).wrap());
    let ready = current && review.sealed.is_none() && review.sealing.is_none() && review.record.outcome.is_some();
    labelled_button(ui, &Command::Review(ReviewStep::Seal), "Seal", ready, commands);
    if review.sealed.is_none() {
        weak(ui, "A seal needs an outcome, a name, a role and a date. From then on this revision is read-only.");
    }
}
