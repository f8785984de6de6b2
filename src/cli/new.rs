//! `creepline new`: a bundled case as a scenario of one's own.

use std::io::ErrorKind;

use super::args::NewArgs;
use super::ending::{Ending, Failure};
use super::output;
use crate::scenario::{CASES, Case, write_new};

/// Writes a case to a new file.
///
/// # Errors
/// Where there is no such case, or the file exists or cannot be written.
pub fn new(args: &NewArgs) -> Result<Ending, Failure> {
    let Some(case) = Case::find(&args.case) else {
        let all: Vec<&str> = CASES.iter().map(|case| case.id).collect();
        let hint = Case::nearest(&args.case).map(|case| format!("did you mean `{case}`? ")).unwrap_or_default();
        let message = format!("error: there is no bundled case called `{}`\n  help: {hint}there are: {}", args.case, all.join(", "));
        return Err(Failure::new(Ending::Usage, message));
    };
    let file = args.file.display();
    write_new(&args.file, case.text.as_bytes()).map_err(|error| {
        let message = match error.kind() {
            ErrorKind::AlreadyExists => format!("error: {file} exists already; nothing was changed\n  help: choose another name, or remove it first"),
            _ => format!("error: {file} could not be written: {error}"),
        };
        Failure::new(Ending::Failed, message)
    })?;
    output::say(&format!("wrote {file}; change what you like, then: creepline run {file}"));
    Ok(Ending::Done)
}
