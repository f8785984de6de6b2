//! The engine's promises: same bits for any threads and block order, twins, cancel, replay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use creepline::ledger::{Count, Histogram, Ledger, Rare};
use creepline::scenario::Scenario;
use creepline::scenario::events::{Event, EventKind};
use creepline::scenario::learner::{Base, Evidence, Training};
use creepline::scenario::policy::{Contact, Engine, Policy, Variant};
use creepline::simulate::{Completion, Job, Run, RunError, RunOptions, Watch, fly, replay};

fn contacts() -> Vec<Contact> {
    vec![
        Contact { channel: "email".into(), per_week: 4.0, cap_per_week: 5, ..Contact::default() },
        Contact { channel: "site".into(), per_week: 0.0, cap_per_week: 0, ..Contact::default() },
    ]
}

fn variant(name: &str, policy: Policy) -> Variant {
    Variant { name: name.into(), policy: Policy { contacts: contacts(), ..policy }, ..Variant::default() }
}

/// A small scenario with engines that look at the crowd and engines that do not, short retention and every mechanism on.
fn scenario(crowd: bool) -> Scenario {
    let creepy = Policy {
        signals: vec!["site choices".into(), "cross-site profile".into()],
        explicitness: 0.9,
        explanation: 0.6,
        exit: creepline::scenario::policy::Exit::OneTap,
        ..Policy::default()
    };
    let mut scenario = Scenario { variants: vec![variant("baseline", Policy::default()), variant("creepy", creepy)], ..Scenario::default() };
    if crowd {
        scenario.variants.push(variant("popular", Policy { engine: Engine::SegmentPopular, ..Policy::default() }));
        scenario.catalog.popularity_feedback = true;
    }
    scenario.population.customers = 150;
    scenario.catalog.items = 120;
    scenario.experiment.days = 30;
    scenario.experiment.worlds = 2;
    scenario.signals[3].retention_days = 12;
    scenario
}

/// Every engine that learns or explores, over two scenarios because there are more of them than a scenario holds; they learn four times.
fn engines() -> [Scenario; 2] {
    let own = |engine, change: &dyn Fn(&mut Policy)| {
        let mut policy = Policy { engine, signals: vec!["site choices".into(), "purchase history".into()], ..Policy::default() };
        change(&mut policy);
        variant(&format!("{} {:?}", engine.name(), policy.collaborative.from), policy)
    };
    let first = vec![
        own(Engine::Collaborative, &|_| {}),
        own(Engine::Collaborative, &|policy| policy.collaborative.from = Evidence::Purchases),
        own(Engine::Collaborative, &|policy| {
            (policy.collaborative.from, policy.collaborative.training) = (Evidence::Views, Training::Once);
        }),
        own(Engine::EpsilonGreedy, &|policy| (policy.exploration.base, policy.collaborative.reweight) = (Base::Collaborative, 0.7)),
        own(Engine::EpsilonGreedy, &|policy| policy.collaborative.from = Evidence::Views),
        own(Engine::Popularity, &|_| {}),
    ];
    let second = [Engine::Thompson, Engine::LinUcb, Engine::Hybrid, Engine::Oracle, Engine::Random, Engine::Editorial];
    let second = second.map(|engine| own(engine, &|policy| policy.skip_recent = engine != Engine::Oracle)).to_vec();
    [first, second].map(|variants| {
        let mut scenario = scenario(true);
        scenario.experiment.baseline = variants[0].name.clone();
        scenario.variants = variants;
        // Enough is chosen and bought to learn from.
        scenario.behavior.purchase.conversion = 0.5;
        scenario.population.segments.iter_mut().for_each(|segment| segment.visits_per_week = 6.0);
        scenario.signals[0].retention_days = 20;
        scenario
    })
}

/// The same with something of every kind happening on the way, some of it to one variant or segment only.
fn eventful(crowd: bool) -> Scenario {
    let mut scenario = scenario(crowd);
    let event = |(index, &kind): (usize, &EventKind)| Event {
        name: kind.name().into(),
        kind,
        day: 2 + 2 * index as u64 % 25,
        days: 6,
        policy: scenario.variants[scenario.variants.len() - 1].name.clone(),
        notified: index % 2 == 0,
        ..Event::default()
    };
    let mut events: Vec<Event> = EventKind::ALL.iter().enumerate().map(event).collect();
    events.push(Event { name: "leak".into(), day: 3, channel: "site".into(), misuse: true, notified: false, ..Event::default() });
    events.push(Event { name: "blame".into(), day: 20, variants: vec!["creepy".into()], segments: vec!["guarded".into()], ..Event::default() });
    scenario.events = events;
    scenario
}

fn every_kind() -> Vec<Scenario> {
    let [first, second] = engines();
    vec![scenario(false), scenario(true), first, second, eventful(false), eventful(true)]
}

fn run(scenario: &Scenario, threads: usize, shuffle: Option<u64>) -> Arc<Run> {
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads, shuffle }, &watch, |_| {}).expect("flies")
}

