//! Which points a sweep has, and in which order they are flown.

use serde::{Deserialize, Serialize};

use super::axis::{Axis, Setting};
use crate::experiment::unit_cube::{latin_hypercube, sobol_sequence};

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Design {
    /// Every combination of the values.
    Grid,
    /// So many points of a Latin hypercube.
    LatinHypercube(usize),
    /// So many points of a scrambled Sobol' sequence.
    Sobol(usize),
}

impl Design {
    /// The words in tables.
    pub fn words(self) -> String {
        match self {
            Self::Grid => "grid".into(),
            Self::LatinHypercube(points) => format!("Latin hypercube of {points}"),
            Self::Sobol(points) => format!("Sobol' sequence of {points}"),
        }
    }
}

/// A point that is to be flown.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPoint {
    /// The value of each axis.
    pub settings: Vec<Setting>,
    /// In a grid: the place of each value on its axis; empty in sampled designs.
    pub places: Vec<usize>,
}

/// Every combination, the last axis fastest.
pub(super) fn grid(axes: &[Axis]) -> Vec<PlannedPoint> {
    let mut points = vec![PlannedPoint { settings: Vec::new(), places: Vec::new() }];
    for axis in axes {
        let extended = |point: &PlannedPoint| {
            let point = point.clone();
            axis.values().iter().enumerate().map(move |(place, value)| {
                let mut point = point.clone();
                point.settings.push(value.clone());
                point.places.push(place);
                point
            })
        };
        points = points.iter().flat_map(extended).collect();
    }
    points
}

/// Points of a sampled design; `None` where the sequence has not so many.
pub(super) fn sampled(axes: &[Axis], design: Design, seed: u64) -> Option<Vec<PlannedPoint>> {
    let cube = match design {
        Design::Grid => return None,
        Design::LatinHypercube(points) => latin_hypercube(points, axes.len(), seed),
        Design::Sobol(points) => sobol_sequence(points, axes.len(), seed)?,
    };
    let point = |shares: Vec<f64>| PlannedPoint {
        settings: axes.iter().zip(shares).filter_map(|(axis, share)| axis.at(share)).collect(),
        places: Vec::new(),
    };
    Some(cube.into_iter().map(point).collect())
}

/// The order in which a grid is flown: its corners first, then what halves the distance between what is there, so that a coarse map is soon whole.
/// Values that are no numbers have nothing between them and count as corners.
pub(super) fn coarse_first(axes: &[Axis], points: &[PlannedPoint]) -> Vec<usize> {
    let levels: Vec<Vec<usize>> =
        axes.iter().map(|axis| if axis.is_numeric() { halvings(axis.values().len()) } else { vec![0; axis.values().len()] }).collect();
    let level = |point: &PlannedPoint| {
        let of = |(places, levels): (&usize, &Vec<usize>)| levels.get(*places).copied().unwrap_or(0);
        point.places.iter().zip(&levels).map(of).max().unwrap_or(0)
    };
    let mut order: Vec<usize> = (0..points.len()).collect();
    // Stable: equals keep their place.
    order.sort_by_key(|&index| points.get(index).map_or(0, level));
    order
}

/// By place: how many times the row must be halved until it is met; 0 for both ends.
fn halvings(count: usize) -> Vec<usize> {
    let mut levels = vec![0; count];
    let mut gaps: Vec<(usize, usize)> = if count > 2 { vec![(0, count - 1)] } else { Vec::new() };
    let mut level = 0;
    while !gaps.is_empty() {
        level += 1;
        let mut next = Vec::new();
        for (low, high) in gaps {
            let middle = low.midpoint(high);
            if middle == low {
                continue;
            }
            if let Some(found) = levels.get_mut(middle) {
                *found = level;
            }
            next.extend([(low, middle), (middle, high)]);
        }
        gaps = next;
    }
    levels
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::axis::Reach;
    use super::*;

    fn axis(count: usize) -> Axis {
        let values = (0..count).map(|value| Setting { text: value.to_string(), number: Some(value as f64) }).collect();
        Axis { path: "x".into(), unit: String::new(), whole: true, reach: Reach::Values(values) }
    }

    #[test]
    fn corners_come_first_and_gaps_are_halved() {
        assert_eq!(halvings(9), [0, 3, 2, 3, 1, 3, 2, 3, 0]);
        assert_eq!(halvings(2), [0, 0]);
        assert_eq!((halvings(1), halvings(0)), (vec![0], vec![]));
        let axes = [axis(3), axis(3)];
        let points = grid(&axes);
        let order: Vec<Vec<usize>> = coarse_first(&axes, &points).into_iter().map(|index| points[index].places.clone()).collect();
        assert_eq!(order, [[0, 0], [0, 2], [2, 0], [2, 2], [0, 1], [1, 0], [1, 1], [1, 2], [2, 1]]);
    }

    proptest! {
        #[test]
        fn every_point_is_flown_once(sizes in prop::collection::vec(1usize..7, 1..4)) {
            let axes: Vec<Axis> = sizes.iter().map(|&size| axis(size)).collect();
            let points = grid(&axes);
            prop_assert_eq!(points.len(), sizes.iter().product::<usize>());
            let mut order = coarse_first(&axes, &points);
            order.sort_unstable();
            prop_assert_eq!(order, (0..points.len()).collect::<Vec<_>>());
        }

        #[test]
        fn every_place_of_a_row_is_met_soon(count in 1usize..200) {
            let most = halvings(count).into_iter().max().unwrap_or(0);
            prop_assert!(1usize << most <= 2 * count.max(1), "{} halvings for {} values", most, count);
        }
    }

    #[test]
    fn sampled_points_lie_on_the_axes() {
        let between = Axis { path: "x".into(), unit: String::new(), whole: false, reach: Reach::Between { low: 2.0, high: 4.0 } };
        let points = sampled(&[between, axis(2)], Design::LatinHypercube(10), 1).expect("points");
        assert!(points.iter().all(|point| (2.0..=4.0).contains(&point.settings[0].number.expect("a number"))));
        assert_eq!(points.iter().filter(|point| point.settings[1].text == "0").count(), 5, "a list is chosen from evenly");
        assert!(sampled(&[axis(2)], Design::Sobol(1 << 17), 1).is_none());
    }
}
