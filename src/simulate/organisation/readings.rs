//! What a monitor reads off merged counts: rates, gaps between groups, topics of slates.

use std::ops::Range;

use crate::ledger::{Count, Ledger};
use crate::scenario::organisation::{Counted, Per};

/// Least variance of a gap, where the counts say nothing of it.
const LEAST: f64 = 1e-12;

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// What was read.
    pub value: f64,
    /// What is judged: the value on a scale on which it is about normal.
    pub judged: f64,
    /// The least variance that it can have there.
    pub least: f64,
}

/// The column that is counted.
pub(super) fn column(counted: Counted) -> Count {
    match counted {
        Counted::Choices => Count::Choices,
        Counted::SlateClicks => Count::SlateClicks,
        Counted::Visits => Count::Visits,
        Counted::Purchases => Count::Purchases,
        Counted::Returns => Count::Returns,
        Counted::ThumbsDown => Count::ThumbsDown,
        Counted::Complaints => Count::Complaints,
        Counted::OptOuts => Count::OptOuts,
        Counted::Unsubscribes => Count::Unsubscribes,
        Counted::Churned => Count::Churned,
        Counted::PremiumTop => Count::PremiumTop,
    }
}

/// The column that it is counted for each of.
pub(super) fn base(per: Per) -> Count {
    match per {
        Per::People => Count::Active,
        Per::Touches => Count::Touches,
        Per::Messages => Count::Messages,
        Per::Visits => Count::Visits,
        Per::Slates => Count::Slates,
    }
}

/// A rate of some cells over some days; `None` without anything to count it for. It is judged by its square root, whose spread hardly depends on
/// the rate (Anscombe 1948); half the spread of independent events is taken for the least.
pub(super) fn rate(ledger: &Ledger, variant: usize, cells: &[usize], days: Range<usize>, columns: (Count, Count)) -> Option<Reading> {
    let (counted, all) = sums(ledger, variant, cells, days, columns);
    (all > 0).then(|| {
        let (counted, all) = (counted as f64, all as f64);
        Reading { value: counted / all, judged: libm::sqrt((counted + 0.375) / all), least: 1.0 / (16.0 * all) }
    })
}

/// The highest rate of a group less the lowest; `None` unless two groups have one. What is left of chance in it is skewed; its square root hardly is
/// (Hawkins 1981).
pub(super) fn gap(
    ledger: &Ledger,
    variant: usize,
    cells: &[usize],
    attribute: usize,
    days: Range<usize>,
    columns: (Count, Count),
) -> Option<Reading> {
    let map = &ledger.shape.cells;
    let levels = map.levels.get(attribute).copied().unwrap_or(0);
    let mut ends: Option<(f64, f64)> = None;
    let mut groups = 0;
    for level in 0..levels {
        let own: Vec<usize> = cells.iter().copied().filter(|&cell| map.level(cell, attribute) == level).collect();
        if let Some(reading) = rate(ledger, variant, &own, days.clone(), columns) {
            let (low, high) = ends.unwrap_or((reading.value, reading.value));
            ends = Some((low.min(reading.value), high.max(reading.value)));
            groups += 1;
        }
    }
    let (low, high) = ends.filter(|_| groups > 1)?;
    Some(Reading { value: high - low, judged: libm::sqrt(high - low), least: LEAST })
}

fn sums(ledger: &Ledger, variant: usize, cells: &[usize], days: Range<usize>, (counted, all): (Count, Count)) -> (i64, i64) {
    let mut sums = (0, 0);
    for day in days {
        for &cell in cells {
            sums.0 += ledger.count(variant, day, cell, counted);
            sums.1 += ledger.count(variant, day, cell, all);
        }
    }
    sums
}

/// Topic mass of the slates of an epoch; the ledger keeps it summed up to each checkpoint.
pub(super) fn mix(ledger: &Ledger, variant: usize, segments: &[usize], epoch: usize) -> Vec<i64> {
    let mut mix = vec![0; ledger.shape.topics];
    for &segment in segments {
        for (sum, mass) in mix.iter_mut().zip(ledger.slate_topics(variant, epoch, segment)) {
            *sum += mass;
        }
        if let Some(before) = epoch.checked_sub(1) {
            for (sum, mass) in mix.iter_mut().zip(ledger.slate_topics(variant, before, segment)) {
                *sum -= mass;
            }
        }
    }
    mix
}

/// Total variation distance of two mixes, 0 (the same) to 1; `None` where either is empty. It is judged by its square root, as a gap is.
pub(super) fn distance(a: &[i64], b: &[i64]) -> Option<Reading> {
    let (all_a, all_b) = (a.iter().sum::<i64>() as f64, b.iter().sum::<i64>() as f64);
    (all_a > 0.0 && all_b > 0.0).then(|| {
        let value = 0.5 * a.iter().zip(b).map(|(&a, &b)| (a as f64 / all_a - b as f64 / all_b).abs()).sum::<f64>();
        Reading { value, judged: libm::sqrt(value), least: LEAST }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{CellMap, OutcomeSize, PanelSize, Shape};

    fn ledger() -> Ledger {
        let shape = Shape {
            variants: 2,
            days: 4,
            cells: CellMap { segments: 2, levels: vec![2] },
            items: 4,
            topics: 2,
            checkpoint_days: 2,
            providers: 0,
            channels: 1,
            crowd: vec![false, false],
            learning: Vec::new(),
            oversight: true,
            panel: PanelSize::default(),
            test: OutcomeSize::none(),
            shared_test: false,
        };
        let mut ledger = Ledger::new(shape, 1);
        for day in 0..4 {
            for cell in 0..4 {
                let row = ledger.day_mut(1, day, cell);
                row[Count::Active as usize] = 100;
                row[Count::Complaints as usize] = (day * (cell + 1)) as i64;
            }
        }
        for (checkpoint, mass) in [(0, [30, 10]), (1, [40, 40])] {
            ledger.slate_topics_mut(1, checkpoint, 0).copy_from_slice(&mass);
        }
        ledger
    }

    #[test]
    fn rates_gaps_and_mixes_are_read_off_counts() {
        let ledger = ledger();
        let columns = (Count::Complaints, Count::Active);
        let found = rate(&ledger, 1, &[0, 3], 1..3, columns).unwrap();
        assert_eq!((found.value, found.least), (15.0 / 400.0, 1.0 / 6_400.0));
        // Day 3: cells 0 and 2 are of level 0 (3 and 9 complaints), cells 1 and 3 of level 1 (6 and 12).
        let found = gap(&ledger, 1, &[0, 1, 2, 3], 0, 3..4, columns).unwrap();
        assert!((found.value - (18.0 - 12.0) / 200.0).abs() < 1e-12);
        assert_eq!(gap(&ledger, 1, &[0, 2], 0, 3..4, columns), None, "one group alone has no gap");
        assert_eq!(rate(&ledger, 0, &[0], 0..4, columns), None, "nobody is there");
        assert_eq!(mix(&ledger, 1, &[0], 1), [10, 30]);
        assert_eq!(distance(&[30, 10], &[10, 30]).unwrap().value, 0.5);
        assert_eq!(distance(&[0, 0], &[10, 30]), None);
    }
}
