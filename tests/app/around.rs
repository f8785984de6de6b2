//! Getting around: variants put aside, panels by key, words found on a screen, exports by key, what the palette offers, people brushed.
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use crate::support::{go, send, with_results};
use creepline::app::{App, Command, LookStep, NavigationStep, PeopleStep, Place, ThemeChoice};
use creepline::experiment::Verdict;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

type Window = Harness<'static, App>;

fn window() -> Window {
    with_results(ThemeChoice::Light, [1440.0, 900.0])
}

#[test]
fn a_hidden_variant_leaves_plots_and_columns_and_nothing_else() {
    let mut harness = window();
    go(&mut harness, Place::Overview);
    let overview =
        |harness: &Window| harness.state().state().results.as_ref().and_then(|results| results.sheets.overview.get().cloned()).expect("it is there");
    let before = overview(&harness);
    let first = before.tags[0].clone();
    assert!(before.guards.iter().any(|guard| guard.tag == first && guard.verdict == Verdict::Crossed), "the case has a crossed guardrail");
    harness.get_by_label("Variants shown").click();
    harness.run();
    harness.get_by_label(&format!("Show {}", first.label())).click();
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    let after = overview(&harness);
    assert!(!after.tags.contains(&first) && after.tags.len() + 1 == before.tags.len());
    assert_eq!(after.tags[0].letter, before.tags[1].letter, "letters and colours stay with their variants");
    assert!(after.families.iter().flat_map(|(_, rows)| rows).all(|row| row.cells.iter().all(|cell| cell.variant != first.variant)));
    // What was found is told as before: sentence, verdicts, guardrails; and that they are of a variant that is not shown.
    assert_eq!((&after.sentence, after.guards.len(), after.decisions.len()), (&before.sentence, before.guards.len(), before.decisions.len()));
    assert!(harness.query_all_by_label_contains("of these guardrails is crossed").next().is_some());
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
    let eyes = harness.get_all_by_role(Role::Button).filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Hide ")));
    assert_eq!(eyes.count(), scenario.variants.len() - 1);
    let other = scenario.variants.iter().find(|variant| variant.name != scenario.experiment.baseline).expect("two variants").name.clone();
    harness.get_by_label(&format!("Hide A {other}")).click();
    harness.run();
    assert!(harness.state().state().looks.hidden.contains(&other));
    assert!(harness.query_by_label(&format!("Show A {other}")).is_some());
    // The baseline cannot be put aside, whoever asks.
    let baseline = scenario.experiment.baseline;
    send(&mut harness, Command::Look(LookStep::ToggleShown(baseline)));
    assert_eq!(harness.state().state().results.as_ref().expect("results").run.hidden.len(), 1);
}

fn press(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

/// Where the focus is, as name and place.
fn focus(harness: &Window) -> (String, egui::Rect) {
    let node = harness.get_all_by(|node| node.is_focused() && node.role() != Role::Window).next().expect("something has the focus");
    let name = node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap_or_default();
    (name, node.rect())
}

#[test]
fn f6_goes_round_the_panels_and_back() {
    let mut harness = window();
    go(&mut harness, Place::Time);
    let mut seen = Vec::new();
    for _ in 0..8 {
        press(&mut harness, Modifiers::NONE, Key::F6);
        seen.push(focus(&harness));
    }
    let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[0], "File", "{names:?}");
    assert_eq!((names[1], names[2]), ("Start", "Overview"), "{names:?}");
    assert_eq!(names[5], "Open the inspector", "{names:?}");
    assert!(names[7].contains("unchanged"), "the status bar, too: {names:?}");
    // The main view lies between the filter bar and the timeline.
    let at = |place: usize| seen[place].1.center();
    assert!(at(3).y < at(4).y && at(4).y < at(6).y && at(6).y < at(7).y, "{seen:?}");
    press(&mut harness, Modifiers::NONE, Key::F6);
    assert_eq!(focus(&harness).0, "File", "and round again");
    press(&mut harness, Modifiers::SHIFT, Key::F6);
    assert_eq!(focus(&harness).0, seen[7].0);
    // Panels that are not there are passed over.
    go(&mut harness, Place::Settings);
    press(&mut harness, Modifiers::NONE, Key::F6);
    press(&mut harness, Modifiers::NONE, Key::F6);
    assert_eq!(focus(&harness).0, "Start");
}

