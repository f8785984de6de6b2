//! Sums of one group that criteria of fairness are made of: who got the premium offer and who would truly have benefited, how far the policy's score
//! keeps what it promises, how many slates there were, what was paid.

use super::view::{NOTHING_SHOWN, View, cells_of};
use super::{Measured, Undefined};
use crate::ledger::{Count, FIXED_ONE, Ledger, OfferTable, Rare, SCORE_BINS, Scope};
use crate::stats::fairness::{Confusion, Convention, Rate};
use crate::stats::quotient;

/// Bins that calibration is judged in: ten of equal width (B5.1).
const CALIBRATION_BINS: usize = 10;

/// A rate that is compared over groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupRate {
    /// Share of people who would truly benefit: the base rate.
    Benefits,
    /// Share of people who got the offer.
    Offered,
    /// Share who got the offer among those who would benefit (true positive rate).
    OfferedIfBenefits,
    /// Share who got the offer among those who would not benefit (false positive rate).
    OfferedIfNot,
    /// Share who would benefit among those who got the offer (positive predictive value).
    BenefitsIfOffered,
    /// Mean distance of score and share who benefit, over ten bins of the score (expected calibration error).
    CalibrationError,
    /// Slates a customer got over the whole run.
    Slates,
    /// Mean price as a multiple of the list price, over purchase decisions of the whole run.
    Price,
}

impl GroupRate {
    /// Every rate.
    pub const ALL: [Self; 8] = [
        Self::Benefits,
        Self::Offered,
        Self::OfferedIfBenefits,
        Self::OfferedIfNot,
        Self::BenefitsIfOffered,
        Self::CalibrationError,
        Self::Slates,
        Self::Price,
    ];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Benefits => "Would benefit",
            Self::Offered => "Got the offer",
            Self::OfferedIfBenefits => "Got it, of those who would benefit",
            Self::OfferedIfNot => "Got it, of those who would not",
            Self::BenefitsIfOffered => "Would benefit, of those who got it",
            Self::CalibrationError => "Calibration error of the score",
            Self::Slates => "Slates per person",
            Self::Price => "Mean price by list price",
        }
    }

    /// The word of files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Benefits => "benefits",
            Self::Offered => "offered",
            Self::OfferedIfBenefits => "offered_if_benefits",
            Self::OfferedIfNot => "offered_if_not",
            Self::BenefitsIfOffered => "benefits_if_offered",
            Self::CalibrationError => "calibration_error",
            Self::Slates => "slates_per_person",
            Self::Price => "price_level",
        }
    }

    /// Whether it is a share of people, which is shown in percent.
    pub fn is_share(self) -> bool {
        !matches!(self, Self::CalibrationError | Self::Slates | Self::Price)
    }

    /// Whether a higher value is to the good of those who have it.
    pub fn is_favourable(self) -> bool {
        !matches!(self, Self::OfferedIfNot | Self::CalibrationError | Self::Price)
    }

    /// The highest value that it can have.
    pub fn highest(self) -> f64 {
        if self.is_share() || self == Self::CalibrationError { 1.0 } else { f64::INFINITY }
    }
}

/// Sums of one group under one variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupSums {
    /// Customers, those who left included.
    pub people: u64,
    /// People who saw a slate on the day of the checkpoint.
    pub offers: OfferTable,
    /// Slates over the whole run.
    pub slates: i64,
    /// Purchase decisions at prices that are followed, over the whole run.
    pub decisions: i64,
    /// Sum over them of the price as a multiple of the list price, and of its square (fixed point).
    pub prices: [i64; 2],
    /// Of them, below the list price and above it.
    pub apart: [i64; 2],
    /// The variant showed something to somebody.
    pub shown: bool,
}

impl GroupSums {
    /// The sums of some cells of a world: offers at a checkpoint (from 0), the rest over the whole run.
    pub fn of(ledger: &Ledger, variant: usize, checkpoint: usize, cells: &[usize]) -> Self {
        let mut sums = Self { offers: ledger.offers(variant, checkpoint, cells), shown: shown(ledger, variant), ..Self::default() };
        for &cell in cells {
            sums.people += ledger.customers[cell];
            for day in 0..ledger.shape.days {
                let rare = |column| ledger.rare(variant, day, cell, column);
                sums.slates += ledger.count(variant, day, cell, Count::Slates);
                sums.decisions += rare(Rare::Decisions);
                sums.prices[0] += rare(Rare::PriceSum);
                sums.prices[1] += rare(Rare::PriceSquareSum);
                sums.apart[0] += rare(Rare::BelowList);
                sums.apart[1] += rare(Rare::AboveList);
            }
        }
        sums
    }

