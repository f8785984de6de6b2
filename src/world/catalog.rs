//! The items of a world as arrays.

use rand::Rng;
use rand_distr::{Distribution, Gamma, StandardNormal};

use super::keyed::{Keyed, Purpose};
use super::offering::Start;
use crate::math::snap;
use crate::scenario::catalog::Catalog as Settings;

/// Items are padded to whole chunks of this many, so that loops over them need no rest.
pub const CHUNK: usize = 64;

/// The items of a world. `K` is the number of topic lanes (16 or 32), at least the number of topics; unused lanes hold 0.
#[derive(Clone, Debug)]
pub struct Catalog<const K: usize> {
    /// Number of items.
    pub items: usize,
    /// Number of items rounded up to whole chunks.
    pub padded: usize,
    /// Number of topics.
    pub topics: usize,
    /// Topic mix of each item, summing to 1.
    pub mix: Vec<[f32; K]>,
    /// Topic mix of each item, of length 1.
    pub unit: Vec<[f32; K]>,
    /// The same, chunk by chunk of items and topic by topic inside: see [`tile`]; padding holds 0.
    pub tiles: Vec<f32>,
    /// Quality in its own standard deviations times the scenario's spread.
    pub quality: Vec<f32>,
    /// ln(price / median price).
    pub log_price: Vec<f32>,
    /// Price in hundredths of money.
    pub cents: Vec<i64>,
    /// Whether the item is a premium offer.
    pub premium: Vec<bool>,
    /// The premium offers, in order.
    premium_items: Vec<usize>,
    /// Choices that each item starts with.
    pub popularity: Vec<f32>,
    /// Breaks ties between equal scores; different for each item.
    pub tie: Vec<u32>,
    /// Items by quality as an editor sees it, best first.
    pub editorial: Vec<u32>,
}

impl<const K: usize> Catalog<K> {
    /// Draws the items of a world.
    pub fn draw(settings: &Settings, keyed: Keyed) -> Self {
        let items = settings.items as usize;
        let topics = settings.topics as usize;
        let padded = items.next_multiple_of(CHUNK);
        let mut levels = keyed.stream(u64::MAX, 0, Purpose::Catalog);
        let topic_prices: Vec<f64> = (0..topics).map(|_| normal(&mut levels) * settings.topic_price_spread).collect();
        let blend = Gamma::new(settings.topic_blend, 1.0).ok();
        let mut catalog = Self {
            items,
            padded,
            topics,
            mix: Vec::with_capacity(items),
            unit: Vec::with_capacity(items),
            tiles: vec![0.0; topics * padded],
            quality: Vec::with_capacity(items),
            log_price: Vec::with_capacity(items),
            cents: Vec::with_capacity(items),
            premium: vec![false; items],
            premium_items: Vec::new(),
            popularity: Vec::with_capacity(items),
            tie: Vec::with_capacity(items),
            editorial: Vec::new(),
        };
        let mut taste_of_editor = Vec::with_capacity(items);
        for item in 0..items {
            let mut draws = keyed.stream(item as u64, 0, Purpose::Catalog);
            let main = (u64::from(draws.next_u32()) * topics as u64 >> 32) as usize;
            catalog.tie.push((draws.next_u32() & 0xffff_0000) | (item as u32 & 0xffff));
            let mix = topic_mix::<K>(main, topics, blend, &mut draws);
            let length = libm::sqrt(mix.iter().map(|&share| f64::from(share) * f64::from(share)).sum::<f64>());
            let unit = mix.map(|share| snap(f64::from(share) / length));
            for (topic, &value) in unit.iter().take(topics).enumerate() {
                catalog.tiles[tile(topics, topic, item)] = value;
            }
            catalog.mix.push(mix);
            catalog.unit.push(unit);
            let start = Start::draw(&settings.offering, keyed, item);
            let quality = normal(&mut draws) * settings.quality_spread + start.quality;
            catalog.quality.push(snap(quality));
            let log_price = topic_prices[main] + normal(&mut draws) * settings.price_spread;
            catalog.log_price.push(snap(log_price));
            catalog.cents.push(libm::round(settings.price * libm::exp(f64::from(snap(log_price))) * 100.0) as i64);
            catalog.popularity.push(snap(20.0 * start.popularity * libm::exp(normal(&mut draws) * settings.popularity_spread)));
            taste_of_editor.push(snap(quality + 0.3 * normal(&mut draws)));
        }
        catalog.editorial = ranking(&taste_of_editor, &catalog.tie);
        let dearest = ranking(&catalog.log_price, &catalog.tie);
        let premium = libm::round(settings.premium_share * items as f64) as usize;
        for &item in dearest.iter().take(premium) {
            catalog.premium[item as usize] = true;
        }
        catalog.premium_items = (0..items).filter(|&item| catalog.premium[item]).collect();
        catalog
    }

