//! Journals on disk: a folder for each file, in it a lock and numbered moments for each sitting. A moment is a scenario file with one more comment on
//! top, so that it can also be opened by hand.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use super::MOST_KEPT;
use crate::scenario::{LARGEST_BYTES, Scenario, parse_unfinished, to_text, write_aside};

/// What the first line of a moment begins with.
const MARK: &str = "// creepline journal: ";
/// Entries of a folder that are looked at.
const MOST_ENTRIES: usize = 10_000;

/// What a moment says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Envelope {
    /// When it was written, in seconds since 1970.
    pub written: u64,
    /// The file that it is about; nothing for work that was never saved.
    pub file: Option<PathBuf>,
    /// The bundled case that it began with.
    pub case: Option<String>,
}

/// The folder with the journals of a file: hidden, beside it.
pub fn journal_folder(file: &Path) -> PathBuf {
    let name = file.file_name().map_or_else(|| "scenario.ron".to_owned(), |name| name.to_string_lossy().into_owned());
    file.with_file_name(format!(".{name}.journal"))
}

/// The folder with the journals of work that was never saved.
pub fn unsaved_folder(data: &Path) -> PathBuf {
    data.join("journals").join("unsaved")
}

/// The journal of one document in one window.
#[derive(Debug)]
pub struct Sitting {
    folder: PathBuf,
    name: String,
    lock: File,
    last: usize,
}

impl Sitting {
    /// Begins a journal in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        static SITTINGS: AtomicUsize = AtomicUsize::new(0);
        fs::create_dir_all(folder)?;
        let name = format!("{}-{}", std::process::id(), SITTINGS.fetch_add(1, Ordering::Relaxed));
        let lock = File::create(folder.join(format!("{name}.lock")))?;
        lock.try_lock().map_err(io::Error::from)?;
        Ok(Self { folder: folder.into(), name, lock, last: 0 })
    }

    /// Writes a moment; only the last ones are kept.
    ///
    /// # Errors
    /// Whatever the file system says; earlier moments stay.
    pub fn write(&mut self, scenario: &Scenario, header: &str, envelope: &Envelope) -> io::Result<()> {
        let head = serde_json::to_string(envelope).map_err(io::Error::other)?;
        let text = format!("{MARK}{head}\n{}", to_text(scenario, header));
        write_aside(&self.moment(self.last + 1), text.as_bytes())?;
        self.last += 1;
        if self.last > MOST_KEPT {
            // A moment too many takes nothing away.
            let _ = fs::remove_file(self.moment(self.last - MOST_KEPT));
        }
        Ok(())
    }

    /// Takes the journal away: its work is in a file, or was given up.
    pub fn remove(self) {
        let Self { folder, name, lock, .. } = self;
        remove(&folder, &name);
        drop(lock);
    }

    fn moment(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{}-{number:06}.ron", self.name))
    }
}

/// Takes the moments and the lock of a sitting away, and the folder where nothing else is in it.
pub(super) fn remove(folder: &Path, sitting: &str) {
    for path in entries(folder) {
        let own = file_name(&path).strip_prefix(sitting).is_some_and(|rest| rest.starts_with('-') || rest == ".lock");
        if own {
            // What cannot be removed is found again, and can be discarded then.
            let _ = fs::remove_file(path);
        }
    }
    // Fails where another window has its journal there.
    let _ = fs::remove_dir(folder);
}

/// A journal that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its folder.
    pub folder: PathBuf,
    /// Its sitting.
    pub sitting: String,
    /// Its moments, the latest first.
    pub moments: Vec<PathBuf>,
    /// Whether a window that is still open holds it.
    pub held: bool,
}

/// The journals in a folder.
pub fn find(folder: &Path) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for path in entries(folder) {
        let name = file_name(&path);
        let Some((sitting, _)) = name.strip_suffix(".ron").and_then(|name| name.rsplit_once('-')) else { continue };
        match found.iter_mut().find(|found| found.sitting == sitting) {
            Some(known) => known.moments.push(path),
            None => found.push(Found { folder: folder.into(), sitting: sitting.into(), moments: vec![path], held: false }),
        }
    }
    for journal in &mut found {
        journal.moments.sort_by(|a, b| b.cmp(a));
        journal.held = is_held(&folder.join(format!("{}.lock", journal.sitting)));
    }
    found
}

