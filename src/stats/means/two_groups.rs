//! Two independent groups: Welch's and Student's t tests.

use crate::stats::summary::level;
use crate::stats::{Measured, Summary, Undefined, student_t_cdf, student_t_quantile, student_t_sf};

/// Difference of two means and what can be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanComparison {
    /// Mean of the treatment minus mean of the control.
    pub effect: f64,
    /// Standard error of the effect.
    pub standard_error: f64,
    /// Degrees of freedom of the t distribution that the test uses.
    pub degrees_of_freedom: f64,
    /// Effect over standard error; infinite where nothing varies but the means differ, undefined where they do not.
    pub statistic: Measured,
    /// Chance, if there were no effect, of a statistic as far from zero; in either direction.
    pub p_two_sided: Measured,
    /// Chance of a statistic as low: small speaks for a smaller treatment mean.
    pub p_less: Measured,
    /// Chance of a statistic as high: small speaks for a larger treatment mean.
    pub p_greater: Measured,
    /// Two-sided interval of the effect.
    pub interval: (f64, f64),
    /// Nothing varies within either group: the interval is a point and must not be read as certainty about anything random.
    pub deterministic: bool,
}

/// Welch's t test: `t = (m_b - m_a) / sqrt(s_a^2 / n_a + s_b^2 / n_b)`, degrees of freedom after Satterthwaite; no equal variances are assumed.
///
/// One group without spread is no obstacle. With none in both, the degrees of freedom are 1, as in scipy, and the result is marked deterministic.
///
/// # Errors
/// Undefined with fewer than two values in a group, numbers that are not finite, or a confidence outside 0 to 1.
pub fn welch_t_test(control: &Summary, treatment: &Summary, confidence: f64) -> Result<MeanComparison, Undefined> {
    let (a, b) = (control.checked()?, treatment.checked()?);
    let freedom = welch_freedom((a.error_square(), a.count as f64), (b.error_square(), b.count as f64)).unwrap_or(1.0);
    comparison(a, b, libm::sqrt(a.error_square() + b.error_square()), freedom, confidence)
}

/// Student's t test with one variance for both groups: `s^2 = ((n_a - 1) s_a^2 + (n_b - 1) s_b^2) / (n_a + n_b - 2)`.
///
/// # Errors
/// Undefined with fewer than two values in a group, numbers that are not finite, or a confidence outside 0 to 1.
pub fn pooled_t_test(control: &Summary, treatment: &Summary, confidence: f64) -> Result<MeanComparison, Undefined> {
    let (a, b) = (control.checked()?, treatment.checked()?);
    let (count_a, count_b) = (a.count as f64, b.count as f64);
    let freedom = count_a + count_b - 2.0;
    let variance = ((count_a - 1.0) * a.variance() + (count_b - 1.0) * b.variance()) / freedom;
    comparison(a, b, libm::sqrt(variance * (1.0 / count_a + 1.0 / count_b)), freedom, confidence)
}

fn comparison(a: &Summary, b: &Summary, standard_error: f64, degrees_of_freedom: f64, confidence: f64) -> Result<MeanComparison, Undefined> {
    let effect = b.mean - a.mean;
    if !(effect.is_finite() && standard_error.is_finite()) {
        return Err(Undefined::new("the numbers are too large to be compared"));
    }
    let statistic = statistic_of(effect, standard_error);
    let [p_two_sided, p_less, p_greater] = student_p_values(&statistic, degrees_of_freedom);
    let half = -student_t_quantile(0.5 * (1.0 - level(confidence)?), degrees_of_freedom)? * standard_error;
    Ok(MeanComparison {
        effect,
        standard_error,
        degrees_of_freedom,
        statistic,
        p_two_sided,
        p_less,
        p_greater,
        interval: (effect - half, effect + half),
        deterministic: standard_error == 0.0,
    })
}

/// Degrees of freedom after Satterthwaite of two squared standard errors with their counts; `None` where both are zero.
pub fn welch_freedom(a: (f64, f64), b: (f64, f64)) -> Option<f64> {
    // Shares instead of the squared errors themselves: their squares may be too small for a double.
    let whole = a.0 + b.0;
    let (share_a, share_b) = (a.0 / whole, b.0 / whole);
    let freedom = 1.0 / (share_a * share_a / (a.1 - 1.0) + share_b * share_b / (b.1 - 1.0));
    (freedom.is_finite() && freedom > 0.0).then_some(freedom)
}

