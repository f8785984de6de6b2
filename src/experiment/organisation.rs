//! What the organisation found, how soon, at what cost, and how much harm its protocols averted: against a variant with the same policy and the same
//! events in which no protocol is in force.

use super::estimate::{Estimate, Estimated, level, paired};
use super::scorecard::measure_all;
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined, range};
use crate::scenario::{Metric, Scenario};
use crate::simulate::Run;

/// Harms that a protocol may avert.
pub const HARMS: [Metric; 6] = [Metric::OverLine, Metric::LowTrust, Metric::Complaints, Metric::OptOut, Metric::Unsubscribed, Metric::Churn];

/// What became of the harm of one metric.
#[derive(Clone, Debug)]
pub struct Averted {
    /// The metric, counted from the day of the first event.
    pub metric: Metric,
    /// What it is in the unprotected variant less what it is here, by world.
    pub difference: Estimated,
    /// The same as a share of the harm: of the unprotected variant less one with the same policy to which nothing happens. Undefined where there is
    /// none, and where there is no clear harm.
    pub share: Measured,
}

/// One variant.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The variant.
    pub variant: usize,
    /// Alarms in a world.
    pub alarms: Estimated,
    /// Of these, false ones.
    pub false_alarms: Estimated,
    /// Days from the first event to the first alarm after it, over the worlds where one came.
    pub delay: Estimated,
    /// Cost of audits and responses, per customer.
    pub cost: Estimated,
    /// The unprotected variant that it is compared with, or why there is none.
    pub against: Result<usize, Undefined>,
    /// By harm; empty without a variant to compare with.
    pub averted: Vec<Averted>,
}

/// Every variant that somebody watches; empty where nobody watches anything.
pub fn organisation(run: &Run) -> Vec<Watched> {
    let scenario = &run.scenario;
    if !scenario.organisation.watches() {
        return Vec::new();
    }
    let confidence = scenario.experiment.confidence;
    let metrics = [Metric::Alarms, Metric::FalseAlarms, Metric::DetectionDelay, Metric::ResponseCost];
    let measured = measure_all(run, &metrics, Scope::All, 1);
    let estimate = |place: usize, variant: usize| {
        let metric = metrics[place];
        measured[place].get(variant).map_or_else(|| Err(Undefined::new("no such variant")), |own| level(own.clone(), range(metric), confidence))
    };
    let watched = (1..run.variants.len()).filter(|&variant| estimate(0, variant).is_ok());
    watched
        .map(|variant| {
            let against = unprotected(scenario, variant);
            let averted = against.as_ref().map_or_else(|_| Vec::new(), |&against| averted(run, variant, against));
            Watched {
                variant,
                alarms: estimate(0, variant),
                false_alarms: estimate(1, variant),
                delay: estimate(2, variant),
                cost: estimate(3, variant),
                against,
                averted,
            }
        })
        .collect()
}

fn averted(run: &Run, variant: usize, against: usize) -> Vec<Averted> {
    let scenario = &run.scenario;
    let confidence = scenario.experiment.confidence;
    let from = first_event(scenario, variant).unwrap_or(1);
    let calm = calm(scenario, variant);
    let measured = measure_all(run, &HARMS, Scope::All, from);
    let harm = |(&metric, values): (&Metric, Vec<Vec<Measured>>)| {
        let difference = Estimate::of(paired(&values[against], &values[variant], |without, own| Ok(without - own)), confidence);
        let share = calm.clone().and_then(|calm| {
            let harm = Estimate::of(paired(&values[against], &values[calm], |without, calm| Ok(without - calm)), confidence)?;
            if !harm.interval.is_some_and(|(low, _)| low > 0.0) {
                return Err(Undefined::new("no clear harm by this metric"));
            }
            Ok(difference.as_ref().map_err(Clone::clone)?.mean / harm.mean)
        });
        Averted { metric, difference, share }
    };
    HARMS.iter().zip(measured).map(harm).collect()
}

/// The first variant with the same policy and events in which no protocol is in force.
fn unprotected(scenario: &Scenario, variant: usize) -> Result<usize, Undefined> {
    if !is_protected(scenario, variant) {
        return Err(Undefined::new("no protocol is in force here"));
    }
    let same = |other: &usize| {
        let events = scenario.events.iter().all(|event| concerns(scenario, &event.variants, variant) == concerns(scenario, &event.variants, *other));
        same_policy(scenario, variant, *other) && events && !is_protected(scenario, *other)
    };
    let found = (1..=scenario.variants.len()).find(same);
    found.ok_or_else(|| Undefined::new("no variant has the same policy and events without a protocol"))
}

/// The first variant with the same policy to which nothing happens.
fn calm(scenario: &Scenario, variant: usize) -> Result<usize, Undefined> {
    let same = |other: &usize| same_policy(scenario, variant, *other) && first_event(scenario, *other).is_none();
    let found = (1..=scenario.variants.len()).find(same);
    found.ok_or_else(|| Undefined::new("to every variant with this policy something happens"))
}

fn is_protected(scenario: &Scenario, variant: usize) -> bool {
    scenario.organisation.protocols.iter().any(|protocol| concerns(scenario, &protocol.variants, variant))
}

/// First day (from 1) of an event that happens to a variant.
fn first_event(scenario: &Scenario, variant: usize) -> Option<usize> {
    let own = scenario.events.iter().filter(|event| concerns(scenario, &event.variants, variant));
    own.map(|event| event.day as usize).filter(|&day| day <= scenario.experiment.days as usize).min()
}

fn concerns(scenario: &Scenario, names: &[String], variant: usize) -> bool {
    let name = variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map(|variant| &variant.name);
    names.is_empty() || name.is_some_and(|name| names.contains(name))
}

fn same_policy(scenario: &Scenario, a: usize, b: usize) -> bool {
    let policy = |variant: usize| variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map(|variant| &variant.policy);
    policy(a) == policy(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::events::Event;
    use crate::scenario::organisation::Protocol;
    use crate::scenario::policy::{Policy, Variant};

    #[test]
    fn a_variant_is_compared_with_its_like_that_nobody_protects() {
        let variant = |name: &str, depth| Variant { name: name.into(), policy: Policy { depth, ..Policy::default() }, ..Variant::default() };
        let mut scenario = Scenario {
            variants: vec![variant("calm", 0.5), variant("other", 0.6), variant("bare", 0.5), variant("guarded", 0.5)],
            events: vec![Event { day: 9, variants: vec!["other".into(), "bare".into(), "guarded".into()], ..Event::default() }],
            ..Scenario::default()
        };
        let protocol = |variants: &[&str]| Protocol { variants: variants.iter().map(|name| (*name).into()).collect(), ..Protocol::default() };
        scenario.organisation.protocols = vec![protocol(&["guarded", "other"])];
        assert_eq!(unprotected(&scenario, 4), Ok(3));
        assert_eq!(calm(&scenario, 4), Ok(1));
        assert_eq!(first_event(&scenario, 4), Some(9));
        let reason = |variant| unprotected(&scenario, variant).unwrap_err().reason;
        assert_eq!(reason(3), "no protocol is in force here");
        assert_eq!(reason(2), "no variant has the same policy and events without a protocol");
        scenario.organisation.protocols = vec![protocol(&[])];
        assert!(unprotected(&scenario, 4).is_err() && unprotected(&scenario, 3).is_err());
    }
}
