//! The model in the window: mechanisms with the document's settings, the report card, the assumptions; the same words and numbers as elsewhere.

use std::sync::Arc;

use crate::support::{AtOnce, checked, first_worlds, go, harness, send, small_card, small_document, small_robustness, small_run, small_table};
use creepline::app::{App, Command, Edit, Errand, Flying, Place, Runner, Wake};
use creepline::behavior::register::mechanisms;
use creepline::calibrate::Verdict;
use creepline::experiment::{CheckState, SelfCheck, ab_test, calibration, guard_outcomes, plan};
use creepline::report::ab_test::{calibration_rows, need_rows, part_rows, plan_sentence, test_rows};
use creepline::report::assumptions::{assumption_rows, flip_sentences};
use creepline::report::findings::card_rows;
use creepline::report::plan::{answer, basis, cells};
use creepline::report::robustness::{held_sentence, influence_rows, influence_title, metric_sentence, share_words};
use creepline::scenario::Scenario;
use creepline::simulate::{Completion, Run};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

fn app() -> Harness<'static, App> {
    harness(App::inline(small_document(), Box::new(AtOnce::default())))
}

fn says(harness: &Harness<'static, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn every_mechanism_opens_with_equation_settings_and_tests() {
    let mut harness = app();
    go(&mut harness, Place::Model);
    for mechanism in mechanisms() {
        send(&mut harness, Command::SelectMechanism(mechanism.id));
        assert!(says(&harness, mechanism.meaning), "{}", mechanism.id);
        assert!(mechanism.equation.iter().all(|line| says(&harness, line)), "{}", mechanism.id);
        assert!(says(&harness, mechanism.leaves_out) && says(&harness, mechanism.code), "{}", mechanism.id);
    }
}

#[test]
fn a_changed_setting_shows_at_its_mechanism() {
    let mut harness = app();
    let mut scenario = harness.state().state().document.scenario().clone();
    scenario.behavior.trust.bad_weight = 0.2;
    scenario.behavior.mechanisms.drift = false;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(scenario), field: "behavior.trust.bad_weight".into() }));
    go(&mut harness, Place::Model);
    send(&mut harness, Command::SelectMechanism("trust"));
    assert!(says(&harness, "changed from 0.18"));
    send(&mut harness, Command::SelectMechanism("drift"));
    assert!(says(&harness, "Not used by this scenario"));
}

#[test]
fn the_test_has_the_words_of_the_command_line_and_nothing_is_tested_in_the_background() {
    let mut harness = crate::support::with_results(creepline::app::ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Test);
    let run = small_run();
    let records = ab_test(&run, &guard_outcomes(&run)).expect("a test");
    assert!(says(&harness, &plan_sentence(&run)));
    for row in test_rows(&records).iter().chain(&part_rows(&records)) {
        assert!(says(&harness, &row.label), "{}", row.label);
        assert!(row.cells.iter().all(|cell| says(&harness, cell)), "{row:?}");
    }
    send(&mut harness, Command::TestNothing);
    for row in calibration_rows(&calibration(&run, 2_000).expect("a test")) {
        assert!(row.iter().all(|cell| says(&harness, cell)), "{row:?}");
    }
}

#[test]
fn the_plan_has_the_question_and_the_words_of_the_command_line() {
    let mut harness = app();
    go(&mut harness, Place::Plan);
    assert!(says(
        &harness,
        "changing email per week 1 -> 5 raises clicks within the limits: People over their own line: at most +5.00 points against baseline, worst segment"
    ));
    send(&mut harness, Command::FlyPilot);
    let pilot = first_worlds(&small_run(), 5, Completion::Partial);
    let found = plan(&pilot, 6);
    assert!(says(&harness, &answer(&pilot, &found)) && says(&harness, &basis(&found)));
    harness.get_by_label_contains("Table: How many worlds can tell?").click_accesskit();
    harness.run();
    for line in &found.lines {
        assert!(cells(&pilot, line).iter().all(|cell| says(&harness, cell)), "{:?}", cells(&pilot, line));
    }
    for record in ab_test(&pilot, &[]).expect("a test") {
        assert!(need_rows(&record).iter().flatten().all(|cell| says(&harness, cell)));
    }
    let mut scenario = harness.state().state().document.scenario().clone();
    scenario.experiment.worlds = 7;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(scenario), field: "experiment.worlds".into() }));
    assert!(says(&harness, "The scenario has changed since"));
}

