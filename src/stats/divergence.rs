//! How far two distributions over the same categories lie apart. Weights are scaled to sum 1; `0 ln 0 = 0`.

use std::f64::consts::LN_2;

use super::{Measured, Undefined, check, wasserstein};

/// Kullback-Leibler divergence in nats, `sum p ln(p / q)`. Range 0 to infinity: infinite where `q` lacks what `p` has (smooth `q` to avoid that).
///
/// # Errors
/// Undefined when the lengths differ, a weight is negative or not finite, or weights sum to zero.
pub fn kullback_leibler_nats(p: &[f64], q: &[f64]) -> Measured {
    let (p, q) = both(p, q)?;
    let sum: f64 = p.iter().zip(&q).filter(|(p, _)| **p > 0.0).map(|(p, q)| if *q > 0.0 { p * (p / q).ln() } else { f64::INFINITY }).sum();
    Ok(sum.max(0.0))
}

/// Kullback-Leibler divergence in bits: [`kullback_leibler_nats`] over ln 2.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn kullback_leibler_bits(p: &[f64], q: &[f64]) -> Measured {
    Ok(kullback_leibler_nats(p, q)? / LN_2)
}

/// Jensen-Shannon divergence in nats: `KL(p to m) / 2 + KL(q to m) / 2`, `m = (p + q) / 2`. Range 0 to ln 2.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn jensen_shannon_nats(p: &[f64], q: &[f64]) -> Measured {
    let (p, q) = both(p, q)?;
    let part = |own: f64, mean: f64| if own > 0.0 { own * (own / mean).ln() } else { 0.0 };
    let twice: f64 = p.iter().zip(&q).map(|(&p, &q)| part(p, 0.5 * p + 0.5 * q) + part(q, 0.5 * p + 0.5 * q)).sum();
    Ok((0.5 * twice).clamp(0.0, LN_2))
}

/// Jensen-Shannon divergence in bits, 0 (same) to 1 (disjoint); the divergence, not its square root. Source: B5.3.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn jensen_shannon_bits(p: &[f64], q: &[f64]) -> Measured {
    Ok((jensen_shannon_nats(p, q)? / LN_2).min(1.0))
}

/// Square root of the Jensen-Shannon divergence in bits, 0 to 1: a distance (it obeys the triangle inequality). This is what some libraries call
/// by the name of the divergence.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn jensen_shannon_distance_bits(p: &[f64], q: &[f64]) -> Measured {
    Ok(jensen_shannon_bits(p, q)?.sqrt())
}

/// Square root of the Jensen-Shannon divergence in nats, 0 to `sqrt(ln 2)`.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn jensen_shannon_distance_nats(p: &[f64], q: &[f64]) -> Measured {
    Ok(jensen_shannon_nats(p, q)?.sqrt())
}

/// Total variation distance, `sum |p - q| / 2`: the share that would have to change category. Range 0 to 1.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn total_variation(p: &[f64], q: &[f64]) -> Measured {
    let (p, q) = both(p, q)?;
    Ok((0.5 * p.iter().zip(&q).map(|(p, q)| (p - q).abs()).sum::<f64>()).min(1.0))
}

/// Hellinger distance, `sqrt(sum (sqrt p - sqrt q)^2 / 2)`. Range 0 to 1.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn hellinger(p: &[f64], q: &[f64]) -> Measured {
    let (p, q) = both(p, q)?;
    Ok((0.5 * p.iter().zip(&q).map(|(p, q)| (p.sqrt() - q.sqrt()).powi(2)).sum::<f64>()).sqrt().min(1.0))
}

/// Population stability index, `sum (p - q) ln(p / q)`: both Kullback-Leibler divergences added. Range from 0. Bins that are empty in both count
/// nothing.
///
/// # Errors
/// As [`kullback_leibler_nats`], and where a bin is empty in one alone: merge bins or smooth.
pub fn population_stability_index(p: &[f64], q: &[f64]) -> Measured {
    let (p, q) = both(p, q)?;
    if p.iter().zip(&q).any(|(p, q)| (*p > 0.0) != (*q > 0.0)) {
        return Err(Undefined::new("a bin is empty in one of the two distributions"));
    }
    Ok(p.iter().zip(&q).filter(|(p, _)| **p > 0.0).map(|(p, q)| (p - q) * (p / q).ln()).sum())
}

/// Earth mover's distance between distributions over ordered categories that lie 1 apart. Range 0 to `n - 1`.
///
/// # Errors
/// As [`kullback_leibler_nats`].
pub fn wasserstein_over_places(p: &[f64], q: &[f64]) -> Measured {
    let (p, q) = both(p, q)?;
    let places: Vec<f64> = (0..p.len()).map(|place| place as f64).collect();
    wasserstein((&places, Some(&p)), (&places, Some(&q)))
}

/// `q` with a part `share` of `p` mixed in, `(1 - share) q + share p`, so that no divergence from `p` is infinite.
///
/// # Errors
/// As [`kullback_leibler_nats`], and for a share outside 0 to 1.
pub fn smoothed(q: &[f64], p: &[f64], share: f64) -> Result<Vec<f64>, Undefined> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Undefined::new("a share lies between 0 and 1"));
    }
    let (p, q) = both(p, q)?;
    Ok(p.iter().zip(&q).map(|(p, q)| (1.0 - share) * q + share * p).collect())
}

