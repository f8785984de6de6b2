//! The gate as a comment under a pull request.

use super::{Report, Standing};
use crate::cli::ending::Ending;
use crate::cli::markdown::escaped;
use crate::cli::{human, self_checks};
use crate::experiment::{Effect, format_number, scope_name};

/// What comes out on top, then a table of the guardrails, then what stands behind it.
pub fn text(report: &Report<'_>) -> String {
    let mut text = format!("## Creepline gate: {}\n\n**{}**", escaped(&report.run.scenario.name), escaped(&report.message));
    text.push_str(&format!(" (exit code {})\n\n", report.ending as u8));
    if let Some(early) = &report.early {
        text.push_str(&format!("{}\n\n", escaped(early)));
    }
    text.push_str("| | Guardrail | Variant | Whose | Limit | Verdict and reason |\n|---|---|---|---|---|---|\n");
    for (outcome, effect) in report.outcomes() {
        let place = report.places.guardrail(outcome.guard).map_or_else(String::new, |(line, _)| format!(" (line {line})"));
        let cells = [
            mark(effect).to_owned(),
            format!("{}{place}", escaped(&outcome.name)),
            escaped(report.variant(outcome)),
            escaped(&scope_name(&report.run.scenario, outcome.scope)),
            format_number(outcome.limit),
            format!("**{}**: {}", outcome.verdict.words(), escaped(&outcome.reason)),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    for waiver in &report.card.idle_waivers {
        text.push_str(&format!("\n- warning: {}\n", escaped(waiver)));
    }
    reference(report, &mut text);
    text.push_str("\n<details><summary>What stands behind it</summary>\n\n");
    for line in human::heading(report.run) {
        text.push_str(&format!("- {}\n", escaped(&line)));
    }
    text.push_str(&format!("- {}, on {}\n", escaped(&report.places.file), report.today));
    for line in report.check.map(self_checks::lines).unwrap_or_default() {
        text.push_str(&format!("- {}\n", escaped(&line)));
    }
    text.push_str("\n</details>\n");
    text
}

fn mark(effect: Effect) -> &'static str {
    match effect {
        Effect::Passes => "ok",
        Effect::Waived => "waived",
        Effect::Warns => "warning",
        Effect::Undecided => "?",
        Effect::Crossed => "X",
        Effect::Blank => "-",
    }
}

fn reference(report: &Report<'_>, text: &mut String) {
    match &report.standing {
        Standing::None => {}
        Standing::Same(name) => text.push_str(&format!("\nThe same as the accepted {}.\n", escaped(name))),
        Standing::Updated(name) => text.push_str(&format!("\n{} was written.\n", escaped(name))),
        Standing::NotCompared(why) => text.push_str(&format!("\n{}.\n", escaped(why))),
        Standing::Stale(name, changes) => {
            let weighs = if report.ending == Ending::Stale { "" } else { " (what stands above weighs more)" };
            text.push_str(&format!("\n{} is stale{weighs}:\n\n", escaped(name)));
            changes.iter().for_each(|change| text.push_str(&format!("- {}\n", escaped(change))));
        }
    }
}
