//! Fairness by criterion: who gets the premium offer against who would truly benefit, compared over groups. Everything is of the last checkpoint (people
//! who saw a slate on its day, each once), but slates and prices, which are of the whole run.

mod chance;
mod course;
mod criterion;
mod groups;
mod intersections;
mod matrix;
mod prices;
mod thresholds;
mod words;

use rayon::prelude::*;

pub use course::GapCourse;
pub use criterion::FairnessCriterion;
pub use groups::Division;
pub use intersections::{IntersectionCell, IntersectionGrid};
pub use matrix::{CriterionCell, Deciding, Mark};
pub use prices::GroupPrices;
pub use thresholds::{CutoffAim, Cutoffs, GroupCutoff, Scores, Shift, explore};
pub use words::{format_criterion, format_criterion_value, format_group_rate, format_group_rate_value};

use super::SMALL_GROUP;
use super::estimate::{self, Estimated};
use crate::measure::{GroupRate, GroupSums, Measured, Undefined};
use crate::simulate::Run;
use crate::stats::resampling::PermutationNull;
use crate::stats::{Adjustment, adjust_p_values};

/// The criteria whose gap is compared with chance.
pub const TESTED: [FairnessCriterion; 4] =
    [FairnessCriterion::ParityDifference, FairnessCriterion::EqualOpportunity, FairnessCriterion::EqualizedOdds, FairnessCriterion::PredictiveParity];

/// A gap against chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// The mean gap over worlds against permuted labels.
    pub null: PermutationNull,
    /// Its p value after Holm's correction over all attributes, variants and criteria that are tested.
    pub adjusted: f64,
}

/// A row of the matrix.
#[derive(Clone, Debug)]
pub struct CriterionRow {
    /// The criterion.
    pub criterion: FairnessCriterion,
    /// By variant (twin first).
    pub cells: Vec<CriterionCell>,
    /// By variant: its gap against chance; undefined for criteria that are not tested.
    pub tested: Vec<Result<Tested, Undefined>>,
}

/// One group of an attribute.
#[derive(Clone, Debug)]
pub struct CriterionGroup {
    /// Name of the level.
    pub name: String,
    /// Customers, mean over worlds.
    pub people: f64,
    /// Share of all customers.
    pub share: f64,
    /// Fewer than 30 customers in some world: shown hollow, never judged.
    pub small: bool,
    /// Each rate of [`GroupRate::ALL`] by variant: the rate, and over how many people or decisions it is taken, mean over worlds.
    rates: Vec<Vec<(Estimated, f64)>>,
}

impl CriterionGroup {
    /// A rate under a variant, and over how many people or decisions it is taken in a world.
    pub fn rate(&self, rate: GroupRate, variant: usize) -> Option<&(Estimated, f64)> {
        let place = GroupRate::ALL.iter().position(|&other| other == rate)?;
        self.rates.get(place)?.get(variant)
    }
}

/// Whether base rates differ between groups under a variant: then criteria are in conflict.
#[derive(Clone, Debug)]
pub struct BaseRates {
    /// Share who would benefit: highest group minus lowest.
    pub gap: Estimated,
    /// That gap against chance.
    pub null: Result<PermutationNull, Undefined>,
    /// It is larger than chance makes it, at the scenario's confidence.
    pub differ: bool,
}

/// One attribute.
#[derive(Clone, Debug)]
pub struct AttributeCriteria {
    /// Its name.
    pub name: String,
    /// Its groups, in the scenario's order.
    pub groups: Vec<CriterionGroup>,
    /// Each rate of [`GroupRate::ALL`] by variant, over all customers.
    overall: Vec<Vec<Estimated>>,
    /// Every criterion.
    pub matrix: Vec<CriterionRow>,
    /// By variant.
    pub base_rates: Vec<BaseRates>,
    /// By criterion of [`TESTED`] and the calibration gap, then by variant.
    courses: Vec<(FairnessCriterion, Vec<GapCourse>)>,
    /// By variant, then by group.
    pub prices: Vec<Vec<GroupPrices>>,
    /// By variant, then by group: people of a world by score, benefit and offer.
    pub scores: Vec<Vec<Scores>>,
}

impl AttributeCriteria {
    /// A rate under a variant over all customers.
    pub fn overall(&self, rate: GroupRate, variant: usize) -> Option<&Estimated> {
        let place = GroupRate::ALL.iter().position(|&other| other == rate)?;
        self.overall.get(place)?.get(variant)
    }

