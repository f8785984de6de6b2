//! Entropy and divergence of distributions. `0 ln 0 = 0` throughout (B5).

use super::{Measured, Undefined};

/// Shannon entropy in nats of the distribution that non-negative weights make: `- sum p ln p`, `p = w / sum w`.
///
/// Range 0 to `ln n`. Source: B5.3.
///
/// # Errors
/// Undefined when the weights sum to zero.
pub fn shannon_nats(weights: &[f64]) -> Measured {
    let total = total(weights)?;
    Ok(weights.iter().filter(|&&weight| weight > 0.0).map(|&weight| -(weight / total) * (weight / total).ln()).sum())
}

/// Number of equally used categories with the same entropy: `exp H` with `H` in nats (Hill number of order 1). Range 1 to n.
pub fn effective_number(entropy_nats: f64) -> f64 {
    entropy_nats.exp()
}

/// Jensen-Shannon divergence in bits: `KL(p to m) / 2 + KL(q to m) / 2`, `m = (p + q) / 2`, weights scaled to sum 1.
///
/// Range 0 (same) to 1 (disjoint); the divergence, not its square root. Source: B5.3.
///
/// # Errors
/// Undefined when the lengths differ or either sums to zero.
pub fn jensen_shannon_bits(p: &[f64], q: &[f64]) -> Measured {
    if p.len() != q.len() {
        return Err(Undefined::new("the distributions have different categories"));
    }
    let (total_p, total_q) = (total(p)?, total(q)?);
    let part = |own: f64, mean: f64| if own > 0.0 { own * (own / mean).log2() } else { 0.0 };
    let twice: f64 = p
        .iter()
        .zip(q)
        .map(|(&p, &q)| {
            let (p, q) = (p / total_p, q / total_q);
            let mean = 0.5 * (p + q);
            part(p, mean) + part(q, mean)
        })
        .sum();
    Ok((0.5 * twice).max(0.0))
}

fn total(weights: &[f64]) -> Measured {
    let total: f64 = weights.iter().sum();
    if total > 0.0 && total.is_finite() { Ok(total) } else { Err(Undefined::new("the weights sum to zero")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const P: [f64; 3] = [0.5, 0.3, 0.2];
    const Q: [f64; 3] = [0.7, 0.3, 0.0];

    #[test]
    fn golden_vectors() {
        let entropy = shannon_nats(&P).expect("a distribution");
        assert!((entropy - 1.029_653_014_0).abs() < 1e-10);
        assert!((entropy / 3f64.ln() - 0.937_230_563_2).abs() < 1e-10);
        assert!((effective_number(entropy) - 2.800_094_072_9).abs() < 1e-10);
        assert!((jensen_shannon_bits(&P, &Q).expect("distributions") - 0.112_078_746_0).abs() < 1e-10);
    }

    #[test]
    fn edges() {
        assert_eq!(shannon_nats(&[0.0, 4.0]), Ok(0.0));
        assert!(shannon_nats(&[0.0, 0.0]).is_err());
        assert!(shannon_nats(&[]).is_err());
        assert_eq!(jensen_shannon_bits(&P, &P), Ok(0.0));
        assert!((jensen_shannon_bits(&[1.0, 0.0], &[0.0, 2.0]).expect("distributions") - 1.0).abs() < 1e-12);
        assert!(jensen_shannon_bits(&[1.0], &[1.0, 0.0]).is_err());
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

        #[test]
        fn divergence_is_symmetric_and_between_0_and_1(p in prop::collection::vec(0.001..1f64, 6), q in prop::collection::vec(0.001..1f64, 6)) {
            let found = jensen_shannon_bits(&p, &q).expect("positive");
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert!((found - jensen_shannon_bits(&q, &p).expect("positive")).abs() < 1e-12);
        }
    }
}
