//! Less noise by what was known before: adjusting an effect by a covariate from before the experiment.

use super::least_squares::{LeastSquares, least_squares};
use super::means::Arm;
use super::summary::{covariance, mean, mean_and_variance};
use super::{Measured, Undefined, student_t_sf};

/// Outcomes of a group and, for the same customers, a covariate from before the experiment.
#[derive(Clone, Copy, Debug)]
pub struct Covaried<'a> {
    /// Outcomes.
    pub values: &'a [f64],
    /// Covariate.
    pub covariate: &'a [f64],
}

/// Where the covariate is zero after adjustment; the difference of both groups is the same either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centring {
    /// At the mean of both groups together: adjusted means stay near the outcomes' (tea-tasting).
    JointMean,
    /// Not at all: adjusted means lose their level (GrowthBook).
    None,
}

/// Both groups after adjustment by `theta` times the covariate (CUPED, Deng and others 2013).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdjustedArms {
    /// Covariance of outcome and covariate over variance of the covariate, over both groups stacked, their means not removed; 0 where one does not vary.
    pub theta: f64,
    /// The control's adjusted mean, and variance.
    pub control: Arm,
    /// The treatment's.
    pub treatment: Arm,
}

/// CUPED as GrowthBook and tea-tasting have it: with one theta of both groups stacked. Where the treatment changes the covariate's relation, or groups are
/// small, [`analysis_of_covariance`] and [`lin_regression`] are the better choice.
///
/// # Errors
/// Undefined with fewer than two customers in a group, columns of different length, or values that are not finite.
pub fn cuped(control: Covaried, treatment: Covaried, centring: Centring) -> Result<AdjustedArms, Undefined> {
    check(control)?;
    check(treatment)?;
    let values = [control.values, treatment.values].concat();
    let covariate = [control.covariate, treatment.covariate].concat();
    let ((_, spread), (middle, covariate_spread)) = (mean_and_variance(&values)?, mean_and_variance(&covariate)?);
    let theta = if spread == 0.0 || covariate_spread == 0.0 { 0.0 } else { covariance(&values, &covariate)? / covariate_spread };
    let centre = match centring {
        Centring::JointMean => middle,
        Centring::None => 0.0,
    };
    let arm = |group: Covaried| -> Result<Arm, Undefined> {
        let ((unadjusted_mean, variance), (before, variance_before)) = (mean_and_variance(group.values)?, mean_and_variance(group.covariate)?);
        let variance = variance + theta * theta * variance_before - 2.0 * theta * covariance(group.values, group.covariate)?;
        Ok(Arm { count: group.values.len() as u64, mean: unadjusted_mean - theta * (before - centre), unadjusted_mean, variance })
    };
    Ok(AdjustedArms { theta, control: arm(control)?, treatment: arm(treatment)? })
}

/// An effect from a regression on the treatment and the covariate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegressionEffect {
    /// Adjusted difference, treatment minus control.
    pub effect: f64,
    /// Its standard error if all customers vary alike.
    pub standard_error: f64,
    /// Two-sided chance of a difference as far from zero, from that error.
    pub p_value: f64,
    /// Its standard error whatever each customer's variance is (HC2): the one to use.
    pub robust_error: f64,
}

/// Analysis of covariance: regression of outcomes on treatment and covariate, one slope within both groups.
///
/// # Errors
/// Undefined with fewer than two customers in a group or four in all, columns of different length, values that are not finite, a covariate that does
/// not vary, or one that explains everything.
pub fn analysis_of_covariance(control: Covaried, treatment: Covaried) -> Result<RegressionEffect, Undefined> {
    regression_effect(control, treatment, false)
}

/// Lin's regression (2013): one slope for each group, the covariate centred at the mean of both. Never less precise than no adjustment in large samples.
///
/// # Errors
/// Undefined where [`analysis_of_covariance`] is, and with fewer than five customers or a covariate that does not vary in each group.
pub fn lin_regression(control: Covaried, treatment: Covaried) -> Result<RegressionEffect, Undefined> {
    regression_effect(control, treatment, true)
}

