//! The strip below a lesson: which step of how many, back, next, reveal, and what can be done beside.

use egui::{Align, Layout, RichText, Ui};

use super::step::Size;
use super::{lesson_button, lesson_toggle};
use crate::app::command::Command;
use crate::app::lessons::{LessonStep, Open};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::ui::Commands;

/// The strip.
pub(super) fn strip_ui(ui: &mut Ui, state: &State, open: &Open, size: &Size, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let letters = size.strip;
    let (step, steps) = (open.step + 1, open.lesson.steps.len());
    ui.horizontal(|ui| {
        lesson_button(ui, LessonStep::Back, ("Back", letters), open.step > 0, commands);
        let last = step == steps;
        if open.hides_something() {
            let words = RichText::new("Reveal").size(letters).color(palette.on_primary);
            let button = egui::Button::new(words).fill(palette.primary).min_size(egui::vec2(5.0 * letters, 1.7 * letters));
            if ui.add(button).on_hover_text(LessonStep::Reveal.tooltip()).clicked() {
                commands.push(Command::Lesson(LessonStep::Reveal));
            }
        }
        if last {
            let next = open.place + 1;
            if next < crate::app::lessons::lessons().len() {
                lesson_button(ui, LessonStep::Open(next), ("Next lesson", letters), true, commands);
            }
        } else {
            lesson_button(ui, LessonStep::Next, ("Next", letters), true, commands);
        }
        if open.revealed.contains_key(&open.step) {
            if open.can_split() {
                lesson_toggle(ui, LessonStep::Split, state.lessons.split, letters, commands);
            }
            if open.can_show_worlds() {
                lesson_toggle(ui, LessonStep::Worlds, state.lessons.worlds, letters, commands);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if state.lessons.presenting.is_some() {
                lesson_button(ui, LessonStep::Leave, ("Esc", letters), true, commands);
            } else {
                lesson_button(ui, LessonStep::Close, ("All lessons", letters), true, commands);
                lesson_button(ui, LessonStep::Export, ("Export for the class", letters), true, commands);
                lesson_button(ui, LessonStep::Present, ("Present (F5)", letters), true, commands);
            }
            ui.label(RichText::new(format!("Step {step} of {steps}")).size(letters).color(palette.text));
        });
    });
}
