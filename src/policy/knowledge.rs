//! What a policy knows of one customer: a prior, snapshots, observed choices; and how sensitive, deep and covert the data behind it are.

use super::plan::Plan;
use crate::math::dot;
use crate::world::Person;

/// What a policy knows of one customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge<const K: usize> {
    /// Evidence from choices seen here, by topic, in observations.
    pub observed: [f32; K],
    /// Evidence from snapshots in use, by topic, in observations.
    pub acquired: [f32; K],
    /// What the customer stated herself, by topic, in observations; part of `acquired` while it may be used.
    pub stated: [f32; K],
    /// Observations behind `observed`.
    pub observed_mass: f32,
    /// Observations behind `acquired`.
    pub acquired_mass: f32,
    /// Anything about this customer is in use: a signal or her own statement.
    pub informed: bool,
    /// Signals in use for this customer: used by the policy, consented to, within retention. One bit each.
    pub signals: u32,
    /// First day on which a signal in use falls out of retention.
    pub valid_until: u32,
    /// S, D, H of the most sensitive, deepest and most covert signal in use.
    pub exposure: [f32; 3],
}

impl<const K: usize> Default for Knowledge<K> {
    fn default() -> Self {
        Self {
            observed: [0.0; K],
            acquired: [0.0; K],
            stated: [0.0; K],
            observed_mass: 0.0,
            acquired_mass: 0.0,
            informed: false,
            signals: 0,
            valid_until: u32::MAX,
            exposure: [0.0; 3],
        }
    }
}

impl<const K: usize> Knowledge<K> {
    /// What may be known on a day (from 0): among the signals `allowed`, those whose retention is not over. Parts that may no longer be used are
    /// dropped.
    pub fn refresh(&mut self, plan: &Plan<K>, person: &Person<K>, allowed: u32, day: u32) {
        self.signals = 0;
        self.valid_until = u32::MAX;
        self.acquired = [0.0; K];
        self.acquired_mass = 0.0;
        self.exposure = [0.0; 3];
        let allowed = plan.signals & allowed;
        for (index, signal) in plan.signal_facts.iter().enumerate() {
            let out_of_reach = signal.snapshot && plan.out & (1 << index) != 0;
            if allowed & (1 << index) == 0 || day >= signal.last_day || out_of_reach {
                continue;
            }
            self.signals |= 1 << index;
            if signal.last_day != u32::MAX {
                self.valid_until = self.valid_until.min(signal.last_day);
            }
            for (worst, own) in self.exposure.iter_mut().zip(signal.exposure) {
                *worst = worst.max(own);
            }
            if signal.snapshot {
                for (sum, part) in self.acquired.iter_mut().zip(&person.snapshots[index]) {
                    *sum += part;
                    self.acquired_mass += part;
                }
            }
        }
        if self.signals & plan.learning_signals == 0 {
            self.observed = [0.0; K];
            self.observed_mass = 0.0;
        }
        self.informed = self.signals != 0;
    }

    /// Uses what the customer stated herself, after a refresh; nobody need consent to that. `sensitivity` is that of such a statement.
    pub fn use_statement(&mut self, sensitivity: f32) {
        let mass: f32 = self.stated.iter().sum();
        if mass > 0.0 {
            for (sum, part) in self.acquired.iter_mut().zip(self.stated) {
                *sum += part;
            }
            self.acquired_mass += mass;
            self.exposure[0] = self.exposure[0].max(sensitivity);
            self.informed = true;
        }
    }

    /// Forgets everything: a refresh brings back what may still be used.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Learns from a choice, if a signal that watches choices is in use.
    #[inline(always)]
    pub fn observe(&mut self, plan: &Plan<K>, history: f32, unit: &[f32; K]) {
        if self.signals & plan.learning_signals & !plan.out == 0 {
            return;
        }
        let weight = plan.learning_weight * history;
        for lane in 0..K {
            self.observed[lane] = self.observed[lane] * plan.kept_per_item + weight * unit[lane];
        }
        self.observed_mass = self.observed_mass * plan.kept_per_item + weight;
    }

    /// Takes back part of what was learned of a topic mix, after a thumb-down.
    #[inline(always)]
    pub fn take_back(&mut self, share: f32, mix: &[f32; K]) {
        for lane in 0..K {
            self.observed[lane] *= 1.0 - share * mix[lane];
        }
    }

    /// How well the customer is known, 0 to 1: e / (e + prior weight). A policy that knows nothing cannot be creepy.
    #[inline(always)]
    pub fn known(&self, plan: &Plan<K>) -> f32 {
        let evidence = self.observed_mass + self.acquired_mass;
        evidence / (evidence + plan.prior_weight)
    }

    /// The estimated taste, of length 1, times the depth of the policy: the weights of the score.
    #[inline(always)]
    pub fn weights(&self, plan: &Plan<K>, segment: usize) -> [f32; K] {
        self.estimate(plan, segment, plan.depth)
    }

    /// The estimated taste, of length 1.
    #[inline(always)]
    pub fn taste(&self, plan: &Plan<K>, segment: usize) -> [f32; K] {
        self.estimate(plan, segment, 1.0)
    }

    #[inline(always)]
    fn estimate(&self, plan: &Plan<K>, segment: usize, size: f32) -> [f32; K] {
        let prior = &plan.priors[segment];
        let mut estimate = [0.0f32; K];
        for lane in 0..K {
            estimate[lane] = prior[lane] + self.observed[lane] + self.acquired[lane];
        }
        let length = dot(&estimate, &estimate).sqrt();
        let scale = if length > 0.0 { size / length } else { 0.0 };
        estimate.map(|value| value * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C55: a thumb-down takes back its share of what was watched of the topic, and nothing of the others.
    #[test]
    fn a_thumb_down_takes_back_its_share() {
        let mut knowledge = Knowledge::<16> { observed: [2.0; 16], ..Knowledge::default() };
        let mut mix = [0.0; 16];
        mix[3] = 1.0;
        knowledge.take_back(0.12, &mix);
        assert!((knowledge.observed[3] - 2.0 * 0.88).abs() < 1e-6);
        assert!(knowledge.observed.iter().enumerate().all(|(topic, value)| topic == 3 || *value == 2.0));
    }
}
