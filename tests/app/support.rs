//! What the app's tests share: a small real run, runners that answer when told to, and a harness around the app.
#![allow(clippy::allow_attributes, reason = "not every test file has what is allowed here")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]
#![allow(dead_code, reason = "each test file uses a part of this")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use creepline::app::view::{PeopleFigures, Street};
use creepline::app::{App, Command, Document, Errand, Flying, Origin, Place, Runner, ThemeChoice, Wake};
use creepline::calibrate::{Bundled, ReportCard, report_card};
use creepline::experiment::{
    Calibration, Decides, Robustness, RobustnessPlan, Sampling, Search, SearchPlan, SelfCheck, Sensitivity, Stop, Sweep, SweepPoint, Ways,
    calibration, fly_sweep, robustness, search, self_check, sensitivity, ways,
};
use creepline::report::figures::StoryFigure;
use creepline::scenario::{Case, Metric, Scenario};
use creepline::simulate::{CensusBlock, Completion, Progress, Run, RunError, RunOptions, Watch, WorldState, fly, live_again};
use egui::UiBuilder;
use egui_kittest::Harness;

/// The bundled retargeting case, small enough for a test.
pub fn small_scenario() -> Scenario {
    let mut scenario = Case::find("retargeting").expect("it is bundled").load().expect("it loads").scenario;
    scenario.population.customers = 400;
    scenario.experiment.worlds = 6;
    scenario.experiment.days = 30;
    scenario
}

/// Flies a scenario here and now.
pub fn flown(scenario: &Arc<Scenario>) -> Result<Arc<Run>, RunError> {
    let watch = Watch::of(scenario, || {});
    fly(scenario, &RunOptions { threads: 2, ..RunOptions::default() }, &watch, |_| {})
}

/// The run of [`small_scenario`], flown once for all tests of a file.
pub fn small_run() -> Arc<Run> {
    static RUN: OnceLock<Arc<Run>> = OnceLock::new();
    RUN.get_or_init(|| flown(&Arc::new(small_scenario())).expect("it flies")).clone()
}

/// The first worlds of a run, as if it had been stopped or were still under way.
pub fn first_worlds(run: &Run, worlds: usize, completion: Completion) -> Arc<Run> {
    let mut part = run.clone();
    part.worlds.truncate(worlds);
    part.completion = completion;
    Arc::new(part)
}

/// Flies at once, with the real engine; the run of the small scenario is flown only once.
#[derive(Default)]
pub struct AtOnce {
    /// Scenarios that were flown.
    pub flown: Arc<Mutex<Vec<Scenario>>>,
}

impl Runner for AtOnce {
    fn start(&self, scenario: Arc<Scenario>, _wake: Wake) -> Box<dyn Flying> {
        self.flown.lock().expect("no panic").push((*scenario).clone());
        let known = small_run();
        let answer = if *known.scenario == *scenario { Ok(known) } else { flown(&scenario) };
        Box::new(Landed { worlds: scenario.experiment.worlds as usize, variants: scenario.variants.len() + 1, answer: Some(answer) })
    }
    fn street(&self, run: Arc<Run>, world: usize, pair: [usize; 2], _wake: Wake) -> Errand<Street> {
        Errand::done(Street::new(&run, world, pair, 2, &|_, _| true))
    }
    fn census(&self, run: Arc<Run>, world: usize, variants: Vec<usize>, landed: Sender<CensusBlock>, _wake: Wake) -> Errand<()> {
        let everybody: Vec<u64> = (0..run.scenario.population.customers).collect();
        let each = |block: CensusBlock| landed.send(block).is_ok();
        Errand::done(live_again(&run, world, &variants, &everybody, false, 2, &each).map_err(|error| error.to_string()))
    }
    fn story(&self, run: Arc<Run>, world: usize, customer: u64, pair: [usize; 2], _wake: Wake) -> Errand<StoryFigure> {
        Errand::done(StoryFigure::new(&run, world, customer, pair).map_err(|error| error.to_string()))
    }
    fn ways(&self, run: Arc<Run>, world: usize, variant: usize, customer: u64, _wake: Wake) -> Errand<Ways> {
        Errand::done(ways(&run, world, variant, customer, &|_, _| true))
    }
    fn card(&self, _wake: Wake) -> Errand<ReportCard> {
        Errand::done(Ok(small_card()))
    }
    fn check(&self, run: Arc<Run>, _wake: Wake) -> Errand<SelfCheck> {
        Errand::done(Ok(checked(&run)))
    }
    fn people(&self, scenario: Arc<Scenario>, _wake: Wake) -> Errand<PeopleFigures> {
        Errand::done(Ok(PeopleFigures::new(&scenario)))
    }
    fn dose(&self, scenario: Arc<Scenario>, _wake: Wake) -> Errand<Arc<Run>> {
        // Flown once for all tests of a file: depths are the same for every variant, and no test looks at the numbers.
        static DOSES: OnceLock<Arc<Run>> = OnceLock::new();
        let fly = || {
            let mut small = Scenario::clone(&scenario);
            (small.population.customers, small.experiment.worlds, small.experiment.days) = (30, 2, 7);
            flown(&Arc::new(small)).expect("it flies")
        };
        Errand::done(Ok(DOSES.get_or_init(fly).clone()))
    }
    fn pilot(&self, scenario: Arc<Scenario>, _wake: Wake) -> Errand<(Arc<Run>, usize)> {
        let planned = scenario.experiment.worlds as usize;
        Errand::done(Ok((first_worlds(&small_run(), 5, Completion::Partial), planned)))
    }
    fn nothing(&self, run: Arc<Run>, _wake: Wake) -> Errand<Vec<Calibration>> {
        Errand::done(calibration(&run, 2_000).map_err(|undefined| undefined.to_string()))
    }
    fn assumptions(&self, _scenario: Arc<Scenario>, _metrics: Vec<Metric>, _wake: Wake) -> Errand<Sensitivity> {
        Errand::done(Ok(small_table()))
    }
    fn sweep(&self, mut sweep: Sweep, landed: Sender<SweepPoint>, _wake: Wake) -> Errand<()> {
        let flown = fly_sweep(&mut sweep, 2, &Stop::new(), |point| landed.send(point.clone()).expect("somebody listens"));
        Errand::done(flown.map_err(|error| error.to_string()))
    }
    fn robustness(&self, _plan: Arc<RobustnessPlan>, _wake: Wake) -> Errand<Robustness> {
        Errand::done(Ok(small_robustness()))
    }
    fn search(&self, plan: Arc<SearchPlan>, _wake: Wake) -> Errand<Search> {
        Errand::done(search(&plan, 2, &Stop::new(), |_, _| {}).map_err(|error| error.to_string()))
    }
    fn rate(&self, _scenario: Arc<Scenario>, _wake: Wake) -> Errand<f64> {
        Errand::done(Ok(1e6))
    }
}

