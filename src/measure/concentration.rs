//! How unequally items are chosen and shown, over the whole run and the whole catalog, items without any included.

use super::view::{NOTHING_SHOWN, View};
use super::{Measured, Undefined};
use crate::scenario::Metric;
use crate::stats::gini;

/// Gini of choices, Gini of slots, or share of items shown at least once. Range 0 to 1.
pub(super) fn over_run(view: &View, metric: Metric) -> Measured {
    if metric == Metric::SalesGini {
        return gini(view.ledger.sales(view.variant)).map_err(|_| Undefined::new("nobody has chosen anything"));
    }
    let slots = view.ledger.exposure(view.variant);
    let shown = slots.iter().filter(|&&slots| slots > 0).count();
    if shown == 0 {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    match metric {
        Metric::SlotGini => gini(slots),
        _ => Ok(shown as f64 / slots.len() as f64),
    }
}
