//! Groups: sizes first, then rates.

use super::estimate::Estimated;
use crate::scenario::Metric;
use crate::simulate::Run;

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

/// A metric by group for every attribute. The metric must have a value by group.
pub fn fairness(_run: &Run, _metric: Metric) -> Vec<AttributeView> {
    unimplemented!()
}
