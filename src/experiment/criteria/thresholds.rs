//! Threshold explorer: who would get the offer if it were given by the score alone, with a cut-off for each group, at the same number of offers. A
//! pure function of counts. It moves nothing in the world: nobody answers to the new offers.

use crate::ledger::{OfferTable, SCORE_BINS};
use crate::measure::{Measured, Undefined};
use crate::stats::{largest_gap, quotient};

/// Steps between equal false positive rates and equal true positive rates that are tried for equalized odds.
const STEPS: usize = 100;
/// Halvings of a search: past the last bit of a double.
const HALVINGS: usize = 60;
/// Weight that bins without anybody who would benefit have where only those count: they come last, and still come.
const LAST: f64 = 1e-9;

/// What the cut-offs are to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutoffAim {
    /// The same cut-off for all.
    OneCutoff,
    /// The same share of each group gets the offer.
    Parity,
    /// The same share of those who would benefit.
    EqualOpportunity,
    /// The same shares of those who would benefit and of those who would not, as near as can be.
    EqualizedOdds,
    /// As many offers as possible to those who would benefit.
    HighestBenefit,
}

impl CutoffAim {
    /// Every aim.
    pub const ALL: [Self; 5] = [Self::OneCutoff, Self::Parity, Self::EqualOpportunity, Self::EqualizedOdds, Self::HighestBenefit];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::OneCutoff => "One cut-off for all",
            Self::Parity => "Parity",
            Self::EqualOpportunity => "Equal opportunity",
            Self::EqualizedOdds => "Equalized odds, as near as can be",
            Self::HighestBenefit => "Highest benefit",
        }
    }

    /// The word of files.
    pub fn id(self) -> &'static str {
        match self {
            Self::OneCutoff => "one_cutoff",
            Self::Parity => "parity",
            Self::EqualOpportunity => "equal_opportunity",
            Self::EqualizedOdds => "equalized_odds",
            Self::HighestBenefit => "highest_benefit",
        }
    }

    /// What it makes equal or large.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::OneCutoff => "Whoever reaches the cut-off gets the offer, whatever the group.",
            Self::Parity => "The same share of each group gets the offer.",
            Self::EqualOpportunity => "The same share of those who would benefit gets the offer in each group.",
            Self::EqualizedOdds => "The shares among those who would benefit and among those who would not differ as little as cut-offs allow.",
            Self::HighestBenefit => "As many offers as possible go to those who would benefit, whatever their group.",
        }
    }
}

/// People of one group by bin of the score, benefit and offer.
pub type Scores = [[[f64; 2]; 2]; SCORE_BINS];

/// The scores of a table, each count divided by `worlds`.
pub fn scores(table: &OfferTable, worlds: usize) -> Scores {
    let mut people = [[[0.0; 2]; 2]; SCORE_BINS];
    for (bin, row) in people.iter_mut().enumerate() {
        for (benefits, cells) in row.iter_mut().enumerate() {
            for (offered, cell) in cells.iter_mut().enumerate() {
                *cell = table.scored(bin, benefits == 1, offered == 1) as f64 / worlds.max(1) as f64;
            }
        }
    }
    people
}

/// What changes for some people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shift {
    /// Had the offer and keep it.
    pub kept: f64,
    /// Gain it.
    pub gained: f64,
    /// Lose it.
    pub lost: f64,
    /// Have it in neither case.
    pub without: f64,
}

/// What a cut-off does in one group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupCutoff {
    /// Score from which the offer is given; within its bin as many as are needed get it. Undefined for a group without scores.
    pub cutoff: Measured,
    /// Share of the group with the offer, before and after.
    pub offered: [Measured; 2],
    /// Share of those who would benefit, before and after.
    pub offered_if_benefits: [Measured; 2],
    /// Share of those who would not, before and after.
    pub offered_if_not: [Measured; 2],
    /// Of those who would benefit.
    pub benefiting: Shift,
    /// Of those who would not.
    pub others: Shift,
}

