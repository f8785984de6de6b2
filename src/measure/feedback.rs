//! What people do about it: thumbs down, complaints, opting out, unsubscribing, leaving.

use super::view::Columns;
use crate::ledger::Count;
use crate::scenario::Metric;

/// Events per customer, those who left included. Opting out, unsubscribing and leaving happen at most once, so theirs is a share.
pub(super) fn per_customer(metric: Metric, sum: &Columns, people: u64) -> f64 {
    let column = match metric {
        Metric::ThumbsDown => Count::ThumbsDown,
        Metric::Complaints => Count::Complaints,
        Metric::OptOut => Count::OptOuts,
        Metric::Unsubscribed => Count::Unsubscribes,
        _ => Count::Churned,
    };
    sum.get(column) as f64 / people as f64
}
