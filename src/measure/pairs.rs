//! How alike what two people of the panel chose is, over fixed pairs: the same people under every variant.

use super::panel::Panel;
use super::{Measured, Undefined};
use crate::ledger::scramble;
use crate::scenario::Metric;
use crate::stats::{jaccard, jensen_shannon_bits, quotient};

/// Random pairs (B5.3).
const PAIRS: u64 = 2_000;
/// People whose nearest neighbour is looked for, and among whom: a search of all pairs.
const NEIGHBOURHOOD: usize = 400;

/// Mean over pairs for which there is a value: Jaccard index of items, of ten choices each, of nearest people, or divergence of topics.
pub(super) fn mean_over(panel: &Panel, metric: Metric) -> Measured {
    let pairs = if metric == Metric::OverlapSimilar { nearest(panel) } else { random(panel.seed(), panel.places.len()) };
    let place = |member: usize| panel.places.get(member).copied();
    let (mut sum, mut count) = (0.0, 0.0);
    match metric {
        Metric::MixDistance => {
            let masses: Vec<Vec<f64>> = panel.places.iter().map(|&place| panel.mass(&panel.choices(place))).collect();
            for (one, other) in pairs {
                if let Ok(distance) = jensen_shannon_bits(&masses[one], &masses[other]) {
                    (sum, count) = (sum + distance, count + 1.0);
                }
            }
        }
        _ => {
            let of = |member| {
                let place = place(member)?;
                let choices = if metric == Metric::OverlapMatched { panel.equal(place)? } else { panel.choices(place) };
                Some(Panel::items(&choices))
            };
            let baskets: Vec<Option<Vec<usize>>> = (0..panel.places.len()).map(of).collect();
            for (one, other) in pairs {
                if let (Some(one), Some(other)) = (&baskets[one], &baskets[other])
                    && let Ok(alike) = jaccard(one, other)
                {
                    (sum, count) = (sum + alike, count + 1.0);
                }
            }
        }
    }
    if panel.places.len() < 2 {
        return Err(Undefined::new("a pair needs two people in the panel"));
    }
    quotient(sum, count, "no two people of the panel have chosen enough")
}

/// Random pairs of different members, drawn once for a world.
fn random(seed: u64, members: usize) -> Vec<(usize, usize)> {
    let size = members as u64;
    if size < 2 {
        return Vec::new();
    }
    let pair = |number: u64| {
        let one = scramble(seed ^ scramble(2 * number)) % size;
        let step = 1 + scramble(seed ^ scramble(2 * number + 1)) % (size - 1);
        (one as usize, ((one + step) % size) as usize)
    };
    (0..PAIRS).map(pair).collect()
}

/// Each of the first members with the one of them whose innate interests are nearest, levels taken off: only differences between topics are
/// tastes.
fn nearest(panel: &Panel) -> Vec<(usize, usize)> {
    let tastes: Vec<Vec<f64>> = panel
        .places
        .iter()
        .take(NEIGHBOURHOOD)
        .map(|&place| {
            let logits: Vec<f64> = panel.innate(place).iter().map(|&logit| logit as f64).collect();
            let level = logits.iter().sum::<f64>() / logits.len().max(1) as f64;
            logits.into_iter().map(|logit| logit - level).collect()
        })
        .collect();
    let apart = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    let partner = |one: usize| {
        let others = (0..tastes.len()).filter(|&other| other != one);
        others.min_by(|&a, &b| apart(&tastes[one], &tastes[a]).total_cmp(&apart(&tastes[one], &tastes[b])))
    };
    (0..tastes.len()).filter_map(|one| Some((one, partner(one)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_of_two_people_and_always_the_same() {
        let pairs = random(7, 5);
        assert_eq!(pairs.len(), 2_000);
        assert!(pairs.iter().all(|&(one, other)| one != other && one < 5 && other < 5));
        assert_eq!(pairs, random(7, 5));
        assert_ne!(pairs, random(8, 5));
        for wanted in 0..5 {
            assert!(pairs.iter().filter(|pair| pair.0 == wanted || pair.1 == wanted).count() > 600, "nobody is forgotten");
        }
        assert!(random(7, 1).is_empty() && random(7, 0).is_empty());
    }
}
