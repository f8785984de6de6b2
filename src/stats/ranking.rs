//! Quality and surprise of ranked slates.

use super::{Measured, Undefined, check, position_weight, quotient};

/// nDCG of a slate: `sum rel_r v_r` over that of the best order of all relevances given, cut at the length of the slate, with `v_r = 1 / log2(1 + r)`.
/// Range 0 to 1. `shown` is the relevance of the shown items in their order, `candidates` that of all that could have been shown (those included).
///
/// # Errors
/// Undefined without items, for relevance that is negative or not finite, or where nothing is relevant: such slates are left out and counted.
pub fn normalised_discounted_gain(shown: &[f64], candidates: &[f64]) -> Measured {
    check::finite(shown, 1)?;
    check::finite(candidates, shown.len())?;
    if shown.iter().chain(candidates).any(|&relevance| relevance < 0.0) {
        return Err(Undefined::new("an amount is below zero"));
    }
    let gain =
        |relevance: &mut dyn Iterator<Item = f64>| relevance.zip(1..).map(|(relevance, place)| relevance * position_weight(place)).sum::<f64>();
    let best = gain(&mut check::ascending(candidates).into_iter().rev().take(shown.len()));
    Ok(quotient(gain(&mut shown.iter().copied()), best, "nothing is relevant")?.min(1.0))
}

/// Serendipity of a slate: mean of `relevant * (1 - largest cosine to anything in the history)`; without a history everything is unexpected. Vectors have
/// length 1. Range 0 to 1 where no part is negative.
///
/// # Errors
/// Undefined for an empty slate, or vectors that are not finite.
pub fn serendipity(slate: &[(Vec<f64>, bool)], history: &[Vec<f64>]) -> Measured {
    if slate.is_empty() {
        return Err(Undefined::new("the slate is empty"));
    }
    slate.iter().map(|item| &item.0).chain(history).try_for_each(|vector| check::finite(vector, 1))?;
    let cosine = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let unexpected = |vector: &[f64]| history.iter().map(|known| 1.0 - cosine(vector, known)).fold(1.0, f64::min);
    Ok(slate.iter().filter(|item| item.1).map(|item| unexpected(&item.0).max(0.0)).sum::<f64>() / slate.len() as f64)
}

/// Novelty of shown items: mean of `-log2 p`, with the share `p` of each item in all choices smoothed by one choice for each item of the catalogue. In
/// bits, from 0.
///
/// # Errors
/// Undefined without shown items, or when one is not in the catalogue.
pub fn novelty(shown: &[usize], choices: &[u64]) -> Measured {
    let total: f64 = choices.iter().map(|&count| count as f64 + 1.0).sum();
    let bits = |item: &usize| choices.get(*item).map(|&count| -((count as f64 + 1.0) / total).log2());
    let found: Option<Vec<f64>> = shown.iter().map(bits).collect();
    match found {
        Some(found) if !found.is_empty() => Ok(check::mean(&found)),
        Some(_) => Err(Undefined::new("the slate is empty")),
        None => Err(Undefined::new("a shown item is not in the catalogue")),
    }
}

/// Share of the catalogue that was shown at least once, 0 to 1.
///
/// # Errors
/// Undefined without a catalogue.
pub fn coverage(exposures: &[u64]) -> Measured {
    quotient(exposures.iter().filter(|&&count| count > 0).count() as f64, exposures.len() as f64, "the catalogue is empty")
}

/// Share of all consumption that goes to the top `ceil(share * n)` of `n` items, 0 to 1. One less this is the share of the long tail; its usual border
/// is the top 20%. How ties are broken does not change a sum.
///
/// # Errors
/// Undefined for a share outside 0 to 1, or without consumption.
pub fn top_share(consumption: &[u64], share: f64) -> Measured {
    if !(0.0..=1.0).contains(&share) {
        return Err(Undefined::new("a share lies between 0 and 1"));
    }
    let mut sorted = consumption.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let sum = |items: &[u64]| items.iter().map(|&count| u128::from(count)).sum::<u128>() as f64;
    // A product such as 0.07 * 100 may lie a last bit above the whole number.
    let taken = (share * sorted.len() as f64 - 1e-9).ceil().max(0.0) as usize;
    quotient(sum(&sorted[..taken.min(sorted.len())]), sum(&sorted), "nothing was consumed")
}

/// How much more popular recommendations are than what people chose before: `(recommended - profile) / profile` of mean popularities (Abdollahpouri and
/// others 2019). From -1; 0 is no lift.
///
/// # Errors
/// Undefined for popularities that are negative or not finite, or a profile of zero.
pub fn popularity_lift(recommended: f64, profile: f64) -> Measured {
    check::finite(&[recommended, profile], 2)?;
    if recommended < 0.0 || profile < 0.0 {
        return Err(Undefined::new("an amount is below zero"));
    }
    quotient(recommended - profile, profile, "the profile holds nothing that anybody chose")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_hand() {
        let found = normalised_discounted_gain(&[0.0, 1.0], &[1.0, 0.0, 0.0]).expect("relevance");
        assert!((found - 0.630_929_753_6).abs() < 1e-9);
        let (x, y) = (vec![1.0, 0.0], vec![0.0, 1.0]);
        assert_eq!(serendipity(&[(x.clone(), true), (y.clone(), true)], std::slice::from_ref(&x)), Ok(0.5));
        assert_eq!(serendipity(&[(x, true), (y, false)], &[]), Ok(0.5));
        assert_eq!(novelty(&[0, 1], &[2, 0]), Ok((0.75f64.log2() + 0.25f64.log2()) / -2.0));
        assert_eq!((coverage(&[0, 3, 1, 0]), top_share(&[1, 5, 2, 2], 0.2)), (Ok(0.5), Ok(0.5)));
        assert_eq!(top_share(&[1; 100], 0.07), Ok(0.07));
        assert_eq!(
            (top_share(&[1, 1], 0.0), top_share(&[1, 1], 1.0), popularity_lift(0.3, 0.2).map(|lift| (lift * 10.0).round())),
            (Ok(0.0), Ok(1.0), Ok(5.0))
        );
    }

    #[test]
    fn edges() {
        assert!(normalised_discounted_gain(&[], &[]).is_err() && normalised_discounted_gain(&[0.0], &[0.0]).is_err());
        assert!(normalised_discounted_gain(&[1.0, 1.0], &[1.0]).is_err() && normalised_discounted_gain(&[-1.0], &[1.0]).is_err());
        assert!(serendipity(&[], &[]).is_err() && serendipity(&[(vec![f64::NAN], true)], &[]).is_err());
        assert!(novelty(&[], &[1]).is_err() && novelty(&[3], &[1]).is_err());
        assert!(coverage(&[]).is_err() && top_share(&[0, 0], 0.5).is_err() && top_share(&[1], 1.5).is_err());
        assert!(popularity_lift(0.1, 0.0).is_err() && popularity_lift(f64::NAN, 0.1).is_err());
    }

    proptest! {
        #[test]
        fn the_best_order_is_perfect_and_no_order_is_better(mut relevance in prop::collection::vec(0.0..1f64, 1..12)) {
            let found = normalised_discounted_gain(&relevance, &relevance);
            relevance.sort_by(|a, b| b.total_cmp(a));
            if let (Ok(found), Ok(best)) = (found, normalised_discounted_gain(&relevance, &relevance)) {
                prop_assert!(found <= best + 1e-12 && (best - 1.0).abs() < 1e-12);
            }
        }
    }
}
