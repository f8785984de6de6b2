//! What a word means: metrics, ideas, mechanisms, settings, sources. The one place where command line and window get their explanations from; the words
//! themselves stand with what they describe.

mod idea;
mod links;
mod mechanism;
mod metric;
mod setting;
mod study;
#[cfg(test)]
mod tests;
mod texts;

pub use links::{Piece, pieces};
pub use setting::{SettingRow, setting_rows};
pub use study::citation_line;

use std::sync::LazyLock;

use crate::behavior::register::GROUPS;
use crate::behavior::sources::SOURCES;
use crate::scenario::{Metric, Node, Scenario, nearest};

/// What kind of thing a card explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of the scorecard.
    Metric,
    /// A word of screens that is no metric.
    Idea,
    /// A mechanism of the customer model.
    Mechanism,
    /// A setting of the scenario file.
    Setting,
    /// A group of settings.
    Settings,
    /// A published study, or a part of Creepline's own model.
    Source,
}

impl Kind {
    /// The word in front of a card.
    pub fn word(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Idea => "idea",
            Self::Mechanism => "mechanism",
            Self::Setting => "setting",
            Self::Settings => "settings",
            Self::Source => "source",
        }
    }
}

/// An explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What kind of thing it explains.
    pub kind: Kind,
    /// The word that asks for it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it means.
    pub text: String,
    /// What else there is to say: label and lines. A fact without a label is a sentence of its own.
    pub facts: Vec<(String, Vec<String>)>,
}

impl Card {
    fn new(kind: Kind, id: impl Into<String>, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind, id: id.into(), title: title.into(), text: text.into(), facts: Vec::new() }
    }

    fn fact(mut self, label: &str, line: impl Into<String>) -> Self {
        self.facts.push((label.into(), vec![line.into()]));
        self
    }

    fn lines(mut self, label: &str, lines: Vec<String>) -> Self {
        if !lines.is_empty() {
            self.facts.push((label.into(), lines));
        }
        self
    }
}

/// A heading with the words under it that can be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Word, and what it stands for in a line.
    pub entries: Vec<(String, String)>,
}

/// Everything that a word stands for: `trust` is a metric and a mechanism. Nothing where nobody knows it.
pub fn explain(word: &str) -> Vec<Card> {
    let of = |word: &str| -> Vec<Card> {
        let metric = Metric::from_id(word).map(metric::card);
        let cards = [metric, idea::card(word), mechanism::card(word), setting::card(word), study::card(word)];
        cards.into_iter().flatten().collect()
    };
    let found = of(word);
    // "worst group", "A/A" and "Chance gap" mean worst_group, a_a and chance_gap.
    if found.is_empty() { of(&plain(word)) } else { found }
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().split([' ', '-', '/']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// The word most like one that nobody knows.
pub fn nearest_word(word: &str) -> Option<String> {
    let words = directory().iter().flat_map(|section| &section.entries).map(|(word, _)| word.as_str());
    let tree = Node::of(&Scenario::default());
    let paths: Vec<String> = tree.leaves().into_iter().map(|(path, _)| path).collect();
    // A path is compared with paths, by its end too: `trust.bad_wait` is meant for `behavior.trust.bad_weight`.
    if word.contains('.') {
        let end = |path: &str| paths.iter().find(|full| full.ends_with(&format!(".{path}"))).cloned();
        return end(word).or_else(|| nearest(word, paths.iter().map(String::as_str)).map(String::from));
    }
    let last = |path: &String| path.rsplit('.').next().is_some_and(|name| name == word);
    paths.iter().find(|path| last(path)).cloned().or_else(|| nearest(word, words).map(String::from))
}

/// All that can be explained, by subject.
pub fn directory() -> &'static [Section] {
    static DIRECTORY: LazyLock<Vec<Section>> = LazyLock::new(list);
    &DIRECTORY
}

fn list() -> Vec<Section> {
    let mut sections = metric::sections();
    sections.extend(idea::sections());
    for group in GROUPS {
        let entries = group.mechanisms.iter().map(|mechanism| (mechanism.id.to_owned(), mechanism.title.to_owned())).collect();
        sections.push(Section { title: format!("Mechanisms: {}", lower(group.title)), entries });
    }
    sections.push(Section { title: "Settings (a path goes on with a dot: behavior.trust.bad_weight)".into(), entries: setting::groups() });
    let entries = SOURCES.iter().map(|source| (source.id.to_owned(), source.citation.to_owned())).collect();
    sections.push(Section { title: "Sources".into(), entries });
    sections
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
