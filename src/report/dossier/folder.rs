//! Writes a dossier's folder: aside, hashed, renamed when it is whole. A folder that is there is replaced only where that is asked for, and a
//! sealed one never.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::build::{Evidence, build};
use super::clean::cell;
use super::decision::DecisionRecord;
use super::manifest::{DossierManifest, Seal};
use super::model::Dossier;
use super::page::page;
use super::pdf::pdf;
use crate::report::figure::Table;
use crate::report::{ReportError, paint};
use crate::scenario::{LARGEST_BYTES, canonical, folder_of, hex, sync_folder, write_new};
use crate::simulate::Run;
use crate::store::{FileEntry, write_metrics};

/// Name of the manifest in the folder.
pub const MANIFEST: &str = "manifest.ron";
/// Name of the seal in the folder.
pub const SEAL: &str = "seal.ron";
/// Name of the scenario in the folder.
pub const SCENARIO: &str = "scenario.ron";
/// Name of the decision in the folder.
pub const DECISION: &str = "decision.ron";
/// Name of the numbers in the folder.
pub const RESULTS: &str = "results.parquet";

/// A kind of file of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The page.
    Html,
    /// The printed document.
    Pdf,
    /// Figures as pixels.
    Png,
    /// Figures as vectors.
    Svg,
    /// Tables.
    Csv,
    /// Every number.
    Parquet,
}

impl Kind {
    /// Every kind, in the order of the options.
    pub const ALL: [Self; 6] = [Self::Html, Self::Pdf, Self::Png, Self::Svg, Self::Csv, Self::Parquet];
}

/// Why a dossier was not written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The file system refused.
    #[error("{}: {reason}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What it said.
        reason: String,
    },
    /// There is something already.
    #[error("{} is there already; nothing was written", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// What is there is no dossier, so it is not replaced.
    #[error("{} is there already and is no dossier; nothing was written", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// What is there is sealed.
    #[error("{} is a sealed dossier, which is never replaced; nothing was written", path.display())]
    Sealed {
        /// The folder.
        path: PathBuf,
    },
    /// The decision is not complete enough to be sealed.
    #[error("the dossier cannot be sealed: {0}")]
    NotDecided(String),
    /// A figure or a page could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The decision cannot be written down.
    #[error("the decision could not be written down: {0}")]
    Decision(String),
}

impl FolderError {
    fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io { path: path.to_path_buf(), reason: error.to_string() }
    }
}

/// A dossier that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its folder.
    pub folder: PathBuf,
    /// What its files come down to.
    pub content_hash: String,
    /// What scenario, numbers and decision come down to.
    pub evidence_hash: String,
    /// How many files it has, the manifest among them.
    pub files: usize,
}

/// Writes the dossier of a run into a folder. The same run, decision and evidence give the same bytes in every file.
///
/// # Errors
/// Where the folder is there and may not be replaced, a figure cannot be drawn, or the file system refuses; nothing is left behind then.
pub fn write(
    run: &Run,
    decision: &DecisionRecord,
    evidence: &Evidence,
    kinds: &[Kind],
    folder: &Path,
    replace: bool,
) -> Result<Written, FolderError> {
    let folder = folder.components().as_path();
    refuse(folder, replace)?;
    let dossier = build(run, decision, evidence)?;
    let parent = folder_of(folder);
    fs::create_dir_all(&parent).map_err(|error| FolderError::io(&parent, &error))?;
    let aside = aside(&parent)?;
    let mut writer = Writer { root: aside.path(), files: Vec::new() };
    writer.text(SCENARIO, canonical(&run.scenario).as_bytes())?;
    writer.text(DECISION, decision.to_text().map_err(FolderError::Decision)?.as_bytes())?;
    writer.text("README.txt", readme(&dossier, run, kinds).as_bytes())?;
    for kind in Kind::ALL.into_iter().filter(|kind| kinds.contains(kind)) {
        writer.kind(kind, run, &dossier)?;
    }
    let manifest = DossierManifest::of(run, decision, evidence.today, writer.files);
    let text = ron::ser::to_string_pretty(&manifest, ron::ser::PrettyConfig::new().new_line("\n"))
        .map_err(|error| FolderError::Decision(error.to_string()))?;
    Writer { root: aside.path(), files: Vec::new() }.text(MANIFEST, format!("{text}\n").as_bytes())?;
    for name in ["plots", "tables"] {
        let inner = aside.path().join(name);
        if inner.is_dir() {
            sync_folder(&inner).map_err(|error| FolderError::io(&inner, &error))?;
        }
    }
    sync_folder(aside.path()).map_err(|error| FolderError::io(aside.path(), &error))?;
    put_in_place(aside, folder, &parent, replace)?;
    Ok(Written {
        folder: folder.to_path_buf(),
        files: manifest.files.len() + 1,
        content_hash: manifest.content_hash,
        evidence_hash: manifest.evidence_hash,
    })
}

