//! What is offered: items, channels and the data that policies may use.

use super::offering::Offering;
use super::reflect::{choice, record};

record! {
    /// The items of a world. They are drawn anew for each world.
    pub struct Catalog {
        /// Number of items.
        items: u64 = 1_000 => unit("items"), range(2.0, 50_000.0), source("B4.10");
        /// Number of topics.
        topics: u64 = 12 => unit("topics"), range(2.0, 32.0), source("B4.10");
        /// How much items blend topics: small values keep an item to one topic (Dirichlet concentration).
        topic_blend: f64 = 0.15 => range(0.001, 10.0), plausible(0.05, 0.5), source("B4.10");
        /// How far the mean tastes of segments lie apart.
        segment_taste: f64 = 0.6 => range(0.0, 5.0), plausible(0.2, 1.2), source("B4.10");
        /// Spread of item quality.
        quality_spread: f64 = 1.0 => range(0.0, 5.0), source("B4.1");
        /// Spread of initial popularity (sigma of the log-normal).
        popularity_spread: f64 = 1.7 => range(0.0, 4.0), plausible(1.0, 2.2), source("B27");
        /// Daily loss of remembered popularity.
        popularity_decay: f64 = 0.005 => unit("per day"), range(0.0, 1.0), source("B4.10");
        /// Whether customers see how popular items have become. When on, popularity is brought up to date at each epoch end.
        popularity_feedback: bool = false;
        /// Median price.
        price: f64 = 40.0 => unit("money"), range(0.01, 100_000.0);
        /// Spread of prices between items (sigma of the log-normal).
        price_spread: f64 = 0.4 => range(0.0, 2.0), source("assumed");
        /// Spread of price levels between topics (sigma of the log-normal).
        topic_price_spread: f64 = 0.2 => range(0.0, 2.0), source("assumed");
        /// Share of items, dearest first, that count as premium offers.
        premium_share: f64 = 0.1 => range(0.0, 1.0), source("assumed");
        /// Whether all worlds have the same items, so that what becomes of an item can be compared between worlds. Customers are drawn anew all the
        /// same.
        same_in_all_worlds: bool = false;
        /// Providers, costs, sensitive topics, fit with the brand, new items.
        offering: Offering = Offering::default();
    }
}

choice! {
    /// Who starts a touch.
    pub enum ChannelKind = Push {
        /// The company writes to the customer (e-mail, push).
        Push,
        /// The customer comes by (site, app).
        Pull,
    }
}

choice! {
    /// What a touch in a channel is, which sets how people get out of it.
    pub enum Format = Message {
        /// A written message: e-mail, text message. People unsubscribe at a message.
        Message,
        /// A notification on a phone. People switch notifications off in a week that brings too many, or give the app up.
        Notification,
        /// An ad on other pages. People hide it, or find the buried link out of personal ads.
        Display,
        /// A page that people come to. People switch its personalization off.
        Page,
    }
}

record! {
    /// A way to reach customers.
    pub struct Channel {
        /// Name, unique among the channels.
        name: String = "channel".into();
        /// Who starts a touch.
        kind: ChannelKind = ChannelKind::Push;
        /// What a touch is.
        format: Format = Format::Message;
        /// Push: share of messages clicked; pull: share of visits that click a recommended item; both at the reference touch.
        base_rate: f64 = 0.02 => unit("share"), range(0.000_01, 0.95), source("C52, C54, C56");
        /// How close the channel comes; multiplies felt creepiness. E-mail 0.9, ads on other pages 1.0, text messages 1.15, notifications 1.3, the
        /// own site 0.8.
        intimacy: f64 = 1.0 => unit("times"), range(0.0, 5.0), plausible(0.6, 1.5), source("C15, size assumed");
        /// Items shown in one touch.
        slate: u64 = 4 => unit("items"), range(1.0, 20.0), source("B4.10");
        /// Whether people can unsubscribe from it.
        unsubscribe: bool = true;
    }
}

