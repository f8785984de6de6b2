//! Annex C: how to rebuild the numbers.

use super::super::build::{Case, hash_of};
use super::super::model::{Block, paragraph};
use crate::experiment::format_count;
use crate::scenario::Date;
use crate::simulate::{Completion, Run};

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let run = case.run;
    vec![
        paragraph("Typed in this folder, the first command rebuilds dossier and numbers; the second compares all hashes and flies worlds again."),
        Block::Code(recipe(run, case.evidence.today)),
        Block::Code("creepline verify .".into()),
        Block::Facts(vec![
            ("Engine".into(), format!("Creepline {}", env!("CARGO_PKG_VERSION"))),
            ("Scenario hash".into(), hash_of(run)),
            ("Evidence hash".into(), case.hash.clone()),
            ("Seed of the first world".into(), run.scenario.experiment.seed.to_string()),
            ("Customer-days".into(), format_count(run.customer_days)),
        ]),
        paragraph(
            "The same scenario, seed and engine give the same counts to the last bit, for any number of threads. Stories and tables of assumptions that \
             were added in the window are part of the page, not of the evidence hash.",
        ),
    ]
}

/// The command that rebuilds a dossier from its folder.
pub(in crate::report::dossier) fn recipe(run: &Run, today: Option<Date>) -> String {
    let worlds = if run.completion == Completion::Partial { format!(" --worlds {}", run.worlds.len()) } else { String::new() };
    let today = today.map_or_else(String::new, |today| format!(" --today {today}"));
    format!("creepline report scenario.ron --decision decision.ron{worlds}{today} -o rebuilt")
}
