//! Creepline: a flight simulator for personalization. A room knows only the rooms above it in this list.

#[cfg(feature = "desktop")]
pub mod app;
pub mod behavior;
pub mod cli;
pub mod experiment;
pub mod ledger;
pub mod math;
pub mod measure;
pub mod policy;
pub mod report;
pub mod scenario;
pub mod simulate;
pub mod stats;
pub mod store;
pub mod world;
