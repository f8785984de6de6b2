//! The frame: areas and tabs, the palette, the inspector, the way back, the clock, plots that are saved.

use crate::support::{go, harness, send, small_document, with_results};
use creepline::app::{App, ClockStep, Command, Place, Subject, ThemeChoice};
use creepline::scenario::Metric;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const SIZE: [f32; 2] = [1440.0, 900.0];

fn press(harness: &mut Harness<'static, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_ok();
    harness.run_ok();
}

#[test]
fn areas_lead_to_the_screen_seen_last() {
    let mut harness = with_results(ThemeChoice::Light, SIZE);
    harness.get_by_label("Fairness").click();
    harness.run_ok();
    assert_eq!(harness.state().state().place, Place::Fairness);
    harness.get_by_label("Build").click();
    harness.run_ok();
    assert_eq!(harness.state().state().place, Place::Scenario);
    harness.get_by_label("Results").click();
    harness.run_ok();
    assert_eq!(harness.state().state().place, Place::Fairness);
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(harness.state().state().place, Place::Scenario, "the way back");
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(harness.state().state().place, Place::Fairness, "and forward again");
}

#[test]
fn the_palette_finds_and_carries_out() {
    let mut harness = with_results(ThemeChoice::Light, SIZE);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    assert!(harness.state().state().navigation.finder.is_some());
    harness.event(egui::Event::Text("bubbl".into()));
    harness.run_ok();
    harness.run_ok();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().state().place, Place::Bubbles);
    assert!(harness.state().state().navigation.finder.is_none());
    press(&mut harness, Modifiers::COMMAND, Key::P);
    harness.event(egui::Event::Text("over_line_share".into()));
    harness.run_ok();
    harness.run_ok();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().state().navigation.subject, Some(Subject::Metric(Metric::OverLine)));
    assert!(harness.query_by_label_contains("metric: over_line_share").is_some(), "the card of the metric");
    press(&mut harness, Modifiers::COMMAND, Key::K);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().state().navigation.finder.is_none());
}

#[test]
fn a_metric_is_explained_with_its_values() {
    let mut harness = with_results(ThemeChoice::Light, SIZE);
    let label = Metric::Engagement.label();
    harness.get_all_by_role_and_label(egui::accesskit::Role::Label, label).next().expect("its row").click();
    harness.run_ok();
    harness.run_ok();
    assert_eq!(harness.state().state().navigation.subject, Some(Subject::Metric(Metric::Engagement)));
    let state = harness.state().state();
    let sheet = state.results.as_ref().and_then(|results| results.sheets.metric.get()).expect("its values");
    assert_eq!(sheet.metric, Metric::Engagement);
    let level = sheet.rows[0].level.clone();
    assert!(harness.query_all_by_label(&level).next().is_some(), "{level}");
    press(&mut harness, Modifiers::NONE, Key::F4);
    assert!(!harness.state().state().navigation.inspector);
}

#[test]
fn the_clock_follows_keys_and_stays_off_text_fields() {
    let mut harness = with_results(ThemeChoice::Light, SIZE);
    go(&mut harness, Place::Creepiness);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(harness.state().state().clock.day_of(30), 29);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(harness.state().state().clock.day_of(30), 22);
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(harness.state().state().clock.day_of(30), 1);
    assert!(harness.query_by_label("Day 1 of 30").is_some());
    harness.get_by_label("Play").click();
    harness.run_steps(4);
    assert!(harness.state().state().clock.playing && harness.state().state().clock.day_of(30) > 1);
    send(&mut harness, Command::Clock(ClockStep::Follow));
    assert!(!harness.state().state().clock.playing);
}

#[test]
fn a_plot_is_saved_with_what_it_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = with_results(ThemeChoice::Dark, SIZE);
    go(&mut harness, Place::Time);
    for (item, ending) in [("Save SVG...", "svg"), ("Save PNG...", "png"), ("Save data as CSV...", "csv")] {
        harness.get_all_by_label_contains("Do with:").next().expect("the menu of a plot").click();
        harness.run_ok();
        harness.run_ok();
        harness.get_by_label(item).click();
        harness.run_ok();
        harness.run_ok();
        let path = folder.path().join(format!("plot.{ending}"));
        send(&mut harness, Command::TypePath(path.display().to_string()));
        harness.get_by_label("Export here").click();
        for _ in 0..200 {
            harness.run_ok();
            let said = harness.state().state().notice.as_ref().is_some_and(|notice| notice.text.starts_with("Saved to"));
            if path.exists() && said {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert!(path.exists(), "{ending}");
        send(&mut harness, Command::DismissNotice);
    }
    let svg = std::fs::read_to_string(folder.path().join("plot.svg")).expect("written");
    for words in ["SYNTHETIC PEOPLE", "of 6 worlds", "all customers", "how does it move?"] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(svg.contains("#FFFFFF"), "what is saved is dark on light");
    let csv = std::fs::read_to_string(folder.path().join("plot.csv")).expect("written");
    assert!(csv.lines().count() > 5 && csv.starts_with("Day,"), "{csv}");
}

#[test]
fn filters_of_days_and_worlds_hold_everywhere_and_are_said() {
    let mut harness = with_results(ThemeChoice::Light, SIZE);
    let whole = crate::support::small_run();
    send(&mut harness, Command::SetDays(Some((1, 10))));
    send(&mut harness, Command::SetWorlds(Some((2, 4))));
    let part = harness.state().state().results.as_ref().expect("results").run.clone();
    assert_eq!((part.worlds.len(), part.days_shown()), (3, (1, 10)));
    // What counts until day 10 is where the course stands on day 10.
    let some_worlds = whole.part_of(Some((2, 4)), None);
    let course = creepline::experiment::course(&some_worlds, Metric::Purchases, creepline::ledger::Scope::All);
    let row = creepline::experiment::score_row(&part, Metric::Purchases, creepline::ledger::Scope::All, 1);
    assert_eq!(row.scores[2].level, course.lines[2].level[9]);
    go(&mut harness, Place::Time);
    assert!(harness.query_all_by_label_contains("worlds 2 to 4 of 6").next().is_some());
    let words = creepline::app::view::filter_words(harness.state().state());
    assert_eq!(words, "Only days 1 to 10, worlds 2 to 4.");
    harness.get_by_label("Remove filter days").click();
    harness.run_ok();
    harness.get_by_label("Remove filter worlds").click();
    harness.run_ok();
    assert!(std::sync::Arc::ptr_eq(&harness.state().state().results.as_ref().expect("results").run, &whole));
}

#[test]
fn the_glossary_says_what_the_command_line_says() {
    let mut harness = harness(App::inline(small_document(), Box::new(crate::support::AtOnce::default())));
    go(&mut harness, Place::Glossary);
    send(&mut harness, Command::Navigation(creepline::app::NavigationStep::Glossary("trust".into())));
    for card in creepline::report::explain::explain("trust") {
        assert!(harness.query_all_by_label(&card.text).next().is_some(), "{}", card.text);
    }
}
