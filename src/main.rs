//! The program: hands the arguments to the command line, or opens the window.

use std::path::PathBuf;
use std::process::ExitCode;

use creepline::cli::{self, Outcome};

fn main() -> ExitCode {
    match cli::main() {
        Outcome::Exit(code) => code,
        Outcome::OpenWindow(file) => open_window(file),
    }
}

#[cfg(feature = "desktop")]
#[expect(clippy::print_stderr, reason = "the last words of the program")]
fn open_window(file: Option<PathBuf>) -> ExitCode {
    match creepline::app::launch(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            cli::Ending::Failed.into()
        }
    }
}

#[cfg(not(feature = "desktop"))]
#[expect(clippy::print_stderr, reason = "the last words of the program")]
fn open_window(file: Option<PathBuf>) -> ExitCode {
    let what = file.map_or_else(|| "retargeting".into(), |file| file.display().to_string());
    eprintln!("error: this build has no window; `creepline run {what}` gives the same numbers as text");
    cli::Ending::Usage.into()
}
