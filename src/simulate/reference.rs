//! Base rates: the intercept of each channel, solved once by bisection so that the reference touch hits the channel's published rate. The same
//! intercepts serve every variant and world.

use std::sync::Arc;

use super::search::Search;
use crate::behavior::choice::{Offer, position_weight, utility};
use crate::math::{dot, softmax};
use crate::policy::{Crowd, MAX_CHANNELS};
use crate::scenario::Scenario;
use crate::scenario::catalog::ChannelKind;
use crate::world::{Purpose, World};

/// Match of the reference touch (Q of the reference coding; every other attribute is 0, trust 0.5).
const REFERENCE_MATCH: f32 = 0.6;
/// Customers of the reference population.
const REFERENCE_PEOPLE: u64 = 256;
/// Seed of the reference world: any fixed number.
const REFERENCE_SEED: u64 = 0x5eed_0f0e_7e1e_0ce5;

/// The solved intercepts.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseRates {
    /// By channel: log-odds intercept.
    pub intercept: [f32; MAX_CHANNELS],
}

impl BaseRates {
    /// Solves the intercepts of a scenario.
    pub fn solve<const K: usize>(scenario: &Arc<Scenario>) -> Self {
        let behavior = &scenario.behavior;
        let mut intercept = [0.0; MAX_CHANNELS];
        let mut organic = None;
        for (index, channel) in scenario.channels.iter().enumerate().take(MAX_CHANNELS) {
            intercept[index] = match channel.kind {
                ChannelKind::Push => {
                    let shift = behavior.response.relevance * (f64::from(REFERENCE_MATCH) - 0.5);
                    bisect(channel.base_rate, |a| logistic(a + shift))
                }
                // Without a way to take nothing, an intercept common to all items has no effect.
                ChannelKind::Pull if !behavior.mechanisms.outside_option => 0.0,
                ChannelKind::Pull => {
                    let organic = organic.get_or_insert_with(|| organic_weights::<K>(scenario));
                    let slate = slate_weight(scenario, channel.slate as usize);
                    bisect(channel.base_rate, |b| {
                        let scale = libm::exp(b);
                        let clicks = organic.iter().map(|own| scale * slate / (1.0 + scale * (slate + own)));
                        clicks.sum::<f64>() / organic.len() as f64
                    })
                }
            };
        }
        Self { intercept }
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Total weight of a reference slate, without the intercept.
fn slate_weight(scenario: &Scenario, length: usize) -> f64 {
    let p = &scenario.behavior.choice;
    let own = f64::from(utility(p, &Offer { affinity: REFERENCE_MATCH, ..Offer::default() }));
    (1..=length).map(|rank| libm::exp(own + p.position * libm::log(f64::from(position_weight(rank))))).sum()
}

/// Total weight of what own search brings to mind, for each reference customer, without the intercept.
fn organic_weights<const K: usize>(scenario: &Arc<Scenario>) -> Vec<f64> {
    let world = World::<K>::draw(scenario, REFERENCE_SEED);
    if !scenario.behavior.mechanisms.organic {
        return vec![0.0; REFERENCE_PEOPLE as usize];
    }
    let crowd = Crowd::new(scenario, 0, &world.catalog);
    let p = &scenario.behavior.choice;
    let mut search = Search::new(world.catalog.padded);
    (0..REFERENCE_PEOPLE)
        .map(|id| {
            let person = world.population.person(id);
            let shares = softmax(&person.innate, world.catalog.topics);
            let length = dot(&shares, &shares).sqrt();
            let unit = shares.map(|share| share / length);
            let found = search.recall(p, &world.catalog, &crowd, &unit, |index| world.keyed.uniforms(id, 0, Purpose::Search, index));
            found
                .iter()
                .map(|&item| {
                    let item = item as usize;
                    let offer = Offer {
                        affinity: dot(&unit, &world.catalog.unit[item]),
                        quality: world.catalog.quality[item],
                        popularity: crowd.visible[item],
                        ..Offer::default()
                    };
                    libm::exp(f64::from(utility(p, &offer)))
                })
                .sum()
        })
        .collect()
}

/// The intercept at which an increasing rate hits its target; the nearest end of -60..60 where it cannot.
fn bisect(target: f64, rate: impl Fn(f64) -> f64) -> f32 {
    let (mut low, mut high) = (-60.0, 60.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if rate(middle) < target { low = middle } else { high = middle }
    }
    (0.5 * (low + high)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intercepts_hit_the_published_rates() {
        let scenario = Arc::new(Scenario::default());
        let rates = BaseRates::solve::<16>(&scenario);
        let push = logistic(f64::from(rates.intercept[0]) + 0.48 * 0.1);
        assert!((push - 0.02).abs() < 1e-6, "{push}");
        let organic = organic_weights::<16>(&scenario);
        let slate = slate_weight(&scenario, 8);
        let scale = libm::exp(f64::from(rates.intercept[1]));
        let pull = organic.iter().map(|own| scale * slate / (1.0 + scale * (slate + own))).sum::<f64>() / organic.len() as f64;
        assert!((pull - 0.07).abs() < 1e-5, "{pull}");
    }
}
