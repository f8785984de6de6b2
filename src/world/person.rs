//! A customer as drawn: traits that no policy changes.

use rand::Rng;

use super::catalog::normal;
use super::keyed::{Keyed, Purpose, uniform};
use super::tastes::Tastes;
use crate::behavior::exits::tolerated_per_week;
use crate::ledger::CellMap;
use crate::math::snap;
use crate::scenario::bias::BiasInForce;
use crate::scenario::catalog::{Consent, SignalSource};
use crate::scenario::events::EventKind;
use crate::scenario::population::Attribute;
use crate::scenario::{MOST_SIGNALS, Scenario};

/// A customer as drawn.
#[derive(Clone, Debug)]
pub struct Person<const K: usize> {
    /// Number of the customer in the world.
    pub id: u64,
    /// Segment, by index.
    pub segment: usize,
    /// Cell (segment and levels), by index.
    pub cell: usize,
    /// Innate interests as logits; lanes beyond the topics hold 0.
    pub innate: [f32; K],
    /// Personal line: felt creepiness above which a touch is called creepy.
    pub tolerance: f32,
    /// Multiplier of felt creepiness.
    pub sensitivity: f32,
    /// Trust at the start.
    pub trust: f32,
    /// How far each experience moves trust (1 standard, 3 oscillators, 0.3 disbelievers).
    pub trust_pace: f32,
    /// Chance of an own visit on a day.
    pub visit: f32,
    /// Log-odds of buying lost per unit of log price.
    pub price_sensitivity: f32,
    /// How much is known of people like this one, in times.
    pub history: f32,
    /// u: privacy concern.
    pub concern: f32,
    /// By signal: where this person stands among all when asked for consent; consent is given where the draw lies below the chance of it.
    pub consent_draws: [f32; MOST_SIGNALS],
    /// q: notifications a week above which they are switched off.
    pub tolerated_per_week: f32,
    /// What else than concern decides how important transparency is to this person, a uniform draw.
    pub candor: f32,
    /// First day (from 0) on which the person is there.
    pub first_day: u32,
    /// Log-odds that people like this one answer a message more often than others.
    pub conversion: f32,
    /// What a message to people like this one costs, in times.
    pub impression_cost: f32,
    /// Share of places that the person wants to be personal.
    pub wanted: f32,
    /// The way out is found if this is below its share.
    pub exit: f32,
    /// Belongs to the group that historical bias is about.
    pub disadvantaged: bool,
    /// Share of the choices that are never recorded.
    pub unrecorded: f32,
    /// What each snapshot signal shows, as topic shares times observations; one entry for each signal, 0 for those that are no snapshot.
    pub snapshots: Vec<[f32; K]>,
}

/// What is needed to draw the customers of a world.
#[derive(Clone, Debug)]
pub struct Population<const K: usize> {
    scenario: std::sync::Arc<Scenario>,
    keyed: Keyed,
    tastes: Tastes<K>,
    cells: CellMap,
    segment_ends: Vec<f32>,
    level_ends: Vec<Vec<f32>>,
    proxies: Vec<Proxy>,
    snapshots_used: Vec<bool>,
    bias: Option<BiasInForce>,
}

impl<const K: usize> Population<K> {
    /// Prepares the population of a world.
    pub fn new(scenario: &std::sync::Arc<Scenario>, keyed: Keyed, cells: CellMap) -> Self {
        let shares = |shares: &mut dyn Iterator<Item = f64>| -> Vec<f32> {
            shares
                .scan(0.0, |end, share| {
                    *end += share;
                    Some(*end as f32)
                })
                .collect()
        };
        let bias = scenario.population.bias_in_force();
        let used = |name: &String| scenario.variants.iter().any(|variant| variant.policy.signals.contains(name));
        Self {
            segment_ends: shares(&mut scenario.population.segments.iter().map(|segment| segment.share)),
            level_ends: scenario
                .population
                .attributes
                .iter()
                .map(|attribute| shares(&mut attribute.levels.iter().map(|level| level.share)))
                .collect(),
            proxies: scenario
                .population
                .attributes
                .iter()
                .enumerate()
                .map(|(index, attribute)| Proxy::new(attribute, carried(&bias, index)))
                .collect(),
            snapshots_used: scenario.signals.iter().map(|signal| signal.source == SignalSource::Snapshot && used(&signal.name)).collect(),
            tastes: Tastes::draw(scenario, keyed),
            bias,
            scenario: scenario.clone(),
            keyed,
            cells,
        }
    }

