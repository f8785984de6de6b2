//! Two shares with beta distributions, compared exactly.

use crate::stats::distributions::{beta_cdf, beta_sf, ln_beta};
use crate::stats::{Measured, Undefined};

/// Up to here a whole parameter is counted through term by term; beyond, the integral is as good.
const LONGEST_SUM: f64 = 1e6;

/// Two shares compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaComparison {
    /// Probability that the share of b is larger. Range 0 to 1.
    pub chance_to_win: f64,
    /// Expected loss of choosing a: `E max(b - a, 0)`.
    pub loss_choose_a: f64,
    /// Expected loss of choosing b: `E max(a - b, 0)`.
    pub loss_choose_b: f64,
}

/// Compares the shares of b and a whose beliefs are `Beta(alpha, beta)` each, exactly: for instance prior successes plus seen ones, and prior
/// misses plus seen ones.
///
/// `P(b > a)` is a finite sum of positive terms when alpha_b or beta_a is a whole number (relative accuracy even of a tiny chance), one less such a
/// sum when alpha_a or beta_b is, and an integral (absolute accuracy 1e-12) otherwise. Losses:
/// `E max(b - a, 0) = mean_b P(b' > a) - mean_a P(b > a')`, the primed ones with one success more. Source: Miller 2015; Stucchio 2015.
///
/// # Errors
/// Undefined for a parameter that is not above 0 and finite, and without whole parameters for one below 0.05.
pub fn beta_comparison(a: (f64, f64), b: (f64, f64)) -> Result<BetaComparison, Undefined> {
    if [a.0, a.1, b.0, b.1].iter().any(|parameter| !(*parameter > 0.0 && parameter.is_finite())) {
        return Err(Undefined::new("the parameters of a beta distribution are above 0"));
    }
    let (mean_a, mean_b) = (a.0 / (a.0 + a.1), b.0 / (b.0 + b.1));
    let (more_a, more_b) = ((a.0 + 1.0, a.1), (b.0 + 1.0, b.1));
    let loss_choose_a = mean_b * chance(a, more_b)? - mean_a * chance(more_a, b)?;
    let loss_choose_b = mean_a * chance(b, more_a)? - mean_b * chance(more_b, a)?;
    Ok(BetaComparison {
        chance_to_win: chance(a, b)?,
        // Rounding must not turn a tiny loss negative.
        loss_choose_a: loss_choose_a.max(0.0),
        loss_choose_b: loss_choose_b.max(0.0),
    })
}

/// Probability that the share of b is larger than the share of a.
fn chance(a: (f64, f64), b: (f64, f64)) -> Measured {
    let whole = |parameter: f64| parameter.fract() == 0.0 && parameter <= LONGEST_SUM;
    let found = if whole(b.0) && (b.0 <= a.1 || !whole(a.1)) {
        sum(a, b)?
    } else if whole(a.1) {
        // The misses of a are larger than the misses of b.
        sum((b.1, b.0), (a.1, a.0))?
    } else if whole(a.0) {
        1.0 - sum(b, a)?
    } else if whole(b.1) {
        1.0 - sum((a.1, a.0), (b.1, b.0))?
    } else {
        integral(a, b)?
    };
    Ok(found.clamp(0.0, 1.0))
}

/// `sum over i < alpha_b of B(alpha_a + i, beta_a + beta_b) / ((beta_b + i) B(1 + i, beta_b) B(alpha_a, beta_a))`, each term from the one before.
fn sum(a: (f64, f64), b: (f64, f64)) -> Measured {
    // Terms may be too small for a number at first: they are counted relative to the largest so far.
    let mut log_unit = ln_beta(a.0, a.1 + b.1)? - ln_beta(a.0, a.1)?;
    let (mut term, mut sum) = (1.0f64, 1.0f64);
    let mut index = 0.0;
    while index + 1.0 < b.0 {
        term *= (b.1 + index) / (index + 1.0) * ((a.0 + index) / (a.0 + a.1 + b.1 + index));
        sum += term;
        index += 1.0;
        if term > 1e200 {
            log_unit += libm::log(term);
            sum /= term;
            term = 1.0;
        }
    }
    Ok(libm::exp(log_unit + libm::log(sum)))
}

