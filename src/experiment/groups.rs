//! Groups: sizes first, then rates.

use super::estimate::{self, Estimated};
use crate::ledger::Scope;
use crate::measure::{Measured, people, range, value};
use crate::scenario::Metric;
use crate::simulate::Run;
use crate::stats::{largest_gap, smallest_ratio};

/// Groups below this size in some world are shown but not judged (B5).
pub const SMALL_GROUP: u64 = 30;

/// One group of an attribute.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// Name of the level.
    pub name: String,
    /// Customers of the group, mean over worlds.
    pub people: f64,
    /// Share of all customers.
    pub share: f64,
    /// Fewer than 30 customers in some world: shown hollow, never judged.
    pub small: bool,
    /// The metric's level, by variant (twin first).
    pub rates: Vec<Estimated>,
}

/// One attribute with its groups.
#[derive(Clone, Debug)]
pub struct AttributeView {
    /// Name of the attribute.
    pub name: String,
    /// The groups, in the scenario's order.
    pub groups: Vec<GroupView>,
    /// By variant: the metric over all customers.
    pub overall: Vec<Estimated>,
    /// By variant: highest group level minus lowest, paired within each world.
    pub gap: Vec<Estimated>,
    /// By variant: lowest group level divided by highest.
    pub ratio: Vec<Estimated>,
}

/// A metric by group for every attribute. The metric must have a value by group; otherwise its rates, gaps and ratios are undefined. Groups
/// where it is undefined in a world are left out of that world's gap and ratio, which need two others.
pub fn fairness(run: &Run, metric: Metric) -> Vec<AttributeView> {
    let confidence = run.scenario.experiment.confidence;
    let overall = by_variant(run, metric, Scope::All);
    let attributes = run.scenario.population.attributes.iter().enumerate();
    attributes
        .map(|(attribute, described)| {
            // By group, then variant, then world.
            let measured: Vec<Vec<Vec<Measured>>> =
                (0..described.levels.len()).map(|level| by_variant(run, metric, Scope::Group { attribute, level })).collect();
            let spread = |of: fn(&[f64]) -> Measured, highest: f64| -> Vec<Estimated> {
                let by_world = |variant| over_groups(&measured, variant, run.worlds.len(), of);
                (0..run.variants.len()).map(|variant| estimate::level(by_world(variant), (0.0, highest), confidence)).collect()
            };
            let (lowest, highest) = range(metric);
            AttributeView {
                name: described.name.clone(),
                overall: estimates(&overall, metric, confidence),
                gap: spread(largest_gap, highest - lowest),
                ratio: spread(smallest_ratio, 1.0),
                groups: described
                    .levels
                    .iter()
                    .zip(&measured)
                    .enumerate()
                    .map(|(level, (described, measured))| {
                        let rates = estimates(measured, metric, confidence);
                        group(run, described.name.clone(), Scope::Group { attribute, level }, rates)
                    })
                    .collect(),
            }
        })
        .collect()
}

fn group(run: &Run, name: String, scope: Scope, rates: Vec<Estimated>) -> GroupView {
    let sizes: Vec<u64> = run.worlds.iter().map(|ledger| people(ledger, scope)).collect();
    let all: u64 = run.worlds.iter().map(|ledger| people(ledger, Scope::All)).sum();
    let own: u64 = sizes.iter().sum();
    GroupView {
        name,
        people: own as f64 / sizes.len().max(1) as f64,
        share: own as f64 / all.max(1) as f64,
        small: sizes.iter().any(|&size| size < SMALL_GROUP),
        rates,
    }
}

fn by_variant(run: &Run, metric: Metric, scope: Scope) -> Vec<Vec<Measured>> {
    (0..run.variants.len()).map(|variant| run.worlds.iter().map(|ledger| value(ledger, variant, metric, scope, 1)).collect()).collect()
}

fn estimates(by_variant: &[Vec<Measured>], metric: Metric, confidence: f64) -> Vec<Estimated> {
    by_variant.iter().map(|worlds| estimate::level(worlds.clone(), range(metric), confidence)).collect()
}

fn over_groups(measured: &[Vec<Vec<Measured>>], variant: usize, worlds: usize, spread: fn(&[f64]) -> Measured) -> Vec<Measured> {
    let in_world = |world: usize| {
        let of_groups = measured.iter().filter_map(|group| group.get(variant)?.get(world));
        if let Some(Err(undefined)) = of_groups.clone().next()
            && of_groups.clone().all(Result::is_err)
        {
            return Err(undefined.clone());
        }
        spread(&of_groups.filter_map(|measured| measured.as_ref().ok().copied()).collect::<Vec<f64>>())
    };
    (0..worlds).map(in_world).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::synthetic_run;

    #[test]
    fn sizes_rates_and_gaps_belong_together() {
        let run = synthetic_run(5);
        let view = fairness(&run, Metric::PremiumRate).swap_remove(0);
        assert_eq!(view.groups.len(), 3);
        assert!((view.groups.iter().map(|group| group.share).sum::<f64>() - 1.0).abs() < 1e-9);
        let rates: Vec<f64> = view.groups.iter().map(|group| group.rates[1].as_ref().expect("a rate").mean).collect();
        let gap = view.gap[1].as_ref().expect("a gap");
        assert!(gap.mean >= largest_gap(&rates).expect("groups") - 1e-12, "the gap is taken within worlds");
        assert_eq!(view.overall[0].as_ref().expect_err("the twin shows nothing").reason, "no recommender: nothing was shown");
        assert_eq!(view.gap[0].as_ref().expect_err("the twin shows nothing").reason, "no recommender: nothing was shown");
    }

    #[test]
    fn metrics_without_groups_are_undefined_everywhere() {
        let view = fairness(&synthetic_run(2), Metric::Within).swap_remove(0);
        assert!(view.groups.iter().all(|group| group.rates.iter().all(Result::is_err)));
        assert!(view.gap.iter().chain(&view.ratio).all(Result::is_err));
    }
}
