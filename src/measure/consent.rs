//! Consent: how requests end, what is taken back, and what a company that records with consent only never sees (C35).

use super::Measured;
use super::view::{Columns, View};
use crate::ledger::{Count, Rare};
use crate::scenario::Metric;
use crate::stats::quotient;

const NOBODY_ASKED: &str = "nobody was asked for consent in these days";

/// A metric of consent over the days from `first` (from 0) on, whose daily columns add up to `sum`.
///
/// - given and answered: share of requests (one for each person and signal) that were accepted, or accepted or refused; 0 to 1;
/// - withdrawn: consents taken back per customer; undefined where that is not offered;
/// - recorded visits and revenue: share of visits, or of money from purchases, by people who consent to being recorded; 0 to 1. Undefined where
///   consent to recording is not asked for.
pub(super) fn over_days(view: &View, metric: Metric, first: usize, sum: &Columns) -> Measured {
    let rare = |column| view.rare(column, first) as f64;
    match metric {
        Metric::ConsentGiven => quotient(rare(Rare::ConsentAccepted), rare(Rare::ConsentAsked), NOBODY_ASKED),
        Metric::ConsentAnswered => quotient(rare(Rare::ConsentAnswered), rare(Rare::ConsentAsked), NOBODY_ASKED),
        Metric::ConsentWithdrawn => {
            let offered = view.rare(Rare::WithdrawalOffered, 0) as f64;
            quotient(rare(Rare::ConsentWithdrawn), offered, "single consents cannot be taken back")
        }
        Metric::RecordedVisits => recorded(view, rare(Rare::UnrecordedVisits), sum.get(Count::Visits) as f64),
        _ => recorded(view, rare(Rare::UnrecordedCents), sum.get(Count::RevenueCents) as f64),
    }
}

fn recorded(view: &View, hidden: f64, all: f64) -> Measured {
    let asked = if view.rare(Rare::RecordingAsked, 0) > 0 { all } else { 0.0 };
    quotient(all - hidden, asked, "consent to being recorded is not asked for, or there is nothing to record")
}
