//! Topic `fairness`. The sources put zeros where nothing is counted; their conventions are named modes of the library.

use creepline::stats::Measured;
use creepline::stats::fairness::{
    Aggregate, Comparison, Confusion, Convention, Criterion, Decision, Rate, benefit_entropy, benefit_entropy_between_groups, compare_with_reference,
    gap_between_groups, gap_to_overall, mean_absolute_error, outcome_means,
};
use serde_json::{Map, Value, json};

use crate::answer::{list, measured, number, numbers};

const FAIRLEARN: Convention = Convention::Fairlearn;

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    match function {
        "fairlearn_group_metrics" | "fairlearn_weighted" => Some(group_metrics(inputs)),
        "fairlearn_intersection" => Some(intersection(inputs)),
        "aif360_two_groups" => Some(two_groups(inputs)),
        "continuous_outcome_gaps" => Some(outcomes(inputs)),
        _ => None,
    }
}

/// The name of a group, which may be a number.
fn label(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The different names of a column, sorted.
fn names(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = list(value).iter().map(label).collect();
    names.sort();
    names.dedup();
    names
}

/// Decisions of the rows for which `inside` holds.
fn decisions(inputs: &Value, inside: impl Fn(usize) -> bool) -> Confusion {
    let (truth, selected) = (list(&inputs["y_true"]), list(&inputs["y_pred"]));
    let weight = |row: usize| inputs.get("sample_weight").map_or(1.0, |weights| number(&weights[row]));
    let one = |row: usize| Decision { truth: number(&truth[row]) == 1.0, selected: number(&selected[row]) == 1.0, weight: weight(row) };
    Confusion::of(&(0..truth.len()).filter(|&row| inside(row)).map(one).collect::<Vec<_>>())
}

type Metric = fn(&Confusion) -> Measured;

const METRICS: [(&str, Metric); 6] = [
    ("count", |group| Ok(group.total())),
    ("selection_rate", |group| group.rate(Rate::Selection, FAIRLEARN)),
    ("tpr", |group| group.rate(Rate::TruePositive, FAIRLEARN)),
    ("fpr", |group| group.rate(Rate::FalsePositive, FAIRLEARN)),
    ("tnr", |group| group.rate(Rate::TrueNegative, FAIRLEARN)),
    ("fnr", |group| group.rate(Rate::FalseNegative, FAIRLEARN)),
];

fn all_metrics(of: impl Fn(Metric) -> Measured) -> Value {
    METRICS.iter().map(|(name, metric)| ((*name).to_owned(), measured(of(*metric)))).collect::<Map<_, _>>().into()
}

fn group_metrics(inputs: &Value) -> Value {
    let names = names(&inputs["group"]);
    let groups: Vec<Confusion> = names.iter().map(|name| decisions(inputs, |row| label(&inputs["group"][row]) == *name)).collect();
    let overall = Confusion::overall(&groups);
    let values = |metric: Metric| groups.iter().map(metric).collect::<Vec<_>>();
    let by_group: Map<String, Value> = names.iter().zip(&groups).map(|(name, group)| (name.clone(), all_metrics(|metric| metric(group)))).collect();
    let gap = |criterion: Criterion, comparison| criterion.gap(&groups, comparison, FAIRLEARN);
    let between = |criterion| gap(criterion, Comparison::BetweenGroups);
    let parity = between(Criterion::DemographicParity);
    let parity_to_overall = gap(Criterion::DemographicParity, Comparison::ToOverall);
    let odds = between(Criterion::EqualizedOdds(Aggregate::WorstCase));
    let mean_odds = between(Criterion::EqualizedOdds(Aggregate::Mean));
    let opportunity = between(Criterion::EqualOpportunity);
    json!({
        "by_group": by_group,
        "overall": all_metrics(|metric| metric(&overall)),
        "difference_between_groups": all_metrics(|metric| gap_between_groups(&values(metric), FAIRLEARN).difference),
        "ratio_between_groups": all_metrics(|metric| gap_between_groups(&values(metric), FAIRLEARN).ratio),
        "difference_to_overall": all_metrics(|metric| gap_to_overall(&values(metric), &metric(&overall), FAIRLEARN).difference),
        "ratio_to_overall": all_metrics(|metric| gap_to_overall(&values(metric), &metric(&overall), FAIRLEARN).ratio),
        "demographic_parity_difference": measured(parity.difference),
        "demographic_parity_ratio": measured(parity.ratio),
        "demographic_parity_difference_to_overall": measured(parity_to_overall.difference),
        "demographic_parity_ratio_to_overall": measured(parity_to_overall.ratio),
        "equalized_odds_difference": measured(odds.difference),
        "equalized_odds_ratio": measured(odds.ratio),
        "equalized_odds_difference_mean": measured(mean_odds.difference),
        "equalized_odds_ratio_mean": measured(mean_odds.ratio),
        "equal_opportunity_difference": measured(opportunity.difference),
        "equal_opportunity_ratio": measured(opportunity.ratio),
    })
}

fn intersection(inputs: &Value) -> Value {
    let mut by_group = Map::new();
    let mut rates = Vec::new();
    for first in names(&inputs["group1"]) {
        for second in names(&inputs["group2"]) {
            let inside = |row: usize| label(&inputs["group1"][row]) == first && label(&inputs["group2"][row]) == second;
            let group = decisions(inputs, inside);
            let rate = group.rate(Rate::Selection, FAIRLEARN);
            by_group.insert(format!("{first}|{second}"), json!({ "selection_rate": measured(rate.clone()), "count": group.total() }));
            rates.push(rate);
        }
    }
    let gap = gap_between_groups(&rates, FAIRLEARN);
    json!({ "by_group": by_group, "difference": measured(gap.difference), "ratio": measured(gap.ratio) })
}

fn two_groups(inputs: &Value) -> Value {
    let privileged = label(&inputs["privileged"]);
    let reference = decisions(inputs, |row| label(&inputs["group"][row]) == privileged);
    let group = decisions(inputs, |row| label(&inputs["group"][row]) != privileged);
    let found = compare_with_reference(&group, &reference, Convention::Aif360);
    let groups = [group, reference];
    json!({
        "statistical_parity_difference": measured(found.statistical_parity_difference),
        "disparate_impact_ratio": measured(found.disparate_impact_ratio),
        "equal_opportunity_difference": measured(found.equal_opportunity_difference),
        "average_odds_difference": measured(found.average_odds_difference),
        "average_odds_error": measured(found.average_odds_error),
        "theil_benefit": measured(benefit_entropy(&groups, 1.0)),
        "ge2_benefit": measured(benefit_entropy(&groups, 2.0)),
        "between_group_ge2": measured(benefit_entropy_between_groups(&groups, 2.0)),
        "four_fifths_pass": found.four_fifths.map_or(Value::Null, Value::from),
    })
}

fn outcomes(inputs: &Value) -> Value {
    let names = names(&inputs["group"]);
    let column = |from: &str, name: &str| -> Vec<f64> {
        let values = numbers(&inputs[from]);
        values.into_iter().zip(list(&inputs["group"])).filter(|(_, group)| label(group) == name).map(|(value, _)| value).collect()
    };
    let means = outcome_means(&names.iter().map(|name| column("y_pred", name)).collect::<Vec<_>>());
    let errors: Vec<Measured> = names.iter().map(|name| mean_absolute_error(&column("y_true", name), &column("y_pred", name))).collect();
    let keyed = |values: &[Measured]| -> Map<String, Value> { names.iter().cloned().zip(values.iter().cloned().map(measured)).collect() };
    let gap = gap_between_groups(&means, FAIRLEARN);
    json!({
        "mean_by_group": keyed(&means),
        "mae_by_group": keyed(&errors),
        "mean_gap": measured(gap.difference),
        "mae_gap": measured(gap_between_groups(&errors, FAIRLEARN).difference),
        "worst_group_mean": gap.lowest.map_or(Value::Null, |group| measured(means[group].clone())),
    })
}
