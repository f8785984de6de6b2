//! Which assumption moves which outcome: each setting of the customer model at the low and at the high end of its plausible range, one at a time,
//! everything else as the scenario has it. Worlds have the same seeds throughout, so that a difference is the setting's doing.

mod parameters;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use parameters::Parameter;

pub(super) use parameters::parameters;

use super::estimate::{Estimate, Estimated, paired};
use super::scorecard::scorecard;
use super::verdict::Decision;
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined, value};
use crate::scenario::{Metric, Scenario};
use crate::simulate::{Run, RunError, RunOptions, Watch, customer_days, fly_here, line_up};

/// A number that assumptions may move: a metric of a variant, as difference from the baseline; of the baseline itself, its level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The metric.
    pub metric: Metric,
    /// Index of the variant, twin first.
    pub variant: usize,
    /// Whether it is the variant's own level, because nothing stands beside it.
    pub level: bool,
}

/// A target with what it is and what moves it.
#[derive(Clone, Debug)]
pub struct Moved {
    /// What is moved.
    pub target: Target,
    /// As the scenario has it.
    pub base: Estimated,
    /// By setting that was flown, the strongest first.
    pub moves: Vec<Move>,
}

/// What one setting does to one target.
#[derive(Clone, Debug)]
pub struct Move {
    /// Index of the setting in [`Sensitivity::flown`].
    pub parameter: usize,
    /// The target with the setting at the low end of its range.
    pub low: Estimated,
    /// At the high end.
    pub high: Estimated,
    /// High minus low, paired by world.
    pub swing: Estimated,
}

impl Move {
    /// Whether the interval of the swing leaves no doubt that the setting moves the target.
    pub fn is_clear(&self) -> bool {
        let interval = self.swing.as_ref().ok().and_then(|swing| swing.interval);
        interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }

    /// Size of the swing; below everything where it is undefined.
    fn size(&self) -> f64 {
        self.swing.as_ref().map_or(-1.0, |swing| swing.mean.abs())
    }
}

/// What follows for a variant at both ends of a setting, where it differs from what the scenario gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// Index of the setting in [`Sensitivity::flown`].
    pub parameter: usize,
    /// Index of the variant.
    pub variant: usize,
    /// At the low end.
    pub low: Decision,
    /// At the high end.
    pub high: Decision,
}

/// The table.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// The scenario as it was flown.
    pub scenario: Arc<Scenario>,
    /// Names of the variants, twin first.
    pub variants: Vec<String>,
    /// Index of the baseline.
    pub baseline: usize,
    /// Settings that were flown at both ends.
    pub flown: Vec<Parameter>,
    /// Settings that this scenario does not use, with the reason.
    pub unused: Vec<Parameter>,
    /// By target, in the order of variants and metrics.
    pub targets: Vec<Moved>,
    /// By variant: what follows as the scenario has it; `None` for twin and baseline.
    pub decisions: Vec<Option<Decision>>,
    /// Settings that change what follows for a variant.
    pub flips: Vec<Flip>,
    /// Runs, each of all worlds.
    pub runs: usize,
    /// Customer-days simulated.
    pub customer_days: u64,
}

/// Worlds and people of a scenario, cut to what is usual where nobody says how many: many small runs tell what moves what.
pub fn usual_size(scenario: &Scenario) -> (u64, u64) {
    (scenario.experiment.worlds.min(8), scenario.population.customers.min(500))
}

/// Metrics looked at where nothing else is asked for: those of the guardrails, then what the change is for and what it does to people.
pub fn usual_metrics(scenario: &Scenario) -> Vec<Metric> {
    let guarded = scenario.experiment.guardrails.iter().filter_map(|guardrail| Metric::from_id(&guardrail.metric));
    let mut found: Vec<Metric> = Vec::new();
    for metric in guarded.chain([Metric::Purchases, Metric::OverLine, Metric::TrustMean, Metric::Churn]) {
        if !found.contains(&metric) {
            found.push(metric);
        }
    }
    found
}

/// What one run gives.
struct Seen {
    /// By target, then by world.
    targets: Vec<Vec<Measured>>,
    decisions: Vec<Option<Decision>>,
}

