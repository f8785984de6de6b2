//! Interests and a recommender that feed each other without an anchor: who gets carried away how fast (B15).

use super::{draws, uniform};
use crate::world::KeyedRng;

/// Topics.
const TOPICS: usize = 12;
/// eta: pull of one liked piece. A tenth of B4.10's, so that recommenders have time to learn before interests have run away (assumed). As in the
/// engine, what is not liked leaves no trace.
const PULL: f64 = 0.005;
/// Spread of innate interests (B4.10).
const SPREAD: f64 = 1.2;
/// Chance that an epsilon-greedy recommender shows any topic.
const EPSILON: f64 = 0.2;

/// What chooses the topic shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recommender {
    /// Knows the interests.
    Oracle,
    /// Draws from what it believes (Beta evidence by topic).
    Thompson,
    /// Shows what was liked most often, and any topic with chance 0.2.
    EpsilonGreedy,
    /// Any topic.
    Random,
}

/// Interests as logits z; a shown topic is liked with chance logistic(z), and what is liked pulls z towards it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degeneracy {
    /// What chooses the topic.
    pub recommender: Recommender,
    /// Standard deviation of unbiased noise on the interest that is expressed.
    pub noise: f64,
    /// Chance per step that interests go back to innate ones.
    pub reset: f64,
}

impl Degeneracy {
    /// D_t = |z_t - z_0| / sqrt(K), averaged over people, after each step.
    pub fn course(&self, people: u64, steps: usize, seed: u64) -> Vec<f64> {
        let mut sum = vec![0.0; steps];
        for person in 0..people {
            let mut draws = draws(seed, person);
            let innate: [f64; TOPICS] = std::array::from_fn(|_| SPREAD * normal(&mut draws));
            let (mut interests, mut evidence) = (innate, [[1.0f64; 2]; TOPICS]);
            for total in &mut sum {
                let topic = self.choose(&interests, &evidence, &mut draws);
                let expressed = interests[topic] + self.noise * normal(&mut draws);
                let liked = uniform(&mut draws) < 1.0 / (1.0 + libm::exp(-expressed));
                evidence[topic][usize::from(!liked)] += 1.0;
                if liked {
                    step(&mut interests, topic);
                }
                if uniform(&mut draws) < self.reset {
                    interests = innate;
                }
                let squares: f64 = interests.iter().zip(&innate).map(|(now, first)| (now - first) * (now - first)).sum();
                *total += libm::sqrt(squares / TOPICS as f64);
            }
        }
        sum.iter().map(|total| total / people.max(1) as f64).collect()
    }

    /// Growth of D per step over the whole course.
    pub fn rate(&self, people: u64, steps: usize, seed: u64) -> f64 {
        self.course(people, steps, seed).last().copied().unwrap_or(0.0) / steps.max(1) as f64
    }

    /// Slope of D per step over the last third of the course (least squares).
    pub fn last_slope(&self, people: u64, steps: usize, seed: u64) -> f64 {
        let course = self.course(people, steps, seed);
        let last = course.get(steps - steps / 3..).unwrap_or(&[]);
        let n = last.len() as f64;
        let (middle, mean) = ((n - 1.0) / 2.0, last.iter().sum::<f64>() / n.max(1.0));
        let across: f64 = last.iter().enumerate().map(|(step, value)| (step as f64 - middle) * (value - mean)).sum();
        let along: f64 = (0..last.len()).map(|step| (step as f64 - middle) * (step as f64 - middle)).sum();
        if along > 0.0 { across / along } else { 0.0 }
    }

    fn choose(&self, interests: &[f64; TOPICS], evidence: &[[f64; 2]; TOPICS], draws: &mut KeyedRng) -> usize {
        let anything = (uniform(draws) * TOPICS as f64) as usize;
        match self.recommender {
            Recommender::Oracle => best(interests),
            Recommender::Thompson => best(&evidence.map(|[liked, not]| beta(liked, not, draws))),
            Recommender::EpsilonGreedy if uniform(draws) >= EPSILON => {
                best(&evidence.map(|[liked, not]| liked / (liked + not) + 1e-9 * uniform(draws)))
            }
            Recommender::EpsilonGreedy | Recommender::Random => anything,
        }
    }
}

/// z += eta K (e - theta).
fn step(interests: &mut [f64; TOPICS], topic: usize) {
    let weights = interests.map(libm::exp);
    let total: f64 = weights.iter().sum();
    for (lane, (logit, weight)) in interests.iter_mut().zip(weights).enumerate() {
        let target = if lane == topic { 1.0 } else { 0.0 };
        *logit += PULL * TOPICS as f64 * (target - weight / total);
    }
}

fn best(values: &[f64; TOPICS]) -> usize {
    (1..TOPICS).fold(0, |best, topic| if values[topic] > values[best] { topic } else { best })
}

fn normal(draws: &mut KeyedRng) -> f64 {
    libm::sqrt(-2.0 * libm::log(uniform(draws))) * libm::cos(std::f64::consts::TAU * uniform(draws))
}

fn beta(a: f64, b: f64, draws: &mut KeyedRng) -> f64 {
    rand_distr::Beta::new(a, b).map_or(0.5, |beta| rand_distr::Distribution::sample(&beta, draws))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: u64 = 200;
    const STEPS: usize = 400;

    fn plain(recommender: Recommender) -> Degeneracy {
        Degeneracy { recommender, noise: 0.0, reset: 0.0 }
    }

    /// B15: without an anchor the oracle carries away fastest, then Thompson, epsilon-greedy, random, over a horizon long enough to learn in. (On a
    /// short one Thompson still explores more than epsilon-greedy; on a very long one logits saturate and the oracle comes second.)
    #[test]
    fn the_better_the_recommender_knows_the_faster_interests_run_away() {
        for seed in 0..5 {
            let rate = |recommender| plain(recommender).rate(PEOPLE, STEPS, seed);
            let rates = [Recommender::Oracle, Recommender::Thompson, Recommender::EpsilonGreedy, Recommender::Random].map(rate);
            assert!(rates.windows(2).all(|pair| pair[0] > pair[1]), "{rates:?}");
        }
    }

    /// B15 (Khritankov): unbiased noise leaves the rate within 20 %; going back with chance 0.02 ends the growth.
    #[test]
    fn noise_does_not_stop_the_loop_but_resets_do() {
        let oracle = plain(Recommender::Oracle);
        let noisy = Degeneracy { noise: 0.1, ..oracle };
        let ratio = noisy.rate(PEOPLE, STEPS, 1) / oracle.rate(PEOPLE, STEPS, 1);
        assert!((ratio - 1.0).abs() < 0.2, "{ratio}");
        let reset = Degeneracy { reset: 0.02, ..oracle };
        let slopes: Vec<f64> = (0..10).map(|seed| reset.last_slope(PEOPLE, 400, seed)).collect();
        let mean = slopes.iter().sum::<f64>() / 10.0;
        let error = (slopes.iter().map(|slope| (slope - mean) * (slope - mean)).sum::<f64>() / 9.0 / 10.0).sqrt();
        assert!(mean.abs() < 2.262 * error, "{mean} +- {error}");
        assert!(reset.course(PEOPLE, 400, 1)[399] < 0.7 * oracle.course(PEOPLE, 400, 1)[399]);
    }
}
