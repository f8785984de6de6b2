//! What an engine must be able to do, and what it gets to see. The engines themselves stand in `engines`, one file each.

use super::crowd::Crowd;
use super::history::History;
use super::knowledge::Knowledge;
use super::plan::Plan;
use super::rank::Scores;
use crate::ledger::Learning;
use crate::scenario::Scenario;
use crate::scenario::learner::Evidence;
use crate::scenario::policy::Policy;
use crate::world::{Catalog, Keyed, Offering, Person};

/// Stands for "no item".
pub const NO_ITEM: u32 = u32::MAX;

/// Data about a customer that an engine uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uses {
    /// Nothing about a single customer but her segment.
    Nothing,
    /// The signals of the policy that watch choices.
    Choices,
    /// Every signal of the policy.
    Signals,
}

/// What an engine is set up and taught with: the same for all customers of a world.
pub struct Setting<'a, const K: usize> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The policy that it works for.
    pub policy: &'a Policy,
    /// The items.
    pub catalog: &'a Catalog<K>,
    /// Remembered choices by item, all segments.
    pub counts: &'a [f32],
    /// Popularity: ln(1 + n) standardized.
    pub visible: &'a [f32],
}

/// What has happened in an epoch, from merged counts.
pub struct Lesson<'a> {
    /// Choices of the epoch by segment and item.
    pub sold: &'a [&'a [u32]],
    /// Share of earlier choices that is still remembered.
    pub kept: f32,
    /// What [`Rules::train`] wrote at the end of the epoch; all 0 where it wrote nothing.
    pub taught: &'a [i64],
}

/// What there is to learn from at the end of an epoch.
pub struct Gathering<'a> {
    /// Numbers gathered from all customers since the first day.
    pub numbers: &'a [i64],
    /// Days flown so far.
    pub days: usize,
}

/// A slate and what came of it.
pub struct Outcome<'a> {
    /// What was shown, best place first.
    pub slate: &'a [u32],
    /// The place that was chosen, if one was.
    pub chosen: Option<usize>,
}

/// What an engine sees of one customer at one touch.
pub struct Request<'a, const K: usize> {
    /// The policy made ready.
    pub plan: &'a Plan<K>,
    /// The crowd.
    pub crowd: &'a Crowd,
    /// The items.
    pub catalog: &'a Catalog<K>,
    /// What the items are beside taste, quality and price.
    pub offering: &'a Offering<K>,
    /// Random draws of the world.
    pub keyed: Keyed,
    /// The customer. An engine reads number and segment only, but for those that are made for studies.
    pub person: &'a Person<K>,
    /// What the policy knows of the customer.
    pub knowledge: &'a Knowledge<K>,
    /// The last choices; [`NO_ITEM`] where there are fewer.
    pub recent: &'a [u32],
    /// What was consumed, where the engine keeps it.
    pub history: &'a History,
    /// True interests as logits: for engines that are made for studies.
    pub interests: &'a [f32; K],
    /// Satiation by topic: for engines that are made for studies.
    pub satiation: &'a [f32; K],
    /// By item, whether it is withdrawn; empty where nothing is.
    pub gone: &'a [bool],
    /// Day, from 0.
    pub day: u32,
    /// Touch of the day, from 0.
    pub touch: u32,
}

impl<const K: usize> Request<'_, K> {
    /// Whether an item is left out because the customer chose it lately, because it is withdrawn or because it has not arrived yet.
    #[inline(always)]
    pub fn skips(&self, item: u32) -> bool {
        let there = self.offering.is_there(item as usize, self.day as usize);
        self.plan.skip_recent && self.recent.contains(&item) || self.gone.get(item as usize) == Some(&true) || !there
    }

    /// The first of a ranked list that are not left out; gives how many there were.
    #[inline(always)]
    pub fn first_of(&self, list: &[u32], out: &mut [u32]) -> usize {
        let mut length = 0;
        for &item in list {
            if length == out.len() {
                break;
            }
            if !self.skips(item) {
                out[length] = item;
                length += 1;
            }
        }
        length
    }

    /// Gives the items that are left out a score that is never shown.
    #[inline(always)]
    pub fn hide_skipped(&self, scores: &mut Scores) {
        if self.plan.skip_recent {
            for &item in self.recent {
                if item != NO_ITEM {
                    scores.values[item as usize] = f32::NEG_INFINITY;
                }
            }
        }
        for item in self.offering.not_yet(self.day as usize) {
            scores.values[item] = f32::NEG_INFINITY;
        }
        hide(self.gone, scores, f32::NEG_INFINITY);
    }
}

