//! `creepline search` as a user runs it: what is found, what is not, odd requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;

use crate::common::{run, tiny};
use serde_json::Value;

const WEEKLY: &str = "variants[more].policy.contacts[0].per_week=1..7";

fn shop(guardrails: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(guardrails)).unwrap();
    folder
}

fn search(folder: &tempfile::TempDir, more: &[&str]) -> crate::common::Ended {
    let begin = ["search", "shop.ron", "--people", "60", "--worlds", "4", "--days", "6", "--quiet"];
    let budget: &[&str] = if more.contains(&"--budget") { &[] } else { &["--budget", "10"] };
    run(folder.path(), &[&begin, budget, more].concat())
}

#[test]
fn what_is_found_is_within_every_limit_in_fresh_worlds() {
    // A limit that nobody can cross: the search is free to go where it gains most.
    let folder = shop(r#"(metric: "churn_cum", compare: Level, bound: AtMost, limit: 1.5)"#);
    let ended = search(&folder, &["--set", WEEKLY, "--raise", "purchases", "--format", "json"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    let value: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        (value["schema"].as_str(), value["variant"].as_str(), value["wanted"].as_str()),
        (Some("creepline.search/1"), Some("more"), Some("more"))
    );
    let best = &value["recommended"];
    assert_eq!(best["trial"]["seen"]["decision"], "ship");
    assert!(best["clearly_better"].is_boolean() && best["gain"]["worlds"] == 4);
    assert!(value["spent"].as_f64().unwrap() <= 10.0);
    let fresh = value["fresh"].as_array().unwrap();
    assert_eq!(fresh.last().unwrap()["settings"], best["trial"]["settings"]);
    let other = search(&folder, &["--set", WEEKLY, "--raise", "purchases", "--threads", "1"]);
    assert_eq!(other.code, 0);
    assert!(other.out.contains("Found: variants[more].policy.contacts[0].per_week = ") && other.out.contains("fresh worlds"), "{}", other.out);
    assert_eq!(search(&folder, &["--set", WEEKLY, "--raise", "purchases", "--threads", "2"]).out, other.out, "the same for any number of threads");
}

#[test]
fn where_nothing_is_within_none_is_found_and_the_nearest_says_why() {
    let folder = shop(r#"(metric: "trust", compare: Level, bound: AtLeast, limit: 0.99)"#);
    let ended = search(&folder, &["--set", WEEKLY, "--raise", "purchases"]);
    assert_eq!((ended.code, ended.err.as_str()), (5, ""), "{}", ended.out);
    assert!(ended.out.contains("None found") && ended.out.contains("Nearest: ") && ended.out.contains("crosses limit: trust"), "{}", ended.out);
    let table = search(&folder, &["--set", WEEKLY, "--lower", "complaints", "--format", "csv", "-o", "trials.csv"]);
    assert_eq!((table.code, table.out.as_str()), (5, ""));
    let text = fs::read_to_string(folder.path().join("trials.csv")).unwrap();
    assert!(text.starts_with("variants[more].policy.contacts[0].per_week,round,worlds,people,fresh,decision,metric,"), "{text}");
    let page = search(&folder, &["--set", WEEKLY, "--lower", "complaints", "--format", "md"]);
    assert!(page.code == 5 && page.out.starts_with("# A search: Tiny shop"), "{}", page.out);
}

#[test]
fn odd_requests_say_what_is_possible() {
    let folder = shop(r#"(metric: "complaints", limit: 0.02)"#);
    for (arguments, words) in [
        (vec!["--set", WEEKLY], "--raise"),
        (vec!["--set", WEEKLY, "--raise", "purchase"], "did you mean `purchases`?"),
        (vec!["--set", "variants[mor].policy.depth=0..1", "--raise", "purchases"], "did you mean `more`?"),
        (vec!["--set", WEEKLY, "--raise", "purchases", "--for", "base"], "no variant that is compared"),
        (vec!["--set", WEEKLY, "--raise", "purchases", "--budget", "3"], "at least 9"),
        (vec!["--raise", "purchases"], "--set"),
    ] {
        let ended = search(&folder, &arguments);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains(words), "{arguments:?}: {}", ended.err);
    }
    let open = search(&shop(""), &["--set", WEEKLY, "--raise", "purchases"]);
    assert!(open.code == 3 && open.err.contains("nothing to evaluate") && open.err.contains("no guardrail"), "{}", open.err);
    let help = run(std::path::Path::new("."), &["search", "--help"]);
    assert!(help.out.contains("3    the scenario is not valid, or sets no guardrail"), "{}", help.out);
}
