//! `creepline sweep` as a user runs it: every shape of the result, going on after a stop, odd requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::io::Write;

use crate::common::{names, run, tiny};
use serde_json::Value;

const LIMIT: &str = r#"(metric: "complaints", compare: Difference, bound: AtMost, limit: 0.02)"#;
const WEEKLY: &str = "variants[more].policy.contacts[0].per_week";

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(LIMIT)).unwrap();
    folder
}

/// A sweep of the tiny shop, made small.
fn sweep(folder: &tempfile::TempDir, more: &[&str]) -> crate::common::Ended {
    let begin = ["sweep", "shop.ron", "--people", "40", "--worlds", "2", "--days", "4", "--metric", "complaints,purchases", "--quiet"];
    run(folder.path(), &[&begin, more].concat())
}

#[test]
fn one_setting_is_a_row_each_with_its_verdict_and_where_the_limit_is_met() {
    let folder = shop();
    let ended = sweep(&folder, &["--set", &format!("{WEEKLY}=1..7 step 2")]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out.starts_with("Tiny shop: grid, 4 of 4 points, each 2 worlds of 40 people, 4 days, seed 7"), "{}", ended.out);
    assert!(ended.out.contains(&format!("Per week: {WEEKLY}")) && ended.out.contains("\nmore\n") && !ended.out.contains("\nbase\n"), "{}", ended.out);
    assert!(ended.out.contains("complaints: the "), "where the limit is met: {}", ended.out);
    let page = sweep(&folder, &["--set", &format!("{WEEKLY}=1..7 step 2"), "--format", "md"]);
    assert!(page.out.starts_with("# Tiny shop") && page.out.matches("\n| ").count() >= 5, "{}", page.out);
}

