//! `creepline story`: one person's two lives, from a kept run or a scenario, and what is said where she, the world or the variant is not there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;

fn creepline() -> Command {
    Command::cargo_bin("creepline").unwrap()
}

/// A small flight of the bundled case.
fn story(more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = creepline();
    command.args(["story", "retargeting", "--people", "120", "--days", "21", "--quiet"]).args(more);
    command.assert()
}

fn document(more: &[&str]) -> Value {
    let output = story(more).success().get_output().stdout.clone();
    serde_json::from_slice(&output).unwrap()
}

#[test]
fn a_story_says_who_she_is_what_happened_and_why() {
    story(&["--person", "17", "--variants", "base,5 a week"])
        .success()
        .stdout(predicate::str::contains("-0017 is an invented person (P-000017, segment "))
        .stdout(predicate::str::contains("Under base 1 a week"))
        .stdout(predicate::str::contains("Under A 5 a week"))
        .stdout(predicate::str::contains("message by email"))
        .stdout(predicate::str::contains("used "))
        .stdout(predicate::str::contains("The two lives "));
}

#[test]
fn the_document_holds_every_touch_and_day_and_variants_may_be_letters_or_names_with_commas() {
    let by_letter = document(&["--person", "P-000017", "--variants", "A,B", "--format", "json"]);
    let by_name = document(&["--person", "17", "--variants", "5 a week,3 a week, open", "--format", "json"]);
    assert_eq!(by_letter, by_name);
    assert_eq!((by_letter["schema"].as_str(), by_letter["world"].as_u64()), (Some("creepline.story/1"), Some(1)));
    let lives = by_letter["lives"].as_array().unwrap();
    assert_eq!(lives.len(), 2);
    for life in lives {
        assert_eq!(life["days"].as_array().unwrap().len(), 21);
        let messages = life["touches"].as_array().unwrap().iter().filter(|touch| touch["message"] == true).count();
        assert_eq!(life["messages"].as_u64(), Some(messages as u64));
        for touch in life["touches"].as_array().unwrap().iter().filter(|touch| touch["message"] == true) {
            assert!(
                touch["felt"]["creepiness"].is_number() && touch["attributes"]["control"].is_number() && touch["chance_of_an_answer"].is_number()
            );
        }
    }
    let day = by_letter["lives_part_on_day"].as_u64().unwrap() as usize;
    let days = |life: usize| &by_letter["lives"][life]["days"];
    assert!((0..day - 1).all(|place| days(0)[place] == days(1)[place]), "the same until day {day}");
}

#[test]
fn whoever_the_rule_finds_is_worst_off_and_the_rule_is_said() {
    let worst = document(&["--person", "worst", "--format", "json"]);
    let least = document(&["--person", "least", "--format", "json"]);
    let over = |document: &Value| document["lives"][1]["days_over"].as_u64().unwrap();
    assert!(over(&worst) >= over(&least));
    assert!(worst["chosen_by"].as_str().unwrap().contains("number 1 of "));
    assert_eq!(document(&["--person", "17", "--format", "json"])["chosen_by"], Value::Null);
}

#[test]
fn a_kept_run_tells_the_same_story_as_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let flown = ["run", "retargeting", "--people", "120", "--days", "21", "--worlds", "2", "--quiet", "--no-self-check", "--save"];
    creepline().args(flown).arg(folder.path()).assert().code(predicate::in_iter([0, 4, 5]));
    let kept = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).expect("a kept run");
    let from_kept = creepline().arg("story").arg(&kept).args(["--person", "17", "--world", "2"]).assert().success().get_output().stdout.clone();
    let from_scenario = story(&["--person", "17", "--world", "2"]).success().get_output().stdout.clone();
    assert_eq!(String::from_utf8(from_kept).unwrap(), String::from_utf8(from_scenario).unwrap());
}

#[test]
fn what_is_not_there_is_refused_with_what_would_be() {
    story(&["--person", "120"]).code(2).stderr(predicate::str::contains("no person 120").and(predicate::str::contains("0 to 119")));
    story(&["--person", "worts"]).code(2).stderr(predicate::str::contains("did you mean `worst`?"));
    story(&["--person", "1", "--variants", "base,5 a wek"]).code(2).stderr(predicate::str::contains("did you mean `5 a week`?"));
    story(&["--person", "1", "--world", "3", "--worlds", "2"]).code(2).stderr(predicate::str::contains("there is no world 3"));
    story(&["--person", "1", "--variants", "A", "--variants", "B", "--variants", "0"]).code(2).stderr(predicate::str::contains("two variants"));
    story(&[]).code(2);
}
