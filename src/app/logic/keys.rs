//! Keys: the commands they send, and when they may.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::app::command::Command;
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

/// Keys that no text field wants.
fn is_function(key: Key) -> bool {
    matches!(key, Key::F1 | Key::F2 | Key::F3 | Key::F4 | Key::F5 | Key::F6 | Key::F7 | Key::F8 | Key::F9 | Key::F10 | Key::F11 | Key::F12)
}
