//! Tables on pages: widths by what is in the columns, heads again on every page, rows that go on where a page ends.

use krilla::tagging::{TableHeaderScope, Tag};

use super::sheet::{Branch, Look, MARGIN, Op, Sheets};
use crate::report::figure::Table;
use crate::report::palette::LIGHT;

const CELL: Look = Look { size: 8.5, leading: 11.0, bold: false, color: LIGHT.text };
const HEAD: Look = Look { bold: true, ..CELL };
/// Space inside a cell.
const PAD: (f32, f32) = (4.0, 3.0);
/// Widest a single word may make a column, as a share of the table.
const WORD: f32 = 0.22;
/// Longest text that is measured as a whole.
const LETTERS: usize = 400;

/// Draws a table; `heads` says whether its columns have heads. Gives back its structure.
pub fn table(sheets: &mut Sheets<'_>, table: &Table, heads: bool) -> Branch {
    let widths = widths(sheets, table);
    let mut branches = Vec::new();
    if heads {
        let lines = wrapped(sheets, &table.columns, &widths, HEAD);
        let opening = opening(sheets, table);
        sheets.need(opening);
        let cells = head(sheets, &lines, &widths, true);
        branches.push(Branch::Group(Tag::THead.into(), vec![Branch::Group(Tag::TR.into(), cells)]));
        let rows = table.rows.iter().map(|row| body_row(sheets, row, &widths, Some(&lines))).collect();
        branches.push(Branch::Group(Tag::TBody.into(), rows));
    } else {
        let rows = table.rows.iter().map(|row| body_row(sheets, row, &widths, None)).collect();
        branches.push(Branch::Group(Tag::TBody.into(), rows));
    }
    sheets.y += 8.0;
    Branch::Group(Tag::Table.into(), branches)
}

/// Height of the heads and the first row, which stay together.
pub fn opening(sheets: &mut Sheets<'_>, table: &Table) -> f32 {
    let widths = widths(sheets, table);
    let first = table.rows.first().map_or(0.0, |row| high(sheets, row, &widths, CELL).min(6.0 * CELL.leading + 2.0 * PAD.1));
    high(sheets, &table.columns, &widths, HEAD) + first
}

/// Height of a table with heads that finds room on one page.
pub fn height(sheets: &mut Sheets<'_>, table: &Table) -> f32 {
    let widths = widths(sheets, table);
    let rows: f32 = table.rows.iter().map(|row| high(sheets, row, &widths, CELL)).sum();
    high(sheets, &table.columns, &widths, HEAD) + rows + 8.0
}

fn high(sheets: &mut Sheets<'_>, row: &[String], widths: &[f32], look: Look) -> f32 {
    let lines = wrapped(sheets, row, widths, look);
    lines.iter().map(Vec::len).max().unwrap_or(0).max(1) as f32 * CELL.leading + 2.0 * PAD.1
}

fn wrapped(sheets: &mut Sheets<'_>, cells: &[String], widths: &[f32], look: Look) -> Vec<Vec<String>> {
    cells.iter().zip(widths).map(|(cell, width)| sheets.font.lines(cell, look.size, width - 2.0 * PAD.0)).collect()
}

/// The heads; those of a page after the first are decoration, so that they are not read twice.
fn head(sheets: &mut Sheets<'_>, lines: &[Vec<String>], widths: &[f32], first: bool) -> Vec<Branch> {
    let height = lines.iter().map(Vec::len).max().unwrap_or(1) as f32 * CELL.leading + 2.0 * PAD.1;
    let (mut left, top) = (MARGIN, sheets.y);
    let whole: f32 = widths.iter().sum();
    sheets.put(None, Op::Box { area: (MARGIN, top, whole, height), fill: Some(LIGHT.panel), line: Some((LIGHT.axis, 0.6, false)) });
    let mut branches = Vec::new();
    for (lines, width) in lines.iter().zip(widths) {
        let mut leaves = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            let leaf = first.then(|| sheets.leaf());
            sheets.line(left + PAD.0, top + PAD.1 + place as f32 * CELL.leading, line.clone(), HEAD, leaf);
            leaves.extend(leaf.map(Branch::Leaf));
        }
        branches.push(Branch::Group(Tag::TH(TableHeaderScope::Column).into(), leaves));
        left += width;
    }
    sheets.y += height;
    branches
}

