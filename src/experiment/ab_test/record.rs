//! How tests fare against the truth: over many assignments in every world, how often they cover it, find it, mistake its sign, ship what harms and
//! kill what is good.

use rayon::prelude::*;

use super::super::verdict::{Decision, GuardOutcome, decision};
use super::answer::{Answer, Rule, Says, more_is_better};
use super::arms::{Tally, assigned, tallies};
use super::needs::{Need, needs};
use super::parts::{Part, parts};
use super::truth::{Truth, by_day, effect, truth};
use crate::ledger::{Count, Outcomes};
use crate::measure::{Measured, Undefined};
use crate::scenario::test_plan::{Counted, TestMethod};
use crate::simulate::{Assignment, Run};
use crate::stats::wilson;

/// Tests that are run over all worlds together: enough to tell a chance to one or two points.
const TESTS: usize = 1_000;
/// Tests over all worlds for each length that is tried.
const TESTS_BY_LENGTH: usize = 300;
/// Chance of the right answer that makes a test long enough.
const LONG_ENOUGH: f64 = 0.8;

/// What a variant is in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// Better than the baseline to the horizon, and no guardrail is crossed.
    Good,
    /// Worse than the baseline to the horizon, or a guardrail is crossed.
    Harmful,
    /// Neither can be told from these worlds.
    Open,
}

impl Merit {
    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Harmful => "harmful",
            Self::Open => "cannot tell yet",
        }
    }
}

/// A share of tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Tests of which it is true.
    pub count: u64,
    /// Tests.
    pub of: u64,
}

impl Chance {
    fn of(answers: &[Seen], holds: impl Fn(&Seen) -> bool) -> Self {
        Self { count: answers.iter().filter(|seen| holds(seen)).count() as u64, of: answers.len() as u64 }
    }

    /// The share; undefined without tests.
    pub fn share(&self) -> Measured {
        crate::stats::quotient(self.count as f64, self.of as f64, "no test came to an estimate")
    }

    /// Wilson interval of the share at 95 %: how far this many tests can tell it. Tests of one world share its people, so it is a little too narrow.
    pub fn interval(&self) -> Option<(f64, f64)> {
        wilson(self.count, self.of, 0.95).ok()
    }
}

/// The test of one world with the scenario's own salt, beside the truth of that world.
#[derive(Clone, Debug)]
pub struct WorldTest {
    /// What the test says.
    pub answer: Result<Answer, Undefined>,
    /// The estimate at every look of the test, as one test of that length would give it.
    pub looks: Vec<Result<Answer, Undefined>>,
    /// Effect to the horizon, everybody under both variants.
    pub truth: f64,
    /// People in the arm of the baseline and of the variant.
    pub people: [u64; 2],
}

/// How tests of one length fare.
#[derive(Clone, Debug)]
pub struct LookRecord {
    /// Length in days.
    pub days: usize,
    /// Tests of that length, one look, that say what is true to the horizon.
    pub right: Chance,
    /// Tests that say the opposite.
    pub wrong: Chance,
}

/// How a variant's tests fare against its truth.
#[derive(Clone, Debug)]
pub struct TestRecord {
    /// Index of the variant.
    pub variant: usize,
    /// The truth.
    pub truth: Truth,
    /// What the variant is in truth.
    pub standing: Merit,
    /// Why, in words.
    pub why: String,
    /// By world: the test with the scenario's own salt.
    pub worlds: Vec<WorldTest>,
    /// Tests whose interval holds the truth to the horizon of their world.
    pub covers_horizon: Chance,
    /// Tests whose interval holds the effect over the days of the test.
    pub covers_test: Chance,
    /// Tests that say better, and would ship.
    pub says_better: Chance,
    /// Tests that say worse.
    pub says_worse: Chance,
    /// Tests that give the answer that is true to the horizon; undefined where that cannot be told.
    pub power: Result<Chance, Undefined>,
    /// Among tests with an answer, those with the wrong sign (type S).
    pub sign_error: Result<Chance, Undefined>,
    /// Among tests with an answer, mean size of the estimate over the size of the truth (type M): 1 is right, above 1 exaggerates.
    pub exaggeration: Measured,
    /// Chance to ship a harmful policy; undefined where it is not harmful.
    pub ships_harm: Result<Chance, Undefined>,
    /// Chance not to ship a good one; undefined where it is not good.
    pub kills_good: Result<Chance, Undefined>,
    /// Mean loss by doing what the test says instead of what is better to the horizon, per 1,000 people and day.
    pub regret: Measured,
    /// By length, to the horizon: tests with one look.
    pub lengths: Vec<LookRecord>,
    /// Shortest length from which on at least 80 % of tests give the answer that is true to the horizon.
    pub shortest: Result<usize, Undefined>,
    /// By length, to the horizon: what a test with one look would need.
    pub needs: Vec<Need>,
    /// What moves the estimate away from the truth.
    pub parts: Vec<Part>,
    /// Tests that were run.
    pub tests: u64,
}

