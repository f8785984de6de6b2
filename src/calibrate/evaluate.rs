//! Amounts worked out from what was read, world by world.

use super::amount::{Amount, Closing, Outcome};
use super::flights::Answers;
use super::people::{Table, average, coefficient, correlate};
use super::reading::{Answer, Reading};
use super::study::Study;
use crate::measure::{Measured, Undefined};
use crate::stats::{line, quotient, unpredictability};

/// Where amounts are worked out: a study, and what was read off its flights.
pub struct Desk<'a> {
    /// What was read.
    pub answers: &'a Answers,
    /// Index of the study.
    pub index: usize,
    /// The study.
    pub study: &'a Study,
    /// What is measured where an amount does not say.
    pub outcome: Option<&'a Outcome>,
}

impl Desk<'_> {
    /// An amount in each world.
    pub fn amount(&self, amount: &Amount) -> Vec<Measured> {
        let worlds = self.study.worlds as usize;
        match amount {
            Amount::Of(condition) => self.outcome.map_or_else(|| self.none(), |outcome| self.number(condition, outcome)),
            Amount::In(condition, outcome) => self.number(condition, outcome),
            Amount::Number(value) => vec![Ok(*value); worlds],
            Amount::Ratio(a, b) => self.both(a, b, |a, b| quotient(a, b, "the second amount of the ratio is zero")),
            Amount::Difference(a, b) => self.both(a, b, |a, b| Ok(a - b)),
            Amount::Sum(of) => self.several(of, |values| Ok(values.iter().sum())),
            Amount::Absolute(a) => self.amount(a).into_iter().map(|value| value.map(f64::abs)).collect(),
            Amount::Largest(of) => self.several(of, |values| Ok(values.iter().copied().fold(f64::NEG_INFINITY, f64::max))),
            Amount::Smallest(of) => self.several(of, |values| Ok(values.iter().copied().fold(f64::INFINITY, f64::min))),
            Amount::Slope { over, of } => self.several(of, |values| Ok(line(over, values)?.0)),
            Amount::Straightness { over, of } => self.several(of, |values| Ok(line(over, values)?.1)),
            Amount::Closing(closing) => self.closing(closing),
            Amount::Average { pooled, of, people } => self.across(pooled, &Reading::People(vec![*of], *people), average),
            Amount::Unpredictability { of, variant } => self.unpredictability(of, variant),
            Amount::Correlation { pooled, x, y, people } => self.across(pooled, &Reading::People(vec![*x, *y], *people), correlate),
            Amount::Coefficient { pooled, of, on, which, people } => {
                let place = on.iter().position(|other| other == which).map_or(usize::MAX, |place| place + 1);
                let reading = Reading::People([&[*of], on.as_slice()].concat(), *people);
                self.across(pooled, &reading, |table| coefficient(table, place))
            }
        }
    }

    fn none(&self) -> Vec<Measured> {
        vec![Err(Undefined::new("nothing says what is measured")); self.study.worlds as usize]
    }

    fn number(&self, condition: &str, outcome: &Outcome) -> Vec<Measured> {
        match self.answers.find(self.index, self.study, condition, &Reading::Number(outcome.clone())) {
            Some(Answer::Number(values)) => values.clone(),
            _ => self.none(),
        }
    }

    fn both(&self, a: &Amount, b: &Amount, combine: impl Fn(f64, f64) -> Measured) -> Vec<Measured> {
        let pairs = self.amount(a).into_iter().zip(self.amount(b));
        pairs.map(|(a, b)| combine(a?, b?)).collect()
    }

    fn several(&self, of: &[Amount], combine: impl Fn(&[f64]) -> Measured) -> Vec<Measured> {
        let by_amount: Vec<Vec<Measured>> = of.iter().map(|amount| self.amount(amount)).collect();
        let world = |world: usize| -> Measured {
            let values: Vec<f64> = by_amount.iter().filter_map(|values| values.get(world).cloned()).collect::<Result<_, _>>()?;
            combine(&values)
        };
        (0..self.study.worlds as usize).map(world).collect()
    }

    fn closing(&self, closing: &Closing) -> Vec<Measured> {
        let Some(outcome) = self.outcome else { return self.none() };
        let reading = Reading::Course(outcome.clone(), closing.from_day, closing.over_days);
        let course = |condition: &str| match self.answers.find(self.index, self.study, condition, &reading) {
            Some(Answer::Course(courses)) => courses.clone(),
            _ => Vec::new(),
        };
        course(&closing.of).into_iter().zip(course(&closing.against)).map(|(of, against)| days_to_close(&of, &against, closing.share)).collect()
    }

    fn unpredictability(&self, condition: &str, variant: &str) -> Vec<Measured> {
        let Some(Answer::Shares(shares)) = self.answers.find(self.index, self.study, condition, &Reading::Shares(variant.into())) else {
            return self.none();
        };
        let found = shares.iter().cloned().collect::<Result<Vec<_>, Undefined>>().and_then(|shares| unpredictability(&shares));
        match found {
            Ok(by_world) => by_world.into_iter().map(Ok).collect(),
            Err(undefined) => vec![Err(undefined); shares.len()],
        }
    }

    /// People of all pooled conditions together, world by world.
    fn across(&self, pooled: &[String], reading: &Reading, found: impl Fn(&Table) -> Measured) -> Vec<Measured> {
        let tables = |condition: &String| match self.answers.find(self.index, self.study, condition, reading) {
            Some(Answer::People(tables)) => tables.clone(),
            _ => Vec::new(),
        };
        let by_condition: Vec<Vec<Result<Table, Undefined>>> = pooled.iter().map(tables).collect();
        let world = |world: usize| -> Measured {
            let rows: Vec<Table> = by_condition.iter().filter_map(|tables| tables.get(world).cloned()).collect::<Result<_, _>>()?;
            found(&rows.concat())
        };
        (0..self.study.worlds as usize).map(world).collect()
    }
}

/// The first day, counted from the first window, on which at least that share of the first gap has closed.
fn days_to_close(of: &[Measured], against: &[Measured], share: f64) -> Measured {
    let gaps: Vec<f64> = of.iter().zip(against).map(|(a, b)| Ok(a.clone()? - b.clone()?)).collect::<Result<_, Undefined>>()?;
    let Some(&first) = gaps.first() else { return Err(Undefined::new("the run ends before the gap could be taken")) };
    if first == 0.0 {
        return Err(Undefined::new("there is no gap to close"));
    }
    let closed = |gap: f64| 1.0 - gap / first >= share;
    let days = gaps.iter().position(|&gap| closed(gap));
    days.map(|days| days as f64).ok_or_else(|| Undefined::new("the gap does not close that far before the run ends"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_closes_on_the_first_day_that_is_near_enough() {
        let course = |values: &[f64]| values.iter().map(|&value| Ok(value)).collect::<Vec<Measured>>();
        let (low, high) = (course(&[0.2, 0.4, 0.6, 0.7, 0.9]), course(&[0.8; 5]));
        assert_eq!(days_to_close(&low, &high, 0.5), Ok(2.0));
        assert_eq!(days_to_close(&low, &high, 1.0), Ok(4.0), "the gap turns round on the last day");
        assert_eq!(days_to_close(&high, &low, 0.5), Ok(2.0), "whichever is the larger");
        assert!(days_to_close(&low[..3], &high[..3], 0.9).is_err());
        assert!(days_to_close(&high, &high, 0.5).is_err());
        assert!(days_to_close(&[], &[], 0.5).is_err());
    }
}
