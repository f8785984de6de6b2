//! What a comparison says, in plain words generated from the numbers: used by screens, the command line and the accessibility tree.
//!
//! Which numbers are named does not depend on how they came out: purchases for the goal; for harm the guardrail that decides, or people over
//! their own line where no guardrail is set.

use super::estimate::{Estimate, Estimated};
use super::format::{ends, format_difference_interval, format_interval, format_number, format_value, number_ends, points, scaled};
use super::names::scope_name;
use super::scorecard::Scorecard;
use super::verdict::{Decision, GuardOutcome, Verdict};
use crate::ledger::Scope;
use crate::scenario::experiment::Compare;
use crate::scenario::{Better, Metric, Unit};
use crate::simulate::Run;

/// The whole comparison in a few sentences: one for each variant that is judged, then how many worlds stand behind them.
pub fn overview_sentence(run: &Run, scorecard: &Scorecard) -> String {
    if scorecard.worlds == 0 {
        return "No world is finished yet.".into();
    }
    if !scorecard.distrust.is_empty() {
        return format!("A self-check failed, so no verdict is given and no number of this run is to be trusted: {}.", scorecard.distrust.join("; "));
    }
    let mut sentences: Vec<String> = (0..scorecard.variants.len()).filter_map(|variant| variant_sentence(run, scorecard, variant)).collect();
    if sentences.is_empty() {
        return "There is nothing to compare yet: add a second variant beside the baseline.".into();
    }
    sentences.push(format!("{} of {} worlds.", scorecard.worlds, scorecard.planned));
    sentences.join(" ")
}

/// One variant against the baseline: what it earns, what it costs people, and the verdict. `None` for twin and baseline.
pub fn variant_sentence(run: &Run, scorecard: &Scorecard, variant: usize) -> Option<String> {
    let decision = scorecard.decisions.get(variant)?.as_ref()?;
    let name = scorecard.variants.get(variant)?;
    if *decision == Decision::Blank {
        return Some(format!("No verdict on {name}: a self-check failed."));
    }
    let difference = |metric: Metric| Some(&scorecard.rows.iter().find(|row| row.metric == metric)?.scores.get(variant)?.difference);
    let goal = difference(Metric::Purchases)?;
    let guard = deciding(&scorecard.guards, variant);
    let (harm, worse) = match guard {
        Some(outcome) => (guard_clause(run, outcome), guard_is_bad(run, outcome)),
        None => (difference_clause(Metric::OverLine, difference(Metric::OverLine)?), is_bad(Metric::OverLine, difference(Metric::OverLine)?)),
    };
    // "but" joins a gain with a harm or a loss with a relief; everything else is "and".
    let joint = match (is_bad(Metric::Purchases, goal), worse) {
        (Some(loss), Some(harm)) if loss != harm => "but",
        _ => "and",
    };
    let verdict = match (guard, decision) {
        (Some(outcome), Decision::DoNotShip | Decision::CannotTell) => outcome.verdict.words().to_owned(),
        (Some(GuardOutcome { by_interval, waiver: Some(waiver), .. }), Decision::Waived) => format!("{}, {}", by_interval.words(), waiver.words()),
        _ => decision.words().to_owned(),
    };
    Some(format!("With {name}, {} {joint} {harm}: {verdict}.", difference_clause(Metric::Purchases, goal)))
}

