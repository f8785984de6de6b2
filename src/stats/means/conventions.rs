//! Named conventions of two experiment platforms, for comparing with their numbers. Where they are weaker than [`super::welch_t_test`] and
//! [`super::relative_lift_interval`], their documentation here says how.

use super::{statistic_of, student_p_values, welch_freedom};
use crate::stats::summary::level;
use crate::stats::{Alternative, Measured, Summary, Undefined, normal_cdf, normal_quantile, normal_sf, student_t_quantile};

/// One group's estimate and the variance of its values (for a ratio or an adjusted mean: of its linear parts).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// Number of units.
    pub count: u64,
    /// The estimate.
    pub mean: f64,
    /// The estimate without adjustment by a covariate; the baseline of relative differences. Equal to the estimate where nothing is adjusted.
    pub unadjusted_mean: f64,
    /// Variance of one unit's part in the estimate.
    pub variance: f64,
}

impl Arm {
    /// A mean, from the count, the sum and the sum of squares. An empty group has mean and variance 0, as in GrowthBook.
    pub fn of_sums(count: u64, sum: f64, sum_of_squares: f64) -> Self {
        let n = count as f64;
        let mean = if count == 0 { 0.0 } else { sum / n };
        let variance = if count < 2 { 0.0 } else { (sum_of_squares - sum * sum / n) / (n - 1.0) };
        Self { count, mean, unadjusted_mean: mean, variance }
    }

    /// A proportion: variance `p (1 - p)`, without n / (n - 1), as in GrowthBook.
    pub fn of_proportion(count: u64, successes: f64) -> Self {
        let mean = if count == 0 { 0.0 } else { successes / count as f64 };
        Self { count, mean, unadjusted_mean: mean, variance: mean * (1.0 - mean) }
    }
}

impl From<&Summary> for Arm {
    fn from(summary: &Summary) -> Self {
        Self { count: summary.count, mean: summary.mean, unadjusted_mean: summary.mean, variance: summary.variance() }
    }
}

/// Whether a difference is counted in units or in shares of the control's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Treatment minus control.
    Absolute,
    /// Treatment minus control, over control.
    Relative,
}

/// Why GrowthBook declines to test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowthBookRefusal {
    /// The control's estimate is zero.
    ZeroBaseline,
    /// A group does not vary.
    ZeroVariance,
    /// A group is empty (its Bayesian test only).
    NoUnits,
}

/// GrowthBook's t test.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthBookTest {
    /// The estimated difference.
    pub effect: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Interval, open to one side for a one-sided alternative.
    pub interval: (f64, f64),
    /// Chance of a statistic as far in the alternative's direction.
    pub p_value: f64,
    /// The platform's refusal: then the effect, its error and the interval are 0 and p is 1, whatever the data say.
    pub refusal: Option<GrowthBookRefusal>,
}

/// Frequentist test of GrowthBook (gbstats 0.8): relative differences by the delta method, degrees of freedom always those of the absolute
/// difference, and no test at all where a group does not vary or the control's estimate is zero.
///
/// Two things are not copied: its one-sided interval for [`Alternative::Less`] ends at effect minus width, which should be, and is here, effect plus
/// width; and its p values above zero are rounded to 0 below 1e-16.
///
/// # Errors
/// Undefined for a confidence outside 0 to 1, or numbers that are not finite.
pub fn growth_book_t_test(
    control: &Arm,
    treatment: &Arm,
    difference: Difference,
    null_value: f64,
    alternative: Alternative,
    confidence: f64,
) -> Result<GrowthBookTest, Undefined> {
    let confidence = level(confidence)?;
    let (a, b) = (control, treatment);
    if [a.mean, a.unadjusted_mean, a.variance, b.mean, b.unadjusted_mean, b.variance, null_value].iter().any(|number| !number.is_finite()) {
        return Err(Undefined::new("a number of a group is not finite"));
    }
    let refused = |refusal| Ok(GrowthBookTest { effect: 0.0, standard_error: 0.0, interval: (0.0, 0.0), p_value: 1.0, refusal: Some(refusal) });
    if a.mean == 0.0 || a.unadjusted_mean == 0.0 {
        return refused(GrowthBookRefusal::ZeroBaseline);
    }
    if a.variance <= 0.0 || b.variance <= 0.0 || a.count < 2 || b.count < 2 {
        return refused(GrowthBookRefusal::ZeroVariance);
    }
    let (square_a, square_b) = (a.variance / a.count as f64, b.variance / b.count as f64);
    let base = a.unadjusted_mean;
    let (effect, variance) = match difference {
        Difference::Absolute => (b.mean - a.mean, square_a + square_b),
        Difference::Relative => {
            let ratio = b.unadjusted_mean / base;
            ((b.mean - a.mean) / base, (square_b + square_a * ratio * ratio) / (base * base))
        }
    };
    let standard_error = libm::sqrt(variance);
    let freedom =
        welch_freedom((square_a, a.count as f64), (square_b, b.count as f64)).ok_or_else(|| Undefined::new("the variances are too small"))?;
    let [two_sided, less, greater] = student_p_values(&statistic_of(effect - null_value, standard_error), freedom);
    let reach = |tail: f64| Ok::<f64, Undefined>(-student_t_quantile(tail, freedom)? * standard_error);
    let tail = 1.0 - confidence;
    let (interval, p_value) = match alternative {
        Alternative::TwoSided => {
            let half = reach(0.5 * tail)?;
            ((effect - half, effect + half), two_sided?)
        }
        Alternative::Less => ((f64::NEG_INFINITY, effect + reach(tail)?), less?),
        Alternative::Greater => ((effect - reach(tail)?, f64::INFINITY), greater?),
    };
    Ok(GrowthBookTest { effect, standard_error, interval, p_value, refusal: None })
}

