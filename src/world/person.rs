//! A customer as drawn: traits that no policy changes.

use rand::Rng;

use super::catalog::normal;
use super::keyed::{Keyed, Purpose, uniform};
use super::tastes::Tastes;
use crate::ledger::CellMap;
use crate::math::snap;
use crate::scenario::Scenario;
use crate::scenario::catalog::{Consent, SignalSource};
use crate::scenario::population::Segment;

/// A customer as drawn.
#[derive(Clone, Debug)]
pub struct Person<const K: usize> {
    /// Number of the customer in the world.
    pub id: u64,
    /// Segment, by index.
    pub segment: usize,
    /// Cell (segment and levels), by index.
    pub cell: usize,
    /// Innate interests as logits; lanes beyond the topics hold 0.
    pub innate: [f32; K],
    /// Personal line: felt creepiness above which a touch is called creepy.
    pub tolerance: f32,
    /// Multiplier of felt creepiness.
    pub sensitivity: f32,
    /// Trust at the start.
    pub trust: f32,
    /// How far each experience moves trust (1 standard, 3 oscillators, 0.3 disbelievers).
    pub trust_pace: f32,
    /// Chance of an own visit on a day.
    pub visit: f32,
    /// Log-odds of buying lost per unit of log price.
    pub price_sensitivity: f32,
    /// How much is known of people like this one, in times.
    pub history: f32,
    /// Share of places that the person wants to be personal.
    pub wanted: f32,
    /// Signals that may be used, one bit each.
    pub consent: u32,
    /// The way out is found if this is below its share.
    pub exit: f32,
    /// What each snapshot signal shows, as topic shares times observations; one entry for each signal, 0 for those that are no snapshot.
    pub snapshots: Vec<[f32; K]>,
}

/// What is needed to draw the customers of a world.
#[derive(Clone, Debug)]
pub struct Population<const K: usize> {
    scenario: std::sync::Arc<Scenario>,
    keyed: Keyed,
    tastes: Tastes<K>,
    cells: CellMap,
    segment_ends: Vec<f32>,
    level_ends: Vec<Vec<f32>>,
    snapshots_used: Vec<bool>,
}

impl<const K: usize> Population<K> {
    /// Prepares the population of a world.
    pub fn new(scenario: &std::sync::Arc<Scenario>, keyed: Keyed, cells: CellMap) -> Self {
        let shares = |shares: &mut dyn Iterator<Item = f64>| -> Vec<f32> {
            shares
                .scan(0.0, |end, share| {
                    *end += share;
                    Some(*end as f32)
                })
                .collect()
        };
        let used = |name: &String| scenario.variants.iter().any(|variant| variant.policy.signals.contains(name));
        Self {
            segment_ends: shares(&mut scenario.population.segments.iter().map(|segment| segment.share)),
            level_ends: scenario
                .population
                .attributes
                .iter()
                .map(|attribute| shares(&mut attribute.levels.iter().map(|level| level.share)))
                .collect(),
            snapshots_used: scenario.signals.iter().map(|signal| signal.source == SignalSource::Snapshot && used(&signal.name)).collect(),
            tastes: Tastes::draw(scenario, keyed),
            scenario: scenario.clone(),
            keyed,
            cells,
        }
    }

    /// Mean tastes.
    pub fn tastes(&self) -> &Tastes<K> {
        &self.tastes
    }

