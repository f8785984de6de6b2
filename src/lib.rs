//! Creepline: a flight simulator for personalization. A room knows only the rooms above it in this list.

pub mod stats;
pub mod scenario;
pub mod world;
pub mod behavior;
pub mod policy;
pub mod ledger;
pub mod simulate;
pub mod measure;
pub mod experiment;
pub mod store;
pub mod report;
pub mod cli;
#[cfg(feature = "desktop")]
pub mod app;
