//! Fairness of exposure: a hair's breadth of relevance becomes a wide gap of exposure (F16).

use crate::stats::{Measured, Undefined, quotient};

/// One ranked candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Relevance.
    pub relevance: f64,
    /// Group, by index.
    pub group: usize,
}

/// v(r) = 1 / log2(1 + r) for rank r from 1.
fn position_weight(rank: usize) -> f64 {
    1.0 / (1.0 + rank as f64).log2()
}

/// Mean exposure of a group in a ranking by relevance, best first; equal relevance keeps the given order.
///
/// Source: Singh and Joachims 2018 (F16), B5.2.
///
/// # Errors
/// Undefined when the group is empty.
pub fn group_exposure(candidates: &[Candidate], group: usize) -> Measured {
    let mut ranked: Vec<&Candidate> = candidates.iter().collect();
    ranked.sort_by(|a, b| b.relevance.total_cmp(&a.relevance));
    let exposures: Vec<f64> =
        ranked.iter().enumerate().filter(|(_, candidate)| candidate.group == group).map(|(place, _)| position_weight(place + 1)).collect();
    mean(&exposures)
}

/// Exposure of group `b` divided by that of group `a`: exposure parity ratio, 1 ideal (B5.2).
///
/// # Errors
/// Undefined when a group is empty.
pub fn exposure_ratio(candidates: &[Candidate], a: usize, b: usize) -> Measured {
    quotient(group_exposure(candidates, b)?, group_exposure(candidates, a)?, "group a has no exposure")
}

/// Disparate treatment ratio (E_b / Rel_b) / (E_a / Rel_a), 1 ideal (B5.2).
///
/// # Errors
/// Undefined when a group is empty or has no relevance.
pub fn disparate_treatment(candidates: &[Candidate], a: usize, b: usize) -> Measured {
    let worth = |group| quotient(group_exposure(candidates, group)?, relevance(candidates, group)?, "the group has no relevance");
    quotient(worth(b)?, worth(a)?, "group a has no exposure")
}

fn relevance(candidates: &[Candidate], group: usize) -> Measured {
    mean(&candidates.iter().filter(|candidate| candidate.group == group).map(|candidate| candidate.relevance).collect::<Vec<_>>())
}

fn mean(values: &[f64]) -> Measured {
    if values.is_empty() { Err(Undefined::new("nobody is in this group")) } else { Ok(values.iter().sum::<f64>() / values.len() as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F16 and golden vector (e): six candidates, relevance .81 against .78, exposure .7103099 against .3912455.
    #[test]
    fn the_six_candidates_of_the_paper() {
        let of = |group, relevance: [f64; 3]| relevance.map(|relevance| Candidate { relevance, group });
        // Not in order of rank: the ranking is the function's.
        let candidates = [of(1, [0.78, 0.79, 0.77]), of(0, [0.80, 0.82, 0.81])].concat();
        let close = |found: Measured, expected: f64| assert!((found.expect("a value") - expected).abs() < 1e-6);
        close(group_exposure(&candidates, 0), 0.710_309_9);
        close(group_exposure(&candidates, 1), 0.391_245_5);
        close(exposure_ratio(&candidates, 0, 1), 0.550_809_6);
        close(disparate_treatment(&candidates, 0, 1), 0.571_994_6);
        assert!(group_exposure(&candidates, 2).is_err());
        let idle = [Candidate { relevance: 0.0, group: 0 }, Candidate { relevance: 0.5, group: 1 }];
        assert!(disparate_treatment(&idle, 0, 1).is_err());
    }
}
