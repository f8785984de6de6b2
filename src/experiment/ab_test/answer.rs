//! What a test says: its estimate, its interval, and better, worse or nothing, by the method of its plan.

use super::arms::Tally;
use super::record::looks_often;
use super::truth::PEOPLE;
use crate::ledger::{Count, OutcomeSize};
use crate::measure::Undefined;
use crate::scenario::test_plan::{TestMethod, TestPlan};
use crate::stats::{
    BetterIs, Difference, Integration, Measured, NormalPrior, Spending, Summary, anytime_valid_difference, effect_posterior, group_sequential_plan,
    mixture_sequential_probability_ratio, quotient, welch_t_test,
};

/// A fixed test of this size finds an effect of so many standard errors four times out of five; the mixture of the sequential test is as wide.
const DETECTED: f64 = 2.8;
/// How group-sequential tests spend their error over the looks: little early on, as O'Brien and Fleming do.
const SPENDING: Spending = Spending::Power { exponent: 3.0 };

/// Whether more of a column is better.
pub fn more_is_better(column: Count) -> bool {
    column != Count::Complaints
}

/// What a test says of the variant against the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The variant is better: the interval lies wholly on the better side of zero.
    Better,
    /// It is worse: the interval lies wholly on the worse side.
    Worse,
    /// Neither.
    Open,
}

impl Says {
    /// What an interval of an effect on a column says: of complaints, less is better.
    pub fn of((low, high): (f64, f64), column: Count) -> Self {
        let (above, below) = if more_is_better(column) { (Self::Better, Self::Worse) } else { (Self::Worse, Self::Better) };
        match (low, high) {
            (low, _) if low > 0.0 => above,
            (_, high) if high < 0.0 => below,
            _ => Self::Open,
        }
    }

    /// The words on screen and in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Open => "no answer",
        }
    }
}

/// The answer of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Days of the test by the look at which it stopped.
    pub days: usize,
    /// Variant minus baseline, per 1,000 people and day.
    pub effect: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The baseline's level, per 1,000 people and day.
    pub baseline: f64,
    /// What the test says.
    pub says: Says,
}

/// A test made ready: its plan, its looks and the bounds that they are held to.
pub struct Rule<'a> {
    plan: &'a TestPlan,
    size: OutcomeSize,
    /// Days of each look as a share of the test.
    fractions: Vec<f64>,
    /// By look, for group-sequential tests: how many standard errors are an answer.
    bounds: Result<Vec<f64>, Undefined>,
}

/// Variant minus baseline and its interval, in units of the column over the whole time up to a look.
struct Found {
    effect: f64,
    interval: (f64, f64),
}

impl<'a> Rule<'a> {
    /// Makes a test ready.
    pub fn new(plan: &'a TestPlan, size: OutcomeSize) -> Self {
        let fractions: Vec<f64> = (0..size.test_looks()).map(|look| size.look_day(look) as f64 / size.test_days as f64).collect();
        let bounds = match plan.method {
            TestMethod::GroupSequential => {
                group_sequential_plan(&fractions, 1.0 - plan.confidence, true, SPENDING, Integration::Fine).map(|plan| plan.bounds)
            }
            _ => Ok(Vec::new()),
        };
        Self { plan, size, fractions, bounds }
    }

    /// The answer of the planned test: at the first look that has one for methods that look often, else on the last day. The tallies are those of the
    /// looks of the test, in order.
    ///
    /// # Errors
    /// Undefined where an arm has fewer than two people, where nothing varies, or where the method needs what is not there.
    pub fn answer(&self, control: &[Tally], treated: &[Tally]) -> Result<Answer, Undefined> {
        let looks = self.size.test_looks();
        let first = if looks_often(self.plan.method) { 0 } else { looks.saturating_sub(1) };
        let mut said = Err(Undefined::new("the test has no look"));
        for (look, (control, treated)) in control.iter().zip(treated).enumerate().take(looks).skip(first) {
            said = self.find(self.plan.method, look, control, treated).map(|found| self.worded(look, control, &found));
            if said.as_ref().is_ok_and(|answer| answer.says != Says::Open) {
                break;
            }
        }
        said
    }

