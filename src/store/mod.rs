//! The run folder: a run is written once, aside, and renamed when it is whole; it is never changed afterwards.
//!
//! It holds `scenario.ron` (as flown, every field), `manifest.ron` (what it is, and a hash of each file), `metrics.parquet` (every number, one
//! row each) and `ledger.bin` (the counts, for opening again); where an organisation watches, `organisation.csv` (its log) too.
//!
//! Beside a scenario file may stand its reference (`shop.reference`): what a gate compares with.

mod error;
mod folder;
mod ledger_file;
mod manifest;
mod metrics_file;
mod metrics_reader;
mod organisation_file;
mod points_file;
mod reference;

pub use error::StoreError;
pub use folder::{Saved, folder_name, open, read_manifest, save};
pub use ledger_file::{decode, encode};
pub use manifest::{FileEntry, MANIFEST_FORMAT, Manifest};
pub use metrics_file::write_metrics;
pub use metrics_reader::{StoredRow, read_metrics};
pub use organisation_file::log_table;
pub use points_file::{PointsError, PointsFile, points_text, read_points, settle_points};
pub use reference::{KeyNumber, REFERENCE_FORMAT, Reference};
