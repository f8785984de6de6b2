//! A weighted sum of the content score and the collaborative score.

use super::collaborative::Collaborative;
use super::content::Content;
use crate::ledger::Learning;
use crate::math::dot;
use crate::policy::rank::best;
use crate::policy::rules::{Gathering, Lesson, Request, Rules, Setting, Uses, Workspace, highest_worth};
use crate::scenario::Scenario;
use crate::scenario::learner::Evidence;
use crate::scenario::policy::Policy;

/// Both engines and their weights.
#[derive(Clone, Debug)]
pub struct Hybrid {
    content: Content,
    collaborative: Box<Collaborative>,
    /// Weights of the content score and of the collaborative one.
    weights: [f32; 2],
}

impl Rules for Hybrid {
    const KEEPS: bool = true;

    fn uses(_: &Policy) -> Uses {
        Uses::Signals
    }

    fn learns(_: &Policy) -> bool {
        true
    }

    fn watches(policy: &Policy) -> Option<Evidence> {
        Collaborative::watches(policy)
    }

    fn learning(scenario: &Scenario, policy: &Policy) -> Learning {
        Collaborative::learning(scenario, policy)
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let blend = &setting.policy.blend;
        Self {
            content: Content::new(setting),
            collaborative: Box::new(Collaborative::new(setting)),
            weights: [blend.content as f32, blend.collaborative as f32],
        }
    }

    fn note_consumption<const K: usize>(&self, request: &Request<'_, K>, place: usize, before: u16, gathered: &mut [i64]) {
        self.collaborative.note_consumption(request, place, before, gathered);
    }

    fn train<const K: usize>(&self, setting: &Setting<'_, K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
        self.collaborative.train(setting, gathering, taught);
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
        self.content.learn(setting, lesson);
        self.collaborative.learn(setting, lesson);
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        if !self.collaborative.score(request, work) {
            return self.content.rank(request, work, out);
        }
        work.scores.note_largest();
        let largest = work.scores.largest();
        let scale = if largest > 0.0 { self.weights[1] / largest } else { 0.0 };
        self.content.score(request, &mut work.others);
        for (own, content) in work.scores.values.iter_mut().zip(&work.others.values[..request.catalog.items]) {
            *own = *own * scale + self.weights[0] * content;
        }
        self.collaborative.hide(request, work);
        work.scores.note_largest();
        best(&work.scores, &request.catalog.tie, out)
    }

    /// Both cosines by their weights; the content one alone where the other engine knows nothing yet.
    fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        let [content, collaborative] = self.weights;
        let near = self.collaborative.nearness(request).filter(|_| content + collaborative > 0.0);
        let Some(near) = near else { return self.content.premium_worth(request, worth) };
        let taste = request.knowledge.taste(request.plan, request.person.segment);
        let scale = 1.0 / (content + collaborative);
        highest_worth(request.catalog, worth, |item| scale * (content * dot(&taste, &request.catalog.unit[item]) + collaborative * near(item)))
    }

    fn plain(&self) -> Option<&[u32]> {
        self.collaborative.plain()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Toy;
    use super::*;
    use crate::scenario::learner::Blend;
    use crate::scenario::policy::Engine;

    /// With all weight on one side it ranks as that side does; in between it takes from both.
    #[test]
    fn the_ends_are_the_two_engines() {
        let ranked = |engine, content, collaborative| {
            let policy = Policy { engine, blend: Blend { content, collaborative }, ..Policy::default() };
            let mut toy = Toy::new(policy, |_| {});
            for id in 0..200u64 {
                let mut who = toy.somebody(id);
                for step in 0..6 {
                    toy.consume(&mut who, (id % 2 * 20 + (id * 7 + step * 3) % 20) as u32);
                }
            }
            toy.epoch();
            let mut who = toy.somebody(900);
            toy.consume(&mut who, 3);
            who.recent[0] = 3;
            toy.rank(&who, 8)
        };
        let (content, collaborative) = (ranked(Engine::Content, 0.5, 0.5), ranked(Engine::Collaborative, 0.5, 0.5));
        assert_eq!(ranked(Engine::Hybrid, 1.0, 0.0), content);
        assert_eq!(ranked(Engine::Hybrid, 0.0, 1.0), collaborative);
        let both = ranked(Engine::Hybrid, 0.5, 0.5);
        assert!(both != content && both != collaborative, "{both:?}");
    }
}
