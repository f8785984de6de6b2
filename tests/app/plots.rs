//! Plots of the result and build screens by their accessible names: each says its sentence, the numbers are those of the experiment, and the ways to look at
//! them do what they say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use crate::support::{AtOnce, go, harness, send, small_document, small_run, with_results};
use creepline::app::{App, Command, CompareMode, Contrast, Edit, LookStep, MapStep, Place, ThemeChoice};
use creepline::experiment::{format_estimate, format_value, lorenz, own_line, score_row};
use creepline::ledger::Scope;
use creepline::scenario::Metric;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

fn screen(place: Place) -> Harness<'static, App> {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, place);
    harness
}

/// The sentences of all plots on the screen.
fn sentences(harness: &Harness<'_, App>) -> Vec<String> {
    harness.get_all_by_role(Role::Image).filter_map(|image| image.accesskit_node().label()).collect()
}

fn says(harness: &Harness<'_, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn creepiness_says_how_far_why_and_what_people_do() {
    let mut harness = screen(Place::Creepiness);
    let run = small_run();
    let found = sentences(&harness);
    let sentence = |begins: &str| found.iter().find(|sentence| sentence.starts_with(begins)).unwrap_or_else(|| panic!("{begins}: {found:#?}"));
    let over = own_line(&run, 2, None, 30).over.expect("a share").mean;
    assert!(sentence("Share of active people at or below").contains(&format_value(Metric::OverLine, 1.0 - over)));
    let left = format_estimate(Metric::Churn, &score_row(&run, Metric::Churn, Scope::All, 1).scores[2].level);
    assert!(sentence("Up to day 30.").contains(&left), "{left}");
    assert!(sentence("Mean felt creepiness of touches").contains("noticed data use"));
    assert!(sentence("Share that is or says").contains("guarded"));
    // Another variant in detail changes what is said in detail, and nothing else.
    assert!(says(&harness, "Whose trust is lost under A 5 a week?"));
    send(&mut harness, Command::Look(LookStep::Variant(1)));
    assert!(!says(&harness, "Whose trust is lost under A 5 a week?") && says(&harness, "Whose trust is lost under B "));
    let after = sentences(&harness);
    assert!(after.contains(sentence("Up to day 30.")) && !after.contains(sentence("Share that is or says")));
}

#[test]
fn what_a_dose_curve_needs_is_one_click_away() {
    let mut harness = screen(Place::Creepiness);
    assert!(says(&harness, "A dose curve needs 3 or more variants that differ in depth alone"));
    harness.get_by_role_and_label(Role::Button, "Open the What-if map for depth").click_accesskit();
    harness.run();
    let state = harness.state().state();
    assert_eq!(state.place, Place::Map);
    let knobs: Vec<String> = state.what_if.knobs.iter().map(creepline::app::Knob::field).collect();
    assert_eq!(knobs, ["variants[1].policy.depth=0..1 in 5"]);
    // Flown, the map gives the curve.
    send(&mut harness, Command::Map(MapStep::SetSize(2, 60)));
    send(&mut harness, Command::Map(MapStep::Fly));
    harness.run_steps(4);
    go(&mut harness, Place::Creepiness);
    assert!(sentences(&harness).iter().any(|sentence| sentence.starts_with("Response is highest at depth")), "{:#?}", sentences(&harness));
}

#[test]
fn bubbles_say_where_variety_lives_and_who_gets_seen() {
    let harness = screen(Place::Bubbles);
    let found = sentences(&harness);
    let sentence = |begins: &str| found.iter().find(|sentence| sentence.starts_with(begins)).unwrap_or_else(|| panic!("{begins}: {found:#?}"));
    assert!(sentence("Topic entropy of choices").contains("within people"));
    assert!(sentence("Interests at the end less innate interests").contains("guarded (n = "));
    assert!(sentence("Median effective topics").contains('A'));
    let gini = format_estimate(Metric::SlotGini, &lorenz(&small_run(), 2).gini);
    assert!(sentence("Exposure of the").contains(&gini), "{gini}");
}

#[test]
fn a_click_on_a_number_shows_its_worlds() {
    let mut harness = screen(Place::Overview);
    let run = small_run();
    let estimate = score_row(&run, Metric::OverLine, Scope::All, 1).scores[2].difference.clone().expect("a difference");
    let guard = run.scenario.experiment.guardrails.iter().find(|guard| guard.metric == Metric::OverLine.id()).expect("a limit");
    let past = estimate.values.iter().flatten().filter(|value| **value > guard.limit).count();
    harness.get_by_role_and_label(Role::Button, "Worlds of People over their own line under A 5 a week").click();
    harness.run();
    assert!(says(&harness, &format!("{past} of 6 worlds right of the limit")), "{:#?}", sentences(&harness));
    harness.get_by_role_and_label(Role::Button, "Close").click_accesskit();
    harness.run();
    assert!(!says(&harness, "of 6 worlds right of the limit"));
}

