//! Published findings as data, flown as experiments by the real engine: the report card of the customer model.
//!
//! A [`Study`] is a file of `findings/`: where a finding was published, the conditions that stand for it (a bundled base scenario with changes,
//! [`crate::scenario::set`]), what is measured, and what should come out. [`report_card`] flies each distinct condition once, with the same seed,
//! so that twins hold across conditions, and judges world by world. Nothing here, and no parameter of the model, knows the id of a finding.
//! The format is described in `findings/README.md`.

pub mod toys;

mod amount;
mod bundled;
mod card;
mod check;
mod evaluate;
mod flights;
mod judge;
mod load;
mod people;
mod reading;
mod study;

#[cfg(test)]
mod tests;

pub use amount::{Amount, Closing, Outcome, Quantity, Who};
pub use bundled::{BASES, Bundled, FINDINGS, base};
pub use card::{CardError, Entry, ReportCard, report_card};
pub use check::scenarios;
pub use judge::{Judged, Verdict};
pub use load::{load_study, parse_study};
pub use people::Personal;
pub use study::{Comparison, Condition, Confidence, Evidence, Expect, Origin, Patch, Side, Study};
