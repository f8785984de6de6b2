//! Uncertainty without formulas: bootstrap, permutation, jackknife. Every draw has a random stream of its own, numbered under an explicit seed.

use super::random::Stream;
use super::{Counts, Measured, QuantileDefinition, Undefined, check, normal_cdf, normal_quantile, sample_quantile};

/// The largest share of draws in which a statistic may be undefined before its interval is undefined too: an interval's tails are 2.5%.
const MOST_UNDEFINED: f64 = 0.01;
/// The most people that are drawn by counts: a draw takes about as many steps as the square root of their number.
const MOST_PEOPLE: u128 = 1_000_000_000_000;

/// How an interval comes from bootstrap draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BootstrapInterval {
    /// Quantiles of the draws.
    #[default]
    Percentile,
    /// Bias-corrected and accelerated (Efron 1987): quantiles moved by how the draws lie to the estimate and how its spread changes; for ratios.
    BiasCorrectedAccelerated,
}

/// How often, how surely and from which seed to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draws {
    /// Number of draws, usually 1,000 for a bootstrap and 999 for a permutation.
    pub count: u32,
    /// Confidence of intervals.
    pub confidence: f64,
    /// Seed of all streams.
    pub seed: u64,
}

/// A bootstrapped statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the data themselves.
    pub estimate: f64,
    /// Standard deviation of the draws.
    pub error: f64,
    /// Interval of the statistic.
    pub interval: (f64, f64),
    /// Draws in which the statistic was undefined; they are left out.
    pub undefined: u32,
    /// All draws gave the estimate: the interval is a point and must not be read as certainty.
    pub deterministic: bool,
}

/// Bootstrap of a statistic of groups: units are drawn with replacement within each group, so that groups keep their size and none becomes empty.
///
/// # Errors
/// Undefined where the statistic of the data is, where it is in more than one draw of a hundred, without draws, for a confidence outside 0 to 1; BCa
/// also where all draws lie on one side of the estimate or the jackknife does not vary.
pub fn stratified_bootstrap<T: Clone>(
    groups: &[Vec<T>],
    statistic: impl Fn(&[Vec<T>]) -> Measured,
    interval: BootstrapInterval,
    draws: &Draws,
) -> Result<Bootstrap, Undefined> {
    let estimate = statistic(groups)?;
    let one = |stream: &mut Stream| {
        let drawn: Vec<Vec<T>> = groups.iter().map(|group| group.iter().map(|_| group[stream.below(group.len())].clone()).collect()).collect();
        statistic(&drawn)
    };
    bootstrap(estimate, one, || acceleration(groups, &statistic), interval, draws)
}

/// The same for groups of counts in cells: the counts of each group are drawn again from a multinomial distribution, which is the same as drawing
/// people, whatever their number.
///
/// # Errors
/// As [`stratified_bootstrap`].
pub fn stratified_bootstrap_of_counts<const N: usize>(
    groups: &[[u64; N]],
    statistic: impl Fn(&[[u64; N]]) -> Measured,
    interval: BootstrapInterval,
    draws: &Draws,
) -> Result<Bootstrap, Undefined> {
    drawable(groups.iter().flatten().copied())?;
    let estimate = statistic(groups)?;
    let one = |stream: &mut Stream| {
        let mut drawn = groups.to_vec();
        for (drawn, group) in drawn.iter_mut().zip(groups) {
            for (cell, count) in drawn.iter_mut().zip(stream.redrawn(group)?) {
                *cell = count;
            }
        }
        statistic(&drawn)
    };
    bootstrap(estimate, one, || acceleration_of_counts(groups, &statistic), interval, draws)
}

fn drawable(counts: impl Iterator<Item = u64>) -> Result<(), Undefined> {
    let total: u128 = counts.map(u128::from).sum();
    if total <= MOST_PEOPLE { Ok(()) } else { Err(Undefined::new("more people than can be drawn")) }
}

