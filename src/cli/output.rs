//! Where words go: results to standard output or a file, everything else to standard error.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::ending::{Ending, Failure};
use crate::scenario::write_aside;

/// Hands out a result: to a file that is written whole or not at all, or to standard output.
///
/// # Errors
/// Where it cannot be written.
pub fn result(bytes: &[u8], file: Option<&Path>) -> Result<(), Failure> {
    match file {
        Some(file) => write_aside(file, bytes)
            .map_err(|error| Failure::new(Ending::Failed, format!("error: the result was not written to {}: {error}", file.display()))),
        None => {
            let mut out = io::stdout().lock();
            match out.write_all(bytes).and_then(|()| out.flush()) {
                // Whoever reads has seen enough.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                other => other.map_err(|error| Failure::new(Ending::Failed, format!("error: the result could not be printed: {error}"))),
            }
        }
    }
}

/// Says something to the person at the terminal. There is nobody to tell if that fails.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
