//! Quantiles of samples: five published definitions, an interval without assumptions, and the difference of two.

use super::{GrowthBookRefusal, Measured, Undefined, binomial_probability, check, normal_quantile, student_t_quantile, student_t_sf};

/// Where between the sorted values a quantile lies (Hyndman and Fan 1996, with their numbers).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuantileDefinition {
    /// Type 1: the first value at which the share of values reaches the probability. Always a value of the sample.
    InvertedDistribution,
    /// Type 5 (Hazen): values stand at `(k - 1/2) / n`.
    Hazen,
    /// Type 6 (Weibull): values stand at `k / (n + 1)`.
    Weibull,
    /// Type 7: values stand at `(k - 1) / (n - 1)`; the usual one.
    #[default]
    Linear,
    /// Type 8: values stand at `(k - 1/3) / (n + 1/3)`; about median-unbiased for every distribution.
    MedianUnbiased,
}

/// Quantile of values at a probability from 0 to 1, in the unit of the values.
///
/// # Errors
/// Undefined without values, with values that are not finite, or for a probability outside 0 to 1.
pub fn sample_quantile(values: &[f64], probability: f64, definition: QuantileDefinition) -> Measured {
    check::finite(values, 1)?;
    if !(0.0..=1.0).contains(&probability) {
        return Err(Undefined::new("a probability lies between 0 and 1"));
    }
    let sorted = check::ascending(values);
    let last = (sorted.len() - 1) as f64;
    let n = sorted.len() as f64;
    if definition == QuantileDefinition::InvertedDistribution {
        let place = (n * probability - 1.0).ceil().clamp(0.0, last);
        return Ok(sorted[place as usize]);
    }
    // The place counted from 0: `n p + a + p (1 - a - b) - 1`, with a = b.
    let shift = match definition {
        QuantileDefinition::InvertedDistribution | QuantileDefinition::Linear => 1.0,
        QuantileDefinition::Hazen => 0.5,
        QuantileDefinition::Weibull => 0.0,
        QuantileDefinition::MedianUnbiased => 1.0 / 3.0,
    };
    let place = (n * probability + (shift + probability * (1.0 - shift - shift)) - 1.0).clamp(0.0, last);
    let (below, part) = (place.floor(), place - place.floor());
    let low = sorted[below as usize];
    let high = sorted[(below + 1.0).min(last) as usize];
    // Halves are taken first, as a difference of very large values leaves the range of numbers.
    let step = high / 2.0 - low / 2.0;
    Ok((low + part * step + part * step).clamp(low, high))
}

/// The two ends of an interval that need not both exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// Lower end.
    pub low: Measured,
    /// Upper end.
    pub high: Measured,
}

/// Interval of a quantile from two values of the sample, at least as sure as asked whatever the distribution: places from the binomial
/// distribution of how many values lie below it (Conover 1999). Without enough values an end does not exist.
///
/// # Errors
/// Undefined without values, with values that are not finite, or for a probability or confidence that is not strictly between 0 and 1.
pub fn order_statistic_interval(values: &[f64], probability: f64, confidence: f64) -> Result<Ends, Undefined> {
    check::finite(values, 1)?;
    check::confidence(confidence)?;
    if !(probability > 0.0 && probability < 1.0) {
        return Err(Undefined::new("a probability lies between 0 and 1"));
    }
    let sorted = check::ascending(values);
    let outside = (1.0 - confidence) / 2.0;
    // The smallest counts at which the lower tail reaches, and the upper tail falls to, what may lie outside.
    let at_least = first_reaching(sorted.len(), probability, outside)?;
    let at_most = sorted.len() - first_reaching_strictly(sorted.len(), 1.0 - probability, outside)?;
    let few = || Undefined::new("too few values for an interval of this quantile");
    Ok(Ends {
        low: at_least.checked_sub(1).and_then(|place| sorted.get(place)).copied().ok_or_else(few),
        high: sorted.get(at_most).copied().ok_or_else(few),
    })
}

/// The smallest `k` with `P(K <= k) >= wanted` for a binomial `K`.
fn first_reaching(count: usize, probability: f64, wanted: f64) -> Result<usize, Undefined> {
    walk(count, probability, |reached| reached >= wanted)
}

/// The smallest `k` with `P(K <= k) > wanted`; in the mirror, `n - k` is the smallest count whose upper tail is at most `wanted`.
fn first_reaching_strictly(count: usize, probability: f64, wanted: f64) -> Result<usize, Undefined> {
    walk(count, probability, |reached| reached > wanted)
}

fn walk(count: usize, probability: f64, enough: impl Fn(f64) -> bool) -> Result<usize, Undefined> {
    let mut reached = 0.0;
    for place in 0..count {
        reached += binomial_probability(place as u64, count as u64, probability)?;
        if enough(reached) {
            return Ok(place);
        }
    }
    Ok(count)
}

