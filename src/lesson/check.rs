//! Whether a lesson can be taught: every path and name is there, sliders are few, the last step says what the model leaves out.

use super::file::{Ask, Bet, Condition, Lesson, Quantity, Reading, Setting, Show, Step, Truth};
use super::sandbox::{sandbox_start, slider_settings};
use crate::experiment::checked;
use crate::scenario::{Finding, Scenario, TWIN};

/// Shortest and longest lesson, in minutes.
const MINUTES: std::ops::RangeInclusive<u64> = 8..=12;
/// Longest note for a trainer, in letters: read in a glance.
const NOTE: usize = 140;
/// Most sliders of a sandbox.
const MOST_CONTROLS: usize = 4;

/// Every problem of a lesson.
pub(super) fn check(lesson: &Lesson) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut odd = |path: String, message: String| found.push(Finding::error("L020", path, message, ""));
    if lesson.version != 1 {
        odd("version".into(), format!("format {} is not known, this build reads 1", lesson.version));
    }
    for (name, text) in [("id", &lesson.id), ("title", &lesson.title), ("idea", &lesson.idea), ("bet", &lesson.bet)] {
        if text.trim().is_empty() {
            odd(name.into(), format!("the {name} is empty"));
        }
    }
    if !MINUTES.contains(&lesson.minutes) {
        odd("minutes".into(), format!("a lesson takes {} to {} minutes, not {}", MINUTES.start(), MINUTES.end(), lesson.minutes));
    }
    let planned: f64 = lesson.steps.iter().map(Step::minutes).sum();
    if !lesson.steps.is_empty() && (planned - lesson.minutes as f64).abs() > 0.01 {
        odd("minutes".into(), format!("the steps take {planned} minutes together, not {}", lesson.minutes));
    }
    match lesson.steps.last() {
        Some(Step::Discuss { leaves_out, questions, takeaways, .. }) => {
            for (name, list) in [("leaves_out", leaves_out), ("questions", questions), ("takeaways", takeaways)] {
                if list.is_empty() {
                    odd("steps".into(), format!("the last step has no {name}"));
                }
            }
        }
        _ => odd("steps".into(), "the last step must be a talk (Discuss) that says what the model leaves out".into()),
    }
    let base = match lesson.scenario(&[]) {
        Ok(base) => base,
        Err(finding) => {
            found.push(finding);
            return found;
        }
    };
    valid(base.clone(), "base", &mut found);
    for (place, step) in lesson.steps.iter().enumerate() {
        let path = format!("steps[{place}]");
        if step.title().trim().is_empty() {
            found.push(Finding::error("L020", path.clone(), "the headline is empty", ""));
        }
        trainer(step, &path, &mut found);
        match step {
            Step::Bet { on, .. } => bet(lesson, place, on, &base, &path, &mut found),
            Step::Reveal { show, set, .. } => shown(lesson, show, set, &base, &path, &mut found),
            Step::Puzzle { ask, .. } => {
                if ask.truth.is_none() {
                    found.push(Finding::error("L020", path.clone(), "a puzzle needs a result that decides", ""));
                }
                asked(lesson, ask, &base, &path, &mut found);
            }
            Step::Sandbox { controls, goal, .. } => {
                if controls.is_empty() || controls.len() > MOST_CONTROLS {
                    let message = format!("a sandbox has one to {MOST_CONTROLS} sliders, not {}", controls.len());
                    found.push(Finding::error("L020", path.clone(), message, ""));
                }
                if let Some(wrong) = controls.iter().find(|control| control.low >= control.high) {
                    found.push(Finding::error("L020", path.clone(), format!("the slider \"{}\" has no room", wrong.label), ""));
                }
                if let Err(finding) = sandbox_start(lesson, controls) {
                    found.push(Finding { path: path.clone(), ..finding });
                }
                for ends in [controls.iter().map(|control| control.low).collect::<Vec<_>>(), controls.iter().map(|control| control.high).collect()] {
                    made(lesson, &slider_settings(controls, &ends), &path, &mut found);
                }
                if goal.is_empty() {
                    found.push(Finding::error("L020", path.clone(), "a sandbox needs a goal", ""));
                }
                goal.iter().for_each(|Condition { reading, .. }| read(lesson, reading, &base, &path, &mut found));
            }
            Step::Say { .. } | Step::Replay { .. } | Step::Story { .. } | Step::Discuss { .. } => {}
        }
    }
    found
}

/// Whether a trainer knows what to do at a step, and for how long.
fn trainer(step: &Step, path: &str, found: &mut Vec<Finding>) {
    if step.minutes().is_nan() || step.minutes() <= 0.0 {
        found.push(Finding::error("L020", path, format!("a step takes some time, not {} minutes", step.minutes()), ""));
    }
    if step.notes().iter().all(|note| note.trim().is_empty()) {
        found.push(Finding::error("L020", path, "the step has no notes for the trainer", "say in a sentence what helps here"));
    }
    if let Some(long) = step.notes().iter().find(|note| note.chars().count() > NOTE) {
        let message = format!("a note for the trainer has at most {NOTE} letters, not {}", long.chars().count());
        found.push(Finding::error("L020", path, message, "it is read in a glance"));
    }
}

