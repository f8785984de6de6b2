//! Notes at plots: written where one looks, marked at their day, undone, listed, and printed in the dossier.
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use crate::support::{go, send, with_results};
use creepline::app::{App, ClockStep, Command, NoteStep, Place, ReviewStep, ThemeChoice};
use creepline::report::dossier::{Block, SectionId};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, App>;

const FIELD: &str = "Words of the note";

fn window(theme: ThemeChoice, size: [f32; 2]) -> Window {
    let mut harness = with_results(theme, size);
    go(&mut harness, Place::Time);
    harness
}

/// Gives the focus to the plot whose sentence begins so, and presses N.
fn press_n(harness: &mut Window) {
    harness.get_all_by_role(Role::Image).next().expect("a plot").focus();
    harness.run();
    harness.key_press(Key::N);
    harness.run();
}

fn write(harness: &mut Window, words: &str) {
    press_n(harness);
    harness.get_by_label(FIELD).type_text(words);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

fn texts(harness: &Window) -> Vec<String> {
    harness.state().state().review.record.plot_notes.iter().map(|note| note.text.clone()).collect()
}

fn note(harness: &mut Window, step: NoteStep) {
    send(harness, Command::Review(ReviewStep::Note(step)));
}

#[test]
fn n_opens_an_editor_at_the_plot_and_enter_keeps_the_note() {
    let mut harness = window(ThemeChoice::Light, [1440.0, 900.0]);
    send(&mut harness, Command::Clock(ClockStep::Day(12)));
    press_n(&mut harness);
    assert!(harness.get_by_label(FIELD).is_focused(), "one can type at once");
    harness.get_by_label(FIELD).type_text("more uneasy from here");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let kept = harness.state().state().review.record.plot_notes.clone();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].screen.as_str(), kept[0].plot.as_str(), kept[0].day), ("Over time", "over_line_share", Some(12)));
    assert_eq!(kept[0].text, "more uneasy from here");
    assert_eq!(kept[0].section, SectionId::Verdicts);
    let selected = harness.state().state().document.scenario().variants[0].name.clone();
    assert_eq!(kept[0].variant.as_ref(), Some(&selected));
    assert!(harness.query_by_label(FIELD).is_none(), "the editor is closed");
    let line = format!("N1  day 12, {selected}: more uneasy from here");
    assert!(harness.query_by_label(&line).is_some(), "it is listed under its plot");
    // On another screen it is not.
    go(&mut harness, Place::Creepiness);
    assert!(harness.query_by_label(&line).is_none());
}

#[test]
fn escape_and_empty_words_leave_nothing() {
    let mut harness = window(ThemeChoice::Light, [1440.0, 900.0]);
    press_n(&mut harness);
    harness.get_by_label(FIELD).type_text("not meant");
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label(FIELD).is_none() && texts(&harness).is_empty());
    write(&mut harness, "  ");
    assert!(texts(&harness).is_empty());
    assert!(!harness.state().state().can_undo(), "nothing happened that could be undone");
    // Letters may be switched off; the menu of the plot has it as well.
    harness.get_all_by_label_contains("Do with: ").next().expect("a menu").click();
    harness.run();
    harness.get_by_label("Add note").click();
    harness.run();
    assert!(harness.query_by_label(FIELD).is_some());
}

