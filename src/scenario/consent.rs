//! How a policy asks for consent, and what its customers can do about their data and messages.

use super::reflect::{choice, record};

choice! {
    /// What the boxes of a consent request say before anybody touches them.
    pub enum Preset = Unset {
        /// Nothing is ticked.
        Unset,
        /// Ticked: consent unless the customer unticks it.
        On,
        /// Unticked, and off unless the customer ticks it.
        Off,
    }
}

choice! {
    /// What a consent request looks like. By itself it moves nobody (C36).
    pub enum Style = Strip {
        /// A strip at the edge of the page.
        Strip,
        /// A wall in front of the page.
        Wall,
        /// A message of its own.
        Letter,
    }
}

record! {
    /// How a policy asks for consent to the signals that are not implied.
    pub struct Banner {
        /// The first page has a button to refuse.
        first_page_refuse: bool = true;
        /// The first page asks for each signal on its own. Otherwise one answer stands for all that are asked for together.
        granular: bool = false;
        /// What the boxes say beforehand, for signals whose own `consent` sets no default.
        preset: Preset = Preset::Unset;
        /// What the request looks like.
        style: Style = Style::Strip;
        /// How well the request explains what the data are for.
        explanation: f64 = 0.0 => range(0.0, 1.0), source("C44");
        /// How well the request shows what the customer gains.
        benefit: f64 = 0.0 => range(0.0, 1.0), source("C44");
        /// Days after which everybody is asked again; 0 never asks again.
        renewal_days: u64 = 0 => unit("days"), range(0.0, 3_650.0);
    }
}

choice! {
    /// What a customer who wants out can switch off.
    pub enum Withdrawal = Everything {
        /// Personalization as a whole.
        Everything,
        /// Signals one by one, the worst first.
        EachSignal,
    }
}

record! {
    /// What customers can do about their data and messages.
    pub struct Rights {
        /// What a customer who wants out can switch off.
        withdrawal: Withdrawal = Withdrawal::Everything;
        /// Offer fewer messages at the moment of unsubscribing.
        opt_down: bool = false;
        /// Let customers state the topics that they want.
        state_topics: bool = false;
        /// Take requests for a copy of one's data and for its deletion.
        requests: bool = false;
        /// Requests that can be carried out in a day, for each thousand customers.
        capacity: f64 = 0.1 => unit("requests a day and thousand customers"), range(0.0, 1_000.0), source("assumed");
        /// Days that a request takes once it is begun.
        handling_days: f64 = 3.0 => unit("days"), range(0.0, 365.0), source("assumed");
        /// Days after which a request is late.
        deadline_days: f64 = 30.0 => unit("days"), range(0.0, 3_650.0);
    }
}
