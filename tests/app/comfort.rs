//! Comfort and safety in the window: settings, keys, history, autosave and restore, start screen, dropped files.
#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::support::{AtOnce, Held, go, harness, harness_of, send, small_document, small_run, small_scenario, with_results};
use creepline::app::{App, ClockStep, Command, Dialog, Document, Edit, KeepStep, Kept, Origin, Place, Recent, SettingsStep, ThemeChoice};
use creepline::scenario::{Scenario, load, save};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

type Window = Harness<'static, App>;

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
    let baseline = |harness: &Window| harness.state().state().document.scenario().experiment.baseline.clone();
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

/// An app that may keep things in a folder.
fn app_in(folder: &Path, document: Document) -> App {
    let mut app = App::inline(document, Box::new(Held::default()));
    app.take_up(Kept::default(), Some(folder.join("data")), String::new());
    app
}

/// A file with the small scenario in it, and the document opened from it.
fn file_in(folder: &Path) -> (PathBuf, Document) {
    let path = folder.join("shop.ron");
    save(&path, &small_scenario(), "// a shop").expect("saved");
    (path.clone(), Document::new(small_scenario(), Origin::File(path), "// a shop".into()))
}

fn edit(harness: &mut Window, field: &str, change: impl FnOnce(&mut Scenario)) {
    let mut scenario = harness.state().state().document.scenario().clone();
    change(&mut scenario);
    send(harness, Command::Edit(Edit { scenario: Box::new(scenario), field: field.into() }));
}

/// Lets so many seconds pass for the window.
fn rest(harness: &mut Window, seconds: usize) {
    harness.run_steps(seconds * 4);
}

fn said(harness: &Window, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn the_history_is_told_in_words_and_a_click_goes_back_and_forth() {
    let mut harness = harness(app());
    for (seed, worlds) in [(7, 6), (7, 9), (8, 9)] {
        edit(&mut harness, &format!("{seed} {worlds}"), |scenario| (scenario.experiment.seed, scenario.experiment.worlds) = (seed, worlds));
    }
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::H);
    harness.run();
    assert!(harness.query_by_label("Now: seed 7 -> 8").is_some());
    harness.get_by_label("seed 42 -> 7").click();
    harness.run();
    let experiment = |harness: &Window| {
        let experiment = &harness.state().state().document.scenario().experiment;
        (experiment.seed, experiment.worlds)
    };
    assert_eq!(experiment(&harness), (7, 6));
    harness.get_by_label("seed 7 -> 8 (undone)").click();
    harness.run();
    assert_eq!(experiment(&harness), (8, 9));
    harness.get_by_label("As it was opened").click();
    harness.run();
    assert_eq!(experiment(&harness), (42, 6));
    harness.get_by_label("Hide the history").click();
    harness.run();
    assert!(harness.query_by_label("As it was opened").is_none());
}

#[test]
fn work_that_rested_comes_back_after_a_crash_and_one_undo_leads_to_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, document) = file_in(folder.path());
    let mut first = harness(app_in(folder.path(), document.clone()));
    edit(&mut first, "seed", |scenario| scenario.experiment.seed = 7);
    assert!(said(&first, "Not saved") && !said(&first, "in the journal"));
    rest(&mut first, 3);
    assert!(said(&first, "Not saved, in the journal since"));
    // The window is gone without a word.
    drop(first);
    assert!(folder.path().join(".shop.ron.journal").is_dir());

    let mut second = harness(app_in(folder.path(), document.clone()));
    go(&mut second, Place::Start);
    assert!(said(&second, "Unsaved changes of shop.ron from"));
    second.get_by_label("Show difference").click();
    second.run();
    assert!(said(&second, "seed 42 -> 7"));
    second.get_by_label("Restore").click();
    second.run();
    assert_eq!(second.state().state().document.scenario().experiment.seed, 7);
    assert!(said(&second, "is back. It is in no file yet"));
    assert!(!said(&second, "Unsaved changes of"));
    // Restored work is safe at once, even if the next crash comes before a rest.
    drop(second);
    let mut third = harness(app_in(folder.path(), document));
    go(&mut third, Place::Start);
    third.get_by_label("Restore").click();
    third.run();
    send(&mut third, Command::Undo);
    assert_eq!(third.state().state().document.scenario(), &small_scenario());
    assert_eq!(third.state().state().document.file(), Some(path.as_path()));
    assert_eq!(third.state().state().document.header(), "// a shop");
}

