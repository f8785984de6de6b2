//! How the app starts a run, the report card, the table of assumptions, the what-if map and the search. The window flies them in the background; tests hand in a runner of
//! their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;

use super::errand::{Errand, Mileage};
use super::lessons::StepResult;
use super::people::OrderOf;
use super::view::{PeopleFigures, Roll, Street};
use crate::calibrate::{self, FINDINGS, ReportCard};
use crate::experiment::{self, Calibration, Robustness, RobustnessPlan, Search, SearchPlan, SelfCheck, Sensitivity, Sweep, SweepPoint, Ways};
use crate::lesson::{Ask, Bet, Flights, Lesson, Step, Tried, reveal, settle, try_out};
use crate::report::figures::StoryFigure;
use crate::scenario::{Metric, Scenario};
use crate::simulate::{self, CensusBlock, Job, Progress, Run, RunError, RunOptions, Watch};

/// Worlds of a pilot.
const PILOT_WORLDS: u64 = 5;
/// Tests of nothing against nothing by each method.
const NOTHING_TESTS: usize = 2_000;

/// Called, from any thread, when there is something new to show.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// A run under way.
pub trait Flying {
    /// Asks it to stop; finished worlds stay.
    fn cancel(&self);
    /// How far it is.
    fn progress(&self) -> Progress;
    /// The finished worlds so far.
    fn latest(&self) -> Option<Arc<Run>>;
    /// The final answer, given out once.
    fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>>;
}