/// What an aim does.
#[derive(Clone, Debug, PartialEq)]
pub struct Cutoffs {
    /// The aim.
    pub aim: CutoffAim,
    /// Offers, before and after alike.
    pub offers: f64,
    /// The groups, in the given order.
    pub groups: Vec<GroupCutoff>,
}

/// Cut-offs that reach an aim with as many offers as people with a score have now.
///
/// # Errors
/// Undefined where nobody has a score, where nobody has the offer, or where an aim asks for people whom a group does not have.
pub fn explore(groups: &[Scores], aim: CutoffAim) -> Result<Cutoffs, Undefined> {
    let curves: Vec<Curve> = groups.iter().map(Curve::of).collect();
    let people: f64 = curves.iter().map(|curve| curve.total).sum();
    let offers: f64 = groups.iter().flatten().flatten().map(|cells| cells[1]).sum();
    if people <= 0.0 {
        return Err(Undefined::new("the engine makes no estimate of single customers, so there is no score to cut off"));
    }
    if offers <= 0.0 {
        return Err(Undefined::new("nobody with a score got the offer, so there is nothing to share out"));
    }
    let given = match aim {
        CutoffAim::OneCutoff => {
            let depth = search(SCORE_BINS as f64, offers, |depth| curves.iter().map(|curve| curve.taken(depth)[2]).sum());
            vec![depth; curves.len()].into_iter().map(Given::to).collect()
        }
        CutoffAim::Parity => curves.iter().map(|curve| Given::to(curve.depth(|taken| taken[2] / curve.total.max(1e-300), offers / people))).collect(),
        CutoffAim::EqualOpportunity => {
            both_kinds(&curves)?;
            leveled(&curves, 1.0 - LAST, offers).into_iter().map(Given::to).collect()
        }
        CutoffAim::EqualizedOdds => {
            both_kinds(&curves)?;
            nearest_odds(&curves, offers).into_iter().map(Given::to).collect()
        }
        CutoffAim::HighestBenefit => most_benefit(&curves, offers),
    };
    Ok(Cutoffs {
        aim,
        offers,
        groups: groups.iter().zip(&curves).zip(&given).map(|((scores, curve), given)| outcome(scores, curve, given)).collect(),
    })
}

/// Who is taken from the top: by bin, best first.
struct Curve {
    /// Would benefit, would not, both; by bin from the top.
    bins: [[f64; 3]; SCORE_BINS],
    benefiting: f64,
    others: f64,
    total: f64,
}

impl Curve {
    fn of(scores: &Scores) -> Self {
        let mut bins = [[0.0; 3]; SCORE_BINS];
        for (place, [others, benefiting]) in bins.iter_mut().zip(scores.iter().rev()) {
            let (benefiting, others) = (benefiting[0] + benefiting[1], others[0] + others[1]);
            *place = [benefiting, others, benefiting + others];
        }
        let sum = |kind: usize| bins.iter().map(|bin| bin[kind]).sum::<f64>();
        Self { bins, benefiting: sum(0), others: sum(1), total: sum(2) }
    }

    /// How many are taken by a depth, in bins from the top.
    fn taken(&self, depth: f64) -> [f64; 3] {
        let mut taken = [0.0; 3];
        for (place, bin) in self.bins.iter().enumerate() {
            let part = (depth - place as f64).clamp(0.0, 1.0);
            taken.iter_mut().zip(bin).for_each(|(sum, count)| *sum += part * count);
        }
        taken
    }

    /// The depth at which a measure of those taken reaches a level.
    fn depth(&self, measure: impl Fn([f64; 3]) -> f64, level: f64) -> f64 {
        if self.total <= 0.0 { 0.0 } else { search(SCORE_BINS as f64, level, |depth| measure(self.taken(depth))) }
    }

    /// Weighted share of those who would benefit and of those who would not.
    fn level(&self, weight: f64, taken: [f64; 3]) -> f64 {
        weight * taken[0] / self.benefiting + (1.0 - weight) * taken[1] / self.others
    }
}

/// The smallest number from 0 to `end` at which a rising function reaches `level`, as near as doubles go.
fn search(end: f64, level: f64, rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, end);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if rising(middle) < level { low = middle } else { high = middle }
    }
    high
}

