//! Who receives messages at all: a logistic model of answers, fitted once on earlier customers of the same world, and the top share of people by it
//! (B4.5, F3, F23). Earlier customers have numbers that no customer of a run has, and people are measured against a fixed sample, so that any shard
//! finds the same audience.

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::behavior::choice::position_weight;
use crate::math::{dot, softmax};
use crate::scenario::Scenario;
use crate::scenario::audience::{self, Reach};
use crate::world::{Person, Purpose, World, cells, uniform};

/// Number of the first earlier customer.
const FIRST_SEED: u64 = 1 << 40;
/// Most people in the sample that the share is measured in.
const SAMPLE: u64 = 4_096;
/// Rounds of Newton's method.
const ROUNDS: usize = 12;
/// How many observations "no effect" is worth: keeps a feature that never varies harmless.
const RIDGE: f64 = 1.0;
/// Items of the editorial list that earlier messages showed.
const SHOWN: usize = 4;

/// A fitted audience.
#[derive(Clone, Debug)]
pub struct Audience {
    options: audience::Audience,
    features: Features,
    /// Effects by feature, the constant first, in log-odds.
    effects: Vec<f64>,
    /// Worth and tie breaker of the last one who receives messages; `None` where everybody does.
    last: Option<(f64, u32)>,
}

/// Which features the model sees.
#[derive(Clone, Debug)]
struct Features {
    segments: usize,
    /// Levels by attribute.
    levels: Vec<usize>,
    /// Features that follow each attribute.
    proxies: usize,
    /// The attributes themselves are seen.
    attributes: bool,
}

impl Features {
    fn count(&self) -> usize {
        let columns: usize = if self.attributes { self.levels.iter().map(|levels| levels - 1).sum() } else { 0 };
        1 + (self.segments - 1) + self.levels.len() * self.proxies + columns
    }

    /// The constant, segments but the first, followers of attributes, levels but the first.
    fn of<const K: usize>(&self, world: &World<K>, map: &crate::ledger::CellMap, person: &Person<K>) -> Vec<f64> {
        let mut row = vec![1.0];
        row.extend((1..self.segments).map(|segment| f64::from(u8::from(person.segment == segment))));
        for attribute in 0..self.levels.len() {
            row.extend((0..self.proxies).map(|feature| f64::from(world.population.proxy_feature(person, attribute, feature as u32))));
        }
        if self.attributes {
            for (attribute, &levels) in self.levels.iter().enumerate() {
                let own = map.level(person.cell, attribute);
                row.extend((1..levels).map(|level| f64::from(u8::from(own == level))));
            }
        }
        row
    }
}

impl Audience {
    /// Fits the audience of a policy; `None` where everybody receives messages. `intercept` is that of the channel that earlier messages came by.
    pub fn fit<const K: usize>(scenario: &Scenario, options: &audience::Audience, world: &World<K>, intercept: f32) -> Option<Self> {
        if options.reach == Reach::Everyone {
            return None;
        }
        let map = cells(scenario);
        let features = Features {
            segments: map.segments,
            levels: map.levels.clone(),
            proxies: if options.reach == Reach::LookAlike { options.proxy_features as usize } else { 0 },
            attributes: options.reach == Reach::Demographic || options.with_attributes,
        };
        let (mut rows, mut answers) = (Vec::new(), Vec::new());
        for id in FIRST_SEED..FIRST_SEED + options.seed_people {
            let person = world.population.person(id);
            let chance = crate::math::logistic(intercept + earlier_shift(scenario, world, &person));
            let answered = (0..options.seed_messages as u32).filter(|&message| {
                let words = world.keyed.words(id, 0, Purpose::SeedLog, message / 4);
                uniform(words[message as usize % 4]) < chance
            });
            answers.push(answered.count() as f64);
            rows.push(features.of(world, &map, &person));
        }
        let effects = fit(&rows, &answers, options.seed_messages as f64, features.count());
        let mut audience = Self { options: options.clone(), features, effects, last: None };
        let size = scenario.population.customers.min(SAMPLE);
        let mut sample: Vec<(f64, u32)> = (0..size).map(|id| audience.worth(world, &map, &world.population.person(id))).collect();
        sample.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        let wanted = libm::round(options.share * size as f64) as usize;
        audience.last = match wanted.checked_sub(1) {
            None => Some((f64::INFINITY, u32::MAX)),
            Some(_) if wanted == sample.len() => None,
            Some(place) => sample.get(place).copied(),
        };
        Some(audience)
    }

