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
    /// Unit of the values; empty for pure numbers, words and whole items.
    pub unit: &'static str,
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
        _ => found.push(Difference {
            path: path.into(),
            label: label.into(),
            before: Some(shown(before)),
            after: Some(shown(after)),
            unit: after.info.unit,
        }),
    }
}

fn list(old: &[Node], new: &[Node], templates: (&Node, &Node), path: &str, label: &str, found: &mut Vec<Difference>) {
    // Several guardrails may look at one metric: names do not tell them apart, places do.
    let titles = |items: &[Node]| -> Vec<Option<String>> { items.iter().map(|item| item.title().map(String::from)).collect() };
    let (old_titles, new_titles) = (titles(old), titles(new));
    let by_name = unique(&old_titles) && unique(&new_titles);
    let partners: Vec<Option<usize>> = if by_name {
        new_titles.iter().map(|title| old_titles.iter().position(|other| other == title)).collect()
    } else {
        by_place((old, &old_titles), (new, &new_titles))
    };
    // "segments guarded share" reads worse than "guarded share".
    let (before_name, one) = label.rsplit_once(' ').map_or(("", label), |(head, last)| (head, last));
    let one = join(before_name, one.strip_suffix('s').unwrap_or(one));
    for (index, item) in old.iter().enumerate() {
        if !partners.contains(&Some(index)) {
            let path = format!("{path}[{index}]");
            found.push(Difference { path, label: one.clone(), before: Some(described(item, templates.0)), after: None, unit: "" });
        }
    }
    for ((index, item), partner) in new.iter().enumerate().zip(&partners) {
        let path = format!("{path}[{index}]");
        match partner.and_then(|place| old.get(place)) {
            Some(earlier) => compare(earlier, item, &path, &join(before_name, item.title().unwrap_or(&one)), found),
            None => found.push(Difference { path, label: one.clone(), before: None, after: Some(described(item, templates.1)), unit: "" }),
        }
    }
}

/// Items that names do not tell apart: those that are the same belong together, then those of one name, then those without one, in their
/// order. So an item that was taken out from between others does not make all behind it look changed.
fn by_place(old: (&[Node], &[Option<String>]), new: (&[Node], &[Option<String>])) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; new.0.len()];
    let rules: [&dyn Fn(usize, usize) -> bool; 3] = [
        &|before, after| old.0.get(before).zip(new.0.get(after)).is_some_and(|(before, after)| before.same(after)),
        &|before, after| old.1.get(before).is_some_and(|title| title.is_some() && new.1.get(after) == Some(title)),
        &|before, after| old.1.get(before).is_some_and(Option::is_none) && new.1.get(after).is_some_and(Option::is_none),
    ];
    for fits in rules {
        for after in 0..partners.len() {
            if partners.get(after).is_some_and(Option::is_none) {
                // The one behind the neighbour's before any other.
                let from = after.checked_sub(1).and_then(|before| *partners.get(before)?).map_or(0, |neighbour| neighbour + 1);
                let free = (from..old.0.len()).chain(0..from).find(|&before| !partners.contains(&Some(before)) && fits(before, after));
                partners.get_mut(after).into_iter().for_each(|place| *place = free);
            }
        }
    }
    partners
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
    use super::super::experiment::Guardrail;
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
        let units: Vec<&str> = differences(&before, &after).iter().map(|difference| difference.unit).collect();
        assert_eq!(units, ["", "", "", "days"]);
    }

    #[test]
    fn an_item_taken_from_between_others_leaves_those_as_they_are() {
        let guard = |limit: f64| Guardrail { limit, ..Guardrail::default() };
        let mut before = Scenario::default();
        before.experiment.guardrails = vec![guard(0.1), guard(0.2), guard(0.3)];
        let mut after = before.clone();
        after.experiment.guardrails.remove(0);
        assert_eq!(in_words(&differences(&before, &after)), "drops guardrail over_line_share (limit 0.1)");
        after.experiment.guardrails[1].limit = 0.4;
        let words = in_words(&differences(&before, &after));
        assert_eq!(words, "drops guardrail over_line_share (limit 0.1); over_line_share limit 0.3 -> 0.4");
    }
}
