//! The criterion matrix.

use super::super::plain::{Heading, PlotText, Table, Tag};
use crate::experiment::{AttributeCriteria, CriterionRow, FairnessCriterion, Mark, format_criterion, format_criterion_value, format_number};

/// One criterion under one variant, in words.
#[derive(Clone, Debug)]
pub struct MatrixCell {
    /// Value and interval, or why there is none.
    pub value: String,
    /// The group that decides with its size; empty where nothing is decided.
    pub deciding: String,
    /// The gap to expect by chance with its p value; empty where it is not tested.
    pub chance: String,
    /// Against the usual mark.
    pub mark: Mark,
}

/// One criterion.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The criterion.
    pub criterion: FairnessCriterion,
    /// Its usual mark in words.
    pub usual: String,
    /// By variant in order of show.
    pub cells: Vec<MatrixCell>,
}

/// The matrix of one attribute.
#[derive(Clone, Debug)]
pub struct MatrixPanel {
    /// Whether criteria are in conflict.
    pub conflict: String,
    /// Rows.
    pub rows: Vec<MatrixRow>,
    /// Words.
    pub text: PlotText,
}

pub(super) fn panel(attribute: &AttributeCriteria, tags: &[Tag], heading: &Heading, chance: &str) -> MatrixPanel {
    let rows: Vec<MatrixRow> = attribute.matrix.iter().map(|row| matrix_row(attribute, row, tags)).collect();
    let mut columns = vec!["Criterion".to_owned(), "Usual mark".to_owned()];
    columns.extend(tags.iter().map(Tag::label));
    let table = Table { columns, rows: rows.iter().map(table_row).collect() };
    MatrixPanel {
        conflict: attribute.conflict_sentence(),
        text: PlotText {
            title: format!("Which criteria of fairness hold by {}?", attribute.name),
            sentence: format!("Criteria by variant. {}.", rows.iter().map(|row| spoken(row, tags)).collect::<Vec<_>>().join("; ")),
            caption: format!(
                "Mean of worlds with {} interval, {}; the group that decides, and its people in a world. Marks are rules of thumb, not verdicts. {chance}",
                heading.confidence, heading.worlds
            ),
            table,
        },
        rows,
    }
}

fn matrix_row(attribute: &AttributeCriteria, row: &CriterionRow, tags: &[Tag]) -> MatrixRow {
    let criterion = row.criterion;
    let usual = match criterion.usual_mark() {
        Some(mark) if criterion.is_ratio() => format!("at least {}", format_criterion_value(criterion, mark)),
        Some(mark) => format!("at most {}", format_criterion_value(criterion, mark)),
        None => "none".into(),
    };
    let cells = tags.iter().filter_map(|tag| {
        let cell = row.cells.get(tag.variant)?;
        let chance = match row.tested.get(tag.variant)? {
            Ok(tested) => {
                format!("by chance {}, p {}", format_criterion_value(criterion, tested.null.mean), format_number(tested.adjusted))
            }
            Err(_) => String::new(),
        };
        Some(MatrixCell {
            value: format_criterion(criterion, &cell.value),
            deciding: cell.deciding_words(attribute).unwrap_or_default(),
            chance,
            mark: cell.mark,
        })
    });
    MatrixRow { criterion, usual, cells: cells.collect() }
}

fn table_row(row: &MatrixRow) -> Vec<String> {
    let cell = |cell: &MatrixCell| {
        let parts = [&cell.value, &cell.deciding, &cell.chance].into_iter().filter(|part| !part.is_empty()).cloned();
        parts.chain((cell.mark != Mark::Undefined).then(|| cell.mark.words().to_owned())).collect::<Vec<_>>().join("; ")
    };
    [row.criterion.label().to_owned(), row.usual.clone()].into_iter().chain(row.cells.iter().map(cell)).collect()
}

fn spoken(row: &MatrixRow, tags: &[Tag]) -> String {
    let cells: Vec<String> = row.cells.iter().zip(tags).map(|(cell, tag)| format!("{} {}", tag.letter, cell.value)).collect();
    format!("{}: {}", row.criterion.label(), cells.join(", "))
}
