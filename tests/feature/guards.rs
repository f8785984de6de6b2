//! Guards do what they say, end to end: in runs and in single lives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use creepline::ledger::{Count, Ledger, Rare, Supply};
use creepline::scenario::Scenario;
use creepline::scenario::catalog::ChannelKind;
use creepline::scenario::guards::{Guards, OfferAim, RampOf, Repeated};
use creepline::scenario::offering::Provider;
use creepline::scenario::policy::{Contact, Engine, Policy, Variant};
use creepline::simulate::{Run, RunOptions, TouchRecord, Watch, fly, replay};
use creepline::world::World;

/// Two variants with the same policy, the second one with guards; visits and messages.
fn scenario(change: impl FnOnce(&mut Guards)) -> Scenario {
    let contacts = vec![
        Contact { channel: "email".into(), per_week: 4.0, ..Contact::default() },
        Contact { channel: "site".into(), per_week: 0.0, ..Contact::default() },
    ];
    let signals = vec!["site choices".into(), "purchase history".into()];
    let policy = Policy { contacts, signals, ..Policy::default() };
    let mut guarded = policy.clone();
    change(&mut guarded.guards);
    let mut scenario = Scenario {
        variants: vec![
            Variant { name: "baseline".into(), policy, ..Variant::default() },
            Variant { name: "guarded".into(), policy: guarded, ..Variant::default() },
        ],
        ..Scenario::default()
    };
    scenario.population.customers = 200;
    scenario.catalog.items = 300;
    scenario.experiment.days = 42;
    scenario.experiment.worlds = 1;
    scenario
}

fn run(scenario: &Scenario, threads: usize) -> Arc<Run> {
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads, ..RunOptions::default() }, &watch, |_| {}).expect("flies")
}

fn touches(run: &Run, variant: usize, customer: u64) -> Vec<TouchRecord> {
    let touches = replay(run, 0, variant, customer).expect("replays").touches;
    touches.into_iter().filter(|touch| !touch.slate.is_empty()).collect()
}

fn items(touch: &TouchRecord) -> Vec<u32> {
    touch.slate.iter().map(|shown| shown.item).collect()
}

fn world(run: &Run) -> World<16> {
    World::draw(&run.scenario, run.worlds[0].seed)
}

fn total(ledger: &Ledger, variant: usize, column: Count) -> i64 {
    let cells = ledger.shape.cells.cells();
    (0..ledger.shape.days).map(|day| (0..cells).map(|cell| ledger.count(variant, day, cell, column)).sum::<i64>()).sum()
}

fn providers(scenario: &mut Scenario) {
    let provider = |name: &str, share, popularity| Provider { name: name.into(), share, popularity, ..Provider::default() };
    scenario.catalog.offering.providers = vec![provider("chains", 0.6, 20.0), provider("makers", 0.4, 1.0)];
}

/// Smallest mean exposure of an item of a group divided by the largest, over the last epochs or all.
fn exposure_ratio(run: &Run, variant: usize) -> f64 {
    let ledger = &run.worlds[0];
    let items = world(run).offering.provider_items;
    let means: Vec<f64> = items
        .iter()
        .enumerate()
        .map(|(provider, &items)| {
            let exposure: i64 = (0..ledger.shape.checkpoints()).map(|epoch| ledger.supply(variant, epoch, provider, Supply::ExposureSum)).sum();
            exposure as f64 / f64::from(items)
        })
        .collect();
    let (low, high) = means.iter().fold((f64::INFINITY, 0.0f64), |(low, high), &mean| (low.min(mean), high.max(mean)));
    low / high
}

/// F16: exposure per item, by group of providers.
#[test]
fn exposure_parity_brings_the_ratio_near_one() {
    let mut scenario = scenario(|guards| guards.exposure.on = true);
    providers(&mut scenario);
    for variant in &mut scenario.variants {
        variant.policy.depth = 0.5;
    }
    scenario.experiment.epoch_days = 3;
    let run = run(&scenario, 2);
    let (without, with) = (exposure_ratio(&run, 1), exposure_ratio(&run, 2));
    assert!(without < 0.6, "{without}");
    assert!(with > 0.9, "{with}");
}

