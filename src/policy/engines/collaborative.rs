//! Items that people with a similar past consume: a truncated factorization of customers by items (B4.5).
//!
//! With x the customers by items, x = ln(1 + times), the leading right singular vectors V of x are the leading eigenvectors of x'x. That matrix is
//! a sum over customers, so it is gathered in whole numbers while they live and merges exactly; it needs no list of who consumed what. A
//! customer's own x is folded in when she is ranked: score = (x V) V'. What is folded in, and what reaches the sum, is only what a signal that
//! watches choices may hold of her.

use crate::ledger::{CellMap, Learning};
use crate::policy::factors::{Factors, explained, leading, packed, place};
use crate::policy::rank::best;
use crate::policy::rules::{Gathering, Lesson, Request, Rules, Setting, Uses, Workspace, highest_worth};
use crate::scenario::Scenario;
use crate::scenario::learner::{self, Evidence, Training, Weighing};
use crate::scenario::policy::Policy;
use crate::world::{cells, ranking, tile};

/// Steps of ln(1 + times) in a unit, so that products are whole numbers.
const STEPS: f64 = 256.0;
/// Times beyond which consuming an item again tells nothing more.
const MOST_TIMES: usize = 255;
/// Most factors.
pub const MOST_FACTORS: usize = 32;
/// One unit of a factor as it is handed on.
const FACTOR_ONE: f64 = 1_048_576.0;
/// Rounds of weighing groups up, and how sharply each follows the loss of the last.
const GROUP_ROUNDS: usize = 8;
const GROUP_PACE: f64 = 4.0;

/// Factors of items, and what is needed to learn them.
#[derive(Clone, Debug)]
pub struct Collaborative {
    options: learner::Collaborative,
    /// Days after which it stops learning, if it learns once.
    last_day: Option<usize>,
    /// Attribute whose groups are gathered apart.
    attribute: Option<usize>,
    cells: CellMap,
    /// x by times, in whole steps.
    steps: Vec<i64>,
    items: usize,
    /// Factors of the last training; empty before the first one.
    factors: Vec<f32>,
    /// The same as the scan over items reads them, popular items discounted.
    tiles: Vec<f32>,
    /// 0 for each item, padded with minus infinity.
    bias: Vec<f32>,
    /// Items by popularity: for those of whom nothing is known.
    popular: Vec<u32>,
}

/// The attribute whose groups are gathered apart, if any, and how many they are.
fn groups(scenario: &Scenario, options: &learner::Collaborative) -> (Option<usize>, usize) {
    let attributes = &scenario.population.attributes;
    let named = if options.reweight_by.is_empty() { Some(0) } else { attributes.iter().position(|attribute| attribute.name == options.reweight_by) };
    let attribute = named.filter(|&index| options.reweight > 0.0 && index < attributes.len());
    (attribute, attribute.map_or(1, |index| attributes[index].levels.len()))
}

impl Collaborative {
    /// A customer folded in: x V; `None` where nothing is known of her or of the crowd.
    #[inline(always)]
    fn profile<const K: usize>(&self, request: &Request<'_, K>) -> Option<[f32; MOST_FACTORS]> {
        let rank = self.options.rank as usize;
        if self.factors.is_empty() || request.history.items.is_empty() {
            return None;
        }
        let mut weights = [0.0f32; MOST_FACTORS];
        for consumed in &request.history.items {
            let own = self.steps[usize::from(consumed.times).min(MOST_TIMES)] as f32;
            let row = consumed.item as usize * rank;
            for (weight, factor) in weights.iter_mut().zip(&self.factors[row..row + rank]) {
                *weight += own * factor;
            }
        }
        Some(weights)
    }

    /// How near an item lies to a customer among the factors, as a cosine; 0 where either is nothing.
    pub(super) fn nearness<const K: usize>(&self, request: &Request<'_, K>) -> Option<impl Fn(usize) -> f32 + '_> {
        let rank = self.options.rank as usize;
        let weights = self.profile(request)?;
        let product = |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
        let own = product(&weights, &weights);
        Some(move |item: usize| {
            let row = &self.factors[item * rank..(item + 1) * rank];
            let lengths = (own * product(row, row)).sqrt();
            if lengths > 0.0 { product(&weights, row) / lengths } else { 0.0 }
        })
    }

    /// Fills the scores of a customer; `false` where nothing is known of her or of the crowd.
    #[inline(always)]
    pub(super) fn score<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace) -> bool {
        let Some(weights) = self.profile(request) else { return false };
        let rank = self.options.rank as usize;
        work.scores.fill(&self.tiles, &weights[..rank], &self.bias);
        true
    }

