//! The organisation in a whole run: it decides the same on every road to the same counts, alarms as rarely as stated, and each response does what
//! its name says, after its delay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod flights;

use std::ops::Range;
use std::sync::Arc;

use creepline::ledger::{Check, Count, Histogram, Ledger, Oversight, Rare};
use creepline::measure::value;
use creepline::scenario::catalog::Consent;
use creepline::scenario::events::{Event, EventKind};
use creepline::scenario::experiment::Bound;
use creepline::scenario::organisation::{
    Action, ActionKind, Audit, Calendar, Counted, Direction, GuardName, Monitor, Per, Protocol, Reach, Rule, Watched,
};
use creepline::scenario::policy::{Contact, Engine, Policy, Variant};
use creepline::scenario::{Metric, Scenario};
use creepline::simulate::{Run, RunOptions, Watch, What, fly, organisation_log, replay};
use creepline::store;

/// First day of the harm, from 0.
const HARM: usize = 42;
const DAYS: usize = 84;

fn policy() -> Policy {
    let contact = |channel: &str, per_week| Contact { channel: channel.into(), per_week, ..Contact::default() };
    Policy {
        signals: vec!["site choices".into(), "purchase history".into()],
        contacts: vec![contact("email", 3.0), contact("site", 0.0)],
        explicitness: 0.6,
        ..Policy::default()
    }
}

/// Twelve weeks of the variants; from day 43 on a faulty rule sends four times as many messages in all of them but `calm`.
fn harmed(variants: &[&str]) -> Scenario {
    let mut scenario = flights::small(variants.iter().map(|name| (*name, policy())).collect());
    scenario.experiment.days = DAYS as u64;
    let struck = variants.iter().filter(|name| **name != "calm").map(|name| (*name).into()).collect();
    let fault = Event { name: "fault".into(), kind: EventKind::ContactRule, day: HARM as u64 + 1, size: 3.0, variants: struck, ..Event::default() };
    scenario.events.push(fault);
    scenario
}

/// Watches how many of the active customers unsubscribe, by the day.
fn monitor(name: &str, variants: &[&str]) -> Monitor {
    Monitor {
        name: name.into(),
        counts: Counted::Unsubscribes,
        per: Per::People,
        variants: variants.iter().map(|name| (*name).into()).collect(),
        baseline_days: 35,
        false_alarms_per_year: 0.2,
        ..Monitor::default()
    }
}

fn protocol(trigger: &str, actions: Vec<Action>) -> Protocol {
    Protocol { name: format!("answer {trigger}"), triggers: vec![trigger.into()], actions, delay_days: 3, days: 14, ..Protocol::default() }
}

fn action(kind: ActionKind) -> Action {
    Action { kind, ..Action::default() }
}

fn flown(scenario: &Scenario, threads: usize, shuffle: Option<u64>) -> Arc<Run> {
    let scenario = Arc::new(scenario.clone());
    let watch = Watch::of(&scenario, || {});
    fly(&scenario, &RunOptions { threads, shuffle }, &watch, |_| {}).unwrap()
}

fn sum(ledger: &Ledger, variant: usize, column: Count, days: Range<usize>) -> f64 {
    let cells = 0..ledger.shape.cells.cells();
    days.map(|day| cells.clone().map(|cell| ledger.count(variant, day, cell, column)).sum::<i64>()).sum::<i64>() as f64
}

/// A column over days, for each active customer.
fn rate(ledger: &Ledger, variant: usize, column: Count, days: Range<usize>) -> f64 {
    sum(ledger, variant, column, days.clone()) / sum(ledger, variant, Count::Active, days)
}