fn regression_effect(control: Covaried, treatment: Covaried, slopes_apart: bool) -> Result<RegressionEffect, Undefined> {
    check(control)?;
    check(treatment)?;
    let values = [control.values, treatment.values].concat();
    let covariate = [control.covariate, treatment.covariate].concat();
    let middle = mean(&covariate)?;
    let centred: Vec<f64> = covariate.iter().map(|before| before - middle).collect();
    let treated: Vec<f64> = (0..values.len()).map(|place| if place < control.values.len() { 0.0 } else { 1.0 }).collect();
    let mut columns = vec![vec![1.0; values.len()], treated, centred];
    if slopes_apart {
        columns.push(columns[1].iter().zip(&columns[2]).map(|(treated, centred)| treated * centred).collect());
    }
    let fit: LeastSquares = least_squares(&columns, &values)?;
    let effect = fit.coefficients[1];
    let standard_error = libm::sqrt(fit.variances[1]);
    let p_value = (2.0 * student_t_sf((effect / standard_error).abs(), fit.degrees_of_freedom)?).min(1.0);
    Ok(RegressionEffect { effect, standard_error, p_value, robust_error: libm::sqrt(fit.robust_variances[1]) })
}

/// Standard error of the difference without adjustment, `sqrt(s_a^2 / n_a + s_b^2 / n_b)`: what adjusting is measured by.
///
/// # Errors
/// Undefined with fewer than two values in a group, or values that are not finite.
pub fn unadjusted_error(control: &[f64], treatment: &[f64]) -> Measured {
    let ((_, a), (_, b)) = (mean_and_variance(control)?, mean_and_variance(treatment)?);
    Ok(libm::sqrt(a / control.len() as f64 + b / treatment.len() as f64))
}

fn check(group: Covaried) -> Result<(), Undefined> {
    if group.values.len() != group.covariate.len() || group.values.len() < 2 {
        return Err(Undefined::new("a group needs two or more customers with an outcome and a covariate each"));
    }
    if group.values.iter().chain(group.covariate).any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a finite number"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group<'a>(values: &'a [f64], covariate: &'a [f64]) -> Covaried<'a> {
        Covaried { values, covariate }
    }

    #[test]
    fn degenerate_groups() {
        let good = group(&[1.0, 2.0, 3.0, 5.0], &[1.0, 3.0, 2.0, 4.0]);
        for bad in [group(&[1.0], &[1.0]), group(&[], &[]), group(&[1.0, 2.0], &[1.0]), group(&[1.0, f64::NAN], &[1.0, 2.0])] {
            assert!(cuped(good, bad, Centring::None).is_err() && analysis_of_covariance(bad, good).is_err() && lin_regression(good, bad).is_err());
        }
        let flat = group(&[1.0, 2.0, 3.0, 5.0], &[7.0; 4]);
        assert!(cuped(flat, flat, Centring::JointMean).is_ok_and(|arms| arms.theta == 0.0));
        assert!(analysis_of_covariance(flat, flat).is_err() && lin_regression(good, flat).is_err());
        let explained = group(&[1.0, 3.0, 2.0, 4.0], &[2.0, 6.0, 4.0, 8.0]);
        assert!(analysis_of_covariance(explained, explained).is_err(), "nothing is left to vary");
        assert!(unadjusted_error(&[1.0], &[1.0, 2.0]).is_err());
    }

    proptest! {
        #[test]
        fn a_shifted_covariate_changes_nothing(pairs in prop::collection::vec((-9.0..9f64, -9.0..9f64), 12..30), shift in -5.0..5f64) {
            let (values, covariate): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let moved: Vec<f64> = covariate.iter().map(|before| before + shift).collect();
            let middle = values.len() / 2;
            let halves = |covariate: &[f64]| -> [f64; 4] {
                let (a, b) = (group(&values[..middle], &covariate[..middle]), group(&values[middle..], &covariate[middle..]));
                let arms = cuped(a, b, Centring::JointMean).unwrap();
                let plain = cuped(a, b, Centring::None).unwrap();
                assert!((arms.treatment.mean - arms.control.mean - plain.treatment.mean + plain.control.mean).abs() < 1e-9);
                [
                    arms.treatment.mean - arms.control.mean,
                    arms.control.mean,
                    analysis_of_covariance(a, b).unwrap().effect,
                    lin_regression(a, b).unwrap().robust_error,
                ]
            };
            for (one, other) in halves(&covariate).into_iter().zip(halves(&moved)) {
                prop_assert!((one - other).abs() < 1e-8, "{} {}", one, other);
            }
        }
    }
}