/// Choices of tea-tasting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TeaTastingOptions {
    /// What the test looks for.
    pub alternative: Alternative,
    /// Student's t instead of the normal distribution.
    pub student: bool,
    /// One variance for both groups.
    pub equal_variances: bool,
    /// Confidence of intervals, between 0 and 1.
    pub confidence: f64,
}

/// tea-tasting's test of means.
#[derive(Clone, Debug, PartialEq)]
pub struct TeaTastingTest {
    /// Treatment minus control.
    pub effect: f64,
    /// Its interval, open to one side for a one-sided alternative.
    pub interval: Result<(f64, f64), Undefined>,
    /// Treatment over control, minus one; infinite over a control of zero.
    pub relative_effect: Measured,
    /// Its interval by the log-delta method. Open below to minus infinity, not minus one, for [`Alternative::Less`].
    pub relative_interval: Result<(f64, f64), Undefined>,
    /// Chance of a statistic as far in the alternative's direction.
    pub p_value: Measured,
    /// Effect over its standard error.
    pub statistic: Measured,
}

/// Test of means of tea-tasting (1.14): the relative interval is symmetric on the scale of logarithms, with degrees of freedom computed on that scale.
///
/// # Errors
/// Undefined for a confidence outside 0 to 1, fewer than two values in a group, or numbers that are not finite.
pub fn tea_tasting_test(control: &Arm, treatment: &Arm, options: &TeaTastingOptions) -> Result<TeaTastingTest, Undefined> {
    let (a, b) = (control, treatment);
    level(options.confidence)?;
    if a.count < 2 || b.count < 2 || [a.mean, a.variance, b.mean, b.variance].iter().any(|number| !number.is_finite()) {
        return Err(Undefined::new("a group has fewer than two values, or a number is not finite"));
    }
    let effect = b.mean - a.mean;
    let scale = Scale::of((a.variance, a.count), (b.variance, b.count), options);
    let (statistic, p_value) = scale.as_ref().map_or_else(
        |why| (statistic_of(effect, 0.0), Err(why.clone())),
        |scale| (Ok(effect / scale.error), scale.p_value(effect / scale.error, options.alternative)),
    );
    let interval = scale.and_then(|scale| scale.around(effect, options));
    let relative_effect = if a.mean == 0.0 { statistic_of(effect, 0.0) } else { Ok(effect / a.mean) };
    Ok(TeaTastingTest { effect, interval, relative_effect, relative_interval: relative_interval(a, b, options), p_value, statistic })
}

fn relative_interval(a: &Arm, b: &Arm, options: &TeaTastingOptions) -> Result<(f64, f64), Undefined> {
    let ratio = b.mean / a.mean;
    if !(ratio.is_finite() && ratio > 0.0) {
        return Err(Undefined::new("a logarithm needs two means of one sign"));
    }
    let scale = Scale::of((a.variance / (a.mean * a.mean), a.count), (b.variance / (b.mean * b.mean), b.count), options)?;
    let (low, high) = scale.around(libm::log1p((b.mean - a.mean) / a.mean), options)?;
    let low = if options.alternative == Alternative::Less { f64::NEG_INFINITY } else { libm::expm1(low) };
    Ok((low, libm::expm1(high)))
}

/// Standard error of a difference and the distribution that it is measured by.
struct Scale {
    error: f64,
    /// Degrees of freedom; infinite for the normal distribution.
    freedom: f64,
}

impl Scale {
    fn of(a: (f64, u64), b: (f64, u64), options: &TeaTastingOptions) -> Result<Self, Undefined> {
        let (count_a, count_b) = (a.1 as f64, b.1 as f64);
        let both = count_a + count_b - 2.0;
        let (square_a, square_b) = if options.equal_variances {
            let pooled = ((count_a - 1.0) * a.0 + (count_b - 1.0) * b.0) / both;
            (pooled / count_a, pooled / count_b)
        } else {
            (a.0 / count_a, b.0 / count_b)
        };
        let error = libm::sqrt(square_a + square_b);
        if !(error > 0.0 && error.is_finite()) {
            return Err(Undefined::new("nothing varies"));
        }
        let freedom = match (options.student, options.equal_variances) {
            (false, _) => f64::INFINITY,
            (true, true) => both,
            (true, false) => welch_freedom((square_a, count_a), (square_b, count_b)).ok_or_else(|| Undefined::new("the variances are too small"))?,
        };
        Ok(Self { error, freedom })
    }

