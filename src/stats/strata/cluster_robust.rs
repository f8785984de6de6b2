//! The effect of b against a when values come in clusters, and when they do not vary equally.

use std::collections::BTreeMap;

use crate::stats::distributions::{normal_sf, student_t_sf};
use crate::stats::{Measured, Undefined};

/// Difference of two means with several standard errors. Each may be undefined on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterRobustEffect {
    /// Mean of b less mean of a.
    pub effect: f64,
    /// Clusters.
    pub clusters: usize,
    /// Standard error that allows any dependence inside clusters, with the usual small-sample factor `G / (G - 1) (n - 1) / (n - 2)`.
    pub cluster_error: Measured,
    /// Two-sided p value from the cluster error and the normal law.
    pub normal_p_value: Measured,
    /// Two-sided p value from the cluster error and Student's t with G - 1 degrees of freedom: the one to use with few clusters.
    pub student_p_value: Measured,
    /// Classical least-squares error: equal variances, independent values.
    pub classical_error: Measured,
    /// Heteroscedasticity-robust errors HC0 to HC3 (White 1980; MacKinnon and White 1985), independent values.
    pub robust_errors: [Measured; 4],
}

/// Effect of treatment from single values with their clusters (visitors with several visits, shops, worlds): the regression of the value on the
/// treatment. Both arms may occur in one cluster.
///
/// `cluster error^2 = factor sum over clusters (sum of residual_i (b: 1 / n_b, a: -1 / n_a))^2`. Source: Liang and Zeger 1986; as statsmodels' OLS.
///
/// # Errors
/// Undefined for lists of different length, values that are not finite, or an empty arm. An error is undefined with fewer than two clusters, fewer
/// than three values, HC2 and HC3 with a single value in an arm; p values also when nothing varies.
pub fn cluster_robust_effect(values: &[f64], treated: &[bool], clusters: &[u64]) -> Result<ClusterRobustEffect, Undefined> {
    if values.len() != treated.len() || values.len() != clusters.len() {
        return Err(Undefined::new("each value needs a treatment and a cluster"));
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a finite number"));
    }
    let mean = |arm: bool| {
        let (mut count, mut mean) = (0.0, 0.0);
        for (value, _) in values.iter().zip(treated).filter(|(_, treated)| **treated == arm) {
            count += 1.0;
            mean += (value - mean) / count;
        }
        if count > 0.0 { Ok((count, mean)) } else { Err(Undefined::new("an arm is empty")) }
    };
    let ((n_a, mean_a), (n_b, mean_b)) = (mean(false)?, mean(true)?);
    let effect = mean_b - mean_a;
    let mut scores: BTreeMap<u64, f64> = BTreeMap::new();
    let mut squares = [0.0; 2];
    for ((&value, &treated), &cluster) in values.iter().zip(treated).zip(clusters) {
        let (residual, share) = if treated { (value - mean_b, 1.0 / n_b) } else { (value - mean_a, -1.0 / n_a) };
        *scores.entry(cluster).or_insert(0.0) += residual * share;
        squares[usize::from(treated)] += residual * residual;
    }
    if !(effect.is_finite() && squares.iter().all(|square| square.is_finite())) {
        return Err(Undefined::new("the values are too large to be squared"));
    }
    let cluster_error = cluster_error(&scores, n_a + n_b);
    let distance = cluster_error
        .clone()
        .and_then(|error| if error > 0.0 { Ok((effect / error).abs()) } else { Err(Undefined::new("nothing varies between clusters")) });
    let freedom = scores.len().saturating_sub(1) as f64;
    Ok(ClusterRobustEffect {
        effect,
        clusters: scores.len(),
        cluster_error,
        normal_p_value: distance.clone().and_then(|z| Ok((2.0 * normal_sf(z)?).min(1.0))),
        student_p_value: distance.and_then(|t| Ok((2.0 * student_t_sf(t, freedom)?).min(1.0))),
        classical_error: classical_error(squares, n_a, n_b),
        robust_errors: robust_errors(squares, n_a, n_b),
    })
}

