//! Options of `creepline story`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Delivery, Overrides, Threads};

/// Shape of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    /// A log to read.
    Human,
    /// One document with every touch, day and event.
    Json,
}

/// Tell one person's story.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline story retargeting --person 417                             fly a bundled case and tell her story
  creepline story runs/shop-1a2b3c4d-42 --person P-000417 --variants base,A
  creepline story shop.ron --person worst --format json -o worst.json",
    after_help = "\
The person is invented: her name is made up from her number. Both lives have the same luck, so what differs comes from the variants."
)]
pub struct StoryArgs {
    /// Folder of a kept run, scenario file, or name of a bundled case; a scenario is flown first, up to the world asked for.
    pub run: PathBuf,
    /// Number of the person (417, P-000417), or whom the rule finds: worst, median, least (in order of days over their own line under the second variant).
    #[arg(long, value_name = "PERSON")]
    pub person: String,
    /// Two variants, by name or letter, with a comma between them; may be given twice instead. Without it, the baseline and the first variant under test.
    #[arg(long = "variants", value_name = "ONE,OTHER")]
    pub pair: Vec<String>,
    /// World that she lives in, from 1.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub world: u32,
    /// What is flown instead of what the file says; nothing for a kept run.
    #[command(flatten)]
    pub overrides: Overrides,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: StoryFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}
