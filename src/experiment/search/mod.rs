//! A search for a better policy within a budget of runs.
//!
//! The method is simple on purpose, and the same for every machine:
//! 1. A Latin hypercube over the fields that vary, and the scenario as it stands, are flown small (few worlds and people).
//! 2. Successive halving (Karnin, Koren, Somekh 2013; Jamieson, Talwalkar 2016): the better half is flown twice as large, until one is flown at full
//!    size. What stays within every limit by its mean comes first, the most gained first; then what passes limits by little (Deb 2000).
//! 3. The same again in a smaller box around the best at full size, halved from round to round, until the budget is spent.
//! 4. Whoever chooses the best of many sees its luck, too. So the best ones are flown once more in fresh worlds, and only one whose guardrails are all
//!    within their limits there is recommended. Otherwise none is found, and the nearest is told with what would tell more.

mod rank;
mod round;

use std::sync::Arc;

use super::estimate::{Estimate, Estimated, paired};
use super::frontier::{Aim, Frontier, frontier, trade_of};
use super::many::{Left, Problem, Stop, fly_each};
use super::sweep::{Axis, Design, PlanError, Reach, Setting, VariantReading, read_axes, see, with_settings};
use super::verdict::Decision;
use crate::measure::{Measured, Undefined};
use crate::scenario::{Metric, Scenario, get};
use crate::simulate::RunError;
use crate::world::Keyed;

use rank::better_first;
use round::{Size, ladder, next_box, round_cost};

/// Runs of full size that are set aside for fresh worlds: one for the scenario as it stands, the others for candidates.
const SET_ASIDE: f64 = 4.0;
/// Fewest runs of full size that a search needs: four candidates, the scenario as it stands, and what is set aside.
pub const FEWEST_RUNS: f64 = 9.0;
/// Fewest candidates of a round.
const FEWEST_CANDIDATES: usize = 4;
/// Candidates of a round in a smaller box.
const NEARBY: usize = 8;
/// Rounds in smaller boxes: then a box is a 64th of the ranges.
const MOST_ROUNDS: usize = 6;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct SearchPlan {
    /// The scenario, at the size that counts.
    pub scenario: Arc<Scenario>,
    /// What varies.
    pub axes: Vec<Axis>,
    /// Name of the variant that is to be made better.
    pub variant: String,
    /// What is to be gained: the variant's difference from the baseline.
    pub aim: Aim,
    /// Metrics kept of each trial; what is to be gained is among them.
    pub metrics: Vec<Metric>,
    /// Runs of full size that may be spent.
    pub budget: f64,
}

impl SearchPlan {
    /// Plans a search. `fields` are of the form `PATH=low..high` or `PATH=a,b,c`.
    ///
    /// # Errors
    /// Fields or values that do not fit, a variant that does not exist or is the baseline, no guardrail, a budget that is too small.
    pub fn new(scenario: &Arc<Scenario>, fields: &[String], variant: &str, aim: Aim, metrics: &[Metric], budget: f64) -> Result<Self, PlanError> {
        let odd = |message: String, help: &str| PlanError::Odd { message, help: help.into() };
        let experiment = &scenario.experiment;
        if experiment.guardrails.is_empty() {
            let help = "set limits in `experiment.guardrails`; a search without them finds what harms most";
            return Err(odd("the scenario has no guardrail".into(), help));
        }
        if variant == experiment.baseline || !scenario.variants.iter().any(|other| other.name == variant) {
            return Err(odd(format!("`{variant}` is no variant that is compared with the baseline"), "name one that is"));
        }
        if !(budget >= FEWEST_RUNS && budget.is_finite()) {
            return Err(odd(format!("a budget of {budget} runs is too small"), "a search takes at least 9"));
        }
        let axes = read_axes(scenario, fields, Design::LatinHypercube(1), 10_000)?;
        let mut kept = vec![aim.metric];
        kept.extend(metrics.iter().filter(|metric| **metric != aim.metric));
        Ok(Self { scenario: Arc::clone(scenario), axes, variant: variant.into(), aim, metrics: kept, budget })
    }

    /// The values that the scenario has.
    fn here(&self) -> Vec<Setting> {
        let setting = |axis: &Axis| {
            // The field was found when the search was planned.
            let text = get(&self.scenario, &axis.path).unwrap_or_default();
            Setting { number: text.parse().ok(), text }
        };
        self.axes.iter().map(setting).collect()
    }
}

/// One candidate, flown once.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The value of each axis.
    pub settings: Vec<Setting>,
    /// The round, from 0.
    pub round: usize,
    /// Worlds flown.
    pub worlds: u64,
    /// People in each.
    pub people: u64,
    /// Whether that is the full size.
    pub full: bool,
    /// What was seen of the variant, or why it was not flown.
    pub seen: Left<VariantReading>,
}

impl Trial {
    /// What follows from its guardrails.
    pub fn decision(&self) -> Option<&Decision> {
        self.seen.as_ref().ok()?.decision.as_ref()
    }

