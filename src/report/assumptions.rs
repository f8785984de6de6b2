//! Which assumption moves which outcome, in words and numbers as they are printed and shown.

use crate::experiment::{
    Estimated, Move, Moved, Sensitivity, Target, format_difference, format_difference_estimate, format_number, format_value, variant_letter,
};

/// One assumption and what it does to one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumptionRow {
    /// Path of the setting.
    pub path: String,
    /// "0.16 to 0.25, here 0.18".
    pub range: String,
    /// What its default rests on.
    pub evidence: &'static str,
    /// The outcome at the low end, or why there is none.
    pub low: String,
    /// At the high end.
    pub high: String,
    /// High minus low, with its interval.
    pub swing: String,
    /// Whether the interval leaves no doubt that the outcome moves.
    pub clear: bool,
    /// What follows otherwise for the variant; empty where nothing does.
    pub flip: String,
}

/// "A: 5 a week, difference from the baseline of People over their own line".
pub fn target_words(table: &Sensitivity, target: &Target) -> String {
    let name = table.variants.get(target.variant).map_or("", String::as_str);
    let letter = variant_letter(target.variant, table.baseline);
    let what = if target.level { "" } else { ", difference from the baseline" };
    format!("{}: {letter}: {name}{what}", target.metric.label())
}

/// The outcome as the scenario has it.
pub fn base_words(moved: &Moved) -> String {
    let (target, base) = (&moved.target, &moved.base);
    match base {
        Ok(estimate) if target.level => format_value(target.metric, estimate.mean),
        _ => format_difference_estimate(target.metric, base),
    }
}

/// The assumptions of one outcome, the strongest first.
pub fn assumption_rows(table: &Sensitivity, moved: &Moved) -> Vec<AssumptionRow> {
    moved.moves.iter().filter_map(|one| row(table, &moved.target, one)).collect()
}

fn row(table: &Sensitivity, target: &Target, one: &Move) -> Option<AssumptionRow> {
    let parameter = table.flown.get(one.parameter)?;
    let unit = if parameter.unit.is_empty() { String::new() } else { format!(" {}", parameter.unit) };
    Some(AssumptionRow {
        path: parameter.path.clone(),
        range: format!("{} to {}{unit}, here {}", format_number(parameter.low), format_number(parameter.high), format_number(parameter.value)),
        evidence: parameter.evidence.word(),
        low: mean_words(target, &one.low),
        high: mean_words(target, &one.high),
        swing: format_difference_estimate(target.metric, &one.swing),
        clear: one.is_clear(),
        flip: flip_words(table, one.parameter, target.variant),
    })
}

fn mean_words(target: &Target, estimated: &Estimated) -> String {
    match estimated {
        Ok(estimate) if target.level => format_value(target.metric, estimate.mean),
        Ok(estimate) => format_difference(target.metric, estimate.mean),
        Err(undefined) => undefined.to_string(),
    }
}

/// "crosses a limit at the high end (here: within every limit)".
fn flip_words(table: &Sensitivity, parameter: usize, variant: usize) -> String {
    let flip = table.flips.iter().find(|flip| flip.parameter == parameter && flip.variant == variant);
    let (Some(flip), Some(Some(here))) = (flip, table.decisions.get(variant)) else { return String::new() };
    let ends = [("low", &flip.low), ("high", &flip.high)];
    let changed: Vec<String> =
        ends.iter().filter(|(_, decision)| *decision != here).map(|(end, decision)| format!("{} at the {end} end", decision.words())).collect();
    format!("{} (here: {})", changed.join(", "), here.words())
}

/// What the table rests on, in two sentences.
pub fn basis(table: &Sensitivity) -> Vec<String> {
    let scenario = &table.scenario;
    vec![
        format!(
            "{}: {} assumptions, each at the low and at the high end of its plausible range, one at a time; {} runs of {} worlds of {} people, {} days.",
            scenario.name,
            table.flown.len(),
            table.runs,
            scenario.experiment.worlds,
            scenario.population.customers,
            scenario.experiment.days
        ),
        format!(
            "Synthetic people: a model, not a forecast. Engine {}, {} customer-days. Intervals at {:.0} % over worlds, paired; with {} assumptions some \
             stand apart by luck.",
            env!("CARGO_PKG_VERSION"),
            table.customer_days,
            scenario.experiment.confidence * 100.0,
            table.flown.len()
        ),
    ]
}

/// Which assumptions change what follows, in a sentence a variant.
pub fn flip_sentences(table: &Sensitivity) -> Vec<String> {
    let judged = table.decisions.iter().enumerate().filter_map(|(variant, decision)| Some((variant, decision.as_ref()?)));
    judged
        .map(|(variant, here)| {
            let name = table.variants.get(variant).map_or("", String::as_str);
            let of: Vec<String> = table
                .flips
                .iter()
                .filter(|flip| flip.variant == variant)
                .filter_map(|flip| Some(format!("{}: {}", table.flown.get(flip.parameter)?.path, flip_words(table, flip.parameter, variant))))
                .collect();
            match of.as_slice() {
                [] => format!("{name} ({}): no single assumption changes that within its plausible range.", here.words()),
                [..] => format!("{name} ({}): {} of {} assumptions change that: {}.", here.words(), of.len(), table.flown.len(), of.join("; ")),
            }
        })
        .collect()
}
