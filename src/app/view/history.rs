//! The history of a document in words: one line for each change, what was undone below.

use std::collections::BTreeMap;

use crate::app::document::Document;
use crate::scenario::{Scenario, differences, renames};

/// Differences named in a line.
const NAMED: usize = 2;
/// Longest line, in letters.
const LONGEST: usize = 110;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// What changed, in words.
    pub words: String,
    /// How many changes lie between it and the document as it stands: below 0 for what can be undone, 0 for the latest, above for what was undone.
    pub steps: i64,
}

/// The history of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryView {
    /// Changes, the oldest first.
    pub rows: Vec<HistoryRow>,
    /// Steps back to the document as it was opened, or as far as is remembered; 0 where it stands there.
    pub to_start: i64,
    known: BTreeMap<(u64, u64), String>,
}

impl HistoryView {
    /// The history of a document. Words that an earlier one has are taken from there.
    pub fn new(document: &Document, earlier: Option<&Self>) -> Self {
        let (past, future) = document.moments();
        let done = past.len() as i64;
        let now = (document.moment(), document.scenario());
        let states: Vec<(u64, &Scenario)> = past
            .iter()
            .map(|moment| (moment.number, &moment.scenario))
            .chain(std::iter::once(now))
            .chain(future.map(|moment| (moment.number, &moment.scenario)))
            .collect();
        let mut known = BTreeMap::new();
        let mut rows = Vec::new();
        for (place, pair) in states.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let key = (before.0, after.0);
            let words = earlier.and_then(|earlier| earlier.known.get(&key).cloned()).unwrap_or_else(|| change_in_words(before.1, after.1));
            known.insert(key, words.clone());
            rows.push(HistoryRow { words, steps: place as i64 + 1 - done });
        }
        Self { rows, to_start: -done, known }
    }
}

/// A change in one line: "5 a week email per week 1 -> 5".
pub fn change_in_words(before: &Scenario, after: &Scenario) -> String {
    let (before, renamed) = renames(before, after);
    let mut found: Vec<String> = renamed.iter().map(ToString::to_string).collect();
    found.extend(differences(&before, after).iter().map(ToString::to_string));
    let named: Vec<&str> = found.iter().take(NAMED).map(String::as_str).collect();
    let words = cut(&named.join("; "), LONGEST);
    match found.len() {
        0 => "a change without effect".into(),
        more if more > NAMED => format!("{words}; and {} more", more - NAMED),
        _ => words,
    }
}

/// A text on one line, cut short where it has more letters than that.
pub fn cut(text: &str, most: usize) -> String {
    let line = text.replace(['\n', '\r', '\t'], " ");
    if line.chars().count() <= most {
        return line;
    }
    let start: String = line.chars().take(most.saturating_sub(3)).collect();
    format!("{}...", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::document::Origin;

    fn edited() -> Document {
        let mut document = Document::new(Scenario::default(), Origin::New, String::new());
        for (place, customers) in [10, 20, 30].into_iter().enumerate() {
            let mut scenario = document.scenario().clone();
            scenario.population.customers = customers;
            document.edit(scenario, "customers", place as f64 * 10.0, false);
        }
        document
    }

    #[test]
    fn changes_are_told_in_words_and_undone_ones_stay_below() {
        let mut document = edited();
        let view = HistoryView::new(&document, None);
        assert_eq!(view.rows.iter().map(|row| row.steps).collect::<Vec<_>>(), [-2, -1, 0]);
        assert_eq!(view.rows[1].words, "customers 10 -> 20");
        document.travel(-2);
        let view = HistoryView::new(&document, Some(&view));
        assert_eq!(
            view.rows.iter().map(|row| (row.words.as_str(), row.steps)).collect::<Vec<_>>(),
            [("customers 5000 -> 10", 0), ("customers 10 -> 20", 1), ("customers 20 -> 30", 2)]
        );
        document.travel(2);
        assert_eq!(document.scenario().population.customers, 30);
        document.travel(view.to_start - 10);
        assert_eq!(document.scenario(), &Scenario::default());
        document.travel(999);
        assert_eq!(document.scenario().population.customers, 30);
    }

    #[test]
    fn words_of_a_gesture_under_way_are_not_kept_from_its_beginning() {
        let mut document = Document::new(Scenario::default(), Origin::New, String::new());
        let mut view = HistoryView::default();
        for customers in [10, 20, 30] {
            let mut scenario = document.scenario().clone();
            scenario.population.customers = customers;
            document.edit(scenario, "customers", 0.0, true);
            view = HistoryView::new(&document, Some(&view));
        }
        assert_eq!(view.rows.len(), 1);
        assert_eq!(view.rows[0].words, "customers 5000 -> 30");
    }

    #[test]
    fn a_rename_is_said_as_one() {
        let before = Scenario::default();
        let mut after = before.clone();
        (after.variants[0].name, after.experiment.baseline) = ("today".into(), "today".into());
        assert_eq!(change_in_words(&before, &after), "variant \"baseline\" renamed to \"today\"");
    }

    #[test]
    fn many_differences_are_cut_short() {
        let mut other = Scenario::default();
        (other.population.customers, other.experiment.worlds, other.experiment.days, other.experiment.seed) = (1, 2, 3, 4);
        assert!(change_in_words(&Scenario::default(), &other).ends_with("and 2 more"));
        other.story = "x".repeat(500);
        other.name = "y".repeat(500);
        assert!(change_in_words(&Scenario::default(), &other).chars().count() < LONGEST + 20);
    }
}
