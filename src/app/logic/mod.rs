//! The only place that changes state: carries out commands, follows the run, the sketch and the tables under preparation.

mod choosing;
mod clock;
mod documents;
mod exports;
mod keys;
mod lessons;
mod maps;
mod navigation;
mod people;
mod review;
mod runs;
mod settings;
mod sketches;
mod tasks;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, ThemePreference, ViewportCommand};

use super::command::Command;
use super::desk::Desk;
use super::document::Document;
use super::errand::Errand;
use super::files::{Chooser, NoDialog, SystemDialog};
use super::runner::{Background, Runner, Wake};
use super::state::{Dialog, Flight, Next, Notice, Place, Severity, State, TIME_METRICS, ThemeChoice};
use super::{tokens, ui};

/// Files remembered.
const RECENT_FILES: usize = 12;
/// How often the progress of long work is shown.
const TASK_LOOK: std::time::Duration = std::time::Duration::from_millis(200);
/// Size of the window's content: smallest, largest, step.
const ZOOM: (f32, f32, f32) = (0.6, 3.0, 0.1);

/// The app: its state and those who work for it.
pub struct App {
    state: State,
    runner: Box<dyn Runner>,
    chooser: Box<dyn Chooser>,
    desk: Desk,
    /// A file being written.
    export: Option<Errand<PathBuf>>,
    asked: Option<choosing::Asked>,
    run_at_start: bool,
    styled: bool,
    versions: u64,
    leaving: bool,
    title: String,
    /// Revision of the document that the assumptions under way are of.
    flown_revision: u64,
    /// Revision of the document that the draws of plausible settings under way are of.
    flown_robustness: u64,
    /// Revision of the document that the search under way is of.
    flown_search: u64,
}

impl App {
    /// The app with a document, flying it at once. Runs and tables are made in the background.
    pub fn new(document: Document) -> Self {
        Self::with(document, Box::new(Background), Box::new(SystemDialog), Desk::threaded()).flying()
    }

    /// The app for tests: the given runner, no file dialog, tables prepared in the frame that wants them, nothing flown yet.
    pub fn inline(document: Document, runner: Box<dyn Runner>) -> Self {
        Self::with(document, runner, Box::new(NoDialog), Desk::here())
    }

    fn with(document: Document, runner: Box<dyn Runner>, chooser: Box<dyn Chooser>, desk: Desk) -> Self {
        Self {
            state: State::new(document),
            runner,
            chooser,
            desk,
            export: None,
            asked: None,
            run_at_start: false,
            styled: false,
            versions: 0,
            leaving: false,
            title: String::new(),
            flown_revision: 0,
            flown_robustness: 0,
            flown_search: 0,
        }
    }

    /// Starts the run with the first frame.
    pub fn flying(mut self) -> Self {
        self.run_at_start = true;
        self
    }

    /// What the panels read.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What is remembered between sittings.
    pub fn remember(&mut self, theme: ThemeChoice, recent: Vec<PathBuf>) {
        self.state.theme = theme;
        self.state.recent = recent;
        self.state.recent.truncate(RECENT_FILES);
    }

    /// Opens a file as if a person had asked for it, or says why not.
    pub fn open(&mut self, path: &Path) {
        self.open_path(path);
        self.run_at_start = self.state.notice.as_ref().is_none_or(|notice| notice.severity == Severity::Note);
    }

