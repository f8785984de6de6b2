//! Keyed random numbers: every draw is a pure function of (world seed, customer, step, purpose, index), so threads, blocks and variants cannot
//! disturb one another. The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").

use std::convert::Infallible;

use rand::TryRng;

/// What a draw is for. Draws under different purposes are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Seeds of worlds.
    World = 1,
    /// The catalog.
    Catalog,
    /// Mean tastes of segments and groups.
    Taste,
    /// Segment, groups and traits of a customer.
    Traits,
    /// Innate interests of a customer.
    Interests,
    /// What a snapshot signal shows of a customer.
    Snapshot,
    /// Consent to signals, and whether the way out would be found.
    Consent,
    /// Of a day: own visit, leaving.
    Day,
    /// Of a day: number of messages by channel.
    Contacts,
    /// Of a touch: says creepy, answers, which item, buys.
    Answer,
    /// Of a touch: thumb-down, unsubscribes, complains, returns.
    Feedback,
    /// Of a visit: what own search brings to mind.
    Search,
    /// Of a touch: items of the random policy.
    RandomSlate,
    /// Of a day: requests about data, statements, buying the way out of ads.
    Morning,
    /// Of a day: ways out of single channels.
    WayOut,
    /// Of an item: whether it is kept away after a thumb-down.
    KeptAway,
    /// Of a day: falling back to innate interests.
    Reset,
    /// Messages a week that a customer tolerates.
    Tolerance,
    /// What a proxy feature shows of a customer, by attribute.
    Proxy,
    /// Of a group: the plane in which its mean taste is turned.
    Rotation,
    /// Of a group: noise on what a snapshot signal shows.
    FeatureNoise,
    /// Of a customer: choices before the first day, and how many there are.
    Past,
    /// Of a choice: whether it is recorded.
    Recorded,
    /// Of a run of a toy model.
    Toy,
    /// Of an earlier customer: which messages were answered; of a customer: who is first among equals in an audience.
    SeedLog,
    /// Of a touch: what is explored.
    Explore,
    /// Of a visit without a choice: the item that was looked at.
    Look,
    /// Of an event: whether a person learns of it; which items it withdraws.
    Event,
    /// Attributes of items.
    Offering,
    /// Of a customer: place in a ramp, opt-in to sensitive topics; of a touch: which places are personal, what the company learns of.
    Guards,
    /// Of a customer: wanted level of personalization.
    Wanted,
    /// Of a customer: what the company makes of their price sensitivity.
    Pricing,
    /// Of a day: chance movement of interests.
    TasteNoise,
    /// Of a set of runs: which settings are flown, which runs are drawn again.
    Design,
    /// Of a day: whether the person would benefit from a premium offer.
    Benefit,
}

/// A family of draws: one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyed {
    key: [u32; 2],
}

impl Keyed {
    /// The draws of a world.
    pub fn new(seed: u64) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32] }
    }

    /// Four words for one customer, step and purpose. `index` tells draws of one purpose apart (touch of the day, number of a block) and must be
    /// below 2^24; what lies above is cut.
    #[inline(always)]
    pub fn words(self, customer: u64, step: u32, purpose: Purpose, index: u32) -> [u32; 4] {
        philox([customer as u32, (customer >> 32) as u32, step, (purpose as u32) << 24 | (index & 0x00ff_ffff)], self.key)
    }

    /// Four uniform numbers, each in the open interval (0, 1).
    #[inline(always)]
    pub fn uniforms(self, customer: u64, step: u32, purpose: Purpose, index: u32) -> [f32; 4] {
        self.words(customer, step, purpose, index).map(uniform)
    }

    /// A generator over the draws of one customer, step and purpose, for distributions that take as many words as they like.
    pub fn stream(self, customer: u64, step: u32, purpose: Purpose) -> KeyedRng {
        KeyedRng { keyed: self, customer, step, purpose, index: 0, words: [0; 4], used: 4 }
    }

    /// The seed of world number `world`.
    pub fn world_seed(seed: u64, world: u64) -> u64 {
        let words = Self::new(seed).words(world, 0, Purpose::World, 0);
        u64::from(words[0]) | u64::from(words[1]) << 32
    }
}

