//! Metrics of small hand-made ledgers against answers worked out by hand.

use super::testing::{choose, fixed_point, set, small_ledger};
use super::*;
use crate::ledger::{Check, Count};

const ALL: Scope = Scope::All;

fn close(found: Measured, expected: f64) {
    let found = found.expect("a value");
    assert!((found - expected).abs() < 1e-6, "{found} against {expected}");
}

fn reason(found: Measured) -> String {
    found.expect_err("undefined").reason
}

#[test]
fn flows_are_per_customer_of_the_scope_and_days_counted() {
    let mut ledger = small_ledger([10, 10, 10, 10]);
    set(&mut ledger, 0, 0, Count::Purchases, 4);
    set(&mut ledger, 9, 3, Count::Purchases, 8);
    set(&mut ledger, 9, 3, Count::RevenueCents, 10_000);
    set(&mut ledger, 9, 3, Count::ReturnedCents, 2_000);
    close(value(&ledger, 1, Metric::Purchases, ALL, 1), 12.0 / 40.0);
    close(value(&ledger, 1, Metric::Purchases, ALL, 2), 8.0 / 40.0);
    close(value(&ledger, 1, Metric::Purchases, Scope::Segment(0), 1), 4.0 / 20.0);
    close(value(&ledger, 1, Metric::Purchases, Scope::Group { attribute: 0, level: 1 }, 1), 8.0 / 20.0);
    close(value(&ledger, 1, Metric::Revenue, ALL, 1), 80.0 / 40.0);
    close(value(&ledger, 0, Metric::Purchases, ALL, 1), 0.0);
    let series = series(&ledger, 1, Metric::Purchases, ALL);
    assert_eq!(series.len(), 10);
    close(series[0].clone(), 0.1);
    close(series[8].clone(), 0.1);
    close(series[9].clone(), 0.3);
}

#[test]
fn a_view_can_end_before_the_run_does() {
    let mut ledger = small_ledger([10, 10, 10, 10]);
    set(&mut ledger, 0, 0, Count::Purchases, 4);
    set(&mut ledger, 9, 3, Count::Purchases, 8);
    choose(&mut ledger, 0, 0, &[[2, 0]]);
    choose(&mut ledger, 1, 0, &[[1, 1]]);
    let until = |days| View::up_to(&ledger, 1, ALL, days).expect("people");
    close(until(9).value(Metric::Purchases, 1), 4.0 / 40.0);
    close(until(10).value(Metric::Purchases, 1), 12.0 / 40.0);
    close(until(9).value(Metric::Within, 1), 1.0);
    close(until(10).value(Metric::Within, 1), 2.0);
    assert_eq!(reason(until(6).value(Metric::Within, 1)), "no checkpoint is reached by then");
    assert!(until(3).value(Metric::Purchases, 4).is_err());
    assert_eq!(until(3).series(Metric::Purchases).len(), 3);
}

#[test]
fn leaving_and_opting_out_add_up_from_the_first_day_counted() {
    let mut ledger = small_ledger([5, 5, 5, 5]);
    set(&mut ledger, 1, 0, Count::Churned, 1);
    set(&mut ledger, 4, 2, Count::Churned, 3);
    set(&mut ledger, 4, 2, Count::OptOuts, 2);
    close(value(&ledger, 1, Metric::Churn, ALL, 1), 0.2);
    close(value(&ledger, 1, Metric::Churn, ALL, 5), 0.15);
    close(value(&ledger, 1, Metric::OptOut, Scope::Segment(1), 1), 0.2);
    let course = series(&ledger, 1, Metric::Churn, ALL);
    close(course[3].clone(), 0.05);
    close(course[4].clone(), 0.2);
}

#[test]
fn creepiness_is_per_touch_and_trails_a_week_in_series() {
    let mut ledger = small_ledger([10, 0, 0, 0]);
    set(&mut ledger, 0, 0, Count::Touches, 4);
    set(&mut ledger, 0, 0, Count::CreepSum, fixed_point(2.0));
    set(&mut ledger, 0, 0, Count::SaysCreepy, 1);
    set(&mut ledger, 6, 0, Count::Touches, 1);
    set(&mut ledger, 6, 0, Count::CreepSum, fixed_point(0.1));
    close(value(&ledger, 1, Metric::Creepiness, ALL, 1), 2.1 / 5.0);
    close(value(&ledger, 1, Metric::SaysCreepy, ALL, 1), 0.2);
    close(value(&ledger, 1, Metric::Creepiness, ALL, 2), 0.1);
    let course = series(&ledger, 1, Metric::Creepiness, ALL);
    close(course[5].clone(), 0.5);
    close(course[6].clone(), 0.42);
    close(course[7].clone(), 0.1);
    assert_eq!(reason(value(&ledger, 1, Metric::Creepiness, ALL, 8)), "there was no touch in these days");
    assert_eq!(reason(value(&ledger, 0, Metric::Creepiness, ALL, 1)), "no recommender: nothing was shown");
    assert_eq!(reason(series_day(&ledger, 0)), "no recommender: nothing was shown");
}