/// Whether a scenario can be flown.
fn valid(scenario: Scenario, path: &str, found: &mut Vec<Finding>) {
    if let Err(problems) = checked(scenario) {
        let first = problems.into_iter().next();
        let message = first.map_or_else(String::new, |first| format!("{}: {}", first.path, first.message));
        found.push(Finding::error("L021", path, message, "this scenario cannot be flown"));
    }
}

fn made(lesson: &Lesson, more: &[Setting], path: &str, found: &mut Vec<Finding>) {
    match lesson.scenario(more) {
        Ok(scenario) => valid(scenario, path, found),
        Err(finding) => found.push(Finding::error("L021", path, format!("{}: {}", finding.path, finding.message), finding.help)),
    }
}

fn bet(lesson: &Lesson, place: usize, on: &Bet, base: &Scenario, path: &str, found: &mut Vec<Finding>) {
    match on {
        Bet::Curve { low, high } => {
            if low >= high {
                found.push(Finding::error("L020", path, "the upright axis of a bet goes from a lower to a higher value", ""));
            }
            if !matches!(lesson.reveal_from(place), Some((_, Show::Sweep { .. } | Show::Course { .. }))) {
                found.push(Finding::error("L020", path, "a drawn line needs a sweep or a course as the next reveal", ""));
            }
        }
        Bet::Hands(ask) => {
            if ask.options.len() != 3 {
                found.push(Finding::error("L020", path, format!("hands are counted for three options, not {}", ask.options.len()), ""));
            }
            asked(lesson, ask, base, path, found);
        }
        Bet::Pick(ask) => asked(lesson, ask, base, path, found),
    }
}

fn asked(lesson: &Lesson, ask: &Ask, base: &Scenario, path: &str, found: &mut Vec<Finding>) {
    if !(2..=5).contains(&ask.options.len()) {
        found.push(Finding::error("L020", path, format!("two to five options, not {}", ask.options.len()), ""));
    }
    match &ask.truth {
        Some(Truth::Highest(readings) | Truth::Lowest(readings)) => {
            if readings.len() != ask.options.len() {
                found.push(Finding::error("L020", path, "one reading for each option", ""));
            }
            readings.iter().for_each(|reading| read(lesson, reading, base, path, found));
        }
        Some(Truth::Sign(reading)) => {
            if ask.options.len() != 3 {
                found.push(Finding::error("L020", path, "three options: less, no difference, more", ""));
            }
            read(lesson, reading, base, path, found);
        }
        None => {}
    }
}

fn read(lesson: &Lesson, reading: &Reading, base: &Scenario, path: &str, found: &mut Vec<Finding>) {
    made(lesson, &reading.set, path, found);
    named(std::iter::once(&reading.variant).chain(&reading.against), base, path, found);
    let of_groups = matches!(reading.of, Quantity::Criterion(_)) || matches!(reading.who, super::file::Scoped::Group(_));
    if of_groups && base.population.attributes.is_empty() {
        found.push(Finding::error("L021", path, "the scenario has no groups", ""));
    }
}

fn named<'a>(names: impl Iterator<Item = &'a String>, base: &Scenario, path: &str, found: &mut Vec<Finding>) {
    for name in names {
        if name != TWIN && !base.variants.iter().any(|variant| variant.name == *name) {
            found.push(Finding::error("L021", path, format!("the scenario has no variant `{name}`"), ""));
        }
    }
}

fn shown(lesson: &Lesson, show: &Show, set: &[Setting], base: &Scenario, path: &str, found: &mut Vec<Finding>) {
    let mut odd = |message: &str| found.push(Finding::error("L020", path, message, ""));
    let no_groups = base.population.attributes.is_empty();
    let names: Vec<&String> = match show {
        Show::Sweep { values, variant, paths, .. } => {
            if values.len() < 3 || !values.is_sorted_by(|a, b| a < b) || paths.is_empty() {
                odd("a sweep needs a path and at least three values, upward");
            }
            vec![variant]
        }
        Show::Course { variants, metric, by_group, .. } => {
            if !metric.is_daily() {
                odd("this metric has no value for each day");
            }
            if *by_group && no_groups {
                odd("the scenario has no groups");
            }
            variants.iter().collect()
        }
        Show::Groups { variants, metric, .. } => {
            if no_groups || !metric.by_group() {
                odd("this metric has no value by group here");
            }
            variants.iter().collect()
        }
        Show::Criteria { variants, criteria } => {
            if no_groups || criteria.is_empty() {
                odd("criteria need groups");
            }
            variants.iter().collect()
        }
        Show::Worlds { variant, against, .. } => vec![variant, against],
        Show::Numbers { variants, metrics } => {
            if metrics.is_empty() || metrics.len() > 3 {
                odd("one to three metrics");
            }
            variants.iter().collect()
        }
        Show::OwnLine { variants } => variants.iter().collect(),
    };
    if names.is_empty() {
        odd("at least one variant");
    }
    named(names.into_iter(), base, path, found);
    for mut change in show.changes() {
        change.extend(set.iter().cloned());
        made(lesson, &change, path, found);
    }
}
