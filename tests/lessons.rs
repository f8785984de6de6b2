//! Lessons: each is bundled, valid, and shows its idea in the engine's own numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use creepline::experiment::{FairnessCriterion, Stop};
use creepline::lesson::{
    Ask, Bet, Bundled, Flights, LESSONS, Lesson, Quantity, Reading, Rows, Scoped, Setting, Shown, Step, Truth, parse_lesson, reveal, sandbox_start,
    settle, shown_lines, try_out,
};
use creepline::report::lessons::{LessonPlot, Look, printed_hand_out};
use creepline::scenario::Metric;

fn lesson(id: &str) -> Lesson {
    Bundled::find(id).expect("it is bundled").load().unwrap_or_else(|error| panic!("{id}: {error}"))
}

fn reading(metric: Metric, variant: &str, set: &[(&str, &str)]) -> Reading {
    let set = set.iter().map(|(path, value)| Setting((*path).into(), (*value).into())).collect();
    Reading { of: Quantity::Metric(metric), variant: variant.into(), against: None, who: Scoped::All, set }
}

/// Place of the option that the engine makes true.
fn right(lesson: &Lesson, truth: &Truth) -> Option<usize> {
    let settled = settle(lesson, truth, &mut Flights::default(), 2, &Stop::new()).expect("it flies");
    assert!(!settled.values.is_empty());
    settled.right
}

/// Whether a variant is clearly above another.
fn is_above(lesson: &Lesson, metric: Metric, variant: &str, other: &str, who: &Scoped) -> bool {
    let reading = Reading { against: Some(other.into()), who: who.clone(), ..reading(metric, variant, &[]) };
    right(lesson, &Truth::Sign(reading)) == Some(2)
}

#[test]
fn every_lesson_of_the_folder_is_bundled_valid_and_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().strip_suffix(".ron")?.to_owned()))
        .collect();
    let bundled: BTreeSet<String> = LESSONS.iter().map(|lesson| lesson.id.to_owned()).collect();
    assert_eq!(on_disk, bundled, "list each file of lessons/ in lesson::bundled");
    assert_eq!(LESSONS.len(), 9);
    for bundled in LESSONS {
        let lesson = bundled.load().unwrap_or_else(|error| panic!("{}: {error}", bundled.id));
        assert_eq!(lesson.id, bundled.id);
        assert!(bundled.text.starts_with("// Lesson "), "{}", bundled.id);
        assert!(lesson.steps.iter().any(|step| matches!(step, Step::Bet { .. })), "{} has a bet", bundled.id);
        assert!(lesson.steps.iter().any(|step| matches!(step, Step::Reveal { .. })), "{} has a reveal", bundled.id);
    }
}

#[test]
fn a_broken_lesson_says_where_and_why() {
    let text = Bundled::find("sweet_spot").expect("it is bundled").text;
    let cases = [
        ("bet: \"Draw", "bett: \"Draw", "there is no field `bett` here"),
        ("metric: \"over_line_share\"", "metric: \"over_line\"", "there is no metric `over_line`"),
        ("variants[hint].policy.explanation", "variants[hint].policy.explanations", "explanations"),
        ("case: \"sweet_spot\"", "case: \"sweet_sport\"", "there is no bundled case `sweet_sport`"),
        ("variant: \"hint\",\n                metric", "variant: \"hints\",\n                metric", "no variant `hints`"),
        ("minutes: 10", "minutes: 45", "a lesson takes 8 to 12 minutes"),
        ("minutes: 2.0", "minutes: 3.0", "the steps take"),
        ("minutes: 1.0", "minutes: 0.0", "a step takes some time"),
        (
            "\"Do not say yet whether the line bends.\"",
            "\"Do not say yet whether the line bends, and so on and on, with all that a trainer might say, until nobody reads it any more before a class, as it is far too long.\"",
            "at most 140 letters",
        ),
        (
            "                \"Ask who had such an e-mail this week. Take one example, no more.\",\n                \"Only one thing changes between the seven versions. Say so twice: the picture rests on it.\",\n",
            "",
            "no notes for the trainer",
        ),
    ];
    for (good, bad, message) in cases {
        assert!(text.contains(good), "{good}");
        let error = parse_lesson(&text.replace(good, bad), "broken.ron").expect_err(bad).to_string();
        assert!(error.contains(message), "{bad}: {error}");
        assert!(error.contains("broken.ron"), "{error}");
    }
    let cut = text.find("        Discuss(").expect("the last step");
    let error = parse_lesson(&format!("{}    ],\n)\n", &text.get(..cut).unwrap()), "broken.ron").expect_err("no end").to_string();
    assert!(error.contains("says what the model leaves out"), "{error}");
}

