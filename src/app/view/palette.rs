//! What the command palette offers and how it is searched: every command, screen, metric, setting, case and word, and any person by number.

use std::sync::Arc;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::Command;
use crate::app::navigation::{Entry, NavigationStep, Subject, plain_commands};
use crate::app::people::PeopleStep;
use crate::app::state::{Place, State, ThemeChoice};
use crate::app::view;
use crate::report::explain;
use crate::report::story::{person_id, person_number};
use crate::scenario::{CASES, Metric, Node};
use crate::world::cells;

/// Entries shown at a time.
pub const SHOWN: usize = 12;

/// Everything on offer.
pub fn entries(state: &State) -> Vec<Entry> {
    let entry = |words: String, kind: &'static str, command: Command| Entry { words, kind, command };
    let mut entries: Vec<Entry> = plain_commands().into_iter().map(|command| entry(command.label(), "command", command)).collect();
    entries.extend(ThemeChoice::ALL.map(|theme| {
        let command = Command::SetTheme(theme);
        entry(command.label(), "command", command)
    }));
    entries.extend(Place::ALL.iter().map(|&place| {
        let area = place.area().title();
        let words = if area == place.title() { area.to_owned() } else { format!("{area}: {}", place.title()) };
        entry(words, "screen", Command::Go(place))
    }));
    entries.extend(CASES.iter().map(|case| entry(format!("Open case: {}", case.title), "case", Command::OpenCase(case.id.into()))));
    let scenario = state.scenario_shown();
    // Without everybody: to show all is a command.
    entries.extend(cells(scenario).scopes().into_iter().skip(1).map(|scope| {
        let words = format!("Show only {}", view::people(scenario, scope));
        entry(words, "filter", Command::SetScope(scope))
    }));
    let inspect = |metric: Metric| Command::Navigation(NavigationStep::Inspect(Subject::Metric(metric)));
    entries.extend(Metric::ALL.iter().map(|&metric| entry(format!("{} ({})", metric.label(), metric.id()), "metric", inspect(metric))));
    for (path, value) in Node::of(state.document.scenario()).leaves() {
        entries.push(entry(format!("{path}: {}", value.literal()), "setting", Command::Navigation(NavigationStep::Setting(path))));
    }
    for section in explain::directory().iter().skip_while(|section| section.title.starts_with("Metrics")) {
        for (word, line) in &section.entries {
            entries.push(entry(format!("{word}: {line}"), "word", Command::Navigation(NavigationStep::Glossary(word.clone()))));
        }
    }
    entries
}

/// The person whose number is typed: "417", "P-000417", "person 417".
pub fn person(state: &State, query: &str) -> Option<Entry> {
    let run = &state.results.as_ref()?.run;
    let typed = query.trim();
    let typed = typed.strip_prefix("person ").or_else(|| typed.strip_prefix("Person ")).unwrap_or(typed);
    let number = person_number(typed).filter(|number| *number < run.scenario.population.customers)?;
    let words = format!("Story of {}", person_id(number));
    Some(Entry { words: format!("{words} ({query})"), kind: "person", command: Command::People(PeopleStep::Open(number)) })
}

/// Places of the entries that fit, the best first; commands and screens before the rest where they fit as well.
pub fn search(entries: &Arc<Vec<Entry>>, query: &str) -> Vec<usize> {
    if query.trim().is_empty() {
        return (0..entries.len().min(SHOWN)).collect();
    }
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let mut found: Vec<(u32, usize)> = entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| Some((pattern.score(Utf32Str::new(&entry.words, &mut letters), &mut matcher)?, place)))
        .collect();
    // Whoever types the whole name of something wants that, and not what has the name in it.
    let whole = |place: usize| {
        let words = entries.get(place).map_or("", |entry| entry.words.as_str());
        words.rsplit(": ").next().is_some_and(|name| name.eq_ignore_ascii_case(query.trim()))
    };
    found.sort_by_key(|&(score, place)| (!whole(place), std::cmp::Reverse(score), place));
    found.into_iter().take(SHOWN).map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::document::{Document, Origin};
    use crate::scenario::Scenario;

    fn offered() -> Arc<Vec<Entry>> {
        Arc::new(entries(&State::new(Document::new(Scenario::default(), Origin::New, String::new()))))
    }

    #[test]
    fn a_few_letters_find_commands_screens_metrics_settings_and_words() {
        let entries = offered();
        for (query, kind, words) in [
            ("run", "command", "Run"),
            ("fairn", "screen", "Results: Fairness"),
            ("own line over", "metric", "over_line_share"),
            ("trust bad weight", "setting", "behavior.trust.bad_weight"),
            ("gini", "metric", "gini"),
            ("dark", "command", "Dark colours"),
            ("high contrast", "command", "High contrast, light"),
        ] {
            let found = search(&entries, query);
            let hit = found.iter().any(|&place| entries[place].kind == kind && entries[place].words.contains(words));
            assert!(hit, "{query}: {:?}", found.iter().map(|&place| &entries[place].words).collect::<Vec<_>>());
        }
        assert_eq!(entries[search(&entries, "run")[0]].words, "Run");
        assert_eq!(entries[search(&entries, "scenario")[0]].words, "Build: Scenario", "the screen, not a new scenario");
    }

    #[test]
    fn nothing_fits_nonsense_and_everything_begins_with_commands() {
        let entries = offered();
        assert!(search(&entries, "qqqqzzzzxxxx").is_empty());
        assert!(search(&entries, " ").iter().all(|&place| entries[place].kind == "command"));
    }
}