    /// The answer of a test with a single look at a look (from 0) up to the horizon, adjusted if the plan's method is.
    ///
    /// # Errors
    /// As [`Rule::answer`].
    pub fn single_look(&self, look: usize, control: &Tally, treated: &Tally) -> Result<Answer, Undefined> {
        let method = if self.plan.method == TestMethod::Adjusted { TestMethod::Adjusted } else { TestMethod::FixedHorizon };
        self.find(method, look, control, treated).map(|found| self.worded(look, control, &found))
    }

    fn find(&self, method: TestMethod, look: usize, control: &Tally, treated: &Tally) -> Result<Found, Undefined> {
        let slope = if method == TestMethod::Adjusted { slope(control, treated)? } else { 0.0 };
        let (a, b) = (summary(control, slope)?, summary(treated, slope)?);
        if a.deviation == 0.0 && b.deviation == 0.0 {
            return Err(Undefined::new("everybody in the test did the same"));
        }
        let confidence = self.plan.confidence;
        Ok(match method {
            TestMethod::FixedHorizon | TestMethod::Adjusted | TestMethod::Peeking => {
                let test = welch_t_test(&a, &b, confidence)?;
                Found { effect: test.effect, interval: test.interval }
            }
            TestMethod::AlwaysValid => {
                let test = anytime_valid_difference(&a, &b, Difference::Absolute, confidence, (a.count + b.count) as f64)?;
                Found { effect: test.effect, interval: test.interval }
            }
            TestMethod::MixtureSprt => {
                let test = welch_t_test(&a, &b, confidence)?;
                let mixing = DETECTED * test.standard_error * self.fractions.get(look).copied().unwrap_or(1.0).sqrt();
                // The difference of the means is one observation whose variance is the squared standard error.
                let looks = mixture_sequential_probability_ratio(&[test.effect], test.standard_error.powi(2), mixing * mixing, confidence)?;
                let interval = looks.first().map(|look| look.interval).ok_or_else(|| Undefined::new("the test has no look"))?;
                Found { effect: test.effect, interval }
            }
            TestMethod::GroupSequential => {
                let test = welch_t_test(&a, &b, confidence)?;
                let half = self.bounds.clone()?.get(look).copied().unwrap_or(f64::INFINITY) * test.standard_error;
                Found { effect: test.effect, interval: (test.effect - half, test.effect + half) }
            }
            TestMethod::Bayesian => {
                let posterior = effect_posterior(&a, &b, Difference::Absolute, NormalPrior::Flat, BetterIs::Higher, confidence)?;
                Found { effect: posterior.mean, interval: posterior.interval }
            }
        })
    }

    fn worded(&self, look: usize, control: &Tally, found: &Found) -> Answer {
        let days = self.size.look_day(look);
        let scale = PEOPLE * self.size.column.worth() / days as f64;
        let (low, high) = (scale * found.interval.0, scale * found.interval.1);
        let says = Says::of((low, high), self.size.column);
        let interval = (low.is_finite() && high.is_finite()).then_some((low, high));
        Answer { days, effect: scale * found.effect, interval, baseline: scale * control.mean().unwrap_or(0.0), says }
    }
}

/// What a test knows of an arm: of each person what she did in the test, less `slope` times what she did before it.
fn summary(tally: &Tally, slope: f64) -> Result<Summary, Undefined> {
    let (Some(mean), Some(before)) = (tally.mean(), tally.mean_before()) else { return Err(Undefined::new("nobody counts in an arm of the test")) };
    if tally.count < 2 {
        return Err(Undefined::new("fewer than two people count in an arm of the test"));
    }
    let scatter = tally.scatter() - 2.0 * slope * tally.scatter_between() + slope * slope * tally.scatter_before();
    Ok(Summary { count: tally.count, mean: mean - slope * before, deviation: (scatter.max(0.0) / (tally.count - 1) as f64).sqrt() })
}

