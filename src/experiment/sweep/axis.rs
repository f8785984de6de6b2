//! What varies: a field of the scenario and the values it takes, as a person writes them.
//!
//! `PATH=1..9` takes whole steps where both ends are whole numbers two or more apart, else five evenly spaced values; `1..9 step 2` and `0..1 in 9` say
//! how many. `PATH=1,2,5` is a list, `PATH=off,on` and `PATH=Content,Random` are lists of what the field takes. In a sampled design one `low..high` is
//! drawn from evenly.

use serde::{Deserialize, Serialize};

use super::PlanError;
use crate::scenario::{Content, Finding, Scenario, field, set};

/// Values of `low..high` where nothing says how many and whole steps do not offer themselves.
const USUAL_VALUES: usize = 5;

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// As a scenario file writes it.
    pub text: String,
    /// The same as a number; `None` where it is none.
    pub number: Option<f64>,
}

impl Setting {
    fn number(value: f64, whole: bool) -> Self {
        let text = if whole { format!("{value:.0}") } else { format!("{value:?}") };
        Self { text, number: Some(value) }
    }
}

/// From what the values of an axis are taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// These, numbers in rising order.
    Values(Vec<Setting>),
    /// Any number from the low end to the high end, evenly.
    Between {
        /// The low end.
        low: f64,
        /// The high end.
        high: f64,
    },
}

/// A field that varies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Path of the field.
    pub path: String,
    /// Its unit; empty for pure numbers and words.
    pub unit: String,
    /// Whether it takes whole numbers only.
    pub whole: bool,
    /// What it takes.
    pub reach: Reach,
}

impl Axis {
    /// The values of a list; none for what is drawn from a range.
    pub fn values(&self) -> &[Setting] {
        match &self.reach {
            Reach::Values(values) => values,
            Reach::Between { .. } => &[],
        }
    }

    /// Whether every value is a number, so that there is something between two of them.
    pub fn is_numeric(&self) -> bool {
        match &self.reach {
            Reach::Values(values) => values.iter().all(|value| value.number.is_some()),
            Reach::Between { .. } => true,
        }
    }

    /// The value at a share of the way from the low end (0) to the high end (1), or that share of the way through the list.
    pub fn at(&self, share: f64) -> Option<Setting> {
        match &self.reach {
            Reach::Values(values) => values.get(((share * values.len() as f64) as usize).min(values.len().saturating_sub(1))).cloned(),
            Reach::Between { low, high } => {
                let value = low + share.clamp(0.0, 1.0) * (high - low);
                // Each whole number gets an equally wide part of the range.
                let whole = (low + (share * (high - low + 1.0)).floor()).min(*high);
                Some(Setting::number(if self.whole { whole } else { neat(value) }, self.whole))
            }
        }
    }

    /// Whether it belongs to one variant, and to which: the name or place in `variants[...]`.
    pub(super) fn variant(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("variants[")?;
        match inside.strip_prefix('"') {
            Some(quoted) => quoted.find("\"]").and_then(|end| quoted.get(..end)),
            None => inside.find(']').and_then(|end| inside.get(..end)),
        }
    }
}

/// An axis as it was written, looked up in the scenario but not yet counted out: how many values it has is known before any is made.
pub(super) struct Written {
    path: String,
    unit: &'static str,
    kind: Kind,
    items: Vec<Item>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Whole,
    Flag,
    Text,
    Other,
}

enum Item {
    Value(String),
    Range { low: f64, high: f64, values: f64, plain: bool },
}

