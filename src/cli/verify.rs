//! `creepline verify`: whether a dossier is as it was made, and whether its worlds come out again.

use std::sync::Arc;

use super::args::VerifyArgs;
use super::ending::{Ending, Failure};
use super::output;
use super::progress::fly_worlds;
use crate::report::dossier::{Fault, Sample, inspect};

/// Checks a dossier.
///
/// # Errors
/// The first thing that does not hold, with the exit code that says what kind it is.
pub fn verify(args: &VerifyArgs) -> Result<Ending, Failure> {
    let inspected = inspect(&args.dossier).map_err(|fault| failure(&fault))?;
    let mut checked = inspected.checked.clone();
    let worlds = usize::try_from(args.worlds).unwrap_or(usize::MAX);
    match inspected.sample(worlds).map_err(|fault| failure(&fault))? {
        None => checked.push("no world was flown again".into()),
        Some(Sample { scenario, worlds }) => {
            let flown = fly_worlds(Arc::new(scenario), worlds.clone(), args.threads.count(), args.quiet)?;
            if flown.interrupted {
                return Err(Failure::new(Ending::Interrupted, "interrupted: the hashes hold, the worlds were not compared"));
            }
            checked.extend(inspected.compare(&flown.run, &worlds).map_err(|fault| failure(&fault))?);
        }
    }
    let lines: String = checked.iter().map(|line| format!("  {line}\n")).collect();
    output::result(format!("ok: {}\n{lines}", args.dossier.display()).as_bytes(), None)?;
    Ok(Ending::Done)
}

fn failure(fault: &Fault) -> Failure {
    match fault {
        Fault::Unreadable(reason) => Failure::new(Ending::Failed, format!("error: {reason}")),
        Fault::OtherEngine(reason) => Failure::new(Ending::Stale, format!("not compared: {reason}")),
        Fault::Changed(reason) => {
            Failure::new(Ending::Distrusted, format!("changed: {reason}\n  help: trust no number of this dossier; ask for the original"))
        }
    }
}