    /// Mean tastes.
    pub fn tastes(&self) -> &Tastes<K> {
        &self.tastes
    }

    /// Draws one customer: the same whenever and wherever it is asked for.
    pub fn person(&self, id: u64) -> Person<K> {
        let behavior = &self.scenario.behavior;
        let mut draws = self.keyed.stream(id, 0, Purpose::Traits);
        let segment = place(&self.segment_ends, uniform(draws.next_u32()));
        let mut combination = 0;
        let mut levels = Vec::with_capacity(self.level_ends.len());
        for ends in &self.level_ends {
            let level = place(ends, uniform(draws.next_u32()));
            combination = combination * ends.len() + level;
            levels.push(level);
        }
        let settings = &self.scenario.population.segments[segment];
        let (mut history, mut visits) = (1.0, settings.visits_per_week / 7.0);
        let (mut conversion, mut impression_cost) = (1.0, 1.0);
        for (attribute, &level) in self.scenario.population.attributes.iter().zip(&levels) {
            history *= attribute.levels[level].history;
            visits *= attribute.levels[level].visits;
            conversion *= attribute.levels[level].conversion;
            impression_cost *= attribute.levels[level].impression_cost;
        }
        let kind = f64::from(uniform(draws.next_u32()));
        let trust_pace = if kind < behavior.trust.oscillators {
            3.0
        } else if kind < behavior.trust.oscillators + behavior.trust.disbelievers {
            0.3
        } else {
            1.0
        };
        let tolerance = (settings.tolerance + settings.tolerance_spread * normal(&mut draws)).clamp(0.01, 0.99);
        let trust = (settings.trust + settings.trust_spread * normal(&mut draws)).clamp(0.02, 0.98);
        let visit_noise = normal(&mut draws);
        let price_noise = normal(&mut draws);
        let [exit, candor, comes, when] = self.keyed.uniforms(id, 0, Purpose::Consent, 100);
        let first_day = self.first_day(&levels, comes, when);
        let mut person = Person {
            id,
            segment,
            cell: segment * self.cells.combinations() + combination,
            innate: self.tastes.innate(id, segment, &levels, settings.taste_spread, self.keyed),
            tolerance: snap(tolerance),
            sensitivity: settings.sensitivity as f32,
            trust: snap(trust),
            trust_pace,
            visit: snap((visits * spread_with_mean_one(settings.visits_spread, visit_noise)).min(1.0)),
            price_sensitivity: snap(settings.price_sensitivity * libm::exp(behavior.purchase.sensitivity_spread * price_noise)),
            history: history as f32,
            concern: settings.concern as f32,
            consent_draws: self.consent_draws(id),
            tolerated_per_week: snap(tolerated_per_week(&behavior.exits, normal(&mut self.keyed.stream(id, 0, Purpose::Tolerance)))),
            candor,
            first_day,
            conversion: libm::log(conversion) as f32,
            impression_cost: impression_cost as f32,
            wanted: snap((settings.wanted_level + settings.wanted_spread * normal(&mut self.keyed.stream(id, 0, Purpose::Wanted))).clamp(0.0, 1.0)),
            exit,
            disadvantaged: false,
            unrecorded: 0.0,
            snapshots: Vec::new(),
        };
        if let Some(bias) = self.bias.as_ref().filter(|bias| levels.get(bias.attribute) == Some(&bias.level)) {
            person.disadvantaged = true;
            person.unrecorded = bias.knobs.label_loss as f32;
            person.impression_cost *= bias.knobs.impression_cost as f32;
        }
        person.snapshots = self.snapshots(&person);
        person
    }

    /// What a feature that other data carry shows of a customer: x = rho G + sqrt(1 - rho^2) N(0, 1), where G is the level of the attribute in
    /// standard deviations of the population, so that rho is the correlation of feature and level (F23).
    pub fn proxy(&self, person: &Person<K>, attribute: usize) -> f32 {
        self.proxy_feature(person, attribute, 0)
    }