#[test]
fn json_holds_every_number_and_the_contours() {
    let folder = shop();
    let ended = sweep(&folder, &["--set", &format!("{WEEKLY}=1,4,7"), "--set", "catalog.items=40,60", "--format", "json"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let value: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((value["schema"].as_str(), value["points"].as_u64(), value["done"].as_u64()), (Some("creepline.sweep/1"), Some(6), Some(6)));
    assert_eq!(value["axes"][0]["path"], WEEKLY);
    let point = &value["results"][5];
    assert_eq!((point["settings"][0]["number"].as_f64(), point["settings"][1]["text"].as_str()), (Some(7.0), Some("60")));
    let more = point["variants"].as_array().unwrap().iter().find(|variant| variant["name"] == "more").unwrap();
    assert!(more["decision"].is_string() && more["guardrails"][0]["verdict"].is_string());
    assert!(more["metrics"][1]["difference"]["values"].as_array().is_some_and(|values| values.len() == 2));
    assert!(value["limits"][0]["contours"]["limit"].is_array());
}

#[test]
fn a_trade_off_holds_what_no_allowed_point_beats() {
    let folder = shop();
    let ask = |more: &[&str]| {
        sweep(&folder, &[&["--set", &format!("{WEEKLY}=1..7 step 2"), "--benefit", "purchases", "--harm", "creepiness"], more].concat())
    };
    let ended = ask(&["--format", "json"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let value: Value = serde_json::from_str(&ended.out).unwrap();
    let trade = &value["trade_off"];
    assert_eq!((trade["benefit"].as_str(), trade["harm"].as_str()), (Some("purchases"), Some("creepiness")));
    let points = trade["points"].as_array().unwrap();
    assert_eq!(points.len(), 4);
    for place in trade["front"].as_array().unwrap() {
        let point = &points[place.as_u64().unwrap() as usize];
        assert!(point["permit"] == "allowed" && point["beaten_by"].is_null(), "{point}");
    }
    assert!(ask(&[]).out.contains("Trade-off: what no other point within every limit beats"));
    let lone = sweep(&folder, &["--set", &format!("{WEEKLY}=1,2"), "--benefit", "purchases"]);
    assert!(lone.code == 2 && lone.err.contains("--harm"), "{}", lone.err);
}

#[test]
fn csv_is_long_and_keeps_its_points() {
    let folder = shop();
    let ended = sweep(&folder, &["--set", "behavior.mechanisms.trust=off,on", "--format", "csv", "-o", "out.csv"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{}", ended.err);
    assert_eq!(names(folder.path()), ["out.csv", "out.points.jsonl", "shop.ron"]);
    let text = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let mut lines = text.lines();
    let head = "point,behavior.mechanisms.trust,variant,decision,metric,of,scope,mean,low,high,worlds,limit,verdict,reason";
    assert_eq!(lines.next(), Some(head));
    assert!(text.contains("1,true,more,") && text.contains(",complaints,guardrail,all customers,"), "{text}");
}

#[test]
fn a_stopped_sweep_goes_on_and_ends_the_same() {
    let folder = shop();
    let path = folder.path().join("map.jsonl");
    let set = format!("{WEEKLY}=1..7");
    let ask = |more: &[&str]| sweep(&folder, &[&["--set", &set, "--format", "jsonl", "-o", "map.jsonl"], more].concat());
    assert_eq!(ask(&["--threads", "1"]).code, 0);
    let whole = fs::read_to_string(&path).unwrap();
    assert_eq!(whole.lines().count(), 8);
    // As if it had been stopped in the middle of writing the fourth point.
    let begun: String = whole.lines().take(4).map(|line| format!("{line}\n")).collect();
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(begun.as_bytes()).unwrap();
    file.write_all(&whole.lines().nth(4).unwrap().as_bytes()[..100]).unwrap();
    drop(file);
    let again = ask(&[]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already") && again.err.contains("--resume"), "{}", again.err);
    assert_eq!(ask(&["--resume", "--threads", "2"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), whole, "the same bytes, resumed and with other threads");
    let other = ask(&["--resume", "--seed", "8"]);
    assert_eq!(other.code, 2);
    assert!(other.err.contains("another sweep (seed: 7 there, 8 here)"), "{}", other.err);
    let other = sweep(&folder, &["--set", &format!("{WEEKLY}=1..6"), "--format", "jsonl", "-o", "map.jsonl", "--resume"]);
    assert!(other.code == 2 && other.err.contains("what varies"), "{}", other.err);
    assert_eq!(ask(&["--fresh", "--seed", "8"]).code, 0);
    assert_ne!(fs::read_to_string(&path).unwrap(), whole);
    fs::write(&path, whole.replacen("{\"point\":2", "{\"pt\":2", 1)).unwrap();
    let damaged = ask(&["--resume"]);
    assert_eq!(damaged.code, 1);
    assert!(damaged.err.contains("map.jsonl:4: "), "{}", damaged.err);
    let nothing = sweep(&folder, &["--set", &set, "--resume"]);
    assert!(nothing.code == 2 && nothing.err.contains("nothing to resume"), "{}", nothing.err);
}

#[test]
fn sampled_designs_and_one_point() {
    let folder = shop();
    for design in ["lhs", "sobol"] {
        let ended = sweep(&folder, &["--set", &format!("{WEEKLY}=1..7"), "--design", design, "-n", "4", "--format", "jsonl"]);
        assert_eq!((ended.code, ended.out.lines().count()), (0, 5), "{}", ended.err);
        let again = sweep(&folder, &["--set", &format!("{WEEKLY}=1..7"), "--design", design, "-n", "4", "--format", "jsonl", "--threads", "1"]);
        assert_eq!(again.out, ended.out);
    }
    let one = sweep(&folder, &["--set", &format!("{WEEKLY}=3"), "--format", "jsonl"]);
    assert_eq!((one.code, one.out.lines().count()), (0, 2));
}

#[test]
fn a_point_that_cannot_be_flown_is_told_and_not_lost() {
    let folder = shop();
    let ended = run(folder.path(), &["sweep", "shop.ron", "--people", "20", "--worlds", "2", "--days", "3", "--set", "catalog.price=5,-5"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("failed: price is -5") && ended.err.contains("1 of 2 points could not be flown"), "{} {}", ended.out, ended.err);
    let ended = sweep(&folder, &["--set", "catalog.price=-5", "--format", "json"]);
    assert_eq!(ended.code, 3);
    assert!(ended.out.contains("\"failed\": [") && ended.err.contains("none of the 1 points"), "{} {}", ended.out, ended.err);
}

#[test]
fn odd_requests_say_what_is_possible() {
    let folder = shop();
    for (arguments, code, words) in [
        (vec!["--set", "variants[mor].policy.depth=0..1"], 2, "did you mean `more`?"),
        (vec!["--set", "catalog.prise=0..1"], 2, "did you mean `price`?"),
        (vec!["--set", "catalog.price=9..1"], 2, "the range is empty"),
        (vec!["--set", "catalog.price"], 2, "PATH=VALUES"),
        (vec!["--set", "variants[more].policy.engine=Contnet"], 2, "did you mean `Content`?"),
        (vec!["--set", "behavior.mechanisms.trust=maybe"], 2, "trust"),
        (vec!["--set", "catalog.price=1..5", "-n", "9"], 2, "`--design lhs`"),
        (vec!["--set", "catalog.price=1..5", "--design", "lhs"], 2, "`-n 64`"),
        (vec![], 2, "--set"),
    ] {
        let ended = sweep(&folder, &arguments);
        assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains(words), "{arguments:?}: {}", ended.err);
    }
    let huge = sweep(&folder, &["--set", "catalog.price=0..1000000 step 0.5", "--set", "catalog.items=20..60"]);
    assert_eq!(huge.code, 2);
    assert!(huge.err.contains("that makes 82,000,041 points of 2 worlds and 40 people, allowed are 1,000; they would take about "), "{}", huge.err);
    assert_eq!(names(folder.path()), ["shop.ron"], "nothing is left behind");
}
