//! Attributes of items beside taste, quality and price. Their draws have a purpose of their own, so they disturb no other draw.

use super::catalog::{Catalog, normal};
use super::keyed::{Keyed, Purpose, uniform};
use crate::math::snap;
use crate::scenario::Scenario;
use crate::scenario::offering::{Offering as Settings, Provider};

/// Items, by number, that are always there from the first day, so that the longest slate can be filled.
const ALWAYS_THERE: usize = 20;

/// Attributes of the items of a world, one entry for each item unless said otherwise.
#[derive(Clone, Debug)]
pub struct Offering<const K: usize> {
    /// Group of providers, by index; 0 where providers are not told apart.
    pub provider: Vec<u8>,
    /// By group of providers: number of items; empty where providers are not told apart.
    pub provider_items: Vec<u32>,
    /// By group of providers: mean of its items' topic mixes at length 1, so that a scalar product with interests is its mean affinity.
    pub provider_unit: Vec<[f32; K]>,
    /// Topic with the largest part in the mix.
    pub main_topic: Vec<u8>,
    /// At least half of it is about sensitive topics.
    pub sensitive: Vec<bool>,
    /// Fits the voice of the brand.
    pub on_brand: Vec<bool>,
    /// What it costs its seller, in hundredths of money.
    pub cost_cents: Vec<i64>,
    /// Day (from 0) on which it is first there.
    pub birth: Vec<u32>,
    /// Items that are not there from the first day, by day of arrival.
    late: Vec<(u32, u32)>,
    /// Mean of ln(price / median price) over all items.
    pub mean_log_price: f32,
}

impl<const K: usize> Offering<K> {
    /// Draws the attributes of a world's items.
    pub fn draw(scenario: &Scenario, keyed: Keyed, catalog: &Catalog<K>) -> Self {
        let settings = &scenario.catalog.offering;
        let sensitive_topics = sensitive_topics(settings.sensitive_topics, catalog.topics, keyed);
        let mut offering = Self {
            provider: Vec::with_capacity(catalog.items),
            provider_items: vec![0; settings.providers.len()],
            provider_unit: vec![[0.0; K]; settings.providers.len()],
            main_topic: Vec::with_capacity(catalog.items),
            sensitive: Vec::with_capacity(catalog.items),
            on_brand: Vec::with_capacity(catalog.items),
            cost_cents: Vec::with_capacity(catalog.items),
            birth: Vec::with_capacity(catalog.items),
            late: Vec::new(),
            mean_log_price: snap(catalog.log_price.iter().map(|&price| f64::from(price)).sum::<f64>() / catalog.items as f64),
        };
        let mut sums = vec![[0.0f64; K]; settings.providers.len()];
        for item in 0..catalog.items {
            let start = Start::draw(settings, keyed, item);
            let mix = &catalog.mix[item];
            offering.provider.push(start.provider as u8);
            if let Some(sum) = sums.get_mut(start.provider) {
                offering.provider_items[start.provider] += 1;
                for (sum, &part) in sum.iter_mut().zip(&catalog.unit[item]) {
                    *sum += f64::from(part);
                }
            }
            let main = (0..catalog.topics).fold(0, |best, topic| if mix[topic] > mix[best] { topic } else { best });
            offering.main_topic.push(main as u8);
            let about: f32 = mix.iter().zip(&sensitive_topics).filter(|(_, sensitive)| **sensitive).map(|(share, _)| share).sum();
            offering.sensitive.push(about >= 0.5);
            let mut draws = keyed.stream(item as u64, 1, Purpose::Offering);
            let score = (settings.on_brand + settings.on_brand_spread * normal(&mut draws)).clamp(0.0, 1.0);
            offering.on_brand.push(snap(score) >= snap(settings.on_brand_line));
            offering.cost_cents.push(libm::round(catalog.cents[item] as f64 * settings.cost) as i64);
            let later = scenario.experiment.days.saturating_sub(1) as f64;
            offering.birth.push(start.arrival.map_or(0, |share| 1 + (share * later) as u32));
        }
        offering.late.extend(offering.birth.iter().zip(0..).filter(|(day, _)| **day > 0).map(|(&day, item)| (day, item)));
        offering.late.sort_unstable();
        for ((unit, sum), &items) in offering.provider_unit.iter_mut().zip(sums).zip(&offering.provider_items) {
            *unit = sum.map(|part| snap(part / f64::from(items.max(1))));
        }
        offering
    }

    /// Whether an item is there on a day (from 0).
    #[inline(always)]
    pub fn is_there(&self, item: usize, day: usize) -> bool {
        self.late.is_empty() || self.birth[item] as usize <= day
    }

    /// Items that have not arrived by a day (from 0).
    #[inline(always)]
    pub fn not_yet(&self, day: usize) -> impl Iterator<Item = usize> {
        let first = self.late.partition_point(|&(birth, _)| birth as usize <= day);
        self.late[first..].iter().map(|&(_, item)| item as usize)
    }

    /// Whether any item arrives after the first day.
    #[inline(always)]
    pub fn has_arrivals(&self) -> bool {
        !self.late.is_empty()
    }
}