#[test]
fn saving_discarding_and_undoing_take_the_journal_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, document) = file_in(folder.path());
    let journal = folder.path().join(".shop.ron.journal");
    let mut harness = harness(app_in(folder.path(), document));
    for way in [Command::Save, Command::Undo] {
        edit(&mut harness, "seed", |scenario| scenario.experiment.seed += 1);
        rest(&mut harness, 3);
        assert!(journal.exists());
        send(&mut harness, way.clone());
        assert!(!journal.exists(), "{}", way.label());
    }
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed += 1);
    rest(&mut harness, 3);
    send(&mut harness, Command::New);
    send(&mut harness, Command::Discard);
    assert!(!journal.exists());
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed += 1);
    rest(&mut harness, 3);
    drop(harness);
    // Work that was never saved is kept in the data folder, and can be thrown away.
    let mut next = harness_of(app_in(folder.path(), small_document()), [1024.0, 640.0]);
    go(&mut next, Place::Start);
    assert!(said(&next, "Work that was never saved, \"Untitled\", from"));
    next.get_by_label("Discard").click();
    next.run();
    assert!(!said(&next, "Work that was never saved"));
    assert!(!folder.path().join("data/journals/unsaved").exists());
}

#[test]
fn work_that_never_rests_is_written_after_the_interval() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, document) = file_in(folder.path());
    let journal = folder.path().join(".shop.ron.journal");
    let mut harness = harness(app_in(folder.path(), document));
    send(&mut harness, Command::Settings(SettingsStep::Autosave(5)));
    for step in 0..12 {
        edit(&mut harness, &format!("{step}"), |scenario| scenario.experiment.seed += 1);
        if step < 2 {
            assert!(!journal.exists());
        }
        harness.run_steps(2);
    }
    assert!(journal.exists());
}

#[test]
fn another_windows_journal_and_a_damaged_one_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, document) = file_in(folder.path());
    let mut one = harness(app_in(folder.path(), document.clone()));
    edit(&mut one, "seed", |scenario| scenario.experiment.seed = 7);
    rest(&mut one, 3);
    let mut two = harness(app_in(folder.path(), document.clone()));
    go(&mut two, Place::Start);
    assert!(!said(&two, "Unsaved changes of"), "the other window lives");
    edit(&mut two, "seed", |scenario| scenario.experiment.seed = 8);
    rest(&mut two, 3);
    send(&mut two, Command::Save);
    assert!(said(&one, "in the journal since"));
    drop(one);
    for entry in std::fs::read_dir(folder.path().join(".shop.ron.journal")).expect("it is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "ron") {
            std::fs::write(path, "// creepline journal: {\u{0}\n((((").expect("written");
        }
    }
    let mut three = harness(app_in(folder.path(), document));
    go(&mut three, Place::Start);
    assert!(said(&three, "it cannot be read"));
    assert!(three.query_by_label("Restore").is_none());
    three.get_by_label("Discard").click();
    three.run();
    assert!(!said(&three, "it cannot be read"));
}

