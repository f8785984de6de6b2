//! Gates on hand-filled runs: every shape with hostile names, and the code of a run that a self-check refused.

use std::sync::Arc;

use serde_json::Value;

use super::*;
use crate::experiment::testing::guarded_run;
use crate::experiment::{CheckKind, CheckResult, CheckState, SelfCheck};
use crate::scenario::date;
use crate::scenario::experiment::{Guardrail, Waiver};

const HOSTILE: &str = "</testsuite>]]>\"'&<script>alert(1)</script>|`@everyone`\u{1b}[2J\n# $x$";

fn hostile_run(limit: f64) -> Run {
    let mut run = guarded_run(20, &[Guardrail { limit, ..Guardrail::default() }]);
    let mut scenario = Scenario::clone(&run.scenario);
    scenario.name = HOSTILE.into();
    let waiver = Waiver { name: HOSTILE.into(), reason: HOSTILE.into(), expires: "2027-03-31".into(), ..Waiver::default() };
    scenario.experiment.guardrails[0].waivers = vec![waiver];
    run.scenario = Arc::new(scenario);
    run.variants[2] = HOSTILE.into();
    run
}

fn check(failed: bool) -> SelfCheck {
    let state = if failed { CheckState::Failed } else { CheckState::Passed };
    let result = CheckResult { kind: CheckKind::Determinism, state, detail: format!("the first world {HOSTILE}") };
    SelfCheck { checks: vec![result], allocation: Vec::new(), undefined: Vec::new(), customer_days: 1, wall_seconds: 0.1 }
}

/// What the program would say of a run, with the ending.
fn said(run: Run, check: &SelfCheck, standing: Standing, format: GateFormat) -> (Ending, String) {
    let run = check.applied_to(&Arc::new(run));
    let flown = Flown::before(run);
    let day = date("2027-01-01").expect("a date");
    let card = scorecard_on(&flown.run, Some(day));
    let gate = judge(&flown.run, &card);
    let (ending, message) = conclude(&flown, &gate, &card, &standing);
    let report = Report {
        run: &flown.run,
        card: &card,
        gate: &gate,
        check: Some(check),
        places: Places::of(Path::new("retargeting"), None),
        today: day,
        early: None,
        standing,
        ending,
        message,
    };
    let text = match format {
        GateFormat::Human => human::text(&report),
        GateFormat::Md => markdown::text(&report),
        GateFormat::Json => String::from_utf8(json::document(&report).expect("a document")).expect("text"),
        GateFormat::Junit => String::from_utf8(junit::document(&report).expect("a document")).expect("text"),
        GateFormat::Sarif => String::from_utf8(sarif::document(&report).expect("a document")).expect("text"),
    };
    (ending, text)
}

const FORMATS: [GateFormat; 5] = [GateFormat::Human, GateFormat::Md, GateFormat::Json, GateFormat::Junit, GateFormat::Sarif];

#[test]
fn a_failed_self_check_ends_with_seven_and_shows_no_verdict() {
    for format in FORMATS {
        let (ending, text) = said(hostile_run(0.01), &check(true), Standing::None, format);
        assert_eq!(ending as u8, 7);
        assert!(text.contains("determinism"), "{format:?}\n{text}");
        for word in ["crosses limit", "within limit", "cannot tell yet", "waived until", "\"crossed\"", "\"within\""] {
            assert!(!text.contains(word), "{format:?}: {word}\n{text}");
        }
    }
    let stale = Standing::Stale("shop.reference".into(), vec!["engine 0 -> 1".into()]);
    assert_eq!(said(hostile_run(0.9), &check(true), stale, GateFormat::Human).0 as u8, 7, "it goes before everything");
}

#[test]
fn what_is_known_to_be_wrong_goes_before_what_cannot_be_compared() {
    let stale = || Standing::Stale("shop.reference".into(), vec!["engine 0 -> 1".into()]);
    let mut bare = hostile_run(0.01);
    let mut scenario = Scenario::clone(&bare.scenario);
    scenario.experiment.guardrails[0].waivers.clear();
    bare.scenario = Arc::new(scenario);
    assert_eq!(said(bare.clone(), &check(false), stale(), GateFormat::Human).0 as u8, 4);
    assert_eq!(said(hostile_run(0.9), &check(false), stale(), GateFormat::Human).0 as u8, 6);
    assert_eq!(said(hostile_run(0.9), &check(false), Standing::None, GateFormat::Human).0 as u8, 0);
    bare.worlds.truncate(1);
    assert_eq!(said(bare.clone(), &check(false), Standing::None, GateFormat::Human).0 as u8, 5);
    assert_eq!(said(bare, &check(false), stale(), GateFormat::Human).0 as u8, 6);
}

