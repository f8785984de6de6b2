//! Criteria of group fairness: which rates have to agree.

use crate::stats::{Measured, Undefined};

use super::{Confusion, Convention, Gap, Rate, gap_between_groups, gap_to_overall};

/// What a group is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comparison {
    /// The highest group with the lowest.
    #[default]
    BetweenGroups,
    /// Each group with all people.
    ToOverall,
}

/// How two gaps become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aggregate {
    /// The larger difference, the smaller ratio.
    #[default]
    WorstCase,
    /// The mean.
    Mean,
}

/// A criterion of group fairness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Equal selection rates (statistical parity); the ratio is the impact ratio.
    DemographicParity,
    /// Equal true positive rates.
    EqualOpportunity,
    /// Equal false positive rates.
    PredictiveEquality,
    /// Equal true positive and false positive rates.
    EqualizedOdds(Aggregate),
    /// Equal positive predictive values.
    PredictiveParity,
}

impl Criterion {
    /// All criteria, equalized odds by its worst case.
    pub const ALL: [Self; 5] = [
        Self::DemographicParity,
        Self::EqualOpportunity,
        Self::PredictiveEquality,
        Self::EqualizedOdds(Aggregate::WorstCase),
        Self::PredictiveParity,
    ];

    /// The rate that has to agree; `None` where it is two.
    pub fn rate(self) -> Option<Rate> {
        match self {
            Self::DemographicParity => Some(Rate::Selection),
            Self::EqualOpportunity => Some(Rate::TruePositive),
            Self::PredictiveEquality => Some(Rate::FalsePositive),
            Self::EqualizedOdds(_) => None,
            Self::PredictiveParity => Some(Rate::PositivePredictive),
        }
    }

    /// How far groups are from it. Equalized odds is undefined where one of its two gaps is; the conventions of libraries take the other.
    pub fn gap(self, groups: &[Confusion], comparison: Comparison, convention: Convention) -> Gap {
        match (self, self.rate()) {
            (Self::EqualizedOdds(aggregate), _) => {
                let gap = |rate| rate_gap(groups, rate, comparison, convention);
                both(gap(Rate::TruePositive), gap(Rate::FalsePositive), aggregate, convention)
            }
            (_, Some(rate)) => rate_gap(groups, rate, comparison, convention),
            (_, None) => gap_between_groups(&[], convention),
        }
    }
}

/// Gap of one rate.
fn rate_gap(groups: &[Confusion], rate: Rate, comparison: Comparison, convention: Convention) -> Gap {
    let rates: Vec<Measured> = groups.iter().map(|group| group.rate(rate, convention)).collect();
    match comparison {
        Comparison::BetweenGroups => gap_between_groups(&rates, convention),
        Comparison::ToOverall => gap_to_overall(&rates, &Confusion::overall(groups).rate(rate, convention), convention),
    }
}

