//! Decisions of one group, counted by what was decided and what would have been right.

use crate::stats::{Measured, Undefined};

use super::Share;

/// One decision about one person. The favourable one is `selected`; `truth` says whether the person would truly benefit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// Truly positive.
    pub truth: bool,
    /// Decided favourably.
    pub selected: bool,
    /// How many people it stands for, usually 1.
    pub weight: f64,
}

/// Counts (or sums of weights) of a group's decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Confusion {
    /// Truly positive and selected.
    pub true_positives: f64,
    /// Truly negative and selected.
    pub false_positives: f64,
    /// Truly positive and not selected.
    pub false_negatives: f64,
    /// Truly negative and not selected.
    pub true_negatives: f64,
}

/// What is done where a denominator is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// The number is undefined, with the reason; a gap takes the groups that have one, and needs two.
    #[default]
    Undefined,
    /// As fairlearn 0.15: a rate over nobody in a group that has people is 0, and one group alone has difference 0 and ratio 1. It can show a gap that
    /// is not there.
    Fairlearn,
    /// As aif360 0.6: the same, a ratio over zero is 0, and average odds take a false positive rate over nobody as 1 (the true negative rate as 0).
    Aif360,
}

/// A rate of a group's decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Selected among all.
    Selection,
    /// Selected among the truly positive (sensitivity, recall).
    TruePositive,
    /// Selected among the truly negative.
    FalsePositive,
    /// Not selected among the truly negative (specificity).
    TrueNegative,
    /// Not selected among the truly positive.
    FalseNegative,
    /// Truly positive among the selected (precision).
    PositivePredictive,
}

impl Rate {
    /// All rates.
    pub const ALL: [Self; 6] =
        [Self::Selection, Self::TruePositive, Self::FalsePositive, Self::TrueNegative, Self::FalseNegative, Self::PositivePredictive];

    /// Why the rate has no denominator.
    fn nobody(self) -> &'static str {
        match self {
            Self::Selection => "nobody is in the group",
            Self::TruePositive | Self::FalseNegative => "nobody in the group is truly positive",
            Self::FalsePositive | Self::TrueNegative => "nobody in the group is truly negative",
            Self::PositivePredictive => "nobody in the group is selected",
        }
    }
}

impl Confusion {
    /// Counts of decisions.
    pub fn of(decisions: &[Decision]) -> Self {
        let mut sums = Self::default();
        for decision in decisions {
            *match (decision.truth, decision.selected) {
                (true, true) => &mut sums.true_positives,
                (false, true) => &mut sums.false_positives,
                (true, false) => &mut sums.false_negatives,
                (false, false) => &mut sums.true_negatives,
            } += decision.weight;
        }
        sums
    }

    /// From whole counts: true positives, false positives, false negatives, true negatives.
    pub fn of_counts([true_positives, false_positives, false_negatives, true_negatives]: [u64; 4]) -> Self {
        Self {
            true_positives: true_positives as f64,
            false_positives: false_positives as f64,
            false_negatives: false_negatives as f64,
            true_negatives: true_negatives as f64,
        }
    }

    /// Of all groups together.
    pub fn overall(groups: &[Self]) -> Self {
        groups.iter().fold(Self::default(), |sum, group| Self {
            true_positives: sum.true_positives + group.true_positives,
            false_positives: sum.false_positives + group.false_positives,
            false_negatives: sum.false_negatives + group.false_negatives,
            true_negatives: sum.true_negatives + group.true_negatives,
        })
    }

    /// Everybody in the group.
    pub fn total(&self) -> f64 {
        self.positives() + self.negatives()
    }

    /// Truly positive people.
    pub fn positives(&self) -> f64 {
        self.true_positives + self.false_negatives
    }

    /// Truly negative people.
    pub fn negatives(&self) -> f64 {
        self.false_positives + self.true_negatives
    }

    /// Selected people.
    pub fn selected(&self) -> f64 {
        self.true_positives + self.false_positives
    }

    /// Numerator and denominator of a rate.
    pub fn share(&self, rate: Rate) -> Share {
        let (part, whole) = match rate {
            Rate::Selection => (self.selected(), self.total()),
            Rate::TruePositive => (self.true_positives, self.positives()),
            Rate::FalsePositive => (self.false_positives, self.negatives()),
            Rate::TrueNegative => (self.true_negatives, self.negatives()),
            Rate::FalseNegative => (self.false_negatives, self.positives()),
            Rate::PositivePredictive => (self.true_positives, self.selected()),
        };
        Share { part, whole }
    }

    /// A rate, 0 to 1.
    ///
    /// # Errors
    /// Undefined for an empty group, for counts that are negative or not finite, and without a denominator unless a convention puts 0 there.
    pub fn rate(&self, rate: Rate, convention: Convention) -> Measured {
        let cells = [self.true_positives, self.false_positives, self.false_negatives, self.true_negatives];
        if cells.iter().any(|cell| !(cell.is_finite() && *cell >= 0.0)) {
            return Err(Undefined::new("a count is negative or not a finite number"));
        }
        if self.total() == 0.0 {
            return Err(Undefined::new("nobody is in the group"));
        }
        match (self.share(rate), convention) {
            (Share { whole: 0.0, .. }, Convention::Undefined) => Err(Undefined::new(rate.nobody())),
            (Share { whole: 0.0, .. }, Convention::Fairlearn | Convention::Aif360) => Ok(0.0),
            (Share { part, whole }, _) => Ok(part / whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_over_nobody_is_not_zero() {
        let group = Confusion::of_counts([0, 2, 0, 3]);
        assert_eq!(group.rate(Rate::Selection, Convention::Undefined), Ok(0.4));
        assert!(group.rate(Rate::TruePositive, Convention::Undefined).is_err_and(|why| why.reason.contains("truly positive")));
        assert_eq!(group.rate(Rate::TruePositive, Convention::Fairlearn), Ok(0.0));
        for rate in Rate::ALL {
            assert!(Confusion::default().rate(rate, Convention::Fairlearn).is_err(), "an empty group has no rate in any convention");
            assert!(Confusion { true_positives: f64::NAN, ..group }.rate(rate, Convention::Undefined).is_err());
            assert!(Confusion { true_positives: -1.0, ..group }.rate(rate, Convention::Undefined).is_err());
        }
    }

    #[test]
    fn weights_add_up() {
        let decision = |truth, selected, weight| Decision { truth, selected, weight };
        let group = Confusion::of(&[decision(true, true, 2.0), decision(true, false, 0.5), decision(false, true, 1.0)]);
        assert_eq!(group.rate(Rate::TruePositive, Convention::Undefined), Ok(0.8));
        assert_eq!(Confusion::overall(&[group, group]).total(), 7.0);
    }
}
