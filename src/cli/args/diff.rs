//! Options of `creepline diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Delivery, day};
use crate::scenario::Date;

/// Shape of what differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Text to read: settings in words, then the metrics and verdicts that differ.
    Human,
    /// One document with every setting that differs, every metric and every verdict.
    Json,
    /// A row for each setting that differs, each metric and each verdict.
    Csv,
    /// Lists and tables to paste into a document.
    Md,
}

/// Tell what differs between two runs or scenarios.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline diff shop.ron shop-new.ron                                settings that differ, in words
  creepline diff runs/shop-1a2b3c4d-42 runs/shop-5e6f7a8b-42          settings, then results
  creepline diff retargeting shop.ron --exit-code --format json -o diff.json",
    after_help = "\
Settings come first: what B sets otherwise than A. Results follow where both are kept runs: for each variant that both have, each metric in A, in B, and B
minus A with its interval. Worlds are compared one by one where both runs have the same seed and as many people, for then they share their luck; otherwise
means are compared, with the luck of both in the interval. Nothing is flown.

Exit codes:
  0    done, whether or not anything differs
  1    could not finish: files, a run that is not there or is damaged
  2    wrong usage
  3    a scenario is not valid
  6    with `--exit-code`: something differs"
)]
pub struct DiffArgs {
    /// The first: folder of a kept run, scenario file, or name of a bundled case.
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// The second, told as a change of the first.
    #[arg(value_name = "B")]
    pub after: PathBuf,
    /// End with 6 where anything differs (1 says that it could not finish).
    #[arg(long)]
    pub exit_code: bool,
    /// What day it is, as year-month-day, for waivers; the system's date if not said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: DiffFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}
