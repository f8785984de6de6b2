//! What customers do about their data and messages: statements, requests and their waits, fewer messages, notifications off, ads bought out of.

use super::Measured;
use super::view::View;
use crate::ledger::{FIXED_ONE, Rare};
use crate::scenario::Metric;
use crate::stats::quotient;

const NO_REQUEST: &str = "nobody asked about data in these days";

/// A metric over the days from `first` (from 0) on.
///
/// - statements per customer; undefined where customers cannot state their topics;
/// - wait: mean days from a request to its being carried out, and the longest mean of a day (all requests of a day wait alike); late: share of
///   requests that wait longer than they may. Undefined without a request;
/// - fewer messages: share of those who were about to unsubscribe and were offered fewer messages that took them; 0 to 1;
/// - notifications off, ads bought out of, ad opt-out: share of customers, those who left included; undefined where there are none;
/// - unsubscribed for too many: share of unsubscriptions mainly for the number of messages; 0 to 1;
/// - similar items kept away: share of items like one that got a thumb-down which would have been shown; 0 to 1.
pub(super) fn over_days(view: &View, metric: Metric, first: usize) -> Measured {
    let rare = |column| view.rare(column, first) as f64;
    let of_people = |column, offered, reason| quotient(rare(column), if view.rare(offered, 0) > 0 { view.people() as f64 } else { 0.0 }, reason);
    match metric {
        Metric::PreferenceUpdates => of_people(Rare::TopicsStated, Rare::TopicsOffered, "customers cannot state their topics"),
        Metric::RequestWait => quotient(rare(Rare::WaitDaysSum) / FIXED_ONE, rare(Rare::Requests), NO_REQUEST),
        Metric::RequestWaitWorst => longest_wait(view, first),
        Metric::LateRequests => quotient(rare(Rare::LateRequests), rare(Rare::Requests), NO_REQUEST),
        Metric::OptedDown => quotient(rare(Rare::OptedDown), rare(Rare::OptDownOffered), "nobody was offered fewer messages in these days"),
        Metric::NotificationsOff => of_people(Rare::NotificationsOff, Rare::NotificationsOffered, "no notification is sent"),
        Metric::AdFree => of_people(Rare::AdFree, Rare::AdsBorne, "visits bring no ads"),
        Metric::AdOptOut => of_people(Rare::AdOptOuts, Rare::AdsSent, "no ad is shown on other pages"),
        Metric::UnsubscribedTooMany => {
            let all = rare(Rare::LeftForTooMany) + rare(Rare::LeftForIrrelevant) + rare(Rare::LeftForCreepy);
            quotient(rare(Rare::LeftForTooMany), all, "nobody unsubscribed in these days")
        }
        _ => {
            let (kept, returned) = (rare(Rare::SimilarKeptAway), rare(Rare::SimilarReturned));
            quotient(kept, kept + returned, "no item like a disliked one was due in these days")
        }
    }
}

fn longest_wait(view: &View, first: usize) -> Measured {
    let mut longest: Option<f64> = None;
    for day in first..view.ledger.shape.days {
        let (requests, days) = (view.rare_on(Rare::Requests, day), view.rare_on(Rare::WaitDaysSum, day) as f64 / FIXED_ONE);
        if requests > 0 {
            let own = days / requests as f64;
            longest = Some(longest.map_or(own, |longest| longest.max(own)));
        }
    }
    longest.map_or_else(|| quotient(0.0, 0.0, NO_REQUEST), Ok)
}
