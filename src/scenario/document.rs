//! The whole what-if: the root of a scenario file.

use super::behavior::Behavior;
use super::catalog::{Catalog, Channel, Signal, default_channels, default_signals};
use super::events::Event;
use super::experiment::Experiment;
use super::organisation::Organisation;
use super::policy::Variant;
use super::population::Population;
use super::reflect::record;

/// Version of the file format that this build reads and writes.
pub const FORMAT_VERSION: u64 = 1;

record! {
    /// A scenario: who the customers are, what is offered, how touches are personalized, how customers behave, and how variants are compared.
    pub struct Scenario {
        /// Version of the file format.
        version: u64 = FORMAT_VERSION => range(1.0, 1.0);
        /// Name of the scenario.
        name: String = "Untitled".into();
        /// What it is about and what to try.
        story: String = String::new();
        /// The synthetic customers.
        population: Population = Population::default();
        /// The items.
        catalog: Catalog = Catalog::default();
        /// Ways to reach customers.
        channels: Vec<Channel> = default_channels();
        /// Data that policies may use.
        signals: Vec<Signal> = default_signals();
        /// Policies under comparison. A twin without recommender, `none`, is always flown beside them.
        variants: Vec<Variant> = vec![Variant { name: "baseline".into(), ..Variant::default() }];
        /// What happens on the way: breaches and their repair, rules, prices, seasons, outages, new policies.
        events: Vec<Event> = vec![];
        /// Who watches, what is done about an alarm, what is audited.
        organisation: Organisation = Organisation::default();
        /// The customer model.
        behavior: Behavior = Behavior::default();
        /// How variants are compared.
        experiment: Experiment = Experiment::default();
    }
}

/// Name of the variant that stands for "no recommender".
pub const TWIN: &str = "none";