/// A map whose points land when the test says so. What it is asked to fly it remembers; it flies nothing itself.
#[derive(Clone, Default)]
pub struct Points {
    /// Sweeps as they were handed over.
    pub asked: Arc<Mutex<Vec<Sweep>>>,
    /// Where points are handed out.
    pub landed: Arc<Mutex<Option<Sender<SweepPoint>>>>,
    /// Whether the work is at its end.
    pub ended: Arc<AtomicBool>,
}

impl Points {
    /// Hands out a point.
    pub fn land(&self, point: SweepPoint) {
        self.landed.lock().expect("no panic").as_ref().expect("a map under way").send(point).expect("somebody listens");
    }
}

impl Runner for Points {
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        AtOnce::default().start(scenario, wake)
    }
    fn sweep(&self, sweep: Sweep, landed: Sender<SweepPoint>, wake: Wake) -> Errand<()> {
        self.asked.lock().expect("no panic").push(sweep);
        *self.landed.lock().expect("no panic") = Some(landed);
        self.ended.store(false, Ordering::SeqCst);
        let ended = Arc::clone(&self.ended);
        Errand::start(wake, move |mileage| {
            while mileage.tell(0, 1) && !ended.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok(())
        })
    }
    fn rate(&self, _scenario: Arc<Scenario>, _wake: Wake) -> Errand<f64> {
        Errand::done(Err("not on this machine".into()))
    }
}

/// A sweep with everything flown that is not known of it.
pub fn flown_sweep(sweep: &Sweep) -> Sweep {
    let mut sweep = sweep.clone();
    fly_sweep(&mut sweep, 2, &Stop::new(), |_| {}).expect("it flies");
    sweep
}