/// Everything that customers leave of a variant.
fn assert_same_lives(a: &Ledger, variant_a: usize, b: &Ledger, variant_b: usize) {
    for day in 0..a.shape.days {
        for cell in 0..a.shape.cells.cells() {
            for &column in Count::ALL {
                assert_eq!(a.count(variant_a, day, cell, column), b.count(variant_b, day, cell, column), "{column:?} on day {day}");
            }
            for &column in Rare::ALL {
                assert_eq!(a.rare(variant_a, day, cell, column), b.rare(variant_b, day, cell, column), "{column:?} on day {day}");
            }
        }
        for segment in 0..a.shape.cells.segments {
            for &kind in Histogram::ALL {
                assert_eq!(a.histogram(variant_a, kind, day, segment), b.histogram(variant_b, kind, day, segment));
            }
        }
    }
    for checkpoint in 0..a.shape.checkpoints() {
        for segment in 0..a.shape.cells.segments {
            for &column in Check::ALL {
                assert_eq!(a.check(variant_a, checkpoint, segment, column), b.check(variant_b, checkpoint, segment, column), "{column:?}");
            }
        }
    }
    assert_eq!((a.sales(variant_a), a.exposure(variant_a)), (b.sales(variant_b), b.exposure(variant_b)));
}

/// A protected and an unprotected variant with everything that an organisation can have.
fn busy(engine: Engine) -> Scenario {
    let mut scenario = harmed(&["calm", "alone", "watched"]);
    scenario.variants.iter_mut().for_each(|variant| variant.policy.engine = engine);
    let organisation = &mut scenario.organisation;
    organisation.monitors = vec![
        Monitor { each_segment: true, ..monitor("exits", &["watched"]) },
        Monitor { watches: Watched::Drift, rule: Rule::Ewma, weight: 0.3, baseline_days: 28, ..monitor("drift", &[]) },
        Monitor { watches: Watched::ParityGap, counts: Counted::PremiumTop, per: Per::Slates, ..monitor("gap", &["watched", "calm"]) },
    ];
    organisation.audits =
        vec![Audit { name: "monthly".into(), calendar: Calendar::Monthly, metric: "thumbs_down".into(), limit: 0.0, ..Audit::default() }];
    organisation.protocols = vec![
        Protocol {
            variants: vec!["watched".into()],
            ..protocol(
                "exits",
                vec![action(ActionKind::FewerContacts), Action { kind: ActionKind::Guard, guard: GuardName::Offers, ..Action::default() }],
            )
        },
        Protocol {
            variants: vec!["watched".into()],
            ..protocol("monthly", vec![Action { kind: ActionKind::RollBack, policy: "calm".into(), ..Action::default() }])
        },
    ];
    scenario
}

#[test]
fn the_same_decisions_for_any_threads_and_order_and_on_every_replay() {
    for engine in [Engine::Content, Engine::Popularity] {
        let mut scenario = busy(engine);
        scenario.experiment.worlds = 2;
        scenario.population.customers = 200;
        let one = flown(&scenario, 1, None);
        let two = flown(&scenario, 2, Some(9));
        assert!(one.worlds.iter().zip(&two.worlds).all(|(one, two)| one == two), "{engine:?}");
        let log = organisation_log(&one);
        assert_eq!(log, organisation_log(&two));
        let answers = log.iter().flatten().filter(|entry| matches!(entry.what, What::Answer { response: Some(_), .. })).count();
        assert!(answers >= 2, "{engine:?}: something was answered in each world: {answers}");
        // A kept run has the log as a table, and comes to the same one when it is opened again.
        let folder = tempfile::tempdir().unwrap();
        let kept = store::save(&one, folder.path()).unwrap().folder;
        let table = std::fs::read_to_string(kept.join("organisation.csv")).unwrap();
        assert_eq!(table.lines().count(), 1 + log.iter().map(Vec::len).sum::<usize>());
        assert!(table.starts_with("world,variant,day,name,"), "{table}");
        let opened = store::open(&kept).unwrap();
        assert_eq!(log, organisation_log(&opened));
        assert!(opened.worlds == one.worlds);
        let flown = &one.worlds[0];
        for variant in [1, 3] {
            let mut relived: Option<Ledger> = None;
            for customer in 0..200 {
                let life = replay(&one, 0, variant, customer).unwrap().ledger;
                match &mut relived {
                    None => relived = Some(life),
                    Some(sum) => sum.merge(&life),
                }
            }
            assert_same_lives(&relived.unwrap(), variant, flown, variant);
        }
    }
}

