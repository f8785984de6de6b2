//! What a run leaves of one world: integer counts and exact fixed-point sums, so that shards merge exactly in any order. What the counts
//! mean as metrics is not decided here.

mod cells;
mod items;
mod offers;
mod outcomes;
mod panel;
mod store;

pub use cells::{CellMap, Scope};
pub use items::ItemFacts;
pub use offers::{OFFER_COUNTS, Offer, OfferTable, SCORE_BINS};
pub use outcomes::{OutcomeSize, Outcomes};
pub use panel::{Panel, PanelChoice, PanelSize, scramble};
pub use store::{Columns, Learning, Ledger, Shape};

/// Bins of every histogram.
pub const BINS: usize = 50;

/// One unit of a fixed-point sum: sums are stored in multiples of 1 / `FIXED_ONE`.
pub const FIXED_ONE: f64 = 1_048_576.0;

/// A real number as fixed point, rounded to the nearest step of 2^-20.
#[inline(always)]
pub fn fixed(value: f32) -> i64 {
    let scaled = value * 1_048_576.0;
    // Adding half with the number's own sign and cutting is the same at every SIMD level and needs no library call.
    (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i64
}

macro_rules! columns {
    ($(#[doc = $doc:literal])* $name:ident { $( $(#[doc = $word_doc:literal])* $word:ident ),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum $name { $( $(#[doc = $word_doc])* $word, )+ }
        impl $name {
            /// Every column, in storage order.
            pub const ALL: &'static [Self] = &[ $( Self::$word, )+ ];
            /// Number of columns.
            pub const COUNT: usize = Self::ALL.len();
            /// The name of the column.
            pub fn name(self) -> &'static str {
                match self { $( Self::$word => stringify!($word), )+ }
            }
            /// What one unit of the stored whole number is worth.
            pub fn worth(self) -> f64 {
                match self.name() {
                    name if name.ends_with("Sum") => 1.0 / FIXED_ONE,
                    name if name.ends_with("Cents") => 0.01,
                    _ => 1.0,
                }
            }
        }
    };
}

columns! {
    /// Columns kept for each variant, day and cell. Names ending in `Sum` are fixed point, in `Cents` hundredths of money; the rest are counts.
    Count {
        /// Customers who had not left at the end of the day.
        Active,
        /// Touches: messages sent and visits with a slate.
        Touches,
        /// Messages sent.
        Messages,
        /// Own visits.
        Visits,
        /// Slates shown.
        Slates,
        /// Choices, of own search or out of a slate.
        Choices,
        /// Choices out of a slate.
        SlateClicks,
        /// Purchases.
        Purchases,
        /// Money from purchases.
        RevenueCents,
        /// Purchases sent back.
        Returns,
        /// Money given back.
        ReturnedCents,
        /// Sum of felt creepiness over touches.
        CreepSum,
        /// Touches that the person would call creepy.
        SaysCreepy,
        /// People, among those active, whose felt creepiness is above their own line at the end of the day.
        OverLine,
        /// Sum of trust over all customers, those who left included.
        TrustSum,
        /// Customers with trust below 0.3, those who left included.
        LowTrust,
        /// Thumbs down.
        ThumbsDown,
        /// Complaints.
        Complaints,
        /// Customers who switched personalization off on this day.
        OptOuts,
        /// Customers who unsubscribed from their first channel on this day.
        Unsubscribes,
        /// Customers who left on this day.
        Churned,
        /// Slates with a premium offer in first place.
        PremiumTop,
        /// Sum over messages of the chance that the person answers: less noisy than the answers themselves.
        AnswerSum,
    }
}

columns! {
    /// Columns of what happens seldom, kept for each variant, day and cell and touched only when it happens. Names ending in `Sum` are fixed
    /// point, in `Cents` hundredths of money; the rest are counts.
    Rare {
        /// Messages of the display channels and the like that were hidden by the person.
        Hidden,
        /// People who learned of a breach.
        LearnedOfBreach,
        /// Money spent in channels that no breach of the scenario names, where one names a channel; returns are not taken off.
        UnbreachedCents,
        /// Requests for consent, one for each person and signal.
        ConsentAsked,
        /// Of these, accepted.
        ConsentAccepted,
        /// Of these, accepted or refused, not left open.
        ConsentAnswered,
        /// People who could take back single consents.
        WithdrawalOffered,
        /// Consents taken back, one for each person and signal.
        ConsentWithdrawn,
        /// People who can state their topics.
        TopicsOffered,
        /// People who may get notifications.
        NotificationsOffered,
        /// People who may get ads on other pages.
        AdsSent,
        /// People whose visits bring ads.
        AdsBorne,
        /// People asked for consent to being recorded.
        RecordingAsked,
        /// Visits by people who may not be recorded.
        UnrecordedVisits,
        /// Money from their purchases.
        UnrecordedCents,
        /// Requests for a copy of one's data, or for its deletion.
        Requests,
        /// Sum of the days that they wait until they are carried out.
        WaitDaysSum,
        /// Requests that wait longer than they may.
        LateRequests,
        /// Customers' data deleted as asked for.
        Deleted,
        /// Statements of one's own topics.
        TopicsStated,
        /// Customers who bought the way out of ads.
        AdFree,
        /// Customers about to unsubscribe who were offered fewer messages.
        OptDownOffered,
        /// Customers who took fewer messages of a channel instead of unsubscribing.
        OptedDown,
        /// Customers who switched notifications off.
        NotificationsOff,
        /// Customers who gave the app up because of notifications; they count as having left, too.
        AppQuit,
        /// Customers who found the way out of personal ads.
        AdOptOuts,
        /// Items like one that got a thumb-down and that would have been shown, but were kept away.
        SimilarKeptAway,
        /// Items like one that got a thumb-down that were shown again.
        SimilarReturned,
        /// Unsubscriptions mainly for the number of messages.
        LeftForTooMany,
        /// Unsubscriptions mainly for messages that do not fit.
        LeftForIrrelevant,
        /// Unsubscriptions mainly for creepiness.
        LeftForCreepy,
        /// Sum over slates of the chance that the person would buy the best premium offer: how much they would truly benefit. Kept where a guard
        /// aims at it.
        OfferBenefitSum,
        /// The same over slates that opened with a premium offer.
        OfferBenefitTopSum,
        /// Purchase decisions at prices that are followed.
        Decisions,
        /// Sum over decisions of the price as a multiple of the list price.
        PriceSum,
        /// Sum over decisions of the square of that multiple.
        PriceSquareSum,
        /// Decisions below the list price.
        BelowList,
        /// Decisions above the list price.
        AboveList,
        /// Sum over decisions of consumer surplus, in money.
        SurplusSum,
        /// Sum over slates of the mean over places, by their weights, of ln price less the catalog's mean. Kept where prices are followed.
        ShownPriceSum,
        /// Sum over slates of Kendall's tau-b between the order shown and dear before cheap. Kept where prices are followed.
        PriceOrderSum,
        /// Slates for which there is such an order.
        PriceOrders,
        /// What goods sold and kept cost the seller.
        GoodsCents,
        /// Personalized messages.
        Outputs,
        /// What they cost, in money.
        OutputCostSum,
        /// Customers reached for the first time.
        Reached,
        /// Customers of a variant while purges of some variant are late.
        PurgesWatched,
        /// Days on which a customer's data are held beyond their retention.
        OverdueData,
        /// Consents that were renewed, or whose time ran out, one for each person and signal.
        RenewalsDue,
        /// Of these, those that were asked for again in time.
        RenewedInTime,
    }
}

columns! {
    /// Columns kept for each variant, cell and channel over the whole run.
    Traffic {
        /// Touches: messages sent, or visits with a slate.
        Touches,
        /// Touches that ended in a choice out of the slate.
        Clicks,
        /// Customers who unsubscribed from the channel or switched it off.
        Unsubscribes,
        /// Complaints.
        Complaints,
    }
}

columns! {
    /// Columns kept for each variant, epoch and group of providers, where providers are told apart. Names ending in `Sum` are fixed point; the
    /// rest are counts.
    Supply {
        /// Sum over slots of items of the group of the weight of the place.
        ExposureSum,
        /// Sum over slates of the mean affinity of the person to all items of the group: how relevant they would have been.
        RelevanceSum,
        /// Choices of items of the group out of slates.
        Clicks,
    }
}

columns! {
    /// Columns kept for each variant and day of what the organisation saw, found and did, where anybody watches anything. They follow from the other
    /// counts and are written once for each world. Names ending in `Cents` are hundredths of money; the rest are counts.
    Oversight {
        /// Monitors and audits that are set on the variant; on the first day.
        Watchers,
        /// Something happens to the variant for the first time.
        Harmed,
        /// Looks at readings that are judged.
        Looks,
        /// Alarms of monitors, and findings of audits on the day they are on the table.
        Alarms,
        /// Of these, those that came before anything had happened to the variant.
        FalseAlarms,
        /// The first alarm after something had happened.
        Found,
        /// Days from what had happened to that alarm.
        FoundDays,
        /// Audits held.
        Audits,
        /// Audits that found a limit crossed.
        AuditFindings,
        /// Findings that a protocol answered within the run.
        AuditsAnswered,
        /// Sum over these of the days from the audit to the answer.
        AnswerDays,
        /// Responses begun.
        Responses,
        /// What audits and responses cost.
        CostCents,
    }
}

columns! {
    /// Columns kept for each variant and customer of the panel. Names ending in `Sum` are fixed point; the rest are counts.
    PanelCount {
        /// Sum over the slates that were looked at of how near their order of true affinities comes to the best slate there could be (nDCG).
        OrderSum,
        /// Slates that were looked at: those of the last day of each epoch.
        Orders,
    }
}

columns! {
    /// Columns kept for each variant, checkpoint and segment. Names ending in `Sum` are fixed point; the rest are counts.
    Check {
        /// Customers.
        People,
        /// Customers with at least one choice so far.
        Consumers,
        /// Sum over consumers of choices so far.
        Choices,
        /// Sum over consumers of choices times entropy (nats) of the topics of their choices.
        VolumeEntropySum,
        /// Sum over consumers of the entropy (nats) of the topics of their choices.
        EntropySum,
        /// Sum over customers of the Jensen-Shannon divergence (bits) of interests from the twin's.
        TwinDriftSum,
        /// Sum over customers of the Jensen-Shannon divergence (bits) of interests from innate ones.
        InnateDriftSum,
        /// Sum over customers of entropy of interests (nats) minus the twin's.
        EntropyShiftSum,
        /// Customers whose trust is more than 0.02 below their twin's.
        WorseTrust,
        /// Customers whose trust is more than 0.02 above their twin's.
        BetterTrust,
        /// Slates shown so far.
        Slates,
        /// Sum over customers of slates so far times the entropy (nats) of the topics of those slates.
        SlateEntropySum,
        /// Customers whose interests have lost more than a tenth of the largest possible entropy against the twin.
        Narrower,
        /// Customers asked in the survey.
        Asked,
        /// Of these, who say "very creepy" of a typical message.
        StatedVeryCreepy,
        /// Who say "somewhat creepy".
        StatedSomewhatCreepy,
        /// Who say that one notification a week would make them switch notifications off.
        StatedOffAtOne,
        /// The same for five.
        StatedOffAtFive,
        /// The same for ten.
        StatedOffAtTen,
        /// Customers asked who got messages in the last seven days.
        AskedToStay,
        /// Of these, who say that they would unsubscribe because messages are too many.
        StatedTooMany,
        /// Because they do not fit.
        StatedIrrelevant,
        /// Because they creep.
        StatedTooCreepy,
        /// Sum of the money that people ask for sharing their data for a month.
        StatedPrivacyValueSum,
        /// Customers asked whose consent is asked for.
        ConsentAskedOf,
        /// Of these, those who consent to something.
        Consenting,
        /// Sum over them of the importance of transparency.
        ImportanceSum,
        /// Sum of its square.
        ImportanceSquareSum,
        /// Sum of it over those who consent.
        ImportanceConsentSum,
    }
}

columns! {
    /// Histograms kept for each variant, day and segment, with [`BINS`] equal bins.
    Histogram {
        /// Trust of all customers, from 0 to 1.
        Trust,
        /// Felt creepiness minus the personal line, of active customers, from -1 to 1.
        Margin,
        /// Felt creepiness of active customers, from 0 to 1.
        Felt,
    }
}

impl Histogram {
    /// Lower and upper edge of the whole histogram.
    pub fn range(self) -> (f64, f64) {
        match self {
            Self::Trust | Self::Felt => (0.0, 1.0),
            Self::Margin => (-1.0, 1.0),
        }
    }
}
