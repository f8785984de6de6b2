//! Every number of a run as a Parquet table that other tools read: one row for each variant, world, day, segment or group and metric.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::experiment::{LongRow, long_rows};
use crate::simulate::Run;

/// Rows of a row group.
const GROUP: usize = 128 * 1_024;

const SCHEMA: &str = "
message metrics {
    required binary variant (STRING);
    required int64 world;
    required int64 day;
    required binary segment (STRING);
    required binary group (STRING);
    required binary metric (STRING);
    optional double value;
    optional binary reason (STRING);
}";

/// Writes the table. Columns are those of the CSV table: world from 0, day from 1 (0 stands for the whole run), empty names stand for all.
///
/// # Errors
/// When the writer fails.
pub fn write_metrics<W: Write + Send>(run: &Run, writer: W) -> Result<()> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(concat!("creepline ", env!("CARGO_PKG_VERSION")).into());
    let mut file = SerializedFileWriter::new(writer, schema, Arc::new(properties.build()))?;
    let mut rows = long_rows(run);
    loop {
        let group: Vec<LongRow> = rows.by_ref().take(GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut writer = file.next_row_group()?;
        texts(&mut writer, group.iter().map(|row| &*row.variant))?;
        whole(&mut writer, group.iter().map(|row| row.world))?;
        whole(&mut writer, group.iter().map(|row| row.day))?;
        texts(&mut writer, group.iter().map(|row| &*row.segment))?;
        texts(&mut writer, group.iter().map(|row| &*row.group))?;
        texts(&mut writer, group.iter().map(|row| row.metric.id()))?;
        let there: Vec<i16> = group.iter().map(|row| i16::from(row.value.is_some())).collect();
        let values: Vec<f64> = group.iter().filter_map(|row| row.value).collect();
        if let Some(mut column) = writer.next_column()? {
            column.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
            column.close()?;
        }
        let there: Vec<i16> = group.iter().map(|row| i16::from(row.reason.is_some())).collect();
        let reasons: Vec<ByteArray> = group.iter().filter_map(|row| row.reason.as_deref().map(ByteArray::from)).collect();
        if let Some(mut column) = writer.next_column()? {
            column.typed::<ByteArrayType>().write_batch(&reasons, Some(&there), None)?;
            column.close()?;
        }
        writer.close()?;
    }
    file.close()?;
    Ok(())
}

fn texts<'a, W: Write + Send>(writer: &mut SerializedRowGroupWriter<'_, W>, values: impl Iterator<Item = &'a str>) -> Result<()> {
    let values: Vec<ByteArray> = values.map(ByteArray::from).collect();
    if let Some(mut column) = writer.next_column()? {
        column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
        column.close()?;
    }
    Ok(())
}

fn whole<W: Write + Send>(writer: &mut SerializedRowGroupWriter<'_, W>, values: impl Iterator<Item = usize>) -> Result<()> {
    let values: Vec<i64> = values.map(|value| value as i64).collect();
    if let Some(mut column) = writer.next_column()? {
        column.typed::<Int64Type>().write_batch(&values, None, None)?;
        column.close()?;
    }
    Ok(())
}
