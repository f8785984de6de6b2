//! The organisation around the policies: who watches, what is done about an alarm, what is audited. Empty by default; then nothing is watched.

use super::experiment::Bound;
use super::reflect::{choice, record};

choice! {
    /// What a monitor watches.
    pub enum Watched = Rate {
        /// A rate: something counted, for each of something else.
        Rate,
        /// What is recommended: distance of the topics of slates from those of the baseline days, read once an epoch.
        Drift,
        /// The gap between the groups of an attribute: the highest rate less the lowest.
        ParityGap,
    }
}

choice! {
    /// What is counted: things that a company sees by itself.
    pub enum Counted = Complaints {
        /// Choices, of own search or out of a slate.
        Choices,
        /// Choices out of a slate.
        SlateClicks,
        /// Own visits.
        Visits,
        /// Purchases.
        Purchases,
        /// Purchases sent back.
        Returns,
        /// Thumbs down.
        ThumbsDown,
        /// Complaints.
        Complaints,
        /// Customers who switched personalization off.
        OptOuts,
        /// Customers who unsubscribed from their first channel.
        Unsubscribes,
        /// Customers who left.
        Churned,
        /// Slates with a premium offer in first place.
        PremiumTop,
    }
}

choice! {
    /// What it is counted for each of.
    pub enum Per = People {
        /// Active customers, each day.
        People,
        /// Messages sent and visits with a slate.
        Touches,
        /// Messages sent.
        Messages,
        /// Own visits.
        Visits,
        /// Slates shown.
        Slates,
    }
}

choice! {
    /// Which changes alarm.
    pub enum Direction = Rise {
        /// A rise.
        Rise,
        /// A fall.
        Fall,
        /// Both.
        Either,
    }
}

choice! {
    /// How readings are judged.
    pub enum Rule = Cusum {
        /// Cumulative sum: fast for a lasting change of about the size that it is tuned to.
        Cusum,
        /// Exponentially weighted moving average.
        Ewma,
    }
}

record! {
    /// An alert rule. Mean and spread are estimated from the baseline days and from every later reading before the one that is judged (a
    /// self-starting chart), so that the stated rate of false alarms holds although few days are known. The control limit follows from that rate.
    pub struct Monitor {
        /// Name, unique among monitors and audits.
        name: String = "monitor".into();
        /// What is watched.
        watches: Watched = Watched::Rate;
        /// Rate, parity gap: what is counted.
        counts: Counted = Counted::Complaints;
        /// Rate, parity gap: for each of what.
        per: Per = Per::People;
        /// Parity gap: name of the attribute; empty takes the first one.
        attribute: String = String::new();
        /// Which changes alarm.
        direction: Direction = Direction::Rise;
        /// How readings are judged.
        rule: Rule = Rule::Cusum;
        /// Cusum: the lasting change that it is tuned to, in standard deviations of a reading.
        shift: f64 = 1.0 => unit("standard deviations"), range(0.25, 5.0), source("assumed");
        /// Ewma: weight of the newest reading.
        weight: f64 = 0.1 => range(0.05, 1.0), source("assumed");
        /// False alarms that are put up with, of each variant (and segment, where each is watched on its own), in a year in which nothing changes.
        false_alarms_per_year: f64 = 0.5 => unit("alarms a year"), range(0.001, 60.0), source("assumed");
        /// Days at the start, after the warm-up, in which it only learns what is usual.
        baseline_days: u64 = 28 => unit("days"), range(3.0, 3_650.0), source("assumed");
        /// Days that are summed up in one reading (a drift monitor reads whole epochs). Where what is counted is rare, sum up more: a chart of
        /// almost nothing but zeros alarms more seldom than stated, and later.
        reading_days: u64 = 1 => unit("days"), range(1.0, 365.0), source("assumed");
        /// Epochs from one look at the readings to the next.
        every_epochs: u64 = 1 => unit("epochs"), range(1.0, 520.0);
        /// Variants that are watched, by name; empty stands for all but the twin.
        variants: Vec<String> = vec![];
        /// Segments that are watched, by name; empty stands for all.
        segments: Vec<String> = vec![];
        /// Watch each of these segments on its own: an alarm then tells whom it is about.
        each_segment: bool = false;
    }
}

choice! {
    /// What a response does.
    pub enum ActionKind = FewerContacts {
        /// Fewer messages.
        FewerContacts,
        /// Less personal: depth, openness and specificity go down.
        LessPersonal,
        /// Signals are no longer used.
        DropSignals,
        /// Messages say why they come.
        Explain,
        /// A guard is switched on, as it is by default.
        Guard,
        /// The policy of another variant is used.
        RollBack,
        /// People are told of the last breach.
        Notify,
    }
}

choice! {
    /// A guard that a response can switch on.
    pub enum GuardName = BackOff {
        /// Stepping back from people who show discomfort: personal data and messages for the affected people alone.
        BackOff,
        /// A frequency cap.
        FrequencyCap,
        /// Unlike items beside each other.
        Diversity,
        /// A slate as mixed as the customer's tastes.
        Calibrated,
        /// Equal exposure for groups of providers.
        Exposure,
        /// Equal access to premium offers for groups of customers.
        Offers,
        /// The same thing not too often.
        Repetition,
        /// Sensitive topics only for those who asked for them.
        Sensitive,
        /// As much personalization as each customer wants.
        Wanted,
        /// Few signals, those that tell most for how sensitive they are.
        Minimal,
        /// Enough items that fit the brand.
        Brand,
    }
}

