//! Buying what was chosen, and sending it back (B27 for the price term).

use crate::math::{ln, logistic};
use crate::scenario::behavior::Purchase;

/// Log-odds that a choice becomes a purchase: logit(conversion) + gain (a - 1/2) - alpha ln(price / median).
#[inline(always)]
pub fn leaning(p: &Purchase, affinity: f32, price_sensitivity: f32, log_price: f32) -> f32 {
    let start = ln(p.conversion as f32 / (1.0 - p.conversion as f32));
    start + p.affinity as f32 * (affinity - 0.5) - price_sensitivity * log_price
}

/// Utility of an offer over that of an ordinary one, with match 1/2 at the median price: gain (a - 1/2) - alpha ln(price / median).
#[inline(always)]
pub fn advantage(p: &Purchase, affinity: f32, price_sensitivity: f32, log_price: f32) -> f32 {
    p.affinity as f32 * (affinity - 0.5) - price_sensitivity * log_price
}

/// The chance that belongs to log-odds.
#[inline(always)]
pub fn chance(leaning: f32) -> f32 {
    logistic(leaning)
}

/// Chance that a choice becomes a purchase.
#[inline(always)]
pub fn buys(p: &Purchase, affinity: f32, price_sensitivity: f32, log_price: f32) -> f32 {
    chance(leaning(p, affinity, price_sensitivity, log_price))
}

/// Chance that a purchase comes back: the less the better the match (assumed).
#[inline(always)]
pub fn returns(p: &Purchase, affinity: f32) -> f32 {
    p.return_rate as f32 * (1.0 - affinity)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elasticity is -alpha (1 - P), near the meta-analytic -2.62 where purchases are rare (B27).
    #[test]
    fn price_elasticity_follows_from_sensitivity() {
        let p = Purchase { conversion: 0.02, ..Purchase::default() };
        let up = buys(&p, 0.5, 2.6, 0.01);
        let down = buys(&p, 0.5, 2.6, -0.01);
        let elasticity = (up.ln() - down.ln()) / 0.02;
        assert!((elasticity + 2.6 * (1.0 - 0.02)).abs() < 0.05, "{elasticity}");
    }

    #[test]
    fn an_ordinary_offer_has_no_advantage_and_log_odds_rise_by_it() {
        let p = Purchase::default();
        assert_eq!(advantage(&p, 0.5, 2.6, 0.0), 0.0);
        let (better, ordinary) = (leaning(&p, 0.8, 2.6, 0.4), leaning(&p, 0.5, 2.6, 0.0));
        assert!((better - ordinary - advantage(&p, 0.8, 2.6, 0.4)).abs() < 1e-5);
    }

    #[test]
    fn a_better_match_sells_more_and_comes_back_less() {
        let p = Purchase::default();
        assert!(buys(&p, 0.9, 2.6, 0.0) > buys(&p, 0.3, 2.6, 0.0));
        assert!(returns(&p, 0.9) < returns(&p, 0.3));
        assert!((buys(&p, 0.5, 2.6, 0.0) - 0.10).abs() < 1e-5);
    }
}
