//! Why a run could not be kept or opened.

use std::path::PathBuf;

/// Why a run could not be kept or opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("{}: {reason}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What it said.
        reason: String,
    },
    /// The folder is not a run, or not a whole one.
    #[error("{} is not a whole run: {reason}", path.display())]
    NotARun {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        reason: String,
    },
    /// The run was made by a newer build.
    #[error("{} was made with run format {found}, this build reads {known}; nothing was changed", path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Its format.
        found: u64,
        /// What this build reads.
        known: u64,
    },
    /// A file is not what the manifest says, or does not make sense.
    #[error("{} is damaged: {reason}; fly the scenario again to get it back", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl StoreError {
    /// An error of the file system at a path.
    pub fn io(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::Io { path: path.into(), reason: error.to_string() }
    }

    /// A damaged file.
    pub fn damaged(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.into(), reason: reason.into() }
    }
}