/// Starts runs.
pub trait Runner {
    /// Says how many threads work may use from now on; `None` for the usual number. Results are the same for any.
    fn use_threads(&self, _threads: Option<usize>) {}
    /// How many threads work uses.
    fn threads(&self) -> usize {
        threads()
    }
    /// Starts a run of that scenario.
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying>;
    /// Flies every bundled finding.
    fn card(&self, wake: Wake) -> Errand<ReportCard> {
        let threads = self.threads();
        Errand::start(wake, move |mileage| fly_findings(mileage, threads))
    }
    /// Flies a few worlds of a scenario.
    fn pilot(&self, scenario: Arc<Scenario>, wake: Wake) -> Errand<(Arc<Run>, usize)> {
        let threads = self.threads();
        let fly = move |mileage: &Mileage| {
            let planned = scenario.experiment.worlds as usize;
            let mut short = Scenario::clone(&scenario);
            short.experiment.worlds = PILOT_WORLDS;
            let short = Arc::new(short);
            let watch = Watch::of(&short, || {});
            let options = RunOptions { threads, ..RunOptions::default() };
            let told = |run: &Arc<Run>| {
                if !mileage.tell(run.worlds.len(), PILOT_WORLDS as usize) {
                    watch.cancel();
                }
            };
            mileage.tell(0, PILOT_WORLDS as usize);
            match simulate::fly(&short, &options, &watch, told) {
                Ok(run) => Ok((run, planned)),
                Err(error) => Err(error.to_string()),
            }
        };
        Errand::start(wake, fly)
    }
    /// Draws people of a scenario.
    fn people(&self, scenario: Arc<Scenario>, wake: Wake) -> Errand<PeopleFigures> {
        Errand::start(wake, move |_| Ok(PeopleFigures::new(&scenario)))
    }
    /// Flies the small scenario of a dose curve.
    fn dose(&self, scenario: Arc<Scenario>, wake: Wake) -> Errand<Arc<Run>> {
        let threads = self.threads();
        let fly = move |mileage: &Mileage| {
            let watch = Watch::of(&scenario, || {});
            let options = RunOptions { threads, ..RunOptions::default() };
            let told = |run: &Arc<Run>| {
                if !mileage.tell(run.worlds.len(), run.planned) {
                    watch.cancel();
                }
            };
            simulate::fly(&scenario, &options, &watch, told).map_err(|error| error.to_string())
        };
        Errand::start(wake, fly)
    }
    /// Checks a run.
    fn check(&self, run: Arc<Run>, wake: Wake) -> Errand<SelfCheck> {
        let threads = self.threads();
        let check = move |mileage: &Mileage| {
            let mileage = mileage.clone();
            let told = move |share: f64| mileage.tell((share * 100.0) as usize, 100);
            experiment::self_check(&run, threads, told).map_err(|error| error.to_string())
        };
        Errand::start(wake, check)
    }
    /// Tests the baseline of a run against itself by every method.
    fn nothing(&self, run: Arc<Run>, wake: Wake) -> Errand<Vec<Calibration>> {
        let test = move |mileage: &Mileage| {
            mileage.tell(0, experiment::METHODS.len());
            experiment::calibration(&run, NOTHING_TESTS).map_err(|undefined| undefined.to_string())
        };
        Errand::start(wake, test)
    }
    /// Flies a scenario at both ends of every assumption.
    fn assumptions(&self, scenario: Arc<Scenario>, metrics: Vec<Metric>, wake: Wake) -> Errand<Sensitivity> {
        let threads = self.threads();
        let fly = move |mileage: &Mileage| {
            experiment::sensitivity(&scenario, &metrics, threads, |done, of| mileage.tell(done, of)).map_err(|error| error.to_string())
        };
        Errand::start(wake, fly)
    }
    /// Flies what is not yet known of a sweep; every point is handed out as soon as it is there.
    fn sweep(&self, mut sweep: Sweep, landed: Sender<SweepPoint>, wake: Wake) -> Errand<()> {
        let threads = self.threads();
        let heard = Arc::clone(&wake);
        let fly = move |mileage: &Mileage| {
            let (mut done, of) = (sweep.done(), sweep.points.len());
            mileage.tell(done, of);
            let each = |point: &SweepPoint| {
                done += 1;
                mileage.tell(done, of);
                // Nobody waits any more where the receiver is gone; then it is stopped, too.
                let _ = landed.send(point.clone());
                heard();
            };
            experiment::fly_sweep(&mut sweep, threads, mileage.stop(), each).map_err(|error| error.to_string())
        };
        Errand::start(wake, fly)
    }
    /// Flies plausible settings of all assumptions together.
    fn robustness(&self, plan: Arc<RobustnessPlan>, wake: Wake) -> Errand<Robustness> {
        let threads = self.threads();
        let fly = move |mileage: &Mileage| {
            let tell = |done: usize, of: usize| {
                mileage.tell(done, of);
            };
            mileage.tell(0, plan.runs());
            experiment::robustness(&plan, threads, mileage.stop(), tell).map_err(|error| error.to_string())
        };
        Errand::start(wake, fly)
    }
    /// Looks for a better policy; tells how many runs of its budget are spent.
    fn search(&self, plan: Arc<SearchPlan>, wake: Wake) -> Errand<Search> {
        let threads = self.threads();
        let look = move |mileage: &Mileage| {
            let budget = plan.budget.ceil() as usize;
            mileage.tell(0, budget);
            let each = |_: &experiment::Trial, spent: f64| {
                mileage.tell((spent * plan.budget) as usize, budget);
            };
            experiment::search(&plan, threads, mileage.stop(), each).map_err(|error| error.to_string())
        };
        Errand::start(wake, look)
    }
    /// Lives the people of the street again under two variants.
    fn street(&self, run: Arc<Run>, world: usize, pair: [usize; 2], wake: Wake) -> Errand<Street> {
        let threads = self.threads();
        Errand::start(wake, move |mileage| Street::new(&run, world, pair, threads, &|done, of| mileage.tell(done, of)))
    }
    /// Lives everybody of a world again under some variants; with none it tells who they are. Blocks are handed out as soon as they are there.
    fn census(&self, run: Arc<Run>, world: usize, variants: Vec<usize>, landed: Sender<CensusBlock>, wake: Wake) -> Errand<()> {
        let (heard, threads) = (Arc::clone(&wake), self.threads());
        Errand::start(wake, move |mileage| live_everybody(&run, world, &variants, threads, &landed, mileage, &heard))
    }
    /// Puts the rows of the table of everybody in order.
    fn order(&self, run: Arc<Run>, roll: Arc<Roll>, of: OrderOf, wake: Wake) -> Errand<Vec<u32>> {
        let (_, _, scope, view, sort, brushed) = of;
        let small = roll.len() <= SORTED_AT_ONCE;
        let sorted = move || {
            let mut rows = roll.order(&crate::world::cells(&run.scenario), scope, view, sort);
            if let Some(brushed) = &brushed {
                rows.retain(|row| brushed.binary_search(&u64::from(*row)).is_ok());
            }
            rows
        };
        // A few thousand rows take less time than a thread.
        if small { Errand::done(Ok(sorted())) } else { Errand::start(wake, move |_| Ok(sorted())) }
    }
    /// Lives one person's two lives again and draws them.
    fn story(&self, run: Arc<Run>, world: usize, customer: u64, pair: [usize; 2], wake: Wake) -> Errand<StoryFigure> {
        Errand::start(wake, move |_| StoryFigure::new(&run, world, customer, pair).map_err(|error| error.to_string()))
    }
    /// Looks for what would have kept one person under her line.
    fn ways(&self, run: Arc<Run>, world: usize, variant: usize, customer: u64, wake: Wake) -> Errand<Ways> {
        Errand::start(wake, move |mileage| experiment::ways(&run, world, variant, customer, &|done, of| mileage.tell(done, of)))
    }
    /// Answers every step of a lesson, in order; each answer is handed out as soon as it is there.
    fn lesson(&self, lesson: Arc<Lesson>, landed: Sender<(usize, Result<StepResult, String>)>, wake: Wake) -> Errand<()> {
        let heard = Arc::clone(&wake);
        let threads = self.threads();
        Errand::start(wake, move |mileage| answer_lesson(&lesson, threads, &landed, &heard, mileage))
    }
    /// Flies where the sliders of a lesson's sandbox stand: first one world, which is handed out at once, then all. `flights` holds what was flown of it
    /// before.
    fn sandbox(
        &self,
        lesson: Arc<Lesson>,
        (step, values): (usize, Vec<f64>),
        flights: Flights,
        sketched: Sender<Tried>,
        wake: Wake,
    ) -> Errand<(Tried, Flights)> {
        let heard = Arc::clone(&wake);
        let threads = self.threads();
        Errand::start(wake, move |mileage| fly_sandbox(&lesson, (step, &values), flights, threads, (&sketched, &heard), mileage))
    }
    /// Finds out how many customer-days this machine flies in a second.
    fn rate(&self, scenario: Arc<Scenario>, wake: Wake) -> Errand<f64> {
        let threads = self.threads();
        Errand::start(wake, move |_| experiment::measured_rate(&scenario, threads).map_err(|error| error.to_string()))
    }
}

