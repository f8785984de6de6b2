//! The settings that a what-if map may vary: every number and every switch of the scenario, with a name that a person reads and values to begin with.

use crate::scenario::reflect::FieldInfo;
use crate::scenario::{Content, Node, Scenario, humanize};

/// Values of a range to begin with.
const USUAL_STEPS: f64 = 5.0;

/// A setting that may vary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChoice {
    /// Path of the field.
    pub path: String,
    /// Its name in words: "5 a week: contacts email, per week".
    pub title: String,
    /// Its value here, and what is allowed.
    pub range: String,
    /// Values to begin with, as the command line writes them.
    pub values: String,
    /// What it means.
    pub meaning: String,
}

impl SettingChoice {
    /// Whether it holds all words that are looked for.
    pub fn matches(&self, find: &str) -> bool {
        let text = format!("{} {} {}", self.title, self.path, self.meaning).to_lowercase();
        find.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// Every number and switch of a scenario, in the order of the file, variants first.
pub fn setting_choices(scenario: &Scenario) -> Vec<SettingChoice> {
    let tree = Node::of(scenario);
    let mut found = Vec::new();
    let order = |name: &str| usize::from(name != "variants");
    let mut areas: Vec<&Node> = tree.fields().iter().collect();
    areas.sort_by_key(|area| order(area.info.name));
    for area in areas {
        walk(area, area.info.name, &mut Vec::new(), &mut found);
    }
    found
}

/// Settings that say how is flown, not what: they are the map's own to choose, or change nothing of it.
fn is_left_out(path: &str) -> bool {
    const WHOLE: [&str; 4] = ["version", "experiment.seed", "experiment.worlds", "experiment.panel"];
    WHOLE.contains(&path) || ["experiment.guardrails", "experiment.test"].iter().any(|group| path.starts_with(group))
}

fn walk(node: &Node, path: &str, words: &mut Vec<String>, found: &mut Vec<SettingChoice>) {
    if is_left_out(path) {
        return;
    }
    match &node.content {
        Content::Record(fields) => {
            words.push(word(node, words));
            for field in fields {
                walk(field, &format!("{path}.{}", field.info.name), words, found);
            }
            words.pop();
        }
        Content::List(items, _) => {
            for (place, item) in items.iter().enumerate() {
                let name = item.title().filter(|title| !title.is_empty()).map_or_else(|| (place + 1).to_string(), String::from);
                let Content::Record(fields) = &item.content else { continue };
                // A variant's name stands for itself.
                words.push(if path == "variants" { name } else { format!("{} {name}", word(node, words)) });
                for field in fields {
                    walk(field, &format!("{path}[{place}].{}", field.info.name), words, found);
                }
                words.pop();
            }
        }
        Content::Number(value) => found.push(choice(node, path, words, *value, false)),
        Content::Whole(value) => found.push(choice(node, path, words, *value as f64, true)),
        Content::Flag(value) => {
            let range = format!("{}, on or off", if *value { "on" } else { "off" });
            found.push(SettingChoice {
                path: path.into(),
                title: title(node, words),
                range,
                values: "off,on".into(),
                meaning: node.info.text().into(),
            });
        }
        Content::Text(_) | Content::Word(..) => {}
    }
}

/// A field's name, with a capital letter where it begins a title.
fn word(node: &Node, words: &[String]) -> String {
    let word = humanize(node.info.name);
    if words.is_empty() { word } else { word.to_lowercase() }
}

fn title(node: &Node, words: &[String]) -> String {
    let own = humanize(node.info.name).to_lowercase();
    let inside: Vec<&str> = words.iter().skip(1).map(String::as_str).filter(|word| *word != "policy").chain([own.as_str()]).collect();
    match words.first() {
        Some(area) => format!("{area}: {}", inside.join(", ")),
        None => humanize(node.info.name),
    }
}

fn choice(node: &Node, path: &str, words: &[String], value: f64, whole: bool) -> SettingChoice {
    let info = &node.info;
    let unit = if info.unit.is_empty() { String::new() } else { format!(" {}", info.unit) };
    let allowed = match (info.low.is_finite(), info.high.is_finite()) {
        (true, true) => format!(", allowed {} to {}", info.low, info.high),
        (true, false) => format!(", allowed {} or more", info.low),
        (false, true) => format!(", allowed {} or less", info.high),
        (false, false) => String::new(),
    };
    SettingChoice {
        path: path.into(),
        title: title(node, words),
        range: format!("{value}{unit}{allowed}"),
        values: values(info, value, whole),
        meaning: info.text().into(),
    }
}

/// A range to begin with: what is plausible, or shares whole, or from nothing to twice the value; always what is allowed.
fn values(info: &FieldInfo, value: f64, whole: bool) -> String {
    let (low, high) = match info.plausible {
        Some((low, high)) => (low.min(value), high.max(value)),
        None if info.low.is_finite() && info.high <= 1.0 => (info.low, info.high),
        None if value == 0.0 => (0.0, 1.0),
        None => ((2.0 * value).min(0.0), (2.0 * value).max(0.0)),
    };
    let (low, high) = (low.max(info.low), high.min(info.high));
    let (low, high) = if whole { (low.round(), high.round()) } else { (low, high) };
    if !(low.is_finite() && high.is_finite() && low < high) {
        return format!("{value}");
    }
    let steps = if whole { USUAL_STEPS.min(high - low + 1.0) } else { USUAL_STEPS };
    format!("{low}..{high} in {steps}")
}

/// Two settings to begin with, of the first variant that is compared: how often it writes and how open it is, or what else it has.
pub fn first_settings(scenario: &Scenario, choices: &[SettingChoice]) -> Vec<(String, String)> {
    let compared = scenario.variants.iter().position(|variant| variant.name != scenario.experiment.baseline).unwrap_or(0);
    let own = format!("variants[{compared}].policy.");
    let ending = |ending: &str| choices.iter().find(|choice| choice.path.starts_with(&own) && choice.path.ends_with(ending));
    let wanted = ["].per_week", "policy.explanation", "policy.explicitness", "policy.specificity", "policy.control"];
    let found: Vec<&SettingChoice> = wanted.iter().filter_map(|word| ending(word)).take(2).collect();
    let found = if found.is_empty() { choices.iter().take(1).collect() } else { found };
    found.iter().map(|choice| (choice.path.clone(), choice.values.clone())).collect()
}

/// Name of the setting at a path; the path itself where the list does not hold it.
pub fn setting_title(choices: &[SettingChoice], path: &str) -> String {
    choices.iter().find(|choice| choice.path == path).map_or_else(|| path.to_owned(), |choice| choice.title.clone())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::experiment::{Design, SweepPlan};
    use crate::scenario::{CASES, Case, get};

    #[test]
    fn every_setting_of_every_case_can_be_flown_with_the_values_offered() {
        for case in CASES {
            let scenario = Arc::new(case.load().expect("it loads").scenario);
            let choices = setting_choices(&scenario);
            assert!(choices.len() > 150, "{}: {}", case.id, choices.len());
            for choice in &choices {
                assert!(get(&scenario, &choice.path).is_ok(), "{}", choice.path);
                let field = [format!("{}={}", choice.path, choice.values)];
                let plan = SweepPlan::new(&scenario, &field, Design::Grid, &[], 100).unwrap_or_else(|error| panic!("{field:?}: {error}"));
                assert!(!plan.points.is_empty() && plan.points.len() <= 5, "{field:?}");
            }
        }
    }

    #[test]
    fn names_are_words_and_words_find_them() {
        let scenario = Case::find("retargeting").expect("bundled").load().expect("it loads").scenario;
        let choices = setting_choices(&scenario);
        let found: Vec<&SettingChoice> = choices.iter().filter(|choice| choice.matches("5 A WEEK per_week email")).collect();
        // The frequency and its cap.
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].title, "5 a week: contacts email, per week");
        assert_eq!(found[0].values, "0..10 in 5");
        assert!(choices.iter().any(|choice| choice.title == "Behavior: mechanisms, trust" && choice.values == "off,on"));
        assert!(choices.iter().all(|choice| choice.path != "experiment.seed" && !choice.path.starts_with("experiment.guardrails")));
        assert!(!choices.iter().any(|choice| choice.matches("no such thing at all")));
        let first = first_settings(&scenario, &choices);
        assert_eq!(first[0].0, "variants[1].policy.contacts[0].per_week");
        assert_eq!(setting_title(&choices, &first[0].0), found[0].title);
        assert_eq!(setting_title(&choices, "no.such"), "no.such");
    }
}
