//! The panel: the same bits for any threads, exact with replays, kept in files, and nothing else changes because of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use creepline::ledger::{Ledger, PanelCount, Scope};
use creepline::measure::{checkpoint_series, value};
use creepline::scenario::policy::{Contact, Engine, Policy, Variant};
use creepline::scenario::{Metric, Scenario};
use creepline::simulate::{Run, RunOptions, Watch, fly, replay, shape};
use creepline::store::{decode, encode};

const PANEL: [Metric; 19] = [
    Metric::Overlap,
    Metric::OverlapMatched,
    Metric::OverlapSimilar,
    Metric::DistinctItems,
    Metric::BreadthEqual,
    Metric::BreadthPooled,
    Metric::MixDistance,
    Metric::MixSpread,
    Metric::VarietyFirst,
    Metric::VarietyLast,
    Metric::VarietyFollowers,
    Metric::VarietyOthers,
    Metric::InterestDistance,
    Metric::Ndcg,
    Metric::NdcgGap,
    Metric::GoodShown,
    Metric::GoodShownGap,
    Metric::NicheShare,
    Metric::Merit,
];

/// People who come by daily and choose often, so that everything of the panel has a value; with or without anybody who looks at the crowd.
fn scenario(crowd: bool, panel: u64) -> Scenario {
    let variant = |name: &str, engine| Variant {
        name: name.into(),
        policy: Policy { engine, contacts: vec![Contact { channel: "site".into(), ..Contact::default() }], ..Policy::default() },
        ..Variant::default()
    };
    let mut scenario = Scenario { variants: vec![variant("content", Engine::Content), variant("oracle", Engine::Oracle)], ..Scenario::default() };
    if crowd {
        scenario.variants.push(variant("cf", Engine::Collaborative));
        scenario.catalog.popularity_feedback = true;
    }
    scenario.experiment.baseline = "content".into();
    scenario.population.segments.iter_mut().for_each(|segment| (segment.visits_per_week, segment.visits_spread) = (7.0, 0.0));
    scenario.channels[1].base_rate = 0.4;
    scenario.population.customers = 150;
    scenario.catalog.items = 120;
    scenario.experiment.days = 30;
    scenario.experiment.worlds = 2;
    scenario.experiment.panel = panel;
    scenario
}

fn run(scenario: &Scenario, threads: usize, shuffle: Option<u64>) -> Arc<Run> {
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads, shuffle }, &watch, |_| {}).expect("flies")
}

#[test]
fn the_same_bits_for_any_number_of_threads_and_any_block_order() {
    for crowd in [false, true] {
        let one = run(&scenario(crowd, 90), 1, None);
        assert!(one.worlds[0].panel.choices(1, 3).count() > 0);
        for (threads, shuffle) in [(2, None), (3, Some(1)), (5, Some(2))] {
            assert!(one.worlds == run(&scenario(crowd, 90), threads, shuffle).worlds, "crowd {crowd}, {threads} threads, shuffle {shuffle:?}");
        }
    }
}

/// Numbers of a ledger beside those of the panel.
fn numbers(ledger: &Ledger) -> (Vec<Vec<u64>>, Vec<Vec<i64>>, Vec<Vec<u32>>) {
    let mut ledger = ledger.clone();
    let columns = ledger.columns();
    (
        columns.wide.into_iter().map(|column| column.to_vec()).collect(),
        columns.signed.into_iter().chain(columns.taught).map(|column| column.to_vec()).collect(),
        columns.narrow.into_iter().map(|column| column.to_vec()).collect(),
    )
}

#[test]
fn nothing_else_changes_because_of_a_panel() {
    for crowd in [false, true] {
        let (without, with) = (run(&scenario(crowd, 0), 2, None), run(&scenario(crowd, 90), 2, None));
        for (without, with) in without.worlds.iter().zip(&with.worlds) {
            assert!(numbers(without) == numbers(with), "crowd {crowd}");
            for metric in PANEL {
                assert!(value(without, 1, metric, Scope::All, 1).is_err(), "{metric:?} without a panel");
            }
        }
    }
}

