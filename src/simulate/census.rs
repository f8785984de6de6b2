//! Many people of one world lived again in a few numbers each, block by block on threads of their own: what a table of everybody shows, and the days
//! of those who are looked at day by day.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::PoisonError;

use pulp::{Simd, WithSimd};
use rayon::prelude::*;

use super::again::Again;
use super::check::Trace;
use super::day::live;
use super::life::Life;
use super::record::{DayRecord, Recorder, TouchRecord};
use super::replay::{ReplayError, asked};
use super::run::Run;
use super::touch::Room;
use crate::ledger::Ledger;
use crate::math::{at_best_level, entropy, sum};
use crate::world::lanes;

/// People of a block: handed out whole, in any order.
const BLOCK: usize = 64;

/// One life in a few numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LifeSum {
    /// Highest felt creepiness minus the own line at the end of a day; not a number where she never was an active customer at the end of one.
    pub highest: f32,
    /// The same on the last day that she was active on.
    pub last: f32,
    /// Days that ended over the own line.
    pub days_over: u32,
    /// Trust at the end.
    pub trust: f32,
    /// Effective number of topics of what she chose: e to the entropy; not a number where she chose nothing.
    pub breadth: f32,
    /// Choices, of own search or out of a slate.
    pub choices: u32,
    /// Purchases.
    pub purchases: u32,
    /// Day (from 1) on which personalization was switched off; 0 if never.
    pub opted_out: u32,
    /// Day (from 1) on which she left; 0 if she stayed.
    pub left: u32,
}

impl LifeSum {
    /// A life without a day.
    pub const EMPTY: Self =
        Self { highest: f32::NAN, last: f32::NAN, days_over: 0, trust: f32::NAN, breadth: f32::NAN, choices: 0, purchases: 0, opted_out: 0, left: 0 };
}

/// People lived again: columns of the same length.
#[derive(Clone, Debug, Default)]
pub struct CensusBlock {
    /// Place of the first of them in the list asked for.
    pub first: usize,
    /// Segment, by index.
    pub segments: Vec<u16>,
    /// Cell, by index.
    pub cells: Vec<u32>,
    /// Personal line.
    pub lines: Vec<f32>,
    /// By variant asked for, then by person.
    pub lives: Vec<Vec<LifeSum>>,
    /// By variant asked for, then by person: the end of each day, where days are asked for.
    pub days: Vec<Vec<Vec<DayRecord>>>,
}

/// How a census ended early.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CensusEnd {
    /// Asked for what the run does not hold.
    #[error(transparent)]
    Asked(#[from] ReplayError),
    /// Stopped by those who watch.
    #[error("stopped; what had arrived is kept")]
    Stopped,
    /// Threads cannot be had.
    #[error("the engine stopped: {0}")]
    Engine(String),
}

/// Lives people of a world again under some variants, the same life as in the run, bit for bit. `each` gets blocks of them, from several threads and in
/// any order; with no variant it gets who they are. `threads` (0 for all cores) never changes a number. Ends early where `each` answers `false`.
///
/// # Errors
/// If the run holds no such world, variant or customer, if threads cannot be had, or if it was stopped.
pub fn live_again(
    run: &Run,
    world: usize,
    variants: &[usize],
    customers: &[u64],
    by_day: bool,
    threads: usize,
    each: &(dyn Fn(CensusBlock) -> bool + Sync),
) -> Result<(), CensusEnd> {
    let flown = asked(run, world, variants, customers)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(|index| format!("creepline-census-{index}")).build();
    let pool = pool.map_err(|error| CensusEnd::Engine(error.to_string()))?;
    pool.install(|| match lanes(&run.scenario) {
        16 => all_again::<16>(run, flown, variants, customers, by_day, each),
        _ => all_again::<32>(run, flown, variants, customers, by_day, each),
    })
}

