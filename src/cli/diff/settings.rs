//! What two scenarios set otherwise, sorted by what it is about.

use crate::scenario::experiment::Compare;
use crate::scenario::{Difference, Metric, Named, Rename, Scenario, differences, hash, in_words, renames};

/// Longest value or label in text to read, in letters.
const LONGEST: usize = 160;

/// What a setting is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Policies under comparison.
    Variant,
    /// Limits.
    Guardrail,
    /// Known exceptions to limits.
    Waiver,
    /// What happens on the way.
    Event,
    /// Everything else that makes numbers.
    Other,
    /// Name, story and notes: they change no number.
    Words,
}

impl Part {
    /// Every part, in the order of reading.
    pub const ALL: [Self; 6] = [Self::Variant, Self::Guardrail, Self::Waiver, Self::Event, Self::Other, Self::Words];

    fn of(path: &str) -> Self {
        match path {
            "name" | "story" => Self::Words,
            path if path.starts_with("variants") && path.ends_with("].note") => Self::Words,
            path if path.starts_with("variants") => Self::Variant,
            path if path.starts_with("experiment.guardrails") && path.contains(".waivers[") => Self::Waiver,
            path if path.starts_with("experiment.guardrails") => Self::Guardrail,
            path if path.starts_with("events") => Self::Event,
            _ => Self::Other,
        }
    }

    /// The heading above its settings.
    pub fn title(self) -> &'static str {
        match self {
            Self::Variant => "Variants",
            Self::Guardrail => "Guardrails",
            Self::Waiver => "Waivers",
            Self::Event => "Events",
            Self::Other => "People, items, customer model, experiment",
            Self::Words => "Words, which change no number",
        }
    }

    /// The word that programs read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Variant => "variant",
            Self::Guardrail => "guardrail",
            Self::Waiver => "waiver",
            Self::Event => "event",
            Self::Other => "setting",
            Self::Words => "words",
        }
    }
}

/// One setting that differs.
pub struct Changed {
    /// What it is about.
    pub part: Part,
    /// Path, label, values.
    pub difference: Difference,
    /// Unit; of a limit, the one of its metric.
    pub unit: &'static str,
    /// For a variant that was added: how its policy differs from that of the baseline.
    pub detail: Option<String>,
}

impl Changed {
    /// What was done: "changed", "added" or "removed".
    pub fn kind(&self) -> &'static str {
        match (&self.difference.before, &self.difference.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The setting in one line, however long its values are.
    pub fn words(&self) -> String {
        let Difference { label, before, after, .. } = &self.difference;
        let label = one_line(if label.is_empty() { &self.difference.path } else { label });
        let value = |value: &String| one_line(value);
        let unit = if self.unit.is_empty() { String::new() } else { format!(" ({})", self.unit) };
        let detail = self.detail.as_ref().map_or_else(String::new, |detail| format!("; against the baseline: {}", one_line(detail)));
        match (before.as_ref().map(value), after.as_ref().map(value)) {
            (Some(before), Some(after)) => format!("{label} {before} -> {after}{unit}"),
            (None, Some(after)) => format!("adds {label} {after}{detail}"),
            (Some(before), None) => format!("drops {label} {before}"),
            (None, None) => label,
        }
    }
}

/// Everything that differs.
pub struct Settings {
    /// What goes by another name.
    pub renames: Vec<Rename>,
    /// By part, then in file order.
    pub changed: Vec<Changed>,
    /// Nothing else differs than the order in lists.
    pub order_only: bool,
}

impl Settings {
    /// What B sets otherwise than A.
    pub fn between(a: &Scenario, b: &Scenario) -> Self {
        let (aligned, renames) = renames(a, b);
        let mut changed: Vec<Changed> = differences(&aligned, b).into_iter().map(|difference| one(&aligned, b, difference)).collect();
        changed.sort_by_key(|one| Part::ALL.iter().position(|part| *part == one.part));
        let order_only = changed.is_empty() && renames.is_empty() && hash(a) != hash(b);
        Self { renames, changed, order_only }
    }

    /// Whether the two say the same in every field.
    pub fn is_same(&self) -> bool {
        self.renames.is_empty() && self.changed.is_empty() && !self.order_only
    }

