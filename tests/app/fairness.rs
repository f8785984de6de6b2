//! The fairness screen by its accessible names: sizes before metrics, criteria that light their rates, words where there is no number, and the same
//! numbers as everywhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use crate::support::{go, send, small_run, with_results};
use creepline::app::{Command, Place, ThemeChoice};
use creepline::experiment::{CutoffAim, FairnessCriterion, criteria, explore, format_criterion, format_group_rate};
use creepline::measure::GroupRate;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

fn screen() -> Harness<'static, creepline::app::App> {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Fairness);
    harness
}

fn says(harness: &Harness<'_, creepline::app::App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn sizes_come_before_criteria_and_no_criterion_is_the_fairness() {
    let harness = screen();
    let top = |words: &str| harness.query_all_by_label_contains(words).next().map(|node| node.rect().top()).expect("it is on the screen");
    assert!(top("How large are the groups of age band?") < top("Which criteria of fairness hold by age band?"));
    assert!(top("Which criteria of fairness hold") < top("Parity ratio: which groups make it?"));
    assert!(says(&harness, "cannot all hold") && says(&harness, "not verdicts") && says(&harness, "Holm's correction"));
    assert!(says(&harness, "Exploration; legal advice needed before using group thresholds."));
    assert!(says(&harness, "prices differ for no customer"), "prices are not followed here");
}

#[test]
fn a_click_on_a_criterion_lights_the_rates_that_it_is_made_of() {
    let mut harness = screen();
    for criterion in FairnessCriterion::ALL {
        harness.get_by_role_and_label(Role::Button, &format!("Criterion: {}", criterion.label())).click();
        harness.run();
        assert!(says(&harness, &format!("{}: which groups make it?", criterion.label())), "{criterion:?}");
        for rate in criterion.rates() {
            assert!(says(&harness, rate.label()), "{criterion:?}: {rate:?}");
        }
    }
    assert!(says(&harness, "Price ratio is counted over the whole run"), "the last one has no course");
}

#[test]
fn the_screen_shows_the_numbers_of_the_experiment() {
    let mut harness = screen();
    let run = small_run();
    let found = criteria(&run);
    let attribute = &found.attributes[0];
    for row in &attribute.matrix {
        for (variant, cell) in row.cells.iter().enumerate().skip(1) {
            let words = format_criterion(row.criterion, &cell.value);
            assert!(says(&harness, &words), "{:?}, variant {variant}: {words}", row.criterion);
            if let Some(deciding) = cell.deciding_words(attribute) {
                assert!(says(&harness, &deciding), "{:?}, variant {variant}: {deciding}", row.criterion);
            }
        }
    }
    for group in &attribute.groups {
        for variant in 1..run.variants.len() {
            let (estimated, _) = group.rate(GroupRate::Offered, variant).expect("a rate");
            assert!(says(&harness, &format_group_rate(GroupRate::Offered, estimated)), "{}, variant {variant}", group.name);
        }
    }
    for aim in CutoffAim::ALL {
        send(&mut harness, Command::SetAim(aim));
        // The first in order of show is the first variant that is not the baseline.
        let moved = explore(&attribute.scores[2], aim).expect("scores");
        let gained = creepline::experiment::format_number(moved.groups[0].benefiting.gained);
        assert!(says(&harness, aim.label()) && says(&harness, &format!("would benefit {gained} gain")), "{aim:?}: {gained}");
    }
}

#[test]
fn choices_change_intersections_and_cut_offs() {
    let mut harness = screen();
    assert!(says(&harness, "Got the offer: where age band and segment meet"));
    send(&mut harness, Command::SetCriterion(FairnessCriterion::ExposureRatio));
    assert!(says(&harness, "Slates per person: where age band and segment meet"));
    let sentences = |harness: &Harness<'_, creepline::app::App>| -> Vec<String> {
        let detailed = |label: &String| label.contains(" intersections. ") || label.contains(" offers as now. ");
        harness.get_all_by_role(Role::Image).filter_map(|image| image.accesskit_node().label()).filter(detailed).collect()
    };
    let before = sentences(&harness);
    send(&mut harness, Command::SetFairVariant(1));
    let after = sentences(&harness);
    assert!(before.len() == 2 && after.len() == 2 && before.iter().zip(&after).all(|(before, after)| before != after), "{before:?} {after:?}");
}
