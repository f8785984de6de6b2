//! Whether a study can be flown and judged: everything that one part says about another must be there, and fit. All problems at once.

use std::sync::Arc;

use super::amount::{Amount, Closing, Outcome, Quantity, Who};
use super::bundled::{BASES, base};
use super::study::{Expect, Patch, Study};
use crate::ledger::{Count, Rare};
use crate::scenario::{Finding, Metric, Scenario, Severity, TWIN, set, suggestion, validate};

/// Every problem of a study, with the path of the field, without positions.
pub fn check(study: &Study) -> Vec<Finding> {
    let mut findings = Vec::new();
    texts(study, &mut findings);
    let Some(start) = base(&study.base) else {
        let help = suggestion(&study.base, BASES.iter().map(|(name, _)| *name));
        findings.push(Finding::error("V004", "base", format!("there is no base scenario called `{}`", study.base), help));
        return findings;
    };
    let mut shared = start;
    patch(&mut shared, &study.patches, "patches", &mut findings);
    let before = findings.len();
    let mut scenarios: Vec<(&str, Arc<Scenario>)> = Vec::new();
    for (index, condition) in study.conditions.iter().enumerate() {
        let path = format!("conditions[{index}]");
        if condition.name.trim().is_empty() {
            findings.push(Finding::error("V005", format!("{path}.name"), "a condition has no name", "give it one"));
        } else if scenarios.iter().any(|(name, _)| *name == condition.name) {
            findings.push(Finding::error(
                "V005",
                format!("{path}.name"),
                format!("two conditions are called `{}`", condition.name),
                "names must differ",
            ));
        }
        let mut scenario = shared.clone();
        sized(&mut scenario, study);
        patch(&mut scenario, &condition.patches, &format!("{path}.patches"), &mut findings);
        if findings.len() == before {
            for problem in validate(&scenario).into_iter().filter(|problem| problem.severity == Severity::Error) {
                let message = format!("in the condition `{}`, {}: {}", condition.name, problem.path, problem.message);
                findings.push(Finding::error("V006", path.clone(), message, problem.help));
            }
        }
        scenarios.push((&condition.name, Arc::new(scenario)));
    }
    if study.conditions.is_empty() {
        findings.push(Finding::error("V005", "conditions", "there is no condition", "say what is flown"));
    }
    if study.comparisons.is_empty() {
        findings.push(Finding::error("V007", "comparisons", "nothing is compared", "say what should come out"));
    }
    let checker = Checker { scenarios: &scenarios };
    if let Some(outcome) = &study.outcome {
        checker.outcome(outcome, None, "outcome", &mut findings);
    }
    for (index, comparison) in study.comparisons.iter().enumerate() {
        let path = format!("comparisons[{index}]");
        if comparison.label.trim().is_empty() {
            findings.push(Finding::error("V007", format!("{path}.label"), "a comparison has no label", "say in words what is compared"));
        }
        expectation(&comparison.expect, &path, &mut findings);
        let outcome = comparison.outcome.as_ref().or(study.outcome.as_ref());
        if let Some(own) = &comparison.outcome {
            checker.outcome(own, None, &format!("{path}.outcome"), &mut findings);
        }
        for amount in comparison.expect.amounts() {
            checker.amount(amount, outcome, &format!("{path}.expect"), &mut findings);
        }
    }
    findings
}

/// The scenarios of a study's conditions, in order.
///
/// # Errors
/// The first patch that does not fit.
pub fn scenarios(study: &Study) -> Result<Vec<Arc<Scenario>>, Finding> {
    let unknown = || Finding::error("V004", "base", format!("there is no base scenario called `{}`", study.base), "");
    let mut shared = base(&study.base).ok_or_else(unknown)?;
    for Patch(path, value) in &study.patches {
        set(&mut shared, path, value)?;
    }
    study
        .conditions
        .iter()
        .map(|condition| {
            let mut scenario = shared.clone();
            sized(&mut scenario, study);
            for Patch(path, value) in &condition.patches {
                set(&mut scenario, path, value)?;
            }
            Ok(Arc::new(scenario))
        })
        .collect()
}

fn sized(scenario: &mut Scenario, study: &Study) {
    scenario.population.customers = study.people;
    scenario.experiment.worlds = study.worlds;
    scenario.experiment.days = study.days;
}

fn texts(study: &Study, findings: &mut Vec<Finding>) {
    for (field, text) in [("id", &study.id), ("title", &study.title), ("citation", &study.citation), ("published", &study.published)] {
        if text.trim().is_empty() {
            findings.push(Finding::error("V007", field, format!("{field} is empty"), "findings/README.md tells what it means"));
        }
    }
    if study.worlds < 2 {
        findings.push(Finding::error("V007", "worlds", "intervals over worlds need at least two of them", "20 is usual"));
    }
}

