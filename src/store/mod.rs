//! The run folder: manifest, tables.