    /// The same for one of several such features, each with chance of its own; the first is [`Population::proxy`].
    pub fn proxy_feature(&self, person: &Person<K>, attribute: usize, feature: u32) -> f32 {
        let Some(proxy) = self.proxies.get(attribute) else { return 0.0 };
        let told = proxy.told.get(self.cells.level(person.cell, attribute)).copied().unwrap_or(0.0);
        snap(told + proxy.rest * normal(&mut self.keyed.stream(person.id, feature << 16 | attribute as u32, Purpose::Proxy)))
    }

    /// The first day (from 0) of a person of these levels: some come during the run.
    fn first_day(&self, levels: &[usize], comes: f32, when: f32) -> u32 {
        let days = self.scenario.experiment.days as f32;
        let mut there = 1.0;
        for (attribute, &level) in self.scenario.population.attributes.iter().zip(levels) {
            there *= 1.0 - attribute.levels[level].entering;
        }
        if f64::from(comes) < there { 0 } else { 1 + (when * (days - 1.0)) as u32 }
    }

    fn consent_draws(&self, id: u64) -> [f32; MOST_SIGNALS] {
        let mut draws = [0.0; MOST_SIGNALS];
        // A rule may come that asks for what was implied before.
        let rules_change = self.scenario.events.iter().any(|event| event.kind == EventKind::RuleChange);
        for (index, (draw, signal)) in draws.iter_mut().zip(&self.scenario.signals).enumerate() {
            if rules_change || signal.consent != Consent::Implied {
                *draw = self.keyed.uniforms(id, 0, Purpose::Consent, index as u32)[0];
            }
        }
        draws
    }

    /// Interests as snapshot signals see them: with noise for a group that they see badly.
    fn as_shown(&self, person: &Person<K>) -> [f32; K] {
        let mut logits = person.innate;
        if let Some(bias) = self.bias.as_ref().filter(|bias| person.disadvantaged && bias.knobs.feature_noise > 0.0) {
            let mut draws = self.keyed.stream(person.id, 0, Purpose::FeatureNoise);
            for logit in logits.iter_mut().take(self.tastes.topics()) {
                *logit += snap(bias.knobs.feature_noise * normal(&mut draws));
            }
        }
        logits
    }

    fn snapshots(&self, person: &Person<K>) -> Vec<[f32; K]> {
        let truth = crate::math::softmax(&self.as_shown(person), self.tastes.topics());
        let mut blur = 1.0;
        for (place, attribute) in self.scenario.population.attributes.iter().enumerate() {
            blur *= attribute.levels[self.cells.level(person.cell, place)].signal_noise;
        }
        self.scenario
            .signals
            .iter()
            .enumerate()
            .map(|(index, signal)| {
                let mut shown = [0.0; K];
                // Nothing is on file of those who are still to come.
                if !self.snapshots_used[index] || person.first_day > 0 {
                    return shown;
                }
                let mut draws = self.keyed.stream(person.id, index as u32, Purpose::Snapshot);
                let mut error = [0.0f32; K];
                for logit in error.iter_mut().take(self.tastes.topics()) {
                    *logit = snap(normal(&mut draws));
                }
                let error = crate::math::softmax(&error, self.tastes.topics());
                let (noise, weight) = ((signal.noise * blur).min(1.0) as f32, signal.informativeness as f32 * person.history);
                for lane in 0..K {
                    shown[lane] = weight * ((1.0 - noise) * truth[lane] + noise * error[lane]);
                }
                shown
            })
            .collect()
    }
}

/// How closely historical bias ties other data to an attribute.
fn carried(bias: &Option<BiasInForce>, attribute: usize) -> f64 {
    bias.as_ref().filter(|bias| bias.attribute == attribute).map_or(0.0, |bias| bias.knobs.proxy)
}

/// A feature that other data carry and that gives an attribute away.
#[derive(Clone, Debug)]
struct Proxy {
    /// By level: what it adds to the feature.
    told: Vec<f64>,
    /// Weight of chance.
    rest: f64,
}

