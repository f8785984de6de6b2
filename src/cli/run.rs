//! `creepline run`: simulates a scenario, keeps the run, prints what it says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Format, RunArgs};
use super::document::pretty;
use super::ending::{Ending, Failure};
use super::progress::{Flown, duration, fly, rounded};
use super::{human, json, markdown, output, overrides, self_checks, source};
use crate::experiment::{Gate, Opening, Scorecard, SelfCheck, gate, scorecard_on};
use crate::report::tables::write_csv;
use crate::scenario::Date;
use crate::simulate::{Completion, Run};
use crate::store;

/// Flies a scenario and says how it ends.
///
/// # Errors
/// An unusable scenario, wrong options, an engine that stops, files that cannot be written.
pub fn run(args: &RunArgs) -> Result<Ending, Failure> {
    let hint = |message: &str| {
        if !args.delivery.quiet {
            output::say(message);
        }
    };
    let source = source::read(&args.file)?;
    for warning in &source.loaded.warnings {
        hint(&format!("{warning}\n"));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, source.loaded.scenario)?);
    let threads = args.threads.count();
    let mut flown = fly(scenario, threads, args.delivery.quiet, args.time_limit)?;
    hint(&timing(&flown.run));
    let check = if args.no_self_check { None } else { flown.check(threads, args.delivery.quiet)? };
    if let Some(check) = &check {
        hint(&self_checks::cost(&flown.run, check));
    }
    let Flown { run, interrupted, out_of_time, .. } = flown;

    // The result comes out even where the run cannot be kept.
    let kept = keep(&run, args, source.file.as_deref());
    match &kept {
        Ok(Some(saved)) if saved.already_there => hint(&format!("the same run is kept already in {}", saved.folder.display())),
        Ok(Some(saved)) => hint(&format!("kept in {}", saved.folder.display())),
        Ok(None) if args.save.is_none() && !args.no_save => hint("not kept: this is a bundled case; `--save DIR` keeps the run"),
        Ok(None) | Err(_) => {}
    }
    let card = scorecard_on(&run, Some(args.today.unwrap_or_else(today)));
    output::result(&result(args.format, &run, &card, check.as_ref())?, args.delivery.output.as_deref())?;
    kept?;
    for failed in &card.distrust {
        output::say(&format!("self-check failed: {failed}; no verdict is given\n  help: please report it with the scenario file and the seed"));
    }
    // Who stops at the very last moment has a whole run, checked or not to be checked.
    if interrupted && (run.completion == Completion::Partial || check.is_none() && !args.no_self_check) {
        output::say(&format!("interrupted: {} of {} worlds are finished; verdicts rest on these alone, unchecked", run.worlds.len(), run.planned));
        return Ok(Ending::Interrupted);
    }
    if out_of_time && run.completion == Completion::Partial {
        output::say(&format!("the time was over: {} of {} worlds are finished; verdicts rest on these alone", run.worlds.len(), run.planned));
    }
    let gate = gate(&run, &card);
    let ending = ending(&gate);
    if ending == Ending::CannotTell {
        hint(&worlds_hint(&gate, run.planned));
    }
    Ok(ending)
}

/// What day it is where the program runs.
pub fn today() -> Date {
    jiff::Zoned::now().date()
}

fn keep(run: &Run, args: &RunArgs, file: Option<&Path>) -> Result<Option<store::Saved>, Failure> {
    let parent: PathBuf = match (&args.save, file) {
        _ if args.no_save => return Ok(None),
        (Some(folder), _) => folder.clone(),
        (None, Some(file)) => file.parent().unwrap_or(Path::new("")).join("runs"),
        (None, None) => return Ok(None),
    };
    let failed = |error: store::StoreError| {
        Failure::new(Ending::Failed, format!("error: the run was not kept: {error}\n  help: `--save DIR` keeps it elsewhere"))
    };
    store::save(run, &parent).map(Some).map_err(failed)
}

fn result(format: Format, run: &Run, card: &Scorecard, check: Option<&SelfCheck>) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Human => Ok(human::scorecard(run, card, check).into_bytes()),
        Format::Md => Ok(markdown::scorecard(run, card, check).into_bytes()),
        Format::Json => pretty(&json::scorecard(run, card, check)),
        Format::Csv => {
            let mut bytes = Vec::new();
            write_csv(run, &mut bytes).map_err(|error| Failure::new(Ending::Failed, format!("error: the table could not be written: {error}")))?;
            Ok(bytes)
        }
    }
}

fn timing(run: &Run) -> String {
    let seconds = run.wall_seconds.max(1e-9);
    let took = if seconds < 10.0 { format!("{seconds:.1} s") } else { duration(std::time::Duration::from_secs_f64(seconds)) };
    let days = run.customer_days as f64;
    format!("{} customer-days in {took} ({}/s)", rounded(days), rounded(days / seconds))
}

/// A run without guardrails is done; there is only nothing to judge.
fn ending(gate: &Gate) -> Ending {
    match gate.opening {
        Opening::Distrusted => Ending::Distrusted,
        Opening::Crossed => Ending::Crossed,
        Opening::CannotTell => Ending::CannotTell,
        Opening::NothingToJudge | Opening::Open => Ending::Done,
    }
}

/// How many worlds would do, where that can be said.
pub fn worlds_hint(gate: &Gate, planned: usize) -> String {
    match gate.worlds_needed {
        Some(worlds) if worlds > planned => format!("cannot tell yet: about {worlds} worlds would do (`--worlds {worlds}`)"),
        _ => "cannot tell yet: the reasons stand beside the guardrails".into(),
    }
}
