//! `creepline gate` as a pipeline runs it: every exit code, every shape, the reference, waivers, kept runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::common::{Ended, names, run, tiny};
use creepline::ledger::{Count, Ledger};
use creepline::store;
use serde_json::Value;

const WITHIN: &str = r#"(metric: "over_line_share", limit: 0.9)"#;
const CROSSED: &str = r#"(metric: "trust", compare: Level, limit: 0.1)"#;
/// Whether seven messages sell more than one cannot be told from three worlds.
const UNDECIDED: &str = r#"(metric: "purchases", limit: 0.0, scope: EachSegment, smallest_group: 1)"#;

fn shop(guardrails: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(guardrails)).unwrap();
    folder
}

fn gate(folder: &Path, more: &[&str]) -> Ended {
    let all: Vec<&str> = ["gate", "shop.ron", "--today", "2027-01-01"].iter().chain(more).copied().collect();
    run(folder, &all)
}

fn ends(guardrails: &str, more: &[&str], code: i32) -> Ended {
    let folder = shop(guardrails);
    let ended = gate(folder.path(), more);
    assert_eq!(ended.code, code, "{}\n{}", ended.out, ended.err);
    ended
}

#[test]
fn zero_within_every_limit() {
    let ended = ends(WITHIN, &[], 0);
    assert!(ended.out.contains("[ok] within limit: more, over_line_share, all customers"), "{}", ended.out);
    assert!(ended.out.contains("--> shop.ron:12:79"), "{}", ended.out);
    assert!(ended.out.ends_with("Gate open: 1 of 1 guardrail decision within the limit (exit code 0)\n"), "{}", ended.out);
    for check in ["determinism", "twin identity", "allocation", "undefined metrics"] {
        assert!(ended.out.contains(&format!("[ok] {check} passed: ")), "{check}\n{}", ended.out);
    }
}

