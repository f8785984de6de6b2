//! Two runs beside each other: what one variant gives in each, how far apart that is, and whose verdict is another one.

use super::estimate::{Estimate, Estimated, unpaired};
use super::format::format_count;
use super::names::scope_name;
use super::scorecard::{ScoreRow, Scorecard, score_rows};
use super::sentence::is_bad;
use super::verdict::{Decision, GuardOutcome, Verdict};
use super::wording::percent_of_confidence;
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined};
use crate::scenario::{Better, Metric, Named, Rename};
use crate::simulate::{Completion, Run};

/// A kept run with what is known of it beside its counts.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its scorecard, with the waivers of a day.
    pub card: &'a Scorecard,
    /// Version of the build that flew it.
    pub engine: &'a str,
}

/// What lies between two runs, the first called A and the second B.
#[derive(Clone, Debug)]
pub struct Between {
    /// What has to be known before any number is read: where engine, seed, size, length, baseline or trust differ. Each is a sentence.
    pub first: Vec<String>,
    /// Worlds are compared one by one.
    pub paired: bool,
    /// Why, or why not, in a sentence.
    pub pairing: String,
    /// Confidence of the intervals of differences.
    pub confidence: f64,
    /// Variants of A alone, and of B alone, by name.
    pub alone: [Vec<String>; 2],
    /// Every variant that both have, in the order of B.
    pub variants: Vec<VariantBetween>,
}

/// One variant in both runs.
#[derive(Clone, Debug)]
pub struct VariantBetween {
    /// Its name in A and in B.
    pub names: [String; 2],
    /// Every metric for all customers, in scorecard order, then those kept by segment for each segment that both have.
    pub rows: Vec<RowBetween>,
    /// Every guardrail that either applies to it.
    pub guards: Vec<GuardBetween>,
    /// What follows from the guardrails in A and in B; nothing for twin and baseline.
    pub decisions: [Option<Decision>; 2],
}

/// One metric of one variant.
#[derive(Clone, Debug)]
pub struct RowBetween {
    /// The metric.
    pub metric: Metric,
    /// Name of the segment; nothing for all customers.
    pub segment: Option<String>,
    /// The level in A and in B.
    pub levels: [Estimated; 2],
    /// B minus A.
    pub difference: Estimated,
}

/// What the difference between two runs comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Every world gives the same, or it is undefined in both for the same reason.
    Same,
    /// The interval lies on the better side of zero.
    Better,
    /// The interval lies on the worse side of zero.
    Worse,
    /// The interval lies above zero, and the metric has no better direction.
    Higher,
    /// The interval lies below zero, and the metric has no better direction.
    Lower,
    /// The interval holds zero, or there is none.
    CannotTell,
    /// It is defined in one of the two only, or undefined for another reason.
    NotComparable,
}

impl Turn {
    /// The words in tables, of B against A.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the same",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::CannotTell => "cannot tell",
            Self::NotComparable => "not comparable",
        }
    }
}

impl RowBetween {
    /// What the difference comes to.
    pub fn turn(&self) -> Turn {
        match (&self.levels, &self.difference) {
            ([Err(before), Err(after)], _) => {
                if before == after {
                    Turn::Same
                } else {
                    Turn::NotComparable
                }
            }
            ([Err(_), _] | [_, Err(_)], _) | (_, Err(_)) => Turn::NotComparable,
            ([Ok(before), Ok(after)], _) if before.values == after.values => Turn::Same,
            (_, Ok(difference)) => match difference.interval {
                Some((low, high)) if low > 0.0 || high < 0.0 => match is_bad(self.metric, &self.difference) {
                    Some(true) => Turn::Worse,
                    Some(false) => Turn::Better,
                    None if self.metric.better() == Better::Neither && low > 0.0 => Turn::Higher,
                    None if self.metric.better() == Better::Neither => Turn::Lower,
                    None => Turn::CannotTell,
                },
                _ => Turn::CannotTell,
            },
        }
    }

    /// Whether tables show it: a metric of a mechanism that neither scenario uses is left out.
    pub fn is_shown(&self) -> bool {
        !self.metric.is_optional() || self.levels.iter().any(Result::is_ok)
    }
}

