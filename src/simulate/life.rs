//! One customer's state under one variant.

use super::flight::MAX_SLATE;
use super::marks::Marks;
use super::ties::Ties;
use crate::behavior::breach::Shock;
use crate::behavior::trust::Evidence;
use crate::policy::{History, Knowledge, MAX_CHANNELS, NO_ITEM, Plan};
use crate::scenario::behavior::Behavior;
use crate::world::Person;

/// Choices that are remembered one by one.
pub const REMEMBERED: usize = 16;

/// One customer's state under one variant.
#[derive(Clone, Debug)]
pub struct Life<const K: usize> {
    /// z: interests as logits.
    pub interests: [f32; K],
    /// S: satiation by topic.
    pub satiation: [f32; K],
    /// What the policy knows.
    pub knowledge: Knowledge<K>,
    /// Topic mass of all choices so far.
    pub consumed: [f32; K],
    /// Choices so far.
    pub choices: u32,
    /// Trust.
    pub trust: Evidence,
    /// R: reactance stock.
    pub reactance: f32,
    /// Felt level of creepiness, fading.
    pub felt: f32,
    /// n by channel: recent exposures to the creative.
    pub exposures: [f32; MAX_CHANNELS],
    /// Item on top of the last slate by channel.
    pub last_top: [u32; MAX_CHANNELS],
    /// Touches of each of the last seven days by channel, one byte a day, today lowest.
    pub week: [u64; MAX_CHANNELS],
    /// Life-time touches that showed personal data.
    pub lifetime: f32,
    /// The best items by what the policy knew at the last scan, best first.
    pub ranked: [u32; MAX_SLATE],
    /// How many of them there are; 0 when what the policy knows, the crowd or the last choices have changed since.
    pub ranked_length: usize,
    /// The last choices.
    pub recent: [u32; REMEMBERED],
    /// What was consumed, where the engine keeps it item by item.
    pub history: History,
    /// Messages are sent to her at all; `None` until that is asked.
    pub addressed: Option<bool>,
    /// Channels still subscribed to, one bit each.
    pub subscribed: u32,
    /// Signals that may be used, one bit each.
    pub consent: u32,
    /// What binds the customer beside trust.
    pub ties: Ties,
    /// Personalization is on.
    pub personalization: bool,
    /// The customer has left.
    pub left: bool,
    /// Version of the policy that the customer lives under; see [`super::conditions::Today::version`].
    pub version: u16,
    /// How she stands towards the last breach that she knows of.
    pub shock: Shock,
    /// Breaches that she has learned of, one bit for each event.
    pub told: u64,
    /// What guards, prices and brand keep.
    pub marks: Marks<K>,
}

impl<const K: usize> Life<K> {
    /// A customer before the first day.
    pub fn new(behavior: &Behavior, plan: &Plan<K>, person: &Person<K>, variant: usize) -> Self {
        let mut life = Self {
            interests: person.innate,
            satiation: [0.0; K],
            knowledge: Knowledge::default(),
            consumed: [0.0; K],
            choices: 0,
            trust: Evidence::new(&behavior.trust, person.trust),
            reactance: 0.0,
            felt: 0.0,
            exposures: [0.0; MAX_CHANNELS],
            last_top: [NO_ITEM; MAX_CHANNELS],
            week: [0; MAX_CHANNELS],
            lifetime: 0.0,
            ranked: [NO_ITEM; MAX_SLATE],
            ranked_length: 0,
            recent: [NO_ITEM; REMEMBERED],
            history: History::default(),
            addressed: None,
            subscribed: u32::MAX,
            consent: plan.asking.allowed(plan.asking.ask(&behavior.consent, person, person.trust)),
            ties: Ties { asked_on: person.first_day, ..Ties::default() },
            personalization: true,
            left: false,
            version: variant as u16,
            shock: Shock::default(),
            told: 0,
            marks: Marks::new(plan),
        };
        life.knowledge.refresh(plan, person, life.consent, 0);
        life
    }

    /// Times that an item is among the last choices.
    #[inline(always)]
    pub fn repeats(&self, item: u32) -> f32 {
        let mut count = 0u32;
        for &recent in &self.recent {
            count += u32::from(recent == item);
        }
        count as f32
    }

    /// Touches in a channel over the last seven days, today included.
    #[inline(always)]
    pub fn touches_this_week(&self, channel: usize) -> u32 {
        // Adds up the seven bytes.
        let week = self.week[channel];
        let pairs = (week & 0x00ff_00ff_00ff_00ff) + ((week >> 8) & 0x00ff_00ff_00ff_00ff);
        (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32
    }

    /// Counts a touch of today.
    #[inline(always)]
    pub fn note_touch(&mut self, channel: usize) {
        if self.week[channel] & 0xff < 0xff {
            self.week[channel] += 1;
        }
    }

    /// Brings what the policy may know up to date.
    pub fn refresh_knowledge(&mut self, plan: &Plan<K>, person: &Person<K>, day: usize) {
        let allowed = if self.personalization { self.consent } else { 0 };
        self.knowledge.refresh(plan, person, allowed, day as u32);
        if self.personalization && plan.terms.states_topics > 0.0 {
            self.knowledge.use_statement(plan.terms.statement_sensitivity);
        }
        if self.knowledge.signals & plan.learning_signals == 0 {
            self.history.items.clear();
        }
        self.ranked_length = 0;
    }

    /// Whether touches of a channel may be personal.
    #[inline(always)]
    pub fn is_personal(&self, channel: usize) -> bool {
        self.personalization && self.ties.impersonal & 1 << channel == 0
    }

    /// Remembers a choice.
    #[inline(always)]
    pub fn remember(&mut self, item: u32) {
        let place = self.choices as usize % REMEMBERED;
        self.recent[place] = item;
        self.choices += 1;
        self.ranked_length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_of_touches_is_seven_days_long() {
        let mut life = Life::<16>::new(
            &Behavior::default(),
            &Plan::none(),
            &Person {
                id: 0,
                segment: 0,
                cell: 0,
                innate: [0.0; 16],
                tolerance: 0.3,
                sensitivity: 1.0,
                trust: 0.5,
                trust_pace: 1.0,
                visit: 0.0,
                price_sensitivity: 2.6,
                history: 1.0,
                tolerated_per_week: 4.0,
                candor: 0.5,
                concern: 0.5,
                consent_draws: [0.5; 8],
                first_day: 0,
                conversion: 0.0,
                impression_cost: 1.0,
                wanted: 0.5,
                exit: 0.5,
                disadvantaged: false,
                unrecorded: 0.0,
                snapshots: Vec::new(),
            },
            0,
        );
        for day in 0..10 {
            life.week[0] = (life.week[0] << 8) & 0x00ff_ffff_ffff_ffff;
            life.note_touch(0);
            life.note_touch(0);
            assert_eq!(life.touches_this_week(0), 2 * (day + 1).min(7));
        }
        for item in 0..20 {
            life.remember(item % 3);
        }
        assert_eq!(life.repeats(1) + life.repeats(2) + life.repeats(0), 16.0);
    }
}
