//! What a person writes: data types, defaults, units, validation, load and save. No behaviour.

pub mod behavior;
pub mod catalog;
pub mod document;
pub mod experiment;
pub mod policy;
pub mod population;
pub mod reflect;
pub mod vocabulary;

pub use document::{FORMAT_VERSION, Scenario, TWIN};
pub use vocabulary::{Better, Family, Metric, Unit};
