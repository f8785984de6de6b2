//! Distributions of counts.

use std::f64::consts::PI;

use super::beta::incomplete_beta;
use super::gamma::{deviance, stirling_error};
use super::probability;
use crate::stats::{Measured, Undefined};

/// Chance of exactly `successes` in `trials` draws with that chance of success each (Loader 2000: no large terms cancel).
///
/// # Errors
/// Undefined for more successes than trials, or a chance outside 0 to 1.
pub fn binomial_probability(successes: u64, trials: u64, chance: f64) -> Measured {
    let p = probability(chance)?;
    if successes > trials {
        return Err(Undefined::new("more successes than trials"));
    }
    Ok(point(successes as f64, trials as f64, p, 1.0 - p))
}

/// Chance of at most `successes`.
///
/// # Errors
/// Undefined for more successes than trials, or a chance outside 0 to 1.
pub fn binomial_cdf(successes: u64, trials: u64, chance: f64) -> Measured {
    Ok(tails(successes, trials, chance)?.0)
}

/// Chance of more than `successes`.
///
/// # Errors
/// Undefined for more successes than trials, or a chance outside 0 to 1.
pub fn binomial_sf(successes: u64, trials: u64, chance: f64) -> Measured {
    Ok(tails(successes, trials, chance)?.1)
}

fn tails(successes: u64, trials: u64, chance: f64) -> Result<(f64, f64), Undefined> {
    let p = probability(chance)?;
    if successes > trials {
        return Err(Undefined::new("more successes than trials"));
    }
    if successes == trials {
        return Ok((1.0, 0.0));
    }
    let (above, below) = incomplete_beta(successes as f64 + 1.0, (trials - successes) as f64, p, 1.0 - p)?;
    Ok((below, above))
}

/// Chance of `successes` among `drawn` items, drawn without return from `items` of which `marked` are a success.
///
/// # Errors
/// Undefined when more are marked or drawn than there are.
pub fn hypergeometric_probability(successes: u64, items: u64, marked: u64, drawn: u64) -> Measured {
    if marked > items || drawn > items {
        return Err(Undefined::new("more are marked or drawn than there are"));
    }
    let most = marked.min(drawn);
    // Neither is more than there are, so nothing overflows.
    let least = marked.saturating_sub(items - drawn);
    if successes < least || successes > most {
        return Ok(0.0);
    }
    if items == 0 {
        return Ok(1.0);
    }
    let (p, q) = (drawn as f64 / items as f64, (items - drawn) as f64 / items as f64);
    let first = point(successes as f64, marked as f64, p, q);
    let second = point((drawn - successes) as f64, (items - marked) as f64, p, q);
    Ok(first * (second / point(drawn as f64, items as f64, p, q)))
}

/// Binomial probability with both chances given.
fn point(k: f64, n: f64, p: f64, q: f64) -> f64 {
    if p == 0.0 || n == 0.0 {
        return if k == 0.0 { 1.0 } else { 0.0 };
    }
    if q == 0.0 {
        return if k == n { 1.0 } else { 0.0 };
    }
    if k == 0.0 {
        return libm::exp(if p < 0.1 { n * libm::log1p(-p) } else { n * libm::log(q) });
    }
    if k == n {
        return libm::exp(if q < 0.1 { n * libm::log1p(-q) } else { n * libm::log(p) });
    }
    let exponent = stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, n * p) - deviance(n - k, n * q);
    libm::sqrt(n / (2.0 * PI * k * (n - k))) * libm::exp(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_counts() {
        assert!(binomial_probability(3, 2, 0.5).is_err() && binomial_cdf(3, 2, 0.5).is_err() && binomial_sf(1, 2, f64::NAN).is_err());
        assert_eq!((binomial_probability(0, 0, 0.3), binomial_cdf(0, 0, 0.3), binomial_sf(0, 0, 0.3)), (Ok(1.0), Ok(1.0), Ok(0.0)));
        assert_eq!((binomial_probability(0, 5, 0.0), binomial_probability(5, 5, 1.0), binomial_probability(1, 5, 0.0)), (Ok(1.0), Ok(1.0), Ok(0.0)));
        assert_eq!((binomial_cdf(2, 5, 0.0), binomial_cdf(2, 5, 1.0)), (Ok(1.0), Ok(0.0)));
        assert!(hypergeometric_probability(1, 5, 6, 2).is_err());
        assert_eq!((hypergeometric_probability(3, 5, 2, 2), hypergeometric_probability(0, 0, 0, 0)), (Ok(0.0), Ok(1.0)));
    }

    proptest! {
        #[test]
        fn probabilities_sum_to_the_tails(trials in 0u64..80, part in 0.0..=1.0f64, p in 0.0..=1.0f64) {
            let successes = (trials as f64 * part) as u64;
            let below: f64 = (0..=successes).map(|k| binomial_probability(k, trials, p).unwrap()).sum();
            let above: f64 = (successes + 1..=trials).map(|k| binomial_probability(k, trials, p).unwrap()).sum();
            prop_assert!((binomial_cdf(successes, trials, p).unwrap() - below).abs() < 1e-12);
            prop_assert!((binomial_sf(successes, trials, p).unwrap() - above).abs() < 1e-12);
            prop_assert!((below + above - 1.0).abs() < 1e-12);
        }

        #[test]
        fn draws_without_return_sum_to_one(items in 1u64..60, marked in 0u64..60, drawn in 0u64..60) {
            let (marked, drawn) = (marked.min(items), drawn.min(items));
            let sum: f64 = (0..=items).map(|k| hypergeometric_probability(k, items, marked, drawn).unwrap()).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12);
        }
    }
}