fn both_kinds(curves: &[Curve]) -> Result<(), Undefined> {
    let lacks = |curve: &&Curve| curve.total > 0.0 && (curve.benefiting <= 0.0 || curve.others <= 0.0);
    match curves.iter().find(lacks) {
        Some(curve) if curve.benefiting <= 0.0 => Err(Undefined::new("nobody of some group would benefit")),
        Some(_) => Err(Undefined::new("everybody of some group would benefit")),
        None => Ok(()),
    }
}

/// Depths at which each group's level is the same and offers are used up.
fn leveled(curves: &[Curve], weight: f64, offers: f64) -> Vec<f64> {
    let depths = |level: f64| curves.iter().map(|curve| curve.depth(|taken| curve.level(weight, taken), level)).collect::<Vec<f64>>();
    let used = |level: f64| curves.iter().zip(depths(level)).map(|(curve, depth)| curve.taken(depth)[2]).sum();
    depths(search(1.0, offers, used))
}

/// Between equal false positive and equal true positive rates, the depths whose larger gap is smallest.
fn nearest_odds(curves: &[Curve], offers: f64) -> Vec<f64> {
    let mut best: Option<(f64, Vec<f64>)> = None;
    for step in 0..=STEPS {
        let depths = leveled(curves, (step as f64 / STEPS as f64).clamp(LAST, 1.0 - LAST), offers);
        let gap = |kind: usize| {
            let taken = curves.iter().zip(&depths).filter(|(curve, _)| curve.total > 0.0);
            let rates: Vec<f64> = taken.map(|(curve, &depth)| curve.taken(depth)[kind] / [curve.benefiting, curve.others][kind]).collect();
            largest_gap(&rates).unwrap_or(0.0)
        };
        let worse = gap(0).max(gap(1));
        if best.as_ref().is_none_or(|(other, _)| worse < *other) {
            best = Some((worse, depths));
        }
    }
    best.map_or_else(Vec::new, |(_, depths)| depths)
}

/// The share of each bin, from the top, that gets the offer.
struct Given {
    parts: [f64; SCORE_BINS],
    /// In bins from the top.
    depth: f64,
}

impl Given {
    fn to(depth: f64) -> Self {
        let mut parts = [0.0; SCORE_BINS];
        for (place, part) in parts.iter_mut().enumerate() {
            *part = (depth - place as f64).clamp(0.0, 1.0);
        }
        Self { parts, depth }
    }
}

/// Neighbouring bins of one group that are taken together, because taking the upper ones alone would benefit fewer.
struct Block {
    group: usize,
    bins: std::ops::Range<usize>,
    benefiting: f64,
    total: f64,
}

impl Block {
    fn share(&self) -> f64 {
        self.benefiting / self.total
    }
}

/// The best blocks of all groups until offers are used up.
fn most_benefit(curves: &[Curve], offers: f64) -> Vec<Given> {
    let mut blocks: Vec<Block> = curves.iter().enumerate().flat_map(|(group, curve)| blocks(group, curve)).collect();
    // A stable sort: of equals the first group, and within a group the upper block.
    blocks.sort_by(|one, other| other.share().total_cmp(&one.share()));
    let mut given: Vec<Given> = curves.iter().map(|_| Given::to(0.0)).collect();
    let mut left = offers;
    for block in blocks {
        let part = (left / block.total).clamp(0.0, 1.0);
        left -= part * block.total;
        if part <= 0.0 {
            break;
        }
        let (from, width) = (block.bins.start as f64, block.bins.len() as f64);
        if let Some(own) = given.get_mut(block.group) {
            own.parts[block.bins].fill(part);
            own.depth = from + part * width;
        }
    }
    given
}

/// The bins of a group in blocks whose shares of those who benefit fall (pooled adjacent violators).
fn blocks(group: usize, curve: &Curve) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    for (place, bin) in curve.bins.iter().enumerate().filter(|(_, bin)| bin[2] > 0.0) {
        let mut block = Block { group, bins: place..place + 1, benefiting: bin[0], total: bin[2] };
        while let Some(upper) = found.pop_if(|upper| upper.share() < block.share()) {
            block = Block {
                group,
                bins: upper.bins.start..block.bins.end,
                benefiting: upper.benefiting + block.benefiting,
                total: upper.total + block.total,
            };
        }
        found.push(block);
    }
    found
}

