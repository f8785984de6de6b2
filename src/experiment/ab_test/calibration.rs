//! Tests of nothing against nothing: how often each method finds an effect where there is none.

use rayon::prelude::*;

use super::answer::{Rule, Says};
use super::arms::{assigned, tallies};
use super::record::Chance;
use crate::measure::Undefined;
use crate::scenario::test_plan::{TestMethod, TestPlan};
use crate::simulate::{Assignment, Run};
use crate::stats::binomial_cdf;

/// Assignments for these tests, apart from those of the test itself.
const FIRST: u64 = 1 << 32;

/// Every method, in the order of the scenario's words.
pub const METHODS: [TestMethod; 7] = [
    TestMethod::FixedHorizon,
    TestMethod::Adjusted,
    TestMethod::AlwaysValid,
    TestMethod::MixtureSprt,
    TestMethod::GroupSequential,
    TestMethod::Bayesian,
    TestMethod::Peeking,
];

/// What a method's false answers say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// As often as it says.
    Stated,
    /// More seldom than it says: safe, and weaker than it could be.
    Lower,
    /// More often than it says: its answers cannot be trusted.
    Higher,
}

impl Rate {
    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Stated => "as stated",
            Self::Lower => "below stated",
            Self::Higher => "above stated",
        }
    }
}

/// How often a method finds an effect between two halves of people who all lived under the baseline.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The method.
    pub method: TestMethod,
    /// Tests with an answer, of all tests; undefined where the method cannot be used on this run.
    pub false_answers: Result<Chance, Undefined>,
    /// The rate that the method states: one minus its confidence.
    pub stated: f64,
    /// Shares between which 99 % of such counts lie if the stated rate is true.
    pub expected: (f64, f64),
    /// What follows.
    pub rate: Result<Rate, Undefined>,
}

/// Runs `tests` tests of the baseline against itself for every method, spread evenly over the worlds (rounded up).
///
/// # Errors
/// Undefined where the run has no test.
pub fn calibration(run: &Run, tests: usize) -> Result<Vec<Calibration>, Undefined> {
    if run.worlds.first().is_none_or(|world| world.shape.test.people == 0) {
        return Err(Undefined::new("the run has no test: it is switched off, or there is nothing to compare with the baseline"));
    }
    let each = tests.div_ceil(run.worlds.len());
    let plans = METHODS.map(|method| TestPlan { method, ..run.scenario.experiment.test.clone() });
    let by_world: Vec<Vec<Result<Chance, Undefined>>> = run.worlds.par_iter().map(|world| of_world(run, world, &plans, each)).collect();
    let stated = 1.0 - run.scenario.experiment.test.confidence;
    let one = |(place, method): (usize, TestMethod)| {
        let mut sum = Chance { count: 0, of: 0 };
        let mut false_answers = Ok(());
        for world in &by_world {
            match &world[place] {
                Ok(chance) => sum = Chance { count: sum.count + chance.count, of: sum.of + chance.of },
                Err(reason) => false_answers = Err(reason.clone()),
            }
        }
        let false_answers = false_answers.map(|()| sum);
        let low = most_with(sum.of, stated, 0.005);
        let high = most_with(sum.of, stated, 0.995);
        let rate = false_answers.clone().map(|chance| match chance.count {
            count if count > high => Rate::Higher,
            count if count < low => Rate::Lower,
            _ => Rate::Stated,
        });
        let share = |count: u64| count as f64 / sum.of.max(1) as f64;
        Calibration { method, false_answers, stated, expected: (share(low), share(high)), rate }
    };
    Ok(METHODS.into_iter().enumerate().map(one).collect())
}

fn of_world(run: &Run, world: &crate::ledger::Ledger, plans: &[TestPlan], each: usize) -> Vec<Result<Chance, Undefined>> {
    let size = world.shape.test;
    let rules: Vec<Rule<'_>> = plans.iter().map(|plan| Rule::new(plan, size)).collect();
    let mut found: Vec<Result<Chance, Undefined>> = plans.iter().map(|_| Ok(Chance { count: 0, of: 0 })).collect();
    for repetition in 0..each as u64 {
        // Whoever would get another variant is the other half; all of them lived under the baseline.
        let baseline = run.baseline as u16;
        let mut arms = assigned(&Assignment::new(&run.scenario, FIRST + repetition), size.people);
        arms.iter_mut().for_each(|arm| *arm = u16::from(*arm != baseline));
        let arm = |arm| tallies(&world.test, &arms, arm, run.baseline, plans[0].counted, size.test_looks());
        let (control, treated) = (arm(0), arm(1));
        for (chance, rule) in found.iter_mut().zip(&rules) {
            match (rule.answer(&control, &treated), &mut *chance) {
                (Ok(answer), Ok(chance)) => {
                    chance.count += u64::from(answer.says != Says::Open);
                    chance.of += 1;
                }
                (Err(reason), chance) => *chance = Err(reason),
                (Ok(_), Err(_)) => {}
            }
        }
    }
    found
}

/// The smallest count that a binomial number reaches or stays below with a probability of at least `probability`.
fn most_with(trials: u64, chance: f64, probability: f64) -> u64 {
    let (mut low, mut high) = (0, trials);
    while low < high {
        let middle = low.midpoint(high);
        if binomial_cdf(middle, trials, chance).is_ok_and(|below| below >= probability) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_counts_lie_where_they_should() {
        // Mean 100, deviation 9.75: 99 % lie between 75 or 76 and 125 or 126.
        let (low, high) = (most_with(2_000, 0.05, 0.005), most_with(2_000, 0.05, 0.995));
        assert!((75..=77).contains(&low) && (125..=127).contains(&high), "{low} {high}");
        assert_eq!((most_with(0, 0.05, 0.995), most_with(10, 0.0, 0.995)), (0, 0));
    }
}
