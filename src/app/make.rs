//! Settings taken over from a map or a story into the document: a copy of the variant they belong to, the rest where it stands.

use super::view::last_word;
use crate::scenario::{Finding, MOST_VARIANTS, Scenario, set};

/// Longest name of a variant that is made, in letters.
const LONGEST_NAME: usize = 60;

/// A scenario with settings taken over.
#[derive(Clone, Debug)]
pub struct Made {
    /// The scenario.
    pub scenario: Scenario,
    /// Names of the variants that are new.
    pub added: Vec<String>,
    /// How many settings were changed in place.
    pub changed: usize,
}

/// Why settings cannot be taken over.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MakeError {
    /// The scenario has no such field any more, or it does not take that value.
    #[error("{}", .0.message)]
    Field(Finding),
    /// There is no room for another variant.
    #[error("a scenario holds at most {MOST_VARIANTS} variants: remove one first")]
    Full,
}

impl From<Finding> for MakeError {
    fn from(finding: Finding) -> Self {
        Self::Field(finding)
    }
}

/// Takes settings, path and value, over. What belongs to a variant goes into a copy of it at the end of the list, so that no other one changes.
///
/// # Errors
/// Where the scenario has no such field any more, or no room for another variant.
pub fn make(scenario: &Scenario, settings: &[(String, String)]) -> Result<Made, MakeError> {
    let mut tried = scenario.clone();
    let mut made = Made { scenario: scenario.clone(), added: Vec::new(), changed: 0 };
    let mut variants: Vec<usize> = Vec::new();
    for (path, value) in settings {
        set(&mut tried, path, value)?;
        match variant_of(scenario, path) {
            Some(place) if variants.contains(&place) => {}
            Some(place) => variants.push(place),
            None => {
                set(&mut made.scenario, path, value)?;
                made.changed += 1;
            }
        }
    }
    for place in variants {
        let Some(mut copy) = tried.variants.get(place).cloned() else { continue };
        let own: Vec<&(String, String)> = settings.iter().filter(|(path, _)| variant_of(scenario, path) == Some(place)).collect();
        let words: Vec<String> = own.iter().map(|(path, value)| format!("{} {}", last_word(path), plain(value))).collect();
        copy.note = format!("Made of \"{}\" with {}.", copy.name, words.join(", "));
        copy.name = free_name(&format!("{}, {}", copy.name, words.join(", ")), &made.scenario);
        made.added.push(copy.name.clone());
        made.scenario.variants.push(copy);
    }
    if !made.added.is_empty() && made.scenario.variants.len() > MOST_VARIANTS {
        return Err(MakeError::Full);
    }
    Ok(made)
}

/// The variant that a path leads into: by place, by name, or by a name in quotes.
fn variant_of(scenario: &Scenario, path: &str) -> Option<usize> {
    let inside = path.strip_prefix("variants[")?;
    let named = |name: &str| scenario.variants.iter().position(|variant| variant.name == name);
    if let Some(quoted) = inside.strip_prefix('"') {
        return named(quoted.split_once("\"]")?.0);
    }
    let key = inside.split_once(']')?.0;
    match key.parse::<usize>() {
        Ok(place) => (place < scenario.variants.len()).then_some(place),
        Err(_) => named(key),
    }
}

/// A value without the ".0" of a number that is whole.
fn plain(value: &str) -> &str {
    value.strip_suffix(".0").unwrap_or(value)
}

/// The name, cut short, with a number where another variant has it.
fn free_name(name: &str, scenario: &Scenario) -> String {
    let short: String =
        if name.chars().count() > LONGEST_NAME { name.chars().take(LONGEST_NAME - 3).chain("...".chars()).collect() } else { name.into() };
    let taken = |name: &String| scenario.variants.iter().any(|variant| variant.name == *name);
    let numbered = (2..).map(|number| format!("{short} ({number})"));
    std::iter::once(short.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Case, Severity, validate};

    fn shop() -> Scenario {
        Case::find("retargeting").expect("bundled").load().expect("it loads").scenario
    }

    fn settings(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn settings_of_a_variant_become_a_variant_and_leave_the_others_alone() {
        let before = shop();
        let wanted = settings(&[("variants[1].policy.contacts[0].per_week", "2.0"), ("variants[5 a week].policy.explanation", "0.5")]);
        let made = make(&before, &wanted).expect("made");
        assert_eq!((made.scenario.variants.len(), made.changed), (before.variants.len() + 1, 0));
        assert_eq!(made.scenario.variants[..before.variants.len()], before.variants);
        let new = made.scenario.variants.last().expect("a variant");
        assert_eq!((new.policy.contacts[0].per_week, new.policy.explanation), (2.0, 0.5));
        assert_eq!(new.name, "5 a week, per week 2, explanation 0.5");
        let again = make(&made.scenario, &wanted).expect("made");
        assert_eq!(again.added, ["5 a week, per week 2, explanation 0.5 (2)"]);
        assert!(validate(&again.scenario).iter().all(|finding| finding.severity != Severity::Error));
    }

    #[test]
    fn other_settings_are_set_in_place() {
        let made = make(&shop(), &settings(&[("catalog.items", "77"), ("variants[\"5 a week\"].policy.depth", "0.1")])).expect("made");
        assert_eq!((made.scenario.catalog.items, made.changed, made.added.len()), (77, 1, 1));
        assert_eq!(made.scenario.variants[1], shop().variants[1]);
    }

    #[test]
    fn what_is_gone_or_does_not_fit_changes_nothing_and_says_so() {
        for (path, value) in [("variants[9].policy.depth", "0.1"), ("variants[no such].policy.depth", "0.1"), ("catalog.items", "many"), ("", "")] {
            assert!(make(&shop(), &settings(&[(path, value)])).is_err(), "{path}");
        }
        let mut full = shop();
        while full.variants.len() < MOST_VARIANTS {
            full = make(&full, &settings(&[("variants[1].policy.depth", "0.1")])).expect("room").scenario;
        }
        assert!(make(&full, &settings(&[("variants[1].policy.depth", "0.1")])).expect_err("full").to_string().contains("at most"));
        assert!(make(&full, &settings(&[("catalog.items", "50")])).is_ok());
    }

    #[test]
    fn hostile_names_stay_short_and_whole() {
        let mut odd = shop();
        odd.variants[1].name = format!("]\"{}\u{1F600}", "x".repeat(500));
        let made = make(&odd, &settings(&[("variants[1].policy.depth", "0.1")])).expect("made");
        assert!(made.added[0].chars().count() <= LONGEST_NAME);
    }
}
