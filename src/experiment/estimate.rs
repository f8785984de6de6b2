//! A mean over worlds with its interval.

use crate::measure::{Measured, Undefined};
use crate::stats::{Sample, Summary, welch_t_test};

/// A mean over worlds, with Student t intervals; worlds are the unit of replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Mean over worlds.
    pub mean: f64,
    /// The interval at the scenario's confidence (for guardrails: corrected); `None` with fewer than two worlds.
    pub interval: Option<(f64, f64)>,
    /// The interval at 50 %.
    pub inner: Option<(f64, f64)>,
    /// Standard deviation between worlds.
    pub spread: Option<f64>,
    /// Worlds in which the metric is defined.
    pub worlds: usize,
    /// Worlds whose value has the same sign as the mean.
    pub agree: usize,
    /// Every world gives exactly the same value: the interval would be a point, say "deterministic".
    pub deterministic: bool,
    /// The value of each world, in world order; `None` where it is undefined.
    pub values: Vec<Option<f64>>,
}

/// An estimate, or the reason why there is none.
pub type Estimated = Result<Estimate, Undefined>;

impl Estimate {
    /// An estimate from the measured value of each world, at a confidence. Worlds where the metric is undefined are left out and seen in
    /// [`Estimate::worlds`].
    ///
    /// # Errors
    /// Undefined without worlds, or when the metric is undefined in every world: for the reason of the first.
    pub fn of(measured: Vec<Measured>, confidence: f64) -> Estimated {
        let defined: Vec<f64> = measured.iter().filter_map(|value| value.as_ref().ok().copied()).collect();
        if defined.is_empty() {
            let first = measured.into_iter().find_map(Result::err);
            return Err(first.unwrap_or_else(|| Undefined::new("no world is finished")));
        }
        let sample = Sample::of(&defined)?;
        Ok(Self {
            mean: sample.mean,
            interval: sample.interval(confidence),
            inner: sample.interval(0.5),
            spread: sample.deviation,
            worlds: sample.count,
            agree: defined.iter().filter(|&&value| sign(value) == sign(sample.mean)).count(),
            deterministic: sample.deterministic,
            values: measured.into_iter().map(Result::ok).collect(),
        })
    }
}

/// An estimate of a level, its intervals cut to the values that the level can have: no share below zero. Cutting away what cannot be loses no
/// coverage. The mean is left alone, also where rounding puts it a hair outside.
pub(super) fn level(measured: Vec<Measured>, range: (f64, f64), confidence: f64) -> Estimated {
    let mut estimate = Estimate::of(measured, confidence)?;
    let mean = estimate.mean;
    let cut = |(low, high): (f64, f64)| (low.max(range.0).min(mean), high.min(range.1).max(mean));
    estimate.interval = estimate.interval.map(cut);
    estimate.inner = estimate.inner.map(cut);
    Ok(estimate)
}

/// World by world: what `combine` makes of the value of a variant and of the baseline. A world where either is undefined is undefined.
pub(super) fn paired(variant: &[Measured], baseline: &[Measured], combine: impl Fn(f64, f64) -> Measured) -> Vec<Measured> {
    let pair = |(variant, baseline): (&Measured, &Measured)| match (variant, baseline) {
        (Ok(variant), Ok(baseline)) => combine(*variant, *baseline),
        (Err(undefined), _) => Err(undefined.clone()),
        (_, Err(undefined)) => Err(Undefined::new(format!("baseline: {}", undefined.reason))),
    };
    variant.iter().zip(baseline).map(pair).collect()
}

/// Variant minus baseline by world, or why there is no such difference.
pub(super) fn difference(variant: usize, baseline: usize, values: &[Vec<Measured>], confidence: f64) -> Estimated {
    if variant == baseline {
        return Err(Undefined::new("this is the baseline"));
    }
    match (values.get(variant), values.get(baseline)) {
        (Some(own), Some(base)) => Estimate::of(paired(own, base, |own, base| Ok(own - base)), confidence),
        _ => Err(Undefined::new("the run has no such variant")),
    }
}