/// One guardrail on one variant in both runs.
#[derive(Clone, Debug)]
pub struct GuardBetween {
    /// Name of the metric as the scenario writes it.
    pub name: String,
    /// What it says in A and in B; nothing where that run has no such guardrail on that variant.
    pub standings: [Option<GuardStanding>; 2],
}

impl GuardBetween {
    /// Whether the two say something else.
    pub fn is_changed(&self) -> bool {
        let said = |place: usize| self.standings.get(place).and_then(|standing| Some((standing.as_ref()?.verdict, standing.as_ref()?.whom.as_str())));
        said(0) != said(1)
    }
}

/// How a guardrail stands in one run.
#[derive(Clone, Debug)]
pub struct GuardStanding {
    /// Index of the guardrail in its scenario.
    pub guard: usize,
    /// Whose value decides.
    pub whom: String,
    /// The limit.
    pub limit: f64,
    /// What counts.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
}

impl Between {
    /// Whether no number and no verdict differs, and both have the same worlds, variants and engine.
    pub fn is_same(&self) -> bool {
        self.first.is_empty()
            && self.alone.iter().all(Vec::is_empty)
            && self.variants.iter().all(|variant| {
                variant.decisions[0] == variant.decisions[1]
                    && variant.rows.iter().all(|row| row.turn() == Turn::Same)
                    && variant.guards.iter().all(|guard| !guard.is_changed())
            })
    }
}

/// Two runs beside each other. `renamed` says which names of A are called otherwise in B.
pub fn between(a: Side<'_>, b: Side<'_>, renamed: &[Rename]) -> Between {
    let name_in_b = |what: Named, name: &str| -> String {
        let rename = renamed.iter().find(|rename| rename.what == what && rename.before == name);
        rename.map_or_else(|| name.to_owned(), |rename| rename.after.clone())
    };
    let names_in_b: Vec<String> = a.run.variants.iter().map(|name| name_in_b(Named::Variant, name)).collect();
    let pairs: Vec<(usize, usize)> = b
        .run
        .variants
        .iter()
        .enumerate()
        .filter_map(|(after, name)| names_in_b.iter().position(|before| before == name).map(|before| (before, after)))
        .collect();
    let left = |run: &Run, has: &dyn Fn(usize) -> bool| -> Vec<String> {
        run.variants.iter().enumerate().filter(|(place, _)| !has(*place)).map(|(_, name)| name.clone()).collect()
    };
    let alone = [left(a.run, &|place| pairs.iter().any(|pair| pair.0 == place)), left(b.run, &|place| pairs.iter().any(|pair| pair.1 == place))];
    let (paired, pairing) = pairing(a.run, b.run);
    let confidence = a.run.scenario.experiment.confidence.max(b.run.scenario.experiment.confidence);
    let baseline = names_in_b.get(a.run.baseline).cloned().unwrap_or_default();

    // By segment of B, with its place in A.
    let segments = |run: &Run| -> Vec<String> { run.scenario.population.segments.iter().map(|segment| segment.name.clone()).collect() };
    let in_a: Vec<String> = segments(a.run).iter().map(|name| name_in_b(Named::Segment, name)).collect();
    let kept: Vec<Metric> = Metric::ALL.iter().copied().filter(|metric| metric.by_segment()).collect();
    let mut scopes: Vec<(Option<String>, Vec<ScoreRow>, Vec<ScoreRow>)> = vec![(None, a.card.rows.clone(), b.card.rows.clone())];
    for (after, name) in segments(b.run).into_iter().enumerate() {
        if let Some(before) = in_a.iter().position(|other| *other == name) {
            let rows = |run: &Run, place: usize| score_rows(run, &kept, Scope::Segment(place), 1);
            scopes.push((Some(name), rows(a.run, before), rows(b.run, after)));
        }
    }
    let how = How { paired, confidence };
    let variants = pairs.iter().map(|&(before, after)| VariantBetween {
        names: [a.run.variants.get(before).cloned().unwrap_or_default(), b.run.variants.get(after).cloned().unwrap_or_default()],
        rows: scopes
            .iter()
            .flat_map(|(segment, old, new)| old.iter().zip(new).map(move |(old, new)| row(segment.as_deref(), (old, before), (new, after), how)))
            .collect(),
        guards: guards((a, before), (b, after)),
        decisions: [a.card.decisions.get(before).cloned().flatten(), b.card.decisions.get(after).cloned().flatten()],
    });
    Between { variants: variants.collect(), first: first(a, b, &baseline), paired, pairing, confidence, alone }
}

