//! Pieces that several screens share: variant tags, intervals, the text of a plot, the line that says what is shown.

use std::time::Duration;

use super::format;
use super::history::cut;
use crate::app::state::State;
use crate::experiment::{Estimated, percent_of_confidence, scope_name, variant_letter};
use crate::ledger::Scope;
pub use crate::report::figure::{PlotText, Table};
use crate::scenario::Scenario;
use crate::simulate::{Completion, Run};

/// Most letters of a variant's name where there is little room.
const SHORT: usize = 34;

/// A variant's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Index among the variants of the run, the twin being 0.
    pub variant: usize,
    /// Index of the baseline.
    pub baseline: usize,
    /// Letter beside its colour.
    pub letter: String,
    /// Name.
    pub name: String,
}

impl Tag {
    /// Whether it is the baseline.
    pub fn is_baseline(&self) -> bool {
        self.variant == self.baseline
    }
    /// Whether it is the twin without recommender.
    pub fn is_twin(&self) -> bool {
        self.variant == 0
    }
    /// "A 5 a week"; "0 no recommender" for the twin.
    pub fn label(&self) -> String {
        if self.is_twin() { format!("{} no recommender", self.letter) } else { format!("{} {}", self.letter, self.name) }
    }
    /// The same where there is little room: a long name is cut, and stands whole in the table and on hover.
    pub fn short(&self) -> String {
        cut(&self.label(), SHORT)
    }
}

/// Tags of all variants, in order of show: the variants under test first, then baseline, then twin.
pub fn tags(names: &[String], baseline: usize) -> Vec<Tag> {
    let mut tags: Vec<Tag> = names
        .iter()
        .enumerate()
        .map(|(variant, name)| Tag { variant, baseline, letter: variant_letter(variant, baseline), name: name.clone() })
        .collect();
    tags.sort_by_key(|tag| (tag.is_twin(), tag.is_baseline(), tag.variant));
    tags
}

/// Tags of the variants of a run that are not hidden, in order of show.
pub fn shown(run: &Run) -> Vec<Tag> {
    let mut tags = tags(&run.variants, run.baseline);
    tags.retain(|tag| !run.hidden.contains(&tag.variant));
    tags
}

/// The hidden variants of a run, in order of show.
pub fn hidden(run: &Run) -> Vec<Tag> {
    let mut tags = tags(&run.variants, run.baseline);
    tags.retain(|tag| run.hidden.contains(&tag.variant));
    tags
}

/// An estimate to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The dot.
    pub mean: f64,
    /// The thin line.
    pub outer: Option<(f64, f64)>,
    /// The thick line.
    pub inner: Option<(f64, f64)>,
}

impl Span {
    /// What to draw of an estimate; `None` when it is undefined.
    pub fn of(estimated: &Estimated) -> Option<Self> {
        estimated.as_ref().ok().map(|estimate| Self { mean: estimate.mean, outer: estimate.interval, inner: estimate.inner })
    }
    /// Smallest and largest value drawn.
    pub fn reach(&self) -> (f64, f64) {
        self.outer.map_or((self.mean, self.mean), |(low, high)| (low.min(self.mean), high.max(self.mean)))
    }
}

/// What a set of results is: how many worlds, whose values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// "20 worlds", "3 of 20 worlds so far", "8 of 20 worlds, stopped early: partial".
    pub worlds: String,
    /// "all customers", "segment guarded".
    pub people: String,
    /// Whether worlds are missing.
    pub partial: bool,
    /// Whether more worlds are on their way.
    pub running: bool,
    /// "95 %".
    pub confidence: String,
}

/// What a run's results are.
pub fn heading(run: &Run, scope: Scope) -> Heading {
    let (done, planned) = (run.worlds.len(), run.planned);
    let plural = if planned == 1 { "world" } else { "worlds" };
    let worlds = match run.completion {
        _ if run.part.is_some_and(|part| part.worlds.1 - part.worlds.0 + 1 < part.worlds.1.max(planned)) => {
            let (from, to) = run.part.map_or((1, done), |part| part.worlds);
            format!("worlds {from} to {to} of {planned}")
        }
        Completion::Whole => format!("{done} {plural}"),
        Completion::Running => format!("{done} of {planned} {plural} so far"),
        Completion::Partial => format!("{done} of {planned} {plural}, stopped early: partial"),
    };
    Heading {
        worlds,
        people: people(&run.scenario, scope),
        partial: done < planned && run.part.is_none(),
        running: run.completion == Completion::Running,
        confidence: confidence_text(&run.scenario),
    }
}

/// "95%".
pub fn confidence_text(scenario: &Scenario) -> String {
    percent_of_confidence(scenario.experiment.confidence)
}

/// Whose values, in words.
pub fn people(scenario: &Scenario, scope: Scope) -> String {
    let name = scope_name(scenario, scope);
    match scope {
        Scope::Segment(_) => format!("segment {name}"),
        Scope::All | Scope::Group { .. } => name,
    }
}

/// The filters in force, in words; nothing where none is.
pub fn filter_words(state: &State) -> String {
    let scenario = state.scenario_shown();
    let mut words = Vec::new();
    if state.selection.scope != Scope::All {
        words.push(people(scenario, state.selection.scope));
    }
    if let Some((from, to)) = state.selection.days {
        words.push(format!("days {from} to {to}"));
    }
    if let Some((from, to)) = state.selection.worlds {
        words.push(format!("worlds {from} to {to}"));
    }
    let only = if words.is_empty() { String::new() } else { format!("Only {}.", words.join(", ")) };
    let hidden: Vec<String> = state.results.iter().flat_map(|results| hidden(&results.run)).map(|tag| tag.label()).collect();
    match (only.is_empty(), hidden.is_empty()) {
        (_, true) => only,
        (true, false) => format!("Hidden: {}.", hidden.join(", ")),
        (false, false) => format!("{only} Hidden: {}.", hidden.join(", ")),
    }
}

/// One line on a scenario: people, days, variants.
pub fn summary(scenario: &Scenario) -> String {
    let variants = scenario.variants.len();
    format!(
        "{} people, {} days, {variants} {}",
        format::grouped(scenario.population.customers as f64),
        scenario.experiment.days,
        if variants == 1 { "variant" } else { "variants" }
    )
}

/// Text with a capital letter at its beginning.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "12 s left".
pub fn left_text(left: Option<Duration>) -> String {
    left.map_or_else(|| "time left: not known yet".into(), |left| format!("{} left", format::time_text(left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_under_test_come_first_and_the_twin_last() {
        let names: Vec<String> = ["none", "one", "five", "three"].map(String::from).to_vec();
        let shown: Vec<String> = tags(&names, 1).iter().map(Tag::label).collect();
        assert_eq!(shown, ["A five", "B three", "base one", "0 no recommender"]);
    }

    #[test]
    fn a_scenario_is_summed_up_in_one_line() {
        assert_eq!(summary(&Scenario::default()), "5,000 people, 90 days, 1 variant");
    }
}
