//! Entropy of distributions. `0 ln 0 = 0` throughout (B5).

use super::{Measured, check};

/// Shannon entropy in nats of the distribution that non-negative weights make: `- sum p ln p`, `p = w / sum w`.
///
/// Range 0 to `ln n`. Source: B5.3.
///
/// # Errors
/// Undefined when the weights sum to zero, or one is negative or not finite.
pub fn shannon_nats(weights: &[f64]) -> Measured {
    let total = check::amounts(weights)?;
    Ok(weights.iter().filter(|&&weight| weight > 0.0).map(|&weight| -(weight / total) * (weight / total).ln()).sum())
}

/// Shannon entropy in bits: [`shannon_nats`] over ln 2. Range 0 to `log2 n`.
///
/// # Errors
/// As [`shannon_nats`].
pub fn shannon_bits(weights: &[f64]) -> Measured {
    Ok(shannon_nats(weights)? / std::f64::consts::LN_2)
}

/// Number of equally used categories with the same entropy: `exp H` with `H` in nats (Hill number of order 1). Range 1 to n.
pub fn effective_number(entropy_nats: f64) -> f64 {
    entropy_nats.exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const P: [f64; 3] = [0.5, 0.3, 0.2];

    #[test]
    fn golden_vectors() {
        let entropy = shannon_nats(&P).expect("a distribution");
        assert!((entropy - 1.029_653_014_0).abs() < 1e-10);
        assert!((entropy / 3f64.ln() - 0.937_230_563_2).abs() < 1e-10);
        assert!((effective_number(entropy) - 2.800_094_072_9).abs() < 1e-10);
    }

    #[test]
    fn edges() {
        assert_eq!(shannon_nats(&[0.0, 4.0]), Ok(0.0));
        assert!(shannon_nats(&[0.0, 0.0]).is_err());
        assert!(shannon_nats(&[]).is_err());
        assert!(shannon_nats(&[f64::NAN, 1.0]).is_err() && shannon_nats(&[-1.0, 2.0]).is_err());
    }

    proptest! {
        #[test]
        fn pooled_entropy_is_within_plus_between(
            people in prop::collection::vec((0.1..10f64, prop::collection::vec(0.001..1f64, 5)), 1..12),
        ) {
            // The identity of B5.3: H(pooled) = mean H + weighted divergence from the pool, to 1e-12.
            let volume: f64 = people.iter().map(|(weight, _)| weight).sum();
            let shares = |mix: &[f64]| { let sum: f64 = mix.iter().sum(); mix.iter().map(|part| part / sum).collect::<Vec<_>>() };
            let mut pooled = [0.0; 5];
            for (weight, mix) in &people {
                for (sum, part) in pooled.iter_mut().zip(shares(mix)) { *sum += weight / volume * part; }
            }
            let within: f64 = people.iter().map(|(weight, mix)| weight / volume * shannon_nats(mix).expect("positive")).sum();
            let between: f64 = people
                .iter()
                .map(|(weight, mix)| weight / volume * shares(mix).iter().zip(pooled).map(|(p, q)| p * (p / q).ln()).sum::<f64>())
                .sum();
            let total = shannon_nats(&pooled).expect("positive");
            prop_assert!((total - within - between).abs() < 1e-12);
        }
    }
}
