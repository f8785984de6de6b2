//! What was before the first day: choices on record, and sales counts written by an earlier policy that did not serve everybody alike (B4.6).
//! Nothing here happens in a world without historical bias.

use super::flight::MAX_SLATE;
use super::life::Life;
use super::search::{MAX_FOUND, Search, weights};
use crate::behavior::choice::{self, Offer, position_weight};
use crate::math::{dot, ln, softmax};
use crate::policy::Plan;
use crate::scenario::Scenario;
use crate::scenario::bias::{BiasInForce, HistoricalBias};
use crate::scenario::learner::Evidence;
use crate::world::{Catalog, Person, Purpose, World, ranking, uniform};

/// People whose visits wrote the sales counts; their counts are brought to the size of the population.
const WRITERS: u64 = 512;
/// Items that the earlier policy showed.
const PAST_SLATE: usize = 8;
/// Most choices on record of one person, whatever a scenario says.
const MOST_CHOICES: u32 = 600;

/// What was before the first day.
#[derive(Clone, Debug)]
pub struct Past {
    knobs: HistoricalBias,
    /// What the earlier policy showed at its end; empty without one.
    list: Vec<u32>,
    /// Popularity as customers saw it before the first day, and its pull in own search.
    visible: Vec<f32>,
    search_bias: Vec<f32>,
    position_utility: [f32; PAST_SLATE],
}

impl Past {
    /// The past of a world; where an earlier policy wrote the record, the catalog's popularity becomes what it counted.
    pub fn new<const K: usize>(scenario: &Scenario, world: &mut World<K>) -> Option<Self> {
        let BiasInForce { knobs, .. } = scenario.population.bias_in_force()?;
        if knobs.history <= 0.0 && knobs.past_days == 0 {
            return None;
        }
        let position = scenario.behavior.choice.position as f32;
        let mut past = Self {
            knobs,
            list: Vec::new(),
            visible: Vec::new(),
            search_bias: Vec::new(),
            position_utility: std::array::from_fn(|rank| position * ln(position_weight(rank + 1))),
        };
        past.see(scenario, &world.catalog);
        if past.knobs.past_days > 0 {
            past.write_counts(scenario, world);
            past.see(scenario, &world.catalog);
        }
        Some(past)
    }

    fn see<const K: usize>(&mut self, scenario: &Scenario, catalog: &Catalog<K>) {
        self.visible = Catalog::<K>::standardized(&catalog.popularity);
        let pull = scenario.behavior.choice.search_popularity as f32;
        self.search_bias = self.visible.iter().map(|seen| pull * seen).collect();
        self.search_bias.resize(catalog.padded, -1e30);
    }

    /// Lets the earlier policy serve its customers day by day: it shows what sold best among those it served, and counts only what it served.
    fn write_counts<const K: usize>(&mut self, scenario: &Scenario, world: &mut World<K>) {
        let writers: Vec<Person<K>> = (0..scenario.population.customers.min(WRITERS)).map(|id| world.population.person(id)).collect();
        let scale = scenario.population.customers as f32 / writers.len() as f32;
        let mut search = Search::new(world.catalog.padded);
        let mut counted = world.catalog.popularity.clone();
        for day in 0..self.knobs.past_days as u32 {
            self.list = ranking(&counted, &world.catalog.tie);
            self.list.truncate(PAST_SLATE.min(MAX_SLATE));
            for person in &writers {
                let [visits, served, recorded, choice] = world.keyed.uniforms(person.id, day, Purpose::Past, 0);
                if visits >= person.visit || (person.disadvantaged && served >= self.knobs.past_reach as f32) {
                    continue;
                }
                let draws = |index| world.keyed.uniforms(person.id, day, Purpose::Past, 1 + index);
                let chosen = self.choose(scenario, &world.catalog, person, true, choice, &mut search, draws);
                if let Some(item) = chosen.filter(|_| recorded >= person.unrecorded) {
                    counted[item as usize] += scale;
                }
            }
        }
        world.catalog.popularity = counted;
    }

