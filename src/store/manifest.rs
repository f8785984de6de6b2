//! What a run folder says about itself.

use serde::{Deserialize, Serialize};

use crate::simulate::{Completion, Run};

/// Format of the run folder that this build writes and reads.
pub const MANIFEST_FORMAT: u64 = 1;

/// What a run folder says about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the run folder.
    pub format: u64,
    /// Version of the build that flew it.
    pub engine: String,
    /// Name of the scenario.
    pub name: String,
    /// SHA-256 of `scenario.ron`.
    pub scenario_hash: String,
    /// Seed of the first world.
    pub seed: u64,
    /// Planned worlds.
    pub worlds_planned: u64,
    /// Finished worlds.
    pub worlds_done: u64,
    /// `Whole`, or `Partial` where the run was stopped.
    pub completion: String,
    /// Customer-days simulated.
    pub customer_days: u64,
    /// CPU seconds used.
    pub cpu_seconds: f64,
    /// Wall-clock seconds used.
    pub wall_seconds: f64,
    /// Self-checks that failed, each in a sentence; not written where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distrust: Vec<String>,
    /// The other files.
    pub files: Vec<FileEntry>,
}

/// One file of a run folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The manifest of a run with those files.
    pub fn of(run: &Run, scenario_hash: String, files: Vec<FileEntry>) -> Self {
        Self {
            format: MANIFEST_FORMAT,
            engine: env!("CARGO_PKG_VERSION").into(),
            name: run.scenario.name.clone(),
            scenario_hash,
            seed: run.scenario.experiment.seed,
            worlds_planned: run.planned as u64,
            worlds_done: run.worlds.len() as u64,
            completion: if run.completion == Completion::Whole { "Whole" } else { "Partial" }.into(),
            customer_days: run.customer_days,
            cpu_seconds: run.cpu_seconds,
            wall_seconds: run.wall_seconds,
            distrust: run.distrust.clone(),
            files,
        }
    }

    /// The entry of a file.
    pub fn file(&self, name: &str) -> Option<&FileEntry> {
        self.files.iter().find(|entry| entry.name == name)
    }
}