fn outcome(scores: &Scores, curve: &Curve, given: &Given) -> GroupCutoff {
    let shift = |benefits: usize| {
        let mut shift = Shift::default();
        for (row, part) in scores.iter().rev().zip(given.parts) {
            let [without, with] = row[benefits];
            shift.kept += part * with;
            shift.lost += (1.0 - part) * with;
            shift.gained += part * without;
            shift.without += (1.0 - part) * without;
        }
        shift
    };
    let (others, benefiting) = (shift(0), shift(1));
    let before = |shift: &Shift| shift.kept + shift.lost;
    let after = |shift: &Shift| shift.kept + shift.gained;
    let shares = |counts: [f64; 2], all: f64, none: &str| counts.map(|count| quotient(count, all, none));
    let empty = "nobody of the group has a score";
    GroupCutoff {
        cutoff: if curve.total > 0.0 { Ok((1.0 - given.depth / SCORE_BINS as f64).max(0.0)) } else { Err(Undefined::new(empty)) },
        offered: shares([before(&benefiting) + before(&others), after(&benefiting) + after(&others)], curve.total, empty),
        offered_if_benefits: shares([before(&benefiting), after(&benefiting)], curve.benefiting, "nobody of the group would have benefited"),
        offered_if_not: shares([before(&others), after(&others)], curve.others, "everybody of the group would have benefited"),
        benefiting,
        others,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A group with so many people in each of two bins: (bin, would benefit with and without offer, would not with and without).
    fn group(rows: &[(usize, [f64; 2], [f64; 2])]) -> Scores {
        let mut scores = [[[0.0; 2]; 2]; SCORE_BINS];
        for &(bin, benefiting, others) in rows {
            scores[bin] = [[others[1], others[0]], [benefiting[1], benefiting[0]]];
        }
        scores
    }

    /// Two groups of 100; the score says less of the second. 60 offers are to be shared out.
    fn pair() -> [Scores; 2] {
        [
            group(&[(15, [40.0, 0.0], [10.0, 0.0]), (4, [0.0, 10.0], [0.0, 40.0])]),
            group(&[(15, [10.0, 0.0], [0.0, 0.0]), (4, [0.0, 40.0], [0.0, 50.0])]),
        ]
    }

    fn after(cutoffs: &Cutoffs, rate: impl Fn(&GroupCutoff) -> &[Measured; 2]) -> Vec<f64> {
        cutoffs.groups.iter().map(|group| rate(group)[1].clone().expect("a rate")).collect()
    }

    #[test]
    fn each_aim_reaches_what_it_says() {
        let one = explore(&pair(), CutoffAim::OneCutoff).expect("scores");
        assert_eq!(one.offers, 60.0);
        // All 60 above lie in the upper bin, so one cut-off changes nothing; it lies at the bin's lower edge.
        assert!(one.groups.iter().all(|group| (group.cutoff.clone().expect("scores") - 0.75).abs() < 1e-9));
        assert!(one.groups.iter().all(|group| group.benefiting.gained + group.benefiting.lost + group.others.gained + group.others.lost < 1e-9));
        let parity = explore(&pair(), CutoffAim::Parity).expect("scores");
        assert!(after(&parity, |group| &group.offered).iter().all(|rate| (rate - 0.3).abs() < 1e-9));
        // 20 of the first group's 50 lose it, four in five of them would benefit; 20 of the second's lower 90 gain it, four in nine.
        assert!((parity.groups[0].benefiting.lost - 16.0).abs() < 1e-6 && (parity.groups[1].benefiting.gained - 20.0 * 4.0 / 9.0).abs() < 1e-6);
        let equal = explore(&pair(), CutoffAim::EqualOpportunity).expect("scores");
        let rates = after(&equal, |group| &group.offered_if_benefits);
        assert!((rates[0] - rates[1]).abs() < 1e-6, "{rates:?}");
        // tau: 50 tau / 0.8 in the first group; 10 + (50 tau - 10) 90 / 40 in the second; 60 together.
        assert!((rates[0] - (60.0 - 10.0 + 22.5) / (62.5 + 112.5)).abs() < 1e-6, "{rates:?}");
    }

    #[test]
    fn odds_are_as_near_as_can_be_and_benefit_as_high() {
        let larger = |cutoffs: &Cutoffs| {
            let gap = |rates: Vec<f64>| (rates[0] - rates[1]).abs();
            gap(after(cutoffs, |group| &group.offered_if_benefits)).max(gap(after(cutoffs, |group| &group.offered_if_not)))
        };
        let benefit = |cutoffs: &Cutoffs| cutoffs.groups.iter().map(|group| group.benefiting.kept + group.benefiting.gained).sum::<f64>();
        let found: Vec<Cutoffs> = CutoffAim::ALL.iter().map(|&aim| explore(&pair(), aim).expect("scores")).collect();
        for other in &found {
            assert!(larger(&found[3]) <= larger(other) + 1e-9, "{:?}", other.aim);
            assert!(benefit(&found[4]) >= benefit(other) - 1e-6, "{:?}", other.aim);
        }
    }

    #[test]
    fn what_cannot_be_explored_is_undefined() {
        let nobody = [[[0.0; 2]; 2]; SCORE_BINS];
        assert!(explore(&[nobody, nobody], CutoffAim::Parity).is_err_and(|why| why.reason.contains("no score")));
        let none = group(&[(3, [0.0, 10.0], [0.0, 10.0])]);
        assert!(explore(&[none, none], CutoffAim::Parity).is_err_and(|why| why.reason.contains("nothing to share out")));
        let alike = group(&[(3, [0.0, 0.0], [5.0, 10.0])]);
        assert!(explore(&[pair()[0], alike], CutoffAim::EqualOpportunity).is_err_and(|why| why.reason.contains("would benefit")));
        let with_empty = explore(&[pair()[0], nobody], CutoffAim::EqualizedOdds).expect("one group is there");
        assert!(with_empty.groups[1].cutoff.is_err() && with_empty.groups[1].offered[1].is_err());
        assert!(explore(&[], CutoffAim::OneCutoff).is_err());
    }

    proptest! {
        /// Offers stay as many, nobody is made or lost, and no other aim benefits more people than the one for benefit.
        #[test]
        fn offers_and_people_are_kept(counts in proptest::collection::vec(0u8..9, 3 * SCORE_BINS * 4)) {
            let mut groups = [[[[0.0; 2]; 2]; SCORE_BINS]; 3];
            for (place, &count) in counts.iter().enumerate() {
                let (group, rest) = (place / (SCORE_BINS * 4), place % (SCORE_BINS * 4));
                groups[group][rest / 4][rest % 4 / 2][rest % 2] = f64::from(count);
            }
            let mut most: Option<f64> = None;
            for aim in CutoffAim::ALL.into_iter().rev() {
                let Ok(found) = explore(&groups, aim) else { continue };
                let sum = |part: fn(&Shift) -> f64| found.groups.iter().map(|group| part(&group.benefiting) + part(&group.others)).sum::<f64>();
                prop_assert!((sum(|shift| shift.kept + shift.gained) - found.offers).abs() < 1e-3, "{aim:?}: offers");
                prop_assert!((sum(|shift| shift.kept + shift.lost) - found.offers).abs() < 1e-9);
                let people: f64 = groups.iter().flatten().flatten().flatten().sum();
                prop_assert!((sum(|shift| shift.kept + shift.gained + shift.lost + shift.without) - people).abs() < 1e-9);
                let benefit = found.groups.iter().map(|group| group.benefiting.kept + group.benefiting.gained).sum::<f64>();
                match most {
                    None => most = Some(benefit),
                    Some(most) => prop_assert!(benefit <= most + 1e-3, "{aim:?}: {benefit} of {most}"),
                }
            }
        }
    }
}
