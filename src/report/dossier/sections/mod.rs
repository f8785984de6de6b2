//! What each section of the dossier says.

pub mod assumptions;
pub mod bubbles;
pub mod creepiness;
pub mod crosswalk;
pub mod data;
pub mod decided;
pub mod definitions;
pub mod fairness;
pub mod fragility;
pub mod front;
pub mod limits;
pub mod measures;
pub mod people;
pub mod plan;
pub mod purpose;
pub mod recipe;
pub mod stories;
pub mod verdicts;

use super::build::Case;
use super::model::{Blank, Block};

/// A place for a person's words. `needed` says that the review is not complete without them.
fn blank(case: &Case<'_>, id: &str, asks: &str, needed: bool) -> Block {
    Block::Blank(Blank { id: id.into(), asks: asks.into(), text: case.decision.filled(id).map(str::to_owned), needed, guard: None })
}

/// A place for one of the decision's own fields.
fn own_blank(id: &str, asks: &str, text: &str) -> Block {
    let text = text.trim();
    Block::Blank(Blank { id: id.into(), asks: asks.into(), text: (!text.is_empty()).then(|| text.to_owned()), needed: true, guard: None })
}

/// "12.5%".
fn percent(share: f64) -> String {
    format!("{}%", crate::experiment::format_number(100.0 * share))
}
