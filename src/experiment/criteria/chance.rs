//! The gap that chance alone makes: the largest of several rates is never the smallest, even where groups are alike. Labels of groups are dealt anew
//! within each world, and within what a criterion allows to differ.

use crate::measure::{GroupSums, Undefined, confusion};
use crate::stats::Counts;
use crate::stats::fairness::{Criterion, Rate};
use crate::stats::largest_gap;
use crate::stats::resampling::{Draws, PermutationNull, permutation_null_of_counts};

/// Permutations that a test takes (B5.4).
pub(super) const TEST_DRAWS: u32 = 999;
/// Permutations for each point of a course, where only their mean is shown: worlds multiply them.
pub(super) const COURSE_DRAWS: u32 = 49;

/// The mean over worlds of a criterion's gap against its distribution when group labels mean nothing.
///
/// # Errors
/// Undefined where no world has two groups with a rate.
pub(super) fn chance(criterion: Criterion, worlds: &[Vec<GroupSums>], draws: u32, seed: u64) -> Result<PermutationNull, Undefined> {
    let parts = conditions(criterion);
    let strata: Vec<Vec<Counts>> = worlds.iter().flat_map(|groups| parts.iter().map(|&part| tallies(part, groups))).collect();
    let statistic = |strata: &[Vec<Counts>]| {
        let (mut sum, mut count) = (0.0, 0);
        for world in strata.chunks(parts.len()) {
            // All parts must be defined, as in the criterion itself.
            let gaps: Vec<f64> = world.iter().filter_map(|groups| gap(groups).ok()).collect();
            if gaps.len() == parts.len() {
                sum += gaps.into_iter().fold(0.0, f64::max);
                count += 1;
            }
        }
        if count > 0 { Ok(sum / f64::from(count)) } else { Err(Undefined::new("fewer than two groups have a value")) }
    };
    permutation_null_of_counts(&strata, statistic, &Draws { count: draws, confidence: 0.95, seed })
}

fn gap(groups: &[Counts]) -> crate::measure::Measured {
    largest_gap(&groups.iter().filter(|group| group.trials > 0).map(|group| group.successes as f64 / group.trials as f64).collect::<Vec<f64>>())
}

/// The rates whose numerators are dealt, their denominators kept: so a criterion is tested and not what it allows.
fn conditions(criterion: Criterion) -> &'static [Rate] {
    match criterion {
        Criterion::DemographicParity => &[Rate::Selection],
        Criterion::EqualOpportunity => &[Rate::TruePositive],
        Criterion::PredictiveEquality => &[Rate::FalsePositive],
        Criterion::EqualizedOdds(_) => &[Rate::TruePositive, Rate::FalsePositive],
        Criterion::PredictiveParity => &[Rate::PositivePredictive],
    }
}

fn tallies(rate: Rate, groups: &[GroupSums]) -> Vec<Counts> {
    let tally = |group: &GroupSums| {
        let share = confusion(&group.offers).share(rate);
        Counts { successes: share.part as u64, trials: share.whole as u64 }
    };
    groups.iter().map(tally).collect()
}

/// The same for base rates: whether groups differ in the share who would benefit.
///
/// # Errors
/// As [`chance`].
pub(super) fn chance_of_base_rates(worlds: &[Vec<GroupSums>], draws: u32, seed: u64) -> Result<PermutationNull, Undefined> {
    let tally = |group: &GroupSums| Counts { successes: confusion(&group.offers).positives() as u64, trials: group.offers.total() };
    let strata: Vec<Vec<Counts>> = worlds.iter().map(|groups| groups.iter().map(tally).collect()).collect();
    let statistic = |strata: &[Vec<Counts>]| {
        let gaps: Vec<f64> = strata.iter().filter_map(|groups| gap(groups).ok()).collect();
        if gaps.is_empty() { Err(Undefined::new("fewer than two groups have a value")) } else { Ok(gaps.iter().sum::<f64>() / gaps.len() as f64) }
    };
    permutation_null_of_counts(&strata, statistic, &Draws { count: draws, confidence: 0.95, seed })
}
