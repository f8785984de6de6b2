//! The trainer's notes: what helps at this step, what comes next, and the time. In a window of their own; where there is none, above the strip.

use egui::accesskit::Role;
use egui::{Button, CentralPanel, Frame, Key, Label, Margin, Modifiers, RichText, Ui, ViewportBuilder, ViewportId, vec2};

use super::{lesson_button, words_ui};
use crate::app::command::Command;
use crate::app::lessons::{CLASS_MINUTES, LessonStep, Open};
use crate::app::state::{Place, State};
use crate::app::tokens::Palette;
use crate::app::ui::Commands;
use crate::lesson::Step;

/// Size of the window, in pixels at the usual density.
const WINDOW: (f32, f32) = (560.0, 520.0);
/// Size of letters in the window, in the same unit.
const LETTERS: f32 = 17.0;

/// The notes in a window of their own, which the trainer keeps on the own screen. `false` where windows cannot be opened.
pub(super) fn notes_window(ui: &Ui, state: &State, open: &Open, commands: &mut Commands) -> bool {
    let ctx = ui.ctx().clone();
    if ctx.embed_viewports() {
        return false;
    }
    // Presenter mode makes everything larger, this window with it: that is taken back here.
    let zoom = ctx.zoom_factor().max(0.1);
    let builder = ViewportBuilder::default().with_title("Trainer's notes").with_inner_size(vec2(WINDOW.0, WINDOW.1) / zoom);
    ctx.show_viewport_immediate(ViewportId::from_hash_of("trainer's notes"), builder, |ui, _class| {
        let palette = Palette::current(ui);
        let frame = Frame::new().fill(palette.card).inner_margin(Margin::same((14.0 / zoom) as i8));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| notes_ui(ui, state, open, LETTERS / zoom, commands));
        });
        let closed = ui.ctx().input(|input| input.viewport().close_requested());
        // The keys of a clicker work whichever window has them.
        let key = ui.ctx().input_mut(|input| {
            let onward = if open.hides_something() { LessonStep::Reveal } else { LessonStep::Next };
            let keys = [(Key::PageDown, onward), (Key::PageUp, LessonStep::Back), (Key::Escape, LessonStep::Leave), (Key::F7, LessonStep::Notes)];
            keys.into_iter().find_map(|(key, step)| input.consume_key(Modifiers::NONE, key).then_some(step))
        });
        commands.extend(key.map(Command::Lesson));
        if closed {
            commands.push(Command::Lesson(LessonStep::Notes));
        }
    });
    ctx.request_repaint_after(std::time::Duration::from_secs(1));
    true
}

/// The notes themselves.
pub(super) fn notes_ui(ui: &mut Ui, state: &State, open: &Open, letters: f32, commands: &mut Commands) {
    let Some(step) = open.at() else { return };
    let palette = Palette::current(ui);
    ui.horizontal_wrapped(|ui| {
        heading(ui, "Trainer's notes", 0.85 * letters);
        lesson_button(ui, LessonStep::StartClock, ("Start the clock again", 0.85 * letters), true, commands);
        let hide = ui.add(Button::new(RichText::new("Hide these notes").size(0.85 * letters)).min_size(vec2(0.0, 1.5 * letters)));
        if hide.on_hover_text("F7 shows them again.").clicked() {
            commands.push(Command::Lesson(LessonStep::Notes));
        }
    });
    heading(ui, &format!("{}. {}: {}", open.step + 1, step.kind(), step.title()), 1.15 * letters);
    let now = ui.input(|input| input.time);
    ui.horizontal_wrapped(|ui| {
        for (what, spent, planned) in times(state, open, now) {
            let over = spent > 60.0 * planned;
            let text = format!("{what}: {} of {}{}   ", clock(spent), clock(60.0 * planned), if over { ", over time" } else { "" });
            let text = RichText::new(text).size(0.9 * letters);
            ui.label(if over { text.strong().color(palette.strong) } else { text.color(palette.weak) });
        }
    });
    for note in step.notes() {
        words_ui(ui, &format!("-  {note}"), letters);
    }
    if matches!(step, Step::Reveal { .. }) {
        for words in step.words() {
            words_ui(ui, &format!("Say: {words}"), letters);
        }
    }
    ui.add_space(0.4 * letters);
    words_ui(ui, &next_words(open), letters);
    if state.place != Place::Lessons {
        words_ui(ui, "The class sees a result screen: Back to the lesson leads back to this step.", 0.85 * letters);
    }
}

fn heading(ui: &mut Ui, words: &str, letters: f32) {
    let palette = Palette::current(ui);
    let heading = ui.add(Label::new(RichText::new(words).size(letters).strong().color(palette.strong)).wrap());
    ui.ctx().accesskit_node_builder(heading.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(words);
    });
}

/// What comes after the step in view.
fn next_words(open: &Open) -> String {
    if open.hides_something() {
        return "Next: Reveal, then the talk about it.".into();
    }
    match open.lesson.steps.get(open.step + 1) {
        Some(next) => format!("Next: {}. {}", next.kind(), next.title()),
        None => "This is the end of the lesson: save what the class takes home.".into(),
    }
}

/// Seconds spent and minutes planned for the step, the lesson and the class.
fn times(state: &State, open: &Open, now: f64) -> [(&'static str, f64, f64); 3] {
    let planned = open.at().map_or(0.0, Step::minutes);
    [
        ("This step", now - open.since.1, planned),
        ("This lesson", now - open.since.0, open.lesson.minutes as f64),
        ("The class", now - state.lessons.began.unwrap_or(now), CLASS_MINUTES),
    ]
}

/// Minutes and seconds.
fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_minutes_and_seconds() {
        assert_eq!([0.0, 59.6, 61.0, 2_700.0, -3.0].map(clock), ["0:00", "1:00", "1:01", "45:00", "0:00"]);
    }
}
