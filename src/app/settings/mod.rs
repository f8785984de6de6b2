//! Settings of the app itself, kept between sittings. Each one is read on its own: what an older or newer build wrote differently falls back to its
//! default and is named, the rest stays.

mod kept;
mod keymap;

use serde::{Deserialize, Serialize};

pub use kept::{Kept, Layout, Recent, THUMB_ROWS, Thumb, ThumbRow, place_of, settle, touch};
pub use keymap::{Keymap, keys_text};

use super::state::ThemeChoice;

/// Size of the window's content: smallest, largest, step.
pub const ZOOM: (f32, f32, f32) = (0.6, 3.0, 0.1);
/// Shortest and longest time between two autosaves of work that never rests, in seconds.
pub const AUTOSAVE: (u32, u32) = (5, 600);
/// Smallest and largest memory limit, in gigabytes.
pub const MEMORY: (f64, f64) = (0.5, 1024.0);
/// Most threads that can be asked for.
pub const MOST_THREADS: usize = 256;

/// Settings of the app itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Colours.
    pub theme: ThemeChoice,
    /// Size of everything in the window; 1 is as designed.
    pub zoom: f32,
    /// Whether nothing moves by itself.
    pub reduced_motion: bool,
    /// Whether letters without Ctrl or Alt send commands.
    pub letter_keys: bool,
    /// Keys that differ from the defaults.
    pub keymap: Keymap,
    /// Threads of runs; `None` leaves it to the app.
    pub threads: Option<usize>,
    /// Memory that a run may take, in gigabytes.
    pub memory_gb: f64,
    /// Longest time between two autosaves of work that never rests, in seconds.
    pub autosave_seconds: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            zoom: 1.0,
            reduced_motion: false,
            letter_keys: true,
            keymap: Keymap::default(),
            threads: None,
            memory_gb: 4.0,
            autosave_seconds: 30,
        }
    }
}

impl Settings {
    /// Whether nothing should move by itself.
    pub fn reduced_motion(&self) -> bool {
        self.reduced_motion
    }

    /// The keys that send a command.
    pub fn keys(&self, command: &super::command::Command) -> Option<egui::KeyboardShortcut> {
        self.keymap.keys(command)
    }

    /// The same with every number inside its range.
    pub fn within_ranges(mut self) -> Self {
        let number = |value: f64, (least, most): (f64, f64), usual: f64| if value.is_finite() { value.clamp(least, most) } else { usual };
        self.zoom = number(f64::from(self.zoom), (f64::from(ZOOM.0), f64::from(ZOOM.1)), 1.0) as f32;
        self.memory_gb = number(self.memory_gb, MEMORY, Self::default().memory_gb);
        self.autosave_seconds = self.autosave_seconds.clamp(AUTOSAVE.0, AUTOSAVE.1);
        self.threads = self.threads.map(|threads| threads.clamp(1, MOST_THREADS));
        self
    }
}

/// What the settings screen is about to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsPanel {
    /// The command that waits for new keys, by id.
    pub waiting: Option<&'static str>,
    /// Keys that another command has: for whom they were pressed, the keys, who has them.
    pub taken: Option<(&'static str, egui::KeyboardShortcut, &'static str)>,
    /// What is looked for in the list of commands.
    pub search: String,
}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsStep {
    /// Let nothing move by itself, or let it.
    ReducedMotion(bool),
    /// Let letters alone send commands, or not.
    LetterKeys(bool),
    /// Size of everything.
    Zoom(f32),
    /// Threads of runs.
    Threads(Option<usize>),
    /// Memory that a run may take, in gigabytes.
    Memory(f64),
    /// Longest time between autosaves, in seconds.
    Autosave(u32),
    /// Wait for new keys for this command.
    Wait(&'static str),
    /// Keep the keys as they are.
    StopWaiting,
    /// These keys for the command that waits.
    Press(egui::KeyboardShortcut),
    /// Take the keys from the command that has them.
    TakeKeys,
    /// No keys for this command.
    NoKeys(&'static str),
    /// The usual keys for this command.
    ResetKeys(&'static str),
    /// The usual keys for every command.
    ResetAllKeys,
    /// What is looked for in the list of commands.
    Search(String),
    /// Panels, tables and the window as at the first start.
    ResetLayout,
    /// Every setting as at the first start.
    ResetAll,
}

impl SettingsStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::ReducedMotion(_) => "Reduced motion".into(),
            Self::LetterKeys(_) => "Single-letter keys".into(),
            Self::Zoom(_) => "Size".into(),
            Self::Threads(_) => "Threads".into(),
            Self::Memory(_) => "Memory limit".into(),
            Self::Autosave(_) => "Autosave".into(),
            Self::Wait(_) => "Change keys".into(),
            Self::StopWaiting => "Keep as it is".into(),
            Self::Press(keys) => keys_text(keys),
            Self::TakeKeys => "Take these keys".into(),
            Self::NoKeys(_) => "No keys".into(),
            Self::ResetKeys(_) => "Reset keys".into(),
            Self::ResetAllKeys => "Reset all keys".into(),
            Self::Search(_) => "Find a command".into(),
            Self::ResetLayout => "Reset layout".into(),
            Self::ResetAll => "Reset all settings".into(),
        }
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::ReducedMotion(_) => "Nothing fades or unfolds; replays go on only by key or button.",
            Self::LetterKeys(_) => "Whether a letter without Ctrl or Alt sends a command. Never while you type.",
            Self::Zoom(_) => "Size of everything in the window, dialogs too.",
            Self::Threads(_) => "How many threads a run may use. Results are the same for any number.",
            Self::Memory(_) => "A run that would need more says so before it starts.",
            Self::Autosave(_) => "Unsaved work is written to a journal when you rest, and at the latest after this time.",
            Self::Wait(_) => "Click, then press the new keys.",
            Self::StopWaiting => "Change nothing.",
            Self::Press(_) => "These keys.",
            Self::TakeKeys => "The other command then has no keys.",
            Self::NoKeys(_) => "The command stays in the menus.",
            Self::ResetKeys(_) | Self::ResetAllKeys => "The keys of the first start.",
            Self::Search(_) => "Part of a command's name.",
            Self::ResetLayout => "Panels, tables and the start screen as at the first start. Your files and settings stay.",
            Self::ResetAll => "Every setting of this page as at the first start. Your files stay.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_range_are_brought_inside() {
        let odd = Settings { zoom: f32::NAN, memory_gb: 1e9, autosave_seconds: 0, threads: Some(0), ..Settings::default() };
        let mended = odd.within_ranges();
        assert_eq!((mended.zoom, mended.memory_gb, mended.autosave_seconds, mended.threads), (1.0, 1024.0, 5, Some(1)));
        assert_eq!(Settings::default().within_ranges(), Settings::default());
    }
}