/// The second group's mean less the first one's where worlds do not belong together (Welch). Nothing agrees with anything there, and there are no
/// differences world by world.
pub(super) fn unpaired(before: &[f64], after: &[f64], confidence: f64) -> Estimated {
    let (old, new) = (Sample::of(before)?, Sample::of(after)?);
    let (Some(old_deviation), Some(new_deviation)) = (old.deviation, new.deviation) else {
        let mean = new.mean - old.mean;
        return Ok(Estimate { mean, interval: None, inner: None, spread: None, worlds: 1, agree: 1, deterministic: false, values: Vec::new() });
    };
    let summary = |sample: &Sample, deviation: f64| Summary { count: sample.count as u64, mean: sample.mean, deviation };
    let test = |confidence: f64| welch_t_test(&summary(&old, old_deviation), &summary(&new, new_deviation), confidence);
    let found = test(confidence)?;
    Ok(Estimate {
        mean: found.effect,
        interval: Some(found.interval),
        inner: Some(test(0.5)?.interval),
        spread: None,
        worlds: old.count.min(new.count),
        agree: 0,
        deterministic: found.deterministic,
        values: Vec::new(),
    })
}

fn sign(value: f64) -> i8 {
    i8::from(value > 0.0) - i8::from(value < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_worlds_are_left_out_and_counted() {
        let gone = || Err(Undefined::new("nobody is in this group"));
        let estimate = Estimate::of(vec![Ok(1.0), gone(), Ok(3.0)], 0.95).expect("two worlds");
        assert_eq!((estimate.mean, estimate.worlds, estimate.agree), (2.0, 2, 2));
        assert_eq!(estimate.values, [Some(1.0), None, Some(3.0)]);
        // t(1) = 12.7062, deviation sqrt(2), over sqrt(2): half width 12.7062.
        let (low, high) = estimate.interval.expect("two worlds");
        assert!((low + 10.7062).abs() < 1e-3 && (high - 14.7062).abs() < 1e-3);
        assert_eq!(Estimate::of(vec![gone(), gone()], 0.95), Err(Undefined::new("nobody is in this group")));
        assert_eq!(Estimate::of(vec![], 0.95), Err(Undefined::new("no world is finished")));
    }

    #[test]
    fn one_world_has_no_interval_and_equal_worlds_are_deterministic() {
        let one = Estimate::of(vec![Ok(0.4)], 0.95).expect("a world");
        assert_eq!((one.interval, one.inner, one.spread, one.deterministic), (None, None, None, false));
        let same = Estimate::of(vec![Ok(0.0), Ok(0.0)], 0.95).expect("worlds");
        assert_eq!((same.interval, same.deterministic, same.agree), (Some((0.0, 0.0)), true, 2));
    }

    #[test]
    fn levels_stay_in_their_range() {
        let found = level(vec![Ok(0.0), Ok(0.0), Ok(0.01)], (0.0, 1.0), 0.95).expect("worlds");
        let (low, high) = found.interval.expect("worlds");
        assert!(low == 0.0 && high > 0.01 && found.inner.is_some_and(|(low, _)| low >= 0.0));
        let outside = level(vec![Ok(-1e-7), Ok(-2e-7)], (0.0, 1.0), 0.95).expect("worlds");
        assert!(outside.interval.is_some_and(|(low, high)| low <= outside.mean && outside.mean <= high));
    }

    #[test]
    fn differences_are_paired_by_world() {
        let values = [vec![Ok(0.0), Ok(10.0)], vec![Ok(1.0), Ok(11.0)], vec![Err(Undefined::new("why")), Ok(1.0)]];
        let found = difference(1, 0, &values, 0.95).expect("a difference");
        assert_eq!((found.mean, found.deterministic), (1.0, true));
        assert_eq!(difference(2, 1, &values, 0.95).expect("one world").values, [None, Some(-10.0)]);
        assert_eq!(difference(0, 2, &values, 0.95).expect("one world").worlds, 1);
        assert!(difference(0, 0, &values, 0.95).is_err());
        assert!(difference(0, 9, &values, 0.95).is_err());
    }

    #[test]
    fn worlds_that_do_not_belong_together_are_compared_by_their_means() {
        // Means 2 and 5, variances 1 and 4, three each: standard error sqrt(5 / 3), freedom (5/3)^2 / ((1/3)^2/2 + (4/3)^2/2) = 2.941.
        let found = unpaired(&[1.0, 2.0, 3.0], &[3.0, 5.0, 7.0], 0.95).expect("a difference");
        let (low, high) = found.interval.expect("worlds");
        let half = 0.5 * (high - low);
        assert!((found.mean - 3.0).abs() < 1e-12 && half > 3.182 * 1.29 && half < 4.303 * 1.291, "{low} {high}");
        assert_eq!(unpaired(&[1.0], &[3.0, 5.0], 0.95).expect("a mean").interval, None);
        assert!(unpaired(&[], &[3.0], 0.95).is_err());
        assert!(unpaired(&[2.0, 2.0], &[2.0, 2.0], 0.95).expect("a mean").deterministic);
    }
}
