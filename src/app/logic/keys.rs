//! Keys: the commands they send, and when they may.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::app::command::Command;
use crate::app::lessons::LessonStep;
use crate::app::navigation::NavigationStep;
use crate::app::state::{Place, State};
use crate::app::ui::palette_keys;

/// Commands sent by keys in this frame.
pub(super) fn keys(ctx: &Context, state: &State) -> Vec<Command> {
    let typing = ctx.egui_wants_keyboard_input() || egui::Popup::is_any_open(ctx);
    // Space and arrows belong to what has the focus, while anything has.
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let busy = state.dialog.is_some();
    let mut commands = Vec::new();
    let finding = state.navigation.finder.is_some();
    ctx.input_mut(|input| {
        if finding {
            commands = palette_keys(input);
            return;
        }
        if busy {
            if input.consume_key(Modifiers::NONE, Key::Escape) {
                commands.push(Command::CloseDialog);
            }
            return;
        }
        if state.lessons.presenting.is_some() {
            commands.extend(presenter_keys(input, state, typing || focused));
        }
        for command in Command::with_shortcut() {
            let Some(keys) = command.shortcut() else { continue };
            let plain_letter = matches!(keys.modifiers, Modifiers::NONE | Modifiers::SHIFT) && !is_function(keys.logical_key);
            let applies = match command {
                Command::AskCancel => state.flight.is_flying() && !typing,
                Command::Clock(_) => state.place.is_result() && state.results.is_some() && !focused,
                Command::MakeBaseline | Command::DuplicateVariant => state.place == Place::Variants,
                _ => true,
            };
            if applies && !(plain_letter && typing) && input.consume_shortcut(&keys) {
                commands.push(command);
            }
        }
        if input.consume_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, Key::P)) {
            commands.push(Command::Navigation(NavigationStep::Find));
        }
        // The two other ways to type these: Ctrl+Shift+Z, and the key that holds "+" without Shift.
        if input.consume_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z)) {
            commands.push(Command::Redo);
        }
        if input.consume_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)) {
            commands.push(Command::ZoomIn);
        }
    });
    commands
}

/// Keys of presenter mode; the two page keys are those of a clicker.
fn presenter_keys(input: &mut egui::InputState, state: &State, taken: bool) -> Option<Command> {
    let in_lesson = state.place == Place::Lessons;
    let hides = state.lessons.open.as_ref().is_some_and(crate::app::lessons::Open::hides_something);
    let step = if input.consume_key(Modifiers::NONE, Key::Escape) {
        LessonStep::Leave
    } else if input.consume_key(Modifiers::NONE, Key::PageDown) || (!taken && input.consume_key(Modifiers::NONE, Key::Space)) {
        match (in_lesson, hides) {
            (true, true) => LessonStep::Reveal,
            (true, false) => LessonStep::Next,
            (false, _) => LessonStep::NextPlot,
        }
    } else if input.consume_key(Modifiers::NONE, Key::PageUp) {
        if in_lesson { LessonStep::Back } else { LessonStep::LastPlot }
    } else {
        return None;
    };
    Some(Command::Lesson(step))
}

/// Keys that no text field wants.
fn is_function(key: Key) -> bool {
    matches!(key, Key::F1 | Key::F2 | Key::F3 | Key::F4 | Key::F5 | Key::F6 | Key::F7 | Key::F8 | Key::F9 | Key::F10 | Key::F11 | Key::F12)
}