    /// Leaves out what the customer consumed: all of it where all of it is kept.
    #[inline(always)]
    pub(super) fn hide<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace) {
        request.hide_skipped(&mut work.scores);
        if request.plan.skip_recent && self.options.from != Evidence::Views {
            for consumed in &request.history.items {
                work.scores.values[consumed.item as usize] = f32::NEG_INFINITY;
            }
        }
    }

    fn take(&mut self, discounts: &[f32], padded: usize) {
        let rank = self.options.rank as usize;
        self.tiles = vec![0.0; rank * padded];
        for (item, (row, discount)) in self.factors.chunks_exact(rank).zip(discounts).enumerate() {
            for (factor, value) in row.iter().enumerate() {
                self.tiles[tile(rank, factor, item)] = value * discount;
            }
        }
    }

    /// One matrix of all groups, weighed by what they consumed and by how badly the factors serve them.
    fn factorize(&self, numbers: &[i64], before: Option<&Factors>) -> Option<Factors> {
        let (items, rank) = (self.items, self.options.rank as usize);
        let size = packed(items);
        let pooled = |weights: &[f64]| {
            let mut matrix = vec![0.0; size];
            for (group, &weight) in numbers.chunks_exact(size).zip(weights) {
                for (entry, &own) in matrix.iter_mut().zip(group) {
                    *entry += weight * own as f64;
                }
            }
            matrix
        };
        let count = numbers.len() / size;
        let found = leading(&pooled(&vec![1.0; count]), items, rank, before)?;
        if count < 2 {
            return Some(found);
        }
        let apart: Vec<Vec<f64>> = numbers.chunks_exact(size).map(|group| group.iter().map(|&own| own as f64).collect()).collect();
        let masses: Vec<f64> = apart.iter().map(|group| (0..items).map(|item| group[place(items, item, item)]).sum()).collect();
        let total: f64 = masses.iter().sum();
        let aim = self.options.reweight;
        // What is to be small: the mean loss and, as far as wanted, the loss of the worst-off group.
        let judged = |losses: &[f64]| {
            let mean = losses.iter().zip(&masses).map(|(loss, mass)| loss * mass / total).sum::<f64>();
            (1.0 - aim) * mean + aim * losses.iter().copied().fold(0.0, f64::max)
        };
        let losses_of = |factors: &Factors| -> Vec<f64> { apart.iter().map(|group| 1.0 - explained(group, items, factors)).collect() };
        let mut losses = losses_of(&found);
        let mut best = (judged(&losses), found.clone());
        // Groups that are served badly gain weight round after round (multiplicative weights); the best factors met on the way are taken.
        let (mut stress, mut factors) = (vec![0.0; count], found);
        for _ in 0..GROUP_ROUNDS {
            for (stress, loss) in stress.iter_mut().zip(&losses) {
                *stress += GROUP_PACE * loss;
            }
            let top = stress.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let raw: Vec<f64> = stress.iter().zip(&masses).map(|(stress, &mass)| if mass > 0.0 { libm::exp(stress - top) } else { 0.0 }).collect();
            let sum: f64 = raw.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            let weight = |(raw, &mass): (&f64, &f64)| if mass > 0.0 { (1.0 - aim) / total + aim * raw / sum / mass } else { 0.0 };
            factors = leading(&pooled(&raw.iter().zip(&masses).map(weight).collect::<Vec<f64>>()), items, rank, Some(&factors))?;
            losses = losses_of(&factors);
            if judged(&losses) < best.0 {
                best = (judged(&losses), factors.clone());
            }
        }
        Some(best.1)
    }
}

impl Rules for Collaborative {
    const KEEPS: bool = true;

    fn uses(_: &Policy) -> Uses {
        Uses::Choices
    }

    fn learns(_: &Policy) -> bool {
        true
    }

    fn watches(policy: &Policy) -> Option<Evidence> {
        Some(policy.collaborative.from)
    }

    fn learning(scenario: &Scenario, policy: &Policy) -> Learning {
        let items = scenario.catalog.items as usize;
        let options = &policy.collaborative;
        Learning { gathered: packed(items) * groups(scenario, options).1, taught: items * options.rank as usize }
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let options = setting.policy.collaborative.clone();
        let in_steps = |times: usize| match options.weighing {
            Weighing::LogCount => libm::round(STEPS * libm::log1p(times as f64)) as i64,
            Weighing::Once => {
                if times > 0 {
                    STEPS as i64
                } else {
                    0
                }
            }
        };
        let every = setting.scenario.experiment.epoch_days.max(1);
        Self {
            last_day: (options.training == Training::Once).then(|| (options.train_after.div_ceil(every) * every) as usize),
            attribute: groups(setting.scenario, &options).0,
            cells: cells(setting.scenario),
            steps: (0..=MOST_TIMES).map(in_steps).collect(),
            items: setting.catalog.items,
            factors: Vec::new(),
            tiles: Vec::new(),
            bias: (0..setting.catalog.padded).map(|item| if item < setting.catalog.items { 0.0 } else { f32::NEG_INFINITY }).collect(),
            popular: ranking(setting.counts, &setting.catalog.tie),
            options,
        }
    }