/// Whether a folder may be written.
fn refuse(folder: &Path, replace: bool) -> Result<(), FolderError> {
    let path = || folder.to_path_buf();
    if folder.symlink_metadata().is_err() || is_empty(folder) {
        return Ok(());
    }
    if folder.join(SEAL).symlink_metadata().is_ok() {
        return Err(FolderError::Sealed { path: path() });
    }
    match (replace, read_manifest(folder).is_ok()) {
        (false, _) => Err(FolderError::Exists { path: path() }),
        (true, true) => Ok(()),
        (true, false) => Err(FolderError::Foreign { path: path() }),
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn aside(parent: &Path) -> Result<tempfile::TempDir, FolderError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".creepline-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Others may read a dossier as they may read any file; the process's mask still applies.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(parent).map_err(|error| FolderError::io(parent, &error))
}

/// Renames the new folder over the old one, which goes last: at every moment one of them is whole.
fn put_in_place(new: tempfile::TempDir, folder: &Path, parent: &Path, replace: bool) -> Result<(), FolderError> {
    let failed = |error: std::io::Error| FolderError::io(folder, &error);
    let mut old = None;
    if folder.symlink_metadata().is_ok() {
        // It may have come meanwhile.
        refuse(folder, replace)?;
        let place = aside(parent)?;
        fs::rename(folder, place.path().join("old")).map_err(failed)?;
        old = Some(place);
    }
    if let Err(error) = fs::rename(new.path(), folder) {
        if let Some(place) = &old {
            // What was there before comes back; if that fails too, it is kept where it is.
            if fs::rename(place.path().join("old"), folder).is_err() {
                let kept = old.map(tempfile::TempDir::keep).unwrap_or_default();
                return Err(FolderError::Io { path: folder.into(), reason: format!("{error}; the old folder is in {}", kept.display()) });
            }
        }
        return Err(failed(error));
    }
    // It has its name now, so there is nothing to clean up.
    let _ = new.keep();
    sync_folder(parent).map_err(failed)
}

/// Writes files under a folder and keeps their hashes.
struct Writer<'a> {
    root: &'a Path,
    files: Vec<FileEntry>,
}

impl Writer<'_> {
    fn text(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.root.join(name);
        let failed = |error: std::io::Error| FolderError::io(&path, &error);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = File::create_new(&path).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        self.files.push(FileEntry { name: name.into(), bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(bytes)) });
        Ok(())
    }

    fn kind(&mut self, kind: Kind, run: &Run, dossier: &Dossier) -> Result<(), FolderError> {
        match kind {
            Kind::Html => self.text("dossier.html", page(dossier)?.as_bytes()),
            Kind::Pdf => self.text("dossier.pdf", &pdf(dossier)?),
            Kind::Png | Kind::Svg => dossier.figures().try_for_each(|figure| {
                let name = format!("plots/figure-{:02}-{}", figure.number, figure.word);
                if kind == Kind::Png {
                    self.text(&format!("{name}.png"), &paint::png(&figure.picture)?)
                } else {
                    self.text(&format!("{name}.svg"), &paint::svg(&figure.picture)?)
                }
            }),
            Kind::Csv => dossier.tables().try_for_each(|table| {
                let name = format!("tables/table-{:02}.csv", table.number);
                let bytes =
                    csv(table.long.as_ref().unwrap_or(&table.table)).map_err(|reason| FolderError::Io { path: name.clone().into(), reason })?;
                self.text(&name, &bytes)
            }),
            Kind::Parquet => {
                let mut bytes = Vec::new();
                write_metrics(run, &mut bytes).map_err(|error| FolderError::Io { path: RESULTS.into(), reason: error.to_string() })?;
                self.text(RESULTS, &bytes)
            }
        }
    }
}

