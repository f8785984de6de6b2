//! How far the values of groups lie apart, whatever the value is: a rate, a mean utility, a count.

use crate::stats::{Measured, Undefined, check, largest_gap, quotient, smallest_ratio};

use super::Convention;

/// Distance between groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Absolute distance, from 0 (equal).
    pub difference: Measured,
    /// Lowest over highest, 0 to 1 (equal).
    pub ratio: Measured,
    /// The group with the lowest value.
    pub lowest: Option<usize>,
    /// The group with the highest value.
    pub highest: Option<usize>,
    /// Groups without a value; they are left out of the comparison and to be shown.
    pub left_out: Vec<usize>,
}

/// The values that exist, with their groups.
fn existing(values: &[Measured]) -> (Vec<(usize, f64)>, Vec<usize>) {
    let mut there = Vec::new();
    let mut left_out = Vec::new();
    for (group, value) in values.iter().enumerate() {
        match value {
            Ok(value) if value.is_finite() => there.push((group, *value)),
            _ => left_out.push(group),
        }
    }
    (there, left_out)
}

fn framed(there: &[(usize, f64)], left_out: Vec<usize>, difference: Measured, ratio: Measured) -> Gap {
    let lowest = there.iter().copied().reduce(|least, next| if next.1 < least.1 { next } else { least });
    let highest = there.iter().copied().reduce(|most, next| if next.1 > most.1 { next } else { most });
    Gap { difference, ratio, lowest: lowest.map(|found| found.0), highest: highest.map(|found| found.0), left_out }
}

/// Highest value less lowest, and lowest over highest.
pub fn gap_between_groups(values: &[Measured], convention: Convention) -> Gap {
    let (there, left_out) = existing(values);
    let numbers: Vec<f64> = there.iter().map(|found| found.1).collect();
    let (difference, ratio) = match (&numbers[..], convention) {
        ([alone], Convention::Fairlearn | Convention::Aif360) => (Ok(0.0), quotient(*alone, *alone, "the group's value is zero")),
        _ => (largest_gap(&numbers), smallest_ratio(&numbers)),
    };
    framed(&there, left_out, difference, ratio)
}

/// Largest distance of a group's value from that of all together, and the smallest of `x / overall` or its inverse.
pub fn gap_to_overall(values: &[Measured], overall: &Measured, convention: Convention) -> Gap {
    let (there, left_out) = existing(values);
    let compared = match overall {
        _ if there.is_empty() => Err(Undefined::new("no group has a value")),
        _ if there.len() == 1 && convention == Convention::Undefined => Err(Undefined::new("fewer than two groups have a value")),
        other => other.clone(),
    };
    let difference = compared.clone().map(|overall| there.iter().fold(0.0, |most: f64, found| most.max((found.1 - overall).abs())));
    let ratio = compared.and_then(|overall| {
        if overall < 0.0 || there.iter().any(|found| found.1 < 0.0) {
            return Err(Undefined::new("a ratio needs values of at least zero"));
        }
        if overall == 0.0 {
            return Err(Undefined::new("the value of all together is zero"));
        }
        Ok(there.iter().fold(1.0, |least: f64, found| least.min(found.1 / overall).min(if found.1 > 0.0 { overall / found.1 } else { 0.0 })))
    });
    framed(&there, left_out, difference, ratio)
}

/// Mean of an outcome (utility, trust, nDCG) in each group; the lowest of them is what a Rawlsian looks at.
pub fn outcome_means(groups: &[Vec<f64>]) -> Vec<Measured> {
    groups.iter().map(|values| check::finite(values, 1).map(|()| check::mean(values))).collect()
}

/// Mean absolute error of predictions, in their unit.
///
/// # Errors
/// Undefined without predictions, with columns of different length, or values that are not finite.
pub fn mean_absolute_error(truth: &[f64], predicted: &[f64]) -> Measured {
    check::pairs(truth, predicted, 1)?;
    Ok(truth.iter().zip(predicted).map(|(truth, predicted)| (truth - predicted).abs()).sum::<f64>() / truth.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undefined() -> Measured {
        Err(Undefined::new("none"))
    }

    #[test]
    fn groups_without_a_value_are_left_out_and_named() {
        let found = gap_between_groups(&[Ok(0.5), undefined(), Ok(0.2), Ok(0.4)], Convention::Undefined);
        assert_eq!((found.lowest, found.highest, found.left_out), (Some(2), Some(0), vec![1]));
        assert!(found.difference.is_ok_and(|gap| (gap - 0.3).abs() < 1e-15) && found.ratio.is_ok_and(|ratio| (ratio - 0.4).abs() < 1e-15));
        let none = gap_between_groups(&[undefined(), undefined()], Convention::Fairlearn);
        assert!(none.difference.is_err() && none.ratio.is_err() && none.lowest.is_none());
    }

    #[test]
    fn one_group_alone() {
        let alone = gap_between_groups(&[Ok(0.5), undefined()], Convention::Undefined);
        assert!(alone.difference.is_err() && alone.ratio.is_err());
        let alone = gap_between_groups(&[Ok(0.5)], Convention::Fairlearn);
        assert_eq!((alone.difference, alone.ratio), (Ok(0.0), Ok(1.0)));
        assert!(gap_between_groups(&[Ok(0.0)], Convention::Fairlearn).ratio.is_err());
        assert!(gap_to_overall(&[Ok(0.5)], &Ok(0.5), Convention::Undefined).difference.is_err());
        assert_eq!(gap_to_overall(&[Ok(0.5)], &Ok(0.5), Convention::Fairlearn).difference, Ok(0.0));
        assert!(gap_to_overall(&[], &Ok(0.5), Convention::Fairlearn).difference.is_err());
    }

    #[test]
    fn nobody_selected_has_no_ratio() {
        let zero = [Ok(0.0), Ok(0.0)];
        assert!(gap_between_groups(&zero, Convention::Fairlearn).ratio.is_err());
        assert!(gap_to_overall(&zero, &Ok(0.0), Convention::Fairlearn).ratio.is_err());
        assert_eq!(gap_between_groups(&[Ok(0.0), Ok(0.4)], Convention::Undefined).ratio, Ok(0.0));
        assert_eq!(gap_to_overall(&[Ok(0.0), Ok(0.4)], &Ok(0.2), Convention::Undefined).ratio, Ok(0.0));
        assert!(gap_to_overall(&zero, &undefined(), Convention::Undefined).difference.is_err());
        assert!(gap_between_groups(&[Ok(f64::NAN), Ok(0.4), Ok(0.4)], Convention::Undefined).difference == Ok(0.0));
    }

    #[test]
    fn outcomes() {
        let means = outcome_means(&[vec![1.0, 3.0], vec![], vec![f64::NAN]]);
        assert!(means[0] == Ok(2.0) && means[1].is_err() && means[2].is_err());
        assert_eq!(mean_absolute_error(&[1.0, 2.0], &[2.0, 4.0]), Ok(1.5));
        assert!(mean_absolute_error(&[], &[]).is_err());
    }
}
