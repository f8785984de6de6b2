//! Studies as a whole: the bundled ones are valid, broken ones are refused with their place, and the card does not depend on threads.

use super::bundled::{BASES, FINDINGS, base};
use super::card::{CardError, report_card};
use super::judge::Verdict;
use super::load::parse_study;
use crate::scenario::{Severity, validate};

/// A study of one message with and without personal data; `expect` is what should come out, `more` goes before the comparisons.
fn small(more: &str, expect: &str) -> String {
    format!(
        r#"(
    id: "X1",
    title: "A name is noticed",
    citation: "Nobody 2020",
    evidence: Read,
    published: "A name in the message is noticed.",
    base: "lab",
    people: 200,
    worlds: 4,
    days: 2,
    conditions: [
        (name: "plain"),
        (name: "named", patches: [("variants[0].policy.fixed", (on: true, explicitness: 0.3, sensitivity: 0.1))]),
    ],
    {more}
    outcome: (of: Metric("answer_chance")),
    comparisons: [(label: "named against plain", expect: {expect}, from: Design)],
)"#
    )
}

const RATIO: &str = "Ratio(Of(\"named\"), Of(\"plain\"))";

fn verdict(expect: &str) -> Verdict {
    let study = parse_study(&small("", expect), "x.ron").unwrap_or_else(|error| panic!("{error}"));
    let card = report_card(vec![study], 2, |_, _| true).unwrap();
    card.entries[0].judged[0].verdict
}

#[test]
fn every_bundled_finding_is_valid_and_known_by_its_file() {
    for bundled in FINDINGS {
        let study = bundled.load().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(study.id, bundled.id, "the file bears the id");
        assert!(bundled.text.starts_with("// "), "{}: a comment says what it is", bundled.id);
    }
}

#[test]
fn every_finding_of_the_folder_is_bundled() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("findings");
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().and_then(|name| name.strip_suffix(".ron")).map(String::from))
        .collect();
    let mut bundled: Vec<String> = FINDINGS.iter().map(|finding| finding.id.to_owned()).collect();
    files.sort();
    bundled.sort();
    assert_eq!(files, bundled, "list each file of findings/ in calibrate::bundled");
}

#[test]
fn every_base_is_a_valid_scenario() {
    for (name, _) in BASES {
        let scenario = base(name).unwrap_or_else(|| panic!("{name} cannot be read"));
        let errors: Vec<_> = validate(&scenario).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert_eq!(errors, [], "{name}");
    }
}

