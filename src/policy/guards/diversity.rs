//! Choosing place by place: maximal marginal relevance (Carbonell and Goldstein) and calibrated recommendations (Steck), alone or together.

use super::candidates::Candidate;
use crate::math::{dot, ln};
use crate::scenario::guards::Guards;
use crate::world::Catalog;

/// What each place is weighed by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceRule {
    /// Weight of the score: 1, times 1 - lambda of each rule that is on.
    pub score: f32,
    /// Weight of the cosine to the likest item above (taken off); 0 where diversity is off.
    pub likeness: f32,
    /// Weight of the divergence of the slate's topics from tastes (taken off); 0 where calibration is off.
    pub divergence: f32,
    /// Share of the tastes mixed into the slate's topics.
    pub smoothing: f32,
}

impl PlaceRule {
    /// The rule of the guards that are on; `None` if neither is.
    pub fn new(guards: &Guards) -> Option<Self> {
        let weight = |on: bool, lambda: f64| if on { lambda as f32 } else { 0.0 };
        let likeness = weight(guards.diversity.on, guards.diversity.lambda);
        let divergence = weight(guards.calibrated.on, guards.calibrated.lambda);
        let on = guards.diversity.on || guards.calibrated.on;
        on.then_some(Self { score: (1.0 - likeness) * (1.0 - divergence), likeness, divergence, smoothing: guards.calibrated.smoothing as f32 })
    }

    /// Brings the candidates for the first `wanted` places to the front, in order. `tastes` are shares of topics as the policy knows them,
    /// `position` the weights of the places.
    pub fn arrange<const K: usize>(&self, candidates: &mut [Candidate], wanted: usize, catalog: &Catalog<K>, tastes: &[f32; K], position: &[f32]) {
        let mut mass = [0.0f32; K];
        for place in 0..wanted.min(candidates.len()) {
            let (above, open) = candidates.split_at(place);
            let mut best = (0, f32::NEG_INFINITY);
            for (offset, candidate) in open.iter().enumerate() {
                let worth = self.worth(candidate, above, &mass, catalog, tastes, position[place]);
                if worth > best.1 {
                    best = (offset, worth);
                }
            }
            // The others keep their order, so that ties go to what the engine ranks higher.
            candidates[place..=place + best.0].rotate_right(1);
            let mix = &catalog.mix[candidates[place].item as usize];
            for lane in 0..K {
                mass[lane] += position[place] * mix[lane];
            }
        }
    }

    fn worth<const K: usize>(
        &self,
        candidate: &Candidate,
        above: &[Candidate],
        mass: &[f32; K],
        catalog: &Catalog<K>,
        tastes: &[f32; K],
        weight: f32,
    ) -> f32 {
        let item = candidate.item as usize;
        let mut worth = self.score * candidate.score;
        if self.likeness > 0.0 {
            let mut likest = 0.0f32;
            for other in above {
                likest = likest.max(dot(&catalog.unit[item], &catalog.unit[other.item as usize]));
            }
            worth -= self.likeness * likest;
        }
        if self.divergence > 0.0 {
            let mut with = *mass;
            for lane in 0..K {
                with[lane] += weight * catalog.mix[item][lane];
            }
            worth -= self.divergence * miscalibration(tastes, &with, self.smoothing);
        }
        worth
    }
}