/// A quantile of one arm, with the interval that two values of its sample make.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileSummary {
    /// Number of values.
    pub count: f64,
    /// Number of values from which the ends were taken, mostly the same.
    pub count_of_ends: f64,
    /// Which quantile, 0 to 1.
    pub probability: f64,
    /// The quantile of the sample.
    pub estimate: f64,
    /// Lower end of its 95% interval.
    pub low: f64,
    /// Upper end of its 95% interval.
    pub high: f64,
}

impl QuantileSummary {
    /// Variance that a mean of `count` values would need for an interval as wide: `(n* / n) (n - 1) ((high - low) / 2z)^2`. From 100 values on at
    /// least 0.00001, as in gbstats 0.8.0: ends that coincide are a coarse scale, not certainty.
    ///
    /// # Errors
    /// Undefined with fewer than two values, or a summary that is not finite.
    pub fn variance(&self) -> Measured {
        check::finite(&[self.count, self.count_of_ends, self.estimate, self.low, self.high], 5)?;
        if self.count < 2.0 {
            return Err(Undefined::new("fewer than two values"));
        }
        let width = (self.high - self.low) / (2.0 * normal_quantile(0.975)?);
        let found = self.count_of_ends / self.count * (self.count - 1.0) * width * width;
        Ok(if self.count < 100.0 { found } else { found.max(1e-5) })
    }

    /// The variance, if there are enough values for both ends to exist and the ends differ (below 1,000 values).
    fn usable_variance(&self) -> Measured {
        let variance = self.variance()?;
        let odds = self.probability / (1.0 - self.probability);
        let least = normal_quantile(0.975)?.powi(2) * odds.max(1.0 / odds);
        if self.count.is_nan() || self.count <= least || !least.is_finite() {
            return Err(Undefined::new("too few values for this quantile"));
        }
        if self.high <= self.low && self.count < 1_000.0 {
            return Err(Undefined::new("the ends of the quantile's interval coincide"));
        }
        Ok(variance)
    }
}

/// Difference of a quantile between two arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileDifference {
    /// `b - a`, or `b / a - 1` if relative.
    pub effect: f64,
    /// Interval of the effect.
    pub interval: (f64, f64),
    /// Two-sided p of no effect.
    pub p: f64,
}

/// Test of a quantile between two arms by Welch's t, with the variance of each quantile from its interval (as gbstats does); a relative effect takes
/// the delta method. Degrees of freedom are those of the absolute difference.
///
/// # Errors
/// Undefined where a variance is, with too few values for the quantile, where both variances are zero, for a confidence outside 0 to 1, and for a
/// relative effect on a quantile of zero.
pub fn quantile_difference(a: &QuantileSummary, b: &QuantileSummary, relative: bool, confidence: f64) -> Result<QuantileDifference, Undefined> {
    check::confidence(confidence)?;
    let (variance_a, variance_b) = (a.usable_variance()?, b.usable_variance()?);
    let (part_a, part_b) = (variance_a / a.count, variance_b / b.count);
    if part_a + part_b <= 0.0 {
        return Err(Undefined::new("nothing varies"));
    }
    if relative && a.estimate == 0.0 {
        return Err(Undefined::new("the control's quantile is zero"));
    }
    let freedom = (part_a + part_b).powi(2) / (part_a * part_a / (a.count - 1.0) + part_b * part_b / (b.count - 1.0));
    let (effect, variance) = if relative {
        let ratio = b.estimate / a.estimate;
        ((b.estimate - a.estimate) / a.estimate, (part_b + part_a * ratio * ratio) / (a.estimate * a.estimate))
    } else {
        (b.estimate - a.estimate, part_a + part_b)
    };
    let error = variance.sqrt();
    let half = student_t_quantile((1.0 + confidence) / 2.0, freedom)? * error;
    let p = (2.0 * student_t_sf(effect.abs() / error, freedom)?).min(1.0);
    Ok(QuantileDifference { effect, interval: (effect - half, effect + half), p })
}

/// GrowthBook's test of a quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthBookQuantileTest {
    /// Variances of both quantiles, 0 for an arm of fewer than two values.
    pub variances: (f64, f64),
    /// The difference.
    pub difference: QuantileDifference,
    /// The platform's refusal: then effect and interval are 0 and p is 1, whatever the data say.
    pub refusal: Option<GrowthBookRefusal>,
}