fn bootstrap(
    estimate: f64,
    one: impl Fn(&mut Stream) -> Measured,
    acceleration: impl FnOnce() -> Measured,
    interval: BootstrapInterval,
    draws: &Draws,
) -> Result<Bootstrap, Undefined> {
    check::confidence(draws.confidence)?;
    let found: Vec<f64> = (0..draws.count).filter_map(|number| one(&mut Stream::new(draws.seed, u64::from(number))).ok()).collect();
    let undefined = draws.count - found.len() as u32;
    if found.is_empty() || f64::from(undefined) > MOST_UNDEFINED * f64::from(draws.count) {
        return Err(Undefined::new(format!("the statistic is undefined in {undefined} of {} bootstrap draws", draws.count)));
    }
    check::finite(&found, 1)?;
    let deterministic = found.iter().all(|&value| value == estimate);
    let mean = check::mean(&found);
    let squares: f64 = found.iter().map(|value| (value - mean) * (value - mean)).sum();
    let error = if deterministic { 0.0 } else { (squares / (found.len() as f64 - 1.0).max(1.0)).sqrt() };
    let tail = (1.0 - draws.confidence) / 2.0;
    let probabilities = match interval {
        _ if deterministic => (tail, 1.0 - tail),
        BootstrapInterval::Percentile => (tail, 1.0 - tail),
        BootstrapInterval::BiasCorrectedAccelerated => {
            let below = found
                .iter()
                .map(|&value| {
                    if value < estimate {
                        1.0
                    } else if value == estimate {
                        0.5
                    } else {
                        0.0
                    }
                })
                .sum::<f64>();
            moved(below / found.len() as f64, acceleration()?, tail)?
        }
    };
    let at = |probability| sample_quantile(&found, probability, QuantileDefinition::Linear);
    Ok(Bootstrap { estimate, error, interval: (at(probabilities.0)?, at(probabilities.1)?), undefined, deterministic })
}

/// BCa probabilities: `Phi(z0 + (z0 + z) / (1 - a (z0 + z)))` with `z0` the normal quantile of the share of draws below the estimate.
fn moved(below: f64, acceleration: f64, tail: f64) -> Result<(f64, f64), Undefined> {
    if below <= 0.0 || below >= 1.0 {
        return Err(Undefined::new("all bootstrap draws lie on one side of the estimate"));
    }
    let bias = normal_quantile(below)?;
    let place = |z: f64| {
        let divisor = 1.0 - acceleration * (bias + z);
        if divisor <= 0.0 { Err(Undefined::new("the acceleration is too large")) } else { normal_cdf(bias + (bias + z) / divisor) }
    };
    let z = normal_quantile(tail)?;
    Ok((place(z)?, place(-z)?))
}

/// Acceleration of several samples: influences `l = (n_g - 1)(mean of the group's leave-one-out values - own)`, then
/// `sum (l^3 / n_g^3) / (6 (sum l^2 / n_g^2)^(3/2))` (Davison and Hinkley 1997, 5.3).
fn skew_of_influences(groups: &[Vec<(f64, f64)>]) -> Measured {
    let (mut squares, mut cubes) = (0.0, 0.0);
    for group in groups {
        let size: f64 = group.iter().map(|value| value.1).sum();
        let mean = group.iter().map(|value| value.0 * value.1).sum::<f64>() / size;
        for &(value, times) in group {
            let influence = (size - 1.0) * (mean - value) / size;
            squares += times * influence * influence;
            cubes += times * influence * influence * influence;
        }
    }
    if squares > 0.0 { Ok(cubes / (6.0 * squares.powf(1.5))) } else { Err(Undefined::new("no unit changes the statistic")) }
}

