//! Charts and tables for people who will not open the tool.

pub mod tables;
