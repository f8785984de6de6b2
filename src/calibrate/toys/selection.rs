//! Selection rates of groups compared: the four-fifths screening line and its uncertainty (F19). The line is a rule of thumb of US employment, no
//! law for anything else.

use crate::stats::{Measured, Undefined, students_t_quantile};

/// Smallest group that the line is drawn for.
const SMALLEST: u64 = 30;

/// A group: how many were selected, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Selected.
    pub selected: u64,
    /// People.
    pub people: u64,
}

impl Selected {
    fn rate(self, smoothing: f64) -> f64 {
        (self.selected as f64 + smoothing) / (self.people as f64 + 2.0 * smoothing)
    }
}

/// Whether a group's rate lies below four fifths of that of the group with the highest rate, in whole numbers: `5 k_a n_b < 4 k_b n_a`.
///
/// # Errors
/// Undefined with fewer than two groups, with a group of fewer than 30, or when nobody is selected.
pub fn below_four_fifths(groups: &[Selected]) -> Result<bool, Undefined> {
    if groups.len() < 2 {
        return Err(Undefined::new("fewer than two groups"));
    }
    if groups.iter().any(|group| group.people < SMALLEST) {
        return Err(Undefined::new("a group is too small to be judged"));
    }
    let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
    let highest = groups
        .iter()
        .copied()
        .reduce(|best, other| if product(other.selected, best.people) > product(best.selected, other.people) { other } else { best });
    let Some(highest) = highest.filter(|group| group.selected > 0) else { return Err(Undefined::new("nobody is selected")) };
    Ok(groups.iter().any(|own| 5 * product(own.selected, highest.people) < 4 * product(highest.selected, own.people)))
}

/// Impact ratio of `a` to `b` with its interval: delta method on the logarithm, half a person added to all counts where a group has none.
///
/// # Errors
/// Undefined when a group is empty.
pub fn impact_ratio(a: Selected, b: Selected) -> Result<(f64, f64, f64), Undefined> {
    if a.people == 0 || b.people == 0 {
        return Err(Undefined::new("nobody is in this group"));
    }
    let added = if a.selected == 0 || b.selected == 0 { 0.5 } else { 0.0 };
    let counts = |group: Selected| (group.selected as f64 + added, group.people as f64 + added);
    let ((k_a, n_a), (k_b, n_b)) = (counts(a), counts(b));
    let ratio = (k_a / n_a) / (k_b / n_b);
    // With so many degrees of freedom Student's t is the normal distribution.
    let z = students_t_quantile(usize::MAX >> 12, 0.95).ok_or_else(|| Undefined::new("there is no quantile"))?;
    let error = z * (1.0 / k_a - 1.0 / n_a + 1.0 / k_b - 1.0 / n_b).sqrt();
    Ok((ratio, ratio * (-error).exp(), ratio * error.exp()))
}

/// Differential fairness: the largest difference in the logarithm of the chance of an outcome between two groups, `max |ln(P(y | g) / P(y | h))|`, with
/// `(k + a) / (n + 2 a)` for a probability. 0 is equal.
///
/// # Errors
/// Undefined with fewer than two groups, or where a smoothed probability is 0.
pub fn differential_fairness(groups: &[Selected], smoothing: f64) -> Measured {
    if groups.len() < 2 {
        return Err(Undefined::new("fewer than two groups"));
    }
    let mut largest: f64 = 0.0;
    for outcome in [true, false] {
        let chances = groups.iter().map(|group| if outcome { group.rate(smoothing) } else { 1.0 - group.rate(smoothing) });
        let (low, high) = chances.fold((f64::INFINITY, 0.0f64), |(low, high), chance| (low.min(chance), high.max(chance)));
        if low <= 0.0 {
            return Err(Undefined::new("an outcome never happens in some group"));
        }
        largest = largest.max((high / low).ln());
    }
    Ok(largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Selected = Selected { selected: 21, people: 50 };
    const B: Selected = Selected { selected: 48, people: 80 };

    /// Golden vector (f): 21 of 50 against 48 of 80 lies below the line, though the interval of the ratio holds 1.
    #[test]
    fn below_the_line_and_yet_not_certain() {
        assert_eq!(below_four_fifths(&[A, B]), Ok(true));
        let (ratio, low, high) = impact_ratio(A, B).expect("people");
        assert!((ratio - 0.7).abs() < 1e-12 && (low - 0.4827).abs() < 5e-5 && (high - 1.0151).abs() < 5e-5, "{ratio} {low} {high}");
        assert!((differential_fairness(&[A, B], 1.0).expect("chances") - 0.360_165_3).abs() < 1e-7);
        assert!((differential_fairness(&[A, B], 0.0).expect("chances") - 0.371_563_6).abs() < 1e-7);
    }

    #[test]
    fn the_line_itself_is_not_below_it() {
        let rate = |selected| Selected { selected, people: 100 };
        assert_eq!(below_four_fifths(&[rate(40), rate(50)]), Ok(false), "exactly four fifths");
        assert_eq!(below_four_fifths(&[rate(39), rate(50)]), Ok(true));
        assert!(below_four_fifths(&[rate(0), rate(0)]).is_err());
        assert!(below_four_fifths(&[rate(1)]).is_err());
        assert!(below_four_fifths(&[rate(1), Selected { selected: 5, people: 29 }]).is_err());
        assert!(differential_fairness(&[rate(0), rate(5)], 0.0).is_err());
        assert!(impact_ratio(rate(0), rate(5)).is_ok_and(|(ratio, low, _)| ratio > 0.0 && low > 0.0));
    }
}
