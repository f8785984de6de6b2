//! The dossier: what a reviewer reads, decides and signs. One document model from a run and what people wrote, and writers of it: a page, a printed
//! document, a folder with pictures, tables and hashes. The same run and decision give the same bytes: no clock, nothing of the machine.

mod build;
mod chosen;
mod clean;
mod decision;
mod figures;
mod folder;
mod manifest;
mod model;
mod note;
mod page;
mod pdf;
mod pinned;
mod sections;
mod verdict_figure;
mod verify;

pub use build::{Evidence, Fragility, build, evidence_hash, world_digest};
pub use chosen::chosen_stories;
pub use clean::{cell, clean};
pub use decision::{DECISION_FORMAT, DecisionRecord, Filled, Outcome, PlanState, Reason, Skipped, UnreadDecision};
pub use folder::{DECISION, FolderError, Kind, MANIFEST, RESULTS, SCENARIO, SEAL, Written, read_manifest, seal, write};
pub use manifest::{DOSSIER_FORMAT, DossierManifest, Seal, WorldEntry};
pub use model::{Blank, Block, Dossier, NumberedFigure, NumberedTable, Section, SectionId, SectionState, Tone};
pub use note::{PlotNote, mark};
pub use page::page;
pub use pdf::{Leaflet, leaflet, pdf};
pub use pinned::Pinned;
pub use verify::{Fault, Inspected, Sample, inspect};

#[cfg(test)]
mod tests;
