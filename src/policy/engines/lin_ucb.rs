//! A linear model of clicks that is optimistic where it knows little (LinUCB with one shared ridge model, B4.5).
//!
//! x = (estimated taste o item mix, 1, ln(1 + n)); A = ridge I + sum x x', b = sum of x over clicks; score = x'A^-1 b + bonus sqrt(x'A^-1 x). The
//! sums are kept in fixed point, so that they merge exactly, and reach the model at epoch ends.

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::ledger::Learning;
use crate::math::dot;
use crate::policy::factors::{packed, place};
use crate::policy::rank::best;
use crate::policy::rules::{Gathering, Lesson, Outcome, Request, Rules, Setting, Uses, Workspace, highest_worth};
use crate::scenario::Scenario;
use crate::scenario::policy::Policy;
use crate::world::{CHUNK, ranking};

/// Steps of a feature in a unit.
const STEPS: f32 = 1_024.0;
/// Most features: 32 topics, the constant and popularity.
const MOST: usize = 34;

/// The model as learned at the last epoch end.
#[derive(Clone, Debug)]
pub struct LinUcb {
    bonus: f32,
    ridge: f64,
    /// Number of features.
    features: usize,
    /// A^-1 b.
    effects: Vec<f32>,
    /// Rows of L' where A^-1 = L L': what lies left of the diagonal is 0.
    roots: Vec<[f32; MOST]>,
    /// ln(1 + n) by item, padded with 0.
    popularity: Vec<f32>,
    /// 0 for each item, padded with minus infinity.
    bias: Vec<f32>,
    /// Items by popularity, for those who switched personalization off.
    popular: Vec<u32>,
}

impl LinUcb {
    fn look_at_crowd<const K: usize>(&mut self, setting: &Setting<'_, K>) {
        self.popularity = setting.counts.iter().map(|&count| libm::log1p(f64::from(count)) as f32).collect();
        self.popularity.resize(setting.catalog.padded, 0.0);
        self.popular = ranking(setting.counts, &setting.catalog.tie);
    }

    /// Solves the ridge model; sums in fixed point, x x' first, then x of clicks.
    fn solve(&mut self, sums: &[i64]) {
        let features = self.features;
        let Some((squares, clicks)) = sums.split_at_checked(packed(features)) else { return };
        let (one, two) = (f64::from(STEPS), f64::from(STEPS) * f64::from(STEPS));
        let matrix = DMatrix::from_fn(features, features, |row, column| {
            squares[place(features, row, column)] as f64 / two + if row == column { self.ridge } else { 0.0 }
        });
        let Some(inverse) = Cholesky::new(matrix).map(|solved| solved.inverse()) else { return };
        // Symmetric to the last bit.
        let inverse = DMatrix::from_fn(features, features, |row, column| 0.5 * (inverse[(row, column)] + inverse[(column, row)]));
        let effects = &inverse * DVector::from_iterator(features, clicks.iter().map(|&sum| sum as f64 / one));
        let Some(root) = Cholesky::new(inverse).map(|solved| solved.l()) else { return };
        self.effects = effects.iter().map(|&effect| effect as f32).collect();
        self.roots = (0..features)
            .map(|column| {
                let mut row = [0.0; MOST];
                for (entry, feature) in row.iter_mut().zip(0..features) {
                    *entry = root[(feature, column)] as f32;
                }
                row
            })
            .collect();
    }
}

impl Rules for LinUcb {
    const KEEPS: bool = true;

    fn uses(_: &Policy) -> Uses {
        Uses::Signals
    }

    fn learns(_: &Policy) -> bool {
        true
    }

    fn learning(scenario: &Scenario, _: &Policy) -> Learning {
        let features = scenario.catalog.topics as usize + 2;
        let numbers = packed(features) + features;
        Learning { gathered: numbers, taught: numbers }
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let (catalog, optimism) = (setting.catalog, &setting.policy.optimism);
        let features = catalog.topics + 2;
        let mut engine = Self {
            bonus: optimism.bonus as f32,
            ridge: optimism.ridge,
            features,
            effects: Vec::new(),
            roots: Vec::new(),
            popularity: Vec::new(),
            bias: (0..catalog.padded).map(|item| if item < catalog.items { 0.0 } else { f32::NEG_INFINITY }).collect(),
            popular: Vec::new(),
        };
        engine.look_at_crowd(setting);
        engine.solve(&vec![0; packed(features) + features]);
        engine
    }

