//! Keys: the commands they send, and when they may.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::app::clock::ClockStep;
use crate::app::command::Command;
use crate::app::lessons::LessonStep;
use crate::app::navigation::{NavigationStep, PlotAction, PlotStep, Subject, explained_in};
use crate::app::settings::SettingsStep;
use crate::app::state::{Place, State};
use crate::app::ui::palette_keys;

/// Commands sent by keys in this frame.
pub(super) fn keys(ctx: &Context, state: &State) -> Vec<Command> {
    let typing = ctx.egui_wants_keyboard_input() || egui::Popup::is_any_open(ctx);
    let writing = ctx.text_edit_focused() || egui::Popup::is_any_open(ctx);
    // Space and arrows belong to what has the focus, while anything has.
    let focused = ctx.memory(|memory| memory.focused().is_some());
    // Keys for a plot go to the one with the focus or under the pointer.
    let plot = explained_in(ctx);
    let finding = state.navigation.finder.is_some();
    let busy = state.dialog.is_some();
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        if let Some(id) = state.settings_panel.waiting {
            commands.extend(pressed(input, id));
            return;
        }
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
        if state.navigation.here.is_some() && input.consume_key(Modifiers::NONE, Key::Escape) {
            commands.push(Command::Navigation(NavigationStep::StopHere));
        }
        if state.lessons.presenting.is_some() {
            commands.extend(presenter_keys(input, state, typing || focused));
        }
        for (command, keys) in in_order(state) {
            let letter = keys.modifiers == Modifiers::NONE && is_character(keys.logical_key);
            let plain = matches!(keys.modifiers, Modifiers::NONE | Modifiers::SHIFT) && !is_function(keys.logical_key);
            let applies = match command {
                Command::AskCancel => state.flight.is_flying() && !typing,
                Command::Clock(_) => state.place.is_result() && state.results.is_some() && !focused,
                Command::Lesson(LessonStep::Notes) => state.lessons.presenting.is_some(),
                Command::MakeBaseline | Command::DuplicateVariant | Command::RemoveVariant => state.place == Place::Variants,
                _ => true,
            };
            let allowed = !(plain && typing) && (!letter || state.settings.letter_keys);
            if applies && allowed && input.consume_shortcut(&keys) {
                commands.push(command);
            }
        }
        // A plot that has the focus takes letters; a field of text does not give them away.
        let letters = state.settings.letter_keys && !writing;
        if let Some(Subject::Plot { name, text }) = plot {
            let act = |action| Command::Plot(PlotStep::Do { name, text: text.clone(), action });
            if letters && input.consume_key(Modifiers::NONE, Key::T) {
                commands.push(Command::ToggleTable(name));
            }
            if letters && input.consume_key(Modifiers::NONE, Key::P) {
                commands.push(act(PlotAction::Pin));
            }
            if letters && input.consume_key(Modifiers::NONE, Key::N) {
                commands.push(act(PlotAction::Note));
            }
            if input.consume_key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C) {
                commands.push(act(PlotAction::CopyPicture));
            }
        }
        // The other ways to type these: Ctrl+Shift+Z, and the key that holds "+" without Shift.
        for (command, other) in
            [(Command::Redo, ctrl_shift(Key::Z)), (Command::ZoomIn, ctrl(Key::Equals)), (Command::Navigation(NavigationStep::Find), ctrl(Key::P))]
        {
            let free = state.settings.keymap.owner(other, "").is_none() && !state.settings.keymap.is_changed(command.id());
            if free && input.consume_shortcut(&other) {
                commands.push(command);
            }
        }
    });
    commands
}

/// Commands with their keys, the longer combinations first so that Ctrl+Shift+S is not taken for Ctrl+S.
fn in_order(state: &State) -> Vec<(Command, KeyboardShortcut)> {
    let listed = Command::with_shortcut().into_iter();
    let mut order: Vec<(Command, KeyboardShortcut)> = listed.filter_map(|command| Some((command.clone(), state.settings.keys(&command)?))).collect();
    order.sort_by_key(|(_, keys)| {
        std::cmp::Reverse([keys.modifiers.command, keys.modifiers.alt, keys.modifiers.shift].iter().filter(|held| **held).count())
    });
    order
}

/// The keys pressed for the command that waits for new ones.
fn pressed(input: &mut egui::InputState, id: &'static str) -> Option<Command> {
    let found = input.events.iter().position(|event| matches!(event, egui::Event::Key { pressed: true, .. }))?;
    let egui::Event::Key { key, modifiers, .. } = input.events.remove(found) else { return None };
    let bare = !modifiers.command && !modifiers.ctrl && !modifiers.alt;
    let step = match key {
        Key::Escape if bare => SettingsStep::StopWaiting,
        // These move between controls and press them: the app could not be used without a mouse.
        Key::Tab | Key::Enter if bare => return None,
        Key::Backspace | Key::Delete if bare => SettingsStep::NoKeys(id),
        _ => {
            let mut held = Modifiers::NONE;
            for (down, modifier) in
                [(modifiers.command || modifiers.ctrl, Modifiers::COMMAND), (modifiers.alt, Modifiers::ALT), (modifiers.shift, Modifiers::SHIFT)]
            {
                if down {
                    held = held.plus(modifier);
                }
            }
            SettingsStep::Press(KeyboardShortcut::new(held, key))
        }
    };
    Some(Command::Settings(step))
}

fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

fn is_function(key: Key) -> bool {
    key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

/// Whether the key types a letter, a digit or a sign.
fn is_character(key: Key) -> bool {
    key.symbol_or_name().chars().count() == 1 && !matches!(key, Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::Space)
}

/// Keys of presenter mode; the two page keys are those of a clicker.
fn presenter_keys(input: &mut egui::InputState, state: &State, taken: bool) -> Option<Command> {
    let in_lesson = state.place == Place::Lessons;
    let hides = state.lessons.open.as_ref().is_some_and(crate::app::lessons::Open::hides_something);
    // The replay goes on by days, and plays.
    let replay = state.place == Place::Replay && state.results.is_some();
    let spaced = !taken && input.consume_key(Modifiers::NONE, Key::Space);
    let step = if input.consume_key(Modifiers::NONE, Key::Escape) {
        LessonStep::Leave
    } else if spaced || input.consume_key(Modifiers::NONE, Key::PageDown) {
        match (in_lesson, hides) {
            _ if replay => return Some(Command::Clock(if spaced { ClockStep::Toggle } else { ClockStep::Move(1) })),
            (true, true) => LessonStep::Reveal,
            (true, false) => LessonStep::Next,
            (false, _) => LessonStep::NextPlot,
        }
    } else if input.consume_key(Modifiers::NONE, Key::PageUp) {
        if replay {
            return Some(Command::Clock(ClockStep::Move(-1)));
        }
        if in_lesson { LessonStep::Back } else { LessonStep::LastPlot }
    } else {
        return None;
    };
    Some(Command::Lesson(step))
}
