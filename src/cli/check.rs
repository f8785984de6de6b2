//! `creepline check`: every problem of scenario files.

use super::args::CheckArgs;
use super::ending::{Ending, Failure};
use super::{output, source};

/// Prints every finding of every file; ends as the worst of them says.
///
/// # Errors
/// Where nothing can be printed.
pub fn check(args: &CheckArgs) -> Result<Ending, Failure> {
    let mut text = String::new();
    let mut worst = Ending::Done;
    for path in &args.files {
        match source::read(path) {
            Ok(source) => {
                let warnings = &source.loaded.warnings;
                if !args.quiet {
                    for warning in warnings {
                        text.push_str(&format!("{warning}\n\n"));
                    }
                }
                let scenario = &source.loaded.scenario;
                let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
                let parts = [
                    count(scenario.variants.len(), "variant"),
                    count(scenario.experiment.guardrails.len(), "guardrail"),
                    count(warnings.len(), "warning"),
                ];
                text.push_str(&format!("{}: valid, {}\n", path.display(), parts.join(", ")));
            }
            Err(failure) => {
                text.push_str(&format!("{}\n\n{}: not usable\n", failure.message, path.display()));
                // What a file says weighs more than that another could not be read.
                if worst != Ending::Invalid {
                    worst = failure.ending;
                }
            }
        }
    }
    output::result(text.as_bytes(), None)?;
    Ok(worst)
}
