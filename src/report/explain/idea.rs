//! Ideas explained: words that stand on screens and are no metric.

use super::texts::{About, IdeaText, edge_lines, ideas, source_line};
use super::{Card, Kind, Section};
use crate::experiment::{FairnessCriterion, format_criterion_value};

pub(super) fn card(id: &str) -> Option<Card> {
    let idea = ideas().iter().find(|idea| idea.id == id)?;
    let criterion = criterion(idea);
    let card = Card::new(Kind::Idea, &*idea.id, title(idea), criterion.map_or(&*idea.text, FairnessCriterion::definition));
    let card = card.lines("Formula", idea.formula.clone()).lines("Quantities", idea.quantities.clone());
    let card = match criterion.map(|criterion| (criterion, criterion.usual_mark())) {
        Some((criterion, Some(mark))) => {
            let side = if criterion.is_ratio() { "below" } else { "above" };
            card.fact("Usual mark", format!("{side} {}: a rule of thumb, no verdict", format_criterion_value(criterion, mark)))
        }
        Some((_, None)) => card.fact("Usual mark", "none is usual"),
        None => card,
    };
    Some(
        card.lines("Edge cases", edge_lines(&idea.undefined, &idea.edges))
            .lines("Source", idea.sources.iter().map(|text| source_line(text)).collect())
            .fact("Cannot tell", &*idea.cannot)
            .fact("Example", &*idea.example)
            .fact("See also", idea.see.join(", ")),
    )
}

/// The criterion of fairness that an idea is.
fn criterion(idea: &IdeaText) -> Option<FairnessCriterion> {
    let criterion = FairnessCriterion::ALL.into_iter().find(|criterion| criterion.id() == idea.id);
    criterion.filter(|_| idea.subject == About::Criteria)
}

/// What an idea is called.
pub(super) fn title(idea: &IdeaText) -> &str {
    match criterion(idea) {
        Some(criterion) => criterion.label(),
        None => &idea.title,
    }
}

pub(super) fn sections() -> Vec<Section> {
    let of = |about: About| {
        let entries = ideas().iter().filter(|idea| idea.subject == about).map(|idea| (idea.id.clone(), title(idea).to_owned())).collect();
        Section { title: about.title().into(), entries }
    };
    About::ALL.into_iter().map(of).collect()
}
