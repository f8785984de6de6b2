//! The metrics a scenario, a screen or a table can name: id, words, unit, better direction. Values are computed elsewhere.

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less is better.
    Less,
    /// More is better.
    More,
    /// Neither by itself.
    Neither,
}

impl Better {
    /// The words shown at axes and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Less => "less is better",
            Self::More => "more is better",
            Self::Neither => "no better direction",
        }
    }
}

/// Where a metric stands in the scorecard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// What the change is for.
    Goal,
    /// Harm to people.
    Harm,
    /// What people see: breadth, concentration, access.
    Reach,
    /// What people pay.
    Price,
    /// Openness towards people, and duties kept.
    Duty,
    /// One voice, and what the messages cost.
    Brand,
}

impl Family {
    /// Every family, in scorecard order.
    pub const ALL: [Self; 6] = [Self::Goal, Self::Harm, Self::Reach, Self::Price, Self::Duty, Self::Brand];

    /// Heading in the scorecard.
    pub fn title(self) -> &'static str {
        match self {
            Self::Goal => "Goals",
            Self::Harm => "People",
            Self::Reach => "What people see",
            Self::Price => "Prices",
            Self::Duty => "Openness and duties",
            Self::Brand => "Brand and cost",
        }
    }
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share between 0 and 1, printed as a percentage.
    Share,
    /// A count per customer over the run.
    PerCustomer,
    /// Money per customer over the run.
    Money,
    /// A pure number with its own range.
    Number,
    /// Information in nats.
    Nats,
    /// Information in bits.
    Bits,
    /// A number of topics.
    Topics,
    /// A number of days.
    Days,
    /// A multiple: 1 is as much.
    Times,
    /// How many, in one world.
    Count,
    /// A size from 0 upward.
    Size,
}

impl Unit {
    /// The words shown at axes and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Share => "share of people",
            Self::PerCustomer => "per customer",
            Self::Money => "money per customer",
            Self::Number => "0 to 1",
            Self::Nats => "nats",
            Self::Bits => "bits",
            Self::Topics => "topics",
            Self::Days => "days",
            Self::Times => "times",
            Self::Count => "in a world",
            Self::Size => "size",
        }
    }
}

macro_rules! metrics {
    ($( $variant:ident $id:literal $label:literal $family:ident $unit:ident $better:ident [$($flag:ident)*] $hover:literal ; )*) => {
        /// A metric.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric { $( #[doc = $hover] $variant, )* }

        impl Metric {
            /// Every metric, in scorecard order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];
            /// Name in files and on the command line.
            pub fn id(self) -> &'static str {
                match self { $( Self::$variant => $id, )* }
            }
            /// Name on screen.
            pub fn label(self) -> &'static str {
                match self { $( Self::$variant => $label, )* }
            }
            /// What it means, in at most 25 words.
            pub fn hover(self) -> &'static str {
                match self { $( Self::$variant => $hover, )* }
            }
            /// Unit.
            pub fn unit(self) -> Unit {
                match self { $( Self::$variant => Unit::$unit, )* }
            }
            /// Better direction.
            pub fn better(self) -> Better {
                match self { $( Self::$variant => Better::$better, )* }
            }
            /// Place in the scorecard.
            pub fn family(self) -> Family {
                match self { $( Self::$variant => Family::$family, )* }
            }
            fn flags(self) -> &'static [&'static str] {
                match self { $( Self::$variant => &[ $( stringify!($flag) ),* ], )* }
            }
        }
    };
}