/// A word as a uniform number in the open interval (0, 1): the middle of one of 2^23 equal steps.
#[inline(always)]
pub fn uniform(word: u32) -> f32 {
    (word >> 9) as f32 * (1.0 / 8_388_608.0) + 1.0 / 16_777_216.0
}

#[inline(always)]
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let left = u64::from(counter[0]) * 0xd251_1f53;
        let right = u64::from(counter[2]) * 0xcd9e_8d57;
        counter = [(right >> 32) as u32 ^ counter[1] ^ key[0], right as u32, (left >> 32) as u32 ^ counter[3] ^ key[1], left as u32];
        key = [key[0].wrapping_add(0x9e37_79b9), key[1].wrapping_add(0xbb67_ae85)];
    }
    counter
}

/// The draws of one customer, step and purpose one after another, through rand's traits.
#[derive(Clone, Debug)]
pub struct KeyedRng {
    keyed: Keyed,
    customer: u64,
    step: u32,
    purpose: Purpose,
    index: u32,
    words: [u32; 4],
    used: usize,
}

impl KeyedRng {
    fn next(&mut self) -> u32 {
        if self.used == 4 {
            self.words = self.keyed.words(self.customer, self.step, self.purpose, self.index);
            self.index += 1;
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.next());
        Ok(low | u64::from(self.next()) << 32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn philox_gives_the_published_known_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn uniforms_stay_inside_the_open_interval() {
        assert!(uniform(0) > 0.0);
        assert!(uniform(u32::MAX) < 1.0);
    }

    #[test]
    fn a_stream_gives_the_same_words_as_direct_draws() {
        let keyed = Keyed::new(7);
        let mut stream = keyed.stream(3, 2, Purpose::Traits);
        for index in 0..3 {
            for word in keyed.words(3, 2, Purpose::Traits, index) {
                assert_eq!(stream.next_u32(), word);
            }
        }
    }

    /// Correlation of 40,000 pairs of independent uniforms has standard deviation 0.005; five of them is the limit.
    #[test]
    fn purposes_customers_steps_and_seeds_are_uncorrelated() {
        let n = 40_000u32;
        let pair = |f: &dyn Fn(u32) -> (f32, f32)| {
            let (mut sx, mut sy, mut sxy, mut sxx, mut syy) = (0.0f64, 0.0f64, 0.0f64, 0.0f64, 0.0f64);
            for i in 0..n {
                let (x, y) = f(i);
                let (x, y) = (f64::from(x), f64::from(y));
                sx += x;
                sy += y;
                sxy += x * y;
                sxx += x * x;
                syy += y * y;
            }
            let n = f64::from(n);
            (sxy / n - sx / n * sy / n) / ((sxx / n - (sx / n).powi(2)) * (syy / n - (sy / n).powi(2))).sqrt()
        };
        let keyed = Keyed::new(11);
        let at = |customer: u32, step, purpose, index| keyed.uniforms(u64::from(customer), step, purpose, index)[0];
        let purposes: [Purpose; 6] = [Purpose::Day, Purpose::Contacts, Purpose::Answer, Purpose::Feedback, Purpose::Search, Purpose::Traits];
        for (place, &a) in purposes.iter().enumerate() {
            for &b in &purposes[place + 1..] {
                assert!(pair(&|i| (at(i, 5, a, 0), at(i, 5, b, 0))).abs() < 0.025, "{a:?} {b:?}");
            }
        }
        assert!(pair(&|i| (at(i, 5, Purpose::Day, 0), at(i + 1, 5, Purpose::Day, 0))).abs() < 0.025);
        assert!(pair(&|i| (at(i, 5, Purpose::Day, 0), at(i, 6, Purpose::Day, 0))).abs() < 0.025);
        assert!(pair(&|i| (at(i, 5, Purpose::Day, 0), at(i, 5, Purpose::Day, 1))).abs() < 0.025);
        let other = Keyed::new(12);
        assert!(pair(&|i| (at(i, 5, Purpose::Day, 0), other.uniforms(u64::from(i), 5, Purpose::Day, 0)[0])).abs() < 0.025);
    }
}
