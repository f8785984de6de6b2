//! Words of the What-if map: the number in its cells, guardrails, axes with their values.

use super::format::{axis_unit, tick_text};
use super::history::cut;
use super::overview::rule;
use super::settings::{SettingChoice, setting_title};
use crate::experiment::{
    Estimate, Estimated, MapAxis, Quantity, format_difference, format_difference_interval, format_interval, format_number, format_value,
};
use crate::report::sweeps::setting_words;
use crate::scenario::experiment::{Compare, GuardScope, Guardrail};
use crate::scenario::{Metric, Scenario, humanize};

/// Longest name of an axis or a value, in letters.
const LONGEST: usize = 70;

/// Words for the number in the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// What it is, in words.
    pub name: String,
    /// Its unit and which way is better.
    pub unit: String,
    metric: Option<Metric>,
    compare: Compare,
}

impl Wording {
    /// The words for a quantity of a scenario.
    pub fn of(scenario: &Scenario, quantity: Quantity) -> Self {
        let (metric, compare, name) = match quantity {
            Quantity::Level(metric) => (Some(metric), Compare::Level, metric.label().to_owned()),
            Quantity::Difference(metric) => (Some(metric), Compare::Difference, format!("{}, against the baseline", metric.label())),
            Quantity::Guardrail(place) => match scenario.experiment.guardrails.get(place) {
                Some(guard) => (Metric::from_id(&guard.metric), guard.compare, guard_words(guard)),
                None => (None, Compare::Ratio, "a guardrail that is not there".to_owned()),
            },
        };
        let unit = match (metric, compare) {
            (_, Compare::Ratio) | (None, _) => "times the baseline".to_owned(),
            (Some(metric), compare) => axis_unit(metric, compare == Compare::Difference).to_owned(),
        };
        let better = metric.map_or_else(String::new, |metric| format!(", {}", metric.better().words()));
        Self { name, unit: format!("{unit}{better}"), metric, compare }
    }

    /// A value in words.
    pub fn value(&self, value: f64) -> String {
        match (self.metric, self.compare) {
            (Some(metric), Compare::Difference) => format_difference(metric, value),
            (Some(metric), Compare::Level) => format_value(metric, value),
            _ => format_number(value),
        }
    }

    /// "+2.1 (1.4 to 2.8)", or why there is no number.
    pub fn estimated(&self, estimated: &Estimated) -> String {
        match estimated {
            Ok(Estimate { mean, interval: Some(interval), deterministic: false, .. }) => {
                format!("{} ({})", self.value(*mean), self.interval(*interval))
            }
            Ok(estimate) if estimate.deterministic => format!("{} in every world", self.value(estimate.mean)),
            Ok(estimate) => format!("{} in one world", self.value(estimate.mean)),
            Err(undefined) => format!("n/a: {undefined}"),
        }
    }

    fn interval(&self, interval: (f64, f64)) -> String {
        match (self.metric, self.compare) {
            (Some(metric), Compare::Difference) => format_difference_interval(metric, interval),
            (Some(metric), Compare::Level) => format_interval(metric, interval),
            _ => format!("{} to {}", format_number(interval.0), format_number(interval.1)),
        }
    }

    /// A tick of an axis or scale.
    pub fn tick(&self, value: f64, step: f64) -> String {
        match (self.metric, self.compare) {
            (Some(metric), Compare::Difference) => tick_text(metric, value, step, true),
            (Some(metric), Compare::Level) => tick_text(metric, value, step, false),
            _ => format_number(value),
        }
    }
}

/// A guardrail in words, with whose it is.
pub fn guard_words(guard: &Guardrail) -> String {
    let rule = match Metric::from_id(&guard.metric) {
        Some(metric) => rule(metric, guard.compare, guard.bound, guard.limit),
        None => format!("{} (no such metric)", guard.metric),
    };
    let scope = match guard.scope {
        GuardScope::All => "",
        GuardScope::EachSegment => ", each segment",
        GuardScope::WorstSegment => ", worst segment",
        GuardScope::EachGroup => ", each group",
        GuardScope::WorstGroup => ", worst group",
    };
    format!("{rule}{scope}")
}

/// An axis of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisView {
    /// Name of the setting with its unit.
    pub title: String,
    /// The last part of its name.
    pub short: String,
    /// Its values in words.
    pub labels: Vec<String>,
    /// Where each stands, rising: the number itself, or its place.
    pub positions: Vec<f64>,
    /// Whether there is something between two values.
    pub numeric: bool,
    /// Where the scenario itself stands, in places of the list; `None` where its value lies outside.
    pub here: Option<f64>,
}