impl Proxy {
    fn new(attribute: &Attribute, carried: f64) -> Self {
        let rho = attribute.proxy.max(carried);
        let places = || attribute.levels.iter().zip(0..).map(|(level, place)| (level.share, f64::from(place)));
        let mean: f64 = places().map(|(share, place)| share * place).sum();
        let variance: f64 = places().map(|(share, place)| share * (place - mean) * (place - mean)).sum();
        let scale = if variance > 1e-12 { rho / libm::sqrt(variance) } else { 0.0 };
        Self { told: places().map(|(_, place)| scale * (place - mean)).collect(), rest: libm::sqrt(1.0 - rho * rho) }
    }
}

/// The first share whose cumulative end lies above `u`; the last one for what rounding leaves.
fn place(ends: &[f32], u: f32) -> usize {
    ends.iter().position(|&end| u < end).unwrap_or(ends.len().saturating_sub(1))
}

/// A log-normal factor with mean 1 and the given coefficient of variation.
fn spread_with_mean_one(variation: f64, noise: f64) -> f64 {
    let variance = libm::log1p(variation * variation);
    libm::exp(libm::sqrt(variance) * noise - 0.5 * variance)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::cells;
    use super::*;
    use crate::scenario::bias::HistoricalBias;

    fn population(rho: f64) -> Population<16> {
        let mut scenario = Scenario::default();
        scenario.population.attributes[0].proxy = rho;
        let scenario = Arc::new(scenario);
        let map = cells(&scenario);
        Population::new(&scenario, Keyed::new(11), map)
    }

    /// F23: x = rho G + sqrt(1 - rho^2) N(0, 1) has mean 0, variance 1 and correlation rho with the level.
    #[test]
    fn a_proxy_follows_the_level_as_closely_as_it_is_told_to() {
        for rho in [0.0, 0.4, 1.0] {
            let population = population(rho);
            let pairs: Vec<(f64, f64)> = (0..8_000)
                .map(|id| {
                    let person = population.person(id);
                    (population.cells.level(person.cell, 0) as f64, f64::from(population.proxy(&person, 0)))
                })
                .collect();
            let n = pairs.len() as f64;
            let (mean_x, mean_y) = (pairs.iter().map(|pair| pair.0).sum::<f64>() / n, pairs.iter().map(|pair| pair.1).sum::<f64>() / n);
            let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| f(pair.0 - mean_x, pair.1 - mean_y)).sum::<f64>() / n;
            let (xx, yy, xy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
            assert!(mean_y.abs() < 0.04 && (yy - 1.0).abs() < 0.06, "{rho}: mean {mean_y}, variance {yy}");
            let correlation = xy / (xx * yy).sqrt();
            assert!((correlation - rho).abs() < 0.03, "{rho}: correlation {correlation}");
        }
    }

    /// B4.6: costs and proxies of the disadvantaged group alone, noise on what snapshots show of it alone; everybody else stays as they were.
    #[test]
    fn bias_touches_the_disadvantaged_group_alone() {
        let with = |bias: HistoricalBias| {
            let mut scenario = Scenario::default();
            scenario.population.bias = bias;
            scenario.variants[0].policy.signals = vec!["purchase history".into()];
            let scenario = Arc::new(scenario);
            let map = cells(&scenario);
            Population::<16>::new(&scenario, Keyed::new(11), map)
        };
        let fair = with(HistoricalBias::default());
        let biased = with(HistoricalBias { feature_noise: 0.8, impression_cost: 1.3, label_loss: 0.2, proxy: 0.6, ..HistoricalBias::default() });
        let mut met = [0; 2];
        for id in 0..200 {
            let (before, after) = (fair.person(id), biased.person(id));
            assert_eq!(before.innate, after.innate);
            let oldest = fair.cells.level(before.cell, 0) == 2;
            met[usize::from(oldest)] += 1;
            assert_eq!(after.disadvantaged, oldest);
            assert_eq!(before.snapshots == after.snapshots, !oldest);
            assert_eq!((after.impression_cost, after.unrecorded), if oldest { (1.3, 0.2) } else { (1.0, 0.0) });
        }
        assert!(met.iter().all(|&people| people > 20));
        assert_eq!(biased.proxies[0].rest, 0.8);
        assert_eq!(fair.proxies[0].rest, 1.0);
    }
}
