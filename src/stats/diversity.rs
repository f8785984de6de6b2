//! How varied a basket is, and how alike two baskets are (B5.3).

use super::{Measured, Undefined, quotient};

/// Jaccard index of two sets of whole numbers, each sorted and without repetitions: `|A and B| / |A or B|`. Range 0 to 1.
///
/// # Errors
/// Undefined when both are empty.
pub fn jaccard(a: &[usize], b: &[usize]) -> Measured {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    quotient(common as f64, (a.len() + b.len() - common) as f64, "both sets are empty")
}

/// Intra-list diversity: `2 / (L (L - 1)) sum over pairs of (1 - cosine)` of at least two vectors of length 1. Range 0 to 1 where no part is
/// negative. Repeated items count, at distance 0.
///
/// # Errors
/// Undefined with fewer than two vectors.
pub fn intra_list_diversity(units: &[Vec<f64>]) -> Measured {
    let count = units.len() as f64;
    if units.len() < 2 {
        return Err(Undefined::new("fewer than two items"));
    }
    // The sum over pairs of cosines is half of the squared length of the sum less the squared lengths.
    let width = units.iter().map(Vec::len).max().unwrap_or(0);
    let mut sum = vec![0.0; width];
    let mut own = 0.0;
    for unit in units {
        for (total, part) in sum.iter_mut().zip(unit) {
            *total += part;
        }
        own += unit.iter().map(|part| part * part).sum::<f64>();
    }
    let together: f64 = sum.iter().map(|part| part * part).sum();
    Ok(1.0 - (together - own) / (count * (count - 1.0)))
}

/// Trace of the covariance of vectors: mean squared distance from their mean.
///
/// # Errors
/// Undefined with fewer than two vectors.
pub fn total_variance(vectors: &[Vec<f64>]) -> Measured {
    if vectors.len() < 2 {
        return Err(Undefined::new("fewer than two items"));
    }
    let count = vectors.len() as f64;
    let width = vectors.iter().map(Vec::len).max().unwrap_or(0);
    let (mut sum, mut squares) = (vec![0.0; width], 0.0);
    for vector in vectors {
        for (total, part) in sum.iter_mut().zip(vector) {
            *total += part;
        }
        squares += vector.iter().map(|part| part * part).sum::<f64>();
    }
    let centre: f64 = sum.iter().map(|part| (part / count) * (part / count)).sum();
    Ok((squares / count - centre).max(0.0))
}

/// What the plug-in entropy of `count` draws among `seen` categories lacks on average: `(seen - 1) / (2 count)` nats (Miller and Madow).
pub fn miller_madow(seen: usize, count: f64) -> f64 {
    if count > 0.0 { (seen as f64 - 1.0).max(0.0) / (2.0 * count) } else { 0.0 }
}

/// Unpredictability of shares between worlds: for each world, the mean over units and other worlds of how far its shares lie from theirs. The mean
/// over worlds is U of Salganik, Dodds and Watts: the mean over units and pairs of worlds of `|m_ij - m_ik|`.
///
/// # Errors
/// Undefined with fewer than two worlds or without units.
pub fn unpredictability(shares: &[Vec<f64>]) -> Result<Vec<f64>, Undefined> {
    let units = shares.iter().map(Vec::len).min().unwrap_or(0);
    if shares.len() < 2 || units == 0 {
        return Err(Undefined::new("unpredictability needs two worlds and something that has a share"));
    }
    let apart = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / units as f64;
    let others = (shares.len() - 1) as f64;
    Ok(shares.iter().map(|own| shares.iter().map(|other| apart(own, other)).sum::<f64>() / others).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: Measured, expected: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() < 1e-12, "{found} against {expected}");
    }

    #[test]
    fn by_hand() {
        close(jaccard(&[1, 2, 3], &[2, 3, 4]), 0.5);
        close(jaccard(&[1], &[]), 0.0);
        assert!(jaccard(&[], &[]).is_err());
        let units = vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![1.0, 0.0]];
        close(intra_list_diversity(&units), 2.0 / 3.0);
        close(intra_list_diversity(&[vec![0.6, 0.8], vec![0.6, 0.8]]), 0.0);
        assert!(intra_list_diversity(&units[..1]).is_err());
        close(total_variance(&units), 4.0 / 9.0);
        assert!(total_variance(&units[..1]).is_err());
        assert!((miller_madow(5, 40.0) - 0.05).abs() < 1e-15);
        assert_eq!((miller_madow(0, 40.0), miller_madow(1, 40.0), miller_madow(3, 0.0)), (0.0, 0.0, 0.0));
    }

    /// Two items, three worlds: |m| differ by 0.2, 0.4 and 0.2 in each item, so U = 0.8 / 3.
    #[test]
    fn unpredictability_is_the_mean_over_pairs_of_worlds() {
        let by_world = unpredictability(&[vec![0.5, 0.5], vec![0.7, 0.3], vec![0.9, 0.1]]).expect("three worlds");
        assert!((by_world.iter().sum::<f64>() / 3.0 - 0.8 / 3.0).abs() < 1e-12, "{by_world:?}");
        assert!((by_world[0] - 0.3).abs() < 1e-12 && (by_world[1] - 0.2).abs() < 1e-12);
        assert!(unpredictability(&[vec![1.0]]).is_err() && unpredictability(&[vec![], vec![]]).is_err());
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_between_0_and_1(a in prop::collection::btree_set(0usize..40, 0..20), b in prop::collection::btree_set(0usize..40, 0..20)) {
            let (a, b): (Vec<usize>, Vec<usize>) = (a.into_iter().collect(), b.into_iter().collect());
            let found = jaccard(&a, &b);
            prop_assert_eq!(&found, &jaccard(&b, &a));
            if let Ok(found) = found {
                prop_assert!((0.0..=1.0).contains(&found));
                prop_assert_eq!(found == 1.0, a == b);
            }
        }

        #[test]
        fn variety_is_the_mean_over_pairs(parts in prop::collection::vec(prop::collection::vec(0.01..1f64, 3), 2..8)) {
            let units: Vec<Vec<f64>> = parts
                .iter()
                .map(|part| { let length = part.iter().map(|x| x * x).sum::<f64>().sqrt(); part.iter().map(|x| x / length).collect() })
                .collect();
            let (mut sum, mut pairs) = (0.0, 0.0);
            for (place, a) in units.iter().enumerate() {
                for b in &units[place + 1..] {
                    sum += 1.0 - a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
                    pairs += 1.0;
                }
            }
            let found = intra_list_diversity(&units).expect("two items");
            prop_assert!((found - sum / pairs).abs() < 1e-12);
            prop_assert!((-1e-12..=1.0).contains(&found));
        }
    }
}
