//! How touches are personalized: the variants under comparison.

use super::audience::Audience;
use super::consent::{Banner, Rights};
use super::learner::{Blend, Collaborative, Exploration, Optimism};
use super::reflect::{choice, record};

/// Every engine: the word in the file and the module of `policy::engines` that holds it. A new engine is a line here and a file there.
macro_rules! engines {
    ($callback:ident) => {
        $callback! {
            /// No recommender: no messages, no slates. Customers still come by on their own.
            None none,
            /// Items at random, for each touch anew.
            Random random,
            /// One list for all, by quality as an editor sees it.
            Editorial editorial,
            /// What sells most in the whole crowd; retrained at each epoch end.
            Popularity popularity,
            /// What sells most in the customer's segment; retrained at each epoch end.
            SegmentPopular segment_popular,
            /// Items close to what is known of the customer's tastes.
            Content content,
            /// Items that people with a similar past consume: matrix factorization of what is consumed together, learned at each epoch end.
            Collaborative collaborative,
            /// Random items in some slots, another engine in the rest.
            EpsilonGreedy epsilon_greedy,
            /// Topics by what the segment clicks, uncertain ones tried in proportion (Thompson sampling), then their most popular items.
            Thompson thompson,
            /// A linear model of clicks on taste and popularity that is optimistic where it knows little (LinUCB).
            LinUcb lin_ucb,
            /// A weighted sum of the scores of Content and Collaborative.
            Hybrid hybrid,
            /// True utility, which no firm knows: for studies.
            Oracle oracle,
        }
    };
}

