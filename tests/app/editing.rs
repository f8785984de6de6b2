//! Editing a scenario in the window: fields, undo, dirty mark, saving, opening, variants, sketch.

use crate::support::{AtOnce, Held, go, harness, send, small_document, small_scenario, with_results};
use creepline::app::{App, Command, Dialog, Document, Edit, KeepStep, Origin, Place, ThemeChoice};
use creepline::scenario::Scenario;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

fn app() -> App {
    App::inline(small_document(), Box::new(AtOnce::default()))
}

fn scenario<'a>(harness: &'a Harness<'static, App>) -> &'a Scenario {
    harness.state().state().document.scenario()
}

#[test]
fn a_name_is_typed_marked_unsaved_and_undone() {
    let mut harness = harness(app());
    go(&mut harness, Place::Scenario);
    assert!(harness.query_by_label("Bundled case, unchanged").is_some());
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    field.focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name").type_text("Eerie ");
    harness.run();
    assert!(scenario(&harness).name.contains("Eerie"), "{}", scenario(&harness).name);
    assert!(harness.query_by_label("Not saved").is_some());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run();
    assert_eq!(scenario(&harness).name, small_scenario().name);
    assert!(harness.query_by_label("Not saved").is_none());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Y);
    harness.run();
    assert!(scenario(&harness).name.contains("Eerie"));
}

#[test]
fn a_number_is_changed_reset_and_told_when_out_of_range() {
    let mut harness = harness(app());
    go(&mut harness, Place::Variants);
    harness.get_by_role_and_label(Role::Slider, "Depth").set_value_accesskit(0.25);
    harness.run();
    assert_eq!(scenario(&harness).variants[0].policy.depth, 0.25);
    harness.get_by_label("Reset Depth").click();
    harness.run();
    assert_eq!(scenario(&harness).variants[0].policy.depth, 0.8);
    let mut broken = scenario(&harness).clone();
    broken.variants[0].policy.depth = 1.4;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(broken), field: "depth".into() }));
    assert!(harness.query_all_by_label_contains("To mend: depth is 1.4").next().is_some());
    assert!(harness.query_by_label("1 setting to mend").is_some());
    send(&mut harness, Command::Run);
    assert_eq!(harness.state().state().place, Place::Variants);
    assert!(harness.query_all_by_label_contains("Not run:").next().is_some());
    assert!(harness.state().state().results.is_none());
}

#[test]
fn a_list_gains_a_copy_and_loses_it() {
    let mut harness = harness(app());
    go(&mut harness, Place::Variants);
    let before = scenario(&harness).variants[0].policy.contacts.len();
    harness.get_by_label("Duplicate email").click();
    harness.run();
    assert_eq!(scenario(&harness).variants[0].policy.contacts.len(), before + 1);
    harness.get_all_by_label("Remove email").next().expect("one to remove").click_accesskit();
    harness.run();
    assert_eq!(scenario(&harness).variants[0].policy.contacts.len(), before);
}

#[test]
fn signals_are_ticked_by_name() {
    let mut harness = harness(app());
    go(&mut harness, Place::Variants);
    let box_of = |harness: &Harness<'static, App>| harness.get_by_role_and_label(Role::CheckBox, "retargeting").click();
    box_of(&harness);
    harness.run();
    assert!(!scenario(&harness).variants[0].policy.signals.contains(&"retargeting".to_owned()));
    box_of(&harness);
    harness.run();
    assert!(scenario(&harness).variants[0].policy.signals.contains(&"retargeting".to_owned()));
}

#[test]
fn variants_are_duplicated_renamed_starred_and_removed() {
    let mut harness = harness(app());
    go(&mut harness, Place::Variants);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::D);
    harness.run();
    assert_eq!(scenario(&harness).variants.len(), 4);
    assert_eq!(scenario(&harness).variants[1].name, "1 a week copy");
    assert!(harness.query_by_label("No difference: this variant would do the same as the baseline.").is_some());
    harness.key_press(egui::Key::B);
    harness.run();
    assert_eq!(scenario(&harness).experiment.baseline, "1 a week copy");
    let mut renamed = scenario(&harness).clone();
    renamed.variants[1].name = "today".into();
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(renamed), field: "name".into() }));
    assert_eq!(scenario(&harness).experiment.baseline, "today");
    harness.get_by_label("Remove variant").click();
    harness.run();
    assert_eq!(scenario(&harness).variants.len(), 3);
    assert_eq!(scenario(&harness).experiment.baseline, "1 a week");
    for _ in 0..4 {
        send(&mut harness, Command::Undo);
    }
    assert_eq!(scenario(&harness), &small_scenario());
}

#[test]
fn the_difference_from_the_baseline_is_said_in_words() {
    let mut harness = harness(app());
    go(&mut harness, Place::Variants);
    send(&mut harness, Command::SelectVariant(1));
    assert!(harness.query_by_label("email per week 1 -> 5").is_some());
}

