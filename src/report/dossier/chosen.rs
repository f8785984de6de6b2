//! Whose stories a dossier tells: chosen by rule, under the variant that is worst for people.

use std::sync::Arc;

use crate::experiment::{GuardOutcome, Verdict, guard_outcomes};
use crate::report::figure::Figure;
use crate::report::figures::StoryFigure;
use crate::simulate::Run;

/// Stories of the worst off, the median and the least harmed person of the first world, under the variant with the most crossed guardrails (the first
/// such one) beside the baseline. The same for any `threads` (0 for all cores).
///
/// # Errors
/// If the run has no finished world, or if nobody in it ever was an active customer.
pub fn chosen_stories(run: &Run, threads: usize) -> Result<Vec<Arc<dyn Figure>>, String> {
    let outcomes = guard_outcomes(run);
    let crossed = |variant: usize| {
        let own = |outcome: &&GuardOutcome| outcome.variant == variant && outcome.verdict == Verdict::Crossed;
        outcomes.iter().filter(own).count()
    };
    let judged = (1..run.variants.len()).filter(|&variant| variant != run.baseline);
    let Some(variant) = judged.min_by_key(|&variant| (std::cmp::Reverse(crossed(variant)), variant)) else {
        return Err("there is no second policy to compare with".into());
    };
    let stories = StoryFigure::chosen(run, 0, [run.baseline, variant], threads)?;
    let mut told = Vec::new();
    // With very few people two rules may choose the same one.
    let first_time = |story: &StoryFigure| {
        let who = story.story().who.customer;
        let new = !told.contains(&who);
        told.push(who);
        new
    };
    let figures = stories.into_iter().filter(first_time).map(|story| -> Arc<dyn Figure> { Arc::new(story) });
    Ok(figures.collect())
}
