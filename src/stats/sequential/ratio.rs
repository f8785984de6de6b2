//! The mixture sequential probability ratio test of paired differences with a known variance.

use crate::stats::Undefined;

/// One look of a mixture sequential probability ratio test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixtureRatio {
    /// Logarithm of the mixture likelihood ratio against "no difference".
    pub log_ratio: f64,
    /// Smallest `min(1, 1 / ratio)` so far: may be read at any look. Range 0 to 1.
    pub p_value: f64,
    /// Interval of the mean difference; not intersected with earlier ones.
    pub interval: (f64, f64),
}

/// Mixture sequential probability ratio test of a stream of paired differences: one look after each.
///
/// With S the sum of n differences, V = `variance` of one difference (known) and T = `mixture_variance` of the normal mixture over effects:
/// `ln ratio = ln(V / (V + n T)) / 2 + T S^2 / (2 V (V + n T))`; the interval holds the means that the ratio does not exclude at `1 / alpha`:
/// `S / n +- sqrt(2 V (V + n T) / (n^2 T) (ln(1 / alpha) + ln((V + n T) / V) / 2))`. Source: Johari, Koomen, Pekelis and Walsh 2017.
///
/// # Errors
/// Undefined without differences, when one is not finite, for variances that are not above 0, or a confidence outside 0 to 1.
pub fn mixture_sequential_probability_ratio(
    differences: &[f64],
    variance: f64,
    mixture_variance: f64,
    confidence: f64,
) -> Result<Vec<MixtureRatio>, Undefined> {
    let log_alpha = super::log_alpha(confidence)?;
    super::finite(differences)?;
    for (name, value) in [("variance", variance), ("mixture variance", mixture_variance)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(Undefined::new(format!("the {name} must be above 0")));
        }
    }
    let (mut sum, mut p_value, mut looks) = (0.0, 1.0f64, Vec::with_capacity(differences.len()));
    for (index, difference) in differences.iter().enumerate() {
        let n = (index + 1) as f64;
        sum += difference;
        let growth = n * mixture_variance / variance;
        let log_growth = libm::log1p(growth) / 2.0;
        let score = sum / variance.sqrt();
        let log_ratio = growth / (1.0 + growth) * score * score / (2.0 * n) - log_growth;
        if log_ratio.is_nan() {
            return Err(Undefined::new("the differences add up to more than any number"));
        }
        p_value = p_value.min(libm::exp(-log_ratio));
        let half = (2.0 * variance / n * (1.0 + growth) / growth * (log_growth - log_alpha)).sqrt();
        looks.push(MixtureRatio { log_ratio, p_value, interval: super::around(sum / n, half)? });
    }
    Ok(looks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        let run = |differences: &[f64], v, t, c| mixture_sequential_probability_ratio(differences, v, t, c);
        assert!(run(&[], 1.0, 1.0, 0.95).is_err());
        assert!(run(&[f64::NAN], 1.0, 1.0, 0.95).is_err());
        assert!(run(&[1.0], 0.0, 1.0, 0.95).is_err());
        assert!(run(&[1.0], 1.0, -1.0, 0.95).is_err());
        assert!(run(&[1.0], 1.0, 1.0, 1.0).is_err());
        assert!(run(&[1e308, 1e308], 1.0, 1.0, 0.95).is_err());
    }

    #[test]
    fn no_difference_gives_no_evidence() {
        let looks = mixture_sequential_probability_ratio(&[0.0; 3], 2.0, 0.5, 0.95).expect("looks");
        assert!(looks.iter().all(|look| look.p_value == 1.0 && look.log_ratio < 0.0));
        assert!((looks[0].log_ratio - 0.5 * 0.8f64.ln()).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn the_p_value_only_falls_and_the_interval_answers_the_ratio(differences in prop::collection::vec(-3.0..3.0f64, 1..30)) {
            let looks = mixture_sequential_probability_ratio(&differences, 1.5, 0.7, 0.9).expect("looks");
            prop_assert!(looks.windows(2).all(|pair| pair[1].p_value <= pair[0].p_value));
            for look in looks {
                let excluded = look.interval.0 > 0.0 || look.interval.1 < 0.0;
                prop_assert_eq!(excluded, look.log_ratio > 10f64.ln());
            }
        }
    }
}
