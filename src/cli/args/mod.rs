//! Commands and options.

mod diff;
mod dossier;
mod many;
mod story;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use diff::{DiffArgs, DiffFormat};
pub use dossier::{ReportArgs, VerifyArgs};
pub use many::{DesignWord, MethodWord, RobustnessArgs, SamplingWord, SearchArgs, SensitivityArgs, SweepArgs, SweepFormat};

pub use story::{StoryArgs, StoryFormat};

use crate::scenario::{Date, date};

const EXAMPLES: &str = "\
Examples:
  creepline run retargeting                    fly a bundled case and print the scorecard
  creepline new retargeting shop.ron           start a scenario of your own
  creepline run shop.ron --format json -o shop.json";

const EXIT_CODES: &str = "\
Exit codes:
  0    done, every guardrail within its limit
  1    could not finish: files, engine
  2    wrong usage
  3    the scenario is not valid
  4    a guardrail is crossed
  5    cannot tell yet
  7    a self-check failed: no number is to be trusted
  130  interrupted, finished worlds are kept";

const GATE_CODES: &str = "\
Exit codes, the most serious first where several hold:
  130  interrupted before it came to an end
  7    a self-check failed: no number is to be trusted
  4    a guardrail is crossed
  6    the reference rests on another scenario, engine or numbers
  5    cannot tell, unless the guardrail says `undecided: Warn`
  0    every guardrail is within its limit, waived, or only warns
  1    could not finish: files, engine, no world finished in time
  2    wrong usage
  3    the scenario is not valid, or sets nothing to evaluate";

/// A flight simulator for personalization: fly a change through a synthetic population before a real customer meets it.
#[derive(Debug, Parser)]
#[command(name = "creepline", version, before_help = EXAMPLES, after_help = EXIT_CODES, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// Scenario file to open in the window; no command and no file opens the window on the first case.
    pub file: Option<PathBuf>,
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate a scenario, keep the run, print the scorecard.
    Run(RunArgs),
    /// Evaluate the guardrails for a pipeline and set the exit code.
    Gate(GateArgs),
    /// Fly a short pilot and tell how many worlds the guardrails need, and how long they take.
    Plan(PlanArgs),
    /// Check scenario files and tell every problem with its line.
    Check(CheckArgs),
    /// Print the documented full default scenario.
    Schema(SchemaArgs),
    /// List the bundled cases.
    Cases(CasesArgs),
    /// List the lessons for a class, or tell one step by step with what the engine answers.
    Lessons(LessonsArgs),
    /// Write a bundled case to a new file.
    New(NewArgs),
    /// Explain a metric, an idea, a mechanism, a setting or a source, or list them all.
    Explain(ExplainArgs),
    /// Fly published findings as experiments and print the report card.
    Validate(ValidateArgs),
    /// Compare the variants of a run, and what a real A/B test would have said with the truth.
    Compare(CompareArgs),
    /// Tell what differs between two runs or scenarios: settings, then results.
    Diff(DiffArgs),
    /// Tell what happens to one person under two variants, and why.
    Story(StoryArgs),
    /// Tell which assumptions of the customer model move which outcome.
    Sensitivity(SensitivityArgs),
    /// Fly a scenario at many values of some of its fields.
    Sweep(SweepArgs),
    /// Search for a better policy that stays within every limit.
    Search(SearchArgs),
    /// Tell in how many plausible settings of the customer model a verdict holds, and which setting decides.
    Robustness(RobustnessArgs),
    /// Write the dossier of a run: page, printed document, figures, tables, hashes.
    Report(ReportArgs),
    /// Check a dossier: every hash, and some worlds flown again.
    Verify(VerifyArgs),
}

/// A span of time as people write it.
fn time_span(text: &str) -> Result<Duration, String> {
    let span: Option<Duration> = text.parse::<jiff::SignedDuration>().ok().and_then(|span| span.try_into().ok());
    span.filter(|span| !span.is_zero()).ok_or_else(|| "a time such as 90s, 10m or 1h 30m is expected".to_owned())
}

/// A day as a file writes it.
fn day(text: &str) -> Result<Date, String> {
    date(text).ok_or_else(|| "a date such as 2027-03-31 is expected".to_owned())
}