/// Rates of the groups of the only attribute over the last days.
fn rates(run: &Run, variant: usize, from: usize, aim: OfferAim) -> Vec<f64> {
    let ledger = &run.worlds[0];
    (0..3)
        .map(|level| {
            let cells: Vec<usize> = (0..ledger.shape.cells.cells()).filter(|&cell| ledger.shape.cells.level(cell, 0) == level).collect();
            let sum = |value: &dyn Fn(usize, usize) -> i64| -> f64 {
                (from..ledger.shape.days).map(|day| cells.iter().map(|&cell| value(day, cell)).sum::<i64>()).sum::<i64>() as f64
            };
            match aim {
                OfferAim::Selection => {
                    sum(&|day, cell| ledger.count(variant, day, cell, Count::PremiumTop))
                        / sum(&|day, cell| ledger.count(variant, day, cell, Count::Slates))
                }
                OfferAim::Benefit => {
                    sum(&|day, cell| ledger.rare(variant, day, cell, Rare::OfferBenefitTopSum))
                        / sum(&|day, cell| ledger.rare(variant, day, cell, Rare::OfferBenefitSum))
                }
            }
        })
        .collect()
}

fn spread(rates: &[f64]) -> f64 {
    rates.iter().fold(0.0f64, |high, &rate| high.max(rate)) - rates.iter().fold(1.0f64, |low, &rate| low.min(rate))
}

#[test]
fn offer_parity_brings_groups_together_on_the_rate_it_aims_at() {
    for aim in [OfferAim::Selection, OfferAim::Benefit] {
        let mut scenario = scenario(|guards| {
            guards.offers.on = true;
            guards.offers.aim = aim;
        });
        // A group of other tastes; premium offers lie in few topics.
        scenario.population.attributes[0].levels[2].taste_shift = 3.0;
        scenario.population.customers = 1_200;
        scenario.catalog.topic_price_spread = 1.0;
        scenario.experiment.days = 70;
        scenario.experiment.epoch_days = 3;
        let run = run(&scenario, 2);
        let (without, with) = (spread(&rates(&run, 1, 35, aim)), spread(&rates(&run, 2, 35, aim)));
        assert!(without > 0.08, "{aim:?}: {without}");
        assert!(with < 0.04, "{aim:?}: {with} against {without}");
    }
}

#[test]
fn nothing_is_shown_more_often_than_the_cap_allows() {
    for of in [Repeated::Item, Repeated::Topic] {
        let scenario = scenario(|guards| {
            guards.repetition.on = true;
            guards.repetition.of = of;
            guards.repetition.most = if of == Repeated::Item { 2 } else { 6 };
        });
        let run = run(&scenario, 2);
        let offering = world(&run).offering;
        let most = if of == Repeated::Item { 2 } else { 6 };
        let mut capped = false;
        for customer in 0..30 {
            let shown: Vec<(usize, u32)> = touches(&run, 2, customer)
                .iter()
                .flat_map(|touch| items(touch).into_iter().map(|item| (touch.day, item)).collect::<Vec<_>>())
                .map(|(day, item)| (day, if of == Repeated::Item { item } else { u32::from(offering.main_topic[item as usize]) }))
                .collect();
            for &(day, thing) in &shown {
                let count = shown.iter().filter(|(other, what)| *what == thing && *other <= day && *other + 7 > day).count();
                assert!(count <= most, "customer {customer}, day {day}: {count} times");
                capped |= count == most;
            }
        }
        assert!(capped, "the cap was reached");
    }
}

#[test]
fn sensitive_items_are_shown_to_those_alone_who_asked_for_them() {
    let mut scenario = scenario(|guards| {
        guards.sensitive.on = true;
        guards.sensitive.opted_in = 0.3;
        // Places of the editor's list obey as well.
        guards.ramp.on = true;
        guards.ramp.of = RampOf::Slots;
    });
    scenario.catalog.offering.sensitive_topics = 0.3;
    let run = run(&scenario, 2);
    let offering = world(&run).offering;
    let sees = |variant: usize, customer: u64| touches(&run, variant, customer).iter().flat_map(items).any(|item| offering.sensitive[item as usize]);
    let seeing = |variant: usize| (0..200).filter(|&customer| sees(variant, customer)).count();
    assert!(seeing(1) > 120, "without the guard most people see one");
    let with = seeing(2);
    assert!((25..=80).contains(&with), "three in ten asked: {with} of 200");
}

