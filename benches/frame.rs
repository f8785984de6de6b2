//! One headless frame of the window with a finished run: layout, drawing shapes and tessellation, no graphics driver.
#![expect(clippy::expect_used, reason = "a benchmark may stop at the first surprise")]

use std::sync::Arc;

use creepline::app::{App, Command, Document, Flying, Origin, Place, Runner, Wake};
use creepline::scenario::{Case, Scenario};
use creepline::simulate::{Progress, Run, RunError, RunOptions, Watch, WorldState, fly};
use egui::{Context, RawInput, Rect, pos2};

fn main() {
    divan::main();
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
fn settled(place: Place) -> (Context, App) {
    let mut scenario = Case::find("retargeting").and_then(|case| case.load().ok()).expect("the bundled case loads").scenario;
    scenario.population.customers = 400;
    scenario.experiment.worlds = 6;
    let ctx = Context::default();
    let mut app = App::inline(Document::new(scenario, Origin::New, String::new()), Box::new(Flown)).flying();
    frame(&ctx, &mut app);
    app.carry_out(&ctx, Command::Go(place));
    for _ in 0..4 {
        frame(&ctx, &mut app);
    }
    (ctx, app)
}

fn frame(ctx: &Context, app: &mut App) -> usize {
    let input = RawInput { screen_rect: Some(Rect::from_min_max(pos2(0.0, 0.0), pos2(1440.0, 900.0))), ..RawInput::default() };
    app.logic(ctx);
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    // Nothing is uploaded to a graphics driver here; unapplied textures would be complained about.
    output.textures_delta.clear();
    ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point).len()
}

#[divan::bench(args = [Place::Overview, Place::Time, Place::Creepiness, Place::Variants])]
fn one_frame(bencher: divan::Bencher<'_, '_>, place: Place) {
    let (ctx, mut app) = settled(place);
    bencher.bench_local(|| frame(&ctx, &mut app));
}
