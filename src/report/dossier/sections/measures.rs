//! 11: measures that variants take, and conditions of the decision.

use super::super::build::{Case, baseline};
use super::super::decision::Outcome;
use super::super::model::{Blank, Block, heading, paragraph, table};
use super::{blank, percent};
use crate::experiment::format_number;
use crate::report::charts::page::variant_name;
use crate::scenario::policy::{Exit, Policy};
use crate::scenario::{Content, Node};

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let run = case.run;
    let rows = run.scenario.variants.iter().enumerate().map(|(place, variant)| {
        let policy = &variant.policy;
        vec![
            variant_name(run, place + 1),
            caps(policy),
            guards(policy),
            format!("explains {}, control {}", percent(policy.explanation), percent(policy.control)),
            exit_words(policy.exit),
        ]
    });
    let heads = ["Variant", "How often", "Guards that are on", "Openness", "Way out"];
    let mut blocks = vec![table("Measures that each variant takes", &heads, rows.collect()), heading("Less data")];
    blocks.push(paragraph(less_data(case)));
    let organisation = &run.scenario.organisation;
    blocks.push(heading("Who watches"));
    if organisation.monitors.is_empty() && organisation.audits.is_empty() {
        blocks.push(paragraph("The scenario has no monitor and no audit: nobody in it would notice harm while it happens."));
    } else {
        let monitors = organisation.monitors.iter().map(|monitor| format!("monitor: {}", monitor.name));
        let audits = organisation.audits.iter().map(|audit| format!("audit: {}", audit.name));
        let protocols =
            organisation.protocols.iter().map(|protocol| format!("protocol: {} (set off by {})", protocol.name, protocol.triggers.join(", ")));
        blocks.push(Block::List(monitors.chain(audits).chain(protocols).collect()));
    }
    blocks.push(blank(case, "oversight", "who watches in reality, how complaints are taken, and what is done if harm occurs", true));
    blocks.push(heading("Conditions"));
    let conditions: Vec<String> =
        case.decision.conditions.iter().map(|condition| condition.trim().to_owned()).filter(|text| !text.is_empty()).collect();
    if conditions.is_empty() {
        let needed = case.decision.outcome == Some(Outcome::ApproveWithConditions);
        let asks = "the conditions under which the change may go ahead".to_owned();
        if needed {
            blocks.push(Block::Blank(Blank { id: "conditions".into(), asks, text: None, needed, guard: None }));
        } else {
            blocks.push(paragraph("None are set."));
        }
    } else {
        blocks.push(Block::List(conditions));
    }
    blocks
}

fn caps(policy: &Policy) -> String {
    let contacts = policy.contacts.iter().map(|contact| {
        let cap = if contact.cap_per_week == 0 { "no cap".to_owned() } else { format!("at most {} in 7 days", contact.cap_per_week) };
        format!("{}: {} a week, {cap}", contact.channel, format_number(contact.per_week))
    });
    let words: Vec<String> = contacts.collect();
    if words.is_empty() { "no channel".into() } else { words.join("; ") }
}

fn guards(policy: &Policy) -> String {
    let tree = Node::of(&policy.guards);
    let on = tree.fields().iter().filter(|guard| guard.field("on").is_some_and(|on| matches!(on.content, Content::Flag(true))));
    let names: Vec<String> = on.map(|guard| guard.info.name.replace('_', " ")).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

fn exit_words(exit: Exit) -> String {
    let tree = Node::of(&exit);
    match &tree.content {
        Content::Word(place, options) => options.get(*place).map_or_else(String::new, |option| option.doc.trim().to_owned()),
        _ => tree.literal(),
    }
}

/// Whether a variant with less data was flown: evidence of proportionality.
fn less_data(case: &Case<'_>) -> String {
    let run = case.run;
    let signals =
        |variant: usize| variant.checked_sub(1).and_then(|place| run.scenario.variants.get(place)).map(|variant| variant.policy.signals.as_slice());
    let Some(base) = signals(run.baseline) else { return "The baseline has no recommender and uses no data.".into() };
    let fewer = |own: &[String]| own.len() < base.len() && own.iter().all(|signal| base.contains(signal));
    let names: Vec<String> =
        (1..run.variants.len()).filter(|&variant| signals(variant).is_some_and(fewer)).map(|variant| variant_name(run, variant)).collect();
    if names.is_empty() {
        format!("No variant uses fewer data than the baseline \"{}\", so whether less would do was not flown.", baseline(run))
    } else {
        format!("Flown with fewer data than the baseline: {}. Section 5 tells what that costs and spares.", names.join(", "))
    }
}