    /// Adds those of another world.
    pub fn add(&mut self, other: &Self) {
        self.people += other.people;
        self.offers.add(&other.offers);
        self.slates += other.slates;
        self.decisions += other.decisions;
        for (own, other) in self.prices.iter_mut().zip(other.prices).chain(self.apart.iter_mut().zip(other.apart)) {
            *own += other;
        }
        self.shown |= other.shown;
    }

    /// A rate of the group.
    ///
    /// # Errors
    /// Undefined for an empty group, where nothing was shown, without a denominator, and calibration without a score.
    pub fn rate(&self, rate: GroupRate) -> Measured {
        if self.people == 0 {
            return Err(Undefined::new("nobody is in this group"));
        }
        let price = |part: i64| quotient(part as f64, self.decisions as f64, "no purchase decision was followed: prices differ for no customer");
        match rate {
            GroupRate::Price => price(self.prices[0]).map(|sum| sum / FIXED_ONE),
            _ if !self.shown => Err(Undefined::new(NOTHING_SHOWN)),
            GroupRate::Slates => Ok(self.slates as f64 / self.people as f64),
            _ if self.offers.total() == 0 => Err(Undefined::new("nobody of the group saw a slate on that day")),
            GroupRate::CalibrationError => calibration_error(&self.offers),
            GroupRate::Benefits => Ok(confusion(&self.offers).positives() / self.offers.total() as f64),
            GroupRate::Offered => named(&self.offers, Rate::Selection, ""),
            GroupRate::OfferedIfBenefits => named(&self.offers, Rate::TruePositive, "nobody of the group would have benefited"),
            GroupRate::OfferedIfNot => named(&self.offers, Rate::FalsePositive, "everybody of the group would have benefited"),
            GroupRate::BenefitsIfOffered => named(&self.offers, Rate::PositivePredictive, "nobody of the group got the offer"),
        }
    }

    /// How many people, or purchase decisions, the rate is taken over.
    pub fn denominator(&self, rate: GroupRate) -> u64 {
        let offers = &self.offers;
        match rate {
            GroupRate::Benefits | GroupRate::Offered => offers.total(),
            GroupRate::OfferedIfBenefits => offers.people(true, true) + offers.people(true, false),
            GroupRate::OfferedIfNot => offers.people(false, true) + offers.people(false, false),
            GroupRate::BenefitsIfOffered => offers.people(true, true) + offers.people(false, true),
            GroupRate::CalibrationError => (0..SCORE_BINS).map(|bin| offers.bin(bin).0).sum(),
            GroupRate::Slates => self.people,
            GroupRate::Price => self.decisions.max(0) as u64,
        }
    }
}

/// A rate in the words of offers.
fn named(table: &OfferTable, rate: Rate, nobody: &str) -> Measured {
    confusion(table).rate(rate, Convention::Undefined).map_err(|why| if nobody.is_empty() { why } else { Undefined::new(nobody) })
}

/// Offers as decisions: the offer is the favourable one, benefit is the truth.
pub fn confusion(table: &OfferTable) -> Confusion {
    Confusion::of_counts([table.people(true, true), table.people(false, true), table.people(true, false), table.people(false, false)])
}

/// Expected calibration error, `sum over bins of (n_b / n) |mean score - share who benefit|`, over those who have a score. Range 0 to 1.
///
/// # Errors
/// Undefined where nobody has a score.
pub fn calibration_error(table: &OfferTable) -> Measured {
    let wide = SCORE_BINS / CALIBRATION_BINS;
    let (mut people, mut apart) = (0, 0.0);
    for first in (0..SCORE_BINS).step_by(wide) {
        let mut distance = 0.0;
        for (count, benefits, score) in (first..first + wide).map(|bin| table.bin(bin)) {
            people += count;
            distance += score as f64 / FIXED_ONE - benefits as f64;
        }
        apart += distance.abs();
    }
    quotient(apart, people as f64, "the engine makes no estimate of single customers, so there is no score")
}

/// Whether a variant showed anything to anybody.
fn shown(ledger: &Ledger, variant: usize) -> bool {
    ledger.exposure(variant).iter().any(|&slots| slots > 0) || View::new(ledger, variant, Scope::All).is_ok_and(|view| view.anything_shown())
}