/// [`quantile_difference`] in the convention of GrowthBook (gbstats 0.8), to compare numbers with: where the control's quantile is zero (even for an absolute
/// effect) or a variance cannot be used, it answers with an effect of 0 and p = 1.
pub fn growth_book_quantile_test(a: &QuantileSummary, b: &QuantileSummary, relative: bool, confidence: f64) -> GrowthBookQuantileTest {
    let found = quantile_difference(a, b, relative, confidence);
    let refusal = match &found {
        _ if a.estimate == 0.0 => Some(GrowthBookRefusal::ZeroBaseline),
        Ok(_) => None,
        Err(_) => Some(GrowthBookRefusal::ZeroVariance),
    };
    let nothing = QuantileDifference { effect: 0.0, interval: (0.0, 0.0), p: 1.0 };
    let difference = found.ok().filter(|_| refusal.is_none()).unwrap_or(nothing);
    GrowthBookQuantileTest { variances: (a.variance().unwrap_or(0.0), b.variance().unwrap_or(0.0)), difference, refusal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [QuantileDefinition; 5] = [
        QuantileDefinition::InvertedDistribution,
        QuantileDefinition::Hazen,
        QuantileDefinition::Weibull,
        QuantileDefinition::Linear,
        QuantileDefinition::MedianUnbiased,
    ];

    #[test]
    fn edges() {
        for definition in ALL {
            assert_eq!(sample_quantile(&[3.5], 0.3, definition), Ok(3.5));
            assert!(sample_quantile(&[], 0.5, definition).is_err() && sample_quantile(&[1.0], 1.1, definition).is_err());
            assert!(sample_quantile(&[f64::NAN], 0.5, definition).is_err() && sample_quantile(&[1.0], f64::NAN, definition).is_err());
            assert!(sample_quantile(&[f64::MIN, f64::MAX], 0.5, definition).expect("values").is_finite());
        }
        let few = order_statistic_interval(&[1.0, 2.0, 3.0], 0.5, 0.95).expect("values");
        assert!(few.low.is_err() && few.high.is_err());
        assert!(order_statistic_interval(&[], 0.5, 0.95).is_err() && order_statistic_interval(&[1.0], 1.0, 0.95).is_err());
        assert!(order_statistic_interval(&[1.0], 0.5, 1.0).is_err());
    }

    #[test]
    fn a_difference_needs_enough_values() {
        let many = QuantileSummary { count: 2_000.0, count_of_ends: 2_000.0, probability: 0.5, estimate: 5.0, low: 4.9, high: 5.2 };
        assert_eq!(quantile_difference(&many, &many, true, 0.95).expect("values").effect, 0.0);
        let few = QuantileSummary { count: 20.0, probability: 0.99, ..many };
        let equal_ends = QuantileSummary { count: 500.0, low: 5.0, high: 5.0, ..many };
        let zero = QuantileSummary { estimate: 0.0, ..many };
        let broken = QuantileSummary { low: f64::NAN, ..many };
        for arm in [few, equal_ends, broken, QuantileSummary { count: 1.0, ..many }, QuantileSummary { probability: 1.0, ..many }] {
            assert!(quantile_difference(&arm, &many, false, 0.95).is_err());
        }
        assert!(quantile_difference(&zero, &many, true, 0.95).is_err() && quantile_difference(&zero, &many, false, 0.95).is_ok());
        assert!(quantile_difference(&many, &many, false, 0.0).is_err());
        let refusal = |arm: &QuantileSummary| growth_book_quantile_test(arm, &many, false, 0.95).refusal;
        assert_eq!(
            (refusal(&few), refusal(&zero), refusal(&many)),
            (Some(GrowthBookRefusal::ZeroVariance), Some(GrowthBookRefusal::ZeroBaseline), None)
        );
        let one = growth_book_quantile_test(&many, &QuantileSummary { count: 1.0, ..many }, true, 0.95);
        assert_eq!((one.variances.1, one.difference.p, one.difference.interval), (0.0, 1.0, (0.0, 0.0)));
    }

    proptest! {
        #[test]
        fn quantiles_rise_with_the_probability(values in prop::collection::vec(-9.0..9f64, 1..30), p in 0.0..1f64, more in 0.0..1f64) {
            let other = p + (1.0 - p) * more;
            for definition in ALL {
                let (one, next) = (sample_quantile(&values, p, definition).expect("in range"), sample_quantile(&values, other, definition).expect("in range"));
                prop_assert!(one <= next + 1e-12);
            }
        }

        #[test]
        fn a_surer_interval_is_wider(values in prop::collection::vec(-9.0..9f64, 20..60)) {
            let (narrow, wide) = (order_statistic_interval(&values, 0.5, 0.5).expect("values"), order_statistic_interval(&values, 0.5, 0.95).expect("values"));
            prop_assert!(wide.low.expect("20 values") <= narrow.low.expect("20 values"));
            prop_assert!(narrow.high.expect("20 values") <= wide.high.expect("20 values"));
        }
    }
}
