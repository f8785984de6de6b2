//! The ledger's storage: flat integer columns and their exact merge.

use super::{
    BINS, CellMap, Check, Count, Histogram, ItemFacts, OFFER_COUNTS, Offer, OfferTable, OutcomeSize, Outcomes, Oversight, Panel, PanelSize, Rare,
    SCORE_BINS, Supply, Traffic, fixed,
};

/// The sizes of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Variants, the twin first.
    pub variants: usize,
    /// Simulated days.
    pub days: usize,
    /// Segments and groups.
    pub cells: CellMap,
    /// Items.
    pub items: usize,
    /// Topics.
    pub topics: usize,
    /// Days between checkpoints; the last checkpoint is the last day.
    pub checkpoint_days: usize,
    /// Groups of providers; 0 where providers are not told apart.
    pub providers: usize,
    /// Channels.
    pub channels: usize,
    /// For each variant, whether the crowd's choices are kept by epoch (it is looked at by the policy or by customers).
    pub crowd: Vec<bool>,
    /// For each variant, what its engine keeps beside sales.
    pub learning: Vec<Learning>,
    /// Whether an organisation watches anything, so that what it does is kept.
    pub oversight: bool,
    /// The panel.
    pub panel: PanelSize,
    /// The A/B test.
    pub test: OutcomeSize,
    /// Whether the test is flown once more with one crowd for all its variants.
    pub shared_test: bool,
}

/// What the engine of a variant keeps beside sales, in numbers; what they mean is the engine's own business.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learning {
    /// Gathered while customers live, added up over all of them, forgotten when the world is flown.
    pub gathered: usize,
    /// Learned from that by the end of each epoch, kept for those who fly a customer again.
    pub taught: usize,
}

impl Shape {
    /// Number of checkpoints, which is also the number of epochs.
    pub fn checkpoints(&self) -> usize {
        self.days.div_ceil(self.checkpoint_days)
    }
    /// Numbers that are kept of what the organisation does.
    pub fn oversight_size(&self) -> usize {
        if self.oversight { self.variants * self.days * Oversight::COUNT } else { 0 }
    }
    /// Number of days simulated up to and including a checkpoint.
    pub fn checkpoint_day(&self, checkpoint: usize) -> usize {
        ((checkpoint + 1) * self.checkpoint_days).min(self.days)
    }
}

/// Counts and exact sums of one world, all variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// Sizes.
    pub shape: Shape,
    /// Seed of the world.
    pub seed: u64,
    /// Customers by cell.
    pub customers: Vec<u64>,
    counts: Vec<i64>,
    rare: Vec<i64>,
    histograms: Vec<u32>,
    checks: Vec<i64>,
    topics: Vec<i64>,
    /// Slots by variant and item.
    exposure: Vec<u64>,
    /// Choices by variant and item.
    sales: Vec<u64>,
    /// Facts of items, packed; 0 where nothing is said.
    facts: Vec<u64>,
    /// By variant, epoch and group of providers.
    supply: Vec<i64>,
    /// By variant, cell and channel.
    traffic: Vec<i64>,
    /// Pooled topic mass of slates (fixed point) by variant, checkpoint and segment.
    slate_topics: Vec<i64>,
    /// What the organisation did, by variant and day; empty where nobody watches anything.
    oversight: Vec<i64>,
    /// Premium offers by variant, checkpoint and cell: counts, and sums of scores (fixed point).
    offers: Vec<u32>,
    scores: Vec<i64>,
    /// Choices by epoch, segment and item, for each variant that looks at the crowd.
    crowd: Vec<Vec<u32>>,
    /// What engines gather, by variant.
    gathered: Vec<Vec<i64>>,
    /// What engines have learned, by variant, then by epoch.
    taught: Vec<Vec<i64>>,
    /// What is kept of single customers.
    pub panel: Panel,
    /// What customers in the test did, each variant with a crowd of its own.
    pub test: Outcomes,
    /// What they did where all variants of the test share one crowd, each under her assigned variant only; empty where that is not flown.
    pub shared_test: Outcomes,
}

