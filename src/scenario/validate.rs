//! Checks a scenario: every number against its range, and everything that must agree with something else. All problems at once.

use super::document::Scenario;
use super::event_checks;
use super::finding::Finding;
use super::organisation_checks;
use super::references::references;
use super::structure::structure;
use super::tree::{Content, Node};
use super::waivers;
use super::warnings::warnings;

/// Every problem of a scenario, errors and warnings, without positions.
pub fn validate(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    ranges(&Node::of(scenario), "", &mut findings);
    structure(scenario, &mut findings);
    references(scenario, &mut findings);
    event_checks::errors(scenario, &mut findings);
    organisation_checks::errors(scenario, &mut findings);
    waivers::errors(scenario, &mut findings);
    event_checks::warnings(scenario, &mut findings);
    organisation_checks::warnings(scenario, &mut findings);
    waivers::warnings(scenario, &mut findings);
    warnings(scenario, &mut findings);
    findings
}

/// Whether a number may stand in a field: used by editors that check while a person types.
pub fn in_range(info: &super::reflect::FieldInfo, value: f64) -> bool {
    value.is_finite() && value >= info.low && value <= info.high
}

fn ranges(node: &Node, path: &str, findings: &mut Vec<Finding>) {
    match &node.content {
        Content::Number(value) => number(node, *value, path, findings),
        Content::Whole(value) => number(node, *value as f64, path, findings),
        Content::Record(fields) => {
            for field in fields {
                let name = field.info.name;
                ranges(field, &if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }, findings);
            }
        }
        Content::List(items, _) => {
            for (index, item) in items.iter().enumerate() {
                ranges(item, &format!("{path}[{index}]"), findings);
            }
        }
        Content::Flag(_) | Content::Text(_) | Content::Word(..) => {}
    }
}

fn number(node: &Node, value: f64, path: &str, findings: &mut Vec<Finding>) {
    if in_range(&node.info, value) {
        return;
    }
    let code = if value.is_finite() { "S012" } else { "S013" };
    let shown = match &node.content {
        Content::Whole(value) => value.to_string(),
        _ => value.to_string(),
    };
    let message = format!("{} is {shown}, allowed is {}", node.info.name, allowed(node));
    findings.push(Finding::error(code, path, message, node.info.text()));
}

/// The allowed range of a field in words, with its unit.
pub fn allowed(node: &Node) -> String {
    let (low, high) = (node.info.low, node.info.high);
    let unit = if node.info.unit.is_empty() { String::new() } else { format!(" ({})", node.info.unit) };
    match (low.is_finite(), high.is_finite()) {
        (true, true) if low == high => format!("{low}{unit}"),
        (true, true) => format!("{low} to {high}{unit}"),
        (true, false) => format!("{low} or more{unit}"),
        (false, true) => format!("{high} or less{unit}"),
        (false, false) => format!("a finite number{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Severity;
    use super::*;

    fn codes(scenario: &Scenario) -> Vec<&'static str> {
        validate(scenario).iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.code).collect()
    }

    #[test]
    fn the_default_is_valid() {
        assert_eq!(codes(&Scenario::default()), Vec::<&str>::new());
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let mut scenario = Scenario::default();
        scenario.population.segments[0].share = 1.4;
        scenario.population.segments[1].tolerance = f64::NAN;
        scenario.behavior.trust.oscillators = 0.95;
        scenario.experiment.baseline = "base line".into();
        scenario.variants.push(super::super::policy::Variant { name: "none".into(), ..Default::default() });
        let found = codes(&scenario);
        for code in ["S012", "S013", "S014", "S015", "S018", "S019"] {
            assert!(found.contains(&code), "{code} in {found:?}");
        }
    }

    #[test]
    fn messages_name_what_was_found_and_what_is_allowed() {
        let mut scenario = Scenario::default();
        scenario.population.segments[2].tolerance = -0.5;
        let finding = validate(&scenario).into_iter().find(|finding| finding.code == "S012").unwrap();
        assert_eq!(finding.path, "population.segments[2].tolerance");
        assert_eq!(finding.message, "tolerance is -0.5, allowed is 0 to 1 (creepiness, 0 to 1)");
    }
}
