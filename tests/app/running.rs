//! Running in the window: progress, partial results, cancel, results on every screen, the same numbers as everywhere else.

use std::sync::atomic::Ordering;

use crate::support::{AtOnce, Held, go, harness, send, small_document, small_run, with_results};
use creepline::app::{App, ClockStep, Command, Contrast, Dialog, Flight, Landing, Place, ThemeChoice};
use creepline::experiment::{format_difference, format_value, overview_sentence, scorecard};
use creepline::ledger::Scope;
use creepline::scenario::Metric;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

#[test]
fn a_run_shows_progress_then_partial_then_whole_results() {
    let held = Held::default();
    let mut harness = harness(App::inline(small_document(), Box::new(held.clone())));
    go(&mut harness, Place::Start);
    harness.key_press(egui::Key::F9);
    harness.run();
    assert_eq!(held.started.load(Ordering::SeqCst), 1);
    assert!(harness.query_by_label("Running: the first world is on its way").is_some());
    assert!(harness.query_by_label("Stop the run").is_some());
    // A second press shows the drawer, it starts nothing.
    harness.key_press(egui::Key::F9);
    harness.run();
    assert_eq!(held.started.load(Ordering::SeqCst), 1);

    held.done.store(3, Ordering::SeqCst);
    harness.run_steps(3);
    // In the filter bar, and in place of every verdict.
    assert!(harness.query_all_by_label("3 of 6 worlds so far").count() > 3);
    assert!(harness.query_by_label("3 of 6 worlds finished").is_some());
    assert!(harness.query_all_by_label_contains("Scorecard, difference").next().is_some());

    held.done.store(6, Ordering::SeqCst);
    harness.run_steps(3);
    assert!(harness.query_by_label("6 worlds").is_some());
    assert!(harness.query_by_label("Run done").is_some());
    assert!(matches!(harness.state().state().flight, Flight::Landed { landing: Landing::Whole, .. }));
}

#[test]
fn a_stopped_run_keeps_its_worlds_and_says_partial() {
    let held = Held::default();
    let mut harness = harness(App::inline(small_document(), Box::new(held.clone())));
    send(&mut harness, Command::Run);
    held.done.store(2, Ordering::SeqCst);
    harness.run_steps(2);
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(harness.state().state().dialog, Some(Dialog::Cancel));
    assert!(harness.query_all_by_label_contains("2 finished worlds stay").next().is_some());
    harness.get_all_by_label("Stop the run").last().expect("a button").click();
    harness.run_steps(3);
    assert!(held.cancelled.load(Ordering::SeqCst));
    assert!(matches!(harness.state().state().flight, Flight::Landed { landing: Landing::Partial(2), .. }));
    assert!(harness.query_by_label("2 of 6 worlds, stopped early: partial").is_some());
}

#[test]
fn a_run_stopped_before_its_first_world_leaves_an_empty_screen_with_a_way_forward() {
    let held = Held::default();
    let mut harness = harness(App::inline(small_document(), Box::new(held)));
    send(&mut harness, Command::Run);
    send(&mut harness, Command::Cancel);
    harness.run_steps(2);
    assert!(harness.query_all_by_label_contains("No results: cancelled").next().is_some());
    assert!(harness.query_all_by_label("Run").next().is_some());
}

#[test]
fn the_overview_has_the_numbers_of_the_scorecard() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    let run = small_run();
    let card = scorecard(&run);
    assert!(harness.query_by_label(&overview_sentence(&run, &card)).is_some());
    send(&mut harness, Command::ToggleTable("scorecard"));
    for contrast in [Contrast::Difference, Contrast::Level] {
        send(&mut harness, Command::SetContrast(contrast));
        let rows: Vec<String> = harness.get_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label()).collect();
        for row in card.rows.iter().filter(|row| row.is_shown()) {
            let shown = rows
                .iter()
                .find(|shown| shown.starts_with(&format!("{},", row.metric.label())))
                .unwrap_or_else(|| panic!("no row for {}", row.metric.label()));
            for score in &row.scores {
                let (estimated, words): (_, fn(Metric, f64) -> String) = match contrast {
                    Contrast::Difference => (&score.difference, format_difference),
                    Contrast::Relative => continue,
                    Contrast::Level => (&score.level, format_value),
                };
                if let Ok(estimate) = estimated {
                    let number = words(row.metric, estimate.mean);
                    assert!(shown.contains(&number), "{number} in {shown}");
                }
            }
        }
    }
}

#[test]
fn every_screen_settles_in_light_and_dark_large_and_small() {
    for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
        for size in [[1440.0, 900.0], [1024.0, 640.0]] {
            let mut harness = with_results(theme, size);
            for place in Place::ALL {
                go(&mut harness, *place);
                // `run` has checked that every control has a name; now nothing may be wider than the window.
                let boxes = harness.root().children_recursive().filter_map(|node| Some((node.accesskit_node().bounding_box()?, format!("{node:?}"))));
                let (widest, what) = boxes.map(|(area, what)| (area.x1, what)).max_by(|a, b| a.0.total_cmp(&b.0)).expect("something is drawn");
                assert!(widest <= f64::from(size[0]) + 1.0, "{place:?} at {size:?} reaches {widest}: {what}");
            }
        }
    }
}

