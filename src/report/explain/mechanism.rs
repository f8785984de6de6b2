//! Mechanisms explained.

use super::setting::setting_rows;
use super::study::{citation_line, how_to_fly};
use super::{Card, Kind};
use crate::behavior::register::mechanism;
use crate::scenario::Scenario;

pub(super) fn card(id: &str) -> Option<Card> {
    let mechanism = mechanism(id)?;
    let settings = setting_rows(mechanism, &Scenario::default()).into_iter().map(|row| row.line()).collect();
    let lines = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let symbols = mechanism.symbols.iter().map(|(sign, meaning)| format!("{sign}: {meaning}")).collect();
    let sources = mechanism.sources.iter().map(|id| citation_line(id)).collect();
    let tests = mechanism.tests.iter().map(|(file, test)| format!("{file}: {test}")).collect();
    Some(
        Card::new(Kind::Mechanism, mechanism.id, mechanism.title, mechanism.meaning)
            .lines("equation", lines(mechanism.equation))
            .lines("symbols", symbols)
            .lines("settings", settings)
            .lines("reads", lines(mechanism.reads))
            .lines("leaves out", lines(&[mechanism.leaves_out]))
            .lines("sources", sources)
            .lines("findings that test it", mechanism.findings.iter().map(|id| citation_line(id)).collect())
            .lines("to fly them", how_to_fly(mechanism.findings.iter().copied()))
            .lines("code", lines(&[mechanism.code]))
            .lines("tests", tests),
    )
}
