//! Unfairness of predicted ratings between a group and the others, item by item (Yao and Huang 2017).

use crate::stats::{Undefined, check};

/// One item in one group: mean predicted and mean true rating of the people who rated it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupRating {
    /// Mean predicted rating.
    pub predicted: f64,
    /// Mean true rating.
    pub rating: f64,
}

/// Means over items of how differently two groups are misjudged, in the unit of ratings, from 0. `e` is predicted less rating in a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatingUnfairness {
    /// `|e_g - e_n|`: misjudged in different directions or to different extents.
    pub value: f64,
    /// `||e_g| - |e_n||`: misjudged to different extents.
    pub absolute: f64,
    /// `|max(0, -e_g) - max(0, -e_n)|`: underrated differently.
    pub underestimation: f64,
    /// `|max(0, e_g) - max(0, e_n)|`: overrated differently.
    pub overestimation: f64,
    /// `|mean predicted of g - mean predicted of n|` over items.
    pub non_parity: f64,
    /// Items that one of the groups did not rate; they are left out.
    pub left_out: usize,
}

/// Unfairness of ratings over items, each with its means in the two groups, `None` where a group did not rate it.
///
/// # Errors
/// Undefined where no item was rated by both groups, or a rating is not finite.
pub fn rating_unfairness(items: &[(Option<GroupRating>, Option<GroupRating>)]) -> Result<RatingUnfairness, Undefined> {
    let both: Vec<(GroupRating, GroupRating)> = items.iter().filter_map(|item| Some((item.0?, item.1?))).collect();
    for (own, other) in &both {
        check::finite(&[own.predicted, own.rating, other.predicted, other.rating], 4)?;
    }
    if both.is_empty() {
        return Err(Undefined::new("no item was rated by both groups"));
    }
    let count = both.len() as f64;
    let mean = |apart: fn(f64, f64) -> f64| {
        both.iter().map(|(own, other)| apart(own.predicted - own.rating, other.predicted - other.rating).abs()).sum::<f64>() / count
    };
    let predicted = |part: fn(&(GroupRating, GroupRating)) -> f64| both.iter().map(part).sum::<f64>() / count;
    Ok(RatingUnfairness {
        value: mean(|own, other| own - other),
        absolute: mean(|own, other| own.abs() - other.abs()),
        underestimation: mean(|own, other| (-own).max(0.0) - (-other).max(0.0)),
        overestimation: mean(|own, other| own.max(0.0) - other.max(0.0)),
        non_parity: (predicted(|both| both.0.predicted) - predicted(|both| both.1.predicted)).abs(),
        left_out: items.len() - both.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let rated = |predicted, rating| Some(GroupRating { predicted, rating });
        // Errors 1 against -1, and 0.5 against 2; a third item only one group rated.
        let found =
            rating_unfairness(&[(rated(4.0, 3.0), rated(2.0, 3.0)), (rated(3.5, 3.0), rated(5.0, 3.0)), (rated(1.0, 1.0), None)]).expect("items");
        assert_eq!((found.value, found.absolute, found.underestimation, found.overestimation), (1.75, 0.75, 0.5, 1.25));
        assert_eq!((found.non_parity, found.left_out), (0.25, 1));
        assert!(rating_unfairness(&[]).is_err() && rating_unfairness(&[(None, rated(1.0, 1.0))]).is_err());
        assert!(rating_unfairness(&[(rated(f64::NAN, 1.0), rated(1.0, 1.0))]).is_err());
    }
}
