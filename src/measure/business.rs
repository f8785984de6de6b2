//! What a policy earns: flows per customer. Divided by all customers of the scope, those who left included, so that leaving shows.

use super::view::Columns;
use crate::ledger::Count;
use crate::scenario::Metric;

/// Choices, clicks, purchases or money less returns, per customer. Range 0 upward; revenue may be below 0 when returns exceed purchases.
pub(super) fn per_customer(metric: Metric, sum: &Columns, people: u64) -> f64 {
    let amount = match metric {
        Metric::Engagement => sum.get(Count::Choices) as f64,
        Metric::SlateClicks => sum.get(Count::SlateClicks) as f64,
        Metric::Purchases => sum.get(Count::Purchases) as f64,
        _ => (sum.get(Count::RevenueCents) - sum.get(Count::ReturnedCents)) as f64 / 100.0,
    };
    amount / people as f64
}
