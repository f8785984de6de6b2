//! Checks of the organisation: names, what they refer to, and what would never act.

use super::document::Scenario;
use super::event_checks::{Known, unknown};
use super::events::EventKind;
use super::finding::Finding;
use super::organisation::{Action, ActionKind, GuardName, Monitor, Protocol, Watched};
use super::structure::{count, names, refers_to_nothing};
use super::vocabulary::Metric;

/// Most monitors, protocols, audits.
pub const MOST_WATCHERS: usize = 16;
/// Most actions of a protocol.
pub const MOST_ACTIONS: usize = 8;
/// Fewest readings from which mean and spread are estimated.
pub const FEWEST_READINGS: u64 = 3;
/// Shortest run length that a monitor may state, in readings.
const SHORTEST_RUN: f64 = 5.0;
/// Days of a year.
const YEAR: f64 = 365.0;

impl Monitor {
    /// Days that are summed up in one reading.
    pub fn reading(&self, epoch_days: u64) -> u64 {
        if self.watches == Watched::Drift { epoch_days } else { self.reading_days }.max(1)
    }

    /// Mean readings between false alarms, as the stated rate has it.
    pub fn run_length(&self, epoch_days: u64) -> f64 {
        YEAR / self.false_alarms_per_year / self.reading(epoch_days) as f64
    }

    /// Readings from which it learns what is usual before it judges.
    pub fn baseline_readings(&self, epoch_days: u64) -> u64 {
        self.baseline_days / self.reading(epoch_days)
    }
}

/// Everything that makes the organisation impossible.
pub fn errors(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let organisation = &scenario.organisation;
    let monitors: Vec<&str> = organisation.monitors.iter().map(|monitor| monitor.name.as_str()).collect();
    let audits: Vec<&str> = organisation.audits.iter().map(|audit| audit.name.as_str()).collect();
    let protocols: Vec<&str> = organisation.protocols.iter().map(|protocol| protocol.name.as_str()).collect();
    for (path, own) in [("organisation.monitors", &monitors), ("organisation.audits", &audits), ("organisation.protocols", &protocols)] {
        count(path, own.len(), 0, MOST_WATCHERS, findings);
        names(path, own, findings);
    }
    for (index, name) in audits.iter().enumerate().filter(|(_, name)| monitors.contains(name)) {
        let message = format!("a monitor and an audit are both called `{name}`");
        findings.push(Finding::error("S015", format!("organisation.audits[{index}].name"), message, "protocols name them, so names must differ"));
    }
    let mut known = Known::of(scenario);
    // The twin has no policy that anybody could watch or change.
    known.variants.pop();
    for (index, monitor) in organisation.monitors.iter().enumerate() {
        watched(scenario, monitor, &format!("organisation.monitors[{index}]"), &known, findings);
    }
    unknown("organisation.purges.variants", "variant", &organisation.purges.variants, &known.variants, findings);
    let metrics: Vec<&str> = Metric::ALL.iter().map(|metric| metric.id()).collect();
    for (index, audit) in organisation.audits.iter().enumerate() {
        let path = format!("organisation.audits[{index}]");
        unknown(&format!("{path}.variants"), "variant", &audit.variants, &known.variants, findings);
        if Metric::from_id(&audit.metric).is_none() {
            findings.push(refers_to_nothing(format!("{path}.metric"), "metric", &audit.metric, &metrics));
        }
    }
    let triggers: Vec<&str> = monitors.iter().chain(&audits).copied().collect();
    for (index, protocol) in organisation.protocols.iter().enumerate() {
        let path = format!("organisation.protocols[{index}]");
        unknown(&format!("{path}.triggers"), "monitor or audit", &protocol.triggers, &triggers, findings);
        unknown(&format!("{path}.variants"), "variant", &protocol.variants, &known.variants, findings);
        count(&format!("{path}.actions"), protocol.actions.len(), 1, MOST_ACTIONS, findings);
        for (place, action) in protocol.actions.iter().enumerate() {
            acts(scenario, action, &format!("{path}.actions[{place}]"), &known, findings);
        }
    }
}

