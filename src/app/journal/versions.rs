//! What a file held each time it was saved: the last versions, in the data folder, so that no folder of the person is filled with them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::MOST_KEPT;
use super::files::{entries, file_name};
use crate::scenario::{LARGEST_BYTES, Scenario, hex, parse_unfinished, write_aside};

/// A version of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// When it was saved, in seconds since 1970.
    pub saved: u64,
    /// What it held.
    pub scenario: Box<Scenario>,
}

/// The folder with the versions of a file: its name and the beginning of a hash of its path.
fn folder_of(data: &Path, file: &Path) -> PathBuf {
    let whole = file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
    let hash: String = hex(&Sha256::digest(whole.to_string_lossy().as_bytes())).chars().take(12).collect();
    data.join("versions").join(format!("{}-{hash}", file_name(&whole)))
}

/// Keeps what a file holds now. The oldest versions beyond the last ones are dropped.
///
/// # Errors
/// Whatever the file system says.
pub fn keep_version(data: &Path, file: &Path, text: &str, now: u64) -> io::Result<()> {
    let folder = folder_of(data, file);
    fs::create_dir_all(&folder)?;
    let latest = entries(&folder).into_iter().max();
    if latest.is_some_and(|path| fs::read_to_string(path).is_ok_and(|kept| kept == text)) {
        // The same again is no version of its own.
        return Ok(());
    }
    write_aside(&folder.join(format!("{now:012}.ron")), text.as_bytes())?;
    let mut all = entries(&folder);
    all.sort();
    for old in all.iter().rev().skip(MOST_KEPT) {
        // One too many takes nothing away.
        let _ = fs::remove_file(old);
    }
    Ok(())
}

/// The versions of a file, the latest first. What cannot be read is left out.
pub fn list_versions(data: &Path, file: &Path) -> Vec<Version> {
    let mut all = entries(&folder_of(data, file));
    all.sort();
    let read = |path: &PathBuf| {
        let saved = file_name(path).strip_suffix(".ron")?.parse().ok()?;
        if fs::metadata(path).ok()?.len() > LARGEST_BYTES {
            return None;
        }
        let text = fs::read_to_string(path).ok()?;
        let loaded = parse_unfinished(&text, &path.display().to_string()).ok()?;
        Some(Version { saved, scenario: Box::new(loaded.scenario) })
    };
    all.iter().rev().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::to_text;

    #[test]
    fn the_last_versions_of_each_file_are_kept() {
        let data = tempfile::tempdir().unwrap();
        let (file, other) = (data.path().join("shop.ron"), data.path().join("b").join("shop.ron"));
        for seed in 1..=13 {
            let mut scenario = Scenario::default();
            scenario.experiment.seed = seed;
            keep_version(data.path(), &file, &to_text(&scenario, ""), seed).unwrap();
        }
        let mut last = Scenario::default();
        last.experiment.seed = 13;
        keep_version(data.path(), &file, &to_text(&last, ""), 99).unwrap();
        keep_version(data.path(), &other, "damaged", 1).unwrap();
        let versions = list_versions(data.path(), &file);
        assert_eq!(versions.len(), MOST_KEPT);
        assert_eq!((versions[0].saved, versions[0].scenario.experiment.seed), (13, 13));
        assert_eq!(list_versions(data.path(), &other), []);
    }
}
