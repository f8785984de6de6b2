//! Bubbles: three numbers side by side, never averaged, each with the twin without recommender; their courses; concentration apart.

use egui::Ui;

use super::Commands;
use super::empty::empty_ui;
use super::figures::{bare_slot_ui, slot_ui, variant_ui};
use super::levels::levels_ui;
use super::time::lines_ui;
use super::widgets::{grid_ui, screen_heading, weak};
use crate::app::plot::{card_ui, plot_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, SECTION};
use crate::app::view::Dial;

/// Names of the plots, for their tables.
const DIALS: [(&str, &str); 3] = [("within", "within course"), ("across", "across course"), ("drift", "drift course")];
const CONCENTRATION: [&str; 2] = ["sales gini", "slot gini"];

/// The screen.
pub fn bubbles_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.bubbles.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    let palette = Palette::current(ui);
    weak(ui, "Three different things, never one number. Each stands beside the twin: the same people without a recommender.");
    if let Some(note) = &view.volume_note {
        ui.colored_label(palette.warning, note);
    }
    let dials: Vec<(&Dial, (&'static str, &'static str))> = view.dials.iter().zip(DIALS).collect();
    grid_ui(ui, &dials, 330.0, |ui, (dial, names)| {
        card_ui(ui, |ui| plot_ui(ui, state, names.0, &dial.text, commands, |ui| dial_ui(ui, dial)));
    });
    grid_ui(ui, &dials, 330.0, |ui, (dial, names)| {
        card_ui(ui, |ui| {
            plot_ui(ui, state, names.1, &dial.course_text, commands, |ui| lines_ui(ui, dial.metric, &dial.course, view.days, false, 170.0));
        });
    });
    ui.add_space(4.0);
    slot_ui(ui, state, "where variety lives", commands);
    ui.add_space(4.0);
    slot_ui(ui, state, "thirty lives", commands);
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        variant_ui(ui, state, commands);
        bare_slot_ui(ui, state, "topic shift", commands);
    });
    ui.add_space(SECTION);
    screen_heading(ui, "Concentration");
    weak(ui, "Over all items and all customers; a filter does not apply here.");
    let parts: Vec<(&Dial, &'static str)> = view.concentration.iter().zip(CONCENTRATION).collect();
    grid_ui(ui, &parts, 330.0, |ui, (dial, name)| {
        card_ui(ui, |ui| plot_ui(ui, state, name, &dial.text, commands, |ui| dial_ui(ui, dial)));
    });
    ui.add_space(4.0);
    slot_ui(ui, state, "who gets seen", commands);
}

fn dial_ui(ui: &mut Ui, dial: &Dial) {
    levels_ui(ui, dial.metric, dial.rows.iter().map(|row| (&row.tag, row.span, row.label.as_str())));
}
