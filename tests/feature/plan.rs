//! `creepline plan` as a user runs it: every shape, and what cannot be planned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;

use crate::common::{run, tiny};
use serde_json::Value;

const LIMITS: &str = r#"(metric: "over_line_share", limit: 0.9), (metric: "purchases", scope: EachSegment, limit: 0.5, smallest_group: 60)"#;

fn shop(guardrails: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(guardrails)).unwrap();
    folder
}

#[test]
fn every_decision_has_its_line_in_every_shape() {
    let folder = shop(LIMITS);
    let shown = |format: &str| {
        let ended = run(folder.path(), &["plan", "shop.ron", "-q", "--worlds", "12", "--format", format]);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
        ended.out
    };
    let document: Value = serde_json::from_str(&shown("json")).unwrap();
    assert_eq!(
        (document["schema"].as_str(), document["pilot_worlds"].as_u64(), document["planned_worlds"].as_u64()),
        (Some("creepline.plan/1"), Some(5), Some(12))
    );
    let lines = document["lines"].as_array().unwrap();
    assert_eq!((lines.len(), document["decisions"].as_u64()), (4, Some(4)), "everybody, and three segments");
    assert!(document["customer_days_per_second"].as_f64().unwrap() > 0.0);
    let widths = lines[0]["half_widths"].as_array().unwrap();
    assert_eq!((widths.first().unwrap()["worlds"].as_u64(), widths.last().unwrap()["worlds"].as_u64()), (Some(5), Some(200)));
    assert_eq!(lines[0]["told_by_plan"], true, "far from its limit");
    // A segment of about 50 people is never judged.
    let small = lines.iter().find(|line| line["distance"].is_null()).unwrap();
    assert!(small["distance_reason"].as_str().unwrap().contains("too few to be judged"), "{small}");
    assert!(document["worlds_needed"].is_null(), "so not all can be told");

    let human = shown("human");
    assert!(human.contains("12 worlds are planned and take about ") && human.contains("for some, no number of worlds is known to do."), "{human}");
    assert!(shown("md").contains("| over\\_line\\_share: more, all customers |"));
    let csv = shown("csv");
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let unplanned = lines.iter().filter(|line| line["distance"].is_null()).count();
    assert_eq!(rows.len(), (lines.len() - unplanned) * 11 + unplanned);
    assert!(rows.iter().all(|row| row[7].is_empty() != row[12].is_empty()), "a number or a reason");
}

#[test]
fn the_pilot_is_the_beginning_of_the_run() {
    let folder = shop(LIMITS);
    let json = |arguments: &[&str]| -> Value { serde_json::from_str(&run(folder.path(), arguments).out).unwrap() };
    let plan = json(&["plan", "shop.ron", "-q", "--pilot", "3", "--format", "json"]);
    let flown = json(&["run", "shop.ron", "-q", "--no-save", "--worlds", "3", "--format", "json"]);
    let (line, outcome) = (&plan["lines"][0], &flown["guardrails"][0]);
    let distance = 0.9 - outcome["compared"]["mean"].as_f64().unwrap();
    assert!((line["distance"].as_f64().unwrap() - distance).abs() < 1e-12);
    assert_eq!(plan["confidence"], outcome["confidence"]);
}

#[test]
fn what_cannot_be_planned() {
    let folder = shop("");
    let ended = run(folder.path(), &["plan", "shop.ron"]);
    assert!(ended.code == 3 && ended.err.contains("nothing to plan for"), "{}", ended.err);
    assert_eq!(run(folder.path(), &["plan", "shop.ron", "--pilot", "1"]).code, 2);
    assert_eq!(run(folder.path(), &["plan"]).code, 2);
}