    /// Renames in words that belong to a part.
    pub fn renamed(&self, part: Part) -> Vec<String> {
        let of = |rename: &&Rename| if rename.what == Named::Variant { Part::Variant } else { Part::Other };
        self.renames.iter().filter(|rename| of(rename) == part).map(|rename| one_line(&rename.to_string())).collect()
    }

    /// What belongs to a part.
    pub fn of(&self, part: Part) -> impl Iterator<Item = &Changed> {
        self.changed.iter().filter(move |one| one.part == part)
    }
}

fn one(a: &Scenario, b: &Scenario, difference: Difference) -> Changed {
    let part = Part::of(&difference.path);
    // A path leads into B, but for what B does not have any more.
    let scenario = if difference.after.is_some() { b } else { a };
    let unit = limit_unit(scenario, &difference.path).unwrap_or(difference.unit);
    let added = part == Part::Variant && difference.before.is_none();
    let detail = added.then(|| place_in(&difference.path, "variants[")).flatten().and_then(|place| against_baseline(b, place));
    Changed { part, unit, detail, difference }
}

/// The number in `list[3]`, where the path ends there.
fn place_in(path: &str, list: &str) -> Option<usize> {
    path.strip_prefix(list)?.strip_suffix(']')?.parse().ok()
}

fn limit_unit(scenario: &Scenario, path: &str) -> Option<&'static str> {
    let place = place_in(path.strip_suffix(".limit")?, "experiment.guardrails[")?;
    let guardrail = scenario.experiment.guardrails.get(place)?;
    Some(if guardrail.compare == Compare::Ratio { "times the baseline" } else { Metric::from_id(&guardrail.metric)?.unit().words() })
}

fn against_baseline(scenario: &Scenario, place: usize) -> Option<String> {
    let variant = scenario.variants.get(place)?;
    let baseline = scenario.variants.iter().find(|variant| variant.name == scenario.experiment.baseline)?;
    (variant.name != baseline.name).then(|| in_words(&differences(&baseline.policy, &variant.policy)))
}

/// Text on one line, cut where it is long: the JSON document holds all of it.
pub fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|letter| if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter }).collect();
    if line.chars().count() <= LONGEST {
        return line;
    }
    let start: String = line.chars().take(LONGEST).collect();
    format!("{}...", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::experiment::{Guardrail, Waiver};
    use crate::scenario::policy::Variant;

    #[test]
    fn settings_are_sorted_and_have_units() {
        let mut a = Scenario::default();
        a.experiment.guardrails = vec![Guardrail { waivers: vec![Waiver::default()], ..Guardrail::default() }];
        let mut b = a.clone();
        b.story = "long ".repeat(100);
        b.experiment.guardrails[0].limit = 0.07;
        b.experiment.guardrails[0].waivers[0].name = "Ada".into();
        b.experiment.days = 30;
        let mut policy = b.variants[0].policy.clone();
        policy.depth = 0.1;
        b.variants.push(Variant { name: "deep".into(), policy, ..Variant::default() });
        let found = Settings::between(&a, &b);
        let words: Vec<(&str, String)> = found.changed.iter().map(|one| (one.part.word(), one.words())).collect();
        assert_eq!(words[0], ("variant", "adds variant deep; against the baseline: depth 0.8 -> 0.1".into()));
        assert_eq!(words[1], ("guardrail", "over_line_share limit 0.05 -> 0.07 (share of people)".into()));
        assert!(words[2..4].iter().any(|(part, _)| *part == "waiver"), "{words:?}");
        assert!(words.contains(&("setting", "days 90 -> 30 (days)".into())), "{words:?}");
        let (part, story) = words.last().expect("words");
        assert!(*part == "words" && story.ends_with("...") && story.chars().count() < 200, "{story}");
    }

    #[test]
    fn order_alone_is_said_to_be_that() {
        let mut a = Scenario::default();
        a.variants.push(Variant { name: "deep".into(), ..Variant::default() });
        a.variants[1].policy.depth = 0.1;
        let mut b = a.clone();
        b.variants.swap(0, 1);
        let found = Settings::between(&a, &b);
        assert!(found.order_only && !found.is_same());
        assert!(Settings::between(&a, &a).is_same());
    }
}