fn series_day(ledger: &Ledger, variant: usize) -> Measured {
    series(ledger, variant, Metric::SaysCreepy, ALL).swap_remove(0)
}

#[test]
fn over_line_counts_person_days_of_active_people() {
    let mut ledger = small_ledger([10, 10, 0, 0]);
    set(&mut ledger, 0, 0, Count::Active, 10);
    set(&mut ledger, 0, 0, Count::OverLine, 5);
    set(&mut ledger, 1, 0, Count::Active, 6);
    set(&mut ledger, 1, 0, Count::OverLine, 3);
    set(&mut ledger, 1, 1, Count::Active, 4);
    close(value(&ledger, 1, Metric::OverLine, ALL, 1), 8.0 / 20.0);
    close(series(&ledger, 1, Metric::OverLine, ALL)[1].clone(), 0.3);
    assert_eq!(reason(value(&ledger, 1, Metric::OverLine, ALL, 3)), "everybody has left");
}

#[test]
fn trust_is_over_all_customers_and_days_counted() {
    let mut ledger = small_ledger([2, 2, 0, 0]);
    for day in 0..10 {
        set(&mut ledger, day, 0, Count::TrustSum, fixed_point(1.0));
        set(&mut ledger, day, 1, Count::TrustSum, fixed_point(if day < 5 { 1.0 } else { 0.4 }));
        set(&mut ledger, day, 1, Count::LowTrust, if day < 5 { 0 } else { 2 });
    }
    close(value(&ledger, 1, Metric::TrustMean, ALL, 1), (5.0 * 2.0 + 5.0 * 1.4) / 40.0);
    close(value(&ledger, 1, Metric::TrustMean, ALL, 6), 0.35);
    close(value(&ledger, 1, Metric::LowTrust, ALL, 1), 0.25);
    close(series(&ledger, 1, Metric::LowTrust, ALL)[9].clone(), 0.5);
}

#[test]
fn breadth_and_distance_add_up_to_the_pooled_entropy() {
    let mut ledger = small_ledger([1, 1, 1, 0]);
    // Segment 0: one person even over two topics, one on topic 0 alone; segment 1: one person on topic 1 alone.
    choose(&mut ledger, 1, 0, &[[2, 2], [4, 0]]);
    choose(&mut ledger, 1, 1, &[[0, 8]]);
    let two = 2f64.ln();
    close(value(&ledger, 1, Metric::Within, ALL, 1), (0.25 * two).exp());
    // Pooled 6 to 10 of 16.
    let pooled = -(0.375 * 0.375f64.ln() + 0.625 * 0.625f64.ln());
    close(value(&ledger, 1, Metric::Across, ALL, 1), pooled - 0.25 * two);
    close(value(&ledger, 1, Metric::Within, Scope::Segment(0), 1), (0.5 * two).exp());
    close(value(&ledger, 1, Metric::Across, Scope::Segment(0), 1), -(0.75 * 0.75f64.ln() + 0.25 * 0.25f64.ln()) - 0.5 * two);
    close(value(&ledger, 1, Metric::Across, Scope::Segment(1), 1), 0.0);
    let total = crate::stats::shannon_nats(&[6.0, 10.0]).expect("choices");
    let within = value(&ledger, 1, Metric::Within, ALL, 1).expect("a value").ln();
    let across = value(&ledger, 1, Metric::Across, ALL, 1).expect("a value");
    assert!((total - within - across).abs() < 1e-12);
    let course = checkpoint_series(&ledger, 1, Metric::Within, ALL);
    assert_eq!(course.len(), 2);
    assert_eq!(reason(course[0].clone()), "nobody has chosen anything yet");
    assert!(reason(value(&ledger, 1, Metric::Within, Scope::Group { attribute: 0, level: 0 }, 1)).contains("by segment"));
}

#[test]
fn drift_and_worse_trust_are_means_over_people() {
    let mut ledger = small_ledger([2, 0, 2, 0]);
    for (segment, drift, worse) in [(0, 0.3, 1), (1, 0.1, 0)] {
        ledger.add_check(1, 1, segment, Check::People, 2);
        ledger.add_check(1, 1, segment, Check::TwinDriftSum, fixed_point(drift));
        ledger.add_check(1, 1, segment, Check::WorseTrust, worse);
    }
    close(value(&ledger, 1, Metric::DriftNet, ALL, 1), 0.1);
    close(value(&ledger, 1, Metric::WorseTrust, ALL, 1), 0.25);
    close(value(&ledger, 1, Metric::WorseTrust, Scope::Segment(0), 1), 0.5);
}