/// What is flown instead of what the file says.
#[derive(Clone, Debug, Args)]
pub struct Overrides {
    /// Worlds to fly, instead of what the file says.
    #[arg(long, value_name = "N")]
    pub worlds: Option<u64>,
    /// Seed, instead of what the file says.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// People in each world, instead of what the file says.
    #[arg(long, value_name = "N")]
    pub people: Option<u64>,
    /// Days, instead of what the file says.
    #[arg(long, value_name = "N")]
    pub days: Option<u64>,
    /// Fly only this variant (may be repeated); the baseline and the twin without recommender are always flown.
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,
}

impl Overrides {
    /// These, with so many worlds and people where none are asked for.
    pub fn or_sized(&self, (worlds, people): (u64, u64)) -> Self {
        Self { worlds: self.worlds.or(Some(worlds)), people: self.people.or(Some(people)), ..self.clone() }
    }
}

/// How many threads fly.
#[derive(Debug, Args)]
pub struct Threads {
    /// Threads; all cores if not said. Never changes a result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl Threads {
    /// Their number; 0 for all cores.
    pub fn count(&self) -> usize {
        self.threads.map_or(0, usize::from)
    }
}

/// Where the result goes, and whether more is said than that.
#[derive(Debug, Args)]
pub struct Delivery {
    /// File that takes the result instead of standard output; written whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// No progress, warnings or hints.
    #[arg(short, long)]
    pub quiet: bool,
}

/// Shape of a table of assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Text to read: the strongest assumptions for each outcome.
    Human,
    /// One document with every number.
    Json,
    /// A row for each outcome and assumption.
    Csv,
    /// Tables to paste into a document.
    Md,
}

/// Shape of a report card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CardFormat {
    /// Text to read.
    Human,
    /// One document with every number and verdict.
    Json,
    /// A row for each comparison.
    Csv,
    /// Tables to paste into a document.
    Md,
    /// A page that stands on its own.
    Html,
}

/// Fly published findings.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline validate
  creepline validate C2 C16
  creepline validate my_finding.ron --format html -o card.html",
    after_help = "\
It is a report card, not a wall: what does not come out stays on it.

Exit codes:
  0    every comparison is inside
  1    could not finish: files, engine
  2    wrong usage
  3    a finding is not valid
  4    some comparison is not inside"
)]
pub struct ValidateArgs {
    /// Files, or ids of bundled findings; all bundled ones if none is named.
    #[arg(value_name = "FILE|ID")]
    pub findings: Vec<PathBuf>,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: CardFormat,
    /// File that takes the result instead of standard output; written whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// No progress.
    #[arg(short, long)]
    pub quiet: bool,
}

/// Shape of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A scorecard to read.
    Human,
    /// One document with every number, interval, guardrail and decision.
    Json,
    /// The long table: a row for each variant, world, day, segment or group and metric.
    Csv,
    /// A scorecard to paste into a document.
    Md,
}

/// Simulate a scenario.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  creepline run retargeting --worlds 5
  creepline run shop.ron --variant '5 a week' --seed 7
  creepline run shop.ron --save runs --format csv -o shop.csv", after_help = EXIT_CODES)]
pub struct RunArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// What is flown instead of what the file says.
    #[command(flatten)]
    pub overrides: Overrides,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Folder to keep the run in; without it, `runs` beside the file. Runs of bundled cases are kept only where this is given.
    #[arg(long, value_name = "DIR", conflicts_with = "no_save")]
    pub save: Option<PathBuf>,
    /// Do not keep the run.
    #[arg(long)]
    pub no_save: bool,
    /// Stop early, after this time ("90s", "10m", "1h 30m"); worlds that are finished by then count.
    #[arg(long, value_name = "TIME", value_parser = time_span)]
    pub time_limit: Option<Duration>,
    /// What day it is, as year-month-day, for waivers; the system's date if not said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Do not check the run itself (determinism, twin identity, allocation).
    #[arg(long)]
    pub no_self_check: bool,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}

/// Shape of what a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GateFormat {
    /// Lines to read.
    Human,
    /// One document with every number and verdict.
    Json,
    /// A JUnit report: a test case for each decision.
    Junit,
    /// SARIF 2.1.0: a result at the line of each guardrail that is not within its limit.
    Sarif,
    /// A comment for a pull request.
    Md,
}