#[test]
fn hostile_names_stay_names() {
    // The limit is crossed and waived: the waiver's words are shown everywhere.
    let shown = |format| said(hostile_run(0.01), &check(false), Standing::None, format);
    let (ending, human) = shown(GateFormat::Human);
    assert_eq!(ending, Ending::Done);
    assert!(human.contains("waived until 2027-03-31 by") && !human.contains("within limit"), "{human}");
    assert!(!human.contains('\u{1b}'), "no order to a terminal");
    let md = shown(GateFormat::Md).1;
    assert!(!md.contains("<script>") && !md.contains("@everyone") && !md.contains("\n# ") && !md.contains('\u{1b}'), "{md}");
    let rows: Vec<&str> = md.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 3, "a name opens no row\n{md}");
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(rows.iter().all(|row| bars(row) == 7), "a name opens no cell\n{md}");
    for format in [GateFormat::Json, GateFormat::Sarif] {
        let document: Value = serde_json::from_str(&shown(format).1).expect("JSON");
        assert!(document.to_string().contains("alert(1)"));
    }
}

#[test]
fn junit_is_read_back_as_it_was_meant() {
    use quick_xml::Reader;
    use quick_xml::events::Event;
    let cases: [(f64, bool, &[(&str, usize)]); 3] =
        [(0.01, false, &[("testcase", 2), ("skipped", 1)]), (0.9, false, &[("testcase", 2)]), (0.01, true, &[("testcase", 2), ("error", 2)])];
    for (limit, failed, expected) in cases {
        let text = said(hostile_run(limit), &check(failed), Standing::None, GateFormat::Junit).1;
        let mut reader = Reader::from_str(&text);
        let mut found: Vec<(String, usize)> = Vec::new();
        let mut names = Vec::new();
        loop {
            match reader.read_event().expect("well formed") {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = String::from_utf8(tag.name().as_ref().to_vec()).expect("text");
                    if name == "testcase" {
                        let attribute = tag.try_get_attribute("name").expect("attributes").expect("a name");
                        names.push(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("text").into_owned());
                    }
                    match found.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, count)) => *count += 1,
                        None => found.push((name, 1)),
                    }
                }
                _ => {}
            }
        }
        for (tag, count) in expected {
            assert!(found.contains(&((*tag).to_owned(), *count)), "{tag} {count}: {found:?}\n{text}");
        }
        assert_eq!(found.iter().filter(|(tag, _)| tag == "testsuite").count(), 1);
        assert!(names[0].starts_with("1 over_line_share: </testsuite>]]>\"'&<script>"), "{names:?}");
        assert!(text.contains(&format!("tests=\"2\" failures=\"0\" errors=\"{}\"", if failed { 2 } else { 0 })), "{text}");
    }
}

#[test]
fn sarif_holds_what_its_schema_requires() {
    let stale = Standing::Stale("shop.reference".into(), vec!["engine 0 -> 1".into()]);
    let log: Value = serde_json::from_str(&said(hostile_run(0.01), &check(false), stale, GateFormat::Sarif).1).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert!(run["tool"]["driver"]["name"].is_string());
    let rules: Vec<&str> = run["tool"]["driver"]["rules"].as_array().expect("rules").iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    assert_eq!(rules, ["guardrail/over_line_share", "self-check/determinism", "reference"]);
    assert!(run["invocations"][0]["executionSuccessful"].is_boolean(), "required");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 2, "the waived guardrail and the reference");
    for result in results {
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "required");
        assert!(rules.contains(&result["ruleId"].as_str().expect("a rule")));
        assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().expect("a level")));
        assert_eq!(result["kind"], "fail", "only a failure may have a level");
        assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "retargeting");
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    let line = usize::try_from(region["startLine"].as_u64().expect("a line")).expect("small");
    let text = crate::scenario::Case::find("retargeting").expect("a case").text;
    assert!(text.lines().nth(line - 1).expect("a line").contains("(metric: \"over_line_share\""));
    let suppression = &results[0]["suppressions"][0];
    assert_eq!((suppression["kind"].as_str(), suppression["status"].as_str()), (Some("inSource"), Some("accepted")));
}