fn total(ledger: &Ledger, variant: usize, column: Count) -> i64 {
    let shape = &ledger.shape;
    (0..shape.days)
        .flat_map(|day| (0..shape.cells.cells()).map(move |cell| (day, cell)))
        .map(|(day, cell)| ledger.count(variant, day, cell, column))
        .sum()
}

#[test]
fn the_same_bits_for_any_number_of_threads_and_any_block_order() {
    for (kind, scenario) in every_kind().into_iter().enumerate() {
        let one = run(&scenario, 1, None);
        for (threads, shuffle) in [(2, None), (3, Some(1)), (7, Some(2)), (1, Some(3))] {
            let other = run(&scenario, threads, shuffle);
            assert_eq!(one.worlds.len(), other.worlds.len());
            for (a, b) in one.worlds.iter().zip(&other.worlds) {
                assert!(a == b, "scenario {kind}, {threads} threads, shuffle {shuffle:?}");
            }
        }
    }
}

#[test]
fn worlds_differ_from_one_another() {
    let run = run(&scenario(false), 2, None);
    assert!(run.worlds[0].seed != run.worlds[1].seed);
    assert_ne!(total(&run.worlds[0], 1, Count::Choices), total(&run.worlds[1], 1, Count::Choices));
}

#[test]
fn identical_variants_leave_identical_counts() {
    let mut scenario = eventful(true);
    scenario.variants[1] = Variant { name: "copy".into(), ..scenario.variants[0].clone() };
    scenario.events.retain(|event| event.variants.is_empty());
    let run = run(&scenario, 2, None);
    let ledger = &run.worlds[0];
    for day in 0..30 {
        for cell in 0..ledger.shape.cells.cells() {
            for &column in Count::ALL {
                assert_eq!(ledger.count(1, day, cell, column), ledger.count(2, day, cell, column), "{column:?}");
            }
        }
    }
    assert_eq!(ledger.sales(1), ledger.sales(2));
}

/// Another variant in the scenario does not change what a variant does, nor the twin.
#[test]
fn a_variant_does_not_depend_on_its_neighbours() {
    let mut three = eventful(false);
    // What a variant may depend on is what is done to it in so many words.
    three.events.retain(|event| event.variants.is_empty() && event.kind != EventKind::NewPolicy);
    let mut two = three.clone();
    two.variants.truncate(1);
    let (three, two) = (run(&three, 2, None), run(&two, 2, None));
    for variant in 0..2 {
        for &column in Count::ALL {
            assert_eq!(total(&three.worlds[0], variant, column), total(&two.worlds[0], variant, column), "{variant} {column:?}");
        }
    }
}

#[test]
fn the_twin_sees_no_slate_and_feels_nothing_creepy() {
    let run = run(&scenario(false), 2, None);
    let ledger = &run.worlds[0];
    for column in [Count::Slates, Count::Messages, Count::SlateClicks, Count::CreepSum, Count::OverLine, Count::OptOuts, Count::Unsubscribes] {
        assert_eq!(total(ledger, 0, column), 0, "{column:?}");
    }
    assert!(total(ledger, 0, Count::Visits) > 0);
    assert!(total(ledger, 2, Count::CreepSum) > total(ledger, 1, Count::CreepSum), "covert data shown openly creep more");
}

#[test]
fn people_are_neither_lost_nor_invented() {
    let run = run(&scenario(true), 2, None);
    for ledger in &run.worlds {
        assert_eq!(ledger.customers.iter().sum::<u64>(), 150);
        for variant in 0..ledger.shape.variants {
            let mut left = 0;
            for day in 0..30 {
                let at = |column| (0..ledger.customers.len()).map(|cell| ledger.count(variant, day, cell, column)).sum::<i64>();
                left += at(Count::Churned);
                assert_eq!(at(Count::Active) + left, 150);
                let people: u32 = (0..3).flat_map(|segment| ledger.histogram(variant, Histogram::Trust, day, segment)).sum();
                assert_eq!(people, 150, "those who left keep their last trust");
                assert_eq!(at(Count::Slates), at(Count::Touches));
                assert!(at(Count::SlateClicks) <= at(Count::Choices) && at(Count::Purchases) <= at(Count::Choices));
            }
        }
    }
}

