//! What a replay writes down. A run records nothing and pays nothing for it.

use crate::behavior::creepiness::{Attributes, Felt};

/// One item of a recorded slate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShownItem {
    /// The item.
    pub item: u32,
    /// Its affinity to the customer's true interests at that moment.
    pub affinity: f32,
    /// The topic that it is mostly about.
    pub topic: usize,
}

/// Everything about one touch.
#[derive(Clone, Debug, PartialEq)]
pub struct TouchRecord {
    /// Day, from 0.
    pub day: usize,
    /// Index of the channel.
    pub channel: usize,
    /// What was shown, best place first; empty for a visit without slate.
    pub slate: Vec<ShownItem>,
    /// Signals in use behind the slate, one bit each.
    pub signals: u32,
    /// Observations behind the slate: choices seen, snapshots, prior.
    pub evidence: [f32; 3],
    /// Topics that the policy believes the customer likes most, with their share, three at most.
    pub believed: Vec<(usize, f32)>,
    /// What the message was like.
    pub attributes: Attributes,
    /// Q: match of the slate.
    pub matched: f32,
    /// n: recent exposures to the same creative, before this one.
    pub exposures: f32,
    /// Chance of an answer; `None` for own visits, where a choice is drawn among everything at once.
    pub chance: Option<f32>,
    /// Felt creepiness by term.
    pub felt: Felt,
    /// Overshoot over the personal line.
    pub overshoot: f32,
    /// Would be called creepy.
    pub says_creepy: bool,
    /// What was chosen, and whether out of the slate.
    pub chosen: Option<(u32, bool)>,
    /// The topic that it is mostly about.
    pub chosen_topic: Option<usize>,
    /// Bought.
    pub bought: bool,
    /// Sent back.
    pub returned: bool,
    /// Trust before and after.
    pub trust: [f32; 2],
    /// Thumb down.
    pub thumb_down: bool,
    /// Complained.
    pub complained: bool,
    /// Unsubscribed from the channel.
    pub unsubscribed: bool,
    /// Took fewer messages of the channel instead of unsubscribing.
    pub opted_down: bool,
    /// Hid the ad.
    pub hidden: bool,
    /// Switched personalization off.
    pub opted_out: bool,
}

/// The end of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayRecord {
    /// Day, from 0.
    pub day: usize,
    /// Felt level of creepiness.
    pub felt: f32,
    /// Trust.
    pub trust: f32,
    /// Reactance stock.
    pub reactance: f32,
    /// The customer has left by the end of this day.
    pub left: bool,
    /// The customer is there already: some come only in the course of a run.
    pub here: bool,
    /// Personalization is on.
    pub personal: bool,
    /// Choices of the day, of own search or out of a slate.
    pub choices: u32,
    /// Purchases of the day.
    pub purchases: u32,
}

/// Somebody who writes down what happens.
pub trait Recorder {
    /// Whether anything is written down at all.
    const ON: bool;
    /// Whether every touch is written down, too, and not the days alone.
    const TOUCHES: bool;
    /// A touch.
    fn touch(&mut self, record: TouchRecord);
    /// The end of a day.
    fn day(&mut self, record: DayRecord);
}

/// Writes nothing down.
pub struct Silent;

impl Recorder for Silent {
    const ON: bool = false;
    const TOUCHES: bool = false;
    fn touch(&mut self, _: TouchRecord) {}
    fn day(&mut self, _: DayRecord) {}
}
