//! What customers pay and what prices they are shown. Counted only where prices differ or are followed.

use super::day::Stage;
use super::flight::MAX_SLATE;
use crate::behavior::price::surplus;
use crate::ledger::{Ledger, Rare, fixed};
use crate::math::ln;
use crate::world::Person;

/// A customer's price, against list prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// As a multiple of the list price.
    pub times: f32,
    /// The logarithm of that.
    pub log: f32,
}

impl Price {
    /// The list price.
    pub const LIST: Self = Self { times: 1.0, log: 0.0 };

    /// A multiple of the list price.
    pub fn new(times: f32) -> Self {
        if times == 1.0 { Self::LIST } else { Self { times, log: ln(times) } }
    }

    /// What is paid for a list price in hundredths of money, to the nearest one.
    #[inline(always)]
    pub fn of(self, cents: i64) -> i64 {
        if self.times == 1.0 { cents } else { (cents as f64 * f64::from(self.times) + 0.5) as i64 }
    }
}

/// Counts a purchase decision, bought or not, on an item with a list price in hundredths of money; `leaning` are the log-odds of buying at the customer's price.
#[inline(always)]
pub(super) fn note_decision<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    day: usize,
    list_cents: i64,
    price: Price,
    leaning: f32,
    ledger: &mut Ledger,
) {
    let mut note = |column, amount| ledger.note(stage.variant, day, person.cell, column, amount);
    note(Rare::Decisions, 1);
    note(Rare::PriceSum, fixed(price.times));
    note(Rare::PriceSquareSum, fixed(price.times * price.times));
    note(Rare::BelowList, i64::from(price.times < 1.0));
    note(Rare::AboveList, i64::from(price.times > 1.0));
    let at_list = leaning + person.price_sensitivity * price.log;
    let list = list_cents as f32 * 0.01;
    note(Rare::SurplusSum, fixed(list * surplus(at_list, person.price_sensitivity, price.times)));
}

/// Counts the prices of a slate and their order: list prices, so that steering is told apart from different prices for the same item (F11).
#[inline(always)]
pub(super) fn note_order<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, day: usize, slate: &[u32], ledger: &mut Ledger) {
    let flight = stage.flight;
    let (mut sum, mut weights) = (0.0f32, 0.0f32);
    let mut prices = [0.0f32; MAX_SLATE];
    for ((&item, &weight), price) in slate.iter().zip(&flight.constants.position).zip(&mut prices) {
        *price = flight.world.catalog.log_price[item as usize];
        sum += weight * *price;
        weights += weight;
    }
    if weights > 0.0 {
        ledger.note(stage.variant, day, person.cell, Rare::ShownPriceSum, fixed(sum / weights - flight.world.offering.mean_log_price));
    }
    if let Some(tau) = dear_first(&prices[..slate.len()]) {
        ledger.note(stage.variant, day, person.cell, Rare::PriceOrders, 1);
        ledger.note(stage.variant, day, person.cell, Rare::PriceOrderSum, fixed(tau));
    }
}

/// Kendall's tau-b between the order of places and dear before cheap: 1 all dear first, -1 all cheap first. `None` for fewer than two different
/// prices (B5.2).
fn dear_first(prices: &[f32]) -> Option<f32> {
    let (mut score, mut tied, mut pairs) = (0i32, 0i32, 0i32);
    for (place, first) in prices.iter().enumerate() {
        for second in &prices[place + 1..] {
            pairs += 1;
            score += i32::from(first > second) - i32::from(first < second);
            tied += i32::from(first == second);
        }
    }
    // Places are never tied, so one factor is the number of pairs.
    (pairs > tied).then(|| score as f32 / ((pairs as f32) * ((pairs - tied) as f32)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_prices_is_kendalls_tau() {
        assert_eq!(dear_first(&[3.0, 2.0, 1.0]), Some(1.0));
        assert_eq!(dear_first(&[1.0, 2.0, 3.0]), Some(-1.0));
        assert!((dear_first(&[3.0, 1.0, 2.0]).expect("an order") - 1.0 / 3.0).abs() < 1e-6);
        // Of six pairs one is tied: five concordant of sqrt(6 x 5).
        assert!((dear_first(&[4.0, 3.0, 3.0, 1.0]).expect("an order") - 5.0 / 30.0f32.sqrt()).abs() < 1e-6);
        assert_eq!(dear_first(&[2.0, 2.0]), None);
        assert_eq!(dear_first(&[2.0]), None);
    }

    #[test]
    fn a_price_is_paid_to_the_nearest_cent() {
        assert_eq!(Price::LIST.of(3_333), 3_333);
        assert_eq!(Price::new(1.25).of(1_000), 1_250);
        assert_eq!(Price::new(0.5).of(333), 167);
    }
}
