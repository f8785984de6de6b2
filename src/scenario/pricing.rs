//! Prices that differ between customers. Off by default: everybody pays the list price.

use super::reflect::{choice, record};

choice! {
    /// What a customer's price follows from.
    pub enum PriceRule = Uniform {
        /// The list price for all.
        Uniform,
        /// The price that earns most from what the company makes of the customer's price sensitivity.
        Estimated,
        /// A tier by group: each level's `price_tier`, those of several attributes multiplied (age tiers).
        Groups,
        /// A dear tier for those whose proxy feature of an attribute is high (tiers by area).
        Feature,
    }
}

record! {
    /// Prices that differ between customers: a multiplier of every list price, the same for a customer over the whole run, and never outside
    /// 1 - cap to 1 + cap.
    pub struct Pricing {
        /// What a customer's price follows from.
        rule: PriceRule = PriceRule::Uniform;
        /// How much of the differences in price sensitivity the company knows: 0 only the median, 1 every customer's own (estimated prices).
        information: f64 = 0.5 => unit("share of variance"), range(0.0, 1.0), plausible(0.1, 0.8), source("assumed");
        /// Price cells: customers are sorted into so many equally large ones by the estimate, and each cell has one price; 0 prices each customer
        /// alone (estimated prices).
        cells: u64 = 0 => unit("cells"), range(0.0, 1_000.0), source("B4.7");
        /// Cap: how far a price may lie from the list price.
        cap: f64 = 0.3 => unit("share of the list price"), range(0.0, 0.9), source("B4.7, size assumed");
        /// Name of the attribute whose proxy decides the tier; empty takes the first one (feature tiers).
        attribute: String = String::new();
        /// Share of customers in the dear tier (feature tiers). At one half, a proxy of 0.4 makes the group that it tells of about twice as likely
        /// to pay more; a smaller share makes it more.
        tier_share: f64 = 0.5 => range(0.0, 1.0), plausible(0.3, 0.6), source("assumed");
        /// Price of the dear tier (feature tiers): 8,400 against 6,600.
        tier_price: f64 = 1.273 => unit("times"), range(0.1, 10.0), source("F7");
    }
}

record! {
    /// What the messages cost.
    pub struct Costs {
        /// Cost of one personalized message.
        per_output: f64 = 0.04 => unit("money"), range(0.0, 100.0), plausible(0.03, 0.06), source("assumed");
    }
}
