//! The panel: a few customers of a world, the same under every variant, of whom is kept what they consumed and saw, item by item. Measures of pairs
//! of people and of single baskets need it. Merges exactly, in any order.

use std::ops::Range;

use super::PanelCount;

/// How many customers are in the panel, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PanelSize {
    /// Customers in the panel; 0 where there is none.
    pub people: usize,
    /// Customers of the world.
    pub of: u64,
}

impl PanelSize {
    /// A panel of so many of the customers of a world, at most all of them.
    pub fn new(people: u64, of: u64) -> Self {
        Self { people: people.min(of) as usize, of }
    }

    /// Place of a customer in the panel, if she is in it. Customers are cut into as many runs of neighbours as the panel has places, and a hash
    /// chooses one of each run, so that any shard knows who is in it without looking at others.
    #[inline(always)]
    pub fn place(self, customer: u64) -> Option<usize> {
        if self.people == 0 {
            return None;
        }
        let place = (u128::from(customer) * self.people as u128 / u128::from(self.of)) as usize;
        (self.customer(place) == customer).then_some(place)
    }

    /// The customer at a place of the panel.
    pub fn customer(self, place: usize) -> u64 {
        let end = |place: usize| (place as u128 * u128::from(self.of)).div_ceil(self.people as u128) as u64;
        let first = end(place);
        first + scramble(place as u64) % (end(place + 1) - first)
    }
}

/// A number that looks like chance (SplitMix64).
pub fn scramble(number: u64) -> u64 {
    let mut word = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// One choice of a customer in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelChoice {
    /// Day, from 0.
    pub day: usize,
    /// Touch of the day, from 0.
    pub touch: u32,
    /// Item.
    pub item: usize,
    /// Out of what was shown, not of own search.
    pub from_slate: bool,
}

const ITEM_BITS: u32 = 20;
const TOUCH_BITS: u32 = 6;
const DAY_BITS: u32 = 12;
const PLACE_BITS: u32 = 20;

impl PanelChoice {
    /// As one number that sorts by variant, place, day and touch.
    fn pack(self, variant: usize, place: usize) -> u64 {
        let touch = u64::from(self.touch).min((1 << TOUCH_BITS) - 1);
        let mut word = key(variant, place, self.day);
        word = word << TOUCH_BITS | touch;
        word << (ITEM_BITS + 1) | (self.item as u64) << 1 | u64::from(self.from_slate)
    }

    fn unpack(word: u64) -> Self {
        let cut = |shift: u32, bits: u32| word >> shift & ((1 << bits) - 1);
        Self {
            from_slate: word & 1 == 1,
            item: cut(1, ITEM_BITS) as usize,
            touch: cut(1 + ITEM_BITS, TOUCH_BITS) as u32,
            day: cut(1 + ITEM_BITS + TOUCH_BITS, DAY_BITS) as usize,
        }
    }
}

/// Variant, place and day, in this order.
fn key(variant: usize, place: usize, day: usize) -> u64 {
    (((variant as u64) << PLACE_BITS) + place as u64) << DAY_BITS | day as u64
}

/// Most variants that a scenario with a panel may have, the twin counted.
pub const PANEL_VARIANTS: usize = 1 << (64 - 1 - ITEM_BITS - TOUCH_BITS - DAY_BITS - PLACE_BITS);

/// What is kept of the panel. Everything is empty where there is no panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    size: PanelSize,
    items: usize,
    topics: usize,
    checkpoints: usize,
    /// Choices, packed and sorted.
    pub(super) log: Vec<u64>,
    /// By variant and place: a bit for each item that was shown at least once.
    pub(super) shown: Vec<u64>,
    /// By variant and place: a bit for each item that the person would truly like better than nothing, at the end of the run.
    pub(super) liked: Vec<u64>,
    /// By variant, place, checkpoint and topic: interests as logits, fixed point.
    pub(super) interests: Vec<i64>,
    /// By place and topic: innate interests, fixed point.
    pub(super) innate: Vec<i64>,
    /// By variant, place and [`PanelCount`].
    pub(super) sums: Vec<i64>,
    /// By place: cell, from 1; 0 while nothing is known.
    pub(super) cells: Vec<u64>,
    /// By item and topic: the mix, fixed point.
    pub(super) mixes: Vec<i64>,
    /// By item: quality, fixed point.
    pub(super) qualities: Vec<i64>,
    /// By item: place in the order of popularity before the first day, from 1; 0 while nothing is known.
    pub(super) ranks: Vec<u64>,
}

