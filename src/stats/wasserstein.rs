//! Distances between two samples of numbers, from the area between their distribution functions.

use super::{Measured, Undefined, check};

/// Earth mover's distance between two samples with weights (all equal if `None`), in the unit of the values: `integral |F - G|`. Range from 0.
///
/// # Errors
/// Undefined for an empty sample, values that are not finite, or weights that are of another length, negative, not finite or sum to zero.
pub fn wasserstein(x: (&[f64], Option<&[f64]>), y: (&[f64], Option<&[f64]>)) -> Measured {
    area(x, y, f64::abs)
}

/// Energy distance between two samples: `sqrt(2 integral (F - G)^2)`, in the square root of the unit of the values. Range from 0.
///
/// # Errors
/// Undefined for an empty sample or values that are not finite.
pub fn energy_distance(x: &[f64], y: &[f64]) -> Measured {
    Ok((2.0 * area((x, None), (y, None), |apart| apart * apart)?).sqrt())
}

/// Integral of a function of the difference between two distribution functions.
fn area(x: (&[f64], Option<&[f64]>), y: (&[f64], Option<&[f64]>), height: impl Fn(f64) -> f64) -> Measured {
    let (x, y) = (steps(x)?, steps(y)?);
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    let (mut below_x, mut below_y) = (0.0, 0.0);
    let mut last = f64::NAN;
    while i < x.len() || j < y.len() {
        let next = match (x.get(i), y.get(j)) {
            (Some(a), Some(b)) => a.0.min(b.0),
            (Some(a), None) => a.0,
            (None, Some(b)) => b.0,
            (None, None) => break,
        };
        if next > last {
            sum += (next - last) * height(below_x - below_y);
        }
        last = next;
        while let Some(&(_, reached)) = x.get(i).filter(|step| step.0 <= next) {
            below_x = reached;
            i += 1;
        }
        while let Some(&(_, reached)) = y.get(j).filter(|step| step.0 <= next) {
            below_y = reached;
            j += 1;
        }
    }
    if sum.is_finite() { Ok(sum) } else { Err(Undefined::new("the values lie too far apart for numbers")) }
}

/// Values in ascending order, with the share of the weight that is reached at each.
fn steps((values, weights): (&[f64], Option<&[f64]>)) -> Result<Vec<(f64, f64)>, Undefined> {
    check::finite(values, 1)?;
    if weights.is_some_and(|weights| weights.len() != values.len()) {
        return Err(Undefined::new("the columns have different lengths"));
    }
    let total = weights.map_or(Ok(values.len() as f64), check::amounts)?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut sum = 0.0;
    let reached = order.iter().map(|&place| {
        sum += weights.map_or(1.0, |weights| weights[place]);
        (values[place], sum / total)
    });
    Ok(reached.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        assert_eq!(wasserstein((&[0.0], None), (&[1.0], None)), Ok(1.0));
        assert_eq!(energy_distance(&[0.0], &[1.0]), Ok(2f64.sqrt()));
        assert_eq!(wasserstein((&[1.0, 5.0], Some(&[1.0, 0.0])), (&[3.0], None)), Ok(2.0));
        assert!(wasserstein((&[], None), (&[1.0], None)).is_err() && energy_distance(&[f64::NAN], &[1.0]).is_err());
        assert!(wasserstein((&[1.0], Some(&[0.0])), (&[1.0], None)).is_err());
        assert!(wasserstein((&[1.0], Some(&[1.0, 1.0])), (&[1.0], None)).is_err());
        assert!(wasserstein((&[f64::MIN], None), (&[f64::MAX], None)).is_err());
    }

    proptest! {
        #[test]
        fn a_shift_is_as_far_as_it_is(values in prop::collection::vec(-50.0..50f64, 1..30), shift in -9.0..9f64) {
            let shifted: Vec<f64> = values.iter().map(|value| value + shift).collect();
            prop_assert!((wasserstein((&values, None), (&shifted, None)).expect("values") - shift.abs()).abs() < 1e-9);
            prop_assert_eq!(energy_distance(&values, &shifted), energy_distance(&shifted, &values));
        }

        #[test]
        fn a_weight_of_two_is_two_people(values in prop::collection::vec(-50.0..50f64, 2..20), other in prop::collection::vec(-50.0..50f64, 2..20)) {
            let mut weights = vec![1.0; values.len()];
            weights[0] = 2.0;
            let longer = [&values[..], &values[..1]].concat();
            let weighted = wasserstein((&values, Some(&weights)), (&other, None)).expect("values");
            prop_assert!((weighted - wasserstein((&longer, None), (&other, None)).expect("values")).abs() < 1e-9);
        }
    }
}