// Flags: `daily` has a value for each day; `cells` can be split by segment and group; `segments` by segment only;
// `slates` needs a recommender, so it is undefined for the twin; `optional` belongs to a mechanism that many scenarios do not use: where it is
// undefined for every variant, tables and screens leave it out.
metrics! {
    Engagement "engagement" "Engagement" Goal PerCustomer More [daily cells]
        "Choices a customer makes, of own search and of what is shown, over the days counted.";
    SlateClicks "slate_clicks" "Clicks on recommendations" Goal PerCustomer More [daily cells]
        "Choices out of what the policy showed, per customer.";
    Purchases "purchases" "Purchases" Goal PerCustomer More [daily cells]
        "Purchases per customer, returns not taken off.";
    Revenue "revenue" "Revenue" Goal Money More [daily cells]
        "Money from purchases less returns, per customer.";
    Creepiness "creepiness" "Felt creepiness" Harm Number Less [daily cells slates]
        "Mean felt creepiness of touches, 0 to 1.";
    OverLine "over_line_share" "People over their own line" Harm Share Less [daily cells]
        "Share of people whose felt creepiness is above their own tolerance. Less is better.";
    SaysCreepy "says_creepy" "Touches called creepy" Harm Share Less [daily cells slates]
        "Share of touches that the person, if asked, would call creepy.";
    TrustMean "trust" "Trust" Harm Number More [daily cells]
        "How sure a person is that the service treats them well, 0 to 1. People who left keep their last trust.";
    LowTrust "low_trust_share" "People with trust below 0.3" Harm Share Less [daily cells]
        "Share of people whose trust is below 0.3, those who left included.";
    ThumbsDown "thumbs_down" "Thumbs down" Harm PerCustomer Less [daily cells]
        "Thumbs down per customer.";
    AnswerChance "answer_chance" "Chance of an answer to a message" Goal Share More [cells slates optional]
        "Mean chance that a message is answered: what the click rate of messages settles at, with less noise.";
    Complaints "complaints" "Complaints" Harm PerCustomer Less [daily cells]
        "Complaints per customer.";
    OptOut "optout_cum" "Switched personalization off" Harm Share Less [daily cells]
        "Share who switched personalization off by this day. Depends on how easy the switch is to find.";
    Unsubscribed "unsubscribe_cum" "Unsubscribed" Harm Share Less [daily cells]
        "Share who unsubscribed from a channel by this day.";
    Churn "churn_cum" "Left" Harm Share Less [daily cells]
        "Share who left by this day.";
    WorseTrust "worse_trust_share" "People with less trust than without recommender" Harm Share Less [segments]
        "Share of people whose trust ends more than 0.02 below their own twin without recommender.";
    Within "within" "Breadth within a person" Reach Topics More [segments]
        "Effective topics of a person's choices, volume-weighted: how broad one person's mix is. Fewer is narrower.";
    Across "across" "Distance between people" Reach Nats Neither [segments]
        "How different people's choices are from each other: the between-people part of topic entropy.";
    DriftNet "drift_net" "Drift against the twin" Reach Bits Less [segments]
        "How much tastes moved because of the recommender: distance of interests from the same person without one.";
    SalesGini "sales_gini" "Sales concentration" Reach Number Neither []
        "Gini of choices over all items: 0 all alike, near 1 a few take all.";
    SlotGini "slot_gini" "Slot concentration" Reach Number Less [slates]
        "Gini of slots over all items: how unequal exposure by the policy is.";
    Coverage "coverage" "Catalog shown" Reach Number More [slates]
        "Share of items that the policy showed at least once.";
    PremiumRate "premium_rate" "Premium offer on top" Reach Share Neither [cells slates]
        "Share of slates whose first place is a premium offer: the selection rate.";
    ParityDifference "parity_difference" "Parity gap of premium offers" Reach Number Less [slates]
        "Highest group selection rate minus the lowest, worst attribute. 0 is equal.";
    ParityRatio "parity_ratio" "Parity ratio of premium offers" Reach Number More [slates]
        "Lowest group rate divided by the highest, worst attribute. 1 is equal; below 0.8 is a common warning level, not a law everywhere.";
    ConsentGiven "consent_given" "Consent given" Duty Share Neither [cells slates optional]
        "Share of requests for consent, one for each person and signal, that were accepted.";
    ConsentAnswered "consent_answered" "Consent requests answered" Duty Share More [cells slates optional]
        "Share of requests for consent that got a yes or a no, rather than being left open.";
    ConsentWithdrawn "consent_withdrawn" "Consent withdrawn" Duty PerCustomer Less [cells slates optional]
        "Consents to single signals taken back, per customer.";
    RecordedVisits "recorded_visits" "Visits on record" Duty Share Neither [cells slates optional]
        "Share of visits by people who consent to being recorded: what the company's own statistics show.";
    RecordedRevenue "recorded_revenue" "Revenue on record" Duty Share Neither [cells slates optional]
        "Share of money from purchases by people who consent to being recorded.";
    PreferenceUpdates "preference_updates" "Topics stated" Duty PerCustomer Neither [cells slates optional]
        "How often customers stated the topics that they want, per customer.";
    RequestWait "request_wait" "Wait for an answer about data" Duty Days Less [cells slates optional]
        "Mean days from a request for a copy of one's data, or for its deletion, to its being carried out.";
    RequestWaitWorst "request_wait_worst" "Longest wait for an answer about data" Duty Days Less [cells slates optional]
        "Days that requests about data took on the worst day of the run.";
    LateRequests "late_requests" "Late answers about data" Duty Share Less [cells slates optional]
        "Share of requests about data that took longer than the policy's deadline.";
    OptedDown "opted_down" "Fewer messages instead of none" Duty Share Neither [cells slates optional]
        "Of those about to unsubscribe who were offered fewer messages, the share that took them.";
    NotificationsOff "notifications_off" "Notifications switched off" Harm Share Less [cells slates optional]
        "Share of people who switched notifications off by the end.";
    AdFree "ad_free" "Bought the way out of ads" Goal Share Neither [cells slates optional]
        "Share of people who bought the way out of the ads that visits bring.";
    AdOptOut "ad_optout" "Opted out of personal ads" Harm Share Less [cells slates optional]
        "Share of people who found the buried way out of personal ads.";
    UnsubscribedTooMany "unsubscribed_too_many" "Unsubscribed for too many messages" Harm Share Neither [cells slates optional]
        "Of unsubscriptions, the share mainly for the number of messages rather than match or creepiness.";
    SimilarKeptAway "similar_kept_away" "Disliked items kept away" Duty Share More [cells slates optional]
        "Of items like one that got a thumb-down which were due, the share that the system kept away.";
    StatedVeryCreepy "stated_very_creepy" "Say: very creepy" Harm Share Less [segments optional]
        "Share of people who say that a typical personal message is very creepy. Said in a survey, not done.";
    StatedSomewhatCreepy "stated_somewhat_creepy" "Say: somewhat creepy" Harm Share Less [segments optional]
        "Share of people who say that a typical personal message is somewhat creepy. Said, not done.";
    StatedOffAtOne "stated_off_at_1" "Say: off at 1 notification a week" Harm Share Less [segments optional]
        "Share of people who say that one notification a week would make them switch notifications off.";
    StatedOffAtFive "stated_off_at_5" "Say: off at 5 notifications a week" Harm Share Less [segments optional]
        "Share of people who say that five notifications a week would make them switch notifications off.";
    StatedOffAtTen "stated_off_at_10" "Say: off at 10 notifications a week" Harm Share Less [segments optional]
        "Share of people who say that ten notifications a week would make them switch notifications off.";
    StatedUnsubscribe "stated_unsubscribe" "Say: would unsubscribe" Harm Share Less [segments slates optional]
        "Of those who got messages in the last week, the share that says it would unsubscribe. Said, not done.";
    StatedTooMany "stated_too_many" "Say: because there are too many" Harm Share Neither [segments slates optional]
        "Of those who say that they would unsubscribe, the share that names the number of messages first.";
    StatedPrivacyValue "stated_privacy_value" "Say: price of privacy" Duty Money Neither [segments optional]
        "Mean money that people ask for sharing their data for a month. Lower where sharing is the default.";
    StatedTransparency "stated_transparency" "Say: transparency matters, against consent" Duty Number Neither [segments slates optional]
        "Correlation of how important transparency is to people with whether they consent; -1 to 1.";
    ExposureParity "exposure_parity" "Exposure parity of providers" Reach Number More [slates optional]
        "Mean exposure of an item of the least shown group of providers, divided by that of the most shown. 1 is equal.";
    TreatmentRatio "treatment_ratio" "Exposure for relevance of providers" Reach Number More [slates optional]
        "The same for exposure per unit of relevance to customers: 1 where groups of providers are shown as they are relevant.";
    Reached "reached_share" "People reached" Reach Share Neither [cells slates optional]
        "Share of people who were shown anything at least once.";
    DeliverySkew "delivery_skew" "Delivery skew between groups" Reach Times Less [slates optional]
        "Slates per person of the group that gets most, divided by the group that gets least, worst attribute. 1 is equal.";
    IntersectionGap "intersection_gap" "Intersection gap of premium offers" Reach Number Less [slates optional]
        "Largest gap to the overall premium rate over intersections of groups, weighted by their share of slates. 0 is equal.";
    Overlap "overlap" "Same things chosen" Reach Number Neither [optional]
        "Of what two people of the panel chose, the share that both chose (Jaccard), mean over random pairs.";
    OverlapMatched "overlap_matched" "Same things chosen, at equal volume" Reach Number Neither [optional]
        "The same for ten choices of each, so that choosing more does not count.";
    OverlapSimilar "overlap_similar" "Same things chosen by similar people" Reach Number Neither [optional]
        "The same for people of the panel and the one whose innate tastes are nearest.";
    DistinctItems "distinct_items" "Different things chosen" Reach PerCustomer More [cells optional]
        "How many different items a person of the panel chose.";
    BreadthEqual "breadth_equal" "Breadth within a person, at equal volume" Reach Topics More [cells optional]
        "Effective topics of ten choices of a person of the panel, so that choosing more does not count.";
    BreadthPooled "breadth_pooled" "Breadth of all together" Reach Topics More [cells optional]
        "Effective topics of all choices of the panel together.";
    MixDistance "mix_distance" "Distance between two people's mixes" Reach Bits Neither [optional]
        "Divergence of the topics that two people of the panel chose, mean over random pairs.";
    MixSpread "mix_spread" "Spread within a person" Reach Number Neither [cells optional]
        "How far the topic mixes of a person's choices lie from their mean, squared; mean over the panel.";
    VarietyFirst "variety_first" "Variety of early choices" Reach Number Neither [cells optional]
        "How unlike the items of the first third of a person's choices are, mean over the panel. 0 is all alike.";
    VarietyLast "variety_last" "Variety of late choices" Reach Number More [cells optional]
        "How unlike the items of the last third of a person's choices are, mean over the panel. 0 is all alike.";
    VarietyFollowers "variety_change_followers" "Change of variety, followers" Reach Number More [slates optional]
        "Variety of late less early choices, for the third of the panel that takes most of its choices from what is shown.";
    VarietyOthers "variety_change_others" "Change of variety, others" Reach Number More [slates optional]
        "Variety of late less early choices, for the third of the panel that takes fewest of its choices from what is shown.";
    InterestDistance "interest_distance" "Distance of tastes from innate ones" Reach Size Neither [cells optional]
        "How far interests have moved from innate ones, in logits for each topic; mean over the panel.";
    Ndcg "ndcg" "Quality of slates" Reach Number More [cells slates optional]
        "How near a slate comes to the best one for the person by true affinity (nDCG), mean over slates of the panel.";
    NdcgGap "ndcg_gap" "Gap in the quality of slates" Reach Number Less [slates optional]
        "Highest group's quality of slates minus the lowest, worst attribute. 0 is equal.";
    GoodShown "good_shown" "Good things shown" Reach Share More [cells slates optional]
        "Of the items that people of the panel would truly like better than nothing, the share that they were shown at least once.";
    GoodShownGap "good_shown_gap" "Gap in good things shown" Reach Number Less [slates optional]
        "Highest group's share of good things shown minus the lowest, worst attribute: difference of equal opportunity.";
    NicheChoices "niche_choices" "Niche items chosen" Reach PerCustomer More [optional]
        "Choices of items outside the fifth that was most popular before the first day, per customer.";
    NicheShare "niche_share" "Share of niche items" Reach Share More [optional]
        "Share of choices that goes to items outside the fifth that was most popular before the first day.";
    Merit "merit" "Good items sell" Reach Number More [optional]
        "Rank correlation of the quality of items and their choices; -1 to 1.";
    PriceLevel "price_level" "Price against list price" Price Times Neither [cells optional]
        "Mean price offered, as a multiple of the list price, over all purchase decisions.";
    PayingLess "paying_less_share" "Paying less than list price" Price Share More [cells optional]
        "Share of purchase decisions at a price below the list price.";
    Surplus "consumer_surplus" "Consumer surplus" Price Money More [cells optional]
        "What purchases are worth to customers beyond what they pay, per customer.";
    PriceGroups "price_group_ratio" "Price ratio between groups" Price Times Less [optional]
        "Mean price of the group that pays most, divided by the group that pays least, same baskets, worst attribute. 1 is equal.";
    DearGroups "dear_group_ratio" "Risk ratio of paying more" Price Times Less [optional]
        "Share above list price in the group where it is largest, divided by the smallest, worst attribute. 1 is equal.";
    ShownPrice "shown_price" "Price level of what is shown" Price Times Neither [cells slates optional]
        "Geometric mean list price of what is shown, as a multiple of the catalog's: steering, not pricing.";
    ShownPriceGroups "steering_group_ratio" "Steering between groups" Price Times Less [slates optional]
        "Price level shown to the group that sees the dearest, divided by the cheapest, worst attribute. 1 is equal.";
    PriceOrder "price_order" "Dear things first" Price Number Neither [cells slates optional]
        "Kendall's tau between the order shown and dear before cheap: 1 all dear first, -1 all cheap first.";
    PriceEffect "price_group_effect" "Effect size of prices between groups" Price Size Less [optional]
        "Difference of two groups' mean prices over their spread (Cohen's d), largest pair, worst attribute. 0.2 is small, 0.8 large.";
    BrandDivergence "brand_divergence" "Distance between customers' slates" Brand Nats Less [segments slates optional]
        "How far each customer's slates are from all slates together: many voices instead of one.";
    OffBrand "off_brand_share" "Slots off brand" Brand Share Less [slates optional]
        "Share of slots given to items that do not fit the voice of the brand.";
    OutputCost "output_cost" "Cost of messages" Brand Money Less [cells optional]
        "What personalized messages cost, per customer.";
    Alarms "alarms" "Alarms" Duty Count Neither [optional]
        "Alarms of monitors and findings of audits, in one world.";
    FalseAlarms "false_alarms" "False alarms" Duty Count Less [optional]
        "Alarms before anything had happened to the variant, or where nothing happens at all.";
    DetectionDelay "detection_delay" "Delay until it is found" Duty Days Less [optional]
        "Days from the first event of the variant to the first alarm after it, in the worlds where one came.";
    AuditResponse "audit_response" "Response to audits" Duty Days Less [optional]
        "Mean days from an audit that found something until a protocol answered.";
    RetentionBreaches "retention_breaches" "Data kept too long" Duty PerCustomer Less [cells optional]
        "Days on which a customer's data were held beyond their retention, per customer.";
    ConsentRenewal "consent_renewal" "Consents renewed in time" Duty Share More [cells optional]
        "Of consents due for renewal, the share that was asked for again in time.";
    ResponseCost "response_cost" "Cost of audits and responses" Brand Money Less [optional]
        "What audits and responses to alarms cost, per customer.";
    Margin "margin" "Margin" Brand Money More [cells optional]
        "Revenue less returns, cost of goods and cost of messages, per customer.";
}

impl Metric {
    /// The metric with that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.id() == id)
    }
    /// Has a value for each day.
    pub fn is_daily(self) -> bool {
        self.flags().contains(&"daily")
    }
    /// Can be split by segment.
    pub fn by_segment(self) -> bool {
        self.by_group() || self.flags().contains(&"segments")
    }
    /// Can be split by group.
    pub fn by_group(self) -> bool {
        self.flags().contains(&"cells")
    }
    /// Belongs to a mechanism that many scenarios do not use.
    pub fn is_optional(self) -> bool {
        self.flags().contains(&"optional")
    }
    /// Told in a survey rather than acted on.
    pub fn is_stated(self) -> bool {
        self.id().starts_with("stated_")
    }
    /// Needs a recommender: undefined for the twin.
    pub fn needs_slates(self) -> bool {
        self.flags().contains(&"slates")
    }
}
