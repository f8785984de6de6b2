//! Engines: what ranks the items. One file each; their list stands in `scenario/policy.rs`.

#[cfg(test)]
pub(crate) mod testing;

use pulp::{Simd, WithSimd};

use super::rules::{Gathering, Lesson, Outcome, Request, Rules, Setting, TopicScan, Uses, Workspace};
use crate::ledger::Learning;
use crate::math::at_best_level;
use crate::scenario::Scenario;
use crate::scenario::learner::Evidence;
use crate::scenario::policy::{Engine, Policy, engines};

macro_rules! ranker {
    ($( $(#[doc = $doc:literal])* $word:ident $module:ident ),* $(,)?) => {
        $( mod $module; )*

        /// An engine at work for one variant of one world, with what it has learned.
        #[derive(Clone, Debug)]
        pub enum Ranker { $( $(#[doc = $doc])* $word($module::$word), )* }

        impl Ranker {
            /// Data about a customer that the engine of a policy uses.
            pub fn uses(policy: &Policy) -> Uses {
                match policy.engine { $( Engine::$word => <$module::$word as Rules>::uses(policy), )* }
            }

            /// Whether the engine of a policy learns from the crowd at epoch ends.
            pub fn learns(policy: &Policy) -> bool {
                match policy.engine { $( Engine::$word => <$module::$word as Rules>::learns(policy), )* }
            }

            /// What a customer does to single items that the engine of a policy keeps.
            pub fn watches(policy: &Policy) -> Option<Evidence> {
                match policy.engine { $( Engine::$word => <$module::$word as Rules>::watches(policy), )* }
            }

            /// How many numbers the engine of a policy gathers and learns beside sales.
            pub fn learning(scenario: &Scenario, policy: &Policy) -> Learning {
                match policy.engine { $( Engine::$word => <$module::$word as Rules>::learning(scenario, policy), )* }
            }

            /// The engine of the setting's policy before the first day.
            pub fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
                match setting.policy.engine { $( Engine::$word => Self::$word(Rules::new(setting)), )* }
            }

            /// Adds what a consumption tells to the numbers gathered.
            pub fn note_consumption<const K: usize>(&self, request: &Request<'_, K>, place: usize, before: u16, gathered: &mut [i64]) {
                match self { $( Self::$word(engine) => engine.note_consumption(request, place, before, gathered), )* }
            }

            /// Adds what a slate tells to the numbers gathered.
            pub fn note_slate<const K: usize>(&self, request: &Request<'_, K>, outcome: &Outcome<'_>, gathered: &mut [i64]) {
                match self { $( Self::$word(engine) => engine.note_slate(request, outcome, gathered), )* }
            }

            /// Learns from the numbers gathered and writes what there is to know.
            pub fn train<const K: usize>(&self, setting: &Setting<'_, K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
                match self { $( Self::$word(engine) => engine.train(setting, gathering, taught), )* }
            }

            /// Takes in an epoch.
            pub fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
                match self { $( Self::$word(engine) => engine.learn(setting, lesson), )* }
            }

            /// Whether a customer's ranking may be kept until what it rests on changes.
            #[inline(always)]
            pub fn keeps(&self) -> bool {
                match self { $( Self::$word(_) => <$module::$word as Rules>::KEEPS, )* }
            }

            /// Whether the workspace holds scores after a ranking.
            #[inline(always)]
            pub fn scores(&self) -> bool {
                match self { $( Self::$word(_) => <$module::$word as Rules>::SCORES, )* }
            }

            /// What the best premium offer is worth to a customer by the engine's own estimate of matches.
            #[inline(never)]
            pub fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
                match self { $( Self::$word(engine) => engine.premium_worth(request, worth), )* }
            }

            #[inline(never)]
            fn vary_apart<const K: usize>(&self, request: &Request<'_, K>, ranked: &mut [u32]) {
                match self { $( Self::$word(engine) => engine.vary(request, ranked), )* }
            }

            /// The list for those who switched personalization off, if the engine makes a difference.
            #[inline(always)]
            pub fn plain(&self) -> Option<&[u32]> {
                match self { $( Self::$word(engine) => engine.plain(), )* }
            }

            /// The scan over topics that the ranking begins with, if it does.
            #[inline(always)]
            pub fn topic_scan<const K: usize>(&self, request: &Request<'_, K>) -> Option<TopicScan<'_, K>> {
                match self { $( Self::$word(engine) => engine.topic_scan(request), )* }
            }

            #[inline(always)]
            fn rank_here<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
                match self { $( Self::$word(engine) => engine.rank(request, work, out), )* }
            }
        }
    };
}

engines!(ranker);

impl Ranker {
    /// The items for a customer, best first, as many as `out` takes; gives how many there were. The default engine is compiled into the loop over
    /// days; the others are called, which costs some nanoseconds and keeps that loop small.
    #[inline(always)]
    pub fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        match self {
            Self::Content(engine) => engine.rank(request, work, out),
            other => other.rank_apart(request, work, out),
        }
    }

    /// Changes a ranking for one touch, where the engine does so.
    #[inline(always)]
    pub fn vary<const K: usize>(&self, request: &Request<'_, K>, ranked: &mut [u32]) {
        if !matches!(self, Self::Content(_)) {
            self.vary_apart(request, ranked);
        }
    }

    #[inline(never)]
    fn rank_apart<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        at_best_level(Apart { ranker: self, request, work, out })
    }
}

/// A ranking compiled once for each SIMD level; operations have a fixed order, so every level gives the same bits.
struct Apart<'a, const K: usize> {
    ranker: &'a Ranker,
    request: &'a Request<'a, K>,
    work: &'a mut Workspace,
    out: &'a mut [u32],
}

impl<const K: usize> WithSimd for Apart<'_, K> {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        self.ranker.rank_here(self.request, self.work, self.out)
    }
}