macro_rules! engine_words {
    ($( $(#[doc = $doc:literal])* $word:ident $module:ident ),* $(,)?) => {
        choice! {
            /// What ranks the items.
            pub enum Engine = Content { $( $(#[doc = $doc])* $word, )* }
        }
    };
}

engines!(engine_words);
pub(crate) use engines;

choice! {
    /// What a policy assumes about tastes before it knows the customer.
    pub enum Prior = Segment {
        /// The mean taste of all customers.
        Crowd,
        /// The mean taste of the customer's segment.
        Segment,
        /// Nothing: every topic alike.
        Nothing,
    }
}

choice! {
    /// How easily personalization is switched off; sets the share of those who want out that find the way.
    pub enum Exit = SettingsPage {
        /// A link in the small print.
        BuriedLink,
        /// A settings page.
        SettingsPage,
        /// One tap from the message.
        OneTap,
        /// Everybody is asked.
        ForcedPrompt,
    }
}

choice! {
    /// What the system does with a thumb-down.
    pub enum ThumbDown = Learn {
        /// Quietly takes back a part of what it had learned of the topic.
        Learn,
        /// Nothing.
        Ignore,
        /// Keeps a few similar items away, as a dislike does.
        Dislike,
        /// Keeps a few similar items away, as "not interested" does.
        NotInterested,
        /// Keeps some similar items away, as removing from the history does.
        RemoveFromHistory,
        /// Keeps many similar items away, as blocking the source does.
        BlockSource,
    }
}

choice! {
    /// Where and when a message or a slate meets a person.
    pub enum Setting = Neutral {
        /// Anywhere, any time.
        Neutral,
        /// Fits what the person is doing.
        Fits,
        /// Does not fit, as a text message while walking past the shop.
        Misfits,
        /// At night.
        Night,
    }
}

record! {
    /// A policy under comparison.
    pub struct Variant {
        /// Name, unique among the variants.
        name: String = "variant".into();
        /// One line on what it stands for.
        note: String = String::new();
        /// How touches are personalized.
        policy: Policy = Policy::default();
    }
}

record! {
    /// How touches are personalized: engine, data, cadence, transparency.
    pub struct Policy {
        /// What ranks the items.
        engine: Engine = Engine::Content;
        /// Weight of the personal score against what is popular with the crowd (content engine).
        depth: f64 = 0.8 => range(0.0, 1.0);
        /// Signals that the policy uses, by name.
        signals: Vec<String> = vec!["site choices".into()];
        /// What is assumed about tastes before anything is known.
        prior: Prior = Prior::Segment;
        /// How many observations the prior is worth.
        prior_weight: f64 = 5.0 => unit("observations"), range(0.01, 1_000.0), source("assumed");
        /// Channels that the policy uses, and how often.
        contacts: Vec<Contact> = vec![Contact::default()];
        /// Who receives messages at all.
        audience: Audience = Audience::default();
        /// How openly the message shows personal data: 0 not at all, 1 name and history.
        explicitness: f64 = 0.3 => range(0.0, 1.0);
        /// How specific the creative is: 0 brand, 1 the exact product.
        specificity: f64 = 0.4 => range(0.0, 1.0);
        /// How much the format interrupts.
        obtrusiveness: f64 = 0.0 => range(0.0, 1.0);
        /// How well the message says why it is shown.
        explanation: f64 = 0.0 => range(0.0, 1.0);
        /// Control offered to the customer.
        control: f64 = 0.03 => range(0.0, 1.0);
        /// How easily personalization is switched off.
        exit: Exit = Exit::SettingsPage;
        /// How consent is asked for.
        banner: Banner = Banner::default();
        /// What customers can do about their data and messages.
        rights: Rights = Rights::default();
        /// What the system does with a thumb-down.
        thumb_down: ThumbDown = ThumbDown::Learn;
        /// Ads that a visit brings beside what the policy shows.
        ad_load: f64 = 0.0 => unit("ads a visit"), range(0.0, 100.0), source("C49");
        /// Leave out items that the customer chose lately (of the last 16 choices).
        skip_recent: bool = true;
        /// Matrix factorization (engines Collaborative and Hybrid, and EpsilonGreedy over it).
        collaborative: Collaborative = Collaborative::default();
        /// Random exploration (engine EpsilonGreedy).
        exploration: Exploration = Exploration::default();
        /// Optimism in the face of uncertainty (engine LinUcb).
        optimism: Optimism = Optimism::default();
        /// Weights of the engine Hybrid.
        blend: Blend = Blend::default();
        /// A touch as in a laboratory study: attributes fixed directly instead of following from what is known.
        fixed: Fixed = Fixed::default();
    }
}

record! {
    /// A touch as in a laboratory study. When it is on, each person gets exactly one message a day in each push channel of the policy, with these
    /// attributes, this match and this state of mind, whatever the engine shows. For studies, not for plans.
    pub struct Fixed {
        /// Whether touches are fixed.
        on: bool = false;
        /// S: sensitivity of the data used.
        sensitivity: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// D: inference depth.
        depth: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// H: covertness of the flow.
        covertness: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// X: how openly personal data show.
        explicitness: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// G: how specific the creative is.
        specificity: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// E: how well the message says why it is shown.
        explanation: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// K: control as it is perceived (not as it is offered).
        control: f64 = 0.2 => range(0.0, 1.0), source("C appendix");
        /// O: how much the format interrupts.
        obtrusiveness: f64 = 0.0 => range(0.0, 1.0), source("C appendix");
        /// Q: match of what is shown.
        matched: f64 = 0.6 => range(0.0, 1.0), source("C appendix");
        /// T: trust of everybody at the touch; 0 leaves each person's own.
        trust: f64 = 0.5 => range(0.0, 1.0), source("C appendix");
        /// n: recent exposures to the same creative.
        exposures: f64 = 0.0 => unit("exposures"), range(0.0, 1_000.0), source("C appendix");
        /// Earlier touches of the kind in a life time.
        lifetime: f64 = 0.0 => unit("touches"), range(0.0, 1_000_000.0), source("C appendix");
    }
}

record! {
    /// Use of one channel by a policy.
    pub struct Contact {
        /// Name of the channel.
        channel: String = "email".into();
        /// Push channels: messages a week. Pull channels show a slate at each visit and ignore it.
        per_week: f64 = 1.0 => unit("messages a week"), range(0.0, 70.0);
        /// Where and when it meets people.
        setting: Setting = Setting::Neutral;
        /// Frequency cap: at most so many touches in any seven days; 0 sets no cap.
        cap_per_week: u64 = 0 => unit("touches in 7 days"), range(0.0, 200.0);
    }
}
