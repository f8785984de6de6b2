//! A run in the background: progress, partial results at least ten times a second, cancel, and exactly one final message.

use std::sync::Arc;
use std::time::Duration;

use super::run::Run;
use crate::scenario::Scenario;

/// How a run is carried out. Nothing here changes a result.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Threads; 0 takes all cores.
    pub threads: usize,
}

/// Why a run gave nothing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RunError {
    /// Cancelled before the first world was finished.
    #[error("cancelled before the first world was finished; nothing to keep")]
    Cancelled,
    /// A worker stopped with a message.
    #[error("the engine stopped: {0}")]
    Engine(String),
}

/// State of one world of one variant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WorldState {
    /// Not begun.
    Waiting,
    /// Under way, with the share done (0 to 1).
    Running(f32),
    /// Finished.
    Done,
    /// Stopped by an error or by cancel.
    Stopped,
}

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Customer-days done.
    pub done: u64,
    /// Customer-days in all.
    pub total: u64,
    /// Time since the start.
    pub elapsed: Duration,
    /// Time left at the mean rate so far, once there is one.
    pub left: Option<Duration>,
    /// States by world, then variant (twin first).
    pub worlds: Vec<Vec<WorldState>>,
}

/// A run in the background.
pub struct Job;

impl Job {
    /// Starts a run on its own threads. `wake` is called, from any thread, whenever there is something new to show (at most some 30 times a second).
    pub fn start(_scenario: Arc<Scenario>, _options: RunOptions, _wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self
    }
    /// Asks the run to stop; it answers within 100 ms and keeps finished worlds.
    pub fn cancel(&self) {}
    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress { done: 0, total: 1, elapsed: Duration::ZERO, left: None, worlds: Vec::new() }
    }
    /// The finished worlds so far, once there is one.
    pub fn latest(&self) -> Option<Arc<Run>> {
        None
    }
    /// The final answer, given out once.
    pub fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>> {
        None
    }
}
