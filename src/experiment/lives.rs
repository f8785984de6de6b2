//! What single lives tell that counts do not: why touches creep, where interests moved to, and how thirty people's mixes develop. People of the first
//! world are lived again; where the run kept a panel, interests come from that, of every world.

use super::estimate::{Estimate, Estimated};
use crate::behavior::creepiness::setting;
use crate::ledger::{FIXED_ONE, PanelSize};
use crate::measure::{Measured, Undefined};
use crate::scenario::Scenario;
use crate::simulate::{Replay, Run, TouchRecord, each_replay};
use crate::stats::{effective_number, ratio_summary, shannon_nats, student_t_quantile};
use crate::world::{World, lanes};

/// Most people lived again.
pub const MOST_LIVES: u64 = 120;
/// People whose mixes are followed one by one.
pub const THIRTY: u64 = 30;

/// Mean felt creepiness of touches, taken apart. Parts are those of the touch as it was; they interact, so taking one away changes the others.
#[derive(Clone, Debug, PartialEq)]
pub struct CreepParts {
    /// Mean felt creepiness over touches; the sum of the four parts.
    pub total: f64,
    /// Its interval over people; `None` with fewer than two.
    pub interval: Option<(f64, f64)>,
    /// Data use against expectation that is noticed (flow violation times awareness).
    pub noticed: f64,
    /// Targeted and obtrusive at once.
    pub obtrusive: f64,
    /// Being followed.
    pub followed: f64,
    /// What channel and setting add; below zero where they calm.
    pub context: f64,
    /// What would come on top if all data use were noticed: no part of the total.
    pub unnoticed: f64,
    /// Mean flow violation, 0 to 1.
    pub violation: f64,
    /// Mean awareness, 0 to 1.
    pub awareness: f64,
    /// Touches.
    pub touches: usize,
    /// People who got one.
    pub people: usize,
}

/// Why touches creep, by variant, from people of the first world lived again.
pub fn creep_parts(run: &Run, people: u64) -> Vec<Result<CreepParts, Undefined>> {
    (0..run.variants.len()).map(|variant| parts_of(run, variant, people)).collect()
}

fn some_people(run: &Run, people: u64) -> Vec<u64> {
    let size = PanelSize::new(people, run.scenario.population.customers);
    (0..size.people).map(|place| size.customer(place)).collect()
}

fn lived(run: &Run, variant: usize, people: u64, visit: impl FnMut(Replay)) -> Result<(), Undefined> {
    each_replay(run, 0, variant, &some_people(run, people), visit).map_err(|error| Undefined::new(error.to_string()))
}

/// Intimacy of each channel times the factor of the setting in which a variant uses it.
fn contexts(scenario: &Scenario, variant: usize) -> Vec<f64> {
    let policy = variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map(|variant| &variant.policy);
    let factor = |name: &str| {
        let contact = policy.and_then(|policy| policy.contacts.iter().find(|contact| contact.channel == name));
        contact.map_or(1.0, |contact| f64::from(setting(&scenario.behavior.perception, contact.setting)))
    };
    scenario.channels.iter().map(|channel| channel.intimacy * factor(&channel.name)).collect()
}

/// The parts of one touch: noticed, obtrusive, followed, context, unnoticed.
fn touch_parts(touch: &TouchRecord, context: f64) -> [f64; 5] {
    let felt = &touch.felt;
    let routes = [felt.privacy, felt.obtrusive, felt.followed].map(f64::from);
    let sum: f64 = routes.iter().sum();
    let context = if context > 0.0 { context } else { 1.0 };
    let saturated = |sum: f64| 1.0 - (-sum).exp();
    let neutral = saturated(sum / context);
    let share = |route: f64| if sum > 0.0 { neutral * route / sum } else { 0.0 };
    let awareness = f64::from(felt.awareness);
    let all_noticed = if awareness > 0.0 { sum - routes[0] + routes[0] / awareness } else { sum };
    [share(routes[0]), share(routes[1]), share(routes[2]), saturated(sum) - neutral, saturated(all_noticed) - saturated(sum)]
}

