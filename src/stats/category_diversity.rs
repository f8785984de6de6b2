//! How varied counts over categories are.

use super::{Measured, Undefined, check, miller_madow, shannon_nats};

/// Diversity of counts (or weights) over categories. `p` is a category's share.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryDiversity {
    /// Shannon entropy, `-sum p ln p`, 0 to `ln n`.
    pub shannon_nats: f64,
    /// Entropy over `ln n` of all `n` categories given (Pielou), 0 to 1; undefined with one category.
    pub evenness: Measured,
    /// Entropy over the logarithm of the number of categories that occur, 0 to 1; undefined where one occurs.
    pub evenness_of_observed: Measured,
    /// Simpson's concentration, the Herfindahl-Hirschman index: `sum p^2`, `1/n` to 1.
    pub concentration: f64,
    /// Gini-Simpson: the chance that two draws differ, `1 - sum p^2`, 0 to `1 - 1/n`.
    pub gini_simpson: f64,
    /// Hill number of order 1, `exp H`: equally used categories with the same entropy, 1 to n.
    pub hill_1: f64,
    /// Hill number of order 2, inverse Simpson: `1 / sum p^2`, 1 to n.
    pub hill_2: f64,
    /// Categories that occur.
    pub richness: usize,
    /// Share of the most frequent category (Berger and Parker), `1/n` to 1.
    pub largest_share: f64,
    /// `sum k (k - 1) / (N (N - 1))` of counts: the chance that two different draws are alike, without the bias of few draws. Undefined with fewer
    /// than two draws.
    pub concentration_unbiased: Measured,
}

/// Diversity of counts over categories, those with zero included.
///
/// # Errors
/// Undefined without categories, when a count is negative or not finite, or when all are zero.
pub fn category_diversity(counts: &[f64]) -> Result<CategoryDiversity, Undefined> {
    let total = check::amounts(counts)?;
    let entropy = shannon_nats(counts)?.max(0.0);
    let concentration = counts.iter().map(|count| (count / total) * (count / total)).sum::<f64>().min(1.0);
    let richness = richness(counts);
    let largest_share = counts.iter().fold(0.0, |most: f64, count| most.max(count / total));
    let evenness = |categories: usize| {
        if categories < 2 {
            Err(Undefined::new("one category is neither even nor uneven"))
        } else {
            Ok((entropy / (categories as f64).ln()).min(1.0))
        }
    };
    let twice: f64 = counts.iter().map(|count| (count / total) * (count - 1.0)).sum();
    Ok(CategoryDiversity {
        shannon_nats: entropy,
        evenness: evenness(counts.len()),
        evenness_of_observed: evenness(richness),
        concentration,
        gini_simpson: 1.0 - concentration,
        hill_1: entropy.exp(),
        hill_2: 1.0 / concentration,
        richness,
        largest_share,
        concentration_unbiased: if total >= 2.0 { Ok((twice / (total - 1.0)).clamp(0.0, 1.0)) } else { Err(Undefined::new("fewer than two draws")) },
    })
}

/// Number of categories that occur; 0 where nothing does.
pub fn richness(counts: &[f64]) -> usize {
    counts.iter().filter(|&&count| count > 0.0).count()
}

/// Gini-Simpson index without the bias of few draws, `1 - sum k (k - 1) / (N (N - 1))`. Range 0 to 1.
///
/// # Errors
/// Undefined with fewer than two draws, or when a count is negative or not finite.
pub fn gini_simpson_unbiased(counts: &[f64]) -> Measured {
    Ok(1.0 - category_diversity(counts)?.concentration_unbiased?)
}

/// Shannon entropy in nats with the correction of Miller and Madow for few draws: `H + (categories that occur - 1) / (2 N)`. Plug-in entropy is too
/// low on average, the more so the fewer draws, so arms with different volume must not be compared by it.
///
/// # Errors
/// As [`category_diversity`].
pub fn shannon_corrected_nats(counts: &[f64]) -> Measured {
    let found = category_diversity(counts)?;
    Ok(found.shannon_nats + miller_madow(found.richness, counts.iter().sum()))
}