    /// What one visit ends with: own search and, if served, the earlier policy's slate, chosen among as at any visit, but something for certain.
    fn choose<const K: usize>(
        &self,
        scenario: &Scenario,
        catalog: &Catalog<K>,
        person: &Person<K>,
        served: bool,
        u: f32,
        search: &mut Search,
        draws: impl Fn(u32) -> [f32; 4],
    ) -> Option<u32> {
        let p = &scenario.behavior.choice;
        let shares = softmax(&person.innate, catalog.topics);
        let scale = 1.0 / dot(&shares, &shares).sqrt();
        let unit = shares.map(|share| share * scale);
        let utility = |item: u32| {
            let place = item as usize;
            let offer = Offer {
                affinity: dot(&unit, &catalog.unit[place]),
                quality: catalog.quality[place],
                popularity: self.visible[place],
                ..Offer::default()
            };
            choice::utility(p, &offer)
        };
        let mut items = [0; PAST_SLATE + MAX_FOUND];
        let mut utilities = [0.0; (PAST_SLATE + MAX_FOUND).next_multiple_of(choice::ROW)];
        let mut count = 0;
        if served {
            for (&item, place) in self.list.iter().zip(&self.position_utility) {
                (items[count], utilities[count]) = (item, place + utility(item));
                count += 1;
            }
        }
        let slate = count;
        search.scores.fill(&catalog.tiles, &weights(p, &unit)[..catalog.topics], &self.search_bias);
        for &item in search.recall_scored(p, catalog.items, draws) {
            if !items[..slate].contains(&item) {
                (items[count], utilities[count]) = (item, utility(item));
                count += 1;
            }
        }
        choice::draw(&mut utilities, count, false, u).map(|place| items[place])
    }

    /// Choices of a person that are on record before the first day.
    pub fn recorded<const K: usize>(&self, scenario: &Scenario, world: &World<K>, person: &Person<K>, search: &mut Search) -> Vec<u32> {
        if self.knobs.history <= 0.0 {
            return Vec::new();
        }
        let mean = self.knobs.history * if person.disadvantaged { self.knobs.group_history } else { 1.0 };
        let had = poisson(mean, uniform(world.keyed.words(person.id, u32::MAX, Purpose::Past, 0)[0]));
        let served = !self.list.is_empty();
        let mut record = Vec::with_capacity(had as usize);
        for number in 0..had {
            // Steps of their own, apart from the days of the earlier policy.
            let step = u32::MAX / 2 + number;
            let [reached, kept, choice, _] = world.keyed.uniforms(person.id, step, Purpose::Past, 0);
            let missed = served && person.disadvantaged && reached >= self.knobs.past_reach as f32;
            if missed || kept < person.unrecorded {
                continue;
            }
            let draws = |index| world.keyed.uniforms(person.id, step, Purpose::Past, 1 + index);
            record.extend(self.choose(scenario, &world.catalog, person, served, choice, search, draws));
        }
        record
    }
}

/// Lets a life begin with what is on record.
pub fn teach<const K: usize>(plan: &Plan<K>, catalog: &Catalog<K>, person: &Person<K>, record: &[u32], life: &mut Life<K>) {
    for &item in record {
        life.knowledge.observe(plan, person.history, &catalog.unit[item as usize]);
    }
    // What was bought of it is not on record.
    if matches!(plan.watches, Some(Evidence::Choices | Evidence::Views)) {
        life.record = record.to_vec();
    }
}

/// Whether a choice is recorded; always so outside a disadvantaged group.
#[inline(always)]
pub fn is_recorded<const K: usize>(world: &World<K>, person: &Person<K>, day: usize, touch: u32) -> bool {
    person.unrecorded <= 0.0 || world.keyed.uniforms(person.id, day as u32, Purpose::Recorded, touch)[0] >= person.unrecorded
}

