//! One variant and scope of one world's ledger, read once, and the metrics that follow from it.

use super::{
    Measured, Undefined, brand, bubble, business, concentration, consent, creepiness, fairness, feedback, has_checkpoints, oversight, panel, price,
    reach, rights, stated, supply, trust,
};
use crate::ledger::{Count, Ledger, Rare, Scope};
use crate::scenario::Metric;

/// Reason for metrics of recommendations where none was given.
pub(super) const NOTHING_SHOWN: &str = "no recommender: nothing was shown";

/// Columns of one day, or summed over days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns([i64; Count::COUNT]);

impl Columns {
    /// One column.
    pub(super) fn get(&self, column: Count) -> i64 {
        self.0[column as usize]
    }

    fn add(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(other.0) {
            *sum += part;
        }
    }
}

/// One variant and scope of one world: daily columns summed over the cells of the scope.
pub struct View<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) variant: usize,
    pub(super) scope: Scope,
    people: u64,
    days: Vec<Columns>,
}

impl<'a> View<'a> {
    /// Reads the ledger once.
    ///
    /// # Errors
    /// Undefined when nobody is in the scope, or the ledger has no such variant.
    pub fn new(ledger: &'a Ledger, variant: usize, scope: Scope) -> Result<Self, Undefined> {
        Self::up_to(ledger, variant, scope, ledger.shape.days)
    }

    /// Reads the ledger as if the run had ended after so many days. Metrics of checkpoints are those of the last one by then; concentration and
    /// coverage are kept for the whole run only and stay so.
    ///
    /// # Errors
    /// Undefined when nobody is in the scope, or the ledger has no such variant.
    pub fn up_to(ledger: &'a Ledger, variant: usize, scope: Scope, days: usize) -> Result<Self, Undefined> {
        if variant >= ledger.shape.variants {
            return Err(Undefined::new("the run has no such variant"));
        }
        let cells = cells_of(ledger, scope);
        let people = cells.iter().filter_map(|&cell| ledger.customers.get(cell)).sum();
        if people == 0 {
            return Err(Undefined::new("nobody is in this group"));
        }
        let days = (0..ledger.shape.days.min(days))
            .map(|day| {
                let mut sum = Columns::default();
                for &cell in &cells {
                    for (total, &column) in sum.0.iter_mut().zip(Count::ALL) {
                        *total += ledger.count(variant, day, cell, column);
                    }
                }
                sum
            })
            .collect();
        Ok(Self { ledger, variant, scope, people, days })
    }

    /// Days that are looked at.
    pub(super) fn day_count(&self) -> usize {
        self.days.len()
    }

    /// Customers of the scope, those who left included.
    pub fn people(&self) -> u64 {
        self.people
    }

