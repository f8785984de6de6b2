//! Keys of commands: the defaults, and what was changed. Menus, tooltips, lists and the keyboard itself all ask here.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Id, Key, KeyboardShortcut, Modifiers};
use serde::{Deserialize, Serialize};

use crate::app::command::Command;

/// Keys that differ from the defaults, by id of the command; `None` for a command that has none any more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Keymap {
    changed: BTreeMap<String, Option<KeyboardShortcut>>,
}

/// What stands for no keys where a keymap is kept.
const NONE: &str = "none";

impl From<BTreeMap<String, String>> for Keymap {
    /// What cannot be read is left out: the command has its default keys.
    fn from(texts: BTreeMap<String, String>) -> Self {
        let read = |(id, text): (String, String)| if text == NONE { Some((id, None)) } else { read(&text).map(|keys| (id, Some(keys))) };
        Self { changed: texts.into_iter().filter_map(read).collect() }
    }
}

impl From<Keymap> for BTreeMap<String, String> {
    fn from(keymap: Keymap) -> Self {
        keymap.changed.into_iter().map(|(id, keys)| (id, keys.map_or_else(|| NONE.to_owned(), |keys| keys_text(&keys)))).collect()
    }
}

impl Keymap {
    /// The keys that send a command.
    pub fn keys(&self, command: &Command) -> Option<KeyboardShortcut> {
        match self.changed.get(command.id()) {
            Some(keys) if !command.id().is_empty() => *keys,
            _ => command.shortcut(),
        }
    }

    /// Whether a command has other keys than by default.
    pub fn is_changed(&self, id: &str) -> bool {
        self.changed.contains_key(id)
    }

    /// Whether any command has.
    pub fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    /// The command other than `id` that has these keys.
    pub fn owner(&self, keys: KeyboardShortcut, id: &str) -> Option<Command> {
        Command::with_shortcut().into_iter().find(|command| command.id() != id && self.keys(command) == Some(keys))
    }

    /// Gives a command keys, or none.
    pub fn set(&mut self, id: &str, keys: Option<KeyboardShortcut>) {
        let usual = Command::with_shortcut().into_iter().find(|command| command.id() == id).and_then(|command| command.shortcut());
        if keys == usual {
            self.changed.remove(id);
        } else {
            self.changed.insert(id.into(), keys);
        }
    }

    /// Gives a command its default keys again; a command that has taken them keeps none.
    pub fn reset(&mut self, id: &str) {
        self.changed.remove(id);
        let Some(command) = Command::with_shortcut().into_iter().find(|command| command.id() == id) else { return };
        if let Some(other) = self.keys(&command).and_then(|keys| self.owner(keys, id)) {
            self.set(other.id(), None);
        }
    }

    /// Puts it where panels find it.
    pub fn publish(&self, ctx: &egui::Context) {
        let keymap = Arc::new(self.clone());
        ctx.data_mut(|data| data.insert_temp(place(), keymap));
    }

    /// The keys of a command as text for a menu or a tooltip.
    pub fn words(ctx: &egui::Context, command: &Command) -> Option<String> {
        let keymap = ctx.data(|data| data.get_temp::<Arc<Self>>(place()));
        let keys = keymap.map_or_else(|| command.shortcut(), |keymap| keymap.keys(command));
        keys.map(|keys| ctx.format_shortcut(&keys))
    }
}

fn place() -> Id {
    Id::unique("keymap")
}

/// Keys as text that is the same on every system: "Ctrl+Shift+S".
pub fn keys_text(keys: &KeyboardShortcut) -> String {
    let mut text = String::new();
    let modifiers = keys.modifiers;
    for (held, word) in [(modifiers.command || modifiers.ctrl, "Ctrl+"), (modifiers.alt, "Alt+"), (modifiers.shift, "Shift+")] {
        if held {
            text.push_str(word);
        }
    }
    text + keys.logical_key.name()
}

/// Reads [`keys_text`] back.
fn read(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut rest = text;
    loop {
        if let Some(behind) = rest.strip_prefix("Ctrl+") {
            modifiers = modifiers.plus(Modifiers::COMMAND);
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("Alt+") {
            modifiers = modifiers.plus(Modifiers::ALT);
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("Shift+") {
            modifiers = modifiers.plus(Modifiers::SHIFT);
            rest = behind;
        } else {
            return Key::from_name(rest).map(|key| KeyboardShortcut::new(modifiers, key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_written_and_read_back() {
        for command in Command::with_shortcut() {
            let Some(keys) = command.shortcut() else { continue };
            assert_eq!(read(&keys_text(&keys)), Some(keys), "{}", keys_text(&keys));
        }
        for odd in ["", "Ctrl+", "Ctrl+Ctrl", "Hyper+S", "Ctrl+\u{1F600}"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn changed_keys_answer_and_are_taken_back() {
        let mut keymap = Keymap::default();
        let keys = KeyboardShortcut::new(Modifiers::COMMAND, Key::Y);
        assert_eq!(keymap.owner(keys, "run.start").map(|command| command.id()), Some("edit.redo"));
        keymap.set("edit.redo", None);
        keymap.set("run.start", Some(keys));
        assert_eq!((keymap.keys(&Command::Run), keymap.keys(&Command::Redo)), (Some(keys), None));
        let kept: Keymap = serde_json::from_str(&serde_json::to_string(&keymap).unwrap()).unwrap();
        assert_eq!(kept, keymap);
        keymap.reset("edit.redo");
        assert_eq!((keymap.keys(&Command::Run), keymap.keys(&Command::Redo)), (None, Some(keys)));
        keymap.reset("run.start");
        assert!(!keymap.has_changes());
    }

    #[test]
    fn what_cannot_be_read_leaves_the_default() {
        let kept: Keymap = serde_json::from_str(r#"{"edit.redo": "Hyper+Q", "run.start": "none", "no.such": "F2"}"#).unwrap();
        assert_eq!(kept.keys(&Command::Redo), Command::Redo.shortcut());
        assert_eq!(kept.keys(&Command::Run), None);
    }
}