#[test]
fn the_scorecard_is_grouped_sorted_by_harm_and_relative() {
    let mut harness = screen(Place::Overview);
    for heading in ["Goals", "Guardrails", "Watch: people", "Watch: what people see"] {
        assert!(harness.query_all_by_label(heading).next().is_some(), "{heading}");
    }
    send(&mut harness, Command::Look(LookStep::ToggleHarm));
    assert!(says(&harness, "Most harm first") && harness.query_by_label("Watch: people").is_none());
    send(&mut harness, Command::SetContrast(Contrast::Relative));
    let row = score_row(&small_run(), Metric::Purchases, Scope::All, 1);
    let value = |variant: usize, world: usize| row.scores[variant].level.as_ref().expect("a level").values[world].expect("a value");
    let mean = (0..6).map(|world| value(2, world) / value(1, world) - 1.0).sum::<f64>() / 6.0;
    let words = creepline::app::view::relative_words(mean);
    assert!(harness.query_all_by_label(&words).next().is_some(), "{words}");
}

#[test]
fn time_is_compared_in_four_ways_on_a_frozen_scale_against_a_reference() {
    let mut harness = screen(Place::Time);
    for (mode, plots) in [(CompareMode::Overlay, 3), (CompareMode::Difference, 3), (CompareMode::SideBySide, 3), (CompareMode::Both, 6)] {
        harness.get_by_role_and_label(Role::Button, mode.title()).click();
        harness.run();
        assert_eq!(sentences(&harness).len(), plots, "{mode:?}");
    }
    send(&mut harness, Command::Look(LookStep::ToggleFreeze));
    let frozen = harness.state().state().looks.frozen.clone().expect("ranges");
    assert_eq!(frozen.len(), 6);
    harness.get_by_role_and_label(Role::Button, "Keep as reference").click();
    harness.run();
    assert!(says(&harness, "Dashed grey: Retargeting frequency ("));
    // It stays over a later run of a changed document.
    let mut changed = harness.state().state().document.scenario().clone();
    (changed.experiment.seed, changed.experiment.worlds, changed.population.customers) = (7, 2, 60);
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(changed), field: "seed".into() }));
    send(&mut harness, Command::Run);
    go(&mut harness, Place::Time);
    assert!(says(&harness, "6 worlds)"), "the reference is that of before");
    assert_eq!(harness.state().state().looks.frozen.as_ref(), Some(&frozen));
    harness.get_by_role_and_label(Role::Button, "Remove reference").click();
    harness.run();
    assert!(!says(&harness, "Dashed grey:"));
}

#[test]
fn people_are_previewed_and_their_shares_sum_to_one() {
    let mut harness = harness(App::inline(small_document(), Box::new(AtOnce::default())));
    go(&mut harness, Place::Scenario);
    harness.run_steps(4);
    let found = sentences(&harness);
    assert!(found.iter().any(|sentence| sentence.starts_with("Medians by segment: guarded line")), "{found:#?}");
    assert!(found.iter().any(|sentence| sentence.starts_with("Largest topic of each segment")));
    assert!(says(&harness, "Twelve of them"));
    harness.get_by_role_and_label(Role::Button, "Lock share of pragmatic").click();
    harness.run();
    harness.get_by_role_and_label(Role::Slider, "guarded").set_value_accesskit(40.0);
    harness.run();
    let shares: Vec<f64> = harness.state().state().document.scenario().population.segments.iter().map(|segment| segment.share).collect();
    assert_eq!(shares, [0.4, 0.5, 0.1]);
}

#[test]
fn variants_have_a_dose_sketch_and_flags() {
    let mut harness = harness(App::inline(small_document(), Box::new(AtOnce::default())));
    let mut deep = harness.state().state().document.scenario().clone();
    let name = deep.variants[1].policy.signals[0].clone();
    let signal = deep.signals.iter_mut().find(|signal| signal.name == name).expect("it is declared");
    signal.sensitivity = 0.9;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(deep), field: "signals".into() }));
    go(&mut harness, Place::Variants);
    send(&mut harness, Command::SelectVariant(1));
    harness.run_steps(8);
    assert!(says(&harness, &format!("Reads sensitive data: {name} (0.900)")));
    let found = sentences(&harness);
    assert!(
        found.iter().any(|sentence| sentence.starts_with("Response is highest at depth") && sentence.contains("This variant stands at")),
        "{found:#?}"
    );
}
