//! All criteria at once, each with how sure it is: what a screen or a file shows.

use crate::stats::resampling::{
    Bootstrap, BootstrapInterval, Draws, PermutationNull, permutation_null, permutation_null_of_counts, stratified_bootstrap,
    stratified_bootstrap_of_counts,
};
use crate::stats::{Adjustment, Counts, Measured, Undefined, adjust_p_values};

use super::{
    Comparison, Confusion, Convention, Criterion, Decision, FourFifths, Gap, Rate, ReferenceGaps, Share, benefit_entropy,
    benefit_entropy_between_groups, compare_with_reference, difference_interval, differential_fairness, four_fifths, rate_interval, ratio_interval,
    subgroup_gap,
};

/// How to judge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Confidence of intervals.
    pub confidence: f64,
    /// Groups with fewer people are shown, flagged, and take part in no four-fifths rule.
    pub smallest_group: u64,
    /// Draws of the bootstrap.
    pub bootstrap_draws: u32,
    /// Permutations.
    pub permutations: u32,
    /// Seed of both.
    pub seed: u64,
    /// What is done where a denominator is zero.
    pub convention: Convention,
    /// Smoothing of differential fairness.
    pub smoothing: f64,
    /// The group that others are compared with by name; none: the group with the highest selection rate, one of enough people if there is any.
    pub reference: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            confidence: 0.95,
            smallest_group: 30,
            bootstrap_draws: 1_000,
            permutations: 999,
            seed: 0,
            convention: Convention::Undefined,
            smoothing: 1.0,
            reference: None,
        }
    }
}

impl Settings {
    fn bootstrap(&self) -> Draws {
        Draws { count: self.bootstrap_draws, confidence: self.confidence, seed: self.seed }
    }

    fn permutation(&self) -> Draws {
        Draws { count: self.permutations, ..self.bootstrap() }
    }
}

/// One rate of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct RateReport {
    /// Which rate.
    pub rate: Rate,
    /// Numerator and denominator.
    pub share: Share,
    /// The rate, 0 to 1.
    pub value: Measured,
    /// Its Wilson interval.
    pub interval: Result<(f64, f64), Undefined>,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupReport {
    /// Its counts.
    pub counts: Confusion,
    /// It has fewer people than [`Settings::smallest_group`].
    pub small: bool,
    /// All its rates.
    pub rates: Vec<RateReport>,
}

/// How far groups are from one criterion, and how sure that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Which criterion.
    pub criterion: Criterion,
    /// Between the highest and the lowest group.
    pub between_groups: Gap,
    /// Of groups to all people.
    pub to_overall: Gap,
    /// Bootstrap of the difference between groups, percentile, within groups. It is biased upward as the difference is: read it with the null.
    pub difference: Result<Bootstrap, Undefined>,
    /// Bootstrap of the ratio between groups, BCa.
    pub ratio: Result<Bootstrap, Undefined>,
    /// The difference between groups against permuted labels, within what the criterion conditions on.
    pub null: Result<PermutationNull, Undefined>,
}

/// An assessment with intervals of the two outermost groups, as two groups chosen beforehand would have them.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionReport {
    /// The gap and its uncertainty.
    pub assessment: Assessment,
    /// Newcombe interval of highest less lowest; undefined for equalized odds, which is no single rate.
    pub pair_difference: Result<(f64, f64), Undefined>,
    /// Interval of lowest over highest by the delta method on its logarithm.
    pub pair_ratio: Result<(f64, f64), Undefined>,
    /// p of the null, corrected by Holm over all criteria of the report that have one: flag a gap by this one.
    pub adjusted_p: Measured,
}

/// One group against the reference group.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceReport {
    /// The group.
    pub group: usize,
    /// Signed differences and ratios.
    pub gaps: ReferenceGaps,
    /// Newcombe interval of the difference of selection rates, group less reference.
    pub difference: Result<(f64, f64), Undefined>,
    /// Interval of the ratio of selection rates, group over reference.
    pub ratio: Result<(f64, f64), Undefined>,
    /// The four-fifths rule against the group with the highest selection rate; undefined where a group is small.
    pub four_fifths: Result<FourFifths, Undefined>,
}

