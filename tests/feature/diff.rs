//! `creepline diff` as a user runs it: scenarios, kept runs, every shape, odd requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use crate::common::{Ended, run, tiny};
use serde_json::Value;

const GUARD: &str = "(metric: \"trust\", compare: Level, bound: AtLeast, limit: 0.1)";

/// Flies a scenario and keeps it; the folder of the run, as one names it from there.
fn flown(folder: &Path, text: &str, name: &str, more: &[&str]) -> String {
    fs::write(folder.join(format!("{name}.ron")), text).unwrap();
    let keep = format!("kept-{name}");
    let ended = run(folder, &[&["run", &format!("{name}.ron"), "--save", &keep, "--quiet"], more].concat());
    assert!(matches!(ended.code, 0 | 4 | 5), "{}", ended.err);
    let run = fs::read_dir(folder.join(&keep)).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
    format!("{keep}/{run}")
}

fn diff(folder: &Path, arguments: &[&str]) -> Ended {
    run(folder, &[&["diff"], arguments, &["--quiet", "--today", "2027-01-01"]].concat())
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let ended = diff(folder, &[arguments, &["--format", "json"]].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    serde_json::from_str(&ended.out).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_same_twice_is_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let kept = flown(folder.path(), &tiny(GUARD), "shop", &["--worlds", "2"]);
    for pair in [[kept.as_str(), kept.as_str()], ["shop.ron", "shop.ron"], ["retargeting", "retargeting"]] {
        let ended = diff(folder.path(), &[&pair[..], &["--exit-code"]].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(ended.out.ends_with("\nno difference\n"), "{}", ended.out);
        assert_eq!(json(folder.path(), &pair)["same"], true);
    }
    assert!(diff(folder.path(), &["shop.ron", "shop.ron", "--format", "md"]).out.contains("**No difference.**"));
}

#[test]
fn one_setting_is_told_with_its_field_unit_and_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let a = flown(folder.path(), &tiny(GUARD), "shop", &[]);
    let text = tiny(&GUARD.replace("0.1", "0.99")).replace("per_week: 7.0", "per_week: 2.0");
    let b = flown(folder.path(), &text, "less", &[]);
    let ended = diff(folder.path(), &[&a, &b]);
    assert_eq!(ended.code, 0);
    for words in [
        "more email per week 7 -> 2 (",
        "variants[1].policy.contacts[0].per_week",
        "trust limit 0.1 -> 0.99 (0 to 1)",
        "experiment.guardrails[0].limit",
        "Paired: both have seed 7 and 200 people",
        "B minus A (95% interval)",
        "Verdict changes: within every limit -> crosses a limit",
        "Guardrail trust, all customers, limit 0.100 -> 0.990: within limit -> crosses limit: ",
        "no difference in any of",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    let settings = ended.out.find("\nSettings\n").unwrap();
    assert!(settings < ended.out.find("\nResults\n").unwrap());
    assert_eq!(diff(folder.path(), &[&a, &b, "--exit-code"]).code, 6);

    let found = json(folder.path(), &[&a, &b]);
    assert_eq!(keys(&found), ["schema", "engine", "same", "a", "b", "settings", "results"], "keys in a fixed order");
    assert_eq!(found["schema"], "creepline.diff/1");
    let change = &found["settings"]["differences"][0];
    assert_eq!(keys(change), ["part", "kind", "path", "label", "before", "after", "unit", "against_the_baseline", "words"]);
    assert_eq!((&change["before"], &change["after"]), (&"7".into(), &"2".into()));
    let results = &found["results"];
    assert_eq!(keys(results), ["same", "first", "paired", "pairing", "confidence", "only_in_a", "only_in_b", "variants"]);
    assert_eq!((results["paired"].as_bool(), results["first"].as_array().unwrap().len()), (Some(true), 0));
    let more = &results["variants"][2];
    assert_eq!(keys(more), ["variant", "variant_in_a", "decision", "guardrails", "metrics", "by_segment"]);
    // A difference is that of the levels, and the levels are those of the runs' own scorecards.
    let row = more["metrics"].as_array().unwrap().iter().find(|row| row["metric"] == "slate_clicks").unwrap();
    let mean = |part: &str| row[part]["mean"].as_f64().unwrap();
    assert!((mean("difference") - (mean("b") - mean("a"))).abs() < 1e-12);
    let own = run(folder.path(), &["compare", &b, "--quiet", "--format", "json"]);
    let own: Value = serde_json::from_str(&own.out).unwrap();
    let card = own["scorecard"]["metrics"].as_array().unwrap().iter().find(|row| row["metric"] == "slate_clicks").unwrap().clone();
    assert_eq!(card["variants"]["more"]["level"], row["b"]);
    // Whatever has no number says why.
    for row in more["metrics"].as_array().unwrap().iter().chain(more["by_segment"].as_array().unwrap()) {
        for part in ["a", "b", "difference"] {
            assert!(!row[part].is_null() || row[format!("{part}_reason")].is_string(), "{row}");
        }
    }
    let table = diff(folder.path(), &[&a, &b, "--format", "csv"]).out;
    assert!(table.starts_with("part,variant,segment,name,path,a,b,difference,low,high,worlds,unit,says,reason\n"), "{table}");
    for part in ["\nvariant,", "guardrail,", "\nmetric,more,,slate_clicks,", "\nverdict,more,", "\ndecision,more,"] {
        assert!(table.contains(part), "{part}");
    }
    let page = diff(folder.path(), &[&a, &b, "--format", "md", "-o", "page.md"]);
    assert_eq!((page.code, page.out.as_str()), (0, ""));
    assert!(fs::read_to_string(folder.path().join("page.md")).unwrap().contains("### more"));
}

#[test]
fn other_seeds_and_sizes_are_said_first_and_not_paired() {
    let folder = tempfile::tempdir().unwrap();
    let a = flown(folder.path(), &tiny(""), "shop", &[]);
    let b = flown(folder.path(), &tiny(""), "other", &["--seed", "8", "--worlds", "2", "--people", "150"]);
    let ended = diff(folder.path(), &[&a, &b]);
    let place = |words: &str| ended.out.find(words).unwrap_or_else(|| panic!("{words}: {}", ended.out));
    let first = place("Seed: 7 in A, 8 in B: other worlds.");
    assert!(first < place("Worlds: 3 in A, 2 in B.") && place("People in each world: 200 in A, 150 in B.") < place("Not paired: the seeds differ"));
    assert!(place("Not paired") < place("B minus A"));
    let fewer = flown(folder.path(), &tiny(""), "fewer", &["--worlds", "2"]);
    let found = json(folder.path(), &[&a, &fewer]);
    assert!(found["results"]["pairing"].as_str().unwrap().contains("the first 2, which both have"), "{}", found["results"]["pairing"]);
    let row = &found["results"]["variants"][1]["metrics"][0];
    assert_eq!((row["a"]["worlds"].as_u64(), row["b"]["worlds"].as_u64(), row["difference"]["worlds"].as_u64()), (Some(3), Some(2), Some(2)));
}

#[test]
fn a_scenario_has_no_results_and_says_how_to_get_them() {
    let folder = tempfile::tempdir().unwrap();
    let kept = flown(folder.path(), &tiny(""), "shop", &["--worlds", "2"]);
    let ended = diff(folder.path(), &["shop.ron", &kept]);
    assert_eq!(ended.code, 0);
    assert!(ended.out.contains("worlds 3 -> 2 (worlds)"), "{}", ended.out);
    assert!(ended.out.contains("A is a scenario, it has no results; run it with `creepline run shop.ron`"), "{}", ended.out);
    let found = json(folder.path(), &["retargeting", &kept]);
    assert!(found["results"].is_null());
    assert!(found["results_reason"].as_str().unwrap().starts_with("A is a bundled case"), "{}", found["results_reason"]);
}

#[test]
fn renames_additions_and_hostile_names_stay_words() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = tiny("")
        .replace("\"more\"", "\"a|lot `of` [it](x)\"")
        .replace("story: \"For tests.\"", "story: \"line\\u{1b}[31m one\nResults\nline three\"")
        .replace("    ],\n    experiment", "        (name: \"quiet\", policy: (depth: 0.1)),\n    ],\n    experiment");
    let a = flown(folder.path(), &tiny(""), "shop", &["--worlds", "2"]);
    let b = flown(folder.path(), &hostile, "hostile", &["--worlds", "2"]);
    let ended = diff(folder.path(), &[&a, &b]);
    assert!(!ended.out.contains('\u{1b}') && ended.out.contains('\u{fffd}'), "{}", ended.out);
    assert!(ended.out.contains("variant \"more\" renamed to \"a|lot `of` [it](x)\""), "{}", ended.out);
    assert!(ended.out.contains("adds variant quiet; against the baseline: "), "{}", ended.out);
    assert!(ended.out.contains("Only in B: quiet."), "{}", ended.out);
    assert_eq!(ended.out.matches("\nResults\n").count(), 1, "no word of a scenario makes a heading: {}", ended.out);
    assert!(ended.out.contains("(called more in A)"), "{}", ended.out);
    let page = diff(folder.path(), &[&a, &b, "--format", "md"]).out;
    assert!(page.contains("a\\|lot") && !page.contains('\u{1b}'), "{page}");
    let found = json(folder.path(), &[&a, &b]);
    assert_eq!(found["settings"]["renamed"][0]["before"], "more");
    assert_eq!(found["results"]["variants"][2]["metrics"][0]["b_is"], "the same");
}

#[test]
fn what_is_not_there_finds_its_near_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny("")).unwrap();
    for (asked, near) in
        [("shpo.ron", "did you mean `shop.ron`?"), ("retargetting", "did you mean `retargeting`?"), ("qqqqqq", "`creepline cases` lists")]
    {
        let ended = diff(folder.path(), &["shop.ron", asked]);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""));
        assert!(ended.err.contains("error[S001]: B: ") && ended.err.contains(near), "{}", ended.err);
    }
    let kept = run(folder.path(), &["run", "shop.ron", "--quiet", "--worlds", "2", "--no-self-check"]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    let name = fs::read_dir(folder.path().join("runs")).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
    for asked in [name.clone(), format!("runs/{name}x")] {
        let ended = diff(folder.path(), &[&asked, "shop.ron"]);
        assert!(ended.code == 1 && ended.err.contains(&format!("did you mean `runs/{name}`?")), "{}", ended.err);
    }
    let ended = diff(folder.path(), &["runs", "shop.ron"]);
    assert!(ended.code == 1 && ended.err.contains(&format!("it holds runs: `runs/{name}`")), "{}", ended.err);
    fs::write(folder.path().join("broken.ron"), "(version: 1, nmae: \"x\")").unwrap();
    let ended = diff(folder.path(), &["shop.ron", "broken.ron"]);
    assert!(ended.code == 3 && ended.err.contains("B is no usable scenario") && ended.err.contains("name"), "{}", ended.err);
    assert_eq!(diff(folder.path(), &["shop.ron"]).code, 2);
}

#[test]
fn help_begins_with_three_examples() {
    let ended = run(Path::new("."), &["diff", "--help"]);
    let lines: Vec<&str> = ended.out.lines().take(4).collect();
    assert_eq!(lines[0], "Examples:");
    assert!(lines[1..].iter().all(|line| line.starts_with("  creepline diff ")), "{lines:?}");
    assert!(ended.out.contains("0    done, whether or not anything differs"));
}
