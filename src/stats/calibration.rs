//! Do tests between two equal arms (A/A) err as often as they say?

use super::binomial::exact_binomial_test;
use super::{Undefined, one_sample_kolmogorov_smirnov_sf, wilson};

/// p values of A/A tests, which should be uniform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Largest distance between the distribution of the p values and the uniform one. Range 0 to 1.
    pub distance: f64,
    /// p value that the p values are uniform.
    pub uniformity_p_value: f64,
    /// Tests with p below alpha.
    pub false_positives: u64,
    /// p value, two-sided, that a test errs with probability alpha.
    pub rate_p_value: f64,
    /// Wilson interval of the share of false positives.
    pub rate_interval: (f64, f64),
}

/// Calibration of A/A tests from their p values: uniformity (Kolmogorov-Smirnov, exact), and the number of false positives at alpha with an exact
/// binomial test and a Wilson interval at the given confidence.
///
/// # Errors
/// Undefined without p values, for one outside 0 to 1, or for alpha or a confidence outside 0 to 1.
pub fn calibration(p_values: &[f64], alpha: f64, confidence: f64) -> Result<Calibration, Undefined> {
    if p_values.is_empty() {
        return Err(Undefined::new("there is no p value"));
    }
    if !p_values.iter().all(|p| (0.0..=1.0).contains(p)) {
        return Err(Undefined::new("a p value lies between 0 and 1"));
    }
    if !(alpha > 0.0 && alpha < 1.0 && confidence > 0.0) {
        return Err(Undefined::new("alpha and confidence lie between 0 and 1"));
    }
    let mut sorted = p_values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = sorted.iter().enumerate().map(|(index, p)| f64::max((index + 1) as f64 / n - p, p - index as f64 / n)).fold(0.0, f64::max);
    let false_positives = p_values.iter().filter(|&&p| p < alpha).count() as u64;
    Ok(Calibration {
        distance,
        uniformity_p_value: one_sample_kolmogorov_smirnov_sf(distance, p_values.len())?,
        false_positives,
        rate_p_value: exact_binomial_test(false_positives, p_values.len() as u64, alpha)?,
        rate_interval: wilson(false_positives, p_values.len() as u64, confidence)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(calibration(&[], 0.05, 0.95).is_err());
        assert!(calibration(&[0.5, f64::NAN], 0.05, 0.95).is_err());
        assert!(calibration(&[1.5], 0.05, 0.95).is_err());
        assert!(calibration(&[0.5], 0.0, 0.95).is_err());
        assert!(calibration(&[0.5], 0.05, 1.0).is_err());
        assert!(calibration(&[0.5], 0.05, f64::NAN).is_err());
    }

    #[test]
    fn one_test_by_hand() {
        // One value u: the distance is max(u, 1 - u), and P(D >= d) = 2 (1 - d).
        let found = calibration(&[0.3], 0.05, 0.95).expect("a p value");
        assert!((found.distance - 0.7).abs() < 1e-15 && (found.uniformity_p_value - 0.6).abs() < 1e-12);
        assert_eq!((found.false_positives, found.rate_p_value), (0, 1.0));
    }

    #[test]
    fn a_p_value_at_alpha_is_no_false_positive() {
        assert_eq!(calibration(&[0.05, 0.05, 0.01], 0.05, 0.95).expect("p values").false_positives, 1);
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_even_values_are_uniform(count in 1usize..200) {
            let even: Vec<f64> = (0..count).map(|index| (index as f64 + 0.5) / count as f64).collect();
            let found = calibration(&even, 0.05, 0.95).expect("p values");
            prop_assert!((found.distance - 0.5 / count as f64).abs() < 1e-12 && found.uniformity_p_value > 0.999);
            let turned: Vec<f64> = even.iter().rev().copied().collect();
            prop_assert_eq!(calibration(&turned, 0.05, 0.95).expect("p values"), found);
        }
    }
}