fn all_again<const K: usize>(
    run: &Run,
    flown: &Ledger,
    variants: &[usize],
    customers: &[u64],
    by_day: bool,
    each: &(dyn Fn(CensusBlock) -> bool + Sync),
) -> Result<(), CensusEnd> {
    let again = Again::<K>::new(&run.scenario, flown);
    // What lives leave in a ledger is of no use here; threads share a few and nobody reads them.
    let free: Mutex<Vec<(Ledger, Room<K>)>> = Mutex::new(Vec::new());
    let lock = || free.lock().unwrap_or_else(PoisonError::into_inner);
    customers.par_chunks(BLOCK).enumerate().try_for_each(|(place, ids)| {
        let spare = lock().pop();
        let (mut ledger, mut room) =
            spare.unwrap_or_else(|| (Ledger::new(again.flight.shape.clone(), flown.seed), Room::new(again.flight.world.catalog.padded)));
        ledger.panel = crate::ledger::Panel::default();
        let mut block = CensusBlock { first: place * BLOCK, ..CensusBlock::default() };
        block.lives = vec![Vec::with_capacity(ids.len()); variants.len()];
        block.days = vec![Vec::new(); variants.len()];
        at_best_level(Block { again: &again, variants, ids, by_day, room: &mut room, ledger: &mut ledger, block: &mut block });
        lock().push((ledger, room));
        if each(block) { Ok(()) } else { Err(CensusEnd::Stopped) }
    })
}

/// A block of people. The whole of it is compiled once for each SIMD level, as in a run.
struct Block<'a, const K: usize> {
    again: &'a Again<K>,
    variants: &'a [usize],
    ids: &'a [u64],
    by_day: bool,
    room: &'a mut Room<K>,
    ledger: &'a mut Ledger,
    block: &'a mut CensusBlock,
}

impl<const K: usize> WithSimd for Block<'_, K> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { again, variants, ids, by_day, room, ledger, block } = self;
        let epochs: Vec<(usize, Range<usize>)> = again.epochs().collect();
        let mut trace = Trace::default();
        for &id in ids {
            let person = again.flight.world.population.person(id);
            block.segments.push(person.segment as u16);
            block.cells.push(person.cell as u32);
            block.lines.push(person.tolerance);
            if variants.is_empty() {
                continue;
            }
            let mut lives: Vec<Option<Life<K>>> = again.flight.lives(&person, room).map(Some).collect();
            for (place, &variant) in variants.iter().enumerate() {
                let Some(mut life) =
                    lives.get_mut(variant).and_then(|life| if variants[place + 1..].contains(&variant) { life.clone() } else { life.take() })
                else {
                    continue;
                };
                let mut sums = Sums { line: person.tolerance, sum: LifeSum::EMPTY, days: by_day.then(Vec::new) };
                for (epoch, span) in &epochs {
                    trace.restart(*epoch);
                    live(&again.stage(*epoch, variant), &person, &mut life, span.clone(), room, &mut trace, ledger, &mut sums);
                }
                if life.choices > 0 {
                    let scale = 1.0 / sum(&life.consumed);
                    sums.sum.breadth = crate::math::exp(entropy(&life.consumed.map(|mass| mass * scale)));
                }
                block.lives[place].push(sums.sum);
                block.days[place].extend(sums.days);
            }
        }
    }
}

/// Adds a life up, day by day.
struct Sums {
    line: f32,
    sum: LifeSum,
    days: Option<Vec<DayRecord>>,
}