#[test]
fn every_reveal_question_and_sandbox_of_every_lesson_gives_numbers() {
    for bundled in LESSONS {
        let whole = bundled.load().expect("it is valid");
        let days = if bundled.id == "breach" { 70 } else { 14 };
        let lesson = whole.sized(60, 2, days);
        let (mut flights, stop) = (Flights::default(), Stop::new());
        for step in &lesson.steps {
            match step {
                Step::Reveal { show, set, title, .. } => {
                    let scenarios = lesson.scenarios(show, set).expect("checked");
                    let runs = flights.fly(&scenarios, 2, &stop).unwrap_or_else(|error| panic!("{}: {error}", bundled.id));
                    let lines = shown_lines(&reveal(show, &runs).expect("a result"));
                    assert!(!lines.is_empty() && lines.iter().any(|(_, number)| !number.starts_with("n/a")), "{}: {title}: {lines:?}", bundled.id);
                }
                Step::Bet { on: Bet::Hands(Ask { truth: Some(truth), .. }) | Bet::Pick(Ask { truth: Some(truth), .. }), .. }
                | Step::Puzzle { ask: Ask { truth: Some(truth), .. }, .. } => {
                    settle(&lesson, truth, &mut flights, 2, &stop).unwrap_or_else(|error| panic!("{}: {error}", bundled.id));
                }
                Step::Sandbox { controls, goal, .. } => {
                    let start = sandbox_start(&lesson, controls).expect("numbers");
                    for (control, value) in controls.iter().zip(&start) {
                        assert!((control.low..=control.high).contains(value), "{}: {} starts at {value}", bundled.id, control.label);
                    }
                    let tried = try_out(&lesson, (controls, goal), &start, &mut flights, 2, &stop).expect("a result");
                    assert_eq!(tried.met.len(), goal.len());
                }
                _ => {}
            }
        }
    }
}

#[test]
fn sweet_spot_answers_rise_and_then_fall() {
    let lesson = lesson("sweet_spot").sized(150, 4, 28);
    let at = |value| reading(Metric::AnswerChance, "hint", &[("variants[hint].policy.explicitness", value)]);
    assert_eq!(right(&lesson, &Truth::Highest(vec![at("0.0"), at("0.45"), at("0.9")])), Some(1));
    let over = |value| reading(Metric::OverLine, "hint", &[("variants[hint].policy.explicitness", value)]);
    assert_eq!(right(&lesson, &Truth::Highest(vec![over("0.0"), over("0.45"), over("0.9")])), Some(2), "unease only rises");
}

#[test]
fn same_ad_the_guarded_are_over_their_line_most() {
    let lesson = lesson("same_ad").sized(200, 4, 28);
    let who = |name: &str| Reading { who: Scoped::Segment(name.into()), ..reading(Metric::OverLine, "all of it", &[]) };
    assert_eq!(right(&lesson, &Truth::Highest(vec![who("guarded"), who("pragmatic"), who("relaxed")])), Some(0));
}

#[test]
fn followed_each_further_reminder_is_answered_less() {
    let lesson = lesson("followed").sized(150, 4, 42);
    let at = |metric, value| reading(metric, "5 a week", &[("variants[5 a week].policy.contacts[0].per_week", value)]);
    let three = |metric| vec![at(metric, "1.0"), at(metric, "5.0"), at(metric, "12.0")];
    assert_eq!(right(&lesson, &Truth::Highest(three(Metric::AnswerChance))), Some(0));
    assert_eq!(right(&lesson, &Truth::Lowest(three(Metric::AnswerChance))), Some(2));
    assert_eq!(right(&lesson, &Truth::Highest(three(Metric::Unsubscribed))), Some(2));
    assert_eq!(right(&lesson, &Truth::Highest(three(Metric::Creepiness))), Some(2), "being followed is felt");
}

#[test]
fn echo_a_personal_shelf_narrows_one_and_pulls_people_apart() {
    let lesson = lesson("echo").sized(150, 4, 42);
    assert!(is_above(&lesson, Metric::Within, "none", "personal", &Scoped::All), "narrower than the twin");
    assert!(is_above(&lesson, Metric::Across, "personal", "none", &Scoped::All), "further apart than the twin");
    assert!(is_above(&lesson, Metric::DriftNet, "personal", "popular", &Scoped::All));
}

#[test]
fn average_the_minority_gets_less_and_the_total_does_not_show_it() {
    let lesson = lesson("average").sized(200, 4, 28);
    let who = |name: &str| Reading { who: Scoped::Group(name.into()), ..reading(Metric::SlateClicks, "mostly the crowd", &[]) };
    assert_eq!(right(&lesson, &Truth::Lowest(vec![who("majority"), who("minority")])), Some(1));
    assert!(is_above(&lesson, Metric::SlateClicks, "mostly the person", "mostly the crowd", &Scoped::Group("minority".into())));
    assert!(is_above(&lesson, Metric::SlateClicks, "mostly the crowd", "none", &Scoped::All), "the total looks fine");
}

