//! How creepy touches feel, and how many people are past their own line.

use super::view::{Columns, NOTHING_SHOWN};
use super::{Measured, Undefined};
use crate::ledger::{Count, FIXED_ONE};
use crate::scenario::Metric;
use crate::stats::quotient;

/// Mean felt creepiness of touches, or share of touches called creepy. Range 0 to 1. Undefined without a touch.
pub(super) fn per_touch(metric: Metric, sum: &Columns, anything_shown: bool) -> Measured {
    if !anything_shown {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    let amount = match metric {
        Metric::Creepiness => sum.get(Count::CreepSum) as f64 / FIXED_ONE,
        _ => sum.get(Count::SaysCreepy) as f64,
    };
    quotient(amount, sum.get(Count::Touches) as f64, "there was no touch in these days")
}

/// Person-days over the own line divided by person-days of active people. Range 0 to 1. Undefined when nobody is active any more.
pub(super) fn over_line_share(sum: &Columns) -> Measured {
    quotient(sum.get(Count::OverLine) as f64, sum.get(Count::Active) as f64, "everybody has left")
}

/// Mean chance that a message is answered. Range 0 to 1. Undefined without a message.
pub(super) fn answer_chance(sum: &Columns) -> Measured {
    quotient(sum.get(Count::AnswerSum) as f64 / FIXED_ONE, sum.get(Count::Messages) as f64, "no message was sent in these days")
}
