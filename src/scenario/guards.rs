//! Guards: rules around the engine that a policy may switch on. All are off by default.

use super::reflect::{choice, record};

record! {
    /// Rules around the engine. They re-rank what the engine proposes, or leave part of it out; what they leave empty is filled from the editor's
    /// list.
    pub struct Guards {
        /// Candidates that the engine proposes to the guards.
        pool: u64 = 60 => unit("items"), range(20.0, 64.0), source("B4.9, smaller");
        /// Unlike items beside each other.
        diversity: Diversity = Diversity::default();
        /// A slate as mixed as the customer's tastes.
        calibrated: Calibrated = Calibrated::default();
        /// Equal exposure for groups of providers.
        exposure: ExposureParity = ExposureParity::default();
        /// Equal access to premium offers for groups of customers.
        offers: OfferParity = OfferParity::default();
        /// The same thing not too often.
        repetition: RepetitionCap = RepetitionCap::default();
        /// Sensitive topics only for those who asked for them.
        sensitive: SensitiveTopics = SensitiveTopics::default();
        /// A slow start.
        ramp: Ramp = Ramp::default();
        /// As much personalization as each customer wants.
        wanted: WantedLevel = WantedLevel::default();
        /// Few signals, those that tell most for how sensitive they are.
        minimal: DataMinimisation = DataMinimisation::default();
        /// Enough items that fit the brand.
        brand: BrandQuota = BrandQuota::default();
        /// Stepping back after discomfort.
        back_off: BackOff = BackOff::default();
    }
}

record! {
    /// Maximal marginal relevance: each place goes to the item with the largest (1 - lambda) score - lambda cosine to the likest item above it.
    pub struct Diversity {
        /// Whether the guard is on.
        on: bool = false;
        /// Weight of unlikeness against the score.
        lambda: f64 = 0.3 => range(0.0, 1.0), source("B4.10");
    }
}

record! {
    /// Calibrated recommendations: each place goes to the item with the largest (1 - lambda) score - lambda times the divergence (Kullback and
    /// Leibler) of the slate's topics so far from the tastes that the policy knows of.
    pub struct Calibrated {
        /// Whether the guard is on.
        on: bool = false;
        /// Weight of calibration against the score.
        lambda: f64 = 0.3 => range(0.0, 1.0), source("B4.10");
        /// Share of the tastes that is mixed into the slate's topics, so that the divergence stays finite.
        smoothing: f64 = 0.01 => range(0.000_1, 0.5), source("B4.5");
    }
}

choice! {
    /// What the exposure of a group of providers should be in proportion to.
    pub enum ExposureTarget = Items {
        /// Its number of items: every item is shown equally often on average.
        Items,
        /// Its number of items times how relevant they are to customers on average.
        Relevance,
    }
}

record! {
    /// Amortised exposure parity: scores of a group of providers are raised or lowered until its share of exposure so far is its target. The
    /// correction moves at each epoch end, by the merged counts of all customers.
    pub struct ExposureParity {
        /// Whether the guard is on.
        on: bool = false;
        /// What exposure should be in proportion to.
        target: ExposureTarget = ExposureTarget::Items;
        /// Score moved at an epoch end for each unit of missing share.
        gain: f64 = 0.5 => range(0.0, 10.0), source("assumed");
    }
}

choice! {
    /// What is to be equal over groups.
    pub enum OfferAim = Selection {
        /// The share of slates with a premium offer in first place.
        Selection,
        /// The same among those who truly benefit: each slate counts by the chance that the person would buy the offer.
        Benefit,
    }
}

