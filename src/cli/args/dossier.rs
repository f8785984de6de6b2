//! Options of the dossier: writing it, checking it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Overrides, Threads, day};
use crate::report::dossier::Kind;
use crate::scenario::Date;

/// A kind of file of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindWord {
    /// The page to read.
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

impl KindWord {
    /// What is written.
    pub fn kind(self) -> Kind {
        match self {
            Self::Html => Kind::Html,
            Self::Pdf => Kind::Pdf,
            Self::Png => Kind::Png,
            Self::Svg => Kind::Svg,
            Self::Csv => Kind::Csv,
            Self::Parquet => Kind::Parquet,
        }
    }
}

/// Write a dossier.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline report retargeting -o dossier                      fly a bundled case and write its dossier
  creepline report runs/shop-1a2b3c4d-42 -o dossier --format html,pdf
  creepline report shop.ron --decision decision.ron --seal -o dossier",
    after_help = "\
The folder holds the page, the printed document, figures, tables, every number, the scenario, the decision, and a manifest with the hash of each file. The same
run, decision and day give the same bytes. It is written aside and renamed: nobody ever sees half of it.

A decision file may be as short as `(outcome: Some(SendBack), name: \"A. Reviewer\")`; what it does not say is printed as a marked blank.

Exit codes:
  0    the dossier is written
  1    could not finish: files, engine, a folder that is there already or is sealed
  2    wrong usage
  3    the scenario or the decision is not valid
  7    the dossier is written, but a self-check of the run failed: it gives no verdict
  130  interrupted, nothing is written"
)]
pub struct ReportArgs {
    /// Folder of a kept run, scenario file, or name of a bundled case; a scenario is flown first.
    pub run: PathBuf,
    /// Folder to write.
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// What to write beside scenario, decision and manifest.
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["html", "pdf", "png", "svg", "csv", "parquet"])]
    pub format: Vec<KindWord>,
    /// File with the decision and what people wrote.
    #[arg(long, value_name = "FILE")]
    pub decision: Option<PathBuf>,
    /// Write over a dossier that is there; a sealed one is never written over.
    #[arg(long)]
    pub replace: bool,
    /// Bind the decision to the hash of all files; it needs an outcome, a name, a role and a date.
    #[arg(long)]
    pub seal: bool,
    /// What day it is, as year-month-day, for waivers; the system's date if not said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// What is flown instead of what the file says; nothing for a kept run.
    #[command(flatten)]
    pub overrides: Overrides,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Do not check the run itself (determinism, twin identity, allocation).
    #[arg(long)]
    pub no_self_check: bool,
    /// No progress, warnings or hints.
    #[arg(short, long)]
    pub quiet: bool,
}

/// Check a dossier.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline verify dossier                 every hash, and two worlds flown again
  creepline verify dossier --worlds 20     twenty worlds
  creepline verify dossier --worlds 0      hashes alone",
    after_help = "\
Checks that no file was changed, taken out or added, that the seal belongs to decision and files, that the hash on the first page is that of scenario, worlds
and decision, and that some worlds come out again to the last bit:
the first, and others that the hash of the content chooses, so that two who verify fly the same ones. A hash without a key shows that nothing changed since it was made, not who made it.

Exit codes:
  0    everything holds
  1    could not finish: no dossier, files, engine
  2    wrong usage
  6    the files hold, but another version made the dossier: its worlds cannot be compared
  7    something was changed, or does not come out again: trust no number
  130  interrupted"
)]
pub struct VerifyArgs {
    /// Folder of the dossier.
    pub dossier: PathBuf,
    /// How many worlds to fly again: the first, and others that the hash of the content chooses; 0 compares hashes alone.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub worlds: u64,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// No progress.
    #[arg(short, long)]
    pub quiet: bool,
}
