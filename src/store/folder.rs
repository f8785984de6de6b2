//! Keeps a run in a folder and opens it again.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::ledger_file::{decode, encode};
use super::manifest::{FileEntry, MANIFEST_FORMAT, Manifest};
use super::metrics_file::write_metrics;
use super::organisation_file::log_table;
use crate::scenario::{LARGEST_BYTES, TWIN, canonical, hash, hex, parse, sync_folder};
use crate::simulate::{Completion, Run, customer_days, shape};

const SCENARIO: &str = "scenario.ron";
const MANIFEST: &str = "manifest.ron";
const METRICS: &str = "metrics.parquet";
const LEDGER: &str = "ledger.bin";
const LOG: &str = "organisation.csv";
/// Runs of one name that are looked at before giving up.
const MOST_NAMESAKES: usize = 10_000;

/// Where a run is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its folder.
    pub folder: PathBuf,
    /// The same run was kept there already; nothing was written.
    pub already_there: bool,
}

/// The name of a run's folder: the scenario's name, the beginning of its hash, and the seed.
pub fn folder_name(run: &Run) -> String {
    let mut name = String::new();
    for letter in run.scenario.name.to_lowercase().chars().take(60) {
        if letter.is_alphanumeric() {
            name.push(letter);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    let hash: String = hash(&run.scenario).chars().take(8).collect();
    format!("{}-{hash}-{}", if name.is_empty() { "run" } else { name }, run.scenario.experiment.seed)
}

/// Keeps a run in a new folder inside `parent`, which is made where it is missing. A run is never written over: the same run again is found
/// and left as it is; another one of the same name (stopped earlier, or flown by another build) gets a number behind its name.
///
/// # Errors
/// Where the file system refuses; nothing is left behind then.
pub fn save(run: &Run, parent: &Path) -> Result<Saved, StoreError> {
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |error: std::io::Error| StoreError::io(path, &error)
    };
    fs::create_dir_all(parent).map_err(io(parent))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".creepline-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Others may read a run as they may read any file; the process's mask still applies.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let aside = builder.tempdir_in(parent).map_err(io(parent))?;
    let path = |name: &str| aside.path().join(name);

    let mut files = vec![write(&path(SCENARIO), SCENARIO, canonical(&run.scenario).as_bytes())?, write(&path(LEDGER), LEDGER, &encode(&run.worlds))?];
    let metrics = File::create(path(METRICS)).map_err(io(&path(METRICS)))?;
    let mut counted = Counted { inner: std::io::BufWriter::new(metrics), hash: Sha256::new(), bytes: 0 };
    write_metrics(run, &mut counted).map_err(|error| StoreError::Io { path: path(METRICS), reason: error.to_string() })?;
    let metrics = counted.inner.into_inner().map_err(|error| StoreError::io(path(METRICS), error.error()))?;
    metrics.sync_all().map_err(io(&path(METRICS)))?;
    files.push(FileEntry { name: METRICS.into(), bytes: counted.bytes, sha256: hex(&counted.hash.finalize()) });

    let log = log_table(run).map_err(|error| StoreError::Io { path: path(LOG), reason: error.to_string() })?;
    if let Some(log) = log {
        files.push(write(&path(LOG), LOG, &log)?);
    }

    let manifest = Manifest::of(run, hash(&run.scenario), files);
    let text = ron::ser::to_string_pretty(&manifest, ron::ser::PrettyConfig::new())
        .map_err(|error| StoreError::Io { path: path(MANIFEST), reason: error.to_string() })?;
    write(&path(MANIFEST), MANIFEST, format!("{text}\n").as_bytes())?;
    sync_folder(aside.path()).map_err(io(aside.path()))?;

    for number in 1..MOST_NAMESAKES {
        let name = folder_name(run);
        let folder = parent.join(if number == 1 { name } else { format!("{name}-{number}") });
        if let Ok(kept) = read_manifest(&folder)
            && same_run(&kept, &manifest)
        {
            return Ok(Saved { folder, already_there: true });
        }
        if folder.symlink_metadata().is_ok() {
            continue;
        }
        fs::rename(aside.path(), &folder).map_err(io(&folder))?;
        // It has its name now, so there is nothing to clean up.
        let _ = aside.keep();
        sync_folder(parent).map_err(io(parent))?;
        return Ok(Saved { folder, already_there: false });
    }
    Err(StoreError::Io { path: parent.to_path_buf(), reason: "too many runs of that name".into() })
}

fn same_run(kept: &Manifest, new: &Manifest) -> bool {
    kept.engine == new.engine && kept.completion == new.completion && kept.distrust == new.distrust && kept.files == new.files
}

fn write(path: &Path, name: &str, bytes: &[u8]) -> Result<FileEntry, StoreError> {
    let mut file = File::create(path).map_err(|error| StoreError::io(path, &error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| StoreError::io(path, &error))?;
    Ok(FileEntry { name: name.into(), bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(bytes)) })
}

/// Passes bytes on, and counts and hashes them.
struct Counted<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(buffer.get(..written).unwrap_or(buffer));
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

/// What a run folder says about itself. Nothing is compared with it; [`open`] does that.
///
/// # Errors
/// Where there is none, it was made by a newer build, or it does not make sense.
pub fn read_manifest(folder: &Path) -> Result<Manifest, StoreError> {
    let path = folder.join(MANIFEST);
    let not_a_run = |reason: String| StoreError::NotARun { path: folder.to_path_buf(), reason };
    let mut text = String::new();
    let file = File::open(&path).map_err(|error| not_a_run(format!("{MANIFEST}: {error}")))?;
    file.take(LARGEST_BYTES).read_to_string(&mut text).map_err(|error| not_a_run(format!("{MANIFEST}: {error}")))?;
    // The format number is looked at before anything that may have changed with it.
    #[derive(serde::Deserialize)]
    struct Head {
        format: u64,
    }
    let head: Head = ron::from_str(&text).map_err(|error| StoreError::damaged(&path, error.to_string()))?;
    if head.format > MANIFEST_FORMAT {
        return Err(StoreError::Newer { path: folder.to_path_buf(), found: head.format, known: MANIFEST_FORMAT });
    }
    ron::from_str(&text).map_err(|error| StoreError::damaged(&path, error.to_string()))
}

/// Opens a kept run. Its counts are compared with the hashes of the manifest and with the scenario.
///
/// # Errors
/// Where the folder is not a run, was made by a newer build, or a file is damaged.
pub fn open(folder: &Path) -> Result<Run, StoreError> {
    let manifest = read_manifest(folder)?;
    let scenario_path = folder.join(SCENARIO);
    let text = String::from_utf8(checked(folder, &manifest, SCENARIO)?).map_err(|_| StoreError::damaged(&scenario_path, "it is not text"))?;
    let loaded = parse(&text, &scenario_path.display().to_string()).map_err(|error| StoreError::damaged(&scenario_path, error.to_string()))?;
    let scenario = Arc::new(loaded.scenario);
    let ledger_path = folder.join(LEDGER);
    let worlds = decode(&checked(folder, &manifest, LEDGER)?, &shape(&scenario)).map_err(|reason| StoreError::damaged(&ledger_path, reason))?;
    let planned = scenario.experiment.worlds as usize;
    if worlds.is_empty() || worlds.len() > planned {
        return Err(StoreError::damaged(ledger_path, format!("it holds {} worlds, planned were {planned}", worlds.len())));
    }
    let baseline = scenario.variants.iter().position(|variant| variant.name == scenario.experiment.baseline).map_or(0, |index| index + 1);
    Ok(Run {
        part: None,
        hidden: Vec::new(),
        variants: std::iter::once(TWIN.to_owned()).chain(scenario.variants.iter().map(|variant| variant.name.clone())).collect(),
        baseline,
        planned,
        completion: if worlds.len() == planned { Completion::Whole } else { Completion::Partial },
        customer_days: customer_days(&scenario) * worlds.len() as u64,
        worlds: worlds.into_iter().map(Arc::new).collect(),
        cpu_seconds: manifest.cpu_seconds,
        wall_seconds: manifest.wall_seconds,
        distrust: manifest.distrust,
        scenario,
    })
}

/// The bytes of a file, when they are those of the manifest.
fn checked(folder: &Path, manifest: &Manifest, name: &str) -> Result<Vec<u8>, StoreError> {
    let path = folder.join(name);
    let entry = manifest.file(name).ok_or_else(|| StoreError::damaged(folder.join(MANIFEST), format!("it does not name {name}")))?;
    let size = fs::metadata(&path).map_err(|error| StoreError::NotARun { path: folder.to_path_buf(), reason: format!("{name}: {error}") })?.len();
    if size != entry.bytes {
        return Err(StoreError::damaged(path, format!("it has {size} bytes, the manifest says {}", entry.bytes)));
    }
    let bytes = fs::read(&path).map_err(|error| StoreError::io(&path, &error))?;
    if hex(&Sha256::digest(&bytes)) != entry.sha256 {
        return Err(StoreError::damaged(path, "its hash is not that of the manifest"));
    }
    Ok(bytes)
}
