//! The log of the organisation as CSV: one line for each look, audit and answer of each world.

use crate::simulate::{Run, organisation_log};

const COLUMNS: [&str; 12] = ["world", "variant", "day", "name", "segments", "value", "statistic", "limit", "alarm", "false_alarm", "action", "cost"];

/// The whole log; `None` where nobody watches anything.
///
/// # Errors
/// When the writer fails.
pub fn log_table(run: &Run) -> Result<Option<Vec<u8>>, csv::Error> {
    if !run.scenario.organisation.watches() {
        return Ok(None);
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for (world, entries) in organisation_log(run).iter().enumerate() {
        for row in entries.iter().map(|entry| entry.row(&run.scenario)) {
            table.write_record([
                world.to_string().as_str(),
                run.variants.get(row.variant).map_or("", String::as_str),
                &row.day.to_string(),
                &row.name,
                &row.segments,
                &number(row.value),
                &number(row.statistic),
                &number(row.limit),
                if row.alarm { "true" } else { "false" },
                if row.is_false { "true" } else { "false" },
                &row.action,
                &row.cost.to_string(),
            ])?;
        }
    }
    table.into_inner().map(Some).map_err(|error| csv::Error::from(error.into_error()))
}
