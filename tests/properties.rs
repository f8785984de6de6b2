//! What holds for every valid scenario, tried on scenarios shaken within the ranges that their fields declare.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use creepline::experiment::{Estimate, checkpoint_course, course, fairness, long_rows, overview_sentence, own_line, scorecard, trust_fan};
use creepline::ledger::{Count, Scope};
use creepline::measure::{has_checkpoints, range};
use creepline::scenario::catalog::{Channel, ChannelKind, Consent};
use creepline::scenario::events::{Event, EventKind};
use creepline::scenario::policy::{Contact, Engine, Policy, Prior, Variant};
use creepline::scenario::reflect::{ChoiceInfo, FieldInfo, List, Value, Visitor};
use creepline::scenario::{Metric, Scenario, Severity, Unit, differences, parse, to_text, validate};
use creepline::simulate::{Run, RunOptions, Watch, fly, replay};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

// A shaken scenario.

/// Changes a share of all values to others that their declared range allows, its ends included. Names stay, because others refer to them.
struct Shaker {
    state: u64,
    share: f64,
}

impl Shaker {
    fn draw(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
    fn hit(&mut self) -> bool {
        self.draw() < self.share
    }
    fn within(&mut self, info: &FieldInfo) -> f64 {
        let (low, high) = (info.low.max(-3.0), if info.high.is_finite() { info.high } else { 3.0 });
        match self.draw() {
            draw if draw < 0.1 => low,
            draw if draw < 0.2 => high,
            // Half of the rest stays where people would look.
            draw if draw < 0.6 => {
                let (low, high) = info.plausible.unwrap_or((low, high));
                low + self.draw() * (high - low)
            }
            _ => low + self.draw() * (high - low),
        }
    }
    fn below(&mut self, count: usize) -> usize {
        (self.draw() * count as f64) as usize
    }
}

impl Visitor for Shaker {
    fn number(&mut self, info: &FieldInfo, value: &mut f64) {
        if self.hit() {
            *value = self.within(info);
        }
    }
    fn whole(&mut self, info: &FieldInfo, value: &mut u64) {
        if self.hit() {
            *value = self.within(info).round() as u64;
        }
    }
    fn flag(&mut self, _: &FieldInfo, value: &mut bool) {
        if self.hit() {
            *value = !*value;
        }
    }
    fn text(&mut self, _: &FieldInfo, _: &mut String) {}
    fn choice(&mut self, _: &FieldInfo, index: &mut usize, options: &'static [ChoiceInfo]) {
        if self.hit() {
            *index = self.below(options.len());
        }
    }
    fn record(&mut self, _: &FieldInfo, fields: &mut dyn FnMut(&mut dyn Visitor)) {
        fields(self);
    }
    fn list(&mut self, info: &FieldInfo, list: &mut dyn List) {
        for index in 0..list.count() {
            list.visit_item(index, info, self);
        }
    }
}

fn policy(signals: &[&str], per_week: f64) -> Policy {
    Policy {
        signals: signals.iter().map(|&name| name.into()).collect(),
        contacts: vec![Contact { channel: "email".into(), per_week, ..Contact::default() }, Contact { channel: "site".into(), ..Contact::default() }],
        ..Policy::default()
    }
}

fn variant(name: &str, policy: Policy) -> Variant {
    Variant { name: name.into(), policy, ..Variant::default() }
}

/// A small scenario with a share of its values changed, and what must agree brought to agree again.
fn shaken(seed: u64, share: f64) -> Scenario {
    let mut scenario = Scenario {
        variants: vec![
            variant("baseline", policy(&["site choices"], 2.0)),
            variant("open", policy(&["site choices", "purchase history", "retargeting", "cross-site profile"], 7.0)),
        ],
        events: EventKind::ALL.iter().map(|&kind| Event { name: kind.name().into(), kind, policy: "baseline".into(), ..Event::default() }).collect(),
        ..Scenario::default()
    };
    let mut shaker = Shaker { state: seed, share };
    scenario.visit(&FieldInfo::new("", ""), &mut shaker);
    scenario.version = 1;
    scenario.population.customers = 1 + shaker.below(30) as u64;
    scenario.experiment.days = 1 + shaker.below(16) as u64;
    scenario.experiment.worlds = 1 + shaker.below(3) as u64;
    scenario.catalog.items = 40 + shaker.below(60) as u64;
    scenario.behavior.choice.search_items = scenario.behavior.choice.search_items.min(scenario.catalog.items);
    // Half of the scenarios have no event; the others have some of every kind within the run.
    let eventful = shaker.draw() < 0.5;
    scenario.events.retain(|_| eventful && shaker.draw() < 0.5);
    for event in &mut scenario.events {
        event.day = 1 + shaker.below(scenario.experiment.days as usize) as u64;
        event.days = shaker.below(8) as u64;
        event.topic = event.topic.min(scenario.catalog.topics);
        if shaker.hit() {
            event.channel = ["email", "site"][shaker.below(2)].into();
        }
        if shaker.hit() {
            event.segments = vec![["guarded", "relaxed"][shaker.below(2)].into()];
        }
    }
    let trust = &mut scenario.behavior.trust;
    trust.disbelievers = trust.disbelievers.min(1.0 - trust.oscillators);
    to_one(scenario.population.segments.iter_mut().map(|segment| &mut segment.share));
    for attribute in &mut scenario.population.attributes {
        to_one(attribute.levels.iter_mut().map(|level| &mut level.share));
    }
    scenario
}

/// Brings shares to a sum of one.
fn to_one<'a>(shares: impl Iterator<Item = &'a mut f64>) {
    let mut shares: Vec<&mut f64> = shares.collect();
    let sum: f64 = shares.iter().map(|share| **share).sum();
    let count = shares.len() as f64;
    for share in &mut shares {
        **share = if sum > 0.0 { **share / sum } else { 1.0 / count };
    }
}