    /// Whether a customer receives messages.
    pub fn reaches<const K: usize>(&self, scenario: &Scenario, world: &World<K>, person: &Person<K>) -> bool {
        self.last.is_none_or(|last| {
            let own = self.worth(world, &cells(scenario), person);
            own.0 > last.0 || own.0 == last.0 && own.1 >= last.1
        })
    }

    /// The chance of an answer, or that for what a message costs, and a tie breaker.
    fn worth<const K: usize>(&self, world: &World<K>, map: &crate::ledger::CellMap, person: &Person<K>) -> (f64, u32) {
        let row = self.features.of(world, map, person);
        let odds: f64 = row.iter().zip(&self.effects).map(|(feature, effect)| feature * effect).sum();
        let cost = if self.options.cost_aware { f64::from(person.impression_cost) } else { 1.0 };
        let tie = world.keyed.words(person.id, 1, Purpose::SeedLog, 0)[0];
        (1.0 / (1.0 + libm::exp(-odds)) / cost, tie)
    }
}

/// Log-odds that an earlier customer was away from the reference when an editorial message came: her group, her trust, the match of the items.
fn earlier_shift<const K: usize>(scenario: &Scenario, world: &World<K>, person: &Person<K>) -> f32 {
    let (response, catalog) = (&scenario.behavior.response, &world.catalog);
    let shares = softmax(&person.innate, catalog.topics);
    let scale = 1.0 / dot(&shares, &shares).sqrt();
    let unit = shares.map(|share| share * scale);
    let (mut matched, mut weights) = (0.0, 0.0);
    for (place, &item) in catalog.editorial.iter().take(SHOWN).enumerate() {
        matched += position_weight(place + 1) * dot(&unit, &catalog.unit[item as usize]);
        weights += position_weight(place + 1);
    }
    let trust = if scenario.behavior.mechanisms.trust { response.trust as f32 * (person.trust - 0.5) } else { 0.0 };
    person.conversion + trust + response.relevance as f32 * (matched / weights - 0.5)
}

