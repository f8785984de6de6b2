//! The long table as CSV.

use std::io::Write;

pub use crate::experiment::{LongRow, long_rows};
use crate::simulate::Run;

/// Names of the columns of the long table, in order.
pub const COLUMNS: [&str; 8] = ["variant", "world", "day", "segment", "group", "metric", "value", "reason"];

/// Writes the long table of a run as CSV with a header. Numbers have all their digits; undefined ones are empty with their reason.
///
/// # Errors
/// When the writer fails.
pub fn write_csv(run: &Run, writer: impl Write) -> Result<(), csv::Error> {
    let mut table = csv::Writer::from_writer(writer);
    table.write_record(COLUMNS)?;
    for row in long_rows(run) {
        let (world, day) = (row.world.to_string(), row.day.to_string());
        let value = row.value.map(|value| value.to_string()).unwrap_or_default();
        let reason = row.reason.unwrap_or_default();
        table.write_record([&*row.variant, &world, &day, &row.segment, &row.group, row.metric.id(), &value, &reason])?;
    }
    table.flush()?;
    Ok(())
}
