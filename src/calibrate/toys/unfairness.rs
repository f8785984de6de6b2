//! Four ways in which predicted ratings can be unfair between two groups (F20, B5.1).

use crate::stats::{Measured, Undefined};

/// The four unfairnesses of Yao and Huang 2017 and nonparity, each at least 0, 0 being fair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unfairness {
    /// Mean over items of |(predicted - true of g) - (predicted - true of the others)|.
    pub value: f64,
    /// The same of the sizes of the errors.
    pub absolute: f64,
    /// The same of how far predictions lie below the truth.
    pub under: f64,
    /// The same of how far predictions lie above the truth.
    pub over: f64,
    /// |mean prediction of g - mean prediction of the others|.
    pub nonparity: f64,
}

/// Unfairness of predictions against true ratings. `predicted[user][item]` and `truth[user][item]` (`None`: not rated); `in_group[user]`. Items
/// that a group has not rated are skipped.
///
/// # Errors
/// Undefined when no item has ratings of both groups.
pub fn unfairness(predicted: &[Vec<f64>], truth: &[Vec<Option<f64>>], in_group: &[bool]) -> Result<Unfairness, Undefined> {
    let items = predicted.iter().map(Vec::len).min().unwrap_or(0);
    let mut sums = [0.0; 4];
    let mut counted = 0.0;
    for item in 0..items {
        let (Some(g), Some(n)) = (means(predicted, truth, in_group, true, item), means(predicted, truth, in_group, false, item)) else { continue };
        counted += 1.0;
        let (error_g, error_n) = (g.0 - g.1, n.0 - n.1);
        for (sum, gap) in sums.iter_mut().zip([
            (error_g - error_n).abs(),
            (error_g.abs() - error_n.abs()).abs(),
            ((-error_g).max(0.0) - (-error_n).max(0.0)).abs(),
            (error_g.max(0.0) - error_n.max(0.0)).abs(),
        ]) {
            *sum += gap;
        }
    }
    if counted == 0.0 {
        return Err(Undefined::new("no item has ratings of both groups"));
    }
    let [value, absolute, under, over] = sums.map(|sum| sum / counted);
    Ok(Unfairness {
        value,
        absolute,
        under,
        over,
        nonparity: (mean_prediction(predicted, in_group, true)? - mean_prediction(predicted, in_group, false)?).abs(),
    })
}

/// Mean prediction and mean true rating of one group for one item, over those who rated it.
fn means(predicted: &[Vec<f64>], truth: &[Vec<Option<f64>>], in_group: &[bool], member: bool, item: usize) -> Option<(f64, f64)> {
    let (mut guess, mut rating, mut count) = (0.0, 0.0, 0.0);
    for ((predicted, truth), _) in predicted.iter().zip(truth).zip(in_group).filter(|(_, group)| **group == member) {
        if let (Some(&own), Some(Some(known))) = (predicted.get(item), truth.get(item)) {
            guess += own;
            rating += known;
            count += 1.0;
        }
    }
    (count > 0.0).then(|| (guess / count, rating / count))
}

fn mean_prediction(predicted: &[Vec<f64>], in_group: &[bool], member: bool) -> Measured {
    let own: Vec<f64> = predicted.iter().zip(in_group).filter(|(_, group)| **group == member).flat_map(|(row, _)| row.iter().copied()).collect();
    if own.is_empty() { Err(Undefined::new("nobody is in this group")) } else { Ok(own.iter().sum::<f64>() / own.len() as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F20, formulas of B5.1, worked out by hand: item 0 errs by +1 for g and -1 for the others, item 1 by -2 and -1.
    #[test]
    fn formulas_by_hand() {
        let rated = |a: f64, b: f64| vec![Some(a), Some(b)];
        let found = unfairness(&[vec![4.0, 1.0], vec![2.0, 2.0]], &[rated(3.0, 3.0), rated(3.0, 3.0)], &[true, false]).expect("ratings");
        assert_eq!(found, Unfairness { value: (2.0 + 1.0) / 2.0, absolute: (0.0 + 1.0) / 2.0, under: (1.0 + 1.0) / 2.0, over: 0.5, nonparity: 0.5 });
    }

    #[test]
    fn items_without_ratings_of_a_group_are_skipped() {
        let truth = [vec![Some(3.0), None], vec![Some(3.0), Some(1.0)]];
        let found = unfairness(&[vec![3.0, 9.0], vec![3.0, 9.0]], &truth, &[true, false]).expect("item 0");
        assert_eq!((found.value, found.nonparity), (0.0, 0.0));
        assert!(unfairness(&[vec![1.0]], &[vec![Some(1.0)]], &[true]).is_err());
        assert!(unfairness(&[], &[], &[]).is_err());
    }
}
