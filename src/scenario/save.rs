//! Writes a scenario file. A file stays short: what is as by default is left out, but for the size of the run and whatever tells the items
//! of a list apart: a field is written for all items of a list as soon as one of them departs from its default.

use std::collections::BTreeSet;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::aside::write_aside;
use super::document::Scenario;
use super::finding::{Finding, ScenarioError};
use super::text::{Choose, Everything, document, inner};
use super::tree::{Content, Node};

/// Written even where they are as by default, because a reader looks for them.
const ALWAYS: &[&str] = &[
    "version",
    "name",
    "population.customers",
    "variants",
    "experiment.seed",
    "experiment.worlds",
    "experiment.days",
    "experiment.baseline",
    "experiment.guardrails[].scope",
    "experiment.guardrails[].compare",
    "experiment.guardrails[].bound",
    "experiment.guardrails[].limit",
];

/// Writes a scenario to a file, with `header` (lines of `//` comment, or nothing) on top. The old file stays until the new one is complete.
/// Nothing is validated: unfinished work can be saved too.
///
/// # Errors
/// Where the file cannot be written; the old one is untouched then.
pub fn save(path: &Path, scenario: &Scenario, header: &str) -> Result<(), ScenarioError> {
    write_aside(path, to_text(scenario, header).as_bytes()).map_err(|error| {
        let help = "choose another place; the work is not lost, and an older file there is untouched";
        let finding = Finding::error("S021", "", format!("not saved: {error}"), help).in_file(&path.display().to_string());
        ScenarioError::unreadable(finding)
    })
}

/// The short text of a scenario, as [`save`] writes it.
pub fn to_text(scenario: &Scenario, header: &str) -> String {
    let root = Node::of(scenario);
    let mut written = ALWAYS.iter().map(|pattern| (*pattern).to_string()).collect();
    departures(&root, &Node::of(&Scenario::default()), "", &mut written);
    let parents: BTreeSet<String> = written.iter().flat_map(|pattern| ancestors(pattern)).collect();
    written.extend(parents);
    let text = document(&root, &Short { written });
    let header = header.trim_end();
    if header.is_empty() { text } else { format!("{header}\n{text}") }
}

/// The full text of a scenario, every field written: what its hash is taken of.
pub fn canonical(scenario: &Scenario) -> String {
    document(&Node::of(scenario), &Everything)
}

