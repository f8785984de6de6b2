//! Comfort and safety in the window: settings, keys, history, autosave and restore, start screen, dropped files.
#![cfg(feature = "desktop")]

mod app_support;

use app_support::{AtOnce, go, harness, harness_of, send, small_document, with_results};
use creepline::app::{App, Command, Kept, Place, SettingsStep, ThemeChoice};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn app() -> App {
    App::inline(small_document(), Box::new(AtOnce::default()))
}

#[test]
fn settings_are_changed_by_hand_and_kept_between_sittings() {
    let mut first = harness(app());
    go(&mut first, Place::Settings);
    first.get_by_role_and_label(Role::CheckBox, "Reduced motion").click();
    first.run();
    first.get_by_role_and_label(Role::CheckBox, "Automatic").click();
    first.run();
    send(&mut first, Command::SetTheme(ThemeChoice::HighContrastDark));
    first.get_by_role_and_label(Role::Button, "Larger").click();
    first.run();
    let text = first.state().kept().to_text();
    let (kept, words) = Kept::read(&text);
    assert!(words.is_empty());

    let mut second = app();
    second.take_up(kept, None, words);
    let second = harness(second);
    let settings = &second.state().state().settings;
    assert!(settings.reduced_motion() && settings.threads.is_some());
    assert_eq!((settings.theme, settings.zoom), (ThemeChoice::HighContrastDark, 1.1));
    assert_eq!(second.ctx.zoom_factor(), 1.1);
    assert_eq!(second.state().state().place, Place::Settings);
    assert!(second.ctx.global_style().visuals.dark_mode);
    assert_eq!(second.ctx.global_style().animation_time, 0.0);
}

#[test]
fn settings_that_cannot_be_read_are_the_usual_ones_and_said() {
    let (kept, words) = Kept::read(r#"{"version": 7, "settings": {"theme": "Plaid", "letter_keys": false}}"#);
    let mut app = app();
    app.take_up(kept, None, words);
    let harness = harness(app);
    assert!(harness.query_all_by_label_contains("newer version. As at the first start are: theme.").next().is_some());
    assert!(!harness.state().state().settings.letter_keys);
}

#[test]
fn a_key_is_changed_and_the_old_one_does_nothing_more() {
    let mut harness = harness(app());
    go(&mut harness, Place::Settings);
    harness.get_by_label_contains("Keys of Run:").click();
    harness.run();
    assert!(harness.query_by_label_contains("Keys of Run:").is_some());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::J);
    harness.run();
    assert!(harness.query_by_label("Keys of Run: Ctrl+J").is_some());
    harness.key_press(egui::Key::F9);
    harness.run();
    assert!(harness.state().state().results.is_none(), "F9 is no longer the key of a run");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::J);
    harness.run();
    assert!(harness.state().state().results.is_some());
    assert!(harness.query_by_label("Run  Ctrl+J").is_some(), "the button says the key");
    go(&mut harness, Place::Settings);
    harness.get_by_label("Reset keys of Run").click();
    harness.run();
    assert!(harness.query_by_label("Keys of Run: F9").is_some());
}

#[test]
fn keys_that_another_command_has_are_named_and_taken_only_on_request() {
    let mut harness = harness(app());
    go(&mut harness, Place::Settings);
    for taking in [false, true] {
        harness.get_by_label("Keys of Undo: Ctrl+Z").click();
        harness.run();
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
        harness.run();
        assert!(harness.query_by_label("Ctrl+S belongs to \"Save\". Give it to \"Undo\" instead?").is_some());
        harness.get_by_label(if taking { "Take these keys" } else { "Keep as it is" }).click();
        harness.run();
        assert_eq!(harness.query_by_label("Keys of Undo: Ctrl+S").is_some(), taking);
        assert_eq!(harness.query_by_label("Keys of Save: none").is_some(), taking);
    }
    harness.get_by_label("Reset all keys").click();
    harness.run();
    assert!(harness.query_by_label("Keys of Save: Ctrl+S").is_some());
}

#[test]
fn single_letters_can_be_switched_off() {
    let mut harness = harness(app());
    go(&mut harness, Place::Variants);
    send(&mut harness, Command::SelectVariant(1));
    let baseline = |harness: &egui_kittest::Harness<'static, App>| harness.state().state().document.scenario().experiment.baseline.clone();
    let before = baseline(&harness);
    send(&mut harness, Command::Settings(SettingsStep::LetterKeys(false)));
    harness.key_press(egui::Key::B);
    harness.run();
    assert_eq!(baseline(&harness), before);
    send(&mut harness, Command::Settings(SettingsStep::LetterKeys(true)));
    harness.key_press(egui::Key::B);
    harness.run();
    assert_ne!(baseline(&harness), before);
}

#[test]
fn every_screen_is_drawn_in_high_contrast_and_fits() {
    for theme in [ThemeChoice::HighContrastLight, ThemeChoice::HighContrastDark] {
        let mut harness = with_results(theme, [1024.0, 640.0]);
        for place in Place::ALL {
            go(&mut harness, *place);
            let boxes = harness.root().children_recursive().filter_map(|node| node.accesskit_node().bounding_box());
            let widest = boxes.map(|area| area.x1).fold(0.0, f64::max);
            assert!(widest <= 1025.0, "{place:?} reaches {widest}");
        }
        let panel = harness.ctx.global_style().visuals.panel_fill;
        assert_eq!(panel, if theme == ThemeChoice::HighContrastDark { egui::Color32::BLACK } else { egui::Color32::WHITE });
    }
}

#[test]
fn the_settings_screen_fits_at_twice_the_size() {
    let mut harness = harness_of(app(), [1440.0, 900.0]);
    send(&mut harness, Command::Settings(SettingsStep::Zoom(2.0)));
    go(&mut harness, Place::Settings);
    let boxes = harness.root().children_recursive().filter_map(|node| node.accesskit_node().bounding_box());
    let widest = boxes.map(|area| area.x1).fold(0.0, f64::max);
    assert!(widest <= 1441.0, "{widest}");
    assert!(harness.query_by_label("No telemetry: the app never sends anything anywhere.").is_some());
}
