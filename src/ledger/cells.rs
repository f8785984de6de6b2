//! Cells: every combination of a segment with one level of each attribute.

/// Whose customers are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everybody.
    All,
    /// One segment, by index.
    Segment(usize),
    /// One level of one attribute, by index.
    Group {
        /// Index of the attribute.
        attribute: usize,
        /// Index of the level.
        level: usize,
    },
}

/// How cells are numbered: `cell = segment * combinations + combination`, the last attribute running fastest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMap {
    /// Number of segments.
    pub segments: usize,
    /// Number of levels of each attribute.
    pub levels: Vec<usize>,
}

impl CellMap {
    /// Number of combinations of levels.
    pub fn combinations(&self) -> usize {
        self.levels.iter().product()
    }
    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.segments * self.combinations()
    }
    /// The segment of a cell.
    pub fn segment(&self, cell: usize) -> usize {
        cell / self.combinations().max(1)
    }
    /// The level of an attribute in a cell.
    pub fn level(&self, cell: usize, attribute: usize) -> usize {
        let faster: usize = self.levels.iter().skip(attribute + 1).product();
        let own = self.levels.get(attribute).copied().unwrap_or(1);
        (cell / faster.max(1)) % own.max(1)
    }
    /// Whether a cell belongs to a scope.
    pub fn contains(&self, scope: Scope, cell: usize) -> bool {
        match scope {
            Scope::All => true,
            Scope::Segment(segment) => self.segment(cell) == segment,
            Scope::Group { attribute, level } => self.level(cell, attribute) == level,
        }
    }
    /// The segments that a scope covers, where only whole segments can be told apart; `None` for a group.
    pub fn segments_of(&self, scope: Scope) -> Option<Vec<usize>> {
        match scope {
            Scope::All => Some((0..self.segments).collect()),
            Scope::Segment(segment) => Some(vec![segment]),
            Scope::Group { .. } => None,
        }
    }
    /// Everybody, each segment, each group.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = vec![Scope::All];
        scopes.extend((0..self.segments).map(Scope::Segment));
        for (attribute, &levels) in self.levels.iter().enumerate() {
            scopes.extend((0..levels).map(|level| Scope::Group { attribute, level }));
        }
        scopes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_found_again_by_its_segment_and_levels() {
        let map = CellMap { segments: 2, levels: vec![3, 2] };
        let mut seen = Vec::new();
        for segment in 0..2 {
            for a in 0..3 {
                for b in 0..2 {
                    let cell = segment * 6 + a * 2 + b;
                    assert_eq!((map.segment(cell), map.level(cell, 0), map.level(cell, 1)), (segment, a, b));
                    seen.push(cell);
                }
            }
        }
        assert_eq!(seen, (0..map.cells()).collect::<Vec<_>>());
        assert_eq!(map.scopes().len(), 1 + 2 + 3 + 2);
    }
}