/// SHA-256 of the canonical text, in hexadecimal: two scenarios with the same hash are the same scenario.
pub fn hash(scenario: &Scenario) -> String {
    hex(&Sha256::digest(canonical(scenario)))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Collects the path patterns of all fields that depart from their default.
fn departures(node: &Node, default: &Node, pattern: &str, written: &mut BTreeSet<String>) {
    match (&node.content, &default.content) {
        (Content::Record(fields), Content::Record(defaults)) => {
            for (field, default) in fields.iter().zip(defaults) {
                departures(field, default, &inner(pattern, field), written);
            }
        }
        (Content::List(items, template), Content::List(..)) => {
            // The items of a list that is written are read on top of what an item is by default, not on top of the list's default.
            let list_is_written = !node.same(default) || ALWAYS.contains(&pattern);
            if list_is_written {
                written.insert(pattern.to_string());
                let pattern = format!("{pattern}[]");
                for item in items {
                    if let Some(first) = item.fields().first() {
                        written.insert(inner(&pattern, first));
                    }
                    departures(item, template, &pattern, written);
                }
            }
        }
        _ if !node.same(default) => {
            written.insert(pattern.to_string());
        }
        _ => {}
    }
}

/// `a.b[].c` gives `a.b[]`, `a.b` and `a`.
fn ancestors(pattern: &str) -> Vec<String> {
    pattern.char_indices().filter(|&(_, letter)| matches!(letter, '.' | '[')).map(|(at, _)| pattern.chars().take(at).collect()).collect()
}

struct Short {
    written: BTreeSet<String>,
}

impl Choose for Short {
    fn writes(&self, pattern: &str, node: &Node) -> bool {
        // An empty list of guardrails has no limits to show.
        let empty = node.items().is_empty() && matches!(node.content, Content::List(..));
        self.written.contains(pattern) && !(empty && pattern == "experiment.guardrails")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::cases::CASES;
    use super::super::load::load;
    use super::super::reflect::{ChoiceInfo, FieldInfo, List, Value, Visitor};
    use super::*;

    /// Changes about one leaf in three to something the format can hold, and list lengths, by a fixed stream of numbers.
    struct Shaker(u64);

    impl Shaker {
        fn draw(&mut self, below: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % below
        }
    }

    impl Visitor for Shaker {
        fn number(&mut self, _: &FieldInfo, value: &mut f64) {
            match self.draw(9) {
                0 => *value = f64::from_bits(self.0).abs().clamp(0.0, 1e300),
                1 => *value = self.draw(1_000) as f64 / 1_000.0,
                2 => *value = -3.5e-7,
                _ => {}
            }
            if value.is_nan() {
                *value = 0.1;
            }
        }
        fn whole(&mut self, _: &FieldInfo, value: &mut u64) {
            if self.draw(3) == 0 {
                *value = self.draw(u64::MAX >> 33);
            }
        }
        fn flag(&mut self, _: &FieldInfo, value: &mut bool) {
            *value ^= self.draw(3) == 0;
        }
        fn text(&mut self, _: &FieldInfo, value: &mut String) {
            let texts = ["", "a", "with \"quotes\" and \\", "two\nlines // no comment", "tab\t\r\u{7}\0", "Käse 日本 \u{301}", "(,[)"];
            if self.draw(3) == 0 {
                *value = texts[self.draw(texts.len() as u64) as usize].into();
            }
        }
        fn choice(&mut self, _: &FieldInfo, index: &mut usize, options: &'static [ChoiceInfo]) {
            *index = self.draw(options.len() as u64) as usize;
        }
        fn record(&mut self, _: &FieldInfo, fields: &mut dyn FnMut(&mut dyn Visitor)) {
            fields(self);
        }
        fn list(&mut self, info: &FieldInfo, list: &mut dyn List) {
            match self.draw(6) {
                0 => list.push_default(),
                1 => list.remove(0),
                2 => list.duplicate(0),
                _ => {}
            }
            for index in 0..list.count() {
                list.visit_item(index, info, self);
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_saved_is_read_back_the_same(seed in any::<u64>()) {
            let mut scenario = Scenario::default();
            scenario.visit(&FieldInfo::new("", ""), &mut Shaker(seed));
            scenario.version = 1;
            for text in [to_text(&scenario, "// header"), canonical(&scenario)] {
                let back: Scenario = ron::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
                prop_assert_eq!(&back, &scenario, "{}", text);
            }
        }
    }

    #[test]
    fn a_saved_case_is_the_same_case_with_its_header() {
        let folder = tempfile::tempdir().unwrap();
        for case in CASES {
            let loaded = case.load().unwrap();
            let path = folder.path().join("case.ron");
            save(&path, &loaded.scenario, &loaded.header).unwrap();
            let again = load(&path).unwrap();
            assert_eq!((&again.scenario, &again.header), (&loaded.scenario, &loaded.header));
            assert_eq!(hash(&again.scenario), hash(&loaded.scenario));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let error = save(&folder.path().join("missing/case.ron"), &Scenario::default(), "").unwrap_err();
        assert!(error.unreadable);
        assert!(error.to_string().contains("not saved"), "{error}");
        assert!(save(folder.path(), &Scenario::default(), "").is_err(), "a folder is not written over");
    }

    #[test]
    fn the_text_shows_what_departs_and_the_size_of_the_run() {
        let mut scenario = Scenario::default();
        scenario.variants.push(scenario.variants[0].clone());
        scenario.variants[1].name = "more".into();
        scenario.variants[1].policy.contacts[0].per_week = 5.0;
        let text = to_text(&scenario, "");
        assert!(text.contains("customers: 5000") && text.contains("worlds: 20"), "{text}");
        assert!(text.contains("per_week: 1.0") && text.contains("per_week: 5.0"), "both sides of a difference are written\n{text}");
        assert!(!text.contains("behavior"), "{text}");
    }
}
