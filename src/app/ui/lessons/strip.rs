//! The strip below a lesson: which step of how many, back, next, reveal, and what can be done beside.

use egui::{Align, Button, Layout, RichText, Ui, vec2};

use super::step::Size;
use super::{lesson_button, lesson_toggle};
use crate::app::command::Command;
use crate::app::lessons::{LessonStep, Open, TALK_PARTS, lessons};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::ui::Commands;

/// Least room for one line of the window's strip, in letters.
const NARROW: f32 = 58.0;

/// The strip.
pub(super) fn strip_ui(ui: &mut Ui, state: &State, open: &Open, size: &Size, commands: &mut Commands) {
    let letters = size.strip;
    let (step, steps) = (open.step + 1, open.lesson.steps.len());
    // Where there is no room beside each other, what is left stands below.
    let narrow = !size.presented && ui.available_width() < NARROW * letters;
    ui.horizontal_wrapped(|ui| {
        lesson_button(ui, LessonStep::Back, ("Back", letters), open.step > 0 || open.part > 0, commands);
        let hides = open.hides_something();
        if hides {
            primary_ui(ui, LessonStep::Reveal, "Reveal", letters, commands);
        }
        // Before a class there is one way on.
        if !(hides && size.presented) {
            let more = step < steps || size.presented && open.part + 1 < TALK_PARTS;
            let onward = match (more, open.place + 1 < lessons().len()) {
                (true, _) => Some((LessonStep::Next, "Next")),
                (false, true) => Some((LessonStep::Open(open.place + 1), "Next lesson")),
                (false, false) => None,
            };
            match onward {
                Some((step, words)) if size.presented => primary_ui(ui, step, words, letters, commands),
                Some((step, words)) => lesson_button(ui, step, (words, letters), true, commands),
                None => {}
            }
        }
        if open.revealed.contains_key(&open.step) {
            if open.can_split() {
                lesson_toggle(ui, LessonStep::Split, state.lessons.split, letters, commands);
            }
            if open.can_show_worlds() {
                lesson_toggle(ui, LessonStep::Worlds, state.lessons.worlds, letters, commands);
            }
        }
        if !narrow {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| side_ui(ui, (step, steps), size, commands));
        }
    });
    if narrow {
        ui.horizontal_wrapped(|ui| side_ui(ui, (step, steps), size, commands));
    }
}

/// Where one is, and the ways out.
fn side_ui(ui: &mut Ui, (step, steps): (usize, usize), size: &Size, commands: &mut Commands) {
    let letters = size.strip;
    if size.presented {
        leave_ui(ui, letters, commands);
    } else {
        lesson_button(ui, LessonStep::Close, ("All lessons", letters), true, commands);
        lesson_button(ui, LessonStep::Export, ("Export for the class", letters), true, commands);
        lesson_button(ui, LessonStep::Present, ("Present (F5)", letters), true, commands);
    }
    ui.label(RichText::new(format!("Step {step} of {steps}")).size(letters).color(Palette::current(ui).text));
}

/// The way on that stands out.
pub(super) fn primary_ui(ui: &mut Ui, step: LessonStep, words: &str, letters: f32, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let text = RichText::new(words).size(letters).color(palette.on_primary);
    let button = ui.add(Button::new(text).fill(palette.primary).min_size(vec2(5.0 * letters, 1.7 * letters))).on_hover_text(step.tooltip());
    let button = if words == step.label() { button } else { button.accessible_name(step.label()) };
    if button.clicked() {
        commands.push(Command::Lesson(step));
    }
}

/// The way out, as quiet as can be.
pub(super) fn leave_ui(ui: &mut Ui, letters: f32, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let words = RichText::new("Esc").size(letters).color(palette.weak);
    let button = ui.add(Button::new(words).frame(false)).on_hover_text(LessonStep::Leave.tooltip());
    if button.accessible_name(LessonStep::Leave.label()).clicked() {
        commands.push(Command::Lesson(LessonStep::Leave));
    }
}
