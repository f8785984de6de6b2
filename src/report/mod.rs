//! Charts and tables for people who will not open the tool.

pub mod ab_test;
pub mod assumptions;
pub mod charts;
pub mod dossier;
mod error;
pub mod explain;
pub mod figure;
pub mod figures;
pub mod findings;
pub mod html;
pub mod lessons;
pub mod paint;
pub mod palette;
pub mod picture;
pub mod plan;
pub mod robustness;
pub mod searches;
pub mod story;
pub mod strip;
pub mod sweeps;
pub mod tables;

pub use error::ReportError;