/// Effects of a logistic model with a small ridge, by Newton's method in a fixed order; `trials` messages stand behind each row.
fn fit(rows: &[Vec<f64>], answers: &[f64], trials: f64, features: usize) -> Vec<f64> {
    let mean = answers.iter().sum::<f64>() / (trials * rows.len() as f64);
    let mean = mean.clamp(1e-6, 1.0 - 1e-6);
    let mut effects = DVector::zeros(features);
    effects[0] = libm::log(mean / (1.0 - mean));
    for _ in 0..ROUNDS {
        let mut slope = DVector::zeros(features);
        let mut curve = DMatrix::from_diagonal_element(features, features, RIDGE);
        // The constant is not drawn towards 0.
        curve[(0, 0)] = 1e-9;
        for feature in 1..features {
            slope[feature] = -RIDGE * effects[feature];
        }
        for (row, answered) in rows.iter().zip(answers) {
            let odds: f64 = row.iter().zip(effects.iter()).map(|(feature, effect)| feature * effect).sum();
            let chance = 1.0 / (1.0 + libm::exp(-odds));
            let weight = trials * chance * (1.0 - chance);
            for (one, own) in row.iter().enumerate() {
                slope[one] += (answered - trials * chance) * own;
                for (other, its) in row.iter().enumerate() {
                    curve[(one, other)] += weight * own * its;
                }
            }
        }
        let Some(solved) = Cholesky::new(curve) else { break };
        // A step that is too long where hardly anybody, or everybody, answered is cut.
        effects += solved.solve(&slope).map(|step| step.clamp(-2.0, 2.0));
    }
    effects.iter().map(|effect| libm::round(effect * 1_048_576.0) / 1_048_576.0).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::population::{Attribute, Level};

    /// Half of the people answer more often (the second level, by the odds given) and may cost more.
    fn scenario(rho: f64, conversion: f64, cost: f64) -> Arc<Scenario> {
        let mut scenario = Scenario::default();
        let level =
            |name: &str, conversion, impression_cost| Level { name: name.into(), share: 0.5, conversion, impression_cost, ..Level::default() };
        scenario.population.attributes =
            vec![Attribute { name: "sex".into(), proxy: rho, levels: vec![level("one", 1.0, 1.0), level("other", conversion, cost)] }];
        scenario.population.customers = 4_000;
        Arc::new(scenario)
    }

    /// Share of the second level among those who receive messages, less its share of all; and the share of all who receive them.
    fn skew(scenario: &Arc<Scenario>, options: &audience::Audience) -> (f64, f64) {
        let world = World::<16>::draw(scenario, 3);
        let audience = Audience::fit(scenario, options, &world, -3.9).expect("an audience");
        let (mut reached, mut second, mut all_second) = (0.0, 0.0, 0.0);
        for id in 0..4_000 {
            let person = world.population.person(id);
            let is_second = f64::from(u8::from(cells(scenario).level(person.cell, 0) == 1));
            all_second += is_second;
            if audience.reaches(scenario, &world, &person) {
                reached += 1.0;
                second += is_second;
            }
        }
        (second / reached - all_second / 4_000.0, reached / 4_000.0)
    }

    /// F23: without the column a look-alike audience stays skewed where features follow the attribute, and is not where none does; with more such
    /// features it comes close to the audience of a model that sees the column.
    #[test]
    fn taking_the_column_out_leaves_the_skew_where_proxies_are() {
        let blind = audience::Audience { reach: Reach::LookAlike, ..audience::Audience::default() };
        let seeing = audience::Audience { with_attributes: true, ..blind };
        let many = audience::Audience { proxy_features: 8, ..blind };
        let (with, share) = skew(&scenario(0.4, 2.0, 1.0), &seeing);
        assert!((share - 0.3).abs() < 1e-3 && with > 0.3, "with the column {with}, share {share}");
        let (at_04, _) = skew(&scenario(0.4, 2.0, 1.0), &blind);
        let (at_0, _) = skew(&scenario(0.0, 2.0, 1.0), &blind);
        let (more, _) = skew(&scenario(0.4, 2.0, 1.0), &many);
        assert!(at_04 > 0.1 && at_0.abs() < 0.05, "{at_04} at rho 0.4, {at_0} at 0");
        assert!(more > 0.7 * with && more > at_04, "{more} with eight followers, {with} with the column");
    }

    /// F3: where a group answers more often but costs still more, a cost-aware audience crowds it out; at equal cost it does not.
    #[test]
    fn dear_audiences_are_crowded_out_where_cost_counts() {
        let aware = audience::Audience { reach: Reach::Demographic, cost_aware: true, share: 0.5, ..audience::Audience::default() };
        let (dear, _) = skew(&scenario(0.0, 1.1, 1.6), &aware);
        let (equal, _) = skew(&scenario(0.0, 1.6, 1.0), &aware);
        assert!(dear < -0.1 && equal > 0.1, "dear {dear}, equal {equal}");
    }

    #[test]
    fn the_ends_of_the_share_are_nobody_and_everybody() {
        for share in [0.0, 1.0] {
            let options = audience::Audience { reach: Reach::LookAlike, share, ..audience::Audience::default() };
            let scenario = scenario(0.4, 2.0, 1.0);
            let world = World::<16>::draw(&scenario, 3);
            let audience = Audience::fit(&scenario, &options, &world, -3.9).expect("an audience");
            let reached = (0..500).filter(|&id| audience.reaches(&scenario, &world, &world.population.person(id))).count();
            assert_eq!(reached, if share == 0.0 { 0 } else { 500 });
        }
    }
}
