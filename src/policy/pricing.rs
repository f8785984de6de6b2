//! Which price a customer gets under a policy.

use crate::behavior::price::best_multiplier;
use crate::behavior::purchase::leaning;
use crate::ledger::CellMap;
use crate::scenario::Scenario;
use crate::scenario::pricing::{PriceRule, Pricing};
use crate::world::{Person, Purpose, World, cells, normal};

/// Match at which the price that earns most is looked for.
const REFERENCE_MATCH: f32 = 0.5;

/// Prices of a policy made ready for one world.
#[derive(Clone, Debug)]
pub enum PricingPlan {
    /// By the estimate of price sensitivity.
    Estimated(Estimated),
    /// By group: the multiplier of each cell.
    Groups(Vec<f32>),
    /// By a proxy feature.
    Feature {
        /// Attribute whose proxy counts.
        attribute: usize,
        /// The feature from which the dear tier begins.
        from: f32,
        /// Multiplier of the dear tier.
        price: f32,
    },
}

/// Prices by the estimate of price sensitivity.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// Mean and standard deviation of ln(price sensitivity) over all customers.
    mean: f64,
    spread: f64,
    information: f64,
    /// Ends of the price cells in standard normal units, and their middles; empty where each customer is priced alone.
    ends: Vec<f64>,
    middles: Vec<f64>,
    cost: f32,
    cap: f32,
}

impl PricingPlan {
    /// Ready; `None` where everybody pays the list price.
    pub fn new(scenario: &Scenario, pricing: &Pricing) -> Option<Self> {
        let within = |multiplier: f64| multiplier.clamp(1.0 - pricing.cap, 1.0 + pricing.cap) as f32;
        let attributes = &scenario.population.attributes;
        match pricing.rule {
            PriceRule::Uniform => None,
            PriceRule::Estimated => Some(Self::Estimated(Estimated::new(scenario, pricing))),
            PriceRule::Groups => {
                let map = cells(scenario);
                let tier =
                    |cell| attributes.iter().enumerate().map(|(place, attribute)| attribute.levels[map.level(cell, place)].price_tier).product();
                Some(Self::Groups((0..CellMap::cells(&map)).map(|cell| within(tier(cell))).collect()))
            }
            PriceRule::Feature => {
                let named = |name: &str| pricing.attribute.is_empty() || name == pricing.attribute;
                let attribute = attributes.iter().position(|attribute| named(&attribute.name))?;
                Some(Self::Feature { attribute, from: normal_quantile(1.0 - pricing.tier_share) as f32, price: within(pricing.tier_price) })
            }
        }
    }

    /// The multiplier of every list price for a customer.
    pub fn multiplier<const K: usize>(&self, scenario: &Scenario, world: &World<K>, person: &Person<K>) -> f32 {
        match self {
            Self::Estimated(estimated) => estimated.multiplier(scenario, world, person),
            Self::Groups(tiers) => tiers.get(person.cell).copied().unwrap_or(1.0),
            Self::Feature { attribute, from, price } => {
                if world.population.proxy(person, *attribute) > *from {
                    *price
                } else {
                    1.0
                }
            }
        }
    }
}

impl Estimated {
    fn new(scenario: &Scenario, pricing: &Pricing) -> Self {
        let own = scenario.behavior.purchase.sensitivity_spread;
        let segments = || scenario.population.segments.iter().map(|segment| (segment.share, libm::log(segment.price_sensitivity.max(1e-3))));
        let mean: f64 = segments().map(|(share, log)| share * log).sum();
        let between: f64 = segments().map(|(share, log)| share * (log - mean) * (log - mean)).sum();
        let count = pricing.cells as usize;
        let at = |place: f64| normal_quantile(place / count as f64);
        Self {
            mean,
            spread: libm::sqrt(own * own + between),
            information: pricing.information,
            ends: (1..count).map(|cell| at(cell as f64)).collect(),
            middles: (0..count).map(|cell| at(cell as f64 + 0.5)).collect(),
            cost: scenario.catalog.offering.cost as f32,
            cap: pricing.cap as f32,
        }
    }

    /// The estimate has the share `information` of the variance of ln(sensitivity) and is right on average: I z + sqrt(I (1 - I)) noise.
    fn multiplier<const K: usize>(&self, scenario: &Scenario, world: &World<K>, person: &Person<K>) -> f32 {
        let noise = normal(&mut world.keyed.stream(person.id, 0, Purpose::Pricing));
        let own = libm::log(f64::from(person.price_sensitivity).max(1e-3)) - self.mean;
        let truth = if self.spread > 0.0 { own / self.spread } else { 0.0 };
        let root = libm::sqrt(self.information);
        let mut standing = root * truth + libm::sqrt(1.0 - self.information) * noise;
        if let Some(&middle) = self.middles.get(self.ends.partition_point(|&end| end <= standing)) {
            standing = middle;
        }
        let sensitivity = libm::exp(self.mean + self.spread * root * standing) as f32;
        let leaning = leaning(&scenario.behavior.purchase, REFERENCE_MATCH, sensitivity, 0.0);
        best_multiplier(leaning, sensitivity, self.cost, self.cap)
    }
}