/// Whoever only looks changes nothing, and a variant does not depend on what is done in another.
#[test]
fn looking_changes_nothing_and_variants_stay_apart() {
    let with = flights::run(&busy(Engine::Content));
    let mut without = busy(Engine::Content);
    without.organisation = Default::default();
    let without = flights::run(&without);
    let (with, without) = (&with.worlds[0], &without.worlds[0]);
    for variant in 0..3 {
        assert_same_lives(with, variant, without, variant);
    }
    assert!(sum(with, 3, Count::Messages, HARM..DAYS) < sum(without, 3, Count::Messages, HARM..DAYS), "the third was protected");
    assert!(with.shape.oversight && !without.shape.oversight);
    assert!((0..DAYS).all(|day| Oversight::ALL.iter().all(|&column| without.oversight(3, day, column) == 0)));
    // A protocol that nothing sets off leaves the ledger of the monitor alone.
    let mut idle = busy(Engine::Content);
    idle.organisation.audits.clear();
    idle.organisation.protocols.pop();
    idle.organisation.protocols[0].triggers.clear();
    let mut watching = idle.clone();
    watching.organisation.protocols.clear();
    assert!(flights::run(&idle).worlds[0] == flights::run(&watching).worlds[0]);
}

/// A quiet world: nobody changes, so that every day is like every other. Nine streams of four worlds for three years at one alarm in 73 days: about
/// 530 alarms, whose standard error is 5 %. Sparse counts alarm more seldom, never more often.
#[test]
fn quiet_worlds_alarm_as_rarely_as_stated() {
    // Chance recommends, so that nothing is learned either.
    let quiet = Policy { engine: Engine::Random, skip_recent: false, ..policy() };
    let mut scenario = flights::small(vec![("quiet", quiet)]);
    let on = &mut scenario.behavior.mechanisms;
    (on.perception, on.trust, on.drift, on.satiation, on.fatigue, on.hazards) = (false, false, false, false, false, false);
    scenario.behavior.choice.repeat_loss = 0.0;
    scenario.experiment.days = 1_095;
    scenario.experiment.worlds = 4;
    scenario.population.customers = 250;
    let monitor = |name: String, counts, direction, rule| Monitor {
        name,
        counts,
        direction,
        rule,
        false_alarms_per_year: 5.0,
        reading_days: 1,
        baseline_days: 28,
        ..Monitor::default()
    };
    for (rule, word) in [(Rule::Cusum, "cusum"), (Rule::Ewma, "ewma")] {
        for counts in [Counted::Visits, Counted::SlateClicks] {
            for direction in [Direction::Rise, Direction::Fall] {
                scenario.organisation.monitors.push(monitor(format!("{word} {counts:?} {direction:?}"), counts, direction, rule));
            }
        }
    }
    let gap = monitor("gap".into(), Counted::PremiumTop, Direction::Rise, Rule::Cusum);
    scenario.organisation.monitors.push(Monitor { watches: Watched::ParityGap, per: Per::Slates, ..gap });
    let run = flown(&scenario, 0, None);
    let mut alarms = [0usize; 9];
    for entry in organisation_log(&run).iter().flatten() {
        if let What::Look { monitor, alarm: Some(_), is_false, .. } = entry.what {
            assert!(is_false, "nothing happens here");
            alarms[monitor] += 1;
        }
    }
    // An alarm ends a run; a look finds one at most in a week.
    let expected = 4.0 * (1_095.0 - 28.0) / 73.0;
    let all = alarms.iter().sum::<usize>() as f64 / (9.0 * expected);
    assert!((0.8..=1.2).contains(&all), "{all} of what is stated: {alarms:?} against {expected} each");
    assert!(alarms.iter().all(|&own| (0.5..=1.5).contains(&(own as f64 / expected))), "{alarms:?} against {expected}");
    let counted: f64 = run.worlds.iter().map(|ledger| value(ledger, 1, Metric::FalseAlarms, creepline::ledger::Scope::All, 1).unwrap()).sum();
    assert_eq!(counted as usize, alarms.iter().sum::<usize>(), "the ledger says the same as the log");
}