    /// The topic that most of an item is about.
    pub fn main_topic(&self, item: u32) -> usize {
        let mix = self.mix.get(item as usize).map_or(&[][..], |mix| mix.get(..self.topics).unwrap_or(mix));
        mix.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0))).map_or(0, |(topic, _)| topic)
    }

    /// The premium offers.
    pub fn premium_items(&self) -> impl Iterator<Item = usize> {
        self.premium_items.iter().copied()
    }

    /// ln(1 + popularity), standardized over the items; all 0 where every item is equally popular.
    pub fn standardized(popularity: &[f32]) -> Vec<f32> {
        let logs: Vec<f64> = popularity.iter().map(|&count| libm::log1p(f64::from(count))).collect();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        let variance = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / logs.len() as f64;
        let scale = if variance > 1e-12 { 1.0 / libm::sqrt(variance) } else { 0.0 };
        logs.iter().map(|log| snap((log - mean) * scale)).collect()
    }
}

/// Where a topic of an item lies in the tiles: one after another as a scan over all items reads them.
pub fn tile(topics: usize, topic: usize, item: usize) -> usize {
    (item / CHUNK * topics + topic) * CHUNK + item % CHUNK
}

/// Items by score, best first; equal scores by tie breaker.
pub fn ranking(scores: &[f32], tie: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    order.sort_by(|&a, &b| scores[b as usize].total_cmp(&scores[a as usize]).then(tie[a as usize].cmp(&tie[b as usize])));
    order
}

/// One standard normal draw.
pub fn normal(draws: &mut impl Rng) -> f64 {
    StandardNormal.sample(draws)
}

/// Half the main topic, half a Dirichlet blend.
fn topic_mix<const K: usize>(main: usize, topics: usize, blend: Option<Gamma<f64>>, draws: &mut impl Rng) -> [f32; K] {
    let mut parts = [0.0f64; K];
    if let Some(gamma) = blend {
        for part in parts.iter_mut().take(topics) {
            *part = gamma.sample(draws);
        }
    }
    let total: f64 = parts.iter().sum();
    let mut mix = [0.0f32; K];
    for topic in 0..topics {
        let blended = if total > 0.0 { parts[topic] / total } else { 0.0 };
        let own = if topic == main { 1.0 } else { 0.0 };
        mix[topic] = snap(if total > 0.0 { 0.5 * (own + blended) } else { own });
    }
    mix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_mixes_that_sum_to_one_and_unit_lengths() {
        let settings = Settings { items: 100, topics: 10, ..Settings::default() };
        let catalog = Catalog::<16>::draw(&settings, Keyed::new(1));
        assert_eq!((catalog.items, catalog.padded), (100, 128));
        for item in 0..100 {
            assert!((catalog.mix[item].iter().sum::<f32>() - 1.0).abs() < 1e-4);
            assert!((catalog.unit[item].iter().map(|v| v * v).sum::<f32>() - 1.0).abs() < 1e-4);
            assert!(catalog.mix[item].iter().any(|&share| share >= 0.4999));
            assert_eq!(catalog.tiles[tile(10, 3, item)], catalog.unit[item][3]);
        }
        assert_eq!(catalog.premium.iter().filter(|&&premium| premium).count(), 10);
        assert_eq!(catalog.tiles[tile(10, 3, 100)], 0.0);
    }

    #[test]
    fn premium_offers_are_the_dearest() {
        let catalog = Catalog::<16>::draw(&Settings::default(), Keyed::new(5));
        let cheapest_premium = (0..catalog.items).filter(|&i| catalog.premium[i]).map(|i| catalog.cents[i]).min();
        let dearest_other = (0..catalog.items).filter(|&i| !catalog.premium[i]).map(|i| catalog.cents[i]).max();
        assert!(cheapest_premium >= dearest_other);
    }

    #[test]
    fn a_catalog_without_spread_has_no_standardized_popularity() {
        assert_eq!(Catalog::<16>::standardized(&[20.0; 5]), [0.0; 5]);
    }
}
