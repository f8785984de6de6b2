//! Reasons for undefined values on cards against those that the code gives, over ledgers in which something is missing.

use std::collections::{BTreeMap, BTreeSet};

use super::super::texts;
use crate::ledger::{Check, Count, FIXED_ONE, ItemFacts, Ledger, Oversight, PanelChoice, PanelCount, PanelSize, Rare, Scope, Shape, Supply};
use crate::measure::View;
use crate::measure::testing::{set, small_ledger};
use crate::scenario::Metric;

const PEOPLE: [u64; 4] = [10, 10, 10, 10];

/// The small ledger with something else about its shape.
fn shaped(people: &[u64], change: impl FnOnce(&mut Shape)) -> Ledger {
    let mut shape = small_ledger([0; 4]).shape;
    change(&mut shape);
    let mut ledger = Ledger::new(shape, 1);
    for (own, people) in ledger.customers.iter_mut().zip(people) {
        *own = *people;
    }
    ledger
}

/// Slates in some cells on the first day.
fn show(ledger: &mut Ledger, cells: &[usize]) {
    for &cell in cells {
        for column in [Count::Slates, Count::Touches] {
            set(ledger, 0, cell, column, 10);
        }
    }
    ledger.expose(1, 0);
}

fn one() -> i64 {
    FIXED_ONE as i64
}

/// Purchase decisions of a cell: how many at which multiple of the list price.
fn decide(ledger: &mut Ledger, cell: usize, times: &[f64]) {
    for times in times {
        ledger.note(1, 0, cell, Rare::Decisions, 1);
        ledger.note(1, 0, cell, Rare::PriceSum, (times * FIXED_ONE) as i64);
        ledger.note(1, 0, cell, Rare::PriceSquareSum, (times * times * FIXED_ONE) as i64);
        ledger.note(1, 0, cell, Rare::AboveList, i64::from(*times > 1.0));
    }
}

fn panel(people: &[usize]) -> Ledger {
    let mut ledger = shaped(&[1, 1, 1, 1], |shape| shape.panel = PanelSize::new(people.len() as u64, 4));
    for item in 0..4 {
        ledger.panel.describe(item, [one(), 0].into_iter(), one(), item as u64 + 1);
    }
    for (place, &cell) in people.iter().enumerate() {
        ledger.panel.introduce(place, cell, [one(), 0].into_iter());
    }
    ledger
}

