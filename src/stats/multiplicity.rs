//! Many tests at once: adjusted p values that keep the error of the whole family, and one p value for all.

use super::distributions::{chi_square_sf, normal_quantile, normal_sf};
use super::{Measured, Undefined};

/// What is kept below alpha, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// Any false rejection; any dependence. `m p`.
    Bonferroni,
    /// Any false rejection; independent tests. `1 - (1 - p)^m`.
    Sidak,
    /// Any false rejection; any dependence; never weaker than Bonferroni. Holm 1979.
    Holm,
    /// Holm's steps with Sidak's level; independent tests.
    HolmSidak,
    /// Any false rejection; independent or positively dependent tests; never weaker than Holm. Hochberg 1988.
    Hochberg,
    /// Any false rejection; as Hochberg, never weaker. Hommel 1988.
    Hommel,
    /// Share of false rejections; independent or positively dependent tests. Benjamini and Hochberg 1995.
    BenjaminiHochberg,
    /// Share of false rejections; any dependence. Benjamini and Yekutieli 2001.
    BenjaminiYekutieli,
    /// Share of false rejections, the number of true effects estimated in a first stage; depends on alpha. Benjamini, Krieger and Yekutieli 2006 in
    /// the plain two-stage form.
    TwoStageBenjaminiHochberg,
}

/// Adjusted p values and decisions, in the order of the tests.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjustedPValues {
    /// Adjusted p values, at most 1.
    pub adjusted: Vec<f64>,
    /// Tests that are rejected at alpha. p values are compared with critical values, so that one exactly at its critical value counts.
    pub rejected: Vec<bool>,
}

/// Adjusts the p values of a family of tests.
///
/// Tied p values get the same adjusted value. Conventions of statsmodels' `multipletests`.
///
/// # Errors
/// Undefined without p values, for one outside 0 to 1, or for alpha outside 0 to 1.
pub fn adjust_p_values(p_values: &[f64], adjustment: Adjustment, alpha: f64) -> Result<AdjustedPValues, Undefined> {
    checked(p_values)?;
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(Undefined::new("alpha lies between 0 and 1"));
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&one, &other| p_values[one].total_cmp(&p_values[other]));
    let sorted: Vec<f64> = order.iter().map(|&index| p_values[index]).collect();
    let (adjusted, rejected) = match adjustment {
        Adjustment::Bonferroni => single_step(&sorted, alpha / sorted.len() as f64, |p, m| p * m),
        Adjustment::Sidak => single_step(&sorted, sidak(alpha, 1.0 / sorted.len() as f64), sidak),
        Adjustment::Holm => step_down(&sorted, |p, left| p * left, |left| alpha / left),
        Adjustment::HolmSidak => step_down(&sorted, sidak, |left| sidak(alpha, 1.0 / left)),
        Adjustment::Hochberg => step_up(&sorted, |p, rank, m| p * (m - rank + 1.0), |rank, m| alpha / (m - rank + 1.0)),
        Adjustment::Hommel => hommel(&sorted, alpha),
        Adjustment::BenjaminiHochberg => benjamini_hochberg(&sorted, alpha, 1.0),
        Adjustment::BenjaminiYekutieli => benjamini_hochberg(&sorted, alpha, (1..=sorted.len()).map(|rank| 1.0 / rank as f64).sum()),
        Adjustment::TwoStageBenjaminiHochberg => two_stage(&sorted, alpha),
    };
    let mut result = AdjustedPValues { adjusted: vec![0.0; sorted.len()], rejected: vec![false; sorted.len()] };
    for (place, &index) in order.iter().enumerate() {
        result.adjusted[index] = adjusted[place].min(1.0);
        result.rejected[index] = rejected[place];
    }
    Ok(result)
}

fn checked(p_values: &[f64]) -> Result<(), Undefined> {
    if p_values.is_empty() {
        return Err(Undefined::new("there is no p value"));
    }
    if p_values.iter().all(|p| (0.0..=1.0).contains(p)) { Ok(()) } else { Err(Undefined::new("a p value lies between 0 and 1")) }
}

/// `1 - (1 - p)^count`, exact also for tiny p.
fn sidak(p: f64, count: f64) -> f64 {
    -libm::expm1(count * libm::log1p(-p))
}

type Steps = (Vec<f64>, Vec<bool>);

fn single_step(sorted: &[f64], critical: f64, adjust: impl Fn(f64, f64) -> f64) -> Steps {
    let m = sorted.len() as f64;
    (sorted.iter().map(|&p| adjust(p, m)).collect(), sorted.iter().map(|&p| p <= critical).collect())
}

