//! 10: how fragile the result is.

use super::super::build::Case;
use super::super::model::{Block, heading, paragraph, unnumbered, warning};
use super::assumptions::counts;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let [study, fit, assumed] = counts(&case.run.scenario);
    let mut blocks = vec![paragraph(format!(
        "The customer model has {} settings with a stated basis: {study} rest on a study, {fit} are fitted to published findings, {assumed} are assumed. \
         Annex A lists them, changed ones first.",
        study + fit + assumed
    ))];
    if case.evidence.fragility.is_empty() {
        blocks.push(warning(
            "Not flown for this dossier: which assumption would change the verdict is not known. The commands creepline sensitivity and creepline robustness, or \
             the screen Assumptions, tell.",
        ));
    }
    for part in &case.evidence.fragility {
        blocks.push(heading(&part.heading));
        blocks.extend(part.sentences.iter().map(paragraph));
        if let Some(table) = &part.table {
            blocks.push(Block::Table(unnumbered(&part.heading, table.clone())));
        }
    }
    blocks
}
