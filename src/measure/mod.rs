//! Metrics computed from a ledger. A metric has a value or is undefined with a reason; it is never silently zero.
//!
//! A [`View`] reads one world for one variant and scope once; every metric then comes from it. One file per subject holds the definitions.

mod brand;
mod bubble;
mod business;
mod concentration;
mod consent;
mod creepiness;
mod fairness;
mod feedback;
mod groups;
mod offers;
mod oversight;
mod pairs;
mod panel;
mod price;
mod reach;
mod rights;
mod stated;
mod supply;
mod traffic;
mod trust;
mod view;

pub use crate::stats::{Measured, Undefined};
pub use offers::{GroupRate, GroupSums, calibration_error, cells_where, confusion};
pub use reach::{Intersection, Intersections, worst_intersection};
pub use traffic::channel_rate;
pub use view::{View, people};

use crate::ledger::{Ledger, Scope};
use crate::scenario::{Metric, Unit};

/// A metric of one world, variant and scope, counted from a day (from 1) to the horizon; see [`View::value`].
pub fn value(ledger: &Ledger, variant: usize, metric: Metric, scope: Scope, from_day: usize) -> Measured {
    View::new(ledger, variant, scope)?.value(metric, from_day)
}

/// A daily metric of one world, variant and scope, day by day; see [`View::series`].
pub fn series(ledger: &Ledger, variant: usize, metric: Metric, scope: Scope) -> Vec<Measured> {
    match View::new(ledger, variant, scope) {
        Ok(view) => view.series(metric),
        Err(undefined) => vec![Err(undefined); ledger.shape.days],
    }
}

/// A metric of checkpoints of one world, variant and scope, checkpoint by checkpoint; see [`View::checkpoint_series`].
pub fn checkpoint_series(ledger: &Ledger, variant: usize, metric: Metric, scope: Scope) -> Vec<Measured> {
    match View::new(ledger, variant, scope) {
        Ok(view) => view.checkpoint_series(metric),
        Err(undefined) => vec![Err(undefined); ledger.shape.checkpoints()],
    }
}

/// Whether a metric is kept at checkpoints.
pub fn has_checkpoints(metric: Metric) -> bool {
    metric.is_stated() || matches!(metric, Metric::Within | Metric::Across | Metric::DriftNet | Metric::WorseTrust | Metric::InterestDistance)
}

/// The values that a metric can have at all, for cutting intervals: an interval of the mean may reach past them, the mean cannot.
pub fn range(metric: Metric) -> (f64, f64) {
    match (metric, metric.unit()) {
        (Metric::StatedTransparency | Metric::PriceOrder | Metric::VarietyFollowers | Metric::VarietyOthers | Metric::Merit, _) => (-1.0, 1.0),
        (Metric::Revenue | Metric::Margin, _) => (f64::NEG_INFINITY, f64::INFINITY),
        (_, Unit::PerCustomer | Unit::Money | Unit::Nats | Unit::Days | Unit::Times | Unit::Count | Unit::Size) => (0.0, f64::INFINITY),
        (_, Unit::Topics) => (1.0, f64::INFINITY),
        (_, Unit::Share | Unit::Number | Unit::Bits) => (0.0, 1.0),
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
