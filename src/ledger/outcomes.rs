//! What each customer in the A/B test did under each variant: before the test, and between looks, to the horizon. Everybody is kept under every
//! variant, so that any assignment and any length of the test can be read off later. Merges exactly, in any order.

use std::ops::Range;

use super::Count;

/// Who is kept, of which column, and how days are cut into looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeSize {
    /// Customers kept: the first of the world; 0 where there is no test.
    pub people: usize,
    /// The column.
    pub column: Count,
    /// Days before the test, on which no policy shows or sends anything.
    pub before: usize,
    /// Days from the start of the test to the horizon.
    pub days: usize,
    /// Days of the test itself; looks go on behind it to the horizon.
    pub test_days: usize,
    /// Days between looks; the last day of the test and the horizon are looks whatever this is.
    pub every: usize,
}

impl OutcomeSize {
    /// No test.
    pub fn none() -> Self {
        Self { people: 0, column: Count::SlateClicks, before: 0, days: 0, test_days: 0, every: 1 }
    }

    /// Number of looks of the test itself.
    pub fn test_looks(&self) -> usize {
        self.test_days.div_ceil(self.every)
    }

    /// Number of looks to the horizon.
    pub fn looks(&self) -> usize {
        self.test_looks() + (self.days - self.test_days).div_ceil(self.every)
    }

    /// Days from the start of the test up to and including a look (from 0).
    pub fn look_day(&self, look: usize) -> usize {
        match look.checked_sub(self.test_looks()) {
            None => ((look + 1) * self.every).min(self.test_days),
            Some(after) => (self.test_days + (after + 1) * self.every).min(self.days),
        }
    }

    /// The look that closes the time in which a day (from 0, counted from the start of the test) lies.
    #[inline(always)]
    fn look_of(&self, day: usize) -> usize {
        if day < self.test_days { day / self.every } else { self.test_looks() + (day - self.test_days) / self.every }
    }

    /// Numbers kept of one customer under one variant: before the test, between looks, the day of leaving.
    fn slots(&self) -> usize {
        self.looks() + 2
    }

    /// Numbers kept in all. Nobody is assigned to the twin, so nothing of it is kept.
    pub fn numbers(&self, variants: usize) -> usize {
        if self.people == 0 { 0 } else { variants.saturating_sub(1) * self.people * self.slots() }
    }
}

/// What each customer in the test did. Amounts are whole numbers of the column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    /// Who is kept.
    pub size: OutcomeSize,
    numbers: Vec<u32>,
}

impl Outcomes {
    /// Nobody did anything yet.
    pub fn new(size: OutcomeSize, variants: usize) -> Self {
        Self { size, numbers: vec![0; size.numbers(variants)] }
    }

    fn row(&self, variant: usize, person: usize) -> Range<usize> {
        let start = ((variant - 1) * self.size.people + person) * self.size.slots();
        start..start + self.size.slots()
    }

    /// Adds what a customer did on a day (from 0) of the run, and whether she left on it; nothing of those outside the test and of the twin.
    #[inline(always)]
    pub fn add(&mut self, variant: usize, customer: u64, day: usize, amount: i64, leaves: bool) {
        let size = self.size;
        if customer >= size.people as u64 || variant == 0 {
            return;
        }
        let start = self.row(variant, customer as usize).start;
        let slot = if day < size.before { 0 } else { 1 + size.look_of(day - size.before) };
        self.numbers[start + slot] = self.numbers[start + slot].saturating_add(u32::try_from(amount).unwrap_or(0));
        if leaves {
            self.numbers[start + size.slots() - 1] = day as u32 + 1;
        }
    }

    /// What a customer did before the test.
    pub fn before(&self, variant: usize, person: usize) -> u32 {
        self.numbers[self.row(variant, person).start]
    }

    /// What a customer did after the start of the test, by look: between it and the one before.
    pub fn between_looks(&self, variant: usize, person: usize) -> &[u32] {
        let row = self.row(variant, person);
        &self.numbers[row.start + 1..row.end - 1]
    }

    /// Day (from 0, counted from the start of the test) on which a customer left; 0 for one who left before it.
    pub fn left_on(&self, variant: usize, person: usize) -> Option<usize> {
        let row = self.row(variant, person);
        (self.numbers[row.end - 1] as usize).checked_sub(1).map(|day| day.saturating_sub(self.size.before))
    }

    /// Adds another table of the same size.
    pub fn merge(&mut self, other: &Self) {
        for (sum, part) in self.numbers.iter_mut().zip(&other.numbers) {
            *sum = sum.saturating_add(*part);
        }
    }

    /// Whether anybody is kept.
    pub fn is_kept(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Every number, for writing to a file and reading back.
    pub fn numbers_mut(&mut self) -> &mut [u32] {
        &mut self.numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size() -> OutcomeSize {
        OutcomeSize { people: 3, before: 2, days: 11, test_days: 7, every: 3, ..OutcomeSize::none() }
    }

    #[test]
    fn days_fall_into_looks() {
        assert_eq!((size().test_looks(), size().looks()), (3, 5));
        assert_eq!((0..5).map(|look| size().look_day(look)).collect::<Vec<_>>(), [3, 6, 7, 10, 11]);
        let mut outcomes = Outcomes::new(size(), 3);
        for day in 0..13 {
            outcomes.add(2, 2, day, 1, day == 6);
            outcomes.add(2, 3, day, 100, true);
            outcomes.add(0, 2, day, 100, true);
        }
        assert_eq!((outcomes.before(2, 2), outcomes.between_looks(2, 2), outcomes.left_on(2, 2)), (2, &[3, 3, 1, 3, 1][..], Some(4)));
        assert_eq!((outcomes.before(1, 2), outcomes.between_looks(2, 1), outcomes.left_on(2, 1)), (0, &[0; 5][..], None));
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let (mut whole, mut part) = (Outcomes::new(size(), 2), Outcomes::new(size(), 2));
        whole.add(1, 0, 3, 5, true);
        part.add(1, 1, 8, 7, false);
        whole.merge(&part);
        assert_eq!((whole.between_looks(1, 0), whole.between_looks(1, 1)), (&[5, 0, 0, 0, 0][..], &[0, 0, 7, 0, 0][..]));
        assert_eq!((whole.left_on(1, 0), whole.left_on(1, 1)), (Some(1), None));
    }

    #[test]
    fn without_a_test_nothing_is_kept() {
        let mut none = Outcomes::new(OutcomeSize::none(), 5);
        none.add(4, 0, 0, 1, true);
        assert!(none.numbers_mut().is_empty() && none.size.looks() == 0);
    }
}