/// What has to be known before any number is read.
fn first(a: Side<'_>, b: Side<'_>, baseline: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (letter, side) in [("A", a), ("B", b)] {
        if !side.run.distrust.is_empty() {
            found.push(format!("A self-check of {letter} failed, so no number of it is to be trusted: {}.", side.run.distrust.join("; ")));
        }
        if side.run.completion != Completion::Whole {
            found.push(format!("{letter} is not whole: {} of {} worlds are finished.", side.run.worlds.len(), side.run.planned));
        }
    }
    if a.engine != b.engine {
        let sentence = "numbers may differ for that alone";
        found.push(format!("Engine: A was flown by {}, B by {}; {sentence}.", a.engine, b.engine));
    }
    let (old, new) = (&a.run.scenario, &b.run.scenario);
    if old.experiment.seed != new.experiment.seed {
        found.push(format!("Seed: {} in A, {} in B: other worlds.", old.experiment.seed, new.experiment.seed));
    }
    if a.run.worlds.len() != b.run.worlds.len() {
        found.push(format!("Worlds: {} in A, {} in B.", a.run.worlds.len(), b.run.worlds.len()));
    }
    if old.population.customers != new.population.customers {
        let (old, new) = (format_count(old.population.customers), format_count(new.population.customers));
        found.push(format!("People in each world: {old} in A, {new} in B."));
    }
    if old.experiment.days != new.experiment.days {
        let sentence = "what adds up over days is not alike";
        found.push(format!("Days: {} in A, {} in B; {sentence}.", old.experiment.days, new.experiment.days));
    }
    if b.run.variants.get(b.run.baseline).is_none_or(|name| name != baseline) {
        let name = |side: Side<'_>| side.run.variants.get(side.run.baseline).cloned().unwrap_or_default();
        found.push(format!("Baseline: \"{}\" in A, \"{}\" in B; verdicts compare with another variant.", name(a), name(b)));
    }
    if old.experiment.confidence != new.experiment.confidence {
        let (old, new) = (old.experiment.confidence, new.experiment.confidence);
        found.push(format!(
            "Confidence of intervals: {} in A, {} in B; differences here have {}.",
            percent_of_confidence(old),
            percent_of_confidence(new),
            percent_of_confidence(old.max(new))
        ));
    }
    found
}

/// Whether worlds are compared one by one, and why.
fn pairing(a: &Run, b: &Run) -> (bool, String) {
    let (old, new) = (&a.scenario, &b.scenario);
    let (seed, people) = (new.experiment.seed, new.population.customers);
    if old.experiment.seed != seed {
        return (false, "Not paired: the seeds differ, so world 1 of A is not world 1 of B. Intervals hold the luck of both (Welch).".into());
    }
    if old.population.customers != people {
        let why = "the worlds hold other numbers of people, so the same person is not in both. Intervals hold the luck of both (Welch)";
        return (false, format!("Not paired: {why}."));
    }
    let worlds = a.worlds.len().min(b.worlds.len());
    let which = if a.worlds.len() == b.worlds.len() {
        String::new()
    } else {
        let differences = "each level rests on all worlds of its run";
        format!(" Differences rest on the first {worlds}, which both have; {differences}.")
    };
    let drawn = if old.population == new.population && old.catalog == new.catalog {
        "world by world the same people draw the same luck"
    } else {
        "world by world people draw the same luck, though they or the items are set otherwise"
    };
    (true, format!("Paired: both have seed {seed} and {} people, so {drawn}.{which}", format_count(people)))
}

#[derive(Clone, Copy)]
struct How {
    paired: bool,
    confidence: f64,
}

