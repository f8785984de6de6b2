//! Mean tastes of segments and groups, and the innate interests drawn around them.

use super::catalog::normal;
use super::keyed::{Keyed, Purpose};
use crate::math::{snap, softmax};
use crate::scenario::Scenario;

/// Mean tastes as logits.
#[derive(Clone, Debug)]
pub struct Tastes<const K: usize> {
    topics: usize,
    segments: Vec<[f32; K]>,
    levels: Vec<Vec<[f32; K]>>,
    segment_shares: Vec<f64>,
    turned: Option<Turned<K>>,
}

/// A group whose mean tastes are turned away from those of the others.
#[derive(Clone, Debug)]
struct Turned<const K: usize> {
    attribute: usize,
    level: usize,
    segments: Vec<[f32; K]>,
}

impl<const K: usize> Tastes<K> {
    /// Draws the mean tastes of a world.
    pub fn draw(scenario: &Scenario, keyed: Keyed) -> Self {
        let topics = scenario.catalog.topics as usize;
        let population = &scenario.population;
        let around_zero = |who: u64, spread: f64| {
            let mut draws = keyed.stream(who, 0, Purpose::Taste);
            let mut logits = [0.0; K];
            for logit in logits.iter_mut().take(topics) {
                *logit = snap(normal(&mut draws) * spread);
            }
            logits
        };
        let spread = scenario.catalog.segment_taste;
        let segments: Vec<[f32; K]> = (0..population.segments.len()).map(|segment| around_zero(segment as u64, spread)).collect();
        let turned = population.bias_in_force().filter(|bias| bias.knobs.taste_rotation != 0.0).map(|bias| Turned {
            attribute: bias.attribute,
            level: bias.level,
            segments: segments.iter().zip(0..).map(|(mean, segment)| turn(mean, topics, bias.knobs.taste_rotation, keyed, segment)).collect(),
        });
        Self {
            topics,
            segments,
            turned,
            levels: population
                .attributes
                .iter()
                .enumerate()
                .map(|(attribute, settings)| {
                    let who = |level: usize| (attribute as u64 + 1) << 32 | level as u64;
                    settings.levels.iter().enumerate().map(|(level, set)| around_zero(who(level), set.taste_shift)).collect()
                })
                .collect(),
            segment_shares: population.segments.iter().map(|segment| segment.share).collect(),
        }
    }

    /// Number of topics.
    pub fn topics(&self) -> usize {
        self.topics
    }

    /// Innate interests of a customer: segment mean, group shifts, own spread.
    pub fn innate(&self, id: u64, segment: usize, levels: &[usize], spread: f64, keyed: Keyed) -> [f32; K] {
        let mut logits = match &self.turned {
            Some(turned) if levels.get(turned.attribute) == Some(&turned.level) => turned.segments[segment],
            _ => self.segments[segment],
        };
        for (shifts, &level) in self.levels.iter().zip(levels) {
            for (logit, shift) in logits.iter_mut().zip(&shifts[level]) {
                *logit += shift;
            }
        }
        let mut draws = keyed.stream(id, 0, Purpose::Interests);
        for logit in logits.iter_mut().take(self.topics) {
            *logit += snap(normal(&mut draws) * spread);
        }
        logits
    }

    /// What a policy may assume of a segment before it knows anything: the shares at the segment's mean taste.
    pub fn segment_prior(&self, segment: usize) -> [f32; K] {
        softmax(&self.segments[segment], self.topics)
    }

    /// The same for the whole crowd: segment priors weighted by share.
    pub fn crowd_prior(&self) -> [f32; K] {
        let mut prior = [0.0; K];
        for (segment, &share) in self.segment_shares.iter().enumerate() {
            for (sum, value) in prior.iter_mut().zip(self.segment_prior(segment)) {
                *sum += share as f32 * value;
            }
        }
        prior
    }

    /// Every topic alike.
    pub fn flat_prior(&self) -> [f32; K] {
        softmax(&[0.0; K], self.topics)
    }
}

/// A mean taste turned by an angle (degrees) towards a random direction that stands at a right angle to it; its length stays. A mean of length 0
/// has no direction and stays as it is.
fn turn<const K: usize>(mean: &[f32; K], topics: usize, degrees: f64, keyed: Keyed, segment: u64) -> [f32; K] {
    let mean64 = mean.map(f64::from);
    let squares: f64 = mean64.iter().map(|value| value * value).sum();
    let mut draws = keyed.stream(segment, 0, Purpose::Rotation);
    let mut across = [0.0f64; K];
    for value in across.iter_mut().take(topics) {
        *value = f64::from(snap(normal(&mut draws)));
    }
    let along: f64 = across.iter().zip(&mean64).map(|(a, m)| a * m).sum();
    if squares < 1e-9 {
        return *mean;
    }
    for (a, m) in across.iter_mut().zip(&mean64) {
        *a -= along / squares * m;
    }
    let length: f64 = across.iter().map(|value| value * value).sum();
    if length < 1e-9 {
        return *mean;
    }
    let radians = degrees * std::f64::consts::PI / 180.0;
    let (near, far) = (libm::cos(radians), libm::sin(radians) * libm::sqrt(squares / length));
    std::array::from_fn(|lane| snap(near * mean64[lane] + far * across[lane]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::bias::HistoricalBias;

    fn angle(a: &[f32; 16], b: &[f32; 16]) -> f64 {
        let of = |a: &[f32; 16], b: &[f32; 16]| a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>();
        (of(a, b) / (of(a, a) * of(b, b)).sqrt()).acos().to_degrees()
    }

    /// B4.6: the angle between the mean tastes of the group and of the others is the one asked for; the others stay where they were.
    #[test]
    fn the_groups_mean_taste_is_turned_by_the_angle() {
        let keyed = Keyed::new(11);
        let mut scenario = Scenario::default();
        let fair = Tastes::<16>::draw(&scenario, keyed);
        for degrees in [20.0, 90.0, 180.0] {
            scenario.population.bias = HistoricalBias { taste_rotation: degrees, ..HistoricalBias::default() };
            let turned = Tastes::<16>::draw(&scenario, keyed);
            for segment in 0..3 {
                let mean = |tastes: &Tastes<16>, level: usize| {
                    let mut logits = tastes.innate(0, segment, &[level], 0.0, keyed);
                    logits.iter_mut().zip(&tastes.levels[0][level]).for_each(|(logit, shift)| *logit -= shift);
                    logits
                };
                let found = angle(&mean(&fair, 2), &mean(&turned, 2));
                assert!((found - degrees).abs() < 0.1, "{found} against {degrees}");
                assert_eq!(mean(&fair, 0), mean(&turned, 0));
                assert_eq!(fair.segment_prior(segment), turned.segment_prior(segment));
            }
        }
        assert_eq!(turn(&[0.0; 16], 12, 30.0, keyed, 0), [0.0; 16]);
    }
}
