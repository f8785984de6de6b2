//! Who is assigned to which variant of the A/B test: a stable hash of salt and customer, the same for any number of threads or shards.

use sha2::{Digest, Sha256};

use super::engine::line_up;
use crate::ledger::scramble;
use crate::scenario::Scenario;

/// A stable assignment of customers to the variants of a test.
#[derive(Clone, Debug)]
pub struct Assignment {
    key: u64,
    /// Share of the customers in the test who get a variant other than the baseline.
    share: f64,
    baseline: usize,
    /// Variants other than twin and baseline.
    arms: Vec<usize>,
    people: u64,
}

impl Assignment {
    /// The assignment of a scenario's test. Repetition 0 is the test's own; others are what other salts would have given.
    pub fn new(scenario: &Scenario, repetition: u64) -> Self {
        let (names, baseline) = line_up(scenario);
        let test = &scenario.experiment.test;
        let digest = Sha256::new().chain_update(&test.salt).chain_update([0]).chain_update(repetition.to_le_bytes()).finalize();
        Self {
            key: digest.iter().take(8).fold(0, |key, &byte| key << 8 | u64::from(byte)),
            share: test.allocation,
            baseline,
            arms: (1..names.len()).filter(|&variant| variant != baseline).collect(),
            people: if test.on { test.people.min(scenario.population.customers) } else { 0 },
        }
    }

    /// The variant that a customer is assigned to; whoever is not in the test lives under the baseline.
    #[inline(always)]
    pub fn variant(&self, customer: u64) -> usize {
        if customer >= self.people {
            return self.baseline;
        }
        let draw = (scramble(self.key ^ scramble(customer)) >> 11) as f64 / (1_u64 << 53) as f64;
        let place = (draw / self.share * self.arms.len() as f64) as usize;
        if draw < self.share { self.arms.get(place).copied().unwrap_or(self.baseline) } else { self.baseline }
    }

    /// The share of customers that a variant should get: 0 for those that take no part.
    pub fn expected(&self, variant: usize) -> f64 {
        if variant == self.baseline {
            if self.arms.is_empty() { 1.0 } else { 1.0 - self.share }
        } else if self.arms.contains(&variant) {
            self.share / self.arms.len() as f64
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::policy::Variant;

    fn scenario() -> Scenario {
        let mut scenario = Scenario::default();
        for name in ["b", "c"] {
            scenario.variants.push(Variant { name: name.into(), ..scenario.variants[0].clone() });
        }
        scenario.population.customers = 1_000_000;
        scenario.experiment.test.people = 40_000;
        scenario.experiment.test.allocation = 0.3;
        scenario
    }

    #[test]
    fn shares_are_those_asked_for_and_assignments_differ_between_salts() {
        let mut scenario = scenario();
        let own = Assignment::new(&scenario, 0);
        let mut counts = [0_u32; 4];
        (0..40_000).for_each(|id| counts[own.variant(id)] += 1);
        for (variant, &count) in counts.iter().enumerate() {
            let expected = 40_000.0 * own.expected(variant);
            // Four standard deviations of a binomial count.
            assert!((f64::from(count) - expected).abs() <= 4.0 * expected.sqrt(), "{counts:?}");
        }
        scenario.experiment.test.salt = "another".into();
        for other in [Assignment::new(&scenario, 0), Assignment::new(&scenario, 1)] {
            let same = (0..40_000).filter(|&id| own.variant(id) == other.variant(id)).count();
            // Independent assignments agree on 0.49 + 2 x 0.0225 of people.
            assert!((same as f64 / 40_000.0 - 0.535).abs() < 0.02, "{same}");
        }
        assert_eq!(own.variant(40_000), 1, "outside the test");
    }

    #[test]
    fn without_another_variant_everybody_has_the_baseline() {
        let own = Assignment::new(&Scenario::default(), 0);
        assert!((0..1_000).all(|id| own.variant(id) == 1) && own.expected(1) == 1.0 && own.expected(0) == 0.0);
    }
}
