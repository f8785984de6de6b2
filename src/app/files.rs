//! Asking for a file. The system's dialog runs on a thread of its own, so the window never waits for it.

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use super::runner::Wake;

/// What a file is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open it.
    Open,
    /// To write it; the name is a suggestion.
    Save(String),
    /// A folder to write into.
    Folder,
}

/// Asks a person for a file.
pub trait Chooser {
    /// Asks; the answer (or nothing, where the person changes their mind or the system has no dialog) comes later.
    fn choose(&self, purpose: Purpose, answer: Sender<Option<PathBuf>>, wake: Wake);
}

/// Asks with the dialog of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDialog;

impl Chooser for SystemDialog {
    fn choose(&self, purpose: Purpose, answer: Sender<Option<PathBuf>>, wake: Wake) {
        let ask = move || {
            let dialog = rfd::FileDialog::new().add_filter("Creepline scenario", &["ron"]);
            let path = match purpose {
                Purpose::Open => dialog.set_title("Open a scenario").pick_file(),
                Purpose::Folder => rfd::FileDialog::new().set_title("Folder for the dossier").pick_folder(),
                Purpose::Save(name) => dialog.set_title("Save the scenario").set_file_name(name).save_file(),
            };
            // Nobody listens any more once a path was typed instead.
            if answer.send(path).is_ok() {
                wake();
            }
        };
        // Without a thread there is no dialog; the path field of the window stays.
        let _ = std::thread::Builder::new().name("file-dialog".into()).spawn(ask);
    }
}

/// Never answers: paths are typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDialog;

impl Chooser for NoDialog {
    fn choose(&self, _purpose: Purpose, _answer: Sender<Option<PathBuf>>, _wake: Wake) {}
}