/// A table as CSV; no cell is a formula.
fn csv(table: &Table) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(&table.columns).chain(&table.rows) {
        writer.write_record(row.iter().map(|text| cell(text))).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn readme(dossier: &Dossier, run: &Run, kinds: &[Kind]) -> String {
    let line = |kind: Kind, text: &'static str| kinds.contains(&kind).then_some(text);
    let parts = [
        line(Kind::Html, "dossier.html     the dossier to read: one file, no network, prints well"),
        line(Kind::Pdf, "dossier.pdf      the same, for print and for signing"),
        line(Kind::Png, "plots/*.png      every figure as pixels"),
        line(Kind::Svg, "plots/*.svg      every figure as vectors"),
        line(Kind::Csv, "tables/*.csv     every table; a cell that a program could take for a formula has an apostrophe in front"),
        line(Kind::Parquet, "results.parquet  every number: variant, world, day, segment, group, metric, value, reason"),
        Some("scenario.ron     the scenario as it was flown, every field"),
        Some("decision.ron     what people decided and wrote"),
        Some("manifest.ron     hashes of all files, seeds, and the command that rebuilds them"),
    ];
    format!(
        "{}\n\nSynthetic people: a model, not a forecast.\n\n{}\n\nTo check that nothing was changed, and that the numbers come out again:\n\n    creepline verify \
         . --worlds {}\n\nMade by Creepline {}.\n",
        dossier.title,
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        run.worlds.len(),
        env!("CARGO_PKG_VERSION")
    )
}

/// Reads the manifest of a dossier's folder.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn read_manifest(folder: &Path) -> Result<DossierManifest, String> {
    let text = read(&folder.join(MANIFEST))?;
    #[derive(serde::Deserialize)]
    struct Head {
        dossier_format: u64,
    }
    let head: Head = ron::from_str(&text).map_err(|error| format!("{MANIFEST} is not that of a dossier: {error}"))?;
    if head.dossier_format > super::manifest::DOSSIER_FORMAT {
        return Err(format!("it was made with dossier format {}, this build reads {}", head.dossier_format, super::manifest::DOSSIER_FORMAT));
    }
    ron::from_str(&text).map_err(|error| format!("{MANIFEST}: {error}"))
}

/// A text file of a folder.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut text = String::new();
    let file = File::open(path).map_err(|error| format!("{name}: {error}"))?;
    file.take(LARGEST_BYTES).read_to_string(&mut text).map_err(|error| format!("{name}: {error}"))?;
    Ok(text)
}

/// Seals a dossier: binds its decision to what its files come down to. From then on the folder is never replaced.
///
/// # Errors
/// Where the folder is no dossier, the decision is not complete, it is sealed already, or the file cannot be written.
pub fn seal(folder: &Path) -> Result<Seal, FolderError> {
    let manifest = read_manifest(folder).map_err(FolderError::NotDecided)?;
    let decision = read(&folder.join(DECISION)).and_then(|text| DecisionRecord::parse(&text)).map_err(FolderError::NotDecided)?;
    let missing = |what: &str| FolderError::NotDecided(format!("{what} is missing"));
    let outcome = decision.outcome.ok_or_else(|| missing("the decision"))?;
    for (text, what) in [(&decision.name, "the name"), (&decision.role, "the role"), (&decision.date, "the date")] {
        if text.trim().is_empty() {
            return Err(missing(what));
        }
    }
    let seal = Seal {
        content_hash: manifest.content_hash,
        evidence_hash: manifest.evidence_hash,
        outcome,
        name: decision.name,
        role: decision.role,
        date: decision.date,
    };
    let text =
        ron::ser::to_string_pretty(&seal, ron::ser::PrettyConfig::new().new_line("\n")).map_err(|error| FolderError::Decision(error.to_string()))?;
    let path = folder.join(SEAL);
    write_new(&path, format!("{text}\n").as_bytes()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => FolderError::Sealed { path: folder.into() },
        _ => FolderError::io(&path, &error),
    })?;
    Ok(seal)
}