    /// Draws one customer: the same whenever and wherever it is asked for.
    pub fn person(&self, id: u64) -> Person<K> {
        let behavior = &self.scenario.behavior;
        let mut draws = self.keyed.stream(id, 0, Purpose::Traits);
        let segment = place(&self.segment_ends, uniform(draws.next_u32()));
        let mut combination = 0;
        let mut levels = Vec::with_capacity(self.level_ends.len());
        for ends in &self.level_ends {
            let level = place(ends, uniform(draws.next_u32()));
            combination = combination * ends.len() + level;
            levels.push(level);
        }
        let settings = &self.scenario.population.segments[segment];
        let (mut history, mut visits) = (1.0, settings.visits_per_week / 7.0);
        for (attribute, &level) in self.scenario.population.attributes.iter().zip(&levels) {
            history *= attribute.levels[level].history;
            visits *= attribute.levels[level].visits;
        }
        let kind = f64::from(uniform(draws.next_u32()));
        let trust_pace = if kind < behavior.trust.oscillators {
            3.0
        } else if kind < behavior.trust.oscillators + behavior.trust.disbelievers {
            0.3
        } else {
            1.0
        };
        let tolerance = (settings.tolerance + settings.tolerance_spread * normal(&mut draws)).clamp(0.01, 0.99);
        let trust = (settings.trust + settings.trust_spread * normal(&mut draws)).clamp(0.02, 0.98);
        let visit_noise = normal(&mut draws);
        let price_noise = normal(&mut draws);
        let mut person = Person {
            id,
            segment,
            cell: segment * self.cells.combinations() + combination,
            innate: self.tastes.innate(id, segment, &levels, settings.taste_spread, self.keyed),
            tolerance: snap(tolerance),
            sensitivity: settings.sensitivity as f32,
            trust: snap(trust),
            trust_pace,
            visit: snap((visits * spread_with_mean_one(settings.visits_spread, visit_noise)).min(1.0)),
            price_sensitivity: snap(settings.price_sensitivity * libm::exp(behavior.purchase.sensitivity_spread * price_noise)),
            history: history as f32,
            wanted: snap((settings.wanted_level + settings.wanted_spread * normal(&mut self.keyed.stream(id, 0, Purpose::Wanted))).clamp(0.0, 1.0)),
            consent: 0,
            exit: self.keyed.uniforms(id, 0, Purpose::Consent, 100)[0],
            snapshots: Vec::new(),
        };
        person.consent = self.consent(&person, settings);
        person.snapshots = self.snapshots(&person);
        person
    }

    fn consent(&self, person: &Person<K>, settings: &Segment) -> u32 {
        let behavior = &self.scenario.behavior;
        let mut mask = 0;
        for (index, signal) in self.scenario.signals.iter().enumerate() {
            let asked = behavior.mechanisms.consent && signal.consent != Consent::Implied;
            let accepts = !asked || {
                let chance = crate::behavior::consent::acceptance(&behavior.consent, signal.consent, f64::from(person.trust), settings.concern);
                self.keyed.uniforms(person.id, 0, Purpose::Consent, index as u32)[0] < chance
            };
            if accepts {
                mask |= 1 << index;
            }
        }
        mask
    }

    fn snapshots(&self, person: &Person<K>) -> Vec<[f32; K]> {
        let truth = crate::math::softmax(&person.innate, self.tastes.topics());
        self.scenario
            .signals
            .iter()
            .enumerate()
            .map(|(index, signal)| {
                let mut shown = [0.0; K];
                if !self.snapshots_used[index] {
                    return shown;
                }
                let mut draws = self.keyed.stream(person.id, index as u32, Purpose::Snapshot);
                let mut error = [0.0f32; K];
                for logit in error.iter_mut().take(self.tastes.topics()) {
                    *logit = snap(normal(&mut draws));
                }
                let error = crate::math::softmax(&error, self.tastes.topics());
                let (noise, weight) = (signal.noise as f32, signal.informativeness as f32 * person.history);
                for lane in 0..K {
                    shown[lane] = weight * ((1.0 - noise) * truth[lane] + noise * error[lane]);
                }
                shown
            })
            .collect()
    }
}

/// The first share whose cumulative end lies above `u`; the last one for what rounding leaves.
fn place(ends: &[f32], u: f32) -> usize {
    ends.iter().position(|&end| u < end).unwrap_or(ends.len().saturating_sub(1))
}

/// A log-normal factor with mean 1 and the given coefficient of variation.
fn spread_with_mean_one(variation: f64, noise: f64) -> f64 {
    let variance = libm::log1p(variation * variation);
    libm::exp(libm::sqrt(variance) * noise - 0.5 * variance)
}
