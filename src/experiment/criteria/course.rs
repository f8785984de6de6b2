//! The gap between groups from checkpoint to checkpoint, beside the gap that chance makes of groups of that size.

use super::chance::{COURSE_DRAWS, chance};
use super::criterion::FairnessCriterion;
use crate::experiment::estimate::{self, Estimated};
use crate::measure::{GroupSums, Measured, Undefined};

/// One criterion's gap over time under one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct GapCourse {
    /// Last day before each checkpoint, from 1.
    pub days: Vec<usize>,
    /// The gap: mean over worlds, with the interval over worlds.
    pub gap: Vec<Estimated>,
    /// The gap to expect where groups are alike: mean over permutations of labels, over all worlds.
    pub chance: Vec<Measured>,
}

/// The course of a criterion from the sums of each checkpoint, `checkpoints[checkpoint][world][group]`.
pub(super) fn course(criterion: FairnessCriterion, days: &[usize], checkpoints: &[Vec<Vec<GroupSums>>], confidence: f64, seed: u64) -> GapCourse {
    let gap = |worlds: &Vec<Vec<GroupSums>>| {
        let by_world = worlds.iter().map(|groups| criterion.value(groups)).collect();
        estimate::level(by_world, (0.0, 1.0), confidence)
    };
    let by_chance = |(checkpoint, worlds): (usize, &Vec<Vec<GroupSums>>)| match criterion.of_offers() {
        Some(tested) => chance(tested, worlds, COURSE_DRAWS, seed.wrapping_add(1 + checkpoint as u64)).map(|null| null.mean),
        None => Err(Undefined::new("no chance level is drawn for this criterion")),
    };
    GapCourse { days: days.to_vec(), gap: checkpoints.iter().map(gap).collect(), chance: checkpoints.iter().enumerate().map(by_chance).collect() }
}