/// Flies two struck variants of which the second is answered, and gives the ledger and the days (from 0) on which the response is in force.
fn answered(actions: Vec<Action>, change: impl FnOnce(&mut Scenario)) -> (Arc<Ledger>, Range<usize>) {
    let mut scenario = harmed(&["alone", "answered"]);
    // The fault ends by itself after four weeks, so that nothing is set off twice.
    scenario.events[0].days = 28;
    scenario.variants.push(Variant { name: "calm".into(), policy: Policy { depth: 0.1, ..policy() }, ..Variant::default() });
    scenario.organisation.monitors = vec![monitor("exits", &["answered"])];
    scenario.organisation.protocols = vec![Protocol { reach: Reach::Everybody, ..protocol("exits", actions) }];
    change(&mut scenario);
    let run = flights::run(&scenario);
    let answers: Vec<_> = organisation_log(&run)[0]
        .iter()
        .filter_map(|entry| match &entry.what {
            What::Answer { response: Some(response), .. } => Some((entry.day, response.clone())),
            _ => None,
        })
        .collect();
    let (day, response) = answers.first().expect("it was answered").clone();
    assert_eq!((response.first, response.end), (day + 3, day + 17), "three days later, for two weeks");
    assert!(day > HARM && response.first < DAYS - 7, "{day}");
    let ledger = run.worlds[0].clone();
    // Until then both live the same life.
    for column in [Count::Messages, Count::CreepSum, Count::Choices, Count::TrustSum] {
        assert_eq!(sum(&ledger, 1, column, 0..response.first), sum(&ledger, 2, column, 0..response.first), "{column:?}");
    }
    (ledger, response.first..response.end.min(DAYS))
}

/// The answered variant against the other.
fn ratio(ledger: &Ledger, column: Count, days: Range<usize>) -> f64 {
    rate(ledger, 2, column, days.clone()) / rate(ledger, 1, column, days)
}

#[test]
fn each_response_does_what_its_name_says_on_its_days() {
    let (ledger, days) = answered(vec![Action { size: 0.75, ..action(ActionKind::FewerContacts) }], |_| {});
    assert!((ratio(&ledger, Count::Messages, days.clone()) - 0.25).abs() < 0.05, "{}", ratio(&ledger, Count::Messages, days));
    assert!(ratio(&ledger, Count::Messages, days.end..DAYS) > 0.9, "it ends");
    let (ledger, days) = answered(vec![Action { guard: GuardName::FrequencyCap, cap_per_week: 3, ..action(ActionKind::Guard) }], |_| {});
    assert!(ratio(&ledger, Count::Messages, days.start + 7..days.end) < 0.35);
    let creep = |ledger: &Ledger, days: Range<usize>| {
        let felt = |variant| sum(ledger, variant, Count::CreepSum, days.clone()) / sum(ledger, variant, Count::Touches, days.clone());
        felt(2) / felt(1)
    };
    let (ledger, days) = answered(vec![action(ActionKind::LessPersonal)], |_| {});
    assert!(creep(&ledger, days.clone()) < 0.7, "{}", creep(&ledger, days));
    let (ledger, days) = answered(vec![Action { signals: vec!["purchase history".into()], ..action(ActionKind::DropSignals) }], |_| {});
    assert!(creep(&ledger, days.clone()) < 0.8, "{}", creep(&ledger, days));
    let (ledger, days) = answered(vec![Action { size: 1.0, ..action(ActionKind::Explain) }], |_| {});
    assert!((creep(&ledger, days.clone()) - 1.0).abs() > 0.01, "an explanation is felt: {}", creep(&ledger, days));
    let (ledger, days) = answered(vec![Action { policy: "none".into(), ..action(ActionKind::RollBack) }], |_| {});
    assert_eq!(sum(&ledger, 2, Count::Touches, days), 0.0);
    let (ledger, days) = answered(vec![Action { policy: "calm".into(), ..action(ActionKind::RollBack) }], |_| {});
    let messages = rate(&ledger, 2, Count::Messages, days.clone()) / rate(&ledger, 3, Count::Messages, days);
    assert!((messages - 1.0).abs() < 0.15, "the fault is rolled back with the policy: {messages}");
    let (ledger, days) = answered(vec![action(ActionKind::Guard)], |scenario| {
        scenario.behavior.perception.privacy_weight = 20.0;
    });
    assert!(ratio(&ledger, Count::Messages, days.clone()) < 0.97, "those who show discomfort hear less: {}", ratio(&ledger, Count::Messages, days));
}

