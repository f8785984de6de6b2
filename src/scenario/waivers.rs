//! Checks of waivers, and whom a guardrail can look at.

use super::date::date;
use super::document::Scenario;
use super::experiment::{GuardScope, Guardrail};
use super::finding::Finding;
use super::nearest::nearest;

/// Whether a waiver's `whom` names a segment or a level: by its own name, or as "attribute: level".
pub fn is_named(whom: &str, full_name: &str) -> bool {
    whom == full_name || full_name.split_once(": ").is_some_and(|(_, level)| level == whom)
}

/// Names of those whom a guardrail looks at one by one: segments, or groups as "attribute: level". None where it looks at all customers.
pub fn covered(scenario: &Scenario, guard: &Guardrail) -> Vec<String> {
    let population = &scenario.population;
    match guard.scope {
        GuardScope::All => Vec::new(),
        GuardScope::EachSegment | GuardScope::WorstSegment => population.segments.iter().map(|segment| segment.name.clone()).collect(),
        GuardScope::EachGroup | GuardScope::WorstGroup => {
            let attributes = population.attributes.iter().filter(|attribute| guard.attribute.is_empty() || guard.attribute == attribute.name);
            attributes.flat_map(|attribute| attribute.levels.iter().map(|level| format!("{}: {}", attribute.name, level.name))).collect()
        }
    }
}

/// A waiver without a name, a reason or a date is none.
pub fn errors(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for (path, _, waiver) in every(scenario) {
        for (field, text, what) in [("name", &waiver.name, "who answers for it"), ("reason", &waiver.reason, "why it is accepted for now")] {
            if text.trim().is_empty() {
                findings.push(Finding::error("S022", format!("{path}.{field}"), format!("the waiver has no {field}"), format!("say {what}")));
            }
        }
        if date(&waiver.expires).is_none() {
            let message = match waiver.expires.as_str() {
                "" => "the waiver has no date on which it expires".to_owned(),
                text => format!("`{}` is not a date", text.escape_debug()),
            };
            findings.push(Finding::error("S022", format!("{path}.expires"), message, "write year-month-day, for example 2027-03-31"));
        }
    }
}

/// Waivers that can match nothing.
pub fn warnings(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let experiment = &scenario.experiment;
    let variants: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).filter(|name| *name != experiment.baseline).collect();
    let mut warn = |path: String, what: &str, name: &str, known: &[&str]| {
        let hint = nearest(name, known.iter().copied()).map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
        let all = if known.is_empty() { "nothing can stand here".to_owned() } else { format!("there are: {}", known.join(", ")) };
        let message = format!("the waiver matches nothing: {what} `{}`", name.escape_debug());
        findings.push(Finding::warning("W012", path, message, format!("{hint}{all}")));
    };
    for (path, guard, waiver) in every(scenario) {
        if !waiver.variant.is_empty() && !variants.contains(&waiver.variant.as_str()) {
            warn(format!("{path}.variant"), "no variant under test is called", &waiver.variant, &variants);
        }
        let covered = covered(scenario, guard);
        if !waiver.whom.is_empty() && !covered.iter().any(|name| is_named(&waiver.whom, name)) {
            let known: Vec<&str> = covered.iter().map(String::as_str).collect();
            warn(format!("{path}.whom"), "the guardrail looks at nobody called", &waiver.whom, &known);
        }
    }
}

fn every(scenario: &Scenario) -> impl Iterator<Item = (String, &Guardrail, &super::experiment::Waiver)> {
    scenario.experiment.guardrails.iter().enumerate().flat_map(|(index, guard)| {
        let of = move |(place, waiver)| (format!("experiment.guardrails[{index}].waivers[{place}]"), guard, waiver);
        guard.waivers.iter().enumerate().map(of)
    })
}

#[cfg(test)]
mod tests {
    use super::super::experiment::Waiver;
    use super::super::finding::Severity;
    use super::super::policy::Variant;
    use super::super::validate::validate;
    use super::*;

    fn found(guard: Guardrail) -> Vec<Finding> {
        let mut scenario = Scenario::default();
        scenario.variants.push(Variant { name: "more".into(), ..Variant::default() });
        scenario.experiment.guardrails = vec![guard];
        validate(&scenario).into_iter().filter(|finding| finding.path.contains("waivers")).collect()
    }

    fn waiver() -> Waiver {
        Waiver { name: "Ethics board".into(), reason: "known, mended in spring".into(), expires: "2027-03-31".into(), ..Waiver::default() }
    }

    fn with(scope: GuardScope, waiver: Waiver) -> Guardrail {
        Guardrail { scope, waivers: vec![waiver], ..Guardrail::default() }
    }

    #[test]
    fn a_whole_waiver_is_fine() {
        assert_eq!(found(with(GuardScope::All, waiver())), []);
        let one = Waiver { variant: "more".into(), whom: "guarded".into(), ..waiver() };
        assert_eq!(found(with(GuardScope::WorstSegment, one)), []);
    }

    #[test]
    fn a_waiver_needs_name_reason_and_date() {
        let paths: Vec<String> = found(with(GuardScope::All, Waiver::default())).into_iter().map(|finding| finding.path).collect();
        let path = |field: &str| format!("experiment.guardrails[0].waivers[0].{field}");
        assert_eq!(paths, [path("name"), path("reason"), path("expires")]);
        let findings = found(with(GuardScope::All, Waiver { expires: "31.3.2027".into(), ..waiver() }));
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Error));
        assert_eq!(findings[0].message, "`31.3.2027` is not a date");
    }

    #[test]
    fn a_waiver_that_matches_nothing_is_told() {
        let findings = found(with(GuardScope::EachSegment, Waiver { variant: "mroe".into(), whom: "guardd".into(), ..waiver() }));
        assert!(findings.iter().all(|finding| finding.severity == Severity::Warning && finding.code == "W012"), "{findings:?}");
        assert!(findings[0].help.contains("did you mean `more`?") && findings[1].help.contains("did you mean `guarded`?"), "{findings:?}");
        let baseline = found(with(GuardScope::All, Waiver { variant: "baseline".into(), ..waiver() }));
        assert!(baseline[0].message.contains("no variant under test is called `baseline`"), "{baseline:?}");
        let nobody = found(with(GuardScope::All, Waiver { whom: "guarded".into(), ..waiver() }));
        assert!(nobody[0].help.contains("nothing can stand here"), "{nobody:?}");
    }
}