fn acceleration<T: Clone>(groups: &[Vec<T>], statistic: &impl Fn(&[Vec<T>]) -> Measured) -> Measured {
    let mut left_out = Vec::new();
    for place in 0..groups.len() {
        let mut values = Vec::new();
        let mut without = groups.to_vec();
        for unit in 0..groups[place].len() {
            let removed = without[place].remove(unit);
            values.push((statistic(&without)?, 1.0));
            without[place].insert(unit, removed);
        }
        left_out.push(values);
    }
    left_out.retain(|values| !values.is_empty());
    skew_of_influences(&left_out)
}

fn acceleration_of_counts<const N: usize>(groups: &[[u64; N]], statistic: &impl Fn(&[[u64; N]]) -> Measured) -> Measured {
    let mut left_out = Vec::new();
    for place in 0..groups.len() {
        let mut values = Vec::new();
        for cell in (0..N).filter(|&cell| groups[place][cell] > 0) {
            let mut without = groups.to_vec();
            without[place][cell] -= 1;
            values.push((statistic(&without)?, groups[place][cell] as f64));
        }
        left_out.push(values);
    }
    left_out.retain(|values| !values.is_empty());
    skew_of_influences(&left_out)
}

/// A statistic against its distribution when labels mean nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PermutationNull {
    /// The statistic of the data.
    pub observed: f64,
    /// Its mean over permutations: how large a gap is to be expected of equal groups.
    pub mean: f64,
    /// `observed - mean`: what of the gap is more than chance makes.
    pub excess: f64,
    /// `(1 + permutations at least as large) / (1 + permutations)`.
    pub p: f64,
    /// Number of permutations.
    pub draws: u32,
}

/// Permutation test of a statistic of groups that is large where groups differ: units are dealt anew to groups of the same sizes, within each
/// stratum. `strata[stratum][group]` are the units.
///
/// # Errors
/// Undefined where the statistic of the data is, or without draws. A permutation in which it is undefined counts as at least as large.
pub fn permutation_null<T: Clone>(
    strata: &[Vec<Vec<T>>],
    statistic: impl Fn(&[Vec<Vec<T>>]) -> Measured,
    draws: &Draws,
) -> Result<PermutationNull, Undefined> {
    let observed = statistic(strata)?;
    let one = |stream: &mut Stream| {
        let dealt: Vec<Vec<Vec<T>>> = strata
            .iter()
            .map(|groups| {
                let mut units = groups.concat();
                stream.shuffle(&mut units);
                let mut rest = units.into_iter();
                groups.iter().map(|group| rest.by_ref().take(group.len()).collect()).collect()
            })
            .collect();
        statistic(&dealt)
    };
    null(observed, one, draws)
}

/// The same for yes-or-no outcomes, from counts alone: with sizes and the number of successes of a stratum fixed, the successes of its groups have a
/// multivariate hypergeometric distribution, so drawing from it is exactly shuffling people. `strata[stratum][group]`.
///
/// # Errors
/// As [`permutation_null`], and with more successes than trials.
pub fn permutation_null_of_counts(
    strata: &[Vec<Counts>],
    statistic: impl Fn(&[Vec<Counts>]) -> Measured,
    draws: &Draws,
) -> Result<PermutationNull, Undefined> {
    if strata.iter().flatten().any(|group| group.successes > group.trials) {
        return Err(Undefined::new("more successes than trials"));
    }
    drawable(strata.iter().flatten().map(|group| group.trials))?;
    let observed = statistic(strata)?;
    let one = |stream: &mut Stream| {
        let mut dealt = strata.to_vec();
        for groups in &mut dealt {
            let sizes: Vec<u64> = groups.iter().map(|group| group.trials).collect();
            let successes = stream.dealt(&sizes, groups.iter().map(|group| group.successes).sum())?;
            groups.iter_mut().zip(successes).for_each(|(group, successes)| group.successes = successes);
        }
        statistic(&dealt)
    };
    null(observed, one, draws)
}

