//! 5: the verdicts, the worst first, words before numbers.

use super::super::build::{Case, judged};
use super::super::model::{Blank, Block, heading, note, paragraph, table, warning};
use super::super::verdict_figure::{changes_figure, guard_figure, guard_words, worst_first};
use crate::experiment::{GuardOutcome, Verdict, scope_name, segment_warnings, variant_sentence};
use crate::report::charts::page::variant_name;
use crate::scenario::Metric;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let (run, card) = (case.run, &case.card);
    let mut blocks: Vec<Block> = judged(run).into_iter().filter_map(|variant| variant_sentence(run, card, variant)).map(Block::Lead).collect();
    if blocks.is_empty() {
        blocks.push(note("There is nothing to compare: the scenario has no variant beside the baseline."));
    }
    let outcomes = worst_first(card);
    if outcomes.is_empty() {
        blocks.push(note("No guardrail is set, so there is no verdict: what is harmful here was not said before."));
    } else {
        let rows = outcomes.iter().map(|outcome| {
            let guardrail = run.scenario.experiment.guardrails.get(outcome.guard);
            vec![
                outcome.verdict.words().to_owned(),
                variant_name(run, outcome.variant),
                format!("{}, among {}", guard_words(outcome, guardrail), scope_name(&run.scenario, outcome.scope)),
                outcome.reason.clone(),
            ]
        });
        blocks.push(table("Verdict on every guardrail, the worst first", &["Verdict", "Variant", "Guardrail", "Why"], rows.collect()));
        blocks.extend(guard_figure(run, card));
        let open: Vec<&&GuardOutcome> = outcomes.iter().filter(|outcome| needs_reason(outcome)).collect();
        if !open.is_empty() {
            blocks.push(heading("Guardrails that are not within their limit"));
            blocks.push(paragraph("Each needs a written reason before the change may be approved."));
            blocks.extend(open.into_iter().map(|outcome| reason_blank(case, outcome)));
        }
    }
    let hidden = segment_warnings(run);
    if !hidden.is_empty() {
        blocks.push(warning("What the mean hides:"));
        blocks.push(Block::List(hidden));
    }
    if !card.idle_waivers.is_empty() {
        blocks.push(heading("Waivers that cover nothing"));
        blocks.push(Block::List(card.idle_waivers.clone()));
    }
    blocks.push(heading("Every number against the baseline"));
    blocks.extend(changes_figure(run, card));
    blocks
}

/// Crossed, undecided, waived or blank: nothing that may pass without words.
pub(in crate::report::dossier) fn needs_reason(outcome: &GuardOutcome) -> bool {
    outcome.verdict != Verdict::Within
}

fn reason_blank(case: &Case<'_>, outcome: &GuardOutcome) -> Block {
    let run = case.run;
    let variant = run.variants.get(outcome.variant).map_or("", String::as_str);
    let whom = scope_name(&run.scenario, outcome.scope);
    let asks = format!(
        "why \"{}\" of {variant} among {whom} may be accepted, or what follows from it ({})",
        Metric::from_id(&outcome.name).map_or_else(|| outcome.name.clone(), |metric| metric.label().to_owned()),
        outcome.verdict.words()
    );
    let text = case.decision.reason(&outcome.name, variant, &whom).map(str::to_owned);
    let id = format!("reason: {}, {variant}, {whom}", outcome.name);
    let guard = Some((outcome.name.clone(), variant.to_owned(), whom));
    Block::Blank(Blank { id, asks, text, needed: true, guard })
}
