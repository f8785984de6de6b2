//! Keeping work safe: the history, journals left behind, what was saved before, files opened lately, files dropped on the window, closing.

use std::path::PathBuf;
use std::sync::Arc;

use super::journal::{Found, Version};
use super::view::{HistoryView, grouped};
use crate::scenario::Scenario;

/// Work that a window left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// Where it lies.
    pub found: Found,
    /// The file that it is about; nothing for work that was never saved.
    pub file: Option<PathBuf>,
    /// The bundled case that it began with.
    pub case: Option<String>,
    /// When it was written, in words.
    pub when: String,
    /// What it holds, or why that cannot be read.
    pub content: Result<(Arc<Scenario>, String), String>,
    /// How it differs from the file as it is now, in words, where that is shown.
    pub differences: Option<Vec<String>>,
}

/// A version of the document's file.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// When it was saved, in words.
    pub when: String,
    /// How it differs from the document, in words.
    pub words: String,
    /// What it held.
    pub version: Version,
}

/// Whether unsaved work is written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Autosave {
    /// Nothing to write yet.
    #[default]
    Nothing,
    /// Written, at that time of day.
    Written(String),
    /// It cannot be.
    Failed(String),
}

/// What is known of work that is to be kept.
#[derive(Clone, Debug, Default)]
pub struct Keep {
    /// Whether the history is shown.
    pub history: bool,
    /// The history in words, and the revision that it is of.
    pub rows: Option<(u64, Arc<HistoryView>)>,
    /// Work that was left behind.
    pub left: Vec<Left>,
    /// Versions of the document's file, the latest first.
    pub earlier: Vec<Earlier>,
    /// Whether unsaved work is written down.
    pub autosave: Autosave,
}

/// What can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub enum KeepStep {
    /// Show or hide the history.
    ToggleHistory,
    /// So many changes back, or forward again.
    Travel(i64),
    /// From here on try without saving.
    Try,
    /// No longer: keep what was tried, or put back what was before.
    EndTrial(bool),
    /// Take a version that was saved earlier, from 0; this can be undone.
    TakeVersion(usize),
    /// Open work that was left behind, from 0.
    Restore(usize),
    /// Throw it away.
    Discard(usize),
    /// Say how it differs from the file, or no longer.
    Compare(usize),
    /// Save over a file that was changed by somebody else.
    SaveOver,
    /// Give up the own changes and read the file again.
    Reload,
    /// Keep a file on top of the list, or no longer.
    Pin(PathBuf),
    /// Take a file off the list; the file itself stays.
    Forget(PathBuf),
    /// Ask where a missing file is.
    Locate(PathBuf),
    /// A missing file is here now: before, now.
    Located(PathBuf, PathBuf),
    /// Open what was dropped on the window.
    Drop(Vec<PathBuf>),
    /// Keep the finished worlds of the run under way and close.
    KeepAndClose,
    /// Give up the run under way and close.
    CloseAnyway,
    /// Run although it may need more memory than the settings allow.
    RunAnyway,
    /// Fly so many people, who fit.
    FewerPeople(u64),
}

impl KeepStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::ToggleHistory => "History".into(),
            Self::Travel(steps) if *steps < 0 => format!("{} back", -steps),
            Self::Travel(steps) => format!("{steps} forward"),
            Self::Try => "Try without saving".into(),
            Self::EndTrial(true) => "Keep the changes".into(),
            Self::EndTrial(false) => "Drop the changes".into(),
            Self::TakeVersion(_) => "Take this version".into(),
            Self::Restore(_) => "Restore".into(),
            Self::Discard(_) => "Discard".into(),
            Self::Compare(_) => "Show difference".into(),
            Self::SaveOver => "Save over it".into(),
            Self::Reload => "Read it again".into(),
            Self::Pin(_) => "Pin".into(),
            Self::Forget(_) => "Remove".into(),
            Self::Locate(_) => "Locate...".into(),
            Self::Located(..) | Self::Drop(_) => "Open".into(),
            Self::KeepAndClose => "Keep finished worlds and close".into(),
            Self::CloseAnyway => "Close without them".into(),
            Self::RunAnyway => "Run anyway".into(),
            Self::FewerPeople(people) => format!("Fly {} people", grouped(*people as f64)),
        }
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Try => "Change and run what you like: nothing of it reaches the file until you keep it, and it cannot be signed.",
            Self::EndTrial(true) => "What was tried becomes a change of the scenario, to be saved.",
            Self::EndTrial(false) => "The scenario is put back as it was before; Undo brings back what was tried.",
            Self::ToggleHistory => "Every change that can be undone or brought back, and what was saved before.",
            Self::Travel(_) => "Go to this moment. Nothing is lost: you can go forward again.",
            Self::TakeVersion(_) => "The document becomes this version; one undo brings the present one back.",
            Self::Restore(_) => "Open this work. One undo leads to the file as it is.",
            Self::Discard(_) => "Throw this work away. The file stays as it is.",
            Self::Compare(_) => "How this work differs from the file, in words.",
            Self::SaveOver => "What somebody else changed in the file is lost.",
            Self::Reload => "Your changes are lost; the file stays as it is.",
            Self::Pin(_) => "Keep this file on top of the list, or no longer.",
            Self::Forget(_) => "Take it off this list. The file itself stays.",
            Self::Locate(_) => "Say where this file is now.",
            Self::Located(..) | Self::Drop(_) => "Open this file.",
            Self::KeepAndClose => "The finished worlds become a kept run, marked partial.",
            Self::CloseAnyway => "The run is given up. The scenario stays as it was saved.",
            Self::RunAnyway => "The system may become slow, or end the app.",
            Self::FewerPeople(_) => "As many people as fit into the limit. The document is changed; this can be undone.",
        }
    }
}
