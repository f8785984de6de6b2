//! The written part of cards: one data file for metrics, one for ideas, read once. What code knows of them (unit of axes, better direction, where a
//! metric is kept, the sentence of a criterion) is not repeated there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::study::citation_line;
use crate::behavior::register::mechanism;
use crate::behavior::sources::source;

/// What is written of a metric.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct MetricText {
    pub(super) formula: Vec<String>,
    #[serde(default)]
    pub(super) quantities: Vec<String>,
    pub(super) unit: String,
    pub(super) range: String,
    #[serde(default)]
    pub(super) undefined: Vec<(String, String)>,
    #[serde(default)]
    pub(super) edges: Vec<String>,
    pub(super) sources: Vec<String>,
    pub(super) cannot: String,
    #[serde(default)]
    pub(super) example: String,
}

/// What an idea is about.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(super) enum About {
    Run,
    Reading,
    Verdicts,
    Tests,
    Bubbles,
    Criteria,
}

impl About {
    pub(super) const ALL: [Self; 6] = [Self::Run, Self::Reading, Self::Verdicts, Self::Tests, Self::Bubbles, Self::Criteria];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Run => "Ideas: words of a run",
            Self::Reading => "Ideas: how to read a number",
            Self::Verdicts => "Ideas: limits and verdicts",
            Self::Tests => "Ideas: tests and truth",
            Self::Bubbles => "Ideas: bubbles and concentration",
            Self::Criteria => "Ideas: criteria of fairness",
        }
    }
}

/// What is written of an idea. Title and text are empty where a criterion of fairness brings its own.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct IdeaText {
    pub(super) id: String,
    pub(super) subject: About,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) formula: Vec<String>,
    #[serde(default)]
    pub(super) quantities: Vec<String>,
    #[serde(default)]
    pub(super) undefined: Vec<(String, String)>,
    #[serde(default)]
    pub(super) edges: Vec<String>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    pub(super) cannot: String,
    pub(super) example: String,
    pub(super) see: Vec<String>,
}

static METRICS: LazyLock<BTreeMap<String, MetricText>> = LazyLock::new(|| read(METRIC_FILE));
static IDEAS: LazyLock<Vec<IdeaText>> = LazyLock::new(|| read(IDEA_FILE));

const METRIC_FILE: &str = include_str!("metrics.ron");
const IDEA_FILE: &str = include_str!("ideas.ron");

/// The files are part of the program and tests read them: where one could not be read, cards would only be shorter.
fn read<T: for<'a> Deserialize<'a> + Default>(file: &str) -> T {
    ron::from_str(file).unwrap_or_default()
}

/// What is written of the metric with that id.
pub(super) fn metric_text(id: &str) -> Option<&'static MetricText> {
    METRICS.get(id)
}

/// Every metric that something is written of.
#[cfg(test)]
pub(super) fn metric_ids() -> impl Iterator<Item = &'static str> {
    METRICS.keys().map(String::as_str)
}

/// Every idea, in order of show.
pub(super) fn ideas() -> &'static [IdeaText] {
    &IDEAS
}

/// Where there is no value, and the other cases worth knowing, a line each.
pub(super) fn edge_lines(undefined: &[(String, String)], edges: &[String]) -> Vec<String> {
    let undefined = undefined.iter().map(|(when, reason)| format!("Undefined where {when}: \"{reason}\"."));
    undefined.chain(edges.iter().cloned()).collect()
}

/// A source on one line: a study with its citation, a mechanism with its title, or words as they are.
pub(super) fn source_line(text: &str) -> String {
    if source(text).is_some() {
        return citation_line(text);
    }
    match text.strip_prefix("mechanism ").and_then(mechanism) {
        Some(found) => format!("{text}: {}", found.title),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read() {
        let metrics: Result<BTreeMap<String, MetricText>, _> = ron::from_str(METRIC_FILE);
        assert!(metrics.as_ref().is_ok_and(|metrics| !metrics.is_empty()), "{metrics:?}");
        let ideas: Result<Vec<IdeaText>, _> = ron::from_str(IDEA_FILE);
        assert!(ideas.as_ref().is_ok_and(|ideas| !ideas.is_empty()), "{ideas:?}");
    }

    #[test]
    fn sources_are_spelled_out() {
        assert!(source_line("C14").starts_with("C14: InMoment"));
        assert_eq!(source_line("mechanism own_line"), "mechanism own_line: The personal line");
        assert_eq!(source_line("Creepline's own definition"), "Creepline's own definition");
    }
}