/// Everything about one set of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct FairnessReport {
    /// Each group, in the given order; empty ones too.
    pub groups: Vec<GroupReport>,
    /// Each criterion of [`Criterion::ALL`].
    pub criteria: Vec<CriterionReport>,
    /// The group that others were compared with; none where no group has a selection rate.
    pub reference: Option<usize>,
    /// The other groups against it.
    pub against_reference: Vec<ReferenceReport>,
    /// The four-fifths rule for the lowest group of enough people against the highest one.
    pub four_fifths: Result<FourFifths, Undefined>,
    /// Differential fairness of selection, smoothed.
    pub differential_fairness: Measured,
    /// Selection gap of subgroups weighted by their size.
    pub subgroup_gap: Measured,
    /// Theil index of benefits over people.
    pub benefit_theil: Measured,
    /// The part of half the squared coefficient of variation of benefits that lies between groups.
    pub benefit_between_groups: Measured,
}

/// Assesses groups from counts of true positives, false positives, false negatives and true negatives, intersections of attributes as groups of their
/// own.
pub fn fairness_report(groups: &[[u64; 4]], settings: &Settings) -> FairnessReport {
    let counts: Vec<Confusion> = groups.iter().map(|cells| Confusion::of_counts(*cells)).collect();
    let selection: Vec<Share> = counts.iter().map(|group| group.share(Rate::Selection)).collect();
    let chosen = settings.reference.filter(|&group| group < groups.len());
    let reference = chosen.or_else(|| highest(&selection, |share| !small(share.whole, settings)).or_else(|| highest(&selection, |_| true)));
    FairnessReport {
        groups: counts.iter().map(|group| group_report(group, settings)).collect(),
        criteria: adjusted(Criterion::ALL.iter().map(|&criterion| criterion_report(groups, &counts, criterion, settings)).collect()),
        reference,
        against_reference: reference.map_or_else(Vec::new, |reference| against(&counts, reference, settings)),
        four_fifths: lowest_against_highest(&selection, settings),
        differential_fairness: differential_fairness(&selection, settings.smoothing),
        subgroup_gap: subgroup_gap(&selection),
        benefit_theil: benefit_entropy(&counts, 1.0),
        benefit_between_groups: benefit_entropy_between_groups(&counts, 2.0),
    }
}

fn group_report(group: &Confusion, settings: &Settings) -> GroupReport {
    let rates = Rate::ALL.map(|rate| {
        let share = group.share(rate);
        RateReport { rate, share, value: group.rate(rate, settings.convention), interval: rate_interval(share, settings.confidence) }
    });
    GroupReport { counts: *group, small: small(group.total(), settings), rates: rates.to_vec() }
}

fn small(size: f64, settings: &Settings) -> bool {
    size < settings.smallest_group as f64
}