impl Format {
    /// Published range of the share that engages with a touch: clicks on e-mail (C54), taps on notifications (C52), clicks on ads on other pages
    /// (C56). `None` where a single figure was found.
    pub fn published_rate(self) -> Option<(f64, f64)> {
        match self {
            Self::Message => Some((0.012, 0.054)),
            Self::Notification => Some((0.017, 0.13)),
            Self::Display => Some((0.000_5, 0.002_7)),
            Self::Page => None,
        }
    }
}

choice! {
    /// How a signal comes to be known.
    pub enum SignalSource = Snapshot {
        /// Collected once before the run (bought, inferred or stated).
        Snapshot,
        /// Learned from what the customer chooses here.
        Behavior,
    }
}

choice! {
    /// How a customer comes to consent to a signal.
    pub enum Consent = Implied {
        /// Nobody is asked: the signal is used for all.
        Implied,
        /// On unless the customer switches it off (the default shifts acceptance up).
        OptOut,
        /// Asked with equal buttons.
        Asked,
        /// Off unless the customer switches it on (the default shifts acceptance down).
        OptIn,
        /// Asked on its own, beside the page that asks for the others.
        Granular,
    }
}

record! {
    /// One kind of data about a customer that a policy may use.
    pub struct Signal {
        /// Name, unique among the signals.
        name: String = "signal".into();
        /// How it comes to be known.
        source: SignalSource = SignalSource::Snapshot;
        /// How sensitive the data are: 0 harmless, 1 health or orientation.
        sensitivity: f64 = 0.2 => range(0.0, 1.0), source("C4.1");
        /// How much is inferred: 0 stated by the customer, 1 a sensitive inference.
        depth: f64 = 0.1 => range(0.0, 1.0), source("C4.1");
        /// How covert the flow is: 0 first-party and overt, 1 third-party and covert.
        covertness: f64 = 0.0 => range(0.0, 1.0), source("C4.1");
        /// What it tells about tastes, in observations it is worth (a snapshot) or per choice seen (behavior).
        informativeness: f64 = 5.0 => unit("observations"), range(0.0, 1_000.0), source("assumed");
        /// Error of a snapshot: share of it that is noise.
        noise: f64 = 0.2 => range(0.0, 1.0), source("assumed");
        /// Days after which the data may no longer be used; 0 keeps them for ever.
        retention_days: u64 = 365 => unit("days"), range(0.0, 36_500.0);
        /// How consent is obtained.
        consent: Consent = Consent::Implied;
    }
}

/// The four channels of the default scenario.
pub fn default_channels() -> Vec<Channel> {
    let channel = |name: &str, kind, format, base_rate, intimacy, slate, unsubscribe| Channel {
        name: name.into(),
        kind,
        format,
        base_rate,
        intimacy,
        slate,
        unsubscribe,
    };
    vec![
        channel("email", ChannelKind::Push, Format::Message, 0.02, 0.9, 4, true),
        channel("site", ChannelKind::Pull, Format::Page, 0.07, 0.8, 8, false),
        channel("push", ChannelKind::Push, Format::Notification, 0.045, 1.3, 1, true),
        channel("display", ChannelKind::Push, Format::Display, 0.000_7, 1.0, 3, false),
    ]
}

/// The signals of the default scenario, with the starter codings of the creepiness model.
pub fn default_signals() -> Vec<Signal> {
    let signal = |name: &str, source, sensitivity, depth, covertness, informativeness, consent| Signal {
        name: name.into(),
        source,
        sensitivity,
        depth,
        covertness,
        informativeness,
        consent,
        ..Signal::default()
    };
    vec![
        signal("site choices", SignalSource::Behavior, 0.2, 0.1, 0.0, 1.0, Consent::Implied),
        signal("purchase history", SignalSource::Snapshot, 0.4, 0.1, 0.1, 12.0, Consent::Implied),
        signal("retargeting", SignalSource::Snapshot, 0.35, 0.2, 0.6, 10.0, Consent::OptOut),
        signal("cross-site profile", SignalSource::Snapshot, 0.6, 0.7, 0.9, 20.0, Consent::OptOut),
    ]
}
