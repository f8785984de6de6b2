//! Reads the table of numbers back, row by row, to compare it with numbers made anew.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use super::error::StoreError;

/// One row as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRow {
    /// Name of the variant.
    pub variant: String,
    /// World, from 0.
    pub world: i64,
    /// Day from 1; 0 stands for the whole run.
    pub day: i64,
    /// Name of the segment; empty stands for all.
    pub segment: String,
    /// "attribute: level"; empty stands for all.
    pub group: String,
    /// Name of the metric.
    pub metric: String,
    /// The value; `None` where it is undefined.
    pub value: Option<f64>,
    /// Why there is no value.
    pub reason: Option<String>,
}

/// The rows of a table of numbers, in the file's order, one by one.
///
/// # Errors
/// Where the file cannot be read or is not such a table. A row that does not fit is an error in its place.
pub fn read_metrics(path: &Path) -> Result<impl Iterator<Item = Result<StoredRow, StoreError>> + use<>, StoreError> {
    let file = File::open(path).map_err(|error| StoreError::io(path, &error))?;
    let broken = |error: parquet::errors::ParquetError| StoreError::damaged(path, error.to_string());
    let reader = SerializedFileReader::new(file).map_err(broken)?;
    let groups = reader.num_row_groups();
    let path = path.to_path_buf();
    let rows = (0..groups).flat_map(move |group| {
        let path = path.clone();
        let read = reader.get_row_group(group).and_then(|group| {
            let rows: Result<Vec<Row>, _> = group.get_row_iter(None)?.collect();
            rows
        });
        match read {
            Ok(rows) => rows.iter().map(|row| stored(row).ok_or_else(|| StoreError::damaged(&path, "a row has other columns"))).collect::<Vec<_>>(),
            Err(error) => vec![Err(StoreError::damaged(&path, error.to_string()))],
        }
    });
    Ok(rows)
}

fn stored(row: &Row) -> Option<StoredRow> {
    let mut found = StoredRow {
        variant: String::new(),
        world: -1,
        day: -1,
        segment: String::new(),
        group: String::new(),
        metric: String::new(),
        value: None,
        reason: None,
    };
    for (name, field) in row.get_column_iter() {
        match (name.as_str(), field) {
            ("variant", Field::Str(text)) => found.variant.clone_from(text),
            ("segment", Field::Str(text)) => found.segment.clone_from(text),
            ("group", Field::Str(text)) => found.group.clone_from(text),
            ("metric", Field::Str(text)) => found.metric.clone_from(text),
            ("world", Field::Long(number)) => found.world = *number,
            ("day", Field::Long(number)) => found.day = *number,
            ("value", Field::Double(value)) => found.value = Some(*value),
            ("reason", Field::Str(text)) => found.reason = Some(text.clone()),
            ("value" | "reason", Field::Null) => {}
            _ => return None,
        }
    }
    (found.world >= 0 && found.day >= 0).then_some(found)
}