impl Written {
    /// Reads `PATH=VALUES`.
    pub(super) fn read(text: &str, scenario: &Scenario) -> Result<Self, PlanError> {
        let odd = |message: String, help: &str| PlanError::Odd { message, help: help.into() };
        let form = "write PATH=VALUES, such as `experiment.days=30..90 step 30` or `variants[0].policy.explanation=0,1`";
        let Some(place) = outside(text, '=').next() else { return Err(odd(format!("`{text}` has no `=`"), form)) };
        let (path, values) = text.split_at(place);
        let (path, values) = (path.trim(), values.get(1..).unwrap_or_default().trim());
        let node = field(scenario, path)?;
        let kind = match node.content {
            Content::Number(_) => Kind::Number,
            Content::Whole(_) => Kind::Whole,
            Content::Flag(_) => Kind::Flag,
            Content::Text(_) => Kind::Text,
            Content::Word(..) | Content::Record(_) | Content::List(..) => Kind::Other,
        };
        if values.is_empty() {
            return Err(odd(format!("`{text}` gives no value"), form));
        }
        let mut items = Vec::new();
        for item in pieces(values) {
            items.push(Item::read(item, kind).map_err(|(message, help)| odd(format!("`{path}={item}`: {message}"), help))?);
        }
        Ok(Self { path: path.into(), unit: node.info.unit, kind, items })
    }

    /// Path of the field.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// How many values, before doubles are left out.
    pub(super) fn count(&self) -> f64 {
        self.items.iter().map(|item| if let Item::Range { values, .. } = item { *values } else { 1.0 }).sum()
    }

    /// The ends, where it is one plain `low..high`.
    pub(super) fn span(&self) -> Option<(f64, f64)> {
        match self.items.as_slice() {
            [Item::Range { low, high, plain: true, .. }] if low < high => Some((*low, *high)),
            _ => None,
        }
    }

    /// The axis with all its values; `sampled` keeps a plain range as a range. Every value must fit the field.
    pub(super) fn expand(&self, scenario: &Scenario, sampled: bool) -> Result<Axis, PlanError> {
        let whole = self.kind == Kind::Whole;
        let mut axis = Axis { path: self.path.clone(), unit: self.unit.into(), whole, reach: Reach::Values(Vec::new()) };
        if let Some((low, high)) = self.span().filter(|_| sampled) {
            axis.reach = Reach::Between { low, high };
            for end in [0.0, 1.0] {
                axis.at(end).map_or(Ok(()), |value| fits(scenario, &self.path, &value.text))?;
            }
            return Ok(axis);
        }
        let mut values: Vec<Setting> = Vec::new();
        let mut add = |value: Setting| {
            if !values.iter().any(|known| known.text == value.text) {
                values.push(value);
            }
        };
        for item in &self.items {
            match item {
                Item::Value(text) => add(self.setting(text)),
                Item::Range { low, high, values, .. } => {
                    let last = (values - 1.0).max(1.0);
                    for place in 0..*values as usize {
                        let value = neat(low + (high - low) * (place as f64 / last));
                        add(Setting::number(if whole { value.round() } else { value }, whole));
                    }
                }
            }
        }
        for value in &values {
            fits(scenario, &self.path, &value.text)?;
        }
        if values.iter().all(|value| value.number.is_some()) {
            values.sort_by(|a, b| a.number.unwrap_or(0.0).total_cmp(&b.number.unwrap_or(0.0)));
        }
        axis.reach = Reach::Values(values);
        Ok(axis)
    }

    /// A value as the file writes it: `on` for a flag, a text without its quotes.
    fn setting(&self, text: &str) -> Setting {
        let plain = |text: &str| Setting { text: text.into(), number: None };
        match self.kind {
            Kind::Number => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Setting::number(value, false),
                _ => plain(text),
            },
            Kind::Whole => text.parse::<u64>().map_or_else(|_| plain(text), |value| Setting { text: text.into(), number: Some(value as f64) }),
            Kind::Flag => plain(match text {
                "on" | "yes" => "true",
                "off" | "no" => "false",
                other => other,
            }),
            Kind::Text if !text.starts_with('"') => plain(&format!("{text:?}")),
            Kind::Text | Kind::Other => plain(text),
        }
    }
}