    fn p_value(&self, statistic: f64, alternative: Alternative) -> Measured {
        if self.freedom.is_infinite() {
            return match alternative {
                Alternative::TwoSided => Ok((2.0 * normal_sf(statistic.abs())?).min(1.0)),
                Alternative::Less => normal_cdf(statistic),
                Alternative::Greater => normal_sf(statistic),
            };
        }
        let [two_sided, less, greater] = student_p_values(&Ok(statistic), self.freedom);
        match alternative {
            Alternative::TwoSided => two_sided,
            Alternative::Less => less,
            Alternative::Greater => greater,
        }
    }

    fn around(&self, middle: f64, options: &TeaTastingOptions) -> Result<(f64, f64), Undefined> {
        let tail = 1.0 - options.confidence;
        let reach = |tail: f64| -> Measured {
            let quantile = if self.freedom.is_infinite() { normal_quantile(tail)? } else { student_t_quantile(tail, self.freedom)? };
            Ok(-quantile * self.error)
        };
        Ok(match options.alternative {
            Alternative::TwoSided => (middle - reach(0.5 * tail)?, middle + reach(0.5 * tail)?),
            Alternative::Less => (f64::NEG_INFINITY, middle + reach(tail)?),
            Alternative::Greater => (middle - reach(tail)?, f64::INFINITY),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::welch_t_test;
    use proptest::prelude::*;

    const OPTIONS: TeaTastingOptions =
        TeaTastingOptions { alternative: Alternative::TwoSided, student: true, equal_variances: false, confidence: 0.95 };

    fn growth_book(a: &Arm, b: &Arm, alternative: Alternative) -> Result<GrowthBookTest, Undefined> {
        growth_book_t_test(a, b, Difference::Absolute, 0.0, alternative, 0.95)
    }

    #[test]
    fn degenerate_groups() {
        let good = Arm::of_sums(50, 100.0, 300.0);
        for empty in [Arm::of_sums(0, 0.0, 0.0), Arm::of_proportion(0, 0.0), Arm::of_sums(9, 0.0, 0.0)] {
            let refused = growth_book(&empty, &good, Alternative::TwoSided).unwrap();
            assert_eq!((refused.refusal, refused.p_value), (Some(GrowthBookRefusal::ZeroBaseline), 1.0));
            assert_eq!(growth_book(&good, &empty, Alternative::TwoSided).unwrap().refusal, Some(GrowthBookRefusal::ZeroVariance));
        }
        let broken = Arm { mean: f64::NAN, ..good };
        assert!(growth_book(&good, &broken, Alternative::Less).is_err() && tea_tasting_test(&good, &broken, &OPTIONS).is_err());
        assert!(growth_book_t_test(&good, &good, Difference::Relative, 0.0, Alternative::Less, 1.0).is_err());
        assert!(tea_tasting_test(&good, &Arm::of_sums(1, 1.0, 1.0), &OPTIONS).is_err());
        assert!(tea_tasting_test(&good, &good, &TeaTastingOptions { confidence: 0.0, ..OPTIONS }).is_err());
        let flat = tea_tasting_test(&Arm::of_sums(9, 9.0, 9.0), &Arm::of_sums(9, 18.0, 36.0), &OPTIONS).unwrap();
        assert!(flat.statistic == Ok(f64::INFINITY) && flat.p_value.is_err() && flat.interval.is_err() && flat.relative_interval.is_err());
        let opposite = tea_tasting_test(&good, &Arm { mean: -2.0, ..good }, &OPTIONS).unwrap();
        assert!(opposite.relative_effect.is_ok() && opposite.relative_interval.is_err());
    }

    proptest! {
        #[test]
        fn the_absolute_tests_are_welch(ma in 0.5..9f64, mb in 0.5..9f64, sa in 0.1..3f64, sb in 0.1..3f64, na in 2u64..300, nb in 2u64..300) {
            let (a, b) = (Summary { count: na, mean: ma, deviation: sa }, Summary { count: nb, mean: mb, deviation: sb });
            let welch = welch_t_test(&a, &b, 0.95).unwrap();
            let theirs = growth_book(&(&a).into(), &(&b).into(), Alternative::TwoSided).unwrap();
            let others = tea_tasting_test(&(&a).into(), &(&b).into(), &OPTIONS).unwrap();
            prop_assert!((theirs.p_value - welch.p_two_sided.clone().unwrap()).abs() < 1e-12);
            prop_assert!((others.p_value.unwrap() - welch.p_two_sided.unwrap()).abs() < 1e-12);
            prop_assert!((theirs.interval.0 - welch.interval.0).abs() < 1e-10 && (others.interval.unwrap().1 - welch.interval.1).abs() < 1e-10);
            // Each one-sided interval ends where the two-sided one of twice the error does, on its own side of the effect.
            let less = growth_book(&(&a).into(), &(&b).into(), Alternative::Less).unwrap();
            let greater = growth_book(&(&a).into(), &(&b).into(), Alternative::Greater).unwrap();
            prop_assert!(less.interval.1 > less.effect && greater.interval.0 < greater.effect);
            prop_assert!((less.p_value + greater.p_value - 1.0).abs() < 1e-12);
        }
    }
}
