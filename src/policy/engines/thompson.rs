//! Probability matching over topics by segment: for each slot a draw from every arm's posterior, then the best item of the winning topic (B4.5).
//! Counts reach the posteriors at epoch ends.

use crate::ledger::Learning;
use crate::policy::rules::{Gathering, Lesson, Outcome, Request, Rules, Setting, Workspace};
use crate::scenario::Scenario;
use crate::scenario::policy::Policy;
use crate::world::{Purpose, ranking, uniform};

/// Steps of a table of quantiles.
const STEPS: usize = 128;
/// Share of the posterior beyond each end of a table.
const TAIL: f64 = 1.0 / 2_048.0;
/// Cells over which a density is summed, and how many standard deviations they reach to either side.
const CELLS: usize = 1_024;
const REACH: f64 = 8.0;

/// Posteriors of all arms, and the items of each topic.
#[derive(Clone, Debug)]
pub struct Thompson {
    topics: usize,
    /// By segment, then topic: quantiles of Beta(1 + successes, 1 + failures).
    arms: Vec<[f32; STEPS + 1]>,
    /// Main topic of each item.
    main: Vec<usize>,
    /// Items of each topic, most popular first.
    items: Vec<Vec<u32>>,
}

impl Thompson {
    fn sort_items<const K: usize>(&mut self, setting: &Setting<'_, K>) {
        self.items = vec![Vec::new(); self.topics];
        for item in ranking(setting.counts, &setting.catalog.tie) {
            self.items[self.main[item as usize]].push(item);
        }
    }
}

/// Quantiles of Beta(a, b) at equal steps, its far tails cut off.
fn quantiles(a: f64, b: f64) -> [f32; STEPS + 1] {
    let (mean, deviation) = (a / (a + b), libm::sqrt(a * b / ((a + b) * (a + b) * (a + b + 1.0))));
    let (low, high) = ((mean - REACH * deviation).max(0.0), (mean + REACH * deviation).min(1.0));
    let width = (high - low) / CELLS as f64;
    let logs: Vec<f64> = (0..CELLS)
        .map(|cell| {
            let x = low + (cell as f64 + 0.5) * width;
            (a - 1.0) * libm::log(x) + (b - 1.0) * libm::log(1.0 - x)
        })
        .collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let masses: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
    let total: f64 = masses.iter().sum();
    let (mut table, mut cell, mut below) = ([0.0; STEPS + 1], 0, 0.0);
    for (step, entry) in table.iter_mut().enumerate() {
        let wanted = total * (step as f64 / STEPS as f64).clamp(TAIL, 1.0 - TAIL);
        while cell + 1 < CELLS && below + masses[cell] < wanted {
            below += masses[cell];
            cell += 1;
        }
        let inside = if masses[cell] > 0.0 { ((wanted - below) / masses[cell]).clamp(0.0, 1.0) } else { 0.5 };
        *entry = (low + (cell as f64 + inside) * width) as f32;
    }
    table
}

/// The value of a table at a uniform draw.
#[inline(always)]
fn sample(table: &[f32; STEPS + 1], u: f32) -> f32 {
    let place = u * STEPS as f32;
    let step = (place as usize).min(STEPS - 1);
    table[step] + (table[step + 1] - table[step]) * (place - step as f32)
}

impl Rules for Thompson {
    fn learns(_: &Policy) -> bool {
        true
    }

