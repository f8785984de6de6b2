//! How the app starts a run, the report card and the table of assumptions. The window flies them in the background; tests hand in a runner of
//! their own.

use std::sync::Arc;

use super::errand::{Errand, Mileage};
use crate::calibrate::{self, FINDINGS, ReportCard};
use crate::experiment::{self, Calibration, SelfCheck, Sensitivity};
use crate::scenario::{Metric, Scenario};
use crate::simulate::{self, Job, Progress, Run, RunError, RunOptions, Watch};

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
    /// Starts a run of that scenario.
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying>;
    /// Flies every bundled finding.
    fn card(&self, wake: Wake) -> Errand<ReportCard> {
        Errand::start(wake, fly_findings)
    }
    /// Flies a few worlds of a scenario.
    fn pilot(&self, scenario: Arc<Scenario>, wake: Wake) -> Errand<(Arc<Run>, usize)> {
        let fly = move |mileage: &Mileage| {
            let planned = scenario.experiment.worlds as usize;
            let mut short = Scenario::clone(&scenario);
            short.experiment.worlds = PILOT_WORLDS;
            let short = Arc::new(short);
            let watch = Watch::of(&short, || {});
            let options = RunOptions { threads: threads(), ..RunOptions::default() };
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
    /// Checks a run.
    fn check(&self, run: Arc<Run>, wake: Wake) -> Errand<SelfCheck> {
        let check = move |mileage: &Mileage| {
            let mileage = mileage.clone();
            let told = move |share: f64| mileage.tell((share * 100.0) as usize, 100);
            experiment::self_check(&run, threads(), told).map_err(|error| error.to_string())
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
        let fly = move |mileage: &Mileage| {
            experiment::sensitivity(&scenario, &metrics, threads(), |done, of| mileage.tell(done, of)).map_err(|error| error.to_string())
        };
        Errand::start(wake, fly)
    }
}

fn fly_findings(mileage: &Mileage) -> Result<ReportCard, String> {
    let studies: Result<Vec<_>, _> = FINDINGS.iter().map(calibrate::Bundled::load).collect();
    let studies = studies.map_err(|error| error.to_string())?;
    calibrate::report_card(studies, threads(), |done, of| mileage.tell(done, of)).map_err(|error| error.to_string())
}

/// With three cores or more, one stays free for the window; with two, both work and the window's frames of a millisecond or two find their place
/// between blocks.
fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.saturating_sub(1).max(2).min(cores)
}

/// Runs on threads of their own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Background;

impl Runner for Background {
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        let options = RunOptions { threads: threads(), ..RunOptions::default() };
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
