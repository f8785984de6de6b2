//! Sources explained.

use super::{Card, Kind};
use crate::behavior::register::mechanisms;
use crate::behavior::sources::{ids, source};
use crate::calibrate::Bundled;
use crate::scenario::{Node, Scenario};

/// A source on one line: "C20: Sahni ...".
pub fn citation_line(id: &str) -> String {
    source(id).map_or_else(|| id.to_owned(), |source| format!("{id}: {}", source.citation))
}

/// The command that flies those of the findings that are bundled; nothing where none is.
pub(super) fn how_to_fly<'a>(findings: impl Iterator<Item = &'a str>) -> Vec<String> {
    let bundled: Vec<&str> = findings.filter(|id| Bundled::find(id).is_some()).collect();
    if bundled.is_empty() { Vec::new() } else { vec![format!("creepline validate {}", bundled.join(" "))] }
}

pub(super) fn card(id: &str) -> Option<Card> {
    let source = source(id)?;
    let used = mechanisms().filter(|mechanism| mechanism.sources.contains(&id)).map(|mechanism| format!("{}: {}", mechanism.id, mechanism.title));
    let tree = Node::of(&Scenario::default());
    let settings = tree.leaves().into_iter().filter(|(_, node)| ids(node.info.source).any(|own| own == id)).map(|(path, _)| path);
    let mut card = Card::new(Kind::Source, id, id, source.citation);
    if !source.caution.is_empty() {
        card = card.fact("caution", source.caution);
    }
    let tested = mechanisms().filter(|mechanism| mechanism.findings.contains(&id)).map(|mechanism| format!("{}: {}", mechanism.id, mechanism.title));
    Some(
        card.lines("mechanisms that rest on it", used.collect())
            .lines("mechanisms that it tests", tested.collect())
            .lines("settings that rest on it", settings.collect())
            .lines("to fly it", how_to_fly([id].into_iter())),
    )
}
