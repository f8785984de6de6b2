//! Sizes and candidates of a round.

use super::SearchPlan;
use crate::experiment::sweep::{Axis, Setting};
use crate::experiment::unit_cube::latin_hypercube;
use crate::scenario::Scenario;

/// Fewest worlds of a small run, unless the full one has fewer: below that an interval says next to nothing.
const FEWEST_WORLDS: u64 = 4;
/// Fewest people of a small run, unless the full one has fewer.
const FEWEST_PEOPLE: u64 = 200;
/// Sizes from small to full.
const SIZES: usize = 4;

/// How large a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub(super) worlds: u64,
    pub(super) people: u64,
    /// In runs of full size.
    pub(super) cost: f64,
}

/// Sizes from small to full, each half of the next: worlds are halved first, then people.
pub(super) fn ladder(scenario: &Scenario) -> Vec<Size> {
    let (full_worlds, full_people) = (scenario.experiment.worlds, scenario.population.customers);
    let (mut worlds, mut people) = (full_worlds, full_people);
    let mut sizes = vec![Size { worlds, people, cost: 1.0 }];
    while sizes.len() < SIZES {
        if worlds / 2 >= FEWEST_WORLDS {
            worlds /= 2;
        } else if people / 2 >= FEWEST_PEOPLE {
            people /= 2;
        } else {
            break;
        }
        let cost = (worlds * people) as f64 / (full_worlds * full_people) as f64;
        sizes.push(Size { worlds, people, cost });
    }
    sizes.reverse();
    sizes
}

/// What a round with so many candidates costs, in runs of full size; the first round has one more, the scenario as it stands.
pub(super) fn round_cost(sizes: &[Size], candidates: usize) -> f64 {
    let mut left = candidates + 1;
    let mut cost = 0.0;
    for size in sizes {
        cost += left as f64 * size.cost;
        left = left.div_ceil(2);
    }
    cost
}

/// Candidates of a round: all over the ranges, or in a box around the best so far whose sides are halved from round to round.
pub(super) fn next_box(plan: &SearchPlan, centre: Option<&[f64]>, round: usize, candidates: usize) -> Vec<Vec<Setting>> {
    let seed = plan.scenario.experiment.seed.wrapping_add(round as u64);
    let cube = latin_hypercube(candidates, plan.axes.len(), seed);
    // Half a side: a quarter of the range in the first small box.
    let half = 0.5f64.powi(round as i32 + 1);
    let place = |axis: &Axis, share: f64, middle: Option<f64>| match middle {
        None => share,
        // A word has no neighbours: it stays in half of the candidates and is anything in the others.
        Some(middle) if !axis.is_numeric() => {
            if share < 0.5 {
                middle
            } else {
                2.0 * share - 1.0
            }
        }
        Some(middle) => {
            let low = (middle - half).clamp(0.0, 1.0 - 2.0 * half);
            low + 2.0 * half * share
        }
    };
    let mut found: Vec<Vec<Setting>> = Vec::new();
    for point in cube {
        let settings: Vec<Setting> = plan
            .axes
            .iter()
            .zip(point)
            .enumerate()
            .filter_map(|(index, (axis, share))| axis.at(place(axis, share, centre.and_then(|centre| centre.get(index)).copied())))
            .collect();
        if !found.contains(&settings) {
            found.push(settings);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_double_up_to_the_full_one() {
        let mut scenario = Scenario::default();
        (scenario.experiment.worlds, scenario.population.customers) = (20, 5_000);
        let sizes: Vec<(u64, u64)> = ladder(&scenario).iter().map(|size| (size.worlds, size.people)).collect();
        assert_eq!(sizes, [(5, 2_500), (5, 5_000), (10, 5_000), (20, 5_000)]);
        (scenario.experiment.worlds, scenario.population.customers) = (3, 250);
        assert_eq!(ladder(&scenario), [Size { worlds: 3, people: 250, cost: 1.0 }]);
        // 9 candidates and the scenario: 10 / 8 + 5 / 4 + 3 / 2 + 2.
        (scenario.experiment.worlds, scenario.population.customers) = (20, 5_000);
        assert!((round_cost(&ladder(&scenario), 9) - 6.0).abs() < 1e-12);
    }
}