    /// The row of a criterion.
    pub fn row(&self, criterion: FairnessCriterion) -> Option<&CriterionRow> {
        self.matrix.iter().find(|row| row.criterion == criterion)
    }

    /// A criterion's gap over time by variant; for the parity ratio that of the difference. `None` for what is counted over the whole run.
    pub fn course(&self, criterion: FairnessCriterion) -> Option<&[GapCourse]> {
        let shown = if criterion == FairnessCriterion::ParityRatio { FairnessCriterion::ParityDifference } else { criterion };
        self.courses.iter().find(|(other, _)| *other == shown).map(|(_, courses)| courses.as_slice())
    }
}

/// Fairness of a run by criterion.
#[derive(Clone, Debug)]
pub struct Criteria {
    /// Day of the last checkpoint, from 1.
    pub day: usize,
    /// The attributes, in the scenario's order.
    pub attributes: Vec<AttributeCriteria>,
    /// Attributes by attributes, then by segment.
    pub intersections: Vec<IntersectionGrid>,
    /// Gaps that are tested against chance together.
    pub family: usize,
}

/// Sums by checkpoint, then by world, then by group, of one variant.
type Checkpoints = Vec<Vec<Vec<GroupSums>>>;

/// All criteria of a run.
pub fn criteria(run: &Run) -> Criteria {
    let mut attributes: Vec<AttributeCriteria> =
        (0..run.scenario.population.attributes.len()).map(|attribute| of_attribute(run, attribute)).collect();
    let family = correct(&mut attributes, 1.0 - run.scenario.experiment.confidence);
    let day = run.worlds.first().map_or(0, |ledger| ledger.shape.checkpoint_day(groups::last_checkpoint(run)));
    Criteria { day, attributes, intersections: intersections::grids(run), family }
}

fn of_attribute(run: &Run, attribute: usize) -> AttributeCriteria {
    let division = Division::Attribute(attribute);
    let checkpoints = run.worlds.first().map_or(0, |ledger| ledger.shape.checkpoints());
    let variants: Vec<usize> = (0..run.variants.len()).collect();
    // Variants do not know of one another, and every draw has its own seed: the order of work cannot matter.
    let sums: Vec<Checkpoints> =
        variants.par_iter().map(|&variant| (0..checkpoints).map(|checkpoint| groups::sums(run, variant, division, checkpoint)).collect()).collect();
    let empty = Vec::new();
    let last: Vec<&Vec<Vec<GroupSums>>> = sums.iter().map(|checkpoints| checkpoints.last().unwrap_or(&empty)).collect();
    let confidence = run.scenario.experiment.confidence;
    let seed = run.scenario.experiment.seed;
    let rows = FairnessCriterion::ALL.par_iter().map(|&criterion| row(criterion, &last, confidence, seed)).collect();
    AttributeCriteria {
        name: division.name(run),
        groups: division.parts(run).into_iter().enumerate().map(|(group, name)| of_group(name, group, &last, run)).collect(),
        overall: overall(&last, confidence),
        matrix: rows,
        base_rates: last.iter().map(|worlds| base_rates(worlds, confidence, seed)).collect(),
        courses: courses(run, &sums),
        prices: last.iter().map(|worlds| prices::prices(worlds, confidence)).collect(),
        scores: last
            .iter()
            .map(|worlds| groups::pooled(worlds).iter().map(|sums| thresholds::scores(&sums.offers, worlds.len())).collect())
            .collect(),
    }
}

fn row(criterion: FairnessCriterion, last: &[&Vec<Vec<GroupSums>>], confidence: f64, seed: u64) -> CriterionRow {
    let tested = |worlds: &&Vec<Vec<GroupSums>>| {
        let tested = criterion.of_offers().filter(|_| TESTED.contains(&criterion));
        let tested = tested.ok_or_else(|| Undefined::new("no chance level is drawn for this criterion"))?;
        // What has no value has a plainer reason than that.
        let value = worlds.iter().map(|groups| criterion.value(groups)).find(Result::is_ok);
        if value.is_none()
            && let Some(Err(why)) = worlds.first().map(|groups| criterion.value(groups))
        {
            return Err(why);
        }
        chance::chance(tested, worlds, chance::TEST_DRAWS, seed).map(|null| Tested { adjusted: null.p, null })
    };
    CriterionRow {
        criterion,
        cells: last.iter().map(|worlds| matrix::cell(criterion, worlds, confidence)).collect(),
        tested: last.iter().map(tested).collect(),
    }
}