/// Everything of the panel has a value within its range, for everybody and, where it is kept for them, for segments.
#[test]
fn a_panel_gives_its_metrics() {
    let run = run(&scenario(true, 150), 2, None);
    for ledger in &run.worlds {
        for metric in PANEL {
            for variant in 0..run.variants.len() {
                let found = value(ledger, variant, metric, Scope::All, 1);
                if metric.needs_slates() && variant == 0 {
                    assert!(found.is_err(), "{metric:?} of the twin");
                    continue;
                }
                let found = found.unwrap_or_else(|undefined| panic!("{metric:?} of variant {variant}: {undefined}"));
                let (low, high) = creepline::measure::range(metric);
                assert!((low..=high).contains(&found), "{metric:?} is {found}, not within {low} to {high}");
                assert_eq!(value(ledger, variant, metric, Scope::Segment(1), 1).is_ok(), metric.by_segment(), "{metric:?} of a segment");
            }
        }
        let quality = |variant| value(ledger, variant, Metric::Ndcg, Scope::All, 1).unwrap();
        assert!(quality(2) > quality(1), "the oracle's slates are better");
        let course = checkpoint_series(ledger, 1, Metric::InterestDistance, Scope::All);
        assert_eq!(course.len(), ledger.shape.checkpoints());
        assert!(course[0].clone().unwrap() < course[4].clone().unwrap(), "interests move away");
    }
}

/// Whoever is in the panel, replayed, chose and saw what the panel says.
#[test]
fn replays_agree_with_the_panel() {
    let run = run(&scenario(true, 60), 2, None);
    let flown = &run.worlds[1];
    for place in [0, 17, 59] {
        let customer = flown.shape.panel.customer(place);
        for variant in 0..run.variants.len() {
            let life = replay(&run, 1, variant, customer).expect("replays");
            let chosen: Vec<(usize, usize, bool)> =
                life.touches.iter().filter_map(|touch| touch.chosen.map(|(item, shown)| (touch.day, item as usize, shown))).collect();
            let kept: Vec<(usize, usize, bool)> =
                flown.panel.choices(variant, place).map(|choice| (choice.day, choice.item, choice.from_slate)).collect();
            assert_eq!(chosen, kept);
            let own = &life.ledger.panel;
            assert_eq!(own.liked_and_shown(variant, place), flown.panel.liked_and_shown(variant, place));
            assert_eq!(own.sum(variant, place, PanelCount::OrderSum), flown.panel.sum(variant, place, PanelCount::OrderSum));
            assert_eq!(own.interests(variant, place, 4), flown.panel.interests(variant, place, 4));
            assert_eq!(own.cell(place), Some(life.cell));
        }
    }
}

#[test]
fn a_panel_comes_back_from_a_file() {
    let scenario = scenario(true, 60);
    let run = run(&scenario, 2, None);
    let bytes = encode(&run.worlds);
    let back = decode(&bytes, &shape(&scenario)).expect("the same ledgers");
    assert!(back.iter().zip(&run.worlds).all(|(back, flown)| *back == **flown));
    for panel in [0, 59, 61, 150] {
        let mut other = scenario.clone();
        other.experiment.panel = panel;
        assert!(decode(&bytes, &shape(&other)).is_err(), "a panel of {panel}");
    }
}

/// With the same items in all worlds, worlds differ in their people alone.
#[test]
fn worlds_may_share_their_items() {
    let mut scenario = scenario(false, 60);
    let items = |scenario: &Scenario| {
        let run = run(scenario, 2, None);
        run.worlds.iter().map(|ledger| (ledger.panel.qualities().to_vec(), ledger.panel.innate(3).to_vec())).collect::<Vec<_>>()
    };
    let own = items(&scenario);
    assert!(own[0].0 != own[1].0 && own[0].1 != own[1].1);
    scenario.catalog.same_in_all_worlds = true;
    let shared = items(&scenario);
    assert!(shared[0].0 == shared[1].0 && shared[0].1 != shared[1].1);
    assert!(shared[0] == own[0], "they are those of the first world");
}
