//! 12: what this evidence cannot show. Always printed: it can be extended, never taken out.

use super::super::build::Case;
use super::super::model::{Block, heading, paragraph};
use crate::simulate::Completion;

/// What no run of this model can show.
const ALWAYS: &[&str] = &[
    "No real person was observed. People, their lines, their trust and their tastes are synthetic; groups are labels of a model and describe no real group.",
    "It is no forecast. Numbers tell how variants compare under the same assumptions, not what will happen to a business or to a person.",
    "Intervals cover luck between worlds. They do not cover wrong assumptions: a wrong model can give narrow intervals.",
    "Many settings are assumed or fitted to studies of other people, in other places, at other times. Annex A says which.",
    "What the model has no mechanism for cannot show up: harms outside it are absent from every table here, and that is no sign that they do not exist.",
    "A guardrail within its limit says that this limit holds in the model. It says nothing about limits that nobody set.",
    "Measures of fairness compare declared groups only. Whoever is in no declared group, or in a group too small to judge, is not seen.",
    "It is no legal assessment, and no proof that a duty is met. Which law applies, and whether it is kept, is for people to say.",
    "A hash shows that files are unchanged since it was made. It does not show who made them, or that the scenario was a fair one.",
];

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let run = case.run;
    let mut limits: Vec<String> = ALWAYS.iter().map(ToString::to_string).collect();
    if run.worlds.len() < 2 {
        limits.push("There is one world only, so nothing here has an interval, and luck cannot be told from effect.".into());
    }
    if run.completion == Completion::Partial {
        limits.push(format!("The run was stopped early: {} of {} worlds are finished, fewer than planned.", run.worlds.len(), run.planned));
    }
    if case.evidence.stories.is_empty() {
        let why =
            case.evidence.no_story.as_ref().map_or_else(String::new, |reason| format!(" (none could be told: {})", reason.trim_end_matches('.')));
        limits.push(format!("No person's story is included{why}, so how it is for one person is not shown."));
    }
    if case.evidence.fragility.is_empty() {
        limits.push("Whether another plausible setting would change the verdict was not flown.".into());
    }
    let mut blocks = vec![paragraph("This section is always printed. It can be extended, not shortened."), Block::List(limits)];
    let added: Vec<String> = case.decision.limits.iter().map(|limit| limit.trim().to_owned()).filter(|limit| !limit.is_empty()).collect();
    if !added.is_empty() {
        blocks.push(heading("Added by the reviewer"));
        blocks.push(Block::List(added));
    }
    blocks
}
