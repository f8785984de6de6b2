//! Quantiles of a histogram.

use super::Undefined;

/// Quantiles of values that were counted into equal bins between two edges, with linear interpolation inside the bin: values are taken as
/// evenly spread over their bin, so the error is at most one bin width. The `q` quantile is where the cumulative count reaches `q` times the
/// whole; between two filled bins (a gap that `q` meets exactly) it is the upper edge of the lower one. `q` is clamped to 0 to 1.
///
/// # Errors
/// Undefined when the histogram is empty.
pub fn histogram_quantiles<const N: usize>(bins: &[u64], edges: (f64, f64), quantiles: [f64; N]) -> Result<[f64; N], Undefined> {
    let total: u64 = bins.iter().sum();
    if total == 0 {
        return Err(Undefined::new("nobody is counted"));
    }
    let width = (edges.1 - edges.0) / bins.len() as f64;
    Ok(quantiles.map(|quantile| {
        let wanted = quantile.clamp(0.0, 1.0) * total as f64;
        let mut below = 0u64;
        for (bin, &count) in bins.iter().enumerate() {
            if count > 0 && (below + count) as f64 >= wanted {
                return edges.0 + width * (bin as f64 + (wanted - below as f64) / count as f64);
            }
            below += count;
        }
        edges.1
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn interpolates_inside_the_bin() {
        // Ten values in [0, 0.25), none in [0.25, 0.5), ten in [0.5, 0.75).
        let found = histogram_quantiles(&[10, 0, 10, 0], (0.0, 1.0), [0.0, 0.25, 0.5, 0.75, 1.0]).expect("values");
        for (found, expected) in found.iter().zip([0.0, 0.125, 0.25, 0.625, 0.75]) {
            assert!((found - expected).abs() < 1e-12, "{found} against {expected}");
        }
        assert!(histogram_quantiles(&[0, 0], (0.0, 1.0), [0.5]).is_err());
        assert!(histogram_quantiles(&[], (0.0, 1.0), [0.5]).is_err());
    }

    proptest! {
        #[test]
        fn quantiles_are_ordered_and_inside(bins in prop::collection::vec(0u64..50, 1..30), low in 0.0..1f64, high in 0.0..1f64) {
            let (low, high) = (low.min(high), low.max(high));
            if let Ok([a, b]) = histogram_quantiles(&bins, (-1.0, 1.0), [low, high]) {
                prop_assert!(-1.0 - 1e-12 <= a && a <= b + 1e-12 && b <= 1.0 + 1e-12);
            }
        }
    }
}