impl Ledger {
    /// An empty ledger.
    pub fn new(shape: Shape, seed: u64) -> Self {
        let cells = shape.cells.cells();
        let (variants, days, segments) = (shape.variants, shape.days, shape.cells.segments);
        let checkpoints = shape.checkpoints();
        let crowd_size = checkpoints * segments * shape.items;
        Self {
            seed,
            customers: vec![0; cells],
            counts: vec![0; variants * days * cells * Count::COUNT],
            rare: vec![0; variants * days * cells * Rare::COUNT],
            histograms: vec![0; variants * Histogram::COUNT * days * segments * BINS],
            checks: vec![0; variants * checkpoints * segments * Check::COUNT],
            topics: vec![0; variants * checkpoints * segments * shape.topics],
            exposure: vec![0; variants * shape.items],
            sales: vec![0; variants * shape.items],
            facts: vec![0; shape.items],
            supply: vec![0; variants * checkpoints * shape.providers * Supply::COUNT],
            traffic: vec![0; variants * cells * shape.channels * Traffic::COUNT],
            slate_topics: vec![0; variants * checkpoints * segments * shape.topics],
            oversight: vec![0; shape.oversight_size()],
            offers: vec![0; variants * checkpoints * cells * OFFER_COUNTS],
            scores: vec![0; variants * checkpoints * cells * SCORE_BINS],
            crowd: shape.crowd.iter().map(|&kept| if kept { vec![0; crowd_size] } else { Vec::new() }).collect(),
            gathered: shape.learning.iter().map(|learning| vec![0; learning.gathered]).collect(),
            taught: shape.learning.iter().map(|learning| vec![0; checkpoints * learning.taught]).collect(),
            panel: Panel::new(shape.panel, variants, shape.items, shape.topics, checkpoints),
            test: Outcomes::new(shape.test, variants),
            shared_test: Outcomes::new(if shape.shared_test { shape.test } else { OutcomeSize::none() }, variants),
            shape,
        }
    }

