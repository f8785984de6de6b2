//! Where a field of numbers over two settings crosses a level: marching squares (Lorensen, Cline 1987, in the plane) with linear interpolation. Own
//! code, because the grid may be unevenly spaced and may have gaps, and lines end at a gap or at the border instead of running along it.

use std::collections::BTreeMap;

/// A broken line of (x, y); closed where it ends where it began.
pub type Line = Vec<(f64, f64)>;

/// Numbers over a grid.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// Positions of the columns, rising.
    pub x: &'a [f64],
    /// Positions of the rows, rising.
    pub y: &'a [f64],
    /// Row by row; `None` where there is no number.
    pub values: &'a [Option<f64>],
}

/// The side of a square that a line crosses: column and row of its lower left corner, and whether it stands upright.
type Side = (usize, usize, bool);

impl Field<'_> {
    fn value(&self, column: usize, row: usize) -> Option<f64> {
        self.values.get(row * self.x.len() + column).copied().flatten().filter(|value| value.is_finite())
    }

    /// Where a line crosses a side.
    fn point(&self, (column, row, upright): Side, level: f64) -> Option<(f64, f64)> {
        let (next_column, next_row) = if upright { (column, row + 1) } else { (column + 1, row) };
        let (from, to) = (self.value(column, row)?, self.value(next_column, next_row)?);
        let share = (level - from) / (to - from);
        let between = |low: f64, high: f64| low + share * (high - low);
        Some((between(*self.x.get(column)?, *self.x.get(next_column)?), between(*self.y.get(row)?, *self.y.get(next_row)?)))
    }

    /// The pairs of sides that a line joins inside a square.
    fn joints(&self, column: usize, row: usize, level: f64) -> Vec<(Side, Side)> {
        let corner = |right: usize, up: usize| self.value(column + right, row + up);
        let (Some(a), Some(b), Some(c), Some(d)) = (corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)) else { return Vec::new() };
        let above = |value: f64| value >= level;
        let (bottom, right, top, left) = ((column, row, false), (column + 1, row, true), (column, row + 1, false), (column, row, true));
        let crossed: Vec<Side> = [(bottom, a, b), (right, b, c), (top, d, c), (left, a, d)]
            .into_iter()
            .filter(|(_, from, to)| above(*from) != above(*to))
            .map(|(side, ..)| side)
            .collect();
        match crossed.as_slice() {
            [one, other] => vec![(*one, *other)],
            // A saddle: the middle tells which two corners belong together.
            [_, _, _, _] if above((a + b + c + d) / 4.0) == above(a) => vec![(bottom, right), (top, left)],
            [_, _, _, _] => vec![(bottom, left), (right, top)],
            _ => Vec::new(),
        }
    }
}

/// The lines along which a field crosses a level. Squares with a corner without a number have none.
pub fn contour_lines(field: &Field<'_>, level: f64) -> Vec<Line> {
    let mut joined: BTreeMap<Side, Vec<Side>> = BTreeMap::new();
    for row in 0..field.y.len().saturating_sub(1) {
        for column in 0..field.x.len().saturating_sub(1) {
            for (one, other) in field.joints(column, row, level) {
                joined.entry(one).or_default().push(other);
                joined.entry(other).or_default().push(one);
            }
        }
    }
    let mut lines = Vec::new();
    // Open lines begin at a side with one neighbour; what is left then are rings.
    for open in [true, false] {
        while let Some(start) = joined.iter().find(|(_, others)| if open { others.len() == 1 } else { !others.is_empty() }).map(|(side, _)| *side) {
            let mut line = Line::new();
            let mut here = start;
            loop {
                line.extend(field.point(here, level));
                let Some(next) = joined.get_mut(&here).and_then(Vec::pop) else { break };
                if let Some(back) = joined.get_mut(&next)
                    && let Some(place) = back.iter().position(|side| *side == here)
                {
                    back.remove(place);
                }
                here = next;
            }
            joined.retain(|_, others| !others.is_empty());
            line.dedup();
            if line.len() > 1 {
                lines.push(line);
            }
        }
    }
    lines
}

