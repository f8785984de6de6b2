//! What readers of a broken file are told.

use std::path::Path;

use super::load::{load, parse};

fn told(text: &str) -> String {
    parse(text, "shop.ron").unwrap_err().to_string()
}

#[test]
fn a_slip_in_a_name_is_told_with_its_place_and_the_nearest_name() {
    let told = told("(\n  population: (segments: [\n    (name: \"a\", share: 1.0),\n    (name: \"b\", tolerence: 0.2),\n  ]),\n)");
    assert!(told.starts_with("error[S008]: there is no field `tolerence` here\n  --> shop.ron:4:17  population.segments[1].tolerence\n"), "{told}");
    assert!(told.contains("did you mean `tolerance`? allowed: name, share, tolerance"), "{told}");
}

#[test]
fn all_misfits_are_told_at_once() {
    let told = told(
        "(name: 3, storey: \"x\", experiment: (days: 1.5, seed: -1, guardrails: [(scope: WorstSegmnt)]), catalog: (popularity_feedback: yes), variants: (), name: \"b\")",
    );
    for part in [
        "name is 3, allowed is text in quotes",
        "there is no field `storey` here",
        "did you mean `story`?",
        "days is 1.5, allowed is a whole number",
        "seed is -1, allowed is a whole number",
        "`WorstSegmnt` is not a word for scope",
        "did you mean `WorstSegment`?",
        "popularity_feedback is the word `yes`, allowed is true or false",
        "variants is a group of fields, allowed is a list",
        "`name` is said twice",
        "experiment.guardrails[0].scope",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn ranges_and_references_are_told_with_their_places() {
    let told = told(
        "(\n population: (segments: [\n  (name: \"a\", share: 1.4),\n  (name: \"b\", share: 0.1, trust: NaN),\n ]),\n experiment: (baseline: \"basline\", guardrails: [(metric: \"creepyness\")]),\n)",
    );
    for part in [
        "error[S012]: share is 1.4, allowed is 0 to 1\n  --> shop.ron:3:22  population.segments[0].share",
        "error[S013]: trust is NaN, allowed is 0.02 to 0.98\n  --> shop.ron:4:34  population.segments[1].trust",
        "error[S014]: shares of the segments sum to 1.5 (1.4 + 0.1), allowed is 1\n  --> shop.ron:2:25  population.segments",
        "error[S018]: there is no variant called `basline`\n  --> shop.ron:6:25  experiment.baseline\n  help: did you mean `baseline`?",
        "did you mean `creepiness`?",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn signs_out_of_place_are_told_with_both_ends() {
    assert!(
        told("(\n name: \"a\",\n signals: [\n  (name: \"b\"),\n").contains("shop.ron:3:11"),
        "{}",
        told("(\n name: \"a\",\n signals: [\n  (name: \"b\"),\n")
    );
    assert!(told("(signals: [(name: \"b\"),)").contains("`)` closes a bracket `[` that was opened in line 1"));
    assert!(told("())").contains("`)` closes nothing"));
    assert!(
        told("(name: \"a\"\n story: \"b\")").contains("error[S007]: expected comma\n  --> shop.ron:2:2"),
        "{}",
        told("(name: \"a\"\n story: \"b\")")
    );
    assert!(told("(name: \"a").contains("S007"), "{}", told("(name: \"a"));
}

#[test]
fn files_that_are_something_else_are_told_apart() {
    assert!(told("").contains("error[S004]: the file is empty"));
    assert!(told("// nothing\n\n").contains("S004"));
    assert!(told("(version: 2, whatever: 1)").contains("made with format 2, this build reads 1; nothing was changed\n  --> shop.ron:1:11  version"));
    assert!(told("(version: 99999999999999999999999)").contains("S005"));
    assert!(told("(version: 0)").contains("S012"));
    assert!(told(&"(name:".repeat(5_000)).contains("error[S006]: brackets are nested more than 32 deep"));
    assert!(told(&format!("(signals: [{}])", "(),".repeat(2_000))).contains("more than 1000 items"));
    assert!(told("{\"name\": 1}").contains("S007") || told("{\"name\": 1}").contains("S010"), "{}", told("{\"name\": 1}"));
}

#[test]
fn a_byte_order_mark_and_a_header_are_read() {
    let loaded = parse("\u{feff}// one\n// two\n(name: \"a\", story: \"b\", // inner\n)", "x").unwrap();
    assert_eq!((loaded.header.as_str(), loaded.inner_comments), ("// one\n// two", 1));
}

#[test]
fn files_that_cannot_be_text_or_are_too_large_are_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.ron");
    std::fs::File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let error = load(&path).unwrap_err();
    assert!(!error.unreadable && error.to_string().contains("error[S002]: the file has 209.7 MB, allowed are 4 MB"), "{error}");
    std::fs::write(&path, b"(name: \"a\"\n\xff\xfe)").unwrap();
    assert!(load(&path).unwrap_err().to_string().contains("big.ron:2:1"));
    std::fs::write(&path, b"\x7fELF\0\0\0").unwrap();
    assert!(load(&path).unwrap_err().to_string().contains("S003"));
    assert!(load(folder.path()).unwrap_err().unreadable);
    let error = load(Path::new("/no/such/file.ron")).unwrap_err();
    assert!(error.unreadable && error.to_string().contains("there is no such file"), "{error}");
}
