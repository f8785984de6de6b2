//! A run in the background: progress, partial results, cancel, and exactly one final message.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use arc_swap::ArcSwapOption;

use super::engine::{RunError, RunOptions, fly, fly_worlds};
use super::run::Run;
use super::watch::{Progress, Watch};
use crate::scenario::Scenario;

/// A run in the background. Dropping it asks the run to stop.
pub struct Job {
    watch: Arc<Watch>,
    latest: Arc<ArcSwapOption<Run>>,
    answer: Receiver<Result<Arc<Run>, RunError>>,
    answered: bool,
}

impl Job {
    /// Starts a run of a valid scenario on its own threads. `wake` is called, from any thread, whenever there is something new to show (at most
    /// some 30 times a second, and once at the end).
    pub fn start(scenario: Arc<Scenario>, options: RunOptions, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::start_any(scenario, None, options, wake)
    }

    /// The same for some worlds alone, numbered from 0; the scenario plans as many.
    pub fn start_worlds(scenario: Arc<Scenario>, worlds: Vec<u64>, options: RunOptions, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::start_any(scenario, Some(worlds), options, wake)
    }

    fn start_any(scenario: Arc<Scenario>, worlds: Option<Vec<u64>>, options: RunOptions, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let watch = Arc::new(Watch::of(&scenario, wake));
        let latest = Arc::new(ArcSwapOption::empty());
        let (sender, answer) = channel();
        let (inner_watch, inner_latest) = (watch.clone(), latest.clone());
        let work = move || {
            let publish = |run: &Arc<Run>| inner_latest.store(Some(run.clone()));
            let fly = || match &worlds {
                None => fly(&scenario, &options, &inner_watch, publish),
                Some(worlds) => fly_worlds(&scenario, worlds, &options, &inner_watch, publish),
            };
            let result = catch_unwind(AssertUnwindSafe(fly)).unwrap_or_else(|panic| Err(RunError::Engine(message(panic.as_ref()))));
            if let Ok(run) = &result {
                inner_latest.store(Some(run.clone()));
            }
            inner_watch.end();
            // The receiver is gone when nobody waits for the answer any more.
            let _ = sender.send(result);
            inner_watch.wake();
        };
        if let Err(error) = std::thread::Builder::new().name("creepline-driver".into()).spawn(work) {
            let (sender, answer) = channel();
            let _ = sender.send(Err(RunError::Engine(error.to_string())));
            return Self { watch, latest, answer, answered: false };
        }
        Self { watch, latest, answer, answered: false }
    }

    /// Asks the run to stop; it answers within 100 ms and keeps finished worlds.
    pub fn cancel(&self) {
        self.watch.cancel();
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.watch.progress()
    }

    /// The finished worlds so far, once there is one.
    pub fn latest(&self) -> Option<Arc<Run>> {
        self.latest.load_full()
    }

    /// The final answer, given out once.
    pub fn finished(&mut self) -> Option<Result<Arc<Run>, RunError>> {
        if self.answered {
            return None;
        }
        let answer = match self.answer.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Err(RunError::Engine("the worker ended without an answer".into())),
        };
        self.answered = true;
        Some(answer)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.watch.cancel();
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown reason".into())
}
