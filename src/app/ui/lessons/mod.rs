//! Lessons: nine cards, then one lesson step by step: headline, one plot, and a strip below.

mod bet;
mod notes;
mod presenter;
mod step;
mod strip;

pub use presenter::presenter_ui;

use egui::{Align, Button, Label, Layout, Panel, RichText, ScrollArea, Sense, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::{grid_ui, screen_heading, weak};
use crate::app::command::Command;
use crate::app::lessons::{LessonStep, lessons};
use crate::app::plot::{card_ui, heading_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};

/// Whether things move by themselves on this window.
fn reduced_motion(state: &State) -> bool {
    state.settings.reduced_motion()
}

/// The screen.
pub fn lessons_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    match &state.lessons.open {
        None => cards_ui(ui, state, commands),
        Some(open) => {
            let small = step::Size::window();
            Panel::bottom("lesson strip").frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 6))).show(ui, |ui| {
                strip::strip_ui(ui, state, open, &small, commands);
            });
            // At a large zoom a step may be higher than the window.
            let height = ui.available_height();
            ScrollArea::vertical().id_salt("lesson step").auto_shrink([false, false]).show(ui, |ui| {
                ui.set_max_height(height);
                step::step_ui(ui, state, open, &small, commands);
            });
        }
    }
}

fn cards_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    screen_heading(ui, "Lessons");
    ui.label(
        "Nine short lessons for a class. Each asks for a bet first, then flies the same engine as everything else here. Start one, then press F5: large \
         type for a projector.",
    );
    weak(ui, format!("F5 from here begins lesson {}, the first that was not given to its end.", state.lessons.next_place() + 1));
    ui.add_space(6.0);
    let places: Vec<usize> = (0..lessons().len()).collect();
    grid_ui(ui, &places, 280.0, |ui, &place| card_of(ui, state, place, commands));
}

fn card_of(ui: &mut Ui, state: &State, place: usize, commands: &mut Commands) {
    let Some(lesson) = lessons().get(place) else { return };
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        ui.set_min_height(134.0);
        heading_ui(ui, &format!("{}. {}", place + 1, lesson.title));
        ui.add(Label::new(&lesson.idea).wrap());
        ui.add(Label::new(RichText::new(format!("Bet: {}", lesson.bet)).color(palette.weak)).wrap());
        let done = if state.lessons.done.contains(&place) { ", taught in this sitting" } else { "" };
        weak(ui, format!("{} minutes, {} steps{done}", lesson.minutes, lesson.steps.len()));
        ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
            let step = LessonStep::Open(place);
            let button = ui.add(Button::new("Start").min_size(vec2(86.0, TARGET)));
            if button.on_hover_text(step.tooltip()).accessible_name(step.label()).clicked() {
                commands.push(Command::Lesson(step));
            }
        });
    });
}

/// A button of a lesson, at its size.
fn lesson_button(ui: &mut Ui, step: LessonStep, (words, size): (&str, f32), enabled: bool, commands: &mut Commands) {
    let button = Button::new(RichText::new(words).size(size)).min_size(vec2(0.0, 1.7 * size));
    let response = ui.add_enabled(enabled, button).on_hover_text(step.tooltip());
    let response = if words == step.label() { response } else { response.accessible_name(step.label()) };
    if response.clicked() {
        commands.push(Command::Lesson(step));
    }
}

/// Something that is on or off, at its size.
fn lesson_toggle(ui: &mut Ui, step: LessonStep, on: bool, size: f32, commands: &mut Commands) {
    let stroke = egui::Stroke::new(1.0, Palette::current(ui).axis);
    let button = Button::selectable(on, RichText::new(step.label()).size(size)).sense(Sense::click()).min_size(vec2(0.0, 1.7 * size)).stroke(stroke);
    if ui.add(button).on_hover_text(step.tooltip()).clicked() {
        commands.push(Command::Lesson(step));
    }
}

/// Text of a lesson.
fn words_ui(ui: &mut Ui, text: &str, size: f32) {
    ui.add(Label::new(RichText::new(text).text_style(TextStyle::Body).size(size)).wrap());
}
