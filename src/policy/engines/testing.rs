//! A toy world for tests of engines: one that an engine can be taught and asked in, without customers living in it.

use std::sync::Arc;

use super::Ranker;
use crate::policy::rules::{Gathering, Outcome, Request, Workspace};
use crate::policy::{Crowd, History, Knowledge, NO_ITEM, Plan};
use crate::scenario::Scenario;
use crate::scenario::policy::{Policy, Variant};
use crate::world::{Person, World};

/// One policy in one world, and what its engine has gathered so far.
pub(crate) struct Toy {
    pub scenario: Arc<Scenario>,
    pub world: World<16>,
    pub plan: Plan<16>,
    pub crowd: Crowd,
    pub gathered: Vec<i64>,
    days: usize,
}

/// One customer of a toy.
pub(crate) struct Somebody {
    pub person: Person<16>,
    pub knowledge: Knowledge<16>,
    pub history: History,
    pub recent: [u32; 16],
    pub day: u32,
    pub touch: u32,
}

impl Toy {
    pub fn new(policy: Policy, change: impl FnOnce(&mut Scenario)) -> Self {
        let mut scenario = Scenario { variants: vec![Variant { policy, ..Variant::default() }], ..Scenario::default() };
        scenario.catalog.items = 120;
        change(&mut scenario);
        let scenario = Arc::new(scenario);
        let world = World::draw(&scenario, 5);
        let plan = Plan::new(&scenario, &scenario.variants[0].policy, &world);
        let crowd = Crowd::new(&scenario, 1, &world.catalog);
        let gathered = vec![0; Crowd::learning(&scenario, 1).gathered];
        Self { scenario, world, plan, crowd, gathered, days: 0 }
    }

    pub fn somebody(&self, id: u64) -> Somebody {
        let person = self.world.population.person(id);
        let mut knowledge = Knowledge::default();
        knowledge.refresh(&self.plan, &person, u32::MAX, 0);
        Somebody { person, knowledge, history: History::default(), recent: [NO_ITEM; 16], day: 0, touch: 0 }
    }

    fn request<'a>(&'a self, who: &'a Somebody) -> Request<'a, 16> {
        Request {
            plan: &self.plan,
            crowd: &self.crowd,
            catalog: &self.world.catalog,
            offering: &self.world.offering,
            keyed: self.world.keyed,
            person: &who.person,
            knowledge: &who.knowledge,
            recent: &who.recent,
            history: &who.history,
            interests: &who.person.innate,
            satiation: &[0.0; 16],
            gone: &[],
            day: who.day,
            touch: who.touch,
        }
    }

    pub fn rank(&self, who: &Somebody, length: usize) -> Vec<u32> {
        let mut slate = vec![NO_ITEM; length];
        let mut work = Workspace::new(self.world.catalog.padded);
        let found = self.crowd.ranker.rank(&self.request(who), &mut work, &mut slate);
        slate.truncate(found);
        self.crowd.ranker.vary(&self.request(who), &mut slate);
        slate
    }

    pub fn consume(&mut self, who: &mut Somebody, item: u32) {
        let (place, before) = who.history.add(item, who.day as usize);
        let mut gathered = std::mem::take(&mut self.gathered);
        self.crowd.ranker.note_consumption(&self.request(who), place, before, &mut gathered);
        self.gathered = gathered;
    }

    pub fn answer(&mut self, who: &Somebody, slate: &[u32], chosen: Option<usize>) {
        let mut gathered = std::mem::take(&mut self.gathered);
        self.crowd.ranker.note_slate(&self.request(who), &Outcome { slate, chosen }, &mut gathered);
        self.gathered = gathered;
    }

    /// Ends an epoch of a week in which nothing was sold.
    pub fn epoch(&mut self) {
        self.days += 7;
        let mut taught = vec![0; Crowd::learning(&self.scenario, 1).taught];
        let gathering = Gathering { numbers: &self.gathered, days: self.days };
        self.crowd.train(&self.scenario, 1, &self.world.catalog, &gathering, &mut taught);
        self.crowd.learn(&self.scenario, 1, &self.world.catalog, &[], &taught, 7);
    }

    pub fn ranker(&self) -> &Ranker {
        &self.crowd.ranker
    }
}
