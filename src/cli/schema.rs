//! `creepline schema`: the documented format.

use super::args::SchemaArgs;
use super::ending::{Ending, Failure};
use super::output;

/// Prints the full default scenario with its documentation.
///
/// # Errors
/// Where it cannot be written.
pub fn schema(args: &SchemaArgs) -> Result<Ending, Failure> {
    output::result(crate::scenario::schema().as_bytes(), args.output.as_deref())?;
    Ok(Ending::Done)
}