    /// A metric counted from a day (from 1) to the horizon. Metrics that are kept at checkpoints or for the run as a whole (breadth, distance,
    /// drift, trust against the twin, concentration, coverage) are those of the last day whatever `from_day` is.
    ///
    /// # Errors
    /// Undefined where there is nothing to divide by, where the metric is not kept for the scope, or when no day is left to count.
    pub fn value(&self, metric: Metric, from_day: usize) -> Measured {
        self.kept_for_scope(metric)?;
        let first = from_day.saturating_sub(1);
        let Some(counted) = self.days.get(first..).filter(|days| !days.is_empty()) else {
            return Err(Undefined::new(format!("no day to count from day {from_day} on: the run ends on day {}", self.days.len())));
        };
        let mut sum = Columns::default();
        for day in counted {
            sum.add(day);
        }
        match metric {
            Metric::Engagement | Metric::SlateClicks | Metric::Purchases | Metric::Revenue => Ok(business::per_customer(metric, &sum, self.people)),
            Metric::Creepiness | Metric::SaysCreepy => creepiness::per_touch(metric, &sum, self.anything_shown()),
            Metric::OverLine => creepiness::over_line_share(&sum),
            Metric::TrustMean | Metric::LowTrust => Ok(trust::over_days(metric, &sum, self.people, counted.len())),
            Metric::ThumbsDown | Metric::Complaints | Metric::OptOut | Metric::Unsubscribed | Metric::Churn => {
                Ok(feedback::per_customer(metric, &sum, self.people))
            }
            Metric::WorseTrust | Metric::Within | Metric::Across | Metric::DriftNet => match self.checkpoints().checked_sub(1) {
                Some(last) => bubble::at_checkpoint(self, metric, last),
                None => Err(Undefined::new("no checkpoint is reached by then")),
            },
            Metric::PreferenceUpdates
            | Metric::RequestWait
            | Metric::RequestWaitWorst
            | Metric::LateRequests
            | Metric::OptedDown
            | Metric::NotificationsOff
            | Metric::AdFree
            | Metric::AdOptOut
            | Metric::UnsubscribedTooMany
            | Metric::SimilarKeptAway => rights::over_days(self, metric, first),
            Metric::StatedVeryCreepy
            | Metric::StatedSomewhatCreepy
            | Metric::StatedOffAtOne
            | Metric::StatedOffAtFive
            | Metric::StatedOffAtTen
            | Metric::StatedUnsubscribe
            | Metric::StatedTooMany
            | Metric::StatedPrivacyValue
            | Metric::StatedTransparency => match self.ledger.shape.checkpoints().checked_sub(1) {
                Some(last) => stated::at_checkpoint(self, metric, last),
                None => Err(Undefined::new("the run has no day")),
            },
            Metric::SalesGini | Metric::SlotGini | Metric::Coverage => concentration::over_run(self, metric),
            Metric::AnswerChance => creepiness::answer_chance(&sum),
            Metric::PremiumRate => fairness::premium_rate(&sum, self.anything_shown()),
            Metric::ParityDifference | Metric::ParityRatio => fairness::parity(self, metric, first),
            Metric::ConsentGiven | Metric::ConsentAnswered | Metric::ConsentWithdrawn | Metric::RecordedVisits | Metric::RecordedRevenue => {
                consent::over_days(self, metric, first, &sum)
            }
            Metric::ExposureParity | Metric::TreatmentRatio => supply::over_run(self, metric),
            Metric::Reached | Metric::DeliverySkew | Metric::IntersectionGap => reach::over_days(self, metric, first, self.people),
            Metric::PriceLevel
            | Metric::PayingLess
            | Metric::Surplus
            | Metric::PriceGroups
            | Metric::DearGroups
            | Metric::ShownPrice
            | Metric::ShownPriceGroups
            | Metric::PriceOrder
            | Metric::PriceEffect => price::over_days(self, metric, first, self.people),
            Metric::InterestDistance => match self.checkpoints().checked_sub(1) {
                Some(last) => panel::interest_distance(self, last),
                None => Err(Undefined::new("no checkpoint is reached by then")),
            },
            Metric::Overlap
            | Metric::OverlapMatched
            | Metric::OverlapSimilar
            | Metric::DistinctItems
            | Metric::BreadthEqual
            | Metric::BreadthPooled
            | Metric::MixDistance
            | Metric::MixSpread
            | Metric::VarietyFirst
            | Metric::VarietyLast
            | Metric::VarietyFollowers
            | Metric::VarietyOthers => panel::of_choices(self, metric, first),
            Metric::Ndcg | Metric::NdcgGap | Metric::GoodShown | Metric::GoodShownGap => panel::of_slates(self, metric),
            Metric::NicheChoices | Metric::NicheShare | Metric::Merit => panel::of_items(self, metric, self.people),
            Metric::Alarms
            | Metric::FalseAlarms
            | Metric::DetectionDelay
            | Metric::ResponseCost
            | Metric::AuditResponse
            | Metric::RetentionBreaches
            | Metric::ConsentRenewal => oversight::over_days(self, metric, first, self.people),
            Metric::BrandDivergence => brand::divergence(self),
            Metric::OffBrand => brand::off_brand(self),
            Metric::OutputCost | Metric::Margin => Ok(brand::money(self, metric, &sum, first, self.people)),
        }
    }

    /// A daily metric, day by day: flows per customer (choices, purchases, complaints, leaving ...) cumulative up to the day; means over touches
    /// (felt creepiness, touches called creepy) over the seven days that end with it; levels (trust, people over their line) that day's.
    /// Every day is undefined for metrics that are not daily.
    pub fn series(&self, metric: Metric) -> Vec<Measured> {
        if !metric.is_daily() {
            return vec![Err(Undefined::new("this metric is not kept by day")); self.days.len()];
        }
        let shown = self.anything_shown();
        let mut so_far = Columns::default();
        let days = self.days.iter().enumerate();
        days.map(|(day, today)| {
            so_far.add(today);
            match metric {
                Metric::Engagement | Metric::SlateClicks | Metric::Purchases | Metric::Revenue => {
                    Ok(business::per_customer(metric, &so_far, self.people))
                }
                Metric::Creepiness | Metric::SaysCreepy => creepiness::per_touch(metric, &self.week_up_to(day), shown),
                Metric::OverLine => creepiness::over_line_share(today),
                Metric::TrustMean | Metric::LowTrust => Ok(trust::over_days(metric, today, self.people, 1)),
                _ => Ok(feedback::per_customer(metric, &so_far, self.people)),
            }
        })
        .collect()
    }