impl Item {
    fn read(text: &str, kind: Kind) -> Result<Self, (String, &'static str)> {
        let Some((low, rest)) = text.split_once("..").filter(|_| matches!(kind, Kind::Number | Kind::Whole)) else {
            return if text.is_empty() {
                Err(("a value is missing".into(), "separate values by single commas"))
            } else {
                Ok(Self::Value(text.into()))
            };
        };
        const FORM: &str = "write `1..9`, `1..9 step 2` or `0..1 in 5`";
        let number = |text: &str| match text.trim().parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err((format!("`{}` is not a number", text.trim()), FORM)),
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let (high, how) = match words.as_slice() {
            [high] => (number(high)?, None),
            [high, "step", step] => (number(high)?, Some(("step", number(step)?))),
            [high, "in", count] => (number(high)?, Some(("in", number(count)?))),
            _ => return Err((format!("`{text}` cannot be read as a range"), FORM)),
        };
        let low = number(low)?;
        if low > high {
            return Err((format!("the range is empty, {low} is more than {high}"), "write the low end first"));
        }
        let is_whole = |value: f64| value.fract() == 0.0;
        let step = match how {
            Some(("step", step)) if step <= 0.0 => return Err((format!("a step of {step} leads nowhere"), "a step is more than 0")),
            Some(("step", step)) => Some(step),
            Some((_, count)) if count < 1.0 || !is_whole(count) => return Err((format!("`in {count}` is no number of values"), FORM)),
            Some((_, count)) => {
                let values = if low == high { 1.0 } else { count };
                return Ok(Self::Range { low, high: if count == 1.0 { low } else { high }, values, plain: false });
            }
            None if kind == Kind::Whole || (is_whole(low) && is_whole(high) && high - low >= 2.0) => Some(1.0),
            None => None,
        };
        if kind == Kind::Whole && !(is_whole(low) && is_whole(high) && step.is_none_or(is_whole)) {
            return Err(("this field takes whole numbers".into(), FORM));
        }
        Ok(match step {
            // A rounding error in the step must not lose the last value.
            Some(step) => {
                let steps = ((high - low) / step + 1e-9).floor();
                Self::Range { low, high: low + steps * step, values: steps + 1.0, plain: how.is_none() }
            }
            None => Self::Range { low, high, values: if low == high { 1.0 } else { USUAL_VALUES as f64 }, plain: true },
        })
    }
}

/// Whether a field takes a value.
fn fits(scenario: &Scenario, path: &str, text: &str) -> Result<(), Finding> {
    set(&mut scenario.clone(), path, text)
}

/// A number without the last digits, which are rounding: 0.30000000000000004 is 0.3.
fn neat(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

/// The places of a sign that stand in no bracket and no quotes.
fn outside(text: &str, sign: char) -> impl Iterator<Item = usize> + '_ {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    text.char_indices().filter_map(move |(place, letter)| {
        let free = depth == 0 && !quoted;
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' | '(' | '{' if !quoted => depth += 1,
            ']' | ')' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        (free && letter == sign).then_some(place)
    })
}

