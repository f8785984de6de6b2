//! Points spread over the unit cube: what sampled sweeps, searches and robustness are drawn from. The same seed gives the same points.

use crate::world::{Keyed, Purpose};

/// Most dimensions that the tables of the Sobol' sequence know.
pub const MOST_SOBOL_DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;
/// Most points of a Sobol' sequence.
pub const MOST_SOBOL_POINTS: usize = 1 << 16;

/// Uniform numbers by their place, each in the half-open interval `[0, 1)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draws {
    keyed: Keyed,
    /// Keeps several uses of one seed apart.
    use_of: u32,
}

impl Draws {
    pub(super) fn new(seed: u64, use_of: u32) -> Self {
        Self { keyed: Keyed::new(seed), use_of }
    }

    fn bits(self, row: usize, column: usize) -> u64 {
        let words = self.keyed.words(row as u64, self.use_of, Purpose::Design, column as u32);
        u64::from(words[0]) | u64::from(words[1]) << 32
    }

    /// The number at that place, with 53 bits.
    pub(super) fn uniform(self, row: usize, column: usize) -> f64 {
        (self.bits(row, column) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `bound`; 0 where the bound is 0.
    pub(super) fn below(self, row: usize, column: usize, bound: usize) -> usize {
        // The product of 64 random bits and the bound, cut to its upper half: biased by less than bound / 2^64.
        ((u128::from(self.bits(row, column)) * bound as u128) >> 64) as usize
    }

    /// The numbers from 0 to `count` in random order (Fisher-Yates).
    pub(super) fn shuffled(self, row: usize, count: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            places.swap(last, self.below(row, last, last + 1));
        }
        places
    }
}

/// A Latin hypercube: in each dimension every one of `points` equal steps holds exactly one point, at a random place of it.
///
/// Source: McKay, Beckman, Conover 1979.
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let draws = Draws::new(seed, 1);
    let steps: Vec<Vec<usize>> = (0..dimensions).map(|dimension| draws.shuffled(dimension, points)).collect();
    let place = Draws::new(seed, 2);
    let at = |point: usize, dimension: usize| {
        let step = steps.get(dimension).and_then(|steps| steps.get(point)).copied().unwrap_or(0);
        (step as f64 + place.uniform(point, dimension)) / points as f64
    };
    (0..points).map(|point| (0..dimensions).map(|dimension| at(point, dimension)).collect()).collect()
}

/// The beginning of a Sobol' sequence, its digits scrambled (Owen 1995, by the hash of Burley 2020): any beginning of it fills the cube evenly, so
/// that more points can be added later. `None` beyond [`MOST_SOBOL_DIMENSIONS`] or [`MOST_SOBOL_POINTS`].
pub fn sobol_sequence(points: usize, dimensions: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    if dimensions > MOST_SOBOL_DIMENSIONS || points > MOST_SOBOL_POINTS {
        return None;
    }
    // The sequence takes 32 bits of seed; both halves count.
    let seed = (seed ^ (seed >> 32)) as u32;
    let at = |point: usize, dimension: usize| f64::from(sobol_burley::sample(point as u32, dimension as u32, seed));
    Some((0..points).map(|point| (0..dimensions).map(|dimension| at(point, dimension)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_step_of_a_latin_hypercube_holds_one_point(points in 1usize..60, dimensions in 1usize..8, seed: u64) {
            let cube = latin_hypercube(points, dimensions, seed);
            for dimension in 0..dimensions {
                let mut steps: Vec<usize> = cube.iter().map(|point| (point[dimension] * points as f64) as usize).collect();
                steps.sort_unstable();
                prop_assert_eq!(steps, (0..points).collect::<Vec<_>>());
            }
        }

        #[test]
        fn a_sobol_sequence_is_stratified_in_every_dimension_and_pair(seed: u64) {
            let cube = sobol_sequence(64, 10, seed).expect("few");
            for dimension in 0..10 {
                let mut steps: Vec<usize> = cube.iter().map(|point| (point[dimension] * 64.0) as usize).collect();
                steps.sort_unstable();
                prop_assert_eq!(steps, (0..64).collect::<Vec<_>>());
            }
            // The first two dimensions are a net: one of 64 points in each of 8 x 8 squares.
            let mut squares: Vec<usize> = cube.iter().map(|point| (point[0] * 8.0) as usize * 8 + (point[1] * 8.0) as usize).collect();
            squares.sort_unstable();
            prop_assert_eq!(squares, (0..64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn seeds_tell_apart_and_repeat() {
        assert_eq!(latin_hypercube(9, 3, 1), latin_hypercube(9, 3, 1));
        assert_ne!(latin_hypercube(9, 3, 1), latin_hypercube(9, 3, 2));
        assert_ne!(sobol_sequence(9, 3, 1), sobol_sequence(9, 3, 1 << 32 | 1), "the upper half of a seed counts");
        assert_eq!(sobol_sequence(4, MOST_SOBOL_DIMENSIONS + 1, 1), None);
        assert!(latin_hypercube(0, 3, 1).is_empty());
        assert_eq!(latin_hypercube(2, 0, 1), [Vec::<f64>::new(), Vec::new()]);
    }

    #[test]
    fn draws_below_a_bound_are_even() {
        let draws = Draws::new(5, 9);
        let mut seen = [0u32; 6];
        for row in 0..6_000 {
            seen[draws.below(row, 0, 6)] += 1;
        }
        // Chi-square with 5 degrees of freedom: beyond 20.5 by luck once in a thousand.
        let chi: f64 = seen.iter().map(|&count| (f64::from(count) - 1_000.0).powi(2) / 1_000.0).sum();
        assert!(chi < 20.5, "{seen:?}");
        assert_eq!(draws.below(0, 0, 0), 0);
    }
}
