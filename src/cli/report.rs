//! `creepline report`: the dossier of a run as a folder.

use std::path::Path;
use std::sync::Arc;

use super::args::ReportArgs;
use super::ending::{Ending, Failure};
use super::progress::{Flown, fly};
use super::run::today;
use super::{output, overrides, source};
use crate::report::dossier::{DecisionRecord, Evidence, FolderError, UnreadDecision, chosen_stories, seal, write};
use crate::simulate::Completion;
use crate::store;

/// Opens or flies a run and writes its dossier.
///
/// # Errors
/// No such run or scenario, a decision that cannot be read, an engine that stops, a folder that cannot be written.
pub fn report(args: &ReportArgs) -> Result<Ending, Failure> {
    // A decision with a slip must not cost a flight.
    let decision = args.decision.as_deref().map_or_else(|| Ok(DecisionRecord::default()), decision)?;
    let mut flown = flown(args)?;
    if flown.interrupted {
        return Err(Failure::new(Ending::Interrupted, "interrupted: no dossier was written"));
    }
    let check = if args.no_self_check { None } else { flown.check(args.threads.count(), args.quiet)? };
    if flown.interrupted {
        return Err(Failure::new(Ending::Interrupted, "interrupted: no dossier was written"));
    }
    let run = flown.run;
    let told = chosen_stories(&run, args.threads.count());
    if let (Err(reason), false) = (&told, args.quiet) {
        output::say(&format!("no story is included: {reason}; the dossier says so"));
    }
    let evidence = Evidence { today: Some(args.today.unwrap_or_else(today)), check, ..Evidence::default() }.with_stories(told);
    let kinds: Vec<_> = args.format.iter().map(|word| word.kind()).collect();
    let written = write(&run, &decision, &evidence, &kinds, &args.output, args.replace).map_err(|error| failure(&error))?;
    let mut said =
        format!("{} files in {}\nevidence {}\ncontent  {}\n", written.files, written.folder.display(), written.evidence_hash, written.content_hash);
    if args.seal {
        let seal = seal(&written.folder).map_err(|error| failure(&error))?;
        said.push_str(&format!("sealed: {}, by {} ({}) on {}\n", seal.outcome.words(), seal.name, seal.role, seal.date));
    }
    output::result(said.as_bytes(), None)?;
    for failed in &run.distrust {
        output::say(&format!("self-check failed: {failed}; the dossier gives no verdict"));
    }
    if run.completion == Completion::Partial && !args.quiet {
        output::say(&format!("the run was stopped early: {} of {} worlds; the dossier says so", run.worlds.len(), run.planned));
    }
    Ok(if run.distrust.is_empty() { Ending::Done } else { Ending::Distrusted })
}

fn flown(args: &ReportArgs) -> Result<Flown, Failure> {
    if args.run.is_dir() {
        let run = store::open(&args.run).map_err(|error| Failure::new(Ending::Failed, format!("error: {error}")))?;
        return Ok(Flown::before(Arc::new(run)));
    }
    let source = source::read(&args.run)?;
    if !args.quiet {
        source.loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, source.loaded.scenario)?);
    fly(scenario, args.threads.count(), args.quiet, None)
}

fn decision(path: &Path) -> Result<DecisionRecord, Failure> {
    DecisionRecord::read(path).map_err(|error| match error {
        UnreadDecision::Io(error) => Failure::new(Ending::Failed, format!("error: the decision {} cannot be read: {error}", path.display())),
        UnreadDecision::Invalid(reason) => Failure::new(Ending::Invalid, format!("error: the decision {} is not valid: {reason}", path.display())),
    })
}

fn failure(error: &FolderError) -> Failure {
    let help = match error {
        FolderError::Exists { .. } => "\n  help: name another folder, or write over it with `--replace`",
        FolderError::Foreign { .. } | FolderError::Sealed { .. } => "\n  help: name another folder",
        FolderError::NotDecided(_) => {
            "\n  help: the dossier itself was written; complete the decision file, and write and seal it again with `--replace`"
        }
        _ => "",
    };
    Failure::new(Ending::Failed, format!("error: {error}{help}"))
}
