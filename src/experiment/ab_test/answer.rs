//! What a test says: its estimate, its interval, and better, worse or nothing, by the method of its plan.

use super::arms::Tally;
use super::record::looks_often;
use super::truth::PEOPLE;
use crate::ledger::OutcomeSize;
use crate::measure::Undefined;
use crate::scenario::test_plan::{TestMethod, TestPlan};
use crate::stats::{Measured, normal_quantile, student_t_quantile};

/// A fixed test of this size finds an effect of so many standard errors four times out of five; the mixture of the sequential test is as wide.
const DETECTED: f64 = 2.8;

/// What a test says of the variant against the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The variant is better: the interval lies above zero.
    Better,
    /// It is worse: the interval lies below zero.
    Worse,
    /// Neither.
    Open,
}

impl Says {
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

/// Difference of two arms at one look, in units of the column over the whole time of the test.
struct Difference {
    value: f64,
    error: f64,
    freedom: f64,
    people: f64,
}

impl<'a> Rule<'a> {
    /// Makes a test ready.
    pub fn new(plan: &'a TestPlan, size: OutcomeSize) -> Self {
        let fractions: Vec<f64> = (0..size.test_looks()).map(|look| size.look_day(look) as f64 / size.test_days as f64).collect();
        let bounds = match plan.method {
            TestMethod::GroupSequential => group_sequential_bounds(&fractions, 1.0 - plan.confidence),
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
            said = self.look(look, control, treated);
            if said.as_ref().is_ok_and(|answer| answer.says != Says::Open) {
                break;
            }
        }
        said
    }

    fn look(&self, look: usize, control: &Tally, treated: &Tally) -> Result<Answer, Undefined> {
        let difference = differ(self.plan.method, control, treated)?;
        let alpha = 1.0 - self.plan.confidence;
        let half = match self.plan.method {
            TestMethod::AlwaysValid => asymptotic_half_width(difference.error, difference.people, alpha)?,
            TestMethod::MixtureSprt => {
                let mixing = DETECTED * difference.error * self.fractions[look].sqrt();
                mixture_half_width(difference.error, mixing, alpha)?
            }
            TestMethod::GroupSequential => self.bounds.clone()?.get(look).copied().unwrap_or(f64::INFINITY) * difference.error,
            method => difference.fixed(method, self.plan.confidence)?,
        };
        Ok(difference.answer(&self.size, look, half, control))
    }

    /// The answer of a test with a single look at a look (from 0) up to the horizon, adjusted if the plan's method is.
    ///
    /// # Errors
    /// As [`Rule::answer`].
    pub fn single_look(&self, look: usize, control: &Tally, treated: &Tally) -> Result<Answer, Undefined> {
        let method = if self.plan.method == TestMethod::Adjusted { TestMethod::Adjusted } else { TestMethod::FixedHorizon };
        let difference = differ(method, control, treated)?;
        let half = difference.fixed(method, self.plan.confidence)?;
        Ok(difference.answer(&self.size, look, half, control))
    }
}

/// Difference of means with its standard error; adjusted for the time before where the method asks for it.
fn differ(method: TestMethod, control: &Tally, treated: &Tally) -> Result<Difference, Undefined> {
    let (Some(base), Some(own)) = (control.mean(), treated.mean()) else { return Err(Undefined::new("nobody counts in an arm of the test")) };
    if control.count < 2 || treated.count < 2 {
        return Err(Undefined::new("fewer than two people count in an arm of the test"));
    }
    let slope = if method == TestMethod::Adjusted { slope(control, treated)? } else { 0.0 };
    let [base_before, own_before] = [control, treated].map(|tally| tally.mean_before().unwrap_or(0.0));
    let parts = [control, treated].map(|tally| {
        let scatter = tally.scatter() - 2.0 * slope * tally.scatter_between() + slope * slope * tally.scatter_before();
        let count = tally.count as f64;
        (scatter.max(0.0) / (count - 1.0) / count, count - 1.0)
    });
    let variance = parts[0].0 + parts[1].0;
    if variance <= 0.0 {
        return Err(Undefined::new("everybody in the test did the same"));
    }
    let freedom = variance * variance / (parts[0].0.powi(2) / parts[0].1 + parts[1].0.powi(2) / parts[1].1);
    Ok(Difference {
        value: own - base - slope * (own_before - base_before),
        error: variance.sqrt(),
        freedom,
        people: (control.count + treated.count) as f64,
    })
}

/// Slope of what was done in the test on what was done before, both arms stacked (CUPED's theta).
fn slope(control: &Tally, treated: &Tally) -> Measured {
    let all = control.with(treated);
    crate::stats::quotient(
        all.scatter_between(),
        all.scatter_before(),
        "before the test everybody did the same: a warm-up gives the test a time before",
    )
}

impl Difference {
    /// Half of the interval of a single look.
    fn fixed(&self, method: TestMethod, confidence: f64) -> Measured {
        let upper = f64::midpoint(1.0, confidence);
        match method {
            TestMethod::Bayesian => Ok(normal_quantile(upper)? * self.error),
            _ => Ok(student_t_quantile(upper, self.freedom)? * self.error),
        }
    }

    fn answer(&self, size: &OutcomeSize, look: usize, half: f64, control: &Tally) -> Answer {
        let days = size.look_day(look);
        let scale = PEOPLE * size.column.worth() / days as f64;
        let (low, high) = (scale * (self.value - half), scale * (self.value + half));
        let says = match (low, high) {
            (low, _) if low > 0.0 => Says::Better,
            (_, high) if high < 0.0 => Says::Worse,
            _ => Says::Open,
        };
        let baseline = scale * control.mean().unwrap_or(0.0);
        Answer { days, effect: scale * self.value, interval: half.is_finite().then_some((low, high)), baseline, says }
    }
}

/// TEMPORARY
fn asymptotic_half_width(error: f64, people: f64, alpha: f64) -> Measured {
    let rho = ((-2.0 * alpha.ln() + (1.0 - 2.0 * alpha.ln()).ln()) / people).max(0.0);
    let part = people * rho + 1.0;
    Ok(error * (2.0 * part / (people * rho) * (part.sqrt() / alpha).ln()).sqrt())
}
fn mixture_half_width(error: f64, mixing: f64, alpha: f64) -> Measured {
    let (v, t) = (error * error, mixing * mixing);
    Ok((2.0 * v * (v + t) / t * (-alpha.ln() + 0.5 * ((v + t) / v).ln())).sqrt())
}
fn group_sequential_bounds(_: &[f64], _: f64) -> Result<Vec<f64>, Undefined> {
    Err(Undefined::new("later"))
}
