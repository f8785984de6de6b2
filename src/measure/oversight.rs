//! What the organisation saw, found and did, and whether it kept its duties.

use super::view::View;
use super::{Measured, Undefined};
use crate::ledger::{Oversight, Rare};
use crate::scenario::Metric;
use crate::stats::quotient;

const NOBODY_WATCHES: &str = "nobody watches this variant";

/// A metric over the days from `first` (from 0) on, of `people` customers.
///
/// - alarms and false alarms: how many, of all monitors and audits; false ones came before any event of the variant, or where there is none;
/// - detection delay: days from the first event of the variant to the first alarm after it; undefined where there is no event and where none came;
/// - response cost: money for audits and responses, per customer;
/// - audit response: mean days from an audit that found something until a protocol answered; undefined where none did.
///
/// All of these are undefined where nobody watches the variant. The others are not:
///
/// - retention breaches: days on which a customer's data were held beyond their retention, per customer; undefined where purges are never late;
/// - consent renewal: share of the consents due for renewal that were asked for again in time; undefined where none was due.
pub(super) fn over_days(view: &View, metric: Metric, first: usize, people: u64) -> Measured {
    let rare = |column| view.rare(column, first) as f64;
    match metric {
        Metric::RetentionBreaches => {
            let watched = view.rare(Rare::PurgesWatched, 0) > 0;
            return quotient(rare(Rare::OverdueData), if watched { people as f64 } else { 0.0 }, "no purge of data is late");
        }
        Metric::ConsentRenewal => {
            return quotient(rare(Rare::RenewedInTime), rare(Rare::RenewalsDue), "no consent was due for renewal in these days");
        }
        _ => {}
    }
    let over = |column, first| (first..view.day_count()).map(|day| view.ledger.oversight(view.variant, day, column)).sum::<i64>() as f64;
    if over(Oversight::Watchers, 0) == 0.0 {
        return Err(Undefined::new(NOBODY_WATCHES));
    }
    match metric {
        Metric::Alarms => Ok(over(Oversight::Alarms, first)),
        Metric::FalseAlarms => Ok(over(Oversight::FalseAlarms, first)),
        Metric::DetectionDelay => {
            let reason = if over(Oversight::Harmed, 0) > 0.0 { "what happened was not found" } else { "nothing happened that could be found" };
            quotient(over(Oversight::FoundDays, first), over(Oversight::Found, first), reason)
        }
        Metric::ResponseCost => Ok(over(Oversight::CostCents, first) * Oversight::CostCents.worth() / people as f64),
        _ => {
            let found = over(Oversight::AuditFindings, first) > 0.0;
            let reason = if found { "no protocol answered what audits found" } else { "no audit found anything" };
            quotient(over(Oversight::AnswerDays, first), over(Oversight::AuditsAnswered, first), reason)
        }
    }
}
