//! Fairness of exposure (Singh and Joachims 2018, F16; B5.2).

use super::fairness::Share;
use super::{Measured, Undefined, check, quotient, smallest_ratio, total_variation};

/// Position weight of a place from 1: `1 / log2(1 + place)`.
pub fn position_weight(place: usize) -> f64 {
    1.0 / (1.0 + place as f64).log2()
}

/// Smallest mean exposure divided by the largest. Range 0 to 1, 1 ideal.
///
/// # Errors
/// Undefined for fewer than two groups or without exposure.
pub fn exposure_parity(exposures: &[f64]) -> Measured {
    smallest_ratio(exposures)
}

/// The same for exposure divided by mean relevance: with two groups, the disparate treatment ratio of the one that is treated worse.
///
/// # Errors
/// Undefined for fewer than two groups, without exposure, or where a relevance is not above zero.
pub fn treatment_ratio(exposures: &[f64], relevance: &[f64]) -> Measured {
    if relevance.iter().any(|&relevance| relevance <= 0.0) {
        return Err(Undefined::new("a group of providers is relevant to nobody"));
    }
    smallest_ratio(&exposures.iter().zip(relevance).map(|(exposure, relevance)| exposure / relevance).collect::<Vec<_>>())
}

/// Disparate treatment ratio of two groups of items: exposure per relevance of `a` over that of `b`. 1 is ideal. With clicks in place of exposure it
/// is the disparate impact ratio.
///
/// # Errors
/// Undefined for numbers that are negative or not finite, for relevance that is not above zero, or where `b` has no exposure.
pub fn disparate_treatment_ratio((exposure_a, relevance_a): (f64, f64), (exposure_b, relevance_b): (f64, f64)) -> Measured {
    check::finite(&[exposure_a, relevance_a, exposure_b, relevance_b], 4)?;
    if exposure_a < 0.0 || exposure_b < 0.0 {
        return Err(Undefined::new("an amount is below zero"));
    }
    if relevance_a <= 0.0 || relevance_b <= 0.0 {
        return Err(Undefined::new("a group of items is relevant to nobody"));
    }
    quotient(exposure_a / relevance_a, exposure_b / relevance_b, "the other group of items is shown to nobody")
}

/// Amortised individual unfairness of exposure (Biega and others 2018): `sum |E_i / sum E - Rel_i / sum Rel|` over items. Range 0 (ideal) to 2.
///
/// # Errors
/// Undefined with columns of different length, amounts that are negative or not finite, or a sum of zero.
pub fn amortised_unfairness(exposures: &[f64], relevance: &[f64]) -> Measured {
    Ok(2.0 * total_variation(exposures, relevance)?)
}

/// Delivery skew of a group: its share of those reached over its share of those who could have been. 1 is no skew.
///
/// # Errors
/// Undefined where nobody is reached or the group could not have been, for parts above their whole, or numbers that are negative or not finite.
pub fn delivery_skew(reached: Share, eligible: Share) -> Measured {
    quotient(reached.value()?, eligible.value()?, "nobody in the group was eligible")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F16: relevance .82 .81 .80 (A) and .79 .78 .77 (B) in the order of relevance: exposure .7103099 and .3912455, ratio .5508096, treatment
    /// ratio .5719946.
    #[test]
    fn six_candidates_hit_the_golden_numbers() {
        let mean = |places: [usize; 3]| places.iter().map(|&place| position_weight(place)).sum::<f64>() / 3.0;
        let exposures = [mean([1, 2, 3]), mean([4, 5, 6])];
        assert!((exposures[0] - 0.710_309_9).abs() < 1e-6 && (exposures[1] - 0.391_245_5).abs() < 1e-6);
        assert!((exposure_parity(&exposures).expect("groups") - 0.550_809_6).abs() < 1e-6);
        assert!((treatment_ratio(&exposures, &[0.81, 0.78]).expect("groups") - 0.571_994_6).abs() < 1e-6);
        assert!(treatment_ratio(&exposures, &[0.81, 0.0]).is_err());
        let (a, b) = ((exposures[0], 0.81), (exposures[1], 0.78));
        assert!((disparate_treatment_ratio(b, a).expect("groups") - 0.571_994_6).abs() < 1e-6);
        assert!(disparate_treatment_ratio(a, (0.0, 0.78)).is_err() && disparate_treatment_ratio(a, (0.4, 0.0)).is_err());
        assert!(disparate_treatment_ratio((f64::NAN, 1.0), b).is_err() && disparate_treatment_ratio((-1.0, 1.0), b).is_err());
    }

    #[test]
    fn individual_unfairness_and_skew() {
        assert_eq!(amortised_unfairness(&[1.0, 0.0], &[0.0, 3.0]), Ok(2.0));
        assert_eq!(amortised_unfairness(&[2.0, 2.0], &[1.0, 1.0]), Ok(0.0));
        assert!(amortised_unfairness(&[0.0, 0.0], &[1.0, 1.0]).is_err() && amortised_unfairness(&[1.0], &[1.0, 1.0]).is_err());
        let share = |part, whole| Share { part, whole };
        assert_eq!(delivery_skew(share(20.0, 100.0), share(50.0, 200.0)), Ok(0.8));
        assert!(delivery_skew(share(1.0, 2.0), share(0.0, 2.0)).is_err() && delivery_skew(share(0.0, 0.0), share(1.0, 2.0)).is_err());
    }
}
