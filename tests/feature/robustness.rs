//! `creepline robustness` as a user runs it: every shape of the result, odd requests.
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

fn robustness(folder: &tempfile::TempDir, more: &[&str]) -> crate::common::Ended {
    let begin = ["robustness", "shop.ron", "--people", "30", "--worlds", "2", "--days", "4", "-n", "5", "--metric", "trust", "--quiet"];
    run(folder.path(), &[&begin, more].concat())
}

#[test]
fn shares_have_their_interval_and_settings_their_effects() {
    let folder = shop();
    let ended = robustness(&folder, &["--method", "sobol", "--trajectories", "2", "--screened", "2", "--rows", "4", "--format", "json"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    let value: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((value["schema"].as_str(), value["draws"].as_u64()), (Some("creepline.robustness/1"), Some(5)));
    let settings = value["settings"].as_array().unwrap().len() as u64;
    assert_eq!(value["runs"].as_u64(), Some(1 + 5 + 2 * (settings + 1) + 4 * 4));
    let held = &value["variants"][0];
    assert_eq!((held["variant"].as_str(), held["holds"]["of"].as_u64()), (Some("more"), Some(5)));
    let (low, share, high) = (&held["holds"]["low"], &held["holds"]["share"], &held["holds"]["high"]);
    assert!(low.as_f64() <= share.as_f64() && share.as_f64() <= high.as_f64());
    assert_eq!(value["values"].as_array().unwrap().len(), 5);
    let influences = value["influences"].as_array().unwrap();
    assert_eq!(influences.iter().map(|one| one["of"].as_str().unwrap()).collect::<Vec<_>>(), ["guardrail complaints", "trust"]);
    assert!(influences.iter().all(|one| one["settings"].as_array().unwrap().len() as u64 == settings));
}

#[test]
fn it_can_be_read_and_taken_elsewhere() {
    let folder = shop();
    let human = robustness(&folder, &["--method", "morris", "--trajectories", "2", "--top", "3"]);
    assert_eq!((human.code, human.err.as_str()), (0, ""));
    for words in [
        "assumptions drawn together from their plausible ranges, 5 times",
        "A: more",
        "that holds in ",
        " of 5 (",
        "what decides guardrail complaints",
    ] {
        assert!(human.out.contains(words), "{words}: {}", human.out);
    }
    let again = robustness(&folder, &["--method", "morris", "--trajectories", "2", "--top", "3", "--threads", "1"]);
    assert_eq!(again.out, human.out, "the same for any number of threads");
    let csv = robustness(&folder, &["--method", "shares", "--design", "sobol", "--format", "csv"]);
    assert!(csv.out.starts_with("variant,of,name,setting,count,draws,value,low,high,") && csv.out.contains("more,verdict,holds,"), "{}", csv.out);
    let page = robustness(&folder, &["--method", "shares", "--format", "md", "-o", "page.md"]);
    assert_eq!((page.code, page.out.as_str()), (0, ""));
    assert!(fs::read_to_string(folder.path().join("page.md")).unwrap().starts_with("# Does it hold? Tiny shop"));
}

#[test]
fn odd_requests_say_what_is_possible() {
    let folder = shop();
    for (arguments, words) in [
        (vec!["--method", "morris", "--trajectories", "1"], "two trajectories"),
        (vec!["--method", "sobol", "--rows", "1"], "two rows"),
        (vec!["--metric", "trusst"], "did you mean `trust`?"),
        (vec!["--variant", "mor"], "did you mean `more`?"),
    ] {
        let ended = robustness(&folder, &arguments);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains(words), "{arguments:?}: {}", ended.err);
    }
    let none = run(folder.path(), &["robustness", "shop.ron", "-n", "0"]);
    assert!(none.code == 2 && none.err.contains("at least one"), "{}", none.err);
}
