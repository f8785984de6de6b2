//! 7: bubbles: three numbers, never averaged into one.

use super::super::build::Case;
use super::super::figures::{bubbles_figure, course_figure, shared};
use super::super::model::{Block, paragraph};
use crate::ledger::Scope;
use crate::report::ReportError;
use crate::report::figures::{WhereVarietyLives, WhoGetsSeen};
use crate::scenario::Metric;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Result<Vec<Block>, ReportError> {
    let run = case.run;
    Ok(vec![
        paragraph(
            "Does it narrow what people see? Three numbers, each beside the same people without a recommender: how many topics one person chooses \
             among, how far people are apart, and how much tastes moved because of the recommender. No score is made of them.",
        ),
        bubbles_figure(run)?,
        course_figure(run, "breadth", Metric::Within, Scope::All)?,
        shared(run, "variety", &WhereVarietyLives::new(run, Scope::All))?,
        shared(run, "who-gets-seen", &WhoGetsSeen::new(run))?,
    ])
}