fn criterion_report(groups: &[[u64; 4]], counts: &[Confusion], criterion: Criterion, settings: &Settings) -> CriterionReport {
    let between_groups = criterion.gap(counts, Comparison::BetweenGroups, settings.convention);
    let gap = |cells: &[[u64; 4]]| {
        let counts: Vec<Confusion> = cells.iter().map(|cells| Confusion::of_counts(*cells)).collect();
        criterion.gap(&counts, Comparison::BetweenGroups, settings.convention)
    };
    let pair = match (criterion.rate(), between_groups.lowest, between_groups.highest) {
        (None, _, _) => Err(Undefined::new("two rates have no single interval")),
        (Some(rate), Some(low), Some(high)) if low != high => Ok((counts[low].share(rate), counts[high].share(rate))),
        _ => Err(Undefined::new("fewer than two groups have different values")),
    };
    let assessment = Assessment {
        criterion,
        to_overall: criterion.gap(counts, Comparison::ToOverall, settings.convention),
        difference: stratified_bootstrap_of_counts(groups, |cells| gap(cells).difference, BootstrapInterval::Percentile, &settings.bootstrap()),
        ratio: stratified_bootstrap_of_counts(groups, |cells| gap(cells).ratio, BootstrapInterval::BiasCorrectedAccelerated, &settings.bootstrap()),
        null: permutation_null_of_counts(&strata(groups, criterion), |tallies| gap(&cells(tallies, criterion)).difference, &settings.permutation()),
        between_groups,
    };
    CriterionReport {
        assessment,
        pair_difference: pair.clone().and_then(|(low, high)| difference_interval(low, high, settings.confidence)),
        pair_ratio: pair.and_then(|(low, high)| ratio_interval(high, low, settings.confidence)),
        adjusted_p: Err(Undefined::new("there is no p value")),
    }
}

/// Corrects the p values of all criteria together.
fn adjusted(mut criteria: Vec<CriterionReport>) -> Vec<CriterionReport> {
    let p_values: Vec<f64> = criteria.iter().filter_map(|found| Some(found.assessment.null.as_ref().ok()?.p)).collect();
    // Decisions are not asked for, so the level does not matter.
    if let Ok(found) = adjust_p_values(&p_values, Adjustment::Holm, 0.05) {
        let tested = criteria.iter_mut().filter(|found| found.assessment.null.is_ok());
        tested.zip(found.adjusted).for_each(|(criterion, p)| criterion.adjusted_p = Ok(p));
    }
    criteria
}

/// What labels are permuted within: all people for demographic parity, people of one truth for the rates given the truth, the selected for predictive
/// parity. So a criterion is tested and not what it allows, such as different shares of truly positive people.
fn strata(groups: &[[u64; 4]], criterion: Criterion) -> Vec<Vec<Counts>> {
    let tallies = |part: fn(&[u64; 4]) -> (u64, u64)| {
        groups.iter().map(part).map(|(successes, failures)| Counts { successes, trials: successes.saturating_add(failures) }).collect::<Vec<_>>()
    };
    let positives: fn(&[u64; 4]) -> (u64, u64) = |&[tp, _, missed, _]| (tp, missed);
    let negatives: fn(&[u64; 4]) -> (u64, u64) = |&[_, fp, _, tn]| (fp, tn);
    match criterion {
        Criterion::DemographicParity => vec![tallies(|&[tp, fp, missed, tn]| (tp.saturating_add(fp), missed.saturating_add(tn)))],
        Criterion::EqualOpportunity => vec![tallies(positives)],
        Criterion::PredictiveEquality => vec![tallies(negatives)],
        Criterion::EqualizedOdds(_) => vec![tallies(positives), tallies(negatives)],
        Criterion::PredictiveParity => vec![tallies(|&[tp, fp, _, _]| (tp, fp))],
    }
}

/// Cells that give the criterion the rates of the tallies.
fn cells(strata: &[Vec<Counts>], criterion: Criterion) -> Vec<[u64; 4]> {
    let groups = strata.first().map_or(0, Vec::len);
    let tally = |stratum: usize, group: usize| {
        let found = strata.get(stratum).and_then(|groups| groups.get(group));
        found.map_or((0, 0), |found| (found.successes, found.trials - found.successes))
    };
    let one = |group: usize| {
        let (yes, no) = tally(0, group);
        match criterion {
            Criterion::DemographicParity | Criterion::EqualOpportunity => [yes, 0, no, 0],
            Criterion::PredictiveEquality => [0, yes, 0, no],
            Criterion::PredictiveParity => [yes, no, 0, 0],
            Criterion::EqualizedOdds(_) => {
                let (wrong, right) = tally(1, group);
                [yes, wrong, no, right]
            }
        }
    };
    (0..groups).map(one).collect()
}

