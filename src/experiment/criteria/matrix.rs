//! The criterion matrix: each criterion for each variant, with the group that decides, the usual mark, and whether criteria are in conflict.

use super::criterion::FairnessCriterion;
use super::groups::pooled;
use crate::experiment::SMALL_GROUP;
use crate::experiment::estimate::{self, Estimated};
use crate::measure::{GroupRate, GroupSums};
use crate::stats::fairness::{Rate, four_fifths};
use crate::{measure, stats};

/// Where a value lies against the usual mark. A mark is a rule of thumb, no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// On the usual side.
    Inside,
    /// Beyond the usual mark.
    Beyond,
    /// A group that decides is too small to say so.
    TooSmall,
    /// No mark is usual for this criterion.
    NoMark,
    /// There is no value.
    Undefined,
}

impl Mark {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Inside => "inside the usual mark",
            Self::Beyond => "beyond the usual mark",
            Self::TooSmall => "too small to judge",
            Self::NoMark => "no usual mark",
            Self::Undefined => "undefined",
        }
    }

    /// The word of files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Beyond => "beyond",
            Self::TooSmall => "too_small",
            Self::NoMark => "no_mark",
            Self::Undefined => "undefined",
        }
    }
}

/// The group that decides a criterion: the worse off of the two that lie furthest apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Deciding {
    /// The group, by index.
    pub group: usize,
    /// The group that it is compared with.
    pub against: usize,
    /// Customers of the group, mean over worlds.
    pub people: f64,
    /// People or decisions that its rate is taken over, mean over worlds.
    pub counted: f64,
    /// The rate that decides.
    pub rate: GroupRate,
}

/// A criterion under one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionCell {
    /// Its value: mean over worlds, with the interval over worlds.
    pub value: Estimated,
    /// The group that decides, from all worlds together; `None` where there is no value.
    pub deciding: Option<Deciding>,
    /// Against the usual mark.
    pub mark: Mark,
}

/// One criterion over one variant's groups, `worlds[world][group]`.
pub(super) fn cell(criterion: FairnessCriterion, worlds: &[Vec<GroupSums>], confidence: f64) -> CriterionCell {
    let value = estimate::level(worlds.iter().map(|groups| criterion.value(groups)).collect(), (0.0, 1.0), confidence);
    let together = pooled(worlds);
    let deciding = deciding(criterion, &together, worlds.len());
    let mark = mark(criterion, &value, deciding.as_ref(), &together, worlds);
    CriterionCell { deciding: deciding.filter(|_| value.is_ok()), mark, value }
}

fn deciding(criterion: FairnessCriterion, together: &[GroupSums], worlds: usize) -> Option<Deciding> {
    let gap = criterion.gap(together);
    let rate = deciding_rate(criterion, together)?;
    let (low, high) = (gap.lowest?, gap.highest?);
    let (group, against) = if rate.is_favourable() { (low, high) } else { (high, low) };
    let mean = |count: u64| count as f64 / worlds.max(1) as f64;
    Some(Deciding { group, against, people: mean(together[group].people), counted: mean(together[group].denominator(rate)), rate })
}

/// Of several rates the one whose gap is larger.
fn deciding_rate(criterion: FairnessCriterion, together: &[GroupSums]) -> Option<GroupRate> {
    let spread = |rate: GroupRate| {
        let values: Vec<f64> = together.iter().filter_map(|group| group.rate(rate).ok()).collect();
        stats::largest_gap(&values).ok()
    };
    let mut largest: Option<(GroupRate, f64)> = None;
    for &rate in criterion.rates() {
        if let Some(gap) = spread(rate)
            && largest.is_none_or(|(_, other)| gap > other)
        {
            largest = Some((rate, gap));
        }
    }
    largest.map(|(rate, _)| rate)
}

fn mark(criterion: FairnessCriterion, value: &Estimated, deciding: Option<&Deciding>, together: &[GroupSums], worlds: &[Vec<GroupSums>]) -> Mark {
    let (Ok(estimate), Some(deciding)) = (value, deciding) else { return Mark::Undefined };
    let Some(usual) = criterion.usual_mark() else { return Mark::NoMark };
    let small =
        |group: usize| together[group].denominator(deciding.rate) < SMALL_GROUP || worlds.iter().any(|groups| groups[group].people < SMALL_GROUP);
    if small(deciding.group) || small(deciding.against) {
        return Mark::TooSmall;
    }
    let inside = match criterion {
        // The counts of a single world are compared in whole numbers, where no rounding can decide.
        FairnessCriterion::ParityRatio if worlds.len() == 1 => {
            let share = |group: usize| measure::confusion(&together[group].offers).share(Rate::Selection);
            four_fifths(share(deciding.group), share(deciding.against)).is_ok_and(|found| found.passes)
        }
        _ if criterion.is_ratio() => estimate.mean >= usual,
        _ => estimate.mean <= usual,
    };
    if inside { Mark::Inside } else { Mark::Beyond }
}