fn patch(scenario: &mut Scenario, patches: &[Patch], path: &str, findings: &mut Vec<Finding>) {
    for (index, Patch(field, value)) in patches.iter().enumerate() {
        if let Err(problem) = set(scenario, field, value) {
            findings.push(Finding::error("V006", format!("{path}[{index}]"), format!("{}: {}", problem.path, problem.message), problem.help));
        }
    }
}

fn expectation(expect: &Expect, path: &str, findings: &mut Vec<Finding>) {
    let mut wrong = |message: &str, help: &str| findings.push(Finding::error("V008", format!("{path}.expect"), message, help));
    match expect {
        Expect::Band { low, high, .. } | Expect::AnyOf { low, high, .. } | Expect::Often { low, high, .. } => {
            if low.is_none() && high.is_none() {
                wrong("the band has no end: every number lies in it", "say `low`, `high` or both");
            }
            if low.zip(*high).is_some_and(|(low, high)| low > high) || [low, high].into_iter().flatten().any(|end| !end.is_finite()) {
                wrong("the band's ends are no band", "`low` lies at or below `high`, both are finite");
            }
        }
        Expect::Equal { target, within, .. } => {
            if !(target.is_finite() && *within > 0.0 && within.is_finite()) {
                wrong("`within` must be above 0", "say how far from `target` is still the same");
            }
        }
        Expect::Sign { .. } | Expect::Rising(_) => {}
    }
    if let Expect::Often { share, .. } = expect
        && !(*share > 0.0 && *share <= 1.0)
    {
        wrong("`share` lies between 0 and 1", "0.5 asks for half of the worlds");
    }
    match expect {
        Expect::Rising(of) if of.len() < 2 => wrong("an order needs two amounts", "add another"),
        Expect::AnyOf { of, .. } if of.is_empty() => wrong("there is nothing to choose from", "add an amount"),
        _ => {}
    }
}

struct Checker<'a> {
    scenarios: &'a [(&'a str, Arc<Scenario>)],
}