    fn learning(scenario: &Scenario, _: &Policy) -> Learning {
        let arms = scenario.population.segments.len() * scenario.catalog.topics as usize;
        Learning { gathered: 2 * arms, taught: 2 * arms }
    }

    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let topics = setting.catalog.topics;
        let main = |mix: &[f32; K]| (0..topics).fold(0, |best, topic| if mix[topic] > mix[best] { topic } else { best });
        let mut engine = Self {
            topics,
            arms: vec![quantiles(1.0, 1.0); setting.scenario.population.segments.len() * topics],
            main: setting.catalog.mix.iter().map(main).collect(),
            items: Vec::new(),
        };
        engine.sort_items(setting);
        engine
    }

    fn note_slate<const K: usize>(&self, request: &Request<'_, K>, outcome: &Outcome<'_>, gathered: &mut [i64]) {
        for (place, &item) in outcome.slate.iter().enumerate() {
            let arm = request.person.segment * self.topics + self.main[item as usize];
            // Successes and failures.
            let column = if outcome.chosen == Some(place) { 0 } else { 1 };
            if let Some(count) = gathered.get_mut(2 * arm + column) {
                *count += 1;
            }
        }
    }

    fn train<const K: usize>(&self, _: &Setting<'_, K>, gathering: &Gathering<'_>, taught: &mut [i64]) {
        taught.copy_from_slice(gathering.numbers);
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, lesson: &Lesson<'_>) {
        self.sort_items(setting);
        for (arm, counts) in self.arms.iter_mut().zip(lesson.taught.chunks_exact(2)) {
            *arm = quantiles(1.0 + counts[0] as f64, 1.0 + counts[1] as f64);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, _: &mut Workspace, out: &mut [u32]) -> usize {
        let start = request.person.segment * self.topics;
        let Some(arms) = self.arms.get(start..start + self.topics) else { return 0 };
        let mut next = [0usize; K];
        for place in 0..out.len() {
            let mut winner: Option<(f32, usize)> = None;
            for (four, arms) in arms.chunks(4).enumerate() {
                let index = request.touch << 10 | place as u32 * 8 + four as u32;
                let words = request.keyed.words(request.person.id, request.day, Purpose::Explore, index);
                for (lane, (arm, word)) in arms.iter().zip(words).enumerate() {
                    let topic = four * 4 + lane;
                    let value = sample(arm, uniform(word));
                    if winner.is_some_and(|(best, _)| value <= best) {
                        continue;
                    }
                    // A topic all of whose items are shown or left out cannot win.
                    let list = &self.items[topic];
                    while next[topic] < list.len() && request.skips(list[next[topic]]) {
                        next[topic] += 1;
                    }
                    if next[topic] < list.len() {
                        winner = Some((value, topic));
                    }
                }
            }
            let Some((_, topic)) = winner else { return place };
            out[place] = self.items[topic][next[topic]];
            next[topic] += 1;
        }
        out.len()
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Beta, ContinuousCDF};

    use super::super::Ranker;
    use super::super::testing::Toy;
    use super::*;
    use crate::scenario::policy::Engine;

    /// The tables are those of Beta(1 + successes, 1 + failures).
    #[test]
    fn tables_hold_the_quantiles_of_the_posterior() {
        for (a, b) in [(1.0, 1.0), (1.0, 40.0), (3.0, 2.0), (120.0, 5_000.0)] {
            let (table, exact) = (quantiles(a, b), Beta::new(a, b).expect("a posterior"));
            for step in 1..STEPS {
                let below = exact.cdf(f64::from(table[step]));
                assert!((below - step as f64 / STEPS as f64).abs() < 2e-3, "Beta({a}, {b}), step {step}: {below}");
            }
        }
        // With many counts it is a normal distribution: 108 of 128 lie below mean + 1.01 standard deviations.
        let (table, mean, deviation) = (quantiles(2e5, 3e6), 2e5 / 3.2e6, 1.353e-4);
        assert!((f64::from(table[64]) - mean).abs() < 0.01 * deviation && (f64::from(table[108]) - mean - 1.01 * deviation).abs() < 0.01 * deviation);
    }

    /// B4.5: a topic that a segment clicks more often fills most of its slots after a few epochs; another segment keeps its own.
    #[test]
    fn the_topic_that_is_clicked_wins() {
        let mut toy = Toy::new(Policy { engine: Engine::Thompson, ..Policy::default() }, |_| {});
        let planted = |segment: usize| [2usize, 5, 7][segment];
        let Ranker::Thompson(engine) = toy.ranker() else { panic!("the engine of the policy") };
        let main = engine.main.clone();
        let mut share = [0.0; 6];
        for (epoch, share) in share.iter_mut().enumerate() {
            let (mut hits, mut slots) = (0, 0);
            for id in 0..200 {
                let mut who = toy.somebody(id);
                who.day = epoch as u32 * 7;
                let slate = toy.rank(&who, 4);
                let home = planted(who.person.segment);
                hits += slate.iter().filter(|&&item| main[item as usize] == home).count();
                slots += slate.len();
                // The planted topic is clicked half of the time, others one time in twenty.
                let click = |(place, &item): (usize, &u32)| {
                    let u = uniform(toy.world.keyed.words(id, epoch as u32, Purpose::Answer, place as u32)[0]);
                    u < if main[item as usize] == home { 0.5 } else { 0.05 }
                };
                let chosen = slate.iter().enumerate().position(click);
                toy.answer(&who, &slate, chosen);
            }
            *share = f64::from(hits as u32) / f64::from(slots as u32);
            toy.epoch();
        }
        // At random it would be one topic in twelve.
        assert!(share[0] < 0.2 && share[5] > 0.7, "{share:?}");
    }
}
