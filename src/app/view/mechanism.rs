//! A mechanism of the customer model as the screen shows it: what it says, its equation, its settings here, what it rests on, what tests it.

use crate::behavior::register::mechanism;
use crate::report::explain::{SettingRow, citation_line, setting_rows};
use crate::scenario::Scenario;

/// A source on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// Its id.
    pub id: &'static str,
    /// Id and citation.
    pub text: String,
}

/// A setting of the mechanism.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingLine {
    /// Sign, value, plausible range, what the default rests on.
    pub value: String,
    /// What it means, and its path.
    pub meaning: String,
}

/// A mechanism.
#[derive(Clone, Debug)]
pub struct MechanismView {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it says about people.
    pub meaning: &'static str,
    /// Why this scenario does not use it, if so.
    pub unused: Option<&'static str>,
    /// The equation, a line each.
    pub equation: &'static [&'static str],
    /// Symbols that are no settings.
    pub symbols: Vec<String>,
    /// Settings with their values in the document.
    pub settings: Vec<SettingLine>,
    /// Settings of people, catalog, channels, signals and policies that it reads.
    pub reads: String,
    /// What it leaves out.
    pub leaves_out: &'static str,
    /// What its form rests on.
    pub sources: Vec<SourceLine>,
    /// Published findings that test it.
    pub findings: Vec<SourceLine>,
    /// Where it is computed.
    pub code: &'static str,
    /// Tests that break when it is broken.
    pub tests: Vec<String>,
}

impl MechanismView {
    /// The mechanism with that id, with the settings of a scenario.
    pub fn new(id: &str, scenario: &Scenario) -> Option<Self> {
        let own = mechanism(id)?;
        let line = |id: &&'static str| SourceLine { id, text: citation_line(id) };
        Some(Self {
            id: own.id,
            title: own.title,
            meaning: own.meaning,
            unused: (own.unused)(scenario),
            equation: own.equation,
            symbols: own.symbols.iter().map(|(sign, meaning)| format!("{sign}: {meaning}")).collect(),
            settings: setting_rows(own, scenario).iter().map(setting).collect(),
            reads: own.reads.join(", "),
            leaves_out: own.leaves_out,
            sources: own.sources.iter().map(line).collect(),
            findings: own.findings.iter().map(line).collect(),
            code: own.code,
            tests: own.tests.iter().map(|(file, test)| format!("{file}: {test}")).collect(),
        })
    }
}

/// "kc = 8, plausible 4 to 12, fit (C4.1, fitted)".
fn setting(row: &SettingRow) -> SettingLine {
    let sign = if row.symbol.is_empty() { String::new() } else { format!("{} = ", row.symbol) };
    let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
    let changed = if row.changed { format!(", changed from {}", row.default) } else { String::new() };
    let plausible = if row.plausible.is_empty() { String::new() } else { format!(", plausible {}", row.plausible) };
    let rests = if row.source.is_empty() { String::new() } else { format!(", {} ({})", row.evidence.word(), row.source) };
    SettingLine { value: format!("{sign}{}{unit}{changed}{plausible}{rests}", row.value), meaning: format!("{} ({})", row.meaning, row.path) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behavior::register::mechanisms;

    #[test]
    fn every_mechanism_has_a_page_and_a_change_shows() {
        let mut scenario = Scenario::default();
        for mechanism in mechanisms() {
            let view = MechanismView::new(mechanism.id, &scenario).unwrap();
            assert_eq!(view.settings.len(), mechanism.settings.len(), "{}", mechanism.id);
        }
        scenario.behavior.trust.bad_weight = 0.2;
        let view = MechanismView::new("trust", &scenario).unwrap();
        assert!(
            view.settings.iter().any(|line| line.value.starts_with("wn = 0.2 events, changed from 0.18, plausible 0.16 to 0.25, fit")),
            "{:?}",
            view.settings
        );
        assert!(MechanismView::new("nothing of the kind", &scenario).is_none());
    }
}
