//! Rank tests of two independent groups.

use super::{statistic_of, student_p_values, welch_freedom};
use crate::stats::association::ranks;
use crate::stats::summary::mean_and_variance;
use crate::stats::{Measured, Undefined, normal_sf};

/// Mann and Whitney's test.
#[derive(Clone, Debug, PartialEq)]
pub struct MannWhitneyTest {
    /// Number of pairs in which the treatment's value is larger, ties counting half.
    pub statistic: f64,
    /// Two-sided chance of a statistic as far from its mean, if both groups came from one distribution.
    pub p_value: f64,
}

/// Mann and Whitney's (Wilcoxon's) rank sum test: normal approximation with correction for ties and for continuity. p is 1 where all values are equal.
///
/// # Errors
/// Undefined when a group is empty or has a value that is not finite.
pub fn mann_whitney(control: &[f64], treatment: &[f64]) -> Result<MannWhitneyTest, Undefined> {
    let joint = joint(control, treatment)?;
    let (count_a, count_b) = (control.len() as f64, treatment.len() as f64);
    let all = count_a + count_b;
    let rank_sum: f64 = ranks(&joint)[control.len()..].iter().sum();
    let statistic = rank_sum - count_b * (count_b + 1.0) / 2.0;
    let ties = if all > 1.0 { tie_cubes(&joint) / (all * (all - 1.0)) } else { all + 1.0 };
    let deviation = libm::sqrt(count_a * count_b / 12.0 * (all + 1.0 - ties).max(0.0));
    let beyond = statistic.max(count_a * count_b - statistic) - count_a * count_b / 2.0 - 0.5;
    let p_value = if deviation > 0.0 { (2.0 * normal_sf(beyond / deviation)?).min(1.0) } else { 1.0 };
    Ok(MannWhitneyTest { statistic, p_value })
}

/// Brunner and Munzel's test.
#[derive(Clone, Debug, PartialEq)]
pub struct BrunnerMunzelTest {
    /// Distance from equal chances over its standard error: positive where the treatment tends to be larger.
    pub statistic: Measured,
    /// Degrees of freedom of its t distribution.
    pub degrees_of_freedom: Measured,
    /// Two-sided chance of a statistic as far from zero.
    pub p_value: Measured,
}

/// Brunner and Munzel's test (2000) that a value of one group is as often larger as smaller than one of the other; spreads may differ.
///
/// Where the groups do not overlap nothing varies: the statistic is infinite and p undefined; where all values are equal both are undefined.
///
/// # Errors
/// Undefined when a group has fewer than two values or one that is not finite.
pub fn brunner_munzel(control: &[f64], treatment: &[f64]) -> Result<BrunnerMunzelTest, Undefined> {
    let joint = joint(control, treatment)?;
    let joint_ranks = ranks(&joint);
    let (in_a, in_b) = joint_ranks.split_at(control.len());
    let placed = |joint: &[f64], own: &[f64]| -> Vec<f64> { joint.iter().zip(ranks(own)).map(|(joint, own)| joint - own).collect() };
    // A joint rank less the own rank counts the values of the other group below.
    let (below_a, variance_a) = mean_and_variance(&placed(in_a, control))?;
    let (below_b, variance_b) = mean_and_variance(&placed(in_b, treatment))?;
    let (count_a, count_b) = (control.len() as f64, treatment.len() as f64);
    // Mean joint ranks follow from the mean counts below.
    let difference = below_b + count_b / 2.0 - (below_a + count_a / 2.0);
    let (part_a, part_b) = (count_a * variance_a, count_b * variance_b);
    let error = (count_a + count_b) / (count_a * count_b) * libm::sqrt(part_a + part_b);
    let statistic = statistic_of(difference, error);
    let degrees_of_freedom =
        welch_freedom((part_a, count_a), (part_b, count_b)).ok_or_else(|| Undefined::new("the groups do not overlap, or do not vary"));
    let p_value = degrees_of_freedom.clone().and_then(|freedom| {
        let [two_sided, ..] = student_p_values(&statistic, freedom);
        two_sided
    });
    Ok(BrunnerMunzelTest { statistic, degrees_of_freedom, p_value })
}

fn joint(control: &[f64], treatment: &[f64]) -> Result<Vec<f64>, Undefined> {
    if control.is_empty() || treatment.is_empty() {
        return Err(Undefined::new("a group is empty"));
    }
    if control.iter().chain(treatment).any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a finite number"));
    }
    Ok([control, treatment].concat())
}

/// Sum of `t^3 - t` over groups of t equal values.
pub(super) fn tie_cubes(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(|tied| tied.len() as f64).map(|t| t * t * t - t).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_groups() {
        assert!(mann_whitney(&[], &[1.0]).is_err() && mann_whitney(&[1.0], &[f64::NAN]).is_err());
        assert!(brunner_munzel(&[1.0], &[1.0, 2.0]).is_err() && brunner_munzel(&[], &[]).is_err());
        assert_eq!(mann_whitney(&[2.0; 4], &[2.0; 3]).unwrap(), MannWhitneyTest { statistic: 6.0, p_value: 1.0 });
        assert_eq!(mann_whitney(&[1.0], &[2.0]).unwrap().statistic, 1.0);
        let same = brunner_munzel(&[2.0; 4], &[2.0; 3]).unwrap();
        assert!(same.statistic.is_err() && same.p_value.is_err());
        let apart = brunner_munzel(&[1.0, 2.0], &[3.0, 4.0]).unwrap();
        assert_eq!(apart.statistic, Ok(f64::INFINITY));
        assert!(apart.p_value.is_err());
    }

    proptest! {
        #[test]
        fn ranks_do_not_see_a_monotone_change(a in prop::collection::vec(0u8..30, 2..20), b in prop::collection::vec(0u8..30, 2..20)) {
            let plain = |values: &[u8]| values.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>();
            let bent = |values: &[u8]| values.iter().map(|&x| f64::from(x).exp()).collect::<Vec<f64>>();
            prop_assert_eq!(mann_whitney(&plain(&a), &plain(&b)), mann_whitney(&bent(&a), &bent(&b)));
            prop_assert_eq!(brunner_munzel(&plain(&a), &plain(&b)), brunner_munzel(&bent(&a), &bent(&b)));
            // U of both groups fill all pairs.
            let (one, other) = (mann_whitney(&plain(&a), &plain(&b)).unwrap(), mann_whitney(&plain(&b), &plain(&a)).unwrap());
            prop_assert_eq!(one.statistic + other.statistic, (a.len() * b.len()) as f64);
            prop_assert_eq!(one.p_value, other.p_value);
        }
    }
}