    fn note_slate<const K: usize>(&self, request: &Request<'_, K>, outcome: &Outcome<'_>, gathered: &mut [i64]) {
        let features = self.features;
        let Some((squares, clicks)) = gathered.split_at_mut_checked(packed(features)) else { return };
        let taste = request.knowledge.taste(request.plan, request.person.segment);
        let topics = request.catalog.topics;
        for (shown, &item) in outcome.slate.iter().enumerate() {
            let unit = &request.catalog.unit[item as usize];
            let mut x = [0i64; MOST];
            for topic in 0..topics {
                x[topic] = (taste[topic] * unit[topic] * STEPS + 0.5) as i64;
            }
            x[topics] = STEPS as i64;
            x[topics + 1] = (self.popularity[item as usize] * STEPS + 0.5) as i64;
            let mut start = 0;
            for row in 0..features {
                for column in row..features {
                    squares[start + column - row] += x[row] * x[column];
                }
                start += features - row;
            }
            if outcome.chosen == Some(shown) {
                for (sum, own) in clicks.iter_mut().zip(x) {
                    *sum += own;
                }
            }
        }
    }

    fn train<const K: usize>(&self, _: &Setting<'_, K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
        taught.copy_from_slice(gathering.numbers);
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
        self.look_at_crowd(setting);
        if !lesson.taught.is_empty() {
            self.solve(lesson.taught);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        let catalog = request.catalog;
        let topics = catalog.topics;
        let taste = request.knowledge.taste(request.plan, request.person.segment);
        // Taste enters every row once, not every item.
        let mut rows = [[0.0f32; MOST]; MOST];
        for (row, root) in rows.iter_mut().zip(&self.roots) {
            *row = *root;
            for topic in 0..topics {
                row[topic] *= taste[topic];
            }
        }
        let mut effects = [0.0f32; MOST];
        for (feature, (effect, &own)) in effects.iter_mut().zip(&self.effects).enumerate() {
            *effect = if feature < topics { own * taste[feature] } else { own };
        }
        let chunks = work.scores.values.chunks_exact_mut(CHUNK).zip(self.bias.chunks_exact(CHUNK));
        let facts = catalog.tiles.chunks_exact(topics * CHUNK).zip(self.popularity.chunks_exact(CHUNK));
        for ((values, bias), (tiles, popularity)) in chunks.zip(facts) {
            let mut spread = [0.0f32; CHUNK];
            for (first, row) in rows[..self.features].iter().enumerate() {
                let y = weighted(row, first, topics, tiles, popularity);
                for lane in 0..CHUNK {
                    spread[lane] += y[lane] * y[lane];
                }
            }
            let mean = weighted(&effects, 0, topics, tiles, popularity);
            for lane in 0..CHUNK {
                values[lane] = bias[lane] + mean[lane] + self.bonus * spread[lane].sqrt();
            }
        }
        request.hide_skipped(&mut work.scores);
        work.scores.note_largest();
        best(&work.scores, &catalog.tie, out)
    }

    /// The cosine of estimated taste and item, which its features are made of.
    fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        let taste = request.knowledge.taste(request.plan, request.person.segment);
        highest_worth(request.catalog, worth, |item| dot(&taste, &request.catalog.unit[item]))
    }

    fn plain(&self) -> Option<&[u32]> {
        Some(&self.popular)
    }
}

