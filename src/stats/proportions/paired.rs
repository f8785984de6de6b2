//! Pairs of yes and no: the same customers under both policies.

use crate::stats::means::statistic_of;
use crate::stats::{Measured, binomial_cdf, chi_square_sf};

/// McNemar's test, in three forms. All look at the pairs that differ alone.
#[derive(Clone, Debug, PartialEq)]
pub struct McNemarTest {
    /// Exact two-sided chance: the pairs that differ go each way with chance one half. 1 where none differs. The best of the three.
    pub p_exact: Measured,
    /// `(b - c)^2 / (b + c)`; undefined where no pair differs.
    pub chi_square: Measured,
    /// Chance of a chi-square number above it, with one degree of freedom.
    pub p_chi_square: Measured,
    /// `(|b - c| - 1)^2 / (b + c)` (Edwards 1948); undefined where no pair differs.
    pub corrected_chi_square: Measured,
    /// Chance of a chi-square number above it, with one degree of freedom.
    pub p_corrected: Measured,
}

/// McNemar's test that as many pairs change from yes to no as from no to yes.
pub fn mc_nemar(yes_to_no: u64, no_to_yes: u64) -> McNemarTest {
    let all = yes_to_no.saturating_add(no_to_yes);
    let apart = yes_to_no.abs_diff(no_to_yes) as f64;
    let over = |square: f64| if all == 0 { statistic_of(0.0, 0.0) } else { Ok(square / all as f64) };
    let chi_square = over(apart * apart);
    let corrected_chi_square = over((apart - 1.0) * (apart - 1.0));
    let chance = |statistic: &Measured| statistic.clone().and_then(|x| chi_square_sf(x, 1.0));
    McNemarTest {
        p_exact: binomial_cdf(yes_to_no.min(no_to_yes), all, 0.5).map(|tail| (2.0 * tail).min(1.0)),
        p_chi_square: chance(&chi_square),
        p_corrected: chance(&corrected_chi_square),
        chi_square,
        corrected_chi_square,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_a_pair_that_differs() {
        let none = mc_nemar(0, 0);
        assert_eq!(none.p_exact, Ok(1.0));
        assert!(none.chi_square.is_err() && none.p_chi_square.is_err() && none.corrected_chi_square.is_err() && none.p_corrected.is_err());
        // All nine in one direction: 2 / 2^9.
        assert!((mc_nemar(9, 0).p_exact.unwrap() - 2.0 / 512.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn directions_are_alike(b in 0u64..200, c in 0u64..200) {
            let test = mc_nemar(b, c);
            prop_assert_eq!(&test, &mc_nemar(c, b));
            prop_assert!((0.0..=1.0).contains(&test.p_exact.unwrap()));
            if b != c {
                prop_assert!(test.p_corrected.unwrap() >= test.p_chi_square.unwrap());
            }
        }
    }
}
