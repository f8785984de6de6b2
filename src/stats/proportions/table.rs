//! Tables of two rows and two columns.

use crate::stats::means::statistic_of;
use crate::stats::{Measured, Undefined, chi_square_sf, hypergeometric_probability};

/// Probabilities within this share of each other are taken as equal: they differ by rounding alone.
const EQUAL: f64 = 1e-9;

/// Fisher's exact test of a table `[[a, b], [c, d]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct FisherTest {
    /// Chance of a table at most as probable as this one, its margins given.
    pub p_two_sided: Measured,
    /// Chance of a first cell at most as large.
    pub p_less: Measured,
    /// Chance of a first cell at least as large.
    pub p_greater: Measured,
    /// Odds ratio of the sample, `a d / (b c)`; infinite over zero, undefined for zero over zero.
    pub odds_ratio: Measured,
}

/// Fisher's exact test. With an empty row or column only one table is possible, and every chance is 1.
pub fn fisher_exact(table: [[u64; 2]; 2]) -> FisherTest {
    let [[a, b], [c, d]] = table;
    let odds_ratio = statistic_of(a as f64 * d as f64, b as f64 * c as f64);
    let Some(margins) = Margins::of(table) else {
        let many = || Err(Undefined::new("more are counted than a table can hold"));
        return FisherTest { p_two_sided: many(), p_less: many(), p_greater: many(), odds_ratio };
    };
    FisherTest { p_two_sided: margins.two_sided(a), p_less: margins.one_sided(a, false), p_greater: margins.one_sided(a, true), odds_ratio }
}

struct Margins {
    all: u64,
    row: u64,
    column: u64,
}

impl Margins {
    /// The margins of a table, if all of it can be counted, twice over.
    fn of([[a, b], [c, d]]: [[u64; 2]; 2]) -> Option<Self> {
        let (row, column) = (a.checked_add(b)?, a.checked_add(c)?);
        let all = row.checked_add(c.checked_add(d)?)?;
        (all <= u64::MAX / 2).then_some(Self { all, row, column })
    }

    fn least(&self) -> u64 {
        (self.row + self.column).saturating_sub(self.all)
    }

    fn most(&self) -> u64 {
        self.row.min(self.column)
    }

    fn point(&self, cell: u64) -> Measured {
        hypergeometric_probability(cell, self.all, self.row, self.column)
    }

    /// The probability of a cell over that of the cell before.
    fn ratio(&self, cell: u64) -> f64 {
        let (left, up) = ((self.row - cell + 1) as f64, (self.column - cell + 1) as f64);
        left / cell as f64 * (up / (self.all + cell - self.row - self.column) as f64)
    }

    /// Sum of probabilities from one cell, whose own is given, to an end.
    fn tail(&self, from: u64, point: f64, upwards: bool) -> f64 {
        let (mut cell, mut term, mut sum) = (from, point, point);
        loop {
            if cell == if upwards { self.most() } else { self.least() } {
                return sum;
            }
            let before = term;
            if upwards {
                cell += 1;
                term *= self.ratio(cell);
            } else {
                term /= self.ratio(cell);
                cell -= 1;
            }
            sum += term;
            // Past the mode terms fall faster and faster.
            if term < before && term <= 1e-18 * sum {
                return sum;
            }
        }
    }

    /// The most probable cell.
    fn mode(&self) -> u64 {
        let mode = ((self.row as f64 + 1.0) * (self.column as f64 + 1.0) / (self.all as f64 + 2.0)) as u64;
        mode.clamp(self.least(), self.most())
    }

    /// Chance of this cell and all to one side. Where that holds the mode it is one less the rest, which may begin too far out to be summed from.
    fn one_sided(&self, cell: u64, upwards: bool) -> Measured {
        let (mode, end) = (self.mode(), if upwards { self.least() } else { self.most() });
        let holds_mode = if upwards { cell <= mode } else { cell >= mode };
        if !holds_mode {
            return Ok(self.tail(cell, self.point(cell)?, upwards).min(1.0));
        }
        if cell == end {
            return Ok(1.0);
        }
        let next = if upwards { cell - 1 } else { cell + 1 };
        Ok((1.0 - self.tail(next, self.point(next)?, !upwards)).max(0.0))
    }

