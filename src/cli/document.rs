//! What every command writes for programs: a JSON document under its head, a table as CSV.

use serde_json::{Map, Value, json};

use super::ending::{Ending, Failure};
use crate::scenario::{Scenario, hash};

/// The fields of a document about a scenario, under those that tell which document and which scenario it is.
pub fn headed(schema: &str, scenario: &Scenario, body: Value) -> Value {
    let mut fields = Map::new();
    fields.insert("schema".into(), json!(schema));
    fields.insert("engine".into(), json!(env!("CARGO_PKG_VERSION")));
    fields.insert("scenario".into(), json!(scenario.name));
    fields.insert("scenario_hash".into(), json!(hash(scenario)));
    fields.insert("seed".into(), json!(scenario.experiment.seed));
    if let Value::Object(body) = body {
        fields.extend(body);
    }
    Value::Object(fields)
}

/// A document as text.
///
/// # Errors
/// Never for numbers that exist; kept for the writer's sake.
pub fn pretty(document: &Value) -> Result<Vec<u8>, Failure> {
    let mut text = serde_json::to_vec_pretty(document).map_err(|error| Failure::new(Ending::Failed, format!("error: {error}")))?;
    text.push(b'\n');
    Ok(text)
}

/// A table as CSV, row by row.
///
/// # Errors
/// Rows of different lengths.
pub fn csv_table(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Result<Vec<u8>, Failure> {
    let broken = |reason: String| Failure::new(Ending::Failed, format!("error: the table could not be written: {reason}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    write(&mut writer).map_err(|error| broken(error.to_string()))?;
    writer.into_inner().map_err(|error| broken(error.to_string()))
}

/// A table as CSV, from its head and its rows.
///
/// # Errors
/// Rows of different lengths.
pub fn csv_rows(head: Vec<String>, rows: Vec<Vec<String>>) -> Result<Vec<u8>, Failure> {
    csv_table(|writer| std::iter::once(head).chain(rows).try_for_each(|row| writer.write_record(row)))
}
