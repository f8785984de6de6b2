//! Checks a dossier's folder: every file against its hash, the seal against the decision, and the numbers against worlds that are flown again.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::build::{evidence_hash_of, world_digest};
use super::decision::DecisionRecord;
use super::folder::{DECISION, MANIFEST, RESULTS, SCENARIO, SEAL, read, read_manifest};
use super::manifest::{DossierManifest, Seal, content_hash};
use crate::experiment::{LongRow, long_rows};
use crate::scenario::{Scenario, hex, parse};
use crate::simulate::Run;
use crate::store::{StoredRow, read_metrics};

/// Most files and folders that are looked at.
const MOST_FILES: usize = 10_000;

/// Why a dossier does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It cannot be read, or is no dossier.
    #[error("{0}")]
    Unreadable(String),
    /// It was made by another build, so that its numbers cannot be compared.
    #[error("{0}")]
    OtherEngine(String),
    /// Something is not as it was when it was made.
    #[error("{0}")]
    Changed(String),
}

/// A dossier whose files hold.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// Its folder.
    pub folder: PathBuf,
    /// What it says about itself.
    pub manifest: DossierManifest,
    /// Its scenario.
    pub scenario: Scenario,
    /// Its seal, where it has one.
    pub seal: Option<Seal>,
    /// What was compared, a line each.
    pub checked: Vec<String>,
}

/// Compares every file with the manifest, the manifest with itself, and the seal with the decision.
///
/// # Errors
/// The first thing that does not hold.
pub fn inspect(folder: &Path) -> Result<Inspected, Fault> {
    if !folder.is_dir() {
        return Err(Fault::Unreadable(format!("{} is not a folder", folder.display())));
    }
    let manifest = read_manifest(folder).map_err(|reason| Fault::Unreadable(format!("{} is no dossier: {reason}", folder.display())))?;
    compare_lists(folder, &manifest)?;
    for entry in &manifest.files {
        let (bytes, sha256) = hashed(&folder.join(&entry.name)).map_err(|reason| Fault::Unreadable(format!("{}: {reason}", entry.name)))?;
        if bytes != entry.bytes {
            return Err(Fault::Changed(format!("{} has {bytes} bytes, the manifest says {}", entry.name, entry.bytes)));
        }
        if sha256 != entry.sha256 {
            return Err(Fault::Changed(format!("{} was changed: its hash is not that of the manifest", entry.name)));
        }
    }
    let found = content_hash(&manifest.files);
    if found != manifest.content_hash {
        return Err(Fault::Changed(format!("{MANIFEST} was changed: its content hash is not that of its files")));
    }
    let mut checked = vec![format!("{} files are as they were hashed (content {})", manifest.files.len(), brief(&found))];

    let (scenario, decision) = parts(folder, &manifest)?;
    let digests: Vec<String> = manifest.worlds.iter().map(|world| world.sha256.clone()).collect();
    let text = decision.to_text().map_err(Fault::Unreadable)?;
    let evidence = evidence_hash_of(&manifest.engine, &manifest.scenario_hash, &digests, &hex(&Sha256::digest(text)));
    if evidence != manifest.evidence_hash {
        return Err(Fault::Changed(format!("the evidence hash of {MANIFEST} is not that of scenario, worlds and decision")));
    }
    checked.push(format!("the hash on the first page stands for this scenario, these worlds and this decision ({})", brief(&evidence)));
    let seal = sealed(folder, &manifest, &decision)?;
    checked.push(match &seal {
        Some(seal) => format!("sealed: {}, by {} ({}) on {}", seal.outcome.words(), seal.name, seal.role, seal.date),
        None => "not sealed".into(),
    });
    Ok(Inspected { folder: folder.to_path_buf(), manifest, scenario, seal, checked })
}

/// The files of the folder against those of the manifest.
fn compare_lists(folder: &Path, manifest: &DossierManifest) -> Result<(), Fault> {
    let mut named = BTreeSet::new();
    for entry in &manifest.files {
        let plain = Path::new(&entry.name).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || entry.name.is_empty() || entry.name.contains('\\') {
            return Err(Fault::Changed(format!("{MANIFEST} names a file outside the folder: {}", entry.name.escape_debug())));
        }
        if !named.insert(entry.name.clone()) {
            return Err(Fault::Changed(format!("{MANIFEST} names {} twice", entry.name)));
        }
    }
    let mut there = BTreeSet::new();
    list(folder, "", &mut there)?;
    if let Some(missing) = named.iter().find(|name| !there.contains(*name)) {
        return Err(Fault::Changed(format!("{missing} is missing")));
    }
    let own = [MANIFEST, SEAL];
    if let Some(added) = there.iter().find(|name| !named.contains(*name) && !own.contains(&name.as_str())) {
        return Err(Fault::Changed(format!("{} was added", added.escape_debug())));
    }
    for name in [SCENARIO, DECISION] {
        if !named.contains(name) {
            return Err(Fault::Changed(format!("{MANIFEST} does not name {name}")));
        }
    }
    Ok(())
}

