//! Two divisions of customers crossed.

use super::super::format::grouped;
use super::super::plain::{Heading, PlotText, Table, Tag};
use crate::experiment::{FairnessCriterion, IntersectionGrid, format_group_rate, format_group_rate_value};
use crate::measure::GroupRate;
use crate::simulate::Run;

/// Where two groups meet.
#[derive(Clone, Debug)]
pub struct GridCell {
    /// The rate, or why there is none.
    pub value: String,
    /// Customers.
    pub size: String,
    /// Shown, never judged.
    pub small: bool,
    /// The worst of those that are large enough.
    pub worst: bool,
}

/// One grid under one variant for one criterion.
#[derive(Clone, Debug)]
pub struct GridFace {
    /// Cells by row, then by column.
    pub cells: Vec<Vec<GridCell>>,
    /// Words.
    pub text: PlotText,
}

/// A grid.
#[derive(Clone, Debug)]
pub struct GridPanel {
    /// "age band by segment".
    pub name: String,
    /// Names of rows.
    pub rows: Vec<String>,
    /// Names of columns.
    pub columns: Vec<String>,
    /// By variant in order of show, then by criterion of [`FairnessCriterion::ALL`].
    faces: Vec<Vec<GridFace>>,
}

impl GridPanel {
    /// What it shows of a variant, by its place in order of show.
    pub fn face(&self, shown: usize, criterion: FairnessCriterion) -> Option<&GridFace> {
        self.faces.get(shown)?.get(super::place(criterion)?)
    }
}

pub(super) fn panel(run: &Run, grid: &IntersectionGrid, tags: &[Tag], heading: &Heading) -> GridPanel {
    let names = [grid.rows.name(run), grid.columns.name(run)];
    let (rows, columns) = (grid.rows.parts(run), grid.columns.parts(run));
    let face = |tag: &Tag, criterion: FairnessCriterion| {
        let rate = criterion.rates().first().copied().unwrap_or(GroupRate::Offered);
        face(grid, tag, rate, &names, (rows.as_slice(), columns.as_slice()), heading)
    };
    let faces = tags.iter().map(|tag| FairnessCriterion::ALL.iter().map(|&criterion| face(tag, criterion)).collect()).collect();
    GridPanel { name: format!("{} by {}", names[0], names[1]), rows, columns, faces }
}

fn face(
    grid: &IntersectionGrid,
    tag: &Tag,
    rate: GroupRate,
    names: &[String; 2],
    (rows, columns): (&[String], &[String]),
    heading: &Heading,
) -> GridFace {
    let worst = grid.worst(rate, tag.variant);
    let cells: Vec<Vec<GridCell>> = grid
        .cells
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            let of = |(column, cell): (usize, &crate::experiment::IntersectionCell)| {
                let estimated = cell.rate(rate, tag.variant);
                GridCell {
                    value: if cell.people == 0.0 {
                        "n/a: nobody is here".into()
                    } else {
                        estimated.map_or_else(
                            || "n/a".into(),
                            |estimated| match estimated {
                                Ok(estimate) => format_group_rate_value(rate, estimate.mean),
                                Err(undefined) => undefined.to_string(),
                            },
                        )
                    },
                    size: format!("n = {}", grouped(cell.people.round())),
                    small: cell.small,
                    worst: worst == Some((row, column)),
                }
            };
            cells.iter().enumerate().map(of).collect()
        })
        .collect();
    let place = |(row, column): (usize, usize)| Some(format!("{}, {}", rows.get(row)?, columns.get(column)?));
    let named = worst.and_then(|at| {
        let estimated = grid.cells.get(at.0)?.get(at.1)?.rate(rate, tag.variant)?;
        Some(format!("Worst of those with 30 people or more: {}, {}", place(at)?, format_group_rate(rate, estimated)))
    });
    let mut heads = vec![names[0].clone()];
    heads.extend(columns.iter().cloned());
    let table_rows = rows
        .iter()
        .zip(&cells)
        .map(|(name, cells)| {
            let words = |cell: &GridCell| format!("{} ({}{})", cell.value, cell.size, if cell.small { ", too small to judge" } else { "" });
            std::iter::once(name.clone()).chain(cells.iter().map(words)).collect()
        })
        .collect();
    GridFace {
        text: PlotText {
            title: format!("{}: where {} and {} meet", rate.label(), names[0], names[1]),
            sentence: format!(
                "{} under {} in {} intersections. {}.",
                rate.label(),
                tag.label(),
                rows.len() * columns.len(),
                named.unwrap_or_else(|| "None has a value and 30 people".into())
            ),
            caption: format!(
                "{}: mean of worlds, customers below it. Framed: the worst cell of 30 people or more; hatched: fewer than 30 in at least one world. {}.",
                tag.label(),
                heading.worlds
            ),
            table: Table { columns: heads, rows: table_rows },
        },
        cells,
    }
}
