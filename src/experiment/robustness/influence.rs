//! Which setting decides: elementary effects of every setting on what each guardrail compares and on each metric, and shares of the variance for the
//! strongest.

use super::{Decides, Work};
use crate::experiment::sweep::{GuardReading, Quantity, VariantReading, decides, number};
use crate::experiment::unit_cube::{Draws, sobol_sequence};
use crate::measure::{Measured, Undefined};
use crate::simulate::RunError;
use crate::stats::resampling::{BootstrapInterval, stratified_bootstrap};
use crate::stats::{ElementaryEffects, Trajectory, VarianceShares, elementary_effects, jansen_indices, resampling};

/// Levels of the grid on which trajectories run (Morris 1991 has 4).
const LEVELS: usize = 4;
/// Draws of a bootstrap and their confidence.
const BOOTSTRAP: (u32, f64) = (1_000, 0.95);

/// A number that settings move.
#[derive(Clone, Debug, PartialEq)]
pub struct InfluenceTarget {
    /// Name of the variant.
    pub variant: String,
    /// What is moved: what a guardrail compares, or the difference in a metric.
    pub quantity: Quantity,
    /// With the settings as the scenario has them.
    pub here: Measured,
    /// For a guardrail: how far that lies on the safe side of the limit, negative past it.
    pub room: Option<f64>,
}

impl InfluenceTarget {
    /// Whether it is what that guardrail compares for that variant.
    pub fn is_guardrail(&self, variant: &str, guardrail: usize) -> bool {
        self.variant == variant && self.quantity == Quantity::Guardrail(guardrail)
    }

    fn of(&self, readings: &[VariantReading]) -> Option<f64> {
        let reading = readings.iter().find(|reading| reading.name == self.variant)?;
        number(reading, self.quantity).ok().map(|estimate| estimate.mean)
    }
}

/// A target with what moves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    /// What is moved.
    pub target: InfluenceTarget,
    /// Every setting, the strongest first; those of which no effect was seen last.
    pub settings: Vec<ParameterInfluence>,
}

/// What one setting does to one target.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterInfluence {
    /// Index of the setting in the plan.
    pub parameter: usize,
    /// Effects of going through its whole plausible range.
    pub effects: Result<ElementaryEffects, Undefined>,
    /// Interval of the mean of absolute effects at 95 %, by bootstrap over trajectories.
    pub interval: Option<(f64, f64)>,
    /// Shares of the variance; `None` for a setting that was not among the strongest, or where they were not asked for.
    pub shares: Option<Result<ShareInterval, Undefined>>,
}

impl ParameterInfluence {
    /// Mean of absolute effects; below everything where there is none.
    fn strength(&self) -> f64 {
        self.effects.as_ref().map_or(-1.0, |effects| effects.mean_absolute)
    }
}

/// Shares of the variance with their intervals at 95 %, by bootstrap over rows.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareInterval {
    /// First-order and total index.
    pub shares: VarianceShares,
    /// Interval of the first-order index.
    pub first: Option<(f64, f64)>,
    /// Interval of the total index.
    pub total: Option<(f64, f64)>,
}

/// What every setting does to every target.
pub(super) fn influences(work: &Work<'_>, here: &[VariantReading]) -> Result<Vec<Influence>, RunError> {
    let trajectories = match work.plan.decides {
        Decides::Nothing => return Ok(Vec::new()),
        Decides::ElementaryEffects { trajectories } | Decides::VarianceShares { trajectories, .. } => trajectories,
    };
    let targets = targets(work, here);
    let mut found = screen(work, &targets, trajectories)?;
    if let Decides::VarianceShares { screened, rows, .. } = work.plan.decides {
        apportion(work, &mut found, screened, rows)?;
    }
    Ok(found)
}

fn targets(work: &Work<'_>, here: &[VariantReading]) -> Vec<InfluenceTarget> {
    let mut found = Vec::new();
    for reading in here.iter().filter(|reading| reading.decision.is_some()) {
        let guardrails = (0..work.plan.scenario.experiment.guardrails.len()).map(Quantity::Guardrail);
        for quantity in guardrails.chain(work.plan.metrics.iter().copied().map(Quantity::Difference)) {
            let room = match quantity {
                Quantity::Guardrail(guardrail) => decides(reading, guardrail).and_then(GuardReading::room),
                Quantity::Level(_) | Quantity::Difference(_) => None,
            };
            let here = number(reading, quantity).map(|estimate| estimate.mean);
            found.push(InfluenceTarget { variant: reading.name.clone(), quantity, here, room });
        }
    }
    found
}

