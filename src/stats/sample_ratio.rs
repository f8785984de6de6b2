//! Did the arms get the shares of users that were planned? If not, nothing else of the experiment can be believed.

use super::Undefined;
use super::binomial::exact_binomial_test;
use super::distributions::{chi_square_sf, normal_sf};

/// A goodness-of-fit statistic with its p value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioMismatch {
    /// Statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: f64,
    /// p value that the users were split as planned. Range 0 to 1; customary alarm below 0.001.
    pub p_value: f64,
}

/// How the users are compared with the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatioStatistic {
    /// Pearson's chi-square: `sum (observed - expected)^2 / expected`.
    Pearson,
    /// Likelihood ratio (G): `2 sum observed ln(observed / expected)`.
    LikelihoodRatio,
    /// Pearson's, as GrowthBook 0.8.0 does it: nobody counted is a p value of 1, an arm that should get nobody is skipped but still counted in
    /// the degrees of freedom.
    PearsonGrowthBook,
}

/// Sample ratio mismatch of any number of arms: the users of each arm against the planned weights (which need not add up to 1).
///
/// Chi-square with (arms - 1) degrees of freedom; an arm with neither weight nor users is left out. Source: Fabijan et al. 2019.
///
/// # Errors
/// Undefined with fewer than two arms that should get users, lists of different length, weights below 0 or not finite, nobody counted, or users in
/// an arm that should get nobody (then the split is wrong for sure).
pub fn sample_ratio_mismatch(users: &[u64], weights: &[f64], statistic: RatioStatistic) -> Result<RatioMismatch, Undefined> {
    if users.len() != weights.len() {
        return Err(Undefined::new("each arm needs users and a weight"));
    }
    if weights.iter().any(|weight| !(*weight >= 0.0 && weight.is_finite())) {
        return Err(Undefined::new("a weight is a number that is not below 0"));
    }
    let growth_book = statistic == RatioStatistic::PearsonGrowthBook;
    let arms = weights.iter().filter(|&&weight| weight > 0.0).count();
    if arms < if growth_book { 1 } else { 2 } || users.len() < 2 {
        return Err(Undefined::new("there are fewer than two arms"));
    }
    let total: f64 = users.iter().map(|&count| count as f64).sum();
    let degrees_of_freedom = (if growth_book { users.len() } else { arms } - 1) as f64;
    if total == 0.0 {
        return if growth_book {
            Ok(RatioMismatch { statistic: 0.0, degrees_of_freedom, p_value: 1.0 })
        } else {
            Err(Undefined::new("nobody is counted"))
        };
    }
    let weight: f64 = weights.iter().sum();
    if !weight.is_finite() {
        return Err(Undefined::new("the weights add up to more than any number"));
    }
    let mut sum = 0.0;
    for (&count, share) in users.iter().zip(weights.iter().map(|arm| arm / weight)) {
        let (observed, expected) = (count as f64, share * total);
        if expected == 0.0 {
            if count > 0 && !growth_book {
                return Err(Undefined::new("an arm that should get nobody has users"));
            }
            continue;
        }
        sum += match statistic {
            RatioStatistic::LikelihoodRatio if count == 0 => 0.0,
            RatioStatistic::LikelihoodRatio => 2.0 * observed * libm::log(observed / expected),
            _ => (observed - expected) * (observed - expected) / expected,
        };
    }
    // Rounding can leave a likelihood ratio slightly below 0.
    let sum = sum.max(0.0);
    Ok(RatioMismatch { statistic: sum, degrees_of_freedom, p_value: chi_square_sf(sum, degrees_of_freedom)? })
}

/// How two arms' users are tested against the planned share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwoArmTest {
    /// Exact binomial test.
    Exact,
    /// Normal law with half a user of continuity correction.
    NormalCorrected,
    /// Exact below 1,000 users, corrected normal from there on, as tea-tasting 1.14.0.
    ExactWhenSmall,
}

/// Sample ratio mismatch of two arms: p value that the users of a and b were split by the planned weights. Range 0 to 1.
///
/// # Errors
/// Undefined when nobody is counted or a weight is not above 0.
pub fn two_arm_ratio_mismatch(users: (u64, u64), weights: (f64, f64), test: TwoArmTest) -> Result<f64, Undefined> {
    const SMALL: u64 = 1_000;
    let share = weights.0 / (weights.0 + weights.1);
    if !(share > 0.0 && share < 1.0) {
        return Err(Undefined::new("the weights of both arms must be above 0"));
    }
    let Some(total) = users.0.checked_add(users.1).filter(|&total| total > 0) else {
        return Err(Undefined::new("nobody is counted"));
    };
    if test == TwoArmTest::Exact || (test == TwoArmTest::ExactWhenSmall && total < SMALL) {
        return exact_binomial_test(users.0, total, share);
    }
    let n = total as f64;
    let distance = ((users.0 as f64 - n * share).abs() - 0.5).max(0.0);
    Ok((2.0 * normal_sf(distance / (n * share * (1.0 - share)).sqrt())?).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        let run = |users: &[u64], weights: &[f64]| sample_ratio_mismatch(users, weights, RatioStatistic::Pearson);
        assert!(run(&[], &[]).is_err());
        assert!(run(&[1, 2], &[1.0]).is_err());
        assert!(run(&[1], &[1.0]).is_err());
        assert!(run(&[0, 0], &[0.5, 0.5]).is_err());
        assert!(run(&[1, 2], &[0.5, f64::NAN]).is_err());
        assert!(run(&[1, 2], &[0.5, -0.5]).is_err());
        assert!(run(&[1, 2, 3], &[0.5, 0.5, 0.0]).is_err());
        assert!(run(&[1, 2], &[1.0, 0.0]).is_err());
        assert!(two_arm_ratio_mismatch((0, 0), (1.0, 1.0), TwoArmTest::Exact).is_err());
        assert!(two_arm_ratio_mismatch((1, 1), (1.0, 0.0), TwoArmTest::Exact).is_err());
        assert!(two_arm_ratio_mismatch((u64::MAX, 1), (1.0, 1.0), TwoArmTest::Exact).is_err());
    }

    #[test]
    fn an_arm_that_is_not_planned_and_not_used_is_left_out() {
        let with = sample_ratio_mismatch(&[500, 480, 0], &[0.5, 0.5, 0.0], RatioStatistic::Pearson).expect("arms");
        let without = sample_ratio_mismatch(&[500, 480], &[0.5, 0.5], RatioStatistic::Pearson).expect("arms");
        assert_eq!(with, without);
    }

    #[test]
    fn a_tie_in_the_plan_is_no_alarm() {
        assert_eq!(two_arm_ratio_mismatch((500, 500), (1.0, 1.0), TwoArmTest::NormalCorrected), Ok(1.0));
    }

    proptest! {
        #[test]
        fn order_and_scale_of_the_arms_do_not_matter(users in (1u64..10_000, 1u64..10_000, 1u64..10_000), scale in 0.1..10.0f64) {
            for statistic in [RatioStatistic::Pearson, RatioStatistic::LikelihoodRatio] {
                let one = sample_ratio_mismatch(&[users.0, users.1, users.2], &[1.0, 2.0, 3.0], statistic).expect("arms");
                let weights = [3.0 * scale, scale, 2.0 * scale];
                let other = sample_ratio_mismatch(&[users.2, users.0, users.1], &weights, statistic).expect("arms");
                prop_assert!((one.statistic - other.statistic).abs() <= 1e-9 * one.statistic.max(1.0));
                prop_assert!((0.0..=1.0).contains(&one.p_value));
            }
        }
    }
}
