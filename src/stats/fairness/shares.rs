//! Selection among groups by counts alone: intervals, the four-fifths rule, conditional parity, differential fairness.

use crate::stats::{ContinuityAdjustment, Counts, Measured, Undefined, check, largest_gap, newcombe_interval, risk_ratio_interval, wilson};

/// A part of a whole, counts or sums of weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Those who count.
    pub part: f64,
    /// All.
    pub whole: f64,
}

impl Share {
    /// The part over the whole, 0 to 1.
    ///
    /// # Errors
    /// Undefined for a whole of zero, a part above the whole, or numbers that are negative or not finite.
    pub fn value(self) -> Measured {
        self.checked()?;
        if self.whole > 0.0 { Ok(self.part / self.whole) } else { Err(Undefined::new("nobody is counted")) }
    }

    fn checked(self) -> Result<(), Undefined> {
        if !(self.part.is_finite() && self.whole.is_finite() && self.part >= 0.0) {
            return Err(Undefined::new("a count is negative or not a finite number"));
        }
        if self.part > self.whole { Err(Undefined::new("more successes than trials")) } else { Ok(()) }
    }

    /// Part and whole as whole numbers.
    ///
    /// # Errors
    /// Undefined for weights: sums of weights have no binomial interval; draw people with replacement instead.
    fn counts(self) -> Result<Counts, Undefined> {
        self.value()?;
        let exact = |number: f64| number.fract() == 0.0 && number <= (1u64 << 53) as f64;
        if exact(self.part) && exact(self.whole) {
            Ok(Counts { successes: self.part as u64, trials: self.whole as u64 })
        } else {
            Err(Undefined::new("sums of weights have no binomial interval"))
        }
    }
}

/// Wilson interval of a share of whole counts.
///
/// # Errors
/// Undefined for an empty group, for weights, or for a confidence outside 0 to 1.
pub fn rate_interval(share: Share, confidence: f64) -> Result<(f64, f64), Undefined> {
    check::confidence(confidence)?;
    let counts = share.counts()?;
    wilson(counts.successes, counts.trials, confidence)
}

/// Interval of the difference of two shares, `b - a`, from their Wilson intervals (Newcombe 1998, method 10): inside -1 to 1, never empty.
///
/// # Errors
/// As [`rate_interval`].
pub fn difference_interval(a: Share, b: Share, confidence: f64) -> Result<(f64, f64), Undefined> {
    check::confidence(confidence)?;
    newcombe_interval(a.counts()?, b.counts()?, confidence)
}

/// Interval of the ratio of two shares, `b / a`, by the delta method on its logarithm: `se^2 = 1/k_a - 1/n_a + 1/k_b - 1/n_b`, with one half added to all
/// counts when a part is zero (B5.4).
///
/// # Errors
/// As [`rate_interval`]; undefined also where nobody is in either part, which leaves no ratio, and where all are in both, which leaves no spread.
pub fn ratio_interval(a: Share, b: Share, confidence: f64) -> Result<(f64, f64), Undefined> {
    check::confidence(confidence)?;
    let (a, b) = (a.counts()?, b.counts()?);
    if a.successes == 0 && b.successes == 0 {
        return Err(Undefined::new("every group's value is zero"));
    }
    if a.successes == a.trials && b.successes == b.trials {
        return Err(Undefined::new("everybody is selected in both groups: there is no spread to judge by"));
    }
    let adjustment = if a.successes == 0 || b.successes == 0 { ContinuityAdjustment::Half } else { ContinuityAdjustment::None };
    risk_ratio_interval(a, b, adjustment, confidence)
}

/// The four-fifths rule for one group against the group with the highest selection rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FourFifths {
    /// The selection rate is at least four fifths of the highest one.
    pub passes: bool,
    /// It was compared in whole numbers, `5 k_a n_b < 4 k_b n_a`, where no rounding can decide.
    pub exact: bool,
}

/// The four-fifths rule of the Uniform Guidelines: whether a group's selection rate is below 0.8 of the highest. A rule of thumb: with few people it
/// says little, so show it with [`ratio_interval`] and hold it back below 30 people.
///
/// # Errors
/// Undefined for an empty group, where nobody is selected in either, or for counts that are negative or not finite.
pub fn four_fifths(group: Share, highest: Share) -> Result<FourFifths, Undefined> {
    let (own, other) = (group.value()?, highest.value()?);
    if own == 0.0 && other == 0.0 {
        return Err(Undefined::new("every group's value is zero"));
    }
    match (group.counts(), highest.counts()) {
        (Ok(own), Ok(other)) => {
            let product = |part: Counts, whole: Counts| u128::from(part.successes) * u128::from(whole.trials);
            let fails = 5 * product(own, other) < 4 * product(other, own);
            Ok(FourFifths { passes: !fails, exact: true })
        }
        _ => Ok(FourFifths { passes: 5.0 * group.part * highest.whole >= 4.0 * highest.part * group.whole, exact: false }),
    }
}