/// By target: the mean over worlds in each row.
fn fly_targets(work: &Work<'_>, targets: &[InfluenceTarget], chosen: &[usize], rows: &[Vec<f64>]) -> Result<Vec<Vec<Option<f64>>>, RunError> {
    let flown = work.fly(chosen, rows, |readings| targets.iter().map(|target| target.of(&readings)).collect::<Vec<_>>())?;
    let of = |place: usize| flown.iter().map(|left| left.as_ref().ok().and_then(|values| values.get(place).copied().flatten())).collect();
    Ok((0..targets.len()).map(of).collect())
}

/// Elementary effects of every setting.
fn screen(work: &Work<'_>, targets: &[InfluenceTarget], trajectories: usize) -> Result<Vec<Influence>, RunError> {
    let inputs = work.plan.parameters.len();
    let seed = work.plan.scenario.experiment.seed;
    let (start, order) = (Draws::new(seed, 3), Draws::new(seed, 4));
    let way = |number: usize| {
        let levels: Vec<usize> = (0..inputs).map(|input| start.below(number, input, LEVELS)).collect();
        Trajectory::new(&levels, &order.shuffled(number, inputs), LEVELS)
    };
    let ways: Vec<Trajectory> = (0..trajectories).map(way).collect();
    let all: Vec<usize> = (0..inputs).collect();
    let rows: Vec<Vec<f64>> = ways.iter().flat_map(|way| way.points.iter().cloned()).collect();
    let outputs = fly_targets(work, targets, &all, &rows)?;
    let influence = |(target, outputs): (&InfluenceTarget, Vec<Option<f64>>)| {
        let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
        for (way, outputs) in ways.iter().zip(outputs.chunks(inputs + 1)) {
            for (input, effect) in way.effects(outputs) {
                if let Some(effects) = effects.get_mut(input) {
                    effects.push(effect);
                }
            }
        }
        let setting = |(parameter, effects): (usize, Vec<f64>)| {
            let interval = bootstrapped(&effects, seed, |effects| Ok(elementary_effects(effects)?.mean_absolute));
            ParameterInfluence { parameter, effects: elementary_effects(&effects), interval, shares: None }
        };
        let mut settings: Vec<ParameterInfluence> = effects.into_iter().enumerate().map(setting).collect();
        // Equals keep the order of the file.
        settings.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
        Influence { target: target.clone(), settings }
    };
    Ok(targets.iter().zip(outputs).map(influence).collect())
}

/// An interval by bootstrap over single units; `None` where there is none.
fn bootstrapped<T: Clone>(units: &[T], seed: u64, statistic: impl Fn(&[T]) -> Measured) -> Option<(f64, f64)> {
    let draws = resampling::Draws { count: BOOTSTRAP.0, confidence: BOOTSTRAP.1, seed };
    let one = |groups: &[Vec<T>]| statistic(groups.first().map(Vec::as_slice).unwrap_or_default());
    if units.len() < 2 {
        return None;
    }
    stratified_bootstrap(&[units.to_vec()], one, BootstrapInterval::Percentile, &draws).ok().map(|found| found.interval)
}

/// Settings that matter most over all guardrails, or over all targets where there is no guardrail: each target's effects are brought to the size of
/// its strongest.
fn strongest(influences: &[Influence], count: usize) -> Vec<usize> {
    let guards = influences.iter().filter(|influence| matches!(influence.target.quantity, Quantity::Guardrail(_)));
    let chosen: Vec<&Influence> = if guards.clone().next().is_some() { guards.collect() } else { influences.iter().collect() };
    let inputs = influences.first().map_or(0, |influence| influence.settings.len());
    let mut weights = vec![0.0f64; inputs];
    for influence in chosen {
        let top = influence.settings.first().map_or(0.0, ParameterInfluence::strength);
        for setting in influence.settings.iter().filter(|setting| top > 0.0 && setting.strength() > 0.0) {
            if let Some(weight) = weights.get_mut(setting.parameter) {
                *weight = weight.max(setting.strength() / top);
            }
        }
    }
    let mut order: Vec<usize> = (0..inputs).filter(|&input| weights.get(input).is_some_and(|weight| *weight > 0.0)).collect();
    let weight = |input: usize| weights.get(input).copied().unwrap_or(0.0);
    order.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
    order.truncate(count);
    order.sort_unstable();
    order
}