fn null(observed: f64, one: impl Fn(&mut Stream) -> Measured, draws: &Draws) -> Result<PermutationNull, Undefined> {
    check::finite(&[observed], 1)?;
    // Sums in another order may differ in the last bits; that is the same value.
    let reached = observed - 1e-12 * observed.abs().max(1e-3);
    let (mut as_large, mut sum, mut defined) = (0u32, 0.0, 0u32);
    for number in 0..draws.count {
        match one(&mut Stream::new(draws.seed, u64::from(number))) {
            Ok(value) if value.is_finite() => {
                as_large += u32::from(value >= reached);
                sum += value;
                defined += 1;
            }
            _ => as_large += 1,
        }
    }
    if defined == 0 {
        return Err(Undefined::new("there is no permutation in which the statistic exists"));
    }
    let mean = sum / f64::from(defined);
    let p = f64::from(1 + as_large) / (1.0 + f64::from(draws.count));
    Ok(PermutationNull { observed, mean, excess: observed - mean, p, draws: draws.count })
}

/// A statistic with the units left out one by one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jackknife {
    /// The statistic of all units.
    pub estimate: f64,
    /// `(n - 1) (mean of leave-one-out values - estimate)`; the estimate less this is corrected to the first order.
    pub bias: f64,
    /// `sqrt((n - 1)/n sum (value - mean)^2)`.
    pub error: f64,
}