/// Slope of what was done in the test on what was done before, both arms stacked (the theta of CUPED).
fn slope(control: &Tally, treated: &Tally) -> Measured {
    let all = control.with(treated);
    quotient(all.scatter_between(), all.scatter_before(), "before the test everybody did the same: a warm-up gives the test a time before")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two people an arm: 10 and 12 against 14 and 18, before it 1 and 2 against 2 and 3.
    fn arms() -> (Tally, Tally) {
        let mut arms = (Tally::default(), Tally::default());
        for (during, before) in [(10, 1), (12, 2)] {
            arms.0.add(during, before);
        }
        for (during, before) in [(14, 2), (18, 3)] {
            arms.1.add(during, before);
        }
        arms
    }

    fn size() -> OutcomeSize {
        OutcomeSize { people: 4, before: 3, days: 10, test_days: 10, every: 5, ..OutcomeSize::none() }
    }

    #[test]
    fn an_answer_is_per_thousand_people_and_day() {
        let plan = TestPlan::default();
        let (control, treated) = arms();
        let answer = Rule::new(&plan, size()).single_look(1, &control, &treated).expect("an answer");
        // Means 11 and 16 over ten days; the standard error is sqrt(2 / 2 + 8 / 2).
        assert_eq!((answer.days, answer.effect, answer.baseline), (10, 500.0, 1_100.0));
        let (low, high) = answer.interval.expect("an interval");
        assert!((low + high - 1_000.0).abs() < 1e-9 && answer.says == Says::Open, "{answer:?}");
    }

    #[test]
    fn an_adjusted_answer_takes_off_what_was_so_before() {
        let plan = TestPlan { method: TestMethod::Adjusted, ..TestPlan::default() };
        let (control, treated) = arms();
        // All four: before 1 2 2 3 about 2, during 10 12 14 18 about 13.5: slope (3.5 + 0 + 0 + 4.5) / 2 = 4; arms differ by 1 before.
        let answer = Rule::new(&plan, size()).single_look(1, &control, &treated).expect("an answer");
        assert!((answer.effect - 100.0).abs() < 1e-9, "{answer:?}");
        let mut still = Tally::default();
        [3, 5].into_iter().for_each(|during| still.add(during, 0));
        assert!(Rule::new(&plan, size()).single_look(1, &still, &still).is_err_and(|undefined| undefined.reason.contains("warm-up")));
    }

    #[test]
    fn methods_that_look_often_are_wider_than_a_single_look_and_peeking_is_not() {
        let (mut control, mut treated) = (Tally::default(), Tally::default());
        (0..100).for_each(|person| control.add(person % 7, person % 3));
        (0..100).for_each(|person| treated.add(person % 7 + u64::from(person % 5 == 0), person % 3));
        let width = |method| {
            let plan = TestPlan { method, ..TestPlan::default() };
            let answer = Rule::new(&plan, size()).answer(&[control, control], &[treated, treated]).expect("an answer");
            answer.interval.map(|(low, high)| high - low).expect("an interval")
        };
        let fixed = width(TestMethod::FixedHorizon);
        assert!((width(TestMethod::Peeking) - fixed).abs() < 1e-9);
        assert!(width(TestMethod::Bayesian) < fixed, "normal tails are lighter than those of t");
        for method in [TestMethod::AlwaysValid, TestMethod::MixtureSprt, TestMethod::GroupSequential] {
            assert!(width(method) > fixed, "{method:?}");
        }
    }

    #[test]
    fn nothing_is_said_of_too_few_people_or_of_no_spread() {
        let plan = TestPlan::default();
        let rule = Rule::new(&plan, size());
        let (control, _) = arms();
        let mut one = Tally::default();
        one.add(1, 1);
        let mut same = Tally::default();
        [4, 4, 4].into_iter().for_each(|during| same.add(during, 1));
        for (a, b) in [(Tally::default(), control), (control, one), (same, same)] {
            assert!(rule.single_look(0, &a, &b).is_err());
            assert!(rule.answer(&[a, a], &[b, b]).is_err());
        }
    }
}