fn row(segment: Option<&str>, old: (&ScoreRow, usize), new: (&ScoreRow, usize), how: How) -> RowBetween {
    let level = |(row, variant): (&ScoreRow, usize)| -> Estimated {
        row.scores.get(variant).map_or_else(|| Err(Undefined::new("the run has no such variant")), |score| score.level.clone())
    };
    let levels = [level(old), level(new)];
    let difference = difference(&levels, how);
    RowBetween { metric: new.0.metric, segment: segment.map(str::to_owned), levels, difference }
}

/// B minus A.
fn difference(levels: &[Estimated; 2], how: How) -> Estimated {
    let of = |letter: &str, level: &Estimated| level.clone().map_err(|undefined| Undefined::new(format!("{letter}: {}", undefined.reason)));
    let (before, after) = (of("A", &levels[0])?, of("B", &levels[1])?);
    let values = |estimate: &Estimate| -> Vec<f64> { estimate.values.iter().flatten().copied().collect() };
    if how.paired {
        let pair = |(before, after): (&Option<f64>, &Option<f64>)| -> Measured {
            after.zip(*before).map(|(after, before)| after - before).ok_or_else(|| Undefined::new("in no world defined in both"))
        };
        Estimate::of(before.values.iter().zip(&after.values).map(pair).collect(), how.confidence)
    } else {
        unpaired(&values(&before), &values(&after), how.confidence)
    }
}

fn guards(a: (Side<'_>, usize), b: (Side<'_>, usize)) -> Vec<GuardBetween> {
    let of = |(side, variant): (Side<'_>, usize)| -> Vec<(String, GuardBetween, GuardStanding)> {
        let outcomes = side.card.guards.iter().filter(|outcome| outcome.variant == variant);
        outcomes.map(|outcome| (key(side.run, outcome), named(outcome), standing(side.run, outcome))).collect()
    };
    let (mut before, after) = (of(a), of(b));
    let mut found: Vec<GuardBetween> = Vec::new();
    for (key, named, standing) in after {
        let earlier = before.iter().position(|other| other.0 == key).map(|place| before.remove(place).2);
        found.push(GuardBetween { standings: [earlier, Some(standing)], ..named });
    }
    found.extend(before.into_iter().map(|(_, named, standing)| GuardBetween { standings: [Some(standing), None], ..named }));
    found
}

/// What makes a guardrail the same in two scenarios: what it looks at and how, not how strict it is. A worst scope may move to somebody else.
fn key(run: &Run, outcome: &GuardOutcome) -> String {
    use crate::scenario::experiment::GuardScope;
    let Some(rule) = run.scenario.experiment.guardrails.get(outcome.guard) else { return String::new() };
    let whom = match rule.scope {
        GuardScope::WorstSegment | GuardScope::WorstGroup => String::new(),
        GuardScope::All | GuardScope::EachSegment | GuardScope::EachGroup => scope_name(&run.scenario, outcome.scope),
    };
    [&rule.metric, rule.scope.name(), rule.compare.name(), rule.bound.name(), &rule.attribute, &whom].join("\n")
}

fn named(outcome: &GuardOutcome) -> GuardBetween {
    GuardBetween { name: outcome.name.clone(), standings: [None, None] }
}