#[test]
fn breach_trust_falls_at_once_and_has_not_come_back() {
    let lesson = lesson("breach").sized(100, 4, 80);
    let Some(Step::Reveal { show, set, .. }) = lesson.steps.get(2) else { panic!("the course is the third step") };
    let runs = Flights::default().fly(&lesson.scenarios(show, set).unwrap(), 2, &Stop::new()).unwrap();
    let Shown::Chart(chart) = reveal(show, &runs).unwrap() else { panic!("a course") };
    let on = |day: usize| chart.series[0].points[day - 1].as_ref().expect("trust").clone();
    let (before, after, late) = (on(30), on(32), on(80));
    assert!(after.interval.unwrap().1 < before.interval.unwrap().0, "it falls within two days: {} to {}", before.mean, after.mean);
    assert!(late.interval.unwrap().1 < before.interval.unwrap().0, "it has not come back: {} to {}", before.mean, late.mean);
    assert!((late.mean - after.mean) / 48.0 < (before.mean - after.mean) / 2.0, "it climbs slower a day than it fell");
    assert!(is_above(&lesson, Metric::TrustMean, "no leak", "told at once", &Scoped::All));
}

#[test]
fn rulers_one_gap_closes_and_another_stays() {
    let lesson = lesson("rulers").sized(400, 8, 42);
    let gap = |criterion| Reading { of: Quantity::Criterion(criterion), ..reading(Metric::OverLine, "equal shares", &[]) };
    let truth = Truth::Highest(vec![gap(FairnessCriterion::ParityDifference), gap(FairnessCriterion::PredictiveParity)]);
    assert_eq!(right(&lesson, &truth), Some(1));
}

#[test]
fn wheel_control_lowers_unease_and_costs_no_clicks() {
    let lesson = lesson("wheel").sized(150, 4, 28);
    let at = |metric, value| reading(metric, "a switch", &[("variants[a switch].policy.control", value)]);
    assert_eq!(right(&lesson, &Truth::Lowest(vec![at(Metric::OverLine, "0.0"), at(Metric::OverLine, "0.8")])), Some(1));
    assert_eq!(right(&lesson, &Truth::Highest(vec![at(Metric::SlateClicks, "0.0"), at(Metric::SlateClicks, "0.8")])), Some(1));
}

#[test]
fn wheel_a_reason_shows_what_is_used_and_control_softens_that() {
    let lesson = lesson("wheel").sized(150, 4, 28);
    let (reason, control) = ("variants[a switch].policy.explanation", "variants[a switch].policy.control");
    let at = |told, held| reading(Metric::OverLine, "a switch", &[(reason, told), (control, held)]);
    assert_eq!(right(&lesson, &Truth::Lowest(vec![at("0.0", "0.2"), at("1.0", "0.2")])), Some(0), "beside a switch it makes more people uneasy");
    assert_eq!(right(&lesson, &Truth::Lowest(vec![at("1.0", "0.2"), at("1.0", "0.8")])), Some(1), "beside a console fewer");
}

#[test]
fn one_run_worlds_disagree_on_money_and_agree_on_answers() {
    let lesson = lesson("one_run").sized(250, 12, 28);
    let less = |metric| Reading { against: Some("anonymous".into()), ..reading(metric, "hint", &[]) };
    assert_eq!(right(&lesson, &Truth::Sign(less(Metric::Revenue))), Some(1), "cannot tell");
    assert_eq!(right(&lesson, &Truth::Sign(less(Metric::AnswerChance))), Some(2));
}

#[test]
fn every_lesson_has_a_hand_out_of_one_page() {
    for bundled in LESSONS {
        let lesson = bundled.load().expect("it is valid");
        let nothing = Shown::Rows(Rows { panels: Vec::new(), worlds: false, size: (8, 300) });
        let plot = LessonPlot::new("A headline", Arc::new(nothing), Look::default().for_paper());
        let notes =
            ["Our hands: 7 for \"one\", 5 for \"another\", 11 for \"a third\".".to_owned(), "A line that says how far off our bet was. ".repeat(3)];
        let page = printed_hand_out(&lesson, &plot, &notes).unwrap_or_else(|error| panic!("{}: {error}", bundled.id));
        let text = String::from_utf8_lossy(&page);
        let pages = text.matches("/Type/Page/").count() + text.matches("/Type /Page\n").count();
        assert!(page.starts_with(b"%PDF-") && pages == 1, "{}: {pages} pages", bundled.id);
        assert!(text.contains("/StructTreeRoot") && text.contains(&lesson.title), "{}: it can be read aloud", bundled.id);
    }
}

#[test]
fn before_a_reveal_its_subject_says_nothing_of_what_comes_out() {
    for bundled in LESSONS {
        for step in bundled.load().expect("it is valid").steps {
            let Step::Reveal { title, show, .. } = step else { continue };
            let subject = show.subject();
            assert!(!subject.is_empty() && !subject.contains(&title), "{}: {subject}", bundled.id);
        }
    }
}