/// Demographic parity within strata.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalParity {
    /// `sum P(d) * (highest less lowest rate within d)`, 0 to 1.
    pub difference: f64,
    /// Strata in which fewer than two groups have people; their weight is spread over the others.
    pub left_out: Vec<usize>,
}

/// Demographic parity difference within strata (what may legitimately differ: eligibility, need), averaged by their sizes. It guards against a gap that
/// only comes from how groups are spread over strata (Simpson). `strata[stratum][group]`.
///
/// # Errors
/// Undefined where no stratum has two groups, or a count is negative or not finite.
pub fn conditional_parity(strata: &[Vec<Share>]) -> Result<ConditionalParity, Undefined> {
    let (mut sum, mut weight, mut left_out) = (0.0, 0.0, Vec::new());
    for (place, groups) in strata.iter().enumerate() {
        groups.iter().try_for_each(|group| group.checked())?;
        let rates: Vec<f64> = groups.iter().filter_map(|group| group.value().ok()).collect();
        match largest_gap(&rates) {
            Ok(gap) => {
                let size: f64 = groups.iter().map(|group| group.whole).sum();
                sum += size * gap;
                weight += size;
            }
            Err(_) => left_out.push(place),
        }
    }
    if weight > 0.0 { Ok(ConditionalParity { difference: sum / weight, left_out }) } else { Err(Undefined::new("no stratum has two groups")) }
}

/// Differential fairness: the largest `|ln(P(y | g) / P(y | h))|` over outcomes and pairs of groups, with shares smoothed to `(k + a) / (n + 2a)` (Foulds
/// and others 2020). Range 0 (equal) to infinity, which it reaches with `a = 0` and an empty cell.
///
/// # Errors
/// Undefined with fewer than two groups of people, a smoothing that is negative or not finite, or counts that are.
pub fn differential_fairness(groups: &[Share], smoothing: f64) -> Measured {
    if !(smoothing >= 0.0 && smoothing.is_finite()) {
        return Err(Undefined::new("a smoothing is at least zero"));
    }
    groups.iter().try_for_each(|group| group.checked())?;
    let there: Vec<&Share> = groups.iter().filter(|group| group.whole > 0.0).collect();
    if there.len() < 2 {
        return Err(Undefined::new("fewer than two groups have a value"));
    }
    let mut largest = 0.0f64;
    for outcome in 0..2 {
        let chances: Vec<f64> = there
            .iter()
            .map(|group| (if outcome == 0 { group.part } else { group.whole - group.part } + smoothing) / (group.whole + 2.0 * smoothing))
            .collect();
        let (least, most) = chances.iter().fold((f64::INFINITY, 0.0f64), |(least, most), &chance| (least.min(chance), most.max(chance)));
        if most > 0.0 {
            largest = largest.max(if least > 0.0 { (most / least).ln() } else { f64::INFINITY });
        }
    }
    Ok(largest)
}

