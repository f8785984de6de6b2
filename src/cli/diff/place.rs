//! What is compared: a kept run, a scenario file, a bundled case.

use std::path::Path;

use crate::cli::ending::{Ending, Failure};
use crate::cli::source;
use crate::scenario::{CASES, Case, Finding, Scenario, folder_of, hash, nearest};
use crate::simulate::Run;
use crate::store;

/// Folder in which runs are kept beside their file.
const RUNS: &str = "runs";
/// Runs that are named where a folder holds several.
const NAMED_RUNS: usize = 3;

/// A kept run.
pub struct Kept {
    /// The run.
    pub run: Run,
    /// Version of the build that flew it.
    pub engine: String,
}

/// One of the two that are compared.
pub struct Place {
    /// "A" or "B".
    pub letter: &'static str,
    /// "run", "scenario" or "case".
    pub what: &'static str,
    /// How the caller named it.
    pub named: String,
    /// Its scenario; of a run, as it was flown.
    pub scenario: Scenario,
    /// The run, where it is one.
    pub run: Option<Kept>,
    /// What is odd about the scenario.
    pub warnings: Vec<Finding>,
}

impl Place {
    /// Opens a run, or reads a file or a bundled case.
    ///
    /// # Errors
    /// Where there is none, with the nearest name; every problem of the scenario; a damaged run.
    pub fn open(letter: &'static str, path: &Path) -> Result<Self, Failure> {
        let named = path.display().to_string();
        if path.is_dir() {
            let failed = |error: store::StoreError| Failure::new(Ending::Failed, format!("error: {letter}: {error}{}", holds_runs(path)));
            let run = store::open(path).map_err(failed)?;
            let engine = store::read_manifest(path).map_err(failed)?.engine;
            let scenario = Scenario::clone(&run.scenario);
            return Ok(Self { letter, what: "run", named, scenario, run: Some(Kept { run, engine }), warnings: Vec::new() });
        }
        let case = !path.exists() && path.to_str().and_then(Case::find).is_some();
        if !case && !path.exists() {
            return Err(missing(letter, path));
        }
        let source =
            source::read(path).map_err(|failure| Failure::new(failure.ending, format!("{letter} is no usable scenario:\n{}", failure.message)))?;
        let what = if case { "case" } else { "scenario" };
        Ok(Self { letter, what, named, scenario: source.loaded.scenario, run: None, warnings: source.loaded.warnings })
    }

    /// Why it has no results and what to do about it; nothing where it has.
    pub fn no_results(&self) -> Option<String> {
        let Self { letter, what, named, .. } = self;
        let how = if *what == "case" { format!("creepline run {named} --save {RUNS}") } else { format!("creepline run {named}") };
        let word = if *what == "case" { "bundled case" } else { what };
        self.run.is_none().then(|| format!("{letter} is a {word}, it has no results; run it with `{how}` and name the run that is kept."))
    }

    /// What it is, in a line.
    pub fn heading(&self) -> String {
        let experiment = &self.scenario.experiment;
        let short: String = hash(&self.scenario).chars().take(12).collect();
        let worlds = match &self.run {
            Some(kept) => format!("{} of {} worlds", kept.run.worlds.len(), kept.run.planned),
            None => format!("{} worlds", experiment.worlds),
        };
        let engine = self.run.as_ref().map_or_else(String::new, |kept| format!(", engine {}", kept.engine));
        format!(
            "{} {}: {}, {worlds}, {} people, {} days, seed {}, baseline \"{}\"; scenario {short}{engine}",
            self.what, self.named, self.scenario.name, self.scenario.population.customers, experiment.days, experiment.seed, experiment.baseline
        )
    }
}

/// What a folder holds that is no run itself.
fn holds_runs(folder: &Path) -> String {
    let mut names: Vec<String> = entries(folder).into_iter().filter(|name| folder.join(name).join("manifest.ron").is_file()).collect();
    names.truncate(NAMED_RUNS);
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", folder.join(name).display())).collect();
    if names.is_empty() { String::new() } else { format!("\n  help: it holds runs: {}", names.join(", ")) }
}

fn missing(letter: &str, path: &Path) -> Failure {
    let parent = folder_of(path);
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let bare = path.components().count() == 1;
    // Where each name stands; a name nearby first, so that it wins where several are as near.
    let mut known: Vec<(String, String)> = entries(&parent)
        .into_iter()
        .filter(|entry| entry.ends_with(".ron") || parent.join(entry).join("manifest.ron").is_file())
        .map(|entry| (entry.clone(), if bare { entry } else { parent.join(entry).display().to_string() }))
        .collect();
    if bare {
        known.extend(entries(Path::new(RUNS)).into_iter().map(|entry| (entry.clone(), format!("{RUNS}/{entry}"))));
        known.extend(CASES.iter().map(|case| (case.id.to_owned(), case.id.to_owned())));
    }
    let near = nearest(&name, known.iter().map(|(name, _)| name.as_str()));
    let found = near.and_then(|near| known.iter().find(|(name, _)| name == near));
    let help = match found {
        Some((_, place)) => format!("did you mean `{place}`?"),
        None => "`creepline cases` lists the bundled cases; runs are kept in `runs` beside their file".into(),
    };
    let named = path.display();
    Failure::new(Ending::Failed, format!("error[S001]: {letter}: there is no run, no file and no bundled case called `{named}`\n  help: {help}"))
}

/// Names of everything in a folder, sorted; nothing where it cannot be read.
fn entries(folder: &Path) -> Vec<String> {
    let Ok(found) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        found.flatten().filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}