/// From the smallest p value on, until one is above its critical value; `left` tests are not yet decided.
fn step_down(sorted: &[f64], adjust: impl Fn(f64, f64) -> f64, critical: impl Fn(f64) -> f64) -> Steps {
    let (mut largest, mut open) = (0.0f64, true);
    let step = |(index, &p): (usize, &f64)| {
        let left = (sorted.len() - index) as f64;
        largest = largest.max(adjust(p, left));
        open &= p <= critical(left);
        (largest, open)
    };
    sorted.iter().enumerate().map(step).unzip()
}

/// From the largest p value on, until one is at most its critical value: that one and all smaller ones are rejected.
fn step_up(sorted: &[f64], adjust: impl Fn(f64, f64, f64) -> f64, critical: impl Fn(f64, f64) -> f64) -> Steps {
    let m = sorted.len() as f64;
    let (mut smallest, mut found) = (f64::INFINITY, false);
    let step = |(index, &p): (usize, &f64)| {
        let rank = (index + 1) as f64;
        smallest = smallest.min(adjust(p, rank, m));
        found |= p <= critical(rank, m);
        (smallest, found)
    };
    let (mut adjusted, mut rejected): Steps = sorted.iter().enumerate().rev().map(step).unzip();
    adjusted.reverse();
    rejected.reverse();
    (adjusted, rejected)
}

/// `penalty` is 1, or the harmonic sum for any dependence.
fn benjamini_hochberg(sorted: &[f64], alpha: f64, penalty: f64) -> Steps {
    let factor = |rank: f64, m: f64| rank / m / penalty;
    step_up(sorted, |p, rank, m| p / factor(rank, m), |rank, m| factor(rank, m) * alpha)
}

fn two_stage(sorted: &[f64], alpha: f64) -> Steps {
    let (mut adjusted, mut rejected) = benjamini_hochberg(sorted, alpha, 1.0);
    let m = sorted.len();
    let first = rejected.iter().filter(|&&rejected| rejected).count();
    if first == 0 || first == m {
        return (adjusted, rejected);
    }
    // What the first stage left is taken for the true null hypotheses.
    let null = (m - first) as f64;
    (adjusted, rejected) = benjamini_hochberg(sorted, alpha * m as f64 / null, 1.0);
    (adjusted.into_iter().map(|p| p * null / m as f64).collect(), rejected)
}

/// Hommel's closed test by Wright's algorithm (1992).
fn hommel(sorted: &[f64], alpha: f64) -> Steps {
    let n = sorted.len();
    let mut adjusted = sorted.to_vec();
    for m in (2..=n).rev() {
        let size = m as f64;
        let (head, tail) = sorted.split_at(n - m);
        let smallest = tail.iter().enumerate().map(|(index, p)| size * p / (index + 1) as f64).fold(f64::INFINITY, f64::min);
        for value in &mut adjusted[n - m..] {
            *value = value.max(smallest);
        }
        for (value, p) in adjusted.iter_mut().zip(head) {
            *value = value.max(smallest.min(size * p));
        }
    }
    let rejected = adjusted.iter().map(|&p| p <= alpha).collect();
    (adjusted, rejected)
}

/// One p value for all tests of a family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CombinedPValue {
    /// Statistic; infinite when a p value is 0 (or, for Stouffer, all are 1).
    pub statistic: f64,
    /// p value that no test of the family has an effect. Range 0 to 1.
    pub p_value: f64,
}

/// Fisher's combination of independent p values: `-2 sum ln p`, chi-square with 2 m degrees of freedom. A p value of 0 decides alone.
///
/// # Errors
/// Undefined without p values or for one outside 0 to 1. Source: Fisher 1932.
pub fn fisher_combination(p_values: &[f64]) -> Result<CombinedPValue, Undefined> {
    checked(p_values)?;
    let statistic = -2.0 * p_values.iter().map(|&p| libm::log(p)).sum::<f64>();
    if statistic.is_infinite() {
        return Ok(CombinedPValue { statistic, p_value: 0.0 });
    }
    // Without this a family of ones would have the statistic -0.
    let statistic = statistic.max(0.0);
    Ok(CombinedPValue { statistic, p_value: chi_square_sf(statistic, 2.0 * p_values.len() as f64)? })
}