fn problems(scenario: &Scenario) -> Vec<String> {
    validate(scenario).iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect()
}

fn flown(scenario: &Scenario) -> Arc<Run> {
    assert_eq!(problems(scenario), Vec::<String>::new());
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads: 1, ..RunOptions::default() }, &watch, |_| {}).unwrap()
}

// What is asked of what comes out.

/// A slack for means of fixed-point sums.
const ROUNDING: f64 = 1e-4;

fn sound(metric: Metric, estimate: &Estimate, is_level: bool) {
    let numbers = [Some(estimate.mean), estimate.spread, estimate.interval.map(|ends| ends.0), estimate.interval.map(|ends| ends.1)];
    assert!(numbers.iter().flatten().chain(estimate.values.iter().flatten()).all(|value| value.is_finite()), "{}: {estimate:?}", metric.id());
    if is_level {
        let (low, high) = if metric.unit() == Unit::Share { (0.0, 1.0) } else { range(metric) };
        for value in estimate.values.iter().flatten() {
            assert!((low - ROUNDING..=high + ROUNDING).contains(value), "{} is {value}", metric.id());
        }
    }
}

/// Every number that a screen or a file shows is sound, and nothing that shows it panics.
fn hangs_together(run: &Run) {
    let card = scorecard(run);
    assert_eq!(card.rows.len(), Metric::ALL.len());
    for row in &card.rows {
        for score in &row.scores {
            if let Ok(level) = &score.level {
                sound(row.metric, level, true);
            }
            if let Ok(difference) = &score.difference {
                sound(row.metric, difference, false);
            }
        }
    }
    let said = overview_sentence(run, &card);
    assert!(!said.is_empty() && !said.contains("NaN") && !said.contains("inf"), "{said}");
    for row in long_rows(run) {
        assert_ne!(row.value.is_some(), row.reason.is_some(), "{row:?}");
        let (low, high) = range(row.metric);
        assert!(row.value.is_none_or(|value| value.is_finite() && (low - ROUNDING..=high + ROUNDING).contains(&value)), "{row:?}");
    }
    for metric in [Metric::OverLine, Metric::TrustMean, Metric::Within] {
        let course = if has_checkpoints(metric) { checkpoint_course(run, metric, Scope::All) } else { course(run, metric, Scope::All) };
        for estimate in course.lines.iter().flat_map(|line| line.level.iter().flatten()) {
            sound(metric, estimate, true);
        }
    }
    for variant in 0..run.variants.len() {
        let line = own_line(run, variant, None, run.scenario.experiment.days as usize);
        assert!(line.shares.iter().all(|share| (0.0..=1.0).contains(share)));
        assert!(trust_fan(run, variant, None).iter().flat_map(|fan| fan.quantiles).all(|trust| (0.0..=1.0).contains(&trust)));
    }
    fairness(run, Metric::TrustMean);
}

