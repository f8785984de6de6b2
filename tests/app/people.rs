//! People in the window: the table of everybody, one person's story, the replay of the same people under two policies.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

use crate::support::{AtOnce, go, harness_of, send, small_scenario};
use creepline::app::view::{Column, RollView};
use creepline::app::{App, ClockStep, Command, Document, Origin, PeopleStep, Place, ThemeChoice};
use creepline::simulate::{replay, replays};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// The window with a small finished run.
fn opened(theme: ThemeChoice, size: [f32; 2], people: u64) -> Harness<'static, App> {
    let mut scenario = small_scenario();
    (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (people, 1, 24);
    let document = Document::new(scenario, Origin::Case("retargeting".into()), String::new());
    let mut harness = harness_of(App::inline(document, Box::new(AtOnce::default())), size);
    send(&mut harness, Command::SetTheme(theme));
    send(&mut harness, Command::Run);
    harness
}

/// The person in the first row.
fn first_row(harness: &Harness<'static, App>) -> u64 {
    let state = harness.state().state();
    u64::from(state.people.register.order.latest().expect("an order")[0])
}

/// The sentence of the picture that says this.
fn sentence(harness: &Harness<'static, App>, part: &str) -> String {
    let images = harness.query_all_by_role(egui::accesskit::Role::Image);
    images.filter_map(|node| node.accesskit_node().label()).find(|label| label.contains(part)).unwrap_or_default()
}

fn click(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn run_of(harness: &Harness<'static, App>) -> std::sync::Arc<creepline::simulate::Run> {
    std::sync::Arc::clone(&harness.state().state().results.as_ref().expect("results").run)
}

#[test]
fn the_table_is_sorted_opened_and_left_again() {
    let mut harness = opened(ThemeChoice::Light, [1440.0, 900.0], 90);
    go(&mut harness, Place::People);
    harness.get_by_label("Story of P-000000");
    assert!(harness.query_by_label("Story of P-000085").is_none(), "only what is in sight is laid out");
    click(&mut harness, "Sort by days over");
    let worst = first_row(&harness);
    let run = run_of(&harness);
    let over = |customer: u64| {
        let life = replay(&run, 0, 2, customer).expect("replays");
        life.days.iter().filter(|day| day.here && !day.left && day.felt > life.tolerance).count()
    };
    let roll = std::sync::Arc::clone(&harness.state().state().people.register.roll);
    assert_eq!(roll.value(worst as usize, RollView::Side(1), Column::DaysOver) as usize, over(worst));
    assert!(over(worst) > 0 && [0, 88].into_iter().all(|other| over(other) <= over(worst)));
    click(&mut harness, "Sort by days over");
    assert_eq!(over(first_row(&harness)), 0, "the other way round");
    click(&mut harness, "Most harmed");
    assert_eq!(over(first_row(&harness)), over(worst));
    click(&mut harness, "Lives under A minus base");
    harness.get_by_label("Lives under base");
    let id = format!("P-{:06}", first_row(&harness));
    click(&mut harness, &format!("Story of {id}"));
    assert!(sentence(&harness, &id).contains("Under base 1 a week she ended"), "{}", sentence(&harness, &id));
    harness.get_by_label("What happened, and why?");
    click(&mut harness, "Back to everybody");
    harness.get_by_label(&format!("Story of {id}"));
}

#[test]
fn a_filter_holds_in_the_table_and_whoever_is_typed_is_found() {
    let mut harness = opened(ThemeChoice::Dark, [1024.0, 640.0], 120);
    go(&mut harness, Place::People);
    send(&mut harness, Command::SetScope(creepline::ledger::Scope::Segment(0)));
    let order = std::sync::Arc::clone(harness.state().state().people.register.order.latest().expect("an order"));
    let roll = std::sync::Arc::clone(&harness.state().state().people.register.roll);
    let inside = (0..120).filter(|&row| roll.segment(row) == Some(0)).count();
    assert!(inside > 5 && order.len() == inside && order.iter().all(|&row| roll.segment(row as usize) == Some(0)));
    harness.get_by_label("Find a person");
    send(&mut harness, Command::People(PeopleStep::Find("P-000077".into())));
    click(&mut harness, "Open the person found");
    assert!(sentence(&harness, "P-000077").contains("is an invented person"));
    send(&mut harness, Command::People(PeopleStep::Open(999)));
    let notice = harness.state().state().notice.clone().expect("said");
    assert!(notice.text.contains("There is no P-000999") && notice.text.contains("P-000119"), "{}", notice.text);
}

#[test]
fn the_street_counts_what_it_shows_and_leads_to_stories() {
    let mut harness = opened(ThemeChoice::Light, [1440.0, 900.0], 90);
    go(&mut harness, Place::Replay);
    send(&mut harness, Command::Clock(ClockStep::Day(20)));
    let state = harness.state().state();
    let street = std::sync::Arc::clone(state.people.street.latest().expect("a street"));
    let everybody: Vec<usize> = (0..street.people.len()).collect();
    let said = sentence(&harness, "On day 20");
    for side in [0, 1] {
        assert!(said.contains(&street.counts(side, 20, &everybody).words()), "{said}");
    }
    let run = run_of(&harness);
    let left = |variant: usize| replays(&run, 0, variant, 0..90).expect("replays").iter().filter(|life| life.days[19].left).count();
    assert_eq!(street.counts(1, 20, &everybody).of(creepline::app::view::Standing::Left), left(2));
    click(&mut harness, "Only differences");
    assert!(harness.state().state().people.only_differences);
    click(&mut harness, "Difference");
    let [better, same, worse] = street.changes(20, &everybody);
    harness.get_by_label(&format!("A 5 a week against base 1 a week: {better} stand better, {worse} stand worse, {same} the same"));
    click(&mut harness, "Flip in place");
    let one = format!("Day 20: {}", street.counts(0, 20, &everybody).words());
    let other = format!("Day 20: {}", street.counts(1, 20, &everybody).words());
    assert_ne!(one, other);
    harness.get_by_label(&one);
    harness.key_down(egui::Key::X);
    harness.run();
    harness.get_by_label(&other);
    harness.key_up(egui::Key::X);
    harness.run();
    harness.get_by_label(&one);
    click(&mut harness, "Show A");
    harness.get_by_label(&other);
    send(&mut harness, Command::People(PeopleStep::Open(street.people[0].customer)));
    click(&mut harness, "Back to replay");
    assert_eq!(harness.state().state().place, Place::Replay);
    send(&mut harness, Command::People(PeopleStep::Pair([1, 3])));
    assert!(sentence(&harness, "On day 20").contains("B 3 a week, open"));
}

#[test]
fn a_way_that_keeps_her_under_her_line_becomes_a_variant() {
    let mut harness = opened(ThemeChoice::Light, [1440.0, 3_000.0], 60);
    go(&mut harness, Place::People);
    click(&mut harness, "Most harmed");
    let worst = first_row(&harness);
    send(&mut harness, Command::People(PeopleStep::Open(worst)));
    click(&mut harness, "Look for ways");
    let before = harness.state().state().document.scenario().variants.len();
    click(&mut harness, "Make this a variant: use no data about her at all");
    let variants = harness.state().state().document.scenario().variants.clone();
    assert_eq!(variants.len(), before + 1);
    assert!(variants.last().expect("a variant").policy.signals.is_empty());
}
