//! The glossary: cards with aligned facts, links between words, the values of a metric where a run is open, and nothing lost in a small window.

use crate::support::{go, harness, send, small_document, with_results};
use creepline::app::{App, Command, NavigationStep, Place, Subject, ThemeChoice};
use creepline::report::explain::{directory, explain};
use creepline::scenario::Metric;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const LARGE: [f32; 2] = [1440.0, 900.0];
const SMALL: [f32; 2] = [1024.0, 640.0];

fn look_up(harness: &mut Harness<'static, App>, word: &str) {
    send(harness, Command::Navigation(NavigationStep::Glossary(word.into())));
    harness.run_ok();
}

fn shown(harness: &Harness<'static, App>) -> Option<Subject> {
    harness.state().state().navigation.subject.clone()
}

#[test]
fn a_metric_is_shown_with_every_fact_and_its_values() {
    let mut harness = with_results(ThemeChoice::Light, LARGE);
    look_up(&mut harness, "over_line_share");
    assert_eq!(harness.state().state().place, Place::Glossary);
    for card in explain("over_line_share") {
        for (label, _) in &card.facts {
            assert!(harness.query_all_by_label(label).next().is_some(), "{label}");
        }
    }
    assert!(harness.query_by_label_contains("over_line_share = person-days above the").is_some(), "its formula");
    let state = harness.state().state();
    let sheet = state.results.as_ref().and_then(|results| results.sheets.metric.get()).expect("its values");
    assert_eq!(sheet.metric, Metric::OverLine);
    assert!(sheet.rows.iter().all(|row| row.span.is_some()));
    let (sentence, level) = (sheet.text.sentence.clone(), sheet.rows[0].level.clone());
    assert!(sentence.contains(&level));
    assert!(harness.query_by_label(&sentence).is_some(), "the plot says what it shows");
}

#[test]
fn a_metric_of_what_is_shown_has_no_dot_for_the_twin() {
    let mut harness = with_results(ThemeChoice::Light, LARGE);
    look_up(&mut harness, "creepiness");
    let state = harness.state().state();
    let sheet = state.results.as_ref().and_then(|results| results.sheets.metric.get()).expect("its values");
    let twin = sheet.rows.iter().find(|row| row.tag.is_twin()).expect("the twin");
    assert!(twin.span.is_none() && twin.level.contains("nothing was shown"), "{}", twin.level);
    let named = explain("creepiness").into_iter().flat_map(|card| card.facts).flat_map(|(_, lines)| lines);
    assert!(named.into_iter().any(|line| line.contains("no recommender: nothing was shown")), "the card gives the same reason");
}

#[test]
fn words_inside_a_card_lead_to_their_own_and_back() {
    let mut harness = with_results(ThemeChoice::Light, LARGE);
    look_up(&mut harness, "over_line_share");
    harness.get_by_label("churn_cum").click();
    harness.run_ok();
    assert_eq!(shown(&harness), Some(Subject::Word("churn_cum".into())));
    harness.get_all_by_label("mechanism churn").next().expect("its mechanism").click();
    harness.run_ok();
    assert_eq!(shown(&harness), Some(Subject::Word("churn".into())));
    look_up(&mut harness, "verdict");
    harness.get_by_label("cannot_tell_yet").click();
    harness.run_ok();
    assert_eq!(shown(&harness), Some(Subject::Word("cannot_tell_yet".into())));
}

#[test]
fn links_of_the_inspector_stay_on_the_screen() {
    let mut harness = with_results(ThemeChoice::Light, LARGE);
    go(&mut harness, Place::Creepiness);
    send(&mut harness, Command::Navigation(NavigationStep::Inspect(Subject::Metric(Metric::OverLine))));
    harness.run_ok();
    let mut links = harness.get_all_by_role_and_label(egui::accesskit::Role::Link, "felt creepiness");
    links.next().expect("a link").click();
    drop(links);
    harness.run_ok();
    assert_eq!(harness.state().state().place, Place::Creepiness);
    assert_eq!(shown(&harness), Some(Subject::Metric(Metric::Creepiness)));
}

#[test]
fn without_a_run_the_card_says_where_its_values_would_stand() {
    let mut harness = harness(App::inline(small_document(), Box::new(crate::support::AtOnce::default())));
    go(&mut harness, Place::Glossary);
    look_up(&mut harness, "trust");
    assert!(harness.query_by_label_contains("No run is open").is_some());
}

#[test]
fn the_search_counts_what_fits() {
    let mut harness = harness(App::inline(small_document(), Box::new(crate::support::AtOnce::default())));
    go(&mut harness, Place::Glossary);
    let all: usize = directory().iter().map(|section| section.entries.len()).sum();
    assert!(harness.query_by_label(&format!("{all} words")).is_some());
    send(&mut harness, Command::Navigation(NavigationStep::SearchGlossary("worst".into())));
    harness.run_ok();
    assert!(harness.query_by_label_contains("Worst group").is_some());
    send(&mut harness, Command::Navigation(NavigationStep::SearchGlossary("zzzz".into())));
    harness.run_ok();
    assert!(harness.query_by_label_contains("No word fits").is_some());
}

#[test]
fn every_card_fits_the_small_window() {
    let mut harness = with_results(ThemeChoice::Light, SMALL);
    for word in ["over_line_share", "price_group_effect", "stated_transparency", "equalized_odds", "behavior.trust.bad_weight", "C4.1"] {
        look_up(&mut harness, word);
        for card in explain(word) {
            let bounds = harness.get_all_by_label(&card.text).next().expect("its text").rect();
            assert!(bounds.left() >= 0.0 && bounds.right() <= SMALL[0], "{word}: {bounds:?}");
            for line in card.facts.iter().flat_map(|(_, lines)| lines) {
                for node in harness.query_all_by_label(line) {
                    assert!(node.rect().right() <= SMALL[0], "{word}: {line}: {:?}", node.rect());
                }
            }
        }
    }
}
