//! Cramer and von Mises: the mean squared distance between two distribution functions.

use std::f64::consts::PI;

use super::{Measured, Undefined, association::ranks, check, ln_gamma};

/// Two-sample test of Cramer and von Mises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CramerVonMises {
    /// `T = U / (m n (m + n)) - (4 m n - 1) / (6 (m + n))`, `U` from the ranks of both samples together, ties at their mean rank.
    pub statistic: f64,
    /// Probability of at least so large a statistic without a difference, from the limiting distribution with matched mean and variance (Anderson
    /// 1962).
    pub p: f64,
    /// The same from a series that ends at its first term below 1e-7, as in scipy 1.17: up to about 1e-7 larger, for comparison with its numbers only.
    pub p_of_short_series: f64,
}

/// Two-sample test of Cramer and von Mises.
///
/// # Errors
/// Undefined with fewer than two values in a sample, or values that are not finite.
pub fn two_sample_cramer_von_mises(x: &[f64], y: &[f64]) -> Result<CramerVonMises, Undefined> {
    check::finite(x, 2)?;
    check::finite(y, 2)?;
    let (x, y) = (check::ascending(x), check::ascending(y));
    let (m, n) = (x.len() as f64, y.len() as f64);
    let ranks = ranks(&[&x[..], &y[..]].concat());
    let (own_x, own_y) = ranks.split_at(x.len());
    let apart = |ranks: &[f64]| ranks.iter().enumerate().map(|(place, rank)| (rank - (place as f64 + 1.0)).powi(2)).sum::<f64>();
    let rank_sum = m * apart(own_x) + n * apart(own_y);
    let (product, both) = (m * n, m + n);
    let statistic = rank_sum / (product * both) - (4.0 * product - 1.0) / (6.0 * both);
    let mean = (1.0 + 1.0 / both) / 6.0;
    let variance = (both + 1.0) * (4.0 * product * both - 3.0 * (m * m + n * n) - 2.0 * product) / (45.0 * both * both * 4.0 * product);
    let matched = 1.0 / 6.0 + (statistic - mean) / (45.0 * variance).sqrt();
    Ok(CramerVonMises { statistic, p: limit_sf(matched, 1e-17)?, p_of_short_series: limit_sf(matched, 1e-7)? })
}

/// Upper tail of the limiting distribution: `1 - sum_k G(k + 1/2) / G(k + 1) sqrt(4k + 1) e^-q K_1/4(q) / (pi^(3/2) sqrt x)`, `q = (4k + 1)^2 / 16x`.
/// The series ends at its first term below `least_term`. 1 below 0.003, where less than 1e-15 lies.
fn limit_sf(x: f64, least_term: f64) -> Measured {
    if x < 0.003 {
        return Ok(1.0);
    }
    let mut below = 0.0;
    for place in 0..400 {
        let k = f64::from(place);
        let y = 4.0 * k + 1.0;
        let ways = (ln_gamma(k + 0.5)? - ln_gamma(k + 1.0)?).exp();
        let term = ways / (PI.powf(1.5) * x.sqrt()) * y.sqrt() * falling_bessel(y * y / (16.0 * x));
        below += term;
        if term < least_term {
            break;
        }
    }
    Ok((1.0 - below).clamp(0.0, 1.0))
}

/// `e^-q K_1/4(q)`, the modified Bessel function of the second kind as its integral `e^(-q cosh t) cosh(t / 4)` over t from 0: the trapezoidal rule
/// gains digits as fast as it takes steps.
fn falling_bessel(q: f64) -> f64 {
    const STEP: f64 = 1.0 / 32.0;
    let mut sum = 0.5 * (-2.0 * q).exp();
    for place in 1.. {
        let t = f64::from(place) * STEP;
        let exponent = q * (t.cosh() + 1.0);
        if exponent > 745.0 {
            break;
        }
        sum += (-exponent).exp() * (0.25 * t).cosh();
    }
    sum * STEP
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Anderson and Darling 1952, table 1: the limit is exceeded with chance 0.1 at 0.34730, 0.05 at 0.46136, 0.01 at 0.74346.
    #[test]
    fn the_printed_table() {
        for (x, expected) in [(0.347_30, 0.1), (0.461_36, 0.05), (0.743_46, 0.01), (1.167_86, 0.001)] {
            let found = limit_sf(x, 1e-17).expect("a tail");
            assert!((found - expected).abs() < 1e-5 * (1.0 + expected), "{x}: {found}");
        }
        assert_eq!((limit_sf(-1.0, 1e-17), limit_sf(0.001, 1e-17)), (Ok(1.0), Ok(1.0)));
    }

    #[test]
    fn edges() {
        assert!(two_sample_cramer_von_mises(&[1.0], &[1.0, 2.0]).is_err() && two_sample_cramer_von_mises(&[1.0, f64::NAN], &[1.0, 2.0]).is_err());
        let same = two_sample_cramer_von_mises(&[1.0; 4], &[1.0; 5]).expect("values");
        assert!(same.p > 0.99);
    }

    proptest! {
        #[test]
        fn symmetric_and_in_range(x in prop::collection::vec(-9.0..9f64, 2..25), y in prop::collection::vec(-9.0..9f64, 2..25)) {
            let (one, other) = (two_sample_cramer_von_mises(&x, &y).expect("values"), two_sample_cramer_von_mises(&y, &x).expect("values"));
            prop_assert!((one.statistic - other.statistic).abs() < 1e-9 && (one.p - other.p).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&one.p));
        }
    }
}