#[test]
fn the_overview_says_how_the_self_checks_came_out_and_a_failed_one_blanks_the_verdicts() {
    let mut harness = crate::support::with_results(creepline::app::ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Overview);
    for words in ["determinism passed", "twin identity passed", "allocation passed", "undefined metrics passed"] {
        assert!(says(&harness, words), "{words}");
    }
    let broken = Broken;
    let mut harness = crate::support::harness(App::inline(small_document(), Box::new(broken)));
    send(&mut harness, Command::Run);
    go(&mut harness, Place::Overview);
    assert!(says(&harness, "Trust no number of this run: determinism failed"));
    assert!(says(&harness, "A self-check failed, so no verdict is given"));
    assert!(!says(&harness, "crosses limit") && !says(&harness, "within limit"));
}

/// Flies well, and finds afterwards that it did not.
struct Broken;

impl Runner for Broken {
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        AtOnce::default().start(scenario, wake)
    }
    fn check(&self, run: Arc<Run>, _wake: Wake) -> Errand<SelfCheck> {
        let mut check = checked(&run);
        check.checks[0].state = CheckState::Failed;
        Errand::done(Ok(check))
    }
}

#[test]
fn the_report_card_has_the_words_of_the_command_line() {
    let mut harness = app();
    go(&mut harness, Place::Card);
    assert!(says(&harness, "Fly the findings"));
    send(&mut harness, Command::FlyCard);
    let card = small_card();
    assert!(harness.query_by_label(&card.sentence()).is_some());
    for (place, entry) in card.entries.iter().enumerate() {
        send(&mut harness, Command::SelectFinding(place));
        assert!(says(&harness, &entry.study.published));
        for row in card_rows(entry) {
            assert!(says(&harness, &format!("Found {}. Expected {}.", row.found, row.expected)), "{}", row.label);
        }
    }
    // A mechanism that a finding tests leads to it.
    go(&mut harness, Place::Model);
    send(&mut harness, Command::SelectMechanism("creepiness"));
    let inside = card.entries[0].judged.iter().filter(|judged| judged.verdict == Verdict::Inside).count();
    harness.get_by_label(&format!("C2: {inside} of {} inside", card.entries[0].judged.len())).click_accesskit();
    harness.run();
    assert_eq!((harness.state().state().place, harness.state().state().selection.finding), (Place::Card, 0));
}

#[test]
fn assumptions_have_the_numbers_of_the_table_and_grow_stale_with_an_edit() {
    let mut harness = app();
    go(&mut harness, Place::Assumptions);
    send(&mut harness, Command::FlyAssumptions);
    let table = small_table();
    for sentence in flip_sentences(&table) {
        assert!(says(&harness, &sentence), "{sentence}");
    }
    send(&mut harness, Command::ToggleTable("assumptions"));
    let rows = assumption_rows(&table, &table.targets[0]);
    for row in rows.iter().take(5) {
        assert!(says(&harness, &row.path) && says(&harness, &row.range), "{}", row.path);
    }
    assert!(!says(&harness, "The scenario has changed since"));
    let mut scenario = harness.state().state().document.scenario().clone();
    scenario.name = "Another".into();
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(scenario), field: "name".into() }));
    assert!(says(&harness, "The scenario has changed since"));
}

#[test]
fn robustness_has_the_words_of_the_command_line() {
    let mut harness = app();
    go(&mut harness, Place::Assumptions);
    assert!(harness.query_by_label("Fly plausible settings").is_some());
    send(&mut harness, Command::FlyRobustness);
    let found = small_robustness();
    assert!(!found.held.is_empty());
    for (held, name) in found.held.iter().zip(["robust 1", "robust 2"]) {
        assert!(says(&harness, &held_sentence(held)), "{}", held.variant);
        assert!(held.metrics.iter().all(|row| says(&harness, &metric_sentence(row))), "{}", held.variant);
        send(&mut harness, Command::ToggleTable(name));
        let shares = held.guardrails.iter().flat_map(|guard| [&guard.within, &guard.crossed, &guard.cannot_tell]);
        for share in shares.chain([&held.holds, &held.ships, &held.crosses, &held.cannot_tell]) {
            assert!(says(&harness, &share_words(share)), "{share:?}");
        }
    }
    let influence = &found.influences[0];
    // On screen it begins with a capital letter.
    let title: String = influence_title(&found, influence).chars().skip(1).collect();
    let opened = harness.query_all_by_label_contains(&title).next().expect("what decides");
    opened.click_accesskit();
    harness.run();
    for row in influence_rows(&found, influence).iter().take(3) {
        assert!(says(&harness, &row.moves) && says(&harness, &row.path), "{row:?}");
    }
    assert!(!says(&harness, "The scenario has changed since"));
}