/// A difference in words, with its interval: "purchases rise by 0.120 per customer (0.100 to 0.140)".
pub fn difference_clause(metric: Metric, difference: &Estimated) -> String {
    let noun = noun(metric);
    let estimate = match difference {
        Ok(estimate) => estimate,
        Err(undefined) => return format!("{} cannot be compared ({})", noun.subject, undefined.reason),
    };
    if estimate.mean == 0.0 && estimate.deterministic {
        return format!("{} {} exactly the same", noun.subject, if noun.plural { "stay" } else { "stays" });
    }
    let unit = unit_words(metric);
    if let Some(interval) = unclear(estimate) {
        return format!("there is no clear change in {} ({}{unit})", noun.subject, format_difference_interval(metric, interval));
    }
    let up = estimate.mean > 0.0;
    let size = format_number(scaled(metric, estimate.mean.abs()));
    // The interval of the size: words carry the direction.
    let around = match estimate.interval {
        None => " (one world)".into(),
        Some(_) if estimate.deterministic => " (in every world)".into(),
        Some((low, high)) => {
            let (low, high) = ends(metric, if up { (low, high) } else { (-high, -low) });
            format!(" ({low} to {high})")
        }
    };
    match noun.people_who {
        Some(people_who) => format!("{size} points {} people {people_who}{around}", if up { "more" } else { "fewer" }),
        None => {
            let verb = match (up, noun.plural) {
                (true, true) => "rise",
                (true, false) => "rises",
                (false, true) => "fall",
                (false, false) => "falls",
            };
            format!("{} {verb} by {size}{}{unit}{around}", noun.subject, points(metric))
        }
    }
}

/// The outcome that decides for a variant: a crossed one before an undecided one before a waived one before those within; the first in the
/// scenario among equals.
pub fn deciding(outcomes: &[GuardOutcome], variant: usize) -> Option<&GuardOutcome> {
    let of_variant = outcomes.iter().filter(|outcome| outcome.variant == variant);
    of_variant.reduce(|worst, next| if next.verdict.severity() > worst.verdict.severity() { next } else { worst })
}

fn guard_clause(run: &Run, outcome: &GuardOutcome) -> String {
    let compare = run.scenario.experiment.guardrails.get(outcome.guard).map_or(Compare::Difference, |guardrail| guardrail.compare);
    let among = match outcome.scope {
        Scope::All => String::new(),
        scope => format!("among {}, ", scope_name(&run.scenario, scope)),
    };
    let subject = noun(outcome.metric).subject;
    let clause = match (&outcome.compared, compare) {
        (Err(_), _) if Metric::from_id(&outcome.name).is_none() => format!("the guardrail on \"{}\" names no metric", outcome.name),
        (compared @ Err(_), _) | (compared @ Ok(_), Compare::Difference) => difference_clause(outcome.metric, compared),
        (Ok(estimate), Compare::Level) => {
            let interval = estimate.interval.map_or("one world".into(), |interval| format_interval(outcome.metric, interval));
            format!("{subject} at {} ({interval})", format_value(outcome.metric, estimate.mean))
        }
        (Ok(estimate), Compare::Ratio) => {
            let interval = estimate.interval.map_or("one world".into(), |interval| {
                let (low, high) = number_ends(interval);
                format!("{low} to {high}")
            });
            format!("{subject} at {} times the baseline ({interval})", format_number(estimate.mean))
        }
    };
    format!("{among}{clause}")
}

fn guard_is_bad(run: &Run, outcome: &GuardOutcome) -> Option<bool> {
    let compare = run.scenario.experiment.guardrails.get(outcome.guard)?.compare;
    match (outcome.by_interval, compare) {
        (_, Compare::Difference) => is_bad(outcome.metric, &outcome.compared),
        (Verdict::Crossed, _) => Some(true),
        _ => None,
    }
}

/// Whether a clear change goes the worse way; `None` when there is no clear change or no better direction.
pub(super) fn is_bad(metric: Metric, difference: &Estimated) -> Option<bool> {
    let estimate = difference.as_ref().ok()?;
    if unclear(estimate).is_some() || estimate.mean == 0.0 {
        return None;
    }
    match metric.better() {
        Better::More => Some(estimate.mean < 0.0),
        Better::Less => Some(estimate.mean > 0.0),
        Better::Neither => None,
    }
}

/// The interval, when it holds zero.
fn unclear(estimate: &Estimate) -> Option<(f64, f64)> {
    estimate.interval.filter(|&(low, high)| low <= 0.0 && high >= 0.0)
}

fn unit_words(metric: Metric) -> &'static str {
    match metric.unit() {
        Unit::PerCustomer => " per customer",
        Unit::Money => " of money per customer",
        Unit::Nats => " nats",
        Unit::Bits => " bits",
        Unit::Topics => " topics",
        Unit::Times => " times",
        Unit::Days => " days",
        Unit::Share | Unit::Number | Unit::Count | Unit::Size => "",
    }
}