/// Whether somebody holds the lock. Where it is missing or cannot be opened nobody does.
fn is_held(path: &Path) -> bool {
    let Ok(lock) = File::open(path) else { return false };
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

/// A moment as it was read: what it says about itself, the scenario, the comment on top of its file.
pub type Moment = (Envelope, Scenario, String);

/// The latest moment of a journal that can be read.
///
/// # Errors
/// In words, what is wrong with the latest, where none can be read.
pub fn latest(found: &Found) -> Result<Moment, String> {
    let mut reasons = Vec::new();
    for path in &found.moments {
        match read(path) {
            Ok(moment) => return Ok(moment),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(reasons.into_iter().next().unwrap_or_else(|| "it is empty".into()))
}

/// Reads a moment.
///
/// # Errors
/// In words, where it is not one or is damaged.
pub fn read(path: &Path) -> Result<Moment, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(LARGEST_BYTES).read_to_string(&mut text).map_err(|error| error.to_string())?;
    let (head, rest) = text.split_once('\n').ok_or("it is empty")?;
    let head = head.strip_prefix(MARK).ok_or("it is no journal")?;
    let envelope = serde_json::from_str(head).map_err(|error| format!("its first line is damaged: {error}"))?;
    let loaded = parse_unfinished(rest, &path.display().to_string()).map_err(|error| error.to_string())?;
    Ok((envelope, loaded.scenario, loaded.header))
}

pub(super) fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.take(MOST_ENTRIES).filter_map(|entry| Some(entry.ok()?.path())).collect()
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(seed: u64) -> Scenario {
        let mut scenario = Scenario::default();
        scenario.experiment.seed = seed;
        // Out of range: work that is not finished yet.
        scenario.variants[0].policy.depth = 1.4;
        scenario
    }

    fn envelope() -> Envelope {
        Envelope { written: 7, file: Some("shop.ron".into()), case: None }
    }

    #[test]
    fn a_journal_left_behind_gives_the_document_back() {
        let data = tempfile::tempdir().unwrap();
        let folder = journal_folder(&data.path().join("shop.ron"));
        let mut sitting = Sitting::begin(&folder).unwrap();
        for seed in 1..=14 {
            sitting.write(&scenario(seed), "// a shop", &envelope()).unwrap();
        }
        let held = find(&folder);
        assert!(held.len() == 1 && held[0].held, "the window is still open");
        drop(sitting);
        let found = find(&folder);
        assert!(found.len() == 1 && !found[0].held);
        assert_eq!(found[0].moments.len(), MOST_KEPT);
        assert_eq!(latest(&found[0]), Ok((envelope(), scenario(14), "// a shop".into())));
        fs::write(&found[0].moments[0], "damaged").unwrap();
        assert_eq!(latest(&found[0]).unwrap().1, scenario(13), "the one before is whole");
        remove(&folder, &found[0].sitting);
        assert!(!folder.exists(), "nothing is left");
    }

    #[test]
    fn two_windows_keep_their_own_journals() {
        let data = tempfile::tempdir().unwrap();
        let folder = unsaved_folder(data.path());
        let mut one = Sitting::begin(&folder).unwrap();
        let mut two = Sitting::begin(&folder).unwrap();
        one.write(&scenario(1), "", &Envelope::default()).unwrap();
        two.write(&scenario(2), "", &Envelope::default()).unwrap();
        assert_eq!(find(&folder).iter().filter(|found| found.held).count(), 2);
        one.remove();
        let left = find(&folder);
        assert_eq!(left.len(), 1);
        assert_eq!(read(&left[0].moments[0]).unwrap().1, scenario(2));
        drop(two);
        // Process numbers come again: without a holder the journal is left behind, whatever its name.
        assert!(!find(&folder)[0].held);
    }

    #[test]
    fn hostile_journals_are_refused_in_words() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("1-0-000001.ron");
        let good = format!("{MARK}{}\n{}", serde_json::to_string(&envelope()).unwrap(), to_text(&scenario(1), ""));
        for text in ["", "\n", "// creepline journal: ", "// creepline journal: {}\n", "// creepline journal: {\n()", "()\n()"] {
            fs::write(&path, text).unwrap();
            assert!(read(&path).is_err(), "{text}");
        }
        fs::write(&path, [0xFF, 0xFE, 0x00, b'\n']).unwrap();
        assert!(read(&path).is_err());
        for end in (0..good.len()).step_by(37) {
            fs::write(&path, &good.as_bytes()[..end]).unwrap();
            let _ = read(&path);
        }
        fs::write(&path, format!("{MARK}{{\"written\": -1}}\n()")).unwrap();
        assert!(read(&path).is_err());
        fs::write(&path, format!("{MARK}{{}}\n(version: 99)")).unwrap();
        assert!(read(&path).unwrap_err().contains("made with format 99"));
        fs::write(data.path().join("no-number.ron"), "x").unwrap();
        fs::create_dir(data.path().join("2-0-000001.ron")).unwrap();
        for found in find(data.path()) {
            let _ = read(&found.moments[0]);
        }
        assert_eq!(find(&data.path().join("missing")), []);
    }
}