#[test]
fn saving_asks_for_a_place_then_remembers_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    // The whole case is too long to fly here: this runner never lands.
    let mut harness = harness(App::inline(small_document(), Box::new(Held::default())));
    let mut changed = scenario(&harness).clone();
    changed.name = "Mine".into();
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(changed), field: "name".into() }));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
    harness.run();
    assert!(matches!(harness.state().state().dialog, Some(Dialog::SaveFile { .. })));
    send(&mut harness, Command::TypePath(path.display().to_string()));
    harness.get_by_label("Save here").click();
    harness.run();
    assert!(path.exists());
    assert!(harness.query_by_label("Saved").is_some());
    assert_eq!(harness.state().state().recent.iter().map(|file| &file.path).collect::<Vec<_>>(), [&path]);
    send(&mut harness, Command::OpenCase("retargeting".into()));
    assert_eq!(scenario(&harness).name, "Retargeting frequency");
    send(&mut harness, Command::OpenPath(path));
    assert_eq!(scenario(&harness).name, "Mine");
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("broken.ron");
    std::fs::write(&path, "(version: 1, population: (customerz: 3))").expect("written");
    let mut harness = harness(app());
    send(&mut harness, Command::OpenPath(path));
    assert_eq!(scenario(&harness), &small_scenario());
    assert!(harness.query_all_by_label_contains("Nothing was changed").next().is_some());
}

#[test]
fn unsaved_changes_are_not_lost_without_a_question() {
    let mut harness = harness(app());
    let mut changed = scenario(&harness).clone();
    changed.experiment.seed = 7;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(changed), field: "seed".into() }));
    send(&mut harness, Command::New);
    assert!(harness.query_by_label("There are unsaved changes").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(scenario(&harness).experiment.seed, 7);
    send(&mut harness, Command::New);
    harness.get_by_label("Discard changes").click();
    harness.run();
    assert_eq!(scenario(&harness), &Scenario::default());
}

#[test]
fn a_sketch_of_two_variants_follows_the_last_change() {
    let runner = AtOnce::default();
    let flown = runner.flown.clone();
    let mut harness = harness(App::inline(small_document(), Box::new(runner)));
    go(&mut harness, Place::Variants);
    send(&mut harness, Command::SelectVariant(1));
    harness.run_steps(4);
    let last = flown.lock().expect("no panic").last().cloned().expect("a sketch was flown");
    assert_eq!((last.variants.len(), last.experiment.worlds), (2, 1));
    assert!(last.population.customers <= 500);
    assert!(harness.query_by_label("SKETCH").is_some());
    assert!(harness.query_all_by_label_contains("SKETCH, People over their own line by day").next().is_some());
    let before = flown.lock().expect("no panic").len();
    let mut changed = scenario(&harness).clone();
    changed.variants[1].policy.contacts[0].per_week = 7.0;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(changed), field: "per week".into() }));
    harness.run_steps(4);
    let flown = flown.lock().expect("no panic");
    assert_eq!(flown.len(), before + 1);
    assert_eq!(flown.last().expect("one").variants[1].policy.contacts[0].per_week, 7.0);
}

#[test]
fn a_new_document_has_a_way_forward_on_every_screen() {
    let document = Document::new(Scenario::default(), Origin::New, String::new());
    let mut harness = harness(App::inline(document, Box::new(AtOnce::default())));
    for place in [Place::Overview, Place::Time, Place::Creepiness, Place::Bubbles, Place::Fairness] {
        go(&mut harness, place);
        assert!(harness.query_by_label("Nothing has been run yet").is_some(), "{place:?}");
        assert!(harness.query_by_label("Run").is_some(), "{place:?}");
    }
}

#[test]
fn what_is_tried_without_saving_is_marked_and_kept_or_dropped() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Variants);
    let before = scenario(&harness).clone();
    send(&mut harness, Command::Keep(KeepStep::Try));
    assert!(harness.query_all_by_label_contains("Trying without saving").next().is_some());
    harness.get_by_role_and_label(Role::Slider, "Depth").set_value_accesskit(0.25);
    harness.run();
    assert!(!harness.state().state().document.is_dirty() && harness.query_by_label("Not saved").is_none());
    // It reaches no file, and nobody can approve it.
    send(&mut harness, Command::Save);
    assert!(harness.query_all_by_label_contains("Not saved: this is tried").next().is_some() && harness.state().state().dialog.is_none());
    go(&mut harness, Place::Review);
    assert!(harness.query_all_by_label_contains("it cannot be approved").next().is_some());
    harness.get_all_by_label("Drop the changes").next().expect("a button").click();
    harness.run();
    assert_eq!(scenario(&harness), &before);
    assert!(harness.query_all_by_label_contains("Trying without saving").next().is_none() && !harness.state().state().document.is_dirty());
    // Dropping can be undone, and what comes back is a change like any other.
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run();
    assert_eq!(scenario(&harness).variants[0].policy.depth, 0.25);
    assert!(harness.state().state().document.is_dirty());
    send(&mut harness, Command::Keep(KeepStep::Try));
    send(&mut harness, Command::Keep(KeepStep::EndTrial(true)));
    assert_eq!(scenario(&harness).variants[0].policy.depth, 0.25);
    assert!(harness.query_by_label("Not saved").is_some());
}

#[test]
fn a_share_is_typed_digit_by_digit() {
    let mut harness = harness(app());
    go(&mut harness, Place::Scenario);
    let shares = |harness: &Harness<'static, App>| scenario(harness).population.segments.iter().map(|segment| segment.share).collect::<Vec<f64>>();
    let field = harness.get_all_by_role(Role::SpinButton).next().expect("the first share").rect().center();
    harness.drag_at(field);
    harness.drop_at(field);
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    for (digit, share) in [("3", 0.03), ("0", 0.3)] {
        harness.event(egui::Event::Text(digit.into()));
        // One frame takes the digit; those after it must not change a thing, although the other shares have more decimals than are shown.
        harness.run_steps(5);
        let found = shares(&harness);
        assert!((found[0] - share).abs() < 1e-12 && (found.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{found:?}");
    }
}
