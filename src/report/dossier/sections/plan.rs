//! 4: the plan, whether it changed, and what the run says about itself.

use super::super::build::{Case, worlds_words};
use super::super::decision::PlanState;
use super::super::model::{Block, heading, note, paragraph, table, warning};
use super::blank;
use crate::experiment::{SelfCheck, format_count};
use crate::experiment::{format_difference, format_number, format_value};
use crate::report::charts::page::confidence;
use crate::scenario::Metric;
use crate::scenario::experiment::{Bound, Compare, GuardScope, Guardrail};

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let run = case.run;
    let experiment = &run.scenario.experiment;
    let mut blocks = vec![Block::Facts(vec![
        ("Worlds".into(), worlds_words(run)),
        ("People in each world".into(), format_count(run.scenario.population.customers)),
        ("Days".into(), experiment.days.to_string()),
        ("Seed".into(), experiment.seed.to_string()),
        ("Confidence of intervals".into(), confidence(run)),
        ("Customer-days simulated".into(), format_count(run.customer_days)),
    ])];
    if experiment.guardrails.is_empty() {
        blocks.push(warning("No guardrail was set before the run, so no limit can be crossed and there is no verdict."));
    } else {
        let rows = experiment.guardrails.iter().map(limit_row).collect();
        blocks.push(table("Limits that were set before the run", &["Metric", "Whom", "What is limited", "Limit", "From day"], rows));
    }
    blocks.push(heading("Did the plan change after the first results?"));
    match &case.decision.plan {
        PlanState::Unchanged => {
            blocks.push(paragraph("No. Limits, worlds, people, days and metrics are as they were before the first result was seen."));
        }
        PlanState::Changed(changes) => {
            blocks.push(warning("Yes. What was changed after results were seen:"));
            blocks.push(Block::List(changes.clone()));
            blocks.push(blank(case, "plan_change", "why the plan was changed after results were seen", true));
        }
        PlanState::Unknown => {
            blocks.push(note("Not recorded: this dossier was built from one run, and no earlier result is known to it."));
            blocks.push(blank(case, "plan_change", "whether limits, worlds or metrics were changed after results were seen", true));
        }
    }
    blocks.push(heading("What the run says about itself"));
    match &case.evidence.check {
        Some(check) => blocks.push(checks(check)),
        None if run.distrust.is_empty() => blocks.push(note("The self-checks were not made for this dossier.")),
        None => {}
    }
    if !run.distrust.is_empty() {
        blocks.push(warning(format!("A self-check failed, so verdicts are blank: {}.", run.distrust.join("; "))));
    }
    blocks
}

fn checks(check: &SelfCheck) -> Block {
    let rows = check.checks.iter().map(|check| vec![check.kind.words().to_owned(), check.state.words().to_owned(), check.detail.clone()]);
    table("Self-checks", &["Check", "Outcome", "What was done and found"], rows.collect())
}

fn limit_row(guardrail: &Guardrail) -> Vec<String> {
    let metric = Metric::from_id(&guardrail.metric);
    let whom = match guardrail.scope {
        GuardScope::All => "all customers".to_owned(),
        GuardScope::EachSegment => "each segment".into(),
        GuardScope::WorstSegment => "the worst segment".into(),
        GuardScope::EachGroup => groups("each group", &guardrail.attribute),
        GuardScope::WorstGroup => groups("the worst group", &guardrail.attribute),
    };
    let compare = match guardrail.compare {
        Compare::Difference => "variant minus baseline",
        Compare::Ratio => "variant divided by baseline",
        Compare::Level => "the variant's own value",
    };
    let value = match (metric, guardrail.compare) {
        (Some(metric), Compare::Difference) => format_difference(metric, guardrail.limit),
        (Some(metric), Compare::Level) => format_value(metric, guardrail.limit),
        _ => format_number(guardrail.limit),
    };
    let side = if guardrail.bound == Bound::AtMost { "at most" } else { "at least" };
    let name = metric.map_or_else(|| format!("{} (no such metric)", guardrail.metric), |metric| metric.label().to_owned());
    vec![name, whom, compare.into(), format!("{side} {value}"), guardrail.from_day.to_string()]
}

fn groups(words: &str, attribute: &str) -> String {
    if attribute.is_empty() { words.to_owned() } else { format!("{words} of {attribute}") }
}
