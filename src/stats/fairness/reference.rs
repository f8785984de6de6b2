//! One group against another by name, with signs (AIF360: unprivileged against privileged).

use crate::stats::{Measured, Undefined};

use super::{Confusion, Convention, Rate, four_fifths};

/// A group against a reference group. Differences are group less reference, -1 to 1; 0 is equal.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceGaps {
    /// Difference of selection rates.
    pub statistical_parity_difference: Measured,
    /// Ratio of selection rates, from 0; 1 is equal, and it may be above.
    pub disparate_impact_ratio: Measured,
    /// Difference of true positive rates.
    pub equal_opportunity_difference: Measured,
    /// Mean of the differences of false positive and true positive rates; they may cancel.
    pub average_odds_difference: Measured,
    /// Mean of their sizes, 0 to 1.
    pub average_odds_error: Measured,
    /// Whether neither selection rate is below four fifths of the other, in whole numbers; undefined where nobody is selected.
    pub four_fifths: Result<bool, Undefined>,
}

/// Compares a group with a reference group.
pub fn compare_with_reference(group: &Confusion, reference: &Confusion, convention: Convention) -> ReferenceGaps {
    let difference = |rate| Ok(group.rate(rate, convention)? - reference.rate(rate, convention)?);
    let positive = difference(Rate::TruePositive);
    let negative = match convention {
        Convention::Aif360 => difference(Rate::TrueNegative).map(|apart| -apart),
        _ => difference(Rate::FalsePositive),
    };
    let odds = |join: fn(f64, f64) -> f64| Ok(0.5 * join(positive.clone()?, negative.clone()?));
    let selection = Rate::Selection;
    let (own, other) = (group.rate(selection, convention), reference.rate(selection, convention));
    let disparate_impact_ratio = own.and_then(|own| match other? {
        0.0 if convention == Convention::Aif360 => Ok(0.0),
        0.0 => Err(Undefined::new("nobody in the reference group is selected")),
        other => Ok(own / other),
    });
    let fails = four_fifths(group.share(selection), reference.share(selection));
    let fails_back = four_fifths(reference.share(selection), group.share(selection));
    let four_fifths = match (fails, fails_back) {
        (Ok(one), Ok(other)) => Ok(one.passes && other.passes),
        (Err(_), _) if convention == Convention::Aif360 && disparate_impact_ratio.is_ok() => Ok(false),
        (Err(why), _) | (_, Err(why)) => Err(why),
    };
    ReferenceGaps {
        statistical_parity_difference: difference(selection),
        disparate_impact_ratio,
        equal_opportunity_difference: positive.clone(),
        average_odds_difference: odds(|one, other| one + other),
        average_odds_error: odds(|one, other| one.abs() + other.abs()),
        four_fifths,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_without_selections() {
        let (some, none) = (Confusion::of_counts([1, 1, 1, 0]), Confusion::of_counts([0, 0, 1, 2]));
        let ours = compare_with_reference(&some, &none, Convention::Undefined);
        assert!(ours.disparate_impact_ratio.is_err() && ours.four_fifths == Ok(false));
        let theirs = compare_with_reference(&some, &none, Convention::Aif360);
        assert_eq!((theirs.disparate_impact_ratio, theirs.four_fifths), (Ok(0.0), Ok(false)));
        let nobody = compare_with_reference(&none, &none, Convention::Undefined);
        assert!(nobody.four_fifths.is_err() && nobody.statistical_parity_difference == Ok(0.0));
        // Without negatives aif360 takes a true negative rate of 0, which is a false positive rate of 1: 1/2 - 0 and 1 - 0.
        let odds = compare_with_reference(&Confusion::of_counts([1, 0, 1, 0]), &none, Convention::Aif360).average_odds_difference;
        assert_eq!(odds, Ok(0.75));
        assert!(compare_with_reference(&Confusion::default(), &some, Convention::Aif360).disparate_impact_ratio.is_err());
    }

    #[test]
    fn odds_may_cancel() {
        // True positive rates 0.6 and 0.4, false positive rates 0.4 and 0.6.
        let (one, other) = (Confusion::of_counts([3, 2, 2, 3]), Confusion::of_counts([2, 3, 3, 2]));
        let found = compare_with_reference(&one, &other, Convention::Undefined);
        assert!(found.average_odds_difference.is_ok_and(|odds| odds.abs() < 1e-12));
        assert!(found.average_odds_error.is_ok_and(|odds| (odds - 0.2).abs() < 1e-12));
    }
}