fn against(counts: &[Confusion], reference: usize, settings: &Settings) -> Vec<ReferenceReport> {
    let selection = |group: usize| counts[group].share(Rate::Selection);
    let shares: Vec<Share> = (0..counts.len()).map(selection).collect();
    let one = |group: usize| ReferenceReport {
        group,
        gaps: compare_with_reference(&counts[group], &counts[reference], settings.convention),
        difference: difference_interval(selection(reference), selection(group), settings.confidence),
        ratio: ratio_interval(selection(reference), selection(group), settings.confidence),
        four_fifths: against_highest(&shares, group, settings),
    };
    (0..counts.len()).filter(|&group| group != reference).map(one).collect()
}

/// The group with the highest selection rate among those that count, the first of equal ones.
fn highest(shares: &[Share], counts: impl Fn(&Share) -> bool) -> Option<usize> {
    let rated = shares.iter().enumerate().filter(|(_, share)| counts(share)).filter_map(|(group, share)| Some((group, share.value().ok()?)));
    rated.reduce(|most, next| if next.1 > most.1 { next } else { most }).map(|found| found.0)
}

fn against_highest(shares: &[Share], group: usize, settings: &Settings) -> Result<FourFifths, Undefined> {
    if small(shares[group].whole, settings) {
        return Err(Undefined::new("the group has too few people for the four-fifths rule"));
    }
    let highest = highest(shares, |share| !small(share.whole, settings)).ok_or_else(|| Undefined::new("no group has enough people"))?;
    four_fifths(shares[group], shares[highest])
}

fn lowest_against_highest(shares: &[Share], settings: &Settings) -> Result<FourFifths, Undefined> {
    let enough: Vec<usize> = (0..shares.len()).filter(|&group| !small(shares[group].whole, settings)).collect();
    if enough.len() < 2 {
        return Err(Undefined::new("fewer than two groups have enough people"));
    }
    let found = enough.iter().map(|&group| against_highest(shares, group, settings)).collect::<Result<Vec<_>, _>>()?;
    Ok(FourFifths { passes: found.iter().all(|found| found.passes), exact: found.iter().all(|found| found.exact) })
}

