//! Creepline: a flight simulator for personalization. This is the map: one line per room, in the order in which data flows. A room knows only
//! the rooms above it; `tests/architecture.rs` holds the code to that.

// The order is the meaning, so it is not the alphabet's.

/// Inference on numbers; knows nothing of customers.
pub mod stats;

/// Elementary functions with the same bits on every machine.
pub mod math;

/// What a person writes: data types, defaults, units, validation, load and save.
pub mod scenario;

/// What a run leaves of one world: exact counts that merge in any order.
pub mod ledger;

/// The customer: pure functions, one file per mechanism.
pub mod behavior;

/// A scenario drawn: customers, catalog, random streams.
pub mod world;

/// The recommender: what it knows, how it ranks, what its messages are like.
pub mod policy;

/// Metrics computed from a ledger.
pub mod measure;

/// Time: blocks, steps, epochs, variants, worlds; progress, cancel, replay.
pub mod simulate;

/// Variants compared over worlds: estimates, guardrails, verdicts, words.
pub mod experiment;

/// Published findings as experiments, and the report card.
pub mod calibrate;

/// The run folder.
pub mod store;

/// Lessons for a class: steps as data, and what the engine answers to them.
pub mod lesson;

/// Charts and tables for those who will not open the tool.
pub mod report;

/// The command line.
pub mod cli;

/// The desktop app.
#[cfg(feature = "desktop")]
pub mod app;
