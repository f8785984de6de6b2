//! Inequality of what people got against what they should have got: benefit 2 for a favourable mistake, 1 for a right decision, 0 for a denied one.

use crate::stats::{Measured, Undefined};

use super::Confusion;

/// Generalized entropy of benefits over all people, `b = selected - truth + 1` (Speicher and others 2018). Order 1 is Theil's index, 0 to ln n; order 2
/// half the squared coefficient of variation.
///
/// # Errors
/// Undefined without people, where nobody has a benefit, for counts that are negative or not finite, and for orders of at most 0, which somebody
/// without benefit makes infinite.
pub fn benefit_entropy(groups: &[Confusion], order: f64) -> Measured {
    let all = Confusion::overall(groups);
    entropy(&[(0.0, all.false_negatives), (1.0, all.true_positives + all.true_negatives), (2.0, all.false_positives)], order)
}

/// The part of it that lies between groups: everybody has the mean benefit of her group.
///
/// # Errors
/// As [`benefit_entropy`].
pub fn benefit_entropy_between_groups(groups: &[Confusion], order: f64) -> Measured {
    let mean = |group: &Confusion| (group.true_positives + group.true_negatives + 2.0 * group.false_positives) / group.total();
    let there: Vec<(f64, f64)> = groups.iter().filter(|group| group.total() != 0.0).map(|group| (mean(group), group.total())).collect();
    entropy(&there, order)
}

/// Generalized entropy of values with weights.
fn entropy(values: &[(f64, f64)], order: f64) -> Measured {
    if !(order > 0.0 && order.is_finite()) {
        return Err(Undefined::new("the order lies above zero"));
    }
    if values.iter().any(|(value, weight)| !(value.is_finite() && *value >= 0.0 && weight.is_finite() && *weight >= 0.0)) {
        return Err(Undefined::new("a count is negative or not a finite number"));
    }
    let total: f64 = values.iter().map(|value| value.1).sum();
    let mean = values.iter().map(|(value, weight)| value * weight).sum::<f64>() / total;
    if !(total > 0.0 && mean > 0.0) {
        return Err(Undefined::new("nobody has a benefit"));
    }
    let part = |share: f64| match order {
        1.0 if share > 0.0 => share * share.ln(),
        1.0 => 0.0,
        _ => (share.powf(order) - 1.0) / (order * (order - 1.0)),
    };
    Ok(values.iter().map(|(value, weight)| weight / total * part(value / mean)).sum::<f64>().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{EntropyForm, generalized_entropy};
    use proptest::prelude::*;

    #[test]
    fn edges() {
        let denied = [Confusion::of_counts([0, 0, 3, 0])];
        assert!(benefit_entropy(&denied, 1.0).is_err() && benefit_entropy(&[], 1.0).is_err() && benefit_entropy_between_groups(&[], 2.0).is_err());
        let right = [Confusion::of_counts([3, 0, 0, 2]), Confusion::default()];
        assert_eq!((benefit_entropy(&right, 1.0), benefit_entropy_between_groups(&right, 2.0)), (Ok(0.0), Ok(0.0)));
        assert!(benefit_entropy(&right, 0.0).is_err() && benefit_entropy(&right, f64::NAN).is_err());
        assert!(benefit_entropy(&[Confusion { true_positives: f64::NAN, ..right[0] }], 1.0).is_err());
    }

    proptest! {
        #[test]
        fn it_is_the_entropy_of_people(cells in prop::collection::vec(prop::array::uniform4(0u64..9), 1..4)) {
            let groups: Vec<Confusion> = cells.iter().map(|cells| Confusion::of_counts(*cells)).collect();
            let people: Vec<f64> = cells
                .iter()
                .flat_map(|[tp, fp, fn_, tn]| [vec![1.0; (tp + tn) as usize], vec![2.0; *fp as usize], vec![0.0; *fn_ as usize]].concat())
                .collect();
            for order in [1.0, 2.0, 3.5] {
                match (benefit_entropy(&groups, order), generalized_entropy(&people, order, EntropyForm::Published)) {
                    (Ok(one), Ok(other)) => {
                        prop_assert!((one - other).abs() < 1e-12);
                        prop_assert!(benefit_entropy_between_groups(&groups, order).expect("people") <= one + 1e-12);
                    }
                    (one, other) => prop_assert!(one.is_err() && other.is_err()),
                }
            }
        }
    }
}