#[test]
fn one_could_not_finish() {
    let folder = shop(WITHIN);
    assert_eq!(run(folder.path(), &["gate", "missing.ron"]).code, 1);
    let ended = gate(folder.path(), &["-o", "no/such/folder/gate.txt"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("was not written"), "{}", ended.err);
    fs::write(folder.path().join("shop.reference"), "not a reference").unwrap();
    let ended = gate(folder.path(), &[]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("shop.reference is damaged"), "{}", ended.err);
}

#[test]
fn two_wrong_usage() {
    for more in [&["--today", "yesterday"][..], &["--time-limit", "soon"], &["--format", "pdf"], &["--people", "0"]] {
        ends(WITHIN, more, 2);
    }
    let folder = shop(WITHIN);
    let ended = run(folder.path(), &["gate", "retargeting", "--update-reference"]);
    assert_eq!(ended.code, 2, "{}", ended.err);
}

#[test]
fn three_not_valid_or_nothing_to_evaluate() {
    assert!(ends("", &[], 3).err.contains("nothing to evaluate: the scenario sets no guardrail"));
    assert!(ends(r#"(metric: "hapiness")"#, &[], 3).err.contains("error[S018]"));
    let ended = ends(r#"(metric: "over_line_share", waivers: [(name: "A", reason: "b", expires: "soon")])"#, &[], 3);
    assert!(ended.err.contains("error[S022]: `soon` is not a date") && ended.err.contains("--> shop.ron:12:"), "{}", ended.err);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), format!("(experiment: (guardrails: [{WITHIN}]))")).unwrap();
    let ended = gate(folder.path(), &[]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("there is no variant beside the baseline"), "{}", ended.err);
}

#[test]
fn four_crossed() {
    let ended = ends(CROSSED, &[], 4);
    assert!(
        ended.out.contains("[XX] crosses limit: more") && ended.out.contains("Gate shut: 1 of 1 guardrail decision crossed (exit code 4)"),
        "{}",
        ended.out
    );
}

#[test]
fn five_cannot_tell_and_how_many_worlds_would_do() {
    let ended = ends(UNDECIDED, &[], 5);
    assert!(ended.out.contains("[??] cannot tell yet"), "{}", ended.out);
    let folder = shop(UNDECIDED);
    let document: Value = serde_json::from_str(&gate(folder.path(), &["--format", "json", "-q"]).out).unwrap();
    let outcomes = document["guardrails"].as_array().unwrap();
    assert!(outcomes.iter().any(|outcome| outcome["worlds_needed"].as_u64().is_some_and(|worlds| worlds > 3)), "{document}");
    let warn = UNDECIDED.replace("limit: 0.0", "limit: 0.0, undecided: Warn");
    let ended = ends(&warn, &[], 0);
    assert!(ended.out.contains("undecided, which only warns"), "{}", ended.out);
}

#[test]
fn six_stale_until_somebody_accepts() {
    let folder = shop(WITHIN);
    let first = gate(folder.path(), &["--update-reference"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!(names(folder.path()), ["shop.reference", "shop.ron"]);
    assert!(gate(folder.path(), &[]).out.contains("shop.reference: the same"));

    // Words and waivers are no change; a seed, a limit and an engine are.
    let text = tiny(WITHIN).replace("For tests.", "For other tests.");
    fs::write(folder.path().join("shop.ron"), text).unwrap();
    assert_eq!(gate(folder.path(), &[]).code, 0);
    let ended = gate(folder.path(), &["--seed", "8"]);
    assert_eq!(ended.code, 6, "{}", ended.out);
    assert!(ended.out.contains("shop.reference is stale:") && ended.out.contains("seed 7 -> 8"), "{}", ended.out);
    fs::write(folder.path().join("shop.ron"), tiny(&WITHIN.replace("0.9", "0.95"))).unwrap();
    let ended = gate(folder.path(), &[]);
    assert!(ended.code == 6 && ended.out.contains("limit 0.9 -> 0.95"), "{}", ended.out);
    assert_eq!(gate(folder.path(), &["--update-reference"]).code, 0);
    assert_eq!(gate(folder.path(), &[]).code, 0);

    let reference = folder.path().join("shop.reference");
    let accepted = fs::read_to_string(&reference).unwrap();
    fs::write(&reference, accepted.replace(&format!("engine: \"{}\"", env!("CARGO_PKG_VERSION")), "engine: \"0.0.1\"")).unwrap();
    let ended = gate(folder.path(), &[]);
    assert!(ended.code == 6 && ended.out.contains("engine 0.0.1 -> "), "{}", ended.out);
    // Crossed weighs more than stale.
    fs::write(folder.path().join("shop.ron"), tiny(CROSSED)).unwrap();
    assert_eq!(gate(folder.path(), &[]).code, 4);
}

#[test]
fn seven_a_kept_run_that_the_engine_did_not_leave() {
    let folder = shop(CROSSED);
    let ended = run(folder.path(), &["run", "shop.ron", "--today", "2027-01-01", "-q", "-o", "card.txt"]);
    assert_eq!(ended.code, 4, "{}", ended.err);
    let kept = folder.path().join("runs").join(&names(&folder.path().join("runs"))[0]);
    let as_it_was = gate(folder.path(), &["--run", kept.to_str().unwrap()]);
    assert_eq!(as_it_was.code, 4, "{}\n{}", as_it_was.out, as_it_was.err);

    // One purchase more, in a folder whose hashes all agree.
    let mut tampered = store::open(&kept).unwrap();
    let mut ledger = Ledger::clone(&tampered.worlds[0]);
    ledger.day_mut(2, 3, 0)[Count::Purchases as usize] += 1;
    tampered.worlds[0] = Arc::new(ledger);
    let elsewhere = store::save(&tampered, &folder.path().join("elsewhere")).unwrap().folder;
    for format in ["human", "md", "json", "junit", "sarif"] {
        let ended = gate(folder.path(), &["--run", elsewhere.to_str().unwrap(), "--format", format]);
        assert_eq!(ended.code, 7, "{}\n{}", ended.out, ended.err);
        assert!(ended.out.contains("the first world, flown again, left other counts"), "{}", ended.out);
        assert!(!ended.out.contains("crosses limit") && !ended.out.contains("\"crossed\""), "no verdict is shown\n{}", ended.out);
    }
    // Another scenario's run is not comparable.
    fs::write(folder.path().join("shop.ron"), tiny(WITHIN)).unwrap();
    let ended = gate(folder.path(), &["--run", kept.to_str().unwrap()]);
    assert!(ended.code == 6 && ended.err.contains("flown from another scenario"), "{}", ended.err);
}

#[cfg(unix)]
#[test]
fn a_hundred_and_thirty_interrupted() {
    use std::process::{Command, Stdio};
    let folder = shop(WITHIN);
    let arguments = ["gate", "shop.ron", "--people", "300", "--days", "30", "--worlds", "9000", "--threads", "1"];
    let child = Command::new(env!("CARGO_BIN_EXE_creepline"))
        .current_dir(folder.path())
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(4));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(130), "{out}\n{err}");
    assert!(out.contains("interrupted: ") && out.contains("of 9000 worlds are finished"), "{out}\n{err}");
}

#[test]
fn a_time_limit_stops_early_and_says_so() {
    let folder = shop(WITHIN);
    let ended = gate(folder.path(), &["--people", "300", "--worlds", "9000", "--days", "30", "--time-limit", "4s"]);
    assert!(ended.out.contains("the time was over: ") && ended.out.contains("of 9000 worlds are finished"), "{}\n{}", ended.out, ended.err);
    assert!(ended.code == 0 || ended.code == 5, "verdicts rest on the worlds that are there: {}", ended.code);
    let none = gate(folder.path(), &["--people", "100000", "--days", "365", "--time-limit", "10ms"]);
    assert!(none.code == 1 && none.err.contains("the time was over before the first world"), "{}", none.err);
    // A part of the worlds is not accepted as a reference.
    let ended = gate(folder.path(), &["--people", "300", "--worlds", "9000", "--days", "30", "--time-limit", "4s", "--update-reference"]);
    assert!(ended.out.contains("was not written: not all worlds were flown"), "{}", ended.out);
    assert_eq!(names(folder.path()), ["shop.ron"]);
}

#[test]
fn waivers_excuse_until_their_day() {
    let waived = CROSSED.replace("limit:", r#"waivers: [(name: "Ethics board", reason: "mended in spring", expires: "2027-03-31")], limit:"#);
    let folder = shop(&waived);
    let ended = gate(folder.path(), &[]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(
        ended.out.contains("[ww] waived: more") && ended.out.contains("waived until 2027-03-31 by Ethics board: mended in spring"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("Gate open: 0 of 1 guardrail decision within the limit, 1 waived"), "{}", ended.out);
    let late = run(folder.path(), &["gate", "shop.ron", "--today", "2027-04-01"]);
    assert!(late.code == 4 && late.out.contains("expired on 2027-03-31 and counts no more"), "{}", late.out);
    let flown = run(folder.path(), &["run", "shop.ron", "--no-save", "--today", "2027-01-01"]);
    assert_eq!(flown.code, 0, "a run says the same\n{}", flown.out);
    let needless = WITHIN.replace("limit:", r#"waivers: [(name: "A", reason: "b", expires: "2027-03-31")], limit:"#);
    assert!(ends(&needless, &[], 0).out.contains("warning: waiver 1 of guardrail 1 (over_line_share), by A until 2027-03-31: all that it covers"));
    let lost = CROSSED.replace("limit:", r#"waivers: [(name: "A", reason: "b", expires: "2027-03-31", variant: "mroe")], limit:"#);
    let ended = ends(&lost, &[], 4);
    assert!(ended.err.contains("warning[W012]") && ended.err.contains("did you mean `more`?"), "{}", ended.err);
}

#[test]
fn what_is_read_and_what_is_posted_keep_their_shape() {
    let folder = shop(&format!("{WITHIN}, {CROSSED}"));
    let shown = |format: &str| {
        let ended = gate(folder.path(), &["--format", format, "-q"]);
        assert_eq!((ended.code, ended.err.as_str()), (4, ""));
        ended.out
    };
    insta::assert_snapshot!("gate_human", shown("human"));
    insta::assert_snapshot!("gate_md", shown("md"));
    let sarif: Value = serde_json::from_str(&shown("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 12);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1, "what is within is no finding");
    assert!(shown("junit").contains(r#"<failure message="crosses limit: "#));
}
