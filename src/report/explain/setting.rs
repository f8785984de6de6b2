//! Settings explained: their meaning, default, ranges, and what the default rests on.

use super::study::citation_line;
use super::{Card, Kind};
use crate::behavior::register::{Mechanism, owner};
use crate::behavior::sources::ids;
use crate::scenario::{Content, Evidence, Node, Scenario, allowed, humanize};

/// One setting of a mechanism, as a table shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingRow {
    /// Path in the scenario file.
    pub path: String,
    /// Name in words.
    pub name: String,
    /// Its symbol in the equation; empty where it has none.
    pub symbol: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Its value in the scenario at hand.
    pub value: String,
    /// Its default.
    pub default: String,
    /// Whether the value is not the default.
    pub changed: bool,
    /// Plausible range; empty where there is none.
    pub plausible: String,
    /// Unit; empty for pure numbers.
    pub unit: &'static str,
    /// What the default rests on.
    pub evidence: Evidence,
    /// The source as the field names it; empty for switches.
    pub source: &'static str,
}

impl SettingRow {
    /// The row on one line.
    pub(super) fn line(&self) -> String {
        let symbol = if self.symbol.is_empty() { String::new() } else { format!("{} = ", self.symbol) };
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        let plausible = if self.plausible.is_empty() { String::new() } else { format!(", plausible {}", self.plausible) };
        let source = if self.source.is_empty() { String::new() } else { format!(", {} ({})", self.evidence.word(), self.source) };
        format!("{symbol}{}{unit}{plausible}{source}: {}", self.default, self.path)
    }
}

/// The settings of a mechanism with their values in a scenario.
pub fn setting_rows(mechanism: &Mechanism, scenario: &Scenario) -> Vec<SettingRow> {
    let (defaults, values) = (Node::of(&Scenario::default()), Node::of(scenario));
    let row = |(path, symbol): &(&'static str, &'static str)| {
        let (default, value) = (defaults.at(path)?, values.at(path)?);
        let info = default.info;
        Some(SettingRow {
            path: (*path).into(),
            name: humanize(info.name),
            symbol,
            meaning: info.text(),
            value: spoken(value),
            default: spoken(default),
            changed: !value.same(default),
            plausible: range(info.plausible),
            unit: info.unit,
            evidence: info.evidence(),
            source: info.source,
        })
    };
    mechanism.settings.iter().filter_map(row).collect()
}

/// A value as people write it.
fn spoken(node: &Node) -> String {
    match &node.content {
        Content::Number(value) => value.to_string(),
        Content::Flag(value) => if *value { "on" } else { "off" }.into(),
        Content::List(items, _) => format!("{} items", items.len()),
        _ => node.literal(),
    }
}

fn range(plausible: Option<(f64, f64)>) -> String {
    plausible.map_or_else(String::new, |(low, high)| format!("{low} to {high}"))
}

pub(super) fn card(path: &str) -> Option<Card> {
    let tree = Node::of(&Scenario::default());
    let node = tree.at(path)?;
    match &node.content {
        Content::Record(fields) => Some(group(path, node, fields)),
        Content::List(_, template) if !template.fields().is_empty() => Some(group(path, node, template.fields())),
        _ => Some(leaf(path, node)),
    }
}

fn group(path: &str, node: &Node, fields: &[Node]) -> Card {
    let line = |field: &Node| format!("{path}.{}: {}", field.info.name, field.info.text());
    Card::new(Kind::Settings, path, humanize(node.info.name), node.info.text()).lines("settings", fields.iter().map(line).collect())
}

fn leaf(path: &str, node: &Node) -> Card {
    let info = node.info;
    let mut card = Card::new(Kind::Setting, path, humanize(info.name), info.text()).fact("default", spoken(node));
    match &node.content {
        Content::Number(_) | Content::Whole(_) => {
            card = card.fact("allowed", allowed(node));
            if info.plausible.is_some() {
                card = card.fact("plausible", range(info.plausible));
            }
        }
        Content::Word(_, options) => {
            card = card.lines("words", options.iter().map(|option| format!("{}: {}", option.name, option.doc.trim())).collect());
        }
        _ => {}
    }
    if matches!(node.content, Content::Number(_) | Content::Whole(_)) {
        let evidence = info.evidence();
        card = card.fact("rests on", format!("{}: {}", evidence.word(), evidence.meaning()));
    }
    let sources: Vec<String> = ids(info.source).map(citation_line).collect();
    card = if sources.is_empty() && !info.source.is_empty() { card.fact("source", info.source) } else { card.lines("source", sources) };
    match owner(path) {
        Some(mechanism) => card.fact("mechanism", format!("{}: {}", mechanism.id, mechanism.title)),
        None => card,
    }
}

/// Every group of settings, as a directory lists it.
pub(super) fn groups() -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&Node::of(&Scenario::default()), "", &mut found);
    found
}

fn walk(node: &Node, path: &str, found: &mut Vec<(String, String)>) {
    let fields = match &node.content {
        Content::Record(fields) => fields.as_slice(),
        Content::List(_, template) => template.fields(),
        _ => &[],
    };
    for field in fields {
        let path = if path.is_empty() { field.info.name.to_string() } else { format!("{path}.{}", field.info.name) };
        let inner = match &field.content {
            Content::Record(fields) => fields.len(),
            Content::List(_, template) => template.fields().len(),
            _ => 0,
        };
        if inner > 0 {
            found.push((path.clone(), field.info.text().into()));
            walk(field, &path, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_explained_with_range_source_and_mechanism() {
        let card = card("behavior.trust.bad_weight").unwrap();
        let fact = |label: &str| card.facts.iter().find(|(name, _)| name == label).map(|(_, lines)| lines.join(" / ")).unwrap_or_default();
        assert_eq!((fact("default").as_str(), fact("plausible").as_str()), ("0.18", "0.16 to 0.25"));
        assert!(fact("rests on").starts_with("fit: ") && fact("source").contains("Slovic") && fact("mechanism").starts_with("trust: "));
    }

    #[test]
    fn rows_tell_what_was_changed() {
        let mut scenario = Scenario::default();
        scenario.behavior.trust.bad_weight = 0.2;
        let mechanism = crate::behavior::register::mechanism("trust").unwrap();
        let rows = setting_rows(mechanism, &scenario);
        assert_eq!(rows.len(), mechanism.settings.len());
        let changed: Vec<(&str, &str, &str)> =
            rows.iter().filter(|row| row.changed).map(|row| (row.path.as_str(), row.default.as_str(), row.value.as_str())).collect();
        assert_eq!(changed, [("behavior.trust.bad_weight", "0.18", "0.2")]);
    }
}
