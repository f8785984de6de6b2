//! The command line: one file per command. Standard output carries the result and nothing else; progress, warnings and hints go to standard error.

mod args;
mod cases;
mod channels;
mod check;
mod compare;
mod diff;
mod document;
mod ending;
mod explain;
mod fairness;
mod gate;
mod human;
mod json;
mod lessons;
mod markdown;
mod new;
mod organisation;
mod output;
mod overrides;
mod plan;
mod progress;
mod report;
mod robustness;
mod run;
mod schema;
mod search;
mod self_checks;
mod sensitivity;
mod source;
mod story;
mod sweep;
mod trade;
mod validate;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
pub use ending::{Ending, Failure};

/// What the command line asks for.
#[derive(Debug)]
pub enum Outcome {
    /// All is done; the process ends with this code.
    Exit(ExitCode),
    /// The window is wanted, on a file or on none.
    OpenWindow(Option<PathBuf>),
}

/// Reads the arguments and carries out the command. Messages go to standard error.
pub fn main() -> Outcome {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => {
            // Help and version are results, everything else is wrong usage; nothing is left to say if the message cannot be printed.
            let _ = message.print();
            return Outcome::Exit(if message.use_stderr() { Ending::Usage.into() } else { Ending::Done.into() });
        }
    };
    let result = match cli.command {
        None => match source::to_open(cli.file) {
            Ok(file) => return Outcome::OpenWindow(file),
            Err(failure) => Err(failure),
        },
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::Gate(args)) => gate::gate(&args),
        Some(Command::Plan(args)) => plan::plan(&args),
        Some(Command::Check(args)) => check::check(&args),
        Some(Command::Schema(args)) => schema::schema(&args),
        Some(Command::Cases(args)) => cases::cases(&args),
        Some(Command::Lessons(args)) => lessons::lessons(&args),
        Some(Command::New(args)) => new::new(&args),
        Some(Command::Explain(args)) => explain::explain(&args),
        Some(Command::Validate(args)) => validate::validate(&args),
        Some(Command::Compare(args)) => compare::compare(&args),
        Some(Command::Diff(args)) => diff::diff(&args),
        Some(Command::Story(args)) => story::story(&args),
        Some(Command::Sensitivity(args)) => sensitivity::sensitivity(&args),
        Some(Command::Sweep(args)) => sweep::sweep(&args),
        Some(Command::Search(args)) => search::search(&args),
        Some(Command::Robustness(args)) => robustness::robustness(&args),
        Some(Command::Report(args)) => report::report(&args),
        Some(Command::Verify(args)) => verify::verify(&args),
    };
    Outcome::Exit(match result {
        Ok(ending) => ending.into(),
        Err(failure) => {
            output::say(&failure.message);
            failure.ending.into()
        }
    })
}
