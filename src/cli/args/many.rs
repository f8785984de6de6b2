//! Arguments of the commands that fly a scenario many times: assumptions, sweeps, searches, plausible settings.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Delivery, Overrides, TableFormat, Threads};

/// Tell which assumptions move which outcome.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline sensitivity retargeting
  creepline sensitivity shop.ron --metric churn --metric trust --top 5
  creepline sensitivity shop.ron --format csv -o assumptions.csv",
    after_help = "\
Each setting of the customer model that has a plausible range is flown at its low and at its high end, one at a time, everything else as the scenario
has it, in the same worlds. Settings of mechanisms that the scenario does not use are named and not flown. Assumptions that matter only together are
not found this way."
)]
pub struct SensitivityArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// What is flown instead of what the file says. Without these, at most 8 worlds of at most 500 people are flown.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Outcome to look at (may be repeated); without it, those of the guardrails, purchases, people over their own line, trust and leaving.
    #[arg(long = "metric", value_name = "METRIC")]
    pub metrics: Vec<String>,
    /// How many assumptions to print for each outcome; json and csv hold all.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub top: usize,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: TableFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}

/// How the points of a sweep are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignWord {
    /// Every combination of the values.
    Grid,
    /// A Latin hypercube: `-n` points, each step of each range met once.
    Lhs,
    /// A scrambled Sobol' sequence: `-n` points, evenly spread.
    Sobol,
}

/// Shape of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SweepFormat {
    /// A table to read.
    Human,
    /// One document with every point and every contour.
    Json,
    /// A line that says which sweep it is, then a line for each point.
    Jsonl,
    /// The long table: a row for each point, variant and number.
    Csv,
    /// Tables to paste into a document.
    Md,
}

/// Fly a scenario at many values of some of its fields.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline sweep retargeting --set 'variants[5 a week].policy.contacts[0].per_week=1..9'
  creepline sweep shop.ron --set 'variants[new].policy.explicitness=0..1 in 9' --set behavior.mechanisms.trust=off,on -o map.csv --format csv
  creepline sweep shop.ron --set catalog.items=100..1000 --set catalog.price=5..50 --design lhs -n 64 -o points.jsonl --format jsonl --resume",
    after_help = "\
VALUES are `1..9` (whole steps where both ends are whole numbers two or more apart, else five values), `1..9 step 2`, `0..1 in 9`, or a list of what
the field takes: `1,2,5`, `off,on`, `Content,Random`. A sampled design draws from `low..high`. `creepline schema` lists the fields; items of lists are
named by place or name: `variants[0]`, `variants[3 a week, open]`.

Worlds have the same seeds at every point, so that a difference is the fields' doing. A point that makes no valid scenario is kept with its findings.

Exit codes:
  0    done
  1    could not finish: files, engine
  2    wrong usage
  3    the scenario is not valid, or no point is
  130  interrupted, finished points are kept"
)]
pub struct SweepArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// A field and its values (may be repeated).
    #[arg(long = "set", value_name = "PATH=VALUES", required = true)]
    pub set: Vec<String>,
    /// How points are chosen.
    #[arg(long, value_enum, default_value = "grid")]
    pub design: DesignWord,
    /// Points of a sampled design.
    #[arg(short = 'n', long = "samples", value_name = "N")]
    pub samples: Option<usize>,
    /// What is flown instead of what the file says. Without these, at most 5 worlds of at most 2,000 people are flown.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Metric to keep (may be repeated, or several with commas); without it, those of the guardrails, purchases, people over their own line, trust
    /// and leaving.
    #[arg(long = "metric", alias = "metrics", value_name = "METRIC", value_delimiter = ',')]
    pub metrics: Vec<String>,
    /// What is to be gained, for a trade-off against `--harm`.
    #[arg(long, value_name = "METRIC", requires = "harm")]
    pub benefit: Option<String>,
    /// What it costs.
    #[arg(long, value_name = "METRIC", requires = "benefit")]
    pub harm: Option<String>,
    /// More points than this are refused.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub most_points: usize,
    /// File to which each point is added as it is done; without it, the one of `-o` with the ending `.points.jsonl`.
    #[arg(long, value_name = "FILE")]
    pub points: Option<PathBuf>,
    /// Go on with a points file that is there.
    #[arg(long, conflicts_with = "fresh")]
    pub resume: bool,
    /// Begin anew where a points file is there.
    #[arg(long)]
    pub fresh: bool,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: SweepFormat,
    /// File that takes the result instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// No progress, warnings or hints.
    #[arg(short, long)]
    pub quiet: bool,
}