/// Evaluate the guardrails.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  creepline gate shop.ron
  creepline gate shop.ron --format junit -o gate.xml --time-limit 10m
  creepline gate shop.ron --update-reference", after_help = GATE_CODES)]
pub struct GateArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// What is flown instead of what the file says.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Judge this kept run of the scenario instead of flying it; the self-checks fly a part of it again.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["worlds", "seed", "people", "days", "variants", "time_limit"])]
    pub run: Option<PathBuf>,
    /// Accept what comes out: write the reference beside the file (`shop.reference` beside `shop.ron`).
    #[arg(long)]
    pub update_reference: bool,
    /// What day it is, as year-month-day, for waivers; the system's date if not said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Stop early, after this time ("90s", "10m", "1h 30m"); worlds that are finished by then count.
    #[arg(long, value_name = "TIME", value_parser = time_span)]
    pub time_limit: Option<Duration>,
    /// How many threads fly.
    #[command(flatten)]
    pub threads: Threads,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: GateFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}

/// Plan a run.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  creepline plan retargeting
  creepline plan shop.ron --pilot 10
  creepline plan shop.ron --format csv -o plan.csv")]
pub struct PlanArgs {
    /// Scenario file, or the name of a bundled case.
    pub file: PathBuf,
    /// What is flown instead of what the file says; `--worlds` is what is planned.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Worlds of the pilot.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(2..=1_000))]
    pub pilot: u64,
    /// Threads; all cores if not said. Never changes a result but for the time it takes.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Shape of the result.
    #[arg(long, value_enum, default_value = "human")]
    pub format: TableFormat,
    /// Where the result goes.
    #[command(flatten)]
    pub delivery: Delivery,
}

/// Compare the variants of a run.
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  creepline compare small_test                          fly a bundled case and compare
  creepline compare runs/shop-1a2b3c4d-42 --baseline 'no recommender'
  creepline compare shop.ron --nothing 2000 --format md -o compared.md",
    after_help = "\
Prints the scorecard, then the A/B test that the scenario plans (`experiment.test`) beside the truth: everybody under every variant to the horizon. The test
is repeated over many assignments of the same people, which tells how often it covers the truth, finds it, mistakes its sign, ships what harms or kills what is
good, and what moves its estimate away from the truth."
)]
pub struct CompareArgs {
    /// Folder of a kept run, scenario file, or name of a bundled case; a scenario is flown first.
    pub run: PathBuf,
    /// Variant that the others are compared with, instead of the one that the scenario names. Nothing is flown again.
    #[arg(long, value_name = "NAME")]
    pub baseline: Option<String>,
    /// Hold only this variant's test against the truth.
    #[arg(long, value_name = "NAME")]
    pub against: Option<String>,
    /// Run so many tests of the baseline against itself for each method, and tell how often each finds an effect.
    #[arg(long, value_name = "TESTS", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub nothing: Option<u32>,
    /// What is flown instead of what the file says; nothing for a kept run.
    #[command(flatten)]
    pub overrides: Overrides,
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

/// Check scenario files.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Scenario files, or names of bundled cases.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Tell problems only, no warnings.
    #[arg(short, long)]
    pub quiet: bool,
}

/// Print the documented full default scenario.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// File that takes the text instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `creepline lessons`.
#[derive(Debug, Args)]
pub struct LessonsArgs {
    /// Lesson to tell; without it, all are listed.
    #[arg(value_name = "LESSON")]
    pub lesson: Option<String>,
    /// Threads; all cores if not said. Never changes a result.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

/// List the bundled cases.
#[derive(Debug, Args)]
pub struct CasesArgs {}

/// Write a bundled case to a new file.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Name of the case; `creepline cases` lists them.
    pub case: String,
    /// File to write; one that exists is never written over.
    pub file: PathBuf,
}

/// Explain a word.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  creepline explain over_line_share            a metric: formula, range, edge cases, what it cannot tell
  creepline explain worst_group                an idea that stands on screens
  creepline explain creepiness                 a mechanism of the customer model: equation, settings, sources
  creepline explain behavior.trust.bad_weight  a setting, or a group of them
  creepline explain C10                        a published source")]
pub struct ExplainArgs {
    /// Metric, idea, mechanism, path of a setting, or source; without it, all are listed.
    pub word: Option<String>,
}