#[test]
fn broken_studies_are_refused_with_place_and_remedy() {
    let band = format!("Band(of: {RATIO}, low: 1.0)");
    for (text, place, message, help) in [
        (small("", &band).replace("published:", "publishd:"), "x.ron:6:", "no field `publishd`", "did you mean `published`?"),
        (small("", &band).replace("evidence: Read", "evidence: Raed"), "x.ron:5:", "`Raed` is not a word", "did you mean `Read`?"),
        (small("", &band).replace("base: \"lab\"", "base: \"labb\""), "x.ron:7:11", "no base scenario called `labb`", "did you mean `lab`?"),
        (small("", &band).replace("policy.fixed\"", "polcy.fixed\""), "x.ron:13:35", "no field `polcy`", "did you mean `policy`?"),
        (small("", &band).replace("explicitness: 0.3", "explicitness: 3.0"), "x.ron:13:9", "explicitness is 3, allowed is 0 to 1", ""),
        (
            small("", &band).replace("answer_chance", "answer_chanse"),
            "x.ron:16:",
            "no metric called `answer_chanse`",
            "did you mean `answer_chance`?",
        ),
        (small("", &band).replace("Of(\"named\")", "Of(\"nmaed\")"), "x.ron:17:", "no condition called `nmaed`", "did you mean `named`?"),
        (small("", &band).replace("(name: \"plain\")", "(name: \"named\")"), "x.ron:13:", "two conditions are called `named`", ""),
        (small("", &format!("Band(of: {RATIO})")), "x.ron:17:", "the band has no end", ""),
        (small("", &format!("Band(of: {RATIO}, low: 2.0, high: 1.0)")), "x.ron:17:", "ends are no band", ""),
        (small("", "Rising([Of(\"plain\")])"), "x.ron:17:", "an order needs two amounts", ""),
        (
            small("", "Band(of: In(\"plain\", (of: Rate(\"Complaint\", \"Messages\"))), low: 0.0)"),
            "x.ron:17:",
            "no column called `Complaint`",
            "did you mean `Complaints`?",
        ),
        (
            small("", "Band(of: In(\"plain\", (of: Metric(\"trust\"), scope: Segment(\"garded\"))), low: 0.0)"),
            "x.ron:17:",
            "no segment called `garded`",
            "did you mean `guarded`?",
        ),
        (small("", "Band(of: In(\"plain\", (of: Metric(\"trust\"), variant: \"b\")), low: 0.0)"), "x.ron:17:", "no variant called `b`", "lab"),
        (small("", "Band(of: In(\"plain\", (of: Metric(\"trust\"), to_day: 3)), low: 0.0)"), "x.ron:17:", "do not lie within the 2 days", ""),
        (
            small("", "Band(of: In(\"plain\", (of: Metric(\"drift_net\"), scope: Group(\"a\", \"b\"))), low: 0.0)"),
            "x.ron:17:",
            "not kept for this scope",
            "",
        ),
        (small("", "Band(of: Slope(over: [1, 2], of: [Of(\"plain\"), Of(\"named\")]), low: 0.0)"), "x.ron:17:", "a line needs as many numbers", ""),
        (
            small("", "Band(of: Unpredictability(of: \"plain\"), low: 0.0)"),
            "x.ron:17:",
            "the worlds of `plain` have different items",
            "same_in_all_worlds",
        ),
        (small("worlds: 1,", &band), "x.ron:15:", "`worlds` is said twice", ""),
        (small("", &band).replace("outcome: (of: Metric(\"answer_chance\")),", ""), "x.ron:17:", "nothing says what is measured", "add an `outcome`"),
        ("(".into(), "x.ron:1:1", "unexpected end", ""),
        (String::new(), "x.ron:1:1", "", ""),
    ] {
        let error = parse_study(&text, "x.ron").expect_err(&text).to_string();
        assert!(error.contains(place) && error.contains(message) && error.contains(help), "{place} {message}\n{error}");
    }
}