/// Jackknife of a statistic of units (Tukey 1958), for smooth statistics such as a Gini coefficient over customers.
///
/// # Errors
/// Undefined with fewer than two units, or where the statistic is, with all units or without any one.
pub fn jackknife<T: Clone>(units: &[T], statistic: impl Fn(&[T]) -> Measured) -> Result<Jackknife, Undefined> {
    if units.len() < 2 {
        return Err(Undefined::new("fewer than two units"));
    }
    let estimate = statistic(units)?;
    let mut without = units.to_vec();
    let mut values = Vec::with_capacity(units.len());
    for unit in 0..units.len() {
        let removed = without.remove(unit);
        values.push(statistic(&without)?);
        without.insert(unit, removed);
    }
    check::finite(&values, 2)?;
    let count = units.len() as f64;
    let mean = check::mean(&values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Ok(Jackknife { estimate, bias: (count - 1.0) * (mean - estimate), error: ((count - 1.0) / count * squares).sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{gini_of_amounts, largest_gap};
    use proptest::prelude::*;

    const DRAWS: Draws = Draws { count: 999, confidence: 0.95, seed: 5 };

    fn mean_of_first(groups: &[Vec<f64>]) -> Measured {
        let first = groups.first().filter(|group| !group.is_empty()).ok_or_else(|| Undefined::new("empty"))?;
        Ok(check::mean(first))
    }

    fn gap(strata: &[Vec<Counts>]) -> Measured {
        let rates: Vec<f64> = strata[0].iter().map(|group| group.successes as f64 / group.trials as f64).collect();
        largest_gap(&rates)
    }

    /// The bootstrap error of a mean is sd / sqrt(n) with n in the variance; 999 draws know it to about 2.3% (three times that is allowed).
    #[test]
    fn the_error_of_a_mean() {
        let values: Vec<f64> = (0..40).map(f64::from).collect();
        let expected = ((40.0f64 * 40.0 - 1.0) / 12.0 / 40.0).sqrt();
        for interval in [BootstrapInterval::Percentile, BootstrapInterval::BiasCorrectedAccelerated] {
            let found = stratified_bootstrap(std::slice::from_ref(&values), mean_of_first, interval, &DRAWS).expect("values");
            assert!((found.error / expected - 1.0).abs() < 0.07, "{} against {expected}", found.error);
            assert!(found.interval.0 < 19.5 && 19.5 < found.interval.1 && !found.deterministic && found.undefined == 0);
        }
    }

    #[test]
    fn counts_and_people_have_the_same_bootstrap() {
        let people = vec![[vec![1.0; 12], vec![0.0; 28]].concat()];
        let of_people = stratified_bootstrap(&people, mean_of_first, BootstrapInterval::Percentile, &DRAWS).expect("people");
        let rate = |groups: &[[u64; 2]]| Ok(groups[0][0] as f64 / (groups[0][0] + groups[0][1]) as f64);
        let of_counts = stratified_bootstrap_of_counts(&[[12, 28]], rate, BootstrapInterval::Percentile, &DRAWS).expect("counts");
        assert!((of_people.error - of_counts.error).abs() < 0.006, "{} {}", of_people.error, of_counts.error);
        let corrected = |groups: &[Vec<f64>]| Ok(mean_of_first(groups)?.ln());
        let corrected_counts = |groups: &[[u64; 2]]| Ok(rate(groups)?.ln());
        let one = acceleration(&people, &corrected).expect("varying");
        let other = acceleration_of_counts(&[[12, 28]], &corrected_counts).expect("varying");
        assert!((one - other).abs() < 1e-12);
    }

    #[test]
    fn shuffling_and_dealing_are_the_same() {
        let counts = vec![vec![Counts { successes: 9, trials: 20 }, Counts { successes: 4, trials: 25 }, Counts { successes: 6, trials: 15 }]];
        let of_counts = permutation_null_of_counts(&counts, gap, &DRAWS).expect("groups");
        let people: Vec<Vec<Vec<u64>>> = counts
            .iter()
            .map(|groups| groups.iter().map(|group| (0..group.trials).map(|place| u64::from(place < group.successes)).collect()).collect())
            .collect();
        let count = |strata: &[Vec<Vec<u64>>]| -> Vec<Vec<Counts>> {
            let group = |people: &Vec<u64>| Counts { successes: people.iter().sum(), trials: people.len() as u64 };
            strata.iter().map(|groups| groups.iter().map(group).collect()).collect()
        };
        let of_people = permutation_null(&people, |strata| gap(&count(strata)), &DRAWS).expect("groups");
        assert_eq!(of_counts.observed, of_people.observed);
        // Both means have an error of about 0.003, both p about 0.009.
        assert!((of_counts.mean - of_people.mean).abs() < 0.015 && (of_counts.p - of_people.p).abs() < 0.04, "{of_counts:?} {of_people:?}");
    }

    /// Two groups of four with 4 and 0 successes: 2 of the 70 ways to deal are as far apart.
    #[test]
    fn the_exact_p_of_a_small_table() {
        let counts = [vec![Counts { successes: 4, trials: 4 }, Counts { successes: 0, trials: 4 }]];
        let found = permutation_null_of_counts(&counts, gap, &Draws { count: 9_999, ..DRAWS }).expect("groups");
        // Standard error 0.0017.
        assert!((found.p - 2.0 / 70.0).abs() < 0.007, "{found:?}");
        // Mean gap over the ways: (2 * 1 * 1 + 2 * 16 * 0.5 + 36 * 0) / 70.
        assert!((found.mean - 18.0 / 70.0).abs() < 0.012, "{found:?}");
    }

    /// Groups that are equal but for chance: p is at most 0.05 (0.2) in at most 5% (20%) of 600 worlds, within four standard errors; and not in far
    /// fewer, though gaps of small counts come in steps.
    #[test]
    fn equal_groups_are_called_unequal_as_rarely_as_said() {
        let draws = Draws { count: 99, ..DRAWS };
        let found: Vec<f64> = (0..600)
            .map(|world| {
                let mut stream = Stream::new(77, world);
                let group = [60, 90, 40].map(|trials| Counts { successes: stream.binomial(trials, 0.3).expect("a chance"), trials });
                permutation_null_of_counts(&[group.to_vec()], gap, &Draws { seed: world, ..draws }).expect("groups").p
            })
            .collect();
        for (level, least) in [(0.05, 0.015), (0.2, 0.13)] {
            let share = found.iter().filter(|&&p| p <= level).count() as f64 / 600.0;
            let error = (level * (1.0 - level) / 600.0f64).sqrt();
            assert!(share < level + 4.0 * error && share > least, "{share} of worlds at {level}");
        }
    }

    /// The 95% percentile interval of a difference of shares between two groups holds the truth in about 95% of 400 worlds (four standard errors, and
    /// one hundredth for the known narrowness of the percentile interval).
    #[test]
    fn the_bootstrap_interval_holds_the_truth_as_often_as_said() {
        let difference = |groups: &[[u64; 2]]| {
            let rate = |group: [u64; 2]| group[0] as f64 / (group[0] + group[1]) as f64;
            Ok::<_, Undefined>(rate(groups[1]) - rate(groups[0]))
        };
        let mut held = 0;
        for world in 0..400 {
            let mut stream = Stream::new(78, world);
            let group = [(100, 0.3), (150, 0.45)].map(|(trials, chance)| {
                let successes = stream.binomial(trials, chance).expect("a chance");
                [successes, trials - successes]
            });
            let draws = Draws { count: 400, seed: world, ..DRAWS };
            let (low, high) = stratified_bootstrap_of_counts(&group, difference, BootstrapInterval::Percentile, &draws).expect("groups").interval;
            held += u32::from(low <= 0.15 && 0.15 <= high);
        }
        let share = f64::from(held) / 400.0;
        assert!(share > 0.95 - 0.01 - 4.0 * 0.0109 && share < 0.95 + 4.0 * 0.0109, "{share}");
    }

    #[test]
    fn edges() {
        let one = Draws { count: 0, ..DRAWS };
        assert!(stratified_bootstrap(&[vec![1.0, 2.0]], mean_of_first, BootstrapInterval::Percentile, &one).is_err());
        assert!(stratified_bootstrap(&[vec![]], mean_of_first, BootstrapInterval::Percentile, &DRAWS).is_err());
        let level = Draws { confidence: 1.0, ..DRAWS };
        assert!(stratified_bootstrap(&[vec![1.0, 2.0]], mean_of_first, BootstrapInterval::Percentile, &level).is_err());
        let equal = stratified_bootstrap(&[vec![3.0; 5]], mean_of_first, BootstrapInterval::BiasCorrectedAccelerated, &DRAWS).expect("values");
        assert!(equal.deterministic && equal.interval == (3.0, 3.0) && equal.error == 0.0);
        let fragile = |groups: &[Vec<f64>]| if groups[0].contains(&1.0) { Ok(1.0) } else { Err(Undefined::new("gone")) };
        assert!(stratified_bootstrap(&[vec![1.0, 2.0]], fragile, BootstrapInterval::Percentile, &DRAWS).is_err());
        let wrong = [vec![Counts { successes: 2, trials: 1 }]];
        assert!(permutation_null_of_counts(&wrong, gap, &DRAWS).is_err());
        let same = [vec![Counts { successes: 0, trials: 5 }, Counts { successes: 0, trials: 5 }]];
        assert_eq!(permutation_null_of_counts(&same, gap, &DRAWS).map(|found| (found.p, found.excess)), Ok((1.0, 0.0)));
        assert!(permutation_null_of_counts(&same, gap, &one).is_err());
        assert!(jackknife(&[1.0], |_| Ok(1.0)).is_err() && jackknife(&[0.0, 1.0], gini_of_amounts).is_err());
    }

    proptest! {
        #[test]
        fn the_jackknife_of_a_mean_is_its_error(values in prop::collection::vec(-9.0..9f64, 2..30)) {
            let found = jackknife(&values, |values| Ok(check::mean(values))).expect("values");
            let mean = check::mean(&values);
            let count = values.len() as f64;
            let error = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0) / count).sqrt();
            prop_assert!((found.error - error).abs() < 1e-9 && found.bias.abs() < 1e-9);
        }
    }
}