    /// Draws a frame and carries out what the person asked for in it.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        // The first frame began before the style was known.
        ui.set_style(ctx.global_style());
        let commands = ui::frame_ui(ui, &self.state);
        if !commands.is_empty() {
            ctx.request_repaint();
        }
        for command in commands {
            self.carry_out(&ctx, command);
        }
    }

    /// Takes keys, and follows everything under way. Runs before each frame, and without one while the window is hidden.
    pub fn logic(&mut self, ctx: &Context) {
        if !self.styled {
            tokens::apply(ctx, false, false);
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
            ctx.set_theme(preference(self.state.theme));
            self.styled = true;
        }
        self.derive();
        if std::mem::take(&mut self.run_at_start) {
            self.carry_out(ctx, Command::Run);
        }
        for command in keys::keys(ctx, &self.state) {
            self.carry_out(ctx, command);
        }
        self.take_chosen_file(ctx);
        self.follow_run(ctx);
        self.derive();
        self.follow_sketch(ctx);
        self.follow_tasks();
        self.follow_map(ctx);
        self.follow_export();
        self.follow_clock(ctx);
        self.follow_lessons(ctx);
        if self.is_working() {
            ctx.request_repaint_after(TASK_LOOK);
        }
        self.prepare(ctx);
        self.follow_trade();
        self.guard_closing(ctx);
        let title = title(&self.state);
        if self.title != title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Carries out a command.
    pub fn carry_out(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::New => self.leave_document(ctx, Next::New),
            Command::OpenCase(name) => self.leave_document(ctx, Next::Case(name)),
            Command::Open => self.leave_document(ctx, Next::Open),
            Command::OpenPath(path) => self.leave_document(ctx, Next::Path(path)),
            Command::Save => match self.state.document.file().map(Path::to_path_buf) {
                Some(path) => self.save(path),
                None => self.ask_where_to_save(ctx),
            },
            Command::SaveAs => self.ask_where_to_save(ctx),
            Command::SavePath(path) => self.save(path),
            Command::ChoosePath(path) => self.take_path(ctx, path),
            Command::TypePath(typed) => self.type_path(typed),
            Command::CloseDialog => {
                self.state.dialog = None;
                self.asked = None;
            }
            Command::Discard => {
                if let Some(Dialog::Unsaved(next)) = self.state.dialog.take() {
                    self.go_on(ctx, next);
                }
            }
            Command::Undo => self.state.document.undo(),
            Command::Redo => self.state.document.redo(),
            Command::Edit(edit) => self.edit(ctx, edit),
            Command::Run => self.run(ctx),
            Command::AskCancel => {
                if self.state.flight.is_flying() {
                    self.state.dialog = Some(Dialog::Cancel);
                }
            }
            Command::Cancel => {
                self.state.dialog = None;
                if let Flight::Flying { job, stopping, .. } = &mut self.state.flight {
                    job.cancel();
                    *stopping = true;
                }
            }
            Command::ToggleDrawer => self.state.drawer = !self.state.drawer,
            Command::Go(place) => {
                self.visit(place);
                if place == Place::Start {
                    self.state.missing = self.state.recent.iter().filter(|path| !path.exists()).cloned().collect();
                }
            }
            Command::GoArea(area) => {
                if let Some(place) = self.state.navigation.place_in(area) {
                    self.carry_out(ctx, Command::Go(place));
                }
            }
            Command::SelectVariant(variant) => self.state.selection.variant = variant,
            Command::DuplicateVariant => self.duplicate_variant(ctx),
            Command::RemoveVariant => self.remove_variant(ctx),
            Command::MakeBaseline => self.make_baseline(ctx),
            Command::SetScope(scope) => self.state.selection.scope = scope,
            Command::SetContrast(contrast) => self.state.selection.contrast = contrast,
            Command::ToggleMetric(metric) => {
                let metrics = &mut self.state.selection.metrics;
                match metrics.iter().position(|shown| *shown == metric) {
                    Some(index) => {
                        metrics.remove(index);
                    }
                    None if metrics.len() < TIME_METRICS => metrics.push(metric),
                    None => {}
                }
            }
            Command::Navigation(step) => self.navigation_step(ctx, step),
            Command::Plot(step) => self.plot_step(ctx, step),
            Command::Clock(step) => self.clock_step(ctx, step),
            Command::People(step) => self.people_step(ctx, step),
            Command::Lesson(step) => self.lessons_step(ctx, step),
            Command::Review(step) => self.review_step(ctx, step),
            Command::Settings(step) => self.settings_step(ctx, step),
            Command::SetAttribute(attribute) => self.state.selection.attribute = attribute,
            Command::SetFairMetric(metric) => self.state.selection.fair_metric = metric,
            Command::SetCriterion(criterion) => self.state.selection.criterion = criterion,
            Command::SetFairVariant(shown) => self.state.selection.fair_variant = shown,
            Command::SetGrid(grid) => self.state.selection.grid = grid,
            Command::SetAim(aim) => self.state.selection.aim = aim,
            Command::SelectMechanism(id) => self.state.selection.mechanism = id,
            Command::FlyCard => self.fly_card(ctx),
            Command::SelectFinding(finding) => self.state.selection.finding = finding,
            Command::ToggleOpenFindings => self.state.selection.only_open = !self.state.selection.only_open,
            Command::FlyAssumptions => self.fly_assumptions(ctx),
            Command::FlyRobustness => self.fly_robustness(ctx),
            Command::StopRobustness => self.stop_robustness(),
            Command::SelectTarget(target) => self.state.selection.target = target,
            Command::FlyPilot => self.fly_pilot(ctx),
            Command::TestNothing => self.test_nothing(ctx),
            Command::Map(step) => self.map(ctx, step),
            Command::StopTask => self.stop_tasks(),
            Command::ToggleTable(plot) => {
                let tables = &mut self.state.selection.tables;
                if !tables.remove(plot) {
                    tables.insert(plot);
                }
            }
            Command::SetTheme(theme) => {
                self.state.theme = theme;
                ctx.set_theme(preference(theme));
            }
            Command::ZoomIn => zoom(ctx, ZOOM.2),
            Command::ZoomOut => zoom(ctx, -ZOOM.2),
            Command::ZoomReset => ctx.set_zoom_factor(1.0),
            Command::DismissNotice => self.state.notice = None,
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn note(&mut self, severity: Severity, text: impl Into<String>) {
        self.state.notice = Some(Notice { severity, text: text.into() });
    }
}

fn preference(theme: ThemeChoice) -> ThemePreference {
    match theme {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    }
}

fn zoom(ctx: &Context, step: f32) {
    ctx.set_zoom_factor((ctx.zoom_factor() + step).clamp(ZOOM.0, ZOOM.1));
}

fn wake(ctx: &Context) -> Wake {
    let ctx = ctx.clone();
    Arc::new(move || ctx.request_repaint())
}

/// The window's title: name of the document, and a mark for unsaved changes.
fn title(state: &State) -> String {
    let mark = if state.derived.dirty { "* " } else { "" };
    format!("{mark}{} - Creepline", state.document.scenario().name)
}
