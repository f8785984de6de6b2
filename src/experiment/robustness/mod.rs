//! Robustness: does a verdict hold if the assumptions of the customer model are others that are just as plausible? All settings that a scenario uses are
//! drawn together, each evenly from its plausible range, and the scenario is flown in each of these settings, in worlds with the same seeds. Which of
//! the settings decides is told by elementary effects, and for the strongest ones by shares of the variance.

mod influence;
mod shares;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use influence::{Influence, InfluenceTarget, ParameterInfluence, ShareInterval};
pub use shares::{GuardRobustness, MetricRobustness, Share, VariantRobustness};

use super::many::{Left, Stop, checked, fly_each};
use super::sensitivity::{Parameter, parameters};
use super::sweep::{VariantReading, see};
use super::unit_cube::{MOST_SOBOL_DIMENSIONS, MOST_SOBOL_POINTS, latin_hypercube, sobol_sequence};
use crate::scenario::{Metric, Scenario, set};
use crate::simulate::{RunError, customer_days, line_up};

/// How plausible settings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// A Latin hypercube: each setting meets every part of its range equally often.
    LatinHypercube,
    /// A scrambled Sobol' sequence.
    Sobol,
}

/// How it is found out which setting decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// Not at all.
    Nothing,
    /// Elementary effects along so many trajectories (Morris).
    ElementaryEffects {
        /// Trajectories; each takes a run more than there are settings.
        trajectories: usize,
    },
    /// Elementary effects first, then shares of the variance (Sobol' indices) of the strongest.
    VarianceShares {
        /// Trajectories.
        trajectories: usize,
        /// How many settings pass the screening; the others stay as the scenario has them.
        screened: usize,
        /// Rows of each sample; takes as many runs for each screened setting, and twice as many once.
        rows: usize,
    },
}

/// What is to be flown.
#[derive(Clone, Debug)]
pub struct RobustnessPlan {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Settings that it uses.
    pub parameters: Vec<Parameter>,
    /// Settings that it does not use, with the reason.
    pub unused: Vec<Parameter>,
    /// Metrics looked at beside the guardrails.
    pub metrics: Vec<Metric>,
    /// Plausible settings drawn.
    pub draws: usize,
    /// How they are drawn.
    pub sampling: Sampling,
    /// How it is found out which setting decides.
    pub decides: Decides,
}

/// Why a plan is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RobustnessError {
    /// Too little is asked for.
    #[error("{0}")]
    TooLittle(&'static str),
    /// The Sobol' sequence is too short.
    #[error("the Sobol' sequence has {MOST_SOBOL_POINTS} points in {MOST_SOBOL_DIMENSIONS} dimensions; a Latin hypercube has no such bound")]
    TooLong,
}

impl RobustnessPlan {
    /// Plans it for a valid scenario.
    ///
    /// # Errors
    /// No draw, trajectory, row or setting to vary; more than a Sobol' sequence has.
    pub fn new(scenario: &Arc<Scenario>, metrics: &[Metric], draws: usize, sampling: Sampling, decides: Decides) -> Result<Self, RobustnessError> {
        let (parameters, unused): (Vec<Parameter>, Vec<Parameter>) =
            parameters(scenario).into_iter().partition(|parameter| parameter.unused.is_none());
        if draws == 0 {
            return Err(RobustnessError::TooLittle("at least one plausible setting must be drawn"));
        }
        if parameters.is_empty() {
            return Err(RobustnessError::TooLittle("this scenario uses no setting that has a plausible range"));
        }
        match decides {
            Decides::ElementaryEffects { trajectories } | Decides::VarianceShares { trajectories, .. } if trajectories < 2 => {
                return Err(RobustnessError::TooLittle("effects need at least two trajectories"));
            }
            Decides::VarianceShares { screened, rows, .. } if screened == 0 || rows < 2 => {
                return Err(RobustnessError::TooLittle("shares of the variance need a setting and at least two rows"));
            }
            Decides::Nothing | Decides::ElementaryEffects { .. } | Decides::VarianceShares { .. } => {}
        }
        let widest = if sampling == Sampling::Sobol { parameters.len() } else { 0 };
        let longest = if sampling == Sampling::Sobol { draws } else { 0 };
        let (columns, rows) = match decides {
            Decides::VarianceShares { screened, rows, .. } => (2 * screened.min(parameters.len()), rows),
            Decides::Nothing | Decides::ElementaryEffects { .. } => (0, 0),
        };
        if widest.max(columns) > MOST_SOBOL_DIMENSIONS || longest.max(rows) > MOST_SOBOL_POINTS {
            return Err(RobustnessError::TooLong);
        }
        Ok(Self { scenario: Arc::clone(scenario), parameters, unused, metrics: metrics.to_vec(), draws, sampling, decides })
    }

    /// Runs in all, each of all worlds.
    pub fn runs(&self) -> usize {
        let ways = |trajectories: usize| trajectories * (self.parameters.len() + 1);
        1 + self.draws
            + match self.decides {
                Decides::Nothing => 0,
                Decides::ElementaryEffects { trajectories } => ways(trajectories),
                Decides::VarianceShares { trajectories, screened, rows } => ways(trajectories) + rows * (screened.min(self.parameters.len()) + 2),
            }
    }

    /// Customer-days in all.
    pub fn customer_days(&self) -> u64 {
        (customer_days(&self.scenario) * self.scenario.experiment.worlds).saturating_mul(self.runs() as u64)
    }