#[test]
fn a_file_that_somebody_else_changed_is_not_saved_over_without_a_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = file_in(folder.path());
    let mut harness = harness(app_in(folder.path(), small_document()));
    send(&mut harness, Command::OpenPath(path.clone()));
    let mut other = small_scenario();
    other.experiment.days = 21;
    save(&path, &other, "").expect("saved");
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed = 7);
    send(&mut harness, Command::Save);
    assert!(said(&harness, "The file was changed by somebody else"));
    assert!(said(&harness, "days 21 -> 30") && said(&harness, "seed 42 -> 7"));
    assert_eq!(load(&path).expect("whole").scenario, other);
    harness.get_by_label("Keep editing").click();
    harness.run();
    send(&mut harness, Command::Save);
    harness.get_by_label("Save over it").click();
    harness.run();
    assert_eq!(load(&path).expect("whole").scenario.experiment.seed, 7);
    send(&mut harness, Command::Save);
    assert!(!said(&harness, "changed by somebody else"), "now it is known");
    save(&path, &other, "").expect("saved");
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed = 9);
    send(&mut harness, Command::Save);
    harness.get_by_label("Read it again").click();
    harness.run();
    assert_eq!(harness.state().state().document.scenario(), &other);
}

#[test]
fn what_cannot_be_saved_stays_in_memory_and_offers_another_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = harness(app_in(folder.path(), small_document()));
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed = 7);
    send(&mut harness, Command::SavePath(folder.path().join("no such folder").join("a.ron")));
    assert!(said(&harness, "Not saved. Your work is in memory."));
    harness.get_by_label("Save as...").click();
    harness.run();
    assert!(matches!(harness.state().state().dialog, Some(Dialog::SaveFile { .. })));
    assert!(said(&harness, "This system offers no file dialog. Type the path here."));
}

#[test]
fn saving_from_the_question_goes_on_with_what_was_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = file_in(folder.path());
    let mut harness = harness(app_in(folder.path(), small_document()));
    send(&mut harness, Command::OpenPath(path.clone()));
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed = 7);
    send(&mut harness, Command::New);
    harness.get_by_role_and_label(Role::Button, "Save").click();
    harness.run();
    assert_eq!(load(&path).expect("whole").scenario.experiment.seed, 7);
    assert_eq!(harness.state().state().document.scenario(), &Scenario::default());
}

#[test]
fn earlier_versions_of_a_file_are_listed_and_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = file_in(folder.path());
    let mut harness = harness(app_in(folder.path(), small_document()));
    send(&mut harness, Command::OpenPath(path));
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed = 7);
    send(&mut harness, Command::Save);
    send(&mut harness, Command::Keep(KeepStep::ToggleHistory));
    edit(&mut harness, "seed again", |scenario| scenario.experiment.seed = 8);
    assert!(said(&harness, "Take the version of"));
    harness.get_by_label_contains("Take the version of").click();
    harness.run();
    assert_eq!(harness.state().state().document.scenario().experiment.seed, 7);
    send(&mut harness, Command::Undo);
    assert_eq!(harness.state().state().document.scenario().experiment.seed, 8);
}

#[test]
fn a_file_of_a_newer_version_opens_nothing_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("future.ron");
    std::fs::write(&path, "(version: 9, name: \"From tomorrow\")").expect("written");
    let mut harness = harness(app());
    send(&mut harness, Command::OpenPath(path.clone()));
    assert!(said(&harness, "made with format 9, this build reads 1; nothing was changed"));
    assert_eq!(harness.state().state().document.scenario(), &small_scenario());
    assert_eq!(std::fs::read_to_string(path).expect("there"), "(version: 9, name: \"From tomorrow\")");
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_on(harness: &mut Window, paths: &[&Path]) {
    for path in paths {
        harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.to_path_buf())));
    }
    harness.run();
}

#[test]
fn dropped_files_are_opened_or_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = file_in(folder.path());
    let picture = folder.path().join("a.png");
    std::fs::write(&picture, "").expect("written");
    let mut harness = harness(App::inline(Document::new(Scenario::default(), Origin::New, String::new()), Box::new(Held::default())));
    drop_on(&mut harness, &[&picture]);
    assert!(said(&harness, "Drop one scenario file (.ron), or the folder of one kept run."));
    drop_on(&mut harness, &[&picture, &path]);
    assert!(said(&harness, "2 things were dropped at once."));
    drop_on(&mut harness, &[folder.path()]);
    assert!(said(&harness, "holds no kept run."));
    edit(&mut harness, "seed", |scenario| scenario.experiment.seed = 7);
    drop_on(&mut harness, &[&path]);
    assert!(said(&harness, "There are unsaved changes"));
    harness.get_by_label("Discard changes").click();
    harness.run();
    assert_eq!(harness.state().state().document.file(), Some(path.as_path()));
}

