//! Values of criteria and rates as people read them.

use super::{AttributeCriteria, Criteria, CriterionCell, FairnessCriterion};
use crate::experiment::estimate::Estimated;
use crate::experiment::format::{format_count, format_number, number_ends, with_interval};
use crate::measure::GroupRate;

/// A criterion's value: "25.0 points" for differences of shares, "0.812" for ratios and calibration.
pub fn format_criterion_value(criterion: FairnessCriterion, value: f64) -> String {
    if criterion.is_points() { format!("{} points", format_number(100.0 * value)) } else { format_number(value) }
}

/// A criterion with its interval, or why there is none.
pub fn format_criterion(criterion: FairnessCriterion, estimated: &Estimated) -> String {
    let scale = if criterion.is_points() { 100.0 } else { 1.0 };
    with_interval(
        estimated,
        |value| format_criterion_value(criterion, value),
        |(low, high)| {
            let (low, high) = number_ends((scale * low, scale * high));
            format!("{low} to {high}")
        },
    )
}

/// A rate of a group: "31.2%" for shares, "1.04" for the rest.
pub fn format_group_rate_value(rate: GroupRate, value: f64) -> String {
    if rate.is_share() { format!("{}%", format_number(100.0 * value)) } else { format_number(value) }
}

/// A rate with its interval, or why there is none.
pub fn format_group_rate(rate: GroupRate, estimated: &Estimated) -> String {
    let (scale, unit) = if rate.is_share() { (100.0, "%") } else { (1.0, "") };
    with_interval(
        estimated,
        |value| format_group_rate_value(rate, value),
        |(low, high)| {
            let (low, high) = number_ends((scale * low, scale * high));
            format!("{low}{unit} to {high}{unit}")
        },
    )
}

impl CriterionCell {
    /// The group that decides with its size: "60 and over, 1,000 people"; `None` where nothing is decided.
    pub fn deciding_words(&self, attribute: &AttributeCriteria) -> Option<String> {
        let deciding = self.deciding.as_ref()?;
        let name = &attribute.groups.get(deciding.group)?.name;
        Some(format!("{name}, {} people", format_count(deciding.people.round() as u64)))
    }
}

impl AttributeCriteria {
    /// Whether criteria are in conflict, in a sentence: they cannot all hold where groups differ in how many would benefit.
    pub fn conflict_sentence(&self) -> String {
        let differing = self.base_rates.iter().filter(|rates| rates.differ).filter_map(|rates| rates.gap.as_ref().ok());
        match differing.map(|gap| gap.mean).reduce(f64::max) {
            Some(gap) => format!(
                "These cannot all hold here: groups differ in how many would benefit (by up to {} points), so parity, equalized odds and predictive \
                 parity pull apart. Which gap matters is yours to argue.",
                format_number(100.0 * gap)
            ),
            None => {
                "These cannot all hold when base rates differ. Here no difference in how many would benefit is larger than chance makes it.".into()
            }
        }
    }
}

impl Criteria {
    /// Whose offers are counted and what benefit means, in a sentence.
    pub fn population_sentence(&self) -> String {
        format!(
            "Offer: the first slate that a person saw on day {} opened with a premium offer. Would benefit: that day the person would have taken the \
             premium offer that suits them best over an ordinary one (match one half, median price).",
            self.day
        )
    }

    /// How chance and its correction are to be read, in a sentence.
    pub fn chance_sentence(&self) -> String {
        format!(
            "Chance: the gap that remains on average when group labels are dealt anew; p after Holm's correction over the {} gaps tested here.",
            self.family
        )
    }
}
