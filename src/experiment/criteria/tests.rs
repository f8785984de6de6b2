//! Criteria on runs whose offers are planned by hand.

use super::*;
use crate::experiment::testing::synthetic_run;
use crate::ledger::{Count, Ledger, Offer};
use crate::simulate::Run;
use std::sync::Arc;

/// What the groups of a run get: by level, people who would benefit and others, each with the offer and without.
type Plan = [[[usize; 2]; 2]; 3];

/// Everybody under variant 1 is scored by what they would get out of it: 0.75 for those who would benefit, 0.25 for the others.
fn planned(worlds: usize, plan: Plan) -> Run {
    let mut run = synthetic_run(worlds);
    let fill = |ledger: &Ledger| {
        let mut ledger = ledger.clone();
        for checkpoint in 0..ledger.shape.checkpoints() {
            for (level, rows) in plan.iter().enumerate() {
                for (benefits, [without, with]) in [(false, rows[1]), (true, rows[0])] {
                    for (offered, times) in [(false, without), (true, with)] {
                        for _ in 0..times {
                            let score = Some(if benefits { 0.75 } else { 0.25 });
                            ledger.offer(1, checkpoint, level, Offer { score, benefits, offered });
                        }
                    }
                }
            }
        }
        Arc::new(ledger)
    };
    run.worlds = run.worlds.iter().map(|ledger| fill(ledger)).collect();
    run
}

/// The third group is offered half as much, whoever would benefit.
const UNEQUAL: Plan = [[[40, 40], [60, 60]], [[40, 40], [60, 60]], [[30, 10], [45, 15]]];
/// Everybody is offered as much as everybody else, and would benefit as often.
const EQUAL: Plan = [[[40, 40], [60, 60]], [[40, 40], [60, 60]], [[20, 20], [30, 30]]];
/// Base rates differ; the offer goes to the same share of those who would benefit and of those who would not.
const ODDS: Plan = [[[20, 80], [80, 20]], [[20, 80], [80, 20]], [[5, 20], [60, 15]]];

fn cell(found: &Criteria, criterion: FairnessCriterion) -> &CriterionCell {
    &found.attributes[0].row(criterion).expect("a row").cells[1]
}

fn mean(found: &Criteria, criterion: FairnessCriterion) -> f64 {
    cell(found, criterion).value.as_ref().expect("a value").mean
}

#[test]
fn a_group_that_is_offered_less_decides_the_criteria_of_offers() {
    let found = criteria(&planned(4, UNEQUAL));
    assert_eq!(mean(&found, FairnessCriterion::ParityDifference), 0.25);
    assert_eq!(mean(&found, FairnessCriterion::ParityRatio), 0.5);
    assert_eq!(mean(&found, FairnessCriterion::EqualOpportunity), 0.25);
    assert_eq!(mean(&found, FairnessCriterion::EqualizedOdds), 0.25);
    assert_eq!(mean(&found, FairnessCriterion::PredictiveParity), 0.0);
    let parity = cell(&found, FairnessCriterion::ParityRatio);
    let deciding = parity.deciding.as_ref().expect("groups");
    assert_eq!((deciding.group, deciding.against, deciding.counted, parity.mark), (2, 0, 100.0, Mark::Beyond));
    assert_eq!(cell(&found, FairnessCriterion::PredictiveParity).mark, Mark::Inside);
    assert_eq!(cell(&found, FairnessCriterion::CalibrationGap).mark, Mark::NoMark);
    // 400 and 100 people a world, four worlds: a gap of a quarter is far beyond chance, whatever the correction.
    let row = found.attributes[0].row(FairnessCriterion::ParityDifference).expect("a row");
    let tested = row.tested[1].as_ref().expect("a test");
    // Only that variant has offers, so four gaps are tested together; the smallest p there is, corrected.
    assert_eq!(found.family, 4);
    assert!(tested.null.mean > 0.02 && tested.null.mean < 0.1 && tested.null.p == 0.001, "{tested:?}");
    assert!(tested.adjusted > tested.null.p && tested.adjusted <= 0.004, "{tested:?}");
    assert!(!found.attributes[0].base_rates[1].differ);
}

