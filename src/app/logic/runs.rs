//! Runs: starting, following, and having the tables of the screen in view prepared.

use std::sync::Arc;

use egui::Context;

use super::{App, wake};
use crate::app::looks::PinnedRow;
use crate::app::navigation::Subject;
use crate::app::state::{Contrast, Dialog, Flight, Landing, Place, Results, Severity, Sheets, State, Task};
use crate::app::view::{Answer, Ask, FigureAsk, Held, shown};
use crate::ledger::Scope;
use crate::scenario;
use crate::simulate::{Completion, Memory, Run, RunError, line_up};

/// Runs.
impl App {
    pub(super) fn run(&mut self, ctx: &Context) {
        if self.state.flight.is_flying() {
            self.state.drawer = true;
            return;
        }
        self.derive();
        if self.refuse_broken() || self.refuse_large() {
            return;
        }
        self.start_run(ctx);
    }

    /// Asks first where a run may need more memory than the settings allow. Whether it does.
    fn refuse_large(&mut self) -> bool {
        let memory = Memory::of(self.state.document.scenario(), self.runner.threads());
        let allowed = self.state.settings.memory_gb * 1e9;
        if memory.total() <= allowed {
            return false;
        }
        self.state.dialog = Some(Dialog::Memory { needs: memory.total(), people: memory.fitting(allowed) });
        true
    }

    pub(super) fn start_run(&mut self, ctx: &Context) {
        let scenario = Arc::new(self.state.document.scenario().clone());
        let (variants, _) = line_up(&scenario);
        let job = self.runner.start(Arc::clone(&scenario), wake(ctx));
        self.state.notice = None;
        self.state.flight = Flight::Flying { progress: job.progress(), job, stopping: false, variants };
        self.state.results = None;
        self.state.check = Task::default();
        self.state.selection.scope = Scope::All;
        (self.state.selection.worlds, self.state.selection.days) = (None, None);
        self.state.drawer = true;
        if !self.state.place.is_result() {
            self.state.place = Place::Overview;
        }
        // A runner may be done at once.
        self.follow_run(ctx);
    }

    /// Leads to the first setting that must be mended before a run. Whether there is one.
    pub(super) fn refuse_broken(&mut self) -> bool {
        let mut errors = self.state.derived.findings.iter().filter(|finding| finding.severity == scenario::Severity::Error);
        let Some(first) = errors.next() else { return false };
        let others = errors.count();
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let text = format!("Not run: {}{more}. Mend it below, then run again.", first.message);
        let variant = first.path.strip_prefix("variants[").and_then(|rest| rest.split(']').next()?.parse().ok());
        self.state.place = if variant.is_some() {
            Place::Variants
        } else if first.path.starts_with("experiment") {
            Place::Plan
        } else {
            Place::Scenario
        };
        if let Some(variant) = variant {
            self.state.selection.variant = variant;
        }
        self.note(Severity::Problem, text);
        true
    }

    pub(super) fn follow_run(&mut self, ctx: &Context) {
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
        if matches!(self.state.dialog, Some(Dialog::Cancel | Dialog::CloseFlying)) {
            self.state.dialog = None;
        }
        let there = !matches!(landing, Landing::Failed(_));
        self.state.flight = Flight::Landed { landing, progress, variants };
        if there {
            self.check_run(ctx);
        }
    }

    /// Shows these results from now on; prepared data of earlier ones stay on screen until theirs are ready.
    pub(super) fn show(&mut self, run: Arc<Run>) {
        let same = |results: &Results| Arc::ptr_eq(&results.whole, &run);
        if self.state.results.as_ref().is_some_and(same) {
            return;
        }
        self.versions += 1;
        match &mut self.state.results {
            Some(results) => {
                results.whole = run;
                results.version = self.versions;
            }
            None => self.state.results = Some(Results { whole: Arc::clone(&run), run, version: self.versions, sheets: Sheets::default() }),
        }
        self.take_part();
    }

    /// Looks at the part of the run that the filters leave.
    pub(super) fn take_part(&mut self) {
        let (worlds, days) = (self.state.selection.worlds, self.state.selection.days);
        if let Some(results) = &mut self.state.results {
            let names = &self.state.looks.hidden;
            let hidden: Vec<usize> = (0..results.whole.variants.len())
                .filter(|&variant| variant != results.whole.baseline && results.whole.variants.get(variant).is_some_and(|name| names.contains(name)))
                .collect();
            results.run = match (worlds, days, hidden.is_empty()) {
                (None, None, true) => Arc::clone(&results.whole),
                (None, None, false) => Arc::new(results.whole.without(&hidden)),
                _ => Arc::new(results.whole.part_of(worlds, days).without(&hidden)),
            };
        }
    }

    /// Another part of the run.
    pub(super) fn filter_run(&mut self, worlds: Option<(usize, usize)>, days: Option<(usize, usize)>) {
        (self.state.selection.worlds, self.state.selection.days) = (worlds, days);
        self.versions += 1;
        if let Some(results) = &mut self.state.results {
            results.version = self.versions;
        }
        self.take_part();
    }

    /// Sees to it that the screen in view gets its data.
    pub(super) fn prepare(&mut self, ctx: &Context) {
        self.take_reply();
        let Some(results) = &self.state.results else { return };
        let version = results.version;
        let run = Arc::clone(&results.run);
        for ask in wanted(&self.state) {
            // What follows from the first world alone is as good as ever when more worlds land.
            let version = match (&ask, run.worlds.first()) {
                (Ask::Figure(figure), Some(first)) if figure.is_of_first_world(&run) => {
                    let hidden = run.hidden.iter().fold(0u64, |mask, variant| mask | 1 << (variant % 64));
                    (Arc::as_ptr(first) as u64).wrapping_mul(31).wrapping_add(hidden)
                }
                _ => version,
            };
            let ready = self.state.results.as_ref().is_some_and(|results| is_ready(&results.sheets, &ask, version));
            if !ready && !self.desk.is_busy() {
                self.desk.ask(version, Arc::clone(&run), ask, wake(ctx));
                self.take_reply();
            }
        }
    }