    /// Adds another ledger of the same shape: associative, commutative, exact.
    ///
    /// # Panics
    /// If the shapes differ: ledgers of one world always agree.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.shape, other.shape, "only ledgers of one shape merge");
        add(&mut self.customers, &other.customers);
        add(&mut self.counts, &other.counts);
        add(&mut self.rare, &other.rare);
        add(&mut self.histograms, &other.histograms);
        add(&mut self.checks, &other.checks);
        add(&mut self.topics, &other.topics);
        add(&mut self.exposure, &other.exposure);
        add(&mut self.sales, &other.sales);
        add(&mut self.supply, &other.supply);
        add(&mut self.traffic, &other.traffic);
        add(&mut self.slate_topics, &other.slate_topics);
        add(&mut self.oversight, &other.oversight);
        add(&mut self.offers, &other.offers);
        add(&mut self.scores, &other.scores);
        for (mine, theirs) in self.facts.iter_mut().zip(&other.facts) {
            *mine = (*mine).max(*theirs);
        }
        for (mine, theirs) in self.crowd.iter_mut().zip(&other.crowd) {
            add(mine, theirs);
        }
        self.panel.merge(&other.panel);
        self.test.merge(&other.test);
        self.shared_test.merge(&other.shared_test);
        for (mine, theirs) in self.gathered.iter_mut().zip(&other.gathered).chain(self.taught.iter_mut().zip(&other.taught)) {
            add(mine, theirs);
        }
    }

    /// The first table in which two variants differ; nothing where both left the same counts everywhere.
    pub fn difference_between(&self, one: usize, other: usize) -> Option<&'static str> {
        let variants = self.shape.variants;
        if one >= variants || other >= variants {
            return Some("variants");
        }
        fn same<T: PartialEq>(column: &[T], variants: usize, one: usize, other: usize) -> bool {
            let size = column.len() / variants;
            column.get(one * size..(one + 1) * size) == column.get(other * size..(other + 1) * size)
        }
        let signed = [
            ("counts", &self.counts),
            ("rare counts", &self.rare),
            ("checkpoints", &self.checks),
            ("topics", &self.topics),
            ("supply", &self.supply),
            ("traffic", &self.traffic),
            ("topics of slates", &self.slate_topics),
            ("oversight", &self.oversight),
        ];
        let unsigned = [("exposure", &self.exposure), ("sales", &self.sales)];
        let by_variant = |name, equal: bool| (!equal).then_some(name);
        signed
            .iter()
            .find_map(|(name, column)| by_variant(*name, same(column, variants, one, other)))
            .or_else(|| unsigned.iter().find_map(|(name, column)| by_variant(*name, same(column, variants, one, other))))
            .or_else(|| by_variant("histograms", same(&self.histograms, variants, one, other)))
            .or_else(|| by_variant("crowd", self.crowd.get(one) == self.crowd.get(other)))
            .or_else(|| by_variant("what the engine learned", self.taught.get(one) == self.taught.get(other)))
            .or_else(|| by_variant("panel", self.panel.same(one, other)))
    }

    /// The columns of one variant, day (from 0) and cell, to add to.
    #[inline(always)]
    pub fn day_mut(&mut self, variant: usize, day: usize, cell: usize) -> &mut [i64; Count::COUNT] {
        let start = ((variant * self.shape.days + day) * self.customers.len() + cell) * Count::COUNT;
        let Some(row) = self.counts[start..].first_chunk_mut() else { unreachable!("a row has as many columns as there are counts") };
        row
    }

    /// One column of one variant, day (from 0) and cell.
    pub fn count(&self, variant: usize, day: usize, cell: usize, column: Count) -> i64 {
        self.counts[((variant * self.shape.days + day) * self.customers.len() + cell) * Count::COUNT + column as usize]
    }

    #[inline(always)]
    fn rare_place(&self, variant: usize, day: usize, cell: usize, column: Rare) -> usize {
        ((variant * self.shape.days + day) * self.customers.len() + cell) * Rare::COUNT + column as usize
    }

    /// Adds to a column of what happens seldom.
    #[inline(always)]
    pub fn note(&mut self, variant: usize, day: usize, cell: usize, column: Rare, amount: i64) {
        let place = self.rare_place(variant, day, cell, column);
        self.rare[place] += amount;
    }

    /// One column of what happens seldom, of one variant, day (from 0) and cell.
    pub fn rare(&self, variant: usize, day: usize, cell: usize, column: Rare) -> i64 {
        self.rare[self.rare_place(variant, day, cell, column)]
    }

    /// Adds to a column of what the organisation does, of one variant and day (from 0); nothing where nobody watches anything.
    pub fn oversee(&mut self, variant: usize, day: usize, column: Oversight, amount: i64) {
        if let Some(place) = self.oversight.get_mut((variant * self.shape.days + day) * Oversight::COUNT + column as usize) {
            *place += amount;
        }
    }

    /// One column of what the organisation does, of one variant and day (from 0); 0 where nobody watches anything.
    pub fn oversight(&self, variant: usize, day: usize, column: Oversight) -> i64 {
        self.oversight.get((variant * self.shape.days + day) * Oversight::COUNT + column as usize).copied().unwrap_or(0)
    }

    fn offer_place(&self, variant: usize, checkpoint: usize, cell: usize) -> usize {
        (variant * self.shape.checkpoints() + checkpoint) * self.customers.len() + cell
    }

    /// Counts one customer's first slate on the day of a checkpoint.
    pub fn offer(&mut self, variant: usize, checkpoint: usize, cell: usize, offer: Offer) {
        let place = self.offer_place(variant, checkpoint, cell);
        self.offers[place * OFFER_COUNTS + offer.place()] += 1;
        if let Some(score) = offer.score {
            self.scores[place * SCORE_BINS + offer.place() / 4] += fixed(score);
        }
    }

    /// Premium offers of one variant and checkpoint, summed over cells.
    pub fn offers(&self, variant: usize, checkpoint: usize, cells: &[usize]) -> OfferTable {
        let mut table = OfferTable::default();
        for &cell in cells {
            let place = self.offer_place(variant, checkpoint, cell);
            let counts = &self.offers[place * OFFER_COUNTS..(place + 1) * OFFER_COUNTS];
            table.add_columns(counts, &self.scores[place * SCORE_BINS..(place + 1) * SCORE_BINS]);
        }
        table
    }

    #[inline(always)]
    fn histogram_start(&self, variant: usize, kind: Histogram, day: usize, segment: usize) -> usize {
        (((variant * Histogram::COUNT + kind as usize) * self.shape.days + day) * self.shape.cells.segments + segment) * BINS
    }

    /// Adds one person to a histogram; `position` is 0 at the lower edge and 1 at the upper one and is clamped.
    #[inline(always)]
    pub fn tally(&mut self, variant: usize, kind: Histogram, day: usize, segment: usize, position: f32) {
        let bin = ((position * BINS as f32) as usize).min(BINS - 1);
        let start = self.histogram_start(variant, kind, day, segment);
        self.histograms[start + bin] += 1;
    }

    /// The bins of one histogram.
    pub fn histogram(&self, variant: usize, kind: Histogram, day: usize, segment: usize) -> &[u32] {
        let start = self.histogram_start(variant, kind, day, segment);
        &self.histograms[start..start + BINS]
    }

    fn check_start(&self, variant: usize, checkpoint: usize, segment: usize) -> usize {
        (variant * self.shape.checkpoints() + checkpoint) * self.shape.cells.segments + segment
    }

    /// Adds to one checkpoint column.
    pub fn add_check(&mut self, variant: usize, checkpoint: usize, segment: usize, column: Check, amount: i64) {
        let start = self.check_start(variant, checkpoint, segment);
        self.checks[start * Check::COUNT + column as usize] += amount;
    }

    /// One checkpoint column.
    pub fn check(&self, variant: usize, checkpoint: usize, segment: usize, column: Check) -> i64 {
        self.checks[self.check_start(variant, checkpoint, segment) * Check::COUNT + column as usize]
    }

    /// Pooled topic mass of choices (fixed point) of one variant, checkpoint and segment, to add to.
    pub fn topics_mut(&mut self, variant: usize, checkpoint: usize, segment: usize) -> &mut [i64] {
        let topics = self.shape.topics;
        let start = self.check_start(variant, checkpoint, segment) * topics;
        &mut self.topics[start..start + topics]
    }

    /// Pooled topic mass of choices (fixed point) of one variant, checkpoint and segment.
    pub fn topics(&self, variant: usize, checkpoint: usize, segment: usize) -> &[i64] {
        let topics = self.shape.topics;
        let start = self.check_start(variant, checkpoint, segment) * topics;
        &self.topics[start..start + topics]
    }

    /// Counts one slot.
    #[inline(always)]
    pub fn expose(&mut self, variant: usize, item: usize) {
        self.exposure[variant * self.shape.items + item] += 1;
    }

    /// Counts one choice; by epoch and segment too where the variant looks at the crowd.
    #[inline(always)]
    pub fn sell(&mut self, variant: usize, epoch: usize, segment: usize, item: usize) {
        let items = self.shape.items;
        self.sales[variant * items + item] += 1;
        let crowd = &mut self.crowd[variant];
        if !crowd.is_empty() {
            crowd[(epoch * self.shape.cells.segments + segment) * items + item] += 1;
        }
    }

    /// Counts one choice that no policy's record holds.
    #[inline(always)]
    pub fn sell_unrecorded(&mut self, variant: usize, item: usize) {
        self.sales[variant * self.shape.items + item] += 1;
    }

    /// Says what an item is.
    pub fn describe(&mut self, item: usize, facts: ItemFacts) {
        self.facts[item] = facts.pack();
    }

    /// What an item is; `None` where nothing was said.
    pub fn facts(&self, item: usize) -> Option<ItemFacts> {
        self.facts.get(item).copied().and_then(ItemFacts::unpack)
    }

    /// The columns of one variant, epoch and group of providers, to add to; empty where providers are not told apart.
    #[inline(always)]
    pub fn supply_mut(&mut self, variant: usize, epoch: usize, provider: usize) -> &mut [i64] {
        let start = ((variant * self.shape.checkpoints() + epoch) * self.shape.providers + provider) * Supply::COUNT;
        self.supply.get_mut(start..start + Supply::COUNT).unwrap_or_default()
    }

    /// One column of one variant, epoch and group of providers.
    pub fn supply(&self, variant: usize, epoch: usize, provider: usize, column: Supply) -> i64 {
        self.supply[((variant * self.shape.checkpoints() + epoch) * self.shape.providers + provider) * Supply::COUNT + column as usize]
    }

    /// The columns of one variant, cell and channel, to add to.
    #[inline(always)]
    pub fn traffic_mut(&mut self, variant: usize, cell: usize, channel: usize) -> &mut [i64] {
        let start = ((variant * self.customers.len() + cell) * self.shape.channels + channel) * Traffic::COUNT;
        &mut self.traffic[start..start + Traffic::COUNT]
    }

    /// One column of one variant, cell and channel.
    pub fn traffic(&self, variant: usize, cell: usize, channel: usize, column: Traffic) -> i64 {
        self.traffic[((variant * self.customers.len() + cell) * self.shape.channels + channel) * Traffic::COUNT + column as usize]
    }

    /// Pooled topic mass of slates (fixed point) of one variant, checkpoint and segment, to add to.
    pub fn slate_topics_mut(&mut self, variant: usize, checkpoint: usize, segment: usize) -> &mut [i64] {
        let topics = self.shape.topics;
        let start = self.check_start(variant, checkpoint, segment) * topics;
        &mut self.slate_topics[start..start + topics]
    }

    /// Pooled topic mass of slates (fixed point) of one variant, checkpoint and segment.
    pub fn slate_topics(&self, variant: usize, checkpoint: usize, segment: usize) -> &[i64] {
        let topics = self.shape.topics;
        let start = self.check_start(variant, checkpoint, segment) * topics;
        &self.slate_topics[start..start + topics]
    }

    /// Slots by item.
    pub fn exposure(&self, variant: usize) -> &[u64] {
        &self.exposure[variant * self.shape.items..(variant + 1) * self.shape.items]
    }

    /// Choices by item.
    pub fn sales(&self, variant: usize) -> &[u64] {
        &self.sales[variant * self.shape.items..(variant + 1) * self.shape.items]
    }

    /// Choices of one epoch and segment by item; empty where the variant does not look at the crowd.
    pub fn crowd(&self, variant: usize, epoch: usize, segment: usize) -> &[u32] {
        let items = self.shape.items;
        let start = (epoch * self.shape.cells.segments + segment) * items;
        self.crowd[variant].get(start..start + items).unwrap_or(&[])
    }

    /// What the engine of a variant has gathered so far; empty where it gathers nothing or all is forgotten.
    pub fn gathered(&self, variant: usize) -> &[i64] {
        self.gathered.get(variant).map_or(&[], Vec::as_slice)
    }

    /// The same, to add to.
    #[inline(always)]
    pub fn gathered_mut(&mut self, variant: usize) -> &mut [i64] {
        self.gathered.get_mut(variant).map_or(&mut [], Vec::as_mut_slice)
    }

    /// Drops what engines have gathered, when nobody will learn from it any more.
    pub fn forget_gathered(&mut self) {
        self.gathered.iter_mut().for_each(|numbers| *numbers = Vec::new());
    }

    /// What the engine of a variant had learned by the end of an epoch.
    pub fn taught(&self, variant: usize, epoch: usize) -> &[i64] {
        let size = self.shape.learning.get(variant).map_or(0, |learning| learning.taught);
        self.taught.get(variant).and_then(|numbers| numbers.get(epoch * size..(epoch + 1) * size)).unwrap_or(&[])
    }

    /// The same, to be written.
    pub fn taught_mut(&mut self, variant: usize, epoch: usize) -> &mut [i64] {
        let size = self.shape.learning.get(variant).map_or(0, |learning| learning.taught);
        self.taught.get_mut(variant).and_then(|numbers| numbers.get_mut(epoch * size..(epoch + 1) * size)).unwrap_or_default()
    }
}

