//! The gate for people.

use super::{Report, Standing};
use crate::cli::{human, self_checks};

/// Lines of verdicts, checks and reference, then what comes out.
pub fn text(report: &Report<'_>) -> String {
    let mut text = format!("{}\n\nGuardrails, on {}\n", human::heading(report.run).join("\n"), report.today);
    for (outcome, _) in report.outcomes() {
        let place = report.places.guardrail(outcome.guard).map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        text.push_str(&format!("  {}\n       --> {}{place}\n", human::guard_line(report.run, report.card, outcome), report.places.file));
    }
    text.push_str(&human::idle(report.card));
    if let Some(check) = report.check {
        text.push_str("\nSelf-checks\n");
        self_checks::lines(check).iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    text.push_str(&format!("\nReference\n{}", standing(&report.standing)));
    if let Some(early) = &report.early {
        text.push_str(&format!("\n{early}\n"));
    }
    text.push_str(&format!("\nGate {} (exit code {})\n", report.message, report.ending as u8));
    human::printable(&text)
}

fn standing(standing: &Standing) -> String {
    match standing {
        Standing::None => "  there is none; `--update-reference` writes one beside a scenario file\n".into(),
        Standing::Same(name) => format!("  {name}: the same\n"),
        Standing::Updated(name) => format!("  {name}: written\n"),
        Standing::NotCompared(why) => format!("  {why}\n"),
        Standing::Stale(name, changes) => {
            let lines: String = changes.iter().map(|change| format!("    {change}\n")).collect();
            format!("  {name} is stale:\n{lines}")
        }
    }
}
