//! Who is reached at all, how unevenly, and whether one intersection of groups is left out.

use super::groups::largest_ratio;
use super::view::{NOTHING_SHOWN, View};
use super::{Measured, Undefined};
use crate::ledger::{Count, Rare};
use crate::scenario::Metric;
use crate::stats::quotient;

const NO_SLATE: &str = "no slate was shown in these days";

/// Reach from a day (from 0) on.
///
/// - reached: share of people who saw their first slate in these days;
/// - delivery skew: slates per person of the group that gets most, divided by those of the group that gets least, worst attribute;
/// - intersection gap: see [`worst_intersection`].
pub(super) fn over_days(view: &View, metric: Metric, first: usize, people: u64) -> Measured {
    if !view.anything_shown() {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    match metric {
        Metric::Reached => Ok(view.rare(Rare::Reached, first) as f64 / people as f64),
        Metric::DeliverySkew => largest_ratio(view, first, |group| (group.people() > 0.0).then(|| group.count(Count::Slates) / group.people())),
        _ => intersections(view, first).map(|found| found.gap),
    }
}

/// One combination of levels, one of each attribute, and how its rate of premium offers compares.
#[derive(Clone, Debug, PartialEq)]
pub struct Intersection {
    /// Level of each attribute, by index.
    pub levels: Vec<usize>,
    /// Customers, those who left included.
    pub people: u64,
    /// Slates.
    pub slates: u64,
    /// Share of slates with a premium offer in first place.
    pub rate: f64,
}

/// The intersections of a world compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Intersections {
    /// The one with the lowest rate; of equals the first.
    pub worst: Intersection,
    /// Largest gap to the rate of all, weighted by the intersection's share of slates (Kearns). Range 0 to 1.
    pub gap: f64,
}

/// Compares all intersections that got a slate.
fn intersections(view: &View, first: usize) -> Result<Intersections, Undefined> {
    let (ledger, map) = (view.ledger, &view.ledger.shape.cells);
    if map.levels.len() < 2 {
        return Err(Undefined::new("an intersection needs two attributes"));
    }
    let combinations = map.combinations();
    let mut found = Vec::new();
    let (mut premium, mut slates) = (0, 0);
    for combination in 0..combinations {
        let cells = || (0..map.segments).map(|segment| segment * combinations + combination);
        let sum = |column| {
            (first..ledger.shape.days).map(|day| cells().map(|cell| ledger.count(view.variant, day, cell, column)).sum::<i64>()).sum::<i64>()
        };
        let (own_premium, own_slates) = (sum(Count::PremiumTop), sum(Count::Slates));
        premium += own_premium;
        slates += own_slates;
        if own_slates > 0 {
            found.push(Intersection {
                levels: (0..map.levels.len()).map(|attribute| map.level(combination, attribute)).collect(),
                people: cells().map(|cell| ledger.customers[cell]).sum(),
                slates: own_slates as u64,
                rate: own_premium as f64 / own_slates as f64,
            });
        }
    }
    let overall = quotient(premium as f64, slates as f64, NO_SLATE)?;
    let gap = found.iter().map(|own| own.slates as f64 / slates as f64 * (own.rate - overall).abs()).fold(0.0, f64::max);
    let worst = found.into_iter().reduce(|worst, other| if other.rate < worst.rate { other } else { worst });
    worst.map(|worst| Intersections { worst, gap }).ok_or_else(|| Undefined::new(NO_SLATE))
}

/// The intersection of groups with the lowest rate of premium offers over the whole run of one variant, with its size.
///
/// # Errors
/// Undefined with fewer than two attributes, or without a slate.
pub fn worst_intersection(view: &View) -> Result<Intersections, Undefined> {
    intersections(view, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Ledger, Scope};
    use crate::measure::testing::{set, small_ledger};
    use crate::measure::value;

    /// F18: every group of every attribute gets as many premium offers, and yet two intersections get four times as many as the other two.
    #[test]
    fn an_intersection_may_be_left_out_where_no_group_is() {
        let mut shape = small_ledger([0; 4]).shape;
        (shape.cells.segments, shape.cells.levels) = (1, vec![2, 2]);
        let mut ledger = Ledger::new(shape, 1);
        ledger.customers.copy_from_slice(&[10, 10, 10, 10]);
        for (cell, premium) in [80, 20, 20, 80].into_iter().enumerate() {
            set(&mut ledger, 0, cell, Count::Slates, 100);
            set(&mut ledger, 0, cell, Count::PremiumTop, premium);
        }
        assert_eq!(value(&ledger, 1, Metric::ParityDifference, Scope::All, 1), Ok(0.0));
        assert_eq!(value(&ledger, 1, Metric::ParityRatio, Scope::All, 1), Ok(1.0));
        let gap = value(&ledger, 1, Metric::IntersectionGap, Scope::All, 1).expect("two attributes");
        assert!((gap - 0.25 * 0.3).abs() < 1e-12, "{gap}");
        let found = View::new(&ledger, 1, Scope::All).and_then(|view| worst_intersection(&view)).expect("two attributes");
        assert_eq!((found.worst.levels, found.worst.people, found.worst.rate), (vec![0, 1], 10, 0.2));
    }
}