#[test]
fn alike_groups_are_within_chance_and_base_rates_that_differ_are_noted() {
    let found = criteria(&planned(3, EQUAL));
    let row = found.attributes[0].row(FairnessCriterion::EqualOpportunity).expect("a row");
    assert!(row.tested[1].as_ref().expect("a test").null.p > 0.5);
    assert!(!found.attributes[0].base_rates[1].differ);
    let odds = criteria(&planned(3, ODDS));
    assert!(odds.attributes[0].base_rates[1].differ, "half of two groups would benefit, a quarter of the third");
    // Odds are equal, so neither parity nor predictive parity can hold.
    assert!(mean(&odds, FairnessCriterion::EqualizedOdds) < 1e-12);
    assert!(mean(&odds, FairnessCriterion::ParityDifference) > 0.1 && mean(&odds, FairnessCriterion::PredictiveParity) > 0.2);
    // Equalized odds judge among those who would benefit and those who would not; chance is not the same as for parity.
    let chance = |criterion| odds.attributes[0].course(criterion).expect("a course")[1].chance[0].clone().expect("a level");
    assert!(chance(FairnessCriterion::EqualizedOdds) > chance(FairnessCriterion::ParityDifference));
}

#[test]
fn the_twin_and_small_groups_are_said_in_words() {
    let found = criteria(&planned(2, [[[1, 1], [1, 1]], [[40, 40], [60, 60]], [[0, 0], [0, 0]]]));
    let attribute = &found.attributes[0];
    let twin = &attribute.row(FairnessCriterion::ParityRatio).expect("a row").cells[0];
    assert!(twin.value.as_ref().is_err_and(|why| why.reason.contains("nothing was shown")) && twin.deciding.is_none());
    assert_eq!(twin.mark, Mark::Undefined);
    assert_eq!(cell(&found, FairnessCriterion::ParityRatio).mark, Mark::TooSmall, "four people and nobody");
    assert!(attribute.groups[2].rate(GroupRate::Offered, 1).is_some_and(|(rate, counted)| rate.is_err() && *counted == 0.0));
    assert!(attribute.course(FairnessCriterion::PriceRatio).is_none() && attribute.course(FairnessCriterion::ParityRatio).is_some());
    assert!(attribute.prices[1].iter().all(|prices| prices.mean.is_err()));
    assert!(explore(&attribute.scores[0], CutoffAim::Parity).is_err());
    assert!(explore(&attribute.scores[1], CutoffAim::Parity).is_ok());
}

#[test]
fn intersections_name_the_worst_cell_that_is_large_enough() {
    let run = planned(2, UNEQUAL);
    let found = criteria(&run);
    // One attribute: it is crossed with the segments.
    let grid = &found.intersections[0];
    assert_eq!((grid.rows, grid.columns, grid.cells.len(), grid.cells[0].len()), (Division::Attribute(0), Division::Segments, 3, 3));
    assert_eq!(grid.worst(GroupRate::Offered, 1), Some((2, 0)), "offers were planned for the first segment");
    assert!(grid.cells[0][1].rate(GroupRate::Offered, 1).is_some_and(Result::is_err));
    let slates: f64 = (0..28).map(|day| run.worlds[0].count(1, day, 0, Count::Slates) as f64).sum::<f64>() / run.worlds[0].customers[0] as f64;
    let shown = grid.cells[0][0].rate(GroupRate::Slates, 1).expect("a rate").as_ref().expect("slates");
    assert_eq!(shown.values[0], Some(slates));
}

#[test]
fn the_same_run_gives_the_same_numbers() {
    let run = planned(3, UNEQUAL);
    assert_eq!(format!("{:?}", criteria(&run)), format!("{:?}", criteria(&run)));
}