/// The highest worth of a premium offer, from matches cut to 0 to 1; `None` where there is none.
pub fn highest_worth<const K: usize>(catalog: &Catalog<K>, worth: impl Fn(usize, f32) -> f32, matched: impl Fn(usize) -> f32) -> Option<f32> {
    catalog.premium_items().map(|item| worth(item, matched(item).clamp(0.0, 1.0))).reduce(|best, own| if own > best { own } else { best })
}

/// Gives items that are withdrawn a score.
#[inline(always)]
pub fn hide(gone: &[bool], scores: &mut Scores, score: f32) {
    for (value, _) in scores.values.iter_mut().zip(gone).filter(|(_, gone)| **gone) {
        *value = score;
    }
}

/// Room for the work of an engine, kept between touches so that none is asked from the system.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// A score for each item.
    pub scores: Scores,
    /// Another score for each item.
    pub others: Scores,
    /// The scores of the touch at hand have been filled already, from [`Rules::topic_scan`], together with those of own search.
    pub scored: bool,
}

impl Workspace {
    /// Room for a padded number of items.
    pub fn new(padded: usize) -> Self {
        Self { scores: Scores::new(padded), others: Scores::new(padded), scored: false }
    }
}

/// Scores that are a weighted sum of an item's topics plus a part of its own: weights at most as long as there are topics, then the parts.
pub type TopicScan<'a, const K: usize> = ([f32; K], &'a [f32]);

/// An engine: what it uses, what it learns, how it ranks. A value of the type is the engine at work for one variant of one world.
pub trait Rules: Sized {
    /// The ranking of a customer holds until what the policy knows of her, her last choices or the crowd change, so it may be kept until then.
    const KEEPS: bool = false;

    /// After a ranking, the workspace holds a score between 0 and about 1 for each item: guards weigh with it. Otherwise they weigh by place.
    const SCORES: bool = false;

    /// Data about a customer that it uses under a policy.
    fn uses(_policy: &Policy) -> Uses {
        Uses::Nothing
    }

    /// Whether it learns from the crowd at epoch ends under a policy.
    fn learns(_policy: &Policy) -> bool {
        false
    }

    /// What a customer does to single items that the engine keeps under a policy, in the customer's [`History`].
    fn watches(_policy: &Policy) -> Option<Evidence> {
        None
    }

    /// How many numbers the engine gathers and learns beside sales.
    fn learning(_scenario: &Scenario, _policy: &Policy) -> Learning {
        Learning::default()
    }

    /// The engine before the first day.
    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self;

    /// Adds what a consumption tells to the numbers gathered: the item at `place` of the history, which had been consumed `before` times.
    fn note_consumption<const K: usize>(&self, _request: &Request<'_, K>, _place: usize, _before: u16, _gathered: &mut [i64]) {}

    /// Adds what a slate tells to the numbers gathered.
    fn note_slate<const K: usize>(&self, _request: &Request<'_, K>, _outcome: &Outcome<'_>, _gathered: &mut [i64]) {}

    /// Learns from the numbers gathered at the end of an epoch and writes what there is to know as whole numbers, from which [`Rules::learn`] takes
    /// it: once for all threads and shards, and for those who fly a customer again.
    fn train<const K: usize>(&self, _setting: &Setting<'_, K>, _gathering: &Gathering<'_>, _taught: &mut [i64]) {}

    /// Takes in an epoch. `setting` holds the crowd as it is now.
    fn learn<const K: usize>(&mut self, _setting: &Setting<'_, K>, _lesson: &Lesson<'_>) {}

    /// The items for a customer, best first, as many as `out` takes; gives how many there were.
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize;

    /// Changes a ranking for one touch, after it was made or taken from what was kept. It stays as long as it is.
    fn vary<const K: usize>(&self, _request: &Request<'_, K>, _ranked: &mut [u32]) {}

    /// What the best premium offer is worth to a customer by the engine's own estimate of matches: the highest `worth` of an item and its match, 0 to
    /// 1. `None` where it estimates nothing about single customers, or has nothing to estimate it from.
    fn premium_worth<const K: usize>(&self, _request: &Request<'_, K>, _worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        None
    }

    /// The list for those who switched personalization off; `None` where nothing personal is used, so that nothing changes for them.
    fn plain(&self) -> Option<&[u32]> {
        None
    }

    /// Weights and parts, where [`Rules::rank`] begins with one scan over the topics of all items: a visit makes it together with that of own search.
    #[inline(always)]
    fn topic_scan<const K: usize>(&self, _request: &Request<'_, K>) -> Option<TopicScan<'_, K>> {
        None
    }
}