fn of_group(name: String, group: usize, last: &[&Vec<Vec<GroupSums>>], run: &Run) -> CriterionGroup {
    let confidence = run.scenario.experiment.confidence;
    let count = run.worlds.len().max(1) as f64;
    let own = |worlds: &Vec<Vec<GroupSums>>| worlds.iter().filter_map(|groups| groups.get(group)).cloned().collect::<Vec<GroupSums>>();
    let rate = |rate: GroupRate, worlds: &&Vec<Vec<GroupSums>>| {
        let own = own(worlds);
        let values: Vec<Measured> = own.iter().map(|sums| sums.rate(rate)).collect();
        let counted = own.iter().map(|sums| sums.denominator(rate)).sum::<u64>() as f64 / count;
        (estimate::level(values, (0.0, rate.highest()), confidence), counted)
    };
    let sizes: Vec<u64> = last.first().map_or_else(Vec::new, |worlds| own(worlds).iter().map(|sums| sums.people).collect());
    let all: u64 = run.worlds.iter().map(|ledger| ledger.customers.iter().sum::<u64>()).sum();
    CriterionGroup {
        name,
        people: sizes.iter().sum::<u64>() as f64 / count,
        share: sizes.iter().sum::<u64>() as f64 / all.max(1) as f64,
        small: sizes.iter().any(|&size| size < SMALL_GROUP),
        rates: GroupRate::ALL.iter().map(|&each| last.iter().map(|worlds| rate(each, worlds)).collect()).collect(),
    }
}

fn overall(last: &[&Vec<Vec<GroupSums>>], confidence: f64) -> Vec<Vec<Estimated>> {
    let together = |groups: &Vec<GroupSums>| {
        let mut sum = GroupSums::default();
        groups.iter().for_each(|group| sum.add(group));
        sum
    };
    let all: Vec<Vec<GroupSums>> = last.iter().map(|worlds| worlds.iter().map(together).collect()).collect();
    let rate = |rate: GroupRate, worlds: &Vec<GroupSums>| {
        estimate::level(worlds.iter().map(|sums| sums.rate(rate)).collect(), (0.0, rate.highest()), confidence)
    };
    GroupRate::ALL.iter().map(|&each| all.iter().map(|worlds| rate(each, worlds)).collect()).collect()
}

fn base_rates(worlds: &[Vec<GroupSums>], confidence: f64, seed: u64) -> BaseRates {
    let gap = |groups: &Vec<GroupSums>| {
        let values: Vec<Measured> = groups.iter().map(|group| group.rate(GroupRate::Benefits)).collect();
        let reason = values.iter().find_map(|value| value.as_ref().err().cloned());
        crate::stats::largest_gap(&values.into_iter().flatten().collect::<Vec<f64>>()).map_err(|why| reason.unwrap_or(why))
    };
    let null = chance::chance_of_base_rates(worlds, chance::TEST_DRAWS, seed);
    let differ = null.as_ref().is_ok_and(|null| null.p < 1.0 - confidence);
    BaseRates { gap: estimate::level(worlds.iter().map(gap).collect(), (0.0, 1.0), confidence), null, differ }
}

fn courses(run: &Run, sums: &[Checkpoints]) -> Vec<(FairnessCriterion, Vec<GapCourse>)> {
    let (confidence, seed) = (run.scenario.experiment.confidence, run.scenario.experiment.seed);
    let days: Vec<usize> = run
        .worlds
        .first()
        .map_or_else(Vec::new, |ledger| (0..ledger.shape.checkpoints()).map(|checkpoint| ledger.shape.checkpoint_day(checkpoint)).collect());
    let mut shown = TESTED.to_vec();
    shown.push(FairnessCriterion::CalibrationGap);
    let of = |criterion| sums.par_iter().map(|checkpoints| course::course(criterion, &days, checkpoints, confidence, seed)).collect();
    shown.into_iter().map(|criterion| (criterion, of(criterion))).collect()
}

/// Corrects the p values of everything that is tested; gives how many there are.
fn correct(attributes: &mut [AttributeCriteria], alpha: f64) -> usize {
    let mut tested: Vec<&mut Tested> =
        attributes.iter_mut().flat_map(|attribute| attribute.matrix.iter_mut()).flat_map(|row| row.tested.iter_mut().flatten()).collect();
    let raw: Vec<f64> = tested.iter().map(|tested| tested.null.p).collect();
    if let Ok(corrected) = adjust_p_values(&raw, Adjustment::Holm, alpha) {
        tested.iter_mut().zip(corrected.adjusted).for_each(|(tested, adjusted)| tested.adjusted = adjusted);
    }
    raw.len()
}

#[cfg(test)]
mod tests;
