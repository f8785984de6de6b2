//! A gap that only the intersection shows (F18).

use super::{draws, uniform};

/// Gaps of selection rates over two attributes of two levels each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaps {
    /// Gap of the first attribute, the second ignored.
    pub first: f64,
    /// Gap of the second attribute, the first ignored.
    pub second: f64,
    /// Highest cell rate minus lowest.
    pub cells: f64,
}

/// Gaps from (selected, people) by cell: `cells[a][b]`. Cells without people are left out.
pub fn gaps(cells: &[[(u64, u64); 2]; 2]) -> Gaps {
    let rate = |of: &[(u64, u64)]| {
        let (selected, people) = of.iter().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
        (people > 0).then(|| selected as f64 / people as f64)
    };
    let gap = |rates: &[Option<f64>]| {
        let there = || rates.iter().flatten().copied();
        let (low, high) = (there().fold(f64::INFINITY, f64::min), there().fold(f64::NEG_INFINITY, f64::max));
        if high > low { high - low } else { 0.0 }
    };
    let flat: Vec<(u64, u64)> = cells.iter().flatten().copied().collect();
    Gaps {
        first: gap(&[rate(&cells[0]), rate(&cells[1])]),
        second: gap(&[rate(&[cells[0][0], cells[1][0]]), rate(&[cells[0][1], cells[1][1]])]),
        cells: gap(&flat.iter().map(|&cell| rate(&[cell])).collect::<Vec<_>>()),
    }
}

/// Draws a world in which people of the two diagonal cells are selected at `rate + lift` and the others at `rate - lift`: both marginals are
/// equal by construction, so each attribute looks fair by itself. Everybody belongs to each cell with chance one quarter.
pub fn only_in_the_intersection(people: u64, rate: f64, lift: f64, seed: u64) -> [[(u64, u64); 2]; 2] {
    let mut draws = draws(seed, 0);
    let mut cells = [[(0, 0); 2]; 2];
    for _ in 0..people {
        let (a, b) = (usize::from(uniform(&mut draws) < 0.5), usize::from(uniform(&mut draws) < 0.5));
        let chance = if a == b { rate + lift } else { rate - lift };
        let cell = &mut cells[a][b];
        cell.0 += u64::from(uniform(&mut draws) < chance);
        cell.1 += 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F18: marginal gaps within 0.02, the gap between cells well above, in every of 20 worlds.
    #[test]
    fn marginals_hide_what_the_intersection_shows() {
        for seed in 0..20 {
            let found = gaps(&only_in_the_intersection(40_000, 0.5, 0.17, seed));
            assert!(found.first < 0.02 && found.second < 0.02, "{found:?}");
            assert!((found.cells - 0.34).abs() < 0.03, "{found:?}");
        }
    }

    #[test]
    fn rates_are_exact_and_empty_cells_are_left_out() {
        let found = gaps(&[[(1, 2), (0, 0)], [(3, 4), (1, 4)]]);
        assert_eq!(found, Gaps { first: 0.0, second: 4.0 / 6.0 - 0.25, cells: 0.5 });
        assert_eq!(gaps(&[[(0, 0); 2]; 2]), Gaps { first: 0.0, second: 0.0, cells: 0.0 });
    }
}
