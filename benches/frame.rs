//! One headless frame of the window with a finished run: layout, drawing shapes and tessellation, no graphics driver.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark may stop at the first surprise, and prints what it found")]

use std::sync::Arc;
use std::sync::mpsc::Sender;

use creepline::app::{App, Command, Document, Errand, Flying, Origin, PeopleStep, Place, Runner, Wake};
use creepline::scenario::{Case, Scenario};
use creepline::simulate::{CensusBlock, LifeSum, Progress, Run, RunError, RunOptions, Watch, WorldState, fly};
use egui::{Context, RawInput, Rect, pos2};

fn main() {
    divan::main();
    println!(
        "\nCPU time of the window's thread for a frame, in ms (1440 x 900, layout and tessellation, no drawing), while a run goes on in the background:"
    );
    println!("{:<44} {:>8} {:>8} {:>8}", "", "median", "p95", "most");
    for (name, place, playing) in [
        ("over time: 6 variants x 4 metrics, 8 plots", Place::Time, false),
        ("over time, the clock playing", Place::Time, true),
        ("overview, 6 variants", Place::Overview, false),
        ("creepiness and trust, 6 variants", Place::Creepiness, false),
        ("bubbles, 6 variants", Place::Bubbles, false),
    ] {
        let mut times = while_flying(place, playing);
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("{name:<44} {:>8.2} {:>8.2} {:>8.2}", at(0.5), at(0.95), at(1.0));
    }
}

/// Frames measured for each scene.
const FRAMES: usize = 240;

/// CPU time of frames, in ms, while the engine flies six variants on its own threads and results come in.
fn while_flying(place: Place, playing: bool) -> Vec<f64> {
    let mut scenario = Case::find("retargeting").and_then(|case| case.load().ok()).expect("the bundled case loads").scenario;
    while scenario.variants.len() < 6 {
        let mut copy = scenario.variants[1].clone();
        copy.name = format!("variant {}", scenario.variants.len());
        copy.policy.contacts[0].per_week = scenario.variants.len() as f64;
        scenario.variants.push(copy);
    }
    // Long enough to go on while frames are measured; short worlds, so that results change often.
    scenario.population.customers = 600;
    scenario.experiment.worlds = 400;
    let ctx = Context::default();
    let mut app = App::new(Document::new(scenario, Origin::New, String::new()));
    frame(&ctx, &mut app);
    app.carry_out(&ctx, Command::Go(place));
    app.carry_out(&ctx, Command::ToggleMetric(creepline::scenario::Metric::Purchases));
    let mut seen = 0;
    while app.state().results.as_ref().is_none_or(|results| results.run.worlds.len() < 3) || seen < 20 {
        frame(&ctx, &mut app);
        std::thread::sleep(std::time::Duration::from_millis(10));
        seen += 1;
    }
    if playing {
        app.carry_out(&ctx, Command::Clock(creepline::app::ClockStep::Toggle));
    }
    let times = (0..FRAMES)
        .map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(4));
            let start = cpu_time::ThreadTime::now();
            frame(&ctx, &mut app);
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    assert!(app.state().flight.is_flying(), "the run ended before the frames did");
    times
}

/// A runner that has flown before the frame begins.
struct Flown;

struct Landed(usize, Option<Result<Arc<Run>, RunError>>);

impl Runner for Flown {
    fn start(&self, scenario: Arc<Scenario>, _wake: Wake) -> Box<dyn Flying> {
        let worlds = scenario.experiment.worlds as usize;
        let watch = Watch::of(&scenario, || {});
        Box::new(Landed(worlds, Some(fly(&scenario, &RunOptions::default(), &watch, |_| {}))))
    }
}

impl Flying for Landed {
    fn cancel(&self) {}
    fn progress(&self) -> Progress {
        let worlds = vec![vec![WorldState::Done; 4]; self.0];
        Progress { done: 1, total: 1, elapsed: std::time::Duration::from_secs(1), left: None, worlds }
    }
    fn latest(&self) -> Option<Arc<Run>> {
        None
    }
    fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>> {
        self.1.take()
    }
}