/// Where a row of numbers crosses a level, by linear interpolation between neighbours that have a number.
pub fn crossings(x: &[f64], values: &[Option<f64>], level: f64) -> Vec<f64> {
    let known: Vec<(f64, Option<f64>)> = x.iter().copied().zip(values.iter().map(|value| value.filter(|value| value.is_finite()))).collect();
    known
        .windows(2)
        .filter_map(|pair| match pair {
            [(from, Some(low)), (to, Some(high))] if (*low >= level) != (*high >= level) => Some(from + (level - low) / (high - low) * (to - from)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn over(x: &[f64], y: &[f64], value: impl Fn(f64, f64) -> Option<f64>) -> Vec<Option<f64>> {
        y.iter().flat_map(|&y| x.iter().map(move |&x| (x, y))).map(|(x, y)| value(x, y)).collect()
    }

    #[test]
    fn a_plane_is_cut_along_a_straight_line() {
        let (x, y) = ([0.0, 1.0, 4.0], [0.0, 2.0, 3.0]);
        let values = over(&x, &y, |x, y| Some(x + 2.0 * y));
        let lines = contour_lines(&Field { x: &x, y: &y, values: &values }, 3.0);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|(x, y)| (x + 2.0 * y - 3.0).abs() < 1e-12), "{lines:?}");
        let mut ends = [lines[0][0], lines[0][lines[0].len() - 1]];
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert_eq!(ends, [(0.0, 1.5), (3.0, 0.0)], "from border to border");
    }

    #[test]
    fn a_hill_gives_a_ring_and_a_gap_opens_it() {
        let x: Vec<f64> = (-4..=4).map(f64::from).collect();
        let hill = over(&x, &x, |x, y| Some(x * x + y * y));
        let rings = contour_lines(&Field { x: &x, y: &x, values: &hill }, 6.5);
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].first(), rings[0].last(), "closed");
        assert!(rings[0].iter().all(|(x, y)| (x.hypot(*y) - 6.5f64.sqrt()).abs() < 0.1), "the chord of x^2 lies within 0.25 of it");
        let gap = over(&x, &x, |x, y| (x < 4.0 || y != 0.0).then_some(x * x + y * y));
        let open = contour_lines(&Field { x: &x, y: &x, values: &gap }, 6.5);
        assert!(open.len() == 1 && open[0].first() == open[0].last(), "the gap lies outside the ring: {open:?}");
        let gap = over(&x, &x, |x, y| (x != 2.0 || y != 0.0).then_some(x * x + y * y));
        let open = contour_lines(&Field { x: &x, y: &x, values: &gap }, 6.5);
        assert!(open.len() == 1 && open[0].first() != open[0].last());
    }

    #[test]
    fn a_saddle_is_decided_by_its_middle() {
        let x = [0.0, 1.0];
        let lines = |values: [f64; 4], level| {
            let values = values.map(Some);
            let mut lines = contour_lines(&Field { x: &x, y: &x, values: &values }, level);
            lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.partial_cmp(b).expect("numbers")));
            lines
        };
        // High at the lower left and the upper right; the middle is high at level 0.4 and low at level 0.6.
        assert_eq!(lines([1.0, 0.0, 0.0, 1.0], 0.4), [[(0.6, 0.0), (1.0, 0.4)], [(0.0, 0.6), (0.4, 1.0)]]);
        assert_eq!(lines([1.0, 0.0, 0.0, 1.0], 0.6), [[(0.0, 0.4), (0.4, 0.0)], [(0.6, 1.0), (1.0, 0.6)]]);
    }

    #[test]
    fn nothing_crosses_where_there_is_nothing() {
        let none = |x: &[f64], y: &[f64], values: &[Option<f64>]| contour_lines(&Field { x, y, values }, 0.0).is_empty();
        assert!(none(&[], &[], &[]) && none(&[1.0], &[1.0], &[Some(3.0)]) && none(&[1.0, 2.0], &[1.0, 2.0], &[None; 4]));
        assert!(none(&[1.0, 2.0], &[1.0, 2.0], &[Some(f64::NAN), Some(1.0), Some(-1.0), Some(1.0)]));
        assert!(none(&[1.0, 2.0], &[1.0, 2.0], &[Some(0.0); 4]), "all at the level: no border");
        assert_eq!(crossings(&[0.0, 2.0, 3.0, 4.0], &[Some(-1.0), Some(1.0), None, Some(-1.0)], 0.0), [1.0]);
    }

    proptest! {
        #[test]
        fn lines_lie_in_the_grid_and_end_at_its_border(
            values in prop::collection::vec(-1.0..1.0f64, 30), level in -0.9..0.9f64,
        ) {
            let (x, y) = ([0.0, 1.0, 2.5, 3.0, 7.0, 8.0], [0.0, 1.0, 2.0, 4.0, 5.0]);
            let values: Vec<Option<f64>> = values.into_iter().map(Some).collect();
            let lines = contour_lines(&Field { x: &x, y: &y, values: &values }, level);
            let on_border = |(a, b): (f64, f64)| a == 0.0 || a == 8.0 || b == 0.0 || b == 5.0;
            for line in &lines {
                prop_assert!(line.iter().all(|(a, b)| (0.0..=8.0).contains(a) && (0.0..=5.0).contains(b)));
                let (first, last) = (line[0], line[line.len() - 1]);
                prop_assert!(first == last || on_border(first) && on_border(last), "{:?}", line);
            }
            // Every side with different signs at its ends is crossed by one line.
            let sides = (0..5).flat_map(|row| (0..6).map(move |column| (row, column))).map(|(row, column)| {
                let at = |row: usize, column: usize| values[row * 6 + column].expect("a number") >= level;
                usize::from(column < 5 && at(row, column) != at(row, column + 1)) + usize::from(row < 4 && at(row, column) != at(row + 1, column))
            });
            let met: usize = lines.iter().map(|line| line.len() - usize::from(line[0] == line[line.len() - 1])).sum();
            prop_assert_eq!(met, sides.sum::<usize>());
        }
    }
}
