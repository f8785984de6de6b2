//! Creepline: a flight simulator for personalization. A room knows only the rooms above it in this list.

pub mod stats;
pub mod math;
pub mod scenario;
pub mod ledger;
pub mod behavior;
pub mod world;
pub mod policy;
pub mod simulate;
pub mod measure;
pub mod experiment;
pub mod store;
pub mod report;
pub mod cli;
#[cfg(feature = "desktop")]
pub mod app;