struct Noun {
    subject: String,
    plural: bool,
    /// For shares of people: what they do.
    people_who: Option<&'static str>,
}

fn noun(metric: Metric) -> Noun {
    let people_who = match metric {
        Metric::OverLine => Some("go over their own line"),
        Metric::LowTrust => Some("have trust below 0.3"),
        Metric::OptOut => Some("switch personalization off"),
        Metric::Unsubscribed => Some("unsubscribe"),
        Metric::Churn => Some("leave"),
        Metric::WorseTrust => Some("end with less trust than without recommender"),
        _ => None,
    };
    let plural = matches!(
        metric,
        Metric::SlateClicks | Metric::Purchases | Metric::ThumbsDown | Metric::Complaints | Metric::SaysCreepy | Metric::PremiumRate
    );
    let subject = match (metric, people_who) {
        (Metric::PremiumRate, _) => "premium offers on top".to_owned(),
        (Metric::OptOut | Metric::Unsubscribed | Metric::Churn, Some(people_who)) => format!("people who {people_who}"),
        _ => lower_first(metric.label()),
    };
    Noun { subject, plural: plural || people_who.is_some(), people_who }
}

fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::scorecard;
    use crate::experiment::testing::{guarded_run, synthetic, synthetic_run};
    use crate::scenario::experiment::{GuardScope, Guardrail};

    fn say(run: &Run) -> String {
        overview_sentence(run, &scorecard(run))
    }

    #[test]
    fn goal_harm_verdict_and_worlds() {
        let guard = Guardrail { limit: 0.01, ..Guardrail::default() };
        let said = say(&guarded_run(20, &[guard]));
        assert!(said.starts_with("With weekly-5, purchases rise by "), "{said}");
        assert!(said.contains(" but ") && said.contains("points more people go over their own line ("), "{said}");
        assert!(said.ends_with("): crosses limit. 20 of 20 worlds."), "{said}");
    }

    #[test]
    fn worst_segments_are_named() {
        let guard = Guardrail { limit: 0.01, scope: GuardScope::WorstSegment, ..Guardrail::default() };
        assert!(say(&guarded_run(20, &[guard])).contains("among guarded, "));
    }

    #[test]
    fn nothing_to_say_is_said() {
        assert!(say(&synthetic(3, 7, 100, &["baseline"], &[])).starts_with("There is nothing to compare yet"));
        assert_eq!(say(&synthetic_run(0)), "No world is finished yet.");
        assert!(say(&synthetic_run(3)).contains("no guardrail set"));
        let unknown = Guardrail { metric: "happiness".into(), ..Guardrail::default() };
        assert!(say(&guarded_run(3, &[unknown])).contains("names no metric: cannot tell yet"));
    }

    #[test]
    fn words_carry_the_direction() {
        let clause = |metric, values: &[f64]| difference_clause(metric, &Estimate::of(values.iter().map(|&value| Ok(value)).collect(), 0.95));
        assert_eq!(clause(Metric::OverLine, &[-0.06, -0.05, -0.04]), "5.00 points fewer people go over their own line (2.52 to 7.48)");
        assert_eq!(clause(Metric::TrustMean, &[-0.06, -0.05, -0.04]), "trust falls by 0.0500 (0.0252 to 0.0748)");
        assert_eq!(clause(Metric::Purchases, &[0.1, -0.1]), "there is no clear change in purchases (-1.27 to +1.27 per customer)");
        assert_eq!(clause(Metric::Purchases, &[0.12]), "purchases rise by 0.120 per customer (one world)");
        assert_eq!(clause(Metric::Purchases, &[0.0, 0.0]), "purchases stay exactly the same");
        assert_eq!(clause(Metric::SaysCreepy, &[0.2, 0.2]), "touches called creepy rise by 20.0 points (in every world)");
        assert_eq!(clause(Metric::Revenue, &[0.2]), "revenue rises by 0.200 of money per customer (one world)");
        assert!(clause(Metric::Churn, &[]).starts_with("people who leave cannot be compared (no world"));
    }
}
