//! Fairness of exposure (Singh and Joachims 2018, F16; B5.2).

use super::{Measured, Undefined, smallest_ratio};

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
    }
}
