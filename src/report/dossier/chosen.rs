//! Whose stories a dossier tells: chosen by rule, under the variant that is worst for people.

use std::sync::Arc;

use crate::experiment::{GuardOutcome, Verdict, guard_outcomes, picked_people};
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
    let mut stories: Vec<Arc<dyn Figure>> = Vec::new();
    let mut told = Vec::new();
    for picked in picked_people(run, 0, variant, threads)? {
        // With very few people two rules may choose the same one.
        if told.contains(&picked.customer) {
            continue;
        }
        told.push(picked.customer);
        stories.push(Arc::new(StoryFigure::new(run, 0, picked.customer, [variant, run.baseline]).map_err(|error| error.to_string())?));
    }
    Ok(stories)
}