/// Every stored column of a ledger, in a fixed order, for writing to a file and reading back.
#[derive(Debug)]
pub struct Columns<'a> {
    /// Unsigned columns of 64 bits: customers, exposure, sales, facts of items.
    pub wide: [&'a mut [u64]; 4],
    /// Signed columns of 64 bits: counts, rare, checks, topics, supply, traffic, topics of slates, what the organisation does, scores.
    pub signed: [&'a mut [i64]; 9],
    /// Unsigned columns of 32 bits: histograms, the crowd of each variant (empty where it is not kept), what customers in the test did, what they
    /// did with a shared crowd, premium offers.
    pub narrow: Vec<&'a mut [u32]>,
    /// Signed columns of 64 bits: what engines have learned, by variant (empty where they learn from sales alone or not at all).
    pub taught: Vec<&'a mut [i64]>,
}

impl Ledger {
    /// Every stored column; their lengths follow from the shape.
    pub fn columns(&mut self) -> Columns<'_> {
        let mut narrow: Vec<&mut [u32]> = vec![&mut self.histograms];
        narrow.extend(self.crowd.iter_mut().map(Vec::as_mut_slice));
        narrow.extend([self.test.numbers_mut(), self.shared_test.numbers_mut(), &mut self.offers]);
        Columns {
            wide: [&mut self.customers, &mut self.exposure, &mut self.sales, &mut self.facts],
            signed: [
                &mut self.counts,
                &mut self.rare,
                &mut self.checks,
                &mut self.topics,
                &mut self.supply,
                &mut self.traffic,
                &mut self.slate_topics,
                &mut self.oversight,
                &mut self.scores,
            ],
            narrow,
            taught: self.taught.iter_mut().map(Vec::as_mut_slice).collect(),
        }
    }
}

fn add<T: Copy + std::ops::AddAssign>(into: &mut [T], from: &[T]) {
    for (sum, part) in into.iter_mut().zip(from) {
        *sum += *part;
    }
}
