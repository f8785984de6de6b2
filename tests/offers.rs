//! What is kept of premium offers: people, each once at a checkpoint; the same bits for any threads; exact with replays and in files; scores that keep
//! what they promise where the engine knows the truth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use creepline::ledger::{Count, Ledger, OfferTable, Scope};
use creepline::measure::{calibration_error, confusion, people};
use creepline::scenario::Scenario;
use creepline::scenario::policy::{Contact, Engine, Policy, Variant};
use creepline::simulate::{Run, RunOptions, Watch, fly, replays, shape};
use creepline::store::{decode, encode};

fn variant(name: &str, engine: Engine) -> Variant {
    let contacts =
        vec![Contact { channel: "site".into(), ..Contact::default() }, Contact { channel: "email".into(), per_week: 3.0, ..Contact::default() }];
    Variant { name: name.into(), policy: Policy { engine, contacts, ..Policy::default() }, ..Variant::default() }
}

fn scenario(customers: u64, engines: &[(&str, Engine)]) -> Scenario {
    let mut scenario = Scenario { variants: engines.iter().map(|&(name, engine)| variant(name, engine)).collect(), ..Scenario::default() };
    scenario.experiment.baseline = engines[0].0.into();
    scenario.population.customers = customers;
    scenario.catalog.items = 120;
    scenario.experiment.days = 24;
    scenario.experiment.worlds = 2;
    scenario
}

fn run(scenario: &Scenario, threads: usize, shuffle: Option<u64>) -> Arc<Run> {
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads, shuffle }, &watch, |_| {}).expect("flies")
}

fn table(ledger: &Ledger, variant: usize, checkpoint: usize) -> OfferTable {
    ledger.offers(variant, checkpoint, &(0..ledger.shape.cells.cells()).collect::<Vec<_>>())
}

fn all(ledger: &Ledger, variant: usize) -> OfferTable {
    let mut sum = OfferTable::default();
    (0..ledger.shape.checkpoints()).for_each(|checkpoint| sum.add(&table(ledger, variant, checkpoint)));
    sum
}

#[test]
fn a_checkpoint_counts_people_and_each_once() {
    let found = run(&scenario(400, &[("one", Engine::Content), ("two", Engine::Content), ("shelf", Engine::Editorial)]), 2, None);
    for ledger in &found.worlds {
        // Days 7, 14, 21 and the last one, 24.
        assert_eq!(ledger.shape.checkpoints(), 4);
        for checkpoint in 0..4 {
            assert_eq!(table(ledger, 0, checkpoint).total(), 0, "the twin offers nothing");
            assert_eq!(table(ledger, 1, checkpoint), table(ledger, 2, checkpoint), "twins");
            let day = ledger.shape.checkpoint_day(checkpoint) - 1;
            let sum = |column| (0..ledger.shape.cells.cells()).map(|cell| ledger.count(1, day, cell, column)).sum::<i64>() as u64;
            let kept = table(ledger, 1, checkpoint);
            assert!(kept.total() > 50 && kept.total() < sum(Count::Slates), "each once: {} of {} slates", kept.total(), sum(Count::Slates));
            assert!(kept.total() <= people(ledger, Scope::All));
            let offered = kept.people(true, true) + kept.people(false, true);
            assert!(offered <= sum(Count::PremiumTop) && offered > 0);
        }
        // One shelf for all makes nothing of single customers; Content scores everybody who has not switched personalization off.
        let (shelf, content) = (all(ledger, 3), all(ledger, 1));
        assert!((0..creepline::ledger::SCORE_BINS).all(|bin| shelf.bin(bin).0 == 0) && calibration_error(&shelf).is_err());
        let unscored: u64 = [(true, true), (true, false), (false, true), (false, false)].iter().map(|&(a, b)| content.unscored(a, b)).sum();
        assert!(unscored * 10 < content.total(), "{unscored} of {}", content.total());
    }
}

#[test]
fn the_same_bits_for_any_threads_in_files_and_with_replays() {
    let scenario = scenario(150, &[("content", Engine::Content), ("cf", Engine::Collaborative), ("bandit", Engine::LinUcb)]);
    let one = run(&scenario, 1, None);
    for (threads, shuffle) in [(2, None), (3, Some(1))] {
        assert!(one.worlds == run(&scenario, threads, shuffle).worlds, "{threads} threads, shuffle {shuffle:?}");
    }
    assert!(decode(&encode(&one.worlds), &shape(&scenario)).expect("a ledger").iter().eq(one.worlds.iter().map(Arc::as_ref)));
    for variant in 1..4 {
        let lives = replays(&one, 0, variant, 0..scenario.population.customers).expect("customers");
        let saw_a_slate = |life: &&creepline::simulate::Replay| life.touches.iter().any(|touch| touch.day == 23 && !touch.slate.is_empty());
        let again = lives.iter().filter(saw_a_slate).count() as u64;
        assert_eq!(again, table(&one.worlds[0], variant, 3).total(), "whoever saw a slate on the last day");
    }
}

/// A score promises a chance. An engine that knows the true match keeps the promise but for what it does not know, the person's own price
/// sensitivity; one that knows a person badly keeps it less well.
#[test]
fn scores_promise_what_comes_true_where_the_engine_knows_the_truth() {
    let mut scenario = scenario(3_000, &[("truth", Engine::Oracle), ("estimate", Engine::Content)]);
    scenario.experiment.worlds = 1;
    let found = run(&scenario, 2, None);
    let (truth, estimate) = (all(&found.worlds[0], 1), all(&found.worlds[0], 2));
    let rate = confusion(&truth).positives() / truth.total() as f64;
    assert!((0.1..0.5).contains(&rate), "a share of people would benefit: {rate}");
    let [of_truth, of_estimate] = [&truth, &estimate].map(|table| calibration_error(table).expect("scores"));
    // About 6,000 people in about ten bins: luck alone makes an error of about 0.013.
    assert!(of_truth < 0.05 && of_estimate > of_truth, "{of_truth} and {of_estimate}, base rate {rate}");
}