record! {
    /// One thing that a response does. Which of the other fields count depends on its kind.
    pub struct Action {
        /// What is done.
        kind: ActionKind = ActionKind::FewerContacts;
        /// Fewer contacts, less personal: the share taken off; explain: how well messages say why they come, at least.
        size: f64 = 0.5 => range(0.0, 1.0), source("assumed");
        /// Fewer contacts: the channel; empty stands for all.
        channel: String = String::new();
        /// Fewer contacts, guard FrequencyCap: at most so many touches of a channel in any seven days; 0 sets no cap.
        cap_per_week: u64 = 0 => unit("touches in 7 days"), range(0.0, 200.0);
        /// Drop signals: which, by name; empty stands for all.
        signals: Vec<String> = vec![];
        /// Guard: which.
        guard: GuardName = GuardName::BackOff;
        /// Roll back: name of the variant whose policy is used, `none` for no recommender.
        policy: String = String::new();
        /// Notify: days after the breach from which on the notice is late.
        late_after_days: u64 = 3 => unit("days"), range(0.0, 365.0), source("assumed");
    }
}

choice! {
    /// Whom a response is for.
    pub enum Reach = Affected {
        /// The segments that the alarm is about: all that the monitor watches, or the one that alarmed where each is watched on its own.
        Affected,
        /// Everybody.
        Everybody,
    }
}

record! {
    /// A response that is decided beforehand. While it is in force for somebody, further alarms do not start it again for her.
    pub struct Protocol {
        /// Name, unique among the protocols.
        name: String = "protocol".into();
        /// Monitors and audits that set it off, by name.
        triggers: Vec<String> = vec![];
        /// Variants in which it is in force, by name; empty stands for all but the twin.
        variants: Vec<String> = vec![];
        /// Days from the alarm to the response; 0 responds on the next morning.
        delay_days: u64 = 2 => unit("days"), range(0.0, 3_650.0), source("assumed");
        /// How long the response lasts; 0 lasts to the end.
        days: u64 = 28 => unit("days"), range(0.0, 3_650.0), source("assumed");
        /// Whom it is for.
        reach: Reach = Reach::Affected;
        /// What is done.
        actions: Vec<Action> = vec![Action::default()];
        /// What a response costs once.
        cost: f64 = 0.0 => unit("money"), range(0.0, 1e12), source("assumed");
        /// What it costs each day that it is in force.
        cost_per_day: f64 = 0.0 => unit("money a day"), range(0.0, 1e12), source("assumed");
    }
}

choice! {
    /// How often an audit is held.
    pub enum Calendar = Monthly {
        /// Every 30 days.
        Monthly,
        /// Every 91 days.
        Quarterly,
        /// Every 365 days.
        Annual,
    }
}

impl Calendar {
    /// Days from one audit to the next.
    pub fn days(self) -> usize {
        match self {
            Self::Monthly => 30,
            Self::Quarterly => 91,
            Self::Annual => 365,
        }
    }
}

record! {
    /// A check by the calendar: one metric of the days since the last audit, against a limit. It is held at the first epoch end on or after its day.
    /// An audit may ask people, so it can look at what no monitor sees.
    pub struct Audit {
        /// Name, unique among monitors and audits.
        name: String = "audit".into();
        /// How often it is held.
        calendar: Calendar = Calendar::Quarterly;
        /// Metric name; `creepline explain` lists them.
        metric: String = "over_line_share".into();
        /// Which side of the limit is safe.
        bound: Bound = Bound::AtMost;
        /// The limit, in the metric's own unit.
        limit: f64 = 0.05;
        /// Days from the audit until what it found is on the table and can set off a protocol.
        response_days: u64 = 14 => unit("days"), range(0.0, 3_650.0), source("assumed");
        /// What an audit costs.
        cost: f64 = 0.0 => unit("money"), range(0.0, 1e12), source("assumed");
        /// Variants that are audited, by name; empty stands for all but the twin.
        variants: Vec<String> = vec![];
    }
}

record! {
    /// Deletion of data past their retention.
    pub struct Purges {
        /// Days by which data are deleted late. They are used until then, and each customer and day is counted as a breach of retention.
        late_days: u64 = 0 => unit("days"), range(0.0, 3_650.0);
        /// Variants whose purges are late, by name; empty stands for all but the twin.
        variants: Vec<String> = vec![];
    }
}

record! {
    /// The organisation around the policies. Its decisions rest on counts alone and are taken at the ends of epochs.
    pub struct Organisation {
        /// Alert rules.
        monitors: Vec<Monitor> = vec![];
        /// What is done about an alarm.
        protocols: Vec<Protocol> = vec![];
        /// Checks by the calendar.
        audits: Vec<Audit> = vec![];
        /// Deletion of data past their retention.
        purges: Purges = Purges::default();
        /// Days after which a consent must be asked for again; 0 asks for no renewal. A policy's banner says when people are asked.
        consent_days: u64 = 0 => unit("days"), range(0.0, 3_650.0);
    }
}

impl Organisation {
    /// Whether anybody watches anything.
    pub fn watches(&self) -> bool {
        !self.monitors.is_empty() || !self.audits.is_empty()
    }

    /// Whether anything can be set off.
    pub fn responds(&self) -> bool {
        self.watches() && !self.protocols.is_empty()
    }
}
