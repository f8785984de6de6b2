//! The findings and the base scenarios that come with the program.

use super::load::parse_study;
use super::study::Study;
use crate::scenario::{CASES, Case, Scenario, ScenarioError, nearest, parse};

/// A bundled finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// Its id, which is also the name of its file.
    pub id: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! findings {
    ($( $id:literal )*) => {
        /// Every bundled finding, in the order of the report card. One line each.
        pub const FINDINGS: &[Bundled] = &[ $( Bundled { id: $id, text: include_str!(concat!("../../findings/", $id, ".ron")) }, )* ];
    };
}

findings! {
    "B1"
    "B2"
    "B4"
    "B5"
    "B6"
    "B7"
    "B8"
    "B9"
    "B10"
    "B13"
    "B15"
    "B17"
    "B19"
    "B21"
    "B24"
    "B27"
    "C1"
    "C2"
    "C3"
    "C5"
    "C7"
    "C9"
    "C10"
    "C11"
    "C12"
    "C14"
    "C15"
    "C16"
    "C17"
    "C19"
    "C20"
    "C22"
    "C23"
    "C25"
    "C28"
    "C30"
    "C33"
    "C35"
    "C36"
    "C40"
    "C41"
    "C42"
    "C44"
    "C45"
    "C48"
    "C49"
    "C52"
    "C53"
    "C54"
    "C55"
    "C56"
    "C57"
    "C58"
    "C59"
    "C61"
    "C63"
    "F1"
    "F3"
    "F5"
    "F7"
    "F8"
    "F10"
    "F11"
    "F13"
    "F20"
    "F23"
}

/// Scenarios that conditions start from, beside the bundled cases: name and file.
pub const BASES: &[(&str, &str)] = &[
    ("default", ""),
    ("lab", include_str!("../../findings/bases/lab.ron")),
    ("market", include_str!("../../findings/bases/market.ron")),
    ("retargeting", CASES[0].text),
    ("cross_site", CASES[1].text),
    ("echo", CASES[2].text),
];

/// The base scenario of that name.
pub fn base(name: &str) -> Option<Scenario> {
    let (_, text) = BASES.iter().find(|(other, _)| *other == name)?;
    if text.is_empty() {
        return Some(Scenario::default());
    }
    match Case::find(name) {
        Some(case) => case.load().ok().map(|loaded| loaded.scenario),
        None => parse(text, name).ok().map(|loaded| loaded.scenario),
    }
}

impl Bundled {
    /// The bundled finding of that id, whatever its case.
    pub fn find(id: &str) -> Option<&'static Self> {
        FINDINGS.iter().find(|finding| finding.id.eq_ignore_ascii_case(id))
    }

    /// The id that is most like another word.
    pub fn nearest(id: &str) -> Option<&'static str> {
        nearest(id, FINDINGS.iter().map(|finding| finding.id))
    }

    /// The study.
    ///
    /// # Errors
    /// Never in a build whose tests passed.
    pub fn load(&self) -> Result<Study, ScenarioError> {
        parse_study(self.text, &format!("findings/{}.ron", self.id))
    }
}