    fn note_consumption<const K: usize>(&self, request: &Request<'_, K>, place: usize, before: u16, gathered: &mut [i64]) {
        if self.last_day.is_some_and(|last| request.day as usize >= last) {
            return;
        }
        let size = packed(self.items);
        let group = self.attribute.map_or(0, |attribute| self.cells.level(request.person.cell, attribute));
        let Some(gathered) = gathered.get_mut(group * size..(group + 1) * size) else { return };
        let at = |times: u16| self.steps[usize::from(times).min(MOST_TIMES)];
        let (old, new) = (at(before), at(before.saturating_add(1)));
        let item = request.history.items[place].item as usize;
        for (other, consumed) in request.history.items.iter().enumerate() {
            let added = if other == place { new * new - old * old } else { (new - old) * at(consumed.times) };
            gathered[super::super::factors::place(self.items, item, consumed.item as usize)] += added;
        }
    }

    fn train<const K: usize>(&self, _: &Setting<'_, K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
        let trained = !self.factors.is_empty();
        if self.last_day.is_some_and(|last| trained || gathering.days < last) {
            return;
        }
        let before =
            trained.then(|| Factors { rank: self.options.rank as usize, values: self.factors.iter().map(|&value| f64::from(value)).collect() });
        if let Some(found) = self.factorize(gathering.numbers, before.as_ref()) {
            for (number, value) in taught.iter_mut().zip(found.values) {
                *number = libm::round(value * FACTOR_ONE) as i64;
            }
        }
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
        self.popular = ranking(setting.counts, &setting.catalog.tie);
        if lesson.taught.iter().all(|&number| number == 0) {
            return;
        }
        self.factors = lesson.taught.iter().map(|&number| (number as f64 / FACTOR_ONE) as f32).collect();
        let power = -self.options.discount;
        let discounts: Vec<f32> = setting.counts.iter().map(|&count| libm::pow(1.0 + f64::from(count), power) as f32).collect();
        self.take(&discounts, setting.catalog.padded);
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        if !self.score(request, work) {
            return request.first_of(&self.popular, out);
        }
        self.hide(request, work);
        work.scores.note_largest();
        best(&work.scores, &request.catalog.tie, out)
    }

