//! Random draws for resampling: the same on every machine for the same seed, a stream of its own for each draw.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::distributions::{binomial_probability, hypergeometric_probability};
use super::{Measured, Undefined};

/// A stream of random numbers.
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of that number under a seed. Streams do not overlap, so draws may be taken in any order.
    pub fn new(seed: u64, number: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(number);
        Self(generator)
    }

    /// Uniform in 0 to below 1, in steps of 2^-53.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform among the whole numbers below `end`, which is at least 1: the high half of a product, drawn again where it would favour some (Lemire).
    pub fn below(&mut self, end: usize) -> usize {
        let end = end as u64;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(end);
            if product as u64 >= end.wrapping_neg() % end {
                return (product >> 64) as usize;
            }
        }
    }

    /// Puts values in random order, all orders equally likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for place in (1..values.len()).rev() {
            values.swap(place, self.below(place + 1));
        }
    }

    /// How many of `drawn` items, taken without replacement from `items`, are among the `marked`.
    ///
    /// # Errors
    /// Undefined if more are marked or drawn than there are.
    pub fn hypergeometric(&mut self, items: u64, marked: u64, drawn: u64) -> Result<u64, Undefined> {
        if marked > items || drawn > items {
            return Err(Undefined::new("more are marked or drawn than there are"));
        }
        let range = (drawn.saturating_sub(items - marked), drawn.min(marked));
        let mode = ((drawn as f64 + 1.0) * (marked as f64 + 1.0) / (items as f64 + 2.0)) as u64;
        let unmarked = items - marked;
        // P(k + 1) / P(k)
        let rise = |k: u64| (marked - k) as f64 * (drawn - k) as f64 / ((k + 1) as f64 * (unmarked + k + 1 - drawn) as f64);
        self.outward(range, mode, |k| hypergeometric_probability(k, items, marked, drawn), rise)
    }

    /// How many of `trials` succeed, each with the same chance.
    ///
    /// # Errors
    /// Undefined for a chance outside 0 to 1.
    pub fn binomial(&mut self, trials: u64, chance: f64) -> Result<u64, Undefined> {
        if !(0.0..=1.0).contains(&chance) {
            return Err(Undefined::new("a chance lies between 0 and 1"));
        }
        if chance == 0.0 || chance == 1.0 {
            return Ok(if chance == 1.0 { trials } else { 0 });
        }
        let mode = ((trials as f64 + 1.0) * chance) as u64;
        let odds = chance / (1.0 - chance);
        let rise = |k: u64| (trials - k) as f64 / (k + 1) as f64 * odds;
        self.outward((0, trials), mode, |k| binomial_probability(k, trials, chance), rise)
    }

    /// Inversion that begins at the mode and goes outward on both sides in turn, so that it takes about as many steps as the distribution is wide.
    fn outward(
        &mut self,
        (lowest, highest): (u64, u64),
        mode: u64,
        probability: impl Fn(u64) -> Measured,
        rise: impl Fn(u64) -> f64,
    ) -> Result<u64, Undefined> {
        let mode = mode.clamp(lowest, highest);
        let start = probability(mode)?;
        let mut left = self.uniform() - start;
        let (mut up, mut down) = (mode, mode);
        let (mut chance_up, mut chance_down) = (start, start);
        while left >= 0.0 && (up < highest || down > lowest) {
            if up < highest {
                chance_up *= rise(up);
                up += 1;
                left -= chance_up;
                if left < 0.0 {
                    return Ok(up);
                }
            }
            if down > lowest {
                down -= 1;
                chance_down /= rise(down);
                left -= chance_down;
                if left < 0.0 {
                    return Ok(down);
                }
            }
            if chance_up + chance_down < 1e-300 {
                break;
            }
        }
        Ok(mode)
    }

    /// How often each of several cells with the given counts comes up in as many draws with replacement as there are counts together.
    ///
    /// # Errors
    /// None for whole counts.
    pub fn redrawn(&mut self, counts: &[u64]) -> Result<Vec<u64>, Undefined> {
        let total: u64 = counts.iter().sum();
        let (mut trials, mut rest) = (total, total);
        let mut drawn = Vec::with_capacity(counts.len());
        for &count in counts {
            let chance = if rest > 0 { count as f64 / rest as f64 } else { 0.0 };
            let found = self.binomial(trials, chance)?;
            trials -= found;
            rest -= count;
            drawn.push(found);
        }
        Ok(drawn)
    }

    /// Deals marked items to groups of the given sizes, all ways to deal equally likely (multivariate hypergeometric).
    ///
    /// # Errors
    /// Undefined if more are marked than there are.
    pub fn dealt(&mut self, sizes: &[u64], marked: u64) -> Result<Vec<u64>, Undefined> {
        let mut items: u64 = sizes.iter().sum();
        let mut marked = marked;
        let mut dealt = Vec::with_capacity(sizes.len());
        for &size in sizes {
            let found = self.hypergeometric(items, marked, size)?;
            items -= size;
            marked -= found;
            dealt.push(found);
        }
        Ok(dealt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_numbers_stay_the_same() {
        let mut stream = Stream::new(7, 0);
        let found = [stream.below(1_000), stream.below(1_000), stream.below(1_000)];
        let mut again = Stream::new(7, 0);
        assert_eq!(found, [again.below(1_000), again.below(1_000), again.below(1_000)]);
        let mut other = Stream::new(7, 1);
        assert_ne!(found, [other.below(1_000), other.below(1_000), other.below(1_000)]);
        assert_eq!(found, FIRST);
    }

    /// Drawn once; another generator or another way to use it would change every published interval.
    const FIRST: [usize; 3] = [157, 167, 704];

    /// Chi-square distance of 20,000 draws from the exact probabilities, over cells with an expectation of at least 5.
    fn far_from(draw: impl Fn(&mut Stream) -> u64, probability: impl Fn(u64) -> f64, most: u64) -> (f64, f64) {
        let mut counts = vec![0.0; most as usize + 1];
        for number in 0..20_000 {
            counts[draw(&mut Stream::new(11, number)) as usize] += 1.0;
        }
        let cells = counts.iter().enumerate().map(|(k, count)| (*count, 20_000.0 * probability(k as u64))).filter(|cell| cell.1 >= 5.0);
        cells.fold((0.0, -1.0), |(sum, cells), (count, expected)| (sum + (count - expected) * (count - expected) / expected, cells + 1.0))
    }

    /// A chi-square of f degrees of freedom lies below f + 5 sqrt(2 f) but for a chance of about 1e-5; the seed is fixed.
    #[test]
    fn draws_have_their_distribution() {
        for (items, marked, drawn) in [(10, 4, 5), (200, 60, 90), (50, 49, 10), (5_000, 2_000, 400)] {
            let probability = |k| hypergeometric_probability(k, items, marked, drawn).unwrap_or(0.0);
            let (far, freedom) = far_from(|stream| stream.hypergeometric(items, marked, drawn).expect("inside"), probability, drawn);
            assert!(far < freedom + 5.0 * (2.0 * freedom).sqrt(), "{items} {marked} {drawn}: {far} of {freedom}");
        }
        for (trials, chance) in [(7, 0.3), (400, 0.02), (1_000, 0.5)] {
            let probability = |k| binomial_probability(k, trials, chance).unwrap_or(0.0);
            let (far, freedom) = far_from(|stream| stream.binomial(trials, chance).expect("a chance"), probability, trials);
            assert!(far < freedom + 5.0 * (2.0 * freedom).sqrt(), "{trials} {chance}: {far} of {freedom}");
        }
        let (far, freedom) = far_from(|stream| stream.below(6) as u64, |_| 1.0 / 6.0, 5);
        assert!(far < freedom + 5.0 * (2.0 * freedom).sqrt());
    }

    #[test]
    fn edges() {
        let mut stream = Stream::new(1, 1);
        assert_eq!((stream.hypergeometric(0, 0, 0), stream.hypergeometric(5, 5, 3), stream.hypergeometric(5, 0, 3)), (Ok(0), Ok(3), Ok(0)));
        assert!(stream.hypergeometric(5, 6, 1).is_err() && stream.binomial(5, f64::NAN).is_err());
        assert_eq!((stream.binomial(5, 0.0), stream.binomial(5, 1.0), stream.binomial(0, 0.4)), (Ok(0), Ok(5), Ok(0)));
        assert_eq!(stream.redrawn(&[0, 0]), Ok(vec![0, 0]));
        assert!(stream.dealt(&[1, 1], 3).is_err());
        assert!(stream.hypergeometric(4_000_000_000, 2_000_000_000, 2_000_000_000).is_ok());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(sizes in prop::collection::vec(0u64..300, 1..8), part in 0.0..=1.0f64, seed in any::<u64>()) {
            let total: u64 = sizes.iter().sum();
            let marked = (total as f64 * part) as u64;
            let mut stream = Stream::new(seed, 0);
            let dealt = stream.dealt(&sizes, marked).expect("inside");
            prop_assert_eq!(dealt.iter().sum::<u64>(), marked);
            prop_assert!(dealt.iter().zip(&sizes).all(|(dealt, size)| dealt <= size));
            prop_assert_eq!(stream.redrawn(&sizes).expect("whole").iter().sum::<u64>(), total);
            let mut order: Vec<u64> = (0..20).collect();
            stream.shuffle(&mut order);
            order.sort_unstable();
            prop_assert_eq!(order, (0..20).collect::<Vec<_>>());
        }
    }
}
