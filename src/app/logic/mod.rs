//! The only place that changes state: carries out commands, follows the run, the sketch and the tables under preparation.

mod arrivals;
mod choosing;
mod clock;
mod closing;
mod documents;
mod exports;
mod keep;
mod keys;
mod lessons;
mod looks;
mod maps;
mod navigation;
mod notes;
mod people;
mod review;
mod runs;
mod settings;
mod sketches;
mod tasks;

use std::path::Path;
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::command::Command;
use super::desk::Desk;
use super::document::Document;
use super::errand::Errand;
use super::files::{Chooser, NoDialog, SystemDialog};
use super::journal::Keeper;
use super::runner::{Background, Runner, Wake};
use super::settings::ZOOM;
use super::state::{Dialog, Next, Notice, Place, Severity, State, TIME_METRICS};
use super::ui;

/// How often the progress of long work is shown.
const TASK_LOOK: std::time::Duration = std::time::Duration::from_millis(200);

/// The app: its state and those who work for it.
pub struct App {
    state: State,
    runner: Box<dyn Runner>,
    chooser: Box<dyn Chooser>,
    desk: Desk,
    /// A file being written.
    export: Option<Errand<std::path::PathBuf>>,
    /// Revision of the review's words, where it is these that are being written.
    words_written: Option<u64>,
    asked: Option<choosing::Asked>,
    keeper: Option<Keeper>,
    rhythm: keep::Rhythm,
    /// Version of the results that the small picture of the file shows.
    thumb_of: Option<u64>,
    opening: Option<arrivals::Opening>,
    closing_run: Option<closing::Closing>,
    /// What to do once the document is saved.
    after_save: Option<Next>,
    /// Whether everything is done in the frame that asks for it.
    inline: bool,
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
        Self::with(document, Box::new(Background::default()), Box::new(SystemDialog), Desk::threaded()).flying()
    }

    /// The app for tests: the given runner, no file dialog, tables prepared in the frame that wants them, nothing flown yet.
    pub fn inline(document: Document, runner: Box<dyn Runner>) -> Self {
        Self { inline: true, ..Self::with(document, runner, Box::new(NoDialog), Desk::here()) }
    }

    fn with(document: Document, runner: Box<dyn Runner>, chooser: Box<dyn Chooser>, desk: Desk) -> Self {
        Self {
            state: State::new(document),
            runner,
            chooser,
            desk,
            export: None,
            words_written: None,
            asked: None,
            keeper: None,
            rhythm: keep::Rhythm::default(),
            thumb_of: None,
            opening: None,
            closing_run: None,
            after_save: None,
            inline: false,
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
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
            self.follow_settings(ctx);
            self.styled = true;
            if self.state.data_folder.is_some() {
                self.look_for_left(ctx);
            }
        }
        self.derive();
        if std::mem::take(&mut self.run_at_start) {
            self.carry_out(ctx, Command::Run);
        }
        for command in keys::keys(ctx, &self.state) {
            self.carry_out(ctx, command);
        }
        self.take_chosen_file(ctx);
        self.take_drops(ctx);
        self.follow_run(ctx);
        self.derive();
        self.follow_work(ctx);
        self.follow_sketch(ctx);
        self.follow_previews(ctx);
        self.follow_tasks();
        self.follow_map(ctx);
        self.follow_export();
        self.follow_setting(ctx);
        self.follow_here(ctx);
        self.follow_people(ctx);
        self.follow_clock(ctx);
        self.follow_review(ctx);
        self.follow_lessons(ctx);
        if self.is_working() {
            ctx.request_repaint_after(TASK_LOOK);
        }
        self.prepare(ctx);
        self.follow_thumb();
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
            Command::Save if self.state.document.is_trial() => {
                let ways = [true, false].map(|keep| Command::Keep(super::keep::KeepStep::EndTrial(keep)));
                self.note_with(Severity::Problem, "Not saved: this is tried without saving. Keep the changes first, or drop them.", ways.to_vec());
            }
            Command::Save => {
                if let Some(Dialog::Unsaved(next)) = self.state.dialog.take() {
                    self.after_save = Some(next);
                }
                match self.state.document.file().map(Path::to_path_buf) {
                    Some(path) => self.save(ctx, path),
                    None => self.ask_where_to_save(ctx),
                }
            }
            Command::SaveAs => self.ask_where_to_save(ctx),
            Command::SavePath(path) => self.save(ctx, path),
            Command::ChoosePath(path) => self.take_path(ctx, path),
            Command::TypePath(typed) => self.type_path(typed),
            Command::CloseDialog => {
                self.state.dialog = None;
                self.asked = None;
                self.after_save = None;
            }
            Command::Discard => {
                if let Some(Dialog::Unsaved(next)) = self.state.dialog.take() {
                    self.go_on(ctx, next);
                }
            }
            Command::Undo | Command::Redo if self.refuse_sealed() => {}
            Command::Undo => self.undo(ctx),
            Command::Redo => self.redo(ctx),
            Command::Edit(edit) => self.edit(ctx, edit),
            Command::Run => self.run(ctx),
            Command::AskCancel => {
                if self.state.flight.is_flying() {
                    self.state.dialog = Some(Dialog::Cancel);
                }
            }
            Command::Cancel => {
                self.state.dialog = None;
                self.cancel_run();
            }
            Command::ToggleDrawer => self.state.drawer = !self.state.drawer,
            Command::Go(place) => {
                if matches!(self.state.dialog, Some(Dialog::Memory { .. })) {
                    self.state.dialog = None;
                }
                self.visit(place);
                if place == Place::Start {
                    self.see_what_is_missing();
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
            Command::SetDays(days) => self.filter_run(self.state.selection.worlds, days),
            Command::SetWorlds(worlds) => self.filter_run(worlds, self.state.selection.days),
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
            Command::Keep(step) => self.keep_step(ctx, step),
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
            Command::Look(step) => self.look_step(ctx, step),
            Command::ToggleTable(plot) => {
                let tables = &mut self.state.selection.tables;
                if !tables.remove(plot) {
                    tables.insert(plot.into());
                }
            }
            Command::SetTheme(theme) => {
                self.state.settings.theme = theme;
                self.follow_settings(ctx);
            }
            Command::ZoomIn => self.zoom(ctx, self.state.settings.zoom + ZOOM.2),
            Command::ZoomOut => self.zoom(ctx, self.state.settings.zoom - ZOOM.2),
            Command::ZoomReset => self.zoom(ctx, 1.0),
            Command::DismissNotice => self.state.notice = None,
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn note(&mut self, severity: Severity, text: impl Into<String>) {
        self.state.notice = Some(Notice { severity, text: text.into(), ways: Vec::new() });
    }

    /// A message with ways out of what it says.
    fn note_with(&mut self, severity: Severity, text: impl Into<String>, ways: Vec<Command>) {
        self.state.notice = Some(Notice { severity, text: text.into(), ways });
    }
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
