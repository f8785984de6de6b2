//! Words for scopes and letters for variants.

use crate::ledger::Scope;
use crate::scenario::Scenario;

/// "all customers", the name of a segment, or "attribute: level".
pub fn scope_name(scenario: &Scenario, scope: Scope) -> String {
    let population = &scenario.population;
    match scope {
        Scope::All => "all customers".into(),
        Scope::Segment(index) => population.segments.get(index).map_or_else(|| format!("segment {index}"), |segment| segment.name.clone()),
        Scope::Group { attribute, level } => population
            .attributes
            .get(attribute)
            .and_then(|attribute| Some(format!("{}: {}", attribute.name, attribute.levels.get(level)?.name)))
            .unwrap_or_else(|| format!("attribute {attribute}, level {level}")),
    }
}

/// The letter that stands for a variant beside its colour: "0" for the twin, "base" for the baseline, then A, B, C ... in order.
pub fn variant_letter(variant: usize, baseline: usize) -> String {
    if variant == 0 {
        return if baseline == 0 { "base".into() } else { "0".into() };
    }
    if variant == baseline {
        return "base".into();
    }
    let place = (1..variant).filter(|&other| other != baseline).count();
    char::from_u32('A' as u32 + place as u32).map_or_else(|| format!("V{place}"), String::from)
}
