//! Files that cannot be flown: each is refused with its reason and its place, and nothing is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs::{self, File};
use std::path::Path;

use crate::common::{names, run};

/// Checks and runs a broken file; both must refuse it with the same words.
fn refused(name: &str, write: impl FnOnce(&Path), expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    write(&file);
    let size = fs::metadata(&file).unwrap().len();
    let checked = run(folder.path(), &["check", name]);
    let flown = run(folder.path(), &["run", name]);
    assert_eq!((checked.code, flown.code), (3, 3), "{name}\n{}\n{}", checked.out, flown.err);
    assert_eq!(flown.out, "", "the result is empty");
    for part in expected {
        assert!(checked.out.contains(part), "{name}: {part}\n{}", checked.out);
        assert!(flown.err.contains(part), "{name}: {part}\n{}", flown.err);
    }
    assert!(!flown.err.contains("panicked"), "{}", flown.err);
    assert_eq!(names(folder.path()), [name], "nothing is written");
    assert_eq!(fs::metadata(&file).unwrap().len(), size, "the file is as it was");
}

fn text(content: &'static str) -> impl FnOnce(&Path) {
    move |path| fs::write(path, content).unwrap()
}

#[test]
fn a_slip_in_a_field_name() {
    refused(
        "slip.ron",
        text("(\n    name: \"a\",\n    population: (customrs: 10),\n)"),
        &[
            "error[S008]: there is no field `customrs` here",
            "--> slip.ron:3:18  population.customrs",
            "did you mean `customers`? allowed: customers, segments, attributes",
        ],
    );
}

#[test]
fn a_share_above_one() {
    refused(
        "share.ron",
        text("(\n    population: (segments: [\n        (name: \"a\", share: 1.4),\n    ]),\n)"),
        &[
            "error[S012]: share is 1.4, allowed is 0 to 1",
            "--> share.ron:3:28  population.segments[0].share",
            "error[S014]: shares of the segments sum to 1.4",
        ],
    );
}

#[test]
fn a_number_that_is_none() {
    refused(
        "nan.ron",
        text("(behavior: (trust: (memory_days: NaN)))"),
        &["error[S013]: memory_days is NaN, allowed is 1 to 36500 (days)", "--> nan.ron:1:34  behavior.trust.memory_days"],
    );
}

#[test]
fn a_baseline_that_nobody_bears() {
    refused(
        "baseline.ron",
        text("(\n    variants: [(name: \"weekly\"), (name: \"daily\", policy: (depth: 0.1))],\n    experiment: (baseline: \"weakly\"),\n)"),
        &[
            "error[S018]: there is no variant called `weakly`",
            "--> baseline.ron:3:28  experiment.baseline",
            "did you mean `weekly`? allowed: weekly, daily, none",
        ],
    );
}

#[test]
fn a_value_of_the_wrong_kind() {
    refused(
        "kind.ron",
        text("(\n    variants: [\n        (name: \"baseline\", policy: (contacts: [(channel: \"email\", per_week: \"often\")])),\n    ],\n)"),
        &["error[S010]: per_week is text, allowed is a number", "--> kind.ron:3:77  variants[0].policy.contacts[0].per_week"],
    );
}

#[test]
fn a_newer_format() {
    refused(
        "newer.ron",
        text("(\n    version: 2,\n    future: [1, 2],\n)"),
        &["error[S005]: made with format 2, this build reads 1; nothing was changed", "--> newer.ron:2:14  version"],
    );
}

#[test]
fn an_empty_file() {
    refused("empty.ron", text(""), &["error[S004]: the file is empty", "--> empty.ron", "creepline new"]);
}

#[test]
fn a_binary_file() {
    refused(
        "binary.ron",
        |path| fs::write(path, b"\x7fELF\x02\x01\x01\0\0\0").unwrap(),
        &["error[S003]: the file is not text", "--> binary.ron:1:8"],
    );
}

#[test]
fn two_hundred_megabytes() {
    let start = std::time::Instant::now();
    let sparse = |path: &Path| File::create(path).unwrap().set_len(200 * 1024 * 1024).unwrap();
    refused("large.ron", sparse, &["error[S002]: the file has 209.7 MB, allowed are 4 MB", "--> large.ron"]);
    assert!(start.elapsed().as_secs() < 5, "it is not read");
}

#[test]
fn brackets_without_end() {
    let deep = |path: &Path| fs::write(path, format!("(name: {}", "[".repeat(1_000_000))).unwrap();
    refused("deep.ron", deep, &["error[S006]: brackets are nested more than 32 deep", "--> deep.ron:1:"]);
}

#[test]
fn a_bracket_that_is_not_closed() {
    refused(
        "open.ron",
        text("(\n    signals: [\n        (name: \"a\"),\n    variants: [],\n)"),
        &["error[S007]: `)` closes a bracket `[` that was opened in line 2", "--> open.ron:5:1"],
    );
}

#[test]
fn all_problems_come_at_once_and_several_files_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.ron"), "(storey: \"\", catalog: (itemz: 3), experiment: (days: -1))").unwrap();
    let ended = run(folder.path(), &["check", "bad.ron", "retargeting", "missing.ron"]);
    assert_eq!(ended.code, 3);
    for part in ["storey", "itemz", "days is -1", "retargeting: valid", "missing.ron: not usable", "there is no such file"] {
        assert!(ended.out.contains(part), "{part}\n{}", ended.out);
    }
    assert_eq!(run(folder.path(), &["check", "missing.ron"]).code, 1);
    assert_eq!(run(folder.path(), &["check"]).code, 2);
}