    fn two_sided(&self, cell: u64) -> Measured {
        let point = self.point(cell)?;
        let bound = point * (1.0 + EQUAL);
        let mode = self.mode();
        if self.point(mode)? <= bound {
            return Ok(1.0);
        }
        let upwards = cell > mode;
        let own = self.tail(cell, point, upwards);
        // On the other side of the mode, the cell nearest to it that is no more probable; probabilities fall away from the mode.
        let end = if upwards { self.least() } else { self.most() };
        if self.point(end)? > bound {
            return Ok(own.min(1.0));
        }
        let (mut inside, mut outside) = (mode, end);
        while inside.abs_diff(outside) > 1 {
            let middle = inside.midpoint(outside);
            if self.point(middle)? <= bound {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        Ok((own + self.tail(outside, self.point(outside)?, !upwards)).min(1.0))
    }
}

/// Pearson's chi-square test of a table, with one degree of freedom.
#[derive(Clone, Debug, PartialEq)]
pub struct TableTest {
    /// Sum of `(observed - expected)^2 / expected`.
    pub chi_square: f64,
    /// Chance of a chi-square number above it.
    pub p_value: f64,
}

/// Chi-square test of independence of a table `[[a, b], [c, d]]`; with `yates`, every distance from expectation is shortened by a half, at most to zero.
///
/// # Errors
/// Undefined when a row or a column is empty.
pub fn table_chi_square(table: [[u64; 2]; 2], yates: bool) -> Result<TableTest, Undefined> {
    let [[a, b], [c, d]] = table.map(|row| row.map(|count| count as f64));
    let all = a + b + c + d;
    let (rows, columns) = ([a + b, c + d], [a + c, b + d]);
    if rows.contains(&0.0) || columns.contains(&0.0) {
        return Err(Undefined::new("a row or a column is empty"));
    }
    // All four distances are the same but for their sign.
    let distance = ((a * d - b * c) / all).abs();
    let distance = if yates { (distance - 0.5).max(0.0) } else { distance };
    let expected = |row: usize, column: usize| rows[row] * columns[column] / all;
    let weights: f64 = [(0, 0), (0, 1), (1, 0), (1, 1)].iter().map(|&(row, column)| 1.0 / expected(row, column)).sum();
    let chi_square = distance * distance * weights;
    Ok(TableTest { chi_square, p_value: chi_square_sf(chi_square, 1.0)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_tables() {
        for table in [[[0, 0], [5, 8]], [[0, 5], [0, 8]], [[0, 0], [0, 0]]] {
            let test = fisher_exact(table);
            assert_eq!((test.p_two_sided, test.p_less, test.p_greater), (Ok(1.0), Ok(1.0), Ok(1.0)));
            assert!(test.odds_ratio.is_err() && table_chi_square(table, false).is_err());
        }
        assert_eq!(fisher_exact([[0, 10], [5, 8]]).odds_ratio, Ok(0.0));
        assert_eq!(fisher_exact([[3, 0], [5, 8]]).odds_ratio, Ok(f64::INFINITY));
        assert!(fisher_exact([[u64::MAX, 1], [1, 1]]).p_less.is_err(), "nothing overflows");
        // Fisher's lady tasting tea: 17/35 in all, 17/70 upwards.
        let tea = fisher_exact([[3, 1], [1, 3]]);
        assert!((tea.p_two_sided.unwrap() - 17.0 / 35.0).abs() < 1e-14 && (tea.p_greater.unwrap() - 17.0 / 70.0).abs() < 1e-14);
    }

    proptest! {
        #[test]
        fn chances_are_sums_over_all_tables(a in 0u64..25, b in 0u64..25, c in 0u64..25, d in 0u64..25) {
            let test = fisher_exact([[a, b], [c, d]]);
            let margins = Margins::of([[a, b], [c, d]]).unwrap();
            let point = margins.point(a).unwrap();
            let all: Vec<(u64, f64)> = (margins.least()..=margins.most()).map(|cell| (cell, margins.point(cell).unwrap())).collect();
            let sum = |keep: &dyn Fn(u64, f64) -> bool| all.iter().filter(|(cell, p)| keep(*cell, *p)).map(|(_, p)| p).sum::<f64>();
            prop_assert!((test.p_less.unwrap() - sum(&|cell, _| cell <= a)).abs() < 1e-12);
            prop_assert!((test.p_greater.unwrap() - sum(&|cell, _| cell >= a)).abs() < 1e-12);
            prop_assert!((test.p_two_sided.unwrap() - sum(&|_, p| p <= point * (1.0 + 1e-9))).abs() < 1e-12);
        }

        #[test]
        fn the_correction_never_lowers_p(a in 1u64..60, b in 1u64..60, c in 1u64..60, d in 1u64..60) {
            let (plain, corrected) = (table_chi_square([[a, b], [c, d]], false).unwrap(), table_chi_square([[a, b], [c, d]], true).unwrap());
            prop_assert!(corrected.p_value >= plain.p_value);
        }
    }
}