    /// A metric of checkpoints (breadth, distance, drift, trust against the twin), checkpoint by checkpoint. Every checkpoint is undefined for
    /// other metrics.
    pub fn checkpoint_series(&self, metric: Metric) -> Vec<Measured> {
        let checkpoints = self.checkpoints();
        if !has_checkpoints(metric) {
            return vec![Err(Undefined::new("this metric is not kept at checkpoints")); checkpoints];
        }
        if let Err(undefined) = self.kept_for_scope(metric) {
            return vec![Err(undefined); checkpoints];
        }
        let at = |checkpoint| match metric {
            Metric::InterestDistance => panel::interest_distance(self, checkpoint),
            _ if metric.is_stated() => stated::at_checkpoint(self, metric, checkpoint),
            _ => bubble::at_checkpoint(self, metric, checkpoint),
        };
        (0..checkpoints).map(at).collect()
    }

    /// Checkpoints reached in the days that are looked at.
    fn checkpoints(&self) -> usize {
        let shape = &self.ledger.shape;
        (0..shape.checkpoints()).filter(|&checkpoint| shape.checkpoint_day(checkpoint) <= self.days.len()).count()
    }

    fn kept_for_scope(&self, metric: Metric) -> Result<(), Undefined> {
        match self.scope {
            Scope::Segment(_) if !metric.by_segment() => Err(Undefined::new("this metric is kept for all customers together only")),
            Scope::Group { .. } if !metric.by_group() && metric.by_segment() => Err(Undefined::new("this metric is kept by segment, not by group")),
            Scope::Group { .. } if !metric.by_group() => Err(Undefined::new("this metric is kept for all customers together only")),
            _ => Ok(()),
        }
    }

    /// Whether the variant showed anything at all: a touch in this scope, or a slot in any.
    pub(super) fn anything_shown(&self) -> bool {
        self.days.iter().any(|day| day.get(Count::Touches) > 0 || day.get(Count::Slates) > 0)
            || self.ledger.exposure(self.variant).iter().any(|&slots| slots > 0)
    }

    /// A column of what happens seldom, summed over the cells of the scope, of one day (from 0).
    pub(super) fn rare_on(&self, column: Rare, day: usize) -> i64 {
        cells_of(self.ledger, self.scope).iter().map(|&cell| self.ledger.rare(self.variant, day, cell, column)).sum()
    }

    /// A column of what happens seldom, summed over the cells of the scope and the days from `first` (from 0) on.
    pub(super) fn rare(&self, column: Rare, first: usize) -> i64 {
        let cells = cells_of(self.ledger, self.scope);
        let days = first..self.days.len();
        days.map(|day| cells.iter().map(|&cell| self.ledger.rare(self.variant, day, cell, column)).sum::<i64>()).sum()
    }

    /// Slates of the scope from a day (from 0) on.
    pub(super) fn slates(&self, first: usize) -> f64 {
        self.days.iter().skip(first).map(|day| day.get(Count::Slates)).sum::<i64>() as f64
    }

    fn week_up_to(&self, day: usize) -> Columns {
        let mut sum = Columns::default();
        for part in self.days.iter().take(day + 1).skip(day.saturating_sub(6)) {
            sum.add(part);
        }
        sum
    }
}

/// Customers of a scope, those who left included.
pub fn people(ledger: &Ledger, scope: Scope) -> u64 {
    cells_of(ledger, scope).iter().filter_map(|&cell| ledger.customers.get(cell)).sum()
}

/// The cells of a scope; none for a segment or group that the world does not have.
pub(super) fn cells_of(ledger: &Ledger, scope: Scope) -> Vec<usize> {
    let map = &ledger.shape.cells;
    if let Scope::Group { attribute, .. } = scope
        && attribute >= map.levels.len()
    {
        return Vec::new();
    }
    (0..map.cells()).filter(|&cell| map.contains(scope, cell)).collect()
}
