//! The review: pinned plots and notes, the decision, the sealed dossier.

/// The review: pinned plots and notes, the decision, the sealed dossier.
#[derive(Clone, Debug, Default)]
pub struct Review {}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewStep {}

impl ReviewStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match *self {}
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match *self {}
    }
}
