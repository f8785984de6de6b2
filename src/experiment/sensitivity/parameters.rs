//! The settings of the customer model that have a plausible range.

use crate::behavior::register;
use crate::scenario::{Content, Evidence, Finding, Node, Scenario, set};

/// A setting of the customer model, as the scenario has it, and the range that is plausible for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its path, `behavior.trust.bad_weight`.
    pub path: String,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
    /// As the scenario has it.
    pub value: f64,
    /// The low end of its plausible range.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// What its default rests on.
    pub evidence: Evidence,
    /// Where its default comes from.
    pub source: &'static str,
    /// Whether it is a whole number.
    pub whole: bool,
    /// Why this scenario does not use it, if so: its mechanism is off, or nothing brings it about.
    pub unused: Option<&'static str>,
}

impl Parameter {
    /// The scenario with this setting at a value.
    ///
    /// # Errors
    /// Where the scenario has no such setting: never for one that was found in it.
    pub fn at(&self, scenario: &Scenario, value: f64) -> Result<Scenario, Finding> {
        let mut changed = scenario.clone();
        set(&mut changed, &self.path, &self.text(value))?;
        Ok(changed)
    }

    /// A value as a scenario file writes it.
    pub(in crate::experiment) fn text(&self, value: f64) -> String {
        if self.whole { format!("{}", value.round()) } else { format!("{value:?}") }
    }

    /// The value at a share of the way from the low end to the high end.
    pub(in crate::experiment) fn between(&self, share: f64) -> f64 {
        self.low + share * (self.high - self.low)
    }
}

/// Every number below `behavior` that has a plausible range, in file order.
pub fn parameters(scenario: &Scenario) -> Vec<Parameter> {
    let tree = Node::of(scenario);
    let leaves = tree.field("behavior").map(Node::leaves).unwrap_or_default();
    leaves
        .into_iter()
        .filter_map(|(path, leaf)| {
            let (low, high) = leaf.info.plausible?;
            let (value, whole) = match leaf.content {
                Content::Number(value) => (value, false),
                Content::Whole(value) => (value as f64, true),
                _ => return None,
            };
            let path = format!("behavior.{path}");
            let unused = register::owner(&path).and_then(|mechanism| (mechanism.unused)(scenario));
            let info = &leaf.info;
            Some(Parameter { unit: info.unit, value, low, high, evidence: info.evidence(), source: info.source, whole, unused, path })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_plausible_range_are_found_and_can_be_set() {
        let scenario = Scenario::default();
        let found = parameters(&scenario);
        assert!(found.len() > 50, "{}", found.len());
        for parameter in &found {
            assert!(parameter.low <= parameter.high, "{}", parameter.path);
            for value in [parameter.low, parameter.high] {
                let changed = parameter.at(&scenario, value).unwrap_or_else(|error| panic!("{}: {error}", parameter.path));
                let again = parameters(&changed).into_iter().find(|other| other.path == parameter.path).expect("still there");
                assert!((again.value - value).abs() < if parameter.whole { 0.51 } else { 1e-12 }, "{}", parameter.path);
            }
        }
    }

    #[test]
    fn what_a_scenario_does_not_use_says_why() {
        let mut scenario = Scenario::default();
        let trust = |scenario: &Scenario| {
            parameters(scenario).into_iter().find(|parameter| parameter.path == "behavior.trust.bad_weight").expect("a setting of trust")
        };
        assert_eq!(trust(&scenario).unused, None);
        scenario.behavior.mechanisms.trust = false;
        assert!(trust(&scenario).unused.is_some());
    }
}