impl Checker<'_> {
    fn amount(&self, amount: &Amount, outcome: Option<&Outcome>, path: &str, findings: &mut Vec<Finding>) {
        for name in amount.conditions() {
            if !self.scenarios.iter().any(|(other, _)| *other == name) {
                let help = suggestion(name, self.scenarios.iter().map(|(name, _)| *name));
                findings.push(Finding::error("V009", path, format!("there is no condition called `{name}`"), help));
                return;
            }
        }
        match amount {
            Amount::Of(_) | Amount::Closing(_) if outcome.is_none() => {
                findings.push(Finding::error("V009", path, "nothing says what is measured", "add an `outcome` to the study or to the comparison"));
            }
            Amount::Of(name) => self.outcome_in(outcome, name, path, findings),
            Amount::In(name, outcome) => self.outcome(outcome, Some(name), path, findings),
            Amount::Closing(closing) => {
                self.outcome_in(outcome, &closing.of, path, findings);
                self.outcome_in(outcome, &closing.against, path, findings);
                self.closing(closing, path, findings);
            }
            Amount::Slope { over, of } | Amount::Straightness { over, of } if over.len() != of.len() || of.len() < 3 => {
                let help = "give at least three, one number for each amount";
                findings.push(Finding::error("V009", path, "a line needs as many numbers as amounts, three or more", help));
            }
            Amount::Sum(of) | Amount::Largest(of) | Amount::Smallest(of) if of.is_empty() => {
                findings.push(Finding::error("V009", path, "there is nothing to choose from", "add an amount"));
            }
            Amount::Average { pooled, people, .. } | Amount::Correlation { pooled, people, .. } | Amount::Coefficient { pooled, people, .. }
                if pooled.is_empty() || *people == 0 =>
            {
                findings.push(Finding::error("V009", path, "nobody is looked at", "name a condition in `pooled`, and `people` above 0"));
            }
            Amount::Unpredictability { of, variant } => self.worlds_alike(of, variant, path, findings),
            Amount::Coefficient { on, which, .. } if !on.contains(which) => {
                findings.push(Finding::error("V009", path, format!("{} is not in the regression", which.words()), "add it to `on`"));
            }
            _ => {}
        }
        for part in amount.parts() {
            self.amount(part, outcome, path, findings);
        }
    }

    fn outcome_in(&self, outcome: Option<&Outcome>, condition: &str, path: &str, findings: &mut Vec<Finding>) {
        if let Some(outcome) = outcome {
            self.outcome(outcome, Some(condition), path, findings);
        }
    }

    fn closing(&self, closing: &Closing, path: &str, findings: &mut Vec<Finding>) {
        let days = self.days(None);
        let fits = closing.from_day >= 1 && closing.over_days >= 1 && closing.from_day + closing.over_days - 1 <= days;
        if !fits {
            findings.push(Finding::error("V009", path, format!("the gap must be taken within the {days} days"), "start earlier, or run longer"));
        }
        if !(closing.share > 0.0 && closing.share <= 1.0) {
            findings.push(Finding::error("V009", path, "`share` lies between 0 and 1", "1 asks for the gap to vanish"));
        }
    }

    fn worlds_alike(&self, condition: &str, variant: &str, path: &str, findings: &mut Vec<Finding>) {
        let Some((_, scenario)) = self.scenarios.iter().find(|(name, _)| *name == condition) else { return };
        if !scenario.catalog.same_in_all_worlds {
            let help = "set catalog.same_in_all_worlds: true";
            findings.push(Finding::error("V009", path, format!("the worlds of `{condition}` have different items"), help));
        }
        if scenario.experiment.worlds < 2 {
            findings.push(Finding::error("V009", path, "one world has no other to differ from", "fly 8 worlds or more"));
        }
        has_variant(scenario, variant, path, findings);
    }

    /// Days of a condition, or of the shortest one.
    fn days(&self, condition: Option<&str>) -> usize {
        let asked = self.scenarios.iter().filter(|(name, _)| condition.is_none_or(|condition| condition == *name));
        asked.map(|(_, scenario)| scenario.experiment.days as usize).min().unwrap_or(0)
    }

    /// Whether an outcome can be measured: in one condition, or without looking at any.
    fn outcome(&self, outcome: &Outcome, condition: Option<&str>, path: &str, findings: &mut Vec<Finding>) {
        let mut wrong = |message: String, help: String| findings.push(Finding::error("V010", path, message, help));
        let columns: Vec<&str> = column_names();
        match &outcome.of {
            Quantity::Metric(id) => match Metric::from_id(id) {
                None => wrong(format!("there is no metric called `{id}`"), suggestion(id, Metric::ALL.iter().map(|metric| metric.id()))),
                Some(metric) => {
                    let fits = match outcome.scope {
                        Who::All => true,
                        Who::Segment(_) => metric.by_segment(),
                        Who::Group(..) => metric.by_group(),
                    };
                    if !fits {
                        wrong(format!("`{id}` is not kept for this scope"), "`creepline explain` tells what a metric is kept for".into());
                    }
                }
            },
            Quantity::PerCustomer(one) => {
                if !columns.contains(&one.as_str()) {
                    wrong(format!("the ledger has no column called `{one}`"), suggestion(one, columns.iter().copied()));
                }
            }
            Quantity::Rate(one, by) => {
                for name in [one, by].into_iter().filter(|name| !columns.contains(&name.as_str())) {
                    wrong(format!("the ledger has no column called `{name}`"), suggestion(name, columns.iter().copied()));
                }
            }
        }
        let days = self.days(condition);
        if outcome.from_day < 1 || outcome.from_day > days || outcome.to_day > days || (outcome.to_day > 0 && outcome.to_day < outcome.from_day) {
            wrong(
                format!("days {} to {} do not lie within the {days} days", outcome.from_day, outcome.to_day),
                "days count from 1; 0 is the last".into(),
            );
        }
        let Some((_, scenario)) = self.scenarios.iter().find(|(name, _)| Some(*name) == condition) else { return };
        let population = &scenario.population;
        match &outcome.scope {
            Who::All => {}
            Who::Segment(name) => {
                if !population.segments.iter().any(|segment| segment.name == *name) {
                    wrong(format!("there is no segment called `{name}`"), suggestion(name, population.segments.iter().map(|s| s.name.as_str())));
                }
            }
            Who::Group(name, level) => match population.attributes.iter().find(|attribute| attribute.name == *name) {
                None => {
                    wrong(format!("there is no attribute called `{name}`"), suggestion(name, population.attributes.iter().map(|a| a.name.as_str())));
                }
                Some(attribute) if !attribute.levels.iter().any(|other| other.name == *level) => {
                    wrong(format!("{name} has no level called `{level}`"), suggestion(level, attribute.levels.iter().map(|l| l.name.as_str())));
                }
                Some(_) => {}
            },
        }
        has_variant(scenario, &outcome.variant, path, findings);
    }
}

/// Whether a scenario has a variant of that name; an empty one stands for the first.
fn has_variant(scenario: &Scenario, name: &str, path: &str, findings: &mut Vec<Finding>) {
    if !name.is_empty() && name != TWIN && !scenario.variants.iter().any(|variant| variant.name == name) {
        let help = suggestion(name, scenario.variants.iter().map(|variant| variant.name.as_str()).chain([TWIN]));
        findings.push(Finding::error("V010", path, format!("there is no variant called `{name}`"), help));
    }
}

/// Names of the ledger's daily columns.
fn column_names() -> Vec<&'static str> {
    Count::ALL.iter().map(|column| column.name()).chain(Rare::ALL.iter().map(|column| column.name())).collect()
}
