//! What a price earns, and what it leaves to the customer (B4.7, B27).

use crate::math::{exp, ln};

/// Prices that are tried, evenly from the lowest to the highest allowed.
const GRID: usize = 61;

/// The highest price that anybody would think of, in list prices (assumed): a log-odds demand has no price at which it ends.
pub const HIGHEST_PRICE: f32 = 10.0;

/// Steps of the trapezoid rule over log prices.
const STEPS: usize = 64;

/// Profit of one decision in list prices: (m - c) P(m), where the log-odds of buying at the list price are `leaning`, `sensitivity` is lost for
/// each unit of log price, and `cost` is the unit cost as a share of the list price.
pub fn profit(leaning: f32, sensitivity: f32, cost: f32, multiplier: f32) -> f32 {
    (multiplier - cost) / (1.0 + exp(sensitivity * ln(multiplier) - leaning))
}

/// The price, as a multiple of the list price, that earns most within 1 - cap to 1 + cap; of equals the lowest, and the list price if no other
/// earns more.
pub fn best_multiplier(leaning: f32, sensitivity: f32, cost: f32, cap: f32) -> f32 {
    let mut best = (1.0, profit(leaning, sensitivity, cost, 1.0));
    for place in 0..GRID {
        let multiplier = 1.0 - cap + 2.0 * cap * place as f32 / (GRID - 1) as f32;
        let own = profit(leaning, sensitivity, cost, multiplier);
        if own > best.1 {
            best = (multiplier, own);
        }
    }
    best.0
}

/// Consumer surplus of one decision in list prices: the integral of P(m) over multiples m of the list price from the price paid to
/// [`HIGHEST_PRICE`], by the trapezoid rule over ln m. Log-odds of buying at the list price are `leaning`.
pub fn surplus(leaning: f32, sensitivity: f32, multiplier: f32) -> f32 {
    let width = ln(HIGHEST_PRICE / multiplier) / STEPS as f32;
    if width <= 0.0 {
        return 0.0;
    }
    // From step to step the price grows and the odds fall by the same factor.
    let (dearer, fewer) = (exp(width), exp(-sensitivity * width));
    let (mut price, mut odds) = (multiplier, exp(leaning - sensitivity * ln(multiplier)));
    let mut sum = 0.0;
    for step in 0..=STEPS {
        let weight = if step == 0 || step == STEPS { 0.5 } else { 1.0 };
        sum += weight * price * odds / (1.0 + odds);
        price *= dearer;
        odds *= fewer;
    }
    sum * width
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where purchases are rare, the best price is cost a / (a - 1), so that the default cost share makes the list price the best at 2.6 (B27).
    #[test]
    fn the_best_price_follows_the_elasticity_rule() {
        for sensitivity in [2.2f32, 2.6, 3.0, 3.5] {
            let expected = 0.615 * sensitivity / (sensitivity - 1.0);
            let found = best_multiplier(-8.0, sensitivity, 0.615, 0.4);
            assert!((found - expected).abs() < 0.015, "{sensitivity}: {found} against {expected}");
        }
        // In general the elasticity is a (1 - P), so that more frequent purchases bear a somewhat dearer price.
        let found = best_multiplier(-2.2, 2.6, 0.615, 0.4);
        let bought = profit(-2.2, 2.6, 0.615, found) / (found - 0.615);
        let elasticity = 2.6 * (1.0 - bought);
        assert!((found - 0.615 * elasticity / (elasticity - 1.0)).abs() < 0.02 && found > 1.0, "{found}");
    }

    #[test]
    fn the_cap_holds_and_insensitive_customers_hit_it() {
        assert!((best_multiplier(-2.0, 0.5, 0.6, 0.3) - 1.3).abs() < 1e-6);
        assert!((best_multiplier(-12.0, 30.0, 0.1, 0.3) - 0.7).abs() < 1e-6);
        assert_eq!(best_multiplier(-2.0, 0.5, 0.6, 0.0), 1.0);
        for sensitivity in [0.0, 1.0, 2.6, 10.0] {
            assert!((0.1..=1.9).contains(&best_multiplier(3.0, sensitivity, 0.6, 0.9)));
        }
    }

    /// With a = 1, P = w / (w + m) and the integral is w ln((w + 10) / (w + m)); with a = 2 it is sqrt(w) (atan(10 / sqrt(w)) - atan(m / sqrt(w))).
    #[test]
    fn surplus_hits_the_closed_forms() {
        for leaning in [-3.0f32, -1.0, 0.5] {
            for m in [0.7f32, 1.0, 1.3] {
                let w = leaning.exp();
                let one = w * ((w + 10.0) / (w + m)).ln();
                assert!((surplus(leaning, 1.0, m) - one).abs() < 2e-3 * one, "a = 1, {leaning}, {m}");
                let root = w.sqrt();
                let two = root * ((10.0 / root).atan() - (m / root).atan());
                assert!((surplus(leaning, 2.0, m) - two).abs() < 2e-3 * two, "a = 2, {leaning}, {m}");
            }
        }
    }

    #[test]
    fn a_dearer_price_leaves_less() {
        assert!(surplus(-1.0, 2.6, 0.8) > surplus(-1.0, 2.6, 1.0) && surplus(-1.0, 2.6, 1.0) > surplus(-1.0, 2.6, 1.2));
        assert_eq!(surplus(-1.0, 2.6, HIGHEST_PRICE), 0.0);
    }
}