/// The weighted sum of the features of a chunk of items, from topic `first` on, features added in order.
#[inline(always)]
fn weighted(weights: &[f32; MOST], first: usize, topics: usize, tiles: &[f32], popularity: &[f32]) -> [f32; CHUNK] {
    let mut sums = [weights[topics]; CHUNK];
    for (column, &weight) in tiles.chunks_exact(CHUNK).zip(&weights[..topics]).skip(first) {
        for lane in 0..CHUNK {
            sums[lane] += weight * column[lane];
        }
    }
    for lane in 0..CHUNK {
        sums[lane] += weights[topics + 1] * popularity[lane];
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::Ranker;
    use super::super::testing::{Somebody, Toy};
    use super::*;
    use crate::scenario::learner::Optimism;
    use crate::scenario::policy::Engine;
    use crate::world::{Purpose, uniform};

    fn toy(bonus: f64) -> Toy {
        Toy::new(Policy { engine: Engine::LinUcb, optimism: Optimism { bonus, ..Optimism::default() }, ..Policy::default() }, |_| {})
    }

    fn customer(toy: &Toy, id: u64) -> Somebody {
        let mut who = toy.somebody(id);
        // What is known of tastes here: each likes one topic, the odd half of topics.
        who.knowledge.observed = [0.0; 16];
        who.knowledge.observed[(id % 6) as usize * 2 + 1] = 40.0;
        who
    }

    /// The score is x'A^-1 b + bonus sqrt(x'A^-1 x) with the plain sums.
    #[test]
    fn scores_are_those_of_the_formula() {
        let mut toy = toy(0.7);
        for id in 0..40 {
            let who = customer(&toy, id);
            let slate = toy.rank(&who, 8);
            toy.answer(&who, &slate, (id % 3 == 0).then_some((id % 8) as usize));
        }
        let before = toy.gathered.clone();
        toy.epoch();
        let who = customer(&toy, 77);
        let features = 14;
        let a = DMatrix::from_fn(features, features, |row, column| {
            before[place(features, row, column)] as f64 / 1_048_576.0 + if row == column { 1.0 } else { 0.0 }
        });
        let b = DVector::from_iterator(features, before[packed(features)..].iter().map(|&sum| sum as f64 / 1_024.0));
        let inverse = a.try_inverse().expect("a ridge");
        let taste = who.knowledge.taste(&toy.plan, who.person.segment);
        let Ranker::LinUcb(engine) = toy.ranker() else { panic!("the engine of the policy") };
        let score = |item: usize| {
            let unit = &toy.world.catalog.unit[item];
            let x = DVector::from_fn(features, |feature, _| match feature {
                12 => 1.0,
                13 => f64::from(engine.popularity[item]),
                topic => f64::from(taste[topic] * unit[topic]),
            });
            x.dot(&(&inverse * &b)) + 0.7 * x.dot(&(&inverse * &x)).sqrt()
        };
        let mut expected: Vec<usize> = (0..120).collect();
        expected.sort_by(|&one, &other| score(other).total_cmp(&score(one)));
        let found = toy.rank(&who, 6);
        for (place, &item) in found.iter().enumerate() {
            assert!((score(item as usize) - score(expected[place])).abs() < 1e-4, "place {place}: {found:?} and {expected:?}");
        }
    }

    /// B4.5: people click what is close to their taste; the model finds out and beats chance.
    #[test]
    fn it_learns_that_people_click_what_is_close_to_their_taste() {
        let mut toy = toy(1.0);
        let mut clicked = [0.0; 5];
        for (epoch, clicked) in clicked.iter_mut().enumerate() {
            for id in 0..300 {
                let who = customer(&toy, id);
                let slate = toy.rank(&who, 4);
                let taste = who.knowledge.taste(&toy.plan, who.person.segment);
                let click = |(place, &item): (usize, &u32)| {
                    let u = uniform(toy.world.keyed.words(id, epoch as u32, Purpose::Answer, place as u32)[0]);
                    u < 0.5 * dot(&taste, &toy.world.catalog.unit[item as usize])
                };
                let chosen = slate.iter().enumerate().position(click);
                *clicked += f64::from(u8::from(chosen.is_some())) / 300.0;
                toy.answer(&who, &slate, chosen);
            }
            toy.epoch();
        }
        // Four items at random are close to the taste with a chance of about one in ten each.
        assert!(clicked[4] > 0.8 && clicked[4] > clicked[0] + 0.2, "{clicked:?}");
    }
}
