//! Getting around: variants put aside, panels by key, words found on a screen, exports by key, what the palette offers, people brushed.
#![cfg(feature = "desktop")]
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod app_support;

use app_support::{go, send, with_results};
use creepline::app::{App, Command, LookStep, Place, ThemeChoice};
use creepline::experiment::Verdict;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, App>;

fn window() -> Window {
    with_results(ThemeChoice::Light, [1440.0, 900.0])
}

#[test]
fn a_hidden_variant_leaves_plots_and_columns_and_nothing_else() {
    let mut harness = window();
    go(&mut harness, Place::Overview);
    let overview = |harness: &Window| harness.state().state().results.as_ref().and_then(|results| results.sheets.overview.get().cloned()).expect("it is there");
    let before = overview(&harness);
    let first = before.tags[0].clone();
    assert!(before.guards.iter().any(|guard| guard.tag == first && guard.verdict == Verdict::Crossed), "the case has a crossed guardrail");
    harness.get_by_label("Variants shown").click();
    harness.run();
    harness.get_by_label(&format!("Show {}", first.label())).click();
    harness.run();
    harness.key_press(egui::Key::Escape);
    harness.run();
    let after = overview(&harness);
    assert!(!after.tags.contains(&first) && after.tags.len() + 1 == before.tags.len());
    assert_eq!(after.tags[0].letter, before.tags[1].letter, "letters and colours stay with their variants");
    assert!(after.families.iter().flat_map(|(_, rows)| rows).all(|row| row.cells.iter().all(|cell| cell.variant != first.variant)));
    // What was found is told as before: sentence, verdicts, guardrails; and that they are of a variant that is not shown.
    assert_eq!((&after.sentence, after.guards.len(), after.decisions.len()), (&before.sentence, before.guards.len(), before.decisions.len()));
    assert!(harness.query_all_by_label_contains("of their guardrails are crossed").next().is_some());
    assert!(!after.difference_text.table.columns.iter().any(|head| head.contains(&first.label())));
    // The run itself, and with it the dossier, has all of them.
    let results = harness.state().state().results.as_ref().expect("results");
    assert!(results.whole.hidden.is_empty() && results.run.hidden == [first.variant]);
    for place in [Place::Time, Place::Creepiness, Place::Bubbles, Place::Fairness, Place::Test, Place::Map] {
        go(&mut harness, place);
        let chip = format!("Show {} again", first.label());
        assert!(harness.query_by_label(&chip).is_some(), "{place:?} has no chip");
    }
    go(&mut harness, Place::Time);
    let panels = harness.state().state().results.as_ref().and_then(|results| results.sheets.time.get()).expect("prepared").panels.clone();
    assert!(panels.iter().all(|panel| panel.levels.iter().all(|line| line.tag != first)));
    assert_eq!(creepline::app::view::filter_words(harness.state().state()), format!("Hidden: {}.", first.label()));
    harness.get_by_label(&format!("Show {} again", first.label())).click();
    harness.run();
    assert!(harness.state().state().results.as_ref().is_some_and(|results| results.run.hidden.is_empty()));
}

#[test]
fn the_list_of_variants_has_an_eye_for_each_but_the_baseline() {
    let mut harness = window();
    go(&mut harness, Place::Variants);
    let scenario = harness.state().state().document.scenario().clone();
    let eyes = harness.get_all_by_role(Role::Button).filter(|node| {
        use egui_kittest::kittest::NodeT as _;
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Hide "))
    });
    assert_eq!(eyes.count(), scenario.variants.len() - 1);
    let other = scenario.variants.iter().find(|variant| variant.name != scenario.experiment.baseline).expect("two variants").name.clone();
    harness.get_by_label(&format!("Hide A {other}")).click();
    harness.run();
    assert!(harness.state().state().looks.hidden.contains(&other));
    assert!(harness.query_by_label(&format!("Show A {other}")).is_some());
    // The baseline cannot be put aside, whoever asks.
    let baseline = scenario.experiment.baseline.clone();
    send(&mut harness, Command::Look(LookStep::ToggleShown(baseline)));
    assert_eq!(harness.state().state().results.as_ref().expect("results").run.hidden.len(), 1);
}