/// Plausible settings of the small scenario, smaller still, flown once for all tests of a file.
pub fn small_robustness() -> Robustness {
    static FOUND: OnceLock<Robustness> = OnceLock::new();
    let fly = || {
        let mut scenario = small_scenario();
        (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (60, 3, 14);
        scenario.experiment.guardrails.iter_mut().for_each(|guardrail| guardrail.from_day = 1);
        let decides = Decides::ElementaryEffects { trajectories: 2 };
        let plan = RobustnessPlan::new(&Arc::new(scenario), &[Metric::OverLine], 12, Sampling::LatinHypercube, decides).expect("a plan");
        robustness(&Arc::new(plan), 2, &Stop::new(), |_, _| {}).expect("it flies")
    };
    FOUND.get_or_init(fly).clone()
}

/// The self-check of the small run, done once for all tests of a file.
pub fn checked(run: &Run) -> SelfCheck {
    static CHECK: OnceLock<SelfCheck> = OnceLock::new();
    CHECK.get_or_init(|| self_check(run, 2, |_| true).expect("checked")).clone()
}

/// A report card of two findings, flown once for all tests of a file.
pub fn small_card() -> ReportCard {
    static CARD: OnceLock<ReportCard> = OnceLock::new();
    let fly = || {
        let studies = ["C2", "C20"].map(|id| Bundled::find(id).expect("it is bundled").load().expect("it loads")).into();
        report_card(studies, 2, |_, _| true).expect("it flies")
    };
    CARD.get_or_init(fly).clone()
}

/// A table of assumptions of the small scenario, smaller still, flown once for all tests of a file.
pub fn small_table() -> Sensitivity {
    static TABLE: OnceLock<Sensitivity> = OnceLock::new();
    let fly = || {
        let mut scenario = small_scenario();
        (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (60, 3, 14);
        scenario.experiment.guardrails.iter_mut().for_each(|guardrail| guardrail.from_day = 1);
        sensitivity(&Arc::new(scenario), &[Metric::OverLine, Metric::TrustMean], 2, |_, _| true).expect("it flies")
    };
    TABLE.get_or_init(fly).clone()
}

struct Landed {
    worlds: usize,
    variants: usize,
    answer: Option<Result<Arc<Run>, RunError>>,
}

impl Flying for Landed {
    fn cancel(&self) {}
    fn progress(&self) -> Progress {
        progress(self.worlds, self.variants, self.worlds)
    }
    fn latest(&self) -> Option<Arc<Run>> {
        None
    }
    fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>> {
        self.answer.take()
    }
}

/// Progress with so many worlds done and the next one half-way.
pub fn progress(worlds: usize, variants: usize, done: usize) -> Progress {
    let state = |world: usize| match world {
        world if world < done => WorldState::Done,
        world if world == done => WorldState::Running(0.5),
        _ => WorldState::Waiting,
    };
    Progress {
        done: done as u64 * 1_000,
        total: worlds as u64 * 1_000,
        elapsed: Duration::from_secs(2),
        left: (done > 0).then(|| Duration::from_secs(4)),
        worlds: (0..worlds).map(|world| vec![state(world); variants]).collect(),
    }
}

/// A run that goes on as far as the test says.
#[derive(Clone, Default)]
pub struct Held {
    /// Worlds that are there.
    pub done: Arc<AtomicUsize>,
    /// Whether it was asked to stop.
    pub cancelled: Arc<AtomicBool>,
    /// How often a run was started.
    pub started: Arc<AtomicUsize>,
}

impl Runner for Held {
    fn start(&self, _scenario: Arc<Scenario>, _wake: Wake) -> Box<dyn Flying> {
        self.started.fetch_add(1, Ordering::SeqCst);
        Box::new(self.clone())
    }
    fn check(&self, run: Arc<Run>, _wake: Wake) -> Errand<SelfCheck> {
        Errand::done(Ok(checked(&run)))
    }
}

impl Flying for Held {
    fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }
    fn progress(&self) -> Progress {
        let run = small_run();
        progress(run.planned, run.variants.len(), self.done.load(Ordering::SeqCst))
    }
    fn latest(&self) -> Option<Arc<Run>> {
        let done = self.done.load(Ordering::SeqCst);
        (done > 0).then(|| first_worlds(&small_run(), done, Completion::Running))
    }
    fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>> {
        let (run, done) = (small_run(), self.done.load(Ordering::SeqCst));
        if done >= run.planned {
            return Some(Ok(run));
        }
        if !self.cancelled.load(Ordering::SeqCst) {
            return None;
        }
        Some(if done == 0 { Err(RunError::Cancelled) } else { Ok(first_worlds(&run, done, Completion::Partial)) })
    }
}

/// A document of the small scenario.
pub fn small_document() -> Document {
    Document::new(small_scenario(), Origin::Case("retargeting".into()), String::new())
}

/// A harness of 1440 x 900 around an app.
pub fn harness(app: App) -> Harness<'static, App> {
    harness_of(app, [1440.0, 900.0])
}

/// A harness around an app.
pub fn harness_of(app: App, size: [f32; 2]) -> Harness<'static, App> {
    let mut harness = Harness::builder().with_size(size).with_max_steps(20).with_render_cursor(false).build_ui_state(
        |ui, app: &mut App| {
            app.logic(ui.ctx());
            // The harness leaves a margin; a window has none.
            let whole = ui.ctx().content_rect();
            ui.scope_builder(UiBuilder::new().max_rect(whole), |ui| {
                ui.set_clip_rect(whole);
                app.ui(ui);
            });
        },
        app,
    );
    harness.run_steps(2);
    harness
}

/// A harness around an app with a finished small run.
pub fn with_results(theme: ThemeChoice, size: [f32; 2]) -> Harness<'static, App> {
    let mut harness = harness_of(App::inline(small_document(), Box::new(AtOnce::default())), size);
    send(&mut harness, Command::SetTheme(theme));
    send(&mut harness, Command::Run);
    harness
}

/// Sends a command as a panel would, and lets the window settle.
pub fn send(harness: &mut Harness<'static, App>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().carry_out(&ctx, command);
    harness.run();
}

/// Goes to a screen.
pub fn go(harness: &mut Harness<'static, App>, place: Place) {
    send(harness, Command::Go(place));
}