fn ledgers() -> Vec<Ledger> {
    let mut all = vec![small_ledger(PEOPLE)];
    let mut of = |ledger: Ledger, change: &dyn Fn(&mut Ledger)| {
        let mut ledger = ledger;
        change(&mut ledger);
        all.push(ledger);
    };
    let small = || small_ledger(PEOPLE);
    of(small(), &|ledger| show(ledger, &[0, 1, 2, 3]));
    of(small(), &|ledger| show(ledger, &[0, 2]));
    of(small_ledger([10, 0, 10, 0]), &|ledger| show(ledger, &[0, 2]));
    let without = || shaped(&[10, 10], |shape| shape.cells.levels.clear());
    of(without(), &|ledger| show(ledger, &[0]));
    of(without(), &|ledger| {
        decide(ledger, 0, &[1.0]);
        ledger.note(1, 0, 0, Rare::PriceOrders, 1);
        set(ledger, 0, 0, Count::Slates, 1);
    });
    of(shaped(&PEOPLE, |shape| (shape.cells.segments, shape.cells.levels) = (1, vec![2, 2])), &|ledger| ledger.expose(1, 0));
    for prices in [[&[1.2, 1.3][..], &[]], [&[1.2], &[1.0, 1.0]], [&[1.25, 1.25], &[1.0, 1.0]]] {
        of(small(), &|ledger| {
            decide(ledger, 0, prices[0]);
            decide(ledger, 1, prices[1]);
            ledger.note(1, 0, 0, Rare::PriceOrders, 1);
            set(ledger, 0, 0, Count::Slates, 1);
        });
    }
    of(shaped(&PEOPLE, |shape| shape.providers = 1), &|_| {});
    for (providers, relevance) in [([0, 0], 1), ([0, 1], 0)] {
        of(small(), &|ledger| {
            for item in 0..4 {
                let provider = providers[item % 2];
                ledger.describe(item, ItemFacts { provider, premium: false, sensitive: false, on_brand: true });
            }
            ledger.supply_mut(1, 0, 0)[Supply::ExposureSum as usize] = 1;
            ledger.supply_mut(1, 0, 0)[Supply::RelevanceSum as usize] = relevance;
        });
    }
    of(small(), &|ledger| {
        for column in [Check::Asked, Check::AskedToStay] {
            ledger.add_check(1, 1, 0, column, 2);
        }
        for (column, amount) in [(Check::ConsentAskedOf, 2), (Check::ImportanceSum, 2 * one()), (Check::ImportanceSquareSum, 2 * one())] {
            ledger.add_check(1, 1, 0, column, amount);
        }
    });
    for events in [&[][..], &[Oversight::Harmed][..], &[Oversight::AuditFindings][..]] {
        of(shaped(&PEOPLE, |shape| shape.oversight = true), &|ledger| {
            for &column in [Oversight::Watchers].iter().chain(events) {
                ledger.oversee(1, 0, column, 1);
            }
        });
    }
    of(panel(&[0]), &|_| {});
    of(panel(&[0, 1, 2]), &|ledger| ledger.day_mut(1, 0, 0)[Count::Slates as usize] = 1);
    of(panel(&[0, 2]), &|ledger| {
        ledger.day_mut(1, 0, 0)[Count::Slates as usize] = 1;
        ledger.panel.add(1, 0, PanelCount::Orders, 1);
        ledger.panel.like(1, 0, 0);
        ledger.panel.choose(1, 0, PanelChoice { day: 0, touch: 0, item: 0, from_slate: true });
        ledger.panel.settle();
    });
    let alone = shaped(&[1, 1], |shape| (shape.cells.levels, shape.panel) = (Vec::new(), PanelSize::new(1, 2)));
    of(alone, &|ledger| ledger.panel.introduce(0, 0, [one(), 0].into_iter()));
    all
}

/// Reasons that hold for every metric: nobody, no such day, a scope that it is not kept for.
fn is_general(reason: &str) -> bool {
    reason == "nobody is in this group" || reason.starts_with("this metric is kept") || reason.starts_with("no day to count")
}

/// Every reason that the code gives for a metric.
fn given() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut given: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for ledger in ledgers() {
        let groups = (0..2).map(|level| Scope::Group { attribute: 0, level });
        for scope in [Scope::All, Scope::Segment(0), Scope::Segment(1)].into_iter().chain(groups) {
            for (variant, until) in [(0, 10), (1, 10), (1, 6)] {
                let Ok(view) = View::up_to(&ledger, variant, scope, until) else { continue };
                for &metric in Metric::ALL {
                    let reasons = [1, 2].into_iter().filter_map(|day| view.value(metric, day).err());
                    given.entry(metric.id()).or_default().extend(reasons.map(|why| why.reason).filter(|reason| !is_general(reason)));
                }
            }
        }
    }
    given
}

#[test]
fn cards_name_every_reason_and_no_other() {
    let given = given();
    let mut wrong = Vec::new();
    for metric in Metric::ALL {
        let named: BTreeSet<String> = texts::metric_text(metric.id()).expect("written").undefined.iter().map(|(_, reason)| reason.clone()).collect();
        let own = given.get(metric.id()).cloned().unwrap_or_default();
        wrong.extend(own.difference(&named).map(|reason| format!("{}: the card is silent about \"{reason}\"", metric.id())));
        wrong.extend(named.difference(&own).map(|reason| format!("{}: nothing gives \"{reason}\"", metric.id())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reasons_on_cards_of_ideas_are_in_the_code() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = String::new();
    for room in ["measure", "experiment"] {
        for file in std::fs::read_dir(folder.join(room)).expect("a folder").flatten() {
            code.push_str(&std::fs::read_to_string(file.path()).unwrap_or_default());
        }
    }
    for idea in texts::ideas() {
        for (_, reason) in &idea.undefined {
            assert!(code.contains(&format!("\"{reason}\"")), "{}: {reason}", idea.id);
        }
    }
}
