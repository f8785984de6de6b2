//! What differs between two scenarios or two policies, in words.

use std::fmt;

use super::reflect::Value;
use super::tree::{Content, Node};

/// Groups whose name says nothing to a reader.
const SILENT: &[&str] = &["population", "catalog", "experiment", "policy", "behavior"];

/// One setting that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Path of the field in the second one (in the first one where something was taken out).
    pub path: String,
    /// What it is, readable without the path: "email per week".
    pub label: String,
    /// The first one's value; nothing where something was added.
    pub before: Option<String>,
    /// The second one's value; nothing where something was taken out.
    pub after: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = &self.label;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "{label} {before} -> {after}"),
            (None, Some(after)) => write!(f, "adds {label} {after}"),
            (Some(before), None) => write!(f, "drops {label} {before}"),
            (None, None) => f.write_str(label),
        }
    }
}

/// What differs, in file order. Items of lists are matched by name where they have one.
pub fn differences<T: Value + Clone>(before: &T, after: &T) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&Node::of(before), &Node::of(after), "", "", &mut found);
    found
}

/// All differences in one line; "no difference" if there is none.
pub fn in_words(differences: &[Difference]) -> String {
    if differences.is_empty() {
        return "no difference".into();
    }
    differences.iter().map(Difference::to_string).collect::<Vec<_>>().join("; ")
}

fn compare(before: &Node, after: &Node, path: &str, label: &str, found: &mut Vec<Difference>) {
    match (&before.content, &after.content) {
        (Content::Record(old), Content::Record(new)) => {
            for (old, new) in old.iter().zip(new) {
                let name = new.info.name;
                let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
                let words = if SILENT.contains(&name) { String::new() } else { name.replace('_', " ") };
                compare(old, new, &path, join(label, &words).trim(), found);
            }
        }
        (Content::List(old, old_template), Content::List(new, template)) => list(old, new, (old_template, template), path, label, found),
        _ if before.same(after) => {}
        _ => found.push(Difference { path: path.into(), label: label.into(), before: Some(shown(before)), after: Some(shown(after)) }),
    }
}

fn list(old: &[Node], new: &[Node], templates: (&Node, &Node), path: &str, label: &str, found: &mut Vec<Difference>) {
    // Several guardrails may look at one metric: names do not tell them apart, places do.
    let titles = |items: &[Node]| -> Vec<Option<String>> { items.iter().map(|item| item.title().map(String::from)).collect() };
    let (old_titles, new_titles) = (titles(old), titles(new));
    let by_name = unique(&old_titles) && unique(&new_titles);
    let partner = |index: usize| {
        if by_name { old_titles.iter().position(|title| Some(title) == new_titles.get(index)) } else { (index < old.len()).then_some(index) }
    };
    // "segments guarded share" reads worse than "guarded share".
    let (before_name, one) = label.rsplit_once(' ').map_or(("", label), |(head, last)| (head, last));
    let one = join(before_name, one.strip_suffix('s').unwrap_or(one));
    for (index, item) in old.iter().enumerate() {
        let kept = if by_name { new_titles.contains(&item.title().map(String::from)) } else { index < new.len() };
        if !kept {
            let path = format!("{path}[{index}]");
            found.push(Difference { path, label: one.clone(), before: Some(described(item, templates.0)), after: None });
        }
    }
    for (index, item) in new.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match partner(index).and_then(|place| old.get(place)) {
            Some(earlier) => compare(earlier, item, &path, &join(before_name, item.title().unwrap_or(&one)), found),
            None => found.push(Difference { path, label: one.clone(), before: None, after: Some(described(item, templates.1)) }),
        }
    }
}

fn unique(titles: &[Option<String>]) -> bool {
    titles.iter().enumerate().all(|(index, title)| title.is_some() && !titles.iter().take(index).any(|earlier| earlier == title))
}

fn join(head: &str, tail: &str) -> String {
    format!("{head} {tail}").trim().to_string()
}

fn shown(node: &Node) -> String {
    match &node.content {
        Content::Text(text) if text.is_empty() => "nothing".into(),
        Content::Text(text) => text.clone(),
        Content::Number(value) => value.to_string(),
        Content::Flag(value) => if *value { "on" } else { "off" }.into(),
        _ => node.literal(),
    }
}

/// An item by its name and whatever departs from its default.
fn described(item: &Node, template: &Node) -> String {
    let title = item.title().unwrap_or_default().to_string();
    let details: Vec<String> = item
        .fields()
        .iter()
        .zip(template.fields())
        .skip(1)
        .filter(|(field, default)| !field.same(default) && !matches!(field.content, Content::Record(_) | Content::List(..)))
        .map(|(field, _)| format!("{} {}", field.info.name.replace('_', " "), shown(field)))
        .collect();
    if details.is_empty() { title } else { format!("{title} ({})", details.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::super::document::Scenario;
    use super::super::policy::{Contact, Exit, Policy};
    use super::*;

    #[test]
    fn policies_differ_in_words() {
        let before = Policy::default();
        let mut after = before.clone();
        after.contacts[0].per_week = 5.0;
        after.contacts.push(Contact { channel: "site".into(), cap_per_week: 3, ..Contact::default() });
        after.signals = vec!["retargeting".into()];
        after.exit = Exit::OneTap;
        let found = differences(&before, &after);
        assert_eq!(
            in_words(&found),
            "drops signal site choices; adds signal retargeting; email per week 1 -> 5; adds contact site (cap per week 3); exit SettingsPage -> OneTap"
        );
        assert_eq!(
            found.iter().map(|d| d.path.as_str()).collect::<Vec<_>>(),
            ["signals[0]", "signals[0]", "contacts[0].per_week", "contacts[1]", "exit"]
        );
        assert_eq!(in_words(&differences(&before, &before)), "no difference");
    }

    #[test]
    fn scenarios_differ_in_words() {
        let before = Scenario::default();
        let mut after = before.clone();
        after.population.segments[0].share = 0.3;
        after.behavior.trust.memory_days = 90.0;
        after.catalog.popularity_feedback = true;
        after.variants[0].policy.depth = 0.5;
        assert_eq!(
            in_words(&differences(&before, &after)),
            "guarded share 0.25 -> 0.3; popularity feedback off -> on; baseline depth 0.8 -> 0.5; trust memory days 180 -> 90"
        );
    }
}