fn list(folder: &Path, before: &str, found: &mut BTreeSet<String>) -> Result<(), Fault> {
    let failed = |error: std::io::Error| Fault::Unreadable(format!("{}: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(failed)?;
        if found.len() > MOST_FILES {
            return Err(Fault::Changed(format!("there are more than {MOST_FILES} files")));
        }
        if kind.is_dir() && before.is_empty() {
            list(&entry.path(), &format!("{name}/"), found)?;
        } else if kind.is_file() {
            found.insert(name);
        } else {
            return Err(Fault::Changed(format!("{} is neither a file nor a folder of the dossier", name.escape_debug())));
        }
    }
    Ok(())
}

fn hashed(path: &Path) -> Result<(u64, String), String> {
    let mut file = File::open(path).map_err(|error| error.to_string())?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0u64, vec![0u8; 1 << 16]);
    loop {
        let read = file.read(&mut buffer).map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok((bytes, hex(&hash.finalize())));
        }
        bytes += read as u64;
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

fn parts(folder: &Path, manifest: &DossierManifest) -> Result<(Scenario, DecisionRecord), Fault> {
    let entry = manifest.files.iter().find(|entry| entry.name == SCENARIO);
    if entry.is_none_or(|entry| entry.sha256 != manifest.scenario_hash) {
        return Err(Fault::Changed(format!("the scenario hash of {MANIFEST} is not that of {SCENARIO}")));
    }
    let text = read(&folder.join(SCENARIO)).map_err(Fault::Unreadable)?;
    let loaded = parse(&text, SCENARIO).map_err(|error| Fault::Unreadable(format!("{SCENARIO} cannot be read by this build: {error}")))?;
    let text = read(&folder.join(DECISION)).map_err(Fault::Unreadable)?;
    let decision = DecisionRecord::parse(&text).map_err(|reason| Fault::Unreadable(format!("{DECISION} cannot be read: {reason}")))?;
    Ok((loaded.scenario, decision))
}

fn sealed(folder: &Path, manifest: &DossierManifest, decision: &DecisionRecord) -> Result<Option<Seal>, Fault> {
    let path = folder.join(SEAL);
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let text = read(&path).map_err(Fault::Unreadable)?;
    let seal: Seal = ron::from_str(&text).map_err(|error| Fault::Changed(format!("the seal is broken: {SEAL} cannot be read ({error})")))?;
    if seal.content_hash != manifest.content_hash || seal.evidence_hash != manifest.evidence_hash {
        return Err(Fault::Changed("the seal is broken: it was set on other files than these".into()));
    }
    let same = decision.outcome == Some(seal.outcome) && decision.name == seal.name && decision.role == seal.role && decision.date == seal.date;
    if !same {
        return Err(Fault::Changed(format!("the seal is broken: it names another decision than {DECISION}")));
    }
    Ok(Some(seal))
}

/// Worlds of a dossier that are to be flown again.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The scenario, planning so many worlds.
    pub scenario: Scenario,
    /// Which worlds, from 0, in ascending order.
    pub worlds: Vec<u64>,
}

impl Inspected {
    /// So many worlds, to fly them again: the first one, and others that the dossier's content hash chooses. So whoever made it could not know which, and two
    /// who verify it fly the same ones. Nothing where none is asked for.
    ///
    /// # Errors
    /// Where another build made the dossier.
    pub fn sample(&self, worlds: usize) -> Result<Option<Sample>, Fault> {
        let worlds = worlds.min(self.manifest.worlds.len());
        if worlds == 0 {
            return Ok(None);
        }
        if self.manifest.engine != env!("CARGO_PKG_VERSION") {
            return Err(Fault::OtherEngine(format!(
                "the files hold, but the dossier was made by Creepline {} and this is {}: its worlds cannot be compared; fly them with that version",
                self.manifest.engine,
                env!("CARGO_PKG_VERSION")
            )));
        }
        let mut scenario = self.scenario.clone();
        scenario.experiment.worlds = worlds as u64;
        Ok(Some(Sample { scenario, worlds: chosen(&self.manifest.content_hash, self.manifest.worlds.len(), worlds) }))
    }

    /// Compares worlds that were flown again with those of the dossier, to the last bit.
    ///
    /// # Errors
    /// The first difference.
    pub fn compare(&self, run: &Run, worlds: &[u64]) -> Result<Vec<String>, Fault> {
        let flown = worlds.get(..run.worlds.len()).unwrap_or(worlds);
        for (ledger, &world) in run.worlds.iter().zip(flown) {
            let number = world + 1;
            let Some(entry) = usize::try_from(world).ok().and_then(|world| self.manifest.worlds.get(world)) else {
                return Err(Fault::Changed(format!("{MANIFEST} names no world {number}")));
            };
            if ledger.seed != entry.seed {
                return Err(Fault::Changed(format!("world {number} has seed {}, the manifest says {}", ledger.seed, entry.seed)));
            }
            if world_digest(ledger) != entry.sha256 {
                return Err(Fault::Changed(format!("world {number} does not come out again: its counts are not those of the dossier")));
            }
        }
        let all = self.manifest.worlds.len();
        let mut checked =
            vec![format!("{} of {all} worlds were flown again and came out the same to the last bit: {}", run.worlds.len(), which(flown, all))];
        let path = self.folder.join(RESULTS);
        if self.manifest.files.iter().any(|entry| entry.name == RESULTS) {
            let rows = compare_rows(run, flown, &path)?;
            checked.push(format!("{rows} numbers of {RESULTS} are those of these worlds"));
        }
        Ok(checked)
    }
}

