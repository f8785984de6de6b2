//! 9: stories of people, chosen by rule.

use super::super::build::Case;
use super::super::figures::shared;
use super::super::model::{Block, note, paragraph};
use crate::report::ReportError;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Result<Vec<Block>, ReportError> {
    if let (true, Some(reason)) = (case.evidence.stories.is_empty(), &case.evidence.no_story) {
        return Ok(vec![note(format!(
            "No story is included, because none could be told: {}. Averages hide how it is for one person, and nothing here shows it.",
            reason.trim_end_matches('.')
        ))]);
    }
    if case.evidence.stories.is_empty() {
        return Ok(vec![note(
            "No story was included. Averages hide how it is for one person; a run can be opened in the window, where the most, the median and the least \
             harmed person are found by rule, and their stories added here.",
        )]);
    }
    let mut blocks = vec![paragraph(format!("{} Names are invented; nobody here is a real person.", crate::experiment::pick_rule_words(case.run)))];
    for story in &case.evidence.stories {
        blocks.push(shared(case.run, "story", story.as_ref())?);
    }
    Ok(blocks)
}
