//! What the editors say about a field: its name in words, where its value comes from, its range.

use crate::experiment::format_number;
use crate::scenario::catalog::Signal;
pub use crate::scenario::humanize;
use crate::scenario::policy::Policy;
use crate::scenario::reflect::FieldInfo;
use crate::scenario::{Scenario, differences};

/// Where the value of a field comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Badge {
    /// A finding, by id.
    Study(&'static str),
    /// Nobody measured it.
    Assumed,
    /// The author changed it.
    Yours,
    /// The author decides anyway.
    None,
}

impl Badge {
    /// The word on the badge.
    pub fn word(&self) -> &str {
        match self {
            Self::Study(id) => id,
            Self::Assumed => "assumed",
            Self::Yours => "you set",
            Self::None => "",
        }
    }
    /// What the badge means.
    pub fn hover(&self) -> String {
        match self {
            Self::Study(id) => format!("The default follows published findings ({id})."),
            Self::Assumed => "The default is an assumption: nobody measured it for your customers.".into(),
            Self::Yours => "Differs from the default.".into(),
            Self::None => String::new(),
        }
    }
}

/// Where the value of a field comes from.
pub fn badge(info: &FieldInfo, changed: bool) -> Badge {
    if changed {
        Badge::Yours
    } else if info.source.contains("assumed") {
        Badge::Assumed
    } else if info.source.is_empty() {
        Badge::None
    } else {
        Badge::Study(info.source)
    }
}

/// Meaning, range and source of a field.
pub fn hover_text(info: &FieldInfo) -> String {
    let mut text = info.text().to_owned();
    let unit = if info.unit.is_empty() { String::new() } else { format!(" {}", info.unit) };
    match (info.low.is_finite(), info.high.is_finite()) {
        (true, true) => text += &format!("\nAllowed: {} to {}{unit}.", info.low, info.high),
        (true, false) => text += &format!("\nAllowed: {}{unit} or more.", info.low),
        (false, true) => text += &format!("\nAllowed: {}{unit} or less.", info.high),
        (false, false) => {}
    }
    if let Some((low, high)) = info.plausible {
        text += &format!("\nPlausible: {low} to {high}{unit}.");
    }
    if !info.source.is_empty() {
        text += &format!("\nSource of the default: {}.", info.source);
    }
    text
}

/// How many settings of the customer model differ from the defaults.
pub fn changed_assumptions(scenario: &Scenario) -> usize {
    differences(&Scenario::default().behavior, &scenario.behavior).len()
}

/// By variant: how its policy differs from the baseline's, in words. Nothing for the baseline itself.
pub fn policy_differences(scenario: &Scenario) -> Vec<Vec<String>> {
    let baseline = scenario.variants.iter().find(|variant| variant.name == scenario.experiment.baseline);
    scenario
        .variants
        .iter()
        .map(|variant| match baseline {
            Some(baseline) if baseline.name != variant.name => {
                differences(&baseline.policy, &variant.policy).iter().map(ToString::to_string).collect()
            }
            _ => Vec::new(),
        })
        .collect()
}

/// A warning that a policy reads sensitive or inferred data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFlag {
    /// "sensitive: cross-site history".
    pub short: String,
    /// The same with numbers.
    pub long: String,
}

/// From this sensitivity on data count as sensitive, and from this depth on as inferred.
const FLAGGED: f64 = 0.5;

/// By variant: sensitive or inferred data that its policy reads.
pub fn data_flags(scenario: &Scenario) -> Vec<Vec<DataFlag>> {
    let of = |policy: &Policy| {
        let read = || policy.signals.iter().filter_map(|name| scenario.signals.iter().find(|signal| signal.name == *name));
        let flag = |word: &str, degree: fn(&Signal) -> f64| {
            let found: Vec<&Signal> = read().filter(|signal| degree(signal) >= FLAGGED).collect();
            let names: Vec<&str> = found.iter().map(|signal| signal.name.as_str()).collect();
            let numbers: Vec<String> = found.iter().map(|signal| format!("{} ({})", signal.name, format_number(degree(signal)))).collect();
            let what = if word == "sensitive" { "sensitivity" } else { "inference depth" };
            (!found.is_empty()).then(|| DataFlag {
                short: format!("{word}: {}", names.join(", ")),
                long: format!("Reads {word} data: {}; {what} of {FLAGGED} or more, 0 to 1.", numbers.join(", ")),
            })
        };
        [flag("sensitive", |signal| signal.sensitivity), flag("inferred", |signal| signal.depth)].into_iter().flatten().collect()
    };
    scenario.variants.iter().map(|variant| of(&variant.policy)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sensitive_and_inferred_data_are_named() {
        let mut scenario = Scenario::default();
        assert!(data_flags(&scenario).iter().all(Vec::is_empty), "{:?}", data_flags(&scenario));
        let own = scenario.signals[0].name.clone();
        scenario.variants[0].policy.signals = vec![own.clone()];
        scenario.signals[0].sensitivity = 0.7;
        let flags = data_flags(&scenario);
        assert_eq!(flags[0].iter().map(|flag| flag.short.clone()).collect::<Vec<_>>(), [format!("sensitive: {own}")]);
        assert!(flags[0][0].long.contains("0.700"));
        scenario.signals[0].depth = 0.5;
        assert_eq!(data_flags(&scenario)[0].len(), 2);
    }

    #[test]
    fn badges_tell_studies_from_assumptions_and_from_the_author() {
        let info = FieldInfo::new("x", "").source("C17, size assumed");
        assert_eq!(badge(&info, false), Badge::Assumed);
        assert_eq!(badge(&info, true), Badge::Yours);
        assert_eq!(badge(&FieldInfo::new("x", "").source("C14"), false), Badge::Study("C14"));
        assert_eq!(badge(&FieldInfo::new("x", ""), false), Badge::None);
    }

    #[test]
    fn one_changed_setting_of_the_customer_model_counts_once() {
        let mut scenario = Scenario::default();
        assert_eq!(changed_assumptions(&scenario), 0);
        scenario.behavior.trust.memory_days = 90.0;
        scenario.population.customers = 10;
        assert_eq!(changed_assumptions(&scenario), 1);
    }
}