impl Panel {
    /// An empty panel.
    pub fn new(size: PanelSize, variants: usize, items: usize, topics: usize, checkpoints: usize) -> Self {
        if size.people == 0 {
            return Self::default();
        }
        let lives = variants * size.people;
        let words = items.div_ceil(64);
        Self {
            size,
            items,
            topics,
            checkpoints,
            log: Vec::new(),
            shown: vec![0; lives * words],
            liked: vec![0; lives * words],
            interests: vec![0; lives * checkpoints * topics],
            innate: vec![0; size.people * topics],
            sums: vec![0; lives * PanelCount::COUNT],
            cells: vec![0; size.people],
            mixes: vec![0; items * topics],
            qualities: vec![0; items],
            ranks: vec![0; items],
        }
    }

    /// Customers in the panel.
    pub fn people(&self) -> usize {
        self.size.people
    }

    /// Place of a customer in the panel, if she is in it.
    #[inline(always)]
    pub fn place(&self, customer: u64) -> Option<usize> {
        self.size.place(customer)
    }

    /// Adds another panel of the same sizes.
    pub(super) fn merge(&mut self, other: &Self) {
        if !other.log.is_empty() {
            self.log.extend_from_slice(&other.log);
            self.log.sort_unstable();
        }
        let unite = |into: &mut [u64], from: &[u64]| into.iter_mut().zip(from).for_each(|(mine, theirs)| *mine |= theirs);
        unite(&mut self.shown, &other.shown);
        unite(&mut self.liked, &other.liked);
        unite(&mut self.cells, &other.cells);
        let add = |into: &mut [i64], from: &[i64]| into.iter_mut().zip(from).for_each(|(mine, theirs)| *mine += theirs);
        add(&mut self.interests, &other.interests);
        add(&mut self.sums, &other.sums);
        // What every shard that knows it knows alike is taken from one that does.
        let adopt =
            |into: &mut [i64], from: &[i64]| into.iter_mut().zip(from).filter(|(mine, _)| **mine == 0).for_each(|(mine, theirs)| *mine = *theirs);
        adopt(&mut self.innate, &other.innate);
        adopt(&mut self.mixes, &other.mixes);
        adopt(&mut self.qualities, &other.qualities);
        unite(&mut self.ranks, &other.ranks);
    }

    /// Says what an item is: mix, quality, place in the order of popularity before the first day (from 1).
    pub fn describe(&mut self, item: usize, mix: impl Iterator<Item = i64>, quality: i64, rank: u64) {
        for (place, part) in self.mixes[item * self.topics..].iter_mut().take(self.topics).zip(mix) {
            *place = part;
        }
        self.qualities[item] = quality;
        self.ranks[item] = rank;
    }

    /// Says who is at a place: cell and innate interests (fixed point).
    pub fn introduce(&mut self, place: usize, cell: usize, innate: impl Iterator<Item = i64>) {
        self.cells[place] = cell as u64 + 1;
        for (own, part) in self.innate[place * self.topics..].iter_mut().take(self.topics).zip(innate) {
            *own = part;
        }
    }

    /// Keeps a choice.
    pub fn choose(&mut self, variant: usize, place: usize, choice: PanelChoice) {
        if variant < PANEL_VARIANTS {
            self.log.push(choice.pack(variant, place));
        }
    }

    /// Puts choices in order once a shard is done with them.
    pub fn settle(&mut self) {
        self.log.sort_unstable();
    }

    /// Keeps what a slate showed.
    pub fn show(&mut self, variant: usize, place: usize, items: &[u32]) {
        let bits = self.bits(variant, place);
        for &item in items {
            self.shown[bits.start + item as usize / 64] |= 1 << (item % 64);
        }
    }

    /// Keeps that the person would truly like an item.
    pub fn like(&mut self, variant: usize, place: usize, item: usize) {
        let bits = self.bits(variant, place);
        self.liked[bits.start + item / 64] |= 1 << (item % 64);
    }

    /// Adds to a sum.
    pub fn add(&mut self, variant: usize, place: usize, column: PanelCount, amount: i64) {
        self.sums[(variant * self.size.people + place) * PanelCount::COUNT + column as usize] += amount;
    }

