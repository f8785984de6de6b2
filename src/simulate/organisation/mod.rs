//! The organisation: at epoch ends monitors read merged counts, audits fall due, protocols answer. Everything follows from counts that the ledger
//! keeps, so that every shard, every replay and every later reader of a kept run comes to the same decisions.

mod chart;
mod log;
mod office;
mod plan;
mod readings;
mod responses;
mod stream;

pub(super) use log::note;
pub use log::{Entry, LogRow, What, organisation_log};
pub(super) use office::Office;
pub use plan::Trigger;
pub use responses::Response;
