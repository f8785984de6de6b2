//! Groups to compare: levels of an attribute or segments, alone or crossed, with their sums in each world.

use crate::ledger::Scope;
use crate::measure::{GroupSums, cells_where};
use crate::simulate::Run;

/// What divides customers into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Division {
    /// Levels of an attribute, by index.
    Attribute(usize),
    /// Segments.
    Segments,
}

impl Division {
    /// What it is called.
    pub fn name(self, run: &Run) -> String {
        match self {
            Self::Attribute(index) => run.scenario.population.attributes.get(index).map_or_else(String::new, |attribute| attribute.name.clone()),
            Self::Segments => "segment".into(),
        }
    }

    /// Names of its parts.
    pub fn parts(self, run: &Run) -> Vec<String> {
        let population = &run.scenario.population;
        match self {
            Self::Attribute(index) => {
                population.attributes.get(index).map_or_else(Vec::new, |attribute| attribute.levels.iter().map(|level| level.name.clone()).collect())
            }
            Self::Segments => population.segments.iter().map(|segment| segment.name.clone()).collect(),
        }
    }

    /// The customers of one part.
    pub fn scope(self, part: usize) -> Scope {
        match self {
            Self::Attribute(attribute) => Scope::Group { attribute, level: part },
            Self::Segments => Scope::Segment(part),
        }
    }
}

/// The last checkpoint of a run, by index.
pub(super) fn last_checkpoint(run: &Run) -> usize {
    run.worlds.first().map_or(0, |ledger| ledger.shape.checkpoints().saturating_sub(1))
}

/// Sums by world, then by part of a division.
pub(super) fn sums(run: &Run, variant: usize, division: Division, checkpoint: usize) -> Vec<Vec<GroupSums>> {
    let parts = division.parts(run).len();
    let of = |ledger: &crate::ledger::Ledger| {
        (0..parts).map(|part| GroupSums::of(ledger, variant, checkpoint, &cells_where(ledger, division.scope(part), None))).collect()
    };
    run.worlds.iter().map(|ledger| of(ledger)).collect()
}

/// Sums of each part over all worlds.
pub(super) fn pooled(worlds: &[Vec<GroupSums>]) -> Vec<GroupSums> {
    let mut all: Vec<GroupSums> = Vec::new();
    for world in worlds {
        if all.is_empty() {
            all = vec![GroupSums::default(); world.len()];
        }
        all.iter_mut().zip(world).for_each(|(sum, own)| sum.add(own));
    }
    all
}
