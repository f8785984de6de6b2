//! How the app starts a run. The window flies runs in the background; tests hand in a runner of their own.

use std::sync::Arc;

use crate::scenario::Scenario;
use crate::simulate::{Job, Progress, Run, RunError, RunOptions};

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
}

/// Runs on threads of their own. With three cores or more, one stays free for the window; with two, both work and the window's frames of a
/// millisecond or two find their place between blocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Background;

impl Runner for Background {
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let options = RunOptions { threads: cores.saturating_sub(1).max(2).min(cores), ..RunOptions::default() };
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