/// Two gaps as one; the groups named are those of the larger difference.
fn both(one: Gap, other: Gap, aggregate: Aggregate, convention: Convention) -> Gap {
    let joined = |one: &Measured, other: &Measured, worse: fn(f64, f64) -> f64| match (one, other) {
        (Ok(one), Ok(other)) => Ok(if aggregate == Aggregate::Mean { 0.5 * (one + other) } else { worse(*one, *other) }),
        (Ok(alone), Err(_)) | (Err(_), Ok(alone)) if convention != Convention::Undefined => Ok(*alone),
        (Err(why), _) | (_, Err(why)) => Err(Undefined::new(why.reason.clone())),
    };
    let difference = joined(&one.difference, &other.difference, f64::max);
    let ratio = joined(&one.ratio, &other.ratio, f64::min);
    let larger = match (&one.difference, &other.difference) {
        (Ok(one), Ok(other)) => one >= other,
        (first, _) => first.is_ok(),
    };
    let mut left_out = [&one.left_out[..], &other.left_out[..]].concat();
    left_out.sort_unstable();
    left_out.dedup();
    let worse = if larger { one } else { other };
    Gap { difference, ratio, left_out, ..worse }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::fairness::Decision;

    fn guide(weighted: bool) -> Vec<Confusion> {
        let truth = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        let selected = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0];
        let group = "bbabbcccaacabccbcc".as_bytes();
        let decision = |place: usize| Decision {
            truth: truth[place] == 1,
            selected: selected[place] == 1,
            weight: if weighted { place as f64 + 1.0 } else { 1.0 },
        };
        [b'a', b'b', b'c'].map(|name| Confusion::of(&(0..18).filter(|&place| group[place] == name).map(decision).collect::<Vec<_>>())).to_vec()
    }

    fn close(found: &Measured, expected: f64) {
        let found = found.clone().expect("a value");
        assert!((found - expected).abs() < 1e-6, "{found} against {expected}");
    }

    /// The arrays of fairlearn's user guide, its numbers from fairlearn 0.15.0.
    #[test]
    fn golden_vectors() {
        let groups = guide(false);
        let gap = |criterion: Criterion, comparison| criterion.gap(&groups, comparison, Convention::Fairlearn);
        let (between, overall) = (Comparison::BetweenGroups, Comparison::ToOverall);
        close(&gap(Criterion::DemographicParity, between).difference, 0.25);
        close(&gap(Criterion::DemographicParity, overall).difference, 0.194_444);
        close(&gap(Criterion::DemographicParity, between).ratio, 0.666_667);
        close(&gap(Criterion::DemographicParity, overall).ratio, 0.740_741);
        close(&gap(Criterion::EqualizedOdds(Aggregate::WorstCase), between).difference, 1.0);
        close(&gap(Criterion::EqualizedOdds(Aggregate::WorstCase), overall).difference, 0.666_667);
        close(&gap(Criterion::EqualizedOdds(Aggregate::Mean), between).difference, 0.6);
        close(&gap(Criterion::EqualizedOdds(Aggregate::WorstCase), between).ratio, 0.0);
        close(&gap(Criterion::EqualizedOdds(Aggregate::Mean), between).ratio, 0.333_333);
        close(&gap(Criterion::EqualOpportunity, between).difference, 0.2);
        close(&gap(Criterion::EqualOpportunity, overall).difference, 0.1);
        close(&gap(Criterion::EqualOpportunity, between).ratio, 0.666_667);
        close(&gap(Criterion::EqualOpportunity, overall).ratio, 0.8);
        let weighted = Criterion::DemographicParity.gap(&guide(true), between, Convention::Undefined);
        assert!((weighted.difference.expect("groups") - 0.402_184_959_4).abs() < 1e-9);
    }

    /// Group a has no positives, group b no negatives: fairlearn shows a gap of one half where nothing can be compared.
    #[test]
    fn what_cannot_be_compared() {
        let groups = [Confusion::of_counts([0, 1, 0, 1]), Confusion::of_counts([1, 0, 1, 0])];
        let odds = Criterion::EqualizedOdds(Aggregate::WorstCase);
        let fairlearn = odds.gap(&groups, Comparison::BetweenGroups, Convention::Fairlearn);
        assert_eq!((fairlearn.difference, fairlearn.ratio), (Ok(0.5), Ok(0.0)));
        let ours = odds.gap(&groups, Comparison::BetweenGroups, Convention::Undefined);
        assert!(ours.difference.is_err() && ours.ratio.is_err() && ours.left_out == vec![0, 1]);
        // Nobody selected: difference 0, no ratio. One group: 0 and 1 by convention.
        let unselected = [Confusion::of_counts([0, 0, 2, 2]); 2];
        let gap = Criterion::DemographicParity.gap(&unselected, Comparison::BetweenGroups, Convention::Fairlearn);
        assert!(gap.difference == Ok(0.0) && gap.ratio.is_err());
        let alone = Criterion::DemographicParity.gap(&groups[..1], Comparison::BetweenGroups, Convention::Fairlearn);
        assert_eq!((alone.difference, alone.ratio), (Ok(0.0), Ok(1.0)));
        for criterion in Criterion::ALL {
            assert!(criterion.gap(&[], Comparison::BetweenGroups, Convention::Fairlearn).difference.is_err());
            assert!(criterion.gap(&[Confusion::default(); 3], Comparison::ToOverall, Convention::Fairlearn).difference.is_err());
        }
    }
}