/// Largest distance of a subgroup's rate from that of all, weighted by the subgroup's size: `max (n_g / n) |rate_g - rate|` (Kearns and others 2018).
/// Range 0 to below 1. Made for intersections, where small cells scatter widely. Empty cells count nothing.
///
/// # Errors
/// Undefined without people, or for counts that are negative or not finite.
pub fn subgroup_gap(groups: &[Share]) -> Measured {
    groups.iter().try_for_each(|group| group.checked())?;
    let all = Share { part: groups.iter().map(|group| group.part).sum(), whole: groups.iter().map(|group| group.whole).sum() };
    let rate = all.value()?;
    Ok(groups.iter().filter_map(|group| Some(group.whole / all.whole * (group.value().ok()? - rate).abs())).fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(part: u32, whole: u32) -> Share {
        Share { part: f64::from(part), whole: f64::from(whole) }
    }

    /// 21 of 50 against 48 of 80: fails four fifths, and yet the interval of the ratio holds 1.
    #[test]
    fn golden_vectors() {
        let (a, b) = (share(48, 80), share(21, 50));
        assert_eq!(four_fifths(b, a), Ok(FourFifths { passes: false, exact: true }));
        let (low, high) = ratio_interval(a, b, 0.95).expect("counts");
        assert!((low - 0.4827).abs() < 5e-5 && (high - 1.0151).abs() < 5e-5, "{low} {high}");
        let (low, high) = rate_interval(b, 0.95).expect("counts");
        assert!((low - 0.293_75).abs() < 1e-5 && (high - 0.557_67).abs() < 1e-5);
        assert!((differential_fairness(&[a, b], 1.0).expect("groups") - 0.360_165_3).abs() < 1e-6);
        assert!((differential_fairness(&[a, b], 0.0).expect("groups") - 0.371_563_6).abs() < 1e-6);
    }

    /// Newcombe 1998, table II: 56/70 less 48/80 gives 0.0524 to 0.3339 by method 10; 10/10 less 0/20 gives 0.6791 to 1.
    #[test]
    fn the_printed_intervals() {
        let (low, high) = difference_interval(share(48, 80), share(56, 70), 0.95).expect("counts");
        assert!((low - 0.0524).abs() < 6e-5 && (high - 0.3339).abs() < 6e-5, "{low} {high}");
        let (low, high) = difference_interval(share(0, 20), share(10, 10), 0.95).expect("counts");
        assert!((low - 0.6791).abs() < 6e-5 && high == 1.0, "{low} {high}");
    }

    #[test]
    fn the_border_is_decided_in_whole_numbers() {
        // 0.8 * 0.35 and 0.28 differ in their last bit.
        for (group, highest) in [((28, 100), (35, 100)), ((4, 10), (5, 10)), ((12, 30), (15, 30)), ((56, 700), (7, 70))] {
            assert!(four_fifths(share(group.0, group.1), share(highest.0, highest.1)).is_ok_and(|found| found.passes && found.exact));
            assert!(four_fifths(share(group.0 - 1, group.1), share(highest.0, highest.1)).is_ok_and(|found| !found.passes));
        }
        assert!(four_fifths(Share { part: 0.5, whole: 1.5 }, share(1, 2)).is_ok_and(|found| !found.exact && !found.passes));
    }

    #[test]
    fn edges() {
        let (none, all, nobody) = (share(0, 10), share(10, 10), share(0, 0));
        assert!(ratio_interval(none, none, 0.95).is_err() && ratio_interval(all, all, 0.95).is_err() && ratio_interval(nobody, all, 0.95).is_err());
        assert!(ratio_interval(none, all, 0.95).is_ok_and(|(low, high)| low > 0.0 && high.is_finite()));
        assert!(four_fifths(none, none).is_err() && four_fifths(nobody, all).is_err() && four_fifths(none, all).is_ok_and(|found| !found.passes));
        assert!(rate_interval(Share { part: 0.5, whole: 1.0 }, 0.95).is_err() && rate_interval(all, 1.0).is_err());
        assert!(Share { part: 3.0, whole: 2.0 }.value().is_err() && Share { part: f64::NAN, whole: 2.0 }.value().is_err());
        assert_eq!(differential_fairness(&[none, all], 0.0), Ok(f64::INFINITY));
        assert_eq!(differential_fairness(&[none, none], 0.0), Ok(0.0));
        assert!(differential_fairness(&[all, nobody], 1.0).is_err() && differential_fairness(&[all, none], f64::NAN).is_err());
        assert_eq!(subgroup_gap(&[none, all, nobody]), Ok(0.25));
        assert!(subgroup_gap(&[nobody]).is_err());
        let found = conditional_parity(&[vec![none, all], vec![all, nobody], vec![none, none]]).expect("two strata");
        assert_eq!((found.difference, found.left_out), (0.5, vec![1]));
        assert!(conditional_parity(&[vec![all, nobody]]).is_err());
    }

    proptest! {
        #[test]
        fn intervals_hold_the_estimate_and_turn_with_the_groups(n_a in 1u32..200, n_b in 1u32..200, p in 0.0..=1.0f64, q in 0.0..=1.0f64) {
            let (a, b) = (share((f64::from(n_a) * p) as u32, n_a), share((f64::from(n_b) * q) as u32, n_b));
            let (low, high) = difference_interval(a, b, 0.95).expect("counts");
            let effect = b.value().expect("counts") - a.value().expect("counts");
            prop_assert!(-1.0 <= low && low <= effect + 1e-12 && effect <= high + 1e-12 && high <= 1.0);
            let (back_low, back_high) = difference_interval(b, a, 0.95).expect("counts");
            prop_assert!((low + back_high).abs() < 1e-12 && (high + back_low).abs() < 1e-12);
            if let (Ok(one), Ok(other)) = (ratio_interval(a, b, 0.95), ratio_interval(b, a, 0.95)) {
                prop_assert!((one.0 * other.1 - 1.0).abs() < 1e-9 && one.0 < one.1);
            }
        }
    }
}
