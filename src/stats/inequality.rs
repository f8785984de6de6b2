//! How unequally an amount is spread.

use super::{Measured, Undefined};

/// Gini coefficient over all units, those with zero included: `2 sum_j j x_(j) / (n sum x) - (n + 1) / n` over ascending `x_(j)`.
///
/// Range 0 (all alike) to `(n - 1) / n` (one has all); no small-sample correction. Source: B5.3.
///
/// # Errors
/// Undefined without units or when the sum is zero.
pub fn gini(amounts: &[u64]) -> Measured {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    // Integer sums are exact: the order of ties cannot matter.
    let total: u128 = sorted.iter().map(|&amount| u128::from(amount)).sum();
    if total == 0 {
        return Err(Undefined::new("there is nothing to share out"));
    }
    let ranked: u128 = sorted.iter().zip(1u128..).map(|(&amount, rank)| rank * u128::from(amount)).sum();
    let units = sorted.len() as f64;
    Ok(2.0 * ranked as f64 / (units * total as f64) - (units + 1.0) / units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn golden_vectors() {
        for (amounts, expected) in [(vec![1, 2, 3, 4], 0.25), (vec![0, 0, 0, 10], 0.75), (vec![5, 5, 5, 5], 0.0), (vec![1, 1, 2, 3, 5, 8], 0.4)] {
            let found = gini(&amounts).expect("a sum above zero");
            assert!((found - expected).abs() < 1e-12, "{amounts:?}: {found}");
        }
        assert!(gini(&[]).is_err());
        assert!(gini(&[0, 0]).is_err());
    }

    proptest! {
        #[test]
        fn stays_in_range_and_ignores_order(mut amounts in prop::collection::vec(0u64..1_000, 1..60)) {
            let found = gini(&amounts);
            amounts.reverse();
            prop_assert_eq!(&found, &gini(&amounts));
            if let Ok(found) = found {
                let units = amounts.len() as f64;
                prop_assert!(found > -1e-12 && found < (units - 1.0) / units + 1e-12);
            }
        }
    }
}
