//! The history: every change that can be undone, what was undone below, and what was saved before.

use egui::{Align, Button, Frame, Layout, Margin, Panel, RichText, ScrollArea, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::{labelled_button, weak};
use crate::app::command::Command;
use crate::app::keep::KeepStep;
use crate::app::plot::heading_ui;
use crate::app::state::State;
use crate::app::tokens::{GAP, Palette, TARGET};

/// Width of the panel at first.
const WIDTH: f32 = 270.0;

/// The panel at the right, where it is asked for.
pub fn history_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    if !state.keep.history {
        return;
    }
    let palette = Palette::current(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(10, 8));
    Panel::right("history").resizable(true).default_size(WIDTH).size_range(200.0..=420.0).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            heading_ui(ui, "History");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let toggle = Command::Keep(KeepStep::ToggleHistory);
                labelled_button(ui, &toggle, "Hide", true, commands).accessible_name("Hide the history");
            });
        });
        ScrollArea::vertical().id_salt("history").auto_shrink([false, false]).show(ui, |ui| {
            changes_ui(ui, state, commands);
            ui.add_space(GAP * 2.0);
            versions_ui(ui, state, commands);
        });
    });
}

fn changes_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let Some((_, view)) = &state.keep.rows else { return };
    weak(ui, "Click a change to go to the moment after it. Results of runs are never lost.");
    ui.spacing_mut().item_spacing.y = 2.0;
    let first = if view.rows.is_empty() { "As it was opened. Nothing was changed since." } else { "As it was opened" };
    let now_at_start = view.to_start == 0;
    row_ui(ui, first, now_at_start, palette.text, view.to_start, commands);
    for row in &view.rows {
        let undone = row.steps > 0;
        let words = if undone { format!("{} (undone)", row.words) } else { row.words.clone() };
        row_ui(ui, &words, row.steps == 0, if undone { palette.weak } else { palette.text }, row.steps, commands);
    }
}

fn row_ui(ui: &mut Ui, words: &str, now: bool, color: egui::Color32, steps: i64, commands: &mut Commands) {
    let command = Command::Keep(KeepStep::Travel(steps));
    let text = RichText::new(words).text_style(TextStyle::Small).color(color);
    let button = Button::selectable(now, text).wrap().min_size(vec2(ui.available_width(), TARGET));
    let response = ui.add(button).on_hover_text(command.tooltip());
    let response = if now { response.accessible_name(format!("Now: {words}")) } else { response };
    if response.clicked() && steps != 0 {
        commands.push(command);
    }
}

fn versions_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    heading_ui(ui, "Saved before");
    if state.document.file().is_none() {
        weak(ui, "Versions of a file are listed here once the scenario is saved.");
        return;
    }
    if state.keep.earlier.is_empty() {
        weak(ui, "Each save keeps a version here, the last ten of them.");
    }
    for (place, earlier) in state.keep.earlier.iter().enumerate() {
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            ui.label(&earlier.when);
            let command = Command::Keep(KeepStep::TakeVersion(place));
            let same = *earlier.version.scenario == *state.document.scenario();
            labelled_button(ui, &command, "Take", !same, commands).accessible_name(format!("Take the version of {}", earlier.when));
        });
        weak(ui, &earlier.words);
    }
}
