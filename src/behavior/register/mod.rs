//! The register of mechanisms: what each is, its equation, its sources, the settings it uses, the findings and tests that hold it to account.
//! Words only: nothing here computes. Command line and window read it; `tests/register.rs` holds it to the code, so that no setting of the
//! customer model, no mechanism file and no finding can be left out.

mod breach;
mod choice;
mod feeling;
mod leaving;
mod policies;
mod response;
mod ties;
mod trust;

use crate::scenario::Scenario;

/// A mechanism of the customer model.
#[derive(Clone, Copy, Debug)]
pub struct Mechanism {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it says about people, in one sentence.
    pub meaning: &'static str,
    /// The equation in plain text, a line each.
    pub equation: &'static [&'static str],
    /// Every symbol of the equation that is not a setting, with its meaning.
    pub symbols: &'static [(&'static str, &'static str)],
    /// What it leaves out, or what a sceptic should ask.
    pub leaves_out: &'static str,
    /// Ids of the sources behind its form; see [`super::sources`].
    pub sources: &'static [&'static str],
    /// The file that computes it.
    pub code: &'static str,
    /// Settings of the customer model that belong to it and to no other mechanism: path and symbol (empty where the equation needs none).
    pub settings: &'static [(&'static str, &'static str)],
    /// Other settings that it reads: of people, catalog, channels, signals, policies.
    pub reads: &'static [&'static str],
    /// Ids of the published findings that test it.
    pub findings: &'static [&'static str],
    /// Tests that break when it is broken: file and function.
    pub tests: &'static [(&'static str, &'static str)],
    /// Why a scenario does not use it, if so.
    pub unused: fn(&Scenario) -> Option<&'static str>,
}

/// Mechanisms about one subject.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Heading.
    pub title: &'static str,
    /// Mechanisms, in the order in which they act.
    pub mechanisms: &'static [Mechanism],
}

/// Every mechanism by subject, in the order in which they act at a touch.
pub const GROUPS: &[Group] = &[
    Group { title: "How a touch feels", mechanisms: feeling::MECHANISMS },
    Group { title: "How a touch is answered", mechanisms: response::MECHANISMS },
    Group { title: "What is chosen and bought", mechanisms: choice::MECHANISMS },
    Group { title: "Trust", mechanisms: trust::MECHANISMS },
    Group { title: "Breach and repair", mechanisms: breach::MECHANISMS },
    Group { title: "How people push back and leave", mechanisms: leaving::MECHANISMS },
    Group { title: "Channels, habits, requests and answers", mechanisms: ties::MECHANISMS },
    Group { title: "What policies learn", mechanisms: policies::MECHANISMS },
];

/// Every mechanism.
pub fn mechanisms() -> impl Iterator<Item = &'static Mechanism> {
    GROUPS.iter().flat_map(|group| group.mechanisms)
}

/// The mechanism with that id.
pub fn mechanism(id: &str) -> Option<&'static Mechanism> {
    mechanisms().find(|mechanism| mechanism.id == id)
}

/// The mechanism that a setting of the customer model belongs to, by its path.
pub fn owner(path: &str) -> Option<&'static Mechanism> {
    mechanisms().find(|mechanism| mechanism.settings.iter().any(|(own, _)| *own == path))
}

/// A mechanism that every scenario uses.
fn always(_: &Scenario) -> Option<&'static str> {
    None
}

/// For the switches of `behavior.mechanisms`.
fn switched(on: bool, why: &'static str) -> Option<&'static str> {
    (!on).then_some(why)
}
