//! An engine that knows the truth: for studies, as an end that no policy reaches (B9, B10, B15). It needs no data, so its touches are felt as those
//! of a policy without data.

use crate::math::{dot, softmax};
use crate::policy::rank::best;
use crate::policy::rules::{Lesson, NO_ITEM, Request, Rules, Setting, Workspace, highest_worth};
use crate::scenario::behavior::Choice;

/// Items by true utility at the moment of the touch, places and chance left out (B4.3).
#[derive(Clone, Debug)]
pub struct Oracle {
    choice: Choice,
    /// Satiation acts.
    satiates: bool,
    /// Quality and popularity as they enter utility, padded with minus infinity.
    bias: Vec<f32>,
    /// 0 for every item.
    nothing: Vec<f32>,
    /// Length of the mix of each item.
    lengths: Vec<f32>,
}

impl Rules for Oracle {
    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        let (catalog, choice) = (setting.catalog, &setting.scenario.behavior.choice);
        let own = |(&quality, &seen): (&f32, &f32)| choice.quality as f32 * quality + choice.popularity as f32 * seen;
        let mut bias: Vec<f32> = catalog.quality.iter().zip(setting.visible).map(own).collect();
        bias.resize(catalog.padded, f32::NEG_INFINITY);
        Self {
            choice: choice.clone(),
            satiates: setting.scenario.behavior.mechanisms.satiation,
            bias,
            nothing: vec![0.0; catalog.padded],
            lengths: catalog.mix.iter().map(|mix| dot(mix, mix).sqrt()).collect(),
        }
    }

    fn learn<const K: usize>(&mut self, setting: &Setting<'_, K>, _: &Lesson<'_>) {
        *self = Self::new(setting);
    }

    /// The true one.
    fn premium_worth<const K: usize>(&self, request: &Request<'_, K>, worth: impl Fn(usize, f32) -> f32) -> Option<f32> {
        let shares = softmax(request.interests, request.catalog.topics);
        let length = dot(&shares, &shares).sqrt();
        highest_worth(request.catalog, worth, |item| dot(&shares, &request.catalog.unit[item]) / length)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, work: &mut Workspace, out: &mut [u32]) -> usize {
        let catalog = request.catalog;
        let shares = softmax(request.interests, catalog.topics);
        let scale = self.choice.affinity as f32 / dot(&shares, &shares).sqrt();
        work.scores.fill(&catalog.tiles, &shares.map(|share| share * scale)[..catalog.topics], &self.bias);
        if self.satiates {
            let loss = self.choice.satiation as f32;
            work.others.fill(&catalog.tiles, &request.satiation.map(|mass| mass * loss)[..catalog.topics], &self.nothing);
            for ((own, sated), length) in work.scores.values.iter_mut().zip(&work.others.values).zip(&self.lengths) {
                *own -= sated * length;
            }
        }
        for (place, &item) in request.recent.iter().enumerate() {
            // The first three times count (B4.3).
            let earlier = request.recent[..place].iter().filter(|&&other| other == item).count();
            if item != NO_ITEM && earlier < 3 {
                work.scores.values[item as usize] -= self.choice.repeat_loss as f32;
            }
        }
        request.hide_skipped(&mut work.scores);
        work.scores.note_largest();
        best(&work.scores, &catalog.tie, out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Toy;
    use super::*;
    use crate::behavior::choice::{Offer, utility};
    use crate::scenario::policy::{Engine, Policy};

    #[test]
    fn nothing_that_it_leaves_out_is_worth_more_than_what_it_shows() {
        let toy = Toy::new(Policy { engine: Engine::Oracle, skip_recent: false, ..Policy::default() }, |_| {});
        for id in 0..20 {
            let mut who = toy.somebody(id);
            who.recent[..5].copy_from_slice(&[4, 4, 9, 4, 4]);
            let slate = toy.rank(&who, 8);
            let shares = softmax(&who.person.innate, 12);
            let unit = shares.map(|share| share / dot(&shares, &shares).sqrt());
            let worth = |item: usize| {
                let offer = Offer {
                    affinity: dot(&unit, &toy.world.catalog.unit[item]),
                    quality: toy.world.catalog.quality[item],
                    popularity: toy.crowd.visible[item],
                    repeats: who.recent.iter().filter(|&&other| other as usize == item).count() as f32,
                    ..Offer::default()
                };
                utility(&toy.scenario.behavior.choice, &offer)
            };
            let least = slate.iter().map(|&item| worth(item as usize)).fold(f32::INFINITY, f32::min);
            let best_left = (0..120).filter(|item| !slate.contains(&(*item as u32))).map(worth).fold(f32::NEG_INFINITY, f32::max);
            assert!(least >= best_left - 1e-4, "customer {id}: {least} and {best_left}");
        }
    }
}