#[test]
fn words_are_found_on_the_screen_counted_and_brought_into_view() {
    let mut harness = with_results(ThemeChoice::Light, [1024.0, 640.0]);
    go(&mut harness, Place::Overview);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    let field = harness.get_by_label("Find on this screen");
    assert!(field.is_focused());
    field.type_text("TRUST");
    harness.run();
    let find = |harness: &Window| harness.state().state().navigation.here.clone();
    let found = find(&harness).expect("it is open");
    assert!(found.hits.len() > 2 && found.hits.iter().all(|hit| hit.words.to_lowercase().contains("trust")), "{found:?}");
    assert!(harness.query_by_label(&format!("1 of {}", found.hits.len())).is_some());
    assert!(found.hits.iter().all(|hit| !hit.words.starts_with("Worlds of")), "what is pressed in a row repeats its name: {found:?}");
    // Every hit is brought into view in turn, also those far down; then the first again.
    for place in 1..=found.hits.len() {
        press(&mut harness, Modifiers::NONE, Key::Enter);
        harness.run_ok();
        harness.run_ok();
        let now = find(&harness).expect("open");
        assert_eq!(now.chosen, place % found.hits.len());
        let id = now.hits[now.chosen].id;
        let rect = harness.ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).or_else(|| viewport.this_pass.widgets.get(id)).map(|w| w.rect));
        let rect = rect.expect("it is drawn");
        assert!(rect.center().y > 60.0 && rect.center().y < 600.0, "hit {place} stands at {rect:?}");
    }
    press(&mut harness, Modifiers::SHIFT, Key::Enter);
    assert_eq!(find(&harness).expect("open").chosen, found.hits.len() - 1);
    // The same words on another screen.
    go(&mut harness, Place::Scenario);
    assert!(find(&harness).expect("open").hits.iter().all(|hit| !found.hits.contains(hit)));
    harness.get_by_label("Find on this screen").type_text("zzz");
    harness.run();
    assert!(harness.query_by_label("not on this screen").is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(find(&harness).is_none() && harness.query_by_label("Find on this screen").is_none());
}

#[test]
fn exports_are_offered_by_key_and_those_of_plots_need_one() {
    let mut harness = window();
    go(&mut harness, Place::Time);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    assert!(harness.query_all_by_label_contains("Scenario to another file").next().is_some());
    let finder = harness.state().state().navigation.finder.clone().expect("it is open");
    assert!(finder.exports && finder.entries[finder.found[0]].why_not.is_none(), "what goes stands first");
    let picture = finder.entries.iter().find(|entry| entry.words.starts_with("Copy picture")).expect("it is offered");
    assert!(picture.why_not.is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.get_all_by_role(Role::Image).next().expect("a plot").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::E);
    harness.event(egui::Event::Text("copy data".into()));
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let notice = harness.state().state().notice.clone().expect("it says what it did");
    assert!(notice.text.starts_with("Copied: the table of"), "{}", notice.text);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    harness.event(egui::Event::Text("recipe".into()));
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.state().state().notice.as_ref().is_some_and(|notice| notice.text.contains("recipe")));
    // What no file holds cannot be rebuilt from one.
    send(&mut harness, Command::DuplicateVariant);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let finder = harness.state().state().navigation.finder.clone().expect("it is open");
    let recipe = finder.entries.iter().find(|entry| entry.words.starts_with("Copy the recipe")).expect("it is offered");
    assert_eq!(recipe.why_not, Some("save the scenario first"));
}