/// Lives one customer under one variant again and looks at everything that happens.
fn lives_well(run: &Run, variant: usize, customer: u64) {
    let life = replay(run, 0, variant, customer).unwrap();
    assert!((0.0..=1.0).contains(&life.tolerance));
    let open = |trust: f32| trust > 0.0 && trust < 1.0;
    assert!(open(life.trust), "trust at the start is {}", life.trust);
    let left = life.days.iter().find(|day| day.left).map(|day| day.day);
    for day in &life.days {
        assert!(open(day.trust) && (0.0..=1.0).contains(&day.felt) && day.reactance.is_finite() && day.reactance >= 0.0, "{day:?}");
        assert!(left.is_none_or(|left| day.left == (day.day >= left)), "nobody comes back: {day:?}");
    }
    for touch in &life.touches {
        assert!(left.is_none_or(|left| touch.day <= left), "left on day {left:?}, but touched on {}", touch.day);
        assert!(open(touch.trust[0]) && open(touch.trust[1]), "{touch:?}");
        assert!((0.0..=1.0).contains(&touch.felt.creepiness) && touch.overshoot.is_finite() && touch.matched.is_finite(), "{touch:?}");
        assert!(!touch.returned || touch.bought, "only what was bought is sent back: {touch:?}");
        assert!(!touch.bought || touch.chosen.is_some(), "only what was chosen is bought: {touch:?}");
        let mut slate: Vec<u32> = touch.slate.iter().map(|shown| shown.item).collect();
        slate.sort_unstable();
        slate.dedup();
        assert_eq!(slate.len(), touch.slate.len(), "an item stands once in a slate");
        if let Some((item, true)) = touch.chosen {
            assert!(slate.binary_search(&item).is_ok(), "{item} was not shown: {touch:?}");
        }
    }
}