#[test]
fn a_ramp_of_people_keeps_the_rest_on_the_editors_list() {
    let mut scenario = scenario(|guards| {
        guards.ramp.on = true;
        guards.ramp.start = 0.2;
        guards.ramp.from_day = 11;
        guards.ramp.days = 20;
    });
    // Nobody falls out by switching personalization off.
    scenario.behavior.mechanisms.hazards = false;
    let run = run(&scenario, 2);
    let (mut early, mut late, mut of_early, mut of_late) = (0, 0, 0, 0);
    for customer in 0..120 {
        let mut inside = false;
        for touch in touches(&run, 2, customer) {
            let personal = touch.signals != 0;
            assert!(personal || !inside, "nobody falls out");
            assert!(personal || touch.attributes.explicitness == 0.0, "a list for all shows no personal data");
            inside |= personal;
            match touch.day {
                0..=10 => (early, of_early) = (early + usize::from(personal), of_early + 1),
                30.. => (late, of_late) = (late + usize::from(personal), of_late + 1),
                _ => {}
            }
        }
    }
    let share = f64::from(early as u32) / f64::from(of_early);
    assert!((share - 0.2).abs() < 0.12, "{share}");
    assert_eq!(late, of_late, "everybody is in by day 31");
}

#[test]
fn as_many_places_are_personal_as_each_customer_wants() {
    let mut scenario = scenario(|guards| guards.wanted.on = true);
    scenario.population.segments[0].wanted_level = 0.0;
    scenario.population.segments[0].wanted_spread = 0.0;
    scenario.population.segments[1].wanted_level = 1.0;
    scenario.population.segments[1].wanted_spread = 0.0;
    let run = run(&scenario, 2);
    let mut felt = [(0.0f32, 0); 3];
    for customer in 0..100 {
        let life = replay(&run, 0, 2, customer).expect("replays");
        for touch in life.touches.iter().filter(|touch| !touch.slate.is_empty()) {
            match life.segment {
                0 => assert_eq!((touch.signals, touch.attributes.explicitness), (0, 0.0)),
                1 => assert_ne!(touch.signals, 0),
                _ => {}
            }
            let (sum, count) = &mut felt[life.segment];
            *sum += touch.attributes.explicitness;
            *count += 1;
        }
    }
    let mean = |segment: usize| felt[segment].0 / felt[segment].1 as f32;
    assert!(0.0 < mean(2) && mean(2) < mean(1), "half of the places, half of the personal data: {} {}", mean(2), mean(1));
}

#[test]
fn slates_hold_their_quota_of_the_brand() {
    let mut scenario = scenario(|guards| {
        guards.brand.on = true;
        guards.brand.at_least = 3;
    });
    scenario.catalog.offering.on_brand = 0.4;
    let run = run(&scenario, 2);
    let offering = world(&run).offering;
    let fitting = |touch: &TouchRecord| items(touch).into_iter().filter(|&item| offering.on_brand[item as usize]).count();
    for customer in 0..60 {
        assert!(touches(&run, 2, customer).iter().all(|touch| fitting(touch) >= 3));
    }
    assert!((0..60).any(|customer| touches(&run, 1, customer).iter().any(|touch| fitting(touch) < 3)));
}

#[test]
fn backing_off_lowers_the_share_of_people_over_their_line_and_the_messages() {
    let mut scenario = scenario(|guards| guards.back_off.on = true);
    for variant in &mut scenario.variants {
        variant.policy.signals = vec!["site choices".into(), "cross-site profile".into()];
        variant.policy.explicitness = 0.8;
    }
    let run = run(&scenario, 2);
    let ledger = &run.worlds[0];
    assert!(total(ledger, 2, Count::OverLine) * 10 < total(ledger, 1, Count::OverLine) * 8, "at least a fifth fewer");
    // Among people who neither unsubscribe nor leave, whom the guard keeps.
    let mut calm = scenario.clone();
    calm.behavior.mechanisms.hazards = false;
    let calm = self::run(&calm, 2);
    let sent = [1, 2].map(|variant| total(&calm.worlds[0], variant, Count::Messages));
    assert!(sent[1] * 10 < sent[0] * 9, "{sent:?}");
    for customer in 0..60 {
        let life = replay(&run, 0, 2, customer).expect("replays");
        let mut until = 0;
        for touch in life.touches.iter().filter(|touch| !touch.slate.is_empty()) {
            if touch.day < until {
                assert_eq!((touch.signals, touch.attributes.sensitivity, touch.attributes.explicitness), (0, 0.0, 0.0), "day {}", touch.day);
            }
            if touch.felt.creepiness > life.tolerance || touch.thumb_down {
                until = touch.day + 1 + 14;
            }
        }
    }
}