/// Entropy of a pool taken apart: `total = within + between`, the bubble picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntropyParts {
    /// Entropy of all consumption together, nats.
    pub total: f64,
    /// Mean entropy of each person's own consumption, weighted by volume, nats.
    pub within: f64,
    /// Weighted Jensen-Shannon divergence between people: `sum w KL(p_u to pool)`, nats.
    pub between: f64,
}

/// Takes the entropy of pooled counts apart into what people vary themselves and what lies between people. People without consumption count nothing.
///
/// # Errors
/// Undefined where nobody consumed anything, when people have different categories, or a count is negative or not finite.
pub fn entropy_parts(people: &[Vec<f64>]) -> Result<EntropyParts, Undefined> {
    let width = people.first().map_or(0, Vec::len);
    if people.iter().any(|person| person.len() != width) {
        return Err(Undefined::new("the distributions have different categories"));
    }
    let volume = check::amounts(&people.concat())?;
    let pooled: Vec<f64> = (0..width).map(|category| people.iter().map(|person| person[category]).sum()).collect();
    let (mut within, mut between) = (0.0, 0.0);
    for person in people {
        let own: f64 = person.iter().sum();
        if own > 0.0 {
            within += own / volume * shannon_nats(person)?;
            let apart = person.iter().zip(&pooled).filter(|(count, _)| **count > 0.0);
            between += own / volume * apart.map(|(count, pool)| count / own * (count / own / (pool / volume)).ln()).sum::<f64>();
        }
    }
    Ok(EntropyParts { total: shannon_nats(&pooled)?, within, between: between.max(0.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn golden_vectors() {
        let found = category_diversity(&[0.5, 0.3, 0.2]).expect("shares");
        assert!((found.shannon_nats - 1.029_653_014_0).abs() < 1e-9 && found.evenness.is_ok_and(|e| (e - 0.937_230_563_2).abs() < 1e-9));
        assert!((found.concentration - 0.38).abs() < 1e-12 && (found.gini_simpson - 0.62).abs() < 1e-12);
        assert!((found.hill_1 - 2.800_094_072_9).abs() < 1e-9 && (found.hill_2 - 2.631_578_947_4).abs() < 1e-9);
    }

    #[test]
    fn edges() {
        assert!(category_diversity(&[]).is_err() && category_diversity(&[0.0, 0.0]).is_err() && category_diversity(&[-1.0, 3.0]).is_err());
        let one = category_diversity(&[7.0]).expect("a count");
        assert!(one.evenness.is_err() && one.evenness_of_observed.is_err() && one.gini_simpson == 0.0 && one.richness == 1);
        assert!(category_diversity(&[1.0, 0.0]).expect("a count").concentration_unbiased.is_err());
        assert_eq!(gini_simpson_unbiased(&[1.0, 1.0]), Ok(1.0));
        assert!(shannon_corrected_nats(&[20.0, 20.0]).is_ok_and(|found| (found - 2f64.ln() - 1.0 / 80.0).abs() < 1e-12));
        assert!(entropy_parts(&[]).is_err() && entropy_parts(&[vec![0.0], vec![0.0]]).is_err() && entropy_parts(&[vec![1.0], vec![]]).is_err());
    }

    proptest! {
        #[test]
        fn total_is_within_plus_between(people in prop::collection::vec(prop::collection::vec(0u32..9, 5), 1..12)) {
            let people: Vec<Vec<f64>> = people.into_iter().map(|person| person.into_iter().map(f64::from).collect()).collect();
            if let Ok(found) = entropy_parts(&people) {
                prop_assert!((found.total - found.within - found.between).abs() < 1e-12);
            }
        }

        #[test]
        fn measures_agree_with_each_other(counts in prop::collection::vec(0u32..50, 1..12)) {
            let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
            if let Ok(found) = category_diversity(&counts) {
                prop_assert!(found.hill_2 <= found.hill_1 + 1e-9 && found.hill_1 <= found.richness as f64 + 1e-9);
                prop_assert!(found.largest_share * found.largest_share <= found.concentration + 1e-12 && found.concentration <= found.largest_share + 1e-12);
            }
        }
    }
}
