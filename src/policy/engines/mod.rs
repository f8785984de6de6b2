//! Engines: what ranks the items. One file each; their list stands in `scenario/policy.rs`.

use pulp::{Arch, Simd, WithSimd};

use super::rules::{Lesson, Request, Rules, Setting, TopicScan, Uses, Workspace};
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

            /// The engine of the setting's policy before the first day.
            pub fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
                match setting.policy.engine { $( Engine::$word => Self::$word(Rules::new(setting)), )* }
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

    #[inline(never)]
    fn rank_apart<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        Arch::new().dispatch(Apart { ranker: self, request, work, out })
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