    /// Settings by draw, as shares of their ranges.
    fn shares(&self) -> Vec<Vec<f64>> {
        let (dimensions, seed) = (self.parameters.len(), self.scenario.experiment.seed);
        match self.sampling {
            Sampling::LatinHypercube => latin_hypercube(self.draws, dimensions, seed),
            // Lengths were looked at when the plan was made.
            Sampling::Sobol => sobol_sequence(self.draws, dimensions, seed).unwrap_or_default(),
        }
    }

    /// The scenario with some of its settings at these shares of their ranges.
    fn at(&self, chosen: &[usize], shares: &[f64]) -> Left<Arc<Scenario>> {
        let mut changed = (*self.scenario).clone();
        for (&index, &share) in chosen.iter().zip(shares) {
            if let Some(parameter) = self.parameters.get(index) {
                let text = parameter.text(parameter.between(share));
                set(&mut changed, &parameter.path, &text).map_err(|finding| vec![(&finding).into()])?;
            }
        }
        checked(changed)
    }
}

/// One plausible setting of everything, and what it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Value of each setting, in the order of [`RobustnessPlan::parameters`].
    pub values: Vec<f64>,
    /// What was seen of every variant, or why it was not flown.
    pub seen: Left<Vec<VariantReading>>,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Robustness {
    /// What was flown.
    pub plan: Arc<RobustnessPlan>,
    /// Names of the variants, twin first.
    pub variants: Vec<String>,
    /// Index of the baseline.
    pub baseline: usize,
    /// What is seen with the settings as the scenario has them.
    pub here: Vec<VariantReading>,
    /// Plausible settings.
    pub draws: Vec<Draw>,
    /// By variant that is compared: how often its verdict holds.
    pub held: Vec<VariantRobustness>,
    /// By variant and number: which setting matters; empty where that was not asked for.
    pub influences: Vec<Influence>,
}

impl Robustness {
    /// What decides for a variant: the settings' influence on the guardrail that most plausible settings leave undecided or crossed.
    pub fn deciding(&self, variant: &str) -> Option<&Influence> {
        let held = self.held.iter().find(|held| held.variant == variant)?;
        let guard = held.guardrails.iter().min_by_key(|guard| guard.within.count)?;
        self.influences.iter().find(|influence| influence.target.is_guardrail(variant, guard.guardrail))
    }
}

/// Flies it. `threads` 0 takes all cores and changes no number. `progress` hears how many runs of how many are done.
///
/// # Errors
/// [`RunError::Cancelled`] where it was stopped, [`RunError::Engine`] where threads cannot be had or the scenario itself cannot be flown.
pub fn robustness(plan: &Arc<RobustnessPlan>, threads: usize, stop: &Stop, progress: impl Fn(usize, usize) + Sync) -> Result<Robustness, RunError> {
    let work = Work { plan, threads, stop, done: AtomicUsize::new(0), progress: &progress };
    let all: Vec<usize> = (0..plan.parameters.len()).collect();
    let shares = plan.shares();
    // An empty row leaves every setting as the scenario has it.
    let rows: Vec<Vec<f64>> = std::iter::once(Vec::new()).chain(shares.iter().cloned()).collect();
    let mut seen = work.fly(&all, &rows, |readings| readings)?;
    let broken =
        |problems: Vec<super::many::Problem>| RunError::Engine(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; "));
    let draws_seen = seen.split_off(1.min(seen.len()));
    let here = seen.pop().ok_or(RunError::Cancelled)?.map_err(broken)?;
    let value = |(parameter, share): (&Parameter, &f64)| {
        let value = parameter.between(*share);
        if parameter.whole { value.round() } else { value }
    };
    let draws: Vec<Draw> =
        shares.iter().zip(draws_seen).map(|(shares, seen)| Draw { values: plan.parameters.iter().zip(shares).map(value).collect(), seen }).collect();
    let (variants, baseline) = line_up(&plan.scenario);
    let influences = influence::influences(&work, &here)?;
    Ok(Robustness { held: shares::held(plan, &here, &draws), plan: Arc::clone(plan), variants, baseline, here, draws, influences })
}

/// Runs under way.
struct Work<'a> {
    plan: &'a RobustnessPlan,
    threads: usize,
    stop: &'a Stop,
    done: AtomicUsize,
    progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl Work<'_> {
    /// Flies the scenario with the chosen settings at each row of shares; gives what `take` keeps of each.
    fn fly<T: Send>(&self, chosen: &[usize], rows: &[Vec<f64>], take: impl Fn(Vec<VariantReading>) -> T + Sync) -> Result<Vec<Left<T>>, RunError> {
        let order: Vec<usize> = (0..rows.len()).collect();
        let mut found: Vec<Option<Left<T>>> = rows.iter().map(|_| None).collect();
        fly_each(
            &order,
            |place| self.plan.at(chosen, rows.get(place).map(Vec::as_slice).unwrap_or_default()),
            |run| take(see(run, &self.plan.metrics)),
            self.threads,
            self.stop,
            |place, left| {
                if let Some(found) = found.get_mut(place) {
                    *found = Some(left);
                }
                (self.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1, self.plan.runs());
            },
        )?;
        Ok(found.into_iter().map(|left| left.unwrap_or_else(|| Err(Vec::new()))).collect())
    }
}

#[cfg(test)]
mod tests;