/// The standard normal number below which a share of all lies; cut at 8 to both sides.
fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if 0.5 * libm::erfc(-middle * std::f64::consts::FRAC_1_SQRT_2) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn prices(scenario: &Scenario, pricing: &Pricing) -> Vec<(f32, f32)> {
        let scenario = Arc::new(scenario.clone());
        let world = World::<16>::draw(&scenario, 4);
        let plan = PricingPlan::new(&scenario, pricing).expect("prices differ");
        (0..2_000)
            .map(|id| {
                let person = world.population.person(id);
                (person.price_sensitivity, plan.multiplier(&scenario, &world, &person))
            })
            .collect()
    }

    #[test]
    fn quantiles_are_those_of_the_normal_distribution() {
        for (share, expected) in [(0.5, 0.0), (0.975, 1.959_964), (0.1, -1.281_552)] {
            assert!((normal_quantile(share) - expected).abs() < 1e-5);
        }
    }

    #[test]
    fn the_less_sensitive_pay_more_as_far_as_the_company_can_tell() {
        let pricing = Pricing { rule: PriceRule::Estimated, information: 1.0, ..Pricing::default() };
        let scenario = Scenario::default();
        let mut known = prices(&scenario, &pricing);
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(known.windows(2).all(|pair| pair[0].1 >= pair[1].1 - 1e-6), "full information: falling in sensitivity");
        assert!(known.iter().all(|(_, price)| (0.7..=1.3).contains(price)));
        assert!(known[0].1 > 1.29 && known[1_999].1 < 0.95);
        let blind = prices(&scenario, &Pricing { information: 0.0, ..pricing.clone() });
        assert!(blind.iter().all(|(_, price)| *price == blind[0].1), "no information: one price");
        let cells = prices(&scenario, &Pricing { cells: 3, ..pricing });
        let mut found: Vec<u32> = cells.iter().map(|(_, price)| price.to_bits()).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 3);
    }

    /// F10: 9.99 under 30 against 19.99 from 30 on is 2.0 times; the cap holds it down.
    #[test]
    fn tiers_by_group_follow_the_levels_and_the_cap() {
        let mut scenario = Scenario::default();
        scenario.population.attributes[0].levels[2].price_tier = 2.0;
        let price_of = |cap: f64| {
            let Some(PricingPlan::Groups(tiers)) = PricingPlan::new(&scenario, &Pricing { rule: PriceRule::Groups, cap, ..Pricing::default() })
            else {
                panic!("tiers by group")
            };
            tiers
        };
        assert_eq!(price_of(0.3)[..3], [1.0, 1.0, 1.3]);
        assert!((price_of(0.9)[2] - 1.9).abs() < 1e-6);
    }

    /// F7: with a proxy of 0.4 a group is 1.3 to 2.5 times as likely to be in the dear tier; without a proxy groups are alike (within 0.1).
    #[test]
    fn tiers_by_area_fall_on_the_group_that_the_area_tells_of() {
        for (rho, low, high) in [(0.4, 1.3, 2.5), (0.0, 0.9, 1.1)] {
            let mut scenario = Scenario::default();
            scenario.population.attributes[0].levels.truncate(2);
            scenario.population.attributes[0].levels[0].share = 0.7;
            scenario.population.attributes[0].levels[1].share = 0.3;
            scenario.population.attributes[0].proxy = rho;
            let pricing = Pricing { rule: PriceRule::Feature, ..Pricing::default() };
            let scenario = Arc::new(scenario);
            let world = World::<16>::draw(&scenario, 4);
            let plan = PricingPlan::new(&scenario, &pricing).expect("prices differ");
            let map = cells(&scenario);
            let (mut dear, mut people) = ([0.0f64; 2], [0.0f64; 2]);
            for id in 0..20_000 {
                let person = world.population.person(id);
                let level = map.level(person.cell, 0);
                people[level] += 1.0;
                dear[level] += f64::from(u8::from(plan.multiplier(&scenario, &world, &person) > 1.0));
            }
            let rates = [dear[0] / people[0], dear[1] / people[1]];
            let ratio = rates[0].max(rates[1]) / rates[0].min(rates[1]);
            assert!((low..=high).contains(&ratio), "rho {rho}: {ratio}");
            assert!(((dear[0] + dear[1]) / 20_000.0 - 0.5).abs() < 0.05);
        }
    }
}