/// The cells of a level of one attribute, and of one of another attribute or of a segment if that is asked for.
pub fn cells_where(ledger: &Ledger, scope: Scope, and: Option<Scope>) -> Vec<usize> {
    let mut cells = cells_of(ledger, scope);
    if let Some(other) = and {
        cells.retain(|&cell| ledger.shape.cells.contains(other, cell));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Offer;
    use crate::measure::testing::{set, small_ledger};

    fn offers(ledger: &mut Ledger, cell: usize, score: Option<f32>, benefits: bool, offered: bool, times: usize) {
        for _ in 0..times {
            ledger.offer(1, 1, cell, Offer { score, benefits, offered });
        }
    }

    #[test]
    fn rates_are_those_of_the_counts() {
        let mut ledger = small_ledger([20, 10, 0, 0]);
        set(&mut ledger, 0, 0, Count::Slates, 30);
        set(&mut ledger, 0, 0, Count::Touches, 30);
        offers(&mut ledger, 0, Some(0.25), true, true, 3);
        offers(&mut ledger, 0, Some(0.25), true, false, 1);
        offers(&mut ledger, 0, Some(0.65), false, true, 2);
        offers(&mut ledger, 0, None, false, false, 4);
        let sums = GroupSums::of(&ledger, 1, 1, &[0]);
        let rate = |rate| sums.rate(rate).expect("a rate");
        assert_eq!((rate(GroupRate::Benefits), rate(GroupRate::Offered)), (0.4, 0.5));
        assert_eq!((rate(GroupRate::OfferedIfBenefits), rate(GroupRate::BenefitsIfOffered)), (0.75, 0.6));
        assert!((rate(GroupRate::OfferedIfNot) - 2.0 / 6.0).abs() < 1e-15);
        assert_eq!(rate(GroupRate::Slates), 1.5);
        // Six have a score: |4 x 0.25 - 4| and |2 x 0.65 - 0|, over 6. Fixed point is exact to 2^-20 for each person.
        assert!((rate(GroupRate::CalibrationError) - (3.0 + 1.3) / 6.0).abs() < 1e-6);
        assert_eq!(GroupRate::ALL.map(|rate| sums.denominator(rate)), [10, 10, 4, 6, 5, 6, 20, 0]);
        assert!(sums.rate(GroupRate::Price).is_err_and(|why| why.reason.contains("prices differ")));
    }

    #[test]
    fn what_is_not_there_is_said_in_words() {
        let mut ledger = small_ledger([20, 10, 0, 5]);
        assert_eq!(GroupSums::of(&ledger, 1, 1, &[0]).rate(GroupRate::Offered).expect_err("nothing").reason, NOTHING_SHOWN);
        set(&mut ledger, 0, 0, Count::Slates, 1);
        offers(&mut ledger, 0, None, false, false, 2);
        let sums = |cells: &[usize]| GroupSums::of(&ledger, 1, 1, cells);
        let reason = |cell: usize, rate| sums(&[cell]).rate(rate).expect_err("undefined").reason;
        assert!(reason(2, GroupRate::Offered).contains("nobody is in this group"));
        assert!(reason(1, GroupRate::Offered).contains("saw a slate on that day"));
        assert!(reason(0, GroupRate::OfferedIfBenefits).contains("would have benefited"));
        assert!(reason(0, GroupRate::BenefitsIfOffered).contains("got the offer"));
        assert!(reason(0, GroupRate::CalibrationError).contains("no score"));
        let mut both = sums(&[0]);
        both.add(&sums(&[1]));
        assert_eq!(both.people, 30);
        assert_eq!(both, sums(&[0, 1]));
    }

    #[test]
    fn prices_are_multiples_of_the_list_price() {
        let mut ledger = small_ledger([20, 0, 0, 0]);
        for (column, amount) in [(Rare::Decisions, 4), (Rare::PriceSum, (4.4 * FIXED_ONE) as i64), (Rare::BelowList, 1), (Rare::AboveList, 2)] {
            ledger.note(1, 0, 0, column, amount);
        }
        let sums = GroupSums::of(&ledger, 1, 1, &[0]);
        assert!((sums.rate(GroupRate::Price).expect("decisions") - 1.1).abs() < 1e-6);
        assert_eq!((sums.denominator(GroupRate::Price), sums.apart), (4, [1, 2]));
    }
}
