//! 1: what it is for and what changes, in words.

use super::super::build::{Case, baseline, judged};
use super::super::model::{Block, heading, paragraph, table};
use super::own_blank;
use crate::experiment::{overview_sentence, variant_sentence};
use crate::report::charts::page::variant_name;
use crate::scenario::policy::Policy;
use crate::scenario::{differences, in_words};

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let (run, decision) = (case.run, case.decision);
    let mut blocks = vec![own_blank("purpose", "what the change is for, and for whom it is good", &decision.purpose)];
    if !run.scenario.story.trim().is_empty() {
        blocks.push(heading("What the scenario is about"));
        blocks.extend(run.scenario.story.split("\n\n").map(|part| paragraph(part.trim())));
    }
    blocks.push(heading("What changes"));
    let rows = judged(run).into_iter().map(|variant| {
        let note = policy_of(case, variant).map_or_else(String::new, |(note, _)| note.to_owned());
        vec![variant_name(run, variant), change_words(case, variant), note]
    });
    let caption = format!("Each variant against the baseline \"{}\", in words", baseline(run));
    blocks.push(table(caption, &["Variant", "What differs from the baseline", "What the author says"], rows.collect()));
    blocks.push(heading("The result in a sentence"));
    blocks.push(paragraph(format!("Generated from the numbers: {}", overview_sentence(run, &case.card))));
    if !decision.sentence.trim().is_empty() {
        blocks.push(paragraph(format!("As a person edited it: {}", decision.sentence.trim())));
    }
    if !decision.notes.trim().is_empty() {
        blocks.push(heading("Notes of the reviewer"));
        blocks.extend(decision.notes.split("\n\n").map(|part| paragraph(part.trim())));
    }
    blocks
}

/// The sentences on top: the edited one where there is one, and who wrote it; otherwise one for each variant.
pub(in crate::report::dossier) fn sentences(case: &Case<'_>) -> Vec<String> {
    let edited = case.decision.sentence.trim();
    if !edited.is_empty() {
        return vec![format!("{edited} (edited by a person; the generated sentence stands in section 1)")];
    }
    let each: Vec<String> = judged(case.run).into_iter().filter_map(|variant| variant_sentence(case.run, &case.card, variant)).collect();
    if each.is_empty() || !case.run.distrust.is_empty() { vec![overview_sentence(case.run, &case.card)] } else { each }
}

fn policy_of<'a>(case: &Case<'a>, variant: usize) -> Option<(&'a str, &'a Policy)> {
    let found = case.run.scenario.variants.get(variant.checked_sub(1)?)?;
    Some((&found.note, &found.policy))
}

/// What differs from the baseline's policy, in one line.
pub(in crate::report::dossier) fn change_words(case: &Case<'_>, variant: usize) -> String {
    match (policy_of(case, case.run.baseline), policy_of(case, variant)) {
        (Some((_, before)), Some((_, after))) => in_words(&differences(before, after)),
        (None, Some(_)) => "a recommender where the baseline has none".into(),
        _ => "no recommender".into(),
    }
}