/// The window on one screen, drawn often enough to have settled.
fn settled(place: Place, people: u64, runner: Box<dyn Runner>) -> (Context, App) {
    let mut scenario = Case::find("retargeting").and_then(|case| case.load().ok()).expect("the bundled case loads").scenario;
    scenario.population.customers = people;
    scenario.experiment.worlds = 6;
    let ctx = Context::default();
    let mut app = App::inline(Document::new(scenario, Origin::New, String::new()), runner).flying();
    frame(&ctx, &mut app);
    app.carry_out(&ctx, Command::Go(place));
    for _ in 0..4 {
        frame(&ctx, &mut app);
    }
    (ctx, app)
}

fn frame(ctx: &Context, app: &mut App) -> usize {
    frame_with(ctx, app, Vec::new())
}

fn frame_with(ctx: &Context, app: &mut App, events: Vec<egui::Event>) -> usize {
    let input = RawInput { screen_rect: Some(Rect::from_min_max(pos2(0.0, 0.0), pos2(1440.0, 900.0))), events, ..RawInput::default() };
    app.logic(ctx);
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    // Nothing is uploaded to a graphics driver here; unapplied textures would be complained about.
    output.textures_delta.clear();
    ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point).len()
}

/// A runner whose people are a million, made up in no time.
struct Many;

impl Runner for Many {
    fn start(&self, scenario: Arc<Scenario>, _wake: Wake) -> Box<dyn Flying> {
        let worlds = scenario.experiment.worlds as usize;
        let mut few = Scenario::clone(&scenario);
        few.population.customers = 400;
        let few = Arc::new(few);
        let watch = Watch::of(&few, || {});
        let flown = fly(&few, &RunOptions::default(), &watch, |_| {});
        Box::new(Landed(worlds, Some(flown.map(|run| Arc::new(Run { scenario, ..Run::clone(&run) })))))
    }
    fn census(&self, run: Arc<Run>, _world: usize, variants: Vec<usize>, landed: Sender<CensusBlock>, _wake: Wake) -> Errand<()> {
        let people = run.scenario.population.customers as usize;
        let life = |person: usize| LifeSum {
            days_over: (person * 7919 % 90) as u32,
            highest: (person % 1000) as f32 / 1000.0 - 0.5,
            trust: 0.5,
            ..LifeSum::EMPTY
        };
        let lives: Vec<LifeSum> = (0..people).map(life).collect();
        let block = CensusBlock {
            first: 0,
            segments: (0..people).map(|person| (person % 3) as u16).collect(),
            cells: vec![0; people],
            lines: vec![0.4; people],
            lives: variants.iter().map(|_| lives.clone()).collect(),
            days: Vec::new(),
        };
        Errand::done(landed.send(block).map_err(|error| error.to_string()))
    }
}

/// The table of a million people, scrolled to the middle.
#[divan::bench]
fn a_million_people(bencher: divan::Bencher<'_, '_>) {
    let (ctx, mut app) = settled(Place::People, 1_000_000, Box::new(Many));
    app.carry_out(&ctx, Command::People(PeopleStep::Census));
    let rows = |app: &App| app.state().people.register.order.latest().map_or(0, |order| order.len());
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while rows(&app) < 1_000_000 {
        assert!(std::time::Instant::now() < until, "the rows are not in order yet");
        frame(&ctx, &mut app);
    }
    let pointer = pos2(700.0, 500.0);
    let wheel = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -12_000_000.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: egui::Modifiers::NONE,
    };
    frame_with(&ctx, &mut app, vec![egui::Event::PointerMoved(pointer), wheel]);
    for _ in 0..60 {
        frame(&ctx, &mut app);
    }
    bencher.bench_local(|| frame(&ctx, &mut app));
}

#[divan::bench(args = [Place::Overview, Place::Time, Place::Creepiness, Place::Variants, Place::Replay])]
fn one_frame(bencher: divan::Bencher<'_, '_>, place: Place) {
    let (ctx, mut app) = settled(place, 400, Box::new(Flown));
    bencher.bench_local(|| frame(&ctx, &mut app));
}
