//! 2: who is affected.

use super::super::build::Case;
use super::super::model::{Block, paragraph, table};
use super::{blank, percent};
use crate::experiment::{format_count, format_number};

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let population = &case.run.scenario.population;
    let all = population.customers as f64;
    let people = |share: f64| format!("{} ({})", format_count((share * all).round() as u64), percent(share));
    let segments = population.segments.iter().map(|segment| {
        vec![
            segment.name.clone(),
            people(segment.share),
            format_number(segment.tolerance),
            format_number(segment.sensitivity),
            format_number(segment.trust),
            format_number(segment.concern),
        ]
    });
    let groups = population.attributes.iter().flat_map(|attribute| {
        attribute.levels.iter().map(move |level| {
            vec![format!("{}: {}", attribute.name, level.name), people(level.share), format_number(level.history), format_number(level.signal_noise)]
        })
    });
    let mut blocks = vec![
        paragraph(format!("{} synthetic people in each world. Nobody here is a real person.", format_count(population.customers))),
        table(
            "Segments: who they are on average",
            &["Segment", "People a world", "Own line, 0 to 1", "Sensitivity, times", "Trust at the start", "Privacy concern"],
            segments.collect(),
        ),
    ];
    let groups: Vec<Vec<String>> = groups.collect();
    if groups.is_empty() {
        blocks.push(paragraph("The scenario declares no attribute, so nothing can be said about groups. Fairness needs at least one."));
    } else {
        let heads = ["Group", "People a world", "What signals tell of them, times", "Noise of signals, times"];
        blocks.push(table("Groups of declared, synthetic attributes; they cross the segments", &heads, groups));
    }
    blocks.push(blank(case, "people_in_reality", "which real people the segments and groups stand for, and who is missing", true));
    blocks
}