/// A test and the truth of its world.
struct Seen {
    answer: Answer,
    horizon: f64,
    test: f64,
}

/// How the test of a run fares against the truth, for every variant but twin and baseline. `guards` are the outcomes of the guardrails.
///
/// # Errors
/// Undefined where the run has no test.
pub fn ab_test(run: &Run, guards: &[GuardOutcome]) -> Result<Vec<TestRecord>, Undefined> {
    let variants: Vec<usize> = (1..run.variants.len()).filter(|&variant| variant != run.baseline).collect();
    let truths: Vec<Truth> = variants.iter().map(|&variant| truth(run, variant)).collect::<Result<_, _>>()?;
    if truths.is_empty() {
        return Err(Undefined::new("there is no variant beside the baseline"));
    }
    let flown: Vec<Vec<WorldSeen>> = run.worlds.par_iter().enumerate().map(|(world, _)| see(run, world, &variants, &truths)).collect();
    let mut by_variant: Vec<Vec<WorldSeen>> = variants.iter().map(|_| Vec::new()).collect();
    for world in flown {
        for (list, seen) in by_variant.iter_mut().zip(world) {
            list.push(seen);
        }
    }
    let whole = variants.into_iter().zip(truths).zip(by_variant);
    Ok(whole.map(|((variant, truth), worlds)| record(run, variant, truth, worlds, guards)).collect())
}

/// Everything that is kept of one variant's tests in one world.
struct WorldSeen {
    own: WorldTest,
    tests: Vec<Seen>,
    parts: Vec<[f64; 6]>,
    /// By look to the horizon: what single-look tests say.
    lengths: Vec<Vec<Says>>,
}

