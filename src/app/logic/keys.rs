//! Keys: the commands they send, and when they may.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::app::command::Command;
use crate::app::state::{Place, State};

/// Commands sent by keys in this frame.
pub(super) fn keys(ctx: &Context, state: &State) -> Vec<Command> {
    let typing = ctx.egui_wants_keyboard_input() || egui::Popup::is_any_open(ctx);
    let busy = state.dialog.is_some();
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        if busy {
            if input.consume_key(Modifiers::NONE, Key::Escape) {
                commands.push(Command::CloseDialog);
            }
            return;
        }
        for command in Command::with_shortcut() {
            let Some(keys) = command.shortcut() else { continue };
            let plain_letter = keys.modifiers == Modifiers::NONE && keys.logical_key != Key::F9;
            let applies = match command {
                Command::AskCancel => state.flight.is_flying() && !typing,
                Command::MakeBaseline | Command::DuplicateVariant => state.place == Place::Variants,
                _ => true,
            };
            if applies && !(plain_letter && typing) && input.consume_shortcut(&keys) {
                commands.push(command);
            }
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
