//! What happens to the company or around it on a day: breaches and their repair, rules, prices, seasons, outages, new policies.

use super::catalog::Consent;
use super::reflect::{choice, record};

choice! {
    /// What happens.
    pub enum EventKind = Breach {
        /// Customers' data leak, or are misused. Those who learn of it lose trust, stay away for a while and protect themselves.
        Breach,
        /// People are told of the last breach; who has not heard of it hears now.
        Notice,
        /// The company apologises for the last breach or violation.
        Apology,
        /// The company denies the last breach or violation.
        Denial,
        /// The company promises that it will not happen again: trust comes back faster.
        Promise,
        /// The last breach or violation is proven: a denial of it falls back on the company.
        ProvenGuilty,
        /// A rule changes how consent to signals must be asked for; everybody is asked again.
        RuleChange,
        /// Prices move.
        PriceChange,
        /// People come by more or less often.
        Season,
        /// Items are withdrawn, or the quality of all items moves.
        CatalogChange,
        /// Signals give nothing: no new choices are seen, and what was bought or inferred cannot be looked up.
        Outage,
        /// From now on the variant uses the policy of another one.
        NewPolicy,
        /// Every day some plain good or bad acts, as in a laboratory study of trust.
        TrustShock,
        /// A rule on how often policies may write.
        ContactRule,
    }
}

impl EventKind {
    /// Whether it lasts for some days; the others happen at once.
    pub fn lasts(self) -> bool {
        matches!(self, Self::PriceChange | Self::Season | Self::CatalogChange | Self::Outage | Self::NewPolicy | Self::TrustShock | Self::ContactRule)
    }

    /// Whether it answers an earlier breach or violation.
    pub fn is_repair(self) -> bool {
        matches!(self, Self::Notice | Self::Apology | Self::Denial | Self::Promise | Self::ProvenGuilty)
    }
}

choice! {
    /// How the size of a season moves over its days.
    pub enum Wave = Steady {
        /// The same on each day.
        Steady,
        /// Up and down within seven days: nothing on the first day, the full size up at a quarter, down at three quarters.
        Weekly,
        /// Up and down within 365 days.
        Yearly,
    }
}

record! {
    /// Something that happens. It is dated and scoped; which of the other fields count depends on its kind.
    pub struct Event {
        /// Name, unique among the events.
        name: String = "event".into();
        /// What happens.
        kind: EventKind = EventKind::Breach;
        /// First day, from 1.
        day: u64 = 1 => unit("day"), range(1.0, 3_650.0);
        /// How long it lasts, where it lasts; 0 lasts to the end.
        days: u64 = 0 => unit("days"), range(0.0, 3_650.0);
        /// Variants that it happens to, by name, `none` for the twin; empty stands for all.
        variants: Vec<String> = vec![];
        /// Segments that it happens to, by name; empty stands for all.
        segments: Vec<String> = vec![];
        /// Breach: the channel whose data leaked; contact rule: the channel it is about. Empty stands for all.
        channel: String = String::new();
        /// How large. Season: share of visits added (or taken off); price change: shift of the log price; catalog change: share of items withdrawn,
        /// none below 0; contact rule: share of messages added (or taken off).
        size: f64 = 0.2 => range(-3.0, 3.0);
        /// Season: how the size moves.
        wave: Wave = Wave::Steady;
        /// Price change: the topic whose prices move, from 1; 0 moves all. Items of several topics move by their share of it.
        topic: u64 = 0 => range(0.0, 32.0);
        /// Catalog change: shift of quality of all items, in standard deviations.
        quality: f64 = 0.0 => unit("standard deviations"), range(-5.0, 5.0);
        /// Rule change, outage: the signals it is about, by name; empty stands for all.
        signals: Vec<String> = vec![];
        /// Rule change: how consent to them must be obtained.
        consent: Consent = Consent::OptIn;
        /// New policy: name of the variant whose policy is used, `none` for no recommender.
        policy: String = String::new();
        /// Breach: severity, in ordinary leaks.
        severity: f64 = 1.0 => unit("ordinary leaks"), range(0.0, 50.0), plausible(0.3, 7.0), source("C4.5");
        /// Breach: data were misused (integrity), not merely lost (competence).
        misuse: bool = false;
        /// Breach: everybody is told at once; otherwise only some learn of it.
        notified: bool = true;
        /// Breach, notice: the company was late to tell.
        late: bool = false;
        /// Breach, trust shock: the company deceived people about it.
        deception: bool = false;
        /// Breach: how openly the company dealt with data before.
        transparency: f64 = 0.0 => range(0.0, 1.0), source("C61");
        /// Breach: how much control over their data people had before.
        control: f64 = 0.0 => range(0.0, 1.0), source("C61");
        /// Trust shock: plain good acts on each of its days; below 0, bad ones.
        acts: f64 = -10.0 => unit("acts a day"), range(-20.0, 20.0);
        /// Contact rule: frequency cap in any seven days; 0 leaves that of the policy.
        cap_per_week: u64 = 0 => unit("touches in 7 days"), range(0.0, 200.0);
    }
}