#[test]
fn a_dropped_run_is_shown_without_flying_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = creepline::store::save(&small_run(), folder.path()).expect("kept");
    let held = Held::default();
    let mut harness = harness(App::inline(Document::new(Scenario::default(), Origin::New, String::new()), Box::new(held.clone())));
    drop_on(&mut harness, &[&saved.folder]);
    wait(&mut harness, |harness| harness.state().state().results.is_some());
    harness.run();
    assert_eq!(held.started.load(Ordering::SeqCst), 0);
    assert_eq!(harness.state().state().document.scenario(), &small_scenario());
    assert!(said(&harness, "not flown again") && said(&harness, "Kept run, unchanged"));
    assert!(said(&harness, "Scorecard, difference"));
    std::fs::write(saved.folder.join("ledger.bin"), "damaged").expect("written");
    drop_on(&mut harness, &[&saved.folder]);
    wait(&mut harness, |harness| said(harness, "Could not open the run. Nothing was changed."));
    assert!(harness.state().state().results.is_some());
}

fn wait(harness: &mut Window, until: impl Fn(&Window) -> bool) {
    let began = std::time::Instant::now();
    while !until(harness) {
        assert!(began.elapsed().as_secs() < 120, "it never came");
        std::thread::sleep(std::time::Duration::from_millis(5));
        harness.run_steps(1);
    }
}

fn ask_to_close(harness: &mut Window) {
    let viewport = harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    harness.run_steps(1);
    harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
    harness.run_steps(2);
}

#[test]
fn closing_during_a_run_keeps_the_finished_worlds_on_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, document) = file_in(folder.path());
    let held = Held::default();
    let mut app = App::inline(document, Box::new(held.clone()));
    app.take_up(Kept::default(), Some(folder.path().join("data")), String::new());
    let mut harness = harness(app);
    send(&mut harness, Command::Run);
    held.done.store(2, Ordering::SeqCst);
    harness.run_steps(2);
    ask_to_close(&mut harness);
    assert!(said(&harness, "2 worlds are finished."));
    harness.get_by_label("Go on running").click();
    harness.run_steps(2);
    assert!(!held.cancelled.load(Ordering::SeqCst));
    ask_to_close(&mut harness);
    harness.get_by_label("Keep finished worlds and close").click();
    harness.run_steps(2);
    wait(&mut harness, |harness| said(harness, "The finished worlds are kept in"));
    let run = std::fs::read_dir(folder.path().join("runs")).expect("there").next().expect("a run").expect("an entry").path();
    let kept = creepline::store::open(&run).expect("it opens");
    assert_eq!((kept.worlds.len(), kept.completion), (2, creepline::simulate::Completion::Partial));
}

#[test]
fn a_run_that_needs_more_memory_than_allowed_says_so_before_it_starts() {
    let held = Held::default();
    let mut harness = harness(App::inline(small_document(), Box::new(held.clone())));
    send(&mut harness, Command::Settings(SettingsStep::Memory(0.5)));
    edit(&mut harness, "people", |scenario| {
        scenario.population.customers = 900_000;
        scenario.catalog.popularity_feedback = true;
    });
    send(&mut harness, Command::Run);
    assert!(said(&harness, "you allow 0.5 GB. Nothing was started."));
    assert_eq!(held.started.load(Ordering::SeqCst), 0);
    harness.get_by_label_contains("Fly ").click();
    harness.run_steps(2);
    assert_eq!(held.started.load(Ordering::SeqCst), 1);
    let people = harness.state().state().document.scenario().population.customers;
    assert!((10_000..900_000).contains(&people), "{people}");
}