fn watched(scenario: &Scenario, monitor: &Monitor, path: &str, known: &Known<'_>, findings: &mut Vec<Finding>) {
    unknown(&format!("{path}.variants"), "variant", &monitor.variants, &known.variants, findings);
    unknown(&format!("{path}.segments"), "segment", &monitor.segments, &known.segments, findings);
    let epoch_days = scenario.experiment.epoch_days;
    let readings = monitor.baseline_readings(epoch_days);
    if readings < FEWEST_READINGS {
        let message = format!("{} baseline days make {readings} readings, at least {FEWEST_READINGS} are needed", monitor.baseline_days);
        let help = format!("take {} days or more, or shorter readings", FEWEST_READINGS * monitor.reading(epoch_days));
        findings.push(Finding::error("S019", format!("{path}.baseline_days"), message, help));
    }
    let run = monitor.run_length(epoch_days);
    if run < SHORTEST_RUN {
        let message = format!("a false alarm every {run:.1} readings is no alarm any more, allowed is one in {SHORTEST_RUN} or fewer");
        findings.push(Finding::error("S019", format!("{path}.false_alarms_per_year"), message, "lower it, or take shorter readings"));
    }
    if monitor.watches == Watched::ParityGap {
        let attributes: Vec<&str> = scenario.population.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
        if attributes.is_empty() {
            let message = "a parity gap needs groups, but the population declares no attribute";
            findings.push(Finding::error("S020", format!("{path}.watches"), message, "declare an attribute with levels, or watch a rate"));
        } else if !monitor.attribute.is_empty() && !attributes.contains(&monitor.attribute.as_str()) {
            findings.push(refers_to_nothing(format!("{path}.attribute"), "attribute", &monitor.attribute, &attributes));
        }
    }
}

fn acts(scenario: &Scenario, action: &Action, path: &str, known: &Known<'_>, findings: &mut Vec<Finding>) {
    unknown(&format!("{path}.signals"), "signal", &action.signals, &known.signals, findings);
    if !action.channel.is_empty() && !known.channels.contains(&action.channel.as_str()) {
        findings.push(refers_to_nothing(format!("{path}.channel"), "channel", &action.channel, &known.channels));
    }
    let mut policies = known.variants.clone();
    policies.push(super::document::TWIN);
    let needs_policy = action.kind == ActionKind::RollBack || !action.policy.is_empty();
    if needs_policy && !policies.contains(&action.policy.as_str()) {
        findings.push(refers_to_nothing(format!("{path}.policy"), "variant", &action.policy, &policies));
    }
    let guards = action.kind == ActionKind::Guard;
    if guards && action.guard == GuardName::FrequencyCap && action.cap_per_week == 0 {
        let message = "a frequency cap of 0 sets no cap";
        findings.push(Finding::error("S019", format!("{path}.cap_per_week"), message, "say how many touches in seven days are the most"));
    }
    if guards && action.guard == GuardName::Offers && scenario.population.attributes.is_empty() {
        let message = "offer parity needs groups, but the population declares no attribute";
        findings.push(Finding::error("S020", format!("{path}.guard"), message, "declare an attribute with levels, or choose another guard"));
    }
    if guards && action.guard == GuardName::Exposure && scenario.catalog.offering.providers.is_empty() {
        let message = "exposure parity needs groups of providers, but the catalog tells none apart";
        findings.push(Finding::error("S020", format!("{path}.guard"), message, "name the providers in catalog.offering, or choose another guard"));
    }
}

/// What the organisation sets up and never uses.
pub fn warnings(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let organisation = &scenario.organisation;
    let days = scenario.experiment.days;
    let mut warn = |path: String, message: String, help: &str| findings.push(Finding::warning("W011", path, message, help));
    for (index, monitor) in organisation.monitors.iter().enumerate() {
        let learning = scenario.experiment.warmup + monitor.baseline_days;
        if learning + monitor.reading(scenario.experiment.epoch_days) > days {
            let message = format!("`{}` learns for {learning} days, but the run ends on day {days}: it never judges anything", monitor.name);
            warn(format!("organisation.monitors[{index}].baseline_days"), message, "run longer, or let it learn for fewer days");
        }
    }
    for (index, audit) in organisation.audits.iter().enumerate().filter(|(_, audit)| audit.calendar.days() as u64 > days) {
        let message = format!("`{}` is first held on day {}, but the run ends on day {days}", audit.name, audit.calendar.days());
        warn(format!("organisation.audits[{index}].calendar"), message, "run longer, or hold it more often");
    }
    let kept = scenario.signals.iter().any(|signal| (1..days).contains(&signal.retention_days));
    if organisation.purges.late_days > 0 && !kept {
        let message = format!("purges are late, but no signal has a retention that ends before day {days}");
        warn("organisation.purges.late_days".into(), message, "give a signal a shorter retention, or run longer");
    }
    for (index, protocol) in organisation.protocols.iter().enumerate() {
        let path = format!("organisation.protocols[{index}]");
        if protocol.triggers.is_empty() {
            warn(format!("{path}.triggers"), format!("nothing sets off `{}`", protocol.name), "name a monitor or an audit");
        } else if !protocol.triggers.iter().any(|trigger| meets(scenario, protocol, trigger)) {
            let message = format!("nothing that sets off `{}` watches a variant in which it is in force", protocol.name);
            warn(format!("{path}.variants"), message, "let protocol and monitor name the same variants");
        }
        let tells = protocol.actions.iter().any(|action| action.kind == ActionKind::Notify);
        if tells && !scenario.events.iter().any(|event| event.kind == EventKind::Breach) {
            warn(format!("{path}.actions"), format!("`{}` tells people of a breach, but there is none", protocol.name), "");
        }
    }
}

