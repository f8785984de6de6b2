//! 13: decision, names, review date, pinned figures.

use super::super::build::Case;
use super::super::figures::figure;
use super::super::model::{Blank, Block, heading, paragraph, table, warning};
use super::own_blank;
use super::verdicts::needs_reason;
use crate::experiment::scope_name;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let (run, decision) = (case.run, case.decision);
    let mut blocks = Vec::new();
    match decision.outcome {
        Some(outcome) => blocks.push(Block::Lead(format!("Decision: {}.", outcome.words()))),
        None => blocks.push(Block::Blank(Blank {
            id: "outcome".into(),
            asks: "approve, approve with conditions, send back, or reject".into(),
            text: None,
            needed: true,
            guard: None,
        })),
    }
    let reason = |outcome: &&crate::experiment::GuardOutcome| {
        let variant = run.variants.get(outcome.variant).map_or("", String::as_str);
        decision.reason(&outcome.name, variant, &scope_name(&run.scenario, outcome.scope)).is_some()
    };
    let open = case.card.guards.iter().filter(|outcome| needs_reason(outcome)).filter(|outcome| !reason(outcome)).count();
    if open > 0 && decision.outcome.is_some_and(super::super::decision::Outcome::approves) {
        blocks.push(warning(format!(
            "{open} guardrails are not within their limit and have no written reason (section 5). The approval is not complete."
        )));
    }
    blocks.push(own_blank("residual_risk", "the risk that remains in spite of all measures, and who accepts it", &decision.residual_risk));
    let cells = [("Name", &decision.name), ("Role", &decision.role), ("Date", &decision.date), ("Review date", &decision.review_date)];
    let asks = ["name of whoever decides", "role of whoever decides", "day of the decision", "day on which the decision is looked at again"];
    if cells.iter().all(|(_, text)| !text.trim().is_empty()) {
        let row = cells.iter().map(|(_, text)| text.trim().to_owned()).collect();
        let heads = cells.map(|(head, _)| head);
        blocks.push(table("Who decided", &heads, vec![row]));
    } else {
        blocks.extend(cells.iter().zip(asks).map(|((head, text), asks)| own_blank(&head.to_lowercase().replace(' ', "_"), asks, text)));
    }
    blocks.push(paragraph(
        "A seal without a key shows that nothing changed since; it does not prove who signed. Sign the printed page where that matters.",
    ));
    if !decision.pinned.is_empty() {
        blocks.push(heading("Figures pinned by the reviewer"));
        for pinned in &decision.pinned {
            blocks.push(figure("pinned", pinned.text(), pinned.picture(), None));
            if !pinned.note.trim().is_empty() {
                blocks.push(paragraph(format!("Note: {}", pinned.note.trim())));
            }
        }
    }
    blocks
}
