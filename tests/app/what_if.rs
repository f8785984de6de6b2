//! The What-if map in the window: every control by its name, every state, cells as they land, settings taken over, benefit against harm, the search.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::atomic::Ordering;

use crate::support::{AtOnce, Points, go, harness, harness_of, send, small_document, small_run, small_scenario, with_results};
use creepline::app::view::CellLook;
use creepline::app::{App, Command, Document, MapStep, Origin, Place, Runner, ThemeChoice};
use creepline::experiment::{
    Aim, Design, PointOutcome, Quantity, SearchEnd, Sweep, SweepPlan, SweepPoint, format_difference_estimate, frontier_of_run,
};
use creepline::report::sweeps::limit_sentences;
use creepline::scenario::experiment::GuardScope;
use creepline::scenario::{Metric, Scenario};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

type Window = Harness<'static, App>;

fn window(runner: impl Runner + 'static) -> Window {
    let mut harness = harness(App::inline(small_document(), Box::new(runner)));
    go(&mut harness, Place::Map);
    step(&mut harness, MapStep::SetSize(3, 80));
    harness
}

fn step(harness: &mut Window, step: MapStep) {
    send(harness, Command::Map(step));
}

fn says(harness: &Window, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

fn values(harness: &mut Window, first: &str, second: &str) {
    step(harness, MapStep::SetValues(0, first.into()));
    step(harness, MapStep::SetValues(1, second.into()));
}

fn sweep(harness: &Window) -> &Sweep {
    harness.state().state().what_if.sweep.as_ref().expect("a map")
}

/// Cells with a number, each of which must be there by its name.
fn known_cells(harness: &Window) -> usize {
    let (_, view) = harness.state().state().what_if.shown.clone().expect("a picture");
    let known = view.cells.iter().filter(|cell| matches!(cell.look, CellLook::Known { .. }));
    known.filter(|cell| harness.query_by_role_and_label(Role::Button, &cell.words).is_some()).count()
}

#[test]
fn before_anything_is_flown_the_map_shows_what_would_be() {
    let harness = window(AtOnce::default());
    assert!(says(&harness, "5 a week: contacts email, per week") && says(&harness, "5 a week: explanation"));
    assert!(says(&harness, "per week 0, explanation 0: not run"), "hollow cells have names");
    assert!(says(&harness, "25 points, about "));
    for control in ["Choose setting 1", "Take setting 2 away", "Fly the map", "Look for a better policy"] {
        assert!(harness.query_by_role_and_label(Role::Button, control).is_some(), "{control}");
    }
    for field in
        ["Path of setting 1", "Values of setting 2", "From, setting 1", "To, setting 1", "Number of values, setting 2", "Worlds of each point"]
    {
        assert!(harness.query_by_label(field).is_some(), "{field}");
    }
    assert!(harness.query_by_label("Budget of the search, in runs").is_some() && says(&harness, "Run the scenario or fly the map"));
}

#[test]
fn cells_land_one_by_one_and_a_stopped_map_goes_on_where_it_was() {
    let runner = Points::default();
    let mut harness = window(runner.clone());
    values(&mut harness, "0..10 in 3", "0,1");
    step(&mut harness, MapStep::Fly);
    assert!(says(&harness, "0 of 6 points") && harness.query_by_role_and_label(Role::Button, "Stop the map").is_some());
    let asked = runner.asked.lock().expect("no panic")[0].clone();
    let flown = crate::support::flown_sweep(&asked);
    assert_eq!(known_cells(&harness), 0);
    for (count, place) in [0, 5].into_iter().enumerate() {
        runner.land(flown.points[place].clone().expect("flown"));
        harness.step();
        assert_eq!(known_cells(&harness), count + 1, "a cell is there as soon as its point is");
    }
    assert!(says(&harness, "2 of 6 points, about "), "time left is told");
    step(&mut harness, MapStep::Stop);
    wait(&mut harness);
    assert!(says(&harness, "Stopped: 2 of 6 points are flown and kept"));
    step(&mut harness, MapStep::Fly);
    let again = runner.asked.lock().expect("no panic")[1].clone();
    assert_eq!((again.done(), again.points.len()), (2, 6), "what is known is handed over and not flown again");
    for point in flown.points.iter().flatten().filter(|point| ![0, 5].contains(&point.point)) {
        runner.land(point.clone());
    }
    runner.ended.store(true, Ordering::SeqCst);
    wait(&mut harness);
    assert_eq!((sweep(&harness).points.clone(), known_cells(&harness)), (flown.points, 6));
    assert!(says(&harness, "6 points, 6 known already"));
    // A finer map of the same settings takes over what is known.
    values(&mut harness, "0..10 in 5", "0,1");
    assert!(says(&harness, "10 points, 6 known already"));
    assert!(says(&harness, "This picture is of other settings"));
}

/// The small scenario, small enough to be searched.
fn tiny_scenario() -> Scenario {
    let mut scenario = small_scenario();
    (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (80, 4, 10);
    scenario.experiment.guardrails.iter_mut().for_each(|guardrail| guardrail.from_day = 1);
    scenario
}

/// Until the map under way is at its end.
fn wait(harness: &mut Window) {
    for _ in 0..2_000 {
        harness.step();
        if harness.state().state().what_if.flight.is_none() {
            harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    panic!("the map did not end");
}

#[test]
fn a_point_opens_with_its_verdicts_and_becomes_a_variant() {
    let mut harness = window(AtOnce::default());
    values(&mut harness, "2,6", "0,0.7");
    step(&mut harness, MapStep::Fly);
    assert_eq!(known_cells(&harness), 4);
    let cell = harness.get_all_by_label_contains("per week 6, explanation 0.7:").next().expect("a cell");
    cell.click_accesskit();
    harness.run();
    let point = harness.state().state().what_if.point.expect("a point");
    let reading = sweep(&harness).points[point].clone().expect("flown");
    let reading = reading.variant("5 a week").expect("a variant").clone();
    for guard in &reading.guardrails {
        assert!(says(&harness, &guard.reason), "{}", guard.reason);
    }
    let follows = reading.decision.expect("guardrails").words();
    assert!(says(&harness, &format!("What follows: {follows}.")));
    harness.get_by_role_and_label(Role::Button, "Make variant").click_accesskit();
    harness.run();
    let made = harness.state().state().document.scenario().variants.last().expect("a variant").clone();
    assert_eq!((made.policy.contacts[0].per_week, made.policy.explanation), (6.0, 0.7));
    assert!(says(&harness, "New variant: 5 a week, per week 6, explanation 0.7"));
    assert!(says(&harness, "earlier version of the scenario"), "the map is of the scenario before");
    send(&mut harness, Command::Undo);
    assert_eq!(harness.state().state().document.scenario(), &small_scenario());
    harness.get_by_role_and_label(Role::Button, "Close this point").click_accesskit();
    harness.run();
    assert!(harness.query_by_label("Make variant").is_none());
}

#[test]
fn what_cannot_be_flown_says_why_and_what_is_undefined_says_n_a() {
    let mut harness = window(AtOnce::default());
    values(&mut harness, "2,500", "0,1");
    step(&mut harness, MapStep::Fly);
    assert_eq!((sweep(&harness).failed(), sweep(&harness).done()), (2, 4));
    assert!(says(&harness, "per week 500, explanation 0: cannot be flown: "), "the reason stands in the cell");
    let failed = harness.get_all_by_label_contains("per week 500, explanation 1: cannot be flown").next().expect("a cell");
    failed.click_accesskit();
    harness.run();
    assert!(says(&harness, "variants[1].policy.contacts[0].per_week: "), "with the field to mend");
    // The baseline differs from nothing.
    step(&mut harness, MapStep::SetVariant("1 a week".into()));
    step(&mut harness, MapStep::SetQuantity(Quantity::Difference(Metric::Purchases)));
    assert!(says(&harness, "n/a: this is the baseline"));
    step(&mut harness, MapStep::SetQuantity(Quantity::Level(Metric::Purchases)));
    assert!(!says(&harness, "n/a: this is the baseline"));
}

#[test]
fn one_setting_is_a_line_with_its_limit() {
    let mut harness = window(AtOnce::default());
    harness.get_by_role_and_label(Role::Button, "Take setting 2 away").click_accesskit();
    harness.run();
    step(&mut harness, MapStep::SetValues(0, "0..12 in 4".into()));
    step(&mut harness, MapStep::Fly);
    assert!(says(&harness, "per week 12: "));
    let sentences = limit_sentences(sweep(&harness), "5 a week");
    assert!(!sentences.is_empty());
    for sentence in sentences {
        assert!(says(&harness, &sentence), "{sentence}");
    }
    assert!(says(&harness, "5 a week: what does this setting do?"));
    harness.get_by_role_and_label(Role::Button, "Vary a second setting").click_accesskit();
    harness.run();
    assert_eq!(harness.state().state().what_if.knobs.len(), 2);
    // A switch has no numbers in between.
    step(&mut harness, MapStep::SetPath(1, "behavior.mechanisms.trust".into()));
    step(&mut harness, MapStep::SetValues(1, "off,on".into()));
    values(&mut harness, "1,9", "off,on");
    step(&mut harness, MapStep::Fly);
    assert!(says(&harness, "per week 9, trust on: "));
}

#[test]
fn settings_are_found_by_words_and_typed_paths_are_checked() {
    let mut harness = window(AtOnce::default());
    harness.get_by_role_and_label(Role::Button, "Choose setting 2").click_accesskit();
    harness.run();
    assert!(harness.query_by_label("Find a setting").is_some() && says(&harness, "more words show fewer"));
    step(&mut harness, MapStep::Find("catalog price".into()));
    harness.get_by_label("Vary Catalog: price").click_accesskit();
    harness.run();
    assert_eq!(harness.state().state().what_if.knobs[1].path, "catalog.price");
    assert!(harness.query_by_label("Find a setting").is_none(), "the list closes");
    for (path, values, words) in [
        ("catalog.prise", "1,2", "did you mean"),
        ("catalog.price", "9..1", "range is empty"),
        ("catalog.price", "1..3000", "points, allowed are 2500"),
        ("catalog.price", "", "gives no value"),
        ("", "1", "path is empty"),
        ("catalog.price", "1..1e15", "allowed are 2500"),
    ] {
        step(&mut harness, MapStep::SetPath(1, path.into()));
        step(&mut harness, MapStep::SetValues(1, values.into()));
        assert!(says(&harness, words), "{path}={values}");
        let button = harness.get_by_role_and_label(Role::Button, "Fly the map");
        assert!(button.accesskit_node().is_disabled(), "{path}={values}");
    }
    // Numbers typed into the range become its text.
    step(&mut harness, MapStep::SetValues(0, "1..5 in 3".into()));
    assert!(harness.query_by_label("From, setting 1").is_some());
    step(&mut harness, MapStep::SetValues(0, "1,5".into()));
    assert!(harness.query_by_label("From, setting 1").is_none(), "a list has no ends");
}

#[test]
fn a_large_map_is_one_picture_with_a_table() {
    let runner = Points::default();
    let mut harness = window(runner.clone());
    values(&mut harness, "0..10 in 3", "0,1");
    step(&mut harness, MapStep::Fly);
    let small = crate::support::flown_sweep(&runner.asked.lock().expect("no panic")[0]);
    step(&mut harness, MapStep::Stop);
    wait(&mut harness);
    values(&mut harness, "0..10 in 40", "0..1 in 32");
    step(&mut harness, MapStep::Fly);
    let large = runner.asked.lock().expect("no panic")[1].clone();
    for (place, planned) in large.plan.points.iter().enumerate() {
        let outcome = small.points[place % 6].clone().expect("flown").outcome;
        runner.land(SweepPoint { point: place, settings: planned.settings.clone(), outcome });
    }
    runner.ended.store(true, Ordering::SeqCst);
    wait(&mut harness);
    assert_eq!((sweep(&harness).done(), known_cells(&harness)), (1_280, 0));
    assert!(says(&harness, "1280 of 1280 points"));
    let map = harness.get_by_label("Cells of the map: the table holds them one by one").rect();
    harness.hover_at(map.center());
    harness.run_steps(5);
    harness.get_by_label("Cells of the map: the table holds them one by one").click();
    harness.run();
    let point = harness.state().state().what_if.point.expect("the cell in the middle");
    let places = &large.plan.points[point].places;
    assert!((19..=20).contains(&places[0]) && (15..=16).contains(&places[1]), "{places:?}");
    send(&mut harness, Command::ToggleTable("what-if map"));
    assert!(says(&harness, "880 more: creepline sweep writes them all"));
}

#[test]
fn benefit_against_harm_has_the_numbers_of_the_frontier() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Map);
    let aims = (Aim::of(Metric::Revenue).expect("more is better"), Aim::of(Metric::TrustMean).expect("more is better"));
    step(&mut harness, MapStep::SetBenefit(aims.0));
    step(&mut harness, MapStep::SetHarm(aims.1));
    assert!(says(&harness, "What does revenue cost in trust?"));
    send(&mut harness, Command::ToggleTable("benefit against harm"));
    let frontier = frontier_of_run(&small_run(), aims.0, aims.1);
    assert_eq!(frontier.points.len(), 2);
    for point in &frontier.points {
        for (metric, estimated) in [(Metric::Revenue, &point.benefit), (Metric::TrustMean, &point.harm)] {
            assert!(says(&harness, &format_difference_estimate(metric, estimated)), "{}", point.variant);
        }
    }
    for combo in ["Benefit, upward", "Harm, to the right"] {
        assert!(harness.query_by_role_and_label(Role::ComboBox, combo).is_some(), "{combo}");
    }
    // Points of the map come beside the variants of the run.
    step(&mut harness, MapStep::SetSize(3, 80));
    values(&mut harness, "2,6", "0,1");
    step(&mut harness, MapStep::Fly);
    assert!(says(&harness, "4 points of the map"));
    let point = harness.get_all_by_label_contains("per week 6, explanation 1: Revenue").next().expect("a point");
    point.click_accesskit();
    harness.run();
    assert!(harness.state().state().what_if.point.is_some());
}

#[test]
fn a_search_says_what_it_found_and_never_recommends_what_cannot_be_told() {
    let mut harness = harness_with(tiny_scenario(), AtOnce::default());
    step(&mut harness, MapStep::SetBudget(2));
    assert_eq!(harness.state().state().what_if.budget, 9, "fewer make no search");
    step(&mut harness, MapStep::Search);
    let shown = harness.state().state().what_if.search.shown.clone().expect("a result");
    assert!(says(&harness, &shown.1.headline));
    for line in &shown.1.lines {
        assert!(says(&harness, line), "{line}");
    }
    let found = shown.1.headline.starts_with("Found: ");
    assert_eq!(harness.query_by_label("Make variant of what was found").is_some(), found);
    assert_eq!(shown.1.settings.is_empty(), !found);
    // Without a guardrail there is nothing to search for.
    let mut open = small_scenario();
    open.experiment.guardrails.clear();
    let mut harness = harness_with(open, AtOnce::default());
    step(&mut harness, MapStep::Search);
    assert!(says(&harness, "No search: The scenario has no guardrail"));
}

/// The small scenario with limits that nothing crosses: then something is found.
#[test]
fn what_a_search_found_becomes_a_variant() {
    let mut easy = tiny_scenario();
    easy.experiment.guardrails.truncate(1);
    easy.experiment.guardrails[0].limit = 0.9;
    // Few people and worlds: one scope that all of them are in.
    easy.experiment.guardrails[0].scope = GuardScope::All;
    easy.experiment.guardrails[0].smallest_group = 1;
    let mut harness = harness_with(easy, AtOnce::default());
    step(&mut harness, MapStep::SetBudget(9));
    step(&mut harness, MapStep::Search);
    let shown = harness.state().state().what_if.search.shown.clone().expect("a result");
    assert!(shown.1.headline.starts_with("Found: "), "{}", shown.1.headline);
    harness.get_by_role_and_label(Role::Button, "Make variant of what was found").click_accesskit();
    harness.run();
    let made = harness.state().state().document.scenario().variants.last().expect("a variant").clone();
    let per_week: f64 = shown.1.settings[0].1.parse().expect("a number");
    assert_eq!(made.policy.contacts[0].per_week, per_week);
    assert!(says(&harness, "This search is of an earlier version"));
}

fn harness_with(scenario: Scenario, runner: impl Runner + 'static) -> Window {
    let document = Document::new(scenario, Origin::New, String::new());
    let mut harness = harness(App::inline(document, Box::new(runner)));
    go(&mut harness, Place::Map);
    step(&mut harness, MapStep::SetSize(3, 80));
    harness
}

#[test]
fn hostile_and_very_long_names_fit_the_smallest_window() {
    let mut odd = small_scenario();
    odd.name =
        "A scenario with a name that goes on and on, \"quoted\", with [brackets], = signs and more than fits on any line of any window ".repeat(3);
    odd.variants[1].name = format!("]\"; DROP, : = .. in {} \u{e9}\u{df}", "x".repeat(400));
    odd.variants[2].name = String::from("5");
    odd.experiment.baseline = odd.variants[0].name.clone();
    let document = Document::new(odd, Origin::New, String::new());
    for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
        let mut harness = harness_of(App::inline(document.clone(), Box::new(AtOnce::default())), [1024.0, 640.0]);
        send(&mut harness, Command::SetTheme(theme));
        send(&mut harness, Command::Run);
        go(&mut harness, Place::Map);
        step(&mut harness, MapStep::SetSize(2, 40));
        values(&mut harness, "0..10 in 3", "0,1");
        step(&mut harness, MapStep::Fly);
        step(&mut harness, MapStep::Select(Some(1)));
        step(&mut harness, MapStep::ToggleList(0));
        let boxes = harness.root().children_recursive().filter_map(|node| Some((node.accesskit_node().bounding_box()?, format!("{node:?}"))));
        let (widest, what) = boxes.map(|(area, what)| (area.x1, what)).max_by(|a, b| a.0.total_cmp(&b.0)).expect("something is drawn");
        assert!(widest <= 1_025.0, "reaches {widest}: {what}");
        step(&mut harness, MapStep::Make(vec![("variants[1].policy.explanation".into(), "0.25".into())]));
        assert_eq!(harness.state().state().document.scenario().variants.last().expect("a variant").policy.explanation, 0.25);
    }
}

#[test]
fn the_runner_of_the_window_flies_the_same_points() {
    let scenario = std::sync::Arc::new(small_scenario());
    let fields = ["variants[1].policy.explanation=0,1".to_string()];
    let mut tiny = (*scenario).clone();
    (tiny.population.customers, tiny.experiment.worlds, tiny.experiment.days) = (60, 2, 10);
    let plan = std::sync::Arc::new(SweepPlan::new(&std::sync::Arc::new(tiny), &fields, Design::Grid, &[Metric::Purchases], 10).expect("a plan"));
    let (sender, landed) = std::sync::mpsc::channel();
    let errand = creepline::app::Background::default().sweep(Sweep::new(plan.clone(), Vec::new()), sender, std::sync::Arc::new(|| {}));
    let mut points: Vec<SweepPoint> = landed.iter().collect();
    points.sort_by_key(|point| point.point);
    let flown = crate::support::flown_sweep(&Sweep::new(plan, Vec::new()));
    assert_eq!(points, flown.points.into_iter().flatten().collect::<Vec<_>>());
    assert!(points.iter().all(|point| matches!(point.outcome, PointOutcome::Variants(_))));
    assert_eq!(errand.progress(), (2, 2));
}

/// Nothing of a search is recommended unless it was found.
#[test]
fn the_words_of_a_search_are_those_of_the_command_line() {
    let mut harness = harness_with(tiny_scenario(), AtOnce::default());
    step(&mut harness, MapStep::RemoveSetting(1));
    step(&mut harness, MapStep::SetBudget(12));
    step(&mut harness, MapStep::Search);
    let shown = harness.state().state().what_if.search.shown.clone().expect("a result");
    let scenario = std::sync::Arc::new(tiny_scenario());
    let plan = creepline::experiment::SearchPlan::new(
        &scenario,
        &["variants[1].policy.contacts[0].per_week=0..10".to_string()],
        "5 a week",
        Aim::of(Metric::Purchases).expect("more is better"),
        &creepline::experiment::usual_metrics(&scenario),
        12.0,
    );
    let search =
        creepline::experiment::search(&std::sync::Arc::new(plan.expect("a plan")), 1, &creepline::experiment::Stop::new(), |_, _| {}).expect("flown");
    let words: Vec<String> = creepline::report::searches::search_end(&search).iter().map(|line| line.trim_start().to_owned()).collect();
    assert_eq!(words, [vec![shown.1.headline.clone()], shown.1.lines.clone()].concat());
    assert_eq!(matches!(search.end, SearchEnd::Found(_)), !shown.1.settings.is_empty());
}