/// Search for a better policy.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline search retargeting --set 'variants[5 a week].policy.contacts[0].per_week=1..7' --set 'variants[5 a week].policy.explanation=0..1' \
--raise purchases
  creepline search shop.ron --set 'variants[new].policy.explicitness=0..1' --raise purchases --budget 60 --format json -o found.json",
    after_help = "\
The fields vary from `low` to `high`, or over a list. Many candidates are flown small, the better ones larger, then again nearer to the best. What comes
out best is flown once more in fresh worlds; it is recommended only if every guardrail is within its limit there. Otherwise none is found, and the nearest is
told with what would tell more.

Exit codes:
  0    one is found
  1    could not finish: files, engine
  2    wrong usage
  3    the scenario is not valid, or sets no guardrail: nothing to evaluate
  5    none is found
  130  interrupted"
)]
pub struct SearchArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// A field and the values it may take (may be repeated).
    #[arg(long = "set", value_name = "PATH=VALUES", required = true)]
    pub set: Vec<String>,
    /// What there should be more of, compared with the baseline.
    #[arg(long, value_name = "METRIC", required_unless_present = "lower", conflicts_with = "lower")]
    pub raise: Option<String>,
    /// What there should be less of, compared with the baseline.
    #[arg(long, value_name = "METRIC")]
    pub lower: Option<String>,
    /// The variant that is to be made better; without it, the one that the fields belong to, or the only one that is compared.
    #[arg(long = "for", value_name = "NAME")]
    pub variant: Option<String>,
    /// Runs of full size that may be spent; smaller ones count as parts.
    #[arg(long, value_name = "RUNS", default_value_t = 40.0)]
    pub budget: f64,
    /// What is flown instead of what the file says.
    #[command(flatten)]
    pub overrides: Overrides,
    /// What a gain costs, for the trade-off in the JSON document; without it, the metric of the first guardrail.
    #[arg(long, value_name = "METRIC")]
    pub harm: Option<String>,
    /// Metric to keep as well (may be repeated, or several with commas).
    #[arg(long = "metric", alias = "metrics", value_name = "METRIC", value_delimiter = ',')]
    pub metrics: Vec<String>,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: TableFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}

/// How plausible settings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SamplingWord {
    /// A Latin hypercube.
    Lhs,
    /// A scrambled Sobol' sequence.
    Sobol,
}

/// How it is found out which setting decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MethodWord {
    /// Not at all: only in how many settings a verdict holds.
    Shares,
    /// Elementary effects of every setting (Morris).
    Morris,
    /// Elementary effects, then shares of the variance (Sobol' indices) of the strongest.
    Sobol,
}

/// Tell in how many plausible settings a verdict holds.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline robustness retargeting
  creepline robustness shop.ron -n 200 --method shares --worlds 20
  creepline robustness shop.ron --method sobol --rows 256 --format json -o robust.json",
    after_help = "\
Every setting of the customer model that the scenario uses and that has a plausible range is drawn from it, all at once, `-n` times; worlds have the
same seeds throughout. `creepline sensitivity` moves one at a time; this also finds what matters together."
)]
pub struct RobustnessArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// Plausible settings to draw.
    #[arg(short = 'n', long = "samples", value_name = "N", default_value_t = 64)]
    pub samples: usize,
    /// How they are drawn.
    #[arg(long, value_enum, default_value = "lhs")]
    pub design: SamplingWord,
    /// How it is found out which setting decides.
    #[arg(long, value_enum, default_value = "morris")]
    pub method: MethodWord,
    /// Ways through all settings for elementary effects; each takes a run more than there are settings.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub trajectories: usize,
    /// Settings of which shares of the variance are told.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub screened: usize,
    /// Rows of the samples for shares of the variance.
    #[arg(long, value_name = "N", default_value_t = 64)]
    pub rows: usize,
    /// What is flown instead of what the file says. Without these, at most 8 worlds of at most 500 people are flown.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Outcome to look at beside the guardrails (may be repeated, or several with commas); without it, purchases, people over their own line, trust and
    /// leaving.
    #[arg(long = "metric", alias = "metrics", value_name = "METRIC", value_delimiter = ',')]
    pub metrics: Vec<String>,
    /// How many settings to print for each outcome; json and csv hold all.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub top: usize,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: TableFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}
