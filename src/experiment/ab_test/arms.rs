//! Sums over the people of each arm of a test, look by look.

use crate::ledger::Outcomes;
use crate::scenario::test_plan::Counted;
use crate::simulate::Assignment;

/// Sums over the people of one arm up to one look: of what they did in the test, of what they did before it, and of both together. Whole numbers of
/// the column, so no order of adding matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People who count.
    pub count: u64,
    sum: u64,
    squares: u128,
    before: u64,
    before_squares: u128,
    products: u128,
}

impl Tally {
    /// Adds a person who did `during` in the test and `before` ahead of it.
    #[inline(always)]
    pub fn add(&mut self, during: u64, before: u64) {
        self.count += 1;
        self.sum += during;
        self.squares += u128::from(during) * u128::from(during);
        self.before += before;
        self.before_squares += u128::from(before) * u128::from(before);
        self.products += u128::from(during) * u128::from(before);
    }

    /// Everybody of both.
    pub fn with(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            before: self.before + other.before,
            before_squares: self.before_squares + other.before_squares,
            products: self.products + other.products,
        }
    }

    /// Mean of what was done in the test; `None` without people.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// Mean of what was done before the test; `None` without people.
    pub fn mean_before(&self) -> Option<f64> {
        (self.count > 0).then(|| self.before as f64 / self.count as f64)
    }

    /// Sum of squared distances from the mean of what was done in the test.
    pub fn scatter(&self) -> f64 {
        centered(self.squares, self.sum, self.sum, self.count)
    }

    /// The same of what was done before the test.
    pub fn scatter_before(&self) -> f64 {
        centered(self.before_squares, self.before, self.before, self.count)
    }

    /// Sum of products of both distances.
    pub fn scatter_between(&self) -> f64 {
        centered(self.products, self.sum, self.before, self.count)
    }
}

/// `sum xy - sum x sum y / n`, taken in whole numbers until the division, so that nothing cancels.
fn centered(products: u128, x: u64, y: u64, count: u64) -> f64 {
    if count == 0 {
        return 0.0;
    }
    let (all, paired) = (i128::try_from(products * u128::from(count)), i128::try_from(u128::from(x) * u128::from(y)));
    match (all, paired) {
        (Ok(all), Ok(paired)) => (all - paired) as f64 / count as f64,
        _ => products as f64 - x as f64 * y as f64 / count as f64,
    }
}

/// Who is assigned to what among the people of a test: the index of the variant by person.
pub fn assigned(assignment: &Assignment, people: usize) -> Vec<u16> {
    (0..people as u64).map(|customer| assignment.variant(customer) as u16).collect()
}

/// Sums over the people assigned to `variant`, of their lives under `lived`, at each of the first `looks` looks.
pub fn tallies(outcomes: &Outcomes, assigned: &[u16], variant: usize, lived: usize, counted: Counted, looks: usize) -> Vec<Tally> {
    let mut found = vec![Tally::default(); looks];
    let ends: Vec<usize> = (0..looks).map(|look| outcomes.size.look_day(look)).collect();
    for (person, _) in assigned.iter().enumerate().filter(|&(_, &arm)| usize::from(arm) == variant) {
        let before = u64::from(outcomes.before(lived, person));
        let left = match counted {
            Counted::Assigned => None,
            Counted::Remaining => outcomes.left_on(lived, person),
        };
        let mut during = 0;
        for ((tally, &end), &part) in found.iter_mut().zip(&ends).zip(outcomes.between_looks(lived, person)) {
            during += u64::from(part);
            if left.is_none_or(|day| day >= end) {
                tally.add(during, before);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::OutcomeSize;

    #[test]
    fn people_count_by_the_rule_and_their_arm() {
        let size = OutcomeSize { people: 3, before: 1, days: 4, test_days: 4, every: 2, ..OutcomeSize::none() };
        let mut outcomes = Outcomes::new(size, 3);
        // Day 0 is before the test; person 1 leaves on day 2, the second of the test.
        for (person, day, amount) in [(0, 0, 2), (0, 1, 1), (0, 4, 5), (1, 1, 7), (2, 1, 100)] {
            outcomes.add(2, person, day, amount, false);
        }
        outcomes.add(2, 1, 2, 0, true);
        let arms = [2, 2, 1];
        let all = tallies(&outcomes, &arms, 2, 2, Counted::Assigned, 2);
        assert_eq!((all[0].count, all[0].mean(), all[1].mean(), all[1].mean_before()), (2, Some(4.0), Some(6.5), Some(1.0)));
        let remaining = tallies(&outcomes, &arms, 2, 2, Counted::Remaining, 2);
        assert_eq!((remaining[0].count, remaining[1].count, remaining[1].mean()), (1, 1, Some(6.0)));
        // Values 6 and 7, before 2 and 0: scatters 0.5 and 2, between -1.
        assert_eq!((all[1].scatter(), all[1].scatter_before(), all[1].scatter_between()), (0.5, 2.0, -1.0));
        assert_eq!(Tally::default().mean(), None);
        assert_eq!(all[1].with(&remaining[1]).count, 3);
    }
}