impl Recorder for Sums {
    const ON: bool = true;
    const TOUCHES: bool = false;
    fn touch(&mut self, _: TouchRecord) {}
    fn day(&mut self, record: DayRecord) {
        let sum = &mut self.sum;
        let today = record.day as u32 + 1;
        if record.here && !record.left {
            let margin = record.felt - self.line;
            sum.highest = sum.highest.max(margin);
            sum.last = margin;
            sum.days_over += u32::from(record.felt > self.line);
        }
        sum.trust = record.trust;
        sum.choices += record.choices;
        sum.purchases += record.purchases;
        if record.left && sum.left == 0 {
            sum.left = today;
        }
        if !record.personal && sum.opted_out == 0 {
            sum.opted_out = today;
        }
        if let Some(days) = &mut self.days {
            days.push(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ledger::Count;
    use crate::scenario::Case;
    use crate::simulate::{RunOptions, Watch, fly, replay};

    fn flown(case: &str) -> Arc<Run> {
        let mut scenario = Case::find(case).expect("bundled").load().expect("loads").scenario;
        (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (150, 2, 21);
        let scenario = Arc::new(scenario);
        let watch = Watch::of(&scenario, || {});
        fly(&scenario, &RunOptions { threads: 2, ..RunOptions::default() }, &watch, |_| {}).expect("flies")
    }

    fn census(run: &Run, world: usize, variants: &[usize], by_day: bool) -> Vec<CensusBlock> {
        let blocks = Mutex::new(Vec::new());
        let everybody: Vec<u64> = (0..run.scenario.population.customers).collect();
        let keep = |block: CensusBlock| {
            blocks.lock().expect("no panic").push(block);
            true
        };
        live_again(run, world, variants, &everybody, by_day, 2, &keep).expect("lived");
        let mut blocks = blocks.into_inner().expect("no panic");
        blocks.sort_by_key(|block| block.first);
        blocks
    }

    /// What the table of everybody adds up to is what the ledger of the run counted, crowd or no crowd.
    #[test]
    fn sums_over_everybody_are_those_of_the_ledger() {
        for case in ["retargeting", "echo"] {
            let run = flown(case);
            let variants: Vec<usize> = (0..run.variants.len()).collect();
            let blocks = census(&run, 1, &variants, false);
            for &variant in &variants {
                let total = |of: &dyn Fn(&LifeSum) -> u32| -> i64 {
                    blocks.iter().flat_map(|block| &block.lives[variant]).map(|life| i64::from(of(life))).sum()
                };
                let ledger = &run.worlds[1];
                let counted = |column: Count| -> i64 {
                    let cells = ledger.shape.cells.cells();
                    (0..ledger.shape.days)
                        .flat_map(|day| (0..cells).map(move |cell| (day, cell)))
                        .map(|(day, cell)| ledger.count(variant, day, cell, column))
                        .sum()
                };
                assert_eq!(total(&|life| life.choices), counted(Count::Choices), "{case} {variant}");
                assert_eq!(total(&|life| life.purchases), counted(Count::Purchases), "{case} {variant}");
                assert_eq!(total(&|life| life.days_over), counted(Count::OverLine), "{case} {variant}");
                assert_eq!(total(&|life| u32::from(life.left > 0)), counted(Count::Churned), "{case} {variant}");
                assert_eq!(total(&|life| u32::from(life.opted_out > 0)), counted(Count::OptOuts), "{case} {variant}");
            }
            let somebody = blocks.iter().flat_map(|block| &block.lives[2]).any(|life| life.days_over > 0);
            assert!(somebody || case != "retargeting", "nobody over the line: the sums prove nothing");
        }
    }

    #[test]
    fn a_row_is_the_replay_of_that_person() {
        let run = flown("retargeting");
        let blocks = census(&run, 0, &[2, 1, 2], true);
        for customer in [0u64, 63, 64, 149] {
            let (block, place) = (&blocks[customer as usize / BLOCK], customer as usize % BLOCK);
            for (asked, variant) in [2, 1, 2].into_iter().enumerate() {
                let life = replay(&run, 0, variant, customer).expect("replays");
                assert_eq!(block.days[asked][place], life.days);
                assert_eq!((usize::from(block.segments[place]), block.lines[place]), (life.segment, life.tolerance));
                let sum = &block.lives[asked][place];
                let over = life.days.iter().filter(|day| day.here && !day.left && day.felt > life.tolerance).count();
                assert_eq!((sum.days_over as usize, sum.trust.to_bits()), (over, life.days.last().expect("days").trust.to_bits()));
                let chosen = life.touches.iter().filter(|touch| touch.chosen.is_some()).count();
                assert_eq!(sum.choices as usize, chosen);
            }
        }
    }

    #[test]
    fn whoever_watches_can_stop_it_and_what_is_not_there_is_refused() {
        let run = flown("retargeting");
        assert_eq!(live_again(&run, 0, &[], &[1, 2], false, 1, &|_| false), Err(CensusEnd::Stopped));
        assert!(matches!(live_again(&run, 9, &[], &[1], false, 1, &|_| true), Err(CensusEnd::Asked(ReplayError::NoWorld { .. }))));
        assert!(matches!(live_again(&run, 0, &[99], &[1], false, 1, &|_| true), Err(CensusEnd::Asked(ReplayError::NoVariant { .. }))));
        assert!(matches!(live_again(&run, 0, &[1], &[150], false, 1, &|_| true), Err(CensusEnd::Asked(ReplayError::NoCustomer { .. }))));
    }
}
