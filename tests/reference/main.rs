//! Numbers of established libraries and closed forms, read from every `*.json` of a folder: `tests/data/reference`, or the folder named by the
//! variable `CREEPLINE_REFERENCE`. Prints passed and failed cases of each function. The format is described in the folder's README.
#![allow(clippy::panic, clippy::print_stdout, reason = "a test may stop at the first surprise and says what it compared")]

mod answer;
mod compare;
mod topics;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// One function of one file: its cases, and what is compared how closely.
struct Function {
    topic: String,
    name: String,
    tolerance: compare::Tolerance,
    cases: Vec<Value>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder =
        std::env::var_os("CREEPLINE_REFERENCE").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/reference"), PathBuf::from);
    let judged: Vec<Judged> = read(&folder).iter().map(judge).collect();
    if !arguments.list {
        println!("\nreference: {}", folder.display());
        for one in &judged {
            println!("  {:<44} {:>4} passed {:>3} failed", one.name, one.cases - one.failed.len(), one.failed.len());
        }
        let (cases, failed): (usize, usize) = judged.iter().fold((0, 0), |(cases, failed), one| (cases + one.cases, failed + one.failed.len()));
        println!("  {:<44} {:>4} passed {failed:>3} failed", format!("{} functions", judged.len()), cases - failed);
        topics::LOOSER.iter().for_each(|line| println!("  not compared as stated: {line}"));
    }
    let trials = judged.into_iter().map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A function with the cases that differ, each with what differs.
struct Judged {
    name: String,
    cases: usize,
    failed: Vec<String>,
}

fn judge(function: &Function) -> Judged {
    let difference = |case: &Value| {
        let differences = differences(function, case);
        (!differences.is_empty()).then(|| format!("{}: {}", case["id"].as_str().unwrap_or("?"), differences.join("; ")))
    };
    let failed = function.cases.iter().filter_map(difference).collect();
    Judged { name: format!("{}::{}", function.topic, function.name), cases: function.cases.len(), failed }
}

/// All functions of the `*.json` files of the folder, by file name.
fn read(folder: &Path) -> Vec<Function> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{}: there is no *.json file", folder.display());
    files.iter().flat_map(|file| functions(file)).collect()
}

fn functions(file: &Path) -> Vec<Function> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let page: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let topic = page["topic"].as_str().unwrap_or_else(|| panic!("{}: no `topic`", file.display())).to_owned();
    let listed = page["functions"].as_array().unwrap_or_else(|| panic!("{}: no `functions`", file.display()));
    listed
        .iter()
        .map(|function| Function {
            topic: topic.clone(),
            name: function["name"].as_str().unwrap_or_else(|| panic!("{}: a function without `name`", file.display())).to_owned(),
            tolerance: compare::Tolerance::read(&function["tolerance"]).unwrap_or_else(|why| panic!("{}: {why}", file.display())),
            cases: function["cases"].as_array().unwrap_or_else(|| panic!("{}: a function without `cases`", file.display())).clone(),
        })
        .collect()
}

/// One test for each function; its name carries the number of cases, its failure lists the cases that differ.
fn trial(judged: Judged) -> Trial {
    Trial::test(format!("{} ({} cases)", judged.name, judged.cases), move || {
        if judged.failed.is_empty() {
            return Ok(());
        }
        let passed = judged.cases - judged.failed.len();
        Err(Failed::from(format!("{passed} passed, {} failed\n  {}", judged.failed.len(), judged.failed.join("\n  "))))
    })
}

/// What is wrong with our answer to this case; empty when nothing is.
fn differences(function: &Function, case: &Value) -> Vec<String> {
    let Some(answer) = topics::answer(&function.name, &case["inputs"], &case["outputs"]) else {
        return vec!["no answer: the function is not known here".to_owned()];
    };
    let outputs = &case["outputs"];
    compare::differences(&answer, outputs, &|path| topics::tolerance(&function.name, path, function.tolerance))
}
