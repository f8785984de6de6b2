//! The first page: change, verdict, worst-off group, decision, names, date, hash.

use super::super::build::{Case, baseline, judged, short, worlds_words};
use super::super::model::{Block, warning};
use super::purpose::{change_words, sentences};
use crate::experiment::{difference_clause, format_count, scope_name, score_row};
use crate::ledger::Scope;
use crate::measure::people;
use crate::report::charts::page::variant_name;
use crate::scenario::Metric;

/// Fewest people of a group in every world that is named as worst off.
const SMALLEST: u64 = crate::experiment::SMALL_GROUP;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let run = case.run;
    let mut blocks: Vec<Block> = sentences(case).into_iter().map(Block::Lead).collect();
    if !run.distrust.is_empty() {
        blocks.push(warning(format!(
            "A self-check of this run failed, so there is no verdict and no number is to be trusted: {}.",
            run.distrust.join("; ")
        )));
    }
    let mut facts: Vec<(String, String)> = Vec::new();
    for variant in judged(run) {
        let name = variant_name(run, variant);
        facts.push((format!("Change with {name}"), change_words(case, variant)));
        let verdict = case.card.decisions.get(variant).and_then(Option::as_ref).map_or("no verdict", |decision| decision.words());
        facts.push((format!("Verdict on {name}"), verdict.into()));
        facts.push((format!("Worst-off group with {name}"), worst_off(case, variant)));
    }
    let decision = case.decision;
    let or_missing =
        |text: &str, asks: &str| if text.trim().is_empty() { format!("[ to be written by a person: {asks} ]") } else { text.trim().to_owned() };
    let outcome = decision.outcome.map_or_else(|| "[ to be decided by a person ]".to_owned(), |outcome| outcome.words().to_owned());
    facts.push(("Decision".into(), outcome));
    if !decision.conditions.is_empty() {
        facts.push(("Conditions".into(), decision.conditions.join("; ")));
    }
    facts.push(("Decided by".into(), format!("{}, {}", or_missing(&decision.name, "name"), or_missing(&decision.role, "role"))));
    facts.push(("Date".into(), or_missing(&decision.date, "date")));
    facts.push(("Review date".into(), or_missing(&decision.review_date, "review date")));
    facts.push((
        "Evidence".into(),
        format!(
            "{}, {} people each, {} days, baseline \"{}\", seed {}, Creepline {}",
            worlds_words(run),
            format_count(run.scenario.population.customers),
            run.scenario.experiment.days,
            baseline(run),
            run.scenario.experiment.seed,
            env!("CARGO_PKG_VERSION")
        ),
    ));
    facts.push(("Evidence hash".into(), case.hash.clone()));
    facts.push(("People".into(), "synthetic: nobody here is a real person. A model, not a forecast; section 12 says what it cannot show.".into()));
    blocks.push(Block::Facts(facts));
    let told = format!(
        "The hash {} stands for engine, scenario, counts of every world and decision. The command creepline verify compares it and flies worlds again.",
        short(&case.hash)
    );
    blocks.push(Block::Paragraph(told));
    blocks
}

/// The segment or group for which people over their own line rise most, with its numbers; chosen by that rule whatever it says.
fn worst_off(case: &Case<'_>, variant: usize) -> String {
    let run = case.run;
    let Some(ledger) = run.worlds.first() else { return "n/a: no world is finished".into() };
    let smallest = |scope: Scope| run.worlds.iter().map(|ledger| people(ledger, scope)).min().unwrap_or(0);
    let scopes = ledger.shape.cells.scopes().into_iter().filter(|&scope| scope != Scope::All && smallest(scope) >= SMALLEST);
    let with_difference = scopes.filter_map(|scope| {
        let row = score_row(run, Metric::OverLine, scope, 1);
        let difference = row.scores.get(variant)?.difference.clone();
        let mean = difference.as_ref().ok()?.mean;
        Some((scope, mean, difference))
    });
    let worst = with_difference.reduce(|worst, next| if next.1 > worst.1 { next } else { worst });
    match worst {
        None => format!("n/a: no segment or group of at least {SMALLEST} people has a value"),
        Some((scope, _, difference)) => {
            let name = scope_name(&run.scenario, scope);
            let clause = difference_clause(Metric::OverLine, &difference);
            format!("{name} ({} people a world at least): {clause}", format_count(smallest(scope)))
        }
    }
}