    /// The difference in a metric.
    pub fn difference(&self, metric: Metric) -> Estimated {
        match &self.seen {
            Ok(reading) => {
                reading.metric(metric).map_or_else(|| Err(Undefined::new("this search did not keep that metric")), |found| found.difference.clone())
            }
            Err(_) => Err(Undefined::new("this candidate could not be flown")),
        }
    }
}

/// What a search ends with.
#[derive(Clone, Debug)]
pub enum SearchEnd {
    /// A policy whose guardrails are all within their limits, in worlds that had no part in choosing it.
    Found(Box<Recommendation>),
    /// None is recommended.
    NoneFound {
        /// The candidate that comes nearest, at full size; `None` where none could be flown.
        nearest: Option<Trial>,
    },
}

/// A policy that is recommended.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// The candidate, flown in fresh worlds.
    pub trial: Trial,
    /// The scenario as it stands, in the same worlds.
    pub here: Trial,
    /// What is gained against the scenario as it stands, turned so that more is better, paired by world.
    pub gain: Estimated,
}

impl Recommendation {
    /// Whether it is better than the scenario as it stands beyond doubt.
    pub fn is_clear(&self) -> bool {
        self.gain.as_ref().ok().and_then(|gain| gain.interval).is_some_and(|(low, _)| low > 0.0)
    }
}

/// A search with all that was seen.
#[derive(Clone, Debug)]
pub struct Search {
    /// What was searched for.
    pub plan: Arc<SearchPlan>,
    /// Every trial, in the order of rounds and sizes.
    pub trials: Vec<Trial>,
    /// Trials in fresh worlds, the scenario as it stands first.
    pub fresh: Vec<Trial>,
    /// Runs of full size that were spent.
    pub spent: f64,
    /// What came out.
    pub end: SearchEnd,
}

impl Search {
    /// Trials at full size as benefit against harm.
    pub fn frontier(&self, harm: Aim) -> Frontier {
        let full = self.trials.iter().enumerate().filter(|(_, trial)| trial.full);
        let points = full.filter_map(|(place, trial)| Some(trade_of(trial.seen.as_ref().ok()?, Some(place), self.plan.aim, harm))).collect();
        frontier(&self.plan.scenario, self.plan.aim, harm, points)
    }
}

/// Searches. `each` hears of every trial in order, with the share of the budget that is spent by then. `threads` 0 takes all cores and changes no
/// number.
///
/// # Errors
/// [`RunError::Cancelled`] where it was stopped, [`RunError::Engine`] where threads cannot be had.
pub fn search(plan: &Arc<SearchPlan>, threads: usize, stop: &Stop, each: impl FnMut(&Trial, f64) + Send) -> Result<Search, RunError> {
    let mut work = Work { plan, threads, stop, each, spent: 0.0 };
    let sizes = ladder(&plan.scenario);
    let free = plan.budget - SET_ASIDE;
    let mut trials = Vec::new();
    let mut centre: Option<Vec<f64>> = None;
    for number in 0..=MOST_ROUNDS {
        let candidates = match &centre {
            None => (FEWEST_CANDIDATES..).take_while(|&count| round_cost(&sizes, count) <= free / 2.0).last().unwrap_or(FEWEST_CANDIDATES),
            Some(_) => NEARBY,
        };
        if number > 0 && work.spent + round_cost(&sizes, candidates) > free {
            break;
        }
        let mut settings = next_box(plan, centre.as_deref(), number, candidates);
        if number == 0 {
            settings.insert(0, plan.here());
        }
        let known: Vec<&[Setting]> = trials.iter().filter(|trial: &&Trial| trial.full).map(|trial| trial.settings.as_slice()).collect();
        settings.retain(|one| number == 0 || !known.contains(&one.as_slice()));
        let flown = work.halve(number, settings, &sizes)?;
        trials.extend(flown);
        let full: Vec<&Trial> = trials.iter().filter(|trial| trial.full).collect();
        let Some(best) = better_first(&full, plan.aim).first().and_then(|&place| full.get(place).copied()) else { break };
        centre = Some(plan.axes.iter().zip(&best.settings).map(|(axis, setting)| share_of(axis, setting)).collect());
    }
    let (fresh, end) = work.confirm(&trials)?;
    Ok(Search { plan: Arc::clone(plan), trials, fresh, spent: work.spent, end })
}

/// Where a value lies on its axis, as a share of the way.
fn share_of(axis: &Axis, setting: &Setting) -> f64 {
    match &axis.reach {
        Reach::Between { low, high } => setting.number.map_or(0.5, |number| ((number - low) / (high - low)).clamp(0.0, 1.0)),
        Reach::Values(values) => {
            values.iter().position(|value| value.text == setting.text).map_or(0.5, |place| (place as f64 + 0.5) / values.len().max(1) as f64)
        }
    }
}

/// A search under way.
struct Work<'a, F> {
    plan: &'a SearchPlan,
    threads: usize,
    stop: &'a Stop,
    each: F,
    spent: f64,
}

