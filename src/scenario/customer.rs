//! Numbers of the customer model that belong to single channels, habits, requests and surveys. Like those of `behavior`, each has a default, a
//! unit, a plausible range and a source.

use super::reflect::record;

record! {
    /// Ways out of a channel: notifications switched off, an app given up, ads hidden, a site's personalization switched off.
    pub struct Exits {
        /// Median (as a natural logarithm) of the messages a week at which people switch notifications off.
        push_median: f64 = 1.45 => unit("ln messages a week"), range(-3.0, 6.0), plausible(1.2, 1.7), source("C52");
        /// Spread between people (sigma of the log-normal).
        push_spread: f64 = 1.0 => range(0.0, 4.0), plausible(0.7, 1.3), source("C52");
        /// Share that switches notifications off in a week of more than that. People state far higher shares than act.
        push_disable_week: f64 = 0.10 => unit("per week"), range(0.0, 1.0), plausible(0.03, 0.3), source("C52, scaled down, assumed");
        /// Share that gives the app up in a week far above their measure.
        push_quit_week: f64 = 0.03 => unit("per week"), range(0.0, 1.0), plausible(0.01, 0.1), source("C52, scaled down, assumed");
        /// How many times their measure is far above it.
        push_quit_times: f64 = 2.0 => unit("times"), range(1.0, 20.0), plausible(1.5, 4.0), source("C4.6");
        /// Hiding an ad, per ad seen at the reference touch.
        hide: f64 = 0.000_1 => unit("per ad"), range(0.0, 1.0), plausible(0.000_02, 0.000_5), source("assumed");
        /// Effect of overshoot on hiding an ad and on switching a site's personalization off.
        hide_overshoot: f64 = 2.5 => range(0.0, 30.0), plausible(1.0, 4.0), source("assumed");
        /// Effect of a poor match on hiding an ad.
        hide_mismatch: f64 = 1.2 => range(0.0, 10.0), plausible(0.5, 2.0), source("assumed");
        /// Switching a site's personalization off, per visit with a slate: half a percent of people a year at two visits a week.
        site_off: f64 = 0.000_05 => unit("per visit"), range(0.0, 1.0), plausible(0.000_01, 0.000_2), source("assumed");
        /// Share of those offered fewer messages at the moment of unsubscribing that take them.
        opt_down: f64 = 0.47 => range(0.0, 1.0), plausible(0.3, 0.6), source("C53");
        /// Share of the messages that still come to those who asked for fewer.
        opt_down_keeps: f64 = 0.5 => range(0.0, 1.0), plausible(0.25, 0.75), source("assumed");
    }
}

record! {
    /// How often people come by, and how they attend to a channel, in the long run.
    pub struct Habit {
        /// Days over which the habit of coming by follows the load of ads.
        memory_days: f64 = 75.0 => unit("days"), range(1.0, 3_650.0), plausible(50.0, 110.0), source("C49");
        /// Share of visits lost in the long run for each unit of ad load.
        load_slope: f64 = 0.03 => unit("per ad a visit"), range(0.0, 1.0), plausible(0.01, 0.06), source("C49, size assumed");
        /// Buying the way out of ads, per 30 days and unit of ad load.
        ad_free_month: f64 = 0.002 => unit("per 30 days and ad a visit"), range(0.0, 1.0), plausible(0.0, 0.01), source("C49, size assumed");
        /// What a message of the best match adds to the attention to its channel, in twice the log-odds of an answer; a poor one takes it off.
        attention_rate: f64 = 0.01 => unit("log-odds"), range(0.0, 1.0), plausible(0.0, 0.03), source("assumed");
        /// Furthest that attention goes from where it began.
        attention_most: f64 = 1.0 => unit("log-odds"), range(0.0, 10.0), plausible(0.5, 2.0), source("assumed");
    }
}

record! {
    /// Annoyance by formats that interrupt without being of use.
    pub struct Annoyance {
        /// Share of the way from the level so far to the annoyance of the next touch.
        pace: f64 = 0.1 => range(0.0, 1.0), plausible(0.03, 0.3), source("assumed");
        /// Effect of the level on leaving.
        leaving: f64 = 0.4 => range(0.0, 30.0), plausible(0.25, 0.6), source("C48");
    }
}

record! {
    /// How often an item was shown to a person, and what that does to its appeal.
    pub struct MereExposure {
        /// Gain by being known (psi1).
        gain: f64 = 0.25 => unit("log-odds"), range(0.0, 10.0), plausible(0.1, 0.5), source("B4.10, B27");
        /// Wear with each time shown (psi2).
        wear: f64 = 0.025 => unit("log-odds"), range(0.0, 10.0), plausible(0.01, 0.05), source("B4.10, B27");
    }
}