/// `integral of density(x) P(other on its side of x)` over the log-odds of the narrower share, by equal steps: the integrand is smooth and vanishes
/// at both ends, where this rule converges faster than any power.
fn integral(a: (f64, f64), b: (f64, f64)) -> Measured {
    // Below, chances are spread over shares that are too small or too near 1 for a number.
    const SMALLEST: f64 = 0.05;
    if [a.0, a.1, b.0, b.1].iter().any(|parameter| *parameter < SMALLEST) {
        return Err(Undefined::new("a parameter is too small to be compared without a whole number"));
    }
    let narrowness = |(x, y): (f64, f64)| x * y / (x + y);
    let b_is_narrower = narrowness(b) >= narrowness(a);
    let (narrow, wide) = if b_is_narrower { (b, a) } else { (a, b) };
    let log_density = |u: f64| -narrow.0 * softplus(-u) - narrow.1 * softplus(u);
    let center = libm::log(narrow.0 / narrow.1);
    let top = log_density(center);
    let step = (1.0 / narrowness(narrow)).sqrt().min(1.0) / 16.0;
    let mut total = 0.0;
    let mut mass = 0.0;
    for direction in [-1.0, 1.0] {
        let mut index = if direction < 0.0 { 1.0 } else { 0.0 };
        loop {
            let u = center + direction * index * step;
            let density = libm::exp(log_density(u) - top);
            if density < 1e-20 {
                break;
            }
            // Of x and 1 - x the one that is small, and therefore exact.
            let (upward, small) = (u < 0.0, 1.0 / (1.0 + libm::exp(u.abs())));
            let other = match (upward, b_is_narrower) {
                (true, true) => beta_cdf(small, wide.0, wide.1)?,
                (true, false) => beta_sf(small, wide.0, wide.1)?,
                (false, true) => beta_sf(small, wide.1, wide.0)?,
                (false, false) => beta_cdf(small, wide.1, wide.0)?,
            };
            total += density * other;
            mass += density;
            index += 1.0;
        }
    }
    Ok(total / mass)
}

/// `ln(1 + e^u)`.
fn softplus(u: f64) -> f64 {
    if u > 0.0 { u + libm::log1p(libm::exp(-u)) } else { libm::log1p(libm::exp(u)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        for parameter in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(beta_comparison((parameter, 1.0), (1.0, 1.0)).is_err());
            assert!(beta_comparison((1.0, 1.0), (1.0, parameter)).is_err());
        }
        assert!(beta_comparison((1e-3, 0.5), (0.5, 0.5)).is_err());
    }

    #[test]
    fn uniform_shares_by_hand() {
        let found = beta_comparison((1.0, 1.0), (1.0, 1.0)).expect("shares");
        assert!((found.chance_to_win - 0.5).abs() < 1e-15);
        assert!((found.loss_choose_a - 1.0 / 6.0).abs() < 1e-15 && (found.loss_choose_b - 1.0 / 6.0).abs() < 1e-15);
        // P(b > a) for Beta(2, 1) against uniform: 2/3.
        assert!((beta_comparison((1.0, 1.0), (2.0, 1.0)).expect("shares").chance_to_win - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_chance_too_small_for_the_first_term_is_still_a_number() {
        let found = beta_comparison((1.0, 1e6), (9e5, 1e5)).expect("shares");
        assert!(found.chance_to_win == 1.0 && found.loss_choose_b >= 0.0);
        let found = beta_comparison((900.0, 100.0), (100.0, 900.0)).expect("shares");
        assert!(found.chance_to_win > 0.0 && found.chance_to_win < 1e-200, "{}", found.chance_to_win);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn sum_and_integral_agree(a in (1u32..60, 1u32..60), b in (1u32..60, 1u32..60)) {
            let (a, b) = ((f64::from(a.0), f64::from(a.1)), (f64::from(b.0), f64::from(b.1)));
            prop_assert!((sum(a, b).expect("a sum") - integral(a, b).expect("an integral")).abs() < 1e-11);
        }

        #[test]
        fn sum_and_integral_agree_for_broken_parameters(a in (0.06..9.0f64, 0.06..9.0f64), alpha_b in 1u32..9, beta_b in 0.06..9.0f64) {
            let b = (f64::from(alpha_b), beta_b);
            prop_assert!((sum(a, b).expect("a sum") - integral(a, b).expect("an integral")).abs() < 1e-11);
        }

        #[test]
        fn arms_turn_and_losses_differ_by_the_means(a in (0.2..40.0f64, 0.2..40.0f64), b in (0.2..40.0f64, 0.2..40.0f64)) {
            let (one, other) = (beta_comparison(a, b).expect("shares"), beta_comparison(b, a).expect("shares"));
            prop_assert!((one.chance_to_win + other.chance_to_win - 1.0).abs() < 1e-10);
            let difference = b.0 / (b.0 + b.1) - a.0 / (a.0 + a.1);
            prop_assert!((one.loss_choose_a - one.loss_choose_b - difference).abs() < 1e-10);
        }
    }
}
