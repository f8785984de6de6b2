//! A small world for tests: two segments, one attribute with two levels, 4 items, 2 topics, 10 days, checkpoints after days 7 and 10.

use crate::ledger::{CellMap, Check, Count, FIXED_ONE, Ledger, OutcomeSize, PanelSize, Shape};

/// An empty ledger with `people` customers in each of the four cells (segment 0: cells 0 and 1; level 0: cells 0 and 2).
pub(crate) fn small_ledger(people: [u64; 4]) -> Ledger {
    let shape = Shape {
        panel: PanelSize::default(),
        test: OutcomeSize::none(),
        shared_test: false,
        variants: 2,
        days: 10,
        cells: CellMap { segments: 2, levels: vec![2] },
        items: 4,
        topics: 2,
        checkpoint_days: 7,
        providers: 2,
        channels: 2,
        crowd: vec![false, false],
        learning: Vec::new(),
        oversight: false,
    };
    let mut ledger = Ledger::new(shape, 1);
    ledger.customers.copy_from_slice(&people);
    ledger
}

/// Sets one daily column of variant 1.
pub(crate) fn set(ledger: &mut Ledger, day: usize, cell: usize, column: Count, amount: i64) {
    ledger.day_mut(1, day, cell)[column as usize] = amount;
}

/// A real number as fixed point, in double precision.
pub(crate) fn fixed_point(value: f64) -> i64 {
    (value * FIXED_ONE).round() as i64
}

/// Choices of one segment of variant 1 at a checkpoint: for each person, choices by topic.
pub(crate) fn choose(ledger: &mut Ledger, checkpoint: usize, segment: usize, people: &[[i64; 2]]) {
    for topics in people {
        let choices: i64 = topics.iter().sum();
        let weights = topics.map(|count| count as f64);
        let entropy = crate::stats::shannon_nats(&weights).unwrap_or(0.0);
        ledger.add_check(1, checkpoint, segment, Check::Choices, choices);
        ledger.add_check(1, checkpoint, segment, Check::VolumeEntropySum, fixed_point(entropy * choices as f64));
        for (mass, count) in ledger.topics_mut(1, checkpoint, segment).iter_mut().zip(topics) {
            *mass += fixed_point(*count as f64);
        }
    }
    ledger.add_check(1, checkpoint, segment, Check::People, people.len() as i64);
}
