//! A search for a better policy in words and rows, as it is printed and shown.

use crate::experiment::{Axis, Decision, Estimated, Recommendation, Search, SearchEnd, Setting, Trial, format_difference_estimate, format_number};
use crate::report::sweeps::{open_guards, setting_words};

/// What a search rests on, in lines.
pub fn search_basis(search: &Search) -> Vec<String> {
    let (plan, experiment) = (&search.plan, &search.plan.scenario.experiment);
    let wanted = format!("{} {}", if plan.aim.more { "more" } else { "less" }, plan.aim.metric.label().to_lowercase());
    vec![
        format!(
            "{}: {wanted} for \"{}\" against \"{}\", {} of {} runs spent ({} worlds of {} people, {} days, seed {})",
            plan.scenario.name,
            plan.variant,
            experiment.baseline,
            format_number(search.spent),
            format_number(plan.budget),
            experiment.worlds,
            plan.scenario.population.customers,
            experiment.days,
            experiment.seed
        ),
        format!("Synthetic people: a model, not a forecast. Engine {}.", env!("CARGO_PKG_VERSION")),
    ]
}

/// What is recommended, or why nothing is, in lines; those that say more about the line before begin with two blanks.
pub fn search_end(search: &Search) -> Vec<String> {
    let metric = search.plan.aim.metric;
    match &search.end {
        SearchEnd::Found(found) => found_lines(search, found),
        SearchEnd::NoneFound { nearest: None } => vec!["None found: no candidate could be flown.".into()],
        SearchEnd::NoneFound { nearest: Some(nearest) } => {
            let mut lines = vec!["None found: no candidate is within every limit beyond doubt.".to_string()];
            lines.push(format!("Nearest: {} ({})", settings_words(search, nearest), trial_words(nearest)));
            lines.push(format!("  {}: {}", metric.label(), format_difference_estimate(metric, &nearest.difference(metric))));
            lines.extend(nearest.seen.iter().flat_map(open_guards).map(|line| format!("  {line}")));
            lines.push("What would tell: more worlds where a reason says how many; a wider range, other fields or another limit otherwise.".into());
            lines
        }
    }
}

fn found_lines(search: &Search, found: &Recommendation) -> Vec<String> {
    let metric = search.plan.aim.metric;
    let against = if found.is_clear() { "better than what the scenario has" } else { "not clearly better than what the scenario has" };
    vec![
        format!("Found: {}", settings_words(search, &found.trial)),
        format!("  within every limit in {} fresh worlds", found.trial.worlds),
        format!("  {} against the baseline: {}", metric.label(), format_difference_estimate(metric, &found.trial.difference(metric))),
        format!("  {against}: {} (here {}, {})", gain_words(found, search), settings_words(search, &found.here), trial_words(&found.here)),
    ]
}

/// The gain as a change of the metric, in its own direction.
fn gain_words(found: &Recommendation, search: &Search) -> String {
    let aim = search.plan.aim;
    let turned: Estimated = found.gain.clone().map(|mut gain| {
        gain.mean = aim.good(gain.mean);
        gain.interval = gain.interval.map(|(low, high)| if aim.more { (low, high) } else { (-high, -low) });
        gain
    });
    format_difference_estimate(aim.metric, &turned)
}

/// "variants[1].policy.depth = 0.4, catalog.items = 60".
fn settings_words(search: &Search, trial: &Trial) -> String {
    let one = |(axis, setting): (&Axis, &Setting)| format!("{} = {}", axis.path, setting_words(setting));
    search.plan.axes.iter().zip(&trial.settings).map(one).collect::<Vec<_>>().join(", ")
}

/// What follows from the guardrails of a trial, or why it was not flown.
pub fn trial_words(trial: &Trial) -> String {
    match &trial.seen {
        Ok(reading) => reading.decision.as_ref().map_or("", Decision::words).into(),
        Err(problems) => format!("failed: {}", problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")),
    }
}

/// Trials at full size, then those in fresh worlds (`true`).
pub fn shown_trials(search: &Search) -> impl Iterator<Item = (&Trial, bool)> {
    search.trials.iter().filter(|trial| trial.full).map(|trial| (trial, false)).chain(search.fresh.iter().map(|trial| (trial, true)))
}

/// Heads of [`trial_cells`].
pub fn trial_heads(search: &Search) -> Vec<String> {
    let axes = search.plan.axes.iter().map(|axis| axis.path.clone());
    axes.chain(["Worlds".into(), "Guardrails".into(), search.plan.aim.metric.label().into()]).collect()
}

/// A trial as a row.
pub fn trial_cells(search: &Search, trial: &Trial, fresh: bool) -> Vec<String> {
    let metric = search.plan.aim.metric;
    let settings = trial.settings.iter().map(setting_words);
    let worlds = format!("{}{}", trial.worlds, if fresh { " fresh" } else { "" });
    settings.chain([worlds, trial_words(trial), format_difference_estimate(metric, &trial.difference(metric))]).collect()
}