#[test]
fn a_notice_tells_those_who_had_not_heard() {
    let (ledger, days) = answered(vec![action(ActionKind::Notify)], |scenario| {
        let leak = Event { name: "leak".into(), kind: EventKind::Breach, day: 40, notified: false, ..Event::default() };
        scenario.events.insert(0, leak);
    });
    let told = |variant| -> i64 { (0..ledger.shape.cells.cells()).map(|cell| ledger.rare(variant, days.start, cell, Rare::LearnedOfBreach)).sum() };
    assert_eq!(told(1), 0);
    assert!(told(2) > 200, "{}", told(2));
}

/// Watched each on its own, the segment that alarms is the one that is answered.
#[test]
fn a_response_can_be_for_the_segments_that_alarmed() {
    let mut scenario = harmed(&["alone", "answered"]);
    scenario.population.customers = 1_200;
    scenario.events[0].segments = vec!["guarded".into()];
    scenario.organisation.monitors = vec![Monitor { each_segment: true, ..monitor("exits", &["answered"]) }];
    scenario.organisation.protocols = vec![protocol("exits", vec![Action { size: 1.0, ..action(ActionKind::FewerContacts) }])];
    let run = flights::run(&scenario);
    let ledger = &run.worlds[0];
    let first = organisation_log(&run)[0]
        .iter()
        .find_map(|entry| match &entry.what {
            What::Answer { response: Some(response), .. } => Some(response.clone()),
            _ => None,
        })
        .expect("it was answered");
    let segment = scenario.population.segments.iter().position(|segment| segment.name == "guarded").unwrap();
    assert_eq!(first.segments, [segment]);
    let map = &ledger.shape.cells;
    let messages = |variant: usize, inside: bool| -> i64 {
        let cells = (0..map.cells()).filter(|&cell| (map.segment(cell) == segment) == inside);
        cells.map(|cell| (first.first..first.end.min(DAYS)).map(|day| ledger.count(variant, day, cell, Count::Messages)).sum::<i64>()).sum()
    };
    assert_eq!(messages(2, true), 0);
    assert!(messages(2, false) > 0 && messages(1, true) > 0);
}