    /// The cosine of customer and item among the factors.
    fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        highest_worth(request.catalog, worth, self.nearness(request)?)
    }

    fn plain(&self) -> Option<&[u32]> {
        Some(&self.popular)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ranker;
    use super::super::testing::{Somebody, Toy};
    use super::*;
    use crate::scenario::policy::Engine;

    fn policy(options: learner::Collaborative) -> Policy {
        Policy { engine: Engine::Collaborative, collaborative: options, ..Policy::default() }
    }

    /// People of an even number consume among the items 0 to 19, the others among 20 to 39.
    fn taught(options: learner::Collaborative) -> Toy {
        let mut toy = Toy::new(policy(options), |_| {});
        for id in 0..200u64 {
            let mut who = toy.somebody(id);
            for step in 0..6 {
                toy.consume(&mut who, (id % 2 * 20 + (id * 7 + step * 3) % 20) as u32);
            }
        }
        toy.epoch();
        toy
    }

    fn after(toy: &mut Toy, items: &[u32]) -> (Somebody, Vec<u32>) {
        let mut who = toy.somebody(900);
        items.iter().for_each(|&item| toy.consume(&mut who, item));
        let slate = toy.rank(&who, 8);
        (who, slate)
    }

    /// B4.5: two planted tastes are recovered, and a customer is told apart by two choices.
    #[test]
    fn a_customer_is_shown_what_people_of_the_same_taste_consume() {
        let mut toy = taught(learner::Collaborative { rank: 2, ..learner::Collaborative::default() });
        for (items, home) in [([3, 9], 0..20), ([31, 27], 20..40)] {
            let (_, slate) = after(&mut toy, &items);
            assert_eq!(slate.len(), 8);
            assert!(slate.iter().all(|item| home.contains(item) && !items.contains(item)), "{items:?}: {slate:?}");
        }
    }

    /// Nothing known of the customer, or of the crowd: what is popular.
    #[test]
    fn without_a_past_there_is_the_popular_list() {
        let toy = taught(learner::Collaborative::default());
        let who = toy.somebody(900);
        assert_eq!(toy.rank(&who, 8), toy.ranker().plain().expect("a list")[..8]);
        let fresh = Toy::new(policy(learner::Collaborative::default()), |_| {});
        let mut who = fresh.somebody(900);
        who.history.add(3, 0);
        assert_eq!(fresh.rank(&who, 8), fresh.ranker().plain().expect("a list")[..8]);
    }

    /// The matrix gathered step by step is that of what was consumed in the end.
    #[test]
    fn what_is_gathered_is_the_matrix_of_what_was_consumed() {
        let mut toy = Toy::new(policy(learner::Collaborative::default()), |scenario| scenario.catalog.items = 9);
        let mut expected = [0i64; 45];
        for id in 0..5u64 {
            let mut who = toy.somebody(id);
            for step in 0..12u64 {
                toy.consume(&mut who, ((id * step + step * step) % 9) as u32);
            }
            let step = |times: u16| (256.0 * f64::from(times).ln_1p()).round() as i64;
            for (index, one) in who.history.items.iter().enumerate() {
                for other in &who.history.items[index..] {
                    expected[place(9, one.item as usize, other.item as usize)] += step(one.times) * step(other.times);
                }
            }
        }
        assert_eq!(toy.gathered, expected);
    }

    /// B5: a discount brings less popular items up.
    #[test]
    fn a_discount_shows_less_popular_items() {
        let mean_rank = |discount: f64| {
            let mut toy = taught(learner::Collaborative { discount, ..learner::Collaborative::default() });
            let (_, slate) = after(&mut toy, &[3, 9]);
            let popular = toy.ranker().plain().expect("a list").to_vec();
            slate.iter().map(|item| popular.iter().position(|other| other == item).expect("listed")).sum::<usize>()
        };
        assert!(mean_rank(1.0) > mean_rank(0.0) + 20, "{} and {}", mean_rank(1.0), mean_rank(0.0));
    }

    /// B10: single training stays with what it learned first.
    #[test]
    fn training_once_means_once() {
        let options = learner::Collaborative { training: Training::Once, train_after: 10, ..learner::Collaborative::default() };
        let mut toy = taught(options);
        let factors = |toy: &Toy| match toy.ranker() {
            Ranker::Collaborative(engine) => engine.factors.clone(),
            _ => panic!("the engine of the policy"),
        };
        assert!(factors(&toy).is_empty(), "a week is too short");
        toy.epoch();
        let first = factors(&toy);
        assert!(!first.is_empty());
        let mut late = toy.somebody(901);
        late.day = 20;
        (40..60).for_each(|item| toy.consume(&mut late, item));
        toy.epoch();
        assert_eq!(factors(&toy), first);
    }

    /// F13: two factors for three tastes serve the many; weighed up, the few are served too, and the many lose one taste of two.
    #[test]
    fn groups_that_are_served_badly_are_weighed_up() {
        let losses = |reweight: f64| {
            let mut toy = Toy::new(policy(learner::Collaborative { rank: 2, reweight, ..learner::Collaborative::default() }), |_| {});
            // What each of the three age bands consumes, whether groups are told apart or not.
            let mut own = vec![vec![0.0; packed(120)]; 3];
            for id in 0..300u64 {
                let mut who = toy.somebody(id);
                let group = who.person.cell % 3;
                // The last age band, a fifth of all, has a taste of its own; the others have one of two.
                let home = if group == 2 { 40 } else { id % 2 * 20 };
                for step in 0..6 {
                    toy.consume(&mut who, (home + (id * 7 + step * 3) % 20) as u32);
                }
                for one in &who.history.items {
                    for other in who.history.items.iter().filter(|other| other.item >= one.item) {
                        own[group][place(120, one.item as usize, other.item as usize)] += 1.0;
                    }
                }
            }
            toy.epoch();
            let Ranker::Collaborative(engine) = toy.ranker() else { panic!("the engine of the policy") };
            let factors = Factors { rank: 2, values: engine.factors.iter().map(|&value| f64::from(value)).collect() };
            let losses: Vec<f64> = own.iter().map(|group| 1.0 - explained(group, 120, &factors)).collect();
            (losses[2], losses[0].max(losses[1]))
        };
        let ((few, many), (few_weighed, many_weighed)) = (losses(0.0), losses(1.0));
        assert!(few > 0.99 && many < 0.75, "pooled: the few {few}, the many {many}");
        assert!(few_weighed < 0.75 && many_weighed < 0.9, "weighed: the few {few_weighed}, the many {many_weighed}");
    }
}