/// The same few cases each time, so that a red test is the doing of a change; `PROPTEST_CASES=2000` hunts among new ones.
fn config() -> ProptestConfig {
    let hunt = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if hunt { config } else { ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(7), ..config } }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_valid_scenario_gives_sound_numbers(seed: u64, share in 0.0..0.6) {
        let run = flown(&shaken(seed, share));
        hangs_together(&run);
    }

    #[test]
    fn nobody_acts_after_leaving_and_trust_stays_open(seed: u64, share in 0.0..0.6) {
        let mut scenario = shaken(seed, share);
        scenario.experiment.worlds = 1;
        // Enough people leave to look at.
        scenario.behavior.hazards.churn_month = scenario.behavior.hazards.churn_month.max(0.7);
        let run = flown(&scenario);
        for variant in 0..run.variants.len() {
            for customer in 0..scenario.population.customers.min(6) {
                lives_well(&run, variant, customer);
            }
        }
    }

    #[test]
    fn identical_variants_differ_by_exactly_nothing(seed: u64, share in 0.0..0.6) {
        let mut scenario = shaken(seed, share);
        scenario.variants[1].policy = scenario.variants[0].policy.clone();
        scenario.experiment.baseline = "baseline".into();
        let run = flown(&scenario);
        for row in &scorecard(&run).rows {
            let (first, second) = (&row.scores[1], &row.scores[2]);
            match (&first.level, &second.level) {
                (Ok(first), Ok(second)) => prop_assert_eq!(first, second),
                (Err(first), Err(second)) => prop_assert_eq!(first, second),
                _ => prop_assert!(false, "{} is defined for one of the two", row.metric.id()),
            }
            if let Ok(difference) = &second.difference {
                prop_assert!(difference.values.iter().flatten().all(|value| *value == 0.0), "{}: {:?}", row.metric.id(), difference);
            }
        }
    }

    #[test]
    fn a_policy_without_data_is_not_creepy_for_its_data(seed: u64, share in 0.0..0.6, engine in prop::sample::select(vec![Engine::Random, Engine::Editorial, Engine::Popularity])) {
        let mut scenario = shaken(seed, share);
        for variant in &mut scenario.variants {
            variant.policy.signals.clear();
            variant.policy.engine = engine;
            variant.policy.prior = Prior::Crowd;
            variant.policy.obtrusiveness = 0.0;
            // A study's touches are as creepy as the study says.
            variant.policy.fixed.on = false;
        }
        scenario.behavior.perception.followed_weight = 0.0;
        let run = flown(&scenario);
        let ledger = &run.worlds[0];
        for variant in 0..run.variants.len() {
            for day in 0..ledger.shape.days {
                for cell in 0..ledger.shape.cells.cells() {
                    prop_assert_eq!(ledger.count(variant, day, cell, Count::CreepSum), 0, "variant {} on day {}", variant, day + 1);
                }
            }
        }
    }

    #[test]
    fn what_is_saved_is_what_is_read(seed: u64, share in 0.0..1.0, header in "(// [a-zA-Z .]{0,20}\n){0,2}") {
        let scenario = shaken(seed, share);
        prop_assert_eq!(problems(&scenario), Vec::<String>::new());
        let header = header.trim_end_matches('\n');
        let text = to_text(&scenario, header);
        let loaded = parse(&text, "shaken.ron").map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert!(differences(&scenario, &loaded.scenario).is_empty());
        prop_assert_eq!(&loaded.scenario, &scenario);
        prop_assert_eq!(to_text(&loaded.scenario, &loaded.header), text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(seed: u64, cut in 0.0..1.0, junk in "\\PC{0,12}") {
        let text = to_text(&shaken(seed, 0.2), "// A scenario.");
        let mut place = (text.len() as f64 * cut) as usize;
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        let (before, after) = text.split_at(place);
        // Any answer will do.
        let _ = parse(&format!("{before}{junk}{after}"), "broken.ron");
        let _ = parse(&format!("{before}{junk}"), "broken.ron");
        let _ = parse(&junk, "broken.ron");
    }
}

// The corners that chance would rarely reach.

fn corner(change: impl FnOnce(&mut Scenario)) {
    let mut scenario = shaken(1, 0.0);
    scenario.population.customers = 20;
    scenario.experiment.days = 9;
    scenario.experiment.worlds = 2;
    change(&mut scenario);
    let run = flown(&scenario);
    hangs_together(&run);
    for variant in 0..run.variants.len() {
        lives_well(&run, variant, 0);
    }
}

#[test]
fn corners_are_flown_like_everything_else() {
    corner(|scenario| {
        scenario.population.segments.truncate(1);
        scenario.population.segments[0].share = 1.0;
    });
    corner(|scenario| scenario.population.attributes.clear());
    corner(|scenario| scenario.experiment.worlds = 1);
    corner(|scenario| scenario.experiment.days = 1);
    corner(|scenario| scenario.population.customers = 1);
    corner(|scenario| {
        (scenario.population.customers, scenario.experiment.days, scenario.experiment.worlds) = (1, 1, 1);
        scenario.population.attributes.clear();
    });
    corner(|scenario| scenario.catalog.topics = 32);
    corner(|scenario| scenario.catalog.topics = 2);
    corner(|scenario| {
        (scenario.catalog.items, scenario.catalog.topics, scenario.behavior.choice.search_items) = (2, 17, 2);
        scenario.channels.iter_mut().for_each(|channel| channel.slate = 2);
    });
    corner(|scenario| scenario.experiment.epoch_days = 365);
    corner(|scenario| scenario.experiment.baseline = "none".into());
    corner(|scenario| {
        scenario.signals.clear();
        scenario.variants.iter_mut().for_each(|variant| variant.policy.signals.clear());
    });
    corner(|scenario| scenario.variants.iter_mut().for_each(|variant| variant.policy.contacts.clear()));
    corner(|scenario| scenario.variants.truncate(1));
    corner(|scenario| scenario.signals.iter_mut().for_each(|signal| signal.consent = Consent::OptIn));
    corner(|scenario| scenario.behavior.hazards.churn_month = 1.0);
    corner(|scenario| {
        let more = |name: &str| Channel { name: name.into(), kind: ChannelKind::Pull, slate: 20, ..Channel::default() };
        scenario.channels.extend([more("app"), more("shop")]);
        for variant in &mut scenario.variants {
            let contact = |channel: &Channel| Contact { channel: channel.name.clone(), per_week: 70.0, cap_per_week: 200, ..Contact::default() };
            variant.policy.contacts = scenario.channels.iter().map(contact).collect();
        }
    });
}
