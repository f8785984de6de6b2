//! What sells most in the whole crowd.

use crate::policy::rules::{Lesson, Request, Rules, Setting, Workspace};
use crate::scenario::policy::Policy;
use crate::world::ranking;

/// One list for all, by remembered choices.
#[derive(Clone, Debug)]
pub struct Popularity {
    list: Vec<u32>,
}

impl Rules for Popularity {
    fn learns(_: &Policy) -> bool {
        true
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        Self { list: ranking(setting.counts, &setting.catalog.tie) }
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, _: &Lesson<'_>) {
        self.list = ranking(setting.counts, &setting.catalog.tie);
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, _: &mut Workspace, out: &mut [u32]) -> usize {
        request.first_of(&self.list, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Crowd, Ranker};
    use crate::scenario::Scenario;
    use crate::scenario::policy::{Engine, Variant};
    use crate::world::{Catalog, Keyed};

    #[test]
    fn the_list_follows_sales() {
        let policy = Policy { engine: Engine::Popularity, ..Policy::default() };
        let scenario = Scenario { variants: vec![Variant { policy, ..Variant::default() }], ..Scenario::default() };
        let catalog = Catalog::<16>::draw(&scenario.catalog, Keyed::new(3));
        let mut crowd = Crowd::new(&scenario, 1, &catalog);
        let mut sold = vec![0; catalog.items];
        sold[17] = 1_000_000;
        crowd.learn(&scenario, 1, &catalog, &[&sold], &[], 7);
        let Ranker::Popularity(engine) = &crowd.ranker else { panic!("the engine of the policy") };
        assert_eq!(engine.list[0], 17);
    }
}
