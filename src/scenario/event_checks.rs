//! Checks of the events: names, what they refer to, and what would never act.

use super::document::{Scenario, TWIN};
use super::events::{Event, EventKind};
use super::finding::Finding;
use super::structure::{count, names, refers_to_nothing};

/// Most events.
pub const MOST_EVENTS: usize = 64;

/// Names that parts of a scenario go by.
pub(super) struct Known<'a> {
    /// Variants, the twin last.
    pub variants: Vec<&'a str>,
    pub segments: Vec<&'a str>,
    pub channels: Vec<&'a str>,
    pub signals: Vec<&'a str>,
}

impl<'a> Known<'a> {
    pub fn of(scenario: &'a Scenario) -> Self {
        Self {
            variants: scenario.variants.iter().map(|variant| variant.name.as_str()).chain([TWIN]).collect(),
            segments: scenario.population.segments.iter().map(|segment| segment.name.as_str()).collect(),
            channels: scenario.channels.iter().map(|channel| channel.name.as_str()).collect(),
            signals: scenario.signals.iter().map(|signal| signal.name.as_str()).collect(),
        }
    }
}

/// Everything that makes an event impossible.
pub fn errors(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let own: Vec<&str> = scenario.events.iter().map(|event| event.name.as_str()).collect();
    count("events", own.len(), 0, MOST_EVENTS, findings);
    names("events", &own, findings);
    let known = Known::of(scenario);
    for (index, event) in scenario.events.iter().enumerate() {
        let path = format!("events[{index}]");
        unknown(&format!("{path}.variants"), "variant", &event.variants, &known.variants, findings);
        unknown(&format!("{path}.segments"), "segment", &event.segments, &known.segments, findings);
        unknown(&format!("{path}.signals"), "signal", &event.signals, &known.signals, findings);
        if !event.channel.is_empty() && !known.channels.contains(&event.channel.as_str()) {
            findings.push(refers_to_nothing(format!("{path}.channel"), "channel", &event.channel, &known.channels));
        }
        let needs_policy = event.kind == EventKind::NewPolicy || !event.policy.is_empty();
        if needs_policy && !known.variants.contains(&event.policy.as_str()) {
            findings.push(refers_to_nothing(format!("{path}.policy"), "variant", &event.policy, &known.variants));
        }
        if event.topic > scenario.catalog.topics {
            let message = format!("topic {}, but the catalog has {}", event.topic, scenario.catalog.topics);
            findings.push(Finding::error("S019", format!("{path}.topic"), message, "topics are numbered from 1; 0 stands for all"));
        }
    }
}

/// The error for each name of a list that nobody bears.
pub(super) fn unknown(path: &str, what: &str, found: &[String], known: &[&str], findings: &mut Vec<Finding>) {
    for (place, name) in found.iter().enumerate().filter(|(_, name)| !known.contains(&name.as_str())) {
        findings.push(refers_to_nothing(format!("{path}[{place}]"), what, name, known));
    }
}

/// Events that never act.
pub fn warnings(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let days = scenario.experiment.days;
    for (index, event) in scenario.events.iter().enumerate() {
        if event.day > days {
            let message = format!("`{}` is on day {}, but the run ends on day {days}", event.name, event.day);
            findings.push(Finding::warning("W010", format!("events[{index}].day"), message, "let it happen earlier, or run longer"));
        } else if event.kind.is_repair() && !scenario.events.iter().any(|earlier| answered_by(earlier, event)) {
            let message = format!("`{}` answers nothing: there is no breach or violation before it", event.name);
            findings.push(Finding::warning("W010", format!("events[{index}].kind"), message, ""));
        }
    }
}

/// Whether a repair comes after an offence of the same people in the same variant.
fn answered_by(offence: &Event, repair: &Event) -> bool {
    let overlap = |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || a.iter().any(|name| b.contains(name));
    matches!(offence.kind, EventKind::Breach | EventKind::TrustShock)
        && offence.day <= repair.day
        && overlap(&offence.variants, &repair.variants)
        && overlap(&offence.segments, &repair.segments)
}

#[cfg(test)]
mod tests {
    use super::super::finding::Severity;
    use super::super::validate::validate;
    use super::*;

    fn found(events: Vec<Event>, severity: Severity) -> Vec<(&'static str, String)> {
        let scenario = Scenario { events, ..Scenario::default() };
        validate(&scenario).into_iter().filter(|finding| finding.severity == severity).map(|finding| (finding.code, finding.path)).collect()
    }

    #[test]
    fn names_that_nobody_bears_are_told_with_their_place() {
        let event = Event {
            variants: vec!["baseline".into(), "none".into(), "base".into()],
            segments: vec!["guardd".into()],
            channel: "e-mail".into(),
            signals: vec!["cookies".into()],
            topic: 13,
            ..Event::default()
        };
        let policy = Event { name: "new".into(), kind: EventKind::NewPolicy, ..Event::default() };
        let errors = found(vec![event, policy.clone(), policy], Severity::Error);
        let paths: Vec<&str> = errors.iter().map(|(_, path)| path.as_str()).collect();
        for path in [
            "events[0].variants[2]",
            "events[0].segments[0]",
            "events[0].channel",
            "events[0].signals[0]",
            "events[0].topic",
            "events[1].policy",
            "events[2].name",
        ] {
            assert!(paths.contains(&path), "{path} in {errors:?}");
        }
        assert_eq!(errors.len(), 8, "{errors:?}");
    }

    #[test]
    fn what_never_acts_is_told() {
        let apology = |day| Event { name: format!("sorry {day}"), kind: EventKind::Apology, day, ..Event::default() };
        let breach = Event { name: "leak".into(), day: 5, variants: vec!["baseline".into()], ..Event::default() };
        let other = Event { variants: vec!["none".into()], ..apology(8) };
        let late = Event { name: "late".into(), day: 91, ..Event::default() };
        let warned: Vec<String> = found(vec![apology(3), breach, apology(7), other, late], Severity::Warning)
            .into_iter()
            .filter(|(code, _)| *code == "W010")
            .map(|(_, path)| path)
            .collect();
        assert_eq!(warned, ["events[0].kind", "events[3].kind", "events[4].day"]);
    }
}