/// Flies a valid scenario and each setting of its customer model at both ends. `threads` 0 takes all cores and changes no number. `progress` hears
/// how many runs of how many are done, from any thread; where it answers `false` the work ends.
///
/// # Errors
/// [`RunError::Cancelled`] where it was ended, [`RunError::Engine`] where the engine stops.
pub fn sensitivity(
    scenario: &Arc<Scenario>,
    metrics: &[Metric],
    threads: usize,
    progress: impl Fn(usize, usize) -> bool + Sync,
) -> Result<Sensitivity, RunError> {
    let (flown, unused): (Vec<Parameter>, Vec<Parameter>) = parameters(scenario).into_iter().partition(|parameter| parameter.unused.is_none());
    let mut scenarios = vec![Arc::clone(scenario)];
    for parameter in &flown {
        for end in [parameter.low, parameter.high] {
            scenarios.push(Arc::new(parameter.at(scenario, end).map_err(|error| RunError::Engine(error.to_string()))?));
        }
    }
    let (names, baseline) = line_up(scenario);
    let targets = targets(names.len(), baseline, metrics);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| RunError::Engine(error.to_string()))?;
    let (done, runs) = (AtomicUsize::new(0), scenarios.len());
    let one = |scenario: &Arc<Scenario>| {
        if !progress(done.load(Ordering::Relaxed), runs) {
            return Err(RunError::Cancelled);
        }
        let run = fly_here(scenario, &RunOptions::default(), &Watch::of(scenario, || {}), |_| {})?;
        let seen = see(&run, &targets);
        let count = done.fetch_add(1, Ordering::Relaxed) + 1;
        if progress(count, runs) { Ok(seen) } else { Err(RunError::Cancelled) }
    };
    let seen: Vec<Seen> = pool.install(|| scenarios.par_iter().map(one).collect::<Result<_, _>>())?;
    let Some((base, ends)) = seen.split_first() else { return Err(RunError::Cancelled) };
    let confidence = scenario.experiment.confidence;
    let moved = targets.into_iter().enumerate().map(|(place, target)| moved(target, place, base, ends, confidence)).collect();
    Ok(Sensitivity {
        customer_days: customer_days(scenario) * scenario.experiment.worlds * runs as u64,
        scenario: Arc::clone(scenario),
        variants: names,
        baseline,
        flown,
        unused,
        targets: moved,
        decisions: base.decisions.clone(),
        flips: flips(base, ends),
        runs,
    })
}

/// Every variant beside the baseline; the baseline's own levels where it stands alone.
fn targets(variants: usize, baseline: usize, metrics: &[Metric]) -> Vec<Target> {
    let compared: Vec<usize> = (1..variants).filter(|&variant| variant != baseline).collect();
    let level = compared.is_empty();
    let of = if level { vec![baseline] } else { compared };
    of.into_iter().flat_map(|variant| metrics.iter().map(move |&metric| Target { metric, variant, level })).collect()
}

fn see(run: &Run, targets: &[Target]) -> Seen {
    let measure = |metric, variant| run.worlds.iter().map(|world| value(world, variant, metric, Scope::All, 1)).collect::<Vec<_>>();
    let read = |target: &Target| {
        let own = measure(target.metric, target.variant);
        if target.level { own } else { paired(&own, &measure(target.metric, run.baseline), |own, base| Ok(own - base)) }
    };
    Seen { targets: targets.iter().map(read).collect(), decisions: scorecard(run).decisions }
}

fn moved(target: Target, place: usize, base: &Seen, ends: &[Seen], confidence: f64) -> Moved {
    let values = |seen: &Seen| seen.targets.get(place).cloned().unwrap_or_default();
    let mut moves: Vec<Move> = ends
        .chunks_exact(2)
        .enumerate()
        .map(|(parameter, pair)| {
            let (low, high) = (values(&pair[0]), values(&pair[1]));
            let swing = Estimate::of(paired(&high, &low, |high, low| Ok(high - low)), confidence);
            Move { parameter, swing: renamed(swing), low: Estimate::of(low, confidence), high: Estimate::of(high, confidence) }
        })
        .collect();
    // Equals keep the order of the file.
    moves.sort_by(|a, b| b.size().total_cmp(&a.size()));
    Moved { target, base: Estimate::of(values(base), confidence), moves }
}