/// How an item starts: drawn before its quality and popularity, which it shifts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// Group of providers; 0 where providers are not told apart.
    pub provider: usize,
    /// Share of the run that is over when it arrives; `None` for what is there from the first day.
    pub arrival: Option<f64>,
    /// Shift of quality, in standard deviations.
    pub quality: f64,
    /// Multiplier of initial popularity; 0 for what has no history.
    pub popularity: f64,
}

impl Start {
    /// How an item starts.
    pub fn draw(settings: &Settings, keyed: Keyed, item: usize) -> Self {
        let draws = keyed.words(item as u64, 0, Purpose::Offering, 0).map(uniform).map(f64::from);
        let mut end = 0.0;
        let ends = |provider: &Provider| {
            end += provider.share;
            draws[0] < end
        };
        let provider = settings.providers.iter().position(ends).unwrap_or(settings.providers.len().saturating_sub(1));
        let late = item >= ALWAYS_THERE && draws[1] < settings.arriving;
        let described = settings.providers.get(provider);
        Self {
            provider,
            arrival: late.then(|| draws[1] / settings.arriving),
            quality: described.map_or(0.0, |provider| provider.quality),
            popularity: if late { 0.0 } else { described.map_or(1.0, |provider| provider.popularity) },
        }
    }
}

/// Which topics are sensitive: the share of all that comes first in an order drawn for the world.
fn sensitive_topics(share: f64, topics: usize, keyed: Keyed) -> Vec<bool> {
    let mut order: Vec<(u32, usize)> = (0..topics).map(|topic| (keyed.words(topic as u64, 2, Purpose::Offering, 0)[0], topic)).collect();
    order.sort_unstable();
    let count = libm::round(share * topics as f64) as usize;
    let mut sensitive = vec![false; topics];
    for &(_, topic) in order.iter().take(count) {
        sensitive[topic] = true;
    }
    sensitive
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn scenario() -> Scenario {
        let mut scenario = Scenario::default();
        let provider = |name: &str, share| Provider { name: name.into(), share, ..Provider::default() };
        scenario.catalog.offering.providers = vec![provider("chains", 0.7), provider("makers", 0.3)];
        scenario.catalog.offering.sensitive_topics = 0.25;
        scenario.catalog.offering.arriving = 0.2;
        scenario
    }

    fn draw(scenario: &Scenario) -> (Catalog<16>, Offering<16>) {
        let keyed = Keyed::new(3);
        let catalog = Catalog::draw(&scenario.catalog, keyed);
        let offering = Offering::draw(scenario, keyed, &catalog);
        (catalog, offering)
    }

    #[test]
    fn attributes_follow_their_shares() {
        let (catalog, offering) = draw(&scenario());
        let share = |flags: &[bool]| flags.iter().filter(|&&flag| flag).count() as f64 / 1_000.0;
        assert_eq!(offering.provider_items.iter().sum::<u32>(), 1_000);
        assert!((f64::from(offering.provider_items[1]) / 1_000.0 - 0.3).abs() < 0.05);
        // Three of twelve topics.
        assert!((share(&offering.sensitive) - 0.25).abs() < 0.08);
        // P(0.7 + 0.2 z >= 0.5) = 0.841.
        assert!((share(&offering.on_brand) - 0.841).abs() < 0.04);
        let late = offering.birth.iter().filter(|&&day| day > 0).count() as f64 / 1_000.0;
        assert!((late - 0.2).abs() < 0.05 && offering.birth[..ALWAYS_THERE].iter().all(|&day| day == 0));
        assert!(offering.birth.iter().all(|&day| day < 90));
        for day in [0, 30, 89] {
            let expected: Vec<usize> = (0..1_000).filter(|&item| !offering.is_there(item, day)).collect();
            let mut found: Vec<usize> = offering.not_yet(day).collect();
            found.sort_unstable();
            assert_eq!(found, expected);
        }
        for item in 0..catalog.items {
            assert_eq!(offering.cost_cents[item], (catalog.cents[item] as f64 * 0.615).round() as i64);
            assert!(catalog.mix[item][offering.main_topic[item] as usize] >= 0.4999);
            assert_eq!(catalog.popularity[item] == 0.0, offering.birth[item] > 0);
        }
    }

    /// Attributes have draws of their own: whatever is said of them, tastes, quality and prices of the world stay.
    #[test]
    fn attributes_leave_the_rest_of_the_catalog_as_it_was() {
        let (with, _) = draw(&scenario());
        let (without, _) = draw(&Scenario::default());
        assert_eq!(with.unit, without.unit);
        assert_eq!(with.quality, without.quality);
        assert_eq!(with.cents, without.cents);
        assert_eq!(with.editorial, without.editorial);
    }

    #[test]
    fn a_group_of_providers_may_start_better_and_better_known() {
        let mut scenario = scenario();
        scenario.catalog.offering.arriving = 0.0;
        let (plain, offering) = draw(&scenario);
        scenario.catalog.offering.providers[1].quality = 1.5;
        scenario.catalog.offering.providers[1].popularity = 4.0;
        let (shifted, _) = draw(&scenario);
        for item in 0..plain.items {
            let own = offering.provider[item] == 1;
            assert!((shifted.quality[item] - plain.quality[item] - if own { 1.5 } else { 0.0 }).abs() < 1e-5);
            assert!((shifted.popularity[item] / plain.popularity[item] - if own { 4.0 } else { 1.0 }).abs() < 1e-4);
        }
    }
}
