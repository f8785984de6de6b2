//! The criteria of group fairness that are shown, each with its definition and the rates that it is made of.

use crate::measure::{GroupRate, GroupSums, Measured, confusion};
use crate::stats::fairness::{Aggregate, Comparison, Convention, Criterion, Gap, gap_between_groups};

/// A criterion of group fairness. None of them is "the" fairness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FairnessCriterion {
    /// Highest share with the offer minus lowest.
    ParityDifference,
    /// Lowest share with the offer divided by highest.
    ParityRatio,
    /// The same difference among those who would benefit.
    EqualOpportunity,
    /// The larger of the differences among those who would benefit and those who would not.
    EqualizedOdds,
    /// Difference of the share who would benefit among those with the offer.
    PredictiveParity,
    /// Difference of the calibration error of the score.
    CalibrationGap,
    /// Lowest number of slates a person divided by highest.
    ExposureRatio,
    /// Lowest mean price divided by highest.
    PriceRatio,
}

impl FairnessCriterion {
    /// Every criterion, in the order of the matrix.
    pub const ALL: [Self; 8] = [
        Self::ParityDifference,
        Self::ParityRatio,
        Self::EqualOpportunity,
        Self::EqualizedOdds,
        Self::PredictiveParity,
        Self::CalibrationGap,
        Self::ExposureRatio,
        Self::PriceRatio,
    ];

    /// What it is called in the field.
    pub fn label(self) -> &'static str {
        match self {
            Self::ParityDifference => "Parity difference",
            Self::ParityRatio => "Parity ratio",
            Self::EqualOpportunity => "Equal opportunity",
            Self::EqualizedOdds => "Equalized odds",
            Self::PredictiveParity => "Predictive parity",
            Self::CalibrationGap => "Calibration gap",
            Self::ExposureRatio => "Exposure ratio",
            Self::PriceRatio => "Price ratio",
        }
    }

    /// The word of files.
    pub fn id(self) -> &'static str {
        match self {
            Self::ParityDifference => "parity_difference",
            Self::ParityRatio => "parity_ratio",
            Self::EqualOpportunity => "equal_opportunity",
            Self::EqualizedOdds => "equalized_odds",
            Self::PredictiveParity => "predictive_parity",
            Self::CalibrationGap => "calibration_gap",
            Self::ExposureRatio => "exposure_ratio",
            Self::PriceRatio => "price_ratio",
        }
    }

    /// What it compares, in a sentence.
    pub fn definition(self) -> &'static str {
        match self {
            Self::ParityDifference => "Share who got the offer: highest group minus lowest. 0 is equal.",
            Self::ParityRatio => "Share who got the offer: lowest group divided by highest. 1 is equal.",
            Self::EqualOpportunity => "Share who got the offer among those who would benefit: highest group minus lowest. 0 is equal.",
            Self::EqualizedOdds => "The same difference among those who would benefit and among those who would not; the larger counts. 0 is equal.",
            Self::PredictiveParity => "Share who would benefit among those who got the offer: highest group minus lowest. 0 is equal.",
            Self::CalibrationGap => "How far the policy's score lies from the share who would benefit: worst group minus best. 0 is equal.",
            Self::ExposureRatio => "Slates a person: lowest group divided by highest. 1 is equal.",
            Self::PriceRatio => "Mean price against the list price: lowest group divided by highest. 1 is equal.",
        }
    }

    /// The rates that it is made of.
    pub fn rates(self) -> &'static [GroupRate] {
        match self {
            Self::ParityDifference | Self::ParityRatio => &[GroupRate::Offered],
            Self::EqualOpportunity => &[GroupRate::OfferedIfBenefits],
            Self::EqualizedOdds => &[GroupRate::OfferedIfBenefits, GroupRate::OfferedIfNot],
            Self::PredictiveParity => &[GroupRate::BenefitsIfOffered],
            Self::CalibrationGap => &[GroupRate::CalibrationError],
            Self::ExposureRatio => &[GroupRate::Slates],
            Self::PriceRatio => &[GroupRate::Price],
        }
    }

    /// Whether it is a ratio, equal at 1; otherwise a difference, equal at 0.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::ParityRatio | Self::ExposureRatio | Self::PriceRatio)
    }

    /// Whether it is read in points of percent.
    pub fn is_points(self) -> bool {
        !self.is_ratio() && self != Self::CalibrationGap
    }

    /// The usual warning mark: four fifths for ratios of shares, a tenth for differences of shares. Rules of thumb, not verdicts; none is usual for
    /// calibration, exposure and prices.
    pub fn usual_mark(self) -> Option<f64> {
        match self {
            Self::ParityRatio => Some(0.8),
            Self::ParityDifference | Self::EqualOpportunity | Self::EqualizedOdds | Self::PredictiveParity => Some(0.1),
            Self::CalibrationGap | Self::ExposureRatio | Self::PriceRatio => None,
        }
    }

    /// The criterion of offers behind it, whose gap is tested against chance.
    pub(super) fn of_offers(self) -> Option<Criterion> {
        match self {
            Self::ParityDifference | Self::ParityRatio => Some(Criterion::DemographicParity),
            Self::EqualOpportunity => Some(Criterion::EqualOpportunity),
            Self::EqualizedOdds => Some(Criterion::EqualizedOdds(Aggregate::WorstCase)),
            Self::PredictiveParity => Some(Criterion::PredictiveParity),
            Self::CalibrationGap | Self::ExposureRatio | Self::PriceRatio => None,
        }
    }

    /// How far groups lie apart, groups without a value left out.
    pub(super) fn gap(self, groups: &[GroupSums]) -> Gap {
        let rates = |rate| groups.iter().map(|group| group.rate(rate)).collect::<Vec<Measured>>();
        if let Some(criterion) = self.of_offers() {
            let counts: Vec<_> = groups.iter().map(|group| confusion(&group.offers)).collect();
            let gap = criterion.gap(&counts, Comparison::BetweenGroups, Convention::Undefined);
            // The reasons of groups are in plainer words than those of counts.
            let reason = self.rates().iter().find_map(|&rate| rates(rate).into_iter().find_map(Result::err));
            let plainer = |value: Measured| value.map_err(|why| reason.clone().unwrap_or(why));
            return Gap { difference: plainer(gap.difference), ratio: plainer(gap.ratio), ..gap };
        }
        let [rate, ..] = self.rates() else { return gap_between_groups(&[], Convention::Undefined) };
        let values = rates(*rate);
        let reason = values.iter().find_map(|value| value.as_ref().err().cloned());
        let gap = gap_between_groups(&values, Convention::Undefined);
        let plainer = |value: Measured| value.map_err(|why| reason.clone().unwrap_or(why));
        Gap { difference: plainer(gap.difference), ratio: plainer(gap.ratio), ..gap }
    }

    /// Its value over groups.
    pub(super) fn value(self, groups: &[GroupSums]) -> Measured {
        let gap = self.gap(groups);
        if self.is_ratio() { gap.ratio } else { gap.difference }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_is_described_and_made_of_rates() {
        for criterion in FairnessCriterion::ALL {
            assert!(!criterion.rates().is_empty() && criterion.definition().ends_with('.'), "{criterion:?}");
            assert_eq!(criterion.definition().contains("1 is equal"), criterion.is_ratio(), "{criterion:?}");
            assert!(criterion.value(&[]).is_err() && criterion.value(&[GroupSums::default(), GroupSums::default()]).is_err());
        }
    }
}