/// Every customer replayed under every variant: together they leave exactly the ledger of the run, so each agrees bit for bit.
#[test]
fn replays_of_all_customers_add_up_to_the_run() {
    for mut scenario in every_kind() {
        scenario.population.customers = 40;
        scenario.experiment.worlds = 1;
        let run = run(&scenario, 2, None);
        let flown = &run.worlds[0];
        for variant in 0..run.variants.len() {
            let mut sum: Option<Ledger> = None;
            let mut touches = 0;
            for customer in 0..40 {
                let replayed = replay(&run, 0, variant, customer).expect("replays");
                touches += replayed.touches.iter().filter(|touch| !touch.slate.is_empty()).count();
                assert_eq!(replayed.days.len(), 30);
                match &mut sum {
                    None => sum = Some(replayed.ledger),
                    Some(sum) => sum.merge(&replayed.ledger),
                }
            }
            let sum = sum.expect("forty customers");
            assert_eq!(sum.customers, flown.customers);
            assert_eq!(touches as i64, total(flown, variant, Count::Slates));
            for column in Count::ALL {
                assert_eq!(total(&sum, variant, *column), total(flown, variant, *column), "{column:?}");
            }
            for day in 0..30 {
                for cell in 0..flown.shape.cells.cells() {
                    for &column in Count::ALL {
                        assert_eq!(sum.count(variant, day, cell, column), flown.count(variant, day, cell, column), "{column:?}");
                    }
                    for &column in Rare::ALL {
                        assert_eq!(sum.rare(variant, day, cell, column), flown.rare(variant, day, cell, column), "{column:?}");
                    }
                }
                for segment in 0..3 {
                    for &kind in Histogram::ALL {
                        assert_eq!(sum.histogram(variant, kind, day, segment), flown.histogram(variant, kind, day, segment));
                    }
                }
            }
            assert_eq!(sum.sales(variant), flown.sales(variant));
            assert_eq!(sum.exposure(variant), flown.exposure(variant));
        }
    }
}

/// What engines learn ends up in the ledger, and the slates of engines that learn differ from what the same customers would see without.
#[test]
fn engines_learn_and_leave_what_they_learned() {
    for scenario in engines() {
        let run = run(&scenario, 2, None);
        let ledger = &run.worlds[0];
        for (index, variant) in scenario.variants.iter().enumerate() {
            let learned: Vec<bool> = (0..4).map(|epoch| ledger.taught(index + 1, epoch).iter().any(|&number| number != 0)).collect();
            let expected = match (variant.policy.engine, variant.policy.collaborative.training) {
                (Engine::Collaborative, Training::Once) => [false, true, false, false],
                (Engine::EpsilonGreedy, _) if variant.policy.exploration.base == Base::Content => [false; 4],
                (Engine::Collaborative | Engine::EpsilonGreedy | Engine::Thompson | Engine::LinUcb | Engine::Hybrid, _) => [true; 4],
                _ => [false; 4],
            };
            assert_eq!(learned, expected, "{}", variant.name);
            assert!(ledger.gathered(index + 1).is_empty(), "what was gathered is forgotten");
        }
    }
}

#[test]
fn a_replay_names_what_it_cannot_find() {
    let run = run(&scenario(false), 2, None);
    for (world, variant, customer) in [(9, 0, 0), (0, 9, 0), (0, 0, 150)] {
        let message = replay(&run, world, variant, customer).expect_err("refused").to_string();
        assert!(message.contains("there is no"), "{message}");
    }
}

#[test]
fn a_cancelled_run_answers_at_once_and_keeps_finished_worlds() {
    let mut scenario = scenario(false);
    scenario.population.customers = 2_000;
    scenario.experiment.worlds = 400;
    let mut job = Job::start(Arc::new(scenario), RunOptions { threads: 1, ..RunOptions::default() }, || {});
    let started = Instant::now();
    while job.latest().is_none() {
        assert!(started.elapsed() < Duration::from_secs(60), "the first world never came");
        std::thread::sleep(Duration::from_millis(1));
    }
    let asked = Instant::now();
    job.cancel();
    let run = loop {
        if let Some(answer) = job.finished() {
            break answer.expect("finished worlds are kept");
        }
        assert!(asked.elapsed() < Duration::from_secs(5), "cancel was not heard");
        std::thread::sleep(Duration::from_millis(1));
    };
    assert_eq!(run.completion, Completion::Partial);
    assert!(!run.worlds.is_empty() && run.worlds.len() < 400);
    assert!(job.finished().is_none(), "the answer comes once");
}

#[test]
fn a_run_cancelled_before_its_first_world_says_so() {
    let mut scenario = scenario(false);
    scenario.population.customers = 50_000;
    let mut job = Job::start(Arc::new(scenario), RunOptions::default(), || {});
    job.cancel();
    let answer = loop {
        if let Some(answer) = job.finished() {
            break answer;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    assert_eq!(answer.expect_err("nothing finished"), RunError::Cancelled);
}

#[test]
fn consent_off_means_that_a_signal_has_no_influence() {
    let mut with = scenario(false);
    with.variants.truncate(1);
    with.variants[0].policy.signals = vec!["cross-site profile".into()];
    // Nobody accepts: consent is asked for, and the start of the scale is far below zero.
    with.behavior.consent.start = -10.0;
    with.behavior.consent.default_shift = 0.0;
    let mut without = with.clone();
    without.signals[3].sensitivity = 1.0;
    without.signals[3].informativeness = 500.0;
    let (a, b) = (run(&with, 1, None), run(&without, 1, None));
    let few = run(&scenario(false), 1, None);
    assert!(total(&few.worlds[0], 2, Count::CreepSum) > 0);
    // Acceptance is logistic(-10 + ...): about one in ten thousand, nobody among 150.
    assert_eq!(total(&a.worlds[0], 1, Count::CreepSum), 0);
    for &column in Count::ALL {
        assert_eq!(total(&a.worlds[0], 1, column), total(&b.worlds[0], 1, column), "{column:?}");
    }
}