/// Whether what sets off a protocol watches one of its variants. A trigger that is not there is told elsewhere.
fn meets(scenario: &Scenario, protocol: &Protocol, trigger: &str) -> bool {
    let organisation = &scenario.organisation;
    let monitors = organisation.monitors.iter().map(|monitor| (&monitor.name, &monitor.variants));
    let audits = organisation.audits.iter().map(|audit| (&audit.name, &audit.variants));
    let overlap = |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || a.iter().any(|name| b.contains(name));
    monitors.chain(audits).find(|(name, _)| *name == trigger).is_none_or(|(_, variants)| overlap(variants, &protocol.variants))
}

#[cfg(test)]
mod tests {
    use super::super::finding::Severity;
    use super::super::organisation::{Audit, Calendar, Organisation};
    use super::super::validate::validate;
    use super::*;

    fn found(organisation: Organisation, severity: Severity) -> Vec<Finding> {
        let scenario = Scenario { organisation, ..Scenario::default() };
        validate(&scenario).into_iter().filter(|finding| finding.severity == severity).collect()
    }

    #[test]
    fn names_that_nobody_bears_are_told_with_place_and_nearest_name() {
        let organisation = Organisation {
            monitors: vec![Monitor { variants: vec!["base".into(), "none".into()], segments: vec!["guardd".into()], ..Monitor::default() }],
            audits: vec![Audit { name: "monitor".into(), metric: "trsut".into(), ..Audit::default() }],
            protocols: vec![Protocol {
                triggers: vec!["moniter".into()],
                actions: vec![
                    Action { signals: vec!["cookies".into()], channel: "e-mail".into(), ..Action::default() },
                    Action { kind: ActionKind::RollBack, ..Action::default() },
                    Action { kind: ActionKind::Guard, guard: GuardName::FrequencyCap, ..Action::default() },
                    Action { kind: ActionKind::Guard, guard: GuardName::Exposure, ..Action::default() },
                ],
                ..Protocol::default()
            }],
            ..Organisation::default()
        };
        let errors = found(organisation, Severity::Error);
        let paths: Vec<&str> = errors.iter().map(|finding| finding.path.trim_start_matches("organisation.")).collect();
        for path in [
            "monitors[0].variants[0]",
            "monitors[0].variants[1]",
            "monitors[0].segments[0]",
            "audits[0].name",
            "audits[0].metric",
            "protocols[0].triggers[0]",
            "protocols[0].actions[0].signals[0]",
            "protocols[0].actions[0].channel",
            "protocols[0].actions[1].policy",
            "protocols[0].actions[2].cap_per_week",
            "protocols[0].actions[3].guard",
        ] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
        assert_eq!(errors.len(), 11, "{errors:?}");
        let help = |path: &str| errors.iter().find(|finding| finding.path.ends_with(path)).map_or("", |finding| finding.help.as_str());
        assert!(help("metric").contains("`trust`") && help("triggers[0]").contains("`monitor`"), "{errors:?}");
    }

    #[test]
    fn a_monitor_needs_something_to_learn_from_and_a_rate_that_can_be_kept() {
        let monitor = Monitor { watches: Watched::Drift, baseline_days: 20, false_alarms_per_year: 12.0, ..Monitor::default() };
        let errors = found(Organisation { monitors: vec![monitor], ..Organisation::default() }, Severity::Error);
        let messages: Vec<&str> = errors.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].starts_with("20 baseline days make 2 readings") && messages[1].starts_with("a false alarm every 4.3 readings"));
        let gap = Monitor { watches: Watched::ParityGap, attribute: "height".into(), ..Monitor::default() };
        let errors = found(Organisation { monitors: vec![gap], ..Organisation::default() }, Severity::Error);
        assert_eq!(errors.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["S018"]);
    }

    #[test]
    fn what_never_acts_is_told() {
        let watcher = |name: &str, variants: &[&str]| Monitor {
            name: name.into(),
            variants: variants.iter().map(|name| (*name).to_owned()).collect(),
            ..Monitor::default()
        };
        let organisation = Organisation {
            monitors: vec![Monitor { baseline_days: 120, ..watcher("long", &[]) }, watcher("other", &["baseline"])],
            audits: vec![Audit { calendar: Calendar::Annual, ..Audit::default() }],
            protocols: vec![
                Protocol::default(),
                Protocol {
                    name: "tell".into(),
                    triggers: vec!["other".into()],
                    actions: vec![Action { kind: ActionKind::Notify, ..Action::default() }],
                    ..Protocol::default()
                },
            ],
            ..Organisation::default()
        };
        let warned: Vec<String> =
            found(organisation, Severity::Warning).into_iter().filter(|finding| finding.code == "W011").map(|finding| finding.path).collect();
        assert_eq!(
            warned,
            [
                "organisation.monitors[0].baseline_days",
                "organisation.audits[0].calendar",
                "organisation.protocols[0].triggers",
                "organisation.protocols[1].actions"
            ]
        );
    }
}