#[test]
fn a_fast_monitor_finds_it_before_a_slow_one_and_both_before_an_audit_is_answered() {
    let mut scenario = harmed(&["calm", "fast", "slow", "audited", "unwatched"]);
    scenario.experiment.worlds = 3;
    scenario.population.customers = 800;
    scenario.organisation.monitors = vec![monitor("weekly", &["fast", "calm"]), Monitor { every_epochs: 4, ..monitor("four-weekly", &["slow"]) }];
    scenario.organisation.audits = vec![Audit {
        name: "monthly".into(),
        calendar: Calendar::Monthly,
        metric: "unsubscribe_cum".into(),
        bound: Bound::AtMost,
        limit: 0.06,
        response_days: 10,
        cost: 50.0,
        variants: vec!["audited".into()],
    }];
    let answer = |trigger: &str| Protocol {
        actions: vec![Action { policy: "calm".into(), ..action(ActionKind::RollBack) }],
        cost: 100.0,
        cost_per_day: 2.0,
        ..protocol(trigger, Vec::new())
    };
    scenario.organisation.protocols = vec![answer("weekly"), answer("four-weekly"), answer("monthly")];
    let run = flown(&scenario, 0, None);
    let metric = |variant, metric| -> Vec<Option<f64>> {
        run.worlds.iter().map(|ledger| value(ledger, variant, metric, creepline::ledger::Scope::All, 1).ok()).collect()
    };
    let delays = |variant| metric(variant, Metric::DetectionDelay);
    let (fast, slow, audited) = (delays(2), delays(3), delays(4));
    for world in 0..3 {
        assert!(fast[world].unwrap() < slow[world].unwrap() && slow[world].unwrap() < audited[world].unwrap(), "{fast:?} {slow:?} {audited:?}");
    }
    // Day 43 to the ends of days 49 (or 56), 56 (or 84), and day 63 and ten days after it.
    assert!(fast.iter().all(|&delay| delay == Some(6.0) || delay == Some(13.0)), "{fast:?}");
    assert!(audited.iter().all(|&delay| delay == Some(30.0)), "{audited:?}");
    assert_eq!(delays(1), [None; 3], "nothing happens to the calm one");
    assert!(metric(5, Metric::Alarms).iter().all(Option::is_none), "nobody watches the last one");
    assert_eq!(metric(4, Metric::AuditResponse), [Some(13.0); 3], "ten days to the table and three to the answer");
    // Two audits (days 35 and 63), one answer from day 77 on for eight days.
    assert_eq!(metric(4, Metric::ResponseCost), [Some((2.0 * 50.0 + 100.0 + 8.0 * 2.0) / 800.0); 3]);
}

/// Data past their retention are used until they are deleted, and counted; consents that are asked for again too late are counted.
#[test]
fn late_purges_and_late_renewals_are_counted() {
    let mut scenario = flights::small(vec![("prompt", policy()), ("late", policy())]);
    scenario.signals.iter_mut().filter(|signal| signal.name == "purchase history").for_each(|signal| signal.retention_days = 10);
    scenario.organisation.purges.late_days = 5;
    scenario.organisation.purges.variants = vec!["late".into()];
    let run = flights::run(&scenario);
    let ledger = &run.worlds[0];
    let breaches = |variant| flights::metric(&run, variant, Metric::RetentionBreaches);
    assert_eq!(breaches(1), 0.0);
    assert!((breaches(2) - 5.0).abs() < 1e-9, "five days of everybody: {}", breaches(2));
    assert!(rate(ledger, 2, Count::CreepSum, 10..15) > rate(ledger, 1, Count::CreepSum, 10..15), "they are used meanwhile");
    assert_eq!(sum(ledger, 1, Count::CreepSum, 0..10), sum(ledger, 2, Count::CreepSum, 0..10));

    let mut scenario = flights::small(vec![("never", policy()), ("in time", policy()), ("late", policy())]);
    scenario.signals.iter_mut().for_each(|signal| signal.consent = Consent::Asked);
    scenario.organisation.consent_days = 10;
    scenario.variants[1].policy.banner.renewal_days = 7;
    scenario.variants[2].policy.banner.renewal_days = 14;
    let run = flights::run(&scenario);
    let renewed = [1, 2, 3].map(|variant| flights::metric(&run, variant, Metric::ConsentRenewal));
    assert_eq!(renewed, [0.0, 1.0, 0.0]);
}
