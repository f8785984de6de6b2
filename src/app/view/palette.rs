//! What the command palette offers and how it is searched: every command, screen, metric, setting, case and word, and any person by number.

use std::sync::Arc;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::Command;
use crate::app::document::Origin;
use crate::app::keep::KeepStep;
use crate::app::navigation::{Entry, NavigationStep, PlotAction, PlotStep, Subject, plain_commands};
use crate::app::people::PeopleStep;
use crate::app::state::{Flight, Place, State, ThemeChoice};
use crate::app::view;
use crate::ledger::Scope;
use crate::report::explain;
use crate::report::figure::PlotText;
use crate::report::story::{person_id, person_number};
use crate::scenario::{CASES, Metric, Node, hash};
use crate::world::cells;

/// Entries shown at a time.
pub const SHOWN: usize = 12;

/// Everything on offer.
pub fn entries(state: &State) -> Vec<Entry> {
    let entry = |words: String, kind: &'static str, command: Command| Entry { words, kind, why_not: why_not(state, &command), command };
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

/// Why a command does not go as things stand; nothing where it does.
pub fn why_not(state: &State, command: &Command) -> Option<&'static str> {
    let unless = |holds: bool, reason: &'static str| (!holds).then_some(reason);
    let flown = state.results.is_some();
    match command {
        Command::Undo => unless(state.can_undo(), "nothing was changed"),
        Command::Redo => unless(state.can_redo(), "nothing was undone"),
        Command::Keep(KeepStep::Try) => unless(!state.document.is_trial(), "it is tried already"),
        Command::Keep(KeepStep::EndTrial(_)) => unless(state.document.is_trial(), "nothing is tried without saving"),
        Command::AskCancel => unless(state.flight.is_flying(), "no run is under way"),
        Command::ToggleDrawer => unless(!matches!(state.flight, Flight::Idle), "nothing was run yet"),
        Command::RemoveVariant => unless(state.document.scenario().variants.len() > 1, "it is the only variant"),
        Command::MakeBaseline => {
            let scenario = state.document.scenario();
            let selected = scenario.variants.get(state.selection.variant);
            unless(selected.is_some_and(|variant| variant.name != scenario.experiment.baseline), "the selected variant is the baseline")
        }
        Command::SetScope(Scope::All) => unless(state.selection.scope != Scope::All, "everybody is shown already"),
        Command::SetScope(_) | Command::Clock(_) => unless(flown, "needs results: run first"),
        Command::TestNothing => unless(flown, "needs results: run first").or_else(|| unless(state.nothing.errand.is_none(), "it is under way")),
        Command::FlyPilot => unless(state.plan.errand.is_none(), "it is under way"),
        Command::FlyAssumptions => unless(state.assumptions.errand.is_none(), "it is under way"),
        Command::FlyRobustness => unless(state.robustness.errand.is_none(), "it is under way"),
        Command::FlyCard => unless(state.card.errand.is_none(), "it is under way"),
        Command::Navigation(NavigationStep::Back) => unless(!state.navigation.back.is_empty(), "this is the first view"),
        Command::Navigation(NavigationStep::Forward) => unless(!state.navigation.forward.is_empty(), "nothing was gone back from"),
        _ => None,
    }
}

/// What can be exported or shared: the plot in focus or under the pointer, the scenario, the dossier, the recipe.
pub fn export_entries(state: &State, plot: Option<&(&'static str, Arc<PlotText>)>) -> Vec<Entry> {
    let entry = |words: String, command: Command, why_not: Option<&'static str>| Entry { words, kind: "export", command, why_not };
    let name = plot.map_or_else(|| "a plot".to_owned(), |(_, text)| format!("\"{}\"", text.title));
    let mut entries: Vec<Entry> = PlotAction::ALL
        .into_iter()
        .filter(|action| *action != PlotAction::Explain && *action != PlotAction::Note)
        .map(|action| {
            let words = format!("{} of {name}", action.label().trim_end_matches("...").replace(" to dossier", " to the dossier: the picture"));
            match plot {
                Some((name, text)) => entry(words, Command::Plot(PlotStep::Do { name, text: Arc::clone(text), action }), None),
                None => entry(words, Command::Navigation(NavigationStep::StopFinding), Some("point at a plot, or focus it, first")),
            }
        })
        .collect();
    entries.push(entry("Scenario to another file".into(), Command::SaveAs, None));
    let needs = state.results.is_none().then_some("needs results: run first");
    entries.push(entry("Dossier: page, printed document, tables, hashes".into(), Command::Go(Place::Review), needs));
    entries.push(match recipe(state) {
        Some(recipe) => entry(format!("Copy the recipe: {recipe}"), Command::Navigation(NavigationStep::Copy(recipe)), None),
        None => entry("Copy the recipe".into(), Command::SaveAs, Some("save the scenario first")),
    });
    // What needs a plot that is not there comes last.
    entries.sort_by_key(|entry| entry.why_not.is_some());
    entries
}

/// The command that rebuilds the numbers of the document, with the hash by which it is known; nothing while no file holds it as it stands.
fn recipe(state: &State) -> Option<String> {
    let document = &state.document;
    let name = match document.origin() {
        _ if document.is_dirty() => return None,
        Origin::File(path) => path.file_name()?.to_string_lossy().into_owned(),
        Origin::Case(name) => name.clone(),
        Origin::New | Origin::Run(_) => return None,
    };
    let name = if name.contains(' ') { format!("\"{name}\"") } else { name };
    let known: String = hash(document.scenario()).chars().take(16).collect();
    Some(format!("creepline run {name}  # scenario {known}, engine {}", env!("CARGO_PKG_VERSION")))
}

/// The person whose number is typed: "417", "P-000417", "person 417".
pub fn person(state: &State, query: &str) -> Option<Entry> {
    let run = &state.results.as_ref()?.run;
    let typed = query.trim();
    let typed = typed.strip_prefix("person ").or_else(|| typed.strip_prefix("Person ")).unwrap_or(typed);
    let number = person_number(typed).filter(|number| *number < run.scenario.population.customers)?;
    let words = format!("Story of {}", person_id(number));
    Some(Entry { words: format!("{words} ({query})"), kind: "person", why_not: None, command: Command::People(PeopleStep::Open(number)) })
}

/// Places of the entries that fit, the best first; commands and screens before the rest where they fit as well.
pub fn search(entries: &Arc<Vec<Entry>>, query: &str) -> Vec<usize> {
    if query.trim().is_empty() {
        // What goes now comes first; the rest is there, and says why it does not.
        let (can, not): (Vec<usize>, Vec<usize>) =
            (0..entries.len()).partition(|&place| entries.get(place).is_some_and(|entry| entry.why_not.is_none()));
        return can.into_iter().chain(not).take(SHOWN).collect();
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
    use crate::app::document::Document;
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
