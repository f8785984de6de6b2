//! Bundled cases, the schema, and what a metric means.

use std::fs;

use crate::common::{names, run};

#[test]
fn cases_are_listed_written_out_and_valid() {
    let folder = tempfile::tempdir().unwrap();
    let listed = run(folder.path(), &["cases"]);
    assert_eq!(listed.code, 0);
    let ids: Vec<&str> = listed.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let bundled: Vec<&str> = creepline::scenario::CASES.iter().map(|case| case.id).collect();
    assert_eq!(ids, bundled);
    assert_eq!(ids.first(), Some(&"retargeting"));
    for id in ids {
        let file = format!("{id}.ron");
        assert_eq!(run(folder.path(), &["new", id, &file]).code, 0);
        let checked = run(folder.path(), &["check", &file]);
        assert_eq!(checked.code, 0, "{}", checked.out);
        assert!(checked.out.ends_with("0 warnings\n"), "{}", checked.out);
    }
    assert_eq!(names(folder.path()).len(), bundled.len());
}

#[test]
fn a_new_file_never_writes_over_another() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.ron"), "precious").unwrap();
    let ended = run(folder.path(), &["new", "echo", "mine.ron"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("mine.ron exists already; nothing was changed"), "{}", ended.err);
    assert_eq!(fs::read_to_string(folder.path().join("mine.ron")).unwrap(), "precious");
    let ended = run(folder.path(), &["new", "retargetting", "other.ron"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("did you mean `retargeting`?"), "{}", ended.err);
}

#[test]
fn the_schema_is_a_valid_scenario() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["schema", "-o", "schema.ron"]).code, 0);
    let text = fs::read_to_string(folder.path().join("schema.ron")).unwrap();
    assert_eq!(run(folder.path(), &["schema"]).out, text);
    for part in
        ["tolerance: 0.2", "allowed: 0 to 1 (creepiness, 0 to 1); plausible: 0.15 to 0.6; source: C14", "WorstSegment: The segment that fares worst."]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let checked = run(folder.path(), &["check", "schema.ron"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
}

#[test]
fn metrics_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run(folder.path(), &["explain", "over_line_share"]);
    assert_eq!(ended.code, 0);
    assert!(ended.out.contains("Share of people whose felt creepiness is above their own tolerance."), "{}", ended.out);
    for part in [
        "Formula: over_line_share = person-days above the own line / person-days of active people",
        "Unit: share of people, in percent",
        "Better: less is better",
        "Range: 0 to 1",
        "Undefined where nobody is active any more: \"everybody has left\".",
        "Source:",
        "C14: InMoment",
        "Cannot tell: ",
        "Example: ",
        "Kept for: the whole run, each day, each segment, each group",
    ] {
        assert!(ended.out.contains(part), "{part}\n{}", ended.out);
    }
    assert!(run(folder.path(), &["explain"]).out.lines().count() > 20);
    let ended = run(folder.path(), &["explain", "over_line"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("did you mean `over_line_share`?"), "{}", ended.err);
}

#[test]
fn ideas_of_screens_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    for (word, parts) in [
        ("worst group", &["Worst group (worst_group)", "Cannot tell: ", "See also:"][..]),
        ("cannot_tell_yet", &["It is never a pass.", "Example: "]),
        ("A/A", &["A/A test (a_a)", "nothing against nothing"]),
        ("parity_ratio", &["(metric parity_ratio)", "(idea parity_ratio)", "Usual mark: below 0.8"]),
    ] {
        let ended = run(folder.path(), &["explain", word]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        for part in parts {
            assert!(ended.out.contains(part), "{part}\n{}", ended.out);
        }
    }
    let all = run(folder.path(), &["explain"]).out;
    assert!(all.contains("Ideas: limits and verdicts") && all.contains("worst_group"), "{all}");
    let ended = run(folder.path(), &["explain", "worst_grop"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("did you mean `worst_group`?"), "{}", ended.err);
}

#[test]
fn mechanisms_settings_and_sources_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let explain = |word: &str| {
        let ended = run(folder.path(), &["explain", word]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.out
    };
    // A word that is a metric and a mechanism is explained as both.
    let both = explain("creepiness");
    for part in
        ["(metric creepiness)", "(mechanism creepiness)", "V = S (base + depth D + covert H)", "kc = 8, plausible 4 to 12", "Kim, Barasz, John"]
    {
        assert!(both.contains(part), "{part}\n{both}");
    }
    let setting = explain("behavior.trust.bad_weight");
    for part in ["default: 0.18", "plausible: 0.16 to 0.25", "rests on: fit", "mechanism: trust"] {
        assert!(setting.contains(part), "{part}\n{setting}");
    }
    assert!(explain("behavior.trust").contains("behavior.trust.oscillators: Share of people"));
    let source = explain("C10");
    assert!(source.contains("caution: ") && source.contains("behavior.perception.violation_depth"), "{source}");
    // What tests a mechanism can be flown, and a finding says what it tests.
    assert!(explain("trust").contains("to fly them: creepline validate C22 C25"));
    let finding = explain("C57");
    assert!(finding.contains("mechanisms that it tests: alarm") && finding.contains("to fly it: creepline validate C57"), "{finding}");
    assert!(!explain("C62").contains("to fly it"), "a source without a band is not flown");
    let all = run(folder.path(), &["explain"]).out;
    for part in ["Metrics: goals", "Mechanisms: how a touch feels", "Settings", "Sources", "  own_line ", "  behavior.trust "] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    let ended = run(folder.path(), &["explain", "bad_weight"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("did you mean `behavior.trust.bad_weight`?"), "{}", ended.err);
}

#[test]
fn help_starts_with_three_examples() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(folder.path(), &["--help"]);
    assert_eq!(help.code, 0);
    let lines: Vec<&str> = help.out.lines().take(4).collect();
    assert_eq!(lines.first(), Some(&"Examples:"));
    assert!(lines.iter().skip(1).all(|line| line.starts_with("  creepline ")), "{lines:?}");
    let ended = run(folder.path(), &["rnu"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("did you mean `creepline run`?"), "{}", ended.err);
    assert_eq!(run(folder.path(), &["run", "retargeting", "--wrlds", "3"]).code, 2);
}