/// Shares of the variance of the strongest settings; the others stay as the scenario has them.
fn apportion(work: &Work<'_>, influences: &mut [Influence], screened: usize, rows: usize) -> Result<(), RunError> {
    let chosen = strongest(influences, screened);
    let inputs = chosen.len();
    let seed = work.plan.scenario.experiment.seed;
    // Lengths were looked at when the plan was made.
    let points = sobol_sequence(rows, 2 * inputs, seed).unwrap_or_default();
    let half =
        |second: bool| points.iter().map(move |point| point.iter().skip(if second { inputs } else { 0 }).take(inputs).copied().collect::<Vec<f64>>());
    let mut flown: Vec<Vec<f64>> = half(false).chain(half(true)).collect();
    for input in 0..inputs {
        flown.extend(half(false).zip(half(true)).map(|(mut row, other)| {
            if let (Some(value), Some(taken)) = (row.get_mut(input), other.get(input)) {
                *value = *taken;
            }
            row
        }));
    }
    let targets: Vec<InfluenceTarget> = influences.iter().map(|influence| influence.target.clone()).collect();
    let outputs = fly_targets(work, &targets, &chosen, &flown)?;
    for (influence, outputs) in influences.iter_mut().zip(outputs) {
        let column = |number: usize| outputs.get(number * rows..(number + 1) * rows).unwrap_or_default();
        for (place, parameter) in chosen.iter().enumerate() {
            // A row in which anything is missing is left out of all three columns.
            let rows: Vec<(f64, f64, f64)> =
                column(0).iter().zip(column(1)).zip(column(place + 2)).filter_map(|((a, b), ab)| Some(((*a)?, (*b)?, (*ab)?))).collect();
            let shares = shares_of(&rows).map(|shares| ShareInterval {
                shares,
                first: bootstrapped(&rows, seed, |rows| Ok(shares_of(rows)?.first)),
                total: bootstrapped(&rows, seed, |rows| Ok(shares_of(rows)?.total)),
            });
            if let Some(setting) = influence.settings.iter_mut().find(|setting| setting.parameter == *parameter) {
                setting.shares = Some(shares);
            }
        }
    }
    Ok(())
}

fn shares_of(rows: &[(f64, f64, f64)]) -> Result<VarianceShares, Undefined> {
    let column = |take: fn(&(f64, f64, f64)) -> f64| rows.iter().map(take).collect::<Vec<f64>>();
    jansen_indices(&column(|row| row.0), &column(|row| row.1), &column(|row| row.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn influence(quantity: Quantity, strengths: &[f64]) -> Influence {
        let setting = |(parameter, strength): (usize, &f64)| ParameterInfluence {
            parameter,
            effects: elementary_effects(&[*strength]),
            interval: None,
            shares: None,
        };
        let mut settings: Vec<ParameterInfluence> = strengths.iter().enumerate().map(setting).collect();
        settings.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
        Influence { target: InfluenceTarget { variant: "v".into(), quantity, here: Ok(0.0), room: None }, settings }
    }

    #[test]
    fn the_strongest_matter_to_some_guardrail() {
        let small = influence(Quantity::Guardrail(0), &[0.001, 0.0, 0.0005, 0.0]);
        let large = influence(Quantity::Guardrail(1), &[0.0, 0.1, 90.0, 0.0]);
        let metric = influence(Quantity::Difference(crate::scenario::Metric::Purchases), &[0.0, 0.0, 0.0, 5.0]);
        assert_eq!(strongest(&[small, large, metric.clone()], 2), [0, 2], "each guardrail in its own unit, metrics aside");
        assert_eq!(strongest(&[metric], 2), [3], "what moves nothing is not flown again");
        assert!(strongest(&[], 2).is_empty());
    }

    #[test]
    fn a_bootstrap_needs_two_units_and_repeats() {
        let mean = |values: &[f64]| Ok(values.iter().sum::<f64>() / values.len() as f64);
        assert_eq!(bootstrapped(&[1.0], 1, mean), None);
        let (low, high) = bootstrapped(&[1.0, 2.0, 3.0, 4.0], 1, mean).expect("an interval");
        assert!((1.0..2.5).contains(&low) && 2.5 < high && high <= 4.0, "{low} {high}");
        assert_eq!(bootstrapped(&[1.0, 2.0, 3.0, 4.0], 1, mean), Some((low, high)));
    }
}
