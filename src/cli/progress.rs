//! Waits for a run: a bar on standard error, and Ctrl+C.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ending::{Ending, Failure};
use super::output;
use crate::scenario::Scenario;
use crate::simulate::{Job, Progress, Run, RunError, RunOptions, WorldState};

/// Longest wait between two looks at the run and at the keyboard.
const LOOK: Duration = Duration::from_millis(50);

/// A run that has ended.
pub struct Flown {
    /// What was finished.
    pub run: Arc<Run>,
    /// It was stopped by a person.
    pub interrupted: bool,
}

/// Flies a scenario. Ctrl+C once keeps the finished worlds, twice ends the process.
///
/// # Errors
/// Where the engine stops, or where nothing was finished before it was interrupted.
pub fn fly(scenario: Arc<Scenario>, threads: usize, quiet: bool) -> Result<Flown, Failure> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = interrupted.clone();
    on_interrupt(quiet, move || flag.store(true, Ordering::SeqCst));
    let bar = bar(quiet);
    let (wake, woken) = sync_channel(1);
    let options = RunOptions { threads, ..RunOptions::default() };
    let mut job = Job::start(scenario, options, move || {
        // A full channel means that a wake-up is on its way already.
        let _ = wake.try_send(());
    });
    let mut told = false;
    let answer = loop {
        if let Some(answer) = job.finished() {
            break answer;
        }
        if interrupted.load(Ordering::SeqCst) && !told {
            told = true;
            job.cancel();
        }
        show(&bar, &job.progress());
        // Time running out and the other end closing both mean: look again.
        let _ = woken.recv_timeout(LOOK);
    };
    bar.finish_and_clear();
    match answer {
        Ok(run) => Ok(Flown { run, interrupted: told }),
        Err(RunError::Cancelled) => Err(Failure::new(Ending::Interrupted, "interrupted before the first world was finished: nothing was kept")),
        Err(error @ RunError::Engine(_)) => {
            let message = format!("error: {error}\n  help: nothing was written; please report it with the scenario file and the seed");
            Err(Failure::new(Ending::Failed, message))
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