record! {
    /// What people ask of those who hold their data.
    pub struct Requests {
        /// Asking for a copy of one's data.
        access_month: f64 = 0.000_5 => unit("per 30 days"), range(0.0, 1.0), plausible(0.000_05, 0.003), source("assumed");
        /// Asking for one's data to be deleted.
        deletion_month: f64 = 0.000_5 => unit("per 30 days"), range(0.0, 1.0), plausible(0.000_05, 0.003), source("assumed");
        /// Effect of privacy concern on both.
        concern: f64 = 2.0 => range(0.0, 20.0), plausible(0.5, 4.0), source("assumed");
        /// Effect of reactance on both.
        reactance: f64 = 1.5 => range(0.0, 30.0), plausible(0.5, 3.0), source("assumed");
        /// Stating one's topics where a policy lets people do so.
        statement_month: f64 = 0.02 => unit("per 30 days"), range(0.0, 1.0), plausible(0.005, 0.1), source("assumed");
        /// What a statement tells, in observations it is worth.
        statement_worth: f64 = 10.0 => unit("observations"), range(0.0, 1_000.0), plausible(3.0, 30.0), source("assumed");
        /// How sensitive topics are that people state themselves; they are neither inferred nor covert.
        statement_sensitivity: f64 = 0.1 => range(0.0, 1.0), plausible(0.0, 0.3), source("assumed");
    }
}

record! {
    /// What a system does with a thumb-down, as people notice it.
    pub struct Controls {
        /// Share of similar items kept away after "dislike".
        dislike: f64 = 0.12 => range(0.0, 1.0), plausible(0.07, 0.17), source("C55");
        /// After "not interested".
        not_interested: f64 = 0.11 => range(0.0, 1.0), plausible(0.06, 0.16), source("C55");
        /// After "remove from history".
        history: f64 = 0.29 => range(0.0, 1.0), plausible(0.24, 0.34), source("C55");
        /// After "block the source".
        block: f64 = 0.43 => range(0.0, 1.0), plausible(0.38, 0.48), source("C55");
        /// Cosine of topic mixes from which on items count as similar.
        similar: f64 = 0.9 => range(0.0, 1.0), plausible(0.8, 0.99), source("assumed");
        /// Perceived control lost whenever a similar item returns.
        control_lost: f64 = 0.05 => range(0.0, 1.0), plausible(0.02, 0.1), source("C4.6");
        /// Overshoot added to a touch in which a similar item returns.
        overshoot_added: f64 = 0.02 => unit("creepiness"), range(0.0, 1.0), plausible(0.01, 0.05), source("C4.6");
    }
}

record! {
    /// A survey of all customers at each checkpoint: what people say, which is more than they do. It never changes what they do.
    pub struct Survey {
        /// Whether people are asked.
        on: bool = true;
        /// Sensitivity of the data behind the message that people are asked about: a typical reminder of what they looked at.
        sensitivity: f64 = 0.35 => range(0.0, 1.0), source("C4.1");
        /// Its inference depth.
        depth: f64 = 0.2 => range(0.0, 1.0), source("C4.1");
        /// Its covertness.
        covertness: f64 = 0.6 => range(0.0, 1.0), source("C4.1");
        /// How openly it shows personal data.
        explicitness: f64 = 0.6 => range(0.0, 1.0), source("C appendix");
        /// Perceived control over it.
        control: f64 = 0.2 => range(0.0, 1.0), source("C appendix");
        /// Share of the own line from which on people say "somewhat creepy"; above the line they say "very creepy".
        somewhat: f64 = 0.4 => range(0.0, 1.0), plausible(0.3, 0.5), source("C14");
        /// How much more than acting it takes to say so: the exponent of unsubscribing from which on people say that they would.
        would_unsubscribe: f64 = 0.3 => range(0.0, 10.0), plausible(0.1, 0.6), source("assumed");
        /// Median of what people ask for sharing their data for a month.
        privacy_value: f64 = 10.0 => unit("money"), range(0.0, 10_000.0), source("assumed");
        /// Effect of privacy concern on it.
        privacy_value_concern: f64 = 1.5 => range(0.0, 20.0), plausible(0.5, 3.0), source("assumed");
        /// Share of it lost where sharing is the default, against where it is not.
        default_discount: f64 = 0.18 => range(0.0, 1.0), plausible(0.14, 0.22), source("C42");
        /// How closely the importance that people give to transparency follows their privacy concern; the rest is chance.
        transparency_concern: f64 = 0.7 => range(0.0, 1.0), plausible(0.3, 0.9), source("C30, size assumed");
    }
}