fn cluster_error(scores: &BTreeMap<u64, f64>, n: f64) -> Measured {
    if scores.len() < 2 {
        return Err(Undefined::new("there are fewer than two clusters"));
    }
    if n < 3.0 {
        return Err(Undefined::new("there are fewer than three values"));
    }
    let count = scores.len() as f64;
    let factor = count / (count - 1.0) * (n - 1.0) / (n - 2.0);
    Ok((factor * scores.values().map(|score| score * score).sum::<f64>()).sqrt())
}

fn classical_error([a, b]: [f64; 2], n_a: f64, n_b: f64) -> Measured {
    if n_a + n_b < 3.0 {
        return Err(Undefined::new("there are fewer than three values"));
    }
    Ok(((a + b) / (n_a + n_b - 2.0) * (1.0 / n_a + 1.0 / n_b)).sqrt())
}

fn robust_errors([a, b]: [f64; 2], n_a: f64, n_b: f64) -> [Measured; 4] {
    let n = n_a + n_b;
    let plain = a / (n_a * n_a) + b / (n_b * n_b);
    let few = || Undefined::new("there are fewer than three values");
    let single = || Undefined::new("an arm has a single value");
    [
        Ok(plain.sqrt()),
        if n > 2.0 { Ok((n / (n - 2.0) * plain).sqrt()) } else { Err(few()) },
        if n_a.min(n_b) > 1.0 { Ok((a / (n_a * (n_a - 1.0)) + b / (n_b * (n_b - 1.0))).sqrt()) } else { Err(single()) },
        if n_a.min(n_b) > 1.0 { Ok((a / ((n_a - 1.0) * (n_a - 1.0)) + b / ((n_b - 1.0) * (n_b - 1.0))).sqrt()) } else { Err(single()) },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(cluster_robust_effect(&[], &[], &[]).is_err());
        assert!(cluster_robust_effect(&[1.0, 2.0], &[true], &[0, 1]).is_err());
        assert!(cluster_robust_effect(&[1.0, 2.0], &[true, true], &[0, 1]).is_err());
        assert!(cluster_robust_effect(&[1.0, f64::NAN], &[true, false], &[0, 1]).is_err());
        let two = cluster_robust_effect(&[1.0, 2.0], &[true, false], &[0, 1]).expect("both arms");
        assert!(two.cluster_error.is_err() && two.normal_p_value.is_err() && two.classical_error.is_err() && two.robust_errors[2].is_err());
        let one_cluster = cluster_robust_effect(&[1.0, 2.0, 4.0, 3.0], &[true, false, true, false], &[0; 4]).expect("both arms");
        assert!(one_cluster.cluster_error.is_err() && one_cluster.student_p_value.is_err() && one_cluster.classical_error.is_ok());
        let still = cluster_robust_effect(&[1.0, 1.0, 2.0, 2.0], &[false, false, true, true], &[0, 1, 2, 3]).expect("both arms");
        assert!(still.normal_p_value.is_err() && still.student_p_value.is_err());
    }

    #[test]
    fn copies_of_the_same_value_are_no_news_to_the_cluster_error() {
        let (values, treated) = ([1.0, 3.0, 2.0, 5.0, 4.0, 7.0], [false, false, false, true, true, true]);
        let plain = cluster_robust_effect(&values, &treated, &[0, 1, 2, 3, 4, 5]).expect("both arms");
        let copied = cluster_robust_effect(&values.repeat(10), &treated.repeat(10), &[0, 1, 2, 3, 4, 5].repeat(10)).expect("both arms");
        let (once, ten) = (plain.cluster_error.expect("an error"), copied.cluster_error.expect("an error"));
        // Only the factor (n - 1) / (n - 2) moves.
        assert!((once / (5.0f64 / 4.0).sqrt() - ten / (59.0f64 / 58.0).sqrt()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn clusters_of_one_are_robust_errors(values in prop::collection::vec(-5.0..5.0f64, 4..30)) {
            let treated: Vec<bool> = (0..values.len()).map(|index| index % 2 == 1).collect();
            let alone: Vec<u64> = (0..values.len() as u64).collect();
            let found = cluster_robust_effect(&values, &treated, &alone).expect("both arms");
            let n = values.len() as f64;
            // CR1 with clusters of one: n / (n - 1) (n - 1) / (n - 2) = the factor of HC1.
            let (cluster, robust) = (found.cluster_error.expect("an error"), found.robust_errors[1].clone().expect("an error"));
            prop_assert!((cluster - robust).abs() < 1e-12 * n);
        }
    }
}
