//! Who receives messages at all.

use super::reflect::{choice, record};

choice! {
    /// How the receivers of messages are chosen.
    pub enum Reach = Everyone {
        /// Everybody.
        Everyone,
        /// Those most like earlier customers who answered, by segment and by features that other data carry.
        LookAlike,
        /// Those whose demographic group answered most, by segment and by the levels of the attributes themselves.
        Demographic,
    }
}

record! {
    /// Who receives messages at all. A model of answers is fitted once, on what earlier customers of the same world answered; people are ranked by it.
    pub struct Audience {
        /// How the receivers are chosen.
        reach: Reach = Reach::Everyone;
        /// Share of people, best first, who receive messages.
        share: f64 = 0.3 => range(0.0, 1.0), source("assumed");
        /// Whether the look-alike model sees the attributes themselves beside the features that follow them.
        with_attributes: bool = false;
        /// Features that follow each attribute as closely as its proxy says, each with chance of its own.
        proxy_features: u64 = 1 => unit("features"), range(1.0, 16.0), source("F23, number assumed");
        /// Whether people are ranked by the chance of an answer for what a message costs, instead of by the chance alone.
        cost_aware: bool = false;
        /// Earlier customers that the model is fitted on.
        seed_people: u64 = 2_000 => unit("people"), range(10.0, 20_000.0), source("assumed");
        /// Messages that each of them had received.
        seed_messages: u64 = 10 => unit("messages"), range(1.0, 200.0), source("assumed");
    }
}
