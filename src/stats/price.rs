//! Prices of the same basket for different groups (B5.2).

use super::{Measured, Undefined, check, coefficient_of_variation, normal_quantile, regression};

/// A ratio of two means with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanRatio {
    /// `mean a / mean b`.
    pub ratio: f64,
    /// Standard error by the delta method.
    pub error: f64,
    /// `ratio +- z error`.
    pub interval: (f64, f64),
}

/// Ratio of mean prices of two groups on the same basket, `mean a / mean b`, groups independent (for a ratio over the same people see [`ratio_summary`](super::ratio_summary)): `var = (s_a^2 / n_a + R^2 s_b^2 / n_b) / mean b^2`.
/// 1 is equal.
///
/// # Errors
/// Undefined with fewer than two prices in a group, prices that are negative or not finite, where `b` pays nothing, or for a confidence outside 0 to 1.
pub fn mean_price_ratio(a: &[f64], b: &[f64], confidence: f64) -> Result<MeanRatio, Undefined> {
    check::confidence(confidence)?;
    check::finite(a, 2)?;
    check::finite(b, 2)?;
    if a.iter().chain(b).any(|&price| price < 0.0) {
        return Err(Undefined::new("a price is below zero"));
    }
    let (mean_a, mean_b) = (check::mean(a), check::mean(b));
    if mean_b <= 0.0 {
        return Err(Undefined::new("the other group pays nothing"));
    }
    let ratio = mean_a / mean_b;
    let error = (variance(a, mean_a) / a.len() as f64 + ratio * ratio * variance(b, mean_b) / b.len() as f64).sqrt() / mean_b;
    let reach = -normal_quantile((1.0 - confidence) / 2.0)? * error;
    check::finite(&[ratio, reach], 2)?;
    Ok(MeanRatio { ratio, error, interval: (ratio - reach, ratio + reach) })
}

fn variance(values: &[f64], mean: f64) -> f64 {
    if check::constant(values) { 0.0 } else { values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() as f64 - 1.0) }
}

/// One sale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sale {
    /// Price paid, above zero.
    pub price: f64,
    /// Cost of serving, above zero.
    pub cost: f64,
    /// Which item.
    pub item: usize,
    /// The buyer belongs to the group looked at.
    pub in_group: bool,
}

/// Gap of log prices of a group once cost and item are accounted for: the coefficient of the group in a least-squares regression of `ln price` on group,
/// `ln cost` and a level for each item (by subtracting item means). 0 is equal, 0.1 about 10% dearer.
///
/// # Errors
/// Undefined for prices or costs that are not above zero and finite, with too few sales for as many items, or where group and cost determine each
/// other within items. Cost that does not vary within items is left out, as items carry it.
pub fn log_price_gap(sales: &[Sale]) -> Measured {
    if sales.iter().any(|sale| !(sale.price > 0.0 && sale.price.is_finite() && sale.cost > 0.0 && sale.cost.is_finite())) {
        return Err(Undefined::new("a price or cost is not above zero"));
    }
    let mut order: Vec<&Sale> = sales.iter().collect();
    order.sort_by_key(|sale| sale.item);
    let (mut group, mut cost, mut price) = (Vec::new(), Vec::new(), Vec::new());
    let mut items = 0;
    for same in order.chunk_by(|a, b| a.item == b.item) {
        items += 1;
        let within = |column: &mut Vec<f64>, part: fn(&Sale) -> f64| {
            let values: Vec<f64> = same.iter().map(|sale| part(sale)).collect();
            let mean = check::mean(&values);
            let varies = !check::constant(&values);
            column.extend(values.iter().map(|value| if varies { value - mean } else { 0.0 }));
        };
        within(&mut group, |sale| if sale.in_group { 1.0 } else { 0.0 });
        within(&mut cost, |sale| sale.cost.ln());
        within(&mut price, |sale| sale.price.ln());
    }
    let columns = if check::constant(&cost) { vec![group] } else { vec![group, cost] };
    if sales.len() <= items + columns.len() {
        return Err(Undefined::new("too few sales for as many items"));
    }
    let coefficients = regression(&columns, &price)?;
    coefficients.get(1).copied().ok_or_else(|| Undefined::new("the group has no coefficient"))
}

/// Price dispersion within an item: the coefficient of variation of what people paid, from 0.
///
/// # Errors
/// Undefined with fewer than two prices, prices that are negative or not finite, or all zero.
pub fn price_dispersion(prices: &[f64]) -> Measured {
    check::finite(prices, 2)?;
    coefficient_of_variation(prices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_hand() {
        // Means 2 and 4, variances 1 and 1: R = 0.5, var = (1/3 + 0.25/3) / 16.
        let found = mean_price_ratio(&[1.0, 2.0, 3.0], &[3.0, 4.0, 5.0], 0.95).expect("prices");
        assert!(found.ratio == 0.5 && (found.error - (1.25f64 / 48.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn edges() {
        assert!(mean_price_ratio(&[1.0], &[1.0, 2.0], 0.95).is_err() && mean_price_ratio(&[1.0, 2.0], &[0.0, 0.0], 0.95).is_err());
        assert!(mean_price_ratio(&[1.0, -2.0], &[1.0, 2.0], 0.95).is_err() && mean_price_ratio(&[1.0, 2.0], &[1.0, 2.0], 1.0).is_err());
        assert!(price_dispersion(&[1.0]).is_err() && price_dispersion(&[2.0, 2.0]) == Ok(0.0));
        let sale = Sale { price: 1.0, cost: 1.0, item: 0, in_group: true };
        assert!(log_price_gap(&[]).is_err() && log_price_gap(&[sale; 5]).is_err() && log_price_gap(&[Sale { price: 0.0, ..sale }; 5]).is_err());
    }

    proptest! {
        #[test]
        fn the_gap_that_was_put_in_is_found(gap in -0.5..0.5f64, passed_on in 0.0..1f64, levels in prop::collection::vec(0.5..5f64, 2..6)) {
            let sales: Vec<Sale> = (0..60)
                .map(|place| {
                    let (item, in_group) = (place % levels.len(), place % 7 < 3);
                    let cost = 1.0 + (place * place % 11) as f64 / 4.0;
                    Sale { price: levels[item] * cost.powf(passed_on) * if in_group { gap.exp() } else { 1.0 }, cost, item, in_group }
                })
                .collect();
            prop_assert!((log_price_gap(&sales).expect("sales") - gap).abs() < 1e-9);
        }
    }
}
