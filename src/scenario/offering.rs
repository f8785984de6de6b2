//! What items are beside taste, quality and price: who provides them, what they cost, whether they are sensitive, how well they fit the brand.

use super::reflect::record;

record! {
    /// Attributes of items that guards and metrics look at. They are drawn apart from everything else: changing them leaves tastes, quality and
    /// prices of a world as they are.
    pub struct Offering {
        /// Groups of providers (sellers, artists, publishers). Shares sum to 1; an empty list means that providers are not told apart.
        providers: Vec<Provider> = vec![];
        /// Share of topics that are sensitive (health, faith, orientation). An item is sensitive if at least half of it is about them.
        sensitive_topics: f64 = 0.0 => range(0.0, 1.0), source("assumed");
        /// Mean score of how well items fit the voice of the brand.
        on_brand: f64 = 0.7 => unit("score, 0 to 1"), range(0.0, 1.0), source("assumed");
        /// Spread of that score between items.
        on_brand_spread: f64 = 0.2 => unit("score"), range(0.0, 1.0), source("assumed");
        /// Score from which an item counts as on brand.
        on_brand_line: f64 = 0.5 => unit("score, 0 to 1"), range(0.0, 1.0), source("assumed");
        /// What an item costs its seller, as a share of its list price. At 1 - 1/2.6 the list price is about the best single price for people of
        /// median price sensitivity.
        cost: f64 = 0.615 => unit("share of the list price"), range(0.0, 1.0), plausible(0.4, 0.8), source("B27, derived");
        /// Share of items that are not there at the start: they arrive evenly over the run, without any history.
        arriving: f64 = 0.0 => range(0.0, 0.9), source("B4.4, size assumed");
    }
}

record! {
    /// A group of providers.
    pub struct Provider {
        /// Name, unique among the providers.
        name: String = "provider".into();
        /// Share of the items.
        share: f64 = 1.0 => range(0.0, 1.0);
        /// How far the quality of its items lies from that of others.
        quality: f64 = 0.0 => unit("standard deviations"), range(-5.0, 5.0), source("assumed");
        /// How popular its items are at the start, against those of others.
        popularity: f64 = 1.0 => unit("times"), range(0.0, 100.0), source("assumed");
    }
}