#[test]
fn recent_files_are_pinned_removed_and_located() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = file_in(folder.path());
    let gone = folder.path().join("gone.ron");
    let file = |path: &Path, opened| Recent { path: path.into(), opened, ..Recent::default() };
    let mut app = App::inline(Document::new(Scenario::default(), Origin::New, String::new()), Box::new(Held::default()));
    app.take_up(Kept { recent: vec![file(&gone, 9), file(&path, 8)], ..Kept::default() }, None, String::new());
    app.begin_at_start();
    let mut harness = harness(app);
    assert_eq!(harness.state().state().place, Place::Start);
    assert!(said(&harness, "no longer there") && said(&harness, "not run yet"));
    harness.get_by_label("Pin shop.ron").click();
    harness.run();
    assert_eq!(harness.state().state().recent[0].path, path);
    harness.get_by_label("Locate gone.ron").click();
    harness.run();
    let moved = folder.path().join("moved.ron");
    std::fs::rename(&path, &moved).expect("moved");
    send(&mut harness, Command::TypePath(moved.display().to_string()));
    harness.get_by_role_and_label(Role::Button, "Open").click();
    harness.run();
    assert_eq!(harness.state().state().document.file(), Some(moved.as_path()));
    go(&mut harness, Place::Start);
    assert!(said(&harness, "Open moved.ron") && !said(&harness, "gone.ron"));
    harness.get_by_label("Remove shop.ron").click();
    harness.run();
    assert_eq!(harness.state().state().recent.len(), 1);
    assert!(moved.exists(), "files themselves stay");
}

#[test]
fn the_start_screen_keeps_every_case_and_a_small_picture_of_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, document) = file_in(folder.path());
    let mut app = App::inline(document, Box::new(AtOnce::default()));
    app.take_up(Kept { recent: vec![Recent { path, opened: 9, ..Recent::default() }], ..Kept::default() }, None, String::new());
    let mut harness = harness_of(app, [1024.0, 640.0]);
    send(&mut harness, Command::Go(Place::Overview));
    send(&mut harness, Command::Run);
    go(&mut harness, Place::Start);
    for case in creepline::scenario::CASES {
        assert!(harness.query_by_label(&format!("Open and run case {}", case.title)).is_some(), "{}", case.title);
    }
    let thumb = harness.state().state().recent[0].thumb.clone().expect("a picture");
    assert!(thumb.crossed > 0 && thumb.worlds == 6 && !thumb.rows.is_empty());
    assert!(said(&harness, &format!("Last results: {} crossed", thumb.crossed)));
    let (kept, words) = Kept::read(&harness.state().kept().to_text());
    assert_eq!((kept.recent[0].thumb.as_ref(), words.as_str()), (Some(&thumb), ""));
    assert_eq!(kept.recent[0].place, "Start");
}

#[test]
fn a_filter_that_matches_nobody_says_so() {
    let mut scenario = small_scenario();
    scenario.population.customers = 60;
    scenario.experiment.worlds = 2;
    scenario.experiment.days = 14;
    scenario.experiment.guardrails.clear();
    scenario.population.segments[0].share = 0.0;
    scenario.population.segments[1].share = 1.0 - scenario.population.segments[2].share;
    let mut harness = harness(App::inline(Document::new(scenario, Origin::New, String::new()), Box::new(AtOnce::default())));
    send(&mut harness, Command::Run);
    send(&mut harness, Command::SetScope(creepline::ledger::Scope::Segment(0)));
    assert!(said(&harness, "No one is guarded."));
    harness.get_by_label("Clear filter").click();
    harness.run();
    assert!(!said(&harness, "No one is"));
}

#[test]
fn with_reduced_motion_nothing_plays_by_itself() {
    let mut harness = harness(app());
    send(&mut harness, Command::Settings(SettingsStep::ReducedMotion(true)));
    send(&mut harness, Command::Clock(ClockStep::Day(3)));
    send(&mut harness, Command::Clock(ClockStep::Toggle));
    assert_eq!((harness.state().state().clock.playing, harness.state().state().clock.day), (false, Some(4)));
}
