//! `creepline compare` as a user runs it: a kept run, a case, another baseline, every shape, odd requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;

use crate::common::{run, tiny};
use serde_json::Value;

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny("")).unwrap();
    folder
}

fn json(folder: &tempfile::TempDir, arguments: &[&str]) -> Value {
    let ended = run(folder.path(), &[&["compare"], arguments, &["--quiet", "--format", "json"]].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    serde_json::from_str(&ended.out).unwrap()
}

#[test]
fn a_kept_run_compares_as_the_scenario_flown_again() {
    let folder = shop();
    let kept = run(folder.path(), &["run", "shop.ron", "--save", "kept", "--quiet", "--format", "json"]);
    let card: Value = serde_json::from_str(&kept.out).unwrap();
    let name = fs::read_dir(folder.path().join("kept")).unwrap().next().unwrap().unwrap().path();
    let kept = json(&folder, &[name.to_str().unwrap()]);
    let mut flown = json(&folder, &["shop.ron"]);
    assert_eq!(kept["scorecard"]["metrics"], card["metrics"]);
    for part in ["estimate_against_truth", "scenario_hash", "seed", "worlds", "baseline", "test"] {
        assert_eq!(kept[part], flown[part].take(), "{part}");
    }
    assert_eq!(kept["schema"], "creepline.compare/1");
}

#[test]
fn the_truth_of_the_test_is_the_metric_of_the_scorecard() {
    let folder = shop();
    let compared = json(&folder, &["shop.ron"]);
    let clicks = compared["scorecard"]["metrics"].as_array().unwrap().iter().find(|row| row["metric"] == "slate_clicks").unwrap();
    let difference = clicks["variants"]["more"]["difference"]["mean"].as_f64().unwrap();
    let record = &compared["estimate_against_truth"][0];
    assert_eq!(record["variant"], "more");
    // Clicks per customer in ten days, against clicks per 1,000 people and day.
    let truth = record["truth_to_the_horizon"]["mean"].as_f64().unwrap();
    assert!((truth - 100.0 * difference).abs() < 1e-9, "{truth} {difference}");
    // The test runs to the horizon here, so nothing but sampling is between estimate and truth of the same days.
    let parts = record["parts_of_the_error"].as_array().unwrap();
    let bias = |name: &str| parts.iter().find(|part| part["part"] == name).unwrap()["bias"]["mean"].as_f64().unwrap();
    for name in ["peeking", "attrition", "interference"] {
        assert_eq!(bias(name), 0.0, "{name}");
    }
    assert!((bias("novelty") + bias("short horizon")).abs() < 1e-9);
    let worlds = record["worlds"].as_array().unwrap();
    assert_eq!(worlds.len(), 3);
    for world in worlds {
        assert_eq!(world["people"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).sum::<u64>(), 200);
        assert_eq!(world["looks"].as_array().unwrap().last().unwrap()["effect"], world["answer"]["effect"]);
    }
}

#[test]
fn another_baseline_turns_differences_round_without_a_new_flight() {
    let folder = shop();
    let forth = json(&folder, &["shop.ron"]);
    let back = json(&folder, &["shop.ron", "--baseline", "more"]);
    let effect = |compared: &Value| compared["estimate_against_truth"][0]["truth_to_the_horizon"]["mean"].as_f64().unwrap();
    assert!((effect(&forth) + effect(&back)).abs() < 1e-9);
    assert_eq!(back["baseline"], "more");
    assert_eq!(back["estimate_against_truth"][0]["variant"], "base");
}

#[test]
fn every_shape_can_be_read() {
    let folder = shop();
    let ask = |more: &[&str]| run(folder.path(), &[&["compare", "shop.ron", "--quiet"], more].concat());
    let human = ask(&["--nothing", "60"]);
    for words in
        ["Estimate against truth", "truth to the horizon", "Effect by week", "short horizon", "one look on the last day (Welch's t)", "peeking"]
    {
        assert!(human.out.contains(words), "{words}: {}", human.out);
    }
    assert_eq!(human.code, 0);
    let table = ask(&["--format", "csv"]);
    let lines: Vec<&str> = table.out.lines().collect();
    assert_eq!(lines[0], "variant,world,days,effect,low,high,says,stops,truth,reason");
    // Two looks and the answer, in three worlds.
    assert_eq!(lines.len(), 1 + 3 * 3);
    let page = ask(&["--format", "md", "-o", "page.md"]);
    assert_eq!((page.code, page.out.as_str()), (0, ""));
    assert!(fs::read_to_string(folder.path().join("page.md")).unwrap().contains("## Estimate against truth"));
}

#[test]
fn odd_requests_are_answered_in_words() {
    let folder = shop();
    let ended = run(folder.path(), &["compare", "shop.ron", "--quiet", "--baseline", "mor"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("did you mean `more`?"), "{}", ended.err);
    fs::create_dir(folder.path().join("empty")).unwrap();
    let ended = run(folder.path(), &["compare", "empty", "--quiet"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("manifest.ron"), "{}", ended.err);
    let off = tiny("").replace("baseline: \"base\"", "baseline: \"base\", test: (on: false)");
    fs::write(folder.path().join("off.ron"), off).unwrap();
    let compared = json(&folder, &["off.ron", "--nothing", "5"]);
    assert!(compared["estimate_against_truth"].is_null());
    assert!(compared["estimate_against_truth_reason"].as_str().unwrap().contains("switched off"));
    assert!(compared["nothing_against_nothing"].is_null());
}

/// Methods that look once are wrong as often as they say; those that look often and mean it, not more often; peeking more often.
#[test]
fn methods_err_as_often_as_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = tiny("")
        .replace("customers: 200", "customers: 1000")
        .replace("days: 10", "days: 50, warmup: 10")
        .replace("baseline: \"base\"", "baseline: \"base\", test: (days: 40, look_days: 5, metric: Visits)");
    fs::write(folder.path().join("shop.ron"), scenario).unwrap();
    let compared = json(&folder, &["shop.ron", "--nothing", "2000"]);
    let rows = compared["nothing_against_nothing"].as_array().unwrap();
    assert_eq!(rows.len(), 7);
    for row in rows {
        let (method, rate) = (row["method"].as_str().unwrap(), row["rate"].as_str());
        let share = row["false_answers"]["share"].as_f64();
        match method {
            "FixedHorizon" | "Adjusted" | "Bayesian" => assert_eq!(rate, Some("as stated"), "{method}: {row}"),
            "Peeking" => assert_eq!(rate, Some("above stated"), "{row}"),
            _ => assert!(matches!(rate, Some("as stated" | "below stated")), "{method}: {row}"),
        }
        assert_eq!(row["false_answers"]["of"].as_u64(), Some(2_001), "667 in each of three worlds");
        assert!(share.is_some_and(|share| share > 0.0) || !matches!(method, "FixedHorizon" | "Peeking"));
    }
}
