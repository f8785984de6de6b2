//! Checks of a scenario's names: whatever one part says about another must be there, and fit.

use super::document::{Scenario, TWIN};
use super::experiment::GuardScope;
use super::finding::Finding;
use super::structure::refers_to_nothing;
use super::vocabulary::Metric;

/// Signals and channels of policies, the baseline, metrics and scopes of guardrails.
pub fn references(scenario: &Scenario, findings: &mut Vec<Finding>) {
    policies(scenario, findings);
    let mut variants: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).collect();
    variants.push(TWIN);
    let baseline = scenario.experiment.baseline.as_str();
    if !variants.contains(&baseline) {
        findings.push(refers_to_nothing("experiment.baseline".into(), "variant", baseline, &variants));
    }
    guardrails(scenario, findings);
    bias(scenario, findings);
}

fn policies(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let signals: Vec<&str> = scenario.signals.iter().map(|signal| signal.name.as_str()).collect();
    let channels: Vec<&str> = scenario.channels.iter().map(|channel| channel.name.as_str()).collect();
    for (index, variant) in scenario.variants.iter().enumerate() {
        let policy = &variant.policy;
        for (place, signal) in policy.signals.iter().enumerate() {
            let path = format!("variants[{index}].policy.signals[{place}]");
            if !signals.contains(&signal.as_str()) {
                findings.push(refers_to_nothing(path, "signal", signal, &signals));
            } else if policy.signals.iter().take(place).any(|earlier| earlier == signal) {
                findings.push(Finding::error("S015", path, format!("the signal `{signal}` is listed twice"), "keep one of them"));
            }
        }
        let attributes = attributes(scenario);
        let offers = policy.guards.offers.attribute.as_str();
        if !offers.is_empty() && !attributes.contains(&offers) {
            findings.push(refers_to_nothing(format!("variants[{index}].policy.guards.offers.attribute"), "attribute", offers, &attributes));
        }
        let by = policy.collaborative.reweight_by.as_str();
        if !by.is_empty() && !attributes.contains(&by) {
            findings.push(refers_to_nothing(format!("variants[{index}].policy.collaborative.reweight_by"), "attribute", by, &attributes));
        }
        for (place, contact) in policy.contacts.iter().enumerate() {
            let path = format!("variants[{index}].policy.contacts[{place}].channel");
            if !channels.contains(&contact.channel.as_str()) {
                findings.push(refers_to_nothing(path, "channel", &contact.channel, &channels));
            } else if policy.contacts.iter().take(place).any(|earlier| earlier.channel == contact.channel) {
                let message = format!("the channel `{}` is used twice by one policy", contact.channel);
                findings.push(Finding::error("S015", path, message, "join the two contacts into one"));
            }
        }
    }
}

fn attributes(scenario: &Scenario) -> Vec<&str> {
    scenario.population.attributes.iter().map(|attribute| attribute.name.as_str()).collect()
}

fn guardrails(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let ids: Vec<&str> = Metric::ALL.iter().map(|metric| metric.id()).collect();
    for (index, guard) in scenario.experiment.guardrails.iter().enumerate() {
        let path = format!("experiment.guardrails[{index}]");
        let Some(metric) = Metric::from_id(&guard.metric) else {
            findings.push(refers_to_nothing(format!("{path}.metric"), "metric", &guard.metric, &ids));
            continue;
        };
        let (fits, what) = match guard.scope {
            GuardScope::All => (true, ""),
            GuardScope::EachSegment | GuardScope::WorstSegment => (metric.by_segment(), "segment"),
            GuardScope::EachGroup | GuardScope::WorstGroup => (metric.by_group(), "group"),
        };
        if !fits {
            let fitting: Vec<&str> = Metric::ALL
                .iter()
                .filter(|metric| if what == "group" { metric.by_group() } else { metric.by_segment() })
                .map(|metric| metric.id())
                .collect();
            let message = format!("`{}` has no value by {what}, so {} cannot be judged", guard.metric, guard.scope.name());
            let help = format!("use scope: All, or one of the metrics that have: {}", fitting.join(", "));
            findings.push(Finding::error("S020", format!("{path}.scope"), message, help));
        } else if what == "group" && scenario.population.attributes.is_empty() {
            let message = format!("{} needs groups, but the population declares no attribute", guard.scope.name());
            findings.push(Finding::error("S020", format!("{path}.scope"), message, "declare an attribute with levels, or use another scope"));
        }
        let attribute = guard.attribute.as_str();
        let attributes = attributes(scenario);
        if !attribute.is_empty() && !attributes.contains(&attribute) {
            findings.push(refers_to_nothing(format!("{path}.attribute"), "attribute", attribute, &attributes));
        } else if !attribute.is_empty() && what != "group" {
            let message = format!("an attribute is named, but {} looks at no groups", guard.scope.name());
            let help = "use scope: EachGroup or WorstGroup, or leave the attribute out";
            findings.push(Finding::error("S020", format!("{path}.attribute"), message, help));
        }
    }
}

/// The group that historical bias is about.
fn bias(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let population = &scenario.population;
    let bias = &population.bias;
    let attributes: Vec<&str> = population.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    if attributes.is_empty() {
        if bias.is_on() {
            let message = "historical bias needs a group, but the population declares no attribute";
            findings.push(Finding::error("S020", "population.bias", message, "declare an attribute with levels, or take the bias out"));
        }
        return;
    }
    let attribute = match bias.attribute.as_str() {
        "" => population.attributes.first(),
        name => population.attributes.iter().find(|attribute| attribute.name == name),
    };
    let Some(attribute) = attribute else {
        findings.push(refers_to_nothing("population.bias.attribute".into(), "attribute", &bias.attribute, &attributes));
        return;
    };
    let levels: Vec<&str> = attribute.levels.iter().map(|level| level.name.as_str()).collect();
    if !bias.level.is_empty() && !levels.contains(&bias.level.as_str()) {
        findings.push(refers_to_nothing("population.bias.level".into(), &format!("level of `{}`", attribute.name), &bias.level, &levels));
    }
}
