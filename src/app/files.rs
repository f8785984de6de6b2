//! Asking for a file or a folder. The system's dialog runs on a thread of its own, so the window never waits for it; beside it a path can always
//! be typed, for systems without a dialog.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::runner::Wake;

/// Nobody answers a dialog faster than this: what comes sooner came from a system that has none.
pub const SOONEST_ANSWER: Duration = Duration::from_millis(400);

/// What a path is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a scenario.
    Open,
    /// To write a scenario; the name is a suggestion.
    Save(String),
    /// A folder to write into.
    Folder,
    /// To write a picture, a table or a page.
    Export {
        /// Suggested name, with its ending.
        name: String,
        /// Ending of such files without the dot, such as "png".
        ending: &'static str,
    },
}

impl Purpose {
    /// Title of the dialog.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Open => "Open a scenario",
            Self::Save(_) => "Save the scenario",
            Self::Folder => "Choose a folder",
            Self::Export { .. } => "Export to a file",
        }
    }
    /// The word on the button that takes the path.
    pub fn button(&self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Save(_) => "Save here",
            Self::Folder => "Use this folder",
            Self::Export { .. } => "Export here",
        }
    }
    /// Name of the field for a typed path.
    pub fn field(&self) -> &'static str {
        if *self == Self::Folder { "Path of the folder" } else { "Path of the file" }
    }
    /// The path with the ending of such files, where it has none.
    pub fn complete(&self, path: PathBuf) -> PathBuf {
        let ending = match self {
            Self::Open | Self::Folder => return path,
            Self::Save(_) => "ron",
            Self::Export { ending, .. } => ending,
        };
        if path.extension().is_some() { path } else { path.with_extension(ending) }
    }
    /// Whether writing there would replace a file.
    pub fn replaces(&self, path: &Path) -> bool {
        matches!(self, Self::Save(_) | Self::Export { .. }) && path.exists()
    }
}

/// Asks a person for a path.
pub trait Chooser {
    /// Asks; the answer (or nothing, where the person changes their mind or the system has no dialog) comes later.
    fn choose(&self, purpose: Purpose, answer: Sender<Option<PathBuf>>, wake: Wake);
}

/// Asks with the dialog of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDialog;

impl Chooser for SystemDialog {
    fn choose(&self, purpose: Purpose, answer: Sender<Option<PathBuf>>, wake: Wake) {
        let failed = answer.clone();
        let ask = move || {
            let dialog = rfd::FileDialog::new().set_title(purpose.title());
            let path = match purpose {
                Purpose::Open => dialog.add_filter("Creepline scenario", &["ron"]).pick_file(),
                Purpose::Save(name) => dialog.add_filter("Creepline scenario", &["ron"]).set_file_name(name).save_file(),
                Purpose::Folder => dialog.pick_folder(),
                Purpose::Export { name, ending } => dialog.add_filter(ending, &[ending]).set_file_name(name).save_file(),
            };
            // Nobody listens any more once a path was typed instead.
            if answer.send(path).is_ok() {
                wake();
            }
        };
        if std::thread::Builder::new().name("file-dialog".into()).spawn(ask).is_err() {
            // Without a thread there is no dialog; the receiver waits for nothing else.
            let _ = failed.send(None);
        }
    }
}

/// Has no dialog: paths are typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDialog;

impl Chooser for NoDialog {
    fn choose(&self, _purpose: Purpose, answer: Sender<Option<PathBuf>>, _wake: Wake) {
        // The receiver may be gone already.
        let _ = answer.send(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_added_only_where_there_is_none() {
        let export = Purpose::Export { name: "course.png".into(), ending: "png" };
        assert_eq!(export.complete("a/course".into()), PathBuf::from("a/course.png"));
        assert_eq!(export.complete("a/course.PNG".into()), PathBuf::from("a/course.PNG"));
        assert_eq!(Purpose::Save("x.ron".into()).complete("x".into()), PathBuf::from("x.ron"));
        assert_eq!(Purpose::Folder.complete("x".into()), PathBuf::from("x"));
    }
}