record! {
    /// Offer parity: a premium offer goes first if its score, raised or lowered for the customer's group, beats the best other one. The correction
    /// moves at each epoch end, by the merged counts of all customers, until the rates of all groups are within the tolerance.
    pub struct OfferParity {
        /// Whether the guard is on.
        on: bool = false;
        /// What is to be equal.
        aim: OfferAim = OfferAim::Selection;
        /// Name of the attribute whose groups are to be equal; empty takes the first one.
        attribute: String = String::new();
        /// Largest difference between two groups' rates that is left alone.
        tolerance: f64 = 0.02 => range(0.0, 1.0), source("assumed");
        /// Score moved at an epoch end for each unit of missing rate.
        gain: f64 = 0.3 => range(0.0, 10.0), source("assumed");
    }
}

choice! {
    /// What is counted as the same thing.
    pub enum Repeated = Item {
        /// The same item.
        Item,
        /// Items with the same main topic.
        Topic,
    }
}

record! {
    /// Repetition cap: the same thing is shown to a customer at most so many times in some days.
    pub struct RepetitionCap {
        /// Whether the guard is on.
        on: bool = false;
        /// What is counted as the same thing.
        of: Repeated = Repeated::Item;
        /// Most times.
        most: u64 = 3 => unit("times"), range(1.0, 100.0), source("assumed");
        /// Days in which they are counted.
        days: u64 = 7 => unit("days"), range(1.0, 90.0), source("assumed");
    }
}

record! {
    /// Sensitive topics only on opt-in: items about them are shown only to customers who asked for them.
    pub struct SensitiveTopics {
        /// Whether the guard is on.
        on: bool = false;
        /// Share of customers who asked for them.
        opted_in: f64 = 0.1 => range(0.0, 1.0), source("assumed");
    }
}

choice! {
    /// What a ramp counts.
    pub enum RampOf = People {
        /// Customers: the same ones stay in.
        People,
        /// Places in slates, drawn anew for each slate.
        Slots,
    }
}

record! {
    /// Ramp: the policy reaches a growing share of customers or places; the rest gets the editor's list.
    pub struct Ramp {
        /// Whether the guard is on.
        on: bool = false;
        /// What the share counts.
        of: RampOf = RampOf::People;
        /// Share before and at the first day.
        start: f64 = 0.05 => range(0.0, 1.0), source("assumed");
        /// First day of the rise, from 1.
        from_day: u64 = 1 => unit("day"), range(1.0, 3_650.0);
        /// Days from the first share to everybody.
        days: u64 = 28 => unit("days"), range(1.0, 3_650.0), source("assumed");
    }
}

record! {
    /// Wanted level: each place is personal with the chance that the customer has chosen (a segment's `wanted_level`), and the editor's otherwise.
    pub struct WantedLevel {
        /// Whether the guard is on.
        on: bool = false;
    }
}

record! {
    /// Data minimisation: of the policy's signals, only those few are used that tell most for how sensitive they are.
    pub struct DataMinimisation {
        /// Whether the guard is on.
        on: bool = false;
        /// Signals that stay in use.
        keep: u64 = 1 => unit("signals"), range(0.0, 8.0), source("assumed");
    }
}

record! {
    /// Brand quota: at least so many items of each slate fit the brand, as far as there are any.
    pub struct BrandQuota {
        /// Whether the guard is on.
        on: bool = false;
        /// Fewest items on brand.
        at_least: u64 = 2 => unit("items"), range(0.0, 20.0), source("assumed");
    }
}

record! {
    /// Back-off: after a touch over a customer's own line that the company learns of, or a thumb-down, no personal data and fewer messages for
    /// some days.
    pub struct BackOff {
        /// Whether the guard is on.
        on: bool = false;
        /// Days that it lasts.
        days: u64 = 14 => unit("days"), range(1.0, 365.0), source("assumed");
        /// Messages in that time, as a share of the usual ones.
        frequency: f64 = 0.5 => range(0.0, 0.5), source("assumed");
        /// Share of the touches over the line that the company learns of. A line cannot be seen from outside: 1 is the best that could be done.
        noticed: f64 = 1.0 => range(0.0, 1.0), source("assumed");
    }
}
