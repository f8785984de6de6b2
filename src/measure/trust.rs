//! Trust over all customers; those who left keep their last trust, so that losing the distrustful does not look like gaining trust.

use super::view::Columns;
use crate::ledger::{Count, FIXED_ONE};
use crate::scenario::Metric;

/// Mean trust, or share of people with trust below 0.3, mean over the days summed. Range 0 to 1.
pub(super) fn over_days(metric: Metric, sum: &Columns, people: u64, days: usize) -> f64 {
    let amount = match metric {
        Metric::TrustMean => sum.get(Count::TrustSum) as f64 / FIXED_ONE,
        _ => sum.get(Count::LowTrust) as f64,
    };
    amount / (people as f64 * days as f64)
}