/// An estimate over its standard error; infinite over zero, undefined for zero over zero.
pub fn statistic_of(estimate: f64, standard_error: f64) -> Measured {
    if standard_error > 0.0 {
        Ok(estimate / standard_error)
    } else if estimate == 0.0 || estimate.is_nan() || standard_error.is_nan() {
        Err(Undefined::new("nothing varies, and there is no difference"))
    } else {
        Ok(f64::INFINITY.copysign(estimate))
    }
}

/// The chances of a t statistic: as far from zero, as low, as high.
pub fn student_p_values(statistic: &Measured, degrees_of_freedom: f64) -> [Measured; 3] {
    let of = |tail: &dyn Fn(f64) -> Measured| statistic.clone().and_then(tail);
    [
        of(&|t| Ok((2.0 * student_t_sf(t.abs(), degrees_of_freedom)?).min(1.0))),
        of(&|t| student_t_cdf(t, degrees_of_freedom)),
        of(&|t| student_t_sf(t, degrees_of_freedom)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(count: u64, mean: f64, deviation: f64) -> Summary {
        Summary { count, mean, deviation }
    }

    #[test]
    fn degenerate_groups() {
        let good = group(10, 1.0, 0.5);
        for bad in [group(1, 1.0, 0.0), group(0, 0.0, 0.0), group(5, f64::NAN, 1.0), group(5, 1.0, f64::INFINITY), group(5, 1.0, -1.0)] {
            for test in [welch_t_test, pooled_t_test] {
                assert!(test(&good, &bad, 0.95).is_err() && test(&bad, &good, 0.95).is_err(), "{bad:?}");
            }
        }
        for confidence in [0.0, 1.0, f64::NAN] {
            assert!(welch_t_test(&good, &good, confidence).is_err());
        }
        assert!(welch_t_test(&group(5, f64::MAX, 1.0), &group(5, f64::MIN, 1.0), 0.95).is_err());
        let same = welch_t_test(&group(5, 1.0, 0.0), &group(5, 1.0, 0.0), 0.95).unwrap();
        assert!(same.deterministic && same.statistic.is_err() && same.p_two_sided.is_err());
        let apart = welch_t_test(&group(5, 1.0, 0.0), &group(5, 2.0, 0.0), 0.95).unwrap();
        assert!(apart.deterministic && apart.statistic == Ok(f64::INFINITY) && apart.interval == (1.0, 1.0));
        // Squares of squared errors would be zero.
        let tiny = welch_t_test(&group(5, 0.0, 1e-100), &group(5, 0.0, 1e-100), 0.95).unwrap();
        assert!((tiny.degrees_of_freedom - 8.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn swapping_the_groups_turns_the_effect(ma in -9.0..9f64, mb in -9.0..9f64, sa in 0.1..5f64, sb in 0.1..5f64, na in 2u64..500, nb in 2u64..500) {
            for test in [welch_t_test, pooled_t_test] {
                let one = test(&group(na, ma, sa), &group(nb, mb, sb), 0.9).unwrap();
                let other = test(&group(nb, mb, sb), &group(na, ma, sa), 0.9).unwrap();
                prop_assert_eq!(one.effect, -other.effect);
                prop_assert!((one.p_two_sided.clone().unwrap() - other.p_two_sided.unwrap()).abs() < 1e-12);
                prop_assert!((one.p_less.clone().unwrap() - other.p_greater.unwrap()).abs() < 1e-12);
                // The interval leaves zero out exactly when the test is significant at the same level.
                let outside = one.interval.0 > 0.0 || one.interval.1 < 0.0;
                prop_assert_eq!(outside, one.p_two_sided.unwrap() < 0.1);
                let wider = test(&group(na, ma, sa), &group(nb, mb, sb), 0.99).unwrap().interval;
                prop_assert!(wider.0 <= one.interval.0 && one.interval.1 <= wider.1);
            }
        }

        #[test]
        fn equal_groups_make_both_tests_one(m in -9.0..9f64, s in 0.1..5f64, n in 2u64..500) {
            let (welch, pooled) = (welch_t_test(&group(n, 0.0, s), &group(n, m, s), 0.95).unwrap(), pooled_t_test(&group(n, 0.0, s), &group(n, m, s), 0.95).unwrap());
            prop_assert!((welch.degrees_of_freedom / pooled.degrees_of_freedom - 1.0).abs() < 1e-12);
            prop_assert!((welch.standard_error / pooled.standard_error - 1.0).abs() < 1e-12);
        }
    }
}
