//! How many worlds a question needs, in words and rows as they are printed and shown.

use crate::experiment::{Plan, PlanLine, SPREAD_CONFIDENCE, format_number, scope_name};
use crate::simulate::Run;

/// Numbers of worlds that a table for people shows.
const SHOWN: [usize; 5] = [5, 10, 20, 50, 200];

/// A decision in words: metric, variant, whom.
pub fn what(run: &Run, line: &PlanLine) -> String {
    let variant = run.variants.get(line.variant).map_or("", String::as_str);
    format!("{}: {variant}, {}", line.name, scope_name(&run.scenario, line.scope))
}

fn worlds_words(line: &PlanLine) -> String {
    let number = |worlds: Option<usize>| worlds.map_or_else(|| "more than 10000".to_owned(), |worlds| worlds.to_string());
    match (&line.distance, line.worlds) {
        (Err(undefined), _) => undefined.to_string(),
        (Ok(_), None) => "no number of worlds".into(),
        (Ok(_), Some(worlds)) => format!("{worlds} ({} to {})", number(line.range.0), number(line.range.1)),
    }
}

fn minutes_words(minutes: Option<f64>) -> String {
    match minutes {
        None => "unknown".into(),
        Some(minutes) if minutes < 1.0 => format!("{:.0} s", (60.0 * minutes).max(1.0)),
        Some(minutes) if minutes < 120.0 => format!("{minutes:.1} min"),
        Some(minutes) => format!("{:.1} h", minutes / 60.0),
    }
}

/// When everything can be told, in a sentence.
pub fn answer(run: &Run, plan: &Plan) -> String {
    let planned = format!("{} worlds are planned and take about {} here", plan.planned, minutes_words(plan.minutes_for(run, plan.planned)));
    let told = plan.lines.iter().filter(|line| line.told_by_plan).count();
    let told = format!("{told} of {} decisions could be told by then", plan.lines.len());
    match plan.worlds {
        None => format!("{planned}; {told}; for some, no number of worlds is known to do."),
        Some(worlds) => {
            let minutes = minutes_words(plan.minutes_for(run, worlds));
            format!("{planned}; {told}. All could be told with about {worlds} worlds ({minutes}), if means and spreads stay as in the pilot.")
        }
    }
}

/// What the numbers rest on.
pub fn basis(plan: &Plan) -> String {
    format!(
        "Pilot of {} worlds; half-widths at {:.4} confidence each, corrected for {} decisions; in brackets, the ends of the {:.0}% interval of the \
         pilot's spread.",
        plan.pilot,
        plan.confidence,
        plan.decisions,
        100.0 * SPREAD_CONFIDENCE
    )
}

/// One decision as a row under [`heads`].
pub fn cells(run: &Run, line: &PlanLine) -> Vec<String> {
    let mut cells = vec![what(run, line), line.distance.as_ref().map_or_else(ToString::to_string, |distance| format_number(*distance))];
    for worlds in SHOWN {
        let point = line.points.iter().find(|point| point.worlds == worlds);
        cells.push(point.map_or_else(|| "n/a".to_owned(), |point| format_number(point.half_width)));
    }
    cells.push(worlds_words(line));
    cells
}

/// Heads of the table.
pub fn heads() -> Vec<String> {
    let mut heads = vec!["Guardrail".to_owned(), "Distance to limit".to_owned()];
    heads.extend(SHOWN.iter().map(|worlds| format!("{worlds} worlds")));
    heads.push("Can be told with".into());
    heads
}

/// The row of times under [`heads`].
pub fn minutes_row(run: &Run, plan: &Plan) -> Vec<String> {
    let mut cells = vec!["Time on this machine".to_owned(), String::new()];
    cells.extend(SHOWN.iter().map(|&worlds| minutes_words(plan.minutes_for(run, worlds))));
    cells.push(plan.worlds.map_or_else(String::new, |worlds| minutes_words(plan.minutes_for(run, worlds))));
    cells
}