/// Worlds of a dossier that its content hash chooses: the first one always, the others as if drawn; in ascending order.
fn chosen(content_hash: &str, all: usize, worlds: usize) -> Vec<u64> {
    let mut rest: Vec<(String, u64)> =
        (1..all as u64).map(|world| (hex(&Sha256::digest(format!("creepline verify 1\ncontent {content_hash}\nworld {world}\n"))), world)).collect();
    rest.sort();
    rest.truncate(worlds.saturating_sub(1));
    let mut found: Vec<u64> = std::iter::once(0).chain(rest.into_iter().map(|(_, world)| world)).collect();
    found.sort_unstable();
    found
}

/// The flown worlds, numbered as people number them, and how they were chosen.
fn which(worlds: &[u64], all: usize) -> String {
    let numbers = worlds.iter().map(|world| (world + 1).to_string()).collect::<Vec<_>>().join(", ");
    match worlds.len() {
        count if count == all => "all of them".into(),
        1 => format!("world {numbers}"),
        _ => format!("worlds {numbers} (the first, and those that the content hash chooses)"),
    }
}

/// Compares the rows of these worlds; gives how many there are.
fn compare_rows(run: &Run, worlds: &[u64], path: &Path) -> Result<usize, Fault> {
    let unreadable = |error: crate::store::StoreError| Fault::Changed(error.to_string());
    let mut fresh = long_rows(run);
    let mut compared = 0;
    for row in read_metrics(path).map_err(unreadable)? {
        let row = row.map_err(unreadable)?;
        if !worlds.iter().any(|&world| i64::try_from(world) == Ok(row.world)) {
            continue;
        }
        match fresh.next().map(|own| LongRow { world: place_of(own.world, worlds), ..own }) {
            Some(own) if same(&own, &row) => compared += 1,
            own => return Err(Fault::Changed(difference(own.as_ref(), &row))),
        }
    }
    match fresh.next() {
        None => Ok(compared),
        Some(own) => Err(Fault::Changed(format!("{RESULTS} lacks {} of {}, world {}, day {}", own.metric.id(), own.variant, own.world, own.day))),
    }
}

/// The world of the dossier that stands at a place among those flown again.
fn place_of(place: usize, worlds: &[u64]) -> usize {
    worlds.get(place).and_then(|world| usize::try_from(*world).ok()).unwrap_or(usize::MAX)
}

fn same(own: &LongRow, stored: &StoredRow) -> bool {
    *own.variant == stored.variant
        && own.world as i64 == stored.world
        && own.day as i64 == stored.day
        && *own.segment == stored.segment
        && *own.group == stored.group
        && own.metric.id() == stored.metric
        && own.value.map(f64::to_bits) == stored.value.map(f64::to_bits)
        && own.reason == stored.reason
}

fn difference(own: Option<&LongRow>, stored: &StoredRow) -> String {
    let value = |value: Option<f64>| value.map_or_else(|| "undefined".to_owned(), |value| value.to_string());
    let place = format!("{} of {}, world {}, day {}", stored.metric, stored.variant, stored.world, stored.day);
    match own {
        None => format!("{RESULTS} has a row too many: {place}"),
        Some(own) => format!("{RESULTS} says {} for {place}; flown again it is {}", value(stored.value), value(own.value)),
    }
}

fn brief(hash: &str) -> String {
    super::build::short(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_are_chosen_by_the_hash_and_the_first_is_among_them() {
        assert_eq!(chosen("a", 20, 1), [0]);
        let (one, other) = (chosen("a", 20, 4), chosen("b", 20, 4));
        assert_eq!(one, chosen("a", 20, 4), "two who verify agree");
        assert!(one.len() == 4 && one.first() == Some(&0) && one.windows(2).all(|pair| pair[0] < pair[1]), "{one:?}");
        assert!(one != other && one != [0, 1, 2, 3], "{one:?} {other:?}");
        assert_eq!(chosen("a", 3, 3), [0, 1, 2]);
        assert_eq!((which(&[0, 1, 2], 3).as_str(), which(&[0], 3).as_str()), ("all of them", "world 1"));
        assert_eq!(which(&[0, 6], 20), "worlds 1, 7 (the first, and those that the content hash chooses)");
    }
}