fn parts_of(run: &Run, variant: usize, people: u64) -> Result<CreepParts, Undefined> {
    let contexts = contexts(&run.scenario, variant);
    let (first, last) = run.days_shown();
    let (mut felt, mut touches) = (Vec::new(), Vec::new());
    let (mut sums, mut violation, mut awareness) = ([0.0; 5], 0.0, 0.0);
    lived(run, variant, people, |life| {
        // Own visits without a slate are no touches.
        let inside = |touch: &&TouchRecord| !touch.slate.is_empty() && (first..=last).contains(&(touch.day + 1));
        let shown: Vec<&TouchRecord> = life.touches.iter().filter(inside).collect();
        if shown.is_empty() {
            return;
        }
        let mut own = 0.0;
        for touch in &shown {
            let parts = touch_parts(touch, contexts.get(touch.channel).copied().unwrap_or(1.0));
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += part;
            }
            own += parts.iter().take(4).sum::<f64>();
            violation += f64::from(touch.felt.violation);
            awareness += f64::from(touch.felt.awareness);
        }
        felt.push(own);
        touches.push(shown.len() as f64);
    })?;
    let all: f64 = touches.iter().sum();
    if all == 0.0 {
        let why = if variant == 0 { "no recommender: nothing was shown" } else { "nothing was shown on these days" };
        return Err(Undefined::new(why));
    }
    let interval = ratio_summary(&felt, &touches).ok().and_then(|summary| {
        let count = felt.len() as f64;
        let half = student_t_quantile(0.5 + run.scenario.experiment.confidence / 2.0, count - 1.0).ok()? * summary.deviation / count.sqrt();
        Some(((summary.mean - half).max(0.0), (summary.mean + half).min(1.0)))
    });
    let [noticed, obtrusive, followed, context, unnoticed] = sums.map(|sum| sum / all);
    Ok(CreepParts {
        total: felt.iter().sum::<f64>() / all,
        interval,
        noticed,
        obtrusive,
        followed,
        context,
        unnoticed,
        violation: violation / all,
        awareness: awareness / all,
        touches: all as usize,
        people: felt.len(),
    })
}

/// Where interests have moved to.
#[derive(Clone, Debug)]
pub struct TopicShift {
    /// By segment, then topic: mean share of the topic in a person's interests at the end, less its share in her innate interests.
    pub shifts: Vec<Vec<Estimated>>,
    /// By segment: people looked at.
    pub people: Vec<usize>,
    /// Day (from 1) on whose interests it looks.
    pub day: usize,
    /// Worlds they come from: all of a run with a panel, otherwise the first. Intervals are over worlds, or over people where there is one world.
    pub worlds: usize,
}

/// Where interests have moved to under a variant.
pub fn topic_shift(run: &Run, variant: usize) -> TopicShift {
    let segments = run.scenario.population.segments.len();
    let topics = run.scenario.catalog.topics as usize;
    let kept = run.worlds.first().is_some_and(|ledger| ledger.panel.people() > 0);
    let confidence = run.scenario.experiment.confidence;
    // By segment, then world or person: shifts by topic.
    let mut values: Vec<Vec<Vec<f64>>> = vec![Vec::new(); segments];
    let mut people = vec![0; segments];
    if kept {
        for ledger in &run.worlds {
            let Some(last) = run.checkpoints_shown().end.checked_sub(1) else { continue };
            let mut own: Vec<Vec<Vec<f64>>> = vec![Vec::new(); segments];
            for place in 0..ledger.panel.people() {
                let Some(segment) = ledger.panel.cell(place).map(|cell| ledger.shape.cells.segment(cell)) else { continue };
                let logits = |fixed: &[i64]| fixed.iter().map(|&logit| logit as f64 / FIXED_ONE).collect::<Vec<f64>>();
                let shift = shift(&logits(ledger.panel.innate(place)), &logits(ledger.panel.interests(variant, place, last)));
                if let Some(own) = own.get_mut(segment) {
                    own.push(shift);
                }
            }
            for ((own, all), count) in own.into_iter().zip(&mut values).zip(&mut people) {
                *count += own.len();
                if !own.is_empty() {
                    all.push((0..topics).map(|topic| mean(own.iter().filter_map(|shift| shift.get(topic).copied()))).collect());
                }
            }
        }
    } else {
        // Where the run has no such variant or world, nobody is looked at and every cell says so.
        let _ = lived(run, variant, MOST_LIVES, |life| {
            let wide = |logits: &[f32]| logits.iter().copied().map(f64::from).collect::<Vec<f64>>();
            if let (Some(all), Some(count)) = (values.get_mut(life.segment), people.get_mut(life.segment)) {
                all.push(shift(&wide(&life.innate), &wide(&life.interests)));
                *count += 1;
            }
        });
    }
    let estimate = |rows: &Vec<Vec<f64>>, topic: usize| -> Estimated {
        let own: Vec<Measured> = rows.iter().filter_map(|row| row.get(topic).copied()).map(Ok).collect();
        if own.is_empty() { Err(Undefined::new("nobody of this segment is looked at")) } else { Estimate::of(own, confidence) }
    };
    let shifts = values.iter().map(|rows| (0..topics).map(|topic| estimate(rows, topic)).collect()).collect();
    let whole = run.scenario.experiment.days as usize;
    let shown = run.worlds.first().and_then(|ledger| Some(ledger.shape.checkpoint_day(run.checkpoints_shown().end.checked_sub(1)?)));
    // A life that is lived again tells what she likes at its end alone.
    let day = if kept { shown.unwrap_or(whole) } else { whole };
    TopicShift { shifts, people, day, worlds: if kept { run.worlds.len() } else { run.worlds.len().min(1) } }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    if count > 0.0 { sum / count } else { 0.0 }
}

