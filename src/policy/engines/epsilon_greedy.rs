//! Random exploration mixed into another engine: each slot shows a random item with a fixed chance (B4.5).

use super::collaborative::Collaborative;
use super::content::Content;
use crate::ledger::Learning;
use crate::policy::plan::MAX_POOL;
use crate::policy::rules::{Gathering, Lesson, Request, Rules, Setting, TopicScan, Uses, Workspace};
use crate::scenario::Scenario;
use crate::scenario::learner::{Base, Evidence};
use crate::scenario::policy::Policy;
use crate::world::{Purpose, uniform};

/// A base engine, and the share of slots that it does not fill.
#[derive(Clone, Debug)]
pub struct EpsilonGreedy {
    share: f32,
    base: Under,
}

/// The base engine at work.
#[derive(Clone, Debug)]
enum Under {
    Content(Content),
    Collaborative(Box<Collaborative>),
}

impl Rules for EpsilonGreedy {
    const KEEPS: bool = true;

    fn uses(policy: &Policy) -> Uses {
        match policy.exploration.base {
            Base::Content => Content::uses(policy),
            Base::Collaborative => Collaborative::uses(policy),
        }
    }

    fn learns(policy: &Policy) -> bool {
        match policy.exploration.base {
            Base::Content => Content::learns(policy),
            Base::Collaborative => Collaborative::learns(policy),
        }
    }

    fn watches(policy: &Policy) -> Option<Evidence> {
        match policy.exploration.base {
            Base::Content => Content::watches(policy),
            Base::Collaborative => Collaborative::watches(policy),
        }
    }

    fn learning(scenario: &Scenario, policy: &Policy) -> Learning {
        match policy.exploration.base {
            Base::Content => Content::learning(scenario, policy),
            Base::Collaborative => Collaborative::learning(scenario, policy),
        }
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let base = match setting.policy.exploration.base {
            Base::Content => Under::Content(Content::new(setting)),
            Base::Collaborative => Under::Collaborative(Box::new(Collaborative::new(setting))),
        };
        Self { share: setting.policy.exploration.share as f32, base }
    }

    fn note_consumption<const K: usize>(&self, request: &Request<'_, K>, place: usize, before: u16, gathered: &mut [i64]) {
        match &self.base {
            Under::Content(base) => base.note_consumption(request, place, before, gathered),
            Under::Collaborative(base) => base.note_consumption(request, place, before, gathered),
        }
    }

    fn train<const K: usize>(&self, setting: &Setting<'_, K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
        match &self.base {
            Under::Content(base) => base.train(setting, gathering, taught),
            Under::Collaborative(base) => base.train(setting, gathering, taught),
        }
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
        match &mut self.base {
            Under::Content(base) => base.learn(setting, lesson),
            Under::Collaborative(base) => base.learn(setting, lesson),
        }
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        match &self.base {
            Under::Content(base) => base.rank(request, work, out),
            Under::Collaborative(base) => base.rank(request, work, out),
        }
    }

    fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        match &self.base {
            Under::Content(base) => base.premium_worth(request, worth),
            Under::Collaborative(base) => base.premium_worth(request, worth),
        }
    }

    fn plain(&self) -> Option<&[u32]> {
        match &self.base {
            Under::Content(base) => base.plain(),
            Under::Collaborative(base) => base.plain(),
        }
    }

    #[inline(always)]
    fn topic_scan<const K: usize>(&self, request: &Request<'_, K>) -> Option<TopicScan<'_, K>> {
        match &self.base {
            Under::Content(base) => base.topic_scan(request),
            Under::Collaborative(base) => base.topic_scan(request),
        }
    }

    /// Each place takes a random item with the share of exploration, else the best one that is left. Three draws for a random item: where all of
    /// them are shown already or left out, as in tiny catalogs, the place is not random.
    fn vary<const K: usize>(&self, request: &Request<'_, K>, ranked: &mut [u32]) {
        let mut best = [0; MAX_POOL];
        let best = &mut best[..ranked.len()];
        best.copy_from_slice(ranked);
        let mut next = 0;
        for place in 0..ranked.len() {
            let words = request.keyed.words(request.person.id, request.day, Purpose::Explore, request.touch << 8 | place as u32);
            let mut chosen = None;
            if uniform(words[0]) < self.share {
                let items = request.catalog.items as u64;
                let drawn = words[1..].iter().map(|&word| (u64::from(word) * items >> 32) as u32);
                chosen = drawn.into_iter().find(|item| !request.skips(*item) && !ranked[..place].contains(item));
            }
            ranked[place] = match chosen {
                Some(item) => item,
                None => {
                    // There is always one left: fewer places than items of the base ranking have been filled.
                    while next + 1 < best.len() && ranked[..place].contains(&best[next]) {
                        next += 1;
                    }
                    best[next]
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Toy;
    use super::*;
    use crate::scenario::learner::Exploration;
    use crate::scenario::policy::Engine;

    /// B4.5: the share of random slots is what was asked for, at every place; the rest are the base's best in their order.
    #[test]
    fn the_share_of_random_slots_is_exact_in_expectation() {
        let share = 0.2;
        let explore = |share| Policy { engine: Engine::EpsilonGreedy, exploration: Exploration { share, base: Base::Content }, ..Policy::default() };
        let (toy, base) = (Toy::new(explore(share), |_| {}), Toy::new(explore(0.0), |_| {}));
        let (mut random, touches) = ([0u32; 8], 4_000);
        for touch in 0..touches {
            let mut who = toy.somebody(1);
            (who.day, who.touch) = (touch / 8, touch % 8);
            let greedy = base.rank(&who, 8);
            let slate = toy.rank(&who, 8);
            let mut next = 0;
            for place in 0..8 {
                while slate[..place].contains(&greedy[next]) {
                    next += 1;
                }
                random[place] += u32::from(slate[place] != greedy[next]);
            }
            let mut sorted = slate.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), 8, "an item stands once in a slate");
        }
        for (place, &count) in random.iter().enumerate() {
            // A random item is the base's own choice for the place once in 120.
            let expected = share * (1.0 - 1.0 / 120.0);
            let seen = f64::from(count) / f64::from(touches);
            assert!((seen - expected).abs() < 4.0 * (expected * (1.0 - expected) / f64::from(touches)).sqrt(), "place {place}: {seen}");
        }
    }
}
