//! Checkpoints: what a life looks like beside its twin's while both are at hand.

use super::day::Stage;
use super::life::Life;
use super::panel::note_check;
use crate::ledger::{Check, Ledger, fixed};
use crate::math::{entropy, jensen_shannon_bits, ln, softmax, sum};
use crate::world::Person;

/// Difference of trust to the twin that counts as worse or better.
const TRUST_STEP: f32 = 0.02;
/// Share of the largest entropy whose loss counts as narrower.
const NARROWER_SHARE: f32 = 0.1;

/// The twin's interests and trust at the checkpoints of the days being lived.
#[derive(Clone, Debug, Default)]
pub struct Trace<const K: usize> {
    first: usize,
    marks: Vec<([f32; K], f32)>,
}

impl<const K: usize> Trace<K> {
    /// Forgets earlier marks; the next mark is that of checkpoint `first`.
    #[inline(always)]
    pub fn restart(&mut self, first: usize) {
        self.first = first;
        self.marks.clear();
    }
}

/// Adds a life's state at a checkpoint to the ledger.
#[inline(always)]
pub fn check<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, checkpoint: usize, trace: &mut Trace<K>, ledger: &mut Ledger) {
    note_check(stage, person, life, checkpoint, ledger);
    let topics = stage.flight.world.catalog.topics;
    let (variant, segment) = (stage.variant, person.segment);
    let shares = softmax(&life.interests, topics);
    let trust = life.trust.trust();
    if variant == 0 {
        trace.marks.push((shares, trust));
    }
    let (twin, twin_trust) = trace.marks.get(checkpoint.wrapping_sub(trace.first)).copied().unwrap_or((shares, trust));
    let shift = entropy(&shares) - entropy(&twin);
    let mut add = |column, amount| ledger.add_check(variant, checkpoint, segment, column, amount);
    add(Check::People, 1);
    add(Check::TwinDriftSum, fixed(jensen_shannon_bits(&shares, &twin)));
    add(Check::InnateDriftSum, fixed(jensen_shannon_bits(&shares, &softmax(&person.innate, topics))));
    add(Check::EntropyShiftSum, fixed(shift));
    add(Check::WorseTrust, i64::from(trust < twin_trust - TRUST_STEP));
    add(Check::BetterTrust, i64::from(trust > twin_trust + TRUST_STEP));
    add(Check::Narrower, i64::from(shift < -NARROWER_SHARE * ln(topics as f32)));
    if life.choices > 0 {
        let scale = 1.0 / sum(&life.consumed);
        let own = entropy(&life.consumed.map(|mass| mass * scale));
        add(Check::Consumers, 1);
        add(Check::Choices, i64::from(life.choices));
        add(Check::EntropySum, fixed(own));
        add(Check::VolumeEntropySum, fixed(own) * i64::from(life.choices));
        // Mass is brought to the number of choices, so that pooled and own mixes carry the same weights.
        let to_choices = scale * life.choices as f32;
        for (pooled, mass) in ledger.topics_mut(variant, checkpoint, segment).iter_mut().zip(life.consumed) {
            *pooled += fixed(mass * to_choices);
        }
    }
    note_slates(stage, person, life, checkpoint, ledger);
}

/// Adds what slates were about, so that the distance of customers' slates from all slates follows exactly.
fn note_slates<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, checkpoint: usize, ledger: &mut Ledger) {
    let mass = sum(&life.marks.shown);
    if mass <= 0.0 {
        return;
    }
    let (variant, segment, slates) = (stage.variant, person.segment, life.marks.slates);
    let own = entropy(&life.marks.shown.map(|part| part / mass));
    ledger.add_check(variant, checkpoint, segment, Check::Slates, i64::from(slates));
    ledger.add_check(variant, checkpoint, segment, Check::SlateEntropySum, fixed(own) * i64::from(slates));
    let to_slates = slates as f32 / mass;
    for (pooled, part) in ledger.slate_topics_mut(variant, checkpoint, segment).iter_mut().zip(life.marks.shown) {
        *pooled += fixed(part * to_slates);
    }
}
