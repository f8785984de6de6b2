//! The only place that changes state: carries out commands, follows the run, the sketch and the tables under preparation.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use egui::{Context, Key, KeyboardShortcut, Modifiers, ThemePreference, ViewportCommand};

use super::command::{Command, Edit};
use super::desk::Desk;
use super::document::{Document, Origin};
use super::files::{Chooser, NoDialog, Purpose, SystemDialog};
use super::runner::{Background, Runner, Wake};
use super::state::{
    Derived, Dialog, Flight, Landing, Next, Notice, Place, Results, Severity, Sheets, Sketch, SketchPhase, State, TIME_METRICS, ThemeChoice,
};
use super::view::{self, Answer, Ask};
use super::{rename, tokens, ui};
use crate::ledger::Scope;
use crate::scenario::policy::Variant;
use crate::scenario::{self, Case, Scenario, TWIN};
use crate::simulate::{Completion, Run, RunError};

/// How long a setting must rest before a sketch starts.
const SKETCH_REST: Duration = Duration::from_millis(80);
/// Files remembered.
const RECENT_FILES: usize = 12;
/// Size of the window's content: smallest, largest, step.
const ZOOM: (f32, f32, f32) = (0.6, 3.0, 0.1);

/// The app: its state and those who work for it.
pub struct App {
    state: State,
    runner: Box<dyn Runner>,
    chooser: Box<dyn Chooser>,
    desk: Desk,
    chosen: Option<Receiver<Option<PathBuf>>>,
    run_at_start: bool,
    styled: bool,
    versions: u64,
    leaving: bool,
    title: String,
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
            chosen: None,
            run_at_start: false,
            styled: false,
            versions: 0,
            leaving: false,
            title: String::new(),
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
            tokens::apply(ctx);
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
            ctx.set_theme(preference(self.state.theme));
            self.styled = true;
        }
        self.derive();
        if std::mem::take(&mut self.run_at_start) {
            self.carry_out(ctx, Command::Run);
        }
        for command in keys(ctx, &self.state) {
            self.carry_out(ctx, command);
        }
        self.take_chosen_file(ctx);
        self.follow_run();
        self.derive();
        self.follow_sketch(ctx);
        self.prepare(ctx);
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
            Command::TypePath(typed) => self.type_path(typed),
            Command::CloseDialog => {
                self.state.dialog = None;
                self.chosen = None;
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
                self.state.place = place;
                if place == Place::Start {
                    self.state.missing = self.state.recent.iter().filter(|path| !path.exists()).cloned().collect();
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
            Command::SetDay(day) => self.state.selection.day = Some(day),
            Command::SetAttribute(attribute) => self.state.selection.attribute = attribute,
            Command::SetFairMetric(metric) => self.state.selection.fair_metric = metric,
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

/// The document.
impl App {
    /// Goes on to another document, but asks first when changes would be lost.
    fn leave_document(&mut self, ctx: &Context, next: Next) {
        if self.state.document.is_dirty() {
            self.state.dialog = Some(Dialog::Unsaved(next));
        } else {
            self.go_on(ctx, next);
        }
    }

    fn go_on(&mut self, ctx: &Context, next: Next) {
        self.state.dialog = None;
        match next {
            Next::New => {
                self.replace(Document::new(Scenario::default(), Origin::New, String::new()));
                self.state.place = Place::Scenario;
            }
            Next::Case(name) => self.open_case(ctx, &name),
            Next::Open => {
                self.state.dialog = Some(Dialog::OpenFile { path: String::new() });
                self.ask_for_file(ctx, Purpose::Open);
            }
            Next::Path(path) => {
                self.open_path(&path);
            }
            Next::Quit => {
                self.leaving = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Puts another document in place. Runs and results belong to the old one and go with it.
    fn replace(&mut self, document: Document) {
        if let Flight::Flying { job, .. } = &self.state.flight {
            job.cancel();
        }
        let old = std::mem::replace(&mut self.state, State::new(document));
        self.state.theme = old.theme;
        self.state.recent = old.recent;
        self.state.missing = old.missing;
        self.state.selection.tables = old.selection.tables;
    }

    fn open_case(&mut self, ctx: &Context, name: &str) {
        let Some(case) = Case::find(name) else {
            self.note(Severity::Problem, format!("There is no bundled case \"{name}\". Nothing was changed."));
            return;
        };
        match case.load() {
            Ok(loaded) => {
                self.replace(Document::new(loaded.scenario, Origin::Case(case.id.into()), loaded.header));
                self.derive();
                self.run(ctx);
            }
            Err(error) => self.note(Severity::Problem, format!("The case {name} could not be read: {error}")),
        }
    }

    fn open_path(&mut self, path: &Path) {
        self.state.dialog = None;
        self.chosen = None;
        match scenario::load(path) {
            Ok(loaded) => {
                self.replace(Document::new(loaded.scenario, Origin::File(path.into()), loaded.header));
                self.state.place = Place::Scenario;
                self.add_recent(path.into());
                if loaded.inner_comments > 0 {
                    let lines = loaded.inner_comments;
                    self.note(Severity::Note, format!("The file has {lines} comments below its top; saving from here cannot keep those."));
                }
            }
            Err(error) => self.note(Severity::Problem, format!("Could not open {}. Nothing was changed.\n{error}", path.display())),
        }
    }

    fn save(&mut self, path: PathBuf) {
        let path = with_ending(path);
        match scenario::save(&path, self.state.document.scenario(), self.state.document.header()) {
            Ok(()) => {
                let saved = self.state.document.scenario().clone();
                self.state.document.saved_as(path.clone(), saved);
                self.state.dialog = None;
                self.chosen = None;
                self.state.derived.revision = None;
                self.note(Severity::Note, format!("Saved to {}.", path.display()));
                self.add_recent(path);
            }
            Err(error) => self.note(Severity::Problem, format!("Not saved. Your work is still here, in memory.\n{error}")),
        }
    }

    fn ask_where_to_save(&mut self, ctx: &Context) {
        let suggestion = self
            .state
            .document
            .file()
            .map_or_else(|| format!("{}.ron", file_name(&self.state.document.scenario().name)), |path| path.display().to_string());
        self.state.dialog = Some(Dialog::SaveFile { path: String::new(), replaces: false });
        self.type_path(suggestion.clone());
        let name = Path::new(&suggestion).file_name().map_or_else(|| suggestion.clone(), |name| name.to_string_lossy().into_owned());
        self.ask_for_file(ctx, Purpose::Save(name));
    }

    fn type_path(&mut self, typed: String) {
        let own = self.state.document.file().map(Path::to_path_buf);
        match &mut self.state.dialog {
            Some(Dialog::OpenFile { path }) => *path = typed,
            Some(Dialog::SaveFile { path, replaces }) => {
                let file = with_ending(PathBuf::from(typed.trim()));
                *replaces = file.exists() && own != Some(file);
                *path = typed;
            }
            _ => {}
        }
    }

    fn ask_for_file(&mut self, ctx: &Context, purpose: Purpose) {
        let (answer, chosen) = channel();
        self.chosen = Some(chosen);
        self.chooser.choose(purpose, answer, wake(ctx));
    }

    fn take_chosen_file(&mut self, ctx: &Context) {
        let Some(Ok(Some(path))) = self.chosen.as_ref().map(Receiver::try_recv) else { return };
        match &self.state.dialog {
            Some(Dialog::OpenFile { .. }) => self.carry_out(ctx, Command::OpenPath(path)),
            Some(Dialog::SaveFile { .. }) => self.carry_out(ctx, Command::SavePath(path)),
            _ => {}
        }
    }

    fn add_recent(&mut self, path: PathBuf) {
        self.state.recent.retain(|other| *other != path);
        self.state.recent.insert(0, path);
        self.state.recent.truncate(RECENT_FILES);
    }

    fn edit(&mut self, ctx: &Context, edit: Edit) {
        let (time, held) = ctx.input(|input| (input.time, input.pointer.any_down()));
        let mut scenario = *edit.scenario;
        rename::follow_renames(self.state.document.scenario(), &mut scenario);
        self.state.document.edit(scenario, &edit.field, time, held);
    }

    fn change(&mut self, ctx: &Context, what: &str, change: impl FnOnce(&mut Scenario)) {
        let mut scenario = self.state.document.scenario().clone();
        change(&mut scenario);
        let time = ctx.input(|input| input.time);
        self.state.document.edit(scenario, what, time, false);
    }

    fn duplicate_variant(&mut self, ctx: &Context) {
        let index = self.state.selection.variant;
        let names: Vec<String> = self.state.document.scenario().variants.iter().map(|variant| variant.name.clone()).collect();
        self.change(ctx, &format!("duplicate variant {}", names.len()), |scenario| {
            let mut copy = scenario.variants.get(index).cloned().unwrap_or_default();
            copy.name = free_name(&copy, &names);
            let place = (index + 1).min(scenario.variants.len());
            scenario.variants.insert(place, copy);
        });
        self.state.selection.variant = (index + 1).min(names.len());
    }

    fn remove_variant(&mut self, ctx: &Context) {
        let index = self.state.selection.variant;
        if self.state.document.scenario().variants.len() < 2 {
            self.note(Severity::Note, "The last variant stays: a scenario needs one.");
            return;
        }
        self.change(ctx, &format!("remove variant {index}"), |scenario| {
            if index < scenario.variants.len() {
                let removed = scenario.variants.remove(index);
                if removed.name == scenario.experiment.baseline {
                    scenario.experiment.baseline = scenario.variants.first().map(|variant| variant.name.clone()).unwrap_or_default();
                }
            }
        });
        self.state.selection.variant = index.min(self.state.document.scenario().variants.len().saturating_sub(1));
    }

    fn make_baseline(&mut self, ctx: &Context) {
        let index = self.state.selection.variant;
        if let Some(name) = self.state.document.scenario().variants.get(index).map(|variant| variant.name.clone()) {
            self.change(ctx, "baseline", |scenario| scenario.experiment.baseline = name);
        }
    }

    /// Renews the facts about the document when it has changed.
    fn derive(&mut self) {
        let revision = self.state.document.revision();
        let stale = self.state.results.as_ref().is_some_and(|results| *results.run.scenario != *self.state.document.scenario());
        self.state.derived.stale = stale;
        if self.state.derived.revision == Some(revision) {
            return;
        }
        let scenario = self.state.document.scenario();
        self.state.derived = Derived {
            revision: Some(revision),
            findings: scenario::validate(scenario),
            changed_assumptions: view::changed_assumptions(scenario),
            dirty: self.state.document.is_dirty(),
            stale,
            differences: view::policy_differences(scenario),
            people: Some(view::PeopleView::new(scenario)),
        };
        let last = scenario.variants.len().saturating_sub(1);
        self.state.selection.variant = self.state.selection.variant.min(last);
    }

    /// Closing with unsaved changes asks first.
    fn guard_closing(&mut self, ctx: &Context) {
        if !self.leaving && self.state.document.is_dirty() && ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.state.dialog = Some(Dialog::Unsaved(Next::Quit));
        }
    }
}

/// Runs.
impl App {
    fn run(&mut self, ctx: &Context) {
        if self.state.flight.is_flying() {
            self.state.drawer = true;
            return;
        }
        self.derive();
        if self.refuse_broken() {
            return;
        }
        let scenario = Arc::new(self.state.document.scenario().clone());
        let variants = std::iter::once(TWIN.to_owned()).chain(scenario.variants.iter().map(|variant| variant.name.clone())).collect();
        let job = self.runner.start(Arc::clone(&scenario), wake(ctx));
        self.state.notice = None;
        self.state.flight = Flight::Flying { progress: job.progress(), job, stopping: false, variants };
        self.state.results = None;
        self.state.selection.scope = Scope::All;
        self.state.drawer = true;
        if !self.state.place.is_result() {
            self.state.place = Place::Overview;
        }
        // A runner may be done at once.
        self.follow_run();
    }

    /// Leads to the first setting that must be mended before a run. Whether there is one.
    fn refuse_broken(&mut self) -> bool {
        let mut errors = self.state.derived.findings.iter().filter(|finding| finding.severity == scenario::Severity::Error);
        let Some(first) = errors.next() else { return false };
        let others = errors.count();
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let text = format!("Not run: {}{more}. Mend it below, then run again.", first.message);
        let variant = first.path.strip_prefix("variants[").and_then(|rest| rest.split(']').next()?.parse().ok());
        self.state.place = if variant.is_some() { Place::Variants } else { Place::Scenario };
        if let Some(variant) = variant {
            self.state.selection.variant = variant;
        }
        self.note(Severity::Problem, text);
        true
    }

    fn follow_run(&mut self) {
        let Flight::Flying { job, progress, variants, .. } = &mut self.state.flight else { return };
        *progress = job.progress();
        let latest = job.latest();
        let finished = job.finished();
        let (progress, variants) = (progress.clone(), variants.clone());
        if let Some(run) = latest {
            self.show(run);
        }
        let Some(answer) = finished else { return };
        let landing = match answer {
            Ok(run) => {
                let landing = if run.completion == Completion::Whole { Landing::Whole } else { Landing::Partial(run.worlds.len()) };
                self.show(run);
                landing
            }
            Err(RunError::Cancelled) => Landing::Failed(RunError::Cancelled.to_string()),
            Err(error) => {
                self.note(Severity::Problem, format!("The run stopped: {error}. Your scenario is safe."));
                Landing::Failed(error.to_string())
            }
        };
        self.state.drawer = landing != Landing::Whole;
        if self.state.dialog == Some(Dialog::Cancel) {
            self.state.dialog = None;
        }
        self.state.flight = Flight::Landed { landing, progress, variants };
    }

    /// Shows these results from now on; prepared data of earlier ones stay on screen until theirs are ready.
    fn show(&mut self, run: Arc<Run>) {
        let same = |results: &Results| Arc::ptr_eq(&results.run, &run);
        if self.state.results.as_ref().is_some_and(same) {
            return;
        }
        self.versions += 1;
        match &mut self.state.results {
            Some(results) => {
                results.run = run;
                results.version = self.versions;
            }
            None => self.state.results = Some(Results { run, version: self.versions, sheets: Sheets::default() }),
        }
    }

    /// Sees to it that the screen in view gets its data.
    fn prepare(&mut self, ctx: &Context) {
        self.take_reply();
        let Some(ask) = wanted(&self.state) else { return };
        let Some(results) = &self.state.results else { return };
        let version = results.version;
        let sheets = &results.sheets;
        let ready = match &ask {
            Ask::Overview { .. } => sheets.overview.answers(&ask, version),
            Ask::Time { .. } => sheets.time.answers(&ask, version),
            Ask::Creepiness { .. } => sheets.creepiness.answers(&ask, version),
            Ask::Bubbles { .. } => sheets.bubbles.answers(&ask, version),
            Ask::Fairness { .. } => sheets.fairness.answers(&ask, version),
        };
        if !ready && !self.desk.is_busy() {
            self.desk.ask(version, Arc::clone(&results.run), ask, wake(ctx));
            self.take_reply();
        }
    }

    fn take_reply(&mut self) {
        while let Some(reply) = self.desk.reply() {
            let Some(results) = &mut self.state.results else { continue };
            let (ask, version) = (reply.ask, reply.version);
            let sheets = &mut results.sheets;
            match reply.answer {
                Ok(Answer::Overview(view)) => sheets.overview.shown = Some((ask, version, view)),
                Ok(Answer::Time(view)) => sheets.time.shown = Some((ask, version, view)),
                Ok(Answer::Creepiness(view)) => sheets.creepiness.shown = Some((ask, version, view)),
                Ok(Answer::Bubbles(view)) => sheets.bubbles.shown = Some((ask, version, view)),
                Ok(Answer::Fairness(view)) => sheets.fairness.shown = Some((ask, version, view)),
                Err(message) => {
                    let text = format!("This screen could not be prepared: {message}. The run itself is safe.");
                    self.note(Severity::Problem, text);
                }
            }
        }
    }

    /// Keeps the sketch in step with the variant being edited: 80 ms after the last change, stale ones dropped.
    fn follow_sketch(&mut self, ctx: &Context) {
        if self.state.place != Place::Variants {
            return;
        }
        let now = ctx.input(|input| input.time);
        let target = (self.state.document.revision(), self.state.selection.variant);
        if self.state.sketch.of != Some(target) {
            if let SketchPhase::Flying(job) = &self.state.sketch.phase {
                job.cancel();
            }
            self.state.sketch.of = Some(target);
            self.state.sketch.phase = SketchPhase::Due(now + SKETCH_REST.as_secs_f64());
            ctx.request_repaint_after(SKETCH_REST);
            return;
        }
        match &mut self.state.sketch.phase {
            SketchPhase::Resting => {}
            SketchPhase::Due(at) if now + 1e-3 < *at => ctx.request_repaint_after(Duration::from_secs_f64(*at - now)),
            SketchPhase::Due(_) => self.start_sketch(ctx),
            SketchPhase::Flying(job) => {
                let Some(answer) = job.finished() else { return };
                self.land_sketch(answer);
            }
        }
    }

    fn start_sketch(&mut self, ctx: &Context) {
        let broken = self.state.derived.findings.iter().any(|finding| finding.severity == scenario::Severity::Error);
        let scenario = view::sketch_scenario(self.state.document.scenario(), self.state.selection.variant);
        let (false, Some(scenario)) = (broken, scenario) else {
            let problem = Some("No sketch while a setting is out of range.".into());
            self.state.sketch = Sketch { problem, of: self.state.sketch.of, ..Sketch::default() };
            return;
        };
        let mut job = self.runner.start(Arc::new(scenario), wake(ctx));
        match job.finished() {
            Some(answer) => self.land_sketch(answer),
            None => self.state.sketch.phase = SketchPhase::Flying(job),
        }
    }

    fn land_sketch(&mut self, answer: Result<Arc<Run>, RunError>) {
        self.state.sketch.phase = SketchPhase::Resting;
        match answer {
            Ok(run) => {
                let scenario = self.state.document.scenario();
                let names: Vec<String> =
                    std::iter::once(TWIN.to_owned()).chain(scenario.variants.iter().map(|variant| variant.name.clone())).collect();
                let baseline = names.iter().position(|name| *name == scenario.experiment.baseline).unwrap_or(0);
                self.state.sketch.shown = Some(Arc::new(view::sketch_view(&run, &names, baseline)));
                self.state.sketch.problem = None;
            }
            Err(error) => self.state.sketch.problem = Some(format!("No sketch: {error}.")),
        }
    }
}

/// What the screen in view needs to know.
fn wanted(state: &State) -> Option<Ask> {
    let selection = &state.selection;
    let scope = selection.scope;
    Some(match state.place {
        Place::Overview => Ask::Overview { scope },
        Place::Time => Ask::Time { metrics: selection.metrics.clone(), scope },
        Place::Creepiness => Ask::Creepiness { scope, day: selection.day },
        Place::Bubbles => Ask::Bubbles { scope },
        Place::Fairness => Ask::Fairness { metric: selection.fair_metric },
        Place::Start | Place::Scenario | Place::Variants => return None,
    })
}

/// Commands sent by keys in this frame.
fn keys(ctx: &Context, state: &State) -> Vec<Command> {
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

/// A name for a copy that no other variant has.
fn free_name(copy: &Variant, names: &[String]) -> String {
    let first = format!("{} copy", copy.name);
    std::iter::once(first.clone()).chain((2..).map(|number| format!("{first} {number}"))).find(|name| !names.contains(name)).unwrap_or(first)
}

/// The path with the ending of scenario files, where it has none.
fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension("ron") }
}

/// A scenario's name as a file name.
fn file_name(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let trimmed = plain.trim_matches('_');
    if trimmed.is_empty() { "scenario".into() } else { trimmed.into() }
}
