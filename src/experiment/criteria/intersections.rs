//! Two divisions of customers crossed: one attribute by another, or by segment. A gap may hide where groups meet.

use super::groups::{Division, last_checkpoint};
use crate::experiment::SMALL_GROUP;
use crate::experiment::estimate::{self, Estimated};
use crate::measure::{GroupRate, GroupSums, Measured, cells_where};
use crate::simulate::Run;

/// Where two groups meet.
#[derive(Clone, Debug)]
pub struct IntersectionCell {
    /// Customers, mean over worlds.
    pub people: f64,
    /// Fewer than 30 customers in some world: shown, never judged.
    pub small: bool,
    /// Each rate of [`GroupRate::ALL`], by variant (twin first).
    rates: Vec<Vec<Estimated>>,
}

impl IntersectionCell {
    /// A rate under a variant.
    pub fn rate(&self, rate: GroupRate, variant: usize) -> Option<&Estimated> {
        let place = GroupRate::ALL.iter().position(|&other| other == rate)?;
        self.rates.get(place)?.get(variant)
    }
}

/// Two divisions crossed.
#[derive(Clone, Debug)]
pub struct IntersectionGrid {
    /// What the rows are.
    pub rows: Division,
    /// What the columns are.
    pub columns: Division,
    /// Cells by row, then by column.
    pub cells: Vec<Vec<IntersectionCell>>,
}

impl IntersectionGrid {
    /// The cell that is worst off among those large enough to judge, by row and column: the lowest rate, or the highest where that is no good; of
    /// equals the first.
    pub fn worst(&self, rate: GroupRate, variant: usize) -> Option<(usize, usize)> {
        let mut worst: Option<((usize, usize), f64)> = None;
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.small) {
                let Some(Ok(estimate)) = cell.rate(rate, variant) else { continue };
                let own = if rate.is_favourable() { estimate.mean } else { -estimate.mean };
                if worst.is_none_or(|(_, other)| own < other) {
                    worst = Some(((row, column), own));
                }
            }
        }
        worst.map(|(place, _)| place)
    }
}

/// Every pair of attributes, then every attribute by segment.
pub(super) fn grids(run: &Run) -> Vec<IntersectionGrid> {
    let attributes = run.scenario.population.attributes.len();
    let mut pairs = Vec::new();
    for one in 0..attributes {
        pairs.extend((one + 1..attributes).map(|other| (Division::Attribute(one), Division::Attribute(other))));
    }
    pairs.extend((0..attributes).map(|one| (Division::Attribute(one), Division::Segments)));
    pairs.into_iter().map(|(rows, columns)| grid(run, rows, columns)).collect()
}

fn grid(run: &Run, rows: Division, columns: Division) -> IntersectionGrid {
    let cell = |row: usize, column: usize| cell(run, rows, row, columns, column);
    let across = columns.parts(run).len();
    let cells = (0..rows.parts(run).len()).map(|row| (0..across).map(|column| cell(row, column)).collect()).collect();
    IntersectionGrid { rows, columns, cells }
}

fn cell(run: &Run, rows: Division, row: usize, columns: Division, column: usize) -> IntersectionCell {
    let checkpoint = last_checkpoint(run);
    let of = |variant: usize| -> Vec<GroupSums> {
        let sums = |ledger: &crate::ledger::Ledger| {
            GroupSums::of(ledger, variant, checkpoint, &cells_where(ledger, rows.scope(row), Some(columns.scope(column))))
        };
        run.worlds.iter().map(|ledger| sums(ledger)).collect()
    };
    let by_variant: Vec<Vec<GroupSums>> = (0..run.variants.len()).map(of).collect();
    let people: Vec<u64> = by_variant.first().map_or_else(Vec::new, |worlds| worlds.iter().map(|sums| sums.people).collect());
    let confidence = run.scenario.experiment.confidence;
    let estimated = |rate: GroupRate, worlds: &Vec<GroupSums>| {
        let values: Vec<Measured> = worlds.iter().map(|sums| sums.rate(rate)).collect();
        estimate::level(values, (0.0, rate.highest()), confidence)
    };
    IntersectionCell {
        people: people.iter().sum::<u64>() as f64 / people.len().max(1) as f64,
        small: people.iter().any(|&people| people < SMALL_GROUP),
        rates: GroupRate::ALL.iter().map(|&rate| by_variant.iter().map(|worlds| estimated(rate, worlds)).collect()).collect(),
    }
}