#[test]
fn every_plot_has_a_sentence_and_a_table() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    for (place, plots) in [
        (Place::Overview, 1),
        (Place::Time, 6),
        (Place::Creepiness, 7),
        (Place::Bubbles, 12),
        (Place::Fairness, 6),
        (Place::Test, 4),
        (Place::Map, 2),
    ] {
        go(&mut harness, place);
        let sentences: Vec<String> = harness.get_all_by_role(Role::Image).filter_map(|image| image.accesskit_node().label()).collect();
        assert_eq!(sentences.len(), plots, "{place:?}: {sentences:?}");
        for sentence in &sentences {
            assert!(sentence.len() > 30 && sentence.chars().any(|c| c.is_ascii_digit()) && sentence.ends_with('.'), "{sentence}");
        }
        let buttons: Vec<_> = harness.get_all_by_label_contains("Table: ").collect();
        // The criterion matrix is words and buttons, no picture, and has a table all the same.
        assert_eq!(buttons.len(), plots + usize::from(place == Place::Fairness), "{place:?}");
        buttons[0].click();
        harness.run();
        assert!(harness.query_all_by_role(Role::Row).count() >= 3, "{place:?}");
        assert!(harness.query_all_by_role(Role::Table).next().is_some());
    }
}

#[test]
fn a_filter_reaches_every_screen_and_is_removed_by_its_chip() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    send(&mut harness, Command::SetScope(Scope::Segment(0)));
    for place in [Place::Overview, Place::Time, Place::Creepiness, Place::Bubbles] {
        go(&mut harness, place);
        assert!(harness.query_by_label("Remove filter guarded").is_some());
        assert!(harness.query_all_by_label_contains("segment guarded").count() >= 2, "{place:?}");
    }
    harness.get_by_label("Remove filter guarded").click();
    harness.run();
    assert_eq!(harness.state().state().selection.scope, Scope::All);
    assert!(harness.query_by_label("Remove filter guarded").is_none());
    // Groups cannot be told apart in histograms: the screen says so and shows everybody.
    send(&mut harness, Command::SetScope(Scope::Group { attribute: 0, level: 2 }));
    go(&mut harness, Place::Creepiness);
    assert!(harness.query_all_by_label_contains("not by group").next().is_some());
}

#[test]
fn results_of_an_older_version_are_marked() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    let mut changed = harness.state().state().document.scenario().clone();
    changed.experiment.seed = 99;
    send(&mut harness, Command::Edit(creepline::app::Edit { scenario: Box::new(changed), field: "seed".into() }));
    assert!(harness.query_all_by_label_contains("earlier version").next().is_some());
    send(&mut harness, Command::Undo);
    assert!(harness.query_all_by_label_contains("earlier version").next().is_none());
}

#[test]
fn choices_on_the_result_screens_change_what_is_shown() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Time);
    harness.get_by_role_and_label(Role::Button, Metric::Churn.label()).click();
    harness.run();
    assert!(harness.query_all_by_label_contains("Left by day.").next().is_some());
    go(&mut harness, Place::Fairness);
    send(&mut harness, Command::SetFairMetric(Metric::PremiumRate));
    assert!(harness.query_all_by_label_contains("Premium offer on top by group").next().is_some());
    go(&mut harness, Place::Creepiness);
    send(&mut harness, Command::Clock(ClockStep::Day(3)));
    assert!(harness.query_all_by_label_contains("own line on day 3:").next().is_some());
}

#[test]
fn keys_lead_to_the_result_screens() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    for (key, place) in [(egui::Key::Num2, Place::Time), (egui::Key::Num4, Place::Bubbles), (egui::Key::Num1, Place::Overview)] {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, key);
        harness.run();
        assert_eq!(harness.state().state().place, place);
    }
}

#[test]
fn the_pointer_reads_all_plots_of_a_day() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Time);
    let plot = harness.get_all_by_role(Role::Image).next().expect("a plot").rect();
    harness.hover_at(plot.center());
    harness.run_steps(5);
    assert!(harness.query_all_by_label_contains("Day 1").next().is_some(), "a plot of 30 days has its middle in the tens");
}

#[test]
fn without_guardrails_the_worst_segment_is_still_named() {
    let runner = AtOnce::default();
    let mut harness = harness(App::inline(small_document(), Box::new(runner)));
    let mut open = harness.state().state().document.scenario().clone();
    open.experiment.guardrails.clear();
    send(&mut harness, Command::Edit(creepline::app::Edit { scenario: Box::new(open), field: "guardrails".into() }));
    send(&mut harness, Command::Run);
    assert!(harness.query_all_by_label_contains("Worst off: ").next().is_some());
    assert!(harness.query_all_by_label_contains("No guardrail is set").next().is_some());
}

#[test]
fn the_real_job_and_the_real_desk_work_in_the_background() {
    let mut harness = harness(App::new(small_document()));
    for _ in 0..2_000 {
        harness.step();
        if harness.query_by_label("Run done").is_some() && harness.query_all_by_label_contains("Scorecard, difference").next().is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the run did not land");
}

#[test]
fn the_first_frame_of_the_window_starts_a_run() {
    let runner = AtOnce::default();
    let flown = runner.flown.clone();
    let harness = harness(App::inline(small_document(), Box::new(runner)).flying());
    assert_eq!(flown.lock().expect("no panic").len(), 1);
    assert!(harness.state().state().results.is_some());
}
