//! 8: fairness: sizes first, then rates, then every criterion; none is "the" fairness.

use super::super::build::Case;
use super::super::figures::groups_figure;
use super::super::model::{Block, heading, note, paragraph, table};
use super::blank;
use crate::experiment::{AttributeCriteria, criteria, format_count, format_criterion, format_criterion_value};
use crate::report::ReportError;
use crate::report::charts::page::variant_name;
use crate::scenario::Metric;
use crate::simulate::Run;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Result<Vec<Block>, ReportError> {
    let run = case.run;
    if run.scenario.population.attributes.iter().all(|attribute| attribute.levels.is_empty()) {
        return Ok(vec![note("The scenario declares no attribute with groups, so nothing can be compared between groups.")]);
    }
    let criteria = criteria(run);
    let sizes = criteria.attributes.iter().flat_map(|attribute| {
        attribute.groups.iter().map(move |group| {
            let judged = if group.small { "no: fewer than 30 people in a world" } else { "yes" };
            let people = format_count(group.people.round() as u64);
            vec![format!("{}: {}", attribute.name, group.name), people, super::percent(group.share), judged.to_owned()]
        })
    });
    let mut blocks = vec![table("Groups and their sizes", &["Group", "People a world", "Share", "Large enough to judge"], sizes.collect())];
    blocks.push(groups_figure(run, "groups-over-line", Metric::OverLine)?);
    blocks.push(groups_figure(run, "groups-premium", Metric::PremiumRate)?);
    blocks.push(heading("Criteria of fairness"));
    blocks.push(paragraph(criteria.population_sentence()));
    blocks.push(paragraph(criteria.chance_sentence()));
    for attribute in &criteria.attributes {
        blocks.push(note(format!("{}: {}", attribute.name, attribute.conflict_sentence())));
        let rows = matrix(run, attribute);
        let heads = ["Criterion", "Variant", "Value", "By chance alone", "Group that decides", "Against the usual mark"];
        blocks.push(table(format!("Every criterion by {}", attribute.name), &heads, rows));
    }
    let meanings = crate::experiment::FairnessCriterion::ALL.into_iter().map(|criterion| (criterion.label().into(), criterion.definition().into()));
    blocks.push(Block::Facts(meanings.collect()));
    blocks.push(blank(case, "fairness_choice", "which criterion matters here, and why", true));
    Ok(blocks)
}

fn matrix(run: &Run, attribute: &AttributeCriteria) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for row in &attribute.matrix {
        // The twin shows nothing, so it has nothing to compare.
        for (variant, cell) in row.cells.iter().enumerate().skip(1) {
            let chance = match row.tested.get(variant) {
                Some(Ok(tested)) => {
                    let p = if tested.adjusted < 0.001 { "p < 0.001".to_owned() } else { format!("p = {:.3}", tested.adjusted) };
                    format!("{} ({p})", format_criterion_value(row.criterion, tested.null.mean))
                }
                Some(Err(undefined)) => undefined.to_string(),
                None => "n/a".into(),
            };
            rows.push(vec![
                row.criterion.label().to_owned(),
                variant_name(run, variant),
                format_criterion(row.criterion, &cell.value),
                chance,
                cell.deciding_words(attribute).unwrap_or_else(|| "none".into()),
                cell.mark.words().to_owned(),
            ]);
        }
    }
    rows
}
