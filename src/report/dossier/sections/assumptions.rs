//! Annex A: every setting with what its default rests on, changed ones first.

use super::super::build::Case;
use super::super::model::{Block, paragraph, table};
use crate::scenario::{Content, Difference, Evidence, Node, Scenario, differences};

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let scenario = &case.run.scenario;
    let (defaults, values) = (Node::of(&Scenario::default()), Node::of(scenario.as_ref()));
    let mut blocks = vec![paragraph(format!(
        "What a default rests on: {}",
        Evidence::ALL.map(|evidence| format!("{}: {}", evidence.word(), evidence.meaning())).join(" ")
    ))];
    let changed = changed(scenario);
    if changed.is_empty() {
        blocks.push(paragraph("Every setting of people, catalog and customer model is at its default."));
    } else {
        let rows = changed.iter().map(|difference| {
            let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
            let badge =
                values.at(&difference.path).or_else(|| defaults.at(&difference.path)).map_or("yours to set", |node| node.info.evidence().word());
            vec![difference.label.clone(), or_none(&difference.after), or_none(&difference.before), badge.to_owned()]
        });
        blocks.push(table("Changed settings", &["Setting", "Here", "Default", "The default rests on"], rows.collect()));
    }
    let rows: Vec<Vec<String>> = numbers(&values)
        .into_iter()
        .map(|(path, node)| {
            let info = node.info;
            let unit = if info.unit.is_empty() { String::new() } else { format!(" {}", info.unit) };
            let plausible = info.plausible.map_or_else(|| "-".to_owned(), |(low, high)| format!("{low} to {high}"));
            vec![path, format!("{}{unit}", node.literal()), plausible, info.evidence().word().to_owned(), info.source.to_owned()]
        })
        .collect();
    blocks.push(table("Every number of the customer model", &["Setting", "Here", "Plausible", "Rests on", "Source"], rows));
    blocks
}

/// What departs from the defaults in people, catalog and customer model; what variants do stands in section 1.
fn changed(scenario: &Scenario) -> Vec<Difference> {
    let behavior = differences(&Scenario::default().behavior, &scenario.behavior);
    let named = |part: &str, found: Vec<Difference>| {
        let part = part.to_owned();
        found.into_iter().map(move |difference| Difference { path: format!("{part}.{}", difference.path), ..difference })
    };
    let population = differences(&Scenario::default().population, &scenario.population);
    let catalog = differences(&Scenario::default().catalog, &scenario.catalog);
    named("behavior", behavior).chain(named("population", population)).chain(named("catalog", catalog)).collect()
}

/// Numbers of the customer model that rest on something.
fn numbers(values: &Node) -> Vec<(String, &Node)> {
    let Some(behavior) = values.at("behavior") else { return Vec::new() };
    let leaves = behavior.leaves().into_iter().filter(|(_, node)| matches!(node.content, Content::Number(_) | Content::Whole(_)));
    leaves.map(|(path, node)| (format!("behavior.{path}"), node)).collect()
}

/// How many numbers rest on a study, on a fit, on an assumption.
pub(super) fn counts(scenario: &Scenario) -> [usize; 3] {
    let values = Node::of(scenario);
    let of = |evidence: Evidence| numbers(&values).iter().filter(|(_, node)| node.info.evidence() == evidence).count();
    [of(Evidence::Study), of(Evidence::Fit), of(Evidence::Assumed)]
}
