//! `creepline cases`: what there is to start from.

use super::args::CasesArgs;
use super::ending::{Ending, Failure};
use super::output;
use crate::scenario::CASES;

/// Lists the bundled cases.
///
/// # Errors
/// Where nothing can be printed.
pub fn cases(_args: &CasesArgs) -> Result<Ending, Failure> {
    let width = CASES.iter().map(|case| case.id.len()).max().unwrap_or(0);
    let text: String = CASES.iter().map(|case| format!("{:width$}  {}: {}\n", case.id, case.title, case.question)).collect();
    output::result(text.as_bytes(), None)?;
    Ok(Ending::Done)
}
