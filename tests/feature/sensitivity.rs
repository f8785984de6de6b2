//! `creepline sensitivity` as a user runs it: every shape of the table, odd requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;

use crate::common::{run, tiny};
use serde_json::Value;

const LIMIT: &str = r#"(metric: "complaints", compare: Difference, bound: AtMost, limit: 0.02)"#;

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(LIMIT)).unwrap();
    folder
}

#[test]
fn every_assumption_stands_in_the_table_with_both_ends() {
    let folder = shop();
    let ask = ["sensitivity", "shop.ron", "--people", "40", "--worlds", "2", "--metric", "trust", "--quiet", "--format", "json"];
    let ended = run(folder.path(), &ask);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    let table: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(table["schema"], "creepline.sensitivity/1");
    assert_eq!((table["people"].as_u64(), table["worlds"].as_u64(), table["seed"].as_u64()), (Some(40), Some(2), Some(7)));
    let outcome = &table["outcomes"][0];
    assert_eq!((outcome["metric"].as_str(), outcome["variant"].as_str(), outcome["of"].as_str()), (Some("trust"), Some("more"), Some("difference")));
    let rows = outcome["assumptions"].as_array().unwrap();
    assert_eq!(table["runs"].as_u64(), Some(1 + 2 * rows.len() as u64));
    let swing = |row: &Value| row["swing"]["mean"].as_f64().unwrap().abs();
    assert!(rows.windows(2).all(|pair| swing(&pair[0]) >= swing(&pair[1])), "the strongest first");
    let row = |setting: &str| rows.iter().find(|row| row["setting"] == setting).unwrap_or_else(|| panic!("{setting}"));
    let weight = row("behavior.trust.bad_weight");
    assert_eq!((weight["from"].as_f64(), weight["to"].as_f64(), weight["here"].as_f64()), (Some(0.16), Some(0.25), Some(0.18)));
    // Nothing is written at night, so this one cannot move anything, to the last bit.
    assert_eq!(row("behavior.perception.setting_night")["swing"]["mean"].as_f64(), Some(0.0));
    let unused = table["unused"].as_array().unwrap();
    assert!(!unused.is_empty() && unused.iter().all(|one| one["reason"].as_str().is_some_and(|reason| !reason.is_empty())));
    assert!(unused.iter().all(|one| !rows.iter().any(|row| row["setting"] == one["setting"])), "flown or not used");
}

#[test]
fn the_table_can_be_read_and_taken_elsewhere() {
    let folder = shop();
    let ask = |more: &[&str]| {
        let basis = ["sensitivity", "shop.ron", "--people", "20", "--worlds", "2", "--days", "3", "--quiet", "--metric", "complaints"];
        run(folder.path(), &[&basis, more].concat())
    };
    let human = ask(&["--top", "2"]);
    assert_eq!((human.code, human.err.as_str()), (0, ""));
    assert!(human.out.contains("Complaints: A: more, difference from the baseline"), "{}", human.out);
    assert!(human.out.contains("Not flown, because this scenario does not use them"), "{}", human.out);
    let csv = ask(&["--format", "csv"]);
    let lines: Vec<&str> = csv.out.lines().collect();
    assert!(lines[0].starts_with("metric,variant,of,setting,from,to,here,evidence,base,low,high,swing"), "{}", lines[0]);
    assert!(lines.len() > 50 && lines[1].starts_with("complaints,more,difference,behavior."), "{}", lines[1]);
    let page = ask(&["--format", "md", "-o", "table.md"]);
    assert_eq!((page.code, page.out.as_str()), (0, ""));
    assert!(fs::read_to_string(folder.path().join("table.md")).unwrap().starts_with("# Which assumptions matter: Tiny shop"));
}

#[test]
fn wrong_requests_name_what_there_is() {
    let folder = shop();
    let ended = run(folder.path(), &["sensitivity", "shop.ron", "--metric", "trusst"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("did you mean `trust`?"), "{}", ended.err);
    let ended = run(folder.path(), &["sensitivity", "shop.ron", "--variant", "mor"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("did you mean `more`?"), "{}", ended.err);
    assert_eq!(run(folder.path(), &["sensitivity", "nowhere"]).code, 1);
}
