//! `creepline explain`: what a metric means, in the words that the window uses.

use super::args::ExplainArgs;
use super::ending::{Ending, Failure};
use super::output;
use crate::scenario::{Metric, nearest};

/// Explains one metric, or lists all.
///
/// # Errors
/// Where there is no such metric.
pub fn explain(args: &ExplainArgs) -> Result<Ending, Failure> {
    let text = match &args.metric {
        None => list(),
        Some(id) => card(Metric::from_id(id).ok_or_else(|| unknown(id))?),
    };
    output::result(text.as_bytes(), None)?;
    Ok(Ending::Done)
}

fn list() -> String {
    let width = Metric::ALL.iter().map(|metric| metric.id().len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut family = None;
    for metric in Metric::ALL {
        if family != Some(metric.family()) {
            let gap = if family.is_some() { "\n" } else { "" };
            text.push_str(&format!("{gap}{}\n", metric.family().title()));
            family = Some(metric.family());
        }
        text.push_str(&format!("  {:width$}  {} ({})\n", metric.id(), metric.label(), metric.better().words()));
    }
    text
}

fn card(metric: Metric) -> String {
    let mut kept = vec!["the whole run"];
    if metric.is_daily() {
        kept.push("each day");
    }
    if metric.by_segment() {
        kept.push("each segment");
    }
    if metric.by_group() {
        kept.push("each group");
    }
    let twin = if metric.needs_slates() { "\n  undefined for the twin without recommender: nothing is shown there" } else { "" };
    format!(
        "{} ({})\n\n{}\n\n  unit: {}\n  {}\n  kept for {}{twin}\n",
        metric.label(),
        metric.id(),
        metric.hover(),
        metric.unit().words(),
        metric.better().words(),
        kept.join(", ")
    )
}

fn unknown(id: &str) -> Failure {
    let hint = nearest(id, Metric::ALL.iter().map(|metric| metric.id()))
        .map_or_else(|| "`creepline explain` lists all metrics".into(), |metric| format!("did you mean `{metric}`?"));
    Failure::new(Ending::Invalid, format!("error[S018]: there is no metric called `{id}`\n  help: {hint}"))
}
