//! The inspector at the right: what the selection means, its numbers, what it cannot tell.

use egui::{Label, RichText, ScrollArea, TextStyle, Ui};

use super::Commands;
use super::explained::{Leads, cards_ui};
use super::widgets::{command_button, labelled_button, weak};
use crate::app::command::Command;
use crate::app::navigation::{NavigationStep, PlotAction, PlotStep, Subject};
use crate::app::plot::{heading_ui, note_row_ui, swatch_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, SECTION};
use crate::app::view::MetricSheet;
use crate::report::dossier::PlotNote;
use crate::report::explain;

/// The inspector.
pub fn inspector_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let clear = Command::Navigation(NavigationStep::Clear);
    ui.horizontal_wrapped(|ui| {
        weak(ui, "Inspector");
        labelled_button(ui, &Command::Navigation(NavigationStep::ToggleInspector), "Hide", true, commands);
        if state.navigation.subject.is_some() {
            labelled_button(ui, &clear, "Clear", true, commands);
        }
    });
    ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]).show(ui, |ui| {
        subject_ui(ui, state, commands);
        notes_ui(ui, state, commands);
    });
}

/// What is explained.
fn subject_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    match &state.navigation.subject {
        None => {
            weak(ui, "Click a metric, a row or a plot, or press F1, and it is explained here.");
        }
        Some(Subject::Word(word)) => cards_ui(ui, &explain::explain(word), Leads::Inspector, commands),
        Some(Subject::Metric(metric)) => {
            let sheet = state.results.as_ref().and_then(|results| results.sheets.metric.get()).filter(|sheet| sheet.metric == *metric);
            if let Some(sheet) = sheet {
                values_ui(ui, sheet);
                ui.add_space(SECTION);
            }
            cards_ui(ui, &explain::explain(metric.id()), Leads::Inspector, commands);
        }
        Some(Subject::Plot { name, text }) => {
            heading_ui(ui, &text.title);
            ui.add(Label::new(&text.sentence).wrap());
            ui.add_space(SECTION / 2.0);
            ui.add(Label::new(RichText::new(&text.caption).text_style(TextStyle::Small)).wrap());
            ui.add_space(SECTION / 2.0);
            ui.horizontal_wrapped(|ui| {
                for action in [PlotAction::Pin, PlotAction::Note, PlotAction::CopyData, PlotAction::CopyPicture] {
                    command_button(ui, &Command::Plot(PlotStep::Do { name, text: text.clone(), action }), commands);
                }
            });
            ui.add_space(SECTION / 2.0);
            ScrollArea::horizontal().id_salt("inspector table").show(ui, |ui| table_ui(ui, "inspected", &text.title, &text.table));
        }
    }
}

/// Notes of the plot that is explained, or of the metric, else of the screen in view.
fn notes_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let subject = state.navigation.subject.as_ref();
    let screen = state.place.title();
    let wanted = |note: &PlotNote| match subject {
        Some(Subject::Plot { name, .. }) => note.screen == screen && note.plot == *name,
        Some(other) => other.metric().is_some_and(|metric| note.title.starts_with(metric.label())),
        None => note.screen == screen,
    };
    let notes = &state.review.record.plot_notes;
    let found: Vec<(usize, &PlotNote)> = notes.iter().enumerate().filter(|(_, note)| wanted(note)).collect();
    if found.is_empty() && !matches!(subject, Some(Subject::Plot { .. })) {
        return;
    }
    ui.add_space(SECTION);
    heading_ui(ui, "Notes");
    if found.is_empty() {
        weak(ui, "None yet. N writes one at the plot in focus.");
    }
    for (index, note) in found {
        note_row_ui(ui, state, index, note, true, commands);
    }
}

/// What the metric is under each variant.
fn values_ui(ui: &mut Ui, sheet: &MetricSheet) {
    let palette = Palette::current(ui);
    heading_ui(ui, sheet.metric.label());
    weak(ui, format!("{}. {}", sheet.people, sheet.worlds));
    for row in &sheet.rows {
        ui.add_space(6.0);
        swatch_ui(ui, &row.tag);
        ui.add(Label::new(RichText::new(&row.level).color(palette.strong)).wrap());
        if let Some(difference) = &row.difference {
            ui.add(Label::new(RichText::new(difference).text_style(TextStyle::Small)).wrap());
        }
    }
}