#[test]
fn notes_are_edited_deleted_and_undone_among_changes_of_the_document() {
    let mut harness = window(ThemeChoice::Light, [1440.0, 900.0]);
    write(&mut harness, "first");
    harness.get_by_label("Edit note N1").click();
    harness.run();
    harness.get_by_label(FIELD).type_text(", changed");
    harness.run();
    harness.get_by_label("Keep note").click();
    harness.run();
    assert_eq!(texts(&harness), ["first, changed"]);
    // A change of the document in between keeps its place in the order.
    send(&mut harness, Command::DuplicateVariant);
    let variants = harness.state().state().document.scenario().variants.len();
    write(&mut harness, "second");
    harness.get_by_label("Delete note N1").click();
    harness.run();
    assert_eq!(texts(&harness), ["second"]);
    for expected in [vec!["first, changed", "second"], vec!["first, changed"]] {
        send(&mut harness, Command::Undo);
        assert_eq!(texts(&harness), expected);
    }
    send(&mut harness, Command::Undo);
    assert_eq!(harness.state().state().document.scenario().variants.len(), variants - 1);
    assert_eq!(texts(&harness), ["first, changed"]);
    send(&mut harness, Command::Undo);
    assert_eq!(texts(&harness), ["first"]);
    send(&mut harness, Command::Undo);
    assert!(texts(&harness).is_empty() && !harness.state().state().can_undo());
    for _ in 0..2 {
        send(&mut harness, Command::Redo);
    }
    assert_eq!(texts(&harness), ["first, changed"]);
    send(&mut harness, Command::Redo);
    assert_eq!(harness.state().state().document.scenario().variants.len(), variants);
    send(&mut harness, Command::Redo);
    assert_eq!(texts(&harness), ["first, changed", "second"]);
}

#[test]
fn the_inspector_lists_them_and_leads_back_to_plot_and_day() {
    let mut harness = window(ThemeChoice::Light, [1440.0, 900.0]);
    send(&mut harness, Command::Clock(ClockStep::Day(9)));
    write(&mut harness, "look here");
    send(&mut harness, Command::Clock(ClockStep::Day(25)));
    harness.get_by_label("Open the inspector").click();
    harness.run();
    assert!(harness.query_by_role_and_label(Role::Heading, "Notes").is_some());
    // Under the plot and in the inspector.
    let buttons = harness.get_all_by_label("Go to day 9 of note N1").count();
    assert_eq!(buttons, 2);
    go(&mut harness, Place::Overview);
    note(&mut harness, NoteStep::Go(0));
    assert_eq!(harness.state().state().place, Place::Time);
    assert_eq!(harness.state().state().clock.day, Some(9));
}

#[test]
fn they_are_in_the_file_and_on_the_page() {
    let mut harness = window(ThemeChoice::Light, [1440.0, 900.0]);
    write(&mut harness, "the crowd learns late");
    assert!(harness.state().state().review.has_unkept_words(), "whoever leaves is asked");
    go(&mut harness, Place::Review);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(300);
    while harness.state().state().review.preview.is_none() {
        assert!(std::time::Instant::now() < until, "the page did not come");
        std::thread::sleep(std::time::Duration::from_millis(5));
        harness.step();
    }
    harness.run_steps(2);
    let review = &harness.state().state().review;
    let text = review.record.to_text().expect("text");
    let again = creepline::report::dossier::DecisionRecord::parse(&text).expect("it reads");
    assert_eq!(again.plot_notes, review.record.plot_notes);
    let dossier = &review.preview.as_ref().expect("a page").dossier;
    let with_note = |id: SectionId| {
        let section = dossier.sections.iter().find(|section| section.id == id).expect("a section");
        section.blocks.iter().any(|block| matches!(block, Block::List(items) if items.iter().any(|item| item.contains("the crowd learns late"))))
    };
    assert!(with_note(SectionId::Verdicts) && !with_note(SectionId::Fairness));
    assert!(harness.query_by_label("Note N1").is_some(), "it can be changed beside the decision");
    harness.get_by_label("Show the plot of note N1").scroll_to_me();
    harness.run();
    harness.get_by_label("Show the plot of note N1").click();
    harness.run();
    assert_eq!(harness.state().state().place, Place::Time);
}

#[test]
fn where_no_section_prints_them_notes_are_refused_in_words() {
    let mut harness = window(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Model);
    note(&mut harness, NoteStep::Begin { plot: "a", title: "b".into() });
    assert!(harness.query_all_by_label_contains("Notes are written at plots").next().is_some());
}
