//! Whether survival differs between groups: the log-rank test and its weighted relatives.

use super::survival::{kaplan_meier, life_table};
use super::{Undefined, check, chi_square_sf};
use nalgebra::{DMatrix, DVector};

/// How much a time at which something happens counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum SurvivalWeights {
    /// All the same: the log-rank test, best where hazards are proportional.
    #[default]
    LogRank,
    /// People at risk (Gehan's Wilcoxon test): early differences count more.
    Wilcoxon,
    /// `prod (1 - d / (n + 1))` (Peto and Peto): early differences count more, whatever the censoring.
    Peto,
    /// `S^p (1 - S)^q` with the survival of all people just before (Fleming and Harrington); `q > p`: late differences count more.
    FlemingHarrington {
        /// Power of the survival, at least 0.
        p: f64,
        /// Power of one less the survival, at least 0.
        q: f64,
    },
}

/// A test of equal survival.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// Quadratic form of observed less expected events over its covariance.
    pub chi_square: f64,
    /// Groups less one. A group that is never at risk when something happens counts too, which makes the test careful.
    pub degrees_of_freedom: usize,
    /// Upper tail of chi-square. 1 where nothing happens.
    pub p: f64,
}

/// Test of equal survival of two or more groups, each its durations and whether the event was seen.
///
/// # Errors
/// Undefined with fewer than two groups, a group without people, durations that are negative or not finite, columns of different length, or
/// powers of the weights that are negative or not finite.
pub fn log_rank(groups: &[(&[f64], &[bool])], weights: SurvivalWeights) -> Result<LogRank, Undefined> {
    if groups.len() < 2 {
        return Err(Undefined::new("fewer than two groups"));
    }
    if let SurvivalWeights::FlemingHarrington { p, q } = weights {
        check::finite(&[p, q], 2)?;
        if p < 0.0 || q < 0.0 {
            return Err(Undefined::new("a power of the weights is below zero"));
        }
    }
    let tables = groups.iter().map(|(durations, events)| life_table(durations, events)).collect::<Result<Vec<_>, _>>()?;
    let durations: Vec<f64> = groups.iter().flat_map(|group| group.0).copied().collect();
    let events: Vec<bool> = groups.iter().flat_map(|group| group.1).copied().collect();
    let pooled = kaplan_meier(&durations, &events, 0.95)?;
    let size = groups.len();
    let mut excess = DVector::zeros(size);
    let mut covariance = DMatrix::zeros(size, size);
    let mut risk: Vec<f64> = groups.iter().map(|group| group.0.len() as f64).collect();
    let mut places = vec![0; size];
    let (mut peto, mut survival_before) = (1.0, 1.0);
    for step in &pooled.steps {
        let (all, happened) = (step.at_risk as f64, step.events as f64);
        peto *= 1.0 - happened / (all + 1.0);
        let weight = match weights {
            SurvivalWeights::LogRank => 1.0,
            SurvivalWeights::Wilcoxon => all,
            SurvivalWeights::Peto => peto,
            SurvivalWeights::FlemingHarrington { p, q } => power(survival_before, p) * power(1.0 - survival_before, q),
        };
        let scatter = if step.at_risk > 1 { happened * (all - happened) / (all - 1.0) } else { 0.0 };
        let share: Vec<f64> = risk.iter().map(|own| own / all).collect();
        for group in 0..size {
            let own = tables[group].get(places[group]).filter(|row| row.0 == step.time);
            let (own_events, left) = own.map_or((0, 0), |row| (row.1, row.1 + row.2));
            places[group] += usize::from(own.is_some());
            excess[group] += weight * (own_events as f64 - share[group] * happened);
            for other in 0..size {
                let same = if group == other { 1.0 } else { 0.0 };
                covariance[(group, other)] += weight * weight * scatter * share[group] * (same - share[other]);
            }
            risk[group] -= left as f64;
        }
        survival_before = step.survival;
    }
    let chi_square = quadratic_form(&excess, covariance);
    let degrees_of_freedom = size - 1;
    Ok(LogRank { chi_square, degrees_of_freedom, p: chi_square_sf(chi_square, degrees_of_freedom as f64)? })
}

/// A power with `0^0 = 1`; survival products may lie a last bit outside 0 to 1.
fn power(base: f64, exponent: f64) -> f64 {
    base.clamp(0.0, 1.0).powf(exponent)
}

/// `z' V+ z` of all groups but the last, with the pseudo-inverse of the covariance: directions without variance say nothing.
fn quadratic_form(excess: &DVector<f64>, covariance: DMatrix<f64>) -> f64 {
    let rest = excess.len() - 1;
    let decomposed = covariance.resize(rest, rest, 0.0).symmetric_eigen();
    let largest = decomposed.eigenvalues.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let mut sum = 0.0;
    for (value, direction) in decomposed.eigenvalues.iter().zip(decomposed.eigenvectors.column_iter()) {
        if *value > 1e-12 * largest {
            let along: f64 = direction.iter().zip(excess.iter()).map(|(part, excess)| part * excess).sum();
            sum += along * along / value;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [SurvivalWeights; 4] =
        [SurvivalWeights::LogRank, SurvivalWeights::Wilcoxon, SurvivalWeights::Peto, SurvivalWeights::FlemingHarrington { p: 0.0, q: 1.0 }];

    #[test]
    fn edges() {
        for weights in ALL {
            let quiet = log_rank(&[(&[1.0, 2.0], &[false; 2]), (&[3.0], &[false])], weights).expect("groups");
            assert_eq!((quiet.chi_square, quiet.p), (0.0, 1.0));
            assert!(log_rank(&[(&[1.0], &[true])], weights).is_err() && log_rank(&[(&[1.0], &[true]), (&[], &[])], weights).is_err());
            assert!(log_rank(&[(&[1.0], &[true]), (&[f64::NAN], &[true])], weights).is_err());
            // A group that left before anything happened brings no information and no harm.
            let silent = log_rank(&[(&[0.5], &[false]), (&[1.0, 2.0], &[true; 2]), (&[1.5, 3.0], &[true; 2])], weights).expect("groups");
            assert!(silent.chi_square.is_finite() && silent.degrees_of_freedom == 2);
        }
        let negative = SurvivalWeights::FlemingHarrington { p: -1.0, q: 0.0 };
        assert!(log_rank(&[(&[1.0], &[true]), (&[2.0], &[true])], negative).is_err());
    }

    proptest! {
        #[test]
        fn the_order_of_groups_does_not_matter(rows in prop::collection::vec((1u8..15, any::<bool>(), 0usize..3), 6..50)) {
            let group = |wanted: usize| -> (Vec<f64>, Vec<bool>) {
                rows.iter().filter(|row| row.2 == wanted).map(|row| (f64::from(row.0), row.1)).unzip()
            };
            let groups: Vec<_> = (0..3).map(group).filter(|group| !group.0.is_empty()).collect();
            prop_assume!(groups.len() > 1);
            let there: Vec<(&[f64], &[bool])> = groups.iter().map(|group| (&group.0[..], &group.1[..])).collect();
            let back: Vec<(&[f64], &[bool])> = there.iter().rev().copied().collect();
            for weights in ALL {
                let (one, other) = (log_rank(&there, weights).expect("groups"), log_rank(&back, weights).expect("groups"));
                prop_assert!((one.chi_square - other.chi_square).abs() < 1e-6 * (1.0 + one.chi_square));
                prop_assert!((0.0..=1.0).contains(&one.p));
            }
        }
    }
}