/// Pairing speaks of a baseline; here the low end takes its place.
fn renamed(swing: Estimated) -> Estimated {
    swing.map_err(|undefined| match undefined.reason.strip_prefix("baseline: ") {
        Some(reason) => Undefined::new(format!("at the low end: {reason}")),
        None => undefined,
    })
}

fn flips(base: &Seen, ends: &[Seen]) -> Vec<Flip> {
    let mut found = Vec::new();
    for (parameter, pair) in ends.chunks_exact(2).enumerate() {
        for (variant, decision) in base.decisions.iter().enumerate() {
            let at = |seen: &Seen| seen.decisions.get(variant).cloned().flatten();
            if let (Some(decision), Some(low), Some(high)) = (decision, at(&pair[0]), at(&pair[1]))
                && (low != *decision || high != *decision)
            {
                found.push(Flip { parameter, variant, low, high });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Arc<Scenario> {
        let mut scenario = Scenario::default();
        scenario.population.customers = 60;
        scenario.experiment.worlds = 2;
        scenario.experiment.days = 14;
        // One mechanism is enough to see that its settings move what they should.
        let switches = &mut scenario.behavior.mechanisms;
        (switches.drift, switches.satiation, switches.purchase, switches.hazards) = (false, false, false, false);
        Arc::new(scenario)
    }

    #[test]
    fn a_settings_ends_move_what_they_should_and_nothing_else() {
        let scenario = small();
        let table = sensitivity(&scenario, &[Metric::TrustMean, Metric::Creepiness], 2, |_, _| true).expect("flown");
        assert_eq!(table.runs, 1 + 2 * parameters(&scenario).iter().filter(|parameter| parameter.unused.is_none()).count());
        assert_eq!(table.targets.len(), 2, "the only variant is the baseline: its own levels");
        let effect = |metric: Metric, path: &str| {
            let moved = table.targets.iter().find(|moved| moved.target.metric == metric).expect("a target");
            let place = table.flown.iter().position(|parameter| parameter.path == path).expect("a setting");
            moved.moves.iter().find(|one| one.parameter == place).expect("a move").swing.as_ref().expect("defined").mean
        };
        assert!(effect(Metric::Creepiness, "behavior.perception.privacy_weight") > 0.0);
        assert!(effect(Metric::TrustMean, "behavior.trust.bad_weight") < 0.0);
        assert_eq!(effect(Metric::Creepiness, "behavior.perception.setting_night"), 0.0, "no variant writes at night");
        for moved in &table.targets {
            assert!(moved.moves.windows(2).all(|pair| pair[0].size() >= pair[1].size()), "the strongest first");
            assert_eq!(moved.moves.len(), table.flown.len());
        }
        assert!(table.unused.iter().any(|parameter| parameter.path.starts_with("behavior.drift.")));
    }

    #[test]
    fn the_table_is_the_same_for_any_number_of_threads_and_can_be_ended() {
        let scenario = small();
        let numbers = |threads| {
            let table = sensitivity(&scenario, &[Metric::TrustMean], threads, |_, _| true).expect("flown");
            table.targets[0].moves.iter().map(|one| (one.parameter, one.swing.clone())).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1), numbers(2));
        assert_eq!(sensitivity(&scenario, &[Metric::TrustMean], 1, |done, _| done < 3).err(), Some(RunError::Cancelled));
    }

    #[test]
    fn guarded_metrics_come_first() {
        let mut scenario = Scenario::default();
        scenario.experiment.guardrails.push(crate::scenario::experiment::Guardrail { metric: "complaints".into(), ..Default::default() });
        assert_eq!(usual_metrics(&scenario)[0], Metric::Complaints);
        assert_eq!(targets(3, 1, &[Metric::Churn]), [Target { metric: Metric::Churn, variant: 2, level: false }]);
    }
}