#[test]
fn a_study_is_flown_and_judged() {
    assert_eq!(verdict(&format!("Band(of: {RATIO}, low: 1.1, high: 1.3)")), Verdict::Inside);
    assert_eq!(verdict(&format!("Band(of: {RATIO}, low: 1.4, high: 1.6)")), Verdict::Outside, "a broken band is seen");
    assert_eq!(verdict(&format!("Band(of: {RATIO}, high: 0.9)")), Verdict::SignWrong);
    assert_eq!(verdict(&format!("Sign(of: {RATIO}, side: Above)")), Verdict::Inside);
    assert_eq!(verdict(&format!("Sign(of: {RATIO}, side: Below)")), Verdict::SignWrong);
    assert_eq!(verdict("Equal(of: Ratio(Of(\"plain\"), Of(\"plain\")), target: 1.0, within: 0.01)"), Verdict::Inside);
    assert_eq!(verdict("Rising([Of(\"plain\"), Of(\"named\")])"), Verdict::Inside);
    assert_eq!(verdict("Rising([Of(\"named\"), Of(\"plain\")])"), Verdict::SignWrong);
    assert_eq!(verdict(&format!("AnyOf(of: [Of(\"plain\"), {RATIO}], low: 1.1)")), Verdict::Inside);
    assert_eq!(verdict(&format!("Often(of: {RATIO}, low: 1.1, share: 0.9)")), Verdict::Inside);
    assert_eq!(verdict("Band(of: Ratio(Of(\"plain\"), Number(0.0)), low: 1.0)"), Verdict::Undefined);
    assert_eq!(
        verdict("Band(of: Ratio(Ratio(Of(\"named\"), Of(\"plain\")), Ratio(Of(\"plain\"), Of(\"plain\"))), low: 1.1, high: 1.3)"),
        Verdict::Inside
    );
    assert_eq!(verdict("Band(of: Absolute(Difference(Of(\"plain\"), Of(\"named\"))), low: 0.002)"), Verdict::Inside);
    assert_eq!(
        verdict("Band(of: Largest([Of(\"plain\"), Number(7.0), Smallest([Number(9.0), Number(8.0)])]), low: 8.0, high: 8.0)"),
        Verdict::Inside
    );
    assert_eq!(verdict("Band(of: Slope(over: [0, 1, 2], of: [Number(1.0), Number(3.0), Number(5.0)]), low: 2.0, high: 2.0)"), Verdict::Inside);
    assert_eq!(verdict("Band(of: Straightness(over: [0, 1, 2], of: [Number(1.0), Number(3.0), Number(5.0)]), low: 0.999)"), Verdict::Inside);
    assert_eq!(verdict("Band(of: Sum([Number(1.0), Number(2.5), Number(-0.5)]), low: 3.0, high: 3.0)"), Verdict::Inside);
    assert_eq!(verdict("Band(of: Average(pooled: [\"plain\", \"named\"], of: Touches, people: 50), low: 2.0, high: 2.0)"), Verdict::Inside);
    // Pooled over both conditions, the chance of an answer is higher where there is less to avoid: the named message.
    let people = "pooled: [\"plain\", \"named\"]";
    assert_eq!(verdict(&format!("Sign(of: Correlation({people}, x: Creepiness, y: Avoidance, people: 100), side: Below)")), Verdict::Inside);
    assert_eq!(
        verdict(&format!("Sign(of: Coefficient({people}, of: Creepiness, on: [Concern], which: Concern, people: 100), side: Above)")),
        Verdict::Inside
    );
    let shared = small("patches: [(\"catalog.same_in_all_worlds\", true)],", "Band(of: Unpredictability(of: \"plain\"), low: 0.0001, high: 0.2)");
    let study = parse_study(&shared, "x.ron").unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report_card(vec![study], 2, |_, _| true).unwrap().entries[0].judged[0].verdict, Verdict::Inside);
    assert_eq!(verdict("Band(of: Correlation(pooled: [\"plain\"], x: Match, y: Creepiness, people: 100), low: 0.0)"), Verdict::Undefined);
}

#[test]
fn the_card_is_the_same_for_any_threads_and_flies_the_same_scenario_once() {
    let text = small("", &format!("Band(of: {RATIO}, low: 1.1, high: 1.3)"));
    let study = || parse_study(&text, "x.ron").unwrap();
    let one = report_card(vec![study()], 1, |_, _| true).unwrap();
    let three = report_card(vec![study(), study()], 3, |_, _| true).unwrap();
    assert_eq!((one.flights, three.flights), (2, 2), "two studies of the same conditions share their flights");
    for entry in &three.entries {
        assert_eq!(entry.judged, one.entries[0].judged);
    }
    assert_eq!(one.customer_days, 2 * 2 * 200 * 4 * 2, "conditions, variants with the twin, people, worlds, days");
    assert!(one.sentence().starts_with("1 of 1 inside, 0 outside, 0 sign wrong"), "{}", one.sentence());
}

#[test]
fn the_work_can_be_ended() {
    let study = parse_study(&small("", &format!("Band(of: {RATIO}, low: 1.0)")), "x.ron").unwrap();
    let ended = report_card(vec![study], 1, |_, _| false);
    assert!(matches!(ended, Err(CardError::Run(crate::simulate::RunError::Cancelled))));
}