    pub(super) fn take_reply(&mut self) {
        while let Some(reply) = self.desk.reply() {
            let Some(results) = &mut self.state.results else { continue };
            let (ask, version) = (reply.ask, reply.version);
            let sheets = &mut results.sheets;
            match reply.answer {
                Ok(Answer::Overview(view)) => sheets.overview.shown = Some((ask, version, view)),
                Ok(Answer::Time(view)) => sheets.time.shown = Some((ask, version, view)),
                Ok(Answer::Reference(view)) => sheets.reference.shown = Some((ask, version, view)),
                Ok(Answer::Creepiness(view)) => sheets.creepiness.shown = Some((ask, version, view)),
                Ok(Answer::Bubbles(view)) => sheets.bubbles.shown = Some((ask, version, view)),
                Ok(Answer::Fairness(view)) => sheets.fairness.shown = Some((ask, version, view)),
                Ok(Answer::Criteria(view)) => sheets.criteria.shown = Some((ask, version, view)),
                Ok(Answer::Metric(view)) => sheets.metric.shown = Some((ask, version, view)),
                Ok(Answer::Figure(figure)) => {
                    if let Ask::Figure(asked) = ask {
                        sheets.figures.insert(asked.slot(), (asked, version, figure));
                    }
                }
                Ok(Answer::Test(view)) => sheets.test.shown = Some((ask, version, view)),
                Ok(Answer::Trade(view)) => sheets.trade.shown = Some((ask, version, view)),
                Err(message) => {
                    let text = format!("This screen could not be prepared: {message}. The run itself is safe.");
                    self.note(Severity::Problem, text);
                }
            }
        }
    }
}

/// Whether a question is answered for a version of the results.
fn is_ready(sheets: &Sheets, ask: &Ask, version: u64) -> bool {
    match ask {
        Ask::Overview { .. } => sheets.overview.answers(ask, version),
        Ask::Time { .. } => sheets.time.answers(ask, version),
        Ask::Reference { .. } => sheets.reference.answers(ask, version),
        Ask::Creepiness { .. } => sheets.creepiness.answers(ask, version),
        Ask::Bubbles { .. } => sheets.bubbles.answers(ask, version),
        Ask::Fairness { .. } => sheets.fairness.answers(ask, version),
        Ask::Criteria => sheets.criteria.answers(ask, version),
        Ask::Metric { .. } => sheets.metric.answers(ask, version),
        Ask::Figure(figure) => sheets.figures.get(figure.slot()).is_some_and(|(shown, at, _)| shown == figure && *at == version),
        Ask::Test => sheets.test.answers(ask, version),
        Ask::Trade { .. } => sheets.trade.answers(ask, version),
    }
}

/// The variant looked at in detail, by its index in the run.
fn in_detail(state: &State) -> usize {
    let Some(results) = &state.results else { return 0 };
    let tags = shown(&results.run);
    tags.get(state.looks.variant).or(tags.first()).map_or(0, |tag| tag.variant)
}

/// What the screen in view needs to know, what it can be shown with first.
fn wanted(state: &State) -> Vec<Ask> {
    let selection = &state.selection;
    let scope = selection.scope;
    let mut wanted = match state.place {
        Place::Overview => {
            let mut wanted = vec![Ask::Overview { scope }];
            if let Some(PinnedRow { metric, variant }) = state.looks.pinned {
                // A relative difference has the limits and the sign of the difference itself.
                let difference = selection.contrast != Contrast::Level;
                wanted.push(Ask::Figure(FigureAsk::Worlds { metric, variant, scope, difference }));
            }
            wanted
        }
        Place::Time => {
            let metrics = || selection.metrics.clone();
            let held = state.looks.reference.as_ref().map(|reference| Held(Arc::clone(&reference.run)));
            let reference = held.map(|held| Ask::Reference { metrics: metrics(), scope, held });
            std::iter::once(Ask::Time { metrics: metrics(), scope }).chain(reference).collect()
        }
        Place::Creepiness => {
            let variant = in_detail(state);
            let figures = [FigureAsk::Acts(scope), FigureAsk::TrustFans(variant), FigureAsk::SayAndDo(variant), FigureAsk::Dose, FigureAsk::Why];
            std::iter::once(Ask::Creepiness { scope, day: state.clock.day }).chain(figures.map(Ask::Figure)).collect()
        }
        Place::Bubbles => {
            let figures = [FigureAsk::Variety(scope), FigureAsk::Seen, FigureAsk::Lives, FigureAsk::Shift(in_detail(state))];
            std::iter::once(Ask::Bubbles { scope }).chain(figures.map(Ask::Figure)).collect()
        }
        Place::Fairness => vec![Ask::Fairness { metric: selection.fair_metric }, Ask::Criteria],
        Place::Test => vec![Ask::Test],
        Place::Map => vec![Ask::Trade { benefit: state.what_if.benefit, harm: state.what_if.harm }],
        _ => Vec::new(),
    };
    if let (true, Some(Subject::Metric(metric))) = (state.navigation.inspector, &state.navigation.subject) {
        wanted.push(Ask::Metric { metric: *metric, scope });
    }
    if let (Place::Glossary, Some(metric)) = (state.place, state.navigation.subject.as_ref().and_then(Subject::metric)) {
        wanted.push(Ask::Metric { metric, scope });
    }
    wanted
}