/// Rows that are sorted inside a frame.
const SORTED_AT_ONCE: usize = 20_000;

/// Lives everybody of a world again; blocks are handed out in any order.
fn live_everybody(
    run: &Run,
    world: usize,
    variants: &[usize],
    threads: usize,
    landed: &Sender<CensusBlock>,
    mileage: &Mileage,
    heard: &Wake,
) -> Result<(), String> {
    let everybody: Vec<u64> = (0..run.scenario.population.customers).collect();
    let done = AtomicUsize::new(0);
    let each = |block: CensusBlock| {
        let people = block.lines.len();
        let before = done.fetch_add(people, Ordering::Relaxed);
        // Nobody waits any more where the receiver is gone; then it is stopped, too.
        let _ = landed.send(block);
        if before / 4_096 != (before + people) / 4_096 {
            heard();
        }
        mileage.tell(before + people, everybody.len())
    };
    match simulate::live_again(run, world, variants, &everybody, false, threads, &each) {
        Ok(()) | Err(simulate::CensusEnd::Stopped) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

fn answer_lesson(
    lesson: &Lesson,
    threads: usize,
    landed: &Sender<(usize, Result<StepResult, String>)>,
    heard: &Wake,
    mileage: &Mileage,
) -> Result<(), String> {
    let mut flights = Flights::default();
    for (place, step) in lesson.steps.iter().enumerate() {
        if !mileage.tell(place, lesson.steps.len()) {
            return Err("stopped".into());
        }
        let answer = match step {
            Step::Reveal { show, set, .. } => lesson
                .scenarios(show, set)
                .map_err(|finding| finding.message)
                .and_then(|scenarios| flights.fly(&scenarios, threads, mileage.stop()))
                .and_then(|runs| reveal(show, &runs))
                .map(|shown| StepResult::Shown(Arc::new(shown))),
            Step::Bet { on: Bet::Hands(Ask { truth: Some(truth), .. }) | Bet::Pick(Ask { truth: Some(truth), .. }), .. }
            | Step::Puzzle { ask: Ask { truth: Some(truth), .. }, .. } => {
                settle(lesson, truth, &mut flights, threads, mileage.stop()).map(StepResult::Settled)
            }
            _ => continue,
        };
        // Nobody waits any more where the receiver is gone; then it is stopped, too.
        let _ = landed.send((place, answer));
        heard();
    }
    Ok(())
}

/// A sketch of where the sliders stand, then the whole of it.
fn fly_sandbox(
    lesson: &Lesson,
    (step, values): (usize, &[f64]),
    mut flights: Flights,
    threads: usize,
    (sketched, heard): (&Sender<Tried>, &Wake),
    mileage: &Mileage,
) -> Result<(Tried, Flights), String> {
    let Some(Step::Sandbox { controls, goal, .. }) = lesson.steps.get(step) else { return Err("this step has no sliders".into()) };
    let mut fly = |lesson: &Lesson| {
        // The start is kept; what was flown for other places of the sliders is not.
        flights.fly(&[lesson.scenario(&[]).map_err(|finding| finding.message)?], threads, mileage.stop())?;
        try_out(lesson, (controls, goal), values, &mut flights.clone(), threads, mileage.stop())
    };
    // Nobody waits any more where the receiver is gone; then it is stopped, too.
    let _ = sketched.send(fly(&lesson.sketch())?);
    heard();
    let tried = fly(lesson)?;
    Ok((tried, flights))
}

fn fly_findings(mileage: &Mileage, threads: usize) -> Result<ReportCard, String> {
    let studies: Result<Vec<_>, _> = FINDINGS.iter().map(calibrate::Bundled::load).collect();
    let studies = studies.map_err(|error| error.to_string())?;
    calibrate::report_card(studies, threads, |done, of| mileage.tell(done, of)).map_err(|error| error.to_string())
}

/// With three cores or more, one stays free for the window; with two, both work and the window's frames of a millisecond or two find their place
/// between blocks.
fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.saturating_sub(1).max(2).min(cores)
}

/// Runs on threads of their own.
#[derive(Debug, Default)]
pub struct Background {
    /// Threads asked for; 0 for the usual number.
    asked: AtomicUsize,
}

impl Runner for Background {
    fn use_threads(&self, threads: Option<usize>) {
        self.asked.store(threads.unwrap_or(0), Ordering::Relaxed);
    }
    fn threads(&self) -> usize {
        match self.asked.load(Ordering::Relaxed) {
            0 => threads(),
            asked => asked,
        }
    }
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        let options = RunOptions { threads: self.threads(), ..RunOptions::default() };
        Box::new(Job::start(scenario, options, move || wake()))
    }
}

impl Flying for Job {
    fn cancel(&self) {
        Job::cancel(self);
    }
    fn progress(&self) -> Progress {
        Job::progress(self)
    }
    fn latest(&self) -> Option<Arc<Run>> {
        Job::latest(self)
    }
    fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>> {
        Job::finished(self)
    }
}