    /// Interests at a checkpoint, to be written.
    pub fn interests_mut(&mut self, variant: usize, place: usize, checkpoint: usize) -> &mut [i64] {
        let start = self.interests_start(variant, place, checkpoint);
        &mut self.interests[start..start + self.topics]
    }

    /// Choices of a person, in order.
    pub fn choices(&self, variant: usize, place: usize) -> impl Iterator<Item = PanelChoice> + '_ {
        let start = |place: usize| {
            let first = key(variant, place, 0) << (TOUCH_BITS + ITEM_BITS + 1);
            self.log.partition_point(|&word| word < first)
        };
        // Beyond the last place of the last variant there is no key.
        let end = if (variant + 1, place + 1) == (PANEL_VARIANTS, 1 << PLACE_BITS) { self.log.len() } else { start(place + 1) };
        self.log.get(start(place)..end).unwrap_or(&[]).iter().map(|&word| PanelChoice::unpack(word))
    }

    /// Whether everybody left the same under two variants.
    pub(super) fn same(&self, one: usize, other: usize) -> bool {
        (0..self.size.people).all(|place| {
            let (a, b) = (self.bits(one, place), self.bits(other, place));
            self.choices(one, place).eq(self.choices(other, place))
                && self.shown.get(a.clone()) == self.shown.get(b.clone())
                && self.liked.get(a) == self.liked.get(b)
                && PanelCount::ALL.iter().all(|&column| self.sum(one, place, column) == self.sum(other, place, column))
                && (0..self.checkpoints).all(|checkpoint| self.interests(one, place, checkpoint) == self.interests(other, place, checkpoint))
        })
    }

    /// Items that a person would truly like, and how many of them were shown at least once.
    pub fn liked_and_shown(&self, variant: usize, place: usize) -> (u64, u64) {
        let bits = self.bits(variant, place);
        let (liked, shown) = (&self.liked[bits.clone()], &self.shown[bits]);
        let count = |words: &mut dyn Iterator<Item = u64>| words.map(|word| u64::from(word.count_ones())).sum();
        (count(&mut liked.iter().copied()), count(&mut liked.iter().zip(shown).map(|(liked, shown)| liked & shown)))
    }

    /// A sum.
    pub fn sum(&self, variant: usize, place: usize, column: PanelCount) -> i64 {
        self.sums[(variant * self.size.people + place) * PanelCount::COUNT + column as usize]
    }

    /// Interests at a checkpoint, fixed point.
    pub fn interests(&self, variant: usize, place: usize, checkpoint: usize) -> &[i64] {
        let start = self.interests_start(variant, place, checkpoint);
        &self.interests[start..start + self.topics]
    }

    /// Innate interests, fixed point.
    pub fn innate(&self, place: usize) -> &[i64] {
        &self.innate[place * self.topics..(place + 1) * self.topics]
    }

    /// Cell of the person at a place; `None` where nobody was flown.
    pub fn cell(&self, place: usize) -> Option<usize> {
        self.cells.get(place).and_then(|&cell| (cell as usize).checked_sub(1))
    }

    /// Mix of an item, fixed point.
    pub fn mix(&self, item: usize) -> &[i64] {
        &self.mixes[item * self.topics..(item + 1) * self.topics]
    }

    /// Quality of each item, fixed point.
    pub fn qualities(&self) -> &[i64] {
        &self.qualities
    }

    /// Place of each item in the order of popularity before the first day, from 1.
    pub fn ranks(&self) -> &[u64] {
        &self.ranks
    }

    /// Columns whose lengths follow from the sizes, unsigned and signed, for writing to a file and reading back.
    pub fn columns(&mut self) -> ([&mut [u64]; 4], [&mut [i64]; 5]) {
        (
            [&mut self.shown, &mut self.liked, &mut self.cells, &mut self.ranks],
            [&mut self.interests, &mut self.innate, &mut self.sums, &mut self.mixes, &mut self.qualities],
        )
    }

    /// Choices as they are written to a file.
    pub fn log(&self) -> &[u64] {
        &self.log
    }

    /// Takes choices from a file; `false` where they are not what [`Panel::log`] gave.
    pub fn take_log(&mut self, log: Vec<u64>) -> bool {
        let known = |&word: &u64| PanelChoice::unpack(word).item < self.items;
        let fits = log.is_sorted() && log.iter().all(known);
        self.log = log;
        fits
    }

    fn bits(&self, variant: usize, place: usize) -> Range<usize> {
        let words = self.items.div_ceil(64);
        let start = (variant * self.size.people + place) * words;
        start..start + words
    }

    fn interests_start(&self, variant: usize, place: usize, checkpoint: usize) -> usize {
        ((variant * self.size.people + place) * self.checkpoints + checkpoint) * self.topics
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choice(day: usize, touch: u32, item: usize, from_slate: bool) -> PanelChoice {
        PanelChoice { day, touch, item, from_slate }
    }

    proptest! {
        #[test]
        fn everybody_chosen_knows_it_and_nobody_else(people in 1u64..50, more in 0u64..200) {
            let size = PanelSize::new(people, people + more);
            let chosen: Vec<u64> = (0..size.people).map(|place| size.customer(place)).collect();
            prop_assert!(chosen.is_sorted());
            for customer in 0..size.of {
                prop_assert_eq!(size.place(customer), chosen.iter().position(|&other| other == customer));
            }
        }

        #[test]
        fn choices_come_back_as_they_were(variant in 0..PANEL_VARIANTS, place in 0usize..1 << PLACE_BITS, day in 0usize..3_650, item in 0usize..50_000) {
            let mut panel = Panel::default();
            panel.choose(variant, place, choice(day, 3, item, day % 2 == 0));
            panel.choose(variant, place.saturating_sub(1), choice(1, 0, 7, true));
            panel.settle();
            let mut expected = vec![choice(day, 3, item, day % 2 == 0)];
            if place == 0 {
                expected.push(choice(1, 0, 7, true));
                expected.sort_by_key(|choice| (choice.day, choice.touch));
            }
            prop_assert_eq!(panel.choices(variant, place).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_panel_is_at_most_everybody_and_no_panel_is_nobody() {
        assert_eq!(PanelSize::new(2_000, 300).people, 300);
        assert!((0..300).all(|customer| PanelSize::new(2_000, 300).place(customer) == Some(customer as usize)));
        assert!((0..300).all(|customer| PanelSize::new(0, 300).place(customer).is_none()));
        assert_eq!(Panel::new(PanelSize::new(0, 300), 3, 100, 12, 5), Panel::default());
    }

    /// Shards merge to the same in any order, and what both know of items is not counted twice.
    #[test]
    fn panels_merge_in_any_order() {
        let shard = |place: usize, items: [u32; 2]| {
            let mut panel = Panel::new(PanelSize::new(3, 3), 2, 70, 2, 1);
            panel.describe(5, [3, -4].into_iter(), -7, 2);
            panel.introduce(place, place + 1, [place as i64, 1].into_iter());
            for (number, item) in items.into_iter().enumerate() {
                panel.choose(1, place, choice(9 - number, 0, item as usize, true));
            }
            panel.settle();
            panel.show(1, place, &items);
            panel.like(1, place, 69);
            panel.add(1, place, PanelCount::Orders, 1);
            panel.interests_mut(1, place, 0)[1] = 5;
            panel
        };
        let (one, other) = (shard(0, [3, 69]), shard(2, [8, 64]));
        let (mut ahead, mut back) = (one.clone(), other.clone());
        ahead.merge(&other);
        back.merge(&one);
        assert_eq!(ahead, back);
        assert_eq!((ahead.mix(5), ahead.qualities()[5], ahead.ranks()[5]), (&[3, -4][..], -7, 2));
        assert_eq!(ahead.choices(1, 0).map(|choice| choice.item).collect::<Vec<_>>(), [69, 3], "by day");
        assert_eq!(ahead.choices(0, 0).count() + ahead.choices(1, 1).count(), 0);
        assert_eq!((ahead.liked_and_shown(1, 0), ahead.liked_and_shown(1, 2)), ((1, 1), (1, 0)));
        assert_eq!((ahead.cell(0), ahead.cell(1), ahead.cell(2)), (Some(1), None, Some(3)));
        assert_eq!((ahead.sum(1, 2, PanelCount::Orders), ahead.interests(1, 2, 0), ahead.innate(2)), (1, &[0, 5][..], &[2, 1][..]));
    }
}