fn see(run: &Run, world: usize, variants: &[usize], truths: &[Truth]) -> Vec<WorldSeen> {
    let ledger = &run.worlds[world];
    let (size, plan) = (ledger.shape.test, &run.scenario.experiment.test);
    let shared = ledger.shared_test.is_kept();
    let table = if shared { &ledger.shared_test } else { &ledger.test };
    // With one crowd for all, only the assignment that was flown can be read off.
    let tests = if shared { 1 } else { TESTS.div_ceil(run.worlds.len()) };
    let by_length = if shared { 1 } else { TESTS_BY_LENGTH.div_ceil(run.worlds.len()) };
    let rule = Rule::new(plan, size);
    let base = by_day(ledger, run.baseline);
    let courses: Vec<Vec<f64>> = variants.iter().map(|&variant| by_day(ledger, variant)).collect();
    let last = size.test_looks() - 1;
    let last_days = if last == 0 { 0 } else { size.look_day(last - 1) }..size.test_days;
    let mut found: Vec<WorldSeen> = truths
        .iter()
        .map(|truth| WorldSeen {
            own: WorldTest { answer: Err(Undefined::new("no test was run")), looks: Vec::new(), truth: truth.by_world[world], people: [0; 2] },
            tests: Vec::with_capacity(tests),
            parts: Vec::with_capacity(tests),
            lengths: vec![Vec::new(); size.looks()],
        })
        .collect();
    for repetition in 0..tests {
        let arms = assigned(&Assignment::new(&run.scenario, repetition as u64), size.people);
        let looks = if repetition < by_length { size.looks() } else { size.test_looks() };
        let arm = |table: &Outcomes, variant, counted| tallies(table, &arms, variant, variant, counted, looks);
        let control = arm(table, run.baseline, plan.counted);
        for (place, &variant) in variants.iter().enumerate() {
            let treated = arm(table, variant, plan.counted);
            let seen = &mut found[place];
            let answered = rule.answer(&control, &treated);
            if repetition == 0 {
                seen.own.answer = answered.clone();
                seen.own.looks = (0..=last).map(|look| rule.single_look(look, &control[look], &treated[look])).collect();
                seen.own.people = [control[last].count, treated[last].count];
            }
            if repetition < by_length {
                for (look, says) in seen.lengths.iter_mut().enumerate() {
                    says.push(rule.single_look(look, &control[look], &treated[look]).map_or(Says::Open, |answer| answer.says));
                }
            }
            let Ok(answered) = answered else { continue };
            let [window, late] = [0..size.test_days, last_days.clone()].map(|days| effect(&courses[place], &base, days));
            let horizon = truths[place].by_world[world];
            let difference = |control: &[Tally], treated: &[Tally]| rule.single_look(last, &control[last], &treated[last]).map(|at| at.effect);
            let everybody = if plan.counted == Counted::Assigned {
                difference(&control, &treated)
            } else {
                difference(&arm(table, run.baseline, Counted::Assigned), &arm(table, variant, Counted::Assigned))
            };
            let alone = if shared {
                let of = |variant| arm(&ledger.test, variant, Counted::Assigned);
                difference(&of(run.baseline), &of(variant))
            } else {
                everybody.clone()
            };
            if let (Ok(whole), Ok(everybody), Ok(alone)) = (difference(&control, &treated), everybody, alone) {
                seen.parts.push([answered.effect - whole, whole - everybody, everybody - alone, alone - window, window - late, late - horizon]);
            }
            seen.tests.push(Seen { answer: answered, horizon, test: window });
        }
    }
    found
}

fn record(run: &Run, variant: usize, truth: Truth, worlds: Vec<WorldSeen>, guards: &[GuardOutcome]) -> TestRecord {
    let confidence = run.scenario.experiment.confidence;
    let size = run.worlds[0].shape.test;
    let sign = sign_of(&truth, size.column);
    let (standing, why) = standing(sign, &decision(guards, variant));
    let lengths = lengths(&worlds, &size, sign);
    let parts = parts(&worlds.iter().map(|world| world.parts.clone()).collect::<Vec<_>>(), confidence);
    let mut own = Vec::with_capacity(worlds.len());
    let mut tests: Vec<Seen> = Vec::new();
    for world in worlds {
        own.push(world.own);
        tests.extend(world.tests);
    }
    let answered: Vec<&Seen> = tests.iter().filter(|seen| seen.answer.says != Says::Open).collect();
    let open = || Undefined::new("whether the variant is better or worse to the horizon cannot be told from these worlds");
    let held = |interval: Option<(f64, f64)>, value: f64| interval.is_some_and(|(low, high)| low <= value && value <= high);
    let says = |says: Says| Chance::of(&tests, |seen| seen.answer.says == says);
    let better = says(Says::Better);
    let gain = |seen: &Seen| if more_is_better(size.column) { seen.horizon } else { -seen.horizon };
    let regret: f64 = tests.iter().map(|seen| if seen.answer.says == Says::Better { (-gain(seen)).max(0.0) } else { gain(seen).max(0.0) }).sum();
    TestRecord {
        variant,
        standing,
        why,
        covers_horizon: Chance::of(&tests, |seen| held(seen.answer.interval, seen.horizon)),
        covers_test: Chance::of(&tests, |seen| held(seen.answer.interval, seen.test)),
        says_better: better,
        says_worse: says(Says::Worse),
        power: sign.map(says).ok_or_else(open),
        sign_error: match sign {
            None => Err(open()),
            Some(_) if answered.is_empty() => Err(Undefined::new("no test came to an answer")),
            Some(right) => Ok(Chance { count: answered.iter().filter(|seen| seen.answer.says != right).count() as u64, of: answered.len() as u64 }),
        },
        exaggeration: exaggeration(&answered, &truth, sign),
        ships_harm: if standing == Merit::Harmful { Ok(better) } else { Err(Undefined::new("the variant is not harmful in truth")) },
        kills_good: if standing == Merit::Good {
            Ok(Chance { count: better.of - better.count, of: better.of })
        } else {
            Err(Undefined::new("the variant is not good in truth"))
        },
        regret: crate::stats::quotient(regret, tests.len() as f64, "no test came to an estimate"),
        shortest: shortest(&lengths, sign),
        lengths,
        needs: needs(run, variant, &truth, sign),
        parts,
        tests: tests.len() as u64,
        worlds: own,
        truth,
    }
}