/// KL(p to q~) in nats, q~ = (1 - a) q + a p: how far topics with the masses `shown` (scaled to sum 1) are from the tastes `p`. From 0 to -ln a.
/// 0 ln 0 = 0; nothing shown counts as all of it missing (Steck, B5.3).
pub fn miscalibration<const K: usize>(p: &[f32; K], shown: &[f32; K], smoothing: f32) -> f32 {
    let total: f32 = shown.iter().sum();
    let scale = if total > 0.0 { (1.0 - smoothing) / total } else { 0.0 };
    let mut sum = 0.0;
    for lane in 0..K {
        if p[lane] > 0.0 {
            sum += p[lane] * (ln(p[lane]) - ln(scale * shown[lane] + smoothing * p[lane]));
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::world::Keyed;

    fn lanes(values: &[f32]) -> [f32; 16] {
        let mut lanes = [0.0; 16];
        lanes[..values.len()].copy_from_slice(values);
        lanes
    }

    /// Golden vector (d) of B6: p = (.5, .3, .2), q = (.7, .3, 0), a = .01 give .7542285350 nat.
    #[test]
    fn miscalibration_hits_the_golden_vector() {
        let found = miscalibration(&lanes(&[0.5, 0.3, 0.2]), &lanes(&[7.0, 3.0, 0.0]), 0.01);
        assert!((found - 0.754_228_5).abs() < 2e-6, "{found}");
        let same = miscalibration(&lanes(&[0.5, 0.3, 0.2]), &lanes(&[5.0, 3.0, 2.0]), 0.01);
        assert!(same.abs() < 1e-6);
        let nothing = miscalibration(&lanes(&[1.0]), &lanes(&[0.0]), 0.01);
        assert!((nothing + 0.01f32.ln()).abs() < 1e-5);
    }

    /// A catalog of items that are each about one topic: item i about topic topics[i].
    fn catalog(topics: &[usize]) -> Catalog<16> {
        let mut settings = Scenario::default().catalog;
        settings.items = topics.len() as u64;
        let mut catalog = Catalog::draw(&settings, Keyed::new(1));
        for (item, &topic) in topics.iter().enumerate() {
            catalog.mix[item] = [0.0; 16];
            catalog.mix[item][topic] = 1.0;
            catalog.unit[item] = catalog.mix[item];
        }
        catalog
    }

    fn pool(scores: &[f32]) -> Vec<Candidate> {
        scores.iter().zip(0..).map(|(&score, item)| Candidate { item, score }).collect()
    }

    fn items(candidates: &[Candidate]) -> Vec<u32> {
        candidates.iter().map(|candidate| candidate.item).collect()
    }

    const EVEN: [f32; 4] = [1.0; 4];

    #[test]
    fn unlike_items_come_forward_by_the_weight_of_lambda() {
        let catalog = catalog(&[0, 0, 0, 1]);
        let arranged = |lambda: f32| {
            let mut candidates = pool(&[0.9, 0.8, 0.7, 0.6]);
            PlaceRule { score: 1.0 - lambda, likeness: lambda, divergence: 0.0, smoothing: 0.01 }.arrange(
                &mut candidates,
                3,
                &catalog,
                &lanes(&[1.0]),
                &EVEN,
            );
            items(&candidates)
        };
        assert_eq!(arranged(0.0), [0, 1, 2, 3], "without weight the engine's order stays");
        // Second place: .7 x .8 - .3 = .26 against .7 x .6 = .42.
        assert_eq!(arranged(0.3), [0, 3, 1, 2]);
        // Second place: .9 x .8 - .1 = .62 against .9 x .6 = .54; third: .9 x .7 - .1 = .53 against .54.
        assert_eq!(arranged(0.1), [0, 1, 3, 2]);
    }

    /// Steck's example: tastes of 70 to 30 get a slate of 70 to 30, where the scores alone would fill it with the larger one.
    #[test]
    fn a_calibrated_slate_is_as_mixed_as_the_tastes() {
        let topics: Vec<usize> = (0..10).map(|_| 0).chain((0..10).map(|_| 1)).collect();
        let catalog = catalog(&topics);
        let scores: Vec<f32> = topics.iter().map(|&topic| if topic == 0 { 0.92 } else { 0.40 }).collect();
        let shown = |lambda: f32| {
            let mut candidates = pool(&scores);
            PlaceRule { score: 1.0 - lambda, likeness: 0.0, divergence: lambda, smoothing: 0.01 }.arrange(
                &mut candidates,
                10,
                &catalog,
                &lanes(&[0.7, 0.3]),
                &[1.0; 10],
            );
            candidates[..10].iter().filter(|candidate| topics[candidate.item as usize] == 1).count()
        };
        assert_eq!(shown(0.0), 0);
        assert_eq!(shown(0.99), 3);
        assert!(shown(0.3) <= shown(0.6) && shown(0.6) <= 3);
    }

    #[test]
    fn both_rules_together_weigh_the_score_by_both() {
        let mut guards = Guards::default();
        assert_eq!(PlaceRule::new(&guards), None);
        guards.diversity.on = true;
        guards.calibrated.on = true;
        let rule = PlaceRule::new(&guards).expect("on");
        assert!((rule.score - 0.49).abs() < 1e-6 && rule.likeness == 0.3 && rule.divergence == 0.3);
    }
}
