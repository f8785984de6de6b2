//! A value compared over the groups of each attribute; the attribute that fares worst counts.

use super::view::{View, cells_of};
use super::{Measured, Undefined};
use crate::ledger::{Count, Rare, Scope};
use crate::stats::quotient;

/// Sums of one group of a view, from a day (from 0) on.
pub(super) struct Group<'a, 'b> {
    view: &'b View<'a>,
    cells: Vec<usize>,
    first: usize,
}

impl Group<'_, '_> {
    /// Customers, those who left included.
    pub(super) fn people(&self) -> f64 {
        self.cells.iter().map(|&cell| self.view.ledger.customers[cell]).sum::<u64>() as f64
    }

    /// Its cells.
    pub(super) fn cells(&self) -> &[usize] {
        &self.cells
    }

    /// A frequent column.
    pub(super) fn count(&self, column: Count) -> f64 {
        self.over_days(|day, cell| self.view.ledger.count(self.view.variant, day, cell, column))
    }

    /// A column of what happens seldom.
    pub(super) fn rare(&self, column: Rare) -> f64 {
        self.over_days(|day, cell| self.view.ledger.rare(self.view.variant, day, cell, column))
    }

    fn over_days(&self, value: impl Fn(usize, usize) -> i64) -> f64 {
        let days = self.first..self.view.ledger.shape.days;
        days.map(|day| self.cells.iter().map(|&cell| value(day, cell)).sum::<i64>()).sum::<i64>() as f64
    }
}

/// The largest of the values that attributes have, each found from its groups. Undefined where none has one, for the reason of the first.
pub(super) fn over_attributes<'a>(view: &View<'a>, first: usize, value: impl Fn(&[Group<'a, '_>]) -> Measured) -> Measured {
    let mut worst: Option<f64> = None;
    let mut reason: Option<Undefined> = None;
    for (attribute, &levels) in view.ledger.shape.cells.levels.iter().enumerate() {
        let group = |level| Group { view, cells: cells_of(view.ledger, Scope::Group { attribute, level }), first };
        match value(&(0..levels).map(group).collect::<Vec<_>>()) {
            Ok(found) => worst = Some(worst.map_or(found, |worst| worst.max(found))),
            Err(undefined) => reason = reason.or(Some(undefined)),
        }
    }
    worst.ok_or_else(|| reason.unwrap_or_else(|| Undefined::new("the scenario declares no attribute")))
}

/// Highest value of a group divided by the lowest, for the attribute where that is largest: from 1 upward. Groups without a value are left out;
/// an attribute needs two others and a lowest value above 0.
pub(super) fn largest_ratio(view: &View, first: usize, value: impl Fn(&Group) -> Option<f64>) -> Measured {
    over_attributes(view, first, |groups| ratio(&groups.iter().filter_map(&value).collect::<Vec<f64>>()))
}

fn ratio(values: &[f64]) -> Measured {
    if values.len() < 2 {
        return Err(Undefined::new("fewer than two groups have a value"));
    }
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    quotient(high, low, "some group's value is zero")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_is_divided_by_the_lowest() {
        assert_eq!(ratio(&[1.0, 2.0, 1.5]), Ok(2.0));
        assert_eq!(ratio(&[1.0, 1.0]), Ok(1.0));
        assert!(ratio(&[1.0]).is_err());
        assert!(ratio(&[0.0, 1.0]).is_err());
    }
}