/// A Poisson number with that mean at the quantile `u`.
fn poisson(mean: f64, u: f32) -> u32 {
    let u = f64::from(u);
    let mut chance = libm::exp(-mean);
    let (mut sum, mut count) = (chance, 0);
    while sum < u && count < MOST_CHOICES {
        count += 1;
        chance *= mean / f64::from(count);
        sum += chance;
    }
    count
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn drawn(bias: HistoricalBias) -> (Scenario, World<16>) {
        let mut scenario = Scenario::default();
        scenario.population.bias = bias;
        let world = World::draw(&Arc::new(scenario.clone()), 5);
        (scenario, world)
    }

    /// Mean number of choices on record of (the others, the group) over the first people of a world.
    fn record_lengths(bias: HistoricalBias) -> [f64; 2] {
        let (scenario, mut world) = drawn(bias);
        let past = Past::new(&scenario, &mut world).expect("a past");
        let mut search = Search::new(world.catalog.padded);
        let (mut sum, mut people) = ([0.0; 2], [0.0; 2]);
        for id in 0..600 {
            let person = world.population.person(id);
            let group = usize::from(person.disadvantaged);
            sum[group] += past.recorded(&scenario, &world, &person, &mut search).len() as f64;
            people[group] += 1.0;
        }
        [sum[0] / people[0], sum[1] / people[1]]
    }

    #[test]
    fn a_poisson_number_has_its_mean() {
        for mean in [0.0, 0.5, 10.0, 500.0] {
            let n = 2_000;
            let total: u32 = (0..n).map(|step| poisson(mean, (step as f32 + 0.5) / n as f32)).sum();
            assert!((f64::from(total) / f64::from(n) - mean).abs() < 0.02 * mean + 0.01, "{mean}");
        }
    }

    /// B4.6: history length is Poisson(h m); label loss and the reach of the earlier policy thin it.
    #[test]
    fn the_group_has_less_on_record() {
        let [others, group] = record_lengths(HistoricalBias { history: 10.0, group_history: 0.5, ..HistoricalBias::default() });
        assert!((others - 10.0).abs() < 0.6 && (group - 5.0).abs() < 0.9, "{others} {group}");
        let lost = record_lengths(HistoricalBias { history: 10.0, label_loss: 0.4, ..HistoricalBias::default() });
        assert!((lost[0] - 10.0).abs() < 0.6 && (lost[1] - 6.0).abs() < 0.9, "{lost:?}");
        let reach = record_lengths(HistoricalBias { history: 10.0, past_days: 5, past_reach: 0.3, ..HistoricalBias::default() });
        assert!((reach[0] - 10.0).abs() < 0.6 && (reach[1] - 3.0).abs() < 0.9, "{reach:?}");
    }

    /// B4.6: an earlier policy that does not serve the group leaves counts that fit the others better.
    #[test]
    fn an_earlier_policy_leaves_counts_that_favour_those_it_served() {
        let fit = |reach: f64| {
            let bias = HistoricalBias { taste_rotation: 90.0, past_days: 60, past_reach: reach, ..HistoricalBias::default() };
            let (scenario, mut world) = drawn(bias);
            let before = world.catalog.popularity.clone();
            Past::new(&scenario, &mut world).expect("a past");
            let gained: Vec<f64> = world.catalog.popularity.iter().zip(&before).map(|(after, before)| f64::from(after - before)).collect();
            assert!(gained.iter().all(|&gain| gain >= 0.0));
            let total: f64 = gained.iter().sum();
            let mut matched = ([0.0; 2], [0.0; 2]);
            for id in 0..300 {
                let person = world.population.person(id);
                let shares = softmax(&person.innate, world.catalog.topics);
                let length = dot(&shares, &shares).sqrt();
                let own: f64 = (0..world.catalog.items).map(|item| gained[item] * f64::from(dot(&shares, &world.catalog.unit[item]) / length)).sum();
                let group = usize::from(person.disadvantaged);
                matched.0[group] += own / total;
                matched.1[group] += 1.0;
            }
            matched.0[0] / matched.1[0] - matched.0[1] / matched.1[1]
        };
        let (open, closed) = (fit(1.0), fit(0.0));
        assert!(closed > open, "{closed} against {open}");
    }

    #[test]
    fn a_fair_world_has_no_past() {
        let (scenario, mut world) = drawn(HistoricalBias::default());
        let before = world.catalog.popularity.clone();
        assert!(Past::new(&scenario, &mut world).is_none());
        assert_eq!(world.catalog.popularity, before);
        let person = world.population.person(1);
        assert!(is_recorded(&world, &person, 0, 0));
    }
}