fn body_row(sheets: &mut Sheets<'_>, row: &[String], widths: &[f32], heads: Option<&[Vec<String>]>) -> Branch {
    let lines = wrapped(sheets, row, widths, CELL);
    let count = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut leaves: Vec<Vec<Branch>> = lines.iter().map(|_| Vec::new()).collect();
    let whole: f32 = widths.iter().sum();
    let mut done = 0;
    while done < count {
        let room = |sheets: &Sheets<'_>| ((sheets.bottom() - sheets.y - 2.0 * PAD.1) / CELL.leading).floor().max(0.0) as usize;
        let left = count - done;
        // A row of a few lines stays together; a long one goes on where the page ends.
        if room(sheets) < left.min(6) && !sheets.is_blank() {
            let across = sheets.lies();
            sheets.turn(across);
            if let Some(heads) = heads {
                head(sheets, heads, widths, false);
            }
        }
        let taken = left.min(room(sheets).max(1));
        let height = taken as f32 * CELL.leading + 2.0 * PAD.1;
        let top = sheets.y;
        let mut x = MARGIN;
        for (column, (lines, width)) in lines.iter().zip(widths).enumerate() {
            // Without heads over the columns, the first column is what is read by.
            let look = if column == 0 && heads.is_none() { HEAD } else { CELL };
            for (place, line) in lines.iter().skip(done).take(taken).enumerate() {
                let leaf = sheets.leaf();
                sheets.line(x + PAD.0, top + PAD.1 + place as f32 * CELL.leading, line.clone(), look, Some(leaf));
                if let Some(own) = leaves.get_mut(column) {
                    own.push(Branch::Leaf(leaf));
                }
            }
            x += width;
        }
        sheets.put(None, Op::Box { area: (MARGIN, top + height, whole, 0.0), fill: None, line: Some((LIGHT.axis, 0.3, false)) });
        sheets.y += height;
        done += taken;
    }
    let cells = leaves.into_iter().enumerate().map(|(column, leaves)| match column {
        0 => Branch::Group(Tag::TH(TableHeaderScope::Row).into(), leaves),
        _ => Branch::Group(Tag::TD.into(), leaves),
    });
    Branch::Group(Tag::TR.into(), cells.collect())
}

/// Widths of the columns: each has room for its longest word, and what is left goes to those with more to say.
fn widths(sheets: &mut Sheets<'_>, table: &Table) -> Vec<f32> {
    let whole = sheets.width();
    let columns = table.columns.len().max(table.rows.iter().map(Vec::len).max().unwrap_or(0)).max(1);
    let mut least = vec![24.0f32; columns];
    let mut wanted = vec![24.0f32; columns];
    let rows = std::iter::once((&table.columns, HEAD)).chain(table.rows.iter().map(|row| (row, CELL)));
    for (row, look) in rows {
        for (column, cell) in row.iter().enumerate() {
            let look = if column == 0 && table.columns.is_empty() { HEAD } else { look };
            let short: String = cell.chars().take(LETTERS).collect();
            let word = short.split_whitespace().map(|word| sheets.font.width(word, look.size)).fold(0.0, f32::max);
            let bold = if look.bold { 1.04 } else { 1.0 };
            least[column] = least[column].max((bold * word * 1.02 + 2.0 * PAD.0).min(WORD * whole));
            wanted[column] = wanted[column].max(bold * sheets.font.width(&short, look.size) * 1.02 + 2.0 * PAD.0);
        }
    }
    let (sum_least, sum_wanted): (f32, f32) = (least.iter().sum(), wanted.iter().sum());
    if sum_wanted <= whole {
        // What is left goes to the last column, so that the table is as wide as the page.
        let left = whole - sum_wanted;
        if let Some(last) = wanted.last_mut() {
            *last += left;
        }
        return wanted;
    }
    if sum_least >= whole {
        return least.iter().map(|width| width * whole / sum_least).collect();
    }
    // Long texts take more, but not in proportion: three times the words need less than three times the width.
    let hunger: Vec<f32> = least.iter().zip(&wanted).map(|(least, wanted)| (wanted - least).max(0.0).sqrt()).collect();
    let sum_hunger = hunger.iter().sum::<f32>().max(1e-6);
    least.iter().zip(&hunger).map(|(least, hunger)| least + (whole - sum_least) * hunger / sum_hunger).collect()
}
