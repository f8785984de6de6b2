//! The three journeys for which the app is made, walked by accessible names: a product manager's what-if, an ethics reviewer's sign-off, a trainer's
//! lesson. Each step is a click, a key or words, as a person would do it.
#![allow(clippy::panic, reason = "a test may stop at the first surprise")]

use std::time::{Duration, Instant};

use crate::support::{AtOnce, harness_of, small_scenario};
use creepline::app::{App, Document, Origin, Place};
use creepline::report::dossier::{Outcome, inspect};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

type Window = Harness<'static, App>;

const SIZE: [f32; 2] = [1440.0, 900.0];

/// The window on the small shop.
fn opened() -> Window {
    let mut scenario = small_scenario();
    (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (160, 4, 28);
    let document = Document::new(scenario, Origin::Case("retargeting".into()), String::new());
    harness_of(App::inline(document, Box::new(AtOnce::default())), SIZE)
}

fn settle(window: &mut Window) {
    for _ in 0..4 {
        window.run_ok();
    }
}

/// Clicks the control of that role and name, wherever it is on its screen.
fn press(window: &mut Window, role: Role, name: &str) {
    window.get_all_by_role_and_label(role, name).next().unwrap_or_else(|| panic!("no {role:?} \"{name}\"")).click_accesskit();
    settle(window);
}

fn button(window: &mut Window, name: &str) {
    press(window, Role::Button, name);
}

fn place(window: &Window) -> Place {
    window.state().state().place
}

/// The sentence of a picture that holds these words.
fn sentence(window: &Window, words: &str) -> String {
    let images = window.get_all_by_role(Role::Image).filter_map(|node| node.accesskit_node().label());
    images.into_iter().find(|label| label.contains(words)).unwrap_or_else(|| panic!("no picture says \"{words}\""))
}

fn wait(window: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let until = Instant::now() + Duration::from_secs(180);
    while !there(window) {
        assert!(Instant::now() < until, "{what} did not come");
        std::thread::sleep(Duration::from_millis(5));
        window.step();
    }
    settle(window);
}

#[test]
fn a_product_manager_asks_what_if() {
    let mut window = opened();
    // 1 and 2: the case is there; its people are read and changed.
    button(&mut window, "Start");
    assert!(window.query_by_label("Open and run case Retargeting frequency").is_some());
    button(&mut window, "Build");
    assert_eq!(place(&window), Place::Scenario);
    let before = window.state().state().document.scenario().population.segments.clone();
    window.get_all_by_role_and_label(Role::Slider, "guarded").next().expect("the share").set_value_accesskit(40.0);
    settle(&mut window);
    let after = window.state().state().document.scenario().population.segments.clone();
    let sum: f64 = after.iter().map(|segment| segment.share).sum();
    assert!(before != after && (sum - 1.0).abs() < 1e-9, "shares sum to one: {sum}");
    // 3: the variant.
    button(&mut window, "Variants");
    assert_eq!(place(&window), Place::Variants);
    // 5: the run.
    window.key_press(Key::F9);
    settle(&mut window);
    assert_eq!(place(&window), Place::Overview);
    assert!(window.state().state().results.is_some());
    // 6: the verdict, and from there the reason.
    let view = window.state().state().results.as_ref().and_then(|results| results.sheets.overview.get()).expect("the overview").clone();
    assert!(!view.guards.is_empty() && !view.decisions.is_empty());
    let guard = view.guards.first().expect("a guardrail");
    let link = format!("over time: {}, {}, {}", guard.rule, guard.tag.label(), guard.people);
    window.get_by_label(&link).click_accesskit();
    settle(&mut window);
    assert_eq!((place(&window), window.state().state().selection.scope), (Place::Time, guard.scope));
    assert!(sentence(&window, guard.metric.label()).contains("On day 28"));
    // 7: whom it is about, and the way back.
    button(&mut window, "Back");
    window.get_by_label(&link.replace("over time:", "who:")).click_accesskit();
    settle(&mut window);
    assert_eq!(place(&window), Place::People);
    let stories = window.get_all_by_label_contains("Story of P-").count();
    assert!(stories > 3, "{stories} people of these are listed");
    window.get_all_by_label_contains("Story of P-").next().expect("somebody").click_accesskit();
    settle(&mut window);
    assert!(sentence(&window, "is an invented person").contains("P-"));
    // 8: look for a better one.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num7);
    settle(&mut window);
    assert_eq!(place(&window), Place::Map);
    // 9: the page that one takes away starts here.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    settle(&mut window);
    assert_eq!(place(&window), Place::Overview);
}

#[test]
fn an_ethics_reviewer_signs_off() {
    let mut window = opened();
    window.key_press(Key::F9);
    settle(&mut window);
    // 4 and 5: verdicts, then a plot is pinned as it is seen.
    button(&mut window, "Creepiness and trust");
    let menu = window.get_all_by_label("Do with: Who is over their own line?").next().expect("its menu");
    menu.click();
    settle(&mut window);
    window.get_by_label("Pin to dossier").click();
    settle(&mut window);
    // 2: what is missing is named.
    button(&mut window, "Review");
    assert_eq!(place(&window), Place::Review);
    wait(&mut window, "the page", |window| window.state().state().review.preview.is_some());
    assert!(window.query_by_label("1. Who is over their own line?").is_some(), "the pinned plot");
    assert!(window.get_all_by_label_contains("needs words").count() > 0);
    // 8: decide. A refusal needs no reasons for guardrails, but a name.
    window.get_by_role_and_label(Role::TextInput, "Name of the reviewer").focus();
    settle(&mut window);
    window.get_by_role_and_label(Role::TextInput, "Name of the reviewer").type_text("A. Reviewer");
    settle(&mut window);
    button(&mut window, "Reject");
    assert_eq!(window.state().state().review.record.outcome, Some(Outcome::Reject));
    // 9: build.
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("dossier");
    window.get_by_role_and_label(Role::TextInput, "Folder of the dossier").focus();
    settle(&mut window);
    window.get_by_role_and_label(Role::TextInput, "Folder of the dossier").type_text(&out.display().to_string());
    settle(&mut window);
    button(&mut window, "Build dossier");
    wait(&mut window, "the dossier", |window| window.state().state().review.built.is_some());
    inspect(&out).expect("every hash holds");
    let page = std::fs::read_to_string(out.join("dossier.html")).expect("a page");
    for words in ["Who is over their own line?", "A. Reviewer", "What this evidence cannot show", "is an invented person"] {
        assert!(page.contains(words), "the page lacks \"{words}\"");
    }
    assert!(!page.contains("<script") && !page.contains("src=\"http") && !page.contains("href=\"http"));
}

#[test]
fn a_trainer_shows_the_line() {
    let mut window = opened();
    button(&mut window, "Learn");
    assert_eq!(place(&window), Place::Lessons);
    window.get_by_label("Start The sweet spot").click_accesskit();
    settle(&mut window);
    window.key_press(Key::F5);
    settle(&mut window);
    assert!(window.state().state().lessons.presenting.is_some());
    assert!(window.query_by_label("Results").is_none(), "nothing but the lesson is there");
    // The steps go on with the key of a clicker.
    for _ in 0..2 {
        window.key_press(Key::PageDown);
        settle(&mut window);
    }
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(window.state().state().lessons.presenting.is_none());
    assert!(window.query_by_label("Results").is_some());
}