#[test]
fn few_signals_stay_in_use_under_data_minimisation() {
    let mut scenario = scenario(|guards| guards.minimal.on = true);
    for variant in &mut scenario.variants {
        variant.policy.signals.push("cross-site profile".into());
    }
    scenario.behavior.mechanisms.consent = false;
    // Nobody takes signals away by switching personalization off.
    scenario.behavior.mechanisms.hazards = false;
    let run = run(&scenario, 2);
    for customer in 0..10 {
        assert!(touches(&run, 1, customer).iter().all(|touch| touch.signals == 0b1011));
        // Only the cross-site profile: it tells 26.7 for each unit of sensitivity, the purchase history 24, site choices 4.
        assert!(touches(&run, 2, customer).iter().all(|touch| touch.signals == 0b1000));
    }
}

/// Diversity and calibration change slates in their own directions (B4.5): distances within slates grow by diversity.
#[test]
fn diverse_slates_are_less_alike_inside() {
    let scenario = scenario(|guards| guards.diversity.on = true);
    let run = run(&scenario, 2);
    let catalog = world(&run).catalog;
    let cosine = |a: u32, b: u32| -> f32 { catalog.unit[a as usize].iter().zip(&catalog.unit[b as usize]).map(|(a, b)| a * b).sum() };
    let inside = |variant: usize| {
        let (mut sum, mut count) = (0.0, 0);
        for touch in (0..40).flat_map(|customer| touches(&run, variant, customer)) {
            let slate = items(&touch);
            for (place, &a) in slate.iter().enumerate() {
                for &b in &slate[place + 1..] {
                    sum += 1.0 - cosine(a, b);
                    count += 1;
                }
            }
        }
        sum / count as f32
    };
    assert!(inside(2) > 1.2 * inside(1), "{} against {}", inside(2), inside(1));
}

fn all_on(guards: &mut Guards) {
    guards.diversity.on = true;
    guards.calibrated.on = true;
    guards.exposure.on = true;
    guards.offers.on = true;
    guards.offers.aim = OfferAim::Benefit;
    guards.repetition.on = true;
    guards.sensitive.on = true;
    guards.ramp.on = true;
    guards.ramp.of = RampOf::Slots;
    guards.wanted.on = true;
    guards.brand.on = true;
    guards.back_off.on = true;
    guards.back_off.noticed = 0.5;
}

/// The engine's promises with every guard on, for every engine: same bits for any threads, and replays that add up to the run.
#[test]
fn guarded_runs_keep_the_promises_of_the_engine() {
    for engine in [Engine::Random, Engine::Editorial, Engine::SegmentPopular, Engine::Content] {
        let mut scenario = scenario(all_on);
        providers(&mut scenario);
        scenario.catalog.offering.sensitive_topics = 0.2;
        scenario.catalog.offering.arriving = 0.3;
        scenario.population.customers = 40;
        scenario.experiment.days = 21;
        scenario.channels.iter_mut().filter(|channel| channel.kind == ChannelKind::Pull).for_each(|channel| channel.slate = 20);
        scenario.variants.iter_mut().for_each(|variant| variant.policy.engine = engine);
        let one = run(&scenario, 1);
        let three = run(&scenario, 3);
        assert!(one.worlds[0] == three.worlds[0], "{engine:?}");
        let flown = &one.worlds[0];
        let offering = world(&one).offering;
        for variant in 0..3 {
            let mut sum: Option<Ledger> = None;
            for customer in 0..40 {
                let life = replay(&one, 0, variant, customer).expect("replays");
                for touch in &life.touches {
                    let mut slate = items(touch);
                    assert!(slate.iter().all(|&item| offering.is_there(item as usize, touch.day)), "nothing is shown before it is there");
                    assert!(touch.chosen.is_none_or(|(item, _)| offering.is_there(item as usize, touch.day)), "nor found");
                    slate.sort_unstable();
                    slate.dedup();
                    assert_eq!(slate.len(), touch.slate.len(), "an item stands once in a slate");
                }
                match &mut sum {
                    None => sum = Some(life.ledger),
                    Some(sum) => sum.merge(&life.ledger),
                }
            }
            let sum = sum.expect("forty customers");
            assert_eq!(sum.exposure(variant), flown.exposure(variant));
            for day in 0..21 {
                for cell in 0..flown.shape.cells.cells() {
                    for &column in Count::ALL {
                        assert_eq!(sum.count(variant, day, cell, column), flown.count(variant, day, cell, column), "{engine:?} {column:?}");
                    }
                    for &column in Rare::ALL {
                        assert_eq!(sum.rare(variant, day, cell, column), flown.rare(variant, day, cell, column), "{engine:?} {column:?}");
                    }
                }
            }
        }
    }
}