/// Miscalibration after Steck (2018): `KL(history to slate)` in nats, with a part `share` (0.01 is usual) of the history mixed into the slate. Range 0 to
/// `-ln share`.
///
/// # Errors
/// As [`kullback_leibler_nats`], and for a share outside 0 to 1.
pub fn miscalibration(history: &[f64], slate: &[f64], share: f64) -> Measured {
    kullback_leibler_nats(history, &smoothed(slate, history, share)?)
}

/// Divergence of two rank-weighted distributions after RADio (Vrijenhoek and others 2022): [`jensen_shannon_bits`] of both after a part `share` (0.001
/// is usual) of each is mixed into the other. Range 0 to 1. Calibration compares history and slate, fragmentation the slates of two people,
/// representation slate and catalogue.
///
/// # Errors
/// As [`kullback_leibler_nats`], and for a share outside 0 to 1.
pub fn rank_aware_divergence(p: &[f64], q: &[f64], share: f64) -> Measured {
    jensen_shannon_bits(&smoothed(p, q, share)?, &smoothed(q, p, share)?)
}

/// Rank-weighted distribution of a slate over categories: each place from 1 gives its category `weight(place)`, `1 / place` or
/// [`position_weight`](super::position_weight).
pub fn rank_weighted(categories: &[usize], count: usize, weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; count];
    for (place, &category) in categories.iter().enumerate() {
        if let Some(sum) = sums.get_mut(category) {
            *sum += weight(place + 1);
        }
    }
    sums
}

/// Both scaled to sum 1.
fn both(p: &[f64], q: &[f64]) -> Result<(Vec<f64>, Vec<f64>), Undefined> {
    if p.len() != q.len() {
        return Err(Undefined::new("the distributions have different categories"));
    }
    let (total_p, total_q) = (check::amounts(p)?, check::amounts(q)?);
    Ok((p.iter().map(|p| p / total_p).collect(), q.iter().map(|q| q / total_q).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const P: [f64; 3] = [0.5, 0.3, 0.2];
    const Q: [f64; 3] = [0.7, 0.3, 0.0];
    type Divergence = fn(&[f64], &[f64]) -> Measured;
    const ALL: [Divergence; 9] = [
        kullback_leibler_nats,
        jensen_shannon_nats,
        jensen_shannon_bits,
        jensen_shannon_distance_bits,
        jensen_shannon_distance_nats,
        total_variation,
        hellinger,
        population_stability_index,
        wasserstein_over_places,
    ];

    #[test]
    fn golden_vectors() {
        assert!((jensen_shannon_bits(&P, &Q).expect("distributions") - 0.112_078_746_0).abs() < 1e-10);
        assert!((jensen_shannon_distance_bits(&P, &Q).expect("distributions") - 0.334_781_639_3).abs() < 1e-10);
        let steck = miscalibration(&P, &Q, 0.01).expect("distributions");
        assert!((steck - 0.754_228_535_0).abs() < 1e-9);
    }

    #[test]
    fn edges() {
        for divergence in ALL {
            assert!(divergence(&P, &P).expect("the same").abs() < 1e-12);
            assert!(divergence(&P, &Q[..2]).is_err() && divergence(&[], &[]).is_err() && divergence(&[0.0], &[1.0]).is_err());
            assert!(divergence(&[-1.0, 2.0], &[1.0, 1.0]).is_err() && divergence(&[f64::NAN], &[1.0]).is_err());
            assert!(divergence(&[f64::INFINITY, 1.0], &[1.0, 1.0]).is_err());
            assert!(divergence(&[3.0], &[1.0]).expect("one category").abs() < 1e-15);
        }
        assert_eq!(kullback_leibler_nats(&P, &Q), Ok(f64::INFINITY));
        assert!(population_stability_index(&P, &Q).is_err());
        assert!((jensen_shannon_bits(&[1.0, 0.0], &[0.0, 2.0]).expect("distributions") - 1.0).abs() < 1e-12);
        assert!(smoothed(&P, &Q, 1.5).is_err() && miscalibration(&P, &Q, f64::NAN).is_err());
        assert!(rank_aware_divergence(&[1.0, 0.0], &[0.0, 1.0], 0.001).is_ok_and(|found| found > 0.97 && found < 1.0));
        assert_eq!(rank_weighted(&[1, 0, 1, 7], 2, |place| 1.0 / place as f64), [0.5, 1.0 + 1.0 / 3.0]);
    }

    proptest! {
        #[test]
        fn divergences_are_in_range_and_symmetric(p in prop::collection::vec(0.001..1f64, 6), q in prop::collection::vec(0.001..1f64, 6)) {
            for (place, divergence) in ALL.iter().enumerate() {
                let found = divergence(&p, &q).expect("positive");
                prop_assert!(found >= 0.0);
                if place > 0 {
                    prop_assert!((found - divergence(&q, &p).expect("positive")).abs() < 1e-12);
                }
                if (2..7).contains(&place) {
                    prop_assert!(found <= 1.0);
                }
            }
            let (h, tv) = (hellinger(&p, &q).expect("positive"), total_variation(&p, &q).expect("positive"));
            prop_assert!(h * h <= tv + 1e-12 && tv <= h * 2f64.sqrt() + 1e-12);
        }
    }
}
