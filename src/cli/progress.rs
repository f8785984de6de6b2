//! Waits for a run: a bar on standard error, and Ctrl+C.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ending::{Ending, Failure};
use super::output;
use crate::experiment::{SelfCheck, self_check};
use crate::scenario::Scenario;
use crate::simulate::{Job, Progress, Run, RunError, RunOptions, WorldState};

/// Longest wait between two looks at the run and at the keyboard.
const LOOK: Duration = Duration::from_millis(50);
/// Parts into which a bar without worlds is divided.
const PARTS: u64 = 1_000;

/// A run that has ended.
pub struct Flown {
    /// What was finished.
    pub run: Arc<Run>,
    /// It was stopped by a person.
    pub interrupted: bool,
    /// It was stopped because its time was over.
    pub out_of_time: bool,
    /// Whether a person asks to stop: what follows the run heeds it, too.
    stop: Arc<AtomicBool>,
}

/// Flies a scenario. Ctrl+C once keeps the finished worlds, twice ends the process; the end of a time limit keeps them, too.
///
/// # Errors
/// Where the engine stops, or where nothing was finished before it was interrupted.
pub fn fly(scenario: Arc<Scenario>, threads: usize, quiet: bool, limit: Option<Duration>) -> Result<Flown, Failure> {
    fly_any(scenario, None, threads, quiet, limit)
}

/// Flies some worlds of a scenario alone, numbered from 0; the scenario plans as many.
///
/// # Errors
/// As [`fly`].
pub fn fly_worlds(scenario: Arc<Scenario>, worlds: Vec<u64>, threads: usize, quiet: bool) -> Result<Flown, Failure> {
    fly_any(scenario, Some(worlds), threads, quiet, None)
}

fn fly_any(scenario: Arc<Scenario>, worlds: Option<Vec<u64>>, threads: usize, quiet: bool, limit: Option<Duration>) -> Result<Flown, Failure> {
    let started = Instant::now();
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = interrupted.clone();
    on_interrupt(quiet, move || flag.store(true, Ordering::SeqCst));
    let bar = bar(quiet);
    let (wake, woken) = sync_channel(1);
    let options = RunOptions { threads, ..RunOptions::default() };
    let nudge = move || {
        // A full channel means that a wake-up is on its way already.
        let _ = wake.try_send(());
    };
    let mut job = match worlds {
        None => Job::start(scenario, options, nudge),
        Some(worlds) => Job::start_worlds(scenario, worlds, options, nudge),
    };
    let (mut told, mut out_of_time) = (false, false);
    let answer = loop {
        if let Some(answer) = job.finished() {
            break answer;
        }
        if interrupted.load(Ordering::SeqCst) && !told {
            told = true;
            job.cancel();
        }
        if limit.is_some_and(|limit| started.elapsed() >= limit) && !out_of_time {
            out_of_time = true;
            job.cancel();
        }
        show(&bar, &job.progress());
        // Time running out and the other end closing both mean: look again.
        let _ = woken.recv_timeout(LOOK);
    };
    bar.finish_and_clear();
    match answer {
        Ok(run) => Ok(Flown { run, interrupted: told, out_of_time: out_of_time && !told, stop: interrupted }),
        Err(RunError::Cancelled) if out_of_time && !told => Err(Failure::new(
            Ending::Failed,
            "error: the time was over before the first world was finished\n  help: allow more time, or fly fewer people",
        )),
        Err(RunError::Cancelled) => Err(Failure::new(Ending::Interrupted, "interrupted before the first world was finished: nothing was kept")),
        Err(error @ RunError::Engine(_)) => {
            let message = format!("error: {error}\n  help: nothing was written; please report it with the scenario file and the seed");
            Err(Failure::new(Ending::Failed, message))
        }
    }
}

impl Flown {
    /// A run that was flown before.
    pub fn before(run: Arc<Run>) -> Self {
        Self { run, interrupted: false, out_of_time: false, stop: Arc::default() }
    }

    /// Checks the run and lets what failed blank its verdicts. Nothing where a person asked to stop meanwhile, or before.
    ///
    /// # Errors
    /// Where the engine stops.
    pub fn check(&mut self, threads: usize, quiet: bool) -> Result<Option<SelfCheck>, Failure> {
        if self.interrupted {
            return Ok(None);
        }
        let bar = bar(quiet);
        bar.set_message("self-checks");
        let (shown, stop) = (bar.clone(), self.stop.clone());
        bar.set_length(PARTS);
        let answer = self_check(&self.run, threads, move |share| {
            shown.set_position((share * PARTS as f64) as u64);
            !stop.load(Ordering::SeqCst)
        });
        bar.finish_and_clear();
        match answer {
            Ok(check) => {
                self.run = check.applied_to(&self.run);
                Ok(Some(check))
            }
            Err(RunError::Cancelled) => {
                self.interrupted = true;
                Ok(None)
            }
            Err(error @ RunError::Engine(_)) => Err(Failure::new(Ending::Failed, format!("error: the run could not be checked: {error}"))),
        }
    }
}

/// Lets Ctrl+C do something the first time; the second time ends the process.
pub fn on_interrupt(quiet: bool, first: impl Fn() + Send + 'static) {
    let asked = AtomicBool::new(false);
    #[expect(clippy::exit, reason = "asked twice, a person wants the process to end at once")]
    let handler = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(Ending::Interrupted as i32);
        }
        first();
    });
    if handler.is_err() && !quiet {
        output::say("warning: Ctrl+C will end the run without keeping its worlds: the system gives no handler");
    }
}

/// A bar on standard error; hidden where nobody would see it.
pub fn bar(quiet: bool) -> ProgressBar {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if quiet || plain || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
    // The template is fixed; a bar without it is still a bar.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3}%  {msg}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress) {
    if bar.is_hidden() {
        return;
    }
    bar.set_length(progress.total.max(1));
    bar.set_position(progress.done);
    let done = progress.worlds.iter().filter(|variants| variants.iter().all(|state| *state == WorldState::Done)).count();
    let seconds = progress.elapsed.as_secs_f64();
    let rate = if seconds > 0.0 { format!(", {} customer-days/s", rounded(progress.done as f64 / seconds)) } else { String::new() };
    let left = progress.left.map_or_else(String::new, |left| format!(", {} left", duration(left)));
    bar.set_message(format!("{done} of {} worlds{rate}{left}", progress.worlds.len()));
}

/// "1.9 M", "340 k", "12".
pub fn rounded(value: f64) -> String {
    match value {
        value if value >= 1e6 => format!("{:.1} M", value / 1e6),
        value if value >= 1e3 => format!("{:.0} k", value / 1e3),
        value => format!("{value:.0}"),
    }
}

/// "1:05:09", "2:03", "8 s".
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}
