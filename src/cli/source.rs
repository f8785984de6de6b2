//! Which scenario is meant: a file, or a bundled case.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::args::Cli;
use super::ending::{Ending, Failure};
use crate::scenario::{Case, Loaded, load, nearest};

/// A scenario and the file it came from; bundled cases have none.
pub struct Source {
    /// The scenario.
    pub loaded: Loaded,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Reads a file, or the bundled case of that name where there is no such file.
///
/// # Errors
/// Every problem of the scenario, or that there is none.
pub fn read(path: &Path) -> Result<Source, Failure> {
    if let Some(case) = bundled(path) {
        return Ok(Source { loaded: case.load()?, file: None });
    }
    if !path.exists() && is_bare_word(path) {
        return Err(missing(path));
    }
    Ok(Source { loaded: load(path)?, file: Some(path.to_path_buf()) })
}

fn bundled(path: &Path) -> Option<&'static Case> {
    if path.exists() { None } else { Case::find(path.to_str()?) }
}

fn is_bare_word(path: &Path) -> bool {
    path.extension().is_none() && path.components().count() == 1
}

fn missing(path: &Path) -> Failure {
    let word = path.display().to_string();
    let hint =
        Case::nearest(&word).map_or_else(|| "`creepline cases` lists the bundled cases".into(), |case| format!("did you mean the case `{case}`?"));
    Failure::new(Ending::Failed, format!("error[S001]: there is no file and no bundled case called `{word}`\n  help: {hint}"))
}

/// What the window is asked to open. A word that is no file is a slip in a command.
///
/// # Errors
/// Wrong usage.
pub fn to_open(file: Option<PathBuf>) -> Result<Option<PathBuf>, Failure> {
    let Some(file) = file else { return Ok(None) };
    if file.exists() {
        return Ok(Some(file));
    }
    let word = file.display().to_string();
    let commands: Vec<String> = Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let hint = match (Case::find(&word), nearest(&word, commands.iter().map(String::as_str))) {
        (Some(case), _) => format!("`creepline run {}` flies the bundled case", case.id),
        (None, Some(command)) => format!("did you mean `creepline {command}`?"),
        (None, None) => "`creepline --help` lists the commands".into(),
    };
    Err(Failure::new(Ending::Usage, format!("error: there is no file and no command called `{word}`\n  help: {hint}")))
}
