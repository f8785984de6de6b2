//! `creepline run`: simulates a scenario, keeps the run, prints what it says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Format, RunArgs};
use super::ending::{Ending, Failure};
use super::progress::{Flown, duration, fly, rounded};
use super::{human, json, markdown, output, overrides, source};
use crate::experiment::{Decision, Scorecard, scorecard};
use crate::report::tables::write_csv;
use crate::simulate::{Completion, Run};
use crate::store;

/// Flies a scenario and says how it ends.
///
/// # Errors
/// An unusable scenario, wrong options, an engine that stops, files that cannot be written.
pub fn run(args: &RunArgs) -> Result<Ending, Failure> {
    let hint = |message: &str| {
        if !args.quiet {
            output::say(message);
        }
    };
    let source = source::read(&args.file)?;
    for warning in &source.loaded.warnings {
        hint(&format!("{warning}\n"));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, source.loaded.scenario)?);
    let threads = args.threads.map_or(0, usize::from);
    let Flown { run, interrupted } = fly(scenario, threads, args.quiet)?;
    hint(&timing(&run));

    // The result comes out even where the run cannot be kept.
    let kept = keep(&run, args, source.file.as_deref());
    match &kept {
        Ok(Some(saved)) if saved.already_there => hint(&format!("the same run is kept already in {}", saved.folder.display())),
        Ok(Some(saved)) => hint(&format!("kept in {}", saved.folder.display())),
        Ok(None) if args.save.is_none() && !args.no_save => hint("not kept: this is a bundled case; `--save DIR` keeps the run"),
        Ok(None) | Err(_) => {}
    }
    let card = scorecard(&run);
    output::result(&result(args.format, &run, &card)?, args.output.as_deref())?;
    kept?;
    if interrupted && run.completion == Completion::Partial {
        output::say(&format!("interrupted: {} of {} worlds are finished; verdicts rest on these alone", run.worlds.len(), run.planned));
        return Ok(Ending::Interrupted);
    }
    let ending = ending(&card);
    if ending == Ending::CannotTell {
        hint(&worlds_hint(&card, run.planned));
    }
    Ok(ending)
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

fn result(format: Format, run: &Run, card: &Scorecard) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Human => Ok(human::scorecard(run, card).into_bytes()),
        Format::Md => Ok(markdown::scorecard(run, card).into_bytes()),
        Format::Json => json::scorecard(run, card),
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

/// A crossed guardrail weighs more than one that cannot be told.
fn ending(card: &Scorecard) -> Ending {
    let any = |decision: Decision| card.decisions.iter().flatten().any(|other| *other == decision);
    if any(Decision::DoNotShip) {
        Ending::Crossed
    } else if any(Decision::CannotTell) {
        Ending::CannotTell
    } else {
        Ending::Done
    }
}

fn worlds_hint(card: &Scorecard, planned: usize) -> String {
    match card.guards.iter().filter_map(|outcome| outcome.worlds_needed).max() {
        Some(worlds) if worlds > planned => format!("cannot tell yet: about {worlds} worlds would do (`--worlds {worlds}`)"),
        _ => "cannot tell yet: the reasons stand beside the guardrails".into(),
    }
}