/// Stouffer's combination of independent one-sided p values: `sum z(1 - p) / sqrt(m)`, standard normal. A p value of exactly 0 or 1 decides alone.
///
/// # Errors
/// Undefined without p values, for one outside 0 to 1, or when there are both a 0 and a 1. Source: Stouffer et al. 1949.
pub fn stouffer_combination(p_values: &[f64]) -> Result<CombinedPValue, Undefined> {
    checked(p_values)?;
    match (p_values.contains(&0.0), p_values.contains(&1.0)) {
        (true, true) => return Err(Undefined::new("one test is certain of an effect and one of none")),
        (true, false) => return Ok(CombinedPValue { statistic: f64::INFINITY, p_value: 0.0 }),
        (false, true) => return Ok(CombinedPValue { statistic: f64::NEG_INFINITY, p_value: 1.0 }),
        (false, false) => {}
    }
    let scores = p_values.iter().map(|&p| Ok(-normal_quantile(p)?)).collect::<Result<Vec<f64>, Undefined>>()?;
    let statistic = scores.iter().sum::<f64>() / (scores.len() as f64).sqrt();
    let p_value: Measured = normal_sf(statistic);
    Ok(CombinedPValue { statistic, p_value: p_value? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Adjustment; 9] = [
        Adjustment::Bonferroni,
        Adjustment::Sidak,
        Adjustment::Holm,
        Adjustment::HolmSidak,
        Adjustment::Hochberg,
        Adjustment::Hommel,
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
        Adjustment::TwoStageBenjaminiHochberg,
    ];

    #[test]
    fn degenerate_inputs_are_undefined() {
        for adjustment in ALL {
            assert!(adjust_p_values(&[], adjustment, 0.05).is_err());
            assert!(adjust_p_values(&[0.1, f64::NAN], adjustment, 0.05).is_err());
            assert!(adjust_p_values(&[0.1, 1.1], adjustment, 0.05).is_err());
            assert!(adjust_p_values(&[0.1], adjustment, 0.0).is_err());
            assert!(adjust_p_values(&[0.1], adjustment, f64::NAN).is_err());
            let one = adjust_p_values(&[0.03], adjustment, 0.05).expect("a p value");
            assert!((one.adjusted[0] - 0.03).abs() < 1e-15 && one.rejected[0], "{adjustment:?}");
        }
        assert!(fisher_combination(&[]).is_err());
        assert!(fisher_combination(&[-0.1]).is_err());
        assert!(stouffer_combination(&[]).is_err());
        assert!(stouffer_combination(&[0.0, 1.0]).is_err());
    }

    #[test]
    fn certain_tests_decide_a_combination() {
        assert_eq!(fisher_combination(&[0.0, 0.9]).expect("p values").p_value, 0.0);
        assert_eq!(stouffer_combination(&[0.0, 0.9]).expect("p values").p_value, 0.0);
        assert_eq!(stouffer_combination(&[1.0, 0.1]).expect("p values").p_value, 1.0);
        let ones = fisher_combination(&[1.0, 1.0]).expect("p values");
        assert_eq!((ones.statistic, ones.p_value), (0.0, 1.0));
    }

    #[test]
    fn hommel_by_hand() {
        // Wright 1992 for (0.01, 0.01, 0.02, 0.02, 0.05, 1).
        let found = adjust_p_values(&[1.0, 0.05, 0.02, 0.02, 0.01, 0.01], Adjustment::Hommel, 0.05).expect("p values").adjusted;
        for (found, expected) in found.iter().zip([1.0, 0.1, 0.06, 0.06, 0.04, 0.04]) {
            assert!((found - expected).abs() < 1e-15, "{found} {expected}");
        }
    }

    proptest! {
        #[test]
        fn adjusted_values_keep_order_and_range(p_values in prop::collection::vec(0.0..=1.0f64, 1..20), alpha in 0.01..0.2f64) {
            for adjustment in ALL {
                let found = adjust_p_values(&p_values, adjustment, alpha).expect("p values");
                for (one, (p, rejected)) in found.adjusted.iter().zip(p_values.iter().zip(&found.rejected)) {
                    prop_assert!((0.0..=1.0).contains(one));
                    if adjustment != Adjustment::TwoStageBenjaminiHochberg {
                        prop_assert!(*one >= *p * (1.0 - 1e-12), "{adjustment:?} {one} {p}");
                    }
                    prop_assert!(*rejected == (*one <= alpha) || (one / alpha - 1.0).abs() < 1e-9, "{adjustment:?} {one} {alpha}");
                    for (other, q) in found.adjusted.iter().zip(&p_values) {
                        prop_assert!(p > q || one <= other || (one - other).abs() < 1e-12);
                    }
                }
            }
        }

        #[test]
        fn stronger_methods_give_smaller_values(p_values in prop::collection::vec(0.0..=1.0f64, 1..20)) {
            let run = |adjustment| adjust_p_values(&p_values, adjustment, 0.05).expect("p values").adjusted;
            for pair in [
                (Adjustment::Holm, Adjustment::Bonferroni),
                (Adjustment::Hochberg, Adjustment::Holm),
                (Adjustment::Hommel, Adjustment::Hochberg),
                (Adjustment::BenjaminiHochberg, Adjustment::Hommel),
                (Adjustment::BenjaminiHochberg, Adjustment::BenjaminiYekutieli),
            ] {
                for (small, large) in run(pair.0).iter().zip(run(pair.1)) {
                    prop_assert!(*small <= large * (1.0 + 1e-12), "{pair:?}");
                }
            }
        }
    }
}