#[test]
fn the_palette_says_why_a_command_does_not_go() {
    let mut harness = window();
    press(&mut harness, Modifiers::COMMAND, Key::K);
    harness.event(egui::Event::Text("stop the run".into()));
    harness.run();
    let finder = harness.state().state().navigation.finder.clone().expect("open");
    let first = &finder.entries[finder.found[0]];
    assert_eq!((first.words.as_str(), first.why_not), ("Stop the run", Some("no run is under way")));
    assert!(harness.query_all_by_label_contains("no run is under way").next().is_some(), "the reason is written");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.state().state().navigation.finder.is_some(), "it stays and says so");
    assert!(harness.state().state().dialog.is_none());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    // Once there is something to undo, undo goes.
    let undo = |harness: &mut Window| {
        send(harness, Command::Navigation(NavigationStep::Find));
        let finder = harness.state().state().navigation.finder.clone().expect("open");
        send(harness, Command::Navigation(NavigationStep::StopFinding));
        finder.entries.iter().find(|entry| entry.words == "Undo").expect("it is listed").why_not
    };
    assert_eq!(undo(&mut harness), Some("nothing was changed"));
    send(&mut harness, Command::DuplicateVariant);
    assert_eq!(undo(&mut harness), None);
}

/// Waits until everybody of the table is there.
fn people(harness: &mut Window) {
    go(harness, Place::People);
    harness.run_steps(4);
}

fn rows(harness: &Window) -> Vec<u32> {
    harness.state().state().people.register.order.latest().map_or_else(Vec::new, |order| order.to_vec())
}

#[test]
fn people_brushed_on_the_street_are_counted_there_and_filter_the_table() {
    let mut harness = window();
    go(&mut harness, Place::Replay);
    harness.run_steps(3);
    let street = harness.get_all_by_role(Role::Image).next().expect("the street").rect();
    let (from, to) = (street.left_top() + egui::vec2(4.0, 60.0), street.left_top() + egui::vec2(150.0, 160.0));
    harness.drag_at(from);
    harness.step();
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + (to - from) * share);
        harness.step();
    }
    harness.drop_at(to);
    harness.run();
    let brush = harness.state().state().people.brush.clone().expect("somebody is selected");
    let count = brush.people().len();
    assert!(count > 5 && count < 200, "{count}");
    assert!(harness.state().state().people.reading.customer.is_none(), "a drag opens nobody's story");
    assert!(harness.query_by_label(&format!("Remove filter {count} selected")).is_some());
    assert_eq!(harness.query_all_by_label_contains(&format!("{count} selected: ")).count(), 2, "counted under both variants");
    harness.get_by_label("Show them in the table").click();
    harness.run();
    harness.run_steps(4);
    let shown: Vec<u64> = rows(&harness).into_iter().map(u64::from).collect();
    assert_eq!(&shown, brush.people().as_ref(), "the table has them alone");
    assert!(harness.query_all_by_label_contains("selected by hand").next().is_some());
    // Another world has other people under the same numbers.
    send(&mut harness, Command::People(PeopleStep::World(1)));
    assert!(harness.state().state().people.brush.is_none());
}

#[test]
fn rows_of_the_table_are_selected_by_range_and_one_by_one() {
    let mut harness = window();
    people(&mut harness);
    let all = rows(&harness);
    assert_eq!(all.len(), 400);
    let row = |harness: &mut Window, person: u32, held: Modifiers| {
        let name = format!("Story of P-{person:06}");
        harness.get_by_label(&name).click_modifiers(held);
        harness.run();
    };
    row(&mut harness, all[2], Modifiers::SHIFT);
    assert!(harness.query_all_by_label_contains("hold Shift and click the last one").next().is_some());
    row(&mut harness, all[6], Modifiers::SHIFT);
    assert_eq!(rows(&harness), &all[2..=6]);
    row(&mut harness, all[4], Modifiers::COMMAND);
    assert_eq!(rows(&harness), [all[2], all[3], all[5], all[6]]);
    assert!(harness.state().state().people.reading.customer.is_none());
    harness.get_by_label("Remove filter 4 selected").click();
    harness.run();
    assert_eq!(rows(&harness).len(), 400);
    row(&mut harness, all[0], Modifiers::NONE);
    assert_eq!(harness.state().state().people.reading.customer, Some(u64::from(all[0])));
}
