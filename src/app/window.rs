//! The window: the only file that knows `eframe`.

use std::path::PathBuf;

use eframe::{CreationContext, NativeOptions, Storage};

use super::document::{Document, Origin};
use super::logic::App;
use super::settings::Kept;
use crate::scenario::{CASES, Scenario};

/// Where settings, recent files and layout are kept between sittings.
const MEMORY_KEY: &str = "creepline kept";
/// The app's name for the system, and that of its data folder.
const APP_ID: &str = "creepline";

/// Why there is no window.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LaunchError {
    /// No display, no graphics driver, or the system refused.
    #[error("no window could be opened ({reason}); `creepline run {what}` gives the same numbers as text")]
    NoWindow {
        /// What was missing.
        reason: &'static str,
        /// What to run instead.
        what: String,
    },
}

/// Opens the window on a file, or on the first bundled case. Returns when the window is closed.
///
/// # Errors
/// When the system gives no window.
pub fn launch(file: Option<PathBuf>) -> Result<(), LaunchError> {
    let what = file.as_ref().map_or_else(|| CASES.first().map_or("retargeting", |case| case.id).to_owned(), |path| path.display().to_string());
    let options = NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Creepline")
            .with_app_id(APP_ID)
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([1024.0, 640.0]),
        ..NativeOptions::default()
    };
    eframe::run_native("Creepline", options, Box::new(move |creation| Ok(Box::new(Window::new(creation, file)))))
        .map_err(|error| LaunchError::NoWindow { reason: reason(&error), what })
}

/// What was missing, in plain words: the system's own message names source files and error numbers.
fn reason(error: &eframe::Error) -> &'static str {
    match error {
        eframe::Error::WinitEventLoop(_) => "no display was found",
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => "no OpenGL driver was found",
        _ => "the system refused",
    }
}

/// The document shown when no file is named.
fn first_document() -> Document {
    let loaded = CASES.first().and_then(|case| Some((case, case.load().ok()?)));
    loaded.map_or_else(
        || Document::new(Scenario::default(), Origin::New, String::new()),
        |(case, loaded)| Document::new(loaded.scenario, Origin::Case(case.id.into()), loaded.header),
    )
}

struct Window {
    app: App,
}

impl Window {
    fn new(creation: &CreationContext<'_>, file: Option<PathBuf>) -> Self {
        let mut app = App::new(first_document());
        let kept = creation.storage.and_then(|storage| storage.get_string(MEMORY_KEY));
        let (kept, words) = kept.map_or_else(Default::default, |text| Kept::read(&text));
        app.take_up(kept, eframe::storage_dir(APP_ID), words);
        match file {
            Some(path) => app.open(&path),
            None => app.begin_at_start(),
        }
        Self { app }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.app.logic(ctx);
    }
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.app.ui(ui);
    }
    fn save(&mut self, storage: &mut dyn Storage) {
        storage.set_string(MEMORY_KEY, self.app.kept().to_text());
    }
}