/// Which answer is true to the horizon; `None` where that cannot be told.
fn sign_of(truth: &Truth, column: Count) -> Option<Says> {
    let estimate = truth.horizon.as_ref().ok()?;
    let says = Says::of(estimate.interval?, column);
    (says != Says::Open).then_some(says)
}

fn standing(sign: Option<Says>, decision: &Decision) -> (Merit, String) {
    match (sign, decision) {
        (_, Decision::Blank) => (Merit::Open, "a self-check failed, so no number is to be trusted".into()),
        (_, Decision::DoNotShip) => (Merit::Harmful, "a guardrail is crossed to the horizon".into()),
        (Some(Says::Worse), _) => (Merit::Harmful, "worse than the baseline to the horizon".into()),
        (Some(Says::Better), Decision::CannotTell) => (Merit::Open, "better to the horizon, but a guardrail cannot be told".into()),
        (Some(Says::Better), _) => (Merit::Good, "better than the baseline to the horizon, and no guardrail is crossed".into()),
        _ => (Merit::Open, "whether it is better or worse to the horizon cannot be told from these worlds".into()),
    }
}

fn exaggeration(answered: &[&Seen], truth: &Truth, sign: Option<Says>) -> Measured {
    let (Some(_), Ok(horizon)) = (sign, &truth.horizon) else {
        return Err(Undefined::new("whether the variant is better or worse to the horizon cannot be told from these worlds"));
    };
    let size: f64 = answered.iter().map(|seen| seen.answer.effect.abs()).sum();
    crate::stats::quotient(size, answered.len() as f64 * horizon.mean.abs(), "no test came to an answer")
}

fn lengths(worlds: &[WorldSeen], size: &crate::ledger::OutcomeSize, sign: Option<Says>) -> Vec<LookRecord> {
    let looks = 0..size.looks();
    let chance = |look: usize, holds: &dyn Fn(Says) -> bool| {
        let says = || worlds.iter().filter_map(|world| world.lengths.get(look)).flatten();
        Chance { count: says().filter(|&&said| holds(said)).count() as u64, of: says().count() as u64 }
    };
    looks
        .map(|look| LookRecord {
            days: size.look_day(look),
            right: chance(look, &|said| Some(said) == sign),
            wrong: chance(look, &|said| said != Says::Open && sign.is_some_and(|right| said != right)),
        })
        .collect()
}

fn shortest(lengths: &[LookRecord], sign: Option<Says>) -> Result<usize, Undefined> {
    if sign.is_none() {
        return Err(Undefined::new("whether the variant is better or worse to the horizon cannot be told from these worlds"));
    }
    let enough = |record: &LookRecord| record.right.share().is_ok_and(|share| share >= LONG_ENOUGH);
    let behind = lengths.iter().rposition(|record| !enough(record)).map_or(0, |place| place + 1);
    match lengths.get(behind) {
        Some(record) => Ok(record.days),
        None => Err(Undefined::new("no test up to the horizon gives the right answer four times out of five")),
    }
}

/// Whether the test's method looks more than once.
pub(super) fn looks_often(method: TestMethod) -> bool {
    match method {
        TestMethod::FixedHorizon | TestMethod::Adjusted | TestMethod::Bayesian => false,
        TestMethod::AlwaysValid | TestMethod::MixtureSprt | TestMethod::GroupSequential | TestMethod::Peeking => true,
    }
}
