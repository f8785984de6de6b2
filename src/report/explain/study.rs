//! Sources explained.

use super::{Card, Kind};
use crate::behavior::register::mechanisms;
use crate::behavior::sources::{ids, source};
use crate::scenario::{Node, Scenario};

/// A source on one line: "C20: Sahni ...".
pub fn citation_line(id: &str) -> String {
    source(id).map_or_else(|| id.to_owned(), |source| format!("{id}: {}", source.citation))
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
    Some(card.lines("mechanisms that rest on it", used.collect()).lines("settings that rest on it", settings.collect()))
}