/// Assesses one criterion from people with weights, for whom counts do not do: people are drawn again and labels dealt anew, each person with her
/// weight.
pub fn assess_people(groups: &[Vec<Decision>], criterion: Criterion, settings: &Settings) -> Assessment {
    let count = |groups: &[Vec<Decision>]| groups.iter().map(|people| Confusion::of(people)).collect::<Vec<_>>();
    let gap = |groups: &[Vec<Decision>]| criterion.gap(&count(groups), Comparison::BetweenGroups, settings.convention);
    // The same strata as for counts; people outside of them do not enter the criterion.
    let within: Vec<fn(&Decision) -> bool> = match criterion {
        Criterion::DemographicParity => vec![|_| true],
        Criterion::EqualOpportunity => vec![|person| person.truth],
        Criterion::PredictiveEquality => vec![|person| !person.truth],
        Criterion::EqualizedOdds(_) => vec![|person| person.truth, |person| !person.truth],
        Criterion::PredictiveParity => vec![|person| person.selected],
    };
    let strata: Vec<Vec<Vec<Decision>>> =
        within.iter().map(|inside| groups.iter().map(|people| people.iter().filter(|person| inside(person)).copied().collect()).collect()).collect();
    let joined = |strata: &[Vec<Vec<Decision>>]| -> Vec<Vec<Decision>> {
        (0..groups.len()).map(|group| strata.iter().flat_map(|groups| groups[group].iter().copied()).collect()).collect()
    };
    Assessment {
        criterion,
        between_groups: gap(groups),
        to_overall: criterion.gap(&count(groups), Comparison::ToOverall, settings.convention),
        difference: stratified_bootstrap(groups, |groups| gap(groups).difference, BootstrapInterval::Percentile, &settings.bootstrap()),
        ratio: stratified_bootstrap(groups, |groups| gap(groups).ratio, BootstrapInterval::BiasCorrectedAccelerated, &settings.bootstrap()),
        null: permutation_null(&strata, |strata| gap(&joined(strata)).difference, &settings.permutation()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::fairness::Aggregate;
    use proptest::prelude::*;

    const GROUPS: [[u64; 4]; 3] = [[30, 10, 20, 40], [25, 15, 30, 50], [10, 5, 25, 40]];

    fn people(groups: &[[u64; 4]]) -> Vec<Vec<Decision>> {
        let kind = |cell: usize| Decision { truth: cell.is_multiple_of(2), selected: cell < 2, weight: 1.0 };
        groups.iter().map(|cells| (0..4).flat_map(|cell| vec![kind(cell); cells[cell] as usize]).collect()).collect()
    }

    #[test]
    fn counts_and_people_agree() {
        let report = fairness_report(&GROUPS, &Settings::default());
        for (found, criterion) in report.criteria.iter().zip(Criterion::ALL) {
            let (one, other) = (&found.assessment, assess_people(&people(&GROUPS), criterion, &Settings::default()));
            assert_eq!((one.criterion, &one.between_groups, &one.to_overall), (criterion, &other.between_groups, &other.to_overall));
            let (null, other_null) = (one.null.clone().expect("groups"), other.null.expect("groups"));
            // Two independent sets of 999 draws: means within 0.01, p within 0.07.
            assert!((null.mean - other_null.mean).abs() < 0.01 && (null.p - other_null.p).abs() < 0.07, "{criterion:?} {null:?} {other_null:?}");
            let (error, other_error) = (one.difference.clone().expect("groups").error, other.difference.expect("groups").error);
            assert!((error / other_error - 1.0).abs() < 0.15, "{criterion:?} {error} {other_error}");
            assert!(one.ratio.is_ok() && null.mean > 0.0 && (null.excess - (null.observed - null.mean)).abs() < 1e-15);
        }
    }

    #[test]
    fn the_whole_report() {
        let report = fairness_report(&GROUPS, &Settings::default());
        assert_eq!((report.reference, report.against_reference.len(), report.groups.len()), (Some(0), 2, 3));
        // 40 of 100 against 15 of 80: ratio 0.46875.
        assert!(report.four_fifths == Ok(FourFifths { passes: false, exact: true }) && report.against_reference[1].four_fifths.is_ok());
        let parity = &report.criteria[0];
        let (low, high) = parity.pair_ratio.clone().expect("a pair");
        assert!(low < 0.468_75 && 0.468_75 < high && parity.pair_difference.is_ok());
        assert!(report.criteria[3].pair_difference.is_err(), "equalized odds is two rates");
        for found in &report.criteria {
            let p = found.assessment.null.clone().expect("groups").p;
            assert!(found.adjusted_p.as_ref().is_ok_and(|adjusted| p <= *adjusted && *adjusted <= (5.0 * p).min(1.0)));
        }
        assert!(report.differential_fairness.is_ok() && report.subgroup_gap.is_ok() && report.benefit_theil.is_ok());
        assert_eq!(report, fairness_report(&GROUPS, &Settings::default()), "the same seed, the same bits");
    }

    /// Two equal groups: a gap is there in almost every world, and yet nothing lies beyond chance.
    #[test]
    fn chance_is_taken_off_a_gap() {
        let equal = [[12, 13, 13, 12], [12, 13, 13, 12], [12, 13, 13, 12], [12, 13, 13, 12]];
        let null = fairness_report(&equal, &Settings::default()).criteria[0].assessment.null.clone().expect("groups");
        assert!(null.observed == 0.0 && null.mean > 0.05 && null.excess < 0.0 && null.p == 1.0, "{null:?}");
        let far = [[45, 45, 5, 5], [5, 5, 45, 45]];
        let null = fairness_report(&far, &Settings::default()).criteria[0].assessment.null.clone().expect("groups");
        assert!(null.p == 0.001 && null.excess > 0.6, "{null:?}");
    }

    #[test]
    fn equal_opportunity_allows_different_shares_of_positives() {
        // The same true positive rate, but far more positives in one group.
        let groups = [[60, 0, 20, 20], [15, 0, 5, 80]];
        let report = fairness_report(&groups, &Settings::default());
        let null = report.criteria[1].assessment.null.clone().expect("groups");
        assert!(null.observed == 0.0 && null.p == 1.0);
        assert!(report.criteria[0].assessment.null.clone().expect("groups").p < 0.01);
    }

    #[test]
    fn edges() {
        let nothing = fairness_report(&[], &Settings::default());
        assert!(nothing.reference.is_none() && nothing.four_fifths.is_err() && nothing.criteria.iter().all(|found| found.assessment.null.is_err()));
        let alone = fairness_report(&[[3, 3, 3, 3]], &Settings::default());
        assert!(alone.criteria.iter().all(|found| found.assessment.between_groups.difference.is_err() && found.pair_ratio.is_err()));
        let small = fairness_report(&[[4, 4, 3, 3], [30, 30, 30, 30]], &Settings::default());
        assert_eq!(small.reference, Some(1), "a group of enough people before one with a higher rate");
        assert!(small.groups[0].small && !small.groups[1].small && small.four_fifths.is_err() && small.against_reference[0].four_fifths.is_err());
        let empty = fairness_report(&[[3, 3, 3, 3], [0, 0, 0, 0], [2, 4, 2, 4]], &Settings::default());
        assert!(empty.criteria[0].assessment.between_groups.left_out == vec![1] && empty.criteria[0].assessment.null.is_ok());
        let unselected = fairness_report(&[[0, 0, 20, 20]; 2], &Settings::default());
        let parity = &unselected.criteria[0].assessment;
        assert!(parity.between_groups.ratio.is_err() && parity.ratio.is_err() && unselected.four_fifths.is_err());
        assert!(parity.difference.as_ref().is_ok_and(|found| found.deterministic));
        assert!(unselected.criteria[4].assessment.between_groups.difference.is_err(), "nobody is selected");
        assert!(unselected.criteria[4].adjusted_p.is_err() && unselected.criteria[0].adjusted_p == Ok(1.0));
        let crowd = fairness_report(&[[u64::MAX, 1, 1, 1], [1, 1, 1, 1]], &Settings::default());
        assert!(crowd.criteria[0].assessment.difference.is_err() && crowd.criteria[0].assessment.null.is_err());
        let outside = Settings { confidence: 1.0, reference: Some(9), ..Settings::default() };
        let report = fairness_report(&GROUPS, &outside);
        assert!(report.reference == Some(0) && report.criteria[0].assessment.difference.is_err() && report.criteria[0].pair_difference.is_err());
        assert!(assess_people(&[], Criterion::EqualizedOdds(Aggregate::Mean), &Settings::default()).null.is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_count_breaks_it(groups in prop::collection::vec(prop::array::uniform4(0u64..6), 0..5), seed in any::<u64>()) {
            let settings = Settings { bootstrap_draws: 50, permutations: 49, seed, ..Settings::default() };
            for convention in [Convention::Undefined, Convention::Fairlearn, Convention::Aif360] {
                let report = fairness_report(&groups, &Settings { convention, ..settings });
                for found in &report.criteria {
                    let assessment = &found.assessment;
                    let gaps = [&assessment.between_groups.difference, &assessment.between_groups.ratio, &assessment.to_overall.ratio];
                    prop_assert!(gaps.into_iter().flatten().all(|gap| (0.0..=1.0).contains(gap)));
                    if let Ok(null) = &assessment.null { prop_assert!(null.p > 0.0 && null.p <= 1.0 && null.mean.is_finite()); }
                    if let Ok(found) = &assessment.ratio { prop_assert!(found.interval.0 <= found.interval.1 && found.interval.1 <= 1.0); }
                }
            }
        }
    }
}