impl<F: FnMut(&Trial, f64) + Send> Work<'_, F> {
    /// Flies candidates small, the better half of them twice as large, and so on; gives every trial.
    fn halve(&mut self, round: usize, settings: Vec<Vec<Setting>>, sizes: &[Size]) -> Result<Vec<Trial>, RunError> {
        let mut all = Vec::new();
        let mut left = settings;
        for (place, size) in sizes.iter().enumerate() {
            let full = place + 1 == sizes.len();
            let trials = self.fly(&self.plan.scenario, round, &left, *size, full)?;
            let seen: Vec<&Trial> = trials.iter().collect();
            let order = better_first(&seen, self.plan.aim);
            let keep = left.len().div_ceil(2);
            left = order.into_iter().take(keep).filter_map(|place| trials.get(place)).map(|trial| trial.settings.clone()).collect();
            all.extend(trials);
        }
        Ok(all)
    }

    fn fly(&mut self, scenario: &Scenario, round: usize, settings: &[Vec<Setting>], size: Size, full: bool) -> Result<Vec<Trial>, RunError> {
        let mut sized = scenario.clone();
        (sized.experiment.worlds, sized.population.customers) = (size.worlds, size.people);
        let order: Vec<usize> = (0..settings.len()).collect();
        let mut found: Vec<Option<Left<VariantReading>>> = vec![None; settings.len()];
        let (plan, variant) = (self.plan, &self.plan.variant);
        let take = |readings: Vec<VariantReading>| {
            let own = readings.into_iter().find(|reading| reading.name == *variant);
            own.ok_or_else(|| vec![Problem { code: String::new(), path: String::new(), message: format!("there is no variant \"{variant}\" here") }])
        };
        fly_each(
            &order,
            |place| with_settings(&sized, &plan.axes, settings.get(place).map(Vec::as_slice).unwrap_or_default()),
            |run| take(see(run, &plan.metrics)),
            self.threads,
            self.stop,
            |place, left| {
                if let Some(found) = found.get_mut(place) {
                    *found = Some(left.and_then(|left| left));
                }
            },
        )?;
        let mut trials = Vec::with_capacity(settings.len());
        for (settings, seen) in settings.iter().zip(found) {
            let seen = seen.unwrap_or_else(|| Err(Vec::new()));
            if seen.is_ok() {
                self.spent += size.cost;
            }
            let trial = Trial { settings: settings.clone(), round, worlds: size.worlds, people: size.people, full, seen };
            (self.each)(&trial, self.spent / self.plan.budget);
            trials.push(trial);
        }
        Ok(trials)
    }

    /// Flies the best ones in fresh worlds until one holds there.
    fn confirm(&mut self, trials: &[Trial]) -> Result<(Vec<Trial>, SearchEnd), RunError> {
        let plan = self.plan;
        let mut scenario = (*plan.scenario).clone();
        // Another seed gives other worlds; seeds of files have 53 bits.
        scenario.experiment.seed = Keyed::world_seed(scenario.experiment.seed, u64::MAX) >> 11;
        let size = Size { worlds: scenario.experiment.worlds, people: scenario.population.customers, cost: 1.0 };
        let mut fresh = self.fly(&scenario, MOST_ROUNDS + 1, &[plan.here()], size, true)?;
        let full: Vec<&Trial> = trials.iter().filter(|trial| trial.full).collect();
        let order = better_first(&full, plan.aim);
        let holds = |trial: &&Trial| trial.decision() == Some(&Decision::Ship);
        let candidates: Vec<&Trial> = order.iter().filter_map(|&place| full.get(place).copied()).filter(holds).take(SET_ASIDE as usize - 1).collect();
        for candidate in candidates {
            let flown = self.fly(&scenario, MOST_ROUNDS + 1, std::slice::from_ref(&candidate.settings), size, true)?;
            fresh.extend(flown);
            if let [here, .., trial] = fresh.as_slice()
                && holds(&trial)
            {
                let recommendation = Recommendation { gain: gain(here, trial, plan), trial: trial.clone(), here: here.clone() };
                return Ok((fresh, SearchEnd::Found(Box::new(recommendation))));
            }
        }
        let nearest = order.first().and_then(|&place| full.get(place)).map(|trial| {
            // What failed in fresh worlds is told as it was seen there.
            fresh.iter().find(|other| other.settings == trial.settings).unwrap_or(trial)
        });
        let nearest = nearest.filter(|trial| trial.seen.is_ok()).cloned();
        Ok((fresh, SearchEnd::NoneFound { nearest }))
    }
}

fn gain(here: &Trial, trial: &Trial, plan: &SearchPlan) -> Estimated {
    let values = |trial: &Trial| -> Result<Vec<Measured>, Undefined> {
        let difference = trial.difference(plan.aim.metric)?;
        Ok(difference.values.iter().map(|value| value.ok_or_else(|| Undefined::new("undefined in this world"))).collect())
    };
    let aim = plan.aim;
    Estimate::of(paired(&values(trial)?, &values(here)?, |own, here| Ok(aim.good(own) - aim.good(here))), plan.scenario.experiment.confidence)
}

#[cfg(test)]
mod tests;
