//! Who got the premium offer, against who would truly have benefited from it, by the score that the policy gave them. One customer counts once on
//! the last day of an epoch, so that the counts of a checkpoint are counts of people.

/// Equal bins of the score, which runs from 0 to 1.
pub const SCORE_BINS: usize = 20;

/// Rows of a table: the bins, and one row for those whom the policy gives no score.
const ROWS: usize = SCORE_BINS + 1;

/// Counts of a table.
pub const OFFER_COUNTS: usize = ROWS * 4;

/// What is kept of one customer's first slate of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// What the policy made of it, 0 to 1; `None` where it makes nothing of single customers.
    pub score: Option<f32>,
    /// The person would truly benefit from a premium offer.
    pub benefits: bool,
    /// The slate opened with one.
    pub offered: bool,
}

impl Offer {
    /// The place of its count in a table.
    pub(super) fn place(self) -> usize {
        let row = self.score.map_or(SCORE_BINS, |score| ((score * SCORE_BINS as f32) as usize).min(SCORE_BINS - 1));
        row * 4 + usize::from(self.benefits) * 2 + usize::from(self.offered)
    }
}

/// Counts by bin of the score, by benefit, by offer; sums of several cells, checkpoints or worlds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferTable {
    counts: [u64; OFFER_COUNTS],
    scores: [i64; SCORE_BINS],
}

impl Default for OfferTable {
    fn default() -> Self {
        Self { counts: [0; OFFER_COUNTS], scores: [0; SCORE_BINS] }
    }
}

impl OfferTable {
    /// Adds the stored columns of one variant, checkpoint and cell.
    pub(super) fn add_columns(&mut self, counts: &[u32], scores: &[i64]) {
        self.counts.iter_mut().zip(counts).for_each(|(sum, &count)| *sum += u64::from(count));
        self.scores.iter_mut().zip(scores).for_each(|(sum, &score)| *sum += score);
    }

    /// Adds another table.
    pub fn add(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(sum, count)| *sum += count);
        self.scores.iter_mut().zip(other.scores).for_each(|(sum, score)| *sum += score);
    }

    /// People in a bin (from 0) by benefit and offer.
    pub fn scored(&self, bin: usize, benefits: bool, offered: bool) -> u64 {
        self.counts[bin.min(SCORE_BINS - 1) * 4 + usize::from(benefits) * 2 + usize::from(offered)]
    }

    /// People without a score by benefit and offer.
    pub fn unscored(&self, benefits: bool, offered: bool) -> u64 {
        self.counts[SCORE_BINS * 4 + usize::from(benefits) * 2 + usize::from(offered)]
    }

    /// People by benefit and offer, with a score or without.
    pub fn people(&self, benefits: bool, offered: bool) -> u64 {
        (0..ROWS).map(|row| self.counts[row * 4 + usize::from(benefits) * 2 + usize::from(offered)]).sum()
    }

    /// All people.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Of a bin: people, those who would benefit, and the sum of the scores (fixed point).
    pub fn bin(&self, bin: usize) -> (u64, u64, i64) {
        let benefits = self.scored(bin, true, false) + self.scored(bin, true, true);
        (benefits + self.scored(bin, false, false) + self.scored(bin, false, true), benefits, self.scores[bin.min(SCORE_BINS - 1)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_has_a_place_of_its_own() {
        let mut places: Vec<usize> = Vec::new();
        for bin in 0..=SCORE_BINS {
            for (benefits, offered) in [(false, false), (false, true), (true, false), (true, true)] {
                let score = (bin < SCORE_BINS).then_some((bin as f32 + 0.5) / SCORE_BINS as f32);
                places.push(Offer { score, benefits, offered }.place());
            }
        }
        assert_eq!(places, (0..OFFER_COUNTS).collect::<Vec<_>>());
        let top = Offer { score: Some(1.0), benefits: false, offered: false };
        assert_eq!(top.place(), (SCORE_BINS - 1) * 4, "a score of 1 lies in the last bin");
    }

    #[test]
    fn tables_add_up() {
        let mut counts = [0; OFFER_COUNTS];
        for offer in [
            Offer { score: Some(0.12), benefits: true, offered: false },
            Offer { score: Some(0.13), benefits: false, offered: true },
            Offer { score: None, benefits: true, offered: true },
        ] {
            counts[offer.place()] += 1;
        }
        let mut scores = [0; SCORE_BINS];
        scores[2] = 7;
        let mut table = OfferTable::default();
        table.add_columns(&counts, &scores);
        assert_eq!((table.total(), table.bin(2), table.people(true, true), table.unscored(true, true)), (3, (2, 1, 7), 1, 1));
        let mut twice = table.clone();
        twice.add(&table);
        assert_eq!((twice.total(), twice.bin(2), twice.scored(2, false, true)), (6, (4, 2, 14), 2));
    }
}
