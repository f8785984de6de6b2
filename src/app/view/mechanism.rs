//! A mechanism of the customer model as the screen shows it: what it says, its equation, its settings here, what it rests on, what tests it.

use super::plain::Table;
use crate::behavior::register::mechanism;
use crate::report::explain::{citation_line, setting_rows};
use crate::scenario::Scenario;

/// A source on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// Its id.
    pub id: &'static str,
    /// Id and citation.
    pub text: String,
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
    pub settings: Table,
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
        let rows = setting_rows(own, scenario)
            .into_iter()
            .map(|row| {
                let here = if row.changed { format!("{} (changed)", row.value) } else { row.value };
                let rests = if row.source.is_empty() { row.evidence.word().into() } else { format!("{}: {}", row.evidence.word(), row.source) };
                vec![row.meaning.into(), row.symbol.into(), here, row.default, row.plausible, row.unit.into(), rests, row.path]
            })
            .collect();
        let columns = ["Setting", "Sign", "Here", "Default", "Plausible", "Unit", "Rests on", "Path"].map(String::from).to_vec();
        Some(Self {
            id: own.id,
            title: own.title,
            meaning: own.meaning,
            unused: (own.unused)(scenario),
            equation: own.equation,
            symbols: own.symbols.iter().map(|(sign, meaning)| format!("{sign}: {meaning}")).collect(),
            settings: Table { columns, rows },
            reads: own.reads.join(", "),
            leaves_out: own.leaves_out,
            sources: own.sources.iter().map(line).collect(),
            findings: own.findings.iter().map(line).collect(),
            code: own.code,
            tests: own.tests.iter().map(|(file, test)| format!("{file}: {test}")).collect(),
        })
    }
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
            assert_eq!(view.settings.rows.len(), mechanism.settings.len(), "{}", mechanism.id);
            assert!(view.settings.rows.iter().all(|row| row.len() == view.settings.columns.len()));
        }
        scenario.behavior.trust.bad_weight = 0.2;
        let view = MechanismView::new("trust", &scenario).unwrap();
        assert!(view.settings.rows.iter().any(|row| row.get(2).is_some_and(|here| here == "0.2 (changed)")));
        assert!(MechanismView::new("nothing of the kind", &scenario).is_none());
    }
}