#[test]
fn concentration_is_over_the_whole_catalog() {
    let mut ledger = small_ledger([1, 1, 1, 1]);
    for _ in 0..10 {
        ledger.sell(1, 0, 0, 3);
    }
    for item in 0..2 {
        ledger.expose(1, item);
    }
    close(value(&ledger, 1, Metric::SalesGini, ALL, 1), 0.75);
    close(value(&ledger, 1, Metric::SlotGini, ALL, 1), 0.5);
    close(value(&ledger, 1, Metric::Coverage, ALL, 1), 0.5);
    assert_eq!(reason(value(&ledger, 0, Metric::SalesGini, ALL, 1)), "nobody has chosen anything");
    assert_eq!(reason(value(&ledger, 0, Metric::Coverage, ALL, 1)), "no recommender: nothing was shown");
    assert!(reason(value(&ledger, 1, Metric::SlotGini, Scope::Segment(0), 1)).contains("all customers together"));
}

#[test]
fn parity_compares_groups_with_slates() {
    let mut ledger = small_ledger([10, 10, 10, 10]);
    for (cell, slates, premium) in [(0, 10, 5), (2, 10, 1), (1, 20, 4), (3, 20, 8)] {
        set(&mut ledger, 0, cell, Count::Slates, slates);
        set(&mut ledger, 0, cell, Count::Touches, slates);
        set(&mut ledger, 0, cell, Count::PremiumTop, premium);
    }
    // Level 0: 6 of 20; level 1: 12 of 40. Segments differ, groups do not.
    close(value(&ledger, 1, Metric::PremiumRate, ALL, 1), 0.3);
    close(value(&ledger, 1, Metric::ParityDifference, ALL, 1), 0.0);
    close(value(&ledger, 1, Metric::ParityRatio, ALL, 1), 1.0);
    set(&mut ledger, 0, 3, Count::PremiumTop, 0);
    close(value(&ledger, 1, Metric::ParityDifference, ALL, 1), 0.2);
    close(value(&ledger, 1, Metric::ParityRatio, ALL, 1), 1.0 / 3.0);
    assert_eq!(reason(value(&ledger, 0, Metric::ParityRatio, ALL, 1)), "no recommender: nothing was shown");
    assert_eq!(reason(value(&ledger, 1, Metric::ParityRatio, ALL, 2)), "no slate was shown in these days");
    for cell in 0..4 {
        set(&mut ledger, 0, cell, Count::PremiumTop, 0);
    }
    close(value(&ledger, 1, Metric::ParityDifference, ALL, 1), 0.0);
    assert_eq!(reason(value(&ledger, 1, Metric::ParityRatio, ALL, 1)), "every group's value is zero");
}

#[test]
fn one_group_alone_has_no_parity() {
    let mut ledger = small_ledger([10, 0, 10, 0]);
    set(&mut ledger, 0, 0, Count::Slates, 5);
    set(&mut ledger, 0, 0, Count::Touches, 5);
    ledger.expose(1, 0);
    assert_eq!(reason(value(&ledger, 1, Metric::ParityDifference, ALL, 1)), "fewer than two groups have a value");
    assert_eq!(reason(value(&ledger, 1, Metric::PremiumRate, Scope::Segment(1), 1)), "no slate was shown in these days");
}

#[test]
fn nobody_and_nothing_are_undefined_with_a_reason() {
    let ledger = small_ledger([1, 0, 1, 0]);
    let empty = Scope::Group { attribute: 0, level: 1 };
    for &metric in Metric::ALL {
        assert_eq!(reason(value(&ledger, 1, metric, empty, 1)), "nobody is in this group");
        assert!(series(&ledger, 1, metric, empty).iter().all(Result::is_err));
        assert!(checkpoint_series(&ledger, 1, metric, empty).iter().all(Result::is_err));
        for strange in [Scope::Segment(9), Scope::Group { attribute: 9, level: 0 }, Scope::Group { attribute: 0, level: 9 }] {
            assert!(value(&ledger, 1, metric, strange, 1).is_err());
        }
        assert_eq!(reason(value(&ledger, 7, metric, ALL, 1)), "the run has no such variant");
        assert!(value(&ledger, 1, metric, ALL, 11).is_err());
        assert!(value(&ledger, 1, metric, ALL, usize::MAX).is_err());
        assert_eq!(value(&ledger, 1, metric, ALL, 0), value(&ledger, 1, metric, ALL, 1));
        if !metric.is_daily() {
            assert_eq!(reason(series(&ledger, 1, metric, ALL).swap_remove(0)), "this metric is not kept by day");
        }
    }
}