impl AxisView {
    pub(super) fn of(axis: &MapAxis, choices: &[SettingChoice]) -> Self {
        let unit = if axis.unit.is_empty() { String::new() } else { format!(" ({})", axis.unit) };
        let title = setting_title(choices, &axis.path);
        let mut view = Self {
            title: format!("{}{unit}", clipped(&title)),
            short: clipped(short(&title)),
            labels: axis.values.iter().map(|value| clipped(&setting_words(value))).collect(),
            positions: axis.positions.clone(),
            numeric: axis.numeric,
            here: None,
        };
        view.here = axis.here.and_then(|here| view.place(here));
        view
    }

    /// The place of a value in the list, between two of them where it lies between; `None` outside.
    pub fn place(&self, value: f64) -> Option<f64> {
        if let [only] = self.positions.as_slice() {
            return (*only == value).then_some(0.0);
        }
        self.positions.windows(2).enumerate().find_map(|(place, pair)| match pair {
            [from, to] if *from <= value && value <= *to => Some(place as f64 + if to > from { (value - from) / (to - from) } else { 0.0 }),
            _ => None,
        })
    }
}

/// The last part of a setting's name: "5 a week: contacts email, per week" is "per week".
fn short(title: &str) -> &str {
    let last = title.rsplit(", ").next().unwrap_or(title);
    let last = last.rsplit(": ").next().unwrap_or(last);
    last.rsplit('.').next().unwrap_or(last)
}

/// "per week" of `variants[1].policy.contacts[0].per_week`.
pub fn last_word(path: &str) -> String {
    humanize(path.rsplit('.').next().unwrap_or(path)).to_lowercase()
}

/// Text that fits an axis.
pub fn clipped(text: &str) -> String {
    cut(text, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(positions: &[f64]) -> AxisView {
        let labels = positions.iter().map(ToString::to_string).collect();
        AxisView { title: String::new(), short: String::new(), labels, positions: positions.to_vec(), numeric: true, here: None }
    }

    #[test]
    fn a_value_lies_between_its_neighbours_however_far_apart_they_are() {
        let uneven = axis(&[1.0, 2.0, 12.0]);
        assert_eq!([1.0, 1.5, 2.0, 7.0, 12.0].map(|value| uneven.place(value)), [0.0, 0.5, 1.0, 1.5, 2.0].map(Some));
        assert_eq!([0.9, 12.1, f64::NAN].map(|value| uneven.place(value)), [None; 3]);
        assert_eq!((axis(&[3.0]).place(3.0), axis(&[3.0]).place(4.0), axis(&[]).place(1.0)), (Some(0.0), None, None));
    }

    #[test]
    fn names_are_shortened_to_their_last_part_and_never_run_on() {
        assert_eq!(short("5 a week: contacts email, per week"), "per week");
        assert_eq!(short("Catalog: items"), "items");
        assert_eq!(short("variants[0].policy.depth"), "depth");
        assert_eq!(short(""), "");
        assert_eq!(clipped("two\nlines"), "two lines");
        assert_eq!(clipped(&"\u{1F600}".repeat(500)).chars().count(), LONGEST);
    }

    #[test]
    fn numbers_are_worded_as_their_guardrail_compares_them() {
        let mut scenario = Scenario::default();
        scenario.experiment.guardrails = vec![
            Guardrail { limit: 0.05, ..Guardrail::default() },
            Guardrail { compare: Compare::Ratio, limit: 1.5, scope: GuardScope::WorstSegment, ..Guardrail::default() },
            Guardrail { metric: "no_such".into(), ..Guardrail::default() },
        ];
        let of = |place| Wording::of(&scenario, Quantity::Guardrail(place));
        assert_eq!((of(0).value(0.021), of(1).value(1.25)), (format_difference(Metric::OverLine, 0.021), "1.25".to_owned()));
        assert!(of(1).name.ends_with("1.50 times the baseline, worst segment"), "{}", of(1).name);
        assert!(of(2).name.contains("no such metric") && of(9).name.contains("not there"));
        assert!(Wording::of(&scenario, Quantity::Level(Metric::TrustMean)).unit.ends_with("more is better"));
        assert!(of(0).estimated(&Err(crate::measure::Undefined::new("nobody"))).starts_with("n/a: "));
    }
}