fn shares(logits: &[f64]) -> Vec<f64> {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logits.iter().map(|logit| (logit - top).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

fn shift(innate: &[f64], now: &[f64]) -> Vec<f64> {
    shares(now).into_iter().zip(shares(innate)).map(|(now, innate)| now - innate).collect()
}

/// How broad the mixes of some people become, the same people under every variant.
#[derive(Clone, Debug, PartialEq)]
pub struct SomeLives {
    /// Day (from 1) of each checkpoint.
    pub days: Vec<usize>,
    /// Who they are: numbers of customers of the first world.
    pub customers: Vec<u64>,
    /// By variant, person and checkpoint: effective topics of all choices so far; `None` before the first choice.
    pub topics: Vec<Vec<Vec<Option<f64>>>>,
    /// By variant and checkpoint: the median of those who have chosen.
    pub median: Vec<Vec<Option<f64>>>,
}

/// Thirty people of the first world, chosen by a hash of their number.
pub fn thirty_lives(run: &Run) -> SomeLives {
    let mixes = match (run.worlds.first(), lanes(&run.scenario)) {
        (Some(ledger), 16) => mixes::<16>(run, ledger.seed),
        (Some(ledger), _) => mixes::<32>(run, ledger.seed),
        (None, _) => Vec::new(),
    };
    let shown = run.checkpoints_shown();
    let days: Vec<usize> =
        run.worlds.first().map_or_else(Vec::new, |ledger| shown.map(|checkpoint| ledger.shape.checkpoint_day(checkpoint)).collect());
    let topics: Vec<Vec<Vec<Option<f64>>>> = (0..run.variants.len())
        .map(|variant| {
            let mut all = Vec::new();
            // Without a world there is nobody to look at.
            let _ = lived(run, variant, THIRTY, |life| all.push(breadth(&life, &days, &mixes)));
            all
        })
        .collect();
    let median = topics.iter().map(|people| (0..days.len()).map(|checkpoint| median_at(people, checkpoint)).collect()).collect();
    let customers = if run.worlds.is_empty() { Vec::new() } else { some_people(run, THIRTY) };
    SomeLives { days, customers, topics, median }
}

fn mixes<const K: usize>(run: &Run, seed: u64) -> Vec<Vec<f64>> {
    let catalog = World::<K>::draw(&run.scenario, seed).catalog;
    catalog.mix.iter().take(catalog.items).map(|mix| mix.iter().take(catalog.topics).map(|&part| f64::from(part)).collect()).collect()
}

fn breadth(life: &Replay, days: &[usize], mixes: &[Vec<f64>]) -> Vec<Option<f64>> {
    let mut mass: Vec<f64> = vec![0.0; mixes.first().map_or(0, Vec::len)];
    let mut touches = life.touches.iter().peekable();
    days.iter()
        .map(|&day| {
            while let Some(touch) = touches.next_if(|touch| touch.day < day) {
                let mix = touch.chosen.and_then(|(item, _)| mixes.get(item as usize));
                for (sum, part) in mass.iter_mut().zip(mix.into_iter().flatten()) {
                    *sum += part;
                }
            }
            shannon_nats(&mass).ok().map(effective_number)
        })
        .collect()
}

fn median_at(people: &[Vec<Option<f64>>], checkpoint: usize) -> Option<f64> {
    let mut known: Vec<f64> = people.iter().filter_map(|own| own.get(checkpoint).copied().flatten()).collect();
    known.sort_by(f64::total_cmp);
    let middle = known.len() / 2;
    match known.len() {
        0 => None,
        even if even % 2 == 0 => Some((known.get(middle - 1)? + known.get(middle)?) / 2.0),
        _ => known.get(middle).copied(),
    }
}