/// What stands between commas.
fn pieces(text: &str) -> Vec<&str> {
    let mut begin = 0;
    let mut found = Vec::new();
    for place in outside(text, ',').chain([text.len()]) {
        found.push(text.get(begin..place).unwrap_or_default().trim());
        begin = place + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(text: &str, sampled: bool) -> Result<Axis, PlanError> {
        let scenario = Scenario::default();
        Written::read(text, &scenario)?.expand(&scenario, sampled)
    }

    fn texts(text: &str) -> Vec<String> {
        axis(text, false).unwrap_or_else(|error| panic!("{error}")).values().iter().map(|value| value.text.clone()).collect()
    }

    #[test]
    fn ranges_lists_words_and_flags() {
        assert_eq!(texts("catalog.price=1..4"), ["1.0", "2.0", "3.0", "4.0"]);
        assert_eq!(texts("catalog.price=0..1"), ["0.0", "0.25", "0.5", "0.75", "1.0"]);
        assert_eq!(texts("catalog.price = 0..0.3 step 0.1"), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(texts("catalog.price=0..1 in 3"), ["0.0", "0.5", "1.0"]);
        assert_eq!(texts("catalog.price=2..2"), ["2.0"]);
        assert_eq!(texts("catalog.price=-1..1"), ["-1.0", "0.0", "1.0"]);
        assert_eq!(texts("catalog.price=9, 1..2, 1"), ["1.0", "1.25", "1.5", "1.75", "2.0", "9.0"], "in rising order, each once");
        assert_eq!(texts("catalog.items=1..9 step 4"), ["1", "5", "9"]);
        assert_eq!(texts("catalog.items=1..4 in 3"), ["1", "3", "4"], "rounded to whole numbers");
        assert_eq!(texts("behavior.mechanisms.trust=off,on"), ["false", "true"]);
        assert_eq!(texts("variants[0].policy.engine=Content,Random"), ["Content", "Random"]);
        assert_eq!(texts("variants[0].note=a b,\"c, d\""), ["\"a b\"", "\"c, d\""]);
        assert_eq!(texts("variants[0].policy.signals=[\"site choices\"],[\"site choices\", \"retargeting\"]").len(), 2);
    }

    #[test]
    fn what_cannot_be_read_says_what_would() {
        for (text, message, help) in [
            ("catalog.price", "has no `=`", "PATH=VALUES"),
            ("catalog.prise=1..2", "no field `prise`", "did you mean `price`?"),
            ("catalog.price=", "gives no value", "PATH=VALUES"),
            ("catalog.price=9..1", "the range is empty", "low end first"),
            ("catalog.price=1..nan", "`nan` is not a number", "1..9"),
            ("catalog.price=1..9 step 0", "leads nowhere", "more than 0"),
            ("catalog.price=1..9 by 2", "cannot be read", "step"),
            ("catalog.price=1,,2", "a value is missing", "single commas"),
            ("catalog.price=dear", "price", ""),
            ("catalog.items=1..2 step 0.5", "whole numbers", ""),
            ("behavior.mechanisms.trust=maybe", "trust", ""),
            ("variants[0].policy.engine=Contnet", "`Contnet` is not a word", "did you mean `Content`?"),
        ] {
            let error = axis(text, false).expect_err(text).to_string();
            assert!(error.contains(message) && error.contains(help), "{text}: {error}");
        }
    }

    #[test]
    fn a_huge_range_is_counted_and_not_made() {
        let scenario = Scenario::default();
        assert_eq!(Written::read("catalog.price=0..1e15", &scenario).map(|written| written.count()).expect("read"), 1e15 + 1.0);
    }

    #[test]
    fn a_sampled_range_stays_a_range_and_a_list_is_chosen_from() {
        let price = axis("catalog.price=0..10", true).expect("a range");
        assert_eq!(price.reach, Reach::Between { low: 0.0, high: 10.0 });
        assert_eq!(price.at(0.25).expect("a value").text, "2.5");
        let items = axis("catalog.items=1..4", true).expect("a range");
        let drawn: Vec<String> = [0.0, 0.24, 0.26, 0.51, 0.99, 1.0].iter().map(|&share| items.at(share).expect("a value").text).collect();
        assert_eq!(drawn, ["1", "1", "2", "3", "4", "4"]);
        let engine = axis("variants[0].policy.engine=Content,Random", true).expect("a list");
        assert_eq!((engine.at(0.4).expect("a word").text, engine.at(1.0).expect("a word").text), ("Content".into(), "Random".into()));
    }

    #[test]
    fn the_variant_of_a_path_is_known() {
        let of = |path: &str| Axis { path: path.into(), unit: String::new(), whole: false, reach: Reach::Values(vec![]) }.variant().map(String::from);
        assert_eq!(of("variants[3 a week, open].policy.depth").as_deref(), Some("3 a week, open"));
        assert_eq!(of("variants[\"a]b\"].policy.depth").as_deref(), Some("a]b"));
        assert_eq!(of("catalog.items"), None);
    }
}
