//! `creepline lessons`: the list, one lesson with the engine's answers, and a name that nobody knows.
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use crate::common::{Ended, run};

fn lessons(arguments: &[&str]) -> Ended {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &[&["lessons"], arguments].concat())
}

#[test]
fn lessons_are_listed_with_idea_and_length() {
    let listed = lessons(&[]);
    assert_eq!((listed.out.lines().count(), listed.err.as_str(), listed.code), (9, "", 0), "{}", listed.out);
    assert!(listed.out.contains("sweet_spot  The sweet spot (10 min): More personal is not always better."), "{}", listed.out);
}

#[test]
fn a_lesson_is_told_with_what_the_engine_answers() {
    let told = lessons(&["one_run"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let out = told.out;
    assert!(out.starts_with("Fooled by one run\n") && out.contains("synthetic people"), "{out}");
    assert!(out.contains("What this model leaves out"), "{out}");
    assert!(out.contains("   For the trainer: Everybody lives twice") && out.contains("(1.5 min)"), "notes and times: {out}");
    assert!(out.contains("   Money a person spends, B less A: hint less anonymous"), "numbers of a reveal: {out}");
    assert!(out.contains(" > B gets more"), "the engine's answer to the puzzle is marked: {out}");
}

#[test]
fn an_unknown_lesson_is_refused_with_the_nearest_name() {
    let ended = lessons(&["sweet_sport"]);
    assert_eq!((ended.out.as_str(), ended.code), ("", 3));
    assert!(ended.err.contains("did you mean `sweet_spot`?"), "{}", ended.err);
}