fn standing(run: &Run, outcome: &GuardOutcome) -> GuardStanding {
    GuardStanding {
        guard: outcome.guard,
        whom: scope_name(&run.scenario, outcome.scope),
        limit: outcome.limit,
        verdict: outcome.verdict,
        reason: outcome.reason.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::scorecard;
    use crate::experiment::testing::{guarded_run, synthetic, synthetic_run};
    use crate::scenario::experiment::Guardrail;
    use std::sync::Arc;

    fn compared(a: &Run, b: &Run, renamed: &[Rename]) -> Between {
        let (old, new) = (scorecard(a), scorecard(b));
        between(Side { run: a, card: &old, engine: "1" }, Side { run: b, card: &new, engine: "1" }, renamed)
    }

    fn purchases<'a>(found: &'a Between, variant: &str) -> &'a RowBetween {
        let variant = found.variants.iter().find(|one| one.names[1] == variant).expect("the variant");
        variant.rows.iter().find(|row| row.metric == Metric::Purchases && row.segment.is_none()).expect("the row")
    }

    #[test]
    fn a_run_beside_itself_is_the_same() {
        let run = guarded_run(4, &[Guardrail::default()]);
        let found = compared(&run, &run, &[]);
        assert!(found.is_same() && found.paired, "{:?}", found.first);
        assert_eq!(found.variants.len(), 3);
        assert!(found.variants[2].guards.iter().all(|guard| !guard.is_changed()) && found.variants[2].guards.len() == 1);
        let segments = found.variants[1].rows.iter().filter(|row| row.segment.is_some()).count();
        assert_eq!(segments, 3 * Metric::ALL.iter().filter(|metric| metric.by_segment()).count());
    }

    #[test]
    fn the_same_worlds_are_paired_and_other_seeds_are_not() {
        // The effect grows with the place of a variant, so the second one is called "x" in A and the third one in B.
        let (a, b) = (synthetic(6, 28, 1_000, &["baseline", "x"], &[]), synthetic(6, 28, 1_000, &["baseline", "y", "x"], &[]));
        let found = compared(&a, &b, &[]);
        assert!(found.paired && found.pairing.starts_with("Paired: both have seed 42 and 1,000 people"), "{}", found.pairing);
        assert_eq!((found.alone[0].len(), found.alone[1].as_slice()), (0, ["y".to_owned()].as_slice()));
        let row = purchases(&found, "x");
        assert_eq!(row.turn(), Turn::Better);
        let paired = row.difference.as_ref().expect("a difference").interval.expect("worlds");
        let mut other = b.clone();
        let mut scenario = crate::scenario::Scenario::clone(&b.scenario);
        scenario.experiment.seed = 43;
        other.scenario = Arc::new(scenario);
        let found = compared(&a, &other, &[]);
        assert!(!found.paired && found.first[0].starts_with("Seed: 42 in A, 43 in B"), "{:?}", found.first);
        let apart = purchases(&found, "x").difference.as_ref().expect("a difference").interval.expect("worlds");
        assert!(apart.1 - apart.0 > 1.5 * (paired.1 - paired.0), "shared luck makes {paired:?} narrower than {apart:?}");
        assert!(!found.is_same());
    }

    #[test]
    fn fewer_worlds_are_paired_as_far_as_they_go_and_one_world_tells_nothing() {
        let (a, b) = (synthetic_run(6), synthetic_run(3));
        let found = compared(&a, &b, &[]);
        assert!(found.pairing.contains("the first 3"), "{}", found.pairing);
        let row = purchases(&found, "weekly-5");
        assert_eq!(row.difference.as_ref().expect("a difference").mean, 0.0);
        assert_ne!(row.turn(), Turn::Same, "six worlds are not three");
        let one = compared(&synthetic_run(1), &synthetic(1, 28, 1_000, &["weekly-5", "baseline"], &[]), &[]);
        assert_eq!(purchases(&one, "weekly-5").turn(), Turn::CannotTell);
        assert!(one.first[0].starts_with("Baseline: \"baseline\" in A, \"weekly-5\" in B"), "{:?}", one.first);
    }

    #[test]
    fn renamed_variants_belong_together_and_verdicts_that_change_are_found() {
        let a = guarded_run(4, &[Guardrail::default()]);
        let mut scenario = crate::scenario::Scenario::clone(&a.scenario);
        scenario.variants[1].name = "a lot".into();
        scenario.experiment.guardrails[0].limit = 0.9;
        let mut b = Run { scenario: Arc::new(scenario), ..a.clone() };
        b.variants[2] = "a lot".into();
        let rename = Rename { what: Named::Variant, before: "weekly-5".into(), after: "a lot".into() };
        assert_eq!(compared(&a, &b, &[]).alone, [vec!["weekly-5".to_owned()], vec!["a lot".to_owned()]]);
        let found = compared(&a, &b, &[rename]);
        let changed = &found.variants[2];
        assert_eq!(changed.names, ["weekly-5", "a lot"]);
        assert!(changed.guards[0].is_changed() && changed.decisions[0] != changed.decisions[1]);
        assert!(changed.rows.iter().all(|row| row.turn() == Turn::Same));
        assert!(!found.is_same());
    }
}
