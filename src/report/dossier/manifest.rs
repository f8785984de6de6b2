//! What a dossier's folder says about itself, and the seal that binds a decision to it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::build::{evidence_hash, hash_of, world_digest};
use super::decision::{DecisionRecord, Outcome};
use super::sections::recipe::recipe;
use crate::scenario::{Date, hex};
use crate::simulate::{Completion, Run};
use crate::store::FileEntry;

/// Format of the folder that this build writes and reads.
pub const DOSSIER_FORMAT: u64 = 1;

/// One world of the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldEntry {
    /// Its seed.
    pub seed: u64,
    /// SHA-256 of its counts.
    pub sha256: String,
}

/// What a dossier's folder says about itself: the file `manifest.ron`. Nothing in it depends on machine or time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierManifest {
    /// Format of the folder.
    pub dossier_format: u64,
    /// Version of the build that flew and wrote it.
    pub engine: String,
    /// Name of the scenario.
    pub name: String,
    /// SHA-256 of `scenario.ron`.
    pub scenario_hash: String,
    /// Seed of the first world; the others follow from it.
    pub seed: u64,
    /// Planned worlds.
    pub worlds_planned: u64,
    /// `Whole`, or `Partial` where the run was stopped.
    pub completion: String,
    /// Day on which waivers were looked at; empty where none counted.
    pub today: String,
    /// Self-checks that failed, each in a sentence.
    pub distrust: Vec<String>,
    /// The command that rebuilds it.
    pub recipe: String,
    /// Every finished world.
    pub worlds: Vec<WorldEntry>,
    /// What engine, scenario, counts of all worlds and decision come down to; it stands on the first page.
    pub evidence_hash: String,
    /// The other files, by name.
    pub files: Vec<FileEntry>,
    /// What all files come down to.
    pub content_hash: String,
}

impl DossierManifest {
    /// The manifest of a run with those files.
    pub(super) fn of(run: &Run, decision: &DecisionRecord, today: Option<Date>, mut files: Vec<FileEntry>) -> Self {
        files.sort_by(|one, two| one.name.cmp(&two.name));
        Self {
            dossier_format: DOSSIER_FORMAT,
            engine: env!("CARGO_PKG_VERSION").into(),
            name: run.scenario.name.clone(),
            scenario_hash: hash_of(run),
            seed: run.scenario.experiment.seed,
            worlds_planned: run.planned as u64,
            completion: if run.completion == Completion::Whole { "Whole" } else { "Partial" }.into(),
            today: today.map_or_else(String::new, |today| today.to_string()),
            distrust: run.distrust.clone(),
            recipe: recipe(run, today),
            worlds: run.worlds.iter().map(|ledger| WorldEntry { seed: ledger.seed, sha256: world_digest(ledger) }).collect(),
            evidence_hash: evidence_hash(run, decision),
            content_hash: content_hash(&files),
            files,
        }
    }
}

/// What a list of files comes down to: their names, sizes and hashes, by name.
pub(super) fn content_hash(files: &[FileEntry]) -> String {
    let mut lines: Vec<String> = files.iter().map(|file| format!("{} {} {}\n", file.sha256, file.bytes, file.name)).collect();
    lines.sort();
    hex(&Sha256::digest(format!("creepline content 1\n{}", lines.concat())))
}

/// What binds a decision to a dossier: the file `seal.ron`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Of the sealed folder.
    pub content_hash: String,
    /// Of the sealed folder.
    pub evidence_hash: String,
    /// What was decided.
    pub outcome: Outcome,
    /// By whom.
    pub name: String,
    /// In which role.
    pub role: String,
    /// On which day.
    pub date: String,
}
